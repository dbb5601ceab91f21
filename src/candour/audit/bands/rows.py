"""What an audit of bands comes to: its tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class InBand:
    """The people of a group who are in a band.

    Where a cell was printed as a range, or hidden as fewer than so many, all that it can be stands
    between `from` and `to`; both are equal where it is exact. `low` and `high` are the 95 %
    interval, at the ends of what the cells can be.
    """

    band: str
    group: str
    people_from: int
    people_to: int
    share_of_group_from: float | None
    share_of_group_to: float | None
    share_of_group_low: float | None
    share_of_group_high: float | None
    share_of_band_from: float | None
    share_of_band_to: float | None
    share_of_list_from: float | None
    share_of_list_to: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRatio:
    """How many times the reference's share, or rate per resident, a group's share of a band is."""

    band: str
    group: str
    reference: str
    ratio_from: float | None
    ratio_to: float | None
    low: float | None
    high: float | None
    p_value: float
    p_holm: float
    excess: float  # people in the band beyond what the reference's share would come to, if exact


@dataclass(frozen=True, slots=True, kw_only=True)
class BandAccount:
    """What became of the people in the table."""

    people_from: int
    people_to: int
    no_group: int
    no_band: int
    cells: int
    cells_with_a_range: int
    totals_checked: int
    groups_hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The result: who is in each band, beside residents or beside all who were given one."""

    lead: str  # the band that leads
    groups: tuple[InBand, ...]
    ratios: tuple[BandRatio, ...]
    accounted_for: BandAccount


def read(data: Mapping[str, Any], form: int) -> Bands:
    """The result as it was stored."""
    return from_plain(Bands, data)
