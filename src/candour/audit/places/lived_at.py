"""Where in each area its people live: population-weighted points, or addresses with a weight.

With a point for each area an area lies in targets as a whole or not at all, told by where its
people live and not by its land. With many points it is divided by how many of them lie in targets
(dasymetric, after Wright 1936): a park or a dock then counts for nobody.

References
----------
Wright, J. K. (1936). A method of mapping densities of population. Geographical Review 26(1),
103-110.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.geography.codes import code_column, heading_of
from candour.audit.geography.national_grid import (
    refuse_wrong_degrees,
    refuse_wrong_metres,
    to_grid,
)
from candour.audit.geography.shapes import Areas
from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.lines import number_in, rows_of

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:  # a public site shows findings without them
    np = Late("numpy")
    shapely = Late("shapely")

Floats: TypeAlias = "NDArray[np.float64]"
Shapes: TypeAlias = "NDArray[np.object_]"

WEIGHTS = ("weight", "residents", "people", "addresses", "dwellings", "households", "population")
METRES, DEGREES = ("easting", "northing"), ("longitude", "latitude")


@dataclass(frozen=True, slots=True, eq=False)
class LivedAt:
    """Points where people live.

    Attributes
    ----------
    area : ndarray of int, shape (n_points,): the place of each point's area among those studied
    weight : ndarray of float, shape (n_points,): residents, addresses, or 1 each
    outside : points of the file that are of none of the areas studied
    """

    name: str
    x: Floats
    y: Floats
    area: NDArray[np.int64]
    weight: Floats
    outside: int

    def covered_by(self, drawn: Shapes, *, n_areas: int) -> Floats:
        """How much of each area's people live in polygons, shape (n_areas,)."""
        whole = np.bincount(self.area, self.weight, minlength=n_areas)
        if not drawn.size:
            return np.zeros(n_areas)
        index = Areas.of(["targets"], [shapely.union_all(drawn)])
        inside = index.covering(self.x, self.y).area >= 0
        own = np.bincount(self.area, self.weight * inside, minlength=n_areas)
        return np.asarray(own / whole)


def read_lived_at(path: Path, codes: tuple[str, ...]) -> LivedAt:
    """Read points where people live, each with the code of its area.

    Parameters
    ----------
    path : Path
        CSV, also gzipped: a column of codes of areas, `easting` and `northing` (or `longitude` and
        `latitude`), and if points do not count alike one of `weight`, `residents`, `addresses`, ….
    codes : tuple of str
        Of the areas studied.

    Raises
    ------
    CannotRead
        If a column is missing or a value is no number (says the line), or an area has no point
        that weighs anything.
    NotOnTheGrid
    """
    rows = rows_of(path)
    _, names = next(rows, (1, []))
    headings = [heading_of(name) for name in names]
    code_at = names.index(code_column(path.name, names))
    pair = next((pair for pair in (METRES, DEGREES) if set(pair) <= set(headings)), None)
    if pair is None:
        raise CannotRead(
            path.name,
            "points are told in columns 'easting' and 'northing', or 'longitude' and 'latitude'.",
            line=1,
        )
    weight = next((name for name in WEIGHTS if name in headings), "")
    columns = [headings.index(name) for name in (*pair, *([weight] if weight else []))]
    place = {code: k for k, code in enumerate(codes)}
    numbers: list[list[float]] = []
    areas: list[int] = []
    outside = 0
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        values = [number_in(path, line, names[at], fields[at]) for at in columns]
        if weight and values[-1] < 0:
            raise CannotRead(path.name, f"column '{weight}' is below 0.", line=line)
        code = fields[code_at].strip()
        if code in place:
            areas.append(place[code])
            numbers.append(values)
        else:
            outside += 1
    return _lived_at(path, codes, areas, numbers, outside, are_degrees=pair == DEGREES)


def _lived_at(
    path: Path,
    codes: tuple[str, ...],
    areas: list[int],
    numbers: list[list[float]],
    outside: int,
    *,
    are_degrees: bool,
) -> LivedAt:
    if not numbers:
        raise CannotRead(path.name, "no point is of an area that the population has a row for.")
    table = np.array(numbers, dtype=np.float64)
    x, y = table[:, 0], table[:, 1]
    if are_degrees:
        refuse_wrong_degrees(x, y, where=path.name)
        x, y = to_grid(x, y)
    else:
        refuse_wrong_metres(x, y, where=path.name)
    weight = table[:, 2] if table.shape[1] > len(METRES) else np.ones(x.size)
    area = np.array(areas, dtype=np.int64)
    lacking = np.flatnonzero(np.bincount(area, weight, minlength=len(codes)) <= 0)
    if lacking.size:
        raise CannotRead(
            path.name,
            f"{lacking.size:,} of the {len(codes):,} areas studied have no point that weighs "
            f"anything, {codes[int(lacking[0])]} for one. Give points of all of them.",
        )
    return LivedAt(path.name, x, y, area, weight, outside)
