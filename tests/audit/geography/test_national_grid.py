"""Degrees to metres: published points, and what is no degree or no metre."""

import numpy as np
import pytest

from candour.audit.geography.national_grid import (
    NotOnTheGrid,
    refuse_wrong_degrees,
    refuse_wrong_metres,
    to_grid,
)


@pytest.mark.parametrize(
    ("longitude", "latitude", "east", "north"),
    [
        # The first two are of the test points that the Ordnance Survey publishes with OSTN15.
        (-6.29977752014, 49.92226393730, 91492.146, 11318.804),  # St Mary's, Scilly
        (1.71607397361, 52.65800783033, 651409.804, 313177.450),
        (-0.11992557180, 51.48936564950, 530624.974, 178388.464),
    ],
)
def test_known_points_are_met(longitude, latitude, east, north):
    x, y = to_grid(np.array([longitude]), np.array([latitude]))
    assert (x[0], y[0]) == (pytest.approx(east, abs=0.05), pytest.approx(north, abs=0.05))


def test_the_south_of_scilly_is_on_the_grid_without_a_step():
    latitude = np.linspace(49.87, 49.96, 91)
    x, y = to_grid(np.full(91, -6.335), latitude)
    assert np.isfinite(x).all()
    assert np.abs(np.diff(y, n=2)).max() < 0.05
    assert np.abs(np.diff(x, n=2)).max() < 0.05


def test_what_lies_abroad_is_nowhere():
    assert np.isnan(to_grid(np.array([2.35]), np.array([48.86]))).all()


@pytest.mark.parametrize(
    ("lon", "lat", "says"),
    [(530_000, 180_000, "look like metres"), (51.5, -0.1, "swapped"), (2.3, 48.8, "outside")],
)
def test_what_is_no_degree_of_great_britain_is_refused(lon, lat, says):
    with pytest.raises(NotOnTheGrid, match=says):
        refuse_wrong_degrees(np.array([lon]), np.array([lat]), where="file")


@pytest.mark.parametrize(("x", "y", "says"), [(-0.1, 51.5, "degrees"), (9e6, 1e5, "off the")])
def test_what_is_no_metre_of_the_grid_is_refused(x, y, says):
    with pytest.raises(NotOnTheGrid, match=says):
        refuse_wrong_metres(np.array([x]), np.array([y]), where="file")
