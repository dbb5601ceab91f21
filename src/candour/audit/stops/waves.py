"""How far one force's stops come in waves: week by week where files have days, else by month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from candour.audit.periods import Period
from candour.audit.statistics.waves import (
    INDEPENDENT,
    Widening,
    is_thin,
    pooled,
    rate_widening,
    split_widening,
)
from candour.audit.stops.counts import StopCounts
from candour.audit.stops.tallies import Tally

WEEK = 7  # days
MOST_WITHOUT_DAY = 0.01  # of the stops that have one
A_MONTH = 365.25 / 12 / WEEK  # weeks, in the mean
Series = Mapping[str, Sequence[int]]  # by group, one number for each week or month


@dataclass(frozen=True, slots=True)
class Waves:
    """How much wider the intervals of one force have to be than for independent stops.

    Attributes
    ----------
    stretch : what the stops were counted by, "week" or "month"
    ratios : by group, of its ratio to the reference; a group of which nothing is known has none
    rates : by group, of its own rate
    """

    stretch: str
    ratios: Mapping[str, Widening]
    rates: Mapping[str, Widening]

    def of_ratio(self, group: str) -> Widening | None:
        return self.ratios.get(group)

    def of_rate(self, group: str) -> Widening | None:
        return self.rates.get(group)

    def or_independent(self, group: str) -> Widening:
        """For tables of parts, which have an interval even where nothing is known of waves."""
        return self.ratios.get(group, INDEPENDENT)


def weekly(counts: StopCounts, period: Period) -> dict[str, Series] | None:
    """The stops of each force and group in each whole week of the period; None without days.

    What is left of the period after its last whole week is in no week. Of days that some stops
    lack, a few are left out; where more do, weeks are not to be had.
    """
    if not counts.days or counts.no_day > MOST_WITHOUT_DAY * sum(counts.days.values()):
        return None
    weeks: dict[str, dict[str, list[int]]] = {}
    numbers: dict[str, int] = {}
    for part, stops in counts.days.items():
        week = numbers.setdefault(part.value, _week(part.value, period))
        if 0 <= week < period.weeks:
            by_group = weeks.setdefault(part.force, {})
            by_group.setdefault(part.group, [0] * period.weeks)[week] += stops
    return {force: dict(by_group) for force, by_group in weeks.items()}


def _week(day: str, period: Period) -> int:
    return (date.fromisoformat(day) - period.start).days // WEEK


def monthly(tally: Tally, period: Period) -> Series:
    """The stops of each group in each month of the period."""
    months = [tally.months.get(month, Counter[str]()) for month in period.months]
    return {group: [by[group] for by in months] for group in tally.groups}


def waves(series: Series, stretch: str, groups: Iterable[str], reference: str) -> Waves:
    """Measure the waves of each group, and of its split with the reference.

    A group whose weeks are thin takes what all groups of the force have together: few stops say
    little of how they come.
    """
    compared = [group for group in groups if group != reference]
    of_reference = series.get(reference, [0])
    weeks = 1.0 if stretch == "week" else A_MONTH
    own = {
        group: widening
        for group in compared
        if group in series
        and (widening := split_widening(series[group], of_reference, weeks=weeks)) is not None
    }
    ratios = dict(own)
    if own:
        together = pooled(list(own.values()), [sum(series[group]) for group in own])
        for group in compared:
            if group not in own or is_thin(series[group]) or is_thin(of_reference):
                ratios[group] = together
    rates = {
        group: widening
        for group in groups
        if group in series and (widening := rate_widening(series[group], weeks=weeks)) is not None
    }
    return Waves(stretch, ratios, rates)
