"""Those who decide: by another way, by published data, by relations, and by coverage."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from scipy.special import expit, log_expit, logsumexp
from scipy.stats import chi2, norm, t
from statsmodels.api import OLS

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.deciders import difference_within, spread_of_deciders

# Crowder (1978): seeds that germinated of those sown, on 21 plates, by two seeds and two extracts.
SEEDS = np.array([10, 23, 23, 26, 17, 5, 53, 55, 32, 46, 10, 8, 10, 8, 23, 0, 3, 22, 15, 32, 3])
SOWN = np.array([39, 62, 81, 51, 39, 6, 74, 72, 51, 79, 13, 16, 30, 28, 45, 4, 12, 41, 30, 51, 7])
KIND_OF = np.repeat([0, 1, 2, 3], [5, 6, 5, 5])


def by_kind(numbers):
    """The numbers of the plates, each in the row of its kind."""
    rows = np.zeros((4, numbers.size), dtype=int)
    rows[KIND_OF, np.arange(numbers.size)] = numbers
    return rows


def log_likelihood(log_odds, deviation, hits, cases):
    """By the trapezoid rule over each decider's own share, on a fine grid."""
    own = np.linspace(-9, 9, 1_201)
    scale = log_odds[:, None, None] + deviation * own
    each = hits[..., None] * log_expit(scale) + (cases - hits)[..., None] * log_expit(-scale)
    inside = each.sum(axis=0) + norm.logpdf(own) + np.log(own[1] - own[0])
    return float(logsumexp(inside, axis=1).sum())


def against(hits, cases, *, integrated):
    """What speaks against a deviation: minus the log likelihood, groups at their likeliest or
    integrated out."""
    start = np.log((hits.sum(axis=1) + 0.5) / ((cases - hits).sum(axis=1) + 0.5))

    def value(deviation):
        def minus(log_odds):
            return -log_likelihood(log_odds, deviation, hits, cases)

        best = optimize.minimize(minus, start, method="BFGS", options={"gtol": 1e-4})
        if not integrated:
            return best.fun
        step, size = 1e-3, start.size
        bend = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                ends = [
                    (a * b) * minus(best.x + step * (a * np.eye(size)[i] + b * np.eye(size)[j]))
                    for a in (1, -1)
                    for b in (1, -1)
                ]
                bend[i, j] = sum(ends) / (4 * step**2)
        return best.fun + np.linalg.slogdet(bend)[1] / 2

    return value


def likeliest(hits, cases, *, integrated):
    """The deviation with most likelihood."""
    value = against(hits, cases, integrated=integrated)
    return optimize.minimize_scalar(
        value, bounds=(0.02, 1.5), method="bounded", options={"xatol": 2e-3}
    ).x


def test_the_spread_of_plates_of_seeds_is_as_published_and_as_another_way_has_it():
    """The likelihood's is printed with these seeds as 0.236 (Breslow and Clayton 1993; BUGS).

    The other way, held against that, is then what ours, with groups allowed for, is held against.
    """
    hits, cases = by_kind(SEEDS), by_kind(SOWN)
    assert likeliest(hits, cases, integrated=False) == pytest.approx(0.236, abs=0.004)
    found = spread_of_deciders(hits, cases).deviation
    assert found.value == pytest.approx(likeliest(hits, cases, integrated=True), abs=0.004)
    assert found.value > 0.236
    assert found.low < 0.236 < found.high


def test_the_interval_of_a_spread_ends_where_twice_the_log_likelihood_has_fallen_by_chi_squared():
    hits, cases = by_kind(SEEDS), by_kind(SOWN)
    found = spread_of_deciders(hits, cases).deviation
    value = against(hits, cases, integrated=True)
    for end in (found.low, found.high):
        fallen = 2 * (value(end) - value(found.value))
        assert fallen == pytest.approx(chi2.ppf(0.95, 1), abs=0.04)


@pytest.fixture(scope="module")
def searches():
    """Finds and searches of two groups by 30 officers, who differ in how often they find."""
    return made_up(np.random.default_rng(23), deciders=30, each=40, spread=0.6, gap=-0.4)


def made_up(rng, *, deciders, each, spread, gap=0.0, sorted_by=0.0, gaps_differ=0.0):
    """Finds and searches of a group and the reference, and the true gap among these searches.

    Officers who find less search more of the group, the more `sorted_by` is above 0.
    """
    own = rng.normal(0, spread, deciders)
    share = expit(-1 - sorted_by * own + rng.normal(0, 0.5, deciders))
    every = rng.negative_binomial(2, 2 / (2 + each), deciders) + 1
    cases = rng.binomial(every, share)
    others = every - cases
    chance, other = (
        expit(-1.2 + own + gap + rng.normal(0, gaps_differ, deciders)),
        expit(-1.2 + own),
    )
    weights = cases * others / every
    truth = (weights * (chance - other)).sum() / weights.sum()
    return rng.binomial(cases, chance), cases, rng.binomial(others, other), others, truth


def test_the_gap_within_officers_is_that_of_least_squares_with_an_indicator_of_each(searches):
    hits, cases, other_hits, others, _ = searches
    found, rows = [], []
    for officer, numbers in enumerate(zip(hits, cases, other_hits, others, strict=True)):
        for group, hit, case in ((1, *numbers[:2]), (0, *numbers[2:])):
            found += [1] * hit + [0] * (case - hit)
            rows += [(group, officer)] * case
    group, officer = np.array(rows).T
    design = np.column_stack([group, officer[:, None] == np.arange(30)])
    design = design[:, design.any(axis=0)].astype(float)
    fit = OLS(np.array(found, float), design).fit(
        cov_type="cluster", cov_kwds={"groups": officer, "use_correction": False}
    )
    own = difference_within(hits, cases, other_hits, others).difference
    assert own.value == pytest.approx(fit.params[0])
    weights = (cases * others / (cases + others))[(cases > 0) & (others > 0)]
    worth = weights.sum() ** 2 / (weights**2).sum()
    reach = t.ppf(0.975, worth - 1) * np.sqrt(worth / (worth - 1)) * fit.bse[0]
    assert own.high - own.value >= reach * (1 - 1e-9)
    assert own.high - own.value == pytest.approx(reach, rel=0.35)


def test_officers_whose_gaps_are_all_the_same_leave_the_chance_of_each_search():
    """No gap differs from another; that is luck, and no reason to be certain."""
    own = difference_within([10] * 12, [20] * 12, [6] * 12, [30] * 12).difference
    chances = 0.5 * 0.5 / 20 + 0.2 * 0.8 / 30
    assert own.value == pytest.approx(0.3)
    assert own.high - own.value == pytest.approx(t.ppf(0.975, 11) * np.sqrt(chances / 12))


def test_a_gap_that_is_one_between_officers_is_none_within_them():
    """Officers who find less search more of the group: the plain gap has no other cause."""
    rng = np.random.default_rng(8)
    hits, cases, other_hits, others, _ = made_up(
        rng, deciders=200, each=60, spread=1.0, sorted_by=1.0
    )
    plain = hits.sum() / cases.sum() - other_hits.sum() / others.sum()
    within = difference_within(hits, cases, other_hits, others).difference
    assert plain < -0.05
    assert within.low < 0 < within.high
    assert abs(within.value) < 0.03


@settings(max_examples=10)
@given(st.permutations(range(30)))
def test_the_order_of_officers_changes_nothing_and_misses_turn_the_gap(searches, order):
    hits, cases, other_hits, others, _ = searches
    here = difference_within(hits, cases, other_hits, others).difference
    moved = difference_within(
        *(numbers[list(order)] for numbers in (hits, cases, other_hits, others))
    ).difference
    turned = difference_within(cases - hits, cases, others - other_hits, others).difference
    assert (moved.value, moved.low) == pytest.approx((here.value, here.low))
    assert (turned.value, turned.low) == pytest.approx((-here.value, -here.high))


def test_officers_who_differ_widely_are_not_told_to_be_alike_perhaps():
    hits, cases, other_hits, others, _ = made_up(
        np.random.default_rng(5), deciders=30, each=40, spread=1.1
    )
    found = spread_of_deciders(np.array([other_hits, hits]), np.array([others, cases])).deviation
    assert 0.5 < found.low < 1 < found.high


def test_the_spread_is_that_of_misses_and_of_officers_in_any_order(searches):
    hits, cases, other_hits, others, _ = searches
    y, n = np.array([other_hits, hits]), np.array([others, cases])
    here = spread_of_deciders(y, n)
    turned = spread_of_deciders((n - y)[:, ::-1], n[:, ::-1])
    assert turned.deviation.value == pytest.approx(here.deviation.value, abs=1e-3)
    assert turned.deviation.high == pytest.approx(here.deviation.high, abs=1e-3)
    assert (turned.low, turned.high) == pytest.approx((1 - here.high, 1 - here.low), abs=1e-3)


def test_an_officer_who_searched_one_group_alone_changes_no_gap(searches):
    hits, cases, other_hits, others, _ = searches
    more: list[Any] = [
        np.append(one, many) for one, many in zip(searches[:4], (7, 9, 0, 0), strict=True)
    ]
    assert difference_within(*more) == difference_within(hits, cases, other_hits, others)


def test_nothing_is_told_of_fewer_than_ten_nor_of_one_who_weighs_more_than_half():
    few: list[Any] = [np.array([3] * 9), np.array([9] * 9)]
    with pytest.raises(TooFewToCompare):
        difference_within(*few, *few)
    with pytest.raises(TooFewToCompare):
        spread_of_deciders(few[0][None], few[1][None])
    one: list[Any] = [np.array([3] * 12 + [300]), np.array([9] * 12 + [900])]
    with pytest.raises(TooFewToCompare):
        difference_within(*one, *one)
    with pytest.raises(TooFewToCompare):
        spread_of_deciders(one[0][None], one[1][None])
    none = np.zeros((1, 12), dtype=int)
    with pytest.raises(TooFewToCompare):
        spread_of_deciders(none, none + 5)


CASES = (
    {"deciders": 12, "each": 60, "spread": 0.5},
    {"deciders": 40, "each": 20, "spread": 0.0},
    {"deciders": 40, "each": 20, "spread": 0.5, "gap": -0.3, "gaps_differ": 0.3},
    {"deciders": 100, "each": 10, "spread": 0.8, "gap": -0.3, "sorted_by": 1.0},
)


@pytest.mark.long
@pytest.mark.parametrize("how", CASES, ids=str)
def test_intervals_hold_the_true_spread_and_the_true_gap(how, tries):
    rng = np.random.default_rng([23, *str(how).encode()])
    spreads, gaps = [], []
    for _ in range(tries(12, long=400)):
        hits, cases, other_hits, others, truth = made_up(rng, **how)
        try:
            spread = spread_of_deciders(
                np.array([other_hits, hits]), np.array([others, cases])
            ).deviation
            gap = difference_within(hits, cases, other_hits, others).difference
        except TooFewToCompare:
            continue
        spreads.append(spread.low <= how["spread"] <= spread.high)
        gaps.append(gap.low <= truth <= gap.high)
    for held in (spreads, gaps):
        assert len(held) > 5
        assert np.mean(held) >= 0.93 - 2 * np.sqrt(0.95 * 0.05 / len(held)) - 0.01
