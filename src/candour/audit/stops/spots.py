"""Points of stops, kept on disk in order of place: as many as a file holds, in bounded memory.

Points come a batch at a time. So many as fit are put in order and those alike together, and written
down; read back, the parts are merged a stretch of the ground at a time. Which batches they came in
changes nothing.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.national_grid import to_grid
from candour.audit.geography.shapes import Areas

AT_ONCE = 500_000  # points held at a time: some tens of megabytes
# In this order they are sorted. A point off the grid has an endless x and y, and stands last.
SPOT = np.dtype(
    [
        ("force", np.int32),
        ("x", np.float64),
        ("y", np.float64),
        ("longitude", np.float64),
        ("latitude", np.float64),
        ("group", np.int32),
        ("stops", np.int64),
    ]
)
KEY = ("force", "x", "y", "longitude", "latitude", "group")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Records = NDArray[np.void]


@dataclass
class Spots:
    """Stops by force, point and group, in order of place."""

    at_once: int = AT_ONCE
    _waiting: list[Records] = field(default_factory=list)
    _parts: list[Records] = field(default_factory=list)

    def add(
        self, force: Ints, longitude: Floats, latitude: Floats, group: Ints, stops: Ints
    ) -> None:
        """Add some points; shape (n_points,) each, in degrees."""
        for start in range(0, force.size, self.at_once):
            part = slice(start, start + self.at_once)
            self._add(force[part], longitude[part], latitude[part], group[part], stops[part])

    def _add(
        self, force: Ints, longitude: Floats, latitude: Floats, group: Ints, stops: Ints
    ) -> None:
        x, y = to_grid(longitude, latitude)
        is_off = ~(np.isfinite(x) & np.isfinite(y))
        records = np.empty(force.size, SPOT)
        records["force"], records["group"], records["stops"] = force, group, stops
        records["x"], records["y"] = np.where(is_off, np.inf, x), np.where(is_off, np.inf, y)
        records["longitude"], records["latitude"] = longitude, latitude
        self._waiting.append(put_together(records))
        if sum(part.size for part in self._waiting) > self.at_once:
            self._write_down()

    def _write_down(self) -> None:
        """Put what waits on disk, unless it became few by being put together."""
        together = put_together(np.concatenate(self._waiting))
        if together.size * 2 <= self.at_once:
            self._waiting = [together]
            return
        with tempfile.TemporaryFile(prefix="candour-spots-") as file:
            together.tofile(file)
            file.flush()
            self._parts.append(np.memmap(file, SPOT, mode="r", shape=together.shape))
        self._waiting = []

    def of(self, force: int) -> Iterator[Records]:
        """The points of a force in order, a part at a time; all of one spot in one part."""
        parts = [_of_force(part, force) for part in (*self._parts, *self._waiting)]
        parts = [part for part in parts if part.size]
        cuts = _cuts(parts, self.at_once)
        places = [
            [0, *np.searchsorted(part["x"], cuts, side="left").tolist(), part.size]
            for part in parts
        ]
        for k in range(len(cuts) + 1):
            stretch = [
                np.asarray(part[place[k] : place[k + 1]])
                for part, place in zip(parts, places, strict=True)
            ]
            together = put_together(np.concatenate(stretch)) if stretch else np.empty(0, SPOT)
            if together.size:
                yield together


def put_together(records: Records) -> Records:
    """Points in order, those alike in all but their number of stops as one."""
    ordered = records[np.lexsort([records[name] for name in reversed(KEY)])]
    if not ordered.size:
        return ordered
    is_first = np.ones(ordered.size, np.bool_)
    is_first[1:] = np.any([ordered[name][1:] != ordered[name][:-1] for name in KEY], axis=0)
    firsts = np.flatnonzero(is_first)
    together = ordered[firsts]
    together["stops"] = np.add.reduceat(ordered["stops"], firsts)
    return together


def _of_force(part: Records, force: int) -> Records:
    first, last = (np.searchsorted(part["force"], force, side=side) for side in ("left", "right"))
    return part[first:last]


def _cuts(parts: Sequence[Records], at_once: int) -> Floats:
    """Where to cut the ground from west to east, so that no stretch holds many more than wanted."""
    number = sum(part.size for part in parts)
    stretches = -(-number // at_once)
    if stretches <= 1:
        return np.empty(0)
    every = max(1, number // (stretches * 100))
    seen = np.sort(np.concatenate([part["x"][::every] for part in parts]))
    at = (np.arange(1, stretches) * seen.size) // stretches
    return np.unique(seen[at])


@dataclass(frozen=True, slots=True)
class Moves:
    """How spots are moved: at random within so many metres, so many times over.

    Every time each spot has two draws, how far and where to, in order of place. A generator that
    can jump ahead gives a part of them, the same whatever the parts.
    """

    metres: float
    seed: int
    times: int

    def of(self, time: int, first: int, number: int, every: int) -> tuple[Floats, Floats]:
        """Metres east and north for spots from `first` on, of `every` spot; shape (number,)."""
        away = self.metres * np.sqrt(self._draws(2 * every * time + first).uniform(size=number))
        turn = self._draws(2 * every * time + every + first).uniform(0, 2 * np.pi, number)
        return away * np.cos(turn), away * np.sin(turn)

    def _draws(self, skipped: int) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(self.seed).advance(skipped))


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Stops of each group in each area, and last outside of all; (n_groups, n_areas + 1).

    `moved` has the same for each time that all spots were moved.
    """

    stops: Ints
    moved: tuple[Ints, ...]


def laid_on(
    spots: Spots, force: int, index: Areas, rows: Sequence[int], n_rows: int, moves: Moves
) -> Laid:
    """Lay the points of a force on areas, as they are and moved.

    Parameters
    ----------
    rows : sequence of int
        By number of a group, the row that its stops are counted in; -1 for none.
    n_rows : int
        Groups that are counted.
    """
    every = sum(int(_is_new_spot(part).sum()) for part in spots.of(force)) if moves.times else 0
    shape = (n_rows + 1, len(index.codes) + 1)
    stops = np.zeros(shape, np.int64)
    moved = [np.zeros(shape, np.int64) for _ in range(moves.times)]
    row_of = np.array([*rows, -1], dtype=np.int64)
    first = 0
    for part in spots.of(force):
        row = row_of[part["group"]]
        x, y = (np.where(np.isinf(part[name]), np.nan, part[name]) for name in ("x", "y"))
        is_new = _is_new_spot(part)
        of, number = np.cumsum(is_new) - 1, int(is_new.sum())
        _count(stops, index, row, x, y, part["stops"])
        for time in range(moves.times):
            east, north = moves.of(time, first, number, every)
            _count(moved[time], index, row, x + east[of], y + north[of], part["stops"])
        first += number
    return Laid(stops[:-1], tuple(one[:-1] for one in moved))


def _is_new_spot(part: Records) -> NDArray[np.bool_]:
    """Whether a point is another spot than the one before; off the grid each is one of its own."""
    is_new = np.ones(part.size, np.bool_)
    same = (part["x"][1:] == part["x"][:-1]) & (part["y"][1:] == part["y"][:-1])
    is_new[1:] = ~same | np.isinf(part["x"][1:])
    return is_new


def _count(out: Ints, index: Areas, row: Ints, x: Floats, y: Floats, stops: Ints) -> None:
    area = index.covering(x, y).area.astype(np.int64)  # -1, outside, is the last
    np.add.at(out, (row, area), stops)
