"""Rates and shares of many small groups together: by another way, by relations, and by coverage."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.special import expit
from scipy.stats import beta, binom

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics import pooling
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
    """The mean and the spread by adding up a plane, each place's own by Gauss-Hermite.

    Few events, whose binomial likelihood is far from normal on the scale of a log ratio.
    """
    sides, references = [(6, 100), (0, 40), (9, 300)], [(9, 500), (5, 200), (12, 900)]
    events, others = (np.array([count for count, _ in one]) for one in (sides, references))
    here, there = (np.array([n for _, n in one], float) for one in (sides, references))
    pooled = (events * there / (here + there)).sum() / (others * here / (here + there)).sum()
    share = pooled * here / (pooled * here + there)
    typical = np.median(1 / (events + share) + 1 / (others + 1 - share))
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    drawn, means = (np.arange(200) + 0.5) / 200, np.linspace(-4, 4, 161)
    spread = np.sqrt(typical * (1 - drawn) / drawn)
    own = means[:, None, None] + spread[:, None] * nodes  # (means, drawn, nodes)
    chances, parts = [], []
    for a, b, e, f in zip(events, others, here, there, strict=True):
        share = expit(own + np.log(e / f))
        chance = share**a * (1 - share) ** b
        chances.append(chance @ weights)
        parts.append((chance * own) @ weights / chances[-1])
    whole = np.prod(chances, axis=0)
    for found, part in zip(pooled_ratios(sides, references), parts, strict=True):
        expected = (whole * part).sum() / whole.sum()
        assert np.log(found.value) == pytest.approx(expected, abs=0.01)


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


@pytest.mark.long
@pytest.mark.parametrize(("places", "rate", "spread"), [(150, 0.005, 0.3), (150, 0.02, 0.6)])
def test_intervals_hold_true_ratios_and_rates_of_places_with_few_events(
    places, rate, spread, tries
):
    """LSOAs: a few hundred residents of the group, and from one to twenty events of it.

    With normal errors of the log ratio and half an event added, 69 % of 95 held.
    """
    rng = np.random.default_rng([1991, places])
    ratios_held: list[bool] = []
    rates_held: list[bool] = []
    for _ in range(tries(3, long=200)):
        here, there = rng.uniform(100, 400, places), rng.uniform(800, 1_600, places)
        searched = rate * rng.gamma(2, 0.5, places)
        true = 3 * np.exp(spread * rng.normal(size=places))
        events, others = rng.poisson(here * searched * true), rng.poisson(there * searched)
        sides, references = ([*zip(*one, strict=True)] for one in ((events, here), (others, there)))
        ratios_held += _held(pooled_ratios(sides, references), true)
        rates_held += _held(pooled_rates(events.tolist(), here.tolist()), searched * true)
    for held in (ratios_held, rates_held):
        assert np.mean(held) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / len(held)) - 0.015


def test_events_that_come_together_widen_a_rate_and_leave_its_unit_alone():
    events, exposure = [4, 40, 9, 12], [100.0, 400.0, 150.0, 200.0]
    plain = pooled_rates(events, exposure)
    together = pooled_rates(events, exposure, dispersions=[3.0] * 4)
    for one, other in zip(plain, together, strict=True):
        assert other.high - other.low > one.high - one.low
    thirds = pooled_rates([3 * n for n in events], [3 * e for e in exposure], dispersions=[3.0] * 4)
    for one, other in zip(plain, thirds, strict=True):
        assert other.value == pytest.approx(one.value, rel=1e-9)
        assert other.low == pytest.approx(one.low, rel=1e-9)


def test_many_places_are_worked_out_in_parts_as_if_at_once(monkeypatch):
    rng = np.random.default_rng(7)
    sides = [*zip(rng.poisson(3, 30).tolist(), rng.uniform(50, 200, 30), strict=True)]
    references = [*zip(rng.poisson(9, 30).tolist(), rng.uniform(500, 900, 30), strict=True)]
    events, people = zip(*sides, strict=True)
    before = pooled_ratios(sides, references), pooled_rates(events, people)
    monkeypatch.setattr(pooling, "AT_ONCE", 5_000)
    after = pooled_ratios(sides, references), pooled_rates(events, people)
    for first, second in zip(before, after, strict=True):
        assert [e.value for e in second] == pytest.approx([e.value for e in first], rel=1e-9)
        assert [e.low for e in second] == pytest.approx([e.low for e in first], rel=1e-9)


def test_where_counts_tell_nothing_the_share_drawn_in_is_spread_from_none_to_all():
    means = np.linspace(-1, 1, 11)
    grid = pooling._posterior(lambda mean, share: np.zeros_like(mean + share)[:, 0], means)
    shares = np.unique(grid.share)
    assert shares[0] == pytest.approx(1 - shares[-1]) == pytest.approx((shares[1] - shares[0]) / 2)
    assert (grid.mean.min(), grid.mean.max()) == pytest.approx((-1.2, 1.2))
    assert np.ptp(grid.weights) < 1e-12


def test_what_lies_about_a_point_is_spread_to_the_middle_between_it_and_the_next():
    (found,) = pooling._of_cells(np.ones((1, 10)), np.arange(10.0), 0.9)
    assert (found.value, found.low, found.high) == pytest.approx((4.5, 0.0, 9.0))


def test_shares_that_differ_by_chance_alone_are_drawn_in_nearly_to_that_of_all():
    people = [40] * 60
    counts = np.random.default_rng(12).binomial(40, 0.3, 60)
    drawn = [one.value for one in pooled_shares(counts.tolist(), people)]
    assert np.std(drawn) < 0.3 * np.std(counts / 40)
    assert np.mean(drawn) == pytest.approx(counts.mean() / 40, abs=0.005)


def test_places_with_hundreds_of_thousands_of_events_have_the_rates_they_show():
    events, people = [100_000, 90_000, 110_000], 1_000_000.0
    for one, own in zip(pooled_rates(events, [people] * 3), events, strict=True):
        assert one.value == pytest.approx(own / people, rel=0.002)
        assert one.low < one.value < one.high


def test_true_ratios_lie_further_apart_than_drawn_in_ones_and_less_far_than_raw_ones():
    """So that how far drawn-in figures run is never told as how far places differ."""
    rng = np.random.default_rng(1984)
    here, there = rng.uniform(300, 900, 200), rng.uniform(3_000, 9_000, 200)
    true = np.exp(0.3 * rng.normal(size=200))
    events, others = rng.poisson(0.03 * here * true), rng.poisson(0.03 * there)
    sides, references = ([*zip(*one, strict=True)] for one in ((events, here), (others, there)))
    drawn = np.log([one.value for one in pooled_ratios(sides, references)])
    seen = events > 0
    raw = np.log(events[seen] / here[seen] / (others[seen] / there[seen]))
    assert drawn.std() < 0.9 * np.log(true).std() < 0.9 * 0.9 * raw.std()


def test_how_far_many_places_are_drawn_in_is_told_finely():
    """Of 2,000 places with little spread: cells of 1/32 alone would make it up to half as much."""
    rng = np.random.default_rng(3)
    exposure = np.full(2_000, 100.0)
    true = 0.05 * rng.gamma(1 / 0.15**2, 0.15**2, 2_000)
    found = pooled_rates(rng.poisson(exposure * true).tolist(), exposure.tolist())
    spread = np.std([e.value for e in found]) / 0.05
    kept = 0.15**2 / (0.15**2 + 1 / 5)  # of a place's own distance: its variance over that of all
    assert spread == pytest.approx(0.15 * np.sqrt(kept), rel=0.3)


def test_places_alike_but_for_chance_are_all_given_the_ratio_of_all():
    found = pooled_ratios([(10, 100), (10, 100), (0, 1)], [(50, 1_000), (50, 1_000), (0, 10)])
    assert [each.value for each in found] == pytest.approx([2, 2, 2], rel=0.05)


def test_a_place_with_many_events_keeps_its_own_ratio_and_one_with_few_does_not():
    sides = [(900, 1_000), (3_000, 10_000), (2_000, 10_000), (1, 10)]
    references = [(3_000, 10_000)] * 3 + [(1, 100)]
    busy, _, _, quiet = pooled_ratios(sides, references)
    assert busy.value == pytest.approx(3, rel=0.02)
    assert 0.6 < quiet.value < 5  # its own is 10
    assert quiet.high / quiet.low > 3 * busy.high / busy.low


def test_shrunken_ratios_are_nearer_the_truth_and_their_intervals_hold_it():
    rng = np.random.default_rng(20_261_122)
    held, shrunken_miss, plain_miss = [], [], []
    for _ in range(40):
        here, there = rng.integers(200, 2_000, 60), rng.integers(2_000, 20_000, 60)
        truth = np.exp(rng.normal(0.8, 0.4, 60))
        rates = rng.gamma(6, 0.002, 60)
        a, b = rng.poisson(here * rates * truth), rng.poisson(there * rates)
        found = pooled_ratios(
            list(zip(a.tolist(), here.tolist(), strict=True)),
            list(zip(b.tolist(), there.tolist(), strict=True)),
        )
        values = np.array([each.value for each in found])
        seen = (a > 0) & (b > 0)
        plain = (a / here)[seen] / (b / there)[seen]
        shrunken_miss.append(((np.log(values) - np.log(truth))[seen] ** 2).mean())
        plain_miss.append(((np.log(plain) - np.log(truth[seen])) ** 2).mean())
        held += [each.low <= t <= each.high for each, t in zip(found, truth, strict=True)]
    assert np.mean(shrunken_miss) < 0.7 * np.mean(plain_miss)
    assert 0.92 < np.mean(held) < 0.98


def test_ratios_of_no_place_or_without_an_event_on_one_side_are_refused():
    with pytest.raises(TooFewToCompare, match="places to compare"):
        pooled_ratios([], [])
    with pytest.raises(TooFewToCompare, match="events on one side"):
        pooled_ratios([(0, 10)], [(3, 10)])
    with pytest.raises(TooFewToCompare, match="residents in one of the places"):
        pooled_ratios([(1, 0)], [(3, 10)])
    with pytest.raises(TooFewToCompare, match="residents in one of the places"):
        pooled_ratios([(1, 10), (1, 10)], [(3, 10), (3, 0)])
    with pytest.raises(TooFewToCompare, match="residents in one of the places"):
        pooled_ratios([(1, 0), (1, 10)], [(3, 10), (3, 10)])
