"""The outcome test: how often searches find something, group by group, as analysts use it.

Under powers that need suspicion a lower find rate is read as a lower bar for searching; section 60
needs none, so it stands apart. The test has a known weakness, infra-marginality (see
`marginality`): a find rate is a mean over all who were searched, not over those at the bar. So it
can accuse and acquit wrongly, and a finding says so beside its numbers.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from candour.audit.errors import TooFewToCompare
from candour.audit.per_resident.clearly import Look, judge
from candour.audit.residents.ethnicity import MISSING, Ethnicity
from candour.audit.statistics.clusters import (
    Share,
    difference_widening,
    if_officers_are_alike,
    share_widening,
    widened_share,
    widened_share_difference,
    widened_share_p_value,
    widened_share_ratio,
    wider,
)
from candour.audit.statistics.estimates import NO_ESTIMATE, Reported
from candour.audit.statistics.families import holm
from candour.audit.statistics.waves import INDEPENDENT, Widening
from candour.audit.stops.case import Case
from candour.audit.stops.counts import Search
from candour.audit.stops.outcome_rows import FindRate
from candour.audit.stops.outcomes import MISSING as NOT_SAID
from candour.audit.stops.outcomes import SOME
from candour.audit.stops.powers import OTHER_POWERS

ALL_OBJECTS = "all objects"
MONTH, OFFICER, TEAM = "month", "officer", "team"
OFFICERS = "how alike the searches of one officer are"

FOUND, ACTION = "found what was looked for", "led to action"
MEASURES: Mapping[str, Callable[[Search], bool]] = {
    FOUND: lambda search: search.is_find,
    ACTION: lambda search: search.outcome == SOME,
}

Key = tuple[str, str, str, str, str]  # force, measure, power, object, group
Part = tuple[str, str, str, str]  # the same without the group


@dataclass(slots=True)
class Tally:
    """Searches with a known outcome, and finds among them, cluster by cluster."""

    cases: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)

    def add(self, cluster: str, number: int, *, is_hit: bool) -> None:
        self.cases[cluster] += number
        self.hits[cluster] += number if is_hit else 0

    @property
    def share(self) -> Share:
        return Share(self.hits.total(), self.cases.total())

    def over(self, clusters: Sequence[str]) -> tuple[list[int], list[int]]:
        """Hits and searches in each of some clusters."""
        return [self.hits[name] for name in clusters], [self.cases[name] for name in clusters]


@dataclass(frozen=True, slots=True)
class Tallies:
    """All searches by what rows are made of, in months, and by officers and teams if known."""

    by_month: Mapping[Key, Tally]
    by_officer: Mapping[Key, Tally]
    by_team: Mapping[Key, Tally]

    def widenings(self, key: Key, reference: Key) -> Iterator[tuple[str, Widening]]:
        """How far the difference of two find rates moves, by each kind of cluster."""
        for name, tallies in (
            (MONTH, self.by_month), (OFFICER, self.by_officer), (TEAM, self.by_team),
        ):  # fmt: skip
            if key in tallies and reference in tallies:
                here, there = tallies[key], tallies[reference]
                clusters = sorted({*here.cases, *there.cases})
                widening = difference_widening(*here.over(clusters), *there.over(clusters))
                if widening is not None:
                    yield name, widening


def find_rates(case: Case) -> tuple[FindRate, ...] | None:
    """The outcome test of every force whose records bear it; None where none does.

    Where nobody can tell what was found, what led to action stands alone; where finds can be told
    it stands beside them, for all objects together.
    """
    measures = measures_of(case)
    if not measures:
        return None
    tallies = tallies_of(case, measures)
    compared = {fit.force: case.compared(fit) for fit in case.fit}
    parts = sorted({key[:4] for key in tallies.by_month}, key=_in_order)
    rows = [row for part in parts for row in _compared(case, tallies, part, compared[part[0]])]
    return tuple(_adjusted(rows, case.question.period.weeks))


def measures_of(case: Case) -> dict[str, tuple[str, ...]]:
    """What can be counted as a hit, of every force whose records bear it."""
    return {
        fit.force: (ACTION,) if fit.finds_reason else (FOUND, ACTION)
        for fit in case.fit
        if not fit.outcomes_reason
    }


def _in_order(part: Part) -> tuple[str, bool, bool, bool, str, str]:
    """Finds before action, powers that need suspicion first, all objects together first."""
    force, measure, power, sought = part
    return (
        force, measure != FOUND, power != OTHER_POWERS, sought != ALL_OBJECTS, power, sought,
    )  # fmt: skip


def tallies_of(case: Case, measures: Mapping[str, Sequence[str]]) -> Tallies:
    months = set(case.question.period.months)
    counts = case.counts
    by_month: dict[Key, Tally] = {}
    for search, number in _with_known_outcome(_searches(case), months, measures):
        for measure in measures[search.force]:
            _add(by_month, search, number, measure, ALL_OBJECTS, search.month)
    for search, number in _with_known_outcome((counts.objects or {}).items(), months, measures):
        first = measures[search.force][0]
        _add(by_month, search, number, first, search.value, search.month)
    by_decider: list[dict[Key, Tally]] = []
    for deciders in (counts.officers, counts.teams):
        by_decider.append({})
        for search, number in _with_known_outcome((deciders or {}).items(), months, measures):
            for measure in measures[search.force]:
                _add(by_decider[-1], search, number, measure, ALL_OBJECTS, search.value)
    return Tallies(by_month, *by_decider)


def _with_known_outcome(
    searches: Iterable[tuple[Search, int]], months: set[str], forces: Collection[str]
) -> Iterator[tuple[Search, int]]:
    """Those in question whose outcome is known."""
    for search, number in searches:
        if search.force in forces and search.month in months and search.outcome != NOT_SAID:
            yield search, number


def _add(
    tallies: dict[Key, Tally], search: Search, number: int, measure: str, sought: str, cluster: str
) -> None:
    key = (search.force, measure, search.power, sought, search.group)
    tally = tallies.setdefault(key, Tally())
    tally.add(cluster, number, is_hit=MEASURES[measure](search))


def _searches(case: Case) -> Iterator[tuple[Search, int]]:
    own = case.question.ethnicity is Ethnicity.SELF
    for stop, number in case.counts.stops.items():
        group = stop.self_group if own else stop.officer_group
        result = (stop.outcome, stop.linked)
        yield Search(stop.force, stop.month, group, stop.power, "", *result), number


def _compared(
    case: Case, tallies: Tallies, part: Part, groups: Sequence[str]
) -> Iterator[FindRate]:
    reference = case.question.reference
    for group in groups:
        tally = tallies.by_month.get((*part, group))
        if group == MISSING or tally is None:
            continue
        beside = tallies.by_month.get((*part, reference))
        row = _alone(part, group, reference, tally)
        if group == reference or beside is None:
            yield row
        else:
            yield _beside(row, tally.share, beside.share, tallies, (*part, group))


def _alone(part: Part, group: str, reference: str, tally: Tally) -> FindRate:
    force, measure, power, sought = part
    months = sorted(tally.cases)
    widening = share_widening(*tally.over(months)) or INDEPENDENT
    return FindRate(
        force=force,
        measure=measure,
        power=power,
        object=sought,
        group=group,
        reference=reference,
        stops=int(tally.share.cases),
        hits=int(tally.share.count),
        hit_rate=widened_share(tally.share, widening).reported(),
    )


def _beside(row: FindRate, share: Share, other: Share, tallies: Tallies, key: Key) -> FindRate:
    """The same row with its difference from the reference, and what it is widened by."""
    measured = dict(tallies.widenings(key, (*key[:4], row.reference)))
    by, widening = "", INDEPENDENT
    for name, own in measured.items():
        if not by or wider(widening, own) is own:
            by, widening = name, own
    ratio = _ratio(share, other, widening)
    row = replace(
        row,
        difference=widened_share_difference(share, other, widening).reported(),
        ratio=ratio.value,
        ratio_low=ratio.low,
        ratio_high=ratio.high,
        p_value=widened_share_p_value(share, other, widening),
        clustered_by=by or None,
        clusters=widening.stretches or None,
        dispersion=widening.dispersion if by else None,
    )
    if OFFICER in measured:
        return row
    alike = _ratio(share, other, wider(widening, if_officers_are_alike(row.stops)))
    return replace(row, alike_low=alike.low, alike_high=alike.high)


def _ratio(share: Share, other: Share, widening: Widening) -> Reported:
    try:
        return widened_share_ratio(share, other, widening).reported()
    except TooFewToCompare:
        return NO_ESTIMATE


def _adjusted(rows: Sequence[FindRate], weeks: int) -> Iterator[FindRate]:
    """Holm's adjustment and the verdict: over the groups of a force, and over its objects."""
    families: dict[tuple[str, str, str, bool], list[int]] = {}
    for place, row in enumerate(rows):
        if row.p_value is not None:
            family = (row.force, row.measure, row.power, row.object == ALL_OBJECTS)
            families.setdefault(family, []).append(place)
    p_holm: dict[int, float] = {}
    for places in families.values():
        adjusted = holm([rows[place].p_value or 0.0 for place in places])
        p_holm |= dict(zip(places, adjusted, strict=True))
    for place, row in enumerate(rows):
        yield _judged(replace(row, p_holm=p_holm[place]), weeks) if place in p_holm else row


def _judged(row: FindRate, weeks: int) -> FindRate:
    first = Look("", row.ratio, row.ratio_low, row.ratio_high, row.p_holm)
    alike = [Look(OFFICERS, row.ratio, row.alike_low, row.alike_high)]
    judgement = judge(
        first,
        alike if row.alike_low is not None else [],
        weeks=weeks,
        is_widened=row.clustered_by is not None,
    )
    return replace(row, verdict=judgement.verdict.value, depends_on=judgement.depends_on)


def leading(rows: Sequence[FindRate] | None, measure: str) -> list[FindRate]:
    """The comparisons that sentences speak of: powers that need suspicion, all objects."""
    return [
        row
        for row in rows or ()
        if row.measure == measure
        and row.power == OTHER_POWERS
        and row.object == ALL_OBJECTS
        and row.difference is not None
    ]


def reference_of(row: FindRate, rows: Sequence[FindRate]) -> FindRate:
    """The row of the reference beside which a row stands."""
    return next(other for other in rows if _part(other) == _part(row) and other.is_reference)


def _part(row: FindRate) -> Part:
    return row.force, row.measure, row.power, row.object
