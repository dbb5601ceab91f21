"""What evaluations come to, as they are stored: of a panel, of places with nothing, of totals.

The parts of a panel's result that are always there say in `note` why they hold no number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain, left_out
from candour.audit.statistics.estimates import Reported

# of a panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The rate ratio under treatment, as the design tells it.

    Attributes
    ----------
    estimate : rate with treatment over rate without; 0.8 is a fifth lower
    method : of the p-value and the interval
    exact : whether the p-value is one of treatment that was drawn by lot
    smallest_p : the least that the p-value could have been
    counted, expected : events under treatment, and what they are set against
    """

    estimate: float
    low: float | None
    high: float | None
    p_value: float | None
    method: str
    exact: bool
    smallest_p: float | None
    counted: int
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PreTrend:
    """How those treated had moved beside the others before treatment began."""

    ratio_per_period: float | None
    low: float | None
    high: float | None
    p_value: float | None
    method: str
    periods: int
    if_continued: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionToTheMean:
    """What units chosen for their last count would show if nothing at all were done.

    Attributes
    ----------
    ratio : their next count over the one they were chosen by
    on_this_estimate : the same over the mean of all periods before, which the estimate rests on
    kept : how much of a unit's distance from the others lasts from one period to the next
    were_highest : whether those treated are those with the most in the last period before
    """

    ratio: float | None
    low: float | None
    high: float | None
    on_this_estimate: float | None
    kept: float | None
    were_highest: bool | None
    method: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebo:
    """What the same data show where nothing had been done.

    Attributes
    ----------
    ratio : a made-up treatment: in the periods before, or on the day before the actual one
    fall : next count over this one, of as many units as were treated, those with the most
    fall_least, fall_most : the highest and the lowest of such ratios
    falls : how many pairs of periods
    """

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    method: str
    fall: float | None
    fall_least: float | None
    fall_most: float | None
    falls: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestDetectable:
    """The smallest fall that would be seen four times in five, from what was known beforehand.

    `dispersion` is how many times as much counts vary as by chance; None where nothing rests on it.
    """

    ratio: float | None
    fall: float | None
    power: float
    events: int
    dispersion: float | None
    method: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """The same comparison in a ring around each unit."""

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    counted: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerRow:
    """How often a true fall of so much would be seen."""

    fall: float
    seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """The rate ratio in one period, beside the last period before treatment."""

    from_start: int
    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceRow:
    """One way to say how surprising the effect is if treatment did nothing."""

    method: str
    p_value: float | None
    smallest_p: float | None
    low: float | None
    high: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryRow:
    """What treatment goes with elsewhere: in the next period, or next door."""

    where: str
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmRow:
    """What was counted on each side."""

    arm: str
    units: int
    unit_periods: int
    counted: int
    exposure: float
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticRow:
    """A weighted mean of other units in place of those treated."""

    method: str
    ratio: float
    fit_before: float
    units_used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAccount:
    """What was read, and what of it says nothing."""

    rows: int
    units: int
    periods: int
    units_treated: int
    units_never_treated: int
    cells_missing: int
    units_without_a_count: int
    counted: int
    starts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The result of an evaluation of a panel."""

    effect: Effect
    pre_trend: PreTrend
    regression_to_the_mean: RegressionToTheMean
    placebo: Placebo
    smallest_detectable: SmallestDetectable
    displacement: Displacement
    inference: tuple[InferenceRow, ...]
    arms: tuple[ArmRow, ...]
    event_study: tuple[EventRow, ...]
    carry_over: tuple[CarryRow, ...]
    synthetic: tuple[SyntheticRow, ...]
    power: tuple[PowerRow, ...]
    accounted_for: PanelAccount


# of places with nothing evaluated


@dataclass(frozen=True, slots=True, kw_only=True)
class FallRow:
    """Units chosen for their count in some periods, and what they had in as many after."""

    chosen_in: str
    chosen_count: int
    next_count: int
    ratio: float
    others_ratio: float
    beside_others: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotRow:
    """What a pilot, drawn anew each day, could see with so many events, all independent."""

    pilot: str
    events: int
    share: float
    smallest_fall: float | None
    seen_at_tenth: float
    seen_at_fifth: float
    seen_at_third: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FallsAccount:
    rows: int
    units: int
    periods: int
    counted: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Falls:
    """The result where nothing was evaluated: what the highest counts come to by themselves.

    Attributes
    ----------
    chosen : units in each choice
    span : periods a choice is made by, and followed for
    ratio : next count over the one chosen by, over all choices; low and high the extreme choices
    others : the same of all other units
    """

    outcome: str
    chosen: int
    span: int
    ratio: Reported
    others: float
    kept: float | None
    falls: tuple[FallRow, ...]
    pilots: tuple[PilotRow, ...]
    accounted_for: FallsAccount


# of published totals


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """One published claim: what it can mean, and what it can't be held to.

    Attributes
    ----------
    change : as printed
    ratio : after over before, or with over without; the interval is for chance alone
    events : on both sides together; None where it can't be told
    share : of all exposure on the side with the measure
    fewest_events : with how many events just this ratio begins to be clear
    smallest_fall : that so many events would show four times in five
    tests : how many places were tested, where the claim is of how many of them
    by_chance : how many of the tests would find a fall if there were none anywhere
    is_implied : whether counts are not printed, and follow from a fall and its size
    in_a_bad_spell : whether places were chosen for their high counts, and none by lot
    as_long : whether how long both sides were is printed
    also : what else is printed, in words
    not_read : what was not read, and may print more
    verdict : a term of `totals.Verdict`
    """

    claim: str
    change: str
    before_low: int | None
    before_high: int | None
    after_low: int | None
    after_high: int | None
    ratio: float | None
    low: float | None
    high: float | None
    beside: float | None
    beside_low: float | None
    beside_high: float | None
    events: int | None
    share: float | None
    fewest_events: int | None
    smallest_fall: float | None
    tests: int | None
    by_chance: float | None
    verdict: str
    lacks: tuple[str, ...]
    confounders: tuple[str, ...]
    is_implied: bool | None = left_out()
    in_a_bad_spell: bool | None = left_out()
    as_long: bool | None = left_out()
    also: str | None = left_out()
    not_read: str | None = left_out()


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsAccount:
    claims: int
    with_a_ratio: int
    with_counts: int
    with_a_comparison: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The result of an audit of published totals, with no panel behind them."""

    claims: tuple[TotalRow, ...]
    if_so_many: tuple[PilotRow, ...]
    accounted_for: TotalsAccount


Result = Evaluation | Falls | Totals


def read(data: Mapping[str, Any], form: int) -> Result:
    """The result as it was stored: of a panel, of places with nothing, or of totals."""
    if "claims" in data:
        return from_plain(Totals, data)
    return from_plain(Falls, data) if "falls" in data else from_plain(Evaluation, data)
