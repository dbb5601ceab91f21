"""What audits of lists come to: their tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out
from candour.audit.statistics.estimates import Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group on the list, beside its residents."""

    group: str
    people: int
    population: int
    share_of_list: Reported | None
    share_of_population: float
    representation: Reported | None
    per_1000: Reported
    share_of_list_from: float | None = left_out()  # where counts of others are hidden
    share_of_list_to: float | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenGroup:
    """A group whose number on the list is hidden or a range: all that can be said of it.

    `ratio_low` and `ratio_high` are the 95 % interval at the ends of what the number can be, and
    `p_value` the largest of both, or 1 where the ratio can be on either side of 1.
    """

    group: str
    reference: str
    people_from: int
    people_to: int
    population: int
    ratio_from: float | None
    ratio_to: float | None
    ratio_low: float | None
    ratio_high: float | None
    p_value: float
    p_holm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """How often a group is listed, over how often the reference is."""

    group: str
    reference: str
    ratio: float | None
    low: float | None
    high: float | None
    midp_low: float | None
    midp_high: float | None
    p_value: float
    p_holm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAccount:
    """What became of the people on the list, and which groups are not shown.

    Where numbers are hidden or ranges, people are counted as the most that they can be.
    """

    read: int
    used: int
    no_group: int
    groups_hidden: tuple[str, ...]
    hidden_for_earlier_runs: tuple[str, ...]
    groups_not_named: tuple[str, ...] | None = left_out()  # of the population, by no label


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """A group under one reading of the list: a month of it, or groups counted in another way."""

    reading: str
    period: str
    locator: str
    group: str
    people: int
    population: int
    share_of_list: float | None
    share_of_population: float
    reference: str
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    p_holm: float | None
    share_of_list_from: float | None = left_out()
    share_of_list_to: float | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The result of an audit of who is on a list: its one reading, or the first of several."""

    groups: tuple[GroupRow, ...]
    ratios: tuple[Ratio, ...]
    readings: tuple[ReadingRow, ...] | None = left_out()
    hidden: tuple[HiddenGroup, ...] | None = left_out()
    accounted_for: ListAccount

    @property
    def by_reading(self) -> tuple[ReadingRow, ...]:
        """The groups under every reading; where there is one only, that one without a name."""
        return self.readings or reading_rows(self.groups, self.ratios)

    @property
    def names_of_readings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.reading for row in self.by_reading))


def reading_rows(
    groups: tuple[GroupRow, ...],
    ratios: tuple[Ratio, ...],
    *,
    reading: str = "",
    period: str = "",
    locator: str = "",
) -> tuple[ReadingRow, ...]:
    """The groups of one reading with their ratios; of the reference there is none."""
    beside = {row.group: row for row in ratios}
    rows = []
    for row in groups:
        own = beside.get(row.group)
        rows.append(
            ReadingRow(
                reading=reading,
                period=period,
                locator=locator,
                group=row.group,
                people=row.people,
                population=row.population,
                share_of_list=row.share_of_list.value if row.share_of_list else None,
                share_of_population=row.share_of_population,
                reference=own.reference if own else "",
                ratio=own.ratio if own else None,
                low=own.low if own else None,
                high=own.high if own else None,
                p_value=own.p_value if own else None,
                p_holm=own.p_holm if own else None,
                share_of_list_from=row.share_of_list_from,
                share_of_list_to=row.share_of_list_to,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a list, as a share of one of the wholes that it may be a part of."""

    part: str
    people: int
    of: str
    whole: int
    share: float
    in_1000: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InNoPart:
    """The people of a whole whom no part holds."""

    of: str
    whole: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNumbers:
    """How many published numbers the shares were worked out from."""

    printed_numbers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The result of an audit of how a list divides into parts."""

    shares: tuple[Share, ...]
    in_no_part: tuple[InNoPart, ...] | None = left_out()
    accounted_for: PrintedNumbers


def read_composition(data: Mapping[str, Any], form: int) -> Composition:
    """The result as it was stored."""
    return from_plain(Composition, data)


def read_parts(data: Mapping[str, Any], form: int) -> Parts:
    """The result as it was stored."""
    return from_plain(Parts, data)
