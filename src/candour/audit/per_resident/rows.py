"""Rows of rates per resident, as sentences and tables read them, whichever audit made them.

Each audit has rows of its own, with the columns that it stores; these protocols say what they have
in common. What is counted (searches, tactics) is `events` in all of them.
"""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import Protocol, TypeVar

from candour.audit import verdicts
from candour.audit.per_resident.clearly import Verdict
from candour.audit.verdicts import Tally

AS_COUNTED = "as counted"  # residents of mixed background stand where the census has them
PER = 1_000  # residents
DIFFERS_MUCH = 1.25  # times, from which a middle on another census stands beside the first
FAR_FROM_USUAL = 5  # times the middle area, or a fifth, from which records may differ
MANY_AREAS = 10  # from which the middle one says what is usual

Year = int | str  # of a census, or words for a population between two of them
Key = tuple[str, str]  # force, group


class OnACensus(Protocol):
    """A row that rests on one population, counted in one way."""

    @property
    def force(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def population_year(self) -> Year: ...
    @property
    def reading(self) -> str: ...


class Rate(OnACensus, Protocol):
    """How often something was done for each 1,000 residents of a group."""

    @property
    def events(self) -> int: ...
    @property
    def population(self) -> float: ...
    @property
    def per_1000(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def dispersed_low(self) -> float | None: ...
    @property
    def dispersed_high(self) -> float | None: ...


class Ratio(OnACensus, Protocol):
    """A group's rate over the reference's: its interval, and a wider one where there is one."""

    @property
    def reference(self) -> str: ...
    @property
    def ratio(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def dispersed_low(self) -> float | None: ...
    @property
    def dispersed_high(self) -> float | None: ...
    @property
    def without_repeats(self) -> float | None: ...
    @property
    def excess(self) -> float | None: ...
    @property
    def verdict(self) -> str | None: ...
    @property
    def depends_on(self) -> tuple[str, ...] | None: ...
    @property
    def ratio_lowest(self) -> float | None: ...
    @property
    def ratio_highest(self) -> float | None: ...


class Bound(OnACensus, Protocol):
    """What events without ethnicity could do to a ratio."""

    @property
    def missing(self) -> int: ...
    @property
    def all_missing_reference(self) -> float | None: ...
    @property
    def all_missing_group(self) -> float | None: ...
    @property
    def tipping_point(self) -> float | None: ...


class Standardised(OnACensus, Protocol):
    """A ratio among residents of the same ages; None where it was refused."""

    @property
    def ratio(self) -> float | None: ...


Row = TypeVar("Row", bound=OnACensus)
AnyRatio = TypeVar("AnyRatio", bound=Ratio)


def of_leading(rows: Sequence[Row], leading: Year | None) -> list[Row]:
    """The rows a reader is shown first: on the residents that the plan leads with.

    Tables that have none on those (and findings whose plan names none) lead with the last census.
    """
    own = [row for row in rows if row.population_year == leading and row.reading == AS_COUNTED]
    return own or of_latest_census(rows)


def of_latest_census(rows: Sequence[Row]) -> list[Row]:
    """The rows on the last census itself, groups as counted."""
    counted = as_counted(rows)
    last = max((year for row in counted if isinstance(year := row.population_year, int)), default=0)
    return [row for row in counted if row.population_year == last]


def as_counted(rows: Sequence[Row]) -> list[Row]:
    """The rows of censuses themselves, groups as counted."""
    return [
        row for row in rows if isinstance(row.population_year, int) and row.reading == AS_COUNTED
    ]


def years(rows: Sequence[OnACensus]) -> list[int]:
    """The censuses that the rows rest on, the first one first."""
    return sorted({year for row in rows if isinstance(year := row.population_year, int)})


def forces_of(rows: Sequence[OnACensus]) -> list[str]:
    return list(dict.fromkeys(row.force for row in rows))


def key_of(row: OnACensus) -> Key:
    return row.force, row.group


def with_interval(rows: Sequence[AnyRatio], leading: Year | None = None) -> list[AnyRatio]:
    """The ratios that could be worked out, of those a reader is shown first."""
    return [r for r in of_leading(rows, leading) if r.ratio is not None and r.low is not None]


def readings_of(row: Ratio, rows: Sequence[AnyRatio]) -> list[AnyRatio]:
    """The same ratio under every place that residents of mixed background can be counted in."""
    return [
        other
        for other in rows
        if key_of(other) == key_of(row)
        and other.population_year == row.population_year
        and other.ratio is not None
    ]


# what intervals allow to be said


def widest(row: Ratio | Rate) -> tuple[float | None, float | None]:
    """The interval that allows for most: the wider one where there is one."""
    if row.dispersed_low is None or row.low is None:
        return row.low, row.high
    low = min(row.low, row.dispersed_low)
    if row.high is None or row.dispersed_high is None:
        return low, None
    return low, max(row.high, row.dispersed_high)


def is_widened(rows: Sequence[Ratio]) -> bool:
    return any(row.dispersed_low is not None for row in rows)


def side(row: Ratio) -> int:
    """1 where the rate is clearly higher, -1 where clearly lower, 0 where it can't be told.

    By the verdict of the audit; findings from before there were verdicts go by the range alone.
    """
    return verdicts.side(*widest(row)) if row.verdict is None else Verdict(row.verdict).side


def tally(rows: Sequence[Ratio]) -> Tally:
    return Tally.of(side(row) for row in rows)


def with_events(rows: Sequence[AnyRatio]) -> list[AnyRatio]:
    """The rows of areas that recorded any of the group: none at all may be how they record."""
    return [row for row in rows if row.ratio]


def middle(rows: Sequence[Ratio]) -> float:
    """The ratio that half the areas lie above, and half below."""
    return float(median(row.ratio for row in rows if row.ratio is not None))


def middle_half(rows: Sequence[Ratio]) -> tuple[float, float]:
    """The ratios between which the middle half of the areas lie.

    How far areas go is told by these and not by the smallest and the greatest: those are the areas
    with the fewest people or the thinnest records, and stand in tables beside their ranges.
    """
    ratios = [row.ratio for row in rows if row.ratio is not None]
    if len(ratios) < 2:  # noqa: PLR2004 - one area is its own middle
        return ratios[0], ratios[0]
    low, _, high = quantiles(ratios, n=4, method="inclusive")
    return low, high


def by_census(rows: Sequence[AnyRatio], name: str, shown: Year) -> dict[int, float]:
    """The middle ratio of a group on each census, where they differ much; {} where they do not.

    `shown` is the count of residents that stands first; its middle is one of those compared.
    """
    middles: dict[Year, float] = {}
    for row in rows:
        year = row.population_year
        if row.group != name or row.reading != AS_COUNTED or year in middles:
            continue
        own = [
            r for r in rows if (r.group, r.reading, r.population_year) == (name, AS_COUNTED, year)
        ]
        if with_events(own):
            middles[year] = middle(with_events(own))
    if not middles or max(middles.values()) < DIFFERS_MUCH * min(middles.values()):
        return {}
    censuses = {year: value for year, value in middles.items() if isinstance(year, int)}
    return {year: value for year, value in sorted(censuses.items()) if year != shown}


def recorded_otherwise(rows: Sequence[AnyRatio]) -> set[Key]:
    """Forces whose ratio of a group is so far from what areas have that records may differ.

    A force that puts one group down as another has too few of the one and too many of the other.
    """
    far = set()
    for name in dict.fromkeys(row.group for row in rows):
        own = with_events([row for row in rows if row.group == name])
        if len(own) < MANY_AREAS:
            continue
        usual = middle(own)
        far |= {
            key_of(row)
            for row in own
            if row.ratio and not usual / FAR_FROM_USUAL < row.ratio < usual * FAR_FROM_USUAL
        }
    return far
