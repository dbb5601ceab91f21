"""The loop of the urn, compiled. Run uncompiled (`.py_func`) it makes the same draws."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(nogil=True, cache=True)
def shares(
    seeds: NDArray[np.uint32],
    start: NDArray[np.float64],
    rates: NDArray[np.float64],
    reported: NDArray[np.float64],
    decay: float,
    correction: bool,  # compiled code takes no keywords
    is_poisson: bool,
    at: NDArray[np.int64],
) -> NDArray[np.float64]:
    """The first region's share at each draw of `at`, shape (n_seeds, n_at)."""
    out = np.empty((seeds.size, at.size))
    for run in range(seeds.size):
        np.random.seed(seeds[run])
        first, second = start[0], start[1]
        place = 0
        for draw in range(at[-1] + 1):
            if draw == at[place]:
                out[run, place] = first / (first + second)
                place += 1
            if draw == at[-1]:
                break
            share = first / (first + second)
            visits_first = np.random.random() < share
            rate = rates[0] if visits_first else rates[1]
            added = 0.0
            if is_poisson:
                added = float(np.random.poisson(rate))
            elif np.random.random() < rate:
                added = 1.0
            if correction:
                # Kept with a chance in proportion to the other region's share, the larger of the
                # two taken as certain.
                own = share if visits_first else 1.0 - share
                chance = (1.0 - own) / max(share, 1.0 - share)
                if np.random.random() >= chance:
                    added = 0.0
            if visits_first:
                first += added
            else:
                second += added
            if reported[0] > 0.0:
                first += float(np.random.poisson(reported[0]))
            if reported[1] > 0.0:
                second += float(np.random.poisson(reported[1]))
            if decay > 0.0:
                first = max(first - np.random.binomial(int(first), decay), 1.0)
                second = max(second - np.random.binomial(int(second), decay), 1.0)
    return out
