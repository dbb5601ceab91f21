"""How often each group is searched, against the reference; and what missing ethnicity could do."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from candour.audit.errors import TooFewToCompare
from candour.audit.plans import Row
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
from candour.audit.stops.question import Denominator
from candour.audit.stops.tallies import Tally

PER = 1_000


def rates(case: Case) -> Iterator[Row]:
    """Searches per 1,000 residents of each group, force by force."""
    for fit, tally, denominator in case.each():
        people = denominator.people[fit.force]
        recorded = tally.stops - tally.groups[MISSING]
        for group in case.compared(fit):
            stops = tally.groups[group]
            exact = _rate(stops, people[group], Method.EXACT).times(PER)
            midp = _rate(stops, people[group], Method.MIDP).times(PER)
            yield {
                "force": fit.force,
                "group": group,
                **_against(denominator),
                "stops": stops,
                "population": people[group],
                "per_1000": exact.value,
                "low": exact.low,
                "high": exact.high,
                "midp_low": midp.low,
                "midp_high": midp.high,
                "per_1000_if_missing_at_random": exact.value * tally.stops / recorded,
            }


def ratios(case: Case) -> list[Row]:
    """Each group's rate against the reference's, with Holm's adjustment over the family."""
    return _adjusted(list(_ratios(case)))


def _ratios(case: Case) -> Iterator[Row]:
    reference = case.question.reference
    for fit, tally, denominator in case.each():
        people = denominator.people[fit.force]
        for group in case.compared(fit):
            if group == reference:
                continue
            sides: dict[str, Any] = {
                "reference_events": tally.groups[reference],
                "reference_exposure": people[reference],
            }
            here = (tally.groups[group], people[group])
            try:
                exact = rate_ratio(*here, **sides).as_dict()
                midp = rate_ratio(*here, **sides, method=Method.MIDP).as_dict()
            except TooFewToCompare:
                continue
            yield {
                "force": fit.force,
                "group": group,
                "reference": reference,
                **_against(denominator),
                "ratio": exact["value"],
                "low": exact["low"],
                "high": exact["high"],
                "midp_low": midp["low"],
                "midp_high": midp["high"],
                **_dispersed(case, tally, group, here, sides),
                **_difference(here, (sides["reference_events"], sides["reference_exposure"])),
                "without_repeats": _without_repeats(tally, people, group, reference),
                "p_value": rate_ratio_p_value(*here, **sides),
            }


def _difference(here: tuple[int, float], there: tuple[int, float]) -> Row:
    """The difference of rates and what it comes to in stops, as `rates.rate_difference` has it."""
    exact, midp = (square_and_add(_rate(*here, method), _rate(*there, method)) for method in Method)
    return {
        "difference_per_1000": exact.times(PER).as_dict(),
        "difference_midp_low": midp.times(PER).low,
        "difference_midp_high": midp.times(PER).high,
        "excess_stops": exact.times(here[1]).as_dict(),
    }


@lru_cache(maxsize=4096)
def _rate(stops: int, people: float, method: Method) -> Estimate:
    """A rate for each resident; kept, since the reference's is asked for group after group."""
    return poisson_rate(stops, people, method=method)


def _dispersed(
    case: Case, tally: Tally, group: str, here: tuple[int, float], sides: dict[str, Any]
) -> Row:
    months = [tally.months[month] for month in case.question.period.months]
    spread = split_dispersion(
        [counts[group] for counts in months],
        [counts[case.question.reference] for counts in months],
    )
    row: Row = {"dispersed_low": None, "dispersed_high": None, "dispersion": finite(spread)}
    if row["dispersion"] is None:
        return row
    try:
        found: Estimate = dispersed_ratio(*here, **sides, dispersion=spread)
    except TooFewToCompare:
        return row
    return row | {"dispersed_low": found.low, "dispersed_high": found.high}


def _without_repeats(
    tally: Tally, people: Mapping[str, float], group: str, reference: str
) -> float | None:
    """The ratio if rows that repeat another in every column were one stop each."""
    repeats = tally.repeats
    if repeats is None:
        return None
    kept = {each: tally.groups[each] - repeats[each] for each in (group, reference)}
    return plain_ratio(kept, people, group, reference)


def _adjusted(rows: list[Row]) -> list[Row]:
    """Add Holm's adjustment, over all rows with the same denominator."""
    families: dict[tuple[Any, str], list[Row]] = {}
    for row in rows:
        families.setdefault((row["population_year"], row["reading"]), []).append(row)
    for family in families.values():
        adjusted = holm([row["p_value"] for row in family])
        for row, p_holm in zip(family, adjusted, strict=True):
            row["p_holm"] = p_holm
    return rows


def bounds(case: Case) -> Iterator[Row]:
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
            filled_ratio = None if filled is None else plain_ratio(filled, people, group, reference)
            yield {
                "force": fit.force,
                "group": group,
                "reference": reference,
                **_against(denominator),
                **missing_bounds(tally.groups, people, group, reference),
                "officer_filled": filled_ratio,
            }


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


def _against(denominator: Denominator) -> Row:
    return {"population_year": denominator.population_year, "reading": denominator.reading}
