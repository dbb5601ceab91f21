"""When events come in waves: wider intervals, and fair limits for many places at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate, normal_quantile

TRIMMED = 0.1  # of the places, at each end, before their spread is measured
FEWEST_TO_SPREAD = 2


def count_dispersion(counts: Sequence[int], exposures: Sequence[float] | None = None) -> float:
    """How much more counts vary between months than independent events would.

    Parameters
    ----------
    counts : sequence of int, length n_months
    exposures : sequence of float, same length, optional
        Days or residents of each month; equal if left out.

    Returns
    -------
    float
        Pearson's chi-squared over its degrees of freedom. Unitless; about 1 for independent
        events, above 1 where they come in waves. NaN with fewer than two months or no event.

    Notes
    -----
    Seasons and trends count as dispersion here: a month is treated as a repeat of any other.

    References
    ----------
    .. [1] McCullagh & Nelder (1989). Generalized Linear Models, 2nd ed., s. 6.2.

    Examples
    --------
    >>> count_dispersion([10, 10, 10, 10])
    0.0
    >>> round(count_dispersion([4, 16, 8, 12]), 3)
    2.667
    """
    seen = np.asarray(counts, dtype=float)
    shares = np.ones_like(seen) if exposures is None else np.asarray(exposures, dtype=float)
    if seen.size < FEWEST_TO_SPREAD or seen.sum() == 0:
        return float("nan")
    expected = seen.sum() * shares / shares.sum()
    return float(((seen - expected) ** 2 / expected).sum() / (seen.size - 1))


def split_dispersion(counts: Sequence[int], reference_counts: Sequence[int]) -> float:
    """How much more the split between two groups varies from month to month than chance would.

    Parameters
    ----------
    counts, reference_counts : sequence of int, length n_months

    Returns
    -------
    float
        Pearson's chi-squared of the months-by-two table over its degrees of freedom. Unitless;
        about 1 where stops are independent. NaN with fewer than two months that have events, or
        where one group has none.

    Notes
    -----
    What moves both groups alike (a season, a surge of activity) leaves their ratio alone, and
    rightly does not count. Months without an event on either side tell nothing and are left out.
    """
    table = np.asarray([counts, reference_counts], dtype=float)
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < FEWEST_TO_SPREAD or (table.sum(axis=1) == 0).any():
        return float("nan")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi_squared = ((table - expected) ** 2 / expected).sum()
    return float(chi_squared / (table.shape[1] - 1))


def dispersed_ratio(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    dispersion: float,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A ratio of rates whose interval is scaled for the dispersion seen.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure
        As in `rates.rate_ratio`.
    dispersion : float
        As found by `split_dispersion`. Below 1 counts as 1: months more alike than chance are no
        reason for more certainty.

    Returns
    -------
    Estimate
        Unitless. 1 is equal rates.

    Raises
    ------
    TooFewToCompare
        If either side has no events: the logarithm has no value there.

    Notes
    -----
    ``exp(log(ratio) ± z √(φ (1/a + 1/b)))``: quasi-Poisson [1]_. Twelve months fix φ only
    roughly, and clusters that last longer than a month are not seen at all.

    References
    ----------
    .. [1] McCullagh & Nelder (1989). Generalized Linear Models, 2nd ed., s. 6.2.
    """
    if events == 0 or reference_events == 0:
        raise TooFewToCompare("events on one side", people=exposure + reference_exposure)
    ratio = (events / exposure) / (reference_events / reference_exposure)
    variance = max(dispersion, 1.0) * (1 / events + 1 / reference_events)
    reach = normal_quantile(confidence) * sqrt(variance)
    return Estimate(ratio, exp(log(ratio) - reach), exp(log(ratio) + reach))


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
        Its target is the mean weighted by precision.

    Raises
    ------
    TooFewToCompare
        With fewer than three places.

    Notes
    -----
    The additive random-effects model of [1]_ (their section on over-dispersion, with the moment
    estimate of [2]_): ``τ² = (n φ - (n - 1)) / (Σw - Σw²/Σw)``, at least 0, where φ is the mean
    square of the winsorised z-scores and w = 1/error². A place inside the limits is not shown to
    be fair: all places may share one fault, which moves the target itself.

    References
    ----------
    .. [1] Spiegelhalter (2005). Handling over-dispersion of performance indicators. Quality and
       Safety in Health Care 14, 347-351.
    .. [2] DerSimonian & Laird (1986). Meta-analysis in clinical trials. Controlled Clinical Trials
       7, 177-188.
    """
    seen, spread = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    places = seen.size
    if places <= FEWEST_TO_SPREAD:
        raise TooFewToCompare("more than two places to compare")
    weights = 1 / spread**2
    target = float((weights * seen).sum() / weights.sum())
    scores = np.sort((seen - target) / spread)
    cut = int(trimmed * places)
    drawn_in = np.clip(scores, scores[cut], scores[places - 1 - cut])
    dispersion = float((drawn_in**2).mean())
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    between = max(0.0, (places * dispersion - (places - 1)) / float(scale))
    return Funnel(target, dispersion, between)
