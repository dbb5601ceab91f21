"""Small places drawn towards all of them: relations, simulation, and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.pooling import pooled_ratios
from candour.audit.statistics.shrinkage import shrunken_rates, shrunken_shares

places = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 10_000)), min_size=1, max_size=40)


@given(places)
def test_a_shrunken_rate_lies_between_the_own_and_the_overall(rows):
    events, people = zip(*rows, strict=True)
    overall = sum(events) / sum(people)
    for found, count, size in zip(shrunken_rates(events, people), events, people, strict=True):
        low, high = sorted((count / size, overall))
        assert low - 1e-12 <= found <= high + 1e-12


def shares_by_hand(counts, people):
    """Marshall's moments with the variance of a share, group by group."""
    share = sum(counts) / sum(people)
    seen = [count / size for count, size in zip(counts, people, strict=True)]
    spread = sum(n * (p - share) ** 2 for p, n in zip(seen, people, strict=True)) / sum(people)
    chance = share * (1 - share)
    between = max(0.0, spread - chance * len(people) / sum(people))
    if not between:
        return [share] * len(people)
    return [
        (between * p + chance / n * share) / (between + chance / n)
        for p, n in zip(seen, people, strict=True)
    ]


@given(places)
def test_shrunken_shares_are_those_worked_out_by_hand(rows):
    people = [size for _, size in rows]
    counts = [min(count, size) for count, size in rows]
    found = shrunken_shares(counts, people)
    assert found == pytest.approx(shares_by_hand(counts, people), rel=1e-9, abs=1e-12)


def test_shares_no_further_apart_than_chance_are_all_that_of_all():
    assert shrunken_shares([4, 5, 6], [10, 10, 10]) == pytest.approx([0.5] * 3)
    assert shrunken_shares([3], [12]) == [0.25]


@pytest.mark.filterwarnings("error")
def test_where_it_holds_of_nobody_or_of_all_it_does_in_every_group():
    assert shrunken_shares([0, 0], [4, 9]) == [0, 0]
    assert shrunken_shares([4, 9], [4, 9]) == [1, 1]
    assert shrunken_rates([0, 0], [4, 9]) == [0, 0]


@pytest.mark.parametrize("shrunken", [shrunken_rates, shrunken_shares])
def test_no_place_and_a_place_without_anyone_are_refused(shrunken):
    for counts, people in (([], []), ([0, 2], [0, 9]), ([2, 0], [9, 0]), ([0], [0])):
        with pytest.raises(TooFewToCompare, match="with anyone in them"):
            shrunken(counts, people)


def test_shrinkage_brings_estimates_nearer_the_truth():
    rng = np.random.default_rng(20_261_122)
    people = rng.integers(50, 500, 300)
    truth = rng.gamma(4, 0.005, 300)
    events = rng.poisson(people * truth)
    shrunken = np.array(shrunken_rates(list(events), list(people)))
    assert ((shrunken - truth) ** 2).mean() < 0.6 * ((events / people - truth) ** 2).mean()


def test_shares_are_shrunken_too_and_stay_shares():
    rng = np.random.default_rng(20_261_122)
    people = rng.integers(5, 60, 200)
    truth = rng.beta(4, 8, 200)
    counts = rng.binomial(people, truth)
    found = np.array(shrunken_shares(list(counts), list(people)))
    assert ((found >= 0) & (found <= 1)).all()
    assert ((found - truth) ** 2).mean() < ((counts / people - truth) ** 2).mean()


# ratios

sparse = st.lists(
    st.tuples(
        st.integers(0, 60), st.integers(1, 5_000), st.integers(0, 300), st.integers(1, 50_000)
    ),
    min_size=1,
    max_size=30,
)


def sides_of(rows):
    return [(a, e) for a, e, _, _ in rows], [(b, f) for _, _, b, f in rows]


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
