"""A replay from files: which method, over which periods, beside whom."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from candour.simulation.errors import CannotSimulate
from candour.simulation.features import read_features
from candour.simulation.methods.base import Method
from candour.simulation.methods.counts import Counts, GridCounts
from candour.simulation.methods.kernel import SOUTHEND_METRES, KernelDensity
from candour.simulation.methods.prospective import Prospective
from candour.simulation.methods.risk_terrain import RiskTerrain
from candour.simulation.methods.self_exciting import SelfExciting, Variant
from candour.simulation.methods.self_exciting_kernel import REACH_METRES, SelfExcitingKernel
from candour.simulation.replay import Peopled, Replay, ReplayQuestion, default_marked, replay
from candour.simulation.replay_files import (
    Cells,
    periods_of,
    read_cells,
    read_past,
    read_residents,
    read_strata,
)
from candour.simulation.squares import Squares

GRID, RISK_TERRAIN = "grid-counts", "risk-terrain"
METHODS = (
    *("counts", GRID, "kernel"),
    *("prospective", "self-exciting", "self-exciting-kernel", RISK_TERRAIN),
)
NEEDS_DAYS = frozenset(METHODS) - {"counts", "kernel", RISK_TERRAIN}
A_YEAR = 365
NOT_REPLAYED = {
    "list": (
        "A list rule is run on simulated people only: no file of real people is read. See "
        "candour simulate city."
    ),
}


@dataclass(frozen=True, slots=True)
class ReplayFiles:
    """What a replay reads: past events, the grid, and (where group exposure is asked) residents.

    `features` are the places that risk terrain modelling learns from, as they stood on all days.
    """

    events: Path
    grid: Path
    areas: Path | None = None
    population: Path | None = None
    strata: Path | None = None
    features: Path | None = None

    def __post_init__(self) -> None:
        if self.population is None and (self.areas or self.strata):
            raise CannotSimulate("--areas and --strata need --population: who lives there.")


@dataclass(frozen=True, slots=True)
class MethodChoice:
    """A method by its name; `square` is a side in metres, for grid-counts, and 0 as described.

    Raises
    ------
    CannotSimulate
        If there is no such method or variant, or the method has no squares.
    """

    name: str
    variant: str = Variant.AS_DERIVED
    square: float = 0.0

    def __post_init__(self) -> None:
        _refuse_unknown(self.name, self.variant)
        if self.square and self.name != GRID:
            raise CannotSimulate(
                f"Only {GRID} divides the area into squares; {self.name} does not."
            )


def replayed(
    files: ReplayFiles,
    choice: MethodChoice,
    *,
    marked: int = 0,
    first: str = "",
    last: str = "",
    seed: int = 1,
    today: date | None = None,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> Replay:
    """Read the files and replay a method on them.

    `today` is the day after which nothing can have been recorded; by default that of the clock.

    Raises
    ------
    CannotSimulate, OutcomesMissing, CannotRead
        If a setting, a day or a file is not what it should be.
    """
    _refuse_features(files, choice)
    cells = read_cells(files.grid)
    past, cells = read_past(files.events, cells, today or date.today())  # noqa: DTZ011 - a plain day
    if past.is_monthly and choice.name in NEEDS_DAYS:
        raise CannotSimulate(
            f"The method {choice.name} works on days, and {files.events.name} has counts by month: "
            "give a file of events with their days."
        )
    chosen: Method
    if files.features is not None:
        chosen = RiskTerrain(cells.terrain, read_features(files.features, cells))
    else:
        chosen = _method(choice, cells, is_monthly=past.is_monthly)
    window, horizon = int(getattr(chosen, "window")), int(getattr(chosen, "horizon", 1))  # noqa: B009
    periods = periods_of(past, window=window, horizon=horizon, first=first, last=last)
    history, sizes = past.history, cells.areas
    residents, strata = _peopled(files, cells)
    if isinstance(chosen, GridCounts):
        squares = Squares.over(cells, chosen.square)
        history, sizes = squares.history(history), squares.areas
        residents, strata = squares.peopled(residents), squares.peopled(strata)
    question = ReplayQuestion(marked or default_marked(sizes.size), sizes, residents, strata, seed)
    done = replay(chosen, history, periods, question, variant=choice.variant, moved=moved)
    return replace(done, elsewhere=past.elsewhere)


def _peopled(files: ReplayFiles, cells: Cells) -> tuple[Peopled | None, Peopled | None]:
    """Residents by group and by band, where files say who lives there."""
    if files.population is None:
        return None, None
    residents = read_residents(files.population, cells, files.areas)
    if files.strata is None:
        return residents, None
    return residents, read_strata(files.strata, cells, residents.people.sum(axis=0))


def _refuse_features(files: ReplayFiles, choice: MethodChoice) -> None:
    if choice.name == RISK_TERRAIN and files.features is None:
        raise CannotSimulate(
            "Risk terrain modelling needs the places of shops, stops and other features: give "
            "--features, a file of them as they stood before the days that are replayed."
        )
    if choice.name != RISK_TERRAIN and files.features is not None:
        raise CannotSimulate(f"Only {RISK_TERRAIN} reads --features; {choice.name} does not.")


def _refuse_unknown(method: str, variant: str) -> None:
    if method in NOT_REPLAYED:
        raise CannotSimulate(NOT_REPLAYED[method])
    if method not in METHODS:
        raise CannotSimulate(f"There is no method '{method}': it is one of {', '.join(METHODS)}.")
    if variant not in set(Variant):
        raise CannotSimulate(f"There is no variant '{variant}': it is {' or '.join(Variant)}.")
    if variant == Variant.AS_PUBLISHED and method != "self-exciting":
        raise CannotSimulate(
            f"The method {method} has one variant, as-derived: published code departs from its "
            "paper for self-exciting only."
        )


def _method(choice: MethodChoice, cells: Cells, *, is_monthly: bool) -> Method:
    """The method with its published settings.

    A year of counts for months, as for kernel density: two years of a panel would leave too few
    months to replay, and the two are compared over the same stretch. Where cells are areas wider
    than its 150 m, the bandwidth of the kernel is their usual distance.
    """
    if choice.name == "counts":
        return Counts(A_YEAR if is_monthly else 180)
    if choice.name == GRID:
        return GridCounts(choice.square) if choice.square else GridCounts()
    if choice.name == "kernel":
        return KernelDensity(cells.terrain, bandwidth=_bandwidth(cells))
    if choice.name == "prospective":
        return Prospective(cells.terrain)
    if choice.name == "self-exciting-kernel":
        return SelfExcitingKernel(cells.terrain, reach=max(REACH_METRES, _two_steps(cells)))
    return SelfExciting(variant=Variant(choice.variant))


def _bandwidth(cells: Cells) -> float:
    """Southend's 150 m, or where cells are further apart, twice the median step to the nearest."""
    return max(SOUTHEND_METRES, _two_steps(cells))


def _two_steps(cells: Cells) -> float:
    nearest, _ = cells.terrain.tree.query(cells.terrain.points, k=2)
    return 2 * float(np.median(nearest[:, 1]))
