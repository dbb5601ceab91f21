"""Whether chains agree and what their draws are worth, beside ArviZ and beside known series."""

import warnings

import numpy as np
import pytest

from candour.audit.statistics.chains import (
    bulk_and_tail_size,
    quantile_error,
    rank_normalised_r_hat,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    import arviz


def series(seed, *, chains=4, length=500, alike=0.0):
    """Chains in which each draw is like the one before: autoregressive of the first order."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(chains, length))
    draws = np.empty_like(noise)
    draws[:, 0] = noise[:, 0]
    for i in range(1, length):
        draws[:, i] = alike * draws[:, i - 1] + np.sqrt(1 - alike**2) * noise[:, i]
    return draws


@pytest.mark.parametrize("alike", [-0.4, 0.0, 0.5, 0.9])
@pytest.mark.parametrize("length", [100, 501])
def test_both_are_those_of_another_implementation(alike, length):
    draws = series(7, length=length, alike=alike)
    draws[0] += 0.2
    bulk, tail = bulk_and_tail_size(draws)
    assert rank_normalised_r_hat(draws) == pytest.approx(float(arviz.rhat(draws)), rel=1e-9)
    assert bulk == pytest.approx(float(arviz.ess(draws, method="bulk")), rel=0.1)
    assert tail == pytest.approx(float(arviz.ess(draws, method="tail")), rel=0.1)


@pytest.mark.parametrize("alike", [0.0, 0.5, 0.8])
def test_draws_that_are_alike_are_worth_what_theory_says(alike):
    bulk, _ = bulk_and_tail_size(series(3, length=5_000, alike=alike))
    assert bulk == pytest.approx(20_000 * (1 - alike) / (1 + alike), rel=0.1)


def test_a_chain_that_is_elsewhere_is_seen_and_so_is_one_that_is_wider():
    draws = series(5)
    assert rank_normalised_r_hat(draws) < 1.01
    elsewhere, wider = draws.copy(), draws.copy()
    elsewhere[2] += 1
    wider[1] *= 3
    assert rank_normalised_r_hat(elsewhere) > 1.05
    assert rank_normalised_r_hat(wider) > 1.05


def test_a_chain_that_is_stuck_is_seen():
    draws = series(5)
    draws[3] = 2.0
    assert rank_normalised_r_hat(draws) > 1.05
    assert rank_normalised_r_hat(np.ones((4, 10))) == 1.0


def test_one_chain_of_a_hundred_that_is_stuck_elsewhere_is_seen_where_no_chain_moves():
    draws = np.zeros((100, 8))
    draws[7] = 1.0
    assert rank_normalised_r_hat(draws) == np.inf


def test_order_of_chains_and_the_scale_change_nothing():
    draws = series(9, alike=0.3)
    assert rank_normalised_r_hat(draws[::-1]) == pytest.approx(rank_normalised_r_hat(draws))
    assert bulk_and_tail_size(np.exp(draws)) == pytest.approx(bulk_and_tail_size(draws))


def test_too_few_draws_are_refused():
    with pytest.raises(ValueError, match="fewer than four"):
        rank_normalised_r_hat(np.zeros((4, 3)))


@pytest.mark.parametrize("level", [0.025, 0.5, 0.99])
@pytest.mark.parametrize("alike", [0.0, 0.7])
def test_the_error_of_a_quantile_is_that_of_another_implementation(level, alike):
    draws = series(11, length=20_000, alike=alike)  # it takes whole ranks, and outwards
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = float(arviz.mcse(draws, method="quantile", prob=level))
    assert quantile_error(draws, level) == pytest.approx(other, rel=0.06)


def test_the_error_of_a_quantile_is_how_far_it_moves_from_one_run_to_another():
    ends = [np.quantile(series(seed, alike=0.5), 0.975) for seed in range(200)]
    errors = [quantile_error(series(seed, alike=0.5), 0.975) for seed in range(40)]
    assert np.mean(errors) == pytest.approx(np.std(ends), rel=0.25)
