"""Rates and shares of many small groups together: by another way, by relations, and by coverage."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.special import expit
from scipy.stats import beta, binom, norm

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.pooling import pooled_rates, pooled_ratios, pooled_shares

small = st.lists(st.tuples(st.integers(0, 30), st.integers(30, 200)), min_size=3, max_size=8)


def test_means_are_those_of_the_same_posterior_by_quadrature():
    """Over the mean's log-odds and the share drawn in, by adaptive quadrature of the plane."""
    counts, people = np.array([2, 30, 9]), np.array([20, 60, 40])

    def weight(share, log_odds):
        size = 40 * share / (1 - share)
        mean = expit(log_odds)
        a, b = mean * size, (1 - mean) * size
        grid = (np.arange(400) + 0.5) / 400
        likelihood = 1.0
        parts = []
        for count, n in zip(counts, people, strict=True):
            density = beta.pdf(grid, a, b) * binom.pmf(count, n, grid) / 400
            parts.append((density * grid).sum() / density.sum())
            likelihood *= density.sum()
        return likelihood, parts

    def over_all(of):
        return dblquad(of, -4, 3, 0.02, 0.995, epsabs=0, epsrel=2e-2)[0]

    total = over_all(lambda s, m: weight(s, m)[0])
    estimates = pooled_shares(counts.tolist(), people.tolist())
    expected = over_all(lambda s, m: weight(s, m)[0] * weight(s, m)[1][0]) / total
    assert estimates[0].value == pytest.approx(expected, abs=0.015)


@settings(max_examples=10)
@given(small)
def test_each_lies_between_its_own_and_the_rest_and_inside_its_interval(places):
    counts, people = zip(*places, strict=True)
    assume(0 < sum(counts) < sum(people))
    own = [count / n for count, n in places]
    for estimate in (*pooled_rates(counts, people), *pooled_shares(counts, people)):
        assert min(own) - 0.02 <= estimate.value <= max(own) + 0.02
        assert 0 <= estimate.low <= estimate.value <= estimate.high


@settings(max_examples=8)
@given(small, st.randoms(use_true_random=False))
def test_the_order_of_places_and_the_unit_of_exposure_change_nothing(places, random):
    assume(any(count for count, _ in places))
    order = list(range(len(places)))
    random.shuffle(order)
    before = pooled_rates(*zip(*places, strict=True))
    after = pooled_rates(*zip(*[places[i] for i in order], strict=True))
    in_thousands = pooled_rates([c for c, _ in places], [n / 1_000 for _, n in places])
    for place, i in enumerate(order):
        assert after[place].value == pytest.approx(before[i].value, rel=1e-6)
        assert in_thousands[i].value == pytest.approx(1_000 * before[i].value, rel=1e-6)


@settings(max_examples=8)
@given(small)
def test_yes_and_no_change_places(places):
    counts, people = zip(*places, strict=True)
    assume(0 < sum(counts) < sum(people))
    yes = pooled_shares(counts, people)
    no = pooled_shares([n - count for count, n in places], people)
    for here, there in zip(yes, no, strict=True):
        assert here.value == pytest.approx(1 - there.value, abs=1e-6)
        assert here.low == pytest.approx(1 - there.high, abs=1e-6)


def test_a_place_of_many_keeps_its_own_and_one_of_few_is_drawn_in():
    few, many, *_ = pooled_shares([4, 400, 30, 20, 26], [5, 500, 100, 100, 100])
    assert many.value == pytest.approx(0.8, abs=0.01)
    assert 0.3 < few.value < 0.8
    assert few.high - few.low > many.high - many.low


def test_nothing_to_pool_is_refused():
    for counts, people in (([], []), ([1], [0]), ([0, 0], [5, 5]), ([5, 5], [5, 5])):
        with pytest.raises(TooFewToCompare):
            pooled_shares(counts, people)
    with pytest.raises(TooFewToCompare):
        pooled_rates([0, 0], [5, 5])


@pytest.mark.long
@pytest.mark.parametrize(("places", "spread"), [(6, 0.4), (20, 0.15), (20, 0.8)])
def test_intervals_hold_true_rates_on_average_over_places(places, spread, tries):
    """Morris's sense of coverage: over places and worlds, few places and little spread among them.

    Plain empirical Bayes, which takes the spread as known, falls below it there.
    """
    rng = np.random.default_rng(1983)
    rates_held: list[bool] = []
    shares_held: list[bool] = []
    for _ in range(tries(15, long=400)):
        exposure = rng.uniform(20, 200, places)
        true = 0.15 * rng.gamma(1 / spread**2, spread**2, places)
        events = rng.poisson(exposure * true)
        people = rng.integers(10, 120, places)
        chances = rng.beta(0.3 / spread**2, 0.7 / spread**2, places)
        cases = rng.binomial(people, chances)
        if not events.sum() or not 0 < cases.sum() < people.sum():
            continue
        rates_held += _held(pooled_rates(events.tolist(), exposure.tolist()), true)
        shares_held += _held(pooled_shares(cases.tolist(), people.tolist()), chances)
    for held in (rates_held, shares_held):
        error = 3 * np.sqrt(0.95 * 0.05 / len(held)) + 0.015
        assert np.mean(held) >= 0.95 - error


def _held(estimates, true):
    return [bool(e.low <= t <= e.high) for e, t in zip(estimates, true, strict=True)]


counted = st.tuples(st.integers(0, 300), st.floats(50, 5_000))


def test_ratios_are_those_of_the_same_posterior_by_quadrature():
    """The mean and the spread of all places by adaptive quadrature of the plane, not by formula."""
    sides, references = [(30, 100), (9, 40), (40, 300)], [(50, 500), (30, 200), (90, 900)]
    events, others = (np.array([count for count, _ in one]) for one in (sides, references))
    here, there = (np.array([n for _, n in one], float) for one in (sides, references))
    pooled = (events * there / (here + there)).sum() / (others * here / (here + there)).sum()
    share = pooled * here / (pooled * here + there)
    own = np.log((events + share) / here) - np.log((others + 1 - share) / there)
    variance = 1 / (events + share) + 1 / (others + 1 - share)
    typical = np.median(variance)

    def weights(drawn, mean):
        between = typical * (1 - drawn) / drawn
        likelihood = norm.pdf(own, mean, np.sqrt(variance + between)).prod()
        kept = between / (between + variance)
        return likelihood, kept[1] * own[1] + (1 - kept[1]) * mean

    def over_all(of):
        return dblquad(of, -3, 4, 0, 1, epsabs=0, epsrel=1e-3)[0]

    total = over_all(lambda drawn, mean: weights(drawn, mean)[0])
    expected = over_all(lambda drawn, mean: np.prod(weights(drawn, mean))) / total
    found = pooled_ratios(sides, references)[1]
    assert np.log(found.value) == pytest.approx(expected, abs=0.005)


@settings(max_examples=10)
@given(st.lists(st.tuples(counted, counted), min_size=3, max_size=8))
def test_swapping_the_sides_inverts_a_ratio_and_dispersion_draws_it_in(places):
    sides, references = zip(*places, strict=True)
    assume(sum(count for count, _ in sides) and sum(count for count, _ in references))
    there, back = pooled_ratios(sides, references), pooled_ratios(references, sides)
    for one, other in zip(there, back, strict=True):
        assert one.low <= one.value <= one.high
        assert one.value == pytest.approx(1 / other.value, rel=1e-6)
        assert one.low == pytest.approx(1 / other.high, rel=1e-6)
    wide = pooled_ratios(sides, references, dispersions=[4.0] * len(sides))
    for one, other in zip(there, wide, strict=True):
        assert other.high / other.low > one.high / one.low


def test_no_ratio_is_pooled_of_nothing():
    with pytest.raises(TooFewToCompare):
        pooled_ratios([], [])
    with pytest.raises(TooFewToCompare):
        pooled_ratios([(0, 5), (0, 5)], [(1, 5), (1, 5)])


@pytest.mark.long
@pytest.mark.parametrize(("places", "spread"), [(6, 0.2), (40, 0.1), (40, 0.5)])
def test_intervals_hold_true_ratios_on_average_over_places(places, spread, tries):
    """Events of some places come three at a time, and are said to."""
    rng = np.random.default_rng([1983, places])
    held: list[bool] = []
    for _ in range(tries(15, long=400)):
        here, there = rng.uniform(50, 2_000, places), rng.uniform(1_000, 10_000, places)
        true = 2 * np.exp(spread * rng.normal(size=places))
        together = rng.choice([1, 3], places)
        events = together * rng.poisson(0.03 * here * true / together)
        others = together * rng.poisson(0.03 * there / together)
        sides, references = ([*zip(*one, strict=True)] for one in ((events, here), (others, there)))
        if events.sum() and others.sum():
            held += _held(pooled_ratios(sides, references, dispersions=together), true)
    assert np.mean(held) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / len(held)) - 0.015
