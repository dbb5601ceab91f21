"""Rates and ratios as they would be if every group had the ages of all residents."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.plans import Row
from candour.audit.residents.age_populations import BANDS, AgePopulation
from candour.audit.statistics.rates import poisson_rate, rate_ratio
from candour.audit.statistics.standardisation import standardised_rate, standardised_ratio
from candour.audit.stops.breakdowns import parts_by_force
from candour.audit.stops.case import Case
from candour.audit.stops.headings import By
from candour.audit.stops.rates import PER

MOST_WITHOUT_AGE = 0.5  # of a side's stops, above which the ages that are there say too little

ByBand = Mapping[str, Counter[str]]  # band, group


def age_tables(case: Case, population: AgePopulation | None) -> dict[str, list[Row]]:
    """Rates at each age, and standardised ones; nothing where no population by age was given.

    Raises
    ------
    PlanError
        If a force that is compared is not in the population by age.
    """
    if population is None:
        return {}
    by_force: dict[str, dict[str, Counter[str]]] = parts_by_force(case, By.AGE)
    for fit in case.fit:
        if fit.force not in population.people:
            known = ", ".join(sorted(population.people))
            raise PlanError(f"The population by age has no force '{fit.force}', only: {known}.")
    found = [(fit, by_force.get(fit.force, {})) for fit in case.fit]
    return {
        "age_rates": [
            row
            for fit, ages in found
            for row in _age_rates(fit.force, case.compared(fit), ages, population)
        ],
        "standardised": [
            row
            for fit, ages in found
            for group in case.compared(fit)
            if group != case.question.reference
            for row in _standardised(case, fit.force, group, ages, population)
        ],
    }


def _age_rates(
    force: str, groups: tuple[str, ...], ages: ByBand, population: AgePopulation
) -> Iterator[Row]:
    for group in groups:
        for band in BANDS:
            stops = ages.get(band, Counter())[group]
            people = population.people[force][group][band]
            if people:
                rate = poisson_rate(stops, people).times(PER)
                yield {
                    "force": force,
                    "age": band,
                    "group": group,
                    "population_year": population.year,
                    "stops": stops,
                    "population": people,
                    "per_1000": rate.value,
                    "low": rate.low,
                    "high": rate.high,
                }


def _standardised(
    case: Case, force: str, group: str, ages: ByBand, population: AgePopulation
) -> Iterator[Row]:
    reference, standard = case.question.reference, population.standard(force)
    side = _by_age(force, group, ages, population)
    other = _by_age(force, reference, ages, population)
    without = {each: _without_age(case, force, each, ages) for each in (group, reference)}
    row: Row = {
        "force": force,
        "group": group,
        "reference": reference,
        "population_year": population.year,
        "share_without_age": without[group],
        "reference_share_without_age": without[reference],
    }
    if max(without.values()) > MOST_WITHOUT_AGE:
        yield row | _nothing(f"age is missing for {max(without.values()):.0%} of stops")
        return
    try:
        ratio = standardised_ratio(side, other, standard).as_dict()
        crude = rate_ratio(
            sum(side[0]),
            sum(side[1]),
            reference_events=sum(other[0]),
            reference_exposure=sum(other[1]),
        ).as_dict()
        rate = standardised_rate(*side, standard).times(PER).as_dict()
        reference_rate = standardised_rate(*other, standard).times(PER).as_dict()
    except TooFewToCompare as error:
        yield row | _nothing(str(error))
        return
    yield row | {
        "per_1000": rate,
        "reference_per_1000": reference_rate,
        "ratio": ratio["value"],
        "low": ratio["low"],
        "high": ratio["high"],
        "ratio_not_standardised": crude["value"],
        "refused": None,
    }


def _nothing(reason: str) -> dict[str, Any]:
    empty = ("per_1000", "reference_per_1000", "ratio", "low", "high", "ratio_not_standardised")
    return dict.fromkeys(empty) | {"refused": reason}


def _by_age(
    force: str, group: str, ages: ByBand, population: AgePopulation
) -> tuple[list[int], list[int]]:
    people = population.people[force][group]
    events = [ages.get(band, Counter())[group] for band in BANDS]
    return events, [people[band] for band in BANDS]


def _without_age(case: Case, force: str, group: str, ages: ByBand) -> float:
    """The share of a group's stops without one of the published ages."""
    stops = case.tallies[force].groups[group]
    with_age = sum(ages.get(band, Counter())[group] for band in BANDS)
    return (stops - with_age) / stops if stops else 0.0
