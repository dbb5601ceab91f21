"""What the finding of a city comes to, table by table."""

from dataclasses import dataclass

from candour.audit.payloads import left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One method in one city.

    Ratios are those of the last group to the first: of how present patrols are where they live, in
    the first week and the last, and of stops a resident over all days. `low` to `high` hold nine
    runs in ten. `marked` is how many areas get all patrols, 0 where each gets its share.
    """

    method: str
    marked: int
    learns: str
    first_week: float
    last_week: float
    low: float
    high: float
    stop_ratio: float
    stop_ratio_low: float
    stop_ratio_high: float
    stops_first: float
    stops_last: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderTruth:
    """The last group's rate of stops, times the first's, under one truth that could be."""

    offending_times: float
    discovery_times: float
    product: float
    stop_ratio: float
    stop_ratio_low: float
    stop_ratio_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigated:
    """One method, and what is done so that its record does not feed on itself."""

    mitigation: str
    method: str
    last_week: float
    low: float
    high: float
    stop_ratio: float
    stop_ratio_low: float
    stop_ratio_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The same city with one setting changed, learning from all records."""

    setting: str
    value: float
    last_week: float
    low: float
    high: float
    stop_ratio: float
    stop_ratio_low: float
    stop_ratio_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOfCity:
    cities: int
    runs_of_each: int
    days_of_each: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cities:
    methods: tuple[Ran, ...]
    truths: tuple[UnderTruth, ...]
    mitigations: tuple[Mitigated, ...] | None = left_out()
    sensitivity: tuple[Changed, ...] | None = left_out()
    accounted_for: RunsOfCity
