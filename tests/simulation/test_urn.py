"""Two regions and one patrol: exact moments, what the papers found, and what must not matter."""

from dataclasses import replace
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.simulation import _urn_loop
from candour.simulation.errors import CannotSimulate
from candour.simulation.seeds import seeds_of
from candour.simulation.urn import OAKLAND, Discovery, UrnSettings, run_urn, shares_over_time


def chance(start, rates, **more):
    return UrnSettings(start, rates, discovery=Discovery.CHANCE, **more)


def exact_share(start, chances, draws):
    """The mean share after some draws, by all paths, in fractions: no simulation."""
    states = {start: Fraction(1)}
    for _ in range(draws):
        after: dict[tuple[int, int], Fraction] = {}
        for (first, second), weight in states.items():
            share = Fraction(first, first + second)
            for region, picked in ((0, share), (1, 1 - share)):
                p = Fraction(chances[region]).limit_denominator(1_000)
                grown = (first + (region == 0), second + (region == 1))
                for state, q in ((grown, p), ((first, second), 1 - p)):
                    after[state] = after.get(state, 0) + weight * picked * q
        states = after
    return float(sum(w * Fraction(a, a + b) for (a, b), w in states.items()))


@pytest.mark.parametrize(
    ("start", "chances", "draws", "known"),
    [
        ((2, 1), (1, 1), 3, 0.66666667),
        ((2, 1), (0.5, 0.5), 6, 0.66666667),
        ((1, 1), (0.5, 0.25), 10, 0.63036395),
        ((1, 1), (0.5, 0.25), 40, 0.74409665),
    ],
)
def test_mean_shares_are_those_of_all_paths_counted(start, chances, draws, known):
    assert exact_share(start, chances, draws) == pytest.approx(known, abs=1e-8)

    ends = shares_over_time(chance(start, chances), seeds_of(5, 40_000), draws)[0][:, -1]

    assert ends.mean() == pytest.approx(known, abs=4 * ends.std() / sqrt(ends.size))


def test_additions_to_a_small_urn_have_their_exact_chances():
    ends = shares_over_time(chance((2, 1), (1, 1)), seeds_of(6, 40_000), 3)[0][:, -1]
    counts = np.bincount(np.rint(ends * 6).astype(int) - 2, minlength=4) / ends.size
    assert counts == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=0.01)


def test_with_equal_discovery_the_starting_bias_is_kept_and_single_runs_end_around_it():
    ends = shares_over_time(chance((609, 379), (1, 1)), seeds_of(7, 20_000), 1_000)[0][:, -1]
    assert ends.mean() == pytest.approx(0.61639676, abs=4 * 0.010966422 / sqrt(20_000))
    assert ends.std() == pytest.approx(0.010966422, rel=0.03)


def test_with_unequal_discovery_the_region_with_more_runs_away():
    result = run_urn(OAKLAND, runs=400, draws=4_000, seed=1)
    assert result.share.mean > 0.97
    assert result.share.mean > result.truth + 0.3


def test_with_the_correction_the_share_settles_at_the_truth():
    result = run_urn(replace(OAKLAND, correction=True), runs=600, draws=3_000, seed=1)
    assert result.truth == pytest.approx(0.56680257)
    assert result.share.mean == pytest.approx(result.truth, abs=0.01)


def test_where_incidents_are_reported_too_the_share_stops_short_of_one():
    without = run_urn(OAKLAND, runs=300, draws=3_000, seed=2)
    with_reports = run_urn(replace(OAKLAND, reported=OAKLAND.rates), runs=300, draws=3_000, seed=2)
    assert with_reports.truth < with_reports.share.mean < without.share.mean - 0.1


@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.tuples(st.floats(0.1, 5), st.floats(0.1, 5)),
    st.booleans(),
)
@settings(max_examples=15, deadline=None)
def test_the_compiled_loop_makes_the_same_draws_as_the_plain_one(start, rates, correction):
    given_ = (
        seeds_of(3, 2),
        np.array(start, dtype=float),
        np.array(rates),
        np.zeros(2),
        0.01,
        correction,
        True,
        np.arange(0, 61, 10),
    )
    assert np.array_equal(_urn_loop.shares(*given_), _urn_loop.shares.py_func(*given_))


def test_the_number_of_workers_and_of_further_runs_changes_nothing():
    one = run_urn(OAKLAND, runs=120, draws=50, seed=9)
    assert run_urn(OAKLAND, runs=120, draws=50, seed=9, workers=3) == one
    shorter = shares_over_time(OAKLAND, seeds_of(9, 40), 50)[0]
    assert np.array_equal(shares_over_time(OAKLAND, seeds_of(9, 120), 50)[0][:40], shorter)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": (0, 5)}, "two numbers above 0"),
        ({"rates": (-1, 1)}, "must be 0 or more, not -1 and 1"),
        ({"rates": (float("nan"), 1)}, "must be 0 or more"),
        ({"rates": (0, 0)}, "Nothing is ever discovered"),
        ({"decay": 1.0}, "Decay is a chance from 0 to below 1, not 1"),
        ({"rates": (1.5, 0.5), "discovery": Discovery.CHANCE}, "A chance is at most 1"),
        ({"start": (1.5, 2), "decay": 0.1}, "start with whole numbers"),
    ],
)
def test_settings_without_meaning_are_refused_in_a_sentence(change, says):
    with pytest.raises(CannotSimulate, match=says):
        replace(OAKLAND, **change)


@pytest.mark.parametrize(("runs", "draws"), [(0, 10), (10, 0)])
def test_no_runs_and_no_draws_are_refused(runs, draws):
    with pytest.raises(CannotSimulate, match="At least one"):
        run_urn(OAKLAND, runs=runs, draws=draws, seed=1)
