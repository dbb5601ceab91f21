"""Coordinates of a file as metres on a plane."""

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

METRES_A_DEGREE = 111_320.0  # of latitude


@dataclass(frozen=True, slots=True)
class Plane:
    """How coordinates of a file become metres: as they are, or degrees about a middle."""

    middle: tuple[float, float] | None = None  # longitude and latitude; None where in metres

    @classmethod
    def of(cls, x: Floats, y: Floats) -> "Plane":
        """Degrees on a plane about their middle: over a city it is off by under a thousandth."""
        if not are_degrees(x, y):
            return cls()
        return cls((float(x.mean()), float(y.mean())))

    def metres(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        if self.middle is None:
            return x, y
        across = METRES_A_DEGREE * cos(radians(self.middle[1]))
        return (x - self.middle[0]) * across, (y - self.middle[1]) * METRES_A_DEGREE


def are_degrees(x: Floats, y: Floats) -> bool:
    """Whether coordinates can be longitudes and latitudes."""
    return bool(np.abs(x).max() <= 180 and np.abs(y).max() <= 90)  # noqa: PLR2004 # degrees
