"""Points of files counted by area: as GEOS counts them, whatever stands in the cells."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.geography.counting import count_points_by_area
from candour.audit.geography.national_grid import to_grid
from candour.audit.geography.shapes import Areas
from candour.tables import Machine, engine
from candour.tables.placing import numbers

SHAPES = [
    shapely.box(530_000, 180_000, 531_000, 181_000),
    shapely.Point(531_500, 180_500).buffer(480),
    shapely.box(531_000, 181_000, 533_000, 182_000),
]
AREAS = Areas.of(["a", "b", "c"], SHAPES)


def counted(paths, *, machine=None, **asked):
    with engine(machine or Machine()) as database:
        result = count_points_by_area(database, paths, AREAS, **asked)
    inside = {key: here.tolist() for key, here in result.counts.items()}
    return inside, dict(result.outside)


def by_geos(x, y, kind):
    covers = shapely.covers(np.array(SHAPES)[:, None], shapely.points(x, y)[None, :])
    place = np.where(covers.any(axis=0), covers.argmax(axis=0), -1)
    return Counter(zip(kind, place.tolist(), strict=True))


@pytest.fixture
def points(tmp_path):
    rng = np.random.default_rng(8)
    x = np.round(rng.uniform(529_500, 533_500, 5_000), 1)
    y = np.round(rng.uniform(179_500, 182_500, 5_000), 1)
    kind = rng.choice(["burglary", "robbery"], 5_000)
    path = tmp_path / "points.parquet"
    pyarrow.parquet.write_table(pa.table({"east": x, "north": y, "kind": kind}), path)
    text = tmp_path / "points.csv"
    rows = (f"{a},{b},{c}\n" for a, b, c in zip(x, y, kind, strict=True))
    text.write_text("east,north,kind\n" + "".join(rows))
    return path, text, by_geos(x, y, kind.tolist())


@pytest.mark.parametrize("form", [0, 1])
def test_points_of_a_file_are_counted_where_geos_puts_them(points, form, monkeypatch):
    monkeypatch.setattr("candour.tables.duck.AT_ONCE", 700)  # several batches
    inside, outside = counted([points[form]], x="east", y="north", by=["kind"])
    for kind in ("burglary", "robbery"):
        assert inside[kind,] == [points[2][kind, k] for k in range(3)]
        assert outside[kind,] == points[2][kind, -1]


def test_two_files_count_as_one_and_what_is_no_number_lies_outside(points, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text(
        "east,north,kind\n530500,180500,a\n 530500 ,1.805e5,a\n,180500,a\nx,y,a\n"
        "nan,180500,a\n0x10,180500,a\n1e999,180500,a\n"
    )
    inside, outside = counted([odd, points[1]], x="east", y="north")
    assert inside[()][0] == 2 + sum(n for (_, k), n in points[2].items() if k == 0)
    assert outside[()] == 5 + sum(n for (_, k), n in points[2].items() if k == -1)


def test_a_file_without_rows_counts_nothing(tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("east,north\n")
    assert counted([path], x="east", y="north") == ({}, {})


def test_degrees_are_put_on_the_grid_first(tmp_path):
    longitude, latitude = np.array([-0.1275, -0.12]), np.array([51.5072, 51.51])
    east, north = to_grid(longitude, latitude)
    here = Areas.of(["here"], [shapely.Point(east[0], north[0]).buffer(0.01)])
    path = tmp_path / "degrees.csv"
    rows = "".join(f"{a},{b}\n" for a, b in zip(longitude, latitude, strict=True))
    path.write_text("lon,lat\n" + rows)
    with engine() as database:
        result = count_points_by_area(database, [path], here, x="lon", y="lat", are_degrees=True)
    assert result.counts[()].tolist() == [1]
    assert result.outside[()] == 1


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9)))
def test_numbers_written_as_text_are_read_back(values):
    column = pa.array([f" {value}" for value in values], pa.string())
    assert numbers(column).tolist() == [float(value) for value in values]
