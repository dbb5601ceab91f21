"""Regression to the mean: beside its formula, and beside what made-up places do next."""

import numpy as np
import pytest

from candour.audit.evaluations.returning import expected_fall, falls, returning

SHAPE, RATE = 2.0, 0.5  # of a gamma distribution of true rates, whose mean is four


def world(seed, units=20_000, periods=2):
    rng = np.random.default_rng(seed)
    rates = rng.gamma(SHAPE, 1 / RATE, (units, 1))
    return rng.poisson(rates * np.ones((units, periods))).astype(float)


def test_of_one_period_it_is_the_mean_of_the_posterior_gamma():
    """Morris (1983): of a gamma with shape a and rate b, the mean given y is (y + a) / (1 + b)."""
    counts = world(1)[:, :1]
    back = returning(counts, np.ones(counts.shape))
    assert back is not None
    assert not back.by_pairs
    expected = (counts[:, 0] + SHAPE) / (1 + RATE)
    assert back.kept == pytest.approx(1 / (1 + RATE), abs=0.02)
    assert back.next_rates == pytest.approx(expected, rel=0.05, abs=0.1)


def test_of_two_periods_what_lasts_is_the_same_seen_between_them():
    counts = world(2)
    back = returning(counts, np.ones(counts.shape))
    assert back is not None
    assert back.by_pairs
    assert back.kept == pytest.approx(1 / (1 + RATE), abs=0.03)


@pytest.mark.parametrize("periods", [1, 2, 6])
def test_what_is_foretold_of_the_highest_is_what_they_do_next(periods):
    counts = world(3, units=3_000, periods=periods + 1)
    before, after = counts[:, :periods], counts[:, periods]
    chosen = before[:, -1] >= np.sort(before[:, -1])[-300]

    told = expected_fall(chosen, before, np.ones(before.shape))

    assert told is not None
    _, ratio, on_mean = told
    assert ratio == pytest.approx(after[chosen].sum() / before[chosen, -1].sum(), abs=0.03)
    if periods == 1:
        assert on_mean is None
    else:
        expected = after[chosen].sum() * periods / before[chosen].sum()
        assert on_mean == pytest.approx(expected, abs=0.03)


def test_places_whose_rates_do_not_differ_return_all_the_way():
    counts = np.random.default_rng(4).poisson(5, (5_000, 1)).astype(float)
    back = returning(counts, np.ones(counts.shape))
    assert back is not None
    assert back.kept < 0.05


def test_highest_counts_are_followed_once_each_by_hand():
    counts = np.array([[9, 2, 8, 1], [1, 7, 1, 7], [5, 5, 5, 5.0], [0, 0, 0, 0]])
    one = falls(counts, np.ones(counts.shape), 2)
    assert [(each.chosen_count, each.next_count) for each in one] == [(14, 7), (12, 6), (13, 6)]
    two = falls(counts, np.ones(counts.shape), 2, span=2)
    assert [(each.chosen_count, each.next_count) for each in two] == [(21, 19)]


def test_too_few_units_tell_nothing():
    assert returning(np.ones((4, 3)), np.ones((4, 3))) is None
