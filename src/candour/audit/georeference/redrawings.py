"""A map's redrawings as its file holds them, and the shapes of each.

The file is the user's own. It holds the shapes as drawn, as any GeoJSON does, and beside them
what an audit needs to draw them again: how places are moved in each redrawing and how wide the
line may have been, or, where cells of a known grid were read, which of them each redrawing marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from candour.audit.georeference.displacement import Displacements
from candour.audit.georeference.snapping import Grid
from candour.audit.georeference.transforms import Kind, Transform
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    shapely = Late("shapely")

Floats: TypeAlias = "NDArray[np.float64]"
Shapes: TypeAlias = "NDArray[np.object_]"

MEMBER = "candour"  # of the GeoJSON that holds this
FORM = 1
CENTIMETRES = 2  # digits after the point, of metres


@dataclass(frozen=True, slots=True, eq=False)
class MovedShapes:
    """Shapes that are moved and widened as a whole in each redrawing.

    Attributes
    ----------
    widths : ndarray of float, shape (n_redrawings,): metres by which every edge moves outwards
    """

    shapes: Shapes
    transform: Transform
    moves: Displacements
    widths: Floats

    def __len__(self) -> int:
        return len(self.widths)

    def shapes_of(self, redrawing: int) -> Shapes:
        """The shapes of one redrawing, in metres of the National Grid; none where all vanish."""
        corners = shapely.get_coordinates(self.shapes)
        moved = corners + self.moves.at(redrawing, self.transform.back(corners))
        drawn = shapely.set_coordinates(self.shapes.copy(), moved)
        sound = shapely.make_valid(drawn)
        wide = shapely.buffer(sound, self.widths[redrawing], join_style="mitre")
        return np.asarray(wide[~shapely.is_empty(wide)], dtype=object)


@dataclass(frozen=True, slots=True, eq=False)
class MarkedCells:
    """Cells of a known grid, of which each redrawing marks some.

    Attributes
    ----------
    marked : ndarray of bool, shape (n_redrawings, n_cells)
    """

    grid: Grid
    cells: NDArray[np.int64]
    marked: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.marked)

    def shapes_of(self, redrawing: int) -> Shapes:
        """The cells that one redrawing marks, in metres of the National Grid."""
        return self.grid.box(self.cells[self.marked[redrawing]])


Redrawings = MovedShapes | MarkedCells


def moved_as_written(moves: Displacements, widths: Floats) -> dict[str, Any]:
    """Moves and widths as the file holds them."""
    return {
        "across": np.round(moves.across, CENTIMETRES).tolist(),
        "down": np.round(moves.down, CENTIMETRES).tolist(),
        "moves": np.round(moves.moves, CENTIMETRES).tolist(),
        "widths": np.round(widths, CENTIMETRES).tolist(),
    }


def cells_as_written(cells: MarkedCells) -> dict[str, Any]:
    """Cells as the file holds them: for each its column, its row, and a bit for each redrawing."""
    bits = np.packbits(cells.marked.T, axis=1)
    return {
        "redrawings": len(cells),
        "size": cells.grid.size,
        "origin": [cells.grid.east, cells.grid.north],
        "cells": [
            [int(column), int(row), row_bits.tobytes().hex()]
            for (column, row), row_bits in zip(cells.cells.tolist(), bits, strict=True)
        ],
    }


def redrawings_of(held: Mapping[str, Any], shapes: Shapes) -> Redrawings | None:
    """The redrawings that a file's own member holds; None where it holds none.

    Parameters
    ----------
    held : the member `candour` of the GeoJSON
    shapes : as drawn, in metres of the National Grid

    Raises
    ------
    ValueError, KeyError, TypeError
        If it is not in the form in which `candour georeference` writes it.
    """
    if "moved" in held:
        moved, told = held["moved"], held["transform"]
        moves = Displacements(*(np.array(moved[key], float) for key in ("across", "down", "moves")))
        transform = Transform(Kind(told["kind"]), np.array(told["matrix"], float).reshape(3, 3))
        return MovedShapes(shapes, transform, moves, np.array(moved["widths"], float))
    if "marked" in held:
        return _cells(held["marked"])
    return None


def _cells(marked: Mapping[str, Any]) -> MarkedCells:
    rows: Sequence[Sequence[Any]] = marked["cells"]
    bits = np.array([list(bytes.fromhex(row[2])) for row in rows], dtype=np.uint8)
    count = int(marked["redrawings"])
    return MarkedCells(
        Grid(float(marked["size"]), *(float(value) for value in marked["origin"])),
        np.array([row[:2] for row in rows], dtype=np.int64),
        np.unpackbits(bits, axis=1)[:, :count].T.astype(bool),
    )
