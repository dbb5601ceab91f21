"""What audits of several types of crime come to, side by side, as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """A group beside the reference, where most crime of one type is recorded.

    `within_bands` is the ratio among areas alike in density and deprivation, `expected` the ratio
    that tenths of deprivation alone would give; `is_most_exposed` whether no group's share in
    targets is larger; `p_holm` is adjusted over the groups of one type only.
    """

    crime_type: str
    group: str
    share: float
    ratio: float | None
    within_bands: float | None
    expected: float | None
    p_holm: float | None
    is_most_exposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesAccount:
    """What was set side by side."""

    types: int
    groups: int
    areas: int
    areas_marked: int
    residents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByType:
    """The result: each group for each type of crime."""

    types: tuple[TypeRow, ...]
    accounted_for: TypesAccount

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.crime_type for row in self.types))

    def most_exposed(self, crime_type: str) -> TypeRow:
        """The group with the largest share in the areas of a type."""
        own = (row for row in self.types if row.crime_type == crime_type)
        return next(row for row in own if row.is_most_exposed)

    def of(self, crime_type: str, group: str) -> TypeRow:
        wanted = (crime_type, group)
        return next(row for row in self.types if (row.crime_type, row.group) == wanted)


def read(data: Mapping[str, Any], form: int) -> ByType:
    """The result as it was stored."""
    return from_plain(ByType, data)
