"""Features of places that risk terrain modelling learns from: shops, stops, bars and others."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.simulation.plane import are_degrees
from candour.simulation.replay_files import POINTS, Cells
from candour.tables.columns import columns_of, names_of
from candour.tables.errors import CannotRead

FEATURE_COLUMNS = ("feature", "kind")
Floats = NDArray[np.float64]


def read_features(path: Path, cells: Cells) -> dict[str, Floats]:
    """Read where features of places lie: a row for each, with its kind and a point.

    Parameters
    ----------
    path : Path
        A column `feature` (or `kind`), and coordinates as the grid has them: metres or degrees.

    Returns
    -------
    dict
        By kind, its points in metres on the plane of the grid, shape (n_points, 2).

    Raises
    ------
    CannotRead
        If a column is missing, a kind is empty, or coordinates are not of the grid's sort.
    """
    lower = {name.lower(): name for name in names_of(path)}
    kind = next((lower[name] for name in FEATURE_COLUMNS if name in lower), "")
    pair = next((p for p in POINTS if all(name in lower for name in p)), ())
    if not kind or not pair:
        raise CannotRead(
            path.name,
            "it needs a column 'feature' and a point of each: x and y, or longitude and latitude.",
            line=1,
        )
    columns = columns_of(path, [kind, *(lower[name] for name in pair)])
    x, y = (columns.numbers(lower[name]) for name in pair)
    grid_in_degrees = cells.plane.middle is not None
    if grid_in_degrees != are_degrees(x, y) and (grid_in_degrees or "lon" in pair[0]):
        raise CannotRead(
            path.name, "its points and the grid's are not alike: one is in degrees, one in metres."
        )
    points = np.column_stack(cells.plane.metres(x, y))
    kinds = columns.texts[kind]
    for line, name in zip(columns.lines, kinds, strict=True):
        if not name:
            raise CannotRead(path.name, f"column '{kind}' is empty.", line=line)
    return {name: points[[own == name for own in kinds]] for name in dict.fromkeys(kinds)}
