"""Rates and ratios as they would be if every group had the ages of all residents."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.per_resident.rows import PER
from candour.audit.residents.age_populations import BANDS, AgePopulation
from candour.audit.statistics.rates import poisson_rate, rate_ratio
from candour.audit.statistics.standardisation import standardised_rate, standardised_ratio
from candour.audit.statistics.waves import stretched
from candour.audit.stops.breakdowns import parts_by_force
from candour.audit.stops.case import Case
from candour.audit.stops.columns import By
from candour.audit.stops.rows import AgeRate, Standardised

MOST_WITHOUT_AGE = 0.5  # of a side's stops, above which the ages that are there say too little

ByBand = Mapping[str, Counter[str]]  # band, group


def age_rates(case: Case, population: AgePopulation) -> Iterator[AgeRate]:
    """Rates at each age, of the forces that are compared."""
    by_force = _by_force(case, population)
    for fit in case.fit:
        ages = by_force.get(fit.force, {})
        for group in case.compared(fit):
            for band in BANDS:
                people = population.people[fit.force][group][band]
                if people:
                    stops = ages.get(band, Counter())[group]
                    rate = poisson_rate(stops, people).times(PER)
                    yield AgeRate(
                        force=fit.force,
                        age=band,
                        group=group,
                        population_year=population.year,
                        stops=stops,
                        population=people,
                        per_1000=rate.value,
                        low=rate.low,
                        high=rate.high,
                    )


def standardised(case: Case, population: AgePopulation) -> Iterator[Standardised]:
    """Rates and ratios as they would be if both groups had the ages of all residents.

    Raises
    ------
    PlanError
        If a force that is compared is not in the population by age.
    """
    by_force = _by_force(case, population)
    for fit in case.fit:
        for group in case.compared(fit):
            if group != case.question.reference:
                yield _standardised(case, fit.force, group, by_force.get(fit.force, {}), population)


def _by_force(case: Case, population: AgePopulation) -> Mapping[str, ByBand]:
    for fit in case.fit:
        if fit.force not in population.people:
            known = ", ".join(sorted(population.people))
            raise PlanError(f"The population by age has no force '{fit.force}', only: {known}.")
    return parts_by_force(case, By.AGE)


def _standardised(
    case: Case, force: str, group: str, ages: ByBand, population: AgePopulation
) -> Standardised:
    reference, standard = case.question.reference, population.standard(force)
    side = _by_age(force, group, ages, population)
    other = _by_age(force, reference, ages, population)
    without = {name: _without_age(case, force, name, ages) for name in (group, reference)}
    row = Standardised(
        force=force,
        group=group,
        reference=reference,
        population_year=population.year,
        share_without_age=without[group],
        reference_share_without_age=without[reference],
    )
    if max(without.values()) > MOST_WITHOUT_AGE:
        share = max(without.values())
        return replace(row, refused=f"age is missing for {share:.0%} of stops")
    try:
        widening = case.waves[force].or_independent(group)
        ratio = stretched(standardised_ratio(side, other, standard), widening).reported()
        crude = rate_ratio(
            sum(side[0]),
            sum(side[1]),
            reference_events=sum(other[0]),
            reference_exposure=sum(other[1]),
        )
        return replace(
            row,
            per_1000=standardised_rate(*side, standard).times(PER).reported(),
            reference_per_1000=standardised_rate(*other, standard).times(PER).reported(),
            ratio=ratio.value,
            low=ratio.low,
            high=ratio.high,
            ratio_not_standardised=crude.reported().value,
        )
    except TooFewToCompare as error:
        return replace(row, refused=str(error))


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
