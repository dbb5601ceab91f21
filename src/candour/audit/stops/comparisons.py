"""Forces beside one another, and months after one another."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log, sqrt

from candour.audit.per_resident.rows import PER, Year
from candour.audit.statistics.bounds import plain_ratio
from candour.audit.statistics.dispersion import Funnel, funnel
from candour.audit.statistics.estimates import CONFIDENCE
from candour.audit.stops.case import Case
from candour.audit.stops.powers import NO_POWER
from candour.audit.stops.rows import FunnelPoint, InMonth

FEWEST_FOR_FUNNEL = 3
OUTER = 0.998  # the second pair of limits that funnel plots usually have

Point = tuple[str, float, float]  # force, log ratio, standard error


def funnel_points(case: Case) -> Iterator[FunnelPoint]:
    """Forces side by side: which lie outside what the differences between all of them explain."""
    leading, reference = case.leading, case.question.reference
    if leading is None:
        return
    for group in case.question.groups:
        points = list(_points(case, leading.people, group)) if group != reference else []
        if len(points) >= FEWEST_FOR_FUNNEL:
            limits = funnel([point[1] for point in points], [point[2] for point in points])
            for point in points:
                yield _place(point, limits, group, leading.population_year)


def _points(case: Case, people: Mapping[str, Mapping[str, float]], group: str) -> Iterator[Point]:
    reference = case.question.reference
    for fit in case.fit:
        counts = case.tallies[fit.force].groups
        ratio = plain_ratio(counts, people[fit.force], group, reference)
        if ratio:
            widening = case.waves[fit.force].or_independent(group)
            variance = widening.dispersion * (1 / counts[group] + 1 / counts[reference])
            yield fit.force, log(ratio), sqrt(variance)


def _place(point: Point, among: Funnel, group: str, year: Year) -> FunnelPoint:
    force, value, error = point
    naive = among.limits(error, confidence=CONFIDENCE, naive=True)
    wide = among.limits(error, confidence=CONFIDENCE)
    outer = among.limits(error, confidence=OUTER)
    return FunnelPoint(
        force=force,
        group=group,
        population_year=year,
        ratio=exp(value),
        log_error=error,
        target=exp(among.target),
        tau=sqrt(among.between_variance),
        dispersion=among.dispersion,
        low=exp(wide[0]),
        high=exp(wide[1]),
        outer_low=exp(outer[0]),
        outer_high=exp(outer[1]),
        naive_low=exp(naive[0]),
        naive_high=exp(naive[1]),
        outside=_is_outside(value, wide),
        outside_naive=_is_outside(value, naive),
    )


def _is_outside(value: float, limits: Sequence[float]) -> bool:
    return not limits[0] <= value <= limits[1]


def trend(case: Case) -> Iterator[InMonth]:
    """Rates and ratios month by month, against the residents that the report leads with."""
    leading = case.leading
    if leading is None:
        return
    for fit in case.fit:
        people = leading.people[fit.force]
        tally = case.tallies[fit.force]
        counts = tally.months
        has_power = any(power != NO_POWER for power in tally.powers)
        for month in case.question.period.months:
            for group in case.compared(fit):
                yield InMonth(
                    force=fit.force,
                    month=month,
                    group=group,
                    stops=counts[month][group],
                    per_1000=PER * counts[month][group] / people[group],
                    ratio=plain_ratio(counts[month], people, group, case.question.reference),
                    stops_section_60=(
                        tally.months_of_section_60[month][group] if has_power else None
                    ),
                )
