"""Points kept on disk, in order: the same numbers as with all of them in memory at once."""

import itertools

import numpy as np
import pytest
import shapely

from candour.audit.geography.national_grid import to_grid
from candour.audit.geography.shapes import Areas
from candour.audit.stops.spots import KEY, SPOT, Moves, Spots, laid_on, put_together

SEED, TIMES, METRES = 20_261_122, 5, 400.0
GROUPS, N_FORCES = 3, 2
WEST, SOUTH = 530_000.0, 180_000.0


@pytest.fixture(scope="module")
def index():
    boxes = [
        shapely.box(WEST + 500 * (k % 8), SOUTH + 500 * (k // 8), WEST + 500 * (k % 8 + 1),
                    SOUTH + 500 * (k // 8 + 1))
        for k in range(64)
    ]  # fmt: skip
    return Areas.of([f"area {k}" for k in range(64)], boxes)


def drawn(number, spots, *, off=0):
    """Stops at some spots, a few of them off the grid."""
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(-0.13, -0.07, spots), rng.uniform(51.49, 51.53, spots)
    lon[:off], lat[:off] = -30.0, 40.0 + np.arange(off)  # the Atlantic
    at = rng.integers(0, spots, number)
    return (
        rng.integers(0, N_FORCES, number),
        lon[at],
        lat[at],
        rng.integers(0, GROUPS, number),
        rng.integers(1, 4, number),
    )


def in_memory(points, force, index):
    """Everything at once, as plainly as can be: all spots moved anew each time, in their order."""
    lon, lat, group, stops = (column[points[0] == force] for column in points[1:])
    keys, which = np.unique(np.column_stack([lon, lat, group]), axis=0, return_inverse=True)
    number = np.bincount(which.ravel(), stops).astype(np.int64)
    x, y = to_grid(keys[:, 0].copy(), keys[:, 1].copy())
    row = keys[:, 2].astype(np.int64)

    def counted(px, py):
        out = np.zeros((GROUPS, len(index.codes) + 1), np.int64)
        np.add.at(out, (row, index.covering(px, py).area.astype(np.int64)), number)
        return out

    rng = np.random.default_rng(SEED)
    spots, of = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    moved = []
    for _ in range(TIMES):
        away = METRES * np.sqrt(rng.uniform(size=len(spots)))
        turn = rng.uniform(0, 2 * np.pi, len(spots))
        of = of.ravel()
        moved.append(counted(x + (away * np.cos(turn))[of], y + (away * np.sin(turn))[of]))
    return counted(x, y), moved


def kept(points, *, at_once, batches):
    spots = Spots(at_once)
    for part in np.array_split(np.arange(points[0].size), batches):
        spots.add(*(column[part] for column in points))
    return spots


@pytest.mark.parametrize(("at_once", "batches"), [(100_000, 1), (700, 1), (150, 7), (40, 30)])
@pytest.mark.parametrize("off", [0, 6])
def test_points_in_parts_come_to_what_all_at_once_come_to(index, at_once, batches, off):
    points = drawn(3_000, 500, off=off)
    spots = kept(points, at_once=at_once, batches=batches)
    for force in range(N_FORCES):
        laid = laid_on(spots, force, index, range(GROUPS), GROUPS, Moves(METRES, SEED, TIMES))
        plain, moved = in_memory(points, force, index)
        assert (laid.stops == plain).all()
        assert [one.tolist() for one in laid.moved] == [one.tolist() for one in moved]


def test_no_part_is_much_larger_than_what_is_held_and_no_spot_is_in_two(index):
    spots = kept(drawn(20_000, 5_000), at_once=1_000, batches=50)
    assert len(spots._parts) > 3
    parts = list(spots.of(0))
    assert len(parts) > 3
    assert max(part.size for part in parts) < 2_500
    ends = [(part["x"][0], part["x"][-1]) for part in parts]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ends))


def test_so_few_spots_as_fit_are_never_written_down():
    spots = kept(drawn(20_000, 50), at_once=1_000, batches=50)
    assert spots._parts == []


def test_points_alike_are_one_with_all_their_stops():
    records = np.zeros(4, SPOT)
    records["x"], records["stops"] = [2, 1, 2, 1], [1, 2, 4, 8]
    records["group"][3] = 1
    together = put_together(records)
    assert together["x"].tolist() == [1, 1, 2]
    assert together["stops"].tolist() == [2, 8, 5]
    assert set(KEY) | {"stops"} == set(SPOT.names or ())


def test_all_stops_of_a_spot_move_together_and_no_further_than_said():
    moves = Moves(100.0, 1, 3)
    for time in range(3):
        east, north = moves.of(time, 0, 1_000, 1_000)
        assert (np.hypot(east, north) <= 100).all()
        some = moves.of(time, 400, 10, 1_000)  # a part of the draws is the part of all of them
        assert (some[0] == east[400:410]).all()
        assert (some[1] == north[400:410]).all()
    assert not np.allclose(moves.of(0, 0, 9, 9)[0], moves.of(1, 0, 9, 9)[0])


def test_a_force_without_points_has_none(index):
    laid = laid_on(Spots(), -1, index, (), GROUPS, Moves(METRES, SEED, 2))
    assert laid.stops.sum() == 0
    assert len(laid.moved) == 2
