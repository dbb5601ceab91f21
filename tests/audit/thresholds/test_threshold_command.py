"""The threshold test as people meet it: what is refused, what is told, and what is said beside."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from candour.audit import reports
from candour.audit.errors import IdentifiesPeople, PlanError, Unfit
from candour.audit.findings import Finding
from candour.audit.periods import Period
from candour.audit.soundness import unsound
from candour.audit.statistics.proportions import newcombe_difference
from candour.audit.thresholds import sampling, words
from candour.audit.thresholds.audit import audit_thresholds, result_of
from candour.audit.thresholds.kind import KIND
from candour.audit.thresholds.model import Posterior, Priors
from candour.audit.thresholds.question import ThresholdsQuestion
from candour.audit.thresholds.sampling import ChainsDoNotMix, Checks, Draws, checks_of
from candour.audit.thresholds.stops_file import Tally, read_stops
from candour.config.kinds import KINDS
from candour.core.extras import how_to_get
from candour.tables import engine
from candour.tables.errors import CannotRead
from tests.audit.thresholds.worlds import as_csv, marginal, planted

OF_COUNTS: dict[str, Any] = {
    "group": "race",
    "place": "county",
    "reference": "white",
    "stops": "stops",
    "searches": "searches",
    "finds": "hits",
}
OF_ROWS = {
    "group": "race",
    "place": "county",
    "reference": "white",
    "searched": "searched",
    "found": "found",
}


@pytest.fixture
def write(tmp_path):
    def writer(text, name="stops.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writer


def read(path, **asked):
    with engine() as database:
        return read_stops(database, path, ThresholdsQuestion(**asked))


def rows_of(tally, *, without_find=False):
    """One row for each stop."""
    lines = ["race,county,searched,found"]
    for (group, place), (stops, searches, finds) in tally.cells.items():
        lines += [f"{group},{place},yes,yes"] * finds
        lines += [f"{group},{place},yes,no"] * (searches - finds)
        lines += [f"{group},{place},no,{'' if without_find else 'no'}"] * (stops - searches)
    return "\n".join(lines) + "\n"


def some(**changes):
    """A small table that can be read."""
    tally = Tally()
    for place in ("North", "South", "West"):
        tally.add("white", place, 900, 100, 30)
        tally.add("black", place, 600, 90, 25)
    for cell, numbers in changes.items():
        group, _, place = cell.partition("_")
        tally.cells[group, place] = numbers
    return tally


def all_black(numbers):
    return some(**{f"black_{place}": [*numbers] for place in ("North", "South", "West")})


# reading


def test_rows_and_counts_of_the_same_stops_are_read_alike(write):
    counts = read(write(as_csv(some())), **OF_COUNTS)
    one_each = read(write(rows_of(some()), "rows.csv"), **OF_ROWS)
    lacking = read(write(rows_of(some(), without_find=True), "lacking.csv"), **OF_ROWS)
    assert counts.cells == one_each.cells == lacking.cells == some().cells


def test_what_has_no_group_no_place_or_no_outcome_is_counted_apart(write):
    text = rows_of(some()) + ",North,no,no\nblack,,no,no\nwhite,South,yes,\nwhite,South,,\n"
    tally = read(write(text), **OF_ROWS)
    assert (tally.no_group, tally.no_place, tally.not_said) == (1, 1, 2)
    assert tally.cells == some().cells


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("2024-01-essex-stop-and-search.csv", "race,county,stops,searches,hits"),
        (
            "renamed.csv",
            "Type,Date,Object of search,Outcome linked to object of search,Legislation",
        ),
        ("api.csv", "object_of_search,self_defined_ethnicity,officer_defined_ethnicity,outcome"),
    ],
)
def test_files_of_data_police_uk_are_refused_with_the_reason(write, name, headings):
    path = write(f"{headings}\n{',' * headings.count(',')}\n", name)
    with pytest.raises(Unfit, match=r"data\.police\.uk holds searches alone"):
        read(path, **OF_COUNTS)


def test_a_file_of_searches_alone_is_refused_whoever_made_it(write):
    tally = some()
    for numbers in tally.cells.values():
        numbers[0] = numbers[1]
    with pytest.raises(Unfit, match="every stop in it led to a search"):
        read(write(as_csv(tally)), **OF_COUNTS)


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (all_black([5, 1, 0]), "too few"),
        (all_black([90, 90, 2]), "too few"),
        (all_black([90, 90, 9]), "all stops"),
    ],
)
def test_small_counts_and_groups_that_are_all_searched_are_refused(write, tally, said):
    with pytest.raises(Unfit, match=said):
        read(write(as_csv(tally)), **OF_COUNTS)


def test_few_places_one_group_and_an_unknown_reference_are_refused(write):
    lines = as_csv(some()).splitlines()
    two = "\n".join(line for line in lines if "West" not in line)
    with pytest.raises(Unfit, match="2 places"):
        read(write(two, "two.csv"), **OF_COUNTS)
    one = "\n".join(line for line in lines if "black" not in line)
    with pytest.raises(Unfit, match="one group"):
        read(write(one, "one.csv"), **OF_COUNTS)
    with pytest.raises(PlanError, match="no group 'green', only: black and white"):
        read(write(as_csv(some())), **OF_COUNTS | {"reference": "green"})


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("white,North,10,20,1\n", CannotRead, "finds are some of the searches"),
        ("white,North,10,5,six\n", CannotRead, "holds 'six'"),
        ("All,North,10,5,1\n", CannotRead, "a row of all"),
    ],
)
def test_counts_that_can_not_be_are_refused(write, text, error, said):
    with pytest.raises(error, match=said):
        read(write(as_csv(some()) + text), **OF_COUNTS)


def test_a_find_without_a_search_and_a_word_that_is_no_answer_are_refused(write):
    with pytest.raises(CannotRead, match="finds are of searches"):
        read(write(rows_of(some()) + "white,North,no,yes\n"), **OF_ROWS)
    with pytest.raises(CannotRead, match="holds 'perhaps'"):
        read(write(rows_of(some()) + "white,North,perhaps,no\n"), **OF_ROWS)


def test_columns_that_name_people_or_tell_officers_apart_are_refused(write):
    named = rows_of(some()).replace("race,", "surname,race,", 1).replace("\nwhite", "\nX,white")
    with pytest.raises(IdentifiesPeople):
        read(write(named.replace("\nblack", "\nX,black")), **OF_ROWS)
    by_officer = rows_of(some()).replace("county", "officer id")
    with pytest.raises(PlanError, match="tells single officers apart"):
        read(write(by_officer), **OF_ROWS | {"place": "officer id"})


@pytest.mark.parametrize(
    "changes",
    [
        {"searched": "a"},
        {"searches": ""},
        {"stops": "", "searches": "", "finds": ""},
        {"count": "n"},
        {"place": "race"},
        {"draws": 10},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(changes):
    with pytest.raises(PlanError):
        ThresholdsQuestion(**OF_COUNTS | changes)


# sampling


def test_chains_that_do_not_agree_are_refused_with_the_check_that_failed():
    rng = np.random.default_rng(1)
    draws = rng.normal(size=(4, 500, 3))
    astray = draws.copy()
    astray[1, :, 2] += 2
    assert checks_of(draws, draws, 0).failure == ""
    assert checks_of(draws, astray, 0).failure.endswith("above 1.01")
    assert checks_of(astray, draws, 0).failure.endswith("of a parameter, above 1.05")
    well = Checks(1.0, 1.0, 900.0, 900.0, 0, 2_000)
    assert well.failure == ""
    assert replace(well, tail=100.0).failure.startswith("draws worth 100")
    assert replace(well, divergent=11).failure == "11 of 2000 steps diverged"
    assert replace(well, r_hat=float("nan")).failure


def test_nothing_is_told_where_chains_do_not_agree(monkeypatch):
    asked = []

    def apart(posterior, draws, seed, accepted, progress):
        asked.append(draws)
        chains = np.random.default_rng(seed).normal(size=(4, draws, posterior.layout.size))
        return chains + np.arange(4)[:, None, None], 0

    monkeypatch.setattr(sampling, "_chains", apart)
    counted, _ = planted(np.random.default_rng(1))
    with pytest.raises(ChainsDoNotMix, match=r"No threshold is told.*R-hat"):
        sampling.draw(Posterior(counted, Priors()), draws=200, seed=1)
    assert asked == [200, 600]


class PanicException(BaseException):
    """As the sampler's compiled code ends: no Exception, so that nothing common takes it up."""


def test_a_sampler_that_breaks_off_is_asked_once_more_and_then_nothing_is_told(monkeypatch):
    asked = []

    def broken(posterior, draws, seed, accepted, progress):
        asked.append((draws, seed))
        raise PanicException("Invalid initial point")

    monkeypatch.setattr(sampling, "_chains", broken)
    counted, _ = planted(np.random.default_rng(1))
    with pytest.raises(ChainsDoNotMix, match=r"No threshold is told.*the sampler broke off"):
        sampling.draw(Posterior(counted, Priors()), draws=200, seed=1)
    assert asked == [(200, 1), (600, 2)]


def test_what_ends_a_program_ends_a_draw_as_well(monkeypatch):
    def ended(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sampling, "_chains", ended)
    counted, _ = planted(np.random.default_rng(1))
    with pytest.raises(KeyboardInterrupt):
        sampling.draw(Posterior(counted, Priors()), draws=200, seed=1)


def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch, write):
    def absent():
        raise ModuleNotFoundError("No module named 'nutpie'", name="nutpie")

    monkeypatch.setattr(sampling, "_sampler", absent)
    with pytest.raises(ModuleNotFoundError) as caught:
        audit_thresholds(write(as_csv(some())), ThresholdsQuestion(**OF_COUNTS))
    assert how_to_get(caught.value) == (
        "This needs nutpie, which is not installed here: pip install 'candour[thresholds]' brings "
        "it."
    )


# what is told


@pytest.fixture(scope="module")
def finding(tmp_path_factory):
    """The known answer on infra-marginality, as a file: black people are searched sooner."""
    path = tmp_path_factory.mktemp("marginal") / "stops.csv"
    path.write_text(as_csv(marginal(black_beta=4, black_threshold=0.15)), encoding="utf-8")
    return audit_thresholds(path, ThresholdsQuestion(**OF_COUNTS, is_official=True, draws=700))


@pytest.mark.slow
def test_where_the_outcome_test_acquits_wrongly_the_threshold_test_does_not(finding):
    """Chances here are Beta, which the model of normal signals is not: it is found all the same."""
    row = next(row for row in finding.result.differences if row.group == "black")
    assert row.hit_rate_difference_low > 0  # their searches find more, for all that
    assert row.difference < 0
    assert row.high < 0.01
    assert row.verdict == words.LOWER
    assert "officers would search Black people on less suspicion than" in finding.sentences[0]
    assert finding.sentences[-2].startswith("Hit rates alone say nothing of the bar. A larger ")
    assert "that points the other way" in finding.sentences[-2]
    same_bar = next(row for row in finding.result.differences if row.group == "other")
    assert same_bar.hit_rate_difference_low > 0
    assert same_bar.verdict == words.UNCLEAR


@pytest.mark.slow
def test_every_sentence_on_a_threshold_says_that_it_holds_if_the_model_does(finding):
    for sentence in finding.sentences:
        if "chance of carrying" in sentence:
            assert sentence.startswith("If this model holds, ")
    assert "if its model holds" in KIND.title(finding)
    everything = " ".join((*finding.sentences, *finding.assumptions, *finding.does_not_show))
    assert "discrimination:" not in everything
    assert "equal thresholds in it do not clear" in everything


@pytest.mark.slow
def test_the_report_has_the_predictive_checks_and_the_checks_of_chains(finding):
    page = reports.as_html(finding, KIND)
    assert "19 of 20" not in page
    assert words.RANGES in page
    for words_shown in (
        "Share searched that the model would have counted",
        "How well the model fits, place by place",
        "Whether the chains agree",
        "R-hat",
    ):
        assert words_shown in page
    for row in finding.result.groups:
        assert row.is_as_predicted
    assert all(row.r_hat <= 1.01 for row in finding.result.chains)


@pytest.mark.slow
def test_it_is_stored_and_read_back(finding):
    stored = json.loads(json.dumps(finding.as_dict()))
    assert KINDS.read(stored) == finding
    assert unsound(stored, KINDS) == ""


def by_hand(tally, *, shift=0.0, is_official=False):
    """A result of draws that were made up: no sampler in it."""
    counted = tally.counted()
    rng = np.random.default_rng(2)
    posterior = Posterior(counted, Priors())
    start = posterior.start(rng)
    parameters = start + 0.01 * rng.normal(size=(4, 250, start.size))
    parameters[:, :, posterior.layout.groups * 3 + 3 :] += shift
    drawn = Draws(parameters, checks_of(parameters, parameters, 0))
    question = ThresholdsQuestion(**OF_COUNTS, is_official=is_official)
    return result_of(tally, counted, question, drawn, drawn)


def test_a_model_that_does_not_fit_says_so_first_and_calls_nothing_clear():
    result = by_hand(some(), shift=1.0)
    assert not result.model_fits
    assert {row.verdict for row in result.differences} == {words.UNCLEAR}
    assert next(iter(words.sentences(result, "white"))).startswith("The model does not fit")


def apart(result, difference, verdict, *, by=0.1):
    """The same result with another difference and verdict; intervals reach `by` to both sides."""
    (row,) = result.differences
    ends = {
        f"{name}{end}": difference + sign * by * times
        for name, times in (("", 0.8), ("wide_", 0.9), ("family_", 0.9), ("family_wide_", 1.0))
        for end, sign in (("low", -1), ("high", 1))
    }
    row = replace(row, difference=difference, verdict=verdict, **ends)
    return replace(result, model_fits=True, differences=(row,))


@pytest.mark.parametrize(
    ("difference", "verdict", "is_clear", "title"),
    [
        (
            -0.0312,
            words.LOWER,
            True,
            "the bar for searching Black people is 3.1 points lower than for white people (95% "
            "interval 4.7 to 1.5 points lower), if its model holds",
        ),
        (
            0.2,
            words.HIGHER,
            True,
            "the bar for searching Black people is 20.0 points higher than for white people (95% "
            "interval 18.4 to 21.6 points higher), if its model holds",
        ),
        (
            -0.04,
            words.UNCLEAR,
            False,
            "can't be told whether the bar for searching Black people is lower or higher than for "
            "white people (14.0 points lower to 6.0 higher), if its model holds",
        ),
    ],
)
def test_the_number_that_leads_never_stands_without_its_condition(
    difference, verdict, is_clear, title
):
    result = apart(by_hand(some()), difference, verdict, by=0.02 if is_clear else 0.1)
    number = words.key_number(result)
    assert number.is_clear == is_clear
    assert number.of.endswith("if this model holds")
    assert number.number == (
        f"{abs(100 * difference):.1f} points" if is_clear else "14.0 points lower to 6.0 higher"
    )
    assert ("lower" in number.of) == (verdict == words.LOWER)
    assert words.title_number(result) == title
    assert number.number in " ".join(words.sentences(result, "white"))


def test_where_nothing_can_be_told_the_words_do_not_read_as_no_bias():
    result = apart(by_hand(some()), -0.04, words.UNCLEAR)
    first = next(iter(words.sentences(result, "white")))
    assert first.startswith("If this model holds, it can't be told whether officers would search")
    assert "from 14.0 points lower to 6.0 higher fits these counts" in first
    gap = round(100 * words.smallest_gap(result.differences[0]))
    assert gap >= 10
    assert f"Gaps smaller than about {gap} points could not be expected to show" in first
    assert "larger ones may also fail to" in first
    assert "no clear difference" not in " ".join(words.sentences(result, "white"))


def test_the_bar_is_told_by_its_direction_and_what_lower_means_and_finds_come_last():
    told = list(words.sentences(apart(by_hand(some()), -0.06, words.LOWER, by=0.02), "white"))
    assert told[0].startswith(
        "If this model holds, officers would search Black people on less suspicion than white "
        "people: from a chance of carrying of about "
    )
    base, row = sorted(by_hand(some()).groups, key=lambda one: one.group == "black")
    digits = 1 if round(100 * base.threshold) == round(100 * row.threshold) else 0
    for one in (base, row):
        low, high = (f"{100 * end:.{digits}f}" for end in (one.low, one.high))
        assert f"in 100 on ({low} to {high})" in told[0] or f"in 100 ({low} to {high})" in told[0]
    assert "a bar 6.0 points lower (95% interval 7.6 to 4.4 points lower; with vaguer" in told[0]
    assert told[1:3] == [words.MEANING, words.DOUBT]
    assert len(told) == 4
    assert told[3].startswith("Hit rates alone say nothing of the bar. ")
    assert "of searches of Black people than of white people found something (" in told[3]


def test_the_smallest_gap_that_could_be_told_reaches_to_the_farther_end_and_past_the_draws():
    (row,) = apart(by_hand(some()), 0.3, words.HIGHER, by=0.12).differences
    row = replace(row, end_error=0.0)
    assert words.smallest_gap(row) == pytest.approx(0.12)
    assert words.widest(row) == pytest.approx((0.18, 0.42))
    assert words.smallest_gap(replace(row, end_error=0.01)) == pytest.approx(0.16)
    lopsided = replace(row, difference=0.2)
    assert words.smallest_gap(lopsided) == pytest.approx(0.22)


def test_a_range_on_one_side_that_is_too_near_to_0_is_not_told_as_either():
    result = apart(by_hand(some()), -0.105, words.UNCLEAR, by=0.1)
    (row,) = result.differences
    result = replace(result, differences=(replace(row, end_error=0.002),))
    first = next(iter(words.sentences(result, "white")))
    assert first.startswith(
        "If this model holds, no direction can be told yet. The 95% ranges under two sets of "
        "starting assumptions, widened for the number of groups compared, put the bar for "
        "searching Black people 20.5 to 0.5 points lower than that for white people, but the end "
        "near 0 is within the error of drawing (up to 0.8 points); more draws (--draws) may "
    )
    assert "Gaps smaller than about 11 points could not be expected to show" in first
    assert "can't be told" not in first
    assert "In the middle" not in first
    assert words.title_number(result) == (
        "not settled: the bar for searching Black people may be lower than for white people (20.5 "
        "to 0.5 points), but more draws are needed, if its model holds"
    )
    assert words.key_number(result).unclear == "not settled: too near to 0 for the draws"
    assert not words.key_number(result).is_clear


@pytest.mark.parametrize("verdict", [words.LOWER, words.HIGHER, words.UNCLEAR])
def test_the_outcome_test_is_always_warned_of(verdict):
    by = 0.02 if verdict != words.UNCLEAR else 0.2
    result = apart(by_hand(some()), 0.1 if verdict == words.HIGHER else -0.1, verdict, by=by)
    assert list(words.sentences(result, "white"))[-1].endswith(words.INFRA_MARGINALITY)


def test_the_difference_that_is_printed_is_that_of_the_averages_that_are():
    result = by_hand(some(), shift=0.3)
    white = next(row for row in result.groups if row.group == "white")
    black = next(row for row in result.groups if row.group == "black")
    (row,) = result.differences
    assert row.difference == pytest.approx(black.threshold - white.threshold, abs=1e-12)


def found_by_hand(**asked):
    question = ThresholdsQuestion(**OF_COUNTS | asked)
    result = by_hand(some(black_North=[603, 91, 26]), is_official=question.is_official)
    return Finding(
        plan=question.plan(),
        inputs=(),
        sentences=tuple(words.sentences(result, "white")),
        result=result,
        assumptions=words.ASSUMPTIONS,
        does_not_show=words.DOES_NOT_SHOW,
    )


def test_force_period_and_what_counts_as_found_are_printed_also_where_nobody_gave_them():
    nothing = " ".join(words.compared(found_by_hand()))
    assert "Force: not given. Period: not given. What counts as found: not given." in nothing
    given = found_by_hand(
        force="Essex Police", period=Period.parse("2019-04..2020-03"), found_means="drugs"
    )
    said = " ".join(words.compared(given))
    assert (
        "Force: Essex Police. Period: April 2019 to March 2020. What counts as found: drugs."
        in said
    )
    assert KIND.title(given).startswith(
        "Threshold test of searches: Essex Police, April 2019 to March 2020: "
    )


def test_counts_that_do_not_add_up_say_why_beside_them():
    said = "Counts are rounded to 5, each by itself, so they need not add up."
    rounded, official = found_by_hand(), found_by_hand(is_official=True)
    assert said in " ".join(words.compared(rounded))
    assert said not in " ".join(words.compared(official))
    of_rounded, of_official = KIND.first_table(rounded), KIND.first_table(official)
    assert of_rounded is not None
    assert of_official is not None
    assert said in of_rounded.note
    assert said not in of_official.note


def test_what_is_said_of_how_sure_it_is_has_no_words_of_samplers():
    said = " ".join(words.how_sure(by_hand(some())))
    for jargon in ("R-hat", "posterior", "draws", "held likely", "19 of 20"):
        assert jargon not in said
    assert "; with vaguer starting assumptions " in said
    assert "Levels rest most on the model" in said


def test_a_fit_that_is_passed_nearly_always_is_said_to_be_so():
    result = by_hand(some())
    well = replace(result, fit=tuple(replace(row, is_well=True) for row in result.fit))
    assert " ".join(words.how_sure(well)).count(", which such a model nearly always passes.") == 2
    badly = replace(result, fit=tuple(replace(row, is_well=False) for row in result.fit))
    assert "nearly always passes" not in " ".join(words.how_sure(badly))


@pytest.mark.parametrize(
    "said",
    ["after an arrest, under a warrant", "over the whole period", "the same objects", "as given"],
)
def test_what_the_model_takes_for_granted_is_said(said):
    assert said in " ".join(words.ASSUMPTIONS)


def test_chains_that_agree_on_averages_and_not_on_their_differences_are_refused():
    """Two groups that move together in every chain, each a little apart in another."""
    rng = np.random.default_rng(4)
    common = rng.normal(size=(4, 500, 1))
    own = 0.05 * rng.normal(size=(4, 500, 2)) + 0.03 * np.arange(4)[:, None, None] * [1, -1]
    told = common + own
    assert checks_of(told, told, 0).failure == ""
    both = np.concatenate([told, told[..., :1] - told[..., 1:]], axis=-1)
    assert "R-hat" in checks_of(told, both, 0).failure
    posterior = Posterior(planted(rng, groups=3, places=4)[0], Priors())
    parameters = posterior.start(rng) + 0.01 * rng.normal(size=(4, 5, posterior.layout.size))
    averages = sampling.average_thresholds(posterior, parameters)
    found = sampling.what_is_told(posterior, parameters)
    assert found.shape == (4, 5, 6)
    assert found[..., 4] == pytest.approx(averages[..., 0] - averages[..., 2])


def test_no_way_is_told_that_another_seed_could_turn():
    row = by_hand(some(), shift=0.3).differences[0]
    assert 0 < row.end_error < (row.high - row.low) / 4
    near = [(-0.08, -1.5 * row.end_error)]
    assert words.verdict_of(near, fits=True, error=row.end_error) == words.UNCLEAR
    assert words.verdict_of(near, fits=True, error=row.end_error / 2) == words.UNCLEAR
    assert words.verdict_of(near, fits=True, error=row.end_error / 3) == words.LOWER


@pytest.mark.parametrize(
    ("wide", "said"),
    [
        (0.1003, "The second is as wide as the first, as far as can be told."),
        (0.0997, "The second is as wide as the first, as far as can be told."),
        (0.13, "The second is wider."),
        (0.07, "The second is narrower, which vaguer assumptions can bring"),
    ],
)
def test_the_second_range_is_set_beside_the_first_only_beyond_the_chance_in_drawing(wide, said):
    (row,) = by_hand(some()).differences
    row = replace(row, low=-0.1, high=0.1, wide_low=-wide, wide_high=wide, end_error=0.001)
    told = words.beside_first(row)
    assert told.startswith(said)
    assert told.endswith(
        "With another seed an end of these ranges would move by up to about 0.2 points; a "
        "direction is told only where all ends lie more than twice that, 0.4 points, from 0."
    )


def test_where_the_model_does_not_fit_the_number_that_leads_says_so():
    number = words.key_number(by_hand(some(), shift=1.0))
    assert not number.is_clear
    assert number.unclear == "can't be told: the model does not fit"
    result = by_hand(some(), shift=1.0)
    assert words.title_number(result).endswith("white people: the model does not fit")
    assert "nothing is told of it" in list(words.sentences(result, "white"))[1]


def test_numbers_of_people_nobody_published_are_rounded():
    tally = some(black_North=[603, 91, 26])
    black = next(row for row in by_hand(tally).groups if row.group == "black")
    assert (black.stops, black.searches, black.finds) == (1_805, 270, 75)
    assert black.search_rate == 270 / 1_805
    official = by_hand(tally, is_official=True).groups[0]
    assert (official.stops, official.searches, official.finds) == (1_803, 271, 76)


def test_hit_rates_are_compared_as_everywhere_else():
    (row,) = by_hand(some(), is_official=True).differences
    expected = newcombe_difference(75, 270, reference_count=90, reference_people=300)
    assert row.hit_rate_difference_low == expected.low
    assert row.hit_rate_difference_high == expected.high


def test_the_command_refuses_files_of_searches_in_one_sentence(write, run):
    path = write("Object of search,Outcome linked to object of search\n,\n")
    columns = (
        "--group",
        "a",
        "--place",
        "b",
        "--reference",
        "c",
        "--searched",
        "d",
        "--found",
        "e",
    )
    status, out, err = run("audit", "thresholds", path, *columns)
    assert (status, out) == (2, "")
    assert "data.police.uk holds searches alone" in err
    assert "Traceback" not in err


def test_help_names_the_extra_whole(run):
    """Square brackets are markup in help: what stands in them is left out of the sentence."""
    status, out, _ = run("audit", "thresholds", "--help")
    assert status == 0
    assert "an extra of its own, named thresholds" in " ".join(out.split())
