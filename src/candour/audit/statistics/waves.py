"""Stops come in waves: one widened error for a rate, a ratio, a difference and a p-value.

An operation, a festival or one officer's shift makes many stops at once, and often of several
groups at once. So the error of a *ratio* is taken from how the ratio itself moves from week to
week: what moves both groups alike leaves it alone, and what moves one of them does not. That one
number, with the degrees of freedom it was found with, widens the exact limits of everything that
is said of the two groups, so that a ratio, its difference and its p-value can't contradict one
another.

How often the intervals hold the truth, nominal beside seen, is in `docs/reference/coverage.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate
from candour.audit.statistics.rates import (
    Method,
    exact_mean_limits,
    exact_odds_limit,
    midp_mean_limits,
    midp_odds_limit,
    square_and_add,
)
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Counts: TypeAlias = "Sequence[int] | NDArray[np.int64]"

FEWEST_STRETCHES = 4
THIN = 2.0  # events a week on the thinner side, below which a week tells little by itself
FOR_SLOW_WAVES = 26  # weeks from which waves longer than a week are looked for
FEWEST_TO_SAY_CLEARLY = 48  # weeks: below, intervals cover too little where waves are long
SHARPNESS = 0.41  # cosines for each two thirds of a power of weeks, as Lazarus et al. choose
MOST_ALIKE = 0.5  # correlation of one week and the next; of higher ones few weeks tell nothing


@dataclass(frozen=True, slots=True)
class Widening:
    """How much wider than for independent events an interval has to be.

    Attributes
    ----------
    dispersion : variance over that of independent events; never under 1
    degrees : degrees of freedom it was estimated with; infinite where it is not estimated
    stretches : weeks (or months, where the data have no days) that it was estimated from
    is_pooled : estimated over all groups, since this one's weeks are too thin
    """

    dispersion: float
    degrees: float
    stretches: int
    is_pooled: bool = False

    def tail(self, confidence: float) -> float:
        """The chance in each tail of a normal that is as far out as Student's t is."""
        from scipy.special import ndtr, stdtrit

        if self.degrees == inf:
            return (1 - confidence) / 2
        return float(ndtr(-stdtrit(self.degrees, (1 + confidence) / 2)))

    def surprise(self, p_value: float) -> float:
        """A p-value of a normal test, for an error that was itself estimated."""
        from scipy.special import ndtri, stdtr

        if self.degrees == inf or p_value >= 1:
            return min(p_value, 1.0)
        return min(1.0, 2 * float(stdtr(self.degrees, ndtri(p_value / 2))))


INDEPENDENT = Widening(1.0, inf, 0)


def split_widening(
    counts: Counts, reference_counts: Counts, *, weeks: float = 1.0
) -> Widening | None:
    """How much the ratio of two groups moves from week to week, over what chance would do.

    Parameters
    ----------
    counts, reference_counts : sequences of int, length n_stretches
        Events of each group in each whole week, in order of time (or each month, where the data
        have no days).
    weeks : float, default 1
        How many weeks each of them is long.

    Returns
    -------
    Widening or None
        None with fewer than four stretches, or where one side has no event.

    Notes
    -----
    To first order the logarithm of the ratio moves by ``u = a/A - b/B`` with each week. From half
    a year of weeks its variance is the long-run one, by the mean square of the first few cosines
    of u, with as many degrees of freedom [1]_: waves that last for several weeks are then in it.
    How many cosines goes by the length of the data, whether counted by week or by month. Waves
    have most of their variance in the longest of them, so that several cosines average a little
    too little: by a tenth over a year of weeks correlated .5, which made tests of 5 % be 6 %. What
    is lacking is put back as if waves were first-order autoregressive, with the correlation that u
    shows beyond chance.
    With fewer it is ``g/(g-1) Σu²`` on g - 1 degrees of freedom, which takes weeks to be
    independent [2]_. It never counts for less than independent events would give.

    References
    ----------
    .. [1] Lazarus, Lewis, Stock & Watson (2018). HAR inference: recommendations for practice.
       Journal of Business & Economic Statistics 36(4), 541-559.
    .. [2] Liang & Zeger (1986). Longitudinal data analysis using generalized linear models.
       Biometrika 73, 13-22.
    """
    a, b = np.asarray(counts, dtype=float), np.asarray(reference_counts, dtype=float)
    if a.size < FEWEST_STRETCHES or not a.sum() or not b.sum():
        return None
    return _widening(a / a.sum() - b / b.sum(), 1 / a.sum() + 1 / b.sum(), weeks)


def rate_widening(counts: Counts, *, weeks: float = 1.0) -> Widening | None:
    """How much a group's own count moves from week to week; seasons count as movement."""
    a = np.asarray(counts, dtype=float)
    if a.size < FEWEST_STRETCHES or not a.sum():
        return None
    return _widening(a / a.sum() - 1 / a.size, 1 / a.sum(), weeks)


def _widening(moves: NDArray[np.float64], independent: float, weeks: float) -> Widening:
    n = moves.size
    cosines = min(round(SHARPNESS * (n * weeks) ** (2 / 3)), n - 1)
    if n * weeks < FOR_SLOW_WAVES:
        variance, degrees = _plain_variance(moves)
    else:
        variance, degrees = _slow_variance(moves, cosines, independent)
    if variance <= independent:
        # Nothing shows that events come in waves: the error is that of independent ones, and only
        # the length of the series says how well that is known.
        return Widening(1.0, n - 1.0, n)
    return Widening(float(variance / independent), degrees, n)


def _plain_variance(moves: NDArray[np.float64]) -> tuple[float, float]:
    n = moves.size
    return n / (n - 1) * float((moves**2).sum()), n - 1.0


def _slow_variance(
    moves: NDArray[np.float64], cosines: int, independent: float
) -> tuple[float, float]:
    """The variance of the sum of a series whose terms depend on those shortly before."""
    n = moves.size
    times = (np.arange(n) + 0.5) / n
    waves = np.cos(np.pi * np.outer(np.arange(1, cosines + 1), times))
    variance = 2 * float(((waves @ moves) ** 2).mean())
    return variance * _beyond_cosines(moves, cosines, independent, variance), float(cosines)


def _beyond_cosines(
    moves: NDArray[np.float64], cosines: int, independent: float, variance: float
) -> float:
    """How much more the longest waves vary than the mean of the first few cosines; 1 or more.

    Of a series that is chance, as much as of independent events, and a first-order autoregression.
    Moves add up to 0, which lowers both of the sums below by what `variance` is to each week.
    """
    n = moves.size
    of_waves = float((moves**2).sum()) + variance / n - independent
    with_next = float((moves[1:] * moves[:-1]).sum()) * n / (n - 1) + variance / n
    if of_waves <= 0 or with_next <= 0:
        return 1.0
    alike = min(with_next / of_waves, MOST_ALIKE)
    angles = np.pi * np.arange(1, cosines + 1) / n
    at_cosines = (1 - alike**2) / (1 - 2 * alike * np.cos(angles) + alike**2)
    longest = (1 + alike) / (1 - alike)
    return (independent + of_waves * longest) / (independent + of_waves * float(at_cosines.mean()))


def dispersions_of_places(
    counts: Sequence[Counts], reference_counts: Sequence[Counts] | None = None
) -> list[float]:
    """How many times as much events of small places vary as independent ones; 1 or more.

    Parameters
    ----------
    counts : sequence, length n_places, of sequences of int, length n_stretches
        Events of each place in each month (or week).
    reference_counts : the same, optional
        Of the reference: then it is of the ratio, which is left alone by what moves both alike.

    Returns
    -------
    list of float, length n_places

    Notes
    -----
    The variance of moves from stretch to stretch, as in `split_widening`, over that of independent
    events. A place with fewer than two events in a stretch on either side tells little by itself
    and takes what such places have together, weighted by the events that each rests on: exact on
    average for events that come several at a time, however few of them a place has. Nothing is
    rounded up to 1 before it is averaged. Waves longer than a stretch are not seen.
    """
    a = np.asarray(counts, dtype=float)
    b = None if reference_counts is None else np.asarray(reference_counts, dtype=float)
    stretches = a.shape[1]
    sums = [one.sum(axis=1, keepdims=True) for one in (a, b) if one is not None]
    told = np.all([one[:, 0] > 0 for one in sums], axis=0)
    dispersions = np.ones(len(a))
    if stretches < FEWEST_STRETCHES or not told.any():
        return [float(one) for one in dispersions]
    moves = a[told] / sums[0][told] - (1 / stretches if b is None else b[told] / sums[1][told])
    events = 1 / sum(1 / one[told, 0] for one in sums)
    own = stretches / (stretches - 1) * (moves**2).sum(axis=1) * events
    thin = np.any([one[told, 0] < THIN * stretches for one in sums], axis=0)
    alike = thin if thin.any() else ~thin
    together = np.average(own[alike], weights=events[alike])
    dispersions[told] = np.where(thin, together, own)
    dispersions[~told] = together
    return [max(1.0, float(one)) for one in dispersions]


def widenings_of_places(
    counts: Sequence[Counts], reference_counts: Sequence[Counts] | None = None
) -> list[Widening]:
    """By how much intervals of small places are to be wider than for independent events.

    `dispersions_of_places`, on one degree of freedom less than there are stretches: a little more
    than enough for places whose dispersion is estimated together. Independent, on no data, where
    there are fewer than four stretches.
    """
    stretches = len(counts[0]) if counts else 0
    if stretches < FEWEST_STRETCHES:
        return [INDEPENDENT] * len(counts)
    return [
        Widening(one, stretches - 1, stretches)
        for one in dispersions_of_places(counts, reference_counts)
    ]


def pooled(widenings: Sequence[Widening], events: Sequence[int]) -> Widening:
    """One widening for groups whose weeks are thin: their mean, weighted by their events."""
    weights = np.asarray(events, dtype=float)
    dispersion = float(np.average([w.dispersion for w in widenings], weights=weights))
    degrees = min(w.degrees for w in widenings)
    return Widening(max(1.0, dispersion), degrees, widenings[0].stretches, is_pooled=True)


def is_thin(counts: Counts) -> bool:
    """Whether weeks hold so few events that their movement is hardly measured."""
    return float(np.mean(counts)) < THIN


def stretched(estimate: Estimate, widening: Widening) -> Estimate:
    """An interval of a ratio for independent events, widened on the scale of its logarithm.

    For ratios that have no count of their own to be divided by the dispersion, such as
    standardised ones. An end at 0 or without limit stays there.
    """
    from scipy.special import ndtri

    reach = sqrt(widening.dispersion) * float(
        ndtri(widening.tail(CONFIDENCE)) / ndtri((1 - CONFIDENCE) / 2)
    )
    if not 0 < estimate.value < inf:
        return estimate
    low, high = (
        estimate.value * exp(reach * log(end / estimate.value)) if 0 < end < inf else end
        for end in (estimate.low, estimate.high)
    )
    return Estimate(estimate.value, low, high)


def widened_rate(
    events: int,
    exposure: float,
    *,
    widening: Widening = INDEPENDENT,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A rate with limits as if the events were so many fewer independent ones.

    Notes
    -----
    The count over its dispersion is taken as Poisson, and the tail is that of Student's t. With a
    dispersion of 1 and known error it is `rates.poisson_rate`.
    """
    if not exposure > 0:
        raise TooFewToCompare("residents to set the count against")
    counted = events / widening.dispersion
    limits = exact_mean_limits if method is Method.EXACT else midp_mean_limits
    low, high = limits(counted, widening.tail(confidence))
    scale = widening.dispersion / exposure
    return Estimate(events / exposure, low * scale, high * scale)


def widened_ratio(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    widening: Widening = INDEPENDENT,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A ratio of rates with limits as if the events were so many fewer independent ones.

    Raises
    ------
    TooFewToCompare
        If neither side has an event, or one has no exposure.
    """
    if not (exposure > 0 and reference_exposure > 0):
        raise TooFewToCompare("residents to set the count against")
    if events + reference_events == 0:
        raise TooFewToCompare("events on either side", people=exposure + reference_exposure)
    tail = widening.tail(confidence)
    here, there = events / widening.dispersion, reference_events / widening.dispersion
    odds = exact_odds_limit if method is Method.EXACT else midp_odds_limit
    low = odds(here, there, tail)
    other_way = odds(there, here, tail)
    scale = reference_exposure / exposure
    value = scale * events / reference_events if reference_events else inf
    return Estimate(value, scale * low, scale / other_way if other_way > 0 else inf)


def widened_difference(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    widening: Widening = INDEPENDENT,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A difference of rates, widened as its ratio is, so that the two agree on which is higher."""
    here, there = (
        widened_rate(n, people, widening=widening, method=method, confidence=confidence)
        for n, people in ((events, exposure), (reference_events, reference_exposure))
    )
    return square_and_add(here, there)


def widened_p_value(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    widening: Widening = INDEPENDENT,
) -> float:
    """How surprising the counts would be if both rates were equal, given that events come in waves.

    Two-sided. It is below 0.05 exactly when the widened exact 95% interval leaves out 1.
    """
    from scipy.special import betainc

    here, there = events / widening.dispersion, reference_events / widening.dispersion
    share = exposure / (exposure + reference_exposure)
    at_least = float(betainc(here, there + 1, share)) if events else 1.0
    at_most = float(betainc(there, here + 1, 1 - share)) if reference_events else 1.0
    return widening.surprise(min(1.0, 2 * min(at_least, at_most)))
