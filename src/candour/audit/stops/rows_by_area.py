"""The tables by small area of an audit of stops, row by row, as they are stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.audit.payloads import left_out
from candour.audit.per_resident.rows import Year


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A small area: its rate and its ratio, as they are and drawn towards all areas.

    Intervals hold waves by `dispersion` (how many times as much stops vary from month to month as
    independent ones; where months don't tell it is none, and stops are taken as independent), and
    those of what is `shrunken` hold the error of the pull. Nothing is called clear from either.
    """

    area_kind: str
    area_code: str
    area_name: str
    group: str
    population_year: Year
    reading: str
    stops: int
    population: float
    per_1000: float
    low: float
    high: float
    shrunken_per_1000: float
    without_ethnicity: int
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    shrunken_ratio: float | None
    shrunken_low: float | None
    shrunken_high: float | None
    few: bool
    shrunken_per_1000_low: float | None = left_out()
    shrunken_per_1000_high: float | None = left_out()
    rate_dispersion: float | None = left_out()
    ratio_dispersion: float | None = left_out()

    @property
    def force(self) -> str:
        return ""  # an area is counted over all forces


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFitness:
    """How many stops can be placed in an area that the population knows."""

    by: str
    population_year: Year
    reading: str
    stops: int
    stops_without_area: int
    stops_in_areas_not_in_the_population: int
    share_with_area: float | None
    areas: int
    refused: str | None

    @property
    def force(self) -> str:
        return ""

    @property
    def group(self) -> str:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decile:
    """A group's searches made in areas of one tenth of deprivation, 1 the most deprived.

    Intervals hold waves by `dispersion`, as those of an `Area` do. `snapped` is what the ratio
    comes to as spots are moved at random within the stated distance.
    """

    force: str
    decile: int
    group: str
    population_year: Year
    stops: int
    population: float
    per_1000: float
    low: float
    high: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    snapped_low: float | None
    snapped_high: float | None
    rate_dispersion: float | None = left_out()
    ratio_dispersion: float | None = left_out()


def are_widened(rows: Iterable[Area | Decile]) -> bool:
    """Whether intervals hold waves: whether months told how much searches move, of any row."""
    return any(row.rate_dispersion is not None for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDeprivation:
    """A ratio within tenths of deprivation, and over all of the same areas."""

    force: str
    group: str
    reference: str
    population_year: Year
    within: float | None
    snapped_low: float | None
    snapped_high: float | None
    ratio: float | None
    share_located: float | None
    reference_share_located: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridged:
    """How a file of LSOAs was brought to areas that the files of other years have whole too.

    `areas_of_the_file` are those where searches of the forces compared are looked for;
    `put_together` of them were split, merged or drawn anew between the years and became
    `joint_areas`; of these `averaged` have a mean, or the tenth of most residents, of parts that
    differ.
    """

    file: str
    holds: str
    year: str
    areas_of_the_file: int
    put_together: int
    joint_areas: int
    averaged: int

    @property
    def force(self) -> str:
        return ""

    @property
    def group(self) -> str:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFitness:
    """Whether a force's stops can be joined to areas by their points."""

    force: str
    stops: int
    stops_with_point: int
    share_located: float | None
    stops_in_the_areas: int
    areas: int
    snapped_within_metres: float
    refused: str | None
