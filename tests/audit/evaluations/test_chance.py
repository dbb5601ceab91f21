"""Permutations: beside all of them counted by hand, and by their relations."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.audit.evaluations.chance import HALF, drawn_again, freed, of_units, rank
from candour.audit.statistics.two_way import margins
from tests.audit.evaluations.panels import from_start

ALL = 9_999


def score(counts, means, treated):
    return abs(np.log((counts[treated].sum() + HALF) / (means[treated].sum() + HALF)))


def by_hand(counts, patterns, actual):
    """The share of patterns as far from 1 as the actual one, one by one."""
    means = margins(counts, np.ones(counts.shape))
    here = score(counts, means, actual)
    return np.mean([score(counts, means, one) >= here - 1e-9 for one in patterns])


@pytest.mark.parametrize("seed", range(4))
def test_of_few_units_all_choices_are_gone_through(seed):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(2, 4, (7, 1)) * np.ones((7, 6))).astype(float)
    treated = from_start(7, 6, 2, 3)
    patterns = []
    for chosen in combinations(range(7), 2):
        one = np.zeros((7, 6), dtype=bool)
        one[list(chosen), 3:] = True
        patterns.append(one)
    starts = np.array([3, 3, 6, 6, 6, 6, 6])

    told = rank(of_units(starts, 6, most=ALL, rng=rng), counts, np.ones((7, 6)), treated)

    assert told.is_complete
    assert told.patterns == 21
    assert told.smallest == pytest.approx(1 / 21)
    assert told.p_value == pytest.approx(by_hand(counts, patterns, treated))


def test_draws_within_periods_come_to_what_all_of_them_do():
    rng = np.random.default_rng(8)
    counts = rng.poisson(3, (4, 3)).astype(float)
    treated = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]], dtype=bool)
    choices = list(combinations(range(4), 2))
    patterns = []
    for days in product(choices, repeat=3):
        one = np.zeros((4, 3), dtype=bool)
        for day, chosen in enumerate(days):
            one[list(chosen), day] = True
        patterns.append(one)
    every = np.ones((4, 3))

    draws = drawn_again(treated, every > 0, in_period=True, most=ALL, rng=rng)
    told = rank(draws.patterns(), counts, every, treated)

    assert told.p_value == pytest.approx(by_hand(counts, patterns, treated), abs=0.02)
    assert (draws.treated.sum(axis=1) == 2).all()


def test_draws_leave_alone_what_was_not_observed():
    rng = np.random.default_rng(1)
    treated = rng.random((5, 8)) < 0.4
    observed = rng.random((5, 8)) < 0.7
    treated &= observed
    draws = drawn_again(treated, observed, in_period=False, most=199, rng=rng)
    assert not draws.treated[:, ~observed].any()
    assert (draws.treated.sum(axis=2) == treated.sum(axis=1)).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000), st.randoms(use_true_random=False))
def test_names_of_units_do_not_matter_where_all_choices_are_gone_through(seed, order):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(2, 4, (6, 1)) * np.ones((6, 4))).astype(float) + 1
    starts = np.array([2, 2, 4, 4, 4, 4])
    moved = list(range(6))
    order.shuffle(moved)

    def told(at):
        treated = np.arange(4)[None, :] >= starts[at][:, None]
        patterns = of_units(starts[at], 4, most=ALL, rng=np.random.default_rng(0))
        return rank(patterns, counts[at], np.ones((6, 4)), treated).p_value

    assert told(moved) == pytest.approx(told(list(range(6))))


def test_with_so_few_patterns_that_none_is_rare_there_is_no_interval():
    counts = np.random.default_rng(2).poisson(9, (6, 6)).astype(float)
    starts = np.array([3, 6, 6, 6, 6, 6])
    patterns = of_units(starts, 6, most=ALL, rng=np.random.default_rng(0))
    told = rank(patterns, counts, np.ones((6, 6)), from_start(6, 6, 1, 3))
    assert told.smallest == pytest.approx(1 / 6)
    assert (told.low, told.high) == (None, None)


def test_the_interval_ends_where_the_test_turns():
    rng = np.random.default_rng(5)
    treated = from_start(12, 10, 6, 5)
    counts = rng.poisson(20 * 0.6**treated).astype(float)
    starts = np.where(np.arange(12) < 6, 5, 10)
    patterns = of_units(starts, 10, most=ALL, rng=rng)
    every = np.ones((12, 10))

    told = rank(patterns, counts, every, treated)

    def p_value(ratio):
        return rank(patterns, freed(counts, every, treated, ratio), every, treated).p_value

    assert told.low is not None
    assert told.high is not None
    assert told.low < 0.6 < told.high < 1
    assert p_value(told.low * 1.01) >= 0.05 > p_value(told.low * 0.98)
    assert p_value(told.high * 0.99) >= 0.05 > p_value(told.high * 1.02)


def test_counts_freed_of_an_effect_have_the_mean_and_the_spread_of_the_others():
    rng = np.random.default_rng(6)
    treated = np.zeros((60, 60), dtype=bool)
    treated[:30] = True
    treated = rng.permuted(treated, axis=0)
    counts = rng.poisson(4 * 0.5**treated).astype(float)
    without = freed(counts, np.ones((60, 60)), treated, 0.5)
    assert without[treated].mean() == pytest.approx(without[~treated].mean(), rel=0.05)
    assert without[treated].var() == pytest.approx(without[~treated].var(), rel=0.1)
    assert (freed(counts, np.ones((60, 60)), treated, 1.0) == counts).all()
