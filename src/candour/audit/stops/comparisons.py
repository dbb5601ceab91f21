"""Forces beside one another, and months after one another."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log, sqrt

from candour.audit.plans import Row
from candour.audit.statistics.bounds import plain_ratio
from candour.audit.statistics.dispersion import Funnel, funnel
from candour.audit.statistics.estimates import CONFIDENCE
from candour.audit.stops.case import Case
from candour.audit.stops.rates import PER

FEWEST_FOR_FUNNEL = 3
OUTER = 0.998  # the second pair of limits that funnel plots usually have

Point = tuple[str, float, float]  # force, log ratio, standard error


def funnel_rows(case: Case) -> list[Row]:
    """Forces side by side: which lie outside what the differences between all of them explain."""
    latest, reference = case.latest, case.question.reference
    made: list[Row] = []
    if latest is None:
        return made
    for group in case.question.groups:
        points = list(_points(case, latest.people, group)) if group != reference else []
        if len(points) >= FEWEST_FOR_FUNNEL:
            found = funnel([each[1] for each in points], [each[2] for each in points])
            made += [
                {
                    "force": point[0],
                    "group": group,
                    "population_year": latest.population_year,
                    **_place(point, found),
                }
                for point in points
            ]
    return made


def _points(case: Case, people: Mapping[str, Mapping[str, float]], group: str) -> Iterator[Point]:
    reference = case.question.reference
    for fit in case.fit:
        counts = case.tallies[fit.force].groups
        ratio = plain_ratio(counts, people[fit.force], group, reference)
        if ratio:
            yield fit.force, log(ratio), sqrt(1 / counts[group] + 1 / counts[reference])


def _place(point: Point, found: Funnel) -> Row:
    _, value, error = point
    naive = found.limits(error, confidence=CONFIDENCE, naive=True)
    wide = found.limits(error, confidence=CONFIDENCE)
    outer = found.limits(error, confidence=OUTER)
    return {
        "ratio": exp(value),
        "log_error": error,
        "target": exp(found.target),
        "tau": sqrt(found.between_variance),
        "dispersion": found.dispersion,
        "low": exp(wide[0]),
        "high": exp(wide[1]),
        "outer_low": exp(outer[0]),
        "outer_high": exp(outer[1]),
        "naive_low": exp(naive[0]),
        "naive_high": exp(naive[1]),
        "outside": _is_outside(value, wide),
        "outside_naive": _is_outside(value, naive),
    }


def _is_outside(value: float, limits: Sequence[float]) -> bool:
    return not limits[0] <= value <= limits[1]


def trend(case: Case) -> Iterator[Row]:
    """Rates and ratios month by month, against the last census."""
    latest = case.latest
    for fit in case.fit if latest is not None else ():
        people = latest.people[fit.force] if latest is not None else {}
        counts = case.tallies[fit.force].months
        for month in case.question.period.months:
            for group in case.compared(fit):
                yield {
                    "force": fit.force,
                    "month": month,
                    "group": group,
                    "stops": counts[month][group],
                    "per_1000": PER * counts[month][group] / people[group],
                    "ratio": plain_ratio(counts[month], people, group, case.question.reference),
                }
