"""The five answers: right by the numbers, and never stronger than the interval."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from candour.audit import reports
from candour.audit.findings import Plan
from candour.audit.force.subject import SUBJECT as TACTICS
from candour.audit.guard import BadWording
from candour.audit.in_words import times
from candour.audit.lists.parts import Count, PartsQuestion, audit_parts
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.leads import Frame, leads
from candour.audit.reports.answers import QUESTIONS
from candour.audit.stops.kind import KIND as STOPS
from candour.audit.stops.rows import Rate, Ratio
from candour.audit.stops.subject import SUBJECT as SEARCHES
from tests.support.findings import a_ratio, fitness_of, made_up
from tests.support.reports import five_answers

HIGHER, LOWER, UNCLEAR = "higher rate", "lower rate", "no clear difference"


def said(finding, question):
    (found,) = [each for each in five_answers(finding) if each.question == question]
    return found.texts


def test_each_finding_has_five_answers_and_none_is_empty(finding):
    found = five_answers(finding)
    assert tuple(each.question for each in found) == QUESTIONS
    for each in found:
        assert each.texts
        for text in each.texts:
            assert text.strip()
            assert text[0] == text[0].upper()
            assert text.endswith((".", ":"))
            assert "None" not in text
            assert "nan" not in text


def test_the_limits_are_those_of_the_finding(finding):
    assert set(finding.does_not_show) <= set(said(finding, QUESTIONS[3]))


def test_what_was_compared_names_the_place_the_months_and_the_census(findings):
    (text,) = said(findings["stops"], QUESTIONS[0])
    assert "in Derbyshire, from April 2019 to March 2020" in text
    assert "by a line between two censuses (1 October 2019)" in text
    assert "what the person searched said" in text
    (by_officers,) = said(findings["stops by officers"], QUESTIONS[0])
    assert "what the officer recorded" in by_officers


def test_what_was_found_gives_the_known_numbers(findings):
    """Derbyshire's searches of Black people are KA01 of the known answers: 3.60 on Census 2021."""
    black = next(text for text in said(findings["stops"], QUESTIONS[1]) if "Black" in text)
    assert (
        "a clearly higher rate of searches than white residents: 3.8 times the white rate" in black
    )
    assert "; 3.6 to 5.2 by how residents and missing ethnicity are counted" in black
    asian = next(text for text in said(findings["stops"], QUESTIONS[1]) if "Asian" in text)
    assert UNCLEAR in asian


def test_what_would_change_it_gives_both_bounds_and_the_other_census(findings):
    texts = said(findings["stops"], QUESTIONS[4])
    bounds = of.of_leading(findings["stops"].result.bounds, "interpolated 2019-10-01")
    black = next(row for row in bounds if row.group == "black")
    missing = next(text for text in texts if text.startswith("Missing ethnicity"))
    least, most = missing.split("were they all of the group instead")
    assert f"Black {times(black.all_missing_reference)}" in least
    assert f"Black {times(black.all_missing_group)}" in most
    assert "account for" in missing
    assert "Black" in missing.partition("but not of")[2]
    for census in (2011, 2021):
        other = next(
            row
            for row in findings["stops"].result.ratios
            if row.group == "black" and row.population_year == census
        )
        assert any(
            f"{census}: " in text and f"Black {times(other.ratio)}" in text for text in texts
        )


def test_of_many_forces_the_areas_are_counted(findings):
    rows = of.of_latest_census(findings["force"].result.ratios)
    black = [row for row in rows if row.group == "black"]
    above = sum(min(row.low, row.dispersed_low) > 1 for row in black)
    text = next(t for t in said(findings["force"], QUESTIONS[1]) if t.startswith("Black"))
    assert f"a clearly higher rate than white in {above} of {len(black)} areas" in text


def test_scores_are_told_in_people_of_a_hundred(findings):
    finding = findings["scores"]
    texts = said(finding, QUESTIONS[1])
    row = next(row for row in finding.result.groups if row.group == "B")
    wrongly = round(100 * row.fp / row.without_outcome)
    assert any(f"{wrongly} were flagged all the same" in text for text in texts)


def test_a_share_of_nobody_knows_what_is_given_both_readings(findings):
    texts = said(findings["unknown claim"], QUESTIONS[1])
    assert len(texts) == 2
    assert "of all that was flagged" in texts[0]
    assert "of all that was recorded" in texts[1]
    assert any("not known" in text for text in said(findings["unknown claim"], QUESTIONS[2]))
    assert len(said(findings["claim"], QUESTIONS[1])) == 1


def test_forces_left_out_are_named_among_what_is_not_shown(findings):
    result = findings["stops"].result
    fitness = (*result.fitness, fitness_of("narnia", "no snow"))
    finding = replace(findings["stops"], result=replace(result, fitness=fitness))
    texts = said(finding, QUESTIONS[3])
    assert texts[0] == "Anything about Narnia (no snow): the data are not fit to be compared."


# never stronger than the interval

RATIOS = st.floats(0.05, 40)


@st.composite
def intervals(draw):
    """A ratio with an exact interval round it, and sometimes a wider one."""
    ratio = draw(RATIOS)
    low = ratio * draw(st.floats(0.2, 1))
    high = draw(st.none() | st.floats(1, 5).map(lambda times: ratio * times))
    wide = draw(st.none() | st.tuples(st.floats(0.2, 1), st.floats(1, 5)))
    row = {"ratio": ratio, "low": low, "high": high, "dispersed_low": None, "dispersed_high": None}
    if wide is not None:
        row |= {"dispersed_low": ratio * wide[0], "dispersed_high": ratio * wide[1]}
    return row


def a_rate(group, per_1000):
    return Rate(
        force="essex", group=group, population_year=2021, reading="as counted", stops=10,
        population=1_000, per_1000=per_1000, low=per_1000, high=per_1000, midp_low=per_1000,
        midp_high=per_1000, per_1000_if_missing_at_random=per_1000,
    )  # fmt: skip


def stops_with(row):
    finding = made_up(forces=())
    return replace(
        finding,
        plan=Plan("stops", "rates", "white", ("one",), period="2019-04 to 2020-03",
                  options={"ethnicity": "self"}),
        result=replace(
            finding.result,
            rates=(a_rate("black", row["ratio"]), a_rate("white", 1.0)),
            ratios=(a_ratio(force="essex", **row),),
        ),
    )  # fmt: skip


@given(intervals())
def test_no_verdict_is_stronger_than_either_interval(row):
    (text,) = said(stops_with(row), QUESTIONS[1])
    ends = [(row["low"], row["high"]), (row["dispersed_low"], row["dispersed_high"])]
    ends = [(low, high) for low, high in ends if low is not None]
    if HIGHER in text:
        assert all(low > 1 for low, _ in ends)
    elif LOWER in text:
        assert all(high is not None and high < 1 for _, high in ends)
    else:
        assert UNCLEAR in text
        assert any(low <= 1 and (high is None or high >= 1) for low, high in ends)


NEAR = {"dispersed_low": None, "dispersed_high": None}


@example(NEAR | {"ratio": 1.04, "low": 1.02, "high": 1.3})
@example(NEAR | {"ratio": 0.97, "low": 0.8, "high": 0.98})
@given(intervals())
def test_a_ratio_that_is_not_1_is_never_written_as_1(row):
    (text,) = said(stops_with(row), QUESTIONS[1])
    if HIGHER in text or LOWER in text:
        low, high = of.widest(a_ratio(**row))
        if min(abs(end - 1) for end in (row["ratio"], low or 2, high or 2)) > 0.005:
            verdict, _, _ = text.partition(" That is ")
            assert not re.search(r"(?<![\d.])1(\.0+)?(?![\d.])", verdict)


@given(st.lists(intervals(), max_size=30))
def test_a_tally_counts_every_row_once(rows):
    wide = of.tally([a_ratio(**row) for row in rows])
    narrow = of.tally([a_ratio(**row | NEAR) for row in rows])
    assert wide.all == narrow.all == len(rows)
    assert wide.above <= narrow.above
    assert wide.below <= narrow.below


# the lead and the answers below it

COUNTS = re.compile(
    r"(?:(\d+)|none) of (\d+)|clearly (higher|lower)(?: rate| one)[^,;.]*? in (none|\d+)"
)


def counted(text):
    """How many areas a sentence says are clearly higher and clearly lower, and of how many."""
    nowhere = re.search(r"nor a clearly lower .* in any of (\d+) (?:police force )?areas", text)
    if nowhere:
        return 0, 0, int(nowhere[1])
    (of,) = re.findall(r"\d+ of (\d+) (?:police force )?areas", text)
    found = {way: int(n.replace("none", "0")) for _, _, way, n in COUNTS.findall(text) if way}
    return found["higher"], found["lower"], int(of)


def middle(text):
    (ratio,) = re.findall(r"([\d.]+) times the white", text)
    return ratio


MANY = st.lists(st.tuples(st.sampled_from(["black", "asian", "mixed"]), intervals()),
                min_size=4, max_size=40)  # fmt: skip


@given(MANY)
def test_the_lead_counts_the_same_areas_as_the_answers_and_has_the_same_middle(pairs):
    numbers = {"black": 0, "asian": 0, "mixed": 0}
    rows: list[Ratio] = []
    for group, row in pairs:
        force = f"force-{numbers[group]}"
        numbers[group] += 1
        none = {"ratio": 0.0, "low": 0.0, "high": 0.9} if len(rows) % 5 == 4 else {}
        rows.append(a_ratio(**{"force": force, "group": group} | row | none))
    if len({row.force for row in rows}) <= 3:
        return
    finding = made_up(forces=())
    finding = replace(finding, result=replace(finding.result, ratios=tuple(rows)))
    frame = Frame(SEARCHES, "white", "April 2019 to March 2020")
    lead = leads(rows, rows, frame, few=3)[:-1]
    found = [text for text in said(finding, QUESTIONS[1]) if "typical police area" in text]
    assert len(lead) == len(found) > 0
    for one, other in zip(lead, found, strict=True):
        assert counted(one) == counted(other)
        assert middle(one) == middle(other)
        assert ("left out" in one) == ("left out" in other)


def test_areas_that_recorded_none_are_in_neither_count_and_it_is_said():
    near = {"low": 1.5, "high": 2.6, **NEAR}
    rows = [a_ratio(force=f"force-{n}", ratio=2.0, **near) for n in range(4)]
    rows.append(a_ratio(force="force-4", ratio=0.0, **near | {"low": 0.0, "high": 0.2}))
    frame = Frame(TACTICS, "white", "2020")
    text, _ = leads(rows, (), frame, few=3)
    assert "in 4 of 4 police force areas, a clearly lower one in none" in text
    assert "1 more area recorded none" in text


def test_where_mixed_residents_are_counted_decides_it_is_said_first():
    row = a_ratio(force="kent", group="other", ratio=1.5, low=1.2, high=1.9, **NEAR)
    same = replace(row, reading="mixed counted as black", ratio=1.4, low=1.1)
    other = replace(row, reading="mixed counted as other", ratio=0.5, low=0.4, high=0.6)
    frame = Frame(SEARCHES, "white", "2020")
    text, _ = leads([row], [row, same, other], frame, few=3)
    assert "no clear difference: it depends on where" in text
    assert "from 0.50 to 1.5 times" in text
    text, _ = leads([row], [row, same], frame, few=3)
    assert "a clearly higher rate" in text
    assert "1.4 to 1.5" in text


def test_missing_ethnicity_is_tried_for_lower_rates_as_well(findings):
    finding = findings["force"]
    (text,) = [t for t in said(finding, QUESTIONS[4]) if t.startswith("Missing ethnicity")]
    rows = of.with_events(of.of_latest_census(finding.result.ratios))
    above, below = ([row for row in rows if of.side(row) == way] for way in (1, -1))
    assert f"{len(above)} clearly higher rates (" in text
    assert f"{len(below)} clearly lower rates (" in text
    bounds = {of.key_of(row): row for row in of.of_latest_census(finding.result.bounds)}
    gone = sum(bounds[of.key_of(row)].all_missing_group >= 1 for row in below)
    assert 0 < gone < len(below)
    assert f"{gone} of the {len(below)} clearly lower rates" in text


@pytest.mark.parametrize(
    ("period", "says"),
    [("2019-04 to 2020-03", "per 1,000 residents."), ("2023-01 to 2025-12", "over three years."),
     ("2021-06 to 2021-10", "over five months.")],
)  # fmt: skip
def test_a_rate_says_over_how_long_it_is_unless_that_is_a_year(period, says):
    finding = stops_with({"ratio": 2.0, "low": 1.5, "high": 2.6})
    finding = replace(finding, plan=replace(finding.plan, period=period))
    (text,) = said(finding, QUESTIONS[1])
    assert text.endswith(says)


def test_a_list_is_told_in_numbers_of_at_least_one_and_with_the_reference_s_own_share(findings):
    texts = said(findings["composition"], QUESTIONS[1])
    assert "Listed per 100,000 residents: 79.3 against 7.0" in texts[0]
    assert texts[-1].startswith("White, with which they are compared: 25.9% of the list")


def test_the_people_in_no_part_are_counted_only_where_parts_fill_the_whole():
    bands = (Count("in band A", 470, ()), Count("in band B", 6_981, ()))
    whole = (Count("with a score", 8_000, ()),)
    filled = audit_parts(PartsQuestion("People in each band", bands, whole, fills_whole=True))
    assert "549 of the 8,000 people with a score are in none of these parts." in said(
        filled, QUESTIONS[1]
    )
    assert audit_parts(PartsQuestion("People", bands, whole)).result.in_no_part is None


def test_an_answer_that_says_too_much_is_refused(findings):
    answers = replace(
        STOPS.answers, what_was_found=lambda finding: ("This proves discrimination.",)
    )
    with pytest.raises(BadWording):
        reports.main_html(findings["stops"], replace(STOPS, answers=answers))
