"""Shares and families: against statsmodels, known answers, relations and simulation."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.families import holm
from candour.audit.statistics.proportions import (
    katz_ratio,
    koopman_ratio,
    newcombe_difference,
    wilson,
)
from tests.audit.known import SIX_DIGITS, answer

CLOSE = 1e-10


@st.composite
def shares(draw, least=0):
    people = draw(st.integers(max(1, least), 5_000))
    return draw(st.integers(least, people)), people


def near(value):
    return pytest.approx(value, rel=SIX_DIGITS)


def sides(group, measure):
    """The false positives (or negatives) of one group and how many people could be."""
    wrong, right = ("fp", "tn") if measure == "fpr" else ("fn", "tp")
    return group[wrong], group[wrong] + group[right]


def test_compas_is_as_known():
    _, known = answer("KA09")
    black, white = known["black"], known["white"]
    for group in (black, white):
        found = wilson(*sides(group, "fpr"))
        assert found.value == near(group["fpr"])
        assert [found.low, found.high] == near(group["fpr_wilson"])
    for measure in ("fpr", "fnr"):
        here, there = sides(black, measure), sides(white, measure)
        ratio = katz_ratio(*here, reference_count=there[0], reference_people=there[1])
        assert [ratio.value, ratio.low, ratio.high] == near(known[f"{measure}_ratio_katz"])
    here, there = sides(black, "fpr"), sides(white, "fpr")
    gap = newcombe_difference(*here, reference_count=there[0], reference_people=there[1])
    assert [gap.value, gap.low, gap.high] == near(known["fpr_difference_newcombe"])


@given(shares())
def test_wilson_agrees_with_scipy(share):
    found = wilson(*share)
    theirs = stats.binomtest(*share).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx(tuple(theirs), rel=CLOSE, abs=1e-12)


@given(shares(), shares())
def test_newcombe_agrees_with_statsmodels(here, there):
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = newcombe_difference(*here, reference_count=there[0], reference_people=there[1])
    low, high = confint_proportions_2indep(*here, *there, method="newcomb", compare="diff")
    assert found.low == pytest.approx(low, rel=CLOSE, abs=1e-9)
    assert found.high == pytest.approx(high, rel=CLOSE, abs=1e-9)


@given(shares(least=1), shares(least=1))
def test_katz_agrees_with_statsmodels(here, there):
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = katz_ratio(*here, reference_count=there[0], reference_people=there[1])
    low, high = confint_proportions_2indep(*here, *there, method="log", compare="ratio")
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


@given(shares(), shares())
def test_swapping_the_sides_turns_the_difference_round(here, there):
    one = newcombe_difference(*here, reference_count=there[0], reference_people=there[1])
    back = newcombe_difference(*there, reference_count=here[0], reference_people=here[1])
    assert one.low == pytest.approx(-back.high, abs=1e-12)
    assert -1 <= one.low <= one.value <= one.high <= 1


@given(shares())
def test_the_share_of_those_left_out_is_the_rest(share):
    count, people = share
    found, rest = wilson(count, people), wilson(people - count, people)
    assert found.low == pytest.approx(1 - rest.high, abs=1e-12)


def test_a_share_of_nobody_cannot_be_told():
    with pytest.raises(TooFewToCompare, match="people to take a share of"):
        wilson(0, 0)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))
def test_koopman_agrees_with_statsmodels(count, rest, other, other_rest):
    from statsmodels.stats.proportion import confint_proportions_2indep

    theirs = confint_proportions_2indep(
        count,
        count + rest,
        other,
        other + other_rest,
        compare="ratio",
        method="score",
        correction=False,
    )
    found = koopman_ratio(
        count, count + rest, reference_count=other, reference_people=other + other_rest
    )
    assert (found.low, found.high) == pytest.approx(theirs, rel=1e-4)


def test_six_of_six_are_not_clearly_more_than_nine_of_ten():
    found = koopman_ratio(6, 6, reference_count=90, reference_people=100)
    assert found.low < 1 < found.high
    assert katz_ratio(6, 6, reference_count=90, reference_people=100).low > 1


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 60), st.integers(0, 60))
def test_a_score_interval_of_a_ratio_turns_over_with_it(count, rest, other, other_rest):
    here, there = (count, count + rest), (other, other + other_rest)
    one = koopman_ratio(*here, reference_count=there[0], reference_people=there[1])
    back = koopman_ratio(*there, reference_count=here[0], reference_people=here[1])
    assert (one.low, one.high) == pytest.approx((1 / back.high, 1 / back.low), rel=1e-6)
    assert one.low <= one.value <= one.high


def test_of_none_the_ratio_has_no_lower_end_and_a_finite_upper_one():
    found = koopman_ratio(0, 20, reference_count=10, reference_people=20)
    assert (found.value, found.low) == (0, 0)
    assert 0 < found.high < 1


def test_of_none_katz_has_no_upper_end():
    found = katz_ratio(0, 20, reference_count=10, reference_people=20)
    assert (found.value, found.low, found.high) == (0, 0, inf)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.01, 0.999))
def test_of_all_and_all_the_ratio_ends_where_wilson_s_intervals_do(people, others, confidence):
    """One share is then as sure as can be, and the other by itself makes the score."""
    found = koopman_ratio(
        people, people, reference_count=others, reference_people=others, confidence=confidence
    )
    assert found.value == 1
    assert found.low == pytest.approx(wilson(people, people, confidence=confidence).low)
    assert found.high == pytest.approx(1 / wilson(others, others, confidence=confidence).low)


def test_with_no_confidence_asked_for_the_ratio_of_all_and_all_is_1_itself():
    found = koopman_ratio(6, 6, reference_count=6, reference_people=6, confidence=1e-9)
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1), abs=1e-12)


@pytest.mark.parametrize("how", [katz_ratio, koopman_ratio])
def test_with_nobody_on_one_side_that_is_what_is_said(how):
    for people, others in ((0, 10), (10, 0), (0, 0)):
        with pytest.raises(TooFewToCompare, match="no people to take a share of"):
            how(0, people, reference_count=0, reference_people=others)


def test_a_ratio_to_nothing_cannot_be_told():
    for how in (katz_ratio, koopman_ratio):
        with pytest.raises(TooFewToCompare, match="no cases in the reference group among 20"):
            how(3, 10, reference_count=0, reference_people=20)
        with pytest.raises(TooFewToCompare):
            how(0, 0, reference_count=3, reference_people=20)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_wilson_holds_the_truth_about_as_often_as_it_says(share):
    rng = np.random.default_rng(20_261_122)
    found = [wilson(int(count), 200) for count in rng.binomial(200, share, 3_000)]
    held = np.mean([each.low <= share <= each.high for each in found])
    assert held == pytest.approx(0.95, abs=0.02)


# families


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_is_the_largest_bonferroni_of_those_no_larger(p_values):
    def adjusted(p_value):
        no_larger = [each for each in p_values if each <= p_value]
        return max(min(1, each * sum(other >= each for other in p_values)) for each in no_larger)

    assert holm(p_values) == pytest.approx([adjusted(each) for each in p_values])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_never_makes_a_finding_more_surprising(p_values):
    assert all(now >= before for now, before in zip(holm(p_values), p_values, strict=True))


def test_a_family_of_nothing_but_chance_raises_a_false_alarm_as_often_as_said():
    rng = np.random.default_rng(20_261_122)
    alarms = [min(holm(list(rng.random(5)))) <= 0.05 for _ in range(4_000)]
    assert np.mean(alarms) == pytest.approx(0.05, abs=0.012)
