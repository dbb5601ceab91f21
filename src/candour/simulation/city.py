"""A city over days: patrols go where a method points, and what they find is what it learns from.

People here are simulated, and so is the city; no real place or person appears. Each day offences
happen; some are reported; patrols visit areas by the method's attention, discover some of the
rest, and stop residents of the area at random. What is reported and discovered becomes the record
from which next week's attention is worked out. Without feedback attention stays as the first
week's for ever: the difference between the two is what the loop adds.

The mechanism is that of Lum & Isaac (2016) and Ensign et al. (2018), with residents by group.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from candour.core.extras import Late
from candour.simulation import city_rules
from candour.simulation.bands import Band
from candour.simulation.errors import CannotSimulate
from candour.simulation.methods.kernel import hills
from candour.simulation.methods.prospective import buffers
from candour.simulation.seeds import Seeds, Workers, in_blocks, seeds_of
from candour.simulation.terrain import Terrain
from candour.simulation.worlds import Floats, World

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

AREA_METRES = 150.0  # cells as wide as Southend's
MOST_NOTED = 255


class CityMethod(StrEnum):
    """How attention follows from the record; each the documented rule on areas and weeks."""

    COUNTS = "counts"
    KERNEL = "kernel"
    PROSPECTIVE = "prospective"
    SELF_EXCITING = "self-exciting"
    EVEN = "even"


class Mitigation(StrEnum):
    """What is done so that the record does not feed on itself."""

    NONE = "none"
    IGNORE_DISCOVERED = "ignore-discovered"  # learn from what is reported only
    IMPORTANCE = "importance"  # believe a discovery less, the more the area is visited
    CAP = "cap"  # no area gets more than so many times an even share
    EXPLORE = "explore"  # a part of the patrols goes anywhere


@dataclass(frozen=True, slots=True)
class CitySettings:
    """How a city is policed.

    Attributes
    ----------
    window : weeks of records that a method learns from
    patrols : visits a day over the whole city
    stops : stops a visit makes
    marked : give all attention to so many areas, evenly; 0 gives each area its share
    carrying : the chance that a stop finds something, in every group alike
    listed_from : how many times a person is noted (a find, or a discovered offence) to be listed
    cap, explore : strengths of the two mitigations of these names
    """

    method: CityMethod = CityMethod.COUNTS
    world: World = World()  # noqa: RUF009 # frozen
    mitigation: Mitigation = Mitigation.NONE
    window: int = 26
    patrols: int = 50
    stops: int = 2
    marked: int = 0
    carrying: float = 0.1
    listed_from: int = 3
    cap: float = 3.0
    explore: float = 0.2

    def __post_init__(self) -> None:
        _refuse_bad(self)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {
            "method": self.method.value,
            "mitigation": self.mitigation.value,
            "world": self.world.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """What a group met with, over runs.

    Attributes
    ----------
    stops, finds, listed : for each 1,000 of its residents, over all days
    exposure_ratio : its residents' mean attention, times the first group's
    stop_ratio : its stops a resident, times the first group's
    """

    group: str
    stops: Band
    finds: Band
    listed: Band
    exposure_ratio: Band
    stop_ratio: Band


@dataclass(frozen=True, slots=True)
class Totals:
    """What happened in all runs together: nothing is lost or made up on the way."""

    patrols: int
    stops: int
    reported: int
    discovered: int


@dataclass(frozen=True, slots=True)
class CityResult:
    """Runs of one city.

    `exposure_over_time` holds for each week the last group's exposure ratio, over runs.
    """

    settings: CitySettings
    feedback: bool
    runs: int
    days: int
    seed: int
    groups: tuple[GroupOutcome, ...]
    exposure_over_time: tuple[Band, ...]
    totals: Totals


def run_city(
    settings: CitySettings,
    *,
    runs: int,
    days: int,
    seed: int,
    feedback: bool = True,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> CityResult:
    """Run a city many times.

    The same seed gives the same numbers, whatever the number of workers.

    Raises
    ------
    CannotSimulate
        If there are no runs or days, or in a run nobody of the first group was stopped or no patrol
        came near them: a ratio to nothing is no number.
    """
    if days < 1:
        raise CannotSimulate(f"At least one day is needed; {days} were asked for.")
    run = partial(_one_block, settings=settings, days=days, feedback=feedback)
    parts = in_blocks(run, seeds_of(seed, runs), workers=workers, moved=moved)
    stops, finds, listed, seen, sums = (
        np.concatenate([part[k] for part in parts]) for k in range(5)
    )
    _refuse_what_cannot_be_compared(settings, stops, seen)
    return CityResult(
        settings=settings,
        feedback=feedback,
        runs=runs,
        days=days,
        seed=seed,
        groups=_outcomes(settings, stops, finds, listed, seen),
        exposure_over_time=Band.over_time(seen[:, -1, :] / seen[:, 0, :]),
        totals=Totals(
            int(sums[:, 0].sum()), int(stops.sum()), int(sums[:, 1].sum()), int(sums[:, 2].sum())
        ),
    )


def _one_block(
    seeds: Seeds, *, settings: CitySettings, days: int, feedback: bool
) -> tuple[NDArray[np.generic], ...]:
    from candour.simulation import _city_loop as loop  # compiled, and slow to load

    world = settings.world
    people = world.people()
    starts, to, by = _spread(settings)
    offences = people * np.array([[g.offending / 1_000] for g in world.groups])
    chance = np.array([[g.discovery] for g in world.groups])
    discovered = offences * (1 - world.reporting) * chance
    cap = settings.cap if settings.mitigation == Mitigation.CAP else 0.0
    explore = settings.explore if settings.mitigation == Mitigation.EXPLORE else 0.0
    return loop.days_of_cities(
        seeds,
        people,
        _first_person(people),
        offences.sum(axis=0) * world.reporting,
        discovered.sum(axis=0),
        _cumulated(discovered),
        np.full(len(world.groups), settings.carrying),
        _past(settings, people, offences, discovered),
        _RULES[settings.method][0],
        settings.window,
        starts,
        to,
        by,
        _RULES[settings.method][1],
        settings.marked,
        cap,
        explore,
        _KEPT.get(settings.mitigation, city_rules.KEEP_ALL),
        feedback,
        settings.patrols,
        settings.stops,
        settings.listed_from,
        days,
        (days + 6) // 7,
    )


# The rule of each method in the loop, and what is left of a record's weight after a week: PredPol's
# fitted decay on drug crimes in Oakland has a mean delay of about a week and a half; prospective
# mapping halves in the second week (1 / (1 + weeks)).
_RULES = {
    CityMethod.COUNTS: (city_rules.COUNTS, 1.0),
    CityMethod.KERNEL: (city_rules.SPREAD, 1.0),
    CityMethod.PROSPECTIVE: (city_rules.SPREAD, 0.5),
    CityMethod.SELF_EXCITING: (city_rules.EXCITED, 0.5),
    CityMethod.EVEN: (city_rules.EVEN, 1.0),
}
_KEPT = {
    Mitigation.IGNORE_DISCOVERED: city_rules.IGNORE_DISCOVERED,
    Mitigation.IMPORTANCE: city_rules.WEIGH_DISCOVERED,
}


def _spread(settings: CitySettings) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """How a record lies over areas, as rows of a sparse matrix; itself alone where none is."""
    n = settings.world.areas
    side = int(np.ceil(np.sqrt(n)))
    grid = Terrain.grid(columns=side, rows=side, size=AREA_METRES)
    terrain = Terrain(grid.x[:n], grid.y[:n])
    if settings.method == CityMethod.KERNEL:
        matrix = hills(terrain, 2 * AREA_METRES).tocsc()
    elif settings.method == CityMethod.PROSPECTIVE:
        matrix = buffers(terrain, 2 * AREA_METRES, AREA_METRES).tocsc()
    else:
        return np.zeros(n + 1, np.int64), np.zeros(1, np.int64), np.zeros(1)
    # A record at the edge of the city counts as much as one in its middle.
    whole = matrix.data / np.repeat(matrix.sum(axis=0), np.diff(matrix.indptr))
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), whole


def _past(
    settings: CitySettings, people: NDArray[np.int64], offences: Floats, discovered: Floats
) -> Floats:
    """Records a week in each area before the first day: reports, and what past patrols found."""
    others = people[1:].sum(axis=0) / people.sum(axis=0)
    policed = 1 + others * (settings.world.past_policing - 1)
    visits = settings.patrols * policed / policed.sum()
    reported = offences.sum(axis=0) * settings.world.reporting
    return np.asarray(7 * (reported + visits * discovered.sum(axis=0)))


def _first_person(people: NDArray[np.int64]) -> NDArray[np.int64]:
    before = np.cumsum(people.ravel()) - people.ravel()
    return np.asarray(before.reshape(people.shape))


def _cumulated(by_group: Floats) -> Floats:
    """For each area the groups' shares added up, shape (n_areas, n_groups)."""
    totals = by_group.sum(axis=0)
    shares = np.divide(by_group, totals, out=np.zeros_like(by_group), where=totals > 0)
    return np.asarray(np.ascontiguousarray(np.cumsum(shares, axis=0).T))


def _outcomes(
    settings: CitySettings,
    stops: NDArray[np.int64],
    finds: NDArray[np.int64],
    listed: NDArray[np.int64],
    exposures: Floats,
) -> tuple[GroupOutcome, ...]:
    residents = settings.world.people().sum(axis=1)
    rates = stops / residents
    exposure = exposures.mean(axis=2)
    return tuple(
        GroupOutcome(
            group=group.name,
            stops=Band.of(1_000 * rates[:, k]),
            finds=Band.of(1_000 * finds[:, k] / residents[k]),
            listed=Band.of(1_000 * listed[:, k] / residents[k]),
            exposure_ratio=Band.of(exposure[:, k] / exposure[:, 0]),
            stop_ratio=Band.of(rates[:, k] / rates[:, 0]),
        )
        for k, group in enumerate(settings.world.groups)
    )


def _refuse_what_cannot_be_compared(
    settings: CitySettings, stops: NDArray[np.int64], exposures: Floats
) -> None:
    first = settings.world.groups[0].name
    if not exposures[:, 0, :].all():
        raise CannotSimulate(
            f"In some weeks no patrol went anywhere group {first} lives, so that nothing can be "
            "compared with it: lower separation, or mark more areas or none."
        )
    if not stops[:, 0].all():
        raise CannotSimulate(
            f"In some runs nobody of group {first} was stopped, so that nothing can be compared "
            "with it: take more days, patrols or stops."
        )


def _refuse_bad(settings: CitySettings) -> None:
    areas = settings.world.areas
    if settings.patrols < 1 or settings.stops < 1:
        raise CannotSimulate("A city has at least one patrol a day, and one stop a visit.")
    if settings.patrols > areas:
        raise CannotSimulate(
            f"{settings.patrols} patrols a day are more than the {areas} areas: with a patrol for "
            "every area nothing is left to choose."
        )
    if settings.window < 1:
        raise CannotSimulate("A method learns from at least one week.")
    if not 0 <= settings.marked <= areas:
        raise CannotSimulate(f"Between 0 and {areas} areas can be marked, not {settings.marked}.")
    if not 0 <= settings.carrying <= 1:
        raise CannotSimulate(f"Carrying is a chance from 0 to 1, not {settings.carrying:g}.")
    if not 1 <= settings.listed_from <= MOST_NOTED:
        raise CannotSimulate(f"A person is listed after 1 to {MOST_NOTED} notes.")
    if settings.cap < 1:
        raise CannotSimulate("A cap is at least 1 time an even share.")
    if not 0 <= settings.explore <= 1:
        raise CannotSimulate(f"Exploration is a share from 0 to 1, not {settings.explore:g}.")
