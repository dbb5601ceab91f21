"""Who decides: how far find rates of officers or teams lie apart, and gaps within each of them.

Nothing is said of one officer or one team: a result is of ten at least, none of whom makes up half
of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from candour.audit.errors import TooFewToCompare
from candour.audit.residents.ethnicity import MISSING
from candour.audit.statistics.deciders import (
    FEWEST_DECIDERS,
    difference_within,
    spread_of_deciders,
)
from candour.audit.stops.case import Case
from candour.audit.stops.finds import (
    ALL_OBJECTS,
    OFFICER,
    TEAM,
    Key,
    Tally,
    measures_of,
    tallies_of,
)
from candour.audit.stops.outcome_rows import BetweenDeciders, WithinDeciders
from candour.audit.stops.powers import OTHER_POWERS
from candour.audit.stops.rows import Refused
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
else:
    np = Late("numpy")

NOBODY = ""  # who searched, where the file does not say
ANALYSIS = {OFFICER: "find rates between officers", TEAM: "find rates between teams"}


@dataclass(frozen=True, slots=True)
class Deciders:
    """The tables of who decides; None where no column tells officers or teams apart."""

    between: tuple[BetweenDeciders, ...] | None = None
    within: tuple[WithinDeciders, ...] | None = None
    refused: tuple[Refused, ...] = ()


def deciders(case: Case) -> Deciders:
    """How far officers and teams lie apart, and what gap is left within them, force by force.

    Of searches that need suspicion, with a known outcome, for all objects together.
    """
    known = {OFFICER: case.counts.officers, TEAM: case.counts.teams}
    if all(counted is None for counted in known.values()):
        return Deciders()
    measures = measures_of(case)
    tallies = tallies_of(case, measures)
    between: list[BetweenDeciders] = []
    within: list[WithinDeciders] = []
    refused: list[Refused] = []
    for kind, by_decider in ((OFFICER, tallies.by_officer), (TEAM, tallies.by_team)):
        if known[kind] is None:
            continue
        for fit in case.fit:
            for measure in measures.get(fit.force, ()):
                part = _Part.of(case, by_decider, kind, fit.force, measure, case.compared(fit))
                try:
                    between.append(part.between())
                except TooFewToCompare:
                    refused.append(_refused(kind, fit.force, measure))
                    continue
                within += part.within()
    return Deciders(tuple(between), tuple(within), tuple(refused))


def _refused(kind: str, force: str, measure: str) -> Refused:
    return Refused(
        analysis=f"{ANALYSIS[kind]}: {measure}",
        force=force,
        reason=(
            f"it takes {FEWEST_DECIDERS} {kind}s who are told apart, none of them with more than "
            "half of the searches, and both hits and misses among searches of the group that "
            "others are compared with"
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Searches of one force by decider, with what is counted as a hit."""

    kind: str
    force: str
    measure: str
    reference: str
    groups: Sequence[str]  # the reference first; only those that were searched
    tallies: Mapping[str, Tally]
    names: Sequence[str]

    @classmethod
    def of(
        cls,
        case: Case,
        by_decider: Mapping[Key, Tally],
        kind: str,
        force: str,
        measure: str,
        compared: Sequence[str],
    ) -> "_Part":
        reference = case.question.reference
        tallies = {
            group: tally
            for group in (reference, *(one for one in compared if one != reference))
            if group != MISSING
            and (tally := by_decider.get((force, measure, OTHER_POWERS, ALL_OBJECTS, group)))
        }
        names = sorted({name for tally in tallies.values() for name in tally.cases if name})
        return cls(kind, force, measure, reference, tuple(tallies), tallies, names)

    def between(self) -> BetweenDeciders:
        """Of all groups that have both hits and misses; those of none tell nothing of a spread."""
        counted = [self.tallies[group].over(self.names) for group in self.groups]
        usable = [(y, n) for y, n in counted if 0 < sum(y) < sum(n)]
        if self.groups[:1] != (self.reference,) or usable[:1] != counted[:1]:
            raise TooFewToCompare(f"searches by {self.kind}s who are told apart")
        hits, cases = (np.array(one) for one in zip(*usable, strict=True))
        spread = spread_of_deciders(hits, cases)
        return BetweenDeciders(
            force=self.force,
            measure=self.measure,
            decider=self.kind,
            group=self.reference,
            deciders=int((cases.sum(axis=0) > 0).sum()),
            stops=int(cases.sum()),
            stops_without_decider=sum(tally.cases[NOBODY] for tally in self.tallies.values()),
            spread=spread.deviation.reported(),
            tenth_low=spread.low,
            tenth_high=spread.high,
        )

    def within(self) -> Iterator[WithinDeciders]:
        there = self.tallies[self.reference]
        for group in self.groups:
            if group == self.reference:
                continue
            here = self.tallies[group]
            try:
                own = difference_within(*here.over(self.names), *there.over(self.names))
            except TooFewToCompare:
                continue
            yield WithinDeciders(
                force=self.force,
                measure=self.measure,
                decider=self.kind,
                group=group,
                reference=self.reference,
                deciders=own.deciders,
                apart=_share(here, self.names) - _share(there, self.names),
                apart_within=own.difference.reported(),
            )


def _share(tally: Tally, names: Sequence[str]) -> float:
    """Of all that the deciders who are told apart searched."""
    hits, cases = tally.over(names)
    return sum(hits) / sum(cases)
