"""Stops by local authority or LSOA, where files say in which they were made."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.audit.errors import TooFewToCompare
from candour.audit.plans import Row
from candour.audit.residents.ethnicity import MISSING
from candour.audit.residents.populations import Area
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.rates import poisson_rate, rate_ratio
from candour.audit.statistics.shrinkage import shrunken_rates, shrunken_ratios
from candour.audit.stops.breakdowns import parts_by_force
from candour.audit.stops.case import Case
from candour.audit.stops.headings import NOT_RECORDED, By
from candour.audit.stops.question import AREAS, Denominator
from candour.audit.stops.rates import PER

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

    def as_row(self, denominator: Denominator) -> Row:
        return {
            "by": str(self.by),
            "population_year": denominator.population_year,
            "reading": denominator.reading,
            "stops": self.stops,
            "stops_without_area": self.without_area,
            "stops_in_areas_not_in_the_population": self.elsewhere,
            "share_with_area": self.with_area / self.stops if self.stops else None,
            "areas": len(self.counts),
            "refused": self.reason or None,
        }


def area_tables(case: Case) -> dict[str, list[Row]]:
    """Rates and ratios of areas, raw and shrunken; and how many stops have an area at all."""
    if not case.question.area_breakdowns:
        return {}
    areas: list[Row] = []
    located: list[Row] = []
    for by in case.question.area_breakdowns:
        for kind, denominator in case.areas:
            if kind is AREAS[by]:
                found = locate(case, by, denominator)
                located.append(found.as_row(denominator))
                areas += [] if found.reason else _rows(case, found, denominator, kind)
    return {"areas": areas, "areas_fitness": located}


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


def _rows(case: Case, found: Located, denominator: Denominator, kind: Area) -> Iterator[Row]:
    areas = sorted(found.counts)
    reference = case.question.reference
    for group in case.question.groups:
        there = [
            area
            for area in areas
            if denominator.people[area][group] > 0 and denominator.people[area][reference] > 0
        ]
        if not there:
            continue
        sides = [(found.counts[area][group], denominator.people[area][group]) for area in there]
        references = [
            (found.counts[area][reference], denominator.people[area][reference]) for area in there
        ]
        rates = shrunken_rates(*zip(*sides, strict=True))
        ratios = _drawn_in(sides, references) if group != reference else []
        for place, area in enumerate(there):
            (stops, people), (others, residents) = sides[place], references[place]
            rate = poisson_rate(stops, people).times(PER)
            yield {
                "area_kind": str(kind),
                "area_code": area,
                "area_name": denominator.names.get(area, area),
                "group": group,
                "population_year": denominator.population_year,
                "reading": denominator.reading,
                "stops": stops,
                "population": people,
                "per_1000": rate.value,
                "low": rate.low,
                "high": rate.high,
                "shrunken_per_1000": rates[place] * PER,
                "without_ethnicity": found.counts[area][MISSING],
                **_ratio((stops, people), (others, residents), is_reference=group == reference),
                **_shrunken(ratios[place] if ratios else None),
                "few": min(stops, others) < FEW_STOPS or min(people, residents) < FEW_RESIDENTS,
            }


def _drawn_in(
    sides: Sequence[tuple[int, float]], references: Sequence[tuple[int, float]]
) -> list[Estimate]:
    try:
        return shrunken_ratios(sides, references)
    except TooFewToCompare:
        return []


def _shrunken(found: Estimate | None) -> Row:
    return {
        "shrunken_ratio": found.value if found else None,
        "shrunken_low": found.low if found else None,
        "shrunken_high": found.high if found else None,
    }


def _ratio(side: tuple[int, float], other: tuple[int, float], *, is_reference: bool) -> Row:
    row: Row = {"ratio": None, "ratio_low": None, "ratio_high": None}
    if is_reference:
        return row
    try:
        found = rate_ratio(*side, reference_events=other[0], reference_exposure=other[1])
    except TooFewToCompare:
        return row
    plain = found.as_dict()
    return {"ratio": plain["value"], "ratio_low": plain["low"], "ratio_high": plain["high"]}
