"""Dispersion, funnels, bootstraps and ranking."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.dispersion import (
    count_dispersion,
    dispersed_ratio,
    funnel,
    split_dispersion,
)
from candour.audit.statistics.ranking import area_under_curve
from candour.audit.statistics.rates import rate_ratio
from candour.audit.statistics.resampling import bootstrap, resampled_counts

months = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=2, max_size=24)


# dispersion


@given(months)
def test_the_dispersion_of_a_split_agrees_with_scipy(rows):
    table = np.array([row for row in rows if sum(row)]).T
    assume(table.size and table.shape[1] > 1 and (table.sum(axis=1) > 0).all())
    theirs = stats.chi2_contingency(table, correction=False)
    found = split_dispersion([row[0] for row in rows], [row[1] for row in rows])
    assert found == pytest.approx(theirs.statistic / theirs.dof, abs=1e-12)


@given(st.lists(st.integers(0, 300), min_size=2, max_size=24))
def test_the_dispersion_of_counts_agrees_with_scipy(counts):
    assume(sum(counts))
    theirs = stats.chisquare(counts).statistic / (len(counts) - 1)
    assert count_dispersion(counts) == pytest.approx(theirs, abs=1e-12)


def test_independent_stops_show_no_dispersion():
    rng = np.random.default_rng(20_261_122)
    found = [
        split_dispersion(list(rng.poisson(20, 12)), list(rng.poisson(200, 12))) for _ in range(800)
    ]
    assert np.mean(found) == pytest.approx(1, abs=0.05)


def test_a_season_that_moves_both_groups_alike_is_no_dispersion():
    assert split_dispersion([10, 40, 10], [100, 400, 100]) == pytest.approx(0)
    assert count_dispersion([10, 40, 10]) > 1


def test_with_one_month_or_one_group_dispersion_cannot_be_told():
    assert np.isnan(split_dispersion([3, 0], [5, 0]))
    assert np.isnan(split_dispersion([0, 0], [5, 7]))
    assert np.isnan(count_dispersion([3]))


def test_stops_in_clusters_are_covered_only_once_the_interval_is_scaled():
    rng = np.random.default_rng(20_261_122)
    plain = scaled = 0
    for _ in range(600):
        black, white = 5 * rng.poisson(6, 12), 5 * rng.poisson(20, 12)  # stops come in fives
        sides: dict[str, Any] = {
            "reference_events": int(white.sum()),
            "reference_exposure": 20.0,
        }
        usual = rate_ratio(int(black.sum()), 6.0, **sides)
        spread = split_dispersion(list(black), list(white))
        wide = dispersed_ratio(int(black.sum()), 6.0, **sides, dispersion=spread)
        plain += usual.low <= 1 <= usual.high
        scaled += wide.low <= 1 <= wide.high
    assert plain / 600 < 0.75
    assert scaled / 600 > 0.90


def test_months_more_alike_than_chance_make_nothing_more_certain():
    sides = {"reference_events": 200, "reference_exposure": 1_000}
    calm = dispersed_ratio(50, 100, **sides, dispersion=0.2)
    assert calm == dispersed_ratio(50, 100, **sides, dispersion=1.0)


def test_a_side_without_events_has_no_scaled_interval():
    with pytest.raises(TooFewToCompare):
        dispersed_ratio(0, 10, reference_events=5, reference_exposure=10, dispersion=2)


# funnels


def test_where_only_chance_varies_the_funnel_is_the_naive_one():
    found = funnel([0.0, 0.1, -0.1, 0.05], [1.0, 1.0, 1.0, 1.0])
    assert found.between_variance == 0
    assert found.limits(1.0, confidence=0.95) == found.limits(1.0, confidence=0.95, naive=True)


def test_real_differences_between_places_are_found_about_right():
    rng = np.random.default_rng(20_261_122)
    errors = rng.uniform(0.05, 0.3, 400)
    values = rng.normal(1.0, 0.4, 400) + rng.normal(0, errors)
    found = funnel(list(values), list(errors), trimmed=0.0)
    assert found.between_variance == pytest.approx(0.16, rel=0.2)
    assert found.target == pytest.approx(1.0, abs=0.05)


def test_trimming_keeps_one_extreme_place_from_hiding_itself():
    values, errors = [*np.linspace(-0.2, 0.2, 39).tolist(), 3.0], [0.1] * 40
    trimmed, whole = funnel(values, errors), funnel(values, errors, trimmed=0.0)
    assert trimmed.between_variance < whole.between_variance / 5


def test_the_funnel_without_trimming_is_that_of_dersimonian_and_laird():
    values, errors = np.array([0.2, 0.9, 1.4, 0.1, 0.6]), np.array([0.1, 0.2, 0.15, 0.3, 0.1])
    weights = 1 / errors**2
    q = (weights * (values - (weights * values).sum() / weights.sum()) ** 2).sum()
    expected = (q - 4) / (weights.sum() - (weights**2).sum() / weights.sum())
    found = funnel(values.tolist(), errors.tolist(), trimmed=0.0)
    assert found.between_variance == pytest.approx(expected)


def test_two_places_make_no_funnel():
    with pytest.raises(TooFewToCompare):
        funnel([0.0, 1.0], [1.0, 1.0])


# bootstraps


def share_of_first(tables):
    with np.errstate(invalid="ignore"):
        return (tables[:, :1] / tables.sum(axis=1, keepdims=True)).astype(float)


def test_drawing_counts_is_drawing_rows():
    rng = np.random.default_rng(20_261_122)
    counts = np.array([30, 10, 60])
    rows = np.repeat([0, 1, 2], counts)
    by_rows = np.array([np.bincount(rng.choice(rows, 100), minlength=3) for _ in range(4_000)])
    by_counts = resampled_counts(counts, replicates=4_000, rng=rng)
    assert by_counts.mean(axis=0) == pytest.approx(by_rows.mean(axis=0), rel=0.03)
    assert np.cov(by_counts.T) == pytest.approx(np.cov(by_rows.T), abs=3)


def test_every_draw_holds_as_many_people():
    rng = np.random.default_rng(1)
    drawn = resampled_counts(np.array([[3, 4], [5, 0]]), replicates=50, rng=rng)
    assert drawn.shape == (50, 2, 2)
    assert (drawn.sum(axis=(1, 2)) == 12).all()
    assert (drawn[:, 1, 1] == 0).all()


def test_the_bootstrap_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(20_261_122)
    held = 0
    for count in rng.binomial(300, 0.3, 400):
        table = np.array([count, 300 - count])
        (found,) = bootstrap(table, share_of_first, replicates=200, rng=rng)
        held += found.low <= 0.3 <= found.high
    assert held / 400 == pytest.approx(0.95, abs=0.03)


def test_nobody_drawn_from_is_nobody_drawn():
    rng = np.random.default_rng(1)
    (found,) = bootstrap(np.array([0, 0]), share_of_first, replicates=9, rng=rng)
    assert np.isnan(found.value)
    assert np.isnan(found.low)


# ranking


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12))
def test_the_area_agrees_with_mann_and_whitney(rows):
    cases, others = np.array(rows).T
    assume(cases.sum() and others.sum())
    scores = np.arange(len(rows))
    u = stats.mannwhitneyu(np.repeat(scores, cases), np.repeat(scores, others)).statistic
    found = area_under_curve(cases, others)
    assert found.value == pytest.approx(u / (cases.sum() * others.sum()))
    assert found.low <= found.value <= found.high


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12))
def test_turning_the_scores_round_turns_the_area_round(rows):
    cases, others = np.array(rows).T
    assume(cases.sum() and others.sum())
    there, back = area_under_curve(cases, others), area_under_curve(cases[::-1], others[::-1])
    assert there.value == pytest.approx(1 - back.value)
    assert there.low == pytest.approx(1 - back.high)


def test_the_area_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(20_261_122)
    truth = stats.norm.cdf(1 / np.sqrt(2))
    held = 0
    for _ in range(400):
        scores = np.round(np.concatenate([rng.normal(1, 1, 80), rng.normal(0, 1, 120)]), 3)
        order = np.unique(scores, return_inverse=True)[1]
        cases = np.bincount(order[:80], minlength=order.max() + 1)
        others = np.bincount(order[80:], minlength=order.max() + 1)
        found = area_under_curve(cases, others)
        held += found.low <= truth <= found.high
    assert held / 400 == pytest.approx(0.95, abs=0.03)


def test_without_an_outcome_nothing_can_be_ranked():
    with pytest.raises(TooFewToCompare):
        area_under_curve(np.array([0, 0]), np.array([3, 2]))
