"""The index agrees with GEOS, point by point, on ordinary and on hostile outlines."""

import pickle

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.audit.geography.shapes import Areas, NoShape

coordinates = st.floats(-50, 50, allow_nan=False, width=32)
lattice = st.integers(-6, 6).map(float)


def geos(shapes, px, py):
    """The first shape that covers each point, as GEOS sees it; -1 for none."""
    covers = shapely.covers(np.asarray(shapes)[:, None], shapely.points(px, py)[None, :])
    return np.where(covers.any(axis=0), covers.argmax(axis=0), -1)


def assert_agree(shapes, px, py):
    px, py = np.asarray(px, dtype=float), np.asarray(py, dtype=float)
    areas = Areas.of([str(k) for k in range(len(shapes))], list(shapes))

    placed = areas.covering(px, py)

    assert placed.area.tolist() == geos(shapes, px, py).tolist()


def star(corners, seed, *, jagged=0.8):
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    away = rng.uniform(1 - jagged, 1, corners) * 10
    return shapely.Polygon(np.column_stack([away * np.cos(angle), away * np.sin(angle)]))


@pytest.mark.parametrize("seed", range(12))
def test_random_points_fall_where_geos_puts_them(seed):
    rng = np.random.default_rng(seed)
    shapes = [
        shapely.affinity.translate(star(5 + 9 * k, seed * 100 + k), *rng.uniform(-20, 20, 2))
        for k in range(8)
    ]
    valid = [shape for shape in shapes if shape.is_valid]
    px, py = rng.uniform(-35, 35, (2, 4_000))

    assert_agree(valid, px, py)


def test_points_on_edges_and_corners_belong_to_the_area():
    shape = star(40, 7)
    corners = shapely.get_coordinates(shape)
    middles = (corners[1:] + corners[:-1]) / 2
    near = np.nextafter(middles, np.inf)
    points = np.concatenate([corners, middles, near])

    assert_agree([shape], points[:, 0], points[:, 1])


def test_a_shared_edge_goes_to_the_first_area_and_is_counted():
    left, right = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    areas = Areas.of(["left", "right"], [left, right])

    placed = areas.covering(np.array([1.0, 0.5, 1.5]), np.array([0.5, 0.5, 1.0]))

    assert placed.area.tolist() == [0, 0, 1]
    assert placed.on_edge == 2


def test_holes_are_outside_and_their_edge_is_inside():
    ring = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    px, py = np.meshgrid(np.arange(-1, 11, 0.5), np.arange(-1, 11, 0.5))

    assert_agree([ring], px.ravel(), py.ravel())


def test_parts_and_islands_in_lakes_are_told_apart():
    lake = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(2, 2), (7, 2), (7, 7), (2, 7)]])
    shape = shapely.MultiPolygon([lake, shapely.box(4, 4, 5, 5), shapely.box(20, 0, 21, 1)])
    px, py = np.meshgrid(np.arange(-1, 23, 0.5), np.arange(-1, 11, 0.5))

    assert_agree([shape], px.ravel(), py.ravel())


def test_a_sliver_thinner_than_rounding_holds_its_own_points():
    sliver = shapely.Polygon([(0, 0), (1e6, 1e-7), (1e6, 2e-7)])
    px = np.linspace(0, 1e6, 2_001)
    for slope in (0.5e-13, 1e-13, 1.5e-13, 2e-13, 3e-13):
        assert_agree([sliver], px, px * slope)


def test_nearly_straight_edges_far_from_the_origin_are_decided_exactly():
    rng = np.random.default_rng(3)
    a, b = np.array([530_000.1, 180_000.7]), np.array([530_903.3, 181_207.9])
    shape = shapely.Polygon([a, b, b + np.array([0, 5]), a + np.array([0, 5])])
    along = a + rng.random((4_000, 1)) * (b - a)
    points = np.concatenate([along, np.nextafter(along, np.inf), np.nextafter(along, -np.inf)])

    assert_agree([shape], points[:, 0], points[:, 1])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(lattice, lattice), min_size=3, max_size=9),
    st.lists(st.tuples(lattice, lattice), min_size=1, max_size=40),
)
def test_outlines_on_a_lattice_agree_where_everything_touches(corners, points):
    shape = shapely.Polygon(corners)
    if not shape.is_valid or shape.is_empty or shape.area == 0:
        return
    assert_agree([shape], *np.array(points).T)


def test_an_outline_that_crosses_itself_is_mended_and_said():
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])

    areas = Areas.of(["bow"], [bow])

    (repaired,) = areas.repaired
    assert repaired.area == "bow"
    assert "Self-intersection" in repaired.why
    inside = areas.covering(np.array([0.2, 1.0, 1.8]), np.array([1.0, 0.2, 1.0])).area
    assert inside.tolist() == [0, -1, 0]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (shapely.Polygon(), "it is empty"),
        (shapely.LineString([(0, 0), (1, 1)]), "a LineString, not a polygon"),
        (shapely.from_wkt("POLYGON ((0 0, 1 0, inf 1, 0 0))"), "a corner is no number"),
    ],
)
def test_a_useless_outline_is_refused_by_name(shape, why):
    with pytest.raises(NoShape, match=rf"E01000001 can't be used: .*{why}"):
        Areas.of(["E01000001"], [shape])


def test_points_that_are_no_numbers_or_far_away_are_in_no_area():
    areas = Areas.of(["box"], [shapely.box(0, 0, 1, 1)])
    far = np.array([np.nan, np.inf, -np.inf, 1e300, -1e300, 0.5])

    assert areas.covering(far, np.full(6, 0.5)).area.tolist() == [-1, -1, -1, -1, -1, 0]


@given(st.permutations(range(60)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_points_changes_nothing(order):
    areas = Areas.of(["a", "b"], [star(30, 1), shapely.box(-20, -20, 20, 20)])
    px, py = np.random.default_rng(5).uniform(-25, 25, (2, 60))
    straight = areas.covering(px, py).area

    assert areas.covering(px[order], py[order]).area.tolist() == straight[order].tolist()


def test_workers_and_chunks_change_nothing(monkeypatch):
    areas = Areas.of(["a", "b"], [star(30, 1), shapely.box(-20, -20, 20, 20)])
    px, py = np.random.default_rng(5).uniform(-25, 25, (2, 1_000))
    whole = areas.covering(px, py)

    monkeypatch.setattr("candour.audit.geography.shapes.AT_ONCE", 77)

    assert areas.covering(px, py, workers=3).area.tolist() == whole.area.tolist()


def test_an_index_can_be_sent_to_a_worker_and_answers_the_same():
    areas = Areas.of(["a"], [star(30, 1)])
    px, py = np.random.default_rng(5).uniform(-12, 12, (2, 500))

    sent = pickle.loads(pickle.dumps(areas))  # noqa: S301 # our own

    assert sent.covering(px, py).area.tolist() == areas.covering(px, py).area.tolist()
