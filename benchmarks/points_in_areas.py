"""Points of a file counted by area, beside geopandas and STRtree: time and memory.

    python -m benchmarks.points_in_areas --points 10000000 --corners 54

Areas are those of a file (the LSOAs of England and Wales, say), or else as many made-up ones:
the cells nearest to points that lie in clusters, as LSOAs do. With --corners their outlines get so
many corners, on the same lines. A point lies in the box of an area drawn at random, so most lie in
towns. Each contender has its index ready before its turn, and goes from a Parquet file of
coordinates to the number of points in each area.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from benchmarks.turns import in_turns, show, take_turns

LSOAS = 35_672
SEED = 20_261_130
OUTSIDE = "geo/boundaries_lsoa21.geoparquet"  # in the folder that CANDOUR_OUTSIDE_DATA names
LONDON = Path(__file__).resolve().parents[1] / "data/places"

Shapes = NDArray[np.object_]


def main() -> None:
    options = _options()
    if options.contender == PLACEMENTS:
        take_turns(placements())
    elif options.contender:
        take_turns(CONTENDERS[options.contender](options.kept))
    else:
        compare(options.areas, options.points, options.corners, rounds=options.rounds)


def compare(areas: Path | None, points: int, corners: int, *, rounds: int) -> None:
    """Print a table of all contenders."""
    shapes = with_corners(of_file(areas) if areas else made_up(LSOAS), corners)
    areas_laid = len(shapes)
    typical = int(np.median(shapely.get_num_coordinates(shapes)))
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as folder:
        kept = Path(folder)
        np.save(kept / "areas.npy", shapes, allow_pickle=True)
        write_points(kept / "points.parquet", shapes, points)
        del shapes
        here = [sys.executable, "-m", "benchmarks.points_in_areas", "--kept", folder]
        turns = in_turns({name: [*here, "--contender", name] for name in CONTENDERS}, rounds=rounds)
    show(f"{points:,} points in {areas_laid:,} areas of {typical} corners", turns, base="Candour")


def compare_placements(*, rounds: int) -> None:
    """Print what 999 placements of London's targets take, kept in bands."""
    here = [sys.executable, "-m", "benchmarks.points_in_areas", "--contender", PLACEMENTS]
    turns = in_turns({PLACEMENTS: here}, rounds=rounds)
    show("999 placements of 499 targets in London's 4,994 areas", turns, base=PLACEMENTS)


def outside_areas() -> Path | None:
    """The LSOAs, where whoever runs this has them."""
    folder = os.environ.get("CANDOUR_OUTSIDE_DATA", "")
    path = Path(folder) / OUTSIDE
    return path if folder and path.exists() else None


def of_file(path: Path) -> Shapes:
    from candour.audit.geography.boundaries import read_boundaries

    return read_boundaries(path).shapes


def made_up(areas: int) -> Shapes:
    """Cells of points in clusters, in a country of 400 by 500 km."""
    rng = np.random.default_rng(SEED)
    towns = rng.uniform(0, (400_000, 500_000), (300, 2))
    weight = rng.pareto(1.2, 300) + 0.2
    of_town = rng.choice(300, areas, p=weight / weight.sum())
    middles = towns[of_town] + rng.normal(0, 4_000, (areas, 2))
    country = shapely.box(-20_000, -20_000, 420_000, 520_000)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(middles), extend_to=country)
    clipped = shapely.intersection(shapely.get_parts(cells), country)
    return np.asarray(clipped[~shapely.is_empty(clipped)], dtype=object)


def with_corners(shapes: Shapes, corners: int) -> Shapes:
    """Outlines with about so many corners each, the new ones along their edges; 0 for as given."""
    if not corners:
        return shapes
    more = [
        shapely.segmentize(shape, shapely.length(shape) / max(1, corners - 1 - count / 2))
        for shape, count in zip(shapes, shapely.get_num_coordinates(shapes), strict=True)
    ]
    return np.array(more, dtype=object)


def write_points(path: Path, shapes: Shapes, points: int) -> None:
    rng = np.random.default_rng(SEED + 1)
    left, bottom, right, top = shapely.bounds(shapes)[rng.integers(0, len(shapes), points)].T
    x, y = rng.uniform(left, right), rng.uniform(bottom, top)
    pq.write_table(pa.table({"x": x, "y": y}), path, row_group_size=1_000_000)


def areas_in(kept: Path) -> Shapes:
    return np.asarray(np.load(kept / "areas.npy", allow_pickle=True), dtype=object)


def candour(kept: Path) -> Callable[[], object]:
    from candour.audit.geography.counting import count_points_by_area
    from candour.audit.geography.shapes import Areas
    from candour.tables import engine

    shapes = areas_in(kept)
    areas = Areas.of([str(k) for k in range(len(shapes))], shapes)

    def work() -> object:
        with engine() as database:
            counted = count_points_by_area(database, [kept / "points.parquet"], areas, x="x", y="y")
        return counted.counts[()]

    return work


def sjoin(kept: Path) -> Callable[[], object]:
    import geopandas as gpd
    import pandas as pd

    areas = gpd.GeoDataFrame(geometry=areas_in(kept))

    def work() -> object:
        points = pd.read_parquet(kept / "points.parquet")
        placed = gpd.GeoDataFrame(geometry=gpd.points_from_xy(points.x, points.y))
        joined = gpd.sjoin(placed, areas, predicate="covered_by")
        return joined.index_right.value_counts()

    return work


def strtree(kept: Path) -> Callable[[], object]:
    shapes = areas_in(kept)
    tree = shapely.STRtree(shapes)

    def work() -> object:
        points = pq.read_table(kept / "points.parquet")
        placed = shapely.points(points["x"].to_numpy(), points["y"].to_numpy())
        of_area = tree.query(placed, predicate="covered_by")[1]
        return np.bincount(of_area, minlength=len(shapes))

    return work


CONTENDERS = {"Candour": candour, "geopandas sjoin": sjoin, "STRtree": strtree}
PLACEMENTS = "Candour, banded"


def placements() -> Callable[[], object]:
    """The test of an audit of London's areas, targets being a random tenth of them."""
    from candour.audit.places.audit import Files, PlacesQuestion, study_of
    from candour.audit.places.overlay import inner_points
    from candour.audit.places.placement import Null, against_chance

    files = Files(
        LONDON,
        LONDON / "london-lsoa21.geoparquet",
        LONDON / "london-census2021-ethnicity-lsoa21.csv.gz",
        LONDON / "london-imd2025-income-lsoa21.csv.gz",
    )
    study = study_of(files, PlacesQuestion(reference="white", null=Null.BANDED))
    marked = np.random.default_rng(SEED).choice(len(study.shapes), len(study.shapes) // 10)
    at = inner_points(study.shapes[marked])
    groups = np.array(study.residents.groups)
    return lambda: against_chance(
        study.index,
        study.residents,
        at,
        group=groups != "white",
        reference=groups == "white",
        null=Null.BANDED,
        bands=study.fine_bands(),
        rng=np.random.default_rng(1),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.points_in_areas")
    parser.add_argument("--areas", type=Path, default=outside_areas(), help="outlines of areas")
    parser.add_argument("--points", type=int, default=1_000_000, help="how many points")
    parser.add_argument("--corners", type=int, default=54, help="of an area; 0 for as given")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many")
    parser.add_argument("--contender", default="", help=argparse.SUPPRESS)
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
