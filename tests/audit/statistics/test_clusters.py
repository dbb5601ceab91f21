"""Shares whose cases come in clusters: published results, relations, and another implementation."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from scipy.special import xlogy
from scipy.stats import norm
from scipy.stats import t as student

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.clusters import (
    Share,
    difference_widening,
    if_officers_are_alike,
    share_widening,
    widened_share,
    widened_share_difference,
    widened_share_p_value,
    widened_share_ratio,
    wider,
)
from candour.audit.statistics.proportions import koopman_ratio, wilson
from candour.audit.statistics.waves import INDEPENDENT, Widening

pairs = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
widenings = st.sampled_from([INDEPENDENT, Widening(1.0, 11, 12), Widening(2.7, 4, 5)])


@pytest.mark.parametrize(
    ("here", "there", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0533, 0.3377),
        ((9, 10), (3, 10), 0.1821, 0.8370),
        ((10, 10), (0, 20), 0.7225, 1.0),
    ],
)
def test_differences_are_those_that_newcombe_prints_for_mee(here, there, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table II, method 5 (Mee)."""
    interval = widened_share_difference(Share(*here), Share(*there))
    assert [interval.low, interval.high] == pytest.approx([low, high], abs=6e-5)


@settings(deadline=None)
@given(pairs, pairs, widenings)
def test_difference_ratio_and_p_value_never_contradict_one_another(here, there, widening):
    share, other = Share(*here), Share(*there)
    difference = widened_share_difference(share, other, widening)
    p_value = widened_share_p_value(share, other, widening)
    apart = difference.low > 0 or difference.high < 0
    assert -1 <= difference.low <= difference.value <= difference.high <= 1
    assert apart == (p_value < 0.05)
    if other.count:
        ratio = widened_share_ratio(share, other, widening)
        assert apart == (ratio.low > 1 or ratio.high < 1)


@settings(deadline=None)
@given(pairs, pairs)
def test_a_difference_is_the_same_seen_from_the_other_side(here, there):
    one = widened_share_difference(Share(*here), Share(*there))
    other = widened_share_difference(Share(*there), Share(*here))
    assert [one.low, one.high] == pytest.approx([-other.high, -other.low])


def test_unwidened_they_are_wilson_and_koopman():
    assert widened_share(Share(7, 30)) == wilson(7, 30)
    assert widened_share_ratio(Share(7, 30), Share(11, 40)) == koopman_ratio(
        7, 30, reference_count=11, reference_people=40
    )


def test_a_widening_draws_cases_down_and_takes_student_s_tail():
    """A Wilson interval of 40 cases for 100, with the t of 9 degrees of freedom."""
    share, z = 0.3, student.ppf(0.975, 9)
    roots = np.roots([1 + z * z / 40, -(2 * share + z * z / 40), share * share])
    interval = widened_share(Share(30, 100), Widening(2.5, 9, 10))
    assert [interval.low, interval.high] == pytest.approx([min(roots), max(roots)])


def test_clusters_that_are_all_alike_widen_by_their_size():
    """Twenty officers of ten searches each, who find always or never: one search says it all."""
    finds = [10, 0] * 10
    widening = share_widening(finds, [10] * 20)
    assert widening is not None
    assert widening.dispersion == pytest.approx(10 * 20 / 19)
    assert (widening.degrees, widening.stretches) == (19, 20)
    assert type(widening.dispersion) is float  # as it is stored


def test_what_moves_both_groups_alike_leaves_their_difference_alone():
    months = [3, 9, 3, 9, 3, 9]
    widening = difference_widening(months, [12] * 6, months, [12] * 6)
    alone = share_widening(months, [12] * 6)
    assert alone is not None
    assert widening is not None
    assert alone.dispersion > 2
    assert widening.dispersion == 1


@pytest.mark.parametrize("finds", [[0, 0, 0, 0], [5, 5, 5, 5], [1, 2, 3]])
def test_too_few_clusters_and_shares_of_nothing_or_all_tell_nothing(finds):
    assert share_widening(finds, [5] * len(finds)) is None
    assert difference_widening(finds, [5] * len(finds), finds, [5] * len(finds)) is None


def test_officers_that_are_alike_widen_by_their_searches_and_the_wider_is_taken():
    alike = if_officers_are_alike(500)
    assert alike.dispersion == pytest.approx(1.95)
    assert alike.degrees == inf
    assert if_officers_are_alike(1).dispersion == 1
    assert wider(alike, Widening(1.9, 3, 4)) == Widening(1.9, 3, 4)
    assert wider(alike, INDEPENDENT) is alike


def test_nobody_searched_is_no_share():
    with pytest.raises(TooFewToCompare):
        widened_share_p_value(Share(0, 0), Share(1, 2))


def test_intervals_of_clustered_finds_hold_the_truth():
    """Thirty officers of twenty searches, beta-binomial with a correlation of .05."""
    rng, held, plain, draws = np.random.default_rng(20_261_129), 0, 0, 600
    shape = 1 / 0.05 - 1
    for _ in range(draws):
        own = rng.beta(0.25 * shape, 0.75 * shape, 30)
        finds = rng.binomial(20, own)
        widening = share_widening(list(finds), [20] * 30)
        assert widening is not None
        held += _holds(widened_share(Share(int(finds.sum()), 600), widening), 0.25)
        plain += _holds(wilson(int(finds.sum()), 600), 0.25)
    error = 3 * (0.95 * 0.05 / draws) ** 0.5
    assert held / draws > 0.95 - error
    assert plain / draws < 0.9  # without the widening it would not


def _holds(interval, truth):
    return interval.low <= truth <= interval.high


def test_the_p_value_is_the_plain_score_test():
    share = (30 + 20) / (100 + 120)
    z = (0.3 - 20 / 120) / np.sqrt(share * (1 - share) * (1 / 100 + 1 / 120))
    assert widened_share_p_value(Share(30, 100), Share(20, 120)) == pytest.approx(2 * norm.sf(z))


@pytest.mark.parametrize("alike", [0.02, 0.1])
def test_differences_and_ratios_hold_the_truth_where_months_differ(alike):
    """A year of months, each with a hit rate of its own: few, which Student's t allows for."""
    rng, draws, shape = np.random.default_rng(20_261_129), 300, 1 / alike - 1
    held = {"difference": 0, "ratio": 0, "equal": 0}
    for _ in range(draws):
        cases = rng.multinomial(1_000, [1 / 12] * 12), rng.multinomial(10_000, [1 / 12] * 12)
        shares = (rng.beta(p * shape, (1 - p) * shape, 12) for p in (0.2, 0.25))
        here, there = (rng.binomial(n, p) for n, p in zip(cases, shares, strict=True))
        widening = difference_widening(here, cases[0], there, cases[1])
        assert widening is not None
        share, other = Share(int(here.sum()), 1_000), Share(int(there.sum()), 10_000)
        held["difference"] += _holds(widened_share_difference(share, other, widening), -0.05)
        held["ratio"] += _holds(widened_share_ratio(share, other, widening), 0.8)
        again = rng.binomial(cases[1], rng.beta(0.2 * shape, 0.8 * shape, 12))
        same = difference_widening(here, cases[0], again, cases[1])
        assert same is not None
        held["equal"] += widened_share_p_value(share, Share(int(again.sum()), 10_000), same) >= 0.05
    assert min(held.values()) / draws > 0.95 - 3 * (0.95 * 0.05 / draws) ** 0.5


# the variance by hand, and at the edges


def by_deleting(clusters):
    """The sum of the pieces of a linearised mean, worked out cluster by cluster."""
    g = len(clusters)
    return g / (g - 1) * sum(piece**2 for piece in clusters)


cluster = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(cluster, min_size=1, max_size=9))
def test_a_share_s_widening_is_cochran_s_and_empty_clusters_say_nothing(rows):
    full = [(y, n) for y, n in rows if n]
    finds, cases = sum(y for y, _ in full), sum(n for _, n in full)
    found = share_widening([y for y, _ in rows], [n for _, n in rows])
    if len(full) < 4 or finds in {0, cases}:
        assert found is None
        return
    share = finds / cases
    variance = by_deleting([(y - share * n) / cases for y, n in full])
    assert found is not None
    assert found.dispersion == pytest.approx(max(1, variance / (share * (1 - share) / cases)))
    assert (found.degrees, found.stretches) == (len(full) - 1, len(full))


@given(st.lists(st.tuples(cluster, cluster), min_size=1, max_size=9))
def test_a_difference_s_widening_counts_the_clusters_that_either_group_is_in(rows):
    full = [(here, there) for here, there in rows if here[1] or there[1]]
    found = difference_widening(
        *([row[side][part] for row in rows] for side in (0, 1) for part in (0, 1))
    )
    y, n = (sum(here[part] for here, _ in full) for part in (0, 1))
    z, m = (sum(there[part] for _, there in full) for part in (0, 1))
    if len(full) < 4 or not n or not m or (y in {0, n} and z in {0, m}):
        assert found is None
        return
    here, there = y / n, z / m
    moves = [(a - here * b) / n - (c - there * d) / m for (a, b), (c, d) in full]
    chance = here * (1 - here) / n + there * (1 - there) / m
    assert found is not None
    assert found.dispersion == pytest.approx(max(1, by_deleting(moves) / chance))
    assert (found.degrees, found.stretches) == (len(full) - 1, len(full))


def test_four_clusters_of_one_case_and_one_find_are_just_enough():
    for finds in ([1, 0, 0, 0], [1, 1, 1, 0]):
        found = share_widening(finds, [1, 1, 1, 1])
        assert found is not None
        assert found.dispersion == pytest.approx(4 / 3)
        assert (found.degrees, found.stretches) == (3, 4)
    assert share_widening([1, 0, 0, 0, 0], [1, 1, 1, 0, 0]) is None
    apart = difference_widening([1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 1])
    assert apart is not None
    assert apart.stretches == 4
    assert difference_widening([1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 1]) is None
    one_varies = difference_widening([1, 0, 1, 0], [1, 1, 1, 1], [0] * 4, [1] * 4)
    assert one_varies is not None


@pytest.mark.parametrize(
    ("cases", "dispersion"), [(0, 1), (1, 1), (2, 1.05), (19, 1.9), (20, 1.95), (21, 1.95)]
)
def test_an_officer_s_twenty_searches_are_counted_as_far_as_there_are_so_many(cases, dispersion):
    found = if_officers_are_alike(cases)
    assert found == Widening(found.dispersion, inf, 0)
    assert found.dispersion == pytest.approx(dispersion)


def test_the_wider_is_the_one_whose_interval_reaches_further():
    """Few degrees of freedom count as much as dispersion does: in the square of the quantile."""
    for one, other in ((1.0, 4), (1.9, 3), (1.2, 40), (3.0, 9), (1.0, 60)):
        few, many = Widening(one, other, other + 1), Widening(1.9, inf, 0)
        reach = [np.sqrt(one) * student.ppf(0.975, other), np.sqrt(1.9) * norm.ppf(0.975)]
        assert wider(few, many) is (few if reach[0] > reach[1] else many)
        assert wider(many, few) is wider(few, many)


@given(pairs, pairs, widenings)
def test_the_ends_of_a_difference_are_just_not_refused_by_mee_s_test(here, there, widening):
    """The likeliest shares that lie so far apart, found by golden section and not by the cubic."""
    found = widened_share_difference(Share(*here), Share(*there), widening)
    count, n = (part / widening.dispersion for part in here)
    other, m = (part / widening.dispersion for part in there)
    z = norm.isf(widening.tail(0.95))

    def refused_by(apart):
        def unlikely(share):
            terms = ((count, n, share + apart), (other, m, share))
            return -sum(xlogy(x, p) + xlogy(all_ - x, 1 - p) for x, all_, p in terms)

        low, high = max(0.0, -apart), min(1.0, 1.0 - apart)
        best = optimize.minimize_scalar(
            unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-13}
        ).x
        own = best + apart
        return (count / n - other / m - apart) / np.sqrt(
            own * (1 - own) / n + best * (1 - best) / m
        )

    if found.low > -0.999:
        assert refused_by(found.low) == pytest.approx(z, rel=1e-3)
    if found.high < 0.999:
        assert refused_by(found.high) == pytest.approx(-z, rel=1e-3)


def test_shares_of_none_and_of_all_lie_as_far_apart_as_can_be():
    none, every = Share(0, 12), Share(9, 9)
    up, down = widened_share_difference(every, none), widened_share_difference(none, every)
    assert (up.value, up.high) == (1, 1)
    assert (down.value, down.low) == (-1, -1)
    assert 0 < up.low < 1
    assert down.high == pytest.approx(-up.low)


@pytest.mark.parametrize("widening", [INDEPENDENT, Widening(2.0, 5, 6)])
def test_where_it_holds_of_nobody_or_of_all_on_both_sides_nothing_is_a_surprise(widening):
    assert widened_share_p_value(Share(0, 5), Share(0, 9), widening) == 1
    assert widened_share_p_value(Share(5, 5), Share(9, 9), widening) == 1


@pytest.mark.parametrize("sides", [(Share(0, 0), Share(1, 2)), (Share(1, 2), Share(0, 0))])
def test_a_side_without_a_case_is_refused_by_each(sides):
    for how in (widened_share_difference, widened_share_ratio, widened_share_p_value):
        with pytest.raises(TooFewToCompare):
            how(*sides)


def test_a_widened_p_value_is_that_of_student_s_t_for_fewer_cases():
    share = 50 / 220
    z = (0.3 - 20 / 120) / np.sqrt(2.5 * share * (1 - share) * (1 / 100 + 1 / 120))
    found = widened_share_p_value(Share(30, 100), Share(20, 120), Widening(2.5, 9, 10))
    assert found == pytest.approx(2 * student.sf(z, 9))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=5, max_size=40),
    st.randoms(),
)
def test_the_order_in_which_clusters_come_changes_not_one_digit(clusters, luck):
    """Engines give months in orders of their own, and a finding is named by its digits."""
    shuffled = list(clusters)
    luck.shuffle(shuffled)
    one, other = (
        share_widening([min(y, n) for y, n in some], [n for _, n in some])
        for some in (clusters, shuffled)
    )
    assert one == other
