"""How often each group is searched, against the reference; and what missing ethnicity could do."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from candour.audit.errors import TooFewToCompare
from candour.audit.per_resident.clearly import ONE_PLACE, ROWS_LOST
from candour.audit.per_resident.drawn_in import Cell, Counted, drawn_in
from candour.audit.per_resident.judging import judged
from candour.audit.per_resident.rows import PER, Year
from candour.audit.residents.ethnicity import MISSING, Ethnicity
from candour.audit.statistics.bounds import MissingBounds, missing_bounds, plain_ratio
from candour.audit.statistics.estimates import NO_ESTIMATE, Estimate, Reported, finite
from candour.audit.statistics.families import holm
from candour.audit.statistics.rates import Method, rate_ratio, square_and_add
from candour.audit.statistics.waves import (
    INDEPENDENT,
    Widening,
    widened_p_value,
    widened_rate,
    widened_ratio,
)
from candour.audit.stops.case import Case
from candour.audit.stops.rows import Bound, Rate, Ratio
from candour.audit.stops.tallies import Tally
from candour.audit.stops.waves import Waves

Counts = Mapping[str, int]
People = Mapping[str, float]
LOST_MATTERS = 0.1  # of all rows, from which those lost may turn a ratio


def rates(case: Case) -> Iterator[Rate]:
    """Searches per 1,000 residents of each group, force by force."""
    for fit, tally, denominator in case.forces_and_denominators():
        people = denominator.people[fit.force]
        recorded = tally.stops - tally.groups[MISSING]
        for group in case.compared(fit):
            stops = tally.groups[group]
            exact = _over_hidden(tally, group, people, Method.EXACT, INDEPENDENT).times(PER)
            midp = _over_hidden(tally, group, people, Method.MIDP, INDEPENDENT).times(PER)
            widening = case.waves[fit.force].of_rate(group)
            wide = NO_ESTIMATE
            if widening is not None:
                wide = (
                    _over_hidden(tally, group, people, Method.EXACT, widening).times(PER).reported()
                )
            yield Rate(
                force=fit.force,
                group=group,
                population_year=denominator.population_year,
                reading=denominator.reading,
                stops=stops,
                population=people[group],
                per_1000=exact.value,
                low=exact.low,
                high=exact.high,
                midp_low=midp.low,
                midp_high=midp.high,
                dispersed_low=wide.low,
                dispersed_high=wide.high,
                per_1000_if_missing_at_random=exact.value * tally.stops / recorded,
                stops_from=tally.least(group) if tally.is_hidden else None,
                stops_to=tally.most(group) if tally.is_hidden else None,
            )


def _over_hidden(
    tally: Tally, group: str, people: People, method: Method, widening: Widening
) -> Estimate:
    """A rate for each resident; its interval is over all that hidden counts can be."""
    rate = _rate(tally.groups[group], people[group], method, widening)
    if not tally.is_hidden:
        return rate
    least = _rate(tally.least(group), people[group], method, widening)
    most = _rate(tally.most(group), people[group], method, widening)
    return Estimate(rate.value, least.low, most.high)


def ratios(case: Case) -> tuple[Ratio, ...]:
    """Each group's rate against the reference's, with what can be said of it."""
    rows = drawn_in(list(_adjusted(list(_ratios(case)))), dict(_counted(case)))
    if case.residents is None:
        return rows
    return _with_hidden(
        judged(
            rows,
            case.residents,
            weeks=case.question.period.weeks,
            bounds=tuple(bounds(case)),
            doubts=_doubts(case),
        ),
        case.residents.plausible,
    )


def _counted(case: Case) -> Iterator[tuple[Cell, Counted]]:
    """What the ratios of forces are drawn in from; nothing where counts are hidden."""
    reference = case.question.reference
    for fit, tally, denominator in case.forces_and_denominators():
        people = denominator.people[fit.force]
        for group in case.compared(fit):
            if group != reference and not tally.is_hidden:
                here, there = ((tally.groups[one], people[one]) for one in (group, reference))
                widening = case.waves[fit.force].or_independent(group)
                cell = (fit.force, group, denominator.population_year, denominator.reading)
                yield cell, Counted(here, there, widening.dispersion)


def _with_hidden(rows: Sequence[Ratio], plausible: Collection[Year]) -> tuple[Ratio, ...]:
    """The lowest and the highest ratio of a group are also over what hidden counts can be."""
    ends: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        if row.population_year in plausible:
            own = [end for end in (row.ratio_from, row.ratio_to) if end is not None]
            ends.setdefault((row.force, row.group), []).extend(own)
    return tuple(_widened_to(row, ends.get((row.force, row.group), ())) for row in rows)


def _widened_to(row: Ratio, ends: Sequence[float]) -> Ratio:
    if not ends or row.ratio_lowest is None or row.ratio_highest is None:
        return row
    return replace(
        row,
        ratio_lowest=min(row.ratio_lowest, *ends),
        ratio_highest=max(row.ratio_highest, *ends),
    )


def _doubts(case: Case) -> tuple[str, ...]:
    """Faults of the files that may turn any ratio, each of which leads the sentences."""
    counts = case.counts
    lost = len(counts.unreadable) + counts.no_month + counts.no_force
    return (
        *([ONE_PLACE] if counts.only_area else []),
        *([ROWS_LOST] if lost > LOST_MATTERS * counts.read else []),
    )


@dataclass(frozen=True, slots=True)
class Sides:
    """Searches and residents of a group and of the reference, and how far they come in waves."""

    stops: int
    residents: float
    reference_stops: int
    reference_residents: float
    widening: Widening = INDEPENDENT

    @classmethod
    def of(
        cls, counts: Counts, people: People, group: str, reference: str, widening: Widening
    ) -> "Sides":
        here, there = ((counts[name], people[name]) for name in (group, reference))
        return cls(*here, *there, widening)

    @classmethod
    def at_ends(
        cls, tally: Tally, people: People, group: str, reference: str, widening: Widening
    ) -> tuple["Sides", ...]:
        """The least and the most that a group can be beside the reference, by hidden counts."""
        if not tally.is_hidden:
            return ()
        least = {group: tally.least(group), reference: tally.most(reference)}
        most = {group: tally.most(group), reference: tally.least(reference)}
        return tuple(cls.of(ends, people, group, reference, widening) for ends in (least, most))

    def ratio(self, method: Method = Method.EXACT) -> Estimate:
        """For independent events."""
        return rate_ratio(
            self.stops,
            self.residents,
            reference_events=self.reference_stops,
            reference_exposure=self.reference_residents,
            method=method,
        )

    def widened(self) -> Estimate:
        return widened_ratio(
            self.stops,
            self.residents,
            reference_events=self.reference_stops,
            reference_exposure=self.reference_residents,
            widening=self.widening,
        )

    def difference(self, method: Method) -> Estimate:
        """Of the rates for each resident, as `waves.widened_difference` has it."""
        here = _rate(self.stops, self.residents, method, self.widening)
        there = _rate(self.reference_stops, self.reference_residents, method, self.widening)
        return square_and_add(here, there)

    @property
    def plain(self) -> float | None:
        """The ratio alone; None where the reference has none."""
        if not self.reference_stops:
            return None
        return self.stops / self.residents / (self.reference_stops / self.reference_residents)

    @property
    def p_value(self) -> float:
        return widened_p_value(
            self.stops,
            self.residents,
            reference_events=self.reference_stops,
            reference_exposure=self.reference_residents,
            widening=self.widening,
        )


def _ratios(case: Case) -> Iterator[Ratio]:
    reference = case.question.reference
    for fit, tally, denominator in case.forces_and_denominators():
        people = denominator.people[fit.force]
        waves = case.waves[fit.force]
        for group in case.compared(fit):
            if group == reference:
                continue
            widening = waves.or_independent(group)
            sides = Sides.of(tally.groups, people, group, reference, widening)
            ends = Sides.at_ends(tally, people, group, reference, widening)
            try:
                exact = _over(sides, ends, Sides.ratio).reported()
                midp = _over(sides, ends, lambda some: some.ratio(Method.MIDP)).reported()
                wide = NO_ESTIMATE
                if waves.of_ratio(group):
                    wide = _over(sides, ends, Sides.widened).reported()
            except TooFewToCompare:
                continue
            difference, half = (
                _over(sides, ends, partial(Sides.difference, method=method)) for method in Method
            )
            yield _of_waves(
                Ratio(
                    force=fit.force,
                    group=group,
                    reference=reference,
                    population_year=denominator.population_year,
                    reading=denominator.reading,
                    ratio=exact.value,
                    low=exact.low,
                    high=exact.high,
                    midp_low=midp.low,
                    midp_high=midp.high,
                    dispersed_low=wide.low,
                    dispersed_high=wide.high,
                    dispersion=None,
                    difference_per_1000=difference.times(PER).reported(),
                    difference_midp_low=half.times(PER).low,
                    difference_midp_high=half.times(PER).high,
                    excess_stops=difference.times(people[group]).reported(),
                    without_repeats=_without_repeats(tally, people, group, reference),
                    p_value=_largest_p_value(sides, ends),
                    p_holm=1.0,  # until the whole family is known
                    ratio_from=ends[0].plain if ends else None,
                    ratio_to=ends[1].plain if ends else None,
                ),
                waves,
            )


def _over(sides: Sides, ends: Sequence[Sides], estimate: Callable[[Sides], Estimate]) -> Estimate:
    """An estimate whose interval is over all that hidden counts can be."""
    middle = estimate(sides)
    if not ends:
        return middle
    least, most = (estimate(some) for some in ends)
    return Estimate(middle.value, least.low, most.high)


def _largest_p_value(sides: Sides, ends: Sequence[Sides]) -> float:
    """Of all that hidden counts can be; 1 where the ratio can be on either side of 1."""
    if not ends:
        return sides.p_value
    least, most = (some.plain for some in ends)
    if least is not None and least < 1 and (most is None or most > 1):
        return 1.0
    return max(some.p_value for some in ends)


def _of_waves(row: Ratio, waves: Waves) -> Ratio:
    """The same row with what its dispersion was measured from, where it was."""
    widening = waves.of_ratio(row.group)
    if widening is None:
        return row
    return replace(
        row,
        dispersion=widening.dispersion,
        stretch=waves.stretch,
        stretches=widening.stretches,
        degrees=finite(widening.degrees),
        is_pooled=widening.is_pooled,
    )


@lru_cache(maxsize=4096)
def _rate(stops: int, people: float, method: Method, widening: Widening) -> Estimate:
    """A rate for each resident; kept, since several columns of a row ask for it."""
    return widened_rate(stops, people, widening=widening, method=method)


def _without_repeats(tally: Tally, people: People, group: str, reference: str) -> float | None:
    """The ratio if rows that repeat another in every column were one stop each."""
    repeats = tally.repeats
    if repeats is None:
        return None
    counted = {name: tally.groups[name] - repeats[name] for name in (group, reference)}
    return plain_ratio(counted, people, group, reference)


def _adjusted(rows: list[Ratio]) -> list[Ratio]:
    """Add Holm's adjustment, over the groups of one force with the same denominator."""
    families: dict[tuple[str, int | str, str], list[int]] = {}
    for place, row in enumerate(rows):
        families.setdefault((row.force, row.population_year, row.reading), []).append(place)
    p_holm: dict[int, float] = {}
    for places in families.values():
        adjusted = holm([rows[place].p_value for place in places])
        p_holm |= dict(zip(places, adjusted, strict=True))
    return [replace(row, p_holm=p_holm[place]) for place, row in enumerate(rows)]


def bounds(case: Case) -> Iterator[Bound]:
    """Each ratio at both ends of what stops without ethnicity could be, and if officers filled it.

    Officers' word can fill what people did not say of themselves; nothing fills officers' own.
    """
    reference = case.question.reference
    for fit, tally, denominator in case.forces_and_denominators():
        people = denominator.people[fit.force]
        filled = _filled(case, tally)
        for group in case.compared(fit):
            if group == reference:
                continue
            bound = _missing_bounds(tally, people, group, reference)
            by_officers = _filled_ratio(
                filled, people, group, reference, case.waves[fit.force].of_ratio(group)
            )
            yield Bound(
                force=fit.force,
                group=group,
                reference=reference,
                population_year=denominator.population_year,
                reading=denominator.reading,
                missing=bound.missing,
                recorded=bound.recorded,
                all_missing_reference=bound.all_missing_reference,
                all_missing_group=bound.all_missing_group,
                tipping_point=bound.tipping_point,
                tipping_events=bound.tipping_events,
                officer_filled=by_officers.value,
                officer_filled_low=by_officers.low,
                officer_filled_high=by_officers.high,
            )


def _missing_bounds(tally: Tally, people: People, group: str, reference: str) -> MissingBounds:
    """The bounds of what is missing, over all that hidden counts can be."""
    bound = missing_bounds(tally.groups, people, group, reference, missing=tally.groups[MISSING])
    if not tally.is_hidden:
        return bound
    missing = tally.most(MISSING)
    least = {group: tally.least(group), reference: tally.most(reference)}
    most = {group: tally.most(group), reference: tally.least(reference)}
    lowest = missing_bounds(least, people, group, reference, missing=missing)
    highest = missing_bounds(most, people, group, reference, missing=missing)
    return replace(
        bound,
        all_missing_reference=lowest.all_missing_reference,
        all_missing_group=highest.all_missing_group,
    )


def _filled_ratio(
    filled: Counts | None, people: People, group: str, reference: str, widening: Widening | None
) -> Reported:
    """The ratio once officers' word fills what is missing, with the range that allows for waves."""
    if filled is None or plain_ratio(filled, people, group, reference) is None:
        return NO_ESTIMATE
    sides = Sides.of(filled, people, group, reference, widening or INDEPENDENT)
    return sides.widened().reported()


def _filled(case: Case, tally: Tally) -> Counter[str] | None:
    """Counts with missing self-defined ethnicity filled from what the officer put down."""
    if case.question.ethnicity is Ethnicity.OFFICER:
        return None
    filled = Counter(tally.groups)
    for (own, officers), number in tally.both.items():
        if own == MISSING and officers != MISSING:
            filled[officers] += number
            filled[MISSING] -= number
    return filled
