"""How well a score ranks people: the area under the curve, from counts at each score."""

from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate, normal_quantile


def area_under_curve(
    with_outcome: NDArray[np.int64],
    without: NDArray[np.int64],
    *,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How often someone with the outcome scores above someone without it.

    Parameters
    ----------
    with_outcome, without : ndarray of int, shape (n_scores,)
        How many people stand at each score, in rising order of score.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate
        0 to 1; a tie counts half. 0.5 is no better than chance, 1 a perfect ranking.

    Raises
    ------
    TooFewToCompare
        If nobody has the outcome, or everybody.

    Notes
    -----
    The variance is DeLong's [1]_, worked from the counts, and the interval is symmetric on the
    scale of log odds, so that it stays between 0 and 1. Where the ranking is perfect it has no
    width, which is no sign of certainty. A high area says nothing about error rates at the
    threshold in use, nor that scores mean the same in each group.

    References
    ----------
    .. [1] DeLong, DeLong & Clarke-Pearson (1988). Comparing the areas under two or more
       correlated receiver operating characteristic curves. Biometrics 44, 837-845.

    Examples
    --------
    >>> round(area_under_curve(np.array([0, 1, 2]), np.array([2, 1, 0])).value, 6)
    0.944444
    """
    cases, others = int(with_outcome.sum()), int(without.sum())
    if cases == 0 or others == 0:
        raise TooFewToCompare("people with and without the outcome", people=cases + others)
    below = np.cumsum(without) - without / 2  # others who score lower, ties half
    above = cases - np.cumsum(with_outcome) + with_outcome / 2
    placed = below / others  # of each case among the others
    beaten = above / cases  # of each of the others among the cases
    area = float((with_outcome * placed).sum() / cases)
    variance = _variance(placed, with_outcome) / cases + _variance(beaten, without) / others
    if not 0 < area < 1:
        return Estimate(area, area, area)
    reach = normal_quantile(confidence) * sqrt(variance) / (area * (1 - area))
    middle = log(area / (1 - area))
    return Estimate(area, _logistic(middle - reach), _logistic(middle + reach))


def _variance(values: NDArray[np.float64], weights: NDArray[np.int64]) -> float:
    """The sample variance of values that stand for several people each; 0 for one person."""
    people = int(weights.sum())
    if people == 1:
        return 0.0
    mean = (weights * values).sum() / people
    return float((weights * (values - mean) ** 2).sum() / (people - 1))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds)) if log_odds >= 0 else 1 - 1 / (1 + exp(log_odds))
