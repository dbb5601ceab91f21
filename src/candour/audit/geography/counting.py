"""Points of big files counted by the area that covers each, wherever the files are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.national_grid import to_grid
from candour.audit.geography.shapes import Areas
from candour.tables import Engine

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class AreaOf:
    """Says of points which area covers each; it can be sent to the workers of a cluster.

    Attributes
    ----------
    areas : on the National Grid
    are_degrees : whether points are longitude and latitude; else metres of the grid
    """

    areas: Areas
    are_degrees: bool = False

    def __call__(self, x: Floats, y: Floats) -> NDArray[np.int32]:
        """The place of each point's area in the index, -1 for none; shape (n_points,)."""
        if self.are_degrees:
            x, y = to_grid(x, y)
        return self.areas.covering(x, y).area


@dataclass(frozen=True, slots=True)
class PointsByArea:
    """How many points lie in each area.

    Attributes
    ----------
    counts : by the values of the columns counted by; each of shape (n_areas,)
    outside : by the same, points that no area covers or that have no coordinates
    """

    counts: Mapping[tuple[Any, ...], NDArray[np.int64]]
    outside: Mapping[tuple[Any, ...], int]


def count_points_by_area(  # a table, its columns, and the areas
    database: Engine,
    paths: Sequence[Path],
    areas: Areas,
    *,
    x: str,
    y: str,
    by: Sequence[str] = (),
    are_degrees: bool = False,
) -> PointsByArea:
    """Count points by area and by the values of some columns, in bounded memory.

    Rows are read in batches and only counts are kept, so tens of millions of points take no more
    memory than a few. The counts are the same on one machine and on Spark.

    Parameters
    ----------
    paths : sequence of Path
        CSV or Parquet.
    x, y : str
        The columns of coordinates.
    by : sequence of str
        Other columns to count by, such as the type of crime.

    Raises
    ------
    CannotRead
    """
    place = AreaOf(areas, are_degrees)
    counts: dict[tuple[Any, ...], NDArray[np.int64]] = {}
    outside: dict[tuple[Any, ...], int] = {}
    for rows in database.open(paths):
        named = {name: name for name in by}
        for _, *values, area, number in database.count_places(rows, named, x=x, y=y, place=place):
            key = tuple(values)
            here = counts.setdefault(key, np.zeros(len(areas.codes), np.int64))
            if area < 0:
                outside[key] = outside.get(key, 0) + number
            else:
                here[area] += number
    return PointsByArea(counts, outside)
