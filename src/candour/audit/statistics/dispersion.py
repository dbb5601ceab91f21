"""Fair limits for many places at once, with room for the real differences between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import crossing, normal_quantile

Values = NDArray[np.float64]

TRIMMED = 0.1  # of the places, at each end, before their spread is measured
FEWEST_TO_SPREAD = 2


@dataclass(frozen=True, slots=True)
class Funnel:
    """What is usual among many places, and how far apart they truly lie."""

    target: float  # on the scale of what was measured
    dispersion: float  # mean square of the trimmed z-scores; about 1 if only chance varied
    between_variance: float  # tau squared, 0 if chance explains all

    def limits(
        self, error: float, *, confidence: float, naive: bool = False
    ) -> tuple[float, float]:
        """Between which values a place with this standard error is nothing out of the ordinary."""
        between = 0.0 if naive else self.between_variance
        reach = normal_quantile(confidence) * sqrt(error * error + between)
        return self.target - reach, self.target + reach


def funnel(values: Sequence[float], errors: Sequence[float], *, trimmed: float = TRIMMED) -> Funnel:
    """Limits for many places at once, with room for the real differences between all of them.

    Parameters
    ----------
    values : sequence of float, length n_places
        What was measured at each place, on a scale where errors are about normal (log ratios).
    errors : sequence of float, same length
        The standard error of each, above 0.
    trimmed : float in [0, 0.5), default 0.1
        Share of the z-scores at each end that is drawn in to the nearest one kept (winsorised),
        so that the few places one is looking for don't hide themselves.

    Returns
    -------
    Funnel
        Its target is the mean over places, weighted by precision with room for their differences.

    Raises
    ------
    TooFewToCompare
        With fewer than three places.

    Notes
    -----
    Random effects, τ² by Paule and Mandel [1]_: the τ² at which the mean square of the z-scores
    ``(y - μ)/√(s² + τ²)``, μ weighted by ``1/(s² + τ²)``, is what it would be of normal places. The
    scores are winsorised, as [2]_ advises, and so is what they are held against: without that,
    limits are too narrow even where no place is odd. With nothing trimmed it is their estimate. A
    place inside the limits is not shown to be fair: all places may share one fault, which moves
    the target itself.

    References
    ----------
    .. [1] Paule & Mandel (1982). Consensus values and weighting factors. Journal of Research of the
       National Bureau of Standards 87(5), 377-385.
    .. [2] Spiegelhalter (2005). Handling over-dispersion of performance indicators. Quality and
       Safety in Health Care 14, 347-351.
    """
    seen, spread = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    places = seen.size
    if places <= FEWEST_TO_SPREAD:
        raise TooFewToCompare("more than two places to compare")
    cut = int(trimmed * places)  # whole places at each end: few places are not trimmed at all
    expected = _winsorised_square(cut / places) * (places - 1) / places

    def mean_square(between: float) -> float:
        return float((_scores(seen, spread, between, cut) ** 2).mean())

    dispersion = mean_square(0.0)
    between = 0.0
    if dispersion > expected:
        most = float(np.ptp(seen)) ** 2 + 1.0
        while mean_square(most) > expected:
            most *= 2
        between = crossing(lambda size: expected - mean_square(size), low=0.0, high=most)
    weights = 1 / (spread**2 + between)
    return Funnel(float((weights * seen).sum() / weights.sum()), dispersion, between)


def _scores(values: Values, spread: Values, between: float, cut: int) -> Values:
    """How far each place lies from the mean, in standard errors; the outermost drawn in."""
    weights = 1 / (spread**2 + between)
    mean = (weights * values).sum() / weights.sum()
    scores: Values = np.sort((values - mean) * np.sqrt(weights))
    drawn_in: Values = np.clip(scores, scores[cut], scores[scores.size - 1 - cut])
    return drawn_in


def _winsorised_square(trimmed: float) -> float:
    """The mean square of a standard normal whose tails are drawn in to their quantiles.

    >>> round(_winsorised_square(0.0), 6), round(_winsorised_square(0.1), 4)
    (1.0, 0.6787)
    """
    if trimmed == 0:
        return 1.0
    edge = normal_quantile(1 - 2 * trimmed)
    density = exp(-edge * edge / 2) / sqrt(2 * pi)
    return (1 - 2 * trimmed) - 2 * edge * density + 2 * trimmed * edge * edge
