"""Ratios of forces drawn towards that of all forces, beside the raw ones: for many at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from candour.audit.errors import TooFewToCompare
from candour.audit.per_resident.rows import OnACensus, Year
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.pooling import pooled_ratios

FEWEST_FORCES = 5  # of fewer, what is common to them is hardly known
Cell = tuple[str, str, Year, str]  # force, group, residents, reading
Row = TypeVar("Row", bound=OnACensus)


@dataclass(frozen=True, slots=True)
class Counted:
    """Events and residents of a group and of the reference in a force, and how events vary."""

    side: tuple[int, float]
    reference: tuple[int, float]
    dispersion: float = 1.0


def drawn_in(ratios: Sequence[Row], counted: Mapping[Cell, Counted]) -> tuple[Row, ...]:
    """The same rows (frozen dataclasses), with the ratio drawn in where there are forces enough.

    Forces that have no part in it (as England and Wales, which is all of them) are not counted.
    Nothing is called clear from such a ratio.
    """
    families: dict[tuple[str, Year, str], list[Cell]] = {}
    for cell in counted:
        families.setdefault(cell[1:], []).append(cell)
    drawn: dict[Cell, Estimate] = {}
    for cells in families.values():
        if len(cells) >= FEWEST_FORCES:
            drawn |= dict(zip(cells, _pooled([counted[cell] for cell in cells]), strict=False))
    return tuple(_with(row, drawn.get(_cell(row))) for row in ratios)


def _pooled(family: Sequence[Counted]) -> list[Estimate]:
    """None of them where one side has no event in any force."""
    try:
        return pooled_ratios(
            [one.side for one in family],
            [one.reference for one in family],
            dispersions=[one.dispersion for one in family],
        )
    except TooFewToCompare:
        return []


def _cell(row: OnACensus) -> Cell:
    return row.force, row.group, row.population_year, row.reading


def _with(row: Row, estimate: Estimate | None) -> Row:
    if estimate is None:
        return row
    columns = {
        "shrunken_ratio": estimate.value,
        "shrunken_low": estimate.low,
        "shrunken_high": estimate.high,
    }
    return cast("Row", replace(cast("Any", row), **columns))
