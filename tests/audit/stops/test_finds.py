"""The outcome test: hit rates by group and by object, and what they can't tell."""

import json

import pytest

from candour.audit.payloads import row_of
from candour.audit.periods import Period
from candour.audit.statistics.clusters import Share
from candour.audit.statistics.estimates import Reported
from candour.audit.stops import breakdowns
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.columns import By
from candour.audit.stops.finds import ACTION, ALL_OBJECTS, FOUND
from candour.audit.stops.kind import KIND
from candour.audit.stops.marginality import searches
from candour.audit.stops.outcome_rows import AgeAndSex
from candour.audit.stops.powers import OTHER_POWERS, SIXTY
from tests.audit.conftest import CENSUS_2021, STOPS
from tests.audit.known import DATA, answer

HEADS = (
    "month,Force,Self-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,n"
)
WHITE, BLACK = "White - Irish", "Black or Black British - African"
PACE, SECTION_60 = "s1 PACE", "Section 60 CJPOA"
YEAR = [f"2019-{month:02}" for month in range(1, 13)]


def counted(finds, *, force="essex", months=YEAR, power=PACE, sought="Drugs", link="True"):
    """Rows of as many searches and finds in each month: by label, the finds and the searches.

    One arrest of each month was for something else than was looked for.
    """
    rows = []
    for month in months:
        for label, (hits, cases) in finds.items():
            for outcome, linked, number in (
                ("Arrest", link, hits),
                ("Arrest", "False", 1),
                ("Nothing found", "", cases - hits - 1),
            ):
                rows.append(f"{month},{force},{label},{power},{sought},{outcome},{linked},{number}")
    return rows


def audited(tmp_path, rows, **how):
    path = tmp_path / "stops.csv"
    path.write_text("\n".join([HEADS, *rows]) + "\n", encoding="utf-8")
    question = StopsQuestion(Period.parse("2019-01..2019-12"), count="n", **how)
    return audit_stops([path], [CENSUS_2021], question)


def hit_rate(finding, group="black", *, measure=FOUND, power=OTHER_POWERS, sought=ALL_OBJECTS):
    wanted = (measure, power, sought, group)
    (row,) = [
        row
        for row in finding.result.finds
        if (row.measure, row.power, row.object, row.group) == wanted
    ]
    return row


def test_hit_rates_are_counted_by_object_and_section_60_stands_apart(tmp_path):
    finding = audited(
        tmp_path,
        [
            *counted({WHITE: (30, 100), BLACK: (10, 40)}),
            *counted({WHITE: (5, 50), BLACK: (4, 20)}, sought="Offensive weapons"),
            *counted(
                {WHITE: (1, 10), BLACK: (0, 20)}, power=SECTION_60, sought="OFFENSIVE WEAPONS"
            ),
        ],
    )
    assert hit_rate(finding).hit_rate.value == pytest.approx(14 / 60)
    assert hit_rate(finding).ratio == pytest.approx((14 / 60) / (35 / 150))
    assert hit_rate(finding, sought="Drugs").hit_rate.value == pytest.approx(10 / 40)
    assert hit_rate(finding, sought="Offensive weapons").stops == 12 * 20
    sixty = hit_rate(finding, power=SIXTY)
    assert (sixty.hits, sixty.stops) == (0, 240)
    assert hit_rate(finding, power=SIXTY, sought="Offensive weapons").stops == 240


def test_a_clear_difference_has_to_bear_that_officers_are_alike(tmp_path):
    """The same shares on more searches: what chance alone bears, officers may not."""
    small = audited(tmp_path, counted({WHITE: (60, 200), BLACK: (26, 100)}))
    large = audited(tmp_path, counted({WHITE: (600, 2_000), BLACK: (200, 1_000)}))
    assert hit_rate(small).verdict == "lower, but it depends"
    assert hit_rate(small).depends_on == ("how alike the searches of one officer are",)
    assert hit_rate(small).ratio_high < 1 < hit_rate(small).alike_high
    assert hit_rate(large).verdict == "clearly lower"
    assert "clearly lower (-10.0 points" in " ".join(large.sentences)


def test_months_that_differ_widen_all_of_a_row(tmp_path):
    even = audited(tmp_path, counted({WHITE: (30, 100), BLACK: (20, 100)}))
    uneven = audited(
        tmp_path,
        [
            *counted({WHITE: (30, 100), BLACK: (5, 100)}, months=YEAR[::2]),
            *counted({WHITE: (30, 100), BLACK: (35, 100)}, months=YEAR[1::2]),
        ],
    )
    assert hit_rate(even).dispersion == 1
    assert hit_rate(uneven).dispersion > 5
    assert hit_rate(uneven).clustered_by == "month"
    assert hit_rate(uneven).p_value > hit_rate(even).p_value
    assert hit_rate(uneven).difference.low < hit_rate(even).difference.low


@pytest.mark.parametrize(
    ("known", "alpha", "beta", "bar", "verdict"),
    [
        ("black_LOWER_threshold", 1, 4, 0.15, "clearly higher"),
        ("black_same_threshold", 1, 4, 0.20, "clearly higher"),
        ("black_same_threshold_other_risk", 1, 19, 0.20, "clearly lower"),
    ],
)
def test_the_outcome_test_misleads_as_known_and_the_finding_says_so(
    tmp_path, known, alpha, beta, bar, verdict
):
    """Searches as the rules of the known answer lead to them: it acquits, and accuses, wrongly."""
    white = answer("KA06")[1]["white"]["hit_rate"]
    rule = searches(alpha=alpha, beta=beta, threshold=bar)
    assert rule.hit_rate == pytest.approx(answer("KA06")[1][known]["hit_rate"])
    cases = 10_000
    hits = {WHITE: (round(white * cases), cases), BLACK: (round(rule.hit_rate * cases), cases)}
    finding = audited(tmp_path, counted(hits))
    assert hit_rate(finding).hit_rate.value == pytest.approx(rule.hit_rate, abs=1e-4)
    assert hit_rate(finding).verdict == verdict
    assert "Hit rates alone neither clear nor convict." in " ".join(finding.sentences)
    (weakness,) = [text for text in finding.does_not_show if "mislead both ways" in text]
    assert "a chance of 15%" in weakness
    assert "32% beside 28%" in weakness


def test_where_the_link_means_nothing_finds_are_refused_and_both_readings_shown():
    """Derbyshire marks nearly all stops that came to nothing as linked: 20.4% or 88.6% found.

    Of its 69 searches of Black people, 11.6% or 94.2%.
    """
    question = StopsQuestion(Period.parse("2019-04..2020-03"), forces=("derbyshire",))
    finding = audit_stops([STOPS], [CENSUS_2021], question)
    assert {row.measure for row in finding.result.finds or ()} == {ACTION}
    (refusal,) = [text for text in finding.sentences if "Find rates of Derbyshire" in text]
    assert "20.4%" in refusal
    assert "88.6%" in refusal
    assert "something other than no further action followed" in " ".join(finding.sentences)


def test_ages_sexes_and_groups_are_told_apart_together():
    stops = DATA / "2021-09-essex-stop-and-search.csv.gz"
    question = StopsQuestion(Period.parse("2021-09"), by=(By.AGE_AND_SEX, By.AGE))
    result = audit_stops([stops], [CENSUS_2021], question).result
    cells = result.ages_and_sexes or ()
    assert result.ages
    for part in result.ages:
        own = [row for row in cells if (row.age, row.group) == (part.age, part.group)]
        assert sum(row.stops for row in own) == part.stops
    assert {row.sex for row in cells} >= {"male", "female"}


def test_finds_by_age_and_sex_are_drawn_in_where_they_can_be_told():
    def row(group, find):
        whole = Reported(0.1, 0.0, 0.2)
        return AgeAndSex(
            force="essex", age="10-17", sex="male", group=group, stops=9,
            share_of_group=whole, find=find,
        )  # fmt: skip

    def drawn_in(told):
        return breakdowns._drawn_in(told, "essex")

    half, fifth = row("black", Reported(0.5, 0.1, 0.9)), row("white", Reported(0.2, 0.1, 0.3))
    told = [(half, Share(5, 10)), (fifth, Share(20, 100)), (row("asian", None), None)]
    black, white, asian = drawn_in(told)
    assert black.find == half.find
    assert 0.2 < white.find_shrunken.value < black.find_shrunken.value < 0.5
    assert asian.find_shrunken is None
    (alone,) = drawn_in(told[:1])
    assert alone.find_shrunken is None


def test_the_page_shows_the_test_as_a_table_and_a_picture(tmp_path):
    finding = audited(tmp_path, counted({WHITE: (30, 100), BLACK: (10, 50)}))
    pictures = [picture(finding) for picture in KIND.pictures]
    (shown,) = [drawn for drawn in pictures if drawn and drawn.heading.startswith("Outcome test")]
    assert "Black 20.0%" in shown.panels[0].says
    stored = json.loads(json.dumps(row_of(finding.result)))
    assert KIND.read(stored, 1) == finding.result
