"""Outlines of small areas from a file, on the National Grid, each by its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from candour.audit.geography.codes import Vintage, code_column, vintage_of
from candour.audit.geography.national_grid import (
    refuse_wrong_degrees,
    refuse_wrong_metres,
    to_grid,
)
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.outlines import Crs, Outlines, read_outlines

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    shapely = Late("shapely")

GENERALISED = 30  # corners an area at the median: full outlines of LSOAs have some hundreds


@dataclass(frozen=True, slots=True, eq=False)
class Boundaries:
    """Small areas.

    Attributes
    ----------
    codes : in the order of the file
    shapes : ndarray of shapely geometries in metres of the National Grid, shape (n_areas,)
    vintage : of the boundaries
    corners : of an area, at the median
    """

    name: str
    codes: tuple[str, ...]
    shapes: NDArray[np.object_]
    vintage: Vintage
    corners: int

    @property
    def are_generalised(self) -> bool:
        """Whether the outlines are too rough for anything finer than an area to lie right."""
        return self.corners < GENERALISED


def read_boundaries(path: Path) -> Boundaries:
    """Read outlines of areas.

    Raises
    ------
    CannotRead
        If the file is none, has no column of codes, or a code stands twice.
    NotOnTheGrid
        If coordinates are not what they are said to be, or outside Great Britain.
    """
    outlines = read_outlines(path)
    column = code_column(path.name, list(outlines.columns))
    codes = tuple(outlines.columns[column])
    rows = _rows_of(outlines, column, codes)
    shapes = shapes_on_grid(outlines)
    corners = int(np.median(shapely.get_num_coordinates(shapes)))
    vintage = vintage_of(path.name, column, rows, row=outlines.row)
    return Boundaries(path.name, codes, shapes, vintage, corners)


def shapes_on_grid(outlines: Outlines) -> NDArray[np.object_]:
    """The shapes of a file in metres of the National Grid.

    Raises
    ------
    CannotRead, NotOnTheGrid
    """
    for place, one in enumerate(outlines.shapes, start=1):
        if one is None or shapely.is_empty(one):
            raise CannotRead(outlines.name, f"{outlines.row} {place} has no geometry.")
    outlines = replace(outlines, shapes=shapely.force_2d(outlines.shapes))
    corners = shapely.get_coordinates(outlines.shapes)
    if outlines.crs is Crs.METRES:
        refuse_wrong_metres(corners[:, 0], corners[:, 1], where=outlines.name)
        return outlines.shapes
    refuse_wrong_degrees(corners[:, 0], corners[:, 1], where=outlines.name)
    east, north = to_grid(corners[:, 0], corners[:, 1])
    off = np.flatnonzero(~np.isfinite(east))
    if off.size:
        of = shapely.get_coordinates(outlines.shapes, return_index=True)[1]
        raise CannotRead(
            outlines.name,
            f"{outlines.row} {int(of[off[0]]) + 1} lies off the National Grid, which covers Great "
            "Britain only.",
        )
    moved = shapely.set_coordinates(outlines.shapes.copy(), np.column_stack([east, north]))
    return np.asarray(moved, dtype=object)


def _rows_of(outlines: Outlines, column: str, codes: Sequence[str]) -> dict[str, int]:
    """The row of each code, of which none may stand twice."""
    first: dict[str, int] = {}
    for place, code in enumerate(codes, start=1):
        if not code:
            raise CannotRead(
                outlines.name, f"{outlines.row} {place}: column '{column}' holds no code."
            )
        if code in first:
            raise CannotRead(
                outlines.name,
                f"{outlines.row} {place}: column '{column}' has the code of {outlines.row} "
                f"{first[code]} again.",
            )
        first[code] = place
    return first
