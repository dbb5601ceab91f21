"""Bootstrap intervals at the price of a count table, not of its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.statistics.estimates import CONFIDENCE, Estimate
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Counts: TypeAlias = "NDArray[np.int64]"
Values: TypeAlias = "NDArray[np.float64]"


def resampled_counts(counts: Counts, *, replicates: int, rng: np.random.Generator) -> Counts:
    """Draw the count table that a bootstrap of its rows would give, many times.

    Parameters
    ----------
    counts : ndarray of int, any shape
        How many rows fall in each cell.
    replicates : int
        How many tables to draw.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of int, shape (replicates, *counts.shape)
        Each table has as many rows as the one given.

    Notes
    -----
    Drawing n rows with replacement and counting them is a multinomial draw of the counts: the
    same distribution, without touching a row [1]_. It takes rows to be independent.

    References
    ----------
    .. [1] Efron & Tibshirani (1993). An Introduction to the Bootstrap, ch. 6.
    """
    people = int(counts.sum())
    if people == 0:
        return np.zeros((replicates, *counts.shape), dtype=np.int64)
    drawn = rng.multinomial(people, counts.ravel() / people, size=replicates)
    return np.asarray(drawn, dtype=np.int64).reshape(replicates, *counts.shape)


def bootstrap(
    counts: Counts,
    measure: Callable[[Counts], Values],
    *,
    replicates: int,
    rng: np.random.Generator,
    confidence: float = CONFIDENCE,
) -> list[Estimate]:
    """Percentile intervals of measures that are functions of a count table.

    Parameters
    ----------
    counts : ndarray of int, any shape
    measure : callable
        Takes tables of shape (k, *counts.shape); returns an array of shape (k, n_measures), with
        NaN where a measure has no value.
    replicates, rng, confidence
        As in `resampled_counts`.

    Returns
    -------
    list of Estimate, length n_measures
        The measure's value on the counts given, and the percentiles of its values on the draws.

    Notes
    -----
    The percentile interval is not exact: it is too narrow for small cells. Draws in which a
    measure has no value are left out of its percentiles.
    """
    seen = measure(counts[np.newaxis])[0]
    drawn = measure(resampled_counts(counts, replicates=replicates, rng=rng))
    tail = (1 - confidence) / 2
    found = []
    for value, column in zip(seen, drawn.T, strict=True):
        finite = np.sort(column[np.isfinite(column)])
        if finite.size == 0:
            found.append(Estimate(float(value), float("nan"), float("nan")))
            continue
        low, high = np.quantile(finite, [tail, 1 - tail])
        found.append(Estimate(float(value), float(low), float(high)))
    return found
