"""How often each group is searched, against the reference; and what missing ethnicity could do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from candour.audit.errors import TooFewToCompare
from candour.audit.per_resident.rows import PER
from candour.audit.residents.ethnicity import MISSING, Ethnicity
from candour.audit.statistics.bounds import missing_bounds, plain_ratio
from candour.audit.statistics.dispersion import dispersed_ratio, split_dispersion
from candour.audit.statistics.estimates import Estimate, finite
from candour.audit.statistics.families import holm
from candour.audit.statistics.rates import (
    Method,
    poisson_rate,
    rate_ratio,
    rate_ratio_p_value,
    square_and_add,
)
from candour.audit.stops.case import Case
from candour.audit.stops.rows import Bound, Rate, Ratio
from candour.audit.stops.tallies import Tally


def rates(case: Case) -> Iterator[Rate]:
    """Searches per 1,000 residents of each group, force by force."""
    for fit, tally, denominator in case.each():
        people = denominator.people[fit.force]
        recorded = tally.stops - tally.groups[MISSING]
        for group in case.compared(fit):
            stops = tally.groups[group]
            exact = _rate(stops, people[group], Method.EXACT).times(PER)
            midp = _rate(stops, people[group], Method.MIDP).times(PER)
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
                per_1000_if_missing_at_random=exact.value * tally.stops / recorded,
            )


def ratios(case: Case) -> tuple[Ratio, ...]:
    """Each group's rate against the reference's, with Holm's adjustment over the family."""
    return _adjusted(list(_ratios(case)))


@dataclass(frozen=True, slots=True)
class Sides:
    """Searches and residents of a group, and of the reference."""

    stops: int
    residents: float
    reference_stops: int
    reference_residents: float

    def ratio(self, method: Method = Method.EXACT) -> Estimate:
        return rate_ratio(
            self.stops,
            self.residents,
            reference_events=self.reference_stops,
            reference_exposure=self.reference_residents,
            method=method,
        )

    def dispersed(self, dispersion: float) -> Estimate:
        return dispersed_ratio(
            self.stops,
            self.residents,
            reference_events=self.reference_stops,
            reference_exposure=self.reference_residents,
            dispersion=dispersion,
        )

    def difference(self, method: Method) -> Estimate:
        """Of the rates for each resident, as `rates.rate_difference` has it."""
        here = _rate(self.stops, self.residents, method)
        return square_and_add(here, _rate(self.reference_stops, self.reference_residents, method))

    @property
    def p_value(self) -> float:
        return rate_ratio_p_value(
            self.stops,
            self.residents,
            reference_events=self.reference_stops,
            reference_exposure=self.reference_residents,
        )


def _ratios(case: Case) -> Iterator[Ratio]:
    reference = case.question.reference
    for fit, tally, denominator in case.each():
        people = denominator.people[fit.force]
        for group in case.compared(fit):
            if group == reference:
                continue
            sides = Sides(
                tally.groups[group], people[group], tally.groups[reference], people[reference]
            )
            try:
                exact, midp = sides.ratio().reported(), sides.ratio(Method.MIDP).reported()
            except TooFewToCompare:
                continue
            spread = _spread(case, tally, group)
            wider = _wider(sides, spread)
            difference, half = (sides.difference(method) for method in Method)
            yield Ratio(
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
                dispersed_low=wider.low if wider else None,
                dispersed_high=wider.high if wider else None,
                dispersion=spread,
                difference_per_1000=difference.times(PER).reported(),
                difference_midp_low=half.times(PER).low,
                difference_midp_high=half.times(PER).high,
                excess_stops=difference.times(sides.residents).reported(),
                without_repeats=_without_repeats(tally, people, group, reference),
                p_value=sides.p_value,
                p_holm=1.0,  # until the whole family is known
            )


@lru_cache(maxsize=4096)
def _rate(stops: int, people: float, method: Method) -> Estimate:
    """A rate for each resident; kept, since the reference's is asked for group after group."""
    return poisson_rate(stops, people, method=method)


def _spread(case: Case, tally: Tally, group: str) -> float | None:
    """How much more the split between two groups varies by month than chance would have it."""
    months = [tally.months[month] for month in case.question.period.months]
    return finite(
        split_dispersion(
            [counts[group] for counts in months],
            [counts[case.question.reference] for counts in months],
        )
    )


def _wider(sides: Sides, spread: float | None) -> Estimate | None:
    if spread is None:
        return None
    try:
        return sides.dispersed(spread)
    except TooFewToCompare:
        return None


def _without_repeats(
    tally: Tally, people: Mapping[str, float], group: str, reference: str
) -> float | None:
    """The ratio if rows that repeat another in every column were one stop each."""
    repeats = tally.repeats
    if repeats is None:
        return None
    kept = {each: tally.groups[each] - repeats[each] for each in (group, reference)}
    return plain_ratio(kept, people, group, reference)


def _adjusted(rows: Sequence[Ratio]) -> tuple[Ratio, ...]:
    """Add Holm's adjustment, over all rows with the same denominator."""
    families: dict[tuple[int | str, str], list[int]] = {}
    for place, row in enumerate(rows):
        families.setdefault((row.population_year, row.reading), []).append(place)
    p_holm: dict[int, float] = {}
    for places in families.values():
        adjusted = holm([rows[place].p_value for place in places])
        p_holm |= dict(zip(places, adjusted, strict=True))
    return tuple(replace(row, p_holm=p_holm[place]) for place, row in enumerate(rows))


def bounds(case: Case) -> Iterator[Bound]:
    """Each ratio at both ends of what stops without ethnicity could be, and if officers filled it.

    Officers' word can fill what people did not say of themselves; nothing fills officers' own.
    """
    reference = case.question.reference
    for fit, tally, denominator in case.each():
        people = denominator.people[fit.force]
        filled = _filled(case, tally)
        for group in case.compared(fit):
            if group == reference:
                continue
            bound = missing_bounds(
                tally.groups, people, group, reference, missing=tally.groups[MISSING]
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
                officer_filled=None
                if filled is None
                else plain_ratio(filled, people, group, reference),
            )


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
