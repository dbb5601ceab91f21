"""Poisson regression with two effects: beside statsmodels, and by its relations."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from candour.audit.statistics.two_way import (
    NoRatio,
    clustered,
    fit,
    informative,
    jackknifed,
    margins,
)


def panel(seed, units=9, periods=7, gaps=True):
    rng = np.random.default_rng(seed)
    exposure = rng.uniform(0.5, 3, (units, periods))
    if gaps:
        exposure[rng.random((units, periods)) < 0.1] = 0.0
    treated = (rng.random((units, periods)) < 0.4).astype(float)
    rate = rng.gamma(2, 2, (units, 1)) * rng.uniform(0.5, 2, (1, periods)) * 0.7**treated
    counts = rng.poisson(rate * exposure).astype(float)
    return counts, exposure, treated


def by_statsmodels(counts, exposure, columns, **how):
    """The same regression with a dummy for each unit and each period."""
    live = informative(counts, exposure) > 0
    unit, period = np.nonzero(live)
    dummies = np.column_stack([
        *(column[live] for column in columns),
        *(unit == one for one in np.unique(unit)),
        *(period == one for one in np.unique(period)[1:]),
    ]).astype(float)  # fmt: skip
    model = sm.GLM(
        counts[live], dummies, family=sm.families.Poisson(), offset=np.log(exposure[live])
    )
    return model.fit(tol=1e-12, **{"maxiter": 200, **how}), unit, period


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", [(9, 7), (5, 12)])
def test_statsmodels_with_a_dummy_for_each_unit_and_period_comes_to_the_same(seed, shape):
    counts, exposure, treated = panel(seed, *shape)
    along = np.arange(shape[1]) * (np.arange(shape[0]) < 3)[:, None] * 1.0

    fitted = fit(counts, exposure, [treated, along])
    other, unit, _ = by_statsmodels(counts, exposure, [treated, along])

    assert fitted.coefficients == pytest.approx(other.params[:2], abs=1e-7)
    errors = np.sqrt(np.diag(np.linalg.inv(fitted.information)))
    assert errors == pytest.approx(other.bse[:2], rel=1e-6)
    assert fitted.means.sum() == pytest.approx(other.mu.sum())
    robust, _, _ = by_statsmodels(
        counts, exposure, [treated, along], cov_type="cluster",
        cov_kwds={"groups": unit, "use_correction": False},
    )  # fmt: skip
    units = np.unique(unit).size
    expected = robust.bse[:2] * np.sqrt(units / (units - 1))
    assert clustered(fitted, counts, by_unit=True) == pytest.approx(expected, rel=1e-5)


def test_errors_that_move_with_periods_are_those_of_statsmodels_and_empty_periods_count_for_none():
    counts, exposure, treated = panel(4, units=6, periods=10)
    counts[:, 3] = exposure[:, 3] = 0.0

    fitted = fit(counts, exposure, [treated])
    _, _, period = by_statsmodels(counts, exposure, [treated])
    robust, _, _ = by_statsmodels(
        counts, exposure, [treated], cov_type="cluster",
        cov_kwds={"groups": period, "use_correction": False},
    )  # fmt: skip

    assert np.unique(period).size == 9
    expected = robust.bse[:1] * np.sqrt(9 / 8)
    assert clustered(fitted, counts, by_unit=False) == pytest.approx(expected, rel=1e-5)


BY_PYFIXEST = {  # seed, units, periods: coefficient and standard error
    (0, 9, 7): (-0.34231071658579193, 0.18524437550100933),
    (1, 5, 12): (-0.30442413435858634, 0.13463431349116917),
    (2, 20, 10): (-0.30702599049876145, 0.04301553272255666),
    (3, 12, 24): (-0.3204644329775491, 0.05941469151178793),
}


@pytest.mark.parametrize("shape", BY_PYFIXEST)
def test_pyfixest_came_to_the_same(shape):
    """pyfixest 0.60.0: fepois("count ~ treated | unit + period"), offset the log of exposure, CRV1
    by unit with ssc(k_adj=False, G_adj=True), iwls_tol=1e-12; noted here, as it is no part of what
    tests install."""
    counts, exposure, treated = panel(*shape)
    fitted = fit(counts, exposure, [treated])
    coefficient, error = BY_PYFIXEST[shape]
    assert fitted.coefficients[0] == pytest.approx(coefficient, abs=1e-7)
    assert clustered(fitted, counts, by_unit=True)[0] == pytest.approx(error, rel=1e-5)


def test_leaving_out_each_unit_is_what_statsmodels_makes_of_the_panel_without_it():
    counts, exposure, treated = panel(11)
    fitted = fit(counts, exposure, [treated])
    blocks = [np.array([unit]) for unit in range(9)]

    away = []
    for unit in range(9):
        rest = np.delete(np.arange(9), unit)
        other, _, _ = by_statsmodels(counts[rest], exposure[rest], [treated[rest]])
        away.append(other.params[0] - fitted.coefficients[0])

    expected = np.sqrt(8 / 9 * np.square(away).sum())
    assert jackknifed(counts, exposure, [treated], fitted, blocks)[0] == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_scaling_what_counts_are_set_against_and_naming_units_anew_change_nothing(seed, by, order):
    counts, exposure, treated = panel(seed)
    try:
        ratio = fit(counts, exposure, [treated]).coefficients[0]
    except NoRatio:
        assume(False)
    units, periods = list(range(9)), list(range(7))
    order.shuffle(units)
    order.shuffle(periods)
    moved = np.ix_(units, periods)
    of_unit = 1 + np.arange(9)[:, None]

    again = fit(counts[moved], (exposure * by * of_unit)[moved], [treated[moved]]).coefficients[0]

    assert again == pytest.approx(ratio, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_calling_treated_what_was_not_turns_the_ratio_over(seed):
    counts, exposure, treated = panel(seed)
    try:
        ratio = fit(counts, exposure, [treated]).coefficients[0]
    except NoRatio:
        assume(False)

    assert fit(counts, exposure, [1 - treated]).coefficients[0] == pytest.approx(-ratio, abs=1e-6)


def test_a_ratio_without_a_value_is_refused():
    counts, exposure, treated = panel(3, gaps=False)
    with pytest.raises(NoRatio, match="no ratio has a value"):
        fit(np.where(treated > 0, 0.0, counts), exposure, [treated])
    with pytest.raises(NoRatio, match="nothing to tell the effect by"):
        fit(counts, exposure, [np.ones(counts.shape) * (np.arange(9) < 4)[:, None]])


def test_scaled_margins_are_those_of_the_counts():
    counts, exposure, _ = panel(5)
    live = informative(counts, exposure)
    table = margins(counts, live)
    seen = np.where(live > 0, counts, 0)
    assert table.sum(axis=0) == pytest.approx(seen.sum(axis=0))
    assert table.sum(axis=1) == pytest.approx(seen.sum(axis=1))
