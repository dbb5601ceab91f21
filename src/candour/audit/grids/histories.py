"""Events from before the forecasts: a list of events, or a table of cells by days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from candour.audit.grids.grid import Days, Grid, read_grid
from candour.audit.payloads import left_out
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

DAY_COLUMNS = ("occurred", "date", "day", "occurred_on", "occurred on")
ELSEWHERE, NO_CELL_GIVEN = -1, -2  # in place of the place of a cell
NO_CELL = frozenset({"", "na", "nan", "null", "none"})
FORMS = ("%Y-%m-%d", "%m/%d/%y", "%d/%m/%y", "%m/%d/%Y", "%d/%m/%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRows:
    """What became of each row: of a table of cells by days, or of a list of events."""

    cells: int | None = left_out()
    cells_elsewhere: int | None = left_out()
    read: int | None = left_out()
    before_the_first_day: int | None = left_out()
    from_the_first_day_on: int | None = left_out()
    no_cell: int | None = left_out()
    cell_elsewhere: int | None = left_out()


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Counts of events at cells and days, and over which days they are complete.

    Attributes
    ----------
    cells : ndarray of int, shape (n_entries,): places in the order of the forecasts' cells
    days : ndarray of datetime64[D], shape (n_entries,)
    events : ndarray of float, shape (n_entries,): how many
    first, last : the days between which every event is taken to be there
    rows : what became of each row
    """

    cells: NDArray[np.int64]
    days: Days
    events: NDArray[np.float64]
    first: np.datetime64
    last: np.datetime64
    rows: HistoryRows


def read_history(path: Path, observed: Grid) -> History:
    """Read counts from before the forecasts.

    Parameters
    ----------
    path : Path
        A table like that of the observed counts, or a list with one row for each event: a column
        of cells, called as the table of observed counts calls it, and one of days, called
        occurred, date or day. Days are written 2010-12-28, 12/28/10 or 28/12/10, all alike.
    observed : Grid
        Which cells there are, and when they are first observed.

    Raises
    ------
    CannotRead
        If it is neither, a day can't be read, or no event lies in any of the cells.

    Notes
    -----
    A list of events can't show a day without any. It is taken to be complete from its first day
    to its last; and on to the day before the first observed, if that stretch is no longer than
    the longest without events inside the list.
    """
    _, names = next(rows_of(path), (1, []))
    plain = [name.strip().lower() for name in names]
    if len(plain) > 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", plain[1]):
        return _from_grid(path, observed)
    if observed.heading.lower() not in plain:
        raise CannotRead(
            path.name,
            f"no column is called '{observed.heading}', as {observed.name} calls the column of "
            "cells.",
            line=1,
        )
    named = [place for place, name in enumerate(plain) if name in DAY_COLUMNS]
    if not named:
        raise CannotRead(
            path.name, "no column holds the days: call one occurred, date or day.", line=1
        )
    return _from_events(path, observed, plain.index(observed.heading.lower()), named[0])


def _from_grid(path: Path, observed: Grid) -> History:
    grid = read_grid(path, counts=True)
    place = {cell: row for row, cell in enumerate(observed.cells)}
    inside = [row for row, cell in enumerate(grid.cells) if cell in place]
    if len(inside) < len(observed.cells):
        raise CannotRead(
            path.name,
            f"it lacks {len(observed.cells) - len(inside):,} of the {len(observed.cells):,} cells "
            f"of {observed.name}.",
        )
    missing = np.diff(grid.days).astype(np.int64)
    if (missing > 1).any():
        raise CannotRead(
            path.name, f"the day after {grid.days[np.argmax(missing > 1)]} is missing.", line=1
        )
    rows, columns = np.nonzero(grid.values[inside])
    cells = np.array([place[grid.cells[row]] for row in inside], dtype=np.int64)
    return History(
        cells[rows],
        grid.days[columns],
        grid.values[inside][rows, columns],
        grid.days[0],
        grid.days[-1],
        HistoryRows(cells=len(grid.cells), cells_elsewhere=len(grid.cells) - len(inside)),
    )


def _from_events(path: Path, observed: Grid, cell_at: int, day_at: int) -> History:
    rows = rows_of(path)
    width = len(next(rows)[1])
    place = {cell: row for row, cell in enumerate(observed.cells)}
    cells, texts, lines = [], [], []
    for line, fields in rows:
        if len(fields) != width:
            raise CannotRead(
                path.name,
                f"this row has {len(fields)} values where the first line names {width} columns.",
                line=line,
            )
        cell = fields[cell_at].strip()
        cells.append(NO_CELL_GIVEN if cell.lower() in NO_CELL else place.get(cell, ELSEWHERE))
        texts.append(fields[day_at].strip())
        lines.append(line)
    if not any(cell >= 0 for cell in cells):
        raise CannotRead(path.name, f"no event lies in a cell of {observed.name}.")
    days = _days(path, texts, lines)
    where = np.array(cells, dtype=np.int64)
    inside, before = where >= 0, days < observed.days[0]
    used = inside & before
    return History(
        where[inside],
        days[inside],
        np.ones(int(inside.sum())),
        days.min(),
        _complete_to(days, observed.days[0]),
        HistoryRows(
            read=len(cells),
            before_the_first_day=int(used.sum()),
            from_the_first_day_on=int((inside & ~before).sum()),
            no_cell=int((where == NO_CELL_GIVEN).sum()),
            cell_elsewhere=int((where == ELSEWHERE).sum()),
        ),
    )


def _complete_to(days: Days, first_observed: np.datetime64) -> np.datetime64:
    """The last day on which the list is taken to hold every event."""
    distinct = np.unique(days)
    last = distinct[-1]
    silent = (np.diff(distinct).astype(np.int64) - 1).max(initial=0)
    gap = int((first_observed - last).astype(np.int64)) - 1
    return first_observed - np.timedelta64(1, "D") if 0 < gap <= silent else last


def _days(path: Path, texts: Sequence[str], lines: Sequence[int]) -> Days:
    """Read all days in the one form that fits them all."""
    distinct = {text: re.split(r"[ T]", text)[0] for text in texts}
    days_of: dict[str, dict[str, date]] = {}
    for form in FORMS:
        read = {text: _day(short, form) for text, short in distinct.items()}
        days_of[form] = {text: day for text, day in read.items() if day is not None}
    whole = [read for read in days_of.values() if len(read) == len(distinct)]
    if not whole:
        most = max(days_of.values(), key=len)
        line, text = next(
            (line, text) for line, text in zip(lines, texts, strict=True) if text not in most
        )
        raise CannotRead(path.name, f"'{text}' is no day: write 2010-12-28.", line=line)
    if any(read != whole[0] for read in whole[1:]):
        raise CannotRead(
            path.name, "its days can be read day first or month first: write them as 2010-12-28."
        )
    return np.array([whole[0][text] for text in texts], dtype="datetime64[D]")


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
