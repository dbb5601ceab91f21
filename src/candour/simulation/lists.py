"""Who a list rule would list: simulated people with equal conduct and unequal records.

The rule is made after the published criteria of the Metropolitan Police's Violence Harm
Assessment, as *Automated Racism* reports them in section 4.1: named in at least four reports, two
of them crime reports, or in three crime reports whose harm scores reach 2,500; and a named suspect
in a violent crime within the last twelve months. Crime reports are scored by sentencing levels and
lose a third every twelve months. How strong intelligence must be is not published.

Nobody here is real: every person is drawn by the seed, acts like every other, and differs only in
how often police record them. No real person can be entered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

from candour.core.extras import Late
from candour.simulation.bands import Band
from candour.simulation.errors import CannotSimulate
from candour.simulation.seeds import Seeds, Workers, in_blocks, seeds_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

YEARS = 3  # of records that are looked at; older scores have faded to under a third
REPORTS, CRIME_REPORTS = 4, 2
HIGH_HARM_REPORTS, HIGH_HARM = 3, 2_500.0
FADE_A_YEAR = 2 / 3  # "reducing by a third after every 12 month period"
# Starting points of sentences in days (Cambridge Crime Harm Index), by the kinds of violence that
# a simulated crime report can be of, with how often each comes: made up, the same in every group.
HARMS = (10.0, 365.0, 1_095.0, 3_650.0)
HARM_SHARES = (0.45, 0.3, 0.2, 0.05)


@dataclass(frozen=True, slots=True)
class RecordedGroup:
    """How often police record a group's members, for the same conduct.

    Attributes
    ----------
    people : simulated people, each with the conduct of every other
    suspected : how many times as often a member is named as a suspect as the first group's are
    watched : how many times as often intelligence is logged on a member
    """

    name: str
    people: int
    suspected: float = 1.0
    watched: float = 1.0


@dataclass(frozen=True, slots=True)
class ListSettings:
    """A list rule and the records it works on.

    Attributes
    ----------
    groups : the first is the one that others are compared with
    suspected_a_year : violent crime reports that name a member of the first group as a suspect
    convicted : the part of those that end in a conviction
    logged_a_year : intelligence logs on a member of the first group
    spread : how unevenly records fall on people of one group; the shape of a gamma, of which a
        smaller one is more uneven
    use_suspects : count reports of suspects who were not convicted
    use_intelligence : count intelligence logs
    """

    groups: tuple[RecordedGroup, ...] = (
        RecordedGroup("A", 40_000),
        RecordedGroup("B", 10_000, suspected=2.0, watched=3.0),
    )
    suspected_a_year: float = 0.05
    convicted: float = 0.25
    logged_a_year: float = 0.1
    spread: float = 0.2
    use_suspects: bool = True
    use_intelligence: bool = True

    def __post_init__(self) -> None:
        _refuse_bad(self)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """How many of a group the rule lists, and how that compares.

    `listed` is for each 1,000 people; `ratio` is times the first group's, over the runs in which
    anyone of it was listed.
    """

    group: str
    listed: Band
    ratio: Band | None


def run_list(
    settings: ListSettings,
    *,
    runs: int,
    seed: int,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[ListedGroup, ...]:
    """Draw people and their records many times, and say how many of each group are listed.

    The same seed draws the same people and records whatever the rule counts, so that two rules
    are compared on the same people.
    """
    run = partial(_one_block, settings=settings)
    counts = np.concatenate(in_blocks(run, seeds_of(seed, runs), workers=workers, moved=moved))
    rates = 1_000 * counts / np.array([group.people for group in settings.groups])
    first = rates[:, 0]
    return tuple(
        ListedGroup(
            group.name,
            Band.of(rates[:, k]),
            Band.of(rates[first > 0, k] / first[first > 0]) if (first > 0).any() else None,
        )
        for k, group in enumerate(settings.groups)
    )


def _one_block(seeds: Seeds, *, settings: ListSettings) -> NDArray[np.int64]:
    """People listed, shape (n_seeds, n_groups)."""
    return np.array(
        [
            [_listed(group, settings, rng) for group in settings.groups]
            for rng in map(np.random.default_rng, seeds)
        ]
    )


def _listed(group: RecordedGroup, settings: ListSettings, rng: np.random.Generator) -> int:
    """How many of a group meet the rule in one draw of their records."""
    liable = rng.gamma(settings.spread, 1 / settings.spread, group.people)
    suspected = rng.poisson(
        np.outer(liable * settings.suspected_a_year * group.suspected, np.ones(YEARS))
    )
    convicted = rng.binomial(suspected, settings.convicted)
    logs = rng.poisson(liable * settings.logged_a_year * group.watched * YEARS)
    high = _high_harm(suspected, rng)
    high_convicted = rng.binomial(high, settings.convicted)
    if not settings.use_suspects:
        suspected, high = convicted, high_convicted
    crime = suspected.sum(axis=1)
    reports = crime + (logs if settings.use_intelligence else 0)
    enough = (reports >= REPORTS) & (crime >= CRIME_REPORTS)
    harmful = high.sum(axis=1) >= HIGH_HARM_REPORTS
    recently = suspected[:, 0] > 0
    return int(((enough | harmful) & recently).sum())


def _high_harm(suspected: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Of each year's reports, how many still score 2,500 or more; column 0 is the last year."""
    harms, shares = np.array(HARMS), np.array(HARM_SHARES)
    chances = [shares[harms * FADE_A_YEAR**age >= HIGH_HARM].sum() for age in range(YEARS)]
    return rng.binomial(suspected, np.array(chances))


def _refuse_bad(settings: ListSettings) -> None:
    if len(settings.groups) < 2:  # noqa: PLR2004
        raise CannotSimulate("A list is compared between at least two groups.")
    if min(group.people for group in settings.groups) < 1:
        raise CannotSimulate("Each group has at least one person.")
    rates = [settings.suspected_a_year, settings.logged_a_year]
    rates += [r for group in settings.groups for r in (group.suspected, group.watched)]
    if min(rates) < 0 or not settings.spread > 0:
        raise CannotSimulate("Rates of records are 0 or more, and their spread is above 0.")
    if not 0 <= settings.convicted <= 1:
        raise CannotSimulate(
            f"The part convicted is a share from 0 to 1, not {settings.convicted:g}."
        )
