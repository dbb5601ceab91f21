"""What error rates would be if a group's outcomes came to be recorded more readily, or less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from candour.audit.scores.rows import IfRecorded, TippingPoint
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import Cells
from candour.audit.statistics.estimates import Estimate, finite
from candour.audit.statistics.resampling import Counts, Values

# The first is the data as they are; then from half as readily to twice.
TIMES = (1.0, 0.5, 2 / 3, 0.8, 0.9, 1.1, 1.25, 1.5, 2.0)
MOVED = ("fpr", "ppv")  # and the FNR stays, as long as recording does not depend on the flag
TAIL = 0.025
LEAST_LEFT = 1e-9  # share of people without the outcome below which there is no FPR
MOST_WITHOUT = 0.05  # share of draws without a crossing up to which the rest give an interval

AsIf = tuple[float, float, float, float]  # tp, fp, fn, tn; they need not be whole


def recorded_alike(cells: Cells, *, times: float) -> AsIf:
    """The four counts if a group's outcomes had been recorded as readily as the reference's.

    `times` says how many times as readily the group's outcomes come to be recorded. Above 1, all
    but 1/times of its recorded outcomes would then have gone unrecorded; below 1, some that went
    unrecorded would have been recorded, flagged or not alike. Returns tp, fp, fn, tn as they would
    be; they need not be whole.

    >>> recorded_alike((100, 50, 40, 60), times=2)
    (50.0, 100.0, 20.0, 80.0)
    """
    tp, fp, fn, tn = cells
    return tp / times, fp + tp * (1 - 1 / times), fn / times, tn + fn * (1 - 1 / times)


def sensitivity(labels: Sequence[str], counts: Counts, reference: str) -> Iterator[IfRecorded]:
    """FPR, FNR and PPV of each group, and their ratios to the reference, under each assumption.

    An assumption that would need more recorded outcomes than there are people has no row.
    """
    base = _rates(confusion.four(counts[labels.index(reference)]))
    for label, each in zip(labels, counts, strict=True):
        if label == reference:
            continue
        for times in TIMES:
            cells = recorded_alike(confusion.four(each), times=times)
            if min(cells) < 0:
                continue
            rates = _rates(cells)
            yield IfRecorded(
                group=label,
                reference=reference,
                recorded_times_as_readily=times,
                base_rate=(cells[0] + cells[2]) / sum(cells),
                fpr=rates.fpr,
                fnr=rates.fnr,
                ppv=rates.ppv,
                fpr_ratio=_over(rates.fpr, base.fpr),
                fnr_ratio=_over(rates.fnr, base.fnr),
                ppv_ratio=_over(rates.ppv, base.ppv),
            )


def tipping_points(
    labels: Sequence[str], counts: Counts, reference: str, draws: Counts | None
) -> Iterator[TippingPoint]:
    """How much more readily outcomes must be recorded in a group for a difference to vanish.

    Parameters
    ----------
    labels : sequence of str, length n_groups
    counts : ndarray of int, shape (n_groups, 2, 2)
    reference : str
    draws : ndarray of int, shape (replicates, n_groups, 2, 2), optional
        Bootstrap draws of the counts, for the interval.

    Yields
    ------
    TippingPoint
        For FPR and PPV: `times` is None where no way of recording would make the two equal. There
        is an interval where nineteen in twenty draws have such a point. 1 means that the
        data show no difference as they are.
    """
    base = labels.index(reference)
    for place, label in enumerate(labels):
        if place == base:
            continue
        for measure in MOVED:
            seen = _crossing(measure, counts[[place]], counts[[base]])[0]
            drawn = None
            if draws is not None:
                drawn = _crossing(measure, draws[:, place], draws[:, base])
            low, high = _interval(drawn)
            value = finite(float(seen))
            yield TippingPoint(
                group=label,
                reference=reference,
                measure=measure,
                times=value,
                low=low if value is not None else None,
                high=high if value is not None else None,
            )


def _crossing(measure: str, here: Counts, there: Counts) -> Values:
    """Where the measure of a group, recorded alike, is the reference's; NaN where nowhere.

    Takes counts of shape (n, 2, 2). With q the reference's FPR: ``times = (tp - q (tp + fn)) /
    (tp + fp - q n)``; with v its PPV: ``times = PPV / v``.
    """
    tp, fp, fn, tn = (here[:, i, j].astype(float) for i, j in ((1, 1), (1, 0), (0, 1), (0, 0)))
    rtp, rfp, rtn = (there[:, i, j].astype(float) for i, j in ((1, 1), (1, 0), (0, 0)))
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure == "ppv":
            times = (tp / (tp + fp)) / (rtp / (rtp + rfp))
        else:
            share = rfp / (rfp + rtn)
            times = (tp - share * (tp + fn)) / (tp + fp - share * (tp + fp + fn + tn))
        # Nobody can be recorded who is not there, and some must be left without the outcome.
        possible = (times > 0) & (tp / times <= tp + fp) & (fn / times <= fn + tn)
        possible &= (tp + fn) / times < (1 - LEAST_LEFT) * (tp + fp + fn + tn)
    return np.where(possible & np.isfinite(times), times, np.nan)


def _interval(drawn: Values | None) -> tuple[float | None, float | None]:
    if drawn is None or np.isnan(drawn).mean() > MOST_WITHOUT:
        return None, None
    low, high = np.quantile(drawn[~np.isnan(drawn)], [TAIL, 1 - TAIL])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Rates:
    fpr: float | None
    fnr: float | None
    ppv: float | None


def _rates(cells: AsIf) -> _Rates:
    tp, fp, fn, tn = cells
    return _Rates(_over(fp, fp + tn), _over(fn, fn + tp), _over(tp, tp + fp))


def _over(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def point(row: TippingPoint) -> Estimate | None:
    """A tipping point with its interval, if there are both."""
    if row.times is None or row.low is None or row.high is None:
        return None
    return Estimate(row.times, row.low, row.high)
