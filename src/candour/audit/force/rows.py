"""What an audit of the use of force comes to: its tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out
from candour.audit.per_resident.rows import AS_COUNTED, Year
from candour.audit.statistics.estimates import Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Tactics reported on a group for each 1,000 of its residents."""

    force: str
    group: str
    population_year: Year
    tactics: int
    population: float
    per_1000: float
    low: float
    high: float
    dispersed_low: float | None = left_out()
    dispersed_high: float | None = left_out()

    @property
    def events(self) -> int:
        return self.tactics

    @property
    def reading(self) -> str:
        return AS_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A group's rate over the reference's; all but the first two intervals allow for incidents.

    `dispersion` is what they are widened by, from the tactics of each incident; `verdict` is of
    all plausible counts of residents together, and so are the lowest and the highest ratio.
    The shrunken one is drawn towards that of all forces.
    """

    force: str
    group: str
    reference: str
    population_year: Year
    ratio: float | None
    low: float | None
    high: float | None
    midp_low: float | None
    midp_high: float | None
    dispersed_low: float | None
    dispersed_high: float | None
    tactics_per_incident: float | None
    p_value: float
    p_holm: float
    dispersion: float | None = left_out()
    difference_per_1000: Reported | None = left_out()
    excess_tactics: Reported | None = left_out()
    verdict: str | None = left_out()
    depends_on: tuple[str, ...] | None = left_out()
    ratio_lowest: float | None = left_out()
    ratio_highest: float | None = left_out()
    shrunken_ratio: float | None = left_out()
    shrunken_low: float | None = left_out()
    shrunken_high: float | None = left_out()

    @property
    def excess(self) -> float | None:
        """Tactics beyond the reference's rate; below 0 where the rate is the lower."""
        return self.excess_tactics.value if self.excess_tactics else None

    @property
    def reading(self) -> str:
        return AS_COUNTED

    @property
    def without_repeats(self) -> None:
        """Tables of tactics have no rows that could repeat one another."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A ratio at both ends of what tactics without ethnicity could be."""

    force: str
    group: str
    reference: str
    population_year: Year
    missing: int
    recorded: float | None
    all_missing_reference: float | None
    all_missing_group: float | None
    tipping_point: float | None
    tipping_events: float

    @property
    def reading(self) -> str:
        return AS_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedForce:
    """A force whose tactics can't be set against its residents, and why not."""

    force: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of every line, and whether the forces make up the table's own total.

    `unfit_force` are all tactics of forces that were not compared.
    `groups_where_forces_miss_the_total` says by how many tactics, group by group.
    """

    read: int
    tactics: int
    used: int
    no_ethnicity: int
    whole_of_england_and_wales: int | None
    sum_of_forces: int | None = left_out()
    groups_where_forces_miss_the_total: Mapping[str, int] | None = left_out()
    unfit_force: int | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The result of an audit of the use of force."""

    rates: tuple[Rate, ...]
    ratios: tuple[Ratio, ...]
    bounds: tuple[Bound, ...]
    accounted_for: Account
    refused: tuple[RefusedForce, ...] | None = left_out()

    @property
    def reasons(self) -> dict[str, str]:
        """Why a force was not compared, for each of those."""
        return {row.force: row.reason for row in self.refused or ()}


def read(data: Mapping[str, Any], form: int) -> Force:
    """The result as it was stored."""
    return from_plain(Force, data)
