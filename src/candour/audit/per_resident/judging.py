"""The verdict on each ratio of rates, over all the plausible ways of counting it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar, cast

from candour.audit.per_resident.clearly import FILLED, MIXED, RESIDENTS, Judgement, Look, judge
from candour.audit.per_resident.denominators import Residents
from candour.audit.per_resident.rows import AS_COUNTED, Key, OnACensus, Ratio, Year, key_of


class Tested(Ratio, Protocol):
    """A row of ratios whose p-value is adjusted over the groups of its force."""

    @property
    def p_holm(self) -> float: ...


class Filled(OnACensus, Protocol):
    """A ratio with missing ethnicity filled from what officers put down."""

    @property
    def officer_filled(self) -> float | None: ...
    @property
    def officer_filled_low(self) -> float | None: ...
    @property
    def officer_filled_high(self) -> float | None: ...


Row = TypeVar("Row", bound=Tested)
Cell = tuple[Key, Year, str]


def judged(
    ratios: Sequence[Row],
    residents: Residents,
    *,
    weeks: int,
    bounds: Sequence[Filled] = (),
    doubts: Sequence[str] = (),
) -> tuple[Row, ...]:
    """The same rows (frozen dataclasses), each with the one verdict on its group and force.

    Parameters
    ----------
    ratios : sequence of rows
        On every count of residents, plausible or not.
    residents : Residents
        Which of those the plan leads with, and which it names as plausible.
    weeks : int
        How long the data run.
    bounds : sequence of rows
        With missing ethnicity filled; none where nothing fills it.
    doubts : sequence of str
        What every verdict depends on, whatever its range.
    """
    doubts = (*([RESIDENTS] if residents.far_off else []), *doubts)
    filled = {_cell(row): row for row in bounds if row.officer_filled is not None}
    rows: dict[Key, list[Row]] = {}
    for row in ratios:
        if row.population_year in residents.plausible:
            rows.setdefault(key_of(row), []).append(row)
    judgements = {
        key: _judge(first, own, filled, weeks, doubts)
        for key, own in rows.items()
        if (first := _leading(own, residents)) is not None
    }
    return tuple(_with(row, judgements.get(key_of(row))) for row in ratios)


def _leading(rows: Sequence[Row], residents: Residents) -> Row | None:
    return next(
        (
            row
            for row in rows
            if row.population_year == residents.leading and row.reading == AS_COUNTED
        ),
        None,
    )


def _judge(
    first: Row,
    rows: Sequence[Row],
    filled: Mapping[Cell, Filled],
    weeks: int,
    doubts: Sequence[str],
) -> Judgement:
    others = [_look(row, _why(row)) for row in rows if row is not first]
    return judge(
        _look(first, ""),
        [*others, *_filled(rows, filled)],
        weeks=weeks,
        is_widened=first.dispersed_low is not None,
        doubts=doubts,
    )


def _look(row: Tested, depends_on: str) -> Look:
    ends = (row.dispersed_low, row.dispersed_high)
    if row.dispersed_low is None:
        ends = (row.low, row.high)
    return Look(depends_on, row.ratio, *ends, row.p_holm)


def _why(row: Tested) -> str:
    if row.reading != AS_COUNTED:
        return MIXED
    return RESIDENTS


def _filled(rows: Sequence[Tested], filled: Mapping[Cell, Filled]) -> Iterator[Look]:
    for row in rows:
        bound = filled.get(_cell(row))
        if bound is not None:
            ends = (bound.officer_filled_low, bound.officer_filled_high)
            yield Look(FILLED, bound.officer_filled, *ends)


def _cell(row: OnACensus) -> Cell:
    return key_of(row), row.population_year, row.reading


def _with(row: Row, judgement: Judgement | None) -> Row:
    if judgement is None:
        return row
    return _replaced(
        row,
        verdict=judgement.verdict.value,
        depends_on=judgement.depends_on,
        ratio_lowest=judgement.lowest,
        ratio_highest=judgement.highest,
    )


def _replaced(row: Row, **columns: Any) -> Row:
    """`replace` for a row of which only the protocol is known here."""
    return cast("Row", replace(cast("Any", row), **columns))
