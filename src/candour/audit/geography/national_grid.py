"""Longitude and latitude to metres of the British National Grid, by OSTN15.

The plain seven-number shift that most libraries fall back on is a metre or two off, more than the
width of a pavement; the grid of the Ordnance Survey is right to centimetres, and to the millimetre
on its own test points. Points of data.police.uk are themselves moved to the nearest of a list of
anonymous spots, so the shift is seldom what limits a result; it is stated all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.core.errors import CandourError
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

NAME = "British National Grid, OSTN15"
# Great Britain with its waters, in degrees and in metres.
WEST, EAST, SOUTH, NORTH = -9.0, 2.1, 49.7, 61.0
TIP_SOUTH, TIP_FROM, TIP_WEST_EAST = 49.85, 49.93, (-6.5, -6.2)
WIDEST, HIGHEST = 700_000.0, 1_300_000.0


class NotOnTheGrid(CandourError):
    """Coordinates that are not what they are said to be."""

    def __init__(self, where: str, why: str, do: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where}: {why} {do}")


def to_grid(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Metres east and north of the grid's origin; nan outside Great Britain.

    Parameters
    ----------
    longitude, latitude : ndarray of float, shape (n_points,)
        Degrees, ETRS89 (as good as WGS84 for this).
    """
    from convertbng.cutil import (
        convert_to_osgb36,  # its library is loaded only where points are moved
    )

    def moved(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        east, north = convert_to_osgb36(lon.astype(float), lat.astype(float))
        return np.asarray(east, dtype=float), np.asarray(north, dtype=float)

    east, north = moved(longitude, latitude)
    tip = ~np.isfinite(east) & _on_the_southern_tip(longitude, latitude)
    if tip.any():
        here, step = np.full(int(tip.sum()), TIP_FROM), 0.01
        one, other = moved(longitude[tip], here), moved(longitude[tip], here + step)
        by = (latitude[tip] - TIP_FROM) / step
        east[tip], north[tip] = (a + by * (b - a) for a, b in zip(one, other, strict=True))
    return east, north


def _on_the_southern_tip(longitude: Floats, latitude: Floats) -> NDArray[np.bool_]:
    """The south of the Isles of Scilly, which the library leaves out though the grid has it.

    From a little further north a straight line is right to a few centimetres.
    """
    west, east = TIP_WEST_EAST
    return (longitude > west) & (longitude < east) & (latitude > TIP_SOUTH) & (latitude < TIP_FROM)


def refuse_wrong_degrees(longitude: Floats, latitude: Floats, *, where: str) -> None:
    """Refuse metres, swapped pairs and points abroad, said to be degrees of Great Britain.

    Raises
    ------
    NotOnTheGrid
        Says which of these it looks like.
    """
    seen = SeenDegrees()
    seen.look_at(longitude, latitude)
    seen.refuse_wrong(where=where)


@dataclass
class SeenDegrees:
    """Degrees that come a part at a time, looked at as `refuse_wrong_degrees` looks at all."""

    number: int = 0
    inside: int = 0
    inside_swapped: int = 0
    furthest: tuple[float, float] = (0.0, 0.0)

    def look_at(self, longitude: Floats, latitude: Floats) -> None:
        known = np.isfinite(longitude) & np.isfinite(latitude)
        lon, lat = longitude[known], latitude[known]
        if lon.size:
            self.number += lon.size
            self.inside += int(_inside(lon, lat).sum())
            self.inside_swapped += int(_inside(lat, lon).sum())
            self.furthest = (
                max(self.furthest[0], float(np.abs(lon).max())),
                max(self.furthest[1], float(np.abs(lat).max())),
            )

    def refuse_wrong(self, *, where: str) -> None:
        """Refuse what was seen, where it is no degrees of Great Britain.

        Raises
        ------
        NotOnTheGrid
        """
        if not self.number:
            return
        if self.furthest[0] > 180 or self.furthest[1] > 90:  # noqa: PLR2004 # degrees in a turn
            raise NotOnTheGrid(
                where,
                "these are not degrees: they look like metres.",
                "Say that they are of the National Grid, or give longitude and latitude.",
            )
        is_mostly_inside = 2 * self.inside >= self.number
        if 2 * self.inside_swapped >= self.number and not is_mostly_inside:
            raise NotOnTheGrid(
                where, "longitude and latitude are swapped.", "Put them in the other order."
            )
        if not is_mostly_inside:
            raise NotOnTheGrid(
                where,
                "most of these points lie outside Great Britain.",
                "Check which column is which, and that they are degrees of WGS84.",
            )


def refuse_wrong_metres(east: Floats, north: Floats, *, where: str) -> None:
    """Refuse degrees, and points off the grid, said to be metres of the National Grid."""
    x, y = east[np.isfinite(east)], north[np.isfinite(north)]
    if not x.size or not y.size:
        return
    if np.abs(x).max() <= 180 and np.abs(y).max() <= 180:  # noqa: PLR2004 # degrees in a turn
        raise NotOnTheGrid(
            where,
            "these are said to be metres of the National Grid, and look like degrees.",
            "Say that they are longitude and latitude.",
        )
    outside = (x < 0) | (x > WIDEST) | (y < 0) | (y > HIGHEST)
    if outside.mean() > 0.5:  # noqa: PLR2004 # most
        raise NotOnTheGrid(
            where,
            "most of these points lie off the National Grid.",
            "Check that they are metres of EPSG:27700, east before north.",
        )


def _inside(longitude: Floats, latitude: Floats) -> NDArray[np.bool_]:
    return np.asarray(
        (longitude > WEST) & (longitude < EAST) & (latitude > SOUTH) & (latitude < NORTH)
    )
