"""Funnels, bootstraps and ranking."""

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.dispersion import funnel
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.ranking import area_under_curve
from candour.audit.statistics.resampling import bootstrap, resampled_counts

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


def test_the_funnel_without_trimming_is_that_of_paule_and_mandel():
    values, errors = np.array([0.2, 0.9, 1.4, 0.1, 0.6]), np.array([0.1, 0.2, 0.15, 0.3, 0.1])
    found = funnel(values.tolist(), errors.tolist(), trimmed=0.0)
    weights = 1 / (errors**2 + found.between_variance)
    mean = np.average(values, weights=weights)
    assert (weights * (values - mean) ** 2).sum() == pytest.approx(4)
    assert found.target == pytest.approx(mean)


@pytest.mark.parametrize("tau", [0.0, 0.2, 0.6])
def test_the_limits_hold_where_places_truly_differ(tau):
    """Forty places, some much surer than others; a place is as often inside as is said."""
    rng = np.random.default_rng(20_261_129)
    inside = []
    for _ in range(400):
        errors = rng.uniform(0.03, 0.4, 40)
        values = 1 + rng.normal(0, tau, 40) + rng.normal(0, errors)
        found = funnel(values.tolist(), errors.tolist())
        limits = [found.limits(error, confidence=0.95) for error in errors]
        inside += [low <= value <= high for value, (low, high) in zip(values, limits, strict=True)]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)


def drawn_in(scores, cut):
    """Scores in order, the outermost `cut` at each end set to the nearest one that is kept."""
    in_order = sorted(scores)
    low, high = in_order[cut], in_order[-1 - cut]
    return np.array([min(max(score, low), high) for score in in_order])


def winsorised_square(share):
    edge = stats.norm.ppf(1 - share) if share else np.inf
    inner, _ = integrate.quad(lambda z: z * z * stats.norm.pdf(z), -edge, edge)
    return inner + (2 * share * edge**2 if share else 0)


def funnel_by_root(values, errors, trimmed):
    """Between which places the mean square is what normal places would give, by Brent's root."""
    cut = int(trimmed * len(values))

    def square(between):
        weights = 1 / (errors**2 + between)
        mean = np.average(values, weights=weights)
        return (drawn_in((values - mean) * np.sqrt(weights), cut) ** 2).mean()

    expected = winsorised_square(cut / len(values)) * (len(values) - 1) / len(values)
    between = 0.0
    if square(0.0) > expected:
        between = optimize.brentq(lambda t: square(t) - expected, 0, 1e6, xtol=1e-13, rtol=1e-13)
    target = np.average(values, weights=1 / (errors**2 + between))
    return target, square(0.0), between


@pytest.mark.parametrize("trimmed", [0.0, 0.05, 0.1, 0.2, 0.45])
@pytest.mark.parametrize("tau", [0.0, 0.01, 0.5, 40.0])
def test_the_funnel_is_the_root_that_brent_s_method_finds(trimmed, tau):
    rng = np.random.default_rng(20_261_129)
    for places in (3, 9, 10, 20, 41):
        errors = rng.uniform(0.05, 0.5, places)
        values = rng.normal(0, tau, places) + rng.normal(0, errors)
        found = funnel(values.tolist(), errors.tolist(), trimmed=trimmed)
        target, dispersion, between = funnel_by_root(values, errors, trimmed)
        assert found.target == pytest.approx(target, rel=1e-6, abs=1e-9)
        assert found.dispersion == pytest.approx(dispersion)
        assert found.between_variance == pytest.approx(between, rel=1e-6, abs=1e-9)


def test_two_heaps_of_places_differ_by_more_than_their_range_once_their_tails_are_drawn_in():
    """Ten at 0 and ten at 1: every score stays, and is held against the middle of a normal."""
    values, errors = np.repeat([0.0, 1.0], 10), np.full(20, 0.1)
    found = funnel(values.tolist(), errors.tolist(), trimmed=0.4)
    assert found.target == pytest.approx(0.5)
    assert found.between_variance == pytest.approx(
        0.25 / (winsorised_square(0.4) * 19 / 20) - 0.01, rel=1e-9
    )
    assert found.between_variance > 2


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


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95])
def test_bootstrap_ends_are_percentiles_of_the_tables_drawn(confidence):
    table = np.array([3, 9])
    (found,) = bootstrap(
        table,
        share_of_first,
        replicates=500,
        rng=np.random.default_rng(5),
        confidence=confidence,
    )
    drawn = np.random.default_rng(5).multinomial(12, [3 / 12, 9 / 12], size=500)[:, 0] / 12
    outside = 50 * (1 - confidence)
    assert found.value == 0.25
    assert (found.low, found.high) == pytest.approx(
        tuple(np.percentile(drawn, [outside, 100 - outside]))
    )


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


def area_by_rows(cases, others):
    """DeLong, DeLong and Clarke-Pearson, person by person, on the scale of log odds."""
    scores = np.arange(len(cases))
    high, low = np.repeat(scores, cases), np.repeat(scores, others)
    wins = (high[:, None] > low) + 0.5 * (high[:, None] == low)
    area = wins.mean()
    variance = sum(
        np.var(means, ddof=1) / means.size if means.size > 1 else 0.0
        for means in (wins.mean(axis=1), wins.mean(axis=0))
    )
    reach = stats.norm.ppf(0.975) * np.sqrt(variance) / (area * (1 - area))
    odds = np.log(area / (1 - area))
    return area, 1 / (1 + np.exp(reach - odds)), 1 / (1 + np.exp(-reach - odds))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
@example([(1, 1), (1, 1), (0, 1)])  # two cases
@example([(1, 1), (2, 0), (0, 1)])  # two others
@example([(0, 1), (1, 0), (0, 2)])  # one case
@example([(1, 0), (0, 1), (2, 0)])  # one other
@example([(1, 1)])
def test_the_interval_of_the_area_is_delong_s_person_by_person(rows):
    cases, others = np.array(rows).T
    assume(cases.sum() and others.sum())
    found = area_under_curve(cases, others)
    if found.value in {0, 1}:
        assert found.low == found.value == found.high
        return
    assert (found.value, found.low, found.high) == pytest.approx(area_by_rows(cases, others))


@pytest.mark.parametrize("people", [1, 2, 30])
def test_a_perfect_ranking_and_a_perfectly_wrong_one_have_no_width(people):
    one, other = np.array([0, people]), np.array([people, 0])
    assert area_under_curve(one, other) == Estimate(1.0, 1.0, 1.0)
    assert area_under_curve(other, one) == Estimate(0.0, 0.0, 0.0)


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
    with pytest.raises(TooFewToCompare):
        area_under_curve(np.array([3, 2]), np.array([0, 0]))
