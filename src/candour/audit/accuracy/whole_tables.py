"""Whether a table of whole numbers of cases gives every printed score.

Of a table two of its four counts are tried, each in turn; along what is left (true negatives
growing at the cost of one kind of error, all else standing) every score only rises. So where both
ends of what is printed are crossed is found by halving, for all tries at once; and each candidate
is then checked in exact arithmetic.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import product

import numpy as np
from numpy.typing import NDArray

from candour.audit.accuracy.by_false_flags import BY_FALSE_FLAGS
from candour.audit.accuracy.charts import Box
from candour.audit.accuracy.enclosures import ANY_SHARE, DIGITS, ONE, Range, point
from candour.audit.accuracy.tables_behind_scores import Table, Undecided, table_behind

MOST_TRIES = 4_000_000  # pairs of counts
AT_ONCE = 500_000
LOOSE = 1e-11  # by which a score in floating point may be off

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of right and wrong answers."""

    tp: int
    fp: int
    fn: int
    tn: int

    def gives(self, printed: Mapping[str, Range]) -> bool:
        """Whether every score of it is within what was printed; in exact arithmetic."""
        true, other = self.tp + self.fn, self.fp + self.tn
        if min(self.tp, self.fp, self.fn, self.tn) < 0 or not true or not other:
            return False
        if "precision" in printed and not self.tp + self.fp:
            return False
        with localcontext() as context:
            context.prec = DIGITS
            box = Box(
                point(Decimal(true) / (true + other)),
                point(Decimal(self.tp) / true),
                point(Decimal(self.fp) / other),
            )
            ranges = {name: BY_FALSE_FLAGS.ranges[name](box) for name in printed}
            return all(
                wanted.meets(ranges[name]) if name == "auc" else wanted.holds(ranges[name])
                for name, wanted in printed.items()
            )


def counts_exist(printed: Mapping[str, Range], positives: int, negatives: int) -> bool:
    """Whether whole numbers, of so many true cases and others, give every printed score.

    Raises
    ------
    Undecided
        If there are too many to try.
    """
    share = _times(printed.get("recall", ANY_SHARE), positives)
    if share[1] - share[0] > MOST_TRIES:
        raise Undecided
    for start in range(share[0], share[1] + 1, AT_ONCE):
        tp = np.arange(start, min(start + AT_ONCE, share[1] + 1), dtype=np.int64)

        def table(tn: Whole, tp: Whole = tp) -> tuple[Whole, ...]:
            return tp, negatives - tn, positives - tp, tn

        if _any_along(printed, table, np.full_like(tp, negatives)):
            return True
    return False


def tables_of_total_exist(printed: Mapping[str, Range], total: int) -> bool:
    """Whether whole numbers that make up a total give every printed score.

    Raises
    ------
    Undecided
        If there are too many to try, and none near what would do up to its size.
    """
    behind = table_behind(printed)
    if behind is None:
        return False
    if any(counts.gives(printed) for counts in _near(behind, total)):
        return True
    # The two counts tried: right flags, and those whose number the printed scores hold closest.
    of_flagged = "precision" in printed and not (
        "recall" in printed and printed["recall"].radius < printed["precision"].radius
    )
    share = printed.get("precision" if of_flagged else "recall", ANY_SHARE)
    if total > MOST_TRIES:
        raise Undecided
    low, high = _wrong_beside(share, total)
    many = np.maximum(0, high - low + 1)
    if int(many.sum()) > MOST_TRIES:
        raise Undecided
    for chosen in _shares_of_work(many):
        tp = np.repeat(chosen, many[chosen])
        first = np.repeat(np.cumsum(many[chosen]) - many[chosen], many[chosen])
        beside = np.arange(len(tp)) - first + np.repeat(low[chosen], many[chosen])
        if _any_along(
            printed, _table_of(total, tp, beside, of_flagged=of_flagged), total - tp - beside
        ):
            return True
    return False


def _shares_of_work(many: Whole) -> Iterator[Whole]:
    """The places of counts, so many at a time that their tries fit into memory."""
    parts = np.cumsum(many) // AT_ONCE
    for part in np.unique(parts).tolist():
        yield np.flatnonzero((parts == part) & (many > 0))


def _table_of(
    total: int, tp: Whole, beside: Whole, *, of_flagged: bool
) -> Callable[[Whole], tuple[Whole, ...]]:
    def table(tn: Whole) -> tuple[Whole, ...]:
        rest = total - tp - beside - tn
        return (tp, beside, rest, tn) if of_flagged else (tp, rest, beside, tn)

    return table


def _wrong_beside(share: Range, total: int) -> tuple[Whole, Whole]:
    """By right ones, how few and how many wrong ones may stand beside them, for their share."""
    tp = np.arange(total + 1, dtype=np.int64)
    most = total - tp
    if not share.high:
        return np.where(tp == 0, 0, 1), np.where(tp == 0, most, 0)
    low = np.ceil(tp * float(ONE / share.high - ONE) - LOOSE * total)
    high = np.floor(tp * float(ONE / share.low - ONE) + LOOSE * total) if share.low else most
    # With no right one the share is nothing, however many wrong ones stand beside.
    high = np.where(tp == 0, -1 if share.low else most, np.minimum(most, high))
    return np.maximum(0, low).astype(np.int64), high.astype(np.int64)


def _times(share: Range, number: int) -> tuple[int, int]:
    return max(0, _up(share.low * number)), min(number, _down(share.high * number))


def _up(value: Decimal) -> int:
    return int((value - Decimal("1e-20")).to_integral_value("ROUND_CEILING"))


def _down(value: Decimal) -> int:
    return int((value + Decimal("1e-20")).to_integral_value("ROUND_FLOOR"))


def _near(behind: Table, total: int) -> Iterator[Counts]:
    """Whole numbers around a table, for a total."""
    true = behind.prevalence * total
    right, wrong = true * behind.recall, (total - true) * behind.false_flags
    for steps in product((0, 1), repeat=3):
        positives, tp, fp = (
            int(value) + step for value, step in zip((true, right, wrong), steps, strict=True)
        )
        yield Counts(tp, fp, positives - tp, total - positives - fp)


def _any_along(
    printed: Mapping[str, Range], table: Callable[[Whole], tuple[Whole, ...]], most: Whole
) -> bool:
    """Whether any table gives the scores, over all the true negatives there can be."""
    first, last = np.zeros_like(most), most.copy()
    for name, wanted in printed.items():
        if name == "auc":
            least, highest = SCORES_OF["auc_most"], SCORES_OF["auc_least"]
        else:
            least = highest = SCORES_OF[name]
        first = np.maximum(first, _first_at(float(wanted.low) - LOOSE, least, table, most))
        last = np.minimum(last, _first_at(float(wanted.high) + LOOSE, highest, table, most) - 1)
    for place in np.flatnonzero(first <= last).tolist():
        low, high = int(first[place]), int(last[place])
        for tn in {low, low + 1, (low + high) // 2, high - 1, high}:
            if low <= tn <= high:
                at = table(np.full_like(most, tn))
                if Counts(*(int(part[place]) for part in at)).gives(printed):
                    return True
    return False


def _first_at(
    value: float,
    score: Callable[..., Real],
    table: Callable[[Whole], tuple[Whole, ...]],
    most: Whole,
) -> Whole:
    """The least number of true negatives from which on a score is above a value."""
    low, high = np.zeros_like(most), most + 1
    while (low < high).any():
        middle = (low + high) // 2
        tn = np.minimum(middle, most)
        with np.errstate(invalid="ignore", divide="ignore"):
            is_above = np.nan_to_num(score(*(part.astype(float) for part in table(tn)))) > value
        is_open = low < high
        high = np.where(is_open & is_above, middle, high)
        low = np.where(is_open & ~is_above, middle + 1, low)
    return low


def _mcc(tp: Real, fp: Real, fn: Real, tn: Real) -> Real:
    below: Real = np.sqrt((tp + fp) * (tp + fn)) * np.sqrt((tn + fp) * (tn + fn))
    return (tp * tn - fp * fn) / below


SCORES_OF: Mapping[str, Callable[..., Real]] = {
    "accuracy": lambda tp, fp, fn, tn: (tp + tn) / (tp + fp + fn + tn),
    "precision": lambda tp, fp, fn, tn: tp / (tp + fp),
    "recall": lambda tp, fp, fn, tn: tp / (tp + fn),
    "specificity": lambda tp, fp, fn, tn: tn / (tn + fp),
    "f1": lambda tp, fp, fn, tn: 2 * tp / (2 * tp + fp + fn),
    "balanced_accuracy": lambda tp, fp, fn, tn: (tp / (tp + fn) + tn / (tn + fp)) / 2,
    "mcc": _mcc,
    "auc_least": lambda tp, fp, fn, tn: tp / (tp + fn) * tn / (tn + fp),
    "auc_most": lambda tp, fp, fn, tn: 1 - fn / (tp + fn) * fp / (tn + fp),
}
