"""Targets as they are given: codes of areas, polygons, grid cells, or points with a radius.

What goes wrong is told by row and column, never by a code: a list of targets is a map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.geography.boundaries import shapes_on_grid
from candour.audit.geography.codes import Vintage, code_column, heading_of, vintage_of
from candour.audit.geography.national_grid import (
    refuse_wrong_degrees,
    refuse_wrong_metres,
    to_grid,
)
from candour.audit.georeference.redrawings import Redrawings, redrawings_of
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import number_in, rows_of
from candour.tables.outlines import Outlines, is_outlines, read_outlines

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    shapely = Late("shapely")

Shapes: TypeAlias = "NDArray[np.object_]"
CORNERS_A_QUARTER = 16  # of a disc: its area is off by two in a thousand


class TargetForm(StrEnum):
    """How targets are told."""

    CODES = "codes of areas"
    POLYGONS = "polygons"
    CELLS = "grid cells"
    POINTS = "points with a radius"


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Where police were sent, or what is taken for it.

    Attributes
    ----------
    codes : of areas, where they are told so; else none
    lines : where each stands in the file
    shapes : in metres of the National Grid, shape (n_targets,); none where codes are told
    column : that holds the codes
    vintage : of the areas, where codes are told
    redrawings : of a printed map, within its error; None for all else
    """

    name: str
    form: TargetForm
    lines: tuple[int, ...]
    codes: tuple[str, ...] = ()
    shapes: Shapes | None = None
    column: str = ""
    vintage: Vintage | None = None
    redrawings: Redrawings | None = None


def read_targets(path: Path) -> Targets:
    """Read targets.

    Raises
    ------
    CannotRead
        If the file is none of the four; or a target is no number, empty, stands twice or crosses
        itself: says which.
    NotOnTheGrid
        If coordinates are not what they are said to be.
    """
    if not path.exists():
        raise CannotRead(str(path), "there is no such file.")
    if path.is_file() and is_outlines(path):
        return _polygons(path)
    rows = list(rows_of(path))
    line, names = rows[0] if rows else (1, [])
    headings = [heading_of(name) for name in names]
    body = _Body(path, headings, rows[1:])
    if not body.rows:
        raise CannotRead(path.name, "there are no targets below the first line.", line=line)
    if set(CELL) <= set(headings):
        return _cells(body)
    if "radius" in headings or "radius_m" in headings:
        return _points(body)
    return _codes(path, names, body)


CELL = ("xmin", "ymin", "xmax", "ymax")


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows of a CSV of targets, by lower-case heading."""

    path: Path
    headings: Sequence[str]
    rows: Sequence[tuple[int, list[str]]]

    def __post_init__(self) -> None:
        for line, fields in self.rows:
            if len(fields) != len(self.headings):
                raise CannotRead(
                    self.path.name, "this row has too few or too many values.", line=line
                )

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(line for line, _ in self.rows)

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array(list(self._numbers(column)))

    def _numbers(self, column: str) -> Iterator[float]:
        at = self.headings.index(column)
        for line, fields in self.rows:
            yield number_in(self.path, line, column, fields[at])

    def refuse(self, wrong: NDArray[np.bool_], problem: str) -> None:
        if wrong.any():
            raise CannotRead(self.path.name, problem, line=self.lines[int(wrong.argmax())])


def _codes(path: Path, names: Sequence[str], body: _Body) -> Targets:
    column = code_column(path.name, [name.strip() for name in names])
    at = [name.strip() for name in names].index(column)
    first: dict[str, int] = {}
    for line, fields in body.rows:
        code = fields[at].strip()
        if not code:
            raise CannotRead(path.name, f"column '{column}' is empty.", line=line)
        if code in first:
            raise CannotRead(
                path.name,
                f"column '{column}' has the target of line {first[code]} again.",
                line=line,
            )
        first[code] = line
    return Targets(
        path.name,
        TargetForm.CODES,
        tuple(first.values()),
        codes=tuple(first),
        column=column,
        vintage=vintage_of(path.name, column, first),
    )


def _cells(body: _Body) -> Targets:
    left, bottom, right, top = (body.numbers(name) for name in CELL)
    refuse_wrong_metres(left, bottom, where=body.path.name)
    body.refuse((right <= left) | (top <= bottom), "the cell is empty: xmax and ymax lie beyond.")
    boxes = np.asarray(shapely.box(left, bottom, right, top), dtype=object)
    return Targets(body.path.name, TargetForm.CELLS, body.lines, shapes=boxes)


def _points(body: _Body) -> Targets:
    radius = body.numbers("radius_m" if "radius_m" in body.headings else "radius")
    body.refuse(radius <= 0, "column 'radius': it is a number of metres above 0.")
    if {"easting", "northing"} <= set(body.headings):
        x, y = body.numbers("easting"), body.numbers("northing")
        refuse_wrong_metres(x, y, where=body.path.name)
    elif {"longitude", "latitude"} <= set(body.headings):
        longitude, latitude = body.numbers("longitude"), body.numbers("latitude")
        refuse_wrong_degrees(longitude, latitude, where=body.path.name)
        x, y = to_grid(longitude, latitude)
        body.refuse(~np.isfinite(x), "the point lies outside Great Britain.")
    else:
        raise CannotRead(
            body.path.name,
            "points are told in columns 'easting' and 'northing', or 'longitude' and 'latitude'.",
            line=1,
        )
    discs = shapely.buffer(shapely.points(x, y), radius, quad_segs=CORNERS_A_QUARTER)
    return Targets(
        body.path.name, TargetForm.POINTS, body.lines, shapes=np.asarray(discs, dtype=object)
    )


def _polygons(path: Path) -> Targets:
    outlines = read_outlines(path)
    shapes = shapes_on_grid(outlines)

    def refuse(wrong: NDArray[np.bool_], why: Callable[[int], str]) -> None:
        if wrong.any():
            place = int(wrong.argmax())
            raise CannotRead(path.name, f"{outlines.row} {place + 1}, geometry: {why(place)}.")

    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6))
    refuse(~polygonal, lambda k: f"it is a {shapes[k].geom_type}, not a polygon")
    refuse(
        ~shapely.is_valid(shapes),
        lambda k: (
            f"the target crosses or touches itself "
            f"({shapely.is_valid_reason(shapes[k]).split('[')[0]}), so what lies in it is not clear"
        ),
    )
    lines = tuple(range(1, shapes.size + 1))
    redrawings = _redrawings(outlines, shapes)
    return Targets(path.name, TargetForm.POLYGONS, lines, shapes=shapes, redrawings=redrawings)


def _redrawings(outlines: Outlines, shapes: Shapes) -> Redrawings | None:
    if outlines.held is None:
        return None
    if outlines.held.get("shapes") != shapes.size:
        raise CannotRead(
            outlines.name,
            f"the map was made with {outlines.held.get('shapes')} shapes and has {shapes.size} "
            "now, so its error no longer fits. Give the file as `candour georeference` wrote it, "
            "made with a legend of the classes you want.",
        )
    try:
        return redrawings_of(outlines.held, shapes)
    except (KeyError, TypeError, ValueError, IndexError):
        raise CannotRead(
            outlines.name,
            "what it holds on the error of the map can't be read. Make it anew with "
            "`candour georeference`.",
        ) from None
