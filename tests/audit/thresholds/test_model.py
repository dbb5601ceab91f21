"""The threshold test's model: tails of normals, one compiled and one plain, and their slopes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit, log_ndtr, logit
from scipy.stats import norm

from candour.audit.thresholds._density_loop import log_tail, to_natural
from candour.audit.thresholds.model import Cells, Posterior, Priors, log_density
from tests.audit.thresholds.worlds import planted

seeds = st.integers(0, 2**32 - 1)


def posterior_and_vector(seed, priors=Priors()):  # noqa: B008 # a frozen value
    rng = np.random.default_rng(seed)
    counted, _ = planted(rng, groups=2, places=4, stops=400)
    posterior = Posterior(counted, priors)
    return posterior, posterior.start(rng)


@given(seeds)
def test_the_compiled_density_is_that_of_numpy(seed):
    posterior, vector = posterior_and_vector(seed)
    value, _ = posterior.log_density_and_slopes()(vector)
    assert value == pytest.approx(log_density(posterior, vector), rel=1e-9)


@given(seeds)
def test_its_slopes_are_those_of_small_steps(seed):
    posterior, vector = posterior_and_vector(seed, Priors().wider(2))
    _, slopes = posterior.log_density_and_slopes()(vector)
    step = 1e-5
    for own, slope in zip(np.eye(vector.size), slopes, strict=True):
        ends = [log_density(posterior, vector + sign * step * own) for sign in (1, -1)]
        rounding = 1e-10 * abs(ends[0]) / step
        near = (ends[0] - ends[1]) / (2 * step)
        assert slope == pytest.approx(near, rel=1e-4, abs=1e-3 + rounding)


@given(st.floats(-40, 40))
def test_the_tail_keeps_its_digits_where_it_is_far_out(x):
    assert log_tail(x) == pytest.approx(float(log_ndtr(x)), rel=1e-12, abs=1e-300)


@given(seeds)
def test_what_a_sampler_moves_leads_back_to_the_parameters(seed):
    posterior, vector = posterior_and_vector(seed)
    groups, places = posterior.counted.shape
    natural = to_natural(vector, groups, places)
    cells = posterior.layout.cells(vector)
    at = 3 * groups + 3
    assert natural[at : at + groups * places] == pytest.approx(cells.threshold.ravel())
    assert natural[groups] + natural[at + groups * places] == pytest.approx(cells.carrying[0, 0])


@given(st.floats(0.03, 0.6), st.floats(0.02, 0.6), st.floats(0.4, 2.5))
def test_rates_are_those_of_a_crowd_searched_above_the_threshold(threshold, carry, apart):
    """By adding up people over the signal itself, with no tail of a normal in it."""

    def crowd(x):
        return carry * norm.pdf(x, apart), (1 - carry) * norm.pdf(x)

    def is_searched(x):
        with_it, without = crowd(x)
        return with_it / (with_it + without) >= threshold

    cells = Cells(
        *(np.array([[number]]) for number in (logit(threshold), logit(carry), np.log(apart)))
    )
    cut = float(cells.cut[0, 0])
    assert is_searched(cut + 1e-6)
    assert not is_searched(cut - 1e-6)
    found = quad(lambda x: crowd(x)[0], cut, cut + 30)[0]
    in_vain = quad(lambda x: crowd(x)[1], cut, cut + 30)[0]
    searched, hits = cells.rates()
    assert searched[0, 0] == pytest.approx(found + in_vain, rel=1e-6, abs=1e-12)
    if found + in_vain > 1e-9:
        assert hits[0, 0] == pytest.approx(found / (found + in_vain), rel=1e-5)


@given(st.floats(0.05, 0.5), st.floats(0.02, 0.5), st.floats(0.4, 2.0))
def test_a_higher_threshold_searches_fewer_and_finds_more(threshold, carry, apart):
    numbers = np.array([[logit(threshold), logit(threshold) + 0.3]])
    same = np.ones((1, 2))
    searched, found = Cells(numbers, logit(carry) * same, np.log(apart) * same).rates()
    assert searched[0, 0] > searched[0, 1]
    assert found[0, 0] <= found[0, 1]
    assert found[0, 0] >= threshold - 1e-9  # a mean over all above it
    assert expit(numbers[0, 1]) > threshold
