"""How often a map's stated error holds the truth: maps drawn with known transforms and warps."""

from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from candour.audit.georeference.errors import PointsUnfit, TooRough
from candour.audit.georeference.laying import Ask, lay
from candour.audit.georeference.snapping import Grid
from tests.audit.georeference.drawing import (
    LEGEND,
    cells_of,
    control_points,
    draw,
    some_areas,
    some_ground,
)
from tests.support.sizes import tries

PEOPLE = 3_000
ENOUGH, MOST_REFUSED = 0.93, 0.15
BANDS = (2.5, 97.5)
CELL = 500.0
pytestmark = pytest.mark.long


@dataclass
class Seen:
    """How often ranges held the truth over maps, and how many were refused."""

    places: list[float]
    numbers: list[NDArray[np.bool_]]
    refused: int = 0


@pytest.mark.parametrize("form", ["plain", "warped", "stretched", "cells"])
def test_ranges_hold_the_truth_as_often_as_they_say(tmp_path, form):
    maps = tries(12, long=400)
    seen = Seen([], [])
    for k in range(maps):
        rng = np.random.default_rng([41, k])
        try:
            _one(tmp_path, form, rng, seen)
        except (PointsUnfit, TooRough):
            seen.refused += 1
    error = np.sqrt(ENOUGH * (1 - ENOUGH) / max(maps - seen.refused, 1))
    assert seen.refused <= MOST_REFUSED * maps + 2
    assert np.mean(seen.places) >= ENOUGH - 2 * error
    assert (np.mean(seen.numbers, axis=0) >= ENOUGH - 2 * error).all()


def _one(folder, form, rng, seen):
    ground = some_ground(
        rng,
        warp=rng.uniform(0, 60) if form == "warped" else 0.0,
        stretch=rng.uniform(0.97, 1.03) if form == "stretched" else 1.0,
    )
    if form == "cells":
        areas = list(Grid(CELL).box(cells_of(rng, ground, CELL)))
    else:
        areas = some_areas(rng, ground)
    draw(
        folder / "map.png",
        ground,
        areas,
        rng,
        noise=rng.uniform(0, 8),
        outline=int(rng.integers(1, 4)),
    )
    control_points(
        folder / "points.csv", ground, rng, count=int(rng.integers(8, 16)), told=rng.random() < 0.5
    )
    (folder / "legend.yaml").write_text(LEGEND, "utf-8")
    ask = Ask(grid=Grid(CELL) if form == "cells" else None, redrawings=100)
    laid = lay(folder / "map.png", folder / "points.csv", folder / "legend.yaml", ask)
    seen.places.append(_places_held(ground, areas, laid))
    seen.numbers.append(_numbers_held(ground, areas, laid, rng))


def _places_held(ground, areas, laid):
    """The share of places that lie within the distance that the map states, each for itself."""
    true = np.array([area.centroid.coords[0] for area in areas])
    page = ground.to_page(true)
    missed = np.hypot(*(true - laid.fitted.transform(page)).T)
    return float((missed <= laid.moves.reach(page)).mean())


def _numbers_held(ground, areas, laid, rng):
    """Whether the range of each group's share, and of their ratio, holds the true one."""
    people = np.array(ground.centre) + rng.normal(0, 1, (PEOPLE, 2)) * [2_500, 2_000]
    group = rng.random(PEOPLE) < 1 / (1 + np.exp(-(people[:, 0] - ground.centre[0]) / 1_500))
    points = shapely.points(people)

    def numbers(drawn):
        inside = shapely.contains(shapely.union_all(drawn), points)
        ours, theirs = inside[group].mean(), inside[~group].mean()
        return ours, theirs, ours / theirs

    true = np.array(numbers(areas))
    drawn = [numbers(laid.redrawings.shapes_of(k)) for k in range(len(laid.redrawings))]
    low, high = np.percentile(drawn, BANDS, axis=0)
    return (low - 1e-9 <= true) & (true <= high + 1e-9)
