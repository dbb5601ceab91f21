"""Moran's I: as esda has it, by its definition, and by dealing values out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.statistics.moran import Moran, nearest_neighbours
from candour.audit.statistics.moran import moran as moran_or_none


def moran(values, neighbours) -> Moran:
    result = moran_or_none(values, neighbours)
    assert result is not None
    return result


def example():
    rng = np.random.default_rng(42)
    x, y = rng.uniform(0, 10, (2, 60))
    values = np.round(np.sin(x) + y / 5 + rng.normal(0, 0.5, 60), 6)
    values[0] = 9
    return values, nearest_neighbours(x, y)


def test_it_is_what_esda_finds():
    """Of esda 2.9.0 with libpysal 4.14.1: KNN.from_array(k=8), rows that sum to one."""
    result = moran(*example())
    assert result.value == pytest.approx(0.37619431324905833)
    assert result.expected == pytest.approx(-0.01694915254237288)
    assert result.z == pytest.approx(7.9260202360118805)


def test_it_is_its_definition_with_the_weights_written_out():
    values, neighbours = example()
    weights = np.zeros((60, 60))
    for area, row in enumerate(neighbours):
        weights[area, row] = 1 / 8
    away = values - values.mean()
    assert moran(values, neighbours).value == pytest.approx(
        60 / weights.sum() * (away @ weights @ away) / (away @ away)
    )


def test_mean_and_spread_are_those_of_values_dealt_out_at_random():
    values, neighbours = example()
    rng = np.random.default_rng(1)
    dealt = np.array([moran(rng.permutation(values), neighbours).value for _ in range(4_000)])
    result = moran(values, neighbours)
    spread = (result.value - result.expected) / result.z
    assert dealt.mean() == pytest.approx(result.expected, abs=4 * spread / np.sqrt(4_000))
    assert dealt.std() == pytest.approx(spread, rel=0.05)


@given(st.floats(0.1, 9), st.floats(-9, 9))
def test_units_change_nothing(scale, shift):
    values, neighbours = example()
    moved, still = moran(values * scale + shift, neighbours), moran(values, neighbours)
    assert (moved.value, moved.z) == pytest.approx((still.value, still.z))


def test_values_all_alike_have_none():
    assert moran_or_none(np.full(60, 0.3), example()[1]) is None


def test_no_area_is_its_own_neighbour_even_where_two_lie_on_one_spot():
    x, y = np.array([0.0, 0.0, 1.0, 2.0, 2.0]), np.zeros(5)
    nearest = nearest_neighbours(x, y, neighbours=2)
    assert not (nearest == np.arange(5)[:, None]).any()
    assert nearest[0, 0] == 1
    assert nearest[1, 0] == 0
