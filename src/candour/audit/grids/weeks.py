"""Intervals from whole weeks: days close to one another are not independent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.statistics.estimates import CONFIDENCE, Estimate
from candour.audit.statistics.resampling import bootstrap
from candour.audit.statistics.waves import FOR_SLOW_WAVES, SHARPNESS
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Values: TypeAlias = "NDArray[np.float64]"
Days: TypeAlias = "NDArray[np.datetime64]"
Measure = Callable[[Values], Values]

WEEK = 7  # days
FEWEST = 2  # weeks, below which nothing can be said about chance
ROUNDING = 1e-12  # of a measure


@dataclass(frozen=True, slots=True)
class Jackknifed:
    """A measure, how far it moves when weeks are left out, and its p-value against 0."""

    estimate: Estimate
    standard_error: float
    p_value: float


def weekly(daily: Values, days: Days) -> Values:
    """Add up what belongs to each stretch of seven days, counted from the first.

    Parameters
    ----------
    daily : ndarray of float, shape (n_days, n_sums)
    days : ndarray of datetime64[D], shape (n_days,), rising

    Returns
    -------
    ndarray of float, shape (n_weeks, n_sums)
        The last stretch may be shorter than a week. Stretches without a day are left out.
    """
    weeks = (days - days[0]).astype(np.int64) // WEEK
    starts = np.flatnonzero(np.diff(weeks, prepend=-1))
    return np.asarray(np.add.reduceat(daily, starts, axis=0))


def jackknife(
    blocks: Values,
    measure: Measure,
    *,
    confidence: float = CONFIDENCE,
    allows_for_slow_waves: bool = False,
) -> list[Jackknifed]:
    """Intervals of measures that are functions of sums, from leaving out one week at a time.

    Parameters
    ----------
    blocks : ndarray of float, shape (n_weeks, n_sums)
    measure : callable
        Takes sums of shape (k, n_sums); returns an array of shape (k, n_measures), with NaN where
        a measure has no value.
    confidence : float in (0, 1), default 0.95
    allows_for_slow_waves : bool, default False
        Whether weeks may depend on those shortly before: from half a year of weeks the variance
        is then the long-run one, where that is larger.

    Returns
    -------
    list of Jackknifed, length n_measures
        The ends are NaN with fewer than two weeks, or where a measure has no value without one
        of the weeks. Where leaving out a week never moves the measure the interval has no width,
        which is no sign of certainty, and there is no p-value.

    Notes
    -----
    The delete-one jackknife with weeks for units: ``se² = (g-1)/g Σ(θ₋ⱼ - mean θ₋)²`` over g
    weeks [1]_, and Student's t with g-1 degrees of freedom. Each measure is worked out anew from
    the sums that are left, so that a ratio whose denominator differs between weeks is treated as
    the ratio it is. Days within a week may depend on one another in any way; weeks are taken to
    be independent [2]_. Where high weeks follow high weeks that is too narrow; the long-run
    variance is the mean square of the first few cosines of what each week moves, on as many
    degrees of freedom [3]_.

    References
    ----------
    .. [1] Efron & Tibshirani (1993). An Introduction to the Bootstrap, ch. 11.
    .. [2] Künsch (1989). The jackknife and the bootstrap for general stationary observations.
       Annals of Statistics 17, 1217-1241; here in blocks that do not overlap.
    .. [3] Lazarus, Lewis, Stock & Watson (2018). HAR inference: recommendations for practice.
       Journal of Business & Economic Statistics 36(4), 541-559.

    Examples
    --------
    >>> weeks = np.array([[1.0, 4.0], [2.0, 4.0], [3.0, 4.0]])
    >>> found = jackknife(weeks, lambda sums: sums[:, :1] / sums[:, 1:])[0]
    >>> round(found.estimate.value, 6), round(found.standard_error, 6)
    (0.5, 0.144338)
    """
    from scipy.special import stdtr, stdtrit

    total = blocks.sum(axis=0, keepdims=True)
    seen = measure(total)[0]
    weeks = len(blocks)
    if weeks < FEWEST:
        return [Jackknifed(Estimate(float(value), nan, nan), nan, nan) for value in seen]
    without = measure(total - blocks)
    moves = without - without.mean(axis=0)
    measures = []
    for place, value in enumerate(seen.tolist()):
        squares, degrees = _squares(moves[:, place], allows_for_slow_waves=allows_for_slow_waves)
        error = sqrt((weeks - 1) / weeks * squares)
        if error < ROUNDING * abs(value):  # what never moves, moves by the last digit alone
            error = 0.0
        p_value = 2 * float(stdtr(degrees, -abs(value) / error)) if error > 0 else nan
        reach = float(stdtrit(degrees, (1 + confidence) / 2))
        ends = Estimate(value, value - reach * error, value + reach * error)
        measures.append(Jackknifed(ends, error, p_value))
    return measures


def _squares(moves: Values, *, allows_for_slow_waves: bool) -> tuple[float, int]:
    """The sum of squares of what weeks move, or what it is in the long run; degrees of freedom."""
    weeks = len(moves)
    plain = float((moves**2).sum())
    if not allows_for_slow_waves or weeks < FOR_SLOW_WAVES:
        return plain, weeks - 1
    cosines = round(SHARPNESS * weeks ** (2 / 3))
    times = (np.arange(weeks) + 0.5) / weeks
    waves = np.cos(np.pi * np.outer(np.arange(1, cosines + 1), times))
    slow = 2 * float(((waves @ moves) ** 2).mean())
    return (slow, cosines) if slow > plain else (plain, weeks - 1)


def week_bootstrap(
    blocks: Values, measure: Measure, *, replicates: int, rng: np.random.Generator
) -> list[Estimate]:
    """Percentile intervals of the same measures, from drawing whole weeks with replacement.

    Parameters
    ----------
    blocks, measure
        As in `jackknife`.
    replicates : int
        How many times to draw; at least 1.
    rng : numpy.random.Generator
        Where chance comes from.

    Notes
    -----
    Drawing g weeks is a multinomial draw of how often each comes, so a replicate costs one row of
    a matrix product. Percentiles are too narrow where weeks are few.
    """
    once = np.ones(len(blocks), dtype=np.int64)
    return bootstrap(once, lambda drawn: measure(drawn @ blocks), replicates=replicates, rng=rng)
