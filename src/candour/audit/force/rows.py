"""What an audit of the use of force comes to: its tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out
from candour.audit.per_resident.rows import AS_COUNTED, Year


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

    @property
    def events(self) -> int:
        return self.tactics

    @property
    def reading(self) -> str:
        return AS_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A group's rate over the reference's; the wider interval allows for incidents."""

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
class Account:
    """What became of every line, and whether the forces make up the table's own total.

    `groups_where_forces_miss_the_total` says by how many tactics, group by group.
    """

    read: int
    tactics: int
    used: int
    no_ethnicity: int
    whole_of_england_and_wales: int | None
    sum_of_forces: int | None = left_out()
    groups_where_forces_miss_the_total: Mapping[str, int] | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The result of an audit of the use of force."""

    rates: tuple[Rate, ...]
    ratios: tuple[Ratio, ...]
    bounds: tuple[Bound, ...]
    accounted_for: Account


def read(data: Mapping[str, Any], form: int) -> Force:
    """The result as it was stored."""
    return from_plain(Force, data)
