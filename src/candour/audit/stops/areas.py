"""Stops by local authority or LSOA, where files say in which they were made."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.audit.errors import TooFewToCompare
from candour.audit.per_resident.rows import PER
from candour.audit.residents.ethnicity import MISSING
from candour.audit.residents.populations import Area as AreaOf
from candour.audit.statistics.estimates import NO_ESTIMATE, Estimate, Reported
from candour.audit.statistics.pooling import pooled_ratios
from candour.audit.statistics.rates import poisson_rate, rate_ratio
from candour.audit.statistics.shrinkage import shrunken_rates
from candour.audit.stops.breakdowns import parts_by_force
from candour.audit.stops.case import Case
from candour.audit.stops.columns import By
from candour.audit.stops.outcomes import NOT_RECORDED
from candour.audit.stops.question import AREAS, Denominator
from candour.audit.stops.rows_by_area import Area, AreaFitness

MOST_WITHOUT_AREA = 0.5  # of the stops, above which those with an area say too little
FEW_STOPS = 10  # of a group or of the reference, below which a ratio of an area says little
FEW_RESIDENTS = 500  # of either, below which one busy street makes the rate

Counts = Mapping[str, Mapping[str, int]]  # area, group, stops


@dataclass(frozen=True, slots=True)
class Located:
    """The stops of all forces that are fit, by area as the population calls it."""

    by: By
    stops: int
    without_area: int  # the file gives none
    elsewhere: int  # the file gives one that the population lacks
    counts: Counts

    @property
    def with_area(self) -> int:
        return self.stops - self.without_area - self.elsewhere

    @property
    def reason(self) -> str:
        """Why areas can't be compared; empty where they can."""
        if self.stops - self.with_area > MOST_WITHOUT_AREA * self.stops:
            share = self.with_area / self.stops
            return f"{share:.0%} of stops have an area that the population knows"
        return ""

    def as_row(self, denominator: Denominator) -> AreaFitness:
        return AreaFitness(
            by=str(self.by),
            population_year=denominator.population_year,
            reading=denominator.reading,
            stops=self.stops,
            stops_without_area=self.without_area,
            stops_in_areas_not_in_the_population=self.elsewhere,
            share_with_area=self.with_area / self.stops if self.stops else None,
            areas=len(self.counts),
            refused=self.reason or None,
        )


@dataclass(frozen=True, slots=True)
class AreaTables:
    """Rates and ratios of areas, raw and shrunken; and how many stops have an area at all."""

    areas: tuple[Area, ...]
    fitness: tuple[AreaFitness, ...]


def area_tables(case: Case) -> AreaTables | None:
    """The tables by area; None where none was asked for."""
    if not case.question.area_breakdowns:
        return None
    areas: list[Area] = []
    fitness: list[AreaFitness] = []
    for by in case.question.area_breakdowns:
        for kind, denominator in case.areas:
            if kind is AREAS[by]:
                located = locate(case, by, denominator)
                fitness.append(located.as_row(denominator))
                areas += [] if located.reason else area_rows(case, located, denominator, kind)
    return AreaTables(tuple(areas), tuple(fitness))


def locate(case: Case, by: By, denominator: Denominator) -> Located:
    """Give each stop its area, by code or by name, in any spelling of capitals."""
    known = {area.casefold(): area for area in denominator.people}
    names = Counter(name.casefold() for name in denominator.names.values())
    for area, name in denominator.names.items():
        if names[name.casefold()] == 1:  # a name of two areas is the name of neither
            known.setdefault(name.casefold(), area)
    counts: dict[str, Counter[str]] = {}
    without = elsewhere = total = 0
    by_force = parts_by_force(case, by)
    for fit in case.fit:
        for value, groups in by_force.get(fit.force, {}).items():
            stops = groups.total()
            total += stops
            if value.casefold() in known:
                counts.setdefault(known[value.casefold()], Counter()).update(groups)
            elif value == NOT_RECORDED:
                without += stops
            else:
                elsewhere += stops
    return Located(by, total, without, elsewhere, counts)


def area_rows(
    case: Case, located: Located, denominator: Denominator, kind: AreaOf, *, fewest: int = 1
) -> Iterator[Area]:
    """A row for each area and group, where at least `fewest` of group and reference live."""
    areas = sorted(located.counts)
    reference = case.question.reference
    for group in case.question.groups:
        shared = [
            area
            for area in areas
            if min(denominator.people[area][group], denominator.people[area][reference]) >= fewest
        ]
        if not shared:
            continue
        sides = [(located.counts[area][group], denominator.people[area][group]) for area in shared]
        references = [
            (located.counts[area][reference], denominator.people[area][reference])
            for area in shared
        ]
        rates = shrunken_rates(*zip(*sides, strict=True))
        ratios = _drawn_in(sides, references) if group != reference else []
        for place, area in enumerate(shared):
            (stops, people), (others, residents) = sides[place], references[place]
            rate = poisson_rate(stops, people).times(PER)
            ratio = NO_ESTIMATE
            if group != reference:
                ratio = _ratio((stops, people), (others, residents))
            shrunken = ratios[place] if ratios else None
            # What is missing can be more than all that the ratio rests on.
            missing = located.counts[area][MISSING]
            ranged = shrunken if missing <= stops else None
            yield Area(
                area_kind=str(kind),
                area_code=area,
                area_name=denominator.names.get(area, area),
                group=group,
                population_year=denominator.population_year,
                reading=denominator.reading,
                stops=stops,
                population=people,
                per_1000=rate.value,
                low=rate.low,
                high=rate.high,
                shrunken_per_1000=rates[place] * PER,
                without_ethnicity=missing,
                ratio=ratio.value,
                ratio_low=ratio.low,
                ratio_high=ratio.high,
                shrunken_ratio=shrunken.value if shrunken else None,
                shrunken_low=ranged.low if ranged else None,
                shrunken_high=ranged.high if ranged else None,
                few=min(stops, others) < FEW_STOPS or min(people, residents) < FEW_RESIDENTS,
            )


def _drawn_in(
    sides: Sequence[tuple[int, float]], references: Sequence[tuple[int, float]]
) -> list[Estimate]:
    try:
        return pooled_ratios(sides, references)
    except TooFewToCompare:
        return []


def _ratio(side: tuple[int, float], other: tuple[int, float]) -> Reported:
    try:
        ratio = rate_ratio(*side, reference_events=other[0], reference_exposure=other[1])
    except TooFewToCompare:
        return NO_ESTIMATE
    return ratio.reported()
