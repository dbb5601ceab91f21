"""Whether a force's stops can answer the question, before anything is worked out from them."""

from collections import Counter
from dataclasses import dataclass

from candour.audit.periods import Period, in_words
from candour.audit.residents.ethnicity import GROUPS, LABELS, MISSING, NAMES, Ethnicity
from candour.audit.residents.without_residents import why_no_residents
from candour.audit.stops.rows import FitnessRow
from candour.audit.stops.tallies import Tally

MOST_UNREAD = 0.5  # of the rows of all files, above which the rest are of nobody knows what
MOST_MISSING = 0.5  # of stops without ethnicity, above which a comparison says nothing
OUTCOMES_NEEDED = 0.95  # of stops with an outcome recorded
OUTCOMES_NEEDED_OF_A_GROUP = 0.75  # of its stops, where it has so many that it is no chance
MANY_OF_A_GROUP = 50
LINKS_NEEDED = 0.95  # of stops that came to something, with whether it was what was looked for
LINKED_TO_NOTHING = 0.1  # of stops that came to nothing, said to be linked, beyond which no find
CONSTANT_MATTERS = 50  # outcomes, from which one answer for all is no chance
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
    linked_with_action: int
    linked_without_action: int  # stops without further action that are said to be linked
    never_used: tuple[str, ...]  # groups
    labels_never_used: tuple[str, ...]
    repeats: int | None
    unread: float = 0.0  # of the rows of all files
    least_known: tuple[str, float] = ("", 1.0)  # the group with the fewest outcomes, their share

    @property
    def reason(self) -> str:
        """Why the force's stops can't be compared; empty where they can."""
        nobody = why_no_residents(self.force, "searched")
        if nobody:
            return f"its stops can't be set against residents: {nobody}"
        if not self.months or not self.stops:
            return "the files hold no stop of this force in the period"
        if self.unread > MOST_UNREAD:
            return f"{self.unread:.0%} of all rows could not be read, and the rest are a part"
        if self.months_missing:
            return f"no stops in {in_words(self.months_missing)}: the period is not complete"
        if self.without_ethnicity > MOST_MISSING * self.stops:
            share = self.without_ethnicity / self.stops
            return f"ethnicity is missing for {share:.0%} of stops"
        return ""

    @property
    def outcomes_reason(self) -> str:
        if self.outcomes < OUTCOMES_NEEDED * self.stops:
            return f"the outcome is recorded for {self.outcomes / self.stops:.0%} of stops"
        group, share = self.least_known
        if share < OUTCOMES_NEEDED_OF_A_GROUP:
            return (
                f"the outcome is recorded for {share:.0%} of stops of {NAMES[group]} people, and "
                f"for {self.outcomes / self.stops:.0%} of all"
            )
        return ""

    @property
    def finds_reason(self) -> str:
        if self.outcomes_reason:
            return self.outcomes_reason
        if not self.results or self.links < LINKS_NEEDED * self.results:
            share = self.links / self.results if self.results else 0
            return f"whether the outcome is linked to what was looked for: recorded for {share:.0%}"
        return self._link_reason

    @property
    def _link_reason(self) -> str:
        """Why the link can't mean that what was looked for was found; empty where it can."""
        nothing = self.outcomes - self.results
        if nothing and self.linked_without_action > LINKED_TO_NOTHING * nothing:
            either = self.linked_with_action + self.linked_without_action
            return (
                f"{self.linked_without_action:,} of {nothing:,} stops that came to nothing are "
                "said to be linked to what was looked for, so the link is no find here: by it "
                f"{either / self.stops:.1%} of stops found something, with an outcome "
                f"{self.linked_with_action / self.stops:.1%}"
            )
        if self.results >= CONSTANT_MATTERS and self.linked_with_action in {0, self.links}:
            always = "linked" if self.linked_with_action else "not linked"
            return (
                f"every one of {self.links:,} outcomes is {always} to what was looked for, which "
                "is a default and no record"
            )
        return ""

    def as_row(self) -> FitnessRow:
        return FitnessRow(
            force=self.force,
            fit=not self.reason,
            reason=self.reason or None,
            stops=self.stops,
            months=len(self.months),
            months_missing=self.months_missing,
            share_without_ethnicity=_share(self.without_ethnicity, self.stops),
            groups_never_used=self.never_used,
            labels_never_used=self.labels_never_used,
            share_located=_share(self.located, self.stops),
            share_with_outcome=_share(self.outcomes, self.stops),
            share_of_results_with_link=_share(self.links, self.results),
            linked_without_action=self.linked_without_action,
            outcomes_refused=self.outcomes_reason or None if self.stops else None,
            finds_refused=self.finds_reason or None if self.stops else None,
            repeated_rows=self.repeats,
        )


def judge(tally: Tally, period: Period, ethnicity: Ethnicity, *, unread: float = 0.0) -> Fitness:
    """Look at one force's stops in the period; `unread` is the share of all rows that was lost."""
    present = {month for month, counts in tally.months.items() if counts.total()}
    missing = tally.groups[MISSING]
    enough = tally.stops - missing >= NEVER_USED_MATTERS
    never = tuple(group for group in GROUPS if enough and not tally.groups[group])
    outcomes: Counter[str] = Counter()
    for (_, outcome, _), number in tally.results.items():
        outcomes[outcome] += number
    return Fitness(
        force=tally.force,
        stops=tally.stops,
        months=tuple(month for month in period.months if month in present),
        months_missing=tuple(month for month in period.months if month not in present),
        without_ethnicity=missing,
        located=tally.located,
        outcomes=tally.stops - outcomes["missing"],
        results=outcomes["some"],
        links=outcomes["some"] - tally.result(outcome="some", linked="missing"),
        linked_with_action=tally.result(outcome="some", linked="yes"),
        linked_without_action=tally.result(outcome="none", linked="yes"),
        never_used=never,
        labels_never_used=_labels_never_used(tally, ethnicity) if enough else (),
        repeats=tally.repeats.total() if tally.repeats is not None else None,
        unread=unread,
        least_known=_least_known(tally),
    )


def _least_known(tally: Tally) -> tuple[str, float]:
    """The group of which the fewest outcomes are recorded, and their share."""
    known: Counter[str] = Counter()
    for (group, outcome, _), number in tally.results.items():
        known[group] += number if outcome != "missing" else 0
    shares = [
        (known[group] / tally.groups[group], group)
        for group in GROUPS
        if tally.groups[group] >= MANY_OF_A_GROUP
    ]
    share, group = min(shares, default=(1.0, ""))
    return group, share


def _labels_never_used(tally: Tally, ethnicity: Ethnicity) -> tuple[str, ...]:
    """Labels of the published list that a force which uses that list never writes."""
    if ethnicity is not Ethnicity.SELF or not tally.labels & set(LABELS):
        return ()
    return tuple(label for label in LABELS if label not in tally.labels)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
