"""What an audit of neighbourhoods comes to, as it is stored: sums, and outlines without codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain

THIRDS = 3  # into which areas are drawn, of each of two things
TOGETHER = "all, each within itself"  # the rows that sum up several districts


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentsRow:
    """A group's residents of a district, and how many live in its most deprived fifth.

    `index` is the year of the index of deprivation; `ratio` is to the share of the reference;
    `rank_correlation` is Spearman's, over areas, of the group's share with deprivation.
    """

    district: str
    index: str
    group: str
    residents: int
    in_most_deprived: int
    share: float
    ratio: float | None
    rank_correlation: float | None
    areas: int
    areas_most_deprived: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One square of a map's legend: thirds by deprivation and by a group's share, 3 the highest."""

    district: str
    index: str
    group: str
    deprivation: int
    group_share: int
    areas: int
    residents: int
    of_group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A map: outlines of all areas of a class as one path, by class ("33" the highest thirds).

    Whole units, `metres` of the ground each, from the top left corner; no code of an area.
    """

    district: str
    index: str
    group: str
    width: int
    height: int
    metres: float
    outlines: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of every area."""

    areas: int
    residents: int
    areas_without_outline: int
    corners_of_an_area: int
    areas_split_since_2011: int
    areas_merged_since_2011: int
    areas_without_index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhoods:
    """The result of an audit of neighbourhoods."""

    residents: tuple[ResidentsRow, ...]
    classes: tuple[ClassRow, ...]
    drawings: Mapping[str, Drawing]
    accounted_for: Account

    @property
    def newest(self) -> str:
        return max(row.index for row in self.residents)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.group for row in self.residents))

    @property
    def districts(self) -> tuple[str, ...]:
        """In their order, without the rows that sum them up."""
        names = dict.fromkeys(row.district for row in self.residents)
        return tuple(name for name in names if name != TOGETHER)

    def row(self, group: str, *, index: str = "", district: str = "") -> ResidentsRow:
        """Of a group, by the newest index and over all districts unless told otherwise."""
        index = index or self.newest
        whole = TOGETHER if len(self.districts) > 1 else self.districts[0]
        wanted = (district or whole, index, group)
        return next(r for r in self.residents if (r.district, r.index, r.group) == wanted)

    def upper_third_of_both(self, group: str) -> int:
        """Areas among the most deprived third and the third with the highest share of a group."""
        return sum(
            row.areas
            for row in self.classes
            if (row.index, row.group) == (self.newest, group)
            and (row.deprivation, row.group_share) == (3, 3)
        )


def read(data: Mapping[str, Any], form: int) -> Neighbourhoods:
    """The result as it was stored."""
    return from_plain(Neighbourhoods, data)
