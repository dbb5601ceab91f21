"""Cells of a known grid: which of them a map marks, in each of its redrawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.georeference.colours import NO_CLASS, Classes
from candour.audit.georeference.displacement import Displacements
from candour.audit.georeference.errors import TooRough
from candour.audit.georeference.transforms import Transform
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    shapely = Late("shapely")

Floats: TypeAlias = "NDArray[np.float64]"
Cells: TypeAlias = "NDArray[np.int64]"

SIDE = 9  # points along each side of a cell that are looked at
INNER = 0.8  # of a cell: its edges may be under a line
HALF = 0.5
THRESHOLDS = (0.35, 0.65)  # of redrawings: what share of a cell must be of the class
MOST_CELLS = 400_000
MISALIGNED = 0.05  # of looks: another origin fits so much better that the cells are not where said


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells of the National Grid: `size` metres wide, counted from an origin."""

    size: float
    east: float = 0.0
    north: float = 0.0

    def box(self, cells: Cells) -> NDArray[np.object_]:
        left = self.east + cells[:, 0] * self.size
        low = self.north + cells[:, 1] * self.size
        return np.asarray(shapely.box(left, low, left + self.size, low + self.size), dtype=object)


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Cells and what they are marked as.

    Attributes
    ----------
    cells : ndarray of int64, shape (n_cells, 2): columns and rows of the grid
    drawn : ndarray of int16, shape (n_cells,): the class as drawn, -1 for none
    redrawn : ndarray of int16, shape (n_redrawings, n_cells): the same in each redrawing
    """

    grid: Grid
    cells: Cells
    drawn: Classes
    redrawn: Classes


def snap(
    classes: Classes,
    transform: Transform,
    moves: Displacements,
    grid: Grid,
    *,
    rng: np.random.Generator,
) -> Snapped:
    """Mark each cell of a grid as the class that most of it shows.

    Raises
    ------
    TooRough
        If the cells are too small for the picture, or do not lie where the grid says.
    """
    count = int(classes.max()) + 1
    cells = _cells_in_sight(classes, transform, grid)
    looks = _looks(cells, grid)
    shares = _shares(classes, transform.back(looks), len(cells), count)
    _refuse_misaligned(classes, transform, grid, cells, shares)
    redrawn = np.empty((len(moves), len(cells)), dtype=np.int16)
    local = transform.back(looks)
    for k in range(len(moves)):
        moved = transform.back(looks - moves.at(k, local))
        least = rng.uniform(*THRESHOLDS)
        redrawn[k] = _marked(_shares(classes, moved, len(cells), count), least)
    drawn = _marked(shares, HALF)
    ever = (drawn != NO_CLASS) | (redrawn != NO_CLASS).any(axis=0)
    return Snapped(grid, cells[ever], drawn[ever], redrawn[:, ever])


def _cells_in_sight(classes: Classes, transform: Transform, grid: Grid) -> Cells:
    rows, columns = np.nonzero(classes != NO_CLASS)
    if not rows.size:
        return np.empty((0, 2), dtype=np.int64)
    corners = np.array(
        [[x, y] for x in (columns.min(), columns.max() + 1) for y in (rows.min(), rows.max() + 1)],
        dtype=np.float64,
    )
    ground = transform(corners)
    low = np.floor((ground.min(axis=0) - [grid.east, grid.north]) / grid.size).astype(np.int64) - 1
    high = np.ceil((ground.max(axis=0) - [grid.east, grid.north]) / grid.size).astype(np.int64) + 1
    across, up = high - low
    if across * up > MOST_CELLS:
        raise TooRough(
            f"A grid of {grid.size:,.0f} m has {across * up:,} cells on this map, more than "
            f"{MOST_CELLS:,}: check --grid and the control points."
        )
    if grid.size / transform.scale(corners) < SIDE:
        raise TooRough(
            f"A cell of {grid.size:,.0f} m is {grid.size / transform.scale(corners):.1f} pixels "
            f"wide on this picture, and at least {SIDE} are needed to read it: scan it finer."
        )
    columns_, rows_ = np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]))
    return np.column_stack([columns_.ravel(), rows_.ravel()])


def _looks(cells: Cells, grid: Grid) -> Floats:
    """Places looked at in each cell, shape (n_cells * SIDE^2, 2): metres of the National Grid."""
    part = HALF + INNER * (np.arange(SIDE) - (SIDE - 1) / 2) / SIDE
    inside = np.array([[x, y] for x in part for y in part])
    places = (cells[:, None, :] + inside[None]) * grid.size + [grid.east, grid.north]
    return np.asarray(places.reshape(-1, 2))


def _shares(classes: Classes, image: Floats, cells: int, count: int) -> Floats:
    """How much of each cell shows each class, shape (n_cells, n_classes)."""
    height, width = classes.shape
    column, row = np.floor(image).astype(np.int64).T
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    of = np.full(len(image), NO_CLASS, dtype=np.int64)
    of[inside] = classes[row[inside], column[inside]]
    seen = of.reshape(cells, -1)
    return np.stack([(seen == k).mean(axis=1) for k in range(count)], axis=1)


def _marked(shares: Floats, least: float) -> Classes:
    most = shares.argmax(axis=1)
    enough = shares.max(axis=1) >= least
    return np.where(enough, most, NO_CLASS).astype(np.int16)


def _purity(shares: Floats) -> float:
    """How plainly cells are of a class or of none: 1 where each is wholly one or the other."""
    total = shares.sum(axis=1)
    seen = total > 0
    return float(np.abs(2 * total[seen] - 1).mean()) if seen.any() else 1.0


def _refuse_misaligned(
    classes: Classes, transform: Transform, grid: Grid, cells: Cells, shares: Floats
) -> None:
    here = _purity(shares)
    half = grid.size / 2
    for east, north in ((half, 0.0), (0.0, half), (half, half)):
        other = Grid(grid.size, grid.east + east, grid.north + north)
        there = _purity(
            _shares(classes, transform.back(_looks(cells, other)), len(cells), shares.shape[1])
        )
        if there > here + MISALIGNED:
            raise TooRough(
                f"The cells of this map do not lie on a grid of {grid.size:,.0f} m counted from "
                f"{grid.east:,.0f} east, {grid.north:,.0f} north: half a cell further they fit "
                "better. Check the control points, or name the origin with --grid-origin."
            )
