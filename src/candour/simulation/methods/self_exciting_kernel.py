"""The self-exciting process without a formula: background and aftermath are both drawn from data.

The rate at a place and time is a background, `nu(t) * mu(x, y)`, and what each earlier event sets
off there, `g(t - t_i, x - x_i, y - y_i)`. Nothing is said of the form of the three: by stochastic
declustering each event is taken by chance for one of the background or for the offspring of an
earlier one, the three are estimated from those by Gaussian kernels that are wider where points are
sparse, and the chances are worked out anew, until neither moves.

References
----------
Mohler, G. O., Short, M. B., Brantingham, P. J., Schoenberg, F. P. & Tita, G. E. (2011).
Self-exciting point process modeling of crime. Journal of the American Statistical Association
106(493), 100-108.

Zhuang, J., Ogata, Y. & Vere-Jones, D. (2002). Stochastic declustering of space-time earthquake
occurrences. Journal of the American Statistical Association 97(458), 369-380.
"""

from dataclasses import dataclass, field
from math import ceil

import numpy as np
from numpy.typing import NDArray

from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods import _declustering_loop as loop
from candour.simulation.methods import _kernel_estimates as estimates
from candour.simulation.methods.base import Described, Parameter
from candour.simulation.terrain import Terrain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

A_YEAR = 365
REACH_METRES, MEMORY_DAYS = 400.0, 60  # near repeats: Bowers, Johnson & Pease (2004)
STEPS = 30
NODES = 8  # of the aftermath from its middle to its reach, at most
EVERY_DAY = 14  # nodes of the aftermath in time: each day so far, then ever wider apart
WIDER = 1.2
START_FADE, START_METRES = 0.1, 50.0  # chances of the first step; later ones forget them
FEWEST = 30  # events from which three densities can be drawn


@dataclass(frozen=True, slots=True)
class SelfExcitingKernel:
    """The process of Mohler et al. (2011) on the events of a sliding window.

    Events count from the middle of their cell, so no kernel is narrower than half the distance to
    the next cell, nor than half a day. Nothing is set off beyond `reach` metres and `memory` days.
    """

    terrain: Terrain
    window: int = A_YEAR
    reach: float = REACH_METRES
    memory: int = MEMORY_DAYS
    steps: int = STEPS
    seed: int = 1

    def __post_init__(self) -> None:
        if not self.reach > 0 or self.memory < 1 or self.steps < 1:
            raise CannotSimulate("Reach is above 0 metres; memory and steps are at least 1.")

    @property
    def described(self) -> Described:
        near_repeats = "Bowers, Johnson & Pease (2004), for near repeats"
        paper = "Mohler et al. (2011)"
        return Described(
            name="self-exciting-kernel",
            does=(
                "Draws a background and what each event sets off near it from the data themselves, "
                "by taking events apart into the two by chance."
            ),
            source=f"{paper}; Zhuang, Ogata & Vere-Jones (2002)",
            parameters=(
                Parameter("window", self.window, "days", "not published; a year is assumed"),
                Parameter("reach", self.reach, "metres", near_repeats),
                Parameter("memory", self.memory, "days", near_repeats),
                Parameter("neighbours in space", estimates.IN_SPACE, "events", paper),
                Parameter("neighbours in time", estimates.IN_TIME, "events", paper),
            ),
        )

    def attend(self, history: History, day: int) -> Attention:
        window = history.before(day, window=self.window)
        return Attention(_rates(self, window, day))


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Cells with events, their events in order, and which cells lie within reach of one another."""

    cells: Ints
    starts: Ints
    x: Floats = field(repr=False)
    y: Floats = field(repr=False)
    near_starts: Ints = field(repr=False)
    near: Ints = field(repr=False)
    apart: float

    @property
    def of_event(self) -> Ints:
        return np.repeat(np.arange(self.cells.size), np.diff(self.starts))

    def drawn(
        self,
        history: History,
        background: Floats,
        table: Floats,
        half: int,
        spacing: float,
        *,
        seed: int,
    ) -> tuple[Ints, Floats]:
        """The parent of each event and its rate, as `loop.drawn_parents`."""
        return loop.drawn_parents(
            self.starts,
            history.days,
            self.x,
            self.y,
            self.near_starts,
            self.near,
            background,
            table,
            half,
            spacing,
            seed,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Declustered:
    """What taking events apart gave, all of it by place: it never leaves this file.

    `parent` is -1 for events of the background; `rate` the rate at each event.
    """

    background: Floats = field(repr=False)
    by_day: Floats = field(repr=False)
    by_cell: Floats = field(repr=False)
    table: Floats = field(repr=False)
    half: int
    spacing: float
    parent: Ints = field(repr=False)
    rate: Floats = field(repr=False)

    @property
    def productivity(self) -> float:
        """Events that one event sets off, on average."""
        return float((self.parent >= 0).mean())


def _rates(method: SelfExcitingKernel, history: History, day: int) -> Floats:
    """Events a day and square metre at each cell's middle, shape (n_cells,)."""
    ours = _cells_with_events(method, history)
    fitted = _decluster(method, history, ours)
    terrain = method.terrain
    own = terrain.points[ours.cells]
    near_starts, near = estimates.within(terrain.points, own, method.reach)
    set_off = loop.set_off_on(
        ours.starts,
        history.days,
        ours.x,
        ours.y,
        near_starts,
        near,
        terrain.x,
        terrain.y,
        fitted.table,
        fitted.half,
        fitted.spacing,
        day,
    )
    is_background = fitted.parent < 0
    counts = _by_cell(ours, is_background)
    everywhere = estimates.in_space(own, counts, terrain.points, floor=ours.apart / 2)
    return np.asarray(fitted.by_day[-1] * everywhere + set_off)


def _cells_with_events(method: SelfExcitingKernel, history: History) -> _Cells:
    if history.cells.size < FEWEST:
        raise CannotSimulate(
            f"{history.cells.size} events lie in the window: with fewer than {FEWEST} a background "
            "can't be told from what events set off."
        )
    cells, first = np.unique(history.cells, return_index=True)
    points = method.terrain.points[cells]
    near_starts, near = estimates.within(points, points, method.reach)
    return _Cells(
        cells,
        np.append(first, history.cells.size).astype(np.int64),
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        near_starts,
        near,
        _usual_step(method.terrain),
    )


def _usual_step(terrain: Terrain) -> float:
    """The median distance of a cell to the nearest other, in metres."""
    nearest, _ = terrain.tree.query(terrain.points, k=2)
    return max(float(np.median(nearest[:, 1])), 1.0)


def _by_cell(ours: _Cells, is_counted: NDArray[np.bool_]) -> Floats:
    counts = np.bincount(ours.of_event, is_counted, minlength=ours.cells.size)
    return np.asarray(counts, dtype=np.float64)


def _decluster(method: SelfExcitingKernel, history: History, ours: _Cells) -> _Declustered:
    """Take events apart, `steps` times over.

    Notes
    -----
    The densities are those of events as they lie in cells and days, and a window cuts off what its
    last events would set off: productivity comes out low in short windows. Nothing is done at the
    edge of the terrain, as in the paper, so a background near it comes out low. Chance moves single
    events between the two kinds; the same seed gives the same numbers.
    """
    spacing = max(ours.apart, method.reach / NODES)
    half = max(1, ceil(method.reach / spacing))
    gaps = _nodes_in_time(method.memory)
    length = history.last - history.first + 1
    state = _started(method, history, ours, half, spacing, length)
    for step in range(method.steps):
        is_background = state.parent < 0
        counts = _by_cell(ours, is_background)
        points = np.column_stack([ours.x, ours.y])
        by_cell = estimates.in_space(points, counts, points, floor=ours.apart / 2)
        by_day = estimates.in_time(history.days[is_background] - history.first, length)
        on_nodes = _aftermath(history, ours, state.parent, gaps, half, spacing)
        table = _each_day(on_nodes, gaps, method.memory)
        background = by_day[history.days - history.first] * by_cell[ours.of_event]
        seed = method.seed + step + 1
        parent, rate = ours.drawn(history, background, table, half, spacing, seed=seed)
        state = _Declustered(background, by_day, by_cell, table, half, spacing, parent, rate)
    return state


def _started(
    method: SelfExcitingKernel,
    history: History,
    ours: _Cells,
    half: int,
    spacing: float,
    length: int,
) -> _Declustered:
    """The first parents, by an aftermath that fades by time and distance and an even background."""
    gap = np.arange(method.memory + 1, dtype=float)
    metres = (np.arange(2 * half + 1) - half) * spacing
    width = max(START_METRES, spacing / 2)
    hill = np.exp(-0.5 * (metres / width) ** 2)
    table = np.exp(-START_FADE * gap)[:, None, None] * hill[:, None] * hill[None, :]
    table *= START_FADE / (2 * np.pi * width**2)
    table[0] = 0.0
    area = ours.apart**2 * ours.cells.size
    background = np.full(history.cells.size, history.cells.size / (length * area))
    parent, rate = ours.drawn(history, background, table, half, spacing, seed=method.seed)
    even = np.ones(ours.cells.size)
    return _Declustered(background, np.ones(length), even, table, half, spacing, parent, rate)


def _aftermath(
    history: History, ours: _Cells, parent: Ints, gaps: Floats, half: int, spacing: float
) -> Floats:
    """What an event sets off, events a day and square metre, on nodes of days and metres."""
    is_offspring = parent >= 0
    if not is_offspring.any():
        return np.zeros((gaps.size, 2 * half + 1, 2 * half + 1))
    of_event, of_parent = ours.of_event[is_offspring], ours.of_event[parent[is_offspring]]
    away = np.column_stack(
        [
            history.days[is_offspring] - history.days[parent[is_offspring]],
            ours.x[of_event] - ours.x[of_parent],
            ours.y[of_event] - ours.y[of_parent],
        ]
    )
    floor = np.array([0.5, spacing / 2, spacing / 2])
    points, weights, widths = estimates.hills(away, estimates.IN_SPACE, floor=floor)
    return loop.hills_on_nodes(points, weights / history.cells.size, widths, gaps, half, spacing)


def _nodes_in_time(memory: int) -> Floats:
    nodes = [float(day) for day in range(1, min(EVERY_DAY, memory) + 1)]
    while nodes[-1] < memory:
        nodes.append(min(float(ceil(nodes[-1] * WIDER)), float(memory)))
    return np.array(nodes)


def _each_day(on_nodes: Floats, gaps: Floats, memory: int) -> Floats:
    """The aftermath on every whole day, shape (memory + 1, side, side); 0 on the day itself."""
    out = np.zeros((memory + 1, *on_nodes.shape[1:]))
    days = np.arange(1, memory + 1, dtype=float)
    after = np.clip(np.searchsorted(gaps, days), 1, max(gaps.size - 1, 1)) if gaps.size > 1 else 0
    if gaps.size == 1:
        out[1:] = on_nodes[0]
        return out
    before = after - 1
    part = ((days - gaps[before]) / (gaps[after] - gaps[before]))[:, None, None]
    out[1:] = (1 - part) * on_nodes[before] + part * on_nodes[after]
    return out
