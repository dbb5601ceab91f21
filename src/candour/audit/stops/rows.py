"""What an audit of stops and searches comes to: its tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out, spread
from candour.audit.per_resident.rows import AS_COUNTED, Year
from candour.audit.statistics.estimates import Reported
from candour.audit.stops.outcome_rows import (
    AgeAndSex,
    BetweenDeciders,
    FindRate,
    Outcome,
    SearchedAgain,
    WithinDeciders,
)
from candour.audit.stops.rows_by_area import (
    Area,
    AreaFitness,
    Bridged,
    ByDeprivation,
    Decile,
    PointFitness,
)
from candour.tables import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Searches of a group for each 1,000 of its residents: exact, and mid-P."""

    force: str
    group: str
    population_year: Year
    reading: str
    stops: int
    population: float
    per_1000: float
    low: float
    high: float
    midp_low: float
    midp_high: float
    dispersed_low: float | None = left_out()
    dispersed_high: float | None = left_out()
    per_1000_if_missing_at_random: float
    stops_from: int | None = left_out()  # what hidden counts can come to
    stops_to: int | None = left_out()

    @property
    def events(self) -> int:
        return self.stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A group's rate over the reference's, and the difference of the two.

    `low` and `high` (and their mid-P) take stops to be independent. The dispersed interval, those
    of the difference and of the excess, and both p-values allow for waves, all by the one
    dispersion, measured in so many stretches (weeks or months) with so many degrees of freedom.
    `verdict` and what it depends on are of all plausible ways of counting together, and so are
    the lowest and the highest ratio; `p_holm` is adjusted over the groups of the force. Where
    counts are hidden, intervals are over all that they can be, and the p-value is the largest. The
    shrunken ratio is drawn towards that of all forces; nothing is called clear from it.
    """

    force: str
    group: str
    reference: str
    population_year: Year
    reading: str
    ratio: float | None
    low: float | None
    high: float | None
    midp_low: float | None
    midp_high: float | None
    dispersed_low: float | None
    dispersed_high: float | None
    dispersion: float | None
    difference_per_1000: Reported
    difference_midp_low: float
    difference_midp_high: float
    excess_stops: Reported
    without_repeats: float | None
    p_value: float
    p_holm: float
    stretch: str | None = left_out()
    stretches: int | None = left_out()
    degrees: float | None = left_out()
    is_pooled: bool | None = left_out()
    verdict: str | None = left_out()
    depends_on: tuple[str, ...] | None = left_out()
    ratio_lowest: float | None = left_out()
    ratio_highest: float | None = left_out()
    ratio_from: float | None = left_out()  # what hidden counts can make of the ratio
    ratio_to: float | None = left_out()
    shrunken_ratio: float | None = left_out()
    shrunken_low: float | None = left_out()
    shrunken_high: float | None = left_out()

    @property
    def excess(self) -> float | None:
        """Searches beyond the reference's rate; below 0 where the rate is the lower."""
        return self.excess_stops.value


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRate:
    """Searches of a group at some ages for each 1,000 of its residents of those ages."""

    force: str
    age: str
    group: str
    population_year: int
    stops: int
    population: float
    per_1000: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """A ratio among residents of the same ages; where it was refused, the reason."""

    force: str
    group: str
    reference: str
    population_year: int
    share_without_age: float
    reference_share_without_age: float
    per_1000: Reported | None = None
    reference_per_1000: Reported | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    ratio_not_standardised: float | None = None
    refused: str | None = None

    @property
    def reading(self) -> str:
        return AS_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A ratio at both ends of what stops without ethnicity could be."""

    force: str
    group: str
    reference: str
    population_year: Year
    reading: str
    missing: int
    recorded: float | None
    all_missing_reference: float | None
    all_missing_group: float | None
    tipping_point: float | None
    tipping_events: float
    officer_filled: float | None
    officer_filled_low: float | None = left_out()
    officer_filled_high: float | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class FitnessRow:
    """Whether a force's data could be compared, and what they lack."""

    force: str
    fit: bool
    reason: str | None
    stops: int
    months: int
    months_missing: tuple[str, ...]
    share_without_ethnicity: float | None
    groups_never_used: tuple[str, ...]
    labels_never_used: tuple[str, ...]
    share_located: float | None
    share_with_outcome: float | None
    share_of_results_with_link: float | None
    linked_without_action: int
    outcomes_refused: str | None
    finds_refused: str | None
    repeated_rows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstResidents:
    """What part of a group's stops comes to against its residents, and the reference's."""

    population_year: Year | None = None
    per_1000: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """A group's searches under one power."""

    force: str
    power: str
    group: str
    stops: int
    against: AgainstResidents = spread()


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfSearch:
    """A group's searches of people, of vehicles, or of both."""

    force: str
    kind: str
    group: str
    stops: int
    against: AgainstResidents = spread()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A group's searches in one month, at one age, of one sex, for one object or under one Act.

    Of these only the one that the table is by has a value.
    """

    force: str
    month: str | None = left_out()
    age: str | None = left_out()
    sex: str | None = left_out()
    object: str | None = left_out()
    legislation: str | None = left_out()
    group: str
    stops: int
    share_of_group: Reported
    against: AgainstResidents | None = spread()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPoint:
    """A force among all others: its ratio, and the limits at what that rests on."""

    force: str
    group: str
    population_year: Year
    ratio: float
    log_error: float
    target: float
    tau: float
    dispersion: float
    low: float
    high: float
    outer_low: float
    outer_high: float
    naive_low: float
    naive_high: float
    outside: bool
    outside_naive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InMonth:
    """A group's rate in one month, and its ratio."""

    force: str
    month: str
    group: str
    stops: int
    per_1000: float
    ratio: float | None
    stops_section_60: int | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsPublished:
    """A rate and a relative rate as the Home Office's series writes them: to one decimal.

    `relative_rate` is of the full rates, `relative_rate_of_rounded` of the rounded ones, as whoever
    divides two printed rates has it.
    """

    force: str
    group: str
    reference: str
    population_year: Year
    stops: int
    rate_per_1000: float
    relative_rate: float | None
    relative_rate_of_rounded: float | None

    @property
    def reading(self) -> str:
        return AS_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePublished:
    """A force's searches as counted here, and as published."""

    force: str
    stops: int
    of_vehicles_alone: int
    published: int
    apart: int
    share_apart: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An analysis that the data can't bear; of no one force where it is all of them."""

    analysis: str
    force: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label of ethnicity in the files, and the group it is counted in."""

    label: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of every row: the parts add up to what was read."""

    read: int
    used: int
    out_of_period: int
    other_force: int
    unfit_force: int
    no_ethnicity: int
    group_not_compared: int
    no_force: int
    no_month: int
    unreadable: int
    unreadable_lines: tuple[Unreadable, ...]
    repeated_rows_kept: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stops:
    """The result of an audit of stops and searches."""

    by_deprivation: tuple[ByDeprivation, ...] | None = left_out()
    deciles: tuple[Decile, ...] | None = left_out()
    point_fitness: tuple[PointFitness, ...] | None = left_out()
    bridged: tuple[Bridged, ...] | None = left_out()
    rates: tuple[Rate, ...]
    ratios: tuple[Ratio, ...]
    age_rates: tuple[AgeRate, ...] | None = left_out()
    standardised: tuple[Standardised, ...] | None = left_out()
    areas: tuple[Area, ...] | None = left_out()
    areas_fitness: tuple[AreaFitness, ...] | None = left_out()
    bounds: tuple[Bound, ...]
    outcomes: tuple[Outcome, ...]
    finds: tuple[FindRate, ...] | None = left_out()
    between_deciders: tuple[BetweenDeciders, ...] | None = left_out()
    within_deciders: tuple[WithinDeciders, ...] | None = left_out()
    ages_and_sexes: tuple[AgeAndSex, ...] | None = left_out()
    searched_again: tuple[SearchedAgain, ...] | None = left_out()
    fitness: tuple[FitnessRow, ...]
    as_published: tuple[AsPublished, ...] | None = left_out()
    beside_published: tuple[BesidePublished, ...] | None = left_out()
    powers: tuple[Power, ...]
    kinds: tuple[KindOfSearch, ...]
    months: tuple[Part, ...] | None = left_out()
    ages: tuple[Part, ...] | None = left_out()
    sexes: tuple[Part, ...] | None = left_out()
    objects: tuple[Part, ...] | None = left_out()
    legislation: tuple[Part, ...] | None = left_out()
    funnel: tuple[FunnelPoint, ...]
    trend: tuple[InMonth, ...]
    refused: tuple[Refused, ...]
    labels: tuple[Label, ...]
    accounted_for: Account


def read(data: Mapping[str, Any], form: int) -> Stops:
    """The result as it was stored."""
    return from_plain(Stops, data)
