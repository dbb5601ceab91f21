"""Control points: places of a picture whose true place is known, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.geography.national_grid import (
    refuse_wrong_degrees,
    refuse_wrong_metres,
    to_grid,
)
from candour.audit.georeference.errors import PointsUnfit
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

PIXELS = ("x", "y")
METRES = ("easting", "northing")
DEGREES = ("longitude", "latitude")
SIGMA, CHECK = "sigma", "check"
FEWEST = 4
MINUTE_SPREAD = 0.02  # of their length: points so close to one line bear no transform


@dataclass(frozen=True, slots=True, eq=False)
class ControlPoints:
    """Control points.

    Attributes
    ----------
    image : ndarray of float, shape (n_points, 2): pixels right of and below the top left corner
    ground : ndarray of float, shape (n_points, 2): metres east and north of the National Grid
    sigma : ndarray of float, shape (n_points,): standard error of `ground` along each axis, in
        metres, with the error of finding the place in the picture in it; nan where not told
    lines : of the file, for naming one; 0 where the page itself holds them
    name : of the file
    """

    image: Floats
    ground: Floats
    sigma: Floats
    lines: tuple[int, ...]
    name: str

    def __len__(self) -> int:
        return len(self.lines)

    def only(self, which: NDArray[np.bool_]) -> ControlPoints:
        lines = tuple(line for line, kept in zip(self.lines, which, strict=True) if kept)
        return ControlPoints(
            self.image[which], self.ground[which], self.sigma[which], lines, self.name
        )


def read_control_points(path: Path) -> tuple[ControlPoints, ControlPoints]:
    """Read the points that the transform is fitted to, and those kept apart to check it.

    The file is a CSV with columns `x` and `y` (pixels), `easting` and `northing` (or `longitude`
    and `latitude`), `sigma` (metres; may be left out) and `check` (1 keeps a point apart; may be
    left out).

    Raises
    ------
    CannotRead
        If the file is no such table, or a value is no number: says which line and column.
    NotOnTheGrid
        If coordinates are not what they are said to be.
    PointsUnfit
        If there are fewer than four to fit, two in one place, or all along one line.
    """
    if not path.exists():
        raise CannotRead(str(path), "there is no such file.")
    rows = list(rows_of(path))
    headings = [field.strip().lower() for field in rows[0][1]] if rows else []
    table = _Table(path.name, headings, rows[1:])
    image = np.column_stack([table.numbers(column) for column in PIXELS])
    if set(METRES) <= set(headings):
        east, north = (table.numbers(column) for column in METRES)
        refuse_wrong_metres(east, north, where=path.name)
    elif set(DEGREES) <= set(headings):
        longitude, latitude = (table.numbers(column) for column in DEGREES)
        refuse_wrong_degrees(longitude, latitude, where=path.name)
        east, north = to_grid(longitude, latitude)
        table.refuse(~np.isfinite(east), DEGREES[0], "the point lies outside Great Britain")
    else:
        raise CannotRead(
            path.name,
            "true places are told in columns 'easting' and 'northing', or 'longitude' and "
            "'latitude'.",
            line=rows[0][0] if rows else 1,
        )
    count = len(table.rows)
    sigma = table.numbers(SIGMA) if SIGMA in headings else np.full(count, np.nan)
    table.refuse(sigma <= 0, SIGMA, "it is a standard error in metres, above 0")
    apart = table.numbers(CHECK) if CHECK in headings else np.zeros(count)
    table.refuse(~np.isin(apart, (0, 1)), CHECK, "it is 1 for a point kept apart, else 0")
    every = ControlPoints(
        image,
        np.column_stack([east, north]),
        sigma,
        tuple(line for line, _ in table.rows),
        path.name,
    )
    refuse_unfit(every.only(apart == 0))
    return every.only(apart == 0), every.only(apart == 1)


def refuse_unfit(points: ControlPoints) -> None:
    """Refuse points from which no transform follows.

    Raises
    ------
    PointsUnfit
    """
    if len(points) < FEWEST:
        raise PointsUnfit(
            points.name,
            f"{len(points)} control points to fit: at least {FEWEST} are needed, and eight with "
            "check points of their own for anything that is published.",
        )
    for what, places in (("picture", points.image), ("ground", points.ground)):
        _refuse_doubles(points, places, what)
        spread = np.linalg.svd(places - places.mean(axis=0), compute_uv=False)
        if spread[1] < MINUTE_SPREAD * spread[0]:
            raise PointsUnfit(
                points.name,
                f"the control points lie along one line in the {what} (lines "
                f"{points.lines[0]} to {points.lines[-1]}): add points on either side of it.",
            )


def _refuse_doubles(points: ControlPoints, places: Floats, what: str) -> None:
    first: dict[tuple[float, float], int] = {}
    for line, (x, y) in zip(points.lines, places.tolist(), strict=True):
        if (x, y) in first:
            raise PointsUnfit(
                points.name,
                f"lines {first[x, y]} and {line} are one place in the {what}: take one out.",
            )
        first[x, y] = line


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a file, by lower-case heading."""

    name: str
    headings: Sequence[str]
    rows: Sequence[tuple[int, list[str]]]

    def numbers(self, column: str) -> Floats:
        if column not in self.headings:
            raise CannotRead(self.name, f"there is no column '{column}'.", line=1)
        at = self.headings.index(column)
        return np.array([self._number(line, fields, at, column) for line, fields in self.rows])

    def _number(self, line: int, fields: list[str], at: int, column: str) -> float:
        if len(fields) != len(self.headings):
            raise CannotRead(self.name, "this row has too few or too many values.", line=line)
        text = fields[at].strip()
        if not text and column in {SIGMA, CHECK}:
            return float("nan") if column == SIGMA else 0.0
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            raise CannotRead(self.name, f"column '{column}': '{text}' is no number.", line=line)
        return value

    def refuse(self, wrong: NDArray[np.bool_], column: str, problem: str) -> None:
        if wrong.any():
            line = self.rows[int(wrong.argmax())][0]
            raise CannotRead(self.name, f"column '{column}': {problem}.", line=line)
