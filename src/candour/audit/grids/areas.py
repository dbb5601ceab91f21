"""How large each cell is, where a file says so."""

from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.audit.grids.grid import Grid
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

AREA = "area"


def equal_shares(cells: int) -> NDArray[np.float64]:
    """The share of the whole area that each cell is, if all are alike; shape (n_cells,)."""
    return np.full(cells, 1 / cells)


def read_shares(path: Path, forecasts: Grid) -> NDArray[np.float64]:
    """The share of the whole area that each cell is, in the order of the forecasts' cells.

    Parameters
    ----------
    path : Path
        CSV with a column of cells, called as the forecasts call it, and one called `area`, in
        any unit.

    Raises
    ------
    CannotRead
        If a cell is missing, comes twice or has no area above 0.
    """
    rows = rows_of(path)
    line, names = next(rows, (1, []))
    plain = [name.strip().lower() for name in names]
    for wanted in (forecasts.heading.lower(), AREA):
        if wanted not in plain:
            raise CannotRead(path.name, f"no column is called '{wanted}'.", line=line)
    cell_at, area_at = plain.index(forecasts.heading.lower()), plain.index(AREA)
    areas: dict[str, float] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        cell = fields[cell_at].strip()
        if cell in areas:
            raise CannotRead(path.name, "a cell comes again.", line=line)
        areas[cell] = _area(path, line, fields[area_at].strip())
    lacking = sum(cell not in areas for cell in forecasts.cells)
    if lacking:
        raise CannotRead(
            path.name,
            f"it lacks {lacking:,} of the {len(forecasts.cells):,} cells of {forecasts.name}.",
        )
    sizes = np.array([areas[cell] for cell in forecasts.cells])
    return np.asarray(sizes / sizes.sum())


def _area(path: Path, line: int, text: str) -> float:
    try:
        area = float(text)
    except ValueError:
        area = 0.0
    if not (isfinite(area) and area > 0):
        raise CannotRead(path.name, f"'{text}' is no area: it is a number above 0.", line=line)
    return area
