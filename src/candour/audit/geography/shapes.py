"""Areas as polygons, and which of them covers a point: an index of our own.

The rule is *covers*: a point on an edge or a corner belongs to the area, and where areas share an
edge to the first of them, in the order of the file. How many points lay on an edge is said beside
every result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.core.errors import CandourError
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    shapely = Late("shapely")

Floats: TypeAlias = "NDArray[np.float64]"
Assigned: TypeAlias = "NDArray[np.int32]"

CELLS_AN_AREA = 60  # finer, and the grid costs more to build than it saves
MOST_CELLS = 8_000_000
AT_ONCE = 1_000_000  # points of a chunk: some tens of megabytes


class NoShape(CandourError):
    """An area whose outline can't be used."""

    def __init__(self, area: str, why: str) -> None:
        self.area = area
        super().__init__(f"The outline of {area} can't be used: {why}.")


@dataclass(frozen=True, slots=True)
class Repaired:
    """An outline that crossed itself and was mended, and by how much its area changed."""

    area: str
    why: str
    change: float  # square metres


@dataclass(frozen=True, slots=True)
class Placed:
    """Where points lie.

    Attributes
    ----------
    area : ndarray of int32, shape (n_points,): the place of the area in the index; -1 for none
    on_edge : how many points lay exactly on an edge or corner
    """

    area: Assigned
    on_edge: int

    @property
    def outside(self) -> int:
        return int((self.area < 0).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """Polygons of areas, laid out flat, with a grid that says which of them are near a point.

    It holds plain arrays, so that it can be sent whole to the workers of a cluster.

    Attributes
    ----------
    codes : what each area is called
    x, y : corners of all rings, one after another; metres of the National Grid
    rings : where each ring begins in x and y, and their end
    polygons : where each area's rings begin, and their end
    repaired : outlines that had to be mended
    """

    codes: tuple[str, ...]
    x: Floats
    y: Floats
    rings: NDArray[np.int64]
    polygons: NDArray[np.int64]
    left: float
    bottom: float
    size: float
    columns: int
    rows: int
    starts: NDArray[np.int64]
    members: NDArray[np.int32]
    whole: NDArray[np.bool_]
    boxes: Floats  # shape (n_areas, 4): the least and greatest x and y
    repaired: tuple[Repaired, ...] = ()

    @classmethod
    def of(cls, codes: Sequence[str], shapes: Iterable[shapely.Geometry]) -> Areas:
        """Lay out polygons and multipolygons, and build their grid.

        Raises
        ------
        NoShape
            If an outline is empty, no polygon, or has a corner that is no number.
        """
        sound, repaired = _sound(codes, np.asarray(list(shapes), dtype=object))
        x, y, rings, polygons = _flat(sound)
        grid = _grid(x, y, rings, polygons)
        return cls(tuple(codes), x, y, rings, polygons, *grid, shapely.bounds(sound), repaired)

    def covering(self, px: Floats, py: Floats, *, workers: int = 1) -> Placed:
        """Find the area that covers each point, in chunks of bounded memory.

        Parameters
        ----------
        px, py : ndarray of float, shape (n_points,)
            In the units of the outlines. A coordinate that is no number is in no area.
        """
        px = np.ascontiguousarray(px, dtype=np.float64)
        py = np.ascontiguousarray(py, dtype=np.float64)
        out = np.empty(px.size, np.int32)
        edges = np.zeros(px.size, np.uint8)

        def assign_from(start: int) -> None:
            part = slice(start, start + AT_ONCE)
            self._assign(px[part], py[part], out[part], edges[part])

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(assign_from, range(0, px.size, AT_ONCE)))
        return Placed(out, int(edges.sum()))

    def _assign(self, px: Floats, py: Floats, out: Assigned, edges: NDArray[np.uint8]) -> None:
        """Go through the points cell by cell: rings that are near stay in the cache.

        In the order of a file each point costs a dozen reads of far memory, three times the work.
        """
        from candour.audit.geography import _covers_loop as loop  # compiled: a second to load

        order = np.argsort(self._cells_of(px, py), kind="stable")
        sorted_out = np.empty_like(out)
        sorted_edges = np.zeros_like(edges)
        loop.assign(
            px[order],
            py[order],
            self.x,
            self.y,
            self.rings,
            self.polygons,
            self.left,
            self.bottom,
            self.size,
            self.columns,
            self.rows,
            self.starts,
            self.members,
            self.whole,
            self.boxes,
            sorted_out,
            sorted_edges,
        )
        out[order] = sorted_out
        edges[order] = sorted_edges

    def _cells_of(self, px: Floats, py: Floats) -> NDArray[np.int32]:
        """The cell that each point lies in or nearest to; only the order of work hangs on it."""
        with np.errstate(invalid="ignore"):
            column = np.nan_to_num((px - self.left) / self.size).clip(0, self.columns - 1)
            row = np.nan_to_num((py - self.bottom) / self.size).clip(0, self.rows - 1)
        return row.astype(np.int32) * np.int32(self.columns) + column.astype(np.int32)


def _sound(
    codes: Sequence[str], shapes: NDArray[np.object_]
) -> tuple[NDArray[np.object_], tuple[Repaired, ...]]:
    """Outlines whose rings do not cross, with what was mended on the way."""
    if len(codes) != shapes.size:
        raise NoShape(f"{len(codes)} areas", f"there are {shapes.size} outlines for them")
    for code, shape in zip(codes, shapes, strict=True):
        if shape is None or shapely.is_empty(shape):
            raise NoShape(code, "it is empty")
        if shape.geom_type not in {"Polygon", "MultiPolygon"}:
            raise NoShape(code, f"it is a {shape.geom_type}, not a polygon")
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            raise NoShape(code, "a corner is no number")
    valid = shapely.is_valid(shapes)
    repaired = []
    for k in np.flatnonzero(~valid).tolist():
        mended = _polygons_only(shapely.make_valid(shapes[k]))
        if shapely.is_empty(mended):
            raise NoShape(codes[k], f"{shapely.is_valid_reason(shapes[k])}, and nothing is left")
        change = float(shapely.area(mended) - shapely.area(shapes[k]))
        repaired.append(Repaired(codes[k], shapely.is_valid_reason(shapes[k]), change))
        shapes[k] = mended
    return shapes, tuple(repaired)


def _polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    """What of a mended outline has an area: lines and points that fell out of it go."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    return shapely.MultiPolygon(polygons)


def _flat(
    shapes: NDArray[np.object_],
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Corners of all rings, where each ring begins, and where each area's rings begin."""
    parts, of_area = shapely.get_parts(shapes, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    corners, of_ring = shapely.get_coordinates(rings, return_index=True)
    ring_starts = np.searchsorted(of_ring, np.arange(len(rings) + 1)).astype(np.int64)
    area_of_ring = of_area[of_part]
    area_starts = np.searchsorted(area_of_ring, np.arange(len(shapes) + 1)).astype(np.int64)
    x, y = np.ascontiguousarray(corners[:, 0]), np.ascontiguousarray(corners[:, 1])
    return x, y, ring_starts, area_starts


def _grid(
    x: Floats, y: Floats, rings: NDArray[np.int64], polygons: NDArray[np.int64]
) -> tuple[float, float, float, int, int, NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    from candour.audit.geography import _covers_loop as loop  # compiled: a second to load

    left, bottom = float(x.min()), float(y.min())
    wide, high = float(x.max()) - left, float(y.max()) - bottom
    wanted = min(MOST_CELLS, max(64, CELLS_AN_AREA * (polygons.size - 1)))
    size = max(float(np.sqrt(wide * high / wanted)), wide / 4_000, high / 4_000)
    columns, rows = int(wide / size) + 1, int(high / size) + 1
    counts = np.zeros(columns * rows, np.int64)
    nothing = (np.zeros(1, np.int64), np.zeros(1, np.int32), np.zeros(1, np.bool_))
    place = (x, y, rings, polygons, left, bottom, size, columns, rows)
    loop.fill_cells(*place, counts, *nothing, counting=True)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    members = np.empty(starts[-1], np.int32)
    whole = np.empty(starts[-1], np.bool_)
    counts[:] = 0
    loop.fill_cells(*place, counts, starts, members, whole, counting=False)
    return left, bottom, size, columns, rows, starts, members, whole
