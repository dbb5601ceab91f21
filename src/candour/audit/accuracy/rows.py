"""What audits of accuracy come to: their tables, row by row, as they are stored.

There are three results: what a published share can mean, what forecasts found, and whether scores
printed of one model can all be true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.grids.histories import HistoryRows
from candour.audit.payloads import from_plain, left_out, spread
from candour.audit.statistics.estimates import Reported

# what a published share can mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Icons:
    """A hundred flags: how many were right, and how many wrong."""

    of: int
    right: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a share: frequencies, what rounding leaves open, the interval for chance."""

    reading: str
    of: str
    share: float
    low: float | None
    high: float | None
    rounding_low: float
    rounding_high: float
    widest_low: float | None
    widest_high: float | None
    number: int | None
    count_low: int | None
    count_high: int | None
    possible: bool
    right_in_1000: int
    wrong_in_1000: int
    right_means: str
    wrong_means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNumbers:
    """How many published numbers a reading rests on."""

    published_numbers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The result of an audit of a published share."""

    share: Reported
    share_of: str
    flagged: int | None
    incidents: int | None
    unit: str
    icon_array: Icons | None
    readings: tuple[Reading, ...]
    accounted_for: PublishedNumbers


# what forecasts found


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many days, and the first and last of them."""

    number: int
    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTop:
    """What so many cells a day captured."""

    top: int
    events: int
    captured: float
    hit_rate: Reported
    pai: Reported
    pei: Reported
    precision: Reported
    best_possible: int
    area_share: float
    cells_ever_targeted: float
    cells_ever_targeted_at_least: int
    cells_ever_targeted_at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What the forecasts found beside what counting or chance found, on the same days."""

    top: int
    name: str
    events: int
    captured: float
    hit_rate: Reported
    forecasts_captured: float
    forecasts_hit_rate: Reported
    difference: Reported
    standard_error: float | None
    bootstrap_low: float | None
    bootstrap_high: float | None
    p_value: float | None
    p_holm: float | None
    beaten: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsAndDays:
    cells: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAccount:
    """What became of the events from before, and over which days they are complete."""

    rows: HistoryRows = spread()
    from_: str
    complete_to: str
    cells_and_days_unlike_observed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastAccount:
    """What was read and used of cells and days."""

    read: CellsAndDays
    used: CellsAndDays
    days_missing_between: int
    events: int
    history: HistoryAccount | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """The result of an audit of forecasts."""

    events: int
    captured: float
    hit_rate: Reported
    pai: Reported
    pei: Reported
    precision: Reported
    top: int
    cells: int
    days: Days
    days_compared: Days
    days_without_window: Days
    beats_baselines: bool | None
    accuracy: tuple[AtTop, ...]
    baselines: tuple[Baseline, ...]
    accounted_for: ForecastAccount


# whether printed scores can all be true


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What scores come to, if those it is worked out from are right."""

    mcc: float | None
    prevalence: float | None
    missed_in_100: float | None
    wrong_in_100_flagged: float | None
    flag_nobody_accuracy: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One model: whether one table gives all its printed scores, rounded or cut off.

    None where it can't be told, since there are too many tables of the total to try.
    """

    name: str
    consistent: bool | None
    why: str
    follows: Follows
    follows_from: tuple[str, ...]
    printed: Mapping[str, str]
    cannot_all_be: tuple[str, ...]
    no_average_either: bool
    consistent_if_cut_off: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresAccount:
    rows_read: int
    scores_read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedScores:
    """The result of an audit of scores as printed."""

    inconsistent: int
    rows: tuple[ScoreRow, ...]
    accounted_for: ScoresAccount


Accuracy = Claim | Forecasts | PrintedScores


def read(data: Mapping[str, Any], form: int) -> Accuracy:
    """The result as it was stored: of a published share, of forecasts, or of printed scores."""
    if "rows" in data:
        return from_plain(PrintedScores, data)
    return from_plain(Claim, data) if "readings" in data else from_plain(Forecasts, data)
