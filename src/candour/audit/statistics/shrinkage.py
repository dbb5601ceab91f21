"""Many small places at once: each drawn towards all by as much as it is uncertain."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import TooFewToCompare


def shrunken_rates(events: Sequence[int], exposures: Sequence[float]) -> list[float]:
    """Rates of small places, each drawn towards the rate of all by as much as it is uncertain.

    Parameters
    ----------
    events : sequence of int, length n_places
    exposures : sequence of float, same length, above 0

    Returns
    -------
    list of float
        Events per unit of exposure. Each lies between the place's own rate and the overall one.

    Raises
    ------
    TooFewToCompare
        If there is no place.

    Notes
    -----
    Marshall's global moment estimator [1]_. Good for ranking and mapping small places; a shrunken
    rate is no longer what was counted there, and its errors are shared: never test one against
    another.

    References
    ----------
    .. [1] Marshall (1991). Mapping disease and mortality rates using empirical Bayes estimators.
       Applied Statistics 40, 283-294.

    Examples
    --------
    >>> [round(rate, 3) for rate in shrunken_rates([0, 50, 10], [10, 100, 100])]
    [0.122, 0.485, 0.113]
    """
    counted, exposed = np.asarray(events, dtype=float), np.asarray(exposures, dtype=float)
    if counted.size == 0 or not (exposed > 0).all():
        raise TooFewToCompare("places with anyone in them")
    overall = counted.sum() / exposed.sum()
    own = counted / exposed
    spread = (exposed * (own - overall) ** 2).sum() / exposed.sum()
    between = max(0.0, spread - overall / exposed.mean())
    weights_of_own = between / (between + overall / exposed) if overall > 0 else np.zeros_like(own)
    return [float(rate) for rate in overall + weights_of_own * (own - overall)]


def shrunken_shares(counts: Sequence[int], people: Sequence[int]) -> list[float]:
    """Shares in small groups, each drawn towards the share in all by as much as it is uncertain.

    The same moment estimator as `shrunken_rates`, with the variance of a share in place of that
    of a rate. Returns shares, 0 to 1; groups must not be empty.

    >>> [round(share, 3) for share in shrunken_shares([0, 60, 10], [4, 100, 100])]
    [0.166, 0.591, 0.109]
    """
    counted, sizes = np.asarray(counts, dtype=float), np.asarray(people, dtype=float)
    if counted.size == 0 or not (sizes > 0).all():
        raise TooFewToCompare("groups with anyone in them")
    overall = counted.sum() / sizes.sum()
    own = counted / sizes
    chance = overall * (1 - overall)
    spread = (sizes * (own - overall) ** 2).sum() / sizes.sum()
    between = max(0.0, spread - chance / sizes.mean())
    weights_of_own = between / (between + chance / sizes) if chance > 0 else np.zeros_like(own)
    return [float(share) for share in overall + weights_of_own * (own - overall)]


def log_ratios(
    sides: Sequence[tuple[int, float]], references: Sequence[tuple[int, float]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log ratios of two groups' rates, place by place, and their standard errors.

    Raises
    ------
    TooFewToCompare
        If a place has no residents, or one side has no event in any place.

    Notes
    -----
    One event is added to each place, divided between the two sides as the ratio of all places
    (Mantel and Haenszel's) would divide it, so that a place without events says nothing new [1]_.
    Events are taken to be independent: the variance is ``1/a + 1/b`` of the counts so raised.

    References
    ----------
    .. [1] Sweeting, Sutton & Lambert (2004). What to add to nothing? Use and avoidance of
       continuity corrections in meta-analysis of sparse data. Statistics in Medicine 23, 1351-1375.
    """
    events, here = np.asarray(sides, dtype=float).T
    others, there = np.asarray(references, dtype=float).T
    if not ((here > 0).all() and (there > 0).all()):
        raise TooFewToCompare("residents in one of the places")
    if not (events.sum() and others.sum()):
        raise TooFewToCompare("events on one side in any place")
    both = here + there
    pooled = (events * there / both).sum() / (others * here / both).sum()
    share = pooled * here / (pooled * here + there)
    events, others = events + share, others + 1 - share
    own = np.log(events / here) - np.log(others / there)
    return own, np.sqrt(1 / events + 1 / others)
