"""Stops by local authority or LSOA, where files say in which they were made."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.audit.errors import TooFewToCompare
from candour.audit.geography.joint_areas import joint_areas
from candour.audit.per_resident.rows import PER
from candour.audit.residents.ethnicity import MISSING
from candour.audit.residents.populations import Area as AreaOf
from candour.audit.statistics.estimates import NO_ESTIMATE, Reported
from candour.audit.statistics.pooling import pooled_rates, pooled_ratios
from candour.audit.statistics.waves import (
    INDEPENDENT,
    Widening,
    widened_rate,
    widened_ratio,
    widenings_of_places,
)
from candour.audit.stops.breakdowns import parts_by_month
from candour.audit.stops.case import Case
from candour.audit.stops.columns import By
from candour.audit.stops.outcomes import NOT_RECORDED
from candour.audit.stops.question import AREAS, Denominator
from candour.audit.stops.rows_by_area import Area, AreaFitness
from candour.tables.errors import CannotRead

MOST_WITHOUT_AREA = 0.5  # of the stops, above which those with an area say too little
FEW_STOPS = 10  # of a group or of the reference, below which a ratio of an area says little
FEW_RESIDENTS = 500  # of either, below which one busy street makes the rate

ByMonth = Mapping[str, Counter[str]]  # the stops of an area by month and group


@dataclass(frozen=True, slots=True)
class Located:
    """The stops of all forces that are fit, by area as the population calls it."""

    by: By
    stops: int
    without_area: int  # the file gives none
    elsewhere: int  # the file gives one that the population lacks
    by_month: Mapping[str, ByMonth]  # by area

    @property
    def counts(self) -> dict[str, Counter[str]]:
        """The stops of each area by group."""
        return {area: sum(months.values(), Counter()) for area, months in self.by_month.items()}

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
            areas=len(self.by_month),
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
    """Give each stop its area, by code or by name, in any spelling of capitals.

    Raises
    ------
    CannotRead
        If stops have codes of LSOAs of another year than the population.
    """
    known = {area.casefold(): area for area in denominator.people}
    names = Counter(name.casefold() for name in denominator.names.values())
    for area, name in denominator.names.items():
        if names[name.casefold()] == 1:  # a name of two areas is the name of neither
            known.setdefault(name.casefold(), area)
    counts: dict[str, dict[str, Counter[str]]] = {}
    without = elsewhere = total = 0
    by_force = parts_by_month(case, by)
    for fit in case.fit:
        for value, months in by_force.get(fit.force, {}).items():
            stops = sum(groups.total() for groups in months.values())
            total += stops
            if value.casefold() in known:
                own = counts.setdefault(known[value.casefold()], {})
                for month, groups in months.items():
                    own.setdefault(month, Counter()).update(groups)
            elif value == NOT_RECORDED:
                without += stops
            else:
                _refuse_other_year(value, denominator)
                elsewhere += stops
    return Located(by, total, without, elsewhere, counts)


def _refuse_other_year(code: str, denominator: Denominator) -> None:
    """Refuse a code that one year has alone, where the population has codes of the other alone."""
    joint = joint_areas()
    year = joint.year_of(code.upper())
    if not year:
        return
    other = next((area for area in denominator.people if joint.year_of(area) not in {"", year}), "")
    if other:
        file = denominator.vintage.file if denominator.vintage else "the population by LSOA"
        raise CannotRead(
            file,
            f"it holds {other}, an LSOA of another year than {code.upper()}, in which stops were "
            f"made, one of {year}: stops in areas that changed would be lost. Give residents by "
            f"LSOAs of {year}, or join the stops by their points with --areas.",
        )


def area_rows(
    case: Case, located: Located, denominator: Denominator, kind: AreaOf, *, fewest: int = 1
) -> Iterator[Area]:
    """A row for each area and group, where at least `fewest` of group and reference live."""
    counts = located.counts
    areas = sorted(counts)
    reference = case.question.reference
    for group in case.question.groups:
        shared = [
            area
            for area in areas
            if min(denominator.people[area][group], denominator.people[area][reference]) >= fewest
        ]
        if not shared:
            continue
        sides, references = (
            [(counts[area][one], denominator.people[area][one]) for area in shared]
            for one in (group, reference)
        )
        waves = _waves_of(case, located, shared, group)
        rates = _rates_drawn_in(sides, waves.of_rates)
        ratios = _drawn_in(sides, references, waves.of_ratios) if group != reference else []
        for place, area in enumerate(shared):
            (stops, people), (others, residents) = sides[place], references[place]
            of_rate, of_ratio = waves.of_rates[place], waves.of_ratios[place]
            rate = widened_rate(stops, people, widening=of_rate).times(PER)
            ratio = NO_ESTIMATE
            if group != reference:
                ratio = ratio_of((stops, people), (others, residents), of_ratio)
            # What is missing can be more than all that a rate and a ratio rest on.
            missing = counts[area][MISSING]
            drawn_rate, drawn_ratio = (
                _without_ends(one, when=missing > stops)
                for one in (rates[place], ratios[place] if ratios else NO_ESTIMATE)
            )
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
                shrunken_per_1000=drawn_rate.value or 0.0,  # 0 where nobody was stopped anywhere
                shrunken_per_1000_low=drawn_rate.low,
                shrunken_per_1000_high=drawn_rate.high,
                without_ethnicity=missing,
                ratio=ratio.value,
                ratio_low=ratio.low,
                ratio_high=ratio.high,
                shrunken_ratio=drawn_ratio.value,
                shrunken_low=drawn_ratio.low,
                shrunken_high=drawn_ratio.high,
                rate_dispersion=told_dispersion(of_rate),
                ratio_dispersion=told_dispersion(of_ratio) if group != reference else None,
                few=min(stops, others) < FEW_STOPS or min(people, residents) < FEW_RESIDENTS,
            )


@dataclass(frozen=True, slots=True)
class _Waves:
    """By how much stops of areas vary more than independent ones, area by area."""

    of_rates: Sequence[Widening]
    of_ratios: Sequence[Widening]


def _waves_of(case: Case, located: Located, areas: Sequence[str], group: str) -> _Waves:
    """By how they move from month to month; taken as independent where that can't be told."""
    if case.has_hidden:
        alone = [INDEPENDENT] * len(areas)
        return _Waves(alone, alone)
    months = case.question.period.months
    own, others = (
        [[located.by_month[area].get(month, Counter())[one] for month in months] for area in areas]
        for one in (group, case.question.reference)
    )
    return _Waves(widenings_of_places(own), widenings_of_places(own, others))


def told_dispersion(widening: Widening) -> float | None:
    """How much more stops vary, for a table: none where months don't tell."""
    return widening.dispersion if widening.stretches else None


def _rates_drawn_in(
    sides: Sequence[tuple[int, float]], widenings: Sequence[Widening]
) -> list[Reported]:
    """For each 1,000 residents; none where nobody of the group was stopped anywhere."""
    try:
        rates = pooled_rates(
            *zip(*sides, strict=True), dispersions=[one.dispersion for one in widenings]
        )
    except TooFewToCompare:
        return [NO_ESTIMATE] * len(sides)
    return [rate.times(PER).reported() for rate in rates]


def _drawn_in(
    sides: Sequence[tuple[int, float]],
    references: Sequence[tuple[int, float]],
    widenings: Sequence[Widening],
) -> list[Reported]:
    try:
        ratios = pooled_ratios(sides, references, dispersions=[one.dispersion for one in widenings])
    except TooFewToCompare:
        return []
    return [ratio.reported() for ratio in ratios]


def _without_ends(estimate: Reported, *, when: bool) -> Reported:
    return Reported(estimate.value, None, None) if when else estimate


def ratio_of(side: tuple[int, float], other: tuple[int, float], widening: Widening) -> Reported:
    """The ratio of two rates, each a count and its residents; none without a search on either."""
    try:
        ratio = widened_ratio(
            *side, reference_events=other[0], reference_exposure=other[1], widening=widening
        )
    except TooFewToCompare:
        return NO_ESTIMATE
    return ratio.reported()
