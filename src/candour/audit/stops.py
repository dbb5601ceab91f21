"""Audit stops and searches: how often each group is searched, what comes of it, how sure we are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

from candour.audit import stop_wording as wording
from candour.audit.bounds import missing_bounds, plain_ratio
from candour.audit.dispersion import dispersed_ratio, funnel, split_dispersion
from candour.audit.errors import PlanError, TooFewToCompare, Unfit
from candour.audit.estimates import CONFIDENCE, finite
from candour.audit.ethnicity import GROUPS, MISSING, Ethnicity
from candour.audit.families import holm
from candour.audit.fitness import Fitness, group_in, judge
from candour.audit.periods import Period
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.populations import Population, read_populations
from candour.audit.proportions import wilson
from candour.audit.rates import (
    Method,
    excess_events,
    poisson_rate,
    rate_difference,
    rate_ratio,
    rate_ratio_p_value,
)
from candour.audit.stop_files import Stop, StopCounts, count_stops
from candour.audit.tables import MEMORY, engine

PER = 1_000
AS_COUNTED = "as counted"
FEWEST_FOR_FUNNEL = 3


@dataclass(frozen=True, slots=True)
class StopsQuestion:
    """What is asked of the files, fixed before they are read."""

    period: Period
    ethnicity: Ethnicity = Ethnicity.SELF
    reference: str = "white"
    forces: tuple[str, ...] = ()
    repeats: bool | None = None

    def __post_init__(self) -> None:
        if self.reference not in GROUPS:
            raise PlanError(f"'{self.reference}' is no group. Groups are: {', '.join(GROUPS)}.")
        if self.reference == "mixed" and self.ethnicity is Ethnicity.OFFICER:
            raise PlanError("Officers have no code for mixed: choose another reference.")

    @property
    def groups(self) -> tuple[str, ...]:
        """Officers' codes have no mixed group; in most forces it is never used."""
        if self.ethnicity is Ethnicity.SELF:
            return GROUPS
        return tuple(group for group in GROUPS if group != "mixed")

    def plan(self, populations: Sequence[Population]) -> Plan:
        years = ", ".join(str(each.year) for each in populations)
        return Plan(
            audit="stops",
            comparison=f"searches per 1,000 residents by {self.ethnicity}-defined ethnicity, "
            "force by force",
            reference=self.reference,
            family=("every group of every force against the reference, each census by itself",),
            period=str(self.period),
            denominator=f"residents of all ages in the force area, census: {years}",
            exclusions=(
                "stops without ethnicity (bounded)",
                "stops outside the period",
                "forces whose data are unfit (listed with the reason)",
                "forces without a resident population (British Transport Police)",
            ),
            options={"ethnicity": str(self.ethnicity), "forces": list(self.forces)},
        )


@dataclass(frozen=True, slots=True)
class Denominator:
    """Residents under one census and one reading of the mixed group."""

    population_year: int | str
    reading: str
    people: Mapping[str, Mapping[str, float]]


@dataclass
class Case:
    """All that one audit works with, once the files are counted."""

    question: StopsQuestion
    counts: StopCounts
    denominators: list[Denominator]
    fitness: list[Fitness]
    by_force: dict[str, dict[Stop, int]] = field(default_factory=dict)
    monthly: dict[str, list[dict[str, int]]] = field(default_factory=dict)

    @property
    def fit(self) -> list[Fitness]:
        return [each for each in self.fitness if not each.reason]

    def stops(self, force: str, **wanted: Any) -> int:
        """How many stops of a force are as wanted; `group` is by the ethnicity asked for."""
        group = wanted.pop("group", None)
        return sum(
            number
            for stop, number in self.by_force[force].items()
            if (group is None or group_in(stop, self.question.ethnicity) == group)
            and all(getattr(stop, key) == value for key, value in wanted.items())
        )

    def by_group(self, force: str, **wanted: Any) -> dict[str, int]:
        counts = dict.fromkeys((*GROUPS, MISSING), 0)
        for stop, number in self.by_force[force].items():
            if all(getattr(stop, key) == value for key, value in wanted.items()):
                counts[group_in(stop, self.question.ethnicity)] += number
        return counts

    def by_month(self, force: str) -> list[dict[str, int]]:
        """The counts of each group, month by month."""
        if force not in self.monthly:
            self.monthly[force] = [
                self.by_group(force, month=month) for month in self.question.period.months
            ]
        return self.monthly[force]

    def compared(self, fit: Fitness) -> tuple[str, ...]:
        """Groups compared in a force: those its labels can show."""
        return tuple(group for group in self.question.groups if group not in fit.never_used)


def audit_stops(
    paths: Sequence[Path],
    populations: Sequence[Path],
    question: StopsQuestion,
    *,
    memory: str = MEMORY,
) -> Finding:
    """Audit stop-and-search files against one or more populations.

    Raises
    ------
    CannotRead
        If a file is not what it should be.
    PlanError
        If the question makes no sense, or no population is given.
    Unfit
        If the files hold no stop that could be compared, of any force with a population.
    """
    if not populations:
        raise PlanError("Give at least one population: --population FILE.")
    residents = read_populations(populations, on=question.period.middle)
    plan = question.plan(residents)
    with engine(memory=memory) as database:
        only = question.forces[0] if len(question.forces) == 1 else ""
        counts = count_stops(database, paths, only_force=only, repeats=question.repeats)
    case = _case(question, counts, residents)
    tables = _tables(case)
    return Finding(
        plan=plan,
        inputs=tuple(Input.of(path) for path in (*paths, *populations)),
        sentences=wording.sentences(
            tables["ratios"], tables["fitness"], question.reference, str(question.period)
        ),
        tables=tables,
        accounted_for=_accounted_for(case),
        assumptions=wording.ASSUMPTIONS,
        does_not_show=wording.DOES_NOT_SHOW,
        explains=wording.explanations(tables, question.reference),
    )


def _case(question: StopsQuestion, counts: StopCounts, residents: Sequence[Population]) -> Case:
    there = {stop.force for stop in counts.stops}
    forces = question.forces or tuple(sorted(there & set(residents[-1].people)))
    if not forces:
        raise Unfit(
            "The files hold no stop of a force that the population knows. Name the force of the "
            "rows with --force where neither a column nor the file's name says it."
        )
    for force in forces:
        for population in residents:
            if force not in population.people:
                known = ", ".join(sorted(population.people))
                raise PlanError(f"The population has no force '{force}', only: {known}.")
    months = set(question.period.months)
    case = Case(
        question,
        counts,
        list(_denominators(question, residents)),
        [judge(counts, force, question.period, question.ethnicity) for force in forces],
        {force: {} for force in forces},
    )
    for stop, number in counts.stops.items():
        if stop.force in case.by_force and stop.month in months:
            case.by_force[stop.force][stop] = number
    return case


def _denominators(
    question: StopsQuestion, residents: Sequence[Population]
) -> Iterator[Denominator]:
    """Every census; and where officers' codes have no mixed group, every place for its people."""
    for population in residents:
        yield Denominator(population.year, AS_COUNTED, population.people)
        if question.ethnicity is Ethnicity.OFFICER:
            for group in question.groups:
                people = {
                    force: {**by, group: by[group] + by["mixed"]}
                    for force, by in population.people.items()
                }
                yield Denominator(population.year, f"mixed counted as {group}", people)


def _tables(case: Case) -> dict[str, list[Row]]:
    rates = list(_rates(case))
    ratios = _adjusted(list(_ratios(case)))
    return {
        "rates": rates,
        "ratios": ratios,
        "bounds": list(_bounds(case)),
        "outcomes": list(_outcomes(case)),
        "fitness": [each.as_row() for each in case.fitness],
        "powers": list(_powers(case)),
        "kinds": list(_kinds(case)),
        "funnel": _funnel(case),
        "trend": list(_trend(case)),
        "labels": _labels(case),
    }


def _each(case: Case) -> Iterator[tuple[Fitness, dict[str, int], Denominator]]:
    for fit in case.fit:
        counts = case.by_group(fit.force)
        for denominator in case.denominators:
            yield fit, counts, denominator


def _rates(case: Case) -> Iterator[Row]:
    for fit, counts, denominator in _each(case):
        people = denominator.people[fit.force]
        recorded = sum(counts.values()) - counts[MISSING]
        shown = case.compared(fit)
        for group in shown:
            exact = poisson_rate(counts[group], people[group]).times(PER).as_dict()
            midp = poisson_rate(counts[group], people[group], method=Method.MIDP).times(PER)
            yield {
                "force": fit.force,
                "group": group,
                "population_year": denominator.population_year,
                "reading": denominator.reading,
                "stops": counts[group],
                "population": people[group],
                "per_1000": exact["value"],
                "low": exact["low"],
                "high": exact["high"],
                "midp_low": midp.low,
                "midp_high": midp.high,
                "per_1000_if_missing_at_random": (exact["value"] or 0.0)
                * (recorded + counts[MISSING])
                / recorded,
            }


def _ratios(case: Case) -> Iterator[Row]:
    reference = case.question.reference
    for fit, counts, denominator in _each(case):
        people = denominator.people[fit.force]
        for group in case.compared(fit):
            if group == reference:
                continue
            sides: dict[str, Any] = {
                "reference_events": counts[reference],
                "reference_exposure": people[reference],
            }
            here = (counts[group], people[group])
            try:
                exact = rate_ratio(*here, **sides).as_dict()
                midp = rate_ratio(*here, **sides, method=Method.MIDP).as_dict()
            except TooFewToCompare:
                continue
            difference = rate_difference(*here, **sides).times(PER)
            yield {
                "force": fit.force,
                "group": group,
                "reference": reference,
                "population_year": denominator.population_year,
                "reading": denominator.reading,
                "ratio": exact["value"],
                "low": exact["low"],
                "high": exact["high"],
                "midp_low": midp["low"],
                "midp_high": midp["high"],
                **_dispersed(case, fit.force, group, here, sides),
                "difference_per_1000": difference.as_dict(),
                "excess_stops": excess_events(*here, **sides).as_dict(),
                "without_repeats": _without_repeats(case, fit, group, counts, people),
                "p_value": rate_ratio_p_value(*here, **sides),
            }


def _dispersed(
    case: Case, force: str, group: str, here: tuple[int, float], sides: dict[str, Any]
) -> Row:
    months = case.by_month(force)
    spread = split_dispersion(
        [counts[group] for counts in months],
        [counts[case.question.reference] for counts in months],
    )
    row: Row = {
        "dispersed_low": None,
        "dispersed_high": None,
        "dispersion": finite(spread),
    }
    try:
        found = dispersed_ratio(*here, **sides, dispersion=spread if spread > 1 else 1.0)
    except TooFewToCompare:
        return row
    if row["dispersion"] is None:
        return row
    return row | {"dispersed_low": found.low, "dispersed_high": found.high}


def _without_repeats(
    case: Case, fit: Fitness, group: str, counts: Mapping[str, int], people: Mapping[str, float]
) -> float | None:
    """The ratio if rows that repeat another in every column were one stop each."""
    repeats = case.counts.repeats
    if repeats is None:
        return None
    months = set(case.question.period.months)
    place = 2 if case.question.ethnicity is Ethnicity.SELF else 3
    spare = dict.fromkeys((group, case.question.reference), 0)
    for key, number in repeats.items():
        if key[0] == fit.force and key[1] in months and key[place] in spare:
            spare[key[place]] += number
    return plain_ratio(
        {each: counts[each] - spare[each] for each in spare},
        people,
        group,
        case.question.reference,
    )


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


def _bounds(case: Case) -> Iterator[Row]:
    reference = case.question.reference
    for fit, counts, denominator in _each(case):
        people = denominator.people[fit.force]
        filled = _filled(case, fit.force, counts)
        for group in case.compared(fit):
            if group == reference:
                continue
            filled_ratio = plain_ratio(filled, people, group, reference) if filled else None
            yield {
                "force": fit.force,
                "group": group,
                "reference": reference,
                "population_year": denominator.population_year,
                "reading": denominator.reading,
                **missing_bounds(counts, people, group, reference),
                "officer_filled": filled_ratio,
            }


def _filled(case: Case, force: str, counts: Mapping[str, int]) -> dict[str, int] | None:
    """Counts with missing self-defined ethnicity filled from what the officer put down."""
    if case.question.ethnicity is Ethnicity.OFFICER:
        return None
    filled = dict(counts)
    for stop, number in case.by_force[force].items():
        if stop.self_group == MISSING and stop.officer_group != MISSING:
            filled[stop.officer_group] += number
            filled[MISSING] -= number
    return filled


def _outcomes(case: Case) -> Iterator[Row]:
    """No further action and finds by group, for forces whose outcome fields can be used."""
    for fit in case.fit:
        if fit.outcomes_reason:
            continue
        for group in case.compared(fit):
            known = case.stops(fit.force, group=group) - case.stops(
                fit.force, group=group, outcome="missing"
            )
            if not known:
                continue
            nothing = case.stops(fit.force, group=group, outcome="none")
            found = case.stops(fit.force, group=group, outcome="some", linked="yes")
            yield {
                "force": fit.force,
                "group": group,
                "stops": known,
                "no_further_action": wilson(nothing, known).as_dict(),
                "find": None if fit.finds_reason else wilson(found, known).as_dict(),
            }


def _powers(case: Case) -> Iterator[Row]:
    """Section 60, which needs no suspicion, always apart from other powers."""
    latest = _latest(case)
    reference = case.question.reference
    for fit in case.fit:
        people = latest.people[fit.force]
        powers = sorted({stop.power for stop in case.by_force[fit.force]})
        for power in powers:
            counts = case.by_group(fit.force, power=power)
            for group in case.compared(fit):
                exact = poisson_rate(counts[group], people[group]).times(PER)
                yield {
                    "force": fit.force,
                    "power": power,
                    "group": group,
                    "population_year": latest.population_year,
                    "stops": counts[group],
                    "per_1000": exact.value,
                    "low": exact.low,
                    "high": exact.high,
                    "ratio": plain_ratio(counts, people, group, reference),
                }


def _kinds(case: Case) -> Iterator[Row]:
    """Searches of people and of vehicles apart: the latter carry no ethnicity by themselves."""
    for fit in case.fit:
        for kind in sorted({stop.kind for stop in case.by_force[fit.force]}):
            counts = case.by_group(fit.force, kind=kind)
            yield {
                "force": fit.force,
                "kind": kind,
                "stops": sum(counts.values()),
                "without_ethnicity": counts[MISSING],
            }


def _latest(case: Case) -> Denominator:
    """The last census itself, with the mixed group as counted."""
    counted = [
        each
        for each in case.denominators
        if isinstance(each.population_year, int) and each.reading == AS_COUNTED
    ]
    return counted[-1]


def _funnel(case: Case) -> list[Row]:
    """Forces side by side: which lie outside what the differences between all of them explain."""
    latest, reference = _latest(case), case.question.reference
    made: list[Row] = []
    for group in case.question.groups:
        points = []
        for fit in case.fit:
            counts = case.by_group(fit.force)
            ratio = plain_ratio(counts, latest.people[fit.force], group, reference)
            if group != reference and ratio:
                error = sqrt(1 / counts[group] + 1 / counts[reference])
                points.append((fit.force, log(ratio), error))
        if len(points) < FEWEST_FOR_FUNNEL:
            continue
        found = funnel([each[1] for each in points], [each[2] for each in points])
        for force, value, error in points:
            naive = found.limits(error, confidence=CONFIDENCE, naive=True)
            wide = found.limits(error, confidence=CONFIDENCE)
            made.append(
                {
                    "force": force,
                    "group": group,
                    "ratio": exp(value),
                    "log_error": error,
                    "target": exp(found.target),
                    "tau": sqrt(found.between_variance),
                    "dispersion": found.dispersion,
                    "low": exp(wide[0]),
                    "high": exp(wide[1]),
                    "naive_low": exp(naive[0]),
                    "naive_high": exp(naive[1]),
                    "outside": not wide[0] <= value <= wide[1],
                    "outside_naive": not naive[0] <= value <= naive[1],
                }
            )
    return made


def _trend(case: Case) -> Iterator[Row]:
    latest = _latest(case)
    for fit in case.fit:
        people = latest.people[fit.force]
        for month, counts in zip(
            case.question.period.months, case.by_month(fit.force), strict=True
        ):
            for group in case.compared(fit):
                yield {
                    "force": fit.force,
                    "month": month,
                    "group": group,
                    "stops": counts[group],
                    "per_1000": PER * counts[group] / people[group],
                    "ratio": plain_ratio(counts, people, group, case.question.reference),
                }


def _labels(case: Case) -> list[Row]:
    used = case.counts.labels[str(case.question.ethnicity)]
    return [{"label": label or "(empty)", "group": used[label]} for label in sorted(used)]


def _accounted_for(case: Case) -> Row:
    """What became of every row: the parts add up to what was read."""
    months = set(case.question.period.months)
    reasons = ("used", "out_of_period", "other_force", "unfit_force", "no_ethnicity")
    parts = dict.fromkeys((*reasons, "group_not_compared"), 0)
    compared = {each.force: case.compared(each) for each in case.fit}
    for stop, number in case.counts.stops.items():
        group = group_in(stop, case.question.ethnicity)
        if stop.force not in case.by_force:
            reason = "other_force"
        elif stop.month not in months:
            reason = "out_of_period"
        elif stop.force not in compared:
            reason = "unfit_force"
        elif group == MISSING:
            reason = "no_ethnicity"
        else:
            reason = "used" if group in compared[stop.force] else "group_not_compared"
        parts[reason] += number
    unreadable = case.counts.unreadable
    return {
        "read": case.counts.read,
        **parts,
        "no_force": case.counts.no_force,
        "no_month": case.counts.no_month,
        "unreadable": len(unreadable),
        "unreadable_lines": [each.as_dict() for each in unreadable[:20]],
        "repeated_rows_kept": sum(case.counts.repeats.values())
        if case.counts.repeats is not None
        else None,
    }
