"""Which comparisons of a score audit are clear, which of them leads, and which are told one by one.

Sentences, answers and titles all ask here, so that none of them leads with another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, log

from candour.audit.in_words import interval, number
from candour.audit.scores.rows import Gap, GroupRow, Scores
from candour.audit.statistics.estimates import Estimate, Reported
from candour.audit.statistics.families import LEVEL

MOST_TOLD = 12  # comparisons told one by one: four for each of three groups
POINTS = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate that is told, and how many people it is a rate of."""

    rate_of: Callable[[GroupRow], Reported | None]
    people_of: Callable[[GroupRow], int]


MEASURES = {
    "fpr": Measure(lambda row: row.fpr, lambda row: row.without_outcome),
    "fnr": Measure(lambda row: row.fnr, lambda row: row.with_outcome),
    "selection_rate": Measure(lambda row: row.selection_rate, lambda row: row.people),
    "ppv": Measure(lambda row: row.ppv, lambda row: row.tp + row.fp),
}
ERRORS = frozenset({"fpr", "fnr"})  # one of them leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One measure of a group beside the reference's; a ratio where the reference has any."""

    group: str
    reference: str
    measure: str
    here: Estimate
    there: Estimate
    people: int
    ratio: Estimate | None
    difference: Estimate
    p_holm: float | None

    @property
    def side(self) -> int:
        """1 where the interval of this comparison alone lies above no difference, -1 below."""
        if self.ratio is not None:
            return int(self.ratio.low > 1) - int(self.ratio.high < 1)
        return int(self.difference.low > 0) - int(self.difference.high < 0)

    @property
    def is_clear(self) -> bool:
        """Whether it is apart from no difference, allowing for all that were compared."""
        return self.side != 0 and self.p_holm is not None and self.p_holm < LEVEL

    @property
    def touched(self) -> float:
        """How many people the difference comes to."""
        return self.people * abs(self.here.value - self.there.value)

    @property
    def size(self) -> float:
        if self.ratio is None or self.ratio.value <= 0:
            return 0.0
        return abs(log(self.ratio.value))

    def apart(self) -> str:
        """How far apart the two are, with the interval.

        >>> some = Estimate(0.2, 0.1, 0.3)
        >>> beside = Beside(
        ...     group="B",
        ...     reference="A",
        ...     measure="fpr",
        ...     here=some,
        ...     there=Estimate(0.0, 0.0, 0.02),
        ...     people=200,
        ...     ratio=None,
        ...     difference=Estimate(0.2, 0.149, 0.261),
        ...     p_holm=0.001,
        ... )
        >>> beside.apart()
        'no ratio to none; a difference of 20.0 points (95% interval 14.9 to 26.1)'
        """
        if self.ratio is not None:
            return f"a ratio of {interval(self.ratio)}"
        value, low, high = (
            number(POINTS * end, digits=1)
            for end in (self.difference.value, self.difference.low, self.difference.high)
        )
        return f"no ratio to none; a difference of {value} points (95% interval {low} to {high})"


def compared(result: Scores, reference: str) -> list[Beside]:
    """Every comparison that can be told, what leads first.

    The wrong flags that are clear and touch most people lead, which is what the plan compares
    first; then other clear errors by how many people they touch, errors that are not clear, and
    other shares by the size of the ratio.
    """
    rows = {row.group: row for row in result.groups}
    base = rows.get(reference)
    if base is None:
        return []
    found = [
        beside
        for ratio, difference in zip(result.ratios, result.differences, strict=True)
        if ratio.group in rows
        and (beside := _beside(rows[ratio.group], base, ratio, difference)) is not None
    ]
    ranked = sorted(found, key=_rank)
    first = clear_flags(ranked)
    return [first, *(one for one in ranked if one is not first)] if first else ranked


def clear_flags(ranked: Sequence[Beside]) -> Beside | None:
    """The clear difference in wrong flags that touches most people."""
    return next((one for one in ranked if one.measure == "fpr" and one.is_clear), None)


def leading(ranked: Sequence[Beside]) -> Beside | None:
    """The clear error that leads, if any is clear."""
    first = next(iter(ranked), None)
    return first if first and first.is_clear and first.measure in ERRORS else None


def told(ranked: Sequence[Beside]) -> list[Beside]:
    """What is told one by one: all, or of more than are read what leads and what is clear."""
    if len(ranked) <= MOST_TOLD:
        return list(ranked)
    return [*ranked[:1], *(one for one in ranked[1:] if one.is_clear)]


def tested(result: Scores) -> int:
    """How many comparisons the p-values allow for: those of the table, not only those told."""
    return sum(row.p_holm is not None for row in result.ratios)


def how_many(ranked: Sequence[Beside], made: int) -> str:
    """How many comparisons are clear, and of how many that were tested.

    >>> how_many([], 0)
    ''
    """
    shown = [one for one in ranked if one.p_holm is not None]
    if not shown:
        return ""
    clear, all_ = sum(one.is_clear for one in shown), len(shown)
    allowing = f"after allowing for the {made} that were tested"
    if clear == all_:
        told_of = "The one comparison told is" if all_ == 1 else f"All {all_} comparisons told are"
        return f"{told_of} clear {allowing}."
    return (
        f"Of {all_} comparisons, {clear or 'none'} {'is' if clear <= 1 else 'are'} clear "
        f"{allowing}. A comparison that is not clear does not mean that there is no difference."
    )


def in_the_table(ranked: Sequence[Beside]) -> Iterator[str]:
    """Where those are that are not told one by one."""
    rest = len(ranked) - len(told(ranked))
    if rest:
        yield f"The other {rest} comparisons are not clear, and stand in the table."


def _beside(row: GroupRow, base: GroupRow, ratio: Gap, difference: Gap) -> Beside | None:
    measure = MEASURES.get(ratio.measure)
    if measure is None or row.group == base.group:
        return None
    here, there = (_known(measure.rate_of(one)) for one in (row, base))
    apart = _known(difference)
    if here is None or there is None or apart is None:
        return None
    by = _known(ratio)
    if by is None and not here.value and not there.value:
        return None
    return Beside(
        group=row.group,
        reference=base.group,
        measure=ratio.measure,
        here=here,
        there=there,
        people=measure.people_of(row),
        ratio=by,
        difference=apart,
        p_holm=ratio.p_holm,
    )


def _known(written: Reported | Gap | None) -> Estimate | None:
    """An estimate as it was before it was written; an end that is not finite is infinite."""
    if written is None or written.value is None:
        return None
    low, high = written.low, written.high
    return Estimate(written.value, -inf if low is None else low, inf if high is None else high)


def _rank(one: Beside) -> tuple[int, bool, float, str]:
    if one.measure not in ERRORS:
        return 2, False, -one.size, one.group
    if one.is_clear:
        return 0, False, -one.touched, one.group
    return 1, one.measure != "fpr", -one.touched, one.group
