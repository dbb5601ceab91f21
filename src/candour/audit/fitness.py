"""Whether a force's stops can answer the question, before anything is worked out from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.audit.ethnicity import GROUPS, MISSING, Ethnicity
from candour.audit.periods import Period
from candour.audit.plans import Row
from candour.audit.stop_files import Stop, StopCounts

MOST_MISSING = 0.5  # of stops without ethnicity, above which a comparison says nothing
OUTCOMES_NEEDED = 0.95  # of stops with an outcome recorded
LINKS_NEEDED = 0.95  # of stops that came to something, with whether it was what was looked for
NEVER_USED_MATTERS = 200  # stops with ethnicity, from which a label never used is no chance


@dataclass(frozen=True, slots=True)
class Fitness:
    """What is there and what is missing in one force's stops."""

    force: str
    stops: int
    months: tuple[str, ...]
    months_missing: tuple[str, ...]
    without_ethnicity: int
    located: int
    outcomes: int
    results: int  # stops that came to something
    links: int  # of those, with the link recorded
    never_used: tuple[str, ...]
    repeats: int | None

    @property
    def reason(self) -> str:
        """Why the force's stops can't be compared; empty where they can."""
        if not self.months:
            return "the files hold no stop of this force in the period"
        if self.months_missing:
            return f"no stops in {', '.join(self.months_missing)}: the period is not complete"
        if self.without_ethnicity > MOST_MISSING * self.stops:
            share = self.without_ethnicity / self.stops
            return f"ethnicity is missing for {share:.0%} of stops"
        return ""

    @property
    def outcomes_reason(self) -> str:
        if self.outcomes < OUTCOMES_NEEDED * self.stops:
            return f"the outcome is recorded for {self.outcomes / self.stops:.0%} of stops"
        return ""

    @property
    def finds_reason(self) -> str:
        if self.outcomes_reason:
            return self.outcomes_reason
        if not self.results or self.links < LINKS_NEEDED * self.results:
            share = self.links / self.results if self.results else 0
            return f"whether the outcome is linked to what was looked for: recorded for {share:.0%}"
        return ""

    def as_row(self) -> Row:
        return {
            "force": self.force,
            "fit": not self.reason,
            "reason": self.reason or None,
            "stops": self.stops,
            "months": len(self.months),
            "months_missing": list(self.months_missing),
            "share_without_ethnicity": _share(self.without_ethnicity, self.stops),
            "groups_never_used": list(self.never_used),
            "share_located": _share(self.located, self.stops),
            "share_with_outcome": _share(self.outcomes, self.stops),
            "share_of_results_with_link": _share(self.links, self.results),
            "outcomes_refused": self.outcomes_reason or None if self.stops else None,
            "finds_refused": self.finds_reason or None if self.stops else None,
            "repeated_rows": self.repeats,
        }


def judge(counts: StopCounts, force: str, period: Period, ethnicity: Ethnicity) -> Fitness:
    """Look at one force's stops in the period."""
    months = set(period.months)
    here = {
        stop: number
        for stop, number in counts.stops.items()
        if stop.force == force and stop.month in months
    }
    by_group = {group: _number(here, ethnicity, group) for group in (*GROUPS, MISSING)}
    present = {stop.month for stop in here}
    with_ethnicity = sum(here.values()) - by_group[MISSING]
    never = tuple(
        group for group in GROUPS if not by_group[group] and with_ethnicity >= NEVER_USED_MATTERS
    )
    return Fitness(
        force=force,
        stops=sum(here.values()),
        months=tuple(month for month in period.months if month in present),
        months_missing=tuple(month for month in period.months if month not in present),
        without_ethnicity=by_group[MISSING],
        located=sum(number for stop, number in here.items() if stop.is_located),
        outcomes=sum(number for stop, number in here.items() if stop.outcome != "missing"),
        results=sum(number for stop, number in here.items() if stop.outcome == "some"),
        links=sum(
            number
            for stop, number in here.items()
            if stop.outcome == "some" and stop.linked != "missing"
        ),
        never_used=never,
        repeats=_repeats(counts, force, months),
    )


def group_in(stop: Stop, ethnicity: Ethnicity) -> str:
    return stop.self_group if ethnicity is Ethnicity.SELF else stop.officer_group


def _number(stops: Mapping[Stop, int], ethnicity: Ethnicity, group: str) -> int:
    return sum(number for stop, number in stops.items() if group_in(stop, ethnicity) == group)


def _repeats(counts: StopCounts, force: str, months: set[str]) -> int | None:
    if counts.repeats is None:
        return None
    return sum(
        number
        for (whose, month, _, _), number in counts.repeats.items()
        if whose == force and month in months
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
