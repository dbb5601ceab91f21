"""Planted thresholds are found: their intervals hold the truth about as often as they say."""

import numpy as np
import pytest

from candour.audit.statistics.proportions import wilson
from candour.audit.thresholds.model import Posterior, Priors
from candour.audit.thresholds.sampling import ChainsDoNotMix, average_thresholds, draw
from tests.audit.thresholds.worlds import planted

AT_LEAST = 0.93


@pytest.mark.long
def test_posterior_intervals_hold_planted_thresholds(tries):
    """Of 200 worlds, each with other thresholds; without --long of four, which would show 0 of 12.

    Where chains do not mix nothing is told, so that nothing can be wrong: such worlds are few, and
    counted apart.
    """
    worlds = tries(4, long=200)
    held, refused = [], 0
    for world in range(worlds):
        counted, truth = planted(np.random.default_rng([2018, world]))
        posterior = Posterior(counted, Priors())
        try:
            drawn = draw(posterior, draws=400, seed=world)
        except ChainsDoNotMix:
            refused += 1
            continue
        averages = average_thresholds(posterior, drawn.parameters)
        low, high = np.quantile(averages, [0.025, 0.975], axis=(0, 1))
        held += [bool(a <= b <= c) for a, b, c in zip(low, truth, high, strict=True)]
    assert refused <= max(1, worlds // 10)
    # A sample is too small to show 93 %, and would show a fault that leaves few of them.
    assert wilson(sum(held), len(held)).high >= AT_LEAST
    if worlds >= 200:
        assert sum(held) / len(held) >= AT_LEAST
