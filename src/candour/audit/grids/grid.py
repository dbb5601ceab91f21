"""Tables of cells by days: forecasts and counts of events, read and matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.confidentiality.identity import (
    refuse_identifying_headings,
    refuse_identifying_values,
)
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Values: TypeAlias = "NDArray[np.float64]"
Days: TypeAlias = "NDArray[np.datetime64]"

CELLS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A number for each cell and day.

    Attributes
    ----------
    name : the file it was read from
    heading : what the file calls its first column
    cells : what the file calls each cell; never printed, for a list of cells is a map
    lines : where in the file each cell stands
    days : ndarray of datetime64[D], shape (n_days,), rising
    values : ndarray of float, shape (n_cells, n_days)
    """

    name: str
    heading: str
    cells: tuple[str, ...]
    lines: tuple[int, ...]
    days: Days
    values: Values


def read_grid(path: Path, *, counts: bool) -> Grid:
    """Read a CSV file (also gzipped) with a row for each cell and a column for each day.

    Parameters
    ----------
    path : Path
        Its first column names the cells; the others are headed by days, as 2010-12-28.
    counts : bool
        Whether the numbers are counts of events, which are whole and not negative; else they are
        scores or rates, of which any finite number will do.

    Raises
    ------
    CannotRead
        If the file is not such a table: says where.
    IdentifiesPeople
        If the first column looks like something that identifies people.
    """
    rows = rows_of(path)
    line, names = next(rows, (1, []))
    heading, days = _headings(path, names, line)
    refuse_identifying_headings(path.name, [heading])
    seen: dict[str, int] = {}
    values = []
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(
                path.name,
                f"this row has {len(fields)} values where the first line names {len(names)} "
                "columns.",
                line=line,
            )
        cell = fields[0].strip()
        if not cell:
            raise CannotRead(path.name, "the row names no cell.", line=line)
        if cell in seen:
            raise CannotRead(path.name, f"the cell of line {seen[cell]} comes again.", line=line)
        seen[cell] = line
        values.append(_numbers(path, line, names, fields, counts=counts))
    if not values:
        raise CannotRead(path.name, "there are no cells below the first line.")
    refuse_identifying_values(path.name, heading, list(seen)[:CELLS_LOOKED_AT])
    order = np.argsort(days)
    return Grid(
        path.name,
        heading,
        tuple(seen),
        tuple(seen.values()),
        days[order],
        np.stack(values)[:, order],
    )


def _headings(path: Path, names: Sequence[str], line: int) -> tuple[str, Days]:
    expected = "the first column names cells, and each other column a day, as 2010-12-28"
    if len(names) <= 1:
        raise CannotRead(path.name, f"there is only one column: {expected}.", line=line)
    days: dict[date, int] = {}
    for place, name in enumerate(names[1:], start=2):
        try:
            day = date.fromisoformat(name.strip())
        except ValueError:
            raise CannotRead(
                path.name, f"column {place} is called '{name.strip()}': {expected}.", line=line
            ) from None
        if day in days:
            raise CannotRead(
                path.name, f"columns {days[day]} and {place} are both called {day}.", line=line
            )
        days[day] = place
    return names[0].strip(), np.array(list(days), dtype="datetime64[D]")


def _numbers(
    path: Path, line: int, names: Sequence[str], fields: Sequence[str], *, counts: bool
) -> Values:
    try:
        numbers = np.array([float(field) for field in fields[1:]])
    except ValueError:
        numbers = np.array([np.nan])
    plain = not any("_" in field for field in fields[1:])  # 1_000 is a number to Python alone
    fit = np.isfinite(numbers)
    if counts:
        fit &= (numbers >= 0) & (numbers % 1 == 0)
    if plain and fit.all():
        return numbers
    column, text, problem = next(_problems(names, fields, counts=counts))
    raise CannotRead(path.name, f"column {column} holds '{text}', which is {problem}", line=line)


def _problems(
    names: Sequence[str], fields: Sequence[str], *, counts: bool
) -> Iterator[tuple[str, str, str]]:
    for name, field in zip(names[1:], fields[1:], strict=True):
        column, text = name.strip(), field.strip()
        try:
            number = float("" if "_" in text else text)
        except ValueError:
            yield column, text, "no number: write 0 where nothing was forecast or happened."
            continue
        if not isfinite(number):
            yield column, text, "no finite number."
        elif counts and number < 0:
            yield column, text, "no count of events: a count is 0, 1, 2, …"
        elif counts and number % 1:
            yield column, text, "no count of events. Are forecasts and outcomes swapped?"


def matched(forecasts: Grid, observed: Grid) -> Grid:
    """Give what was observed, with its cells in the order of the forecasts.

    Raises
    ------
    CannotRead
        If the two have other cells or other days, or a forecast is for a day without outcomes:
        what is still to come is not audited.
    """
    last, known = forecasts.days[-1], observed.days[-1]
    if last > known:
        raise CannotRead(
            forecasts.name,
            f"it has forecasts up to {last}, and {observed.name} says what happened up to "
            f"{known}. Only the past is audited: leave out the forecasts after {known}.",
        )
    _need_same_days(forecasts, observed)
    _need_same_days(observed, forecasts)
    _need_same_cells(forecasts, observed)
    _need_same_cells(observed, forecasts)
    return Grid(
        observed.name,
        observed.heading,
        forecasts.cells,
        observed.lines,
        observed.days,
        in_order(observed, forecasts.cells),
    )


def in_order(grid: Grid, cells: Sequence[str]) -> Values:
    """The values of a grid, cell by cell in the order asked for; all must be there."""
    place = {cell: row for row, cell in enumerate(grid.cells)}
    return grid.values[[place[cell] for cell in cells]]


def _need_same_days(one: Grid, other: Grid) -> None:
    lacking = np.setdiff1d(one.days, other.days)
    if lacking.size:
        more = f" and {lacking.size - 1} more days" if lacking.size > 1 else ""
        raise CannotRead(
            other.name,
            f"it lacks {lacking[0]}{more}, which {one.name} has: both files need the same days. "
            "Earlier days of counts go in a file of their own (--history).",
        )


def _need_same_cells(one: Grid, other: Grid) -> None:
    theirs = set(other.cells)
    lacking = [line for cell, line in zip(one.cells, one.lines, strict=True) if cell not in theirs]
    if lacking:
        raise CannotRead(
            other.name,
            f"it lacks {len(lacking):,} of the {len(one.cells):,} cells of {one.name} (the first "
            f"stands there on line {lacking[0]}): both files need the same cells.",
        )
