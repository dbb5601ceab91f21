"""Intervals from whole weeks: others' code, a slow loop, and coverage where the truth is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.grids.weeks import jackknife, week_bootstrap, weekly
from candour.audit.statistics.proportions import wilson
from tests.audit.made_up_grids import FIRST

blocks = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), min_size=2, max_size=12)


def ratio(sums):
    return sums[:, :1] / sums[:, 1:2]


def dated(number, *, leaving_out=()):
    days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + number)
    return np.delete(days, leaving_out)


def test_weeks_are_counted_from_the_first_day_and_the_last_may_be_short():
    daily = np.ones((16, 1))
    assert weekly(daily, dated(16)).ravel().tolist() == [7, 7, 2]


def test_a_missing_day_does_not_move_the_weeks_after_it():
    days = dated(21, leaving_out=[1, 2])
    assert weekly(np.ones((19, 1)), days).ravel().tolist() == [5, 7, 7]


def test_a_week_without_any_day_is_no_week():
    days = dated(21, leaving_out=list(range(7, 14)))
    assert weekly(np.ones((14, 1)), days).ravel().tolist() == [7, 7]


@given(blocks)
def test_the_jackknife_is_that_of_a_plain_loop(rows):
    sums = np.array(rows, dtype=float)
    found = jackknife(sums, ratio)[0]
    without = []
    for left_out in range(len(rows)):
        kept = [row for place, row in enumerate(rows) if place != left_out]
        without.append(sum(a for a, _ in kept) / sum(b for _, b in kept))
    mean = sum(without) / len(without)
    squares = sum((each - mean) ** 2 for each in without)
    error = ((len(rows) - 1) / len(rows) * squares) ** 0.5
    assert found.standard_error == pytest.approx(error, abs=1e-12)


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=20).filter(lambda x: len(set(x)) > 1))
def test_for_a_mean_the_jackknife_is_student_s_t(values):
    sums = np.column_stack([values, np.ones(len(values))]).astype(float)
    found = jackknife(sums, ratio)[0]
    theirs = stats.ttest_1samp(values, 0)
    ends = theirs.confidence_interval(0.95)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-9)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((ends.low, ends.high))


@given(blocks, st.integers(2, 9))
def test_a_ratio_does_not_change_with_its_unit(rows, times):
    sums = np.array(rows, dtype=float)
    there, back = jackknife(sums, ratio)[0], jackknife(sums * times, ratio)[0]
    assert back.estimate.value == pytest.approx(there.estimate.value)
    assert back.standard_error == pytest.approx(there.standard_error, abs=1e-12)


def test_one_week_has_no_interval():
    found = jackknife(np.array([[3.0, 9.0]]), ratio)[0]
    assert found.estimate.value == pytest.approx(1 / 3)
    assert np.isnan([found.estimate.low, found.estimate.high, found.p_value]).all()


def test_what_no_week_moves_has_no_width_and_no_p_value():
    thirds = np.array([[1.0, 3.0], [2.0, 6.0], [5.0, 15.0]])
    found = jackknife(thirds, ratio)[0]
    assert found.estimate.low == found.estimate.high == found.estimate.value
    assert np.isnan(found.p_value)


def _weeks_of_events(rng, weeks):
    """Events of each week and those captured; both the number and the share vary by week."""
    events = rng.poisson(40 * rng.gamma(4, 1 / 4, weeks)) + 1
    share = rng.beta(6, 14, weeks)
    return np.column_stack([rng.binomial(events, share), events]).astype(float)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(20_261_122)
    truth, held, naive = 0.3, 0, 0
    for _ in range(1_500):
        sums = _weeks_of_events(rng, 30)
        found = jackknife(sums, ratio)[0].estimate
        held += found.low <= truth <= found.high
        captured, events = (int(each) for each in sums.sum(axis=0))
        alone = wilson(captured, events)
        naive += alone.low <= truth <= alone.high
    assert held / 1_500 == pytest.approx(0.95, abs=0.02)
    assert naive / 1_500 < 0.75  # events taken to be independent: what weeks are there to mend


def test_the_bootstrap_agrees_with_the_jackknife_where_weeks_are_many():
    rng = np.random.default_rng(7)
    sums = _weeks_of_events(rng, 150)
    found = jackknife(sums, ratio)[0].estimate
    drawn = week_bootstrap(sums, ratio, replicates=4_000, rng=rng)[0]
    assert (drawn.low, drawn.high) == pytest.approx((found.low, found.high), abs=0.004)


def test_the_bootstrap_draws_whole_weeks():
    # Two weeks that differ: a draw holds the first twice, once or never, and nothing between.
    sums = np.array([[1.0, 10.0], [9.0, 10.0]])
    seen: set[float] = set()

    def noting(drawn):
        seen.update(np.round(drawn[:, 0] / drawn[:, 1], 6).tolist())
        return ratio(drawn)

    week_bootstrap(sums, noting, replicates=200, rng=np.random.default_rng(1))
    assert seen == {0.1, 0.5, 0.9}
