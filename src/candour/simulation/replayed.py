"""A replay from files: which method, over which periods, beside whom."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from candour.simulation.errors import CannotSimulate
from candour.simulation.methods.base import Method
from candour.simulation.methods.counts import Counts
from candour.simulation.methods.kernel import KernelDensity
from candour.simulation.methods.prospective import Prospective
from candour.simulation.methods.self_exciting import SelfExciting, Variant
from candour.simulation.replay import Replay, ReplayQuestion, default_marked, replay
from candour.simulation.replay_files import (
    Cells,
    periods_of,
    read_cells,
    read_past,
    read_residents,
    read_strata,
)

NEEDS_DAYS = frozenset({"prospective", "self-exciting"})
A_YEAR = 365
METHODS = ("counts", "kernel", "prospective", "self-exciting")
NOT_REPLAYED = {
    "risk-terrain": (
        "Risk terrain modelling needs the places of shops, stops and other features on the days "
        "before, which no file here holds: it can't be replayed by this command."
    ),
    "list": (
        "A list rule is run on simulated people only: no file of real people is read. See "
        "candour simulate city."
    ),
}


@dataclass(frozen=True, slots=True)
class ReplayFiles:
    """What a replay reads: past events, the grid, and (where group exposure is asked) residents."""

    events: Path
    grid: Path
    areas: Path | None = None
    population: Path | None = None
    strata: Path | None = None

    def __post_init__(self) -> None:
        if self.population is None and (self.areas or self.strata):
            raise CannotSimulate("--areas and --strata need --population: who lives there.")


def replayed(
    files: ReplayFiles,
    *,
    method: str,
    variant: str = Variant.AS_DERIVED,
    marked: int = 0,
    first: str = "",
    last: str = "",
    seed: int = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> Replay:
    """Read the files and replay a method on them.

    Raises
    ------
    CannotSimulate, OutcomesMissing, CannotRead
        If a setting, a day or a file is not what it should be.
    """
    _refuse_unknown(method, variant)
    cells = read_cells(files.grid)
    past, cells = read_past(files.events, cells)
    if past.is_monthly and method in NEEDS_DAYS:
        raise CannotSimulate(
            f"The method {method} works on days, and {files.events.name} has counts by month: give "
            "a file of events with their days."
        )
    chosen = _method(method, variant, cells, is_monthly=past.is_monthly)
    periods = periods_of(past, window=int(getattr(chosen, "window")), first=first, last=last)  # noqa: B009
    residents = strata = None
    if files.population is not None:
        residents = read_residents(files.population, cells, files.areas)
        if files.strata is not None:
            strata = read_strata(files.strata, cells, residents.people.sum(axis=0))
    question = ReplayQuestion(
        marked or default_marked(len(cells.place)), cells.areas, residents, strata, seed
    )
    return replay(chosen, past.history, periods, question, variant=variant, moved=moved)


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


def _method(name: str, variant: str, cells: Cells, *, is_monthly: bool) -> Method:
    """The method with its published settings.

    A year of counts for months, as for kernel density: two years of a panel would leave too few
    months to replay, and the two are compared over the same stretch. Where cells are areas wider
    than its 150 m, the bandwidth of the kernel is their usual distance.
    """
    if name == "counts":
        return Counts(A_YEAR if is_monthly else 180)
    if name == "kernel":
        return KernelDensity(cells.terrain, bandwidth=_bandwidth(cells))
    if name == "prospective":
        return Prospective(cells.terrain)
    return SelfExciting(variant=Variant(variant))


def _bandwidth(cells: Cells) -> float:
    """Southend's 150 m, or where cells are further apart, twice the median step to the nearest."""
    import numpy as np

    from candour.simulation.methods.kernel import SOUTHEND_METRES

    nearest, _ = cells.terrain.tree.query(cells.terrain.points, k=2)
    return max(SOUTHEND_METRES, 2 * float(np.median(nearest[:, 1])))
