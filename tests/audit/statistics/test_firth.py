"""Firth's logistic regression: beside others' work, by its relations, and by simulation."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from candour.audit.statistics.firth import NoModel, fit, odds_ratio
from tests.support.sizes import tries


def with_constant(*columns):
    return np.column_stack([np.ones(len(columns[0])), *columns])


def two_by_two(a, b, c, d):
    group = np.repeat([1.0, 1.0, 0.0, 0.0], [a, b, c, d])
    return with_constant(group), np.repeat([True, False, True, False], [a, b, c, d])


cells = st.integers(0, 12)


@settings(max_examples=50, deadline=None)
@given(cells, cells, cells, cells)
def test_of_a_two_by_two_table_it_adds_a_half_to_each_cell(a, b, c, d):
    """Firth (1993), section 3: of a saturated model the penalty is Jeffreys's, half an event."""
    assume(a + b and c + d and a + c and b + d)

    columns, happened = two_by_two(a, b, c, d)

    expected = (a + 0.5) * (d + 0.5) / (b + 0.5) / (c + 0.5)
    assert np.exp(fit(columns, happened).coefficients[1]) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_another_maximiser_of_the_penalised_likelihood_comes_to_the_same(seed):
    rng = np.random.default_rng(seed)
    columns = with_constant(rng.normal(size=40), rng.exponential(size=40))
    happened = rng.random(40) < 0.2
    happened[0] = True

    def penalised(at):
        odds = columns @ at
        chance = 1 / (1 + np.exp(-odds))
        information = columns.T @ np.diag(chance * (1 - chance)) @ columns
        whole = np.sum(happened * np.log(chance) + ~happened * np.log1p(-chance))
        return -(whole + 0.5 * np.log(np.linalg.det(information)))

    best = minimize(
        penalised,
        np.zeros(3),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20_000},
    )

    result = fit(columns, happened)
    assert result.coefficients == pytest.approx(best.x, abs=1e-4)
    assert result.likelihood == pytest.approx(-best.fun)


def test_where_rows_are_many_it_is_what_statsmodels_finds_without_a_penalty():
    rng = np.random.default_rng(3)
    x, z = rng.normal(size=(2, 40_000))
    columns = with_constant(x, z)
    happened = rng.random(40_000) < 1 / (1 + np.exp(2 - 0.5 * x + 0.3 * z))

    plain = sm.Logit(happened.astype(float), columns).fit(disp=0)

    assert fit(columns, happened).coefficients == pytest.approx(plain.params, abs=1e-3)
    mine = odds_ratio(columns, happened, 1)
    low, high = np.exp(plain.conf_int()[1])
    assert (mine.low, mine.high) == pytest.approx((low, high), rel=1e-3)


def test_where_a_covariate_separates_all_the_answer_is_finite_and_not_clear_from_few():
    columns = with_constant(np.arange(6.0))
    result = odds_ratio(columns, np.arange(6) > 2, 1)
    assert np.isfinite(result.value)
    assert 1 < result.value < 20
    assert result.low < result.value < result.high


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-3, 3), st.booleans()), min_size=8, max_size=30),
    st.floats(0.2, 5),
    st.floats(-4, 4),
)
def test_units_change_the_step_and_nothing_else(rows, scale, shift):
    x, happened = np.array([a for a, _ in rows]), np.array([b for _, b in rows])
    assume(0 < happened.sum() < happened.size and np.ptp(x) > 0.1)
    here = fit(with_constant(x), happened)
    there = fit(with_constant(x * scale + shift), happened)
    other_way = fit(with_constant(x), ~happened)
    assert there.coefficients[1] * scale == pytest.approx(here.coefficients[1], abs=1e-5)
    assert there.chances == pytest.approx(here.chances, abs=1e-5)
    assert other_way.coefficients == pytest.approx(-here.coefficients, abs=1e-5)


def test_the_interval_holds_the_truth_about_as_often_as_it_says_with_few_events():
    rng = np.random.default_rng(20261130)
    worlds, truth, held = tries(60, long=4_000), np.log(2.0), 0
    for _ in range(worlds):
        x = rng.normal(size=150)
        happened = rng.random(150) < 1 / (1 + np.exp(2.3 - truth * x))
        if not happened.any():
            happened[0] = True
        result = odds_ratio(with_constant(x), happened, 1)
        held += result.low <= 2.0 <= result.high
    assert held / worlds >= 0.95 - 2 * np.sqrt(0.95 * 0.05 / worlds) - 0.01


def test_what_can_not_be_modelled_is_said():
    with pytest.raises(NoModel, match="or none is"):
        fit(with_constant(np.arange(5.0)), np.zeros(5, bool))
    with pytest.raises(NoModel, match="say the same"):
        fit(with_constant(np.arange(5.0), 2 * np.arange(5.0)), np.arange(5) > 2)


@pytest.mark.parametrize("size", [1e-2, 1.0, 1e6])
def test_what_a_covariate_is_measured_in_changes_nothing_but_its_unit(size):
    rng = np.random.default_rng(11)
    values = rng.normal(size=60)
    happened = rng.random(60) < 1 / (1 + np.exp(1 - values))
    other = rng.normal(size=60) / size
    plain = odds_ratio(np.column_stack([np.ones(60), values, other]), happened, 1)
    scaled = odds_ratio(np.column_stack([np.ones(60), values * size, other]), happened, 1)
    for name in ("value", "low", "high"):
        told = np.log(getattr(scaled, name)) * size
        assert told == pytest.approx(np.log(getattr(plain, name)), rel=1e-5)
    assert scaled.p_value == pytest.approx(plain.p_value, rel=1e-5)


def test_covariates_that_are_nearly_the_same_are_refused_and_never_half_fitted():
    refused = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        one = rng.normal(size=50) * 10.0 ** rng.integers(-6, 7)
        other = 2 * one + 1e-6 * np.abs(one).max() * rng.normal(size=50)
        happened = rng.random(50) < 0.3
        try:
            told = odds_ratio(np.column_stack([np.ones(50), one, other]), happened, 1)
        except NoModel:
            refused += 1
        else:
            assert told.low <= told.value <= told.high
            assert 0 <= told.p_value <= 1
    assert refused > 20
