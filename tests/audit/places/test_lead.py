"""What a finding on places leads with, read alone."""

import pytest

from candour.audit.findings import Plan
from candour.audit.places.lead import by_importance, nothing_clear, number_in_title
from candour.audit.places.rows import Account, Comparison, Places
from candour.audit.places.rows import Test as PlacementTest

PLAN = Plan(
    audit="places",
    comparison="share of residents",
    reference="white",
    family=("each",),
    options={"targets": "the marked tenth", "domain": "income"},
)
ACCOUNT = Account(
    areas=100,
    residents=1000,
    shapes_left_out=0,
    shapes_mended=0,
    corners_of_an_area=12,
    outlines_generalised=True,
    targets=10,
    targets_outside=0,
    areas_marked=10,
    areas_in_part=0,
    not_tested="",
)


def compared(group, ratio, p_holm, within=None):
    return Comparison(
        group=group,
        reference="white",
        within_bands=within,
        ratio=ratio,
        difference=0.0,
        expected=None,
        p_value=p_holm,
        p_holm=p_holm,
    )


def places(*comparisons, null="banded"):
    test = PlacementTest(
        group="everyone else",
        statistic=0.0,
        expected=0.0,
        p_value=0.5,
        alternative="two-sided",
        null=null,
        placements=999,
        targets_kept=1.0,
    )
    return Places(
        exposure=(),
        test=test if comparisons[0].p_holm is not None else None,
        by_deprivation={},
        comparisons=comparisons,
        concentration=0.1,
        accounted_for=ACCOUNT,
    )


def test_where_nothing_is_clear_the_first_sentence_says_so_with_the_range():
    result = places(
        compared("asian", 1.2, 0.9, 1.06),
        compared("black", 1.2, 0.9, 0.98),
        compared("mixed", 1.2, 0.2, 1.12),
    )
    (sentence,) = nothing_clear(result, PLAN)

    assert sentence.startswith("Among areas alike in density and income deprivation, no group’s")
    assert "from 0.98 times for Black residents to 1.12 times for residents of mixed" in sentence
    assert "3 comparisons allowed for: 0.2" in sentence
    assert number_in_title(result) == "no clear difference in like areas; Black 0.98 times white"
    assert sentence.endswith("Over all areas, alike or not, it is 1.20 times for Black residents.")


def test_a_clear_difference_leads_before_a_larger_one_that_is_not():
    result = places(compared("asian", 3.0, 0.4, 2.9), compared("black", 1.9, 0.01, 1.5))

    assert [row.group for row in by_importance(result)] == ["black", "asian"]
    assert nothing_clear(result, PLAN) == ()
    assert number_in_title(result).startswith("Black residents 1.50 times the white share")
    assert not number_in_title(result).endswith("clear")


@pytest.mark.parametrize("ratio", [0.25, 4.0])
def test_lower_and_higher_weigh_alike(ratio):
    result = places(compared("asian", 1.1, 0.9), compared("black", ratio, 0.9), null="shift")
    assert by_importance(result)[0].group == "black"


def test_without_a_test_no_word_is_said_of_chance():
    result = places(compared("asian", 1.2, None), compared("black", 1.5, None))

    assert nothing_clear(result, PLAN) == ()
    assert number_in_title(result) == "1.20 to 1.50 times the white share"


def test_without_a_ratio_there_is_no_number_in_the_title():
    assert number_in_title(places(compared("black", None, None))) == ""
