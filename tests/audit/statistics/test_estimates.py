"""A number and its interval: what a report has of it, and where a function crosses nought."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from candour.audit.statistics.estimates import (
    NO_ESTIMATE,
    Estimate,
    Reported,
    crossing,
    finite,
    normal_quantile,
)


def test_a_report_has_every_finite_end_as_it_is_and_nothing_for_the_others():
    assert Estimate(1.5, 0.0, 3.0).reported() == Reported(1.5, 0.0, 3.0)
    assert Estimate(1.5, -2.0, inf).reported() == Reported(1.5, -2.0, None)
    assert Estimate(inf, 1.0, inf).reported() == Reported(None, 1.0, None)
    assert Estimate(nan, -inf, nan).reported() == NO_ESTIMATE
    assert finite(0.0) == 0


def test_another_unit_moves_value_and_ends_alike():
    assert Estimate(0.5, 0.25, inf).times(1_000) == Estimate(500, 250, inf)
    assert str(Estimate(1.23456, 0.5, inf)) == "1.235 (0.5 to inf)"


@given(st.floats(0.001, 0.9999))
def test_an_interval_reaches_as_many_errors_as_scipy_says(confidence):
    assert normal_quantile(confidence) == pytest.approx(stats.norm.interval(confidence)[1])


@given(st.floats(-50, 50), st.floats(0.001, 20))
def test_a_crossing_is_the_root_that_brent_s_method_finds(place, steepness):
    def rising(x):
        return steepness * (x - place) + (x - place) ** 3

    found = crossing(rising, low=-60, high=60)
    assert found == pytest.approx(optimize.brentq(rising, -60, 60, xtol=1e-12), abs=1e-9)


def test_a_function_that_is_on_one_side_throughout_crosses_at_that_end():
    assert crossing(lambda x: x + 5, low=0.0, high=1.0) == pytest.approx(0)
    assert crossing(lambda x: x - 5, low=0.0, high=1.0) == pytest.approx(1)
