"""What an audit of scores comes to: its tables, row by row, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out, spread
from candour.audit.statistics.estimates import Reported
from candour.tables import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnIn:
    """Rates of a small group drawn towards those of all groups, each with its posterior interval.

    Nothing is called clear from these: an interval holds the true rate 95 % of the time on average
    over groups. Findings of before lack the intervals.
    """

    selection_rate_shrunken: float | None
    ppv_shrunken: float | None
    fpr_shrunken: float | None
    fnr_shrunken: float | None
    selection_rate_shrunken_low: float | None = left_out()
    selection_rate_shrunken_high: float | None = left_out()
    ppv_shrunken_low: float | None = left_out()
    ppv_shrunken_high: float | None = left_out()
    fpr_shrunken_low: float | None = left_out()
    fpr_shrunken_high: float | None = left_out()
    fnr_shrunken_low: float | None = left_out()
    fnr_shrunken_high: float | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group: its size, who was flagged and what was recorded, and the rates made of that."""

    group: str
    people: int
    tp: int
    fp: int
    fn: int
    tn: int
    selection_rate: Reported | None
    base_rate: Reported | None
    ppv: Reported | None
    npv: Reported | None
    fpr: Reported | None
    fnr: Reported | None
    drawn_in: DrawnIn | None = spread()

    @property
    def without_outcome(self) -> int:
        return self.fp + self.tn

    @property
    def with_outcome(self) -> int:
        return self.tp + self.fn


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One measure of a group beside the reference's: as a ratio, or as a difference."""

    group: str
    reference: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    bootstrap_low: float | None
    bootstrap_high: float | None
    p_value: float | None
    p_holm: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IfRecorded:
    """The rates of a group if its outcomes came to be recorded so many times as readily."""

    group: str
    reference: str
    recorded_times_as_readily: float
    base_rate: float
    fpr: float | None
    fnr: float | None
    ppv: float | None
    fpr_ratio: float | None
    fnr_ratio: float | None
    ppv_ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TippingPoint:
    """How many times as readily outcomes would have to be recorded for no difference."""

    group: str
    reference: str
    measure: str
    times: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBin:
    """How often the outcome was recorded among those of a group with like scores."""

    group: str
    score_from: float
    score_to: float
    people: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How often the outcome was recorded in a band, for one group."""

    group: str
    band: str
    flagged: bool
    people: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaUnderCurve:
    """How well the score ranks the people of a group; None where it can't be told."""

    group: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtThreshold:
    """Who of a group would be flagged from a score on, and how wrongly."""

    group: str
    threshold: float
    selection_rate: float
    fpr: float | None
    fpr_low: float | None
    fpr_high: float | None
    fnr: float | None
    fnr_low: float | None
    fnr_high: float | None
    ppv: float | None
    ppv_low: float | None
    ppv_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of every row, and which groups are not shown."""

    read: int
    used: int
    no_group: int
    no_score: int
    no_outcome: int
    unreadable: int
    unreadable_lines: tuple[Unreadable, ...]
    groups_hidden: tuple[str, ...] = ()
    hidden_for_earlier_runs: tuple[str, ...] = ()
    in_less_detail_for_earlier_runs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The result of an audit of scores or flags."""

    groups: tuple[GroupRow, ...]
    ratios: tuple[Gap, ...]
    differences: tuple[Gap, ...]
    recording: tuple[IfRecorded, ...]
    recording_tipping: tuple[TippingPoint, ...]
    calibration: tuple[ScoreBin, ...] = ()
    auc: tuple[AreaUnderCurve, ...] = ()
    thresholds: tuple[AtThreshold, ...] = ()
    bands: tuple[Band, ...] | None = left_out()
    accounted_for: Account


def read(data: Mapping[str, Any], form: int) -> Scores:
    """The result as it was stored."""
    return from_plain(Scores, data)
