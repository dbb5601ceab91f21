"""Who was flagged and what happened: the four counts of each group, and the rates made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING, Any

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.families import holm
from candour.audit.statistics.proportions import koopman_ratio, newcombe_difference, wilson
from candour.audit.statistics.resampling import Counts, Values, resampled_counts
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

CHUNK = 1 << 19  # rows coded at a time: they stay in the processor's cache
MOST_IN_PAIRS = 64  # cells, up to which the counts of all pairs of them stay there too

Cells = tuple[int, int, int, int]  # tp, fp, fn, tn


@dataclass(frozen=True, slots=True)
class Measure:
    """A share made of the four counts: of whom, and for how many of them it holds."""

    name: str
    label: str
    holds: Callable[[Any, Any, Any, Any], Any]  # of tp, fp, fn, tn: numbers, or arrays of them
    people: Callable[[Any, Any, Any, Any], Any]


MEASURES = (
    Measure(
        "selection_rate",
        "flagged, of all",
        lambda tp, fp, fn, tn: tp + fp,
        lambda tp, fp, fn, tn: tp + fp + fn + tn,
    ),
    Measure(
        "base_rate",
        "with the recorded outcome, of all",
        lambda tp, fp, fn, tn: tp + fn,
        lambda tp, fp, fn, tn: tp + fp + fn + tn,
    ),
    Measure(
        "ppv",
        "with the recorded outcome, of those flagged",
        lambda tp, fp, fn, tn: tp,
        lambda tp, fp, fn, tn: tp + fp,
    ),
    Measure(
        "npv",
        "without the recorded outcome, of those not flagged",
        lambda tp, fp, fn, tn: tn,
        lambda tp, fp, fn, tn: tn + fn,
    ),
    Measure(
        "fpr",
        "flagged, of those without the recorded outcome",
        lambda tp, fp, fn, tn: fp,
        lambda tp, fp, fn, tn: fp + tn,
    ),
    Measure(
        "fnr",
        "not flagged, of those with the recorded outcome",
        lambda tp, fp, fn, tn: fn,
        lambda tp, fp, fn, tn: fn + tp,
    ),
)
FAMILY = ("selection_rate", "ppv", "npv", "fpr", "fnr")  # what the flags decide


ENDS = (0.025, 0.5, 0.975)


def count_cells(
    group: NDArray[Any],
    flagged: NDArray[np.bool_],
    outcome: NDArray[np.bool_],
    *,
    groups: int,
) -> Counts:
    """Count people by group, flag and outcome in one pass.

    Parameters
    ----------
    group : ndarray of int, shape (n_people,)
        The number of each person's group, 0 to `groups` - 1.
    flagged, outcome : ndarray of bool (or of 0 and 1), shape (n_people,)
    groups : int
        How many groups there are.

    Returns
    -------
    ndarray of int, shape (groups, 2, 2)
        By group, flagged (no, yes) and outcome (no, yes).

    Examples
    --------
    >>> one = np.array([0, 0, 1])
    >>> count_cells(one, np.array([True, True, False]), np.array([True, False, True]), groups=2)
    array([[[0, 0], [1, 1]],
           [[0, 1], [0, 0]]])
    """
    cells = groups * 4
    small: Any = np.uint8 if cells <= np.iinfo(np.uint8).max else np.int64
    count = _counted_by_pairs if cells <= MOST_IN_PAIRS else np.bincount
    counts = np.zeros(cells, dtype=np.int64)
    for start in range(0, group.size, CHUNK):
        piece = slice(start, start + CHUNK)
        cell = _as(small, group[piece]) * small(4)
        cell += _as(small, flagged[piece]) * small(2)
        cell += _as(small, outcome[piece])
        counts += count(cell, minlength=cells)
    return counts.reshape(groups, 2, 2)


def _as(small: Any, values: NDArray[Any]) -> NDArray[Any]:
    """The same numbers in a type; without a copy where their bytes are those of it already."""
    if values.dtype.itemsize == 1 and small is np.uint8:
        return values.view(small)
    return values.astype(small)


def _counted_by_pairs(cell: NDArray[np.uint8], *, minlength: int) -> NDArray[np.int64]:
    """How often each number below `minlength` stands in an array of bytes, two read at a time."""
    even = cell.size - cell.size % 2
    pairs = np.bincount(cell[:even].view(np.uint16), minlength=minlength * 256)
    of_pairs = pairs.reshape(minlength, 256)  # bytes are told apart; which is first is not
    counts: Counts = of_pairs.sum(axis=1) + of_pairs[:, :minlength].sum(axis=0)
    counts += np.bincount(cell[even:], minlength=minlength)
    return counts


def four(counts: Counts) -> Cells:
    """The counts of one group by name: tp, fp, fn, tn."""
    return int(counts[1, 1]), int(counts[1, 0]), int(counts[0, 1]), int(counts[0, 0])


def shares(counts: Counts) -> Values:
    """Every measure of every group on many tables at once.

    Takes counts of shape (..., groups, 2, 2); returns shares of shape (..., groups, n_measures),
    NaN where there is nobody to take a share of.
    """
    cells = (counts[..., 1, 1], counts[..., 1, 0], counts[..., 0, 1], counts[..., 0, 0])
    estimates = []
    for measure in MEASURES:
        people = np.asarray(measure.people(*cells), dtype=float)
        with np.errstate(invalid="ignore", divide="ignore"):
            estimates.append(np.asarray(measure.holds(*cells), dtype=float) / people)
    return np.stack(estimates, axis=-1)


def estimate(measure: Measure, cells: Cells) -> Estimate | None:
    """A measure with its Wilson interval; None where there is nobody to take a share of."""
    try:
        return wilson(measure.holds(*cells), measure.people(*cells))
    except TooFewToCompare:
        return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of one group against the reference."""

    group: str
    measure: str
    difference: Estimate | None
    ratio: Estimate | None
    drawn_difference: Estimate | None
    drawn_ratio: Estimate | None
    p_value: float | None
    p_holm: float | None


def compare(
    names: list[str],
    counts: Counts,
    *,
    reference: str,
    replicates: int,
    rng: np.random.Generator,
) -> list[Comparison]:
    """Compare every measure of every group with the reference's.

    Parameters
    ----------
    names : list of str, length n_groups
    counts : ndarray of int, shape (n_groups, 2, 2)
    reference : str
        One of the names.
    replicates : int
        Bootstrap draws; 0 leaves those intervals out.
    rng : numpy.random.Generator

    Returns
    -------
    list of Comparison
        Differences by Newcombe, ratios by Koopman, both also by a multinomial bootstrap of the
        count table. P-values are of the two-sided pooled score test, adjusted by Holm over the
        family of all groups and `FAMILY`; base rates are shown but are no part of it, since they
        are not what the flags decide.
    """
    base = names.index(reference)
    draws = shares(resampled_counts(counts, replicates=replicates, rng=rng)) if replicates else None
    others = [place for place in range(len(names)) if place != base]
    drawn = _drawn(draws, others, base)
    p_values = {
        (place, measure.name): p_value
        for place in others
        for measure in MEASURES
        if measure.name in FAMILY
        and (p_value := _p_value(measure, four(counts[place]), four(counts[base]))) is not None
    }
    adjusted = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return [
        Comparison(
            group=names[place],
            measure=measure.name,
            **_gaps(measure, four(counts[place]), four(counts[base])),
            drawn_difference=drawn[0][number][column],
            drawn_ratio=drawn[1][number][column],
            p_value=p_values.get((place, measure.name)),
            p_holm=adjusted.get((place, measure.name)),
        )
        for number, place in enumerate(others)
        for column, measure in enumerate(MEASURES)
    ]


def _gaps(measure: Measure, here: Cells, there: Cells) -> dict[str, Estimate | None]:
    sides = {
        "reference_count": measure.holds(*there),
        "reference_people": measure.people(*there),
    }
    gaps: dict[str, Estimate | None] = {}
    for name, how in (("difference", newcombe_difference), ("ratio", koopman_ratio)):
        try:
            gaps[name] = how(measure.holds(*here), measure.people(*here), **sides)
        except TooFewToCompare:
            gaps[name] = None
    return gaps


Drawn = list[list[Estimate | None]]  # by group compared, by measure


def _drawn(draws: Values | None, others: list[int], base: int) -> tuple[Drawn, Drawn]:
    """Differences and ratios as the bootstrap draws them."""
    if draws is None:
        nothing: Drawn = [[None for _ in MEASURES] for _ in others]
        return nothing, nothing
    here, there = draws[:, others], draws[:, [base]]
    with np.errstate(invalid="ignore", divide="ignore"):
        return _percentiles(here - there), _percentiles(here / there)


def _percentiles(values: Values) -> Drawn:
    """The middle and the ends of draws, of all groups and measures at once: numpy is slow to call.

    Draws that have no value are left out, of that group and measure alone.
    """
    whole: NDArray[np.bool_] = np.asarray(np.isfinite(values).all(axis=0))
    safe = np.where(whole, values, 0.0)
    low, middle, high = np.quantile(safe, ENDS, axis=0)
    return [
        [
            Estimate(float(middle[at]), float(low[at]), float(high[at]))
            if whole[at]
            else _of_some(values[:, at[0], at[1]])
            for at in ((group, column) for column in range(values.shape[2]))
        ]
        for group in range(values.shape[1])
    ]


def _of_some(values: Values) -> Estimate | None:
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return None
    low, middle, high = np.quantile(finite, ENDS)
    return Estimate(float(middle), float(low), float(high))


def _p_value(measure: Measure, here: Cells, there: Cells) -> float | None:
    count, people = measure.holds(*here), measure.people(*here)
    other_count, others = measure.holds(*there), measure.people(*there)
    if not people or not others:
        return None
    pooled = (count + other_count) / (people + others)
    error = sqrt(pooled * (1 - pooled) * (1 / people + 1 / others))
    if error == 0:
        return 1.0
    return erfc(abs(count / people - other_count / others) / error / sqrt(2))


def implied_fpr(*, base_rate: float, ppv: float, fnr: float) -> float:
    """The only false positive rate that a base rate, a PPV and an FNR leave possible.

    ``FPR = p/(1-p) · (1-PPV)/PPV · (1-FNR)``: with unequal base rates, equal PPV and equal FNR
    force unequal FPR [1]_.

    References
    ----------
    .. [1] Chouldechova (2017). Fair prediction with disparate impact. Big Data 5(2), 153-163.

    Examples
    --------
    >>> round(implied_fpr(base_rate=0.5, ppv=0.5, fnr=0.2), 6)
    0.8
    """
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)
