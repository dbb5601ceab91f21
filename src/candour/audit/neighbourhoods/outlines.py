"""Outlines of areas as paths to draw, joined by class: no code, and no border between two alike."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from candour.core.extras import Late

if TYPE_CHECKING:
    import shapely
else:  # a public site shows findings without it
    shapely = Late("shapely")

WIDE, HIGH = 720, 600  # units that a map may take: two for each of a panel


@dataclass(frozen=True, slots=True)
class Frame:
    """The piece of ground that a map shows.

    Attributes
    ----------
    left, top : metres of the National Grid
    metres : of the ground in one unit
    width, height : of the map, in units
    """

    left: float
    top: float
    metres: float
    width: int
    height: int

    @classmethod
    def around(cls, shapes: NDArray[np.object_]) -> "Frame":
        """The frame in which some outlines fit."""
        left, bottom, right, top = shapely.total_bounds(shapes).tolist()
        metres = max((right - left) / WIDE, (top - bottom) / HIGH)
        return cls(
            left, top, metres, round((right - left) / metres), round((top - bottom) / metres)
        )


def path_of(shapes: NDArray[np.object_], frame: Frame) -> str:
    """One path around all of some areas, in whole units of the frame, north up.

    Corners that fall on the same unit become one; an area smaller than a unit is not drawn.
    """
    corner = np.array([frame.left, frame.top])
    scale = np.array([1, -1]) / frame.metres
    drawn = shapely.transform(shapes, lambda points: (points - corner) * scale)
    joined = shapely.union_all(shapely.set_precision(drawn, 1.0))
    polygons = shapely.get_parts(joined)
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygons))


def _ring(corners: NDArray[np.float64]) -> str:
    units = np.rint(corners).astype(int)
    first, steps = units[0], np.diff(units[:-1], axis=0)
    moves = " ".join(f"{across} {down}" for across, down in steps.tolist())
    return f"M{first[0]} {first[1]}l{moves}z".replace(" -", "-")
