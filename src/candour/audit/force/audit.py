"""Audit the use of force: tactics used on each group, as the Home Office publishes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import TypedDict

from candour.audit import names
from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.findings import Finding, Input, Plan
from candour.audit.force.publication import (
    ALL_TACTICS,
    WHOLE,
    holds_incidents,
    left_out,
    read_incidents,
    read_tactics,
    sums_of_forces,
    year_covered,
    year_of_incidents,
)
from candour.audit.force.rows import Account, Bound, Force, Rate, Ratio, RefusedForce
from candour.audit.force.subject import SUBJECT
from candour.audit.per_resident.denominators import AUTOMATIC, Residents, choose
from candour.audit.per_resident.drawn_in import Cell, Counted, drawn_in
from candour.audit.per_resident.judging import judged
from candour.audit.per_resident.leads import Frame, leads
from candour.audit.per_resident.rows import PER, of_leading
from candour.audit.periods import Period
from candour.audit.residents.as_censuses import unlike_censuses
from candour.audit.residents.ethnicity import GROUPS, MISSING
from candour.audit.residents.populations import Population, read_populations
from candour.audit.residents.without_residents import why_no_residents
from candour.audit.statistics.bounds import missing_bounds, plain_ratio
from candour.audit.statistics.estimates import NO_ESTIMATE, Estimate
from candour.audit.statistics.families import holm
from candour.audit.statistics.rates import Method, poisson_rate, rate_ratio
from candour.audit.statistics.waves import (
    FEWEST_TO_SAY_CLEARLY,
    INDEPENDENT,
    Widening,
    widened_difference,
    widened_p_value,
    widened_rate,
    widened_ratio,
)

FEW = 3  # forces that the sentences take one by one
ASSUMPTIONS = (
    "Counts are of tactics reported: one use of force has several tactics, one person may be "
    "subjected to several, and several officers may report the same.",
    "Ethnicity is as the officer perceived it; the census counts what people say of themselves.",
    "Rates: exact Poisson. Ratios: conditional exact and mid-P, if tactics were independent, which "
    "within an incident they are not. With --incidents both again for tactics that come by "
    "incident, and so are differences, excess tactics and p-values. The tables give only the mean "
    "m of tactics for each incident of a force, not how they spread: they are taken to spread "
    "geometrically, which makes counts vary 2m - 1 times as much as independent ones. All at 95%.",
    "Ratios drawn in (five forces or more): log ratios normal about that of all forces, by a "
    "posterior over how far forces differ; 95% on average over forces, and never called clear.",
    "P-values are two-sided, and adjusted by Holm over the groups of a force.",
    "A rate is called clearly higher or lower if its widened range leaves out 1 on every count of "
    "residents that the plan names, if its adjusted p-value is below 0.05, and if the data run "
    f"for at least {FEWEST_TO_SAY_CLEARLY} weeks. Else it depends, and on what is said.",
)
DOES_NOT_SHOW = (
    "Not adjusted for age: those subjected to force are mostly young, and groups differ in age.",
    "How many people or incidents there were: tactics are not incidents, and incidents are not "
    "people.",
    "Whether any use of force was lawful or necessary, or what led to it.",
)


@dataclass(frozen=True, slots=True)
class ForceQuestion:
    """What is asked of the table, fixed before it is read."""

    period: Period
    reference: str = "white"
    tactic: str = ALL_TACTICS
    forces: tuple[str, ...] = ()
    denominator: str = AUTOMATIC  # the residents to lead with

    @property
    def primary(self) -> str:
        """The comparison that published series lead with; the other way round, if asked so."""
        return "white" if self.reference == "black" else "black"

    def __post_init__(self) -> None:
        if self.reference not in GROUPS:
            raise PlanError(f"'{self.reference}' is no group. Groups are: {', '.join(GROUPS)}.")

    def plan(self, populations: Sequence[Population], residents: Residents) -> Plan:
        return Plan(
            audit="force",
            comparison=f"'{self.tactic}' reported per 1,000 residents by perceived ethnicity, "
            "force by force",
            reference=self.reference,
            family=("every group of a force against the reference, force by force",),
            period=str(self.period),
            denominator="residents of all ages in the force area, census: "
            + ", ".join(str(each.year) for each in populations),
            exclusions=("tactics without ethnicity (bounded)",),
            options={
                "tactic": self.tactic,
                "forces": list(self.forces),
                "primary": self.primary,
                **residents.options,
            },
        )


def audit_force(
    path: Path,
    populations: Sequence[Path],
    question: ForceQuestion,
    *,
    incidents: Path | None = None,
) -> Finding[Force]:
    """Audit a Home Office table of tactics by force and perceived ethnicity, as ODS or CSV.

    Parameters
    ----------
    path : Path
        The workbook as published, or its table by force saved as CSV.
    populations : sequence of Path
        Census tables by police force area.
    question : ForceQuestion
    incidents : Path, optional
        The workbook again, or its table of incidents by force: with it a second interval allows
        for tactics of one incident not being independent. A workbook given as `path` holds that
        table too, and is then read without being named again.

    Raises
    ------
    CannotRead
        If a file is not what it should be.
    PlanError
        If there is no population, no such tactic, or no such force.
    """
    if not populations:
        raise PlanError("Give at least one population: --population FILE.")
    residents = [
        _with_whole(each) for each in read_populations(populations, on=question.period.middle)
    ]
    leading = choose(residents, question.period.middle, question.denominator)
    assert leading is not None
    plan = question.plan(residents, leading)
    _need_period(path, year_covered(path, question.period), question.period)
    if incidents is not None:
        _need_period(incidents, year_of_incidents(incidents, question.period), question.period)
    tactics, lines = read_tactics(path, question.tactic, question.period)
    per_incident = _tactics_per_incident(
        path, incidents or (path if holds_incidents(path) else None), question.period
    )
    forces = question.forces or tuple(force for force in tactics if force != WHOLE) or (WHOLE,)
    for force in forces:
        for known in (tactics, *(each.people for each in residents)):
            if force not in known:
                raise PlanError(f"There is no force '{force}', only: {', '.join(sorted(known))}.")
    refused = tuple(_refused(forces))
    unfit = {row.force for row in refused}
    fit = [force for force in forces if force not in unfit]
    rows = [(force, tactics[force], population) for force in fit for population in residents]
    ratios = judged(
        _ratios(rows, question.reference, per_incident), leading, weeks=question.period.weeks
    )
    files = (path, *populations, *([incidents] if incidents else []))
    return Finding(
        plan=plan,
        inputs=tuple(Input.of(file) for file in files),
        sentences=(
            *_unlike_censuses(residents, fit),
            *_sentences(ratios, question, leading),
            *(f"{names.area(row.force)} was not compared: {row.reason}." for row in refused),
            *_left_out(left_out(path, question.tactic, question.period)),
        ),
        result=Force(
            rates=tuple(_rates(rows, per_incident)),
            ratios=ratios,
            bounds=tuple(_bounds(rows, question.reference)),
            accounted_for=_account(tactics, fit, sorted(unfit), lines),
            refused=refused or None,
        ),
        assumptions=ASSUMPTIONS,
        does_not_show=DOES_NOT_SHOW,
    )


def _unlike_censuses(residents: Sequence[Population], forces: Sequence[str]) -> Iterator[str]:
    for population in residents:
        people = {force: population.people[force] for force in forces if force != WHOLE}
        yield from unlike_censuses(people, str(population.year))


def _refused(forces: Sequence[str]) -> Iterator[RefusedForce]:
    for force in forces:
        nobody = why_no_residents(force, "met with force")
        if nobody:
            reason = f"its tactics can't be set against residents: {nobody}"
            yield RefusedForce(force=force, reason=reason)


def _left_out(forces: Sequence[str]) -> tuple[str, ...]:
    if not forces:
        return ()
    which = names.listed([force or "England and Wales" for force in forces])
    verb = "has" if len(forces) == 1 else "have"
    return (f"{which} {verb} a row without a number in the table, and no part in this: not none.",)


def _account(
    tactics: Mapping[str, Mapping[str, int]], fit: Sequence[str], unfit: Sequence[str], lines: int
) -> Account:
    """What was read and used; the table's own total, and by how much its forces miss it."""
    counts = [tactics[force] for force in fit]
    not_compared = sum(sum(tactics[force].values()) for force in unfit)
    account = Account(
        read=lines,
        tactics=sum(sum(one.values()) for one in counts) + not_compared,
        used=sum(sum(one.values()) - one[MISSING] for one in counts),
        no_ethnicity=sum(one[MISSING] for one in counts),
        whole_of_england_and_wales=None,
        unfit_force=not_compared if unfit else None,
    )
    if WHOLE not in tactics:
        return account
    whole, together = tactics[WHOLE], sums_of_forces(tactics)
    account = replace(account, whole_of_england_and_wales=sum(whole.values()))
    if len(tactics) == 1:
        return account
    return replace(
        account,
        sum_of_forces=sum(together.values()),
        groups_where_forces_miss_the_total={
            group: together[group] - whole[group]
            for group in together
            if together[group] != whole[group]
        },
    )


def _need_period(path: Path, year: Period | None, period: Period) -> None:
    """Refuse a file whose own title or name is of another year."""
    if year and year != period:
        raise PlanError(
            f"{path.name} says that it covers {year}, not {period}: name that period, or give the "
            "publication of the year you ask about."
        )


def _with_whole(population: Population) -> Population:
    """The same with England and Wales as a whole: all areas of the table together."""
    areas = population.people.values()
    whole = {group: sum(people[group] for people in areas) for group in GROUPS}
    return replace(population, people={**population.people, WHOLE: whole})


def _tactics_per_incident(path: Path, incidents: Path | None, period: Period) -> dict[str, float]:
    """How many tactics each incident has, force by force: how alike tactics come in clusters."""
    if incidents is None:
        return {}
    try:
        every, _ = read_tactics(path, ALL_TACTICS, period)
    except PlanError:  # the publication for 2017/18 adds no tactics up
        return {}
    reported = read_incidents(incidents, period)
    return {
        force: sum(counts.values()) / reported[force]
        for force, counts in every.items()
        if reported.get(force)
    }


Rows = Sequence[tuple[str, Mapping[str, int], Population]]


class Sides(TypedDict):
    """The reference's side of a ratio, and what every interval of the row is widened by."""

    reference_events: int
    reference_exposure: float
    widening: Widening


def incident_widening(per_incident: float) -> Widening:
    """How much wider intervals of tactics are, given the mean number of tactics of an incident.

    Counts of clusters vary ``E[k²]/E[k]`` times as much as independent events. Only the mean m of k
    is published: for a geometric spread the ratio is ``2m - 1``, for one that is the same in each
    incident only m.

    >>> incident_widening(1.5).dispersion
    2.0
    """
    return Widening(max(1.0, 2 * per_incident - 1), inf, 0)


def _rates(rows: Rows, per_incident: Mapping[str, float]) -> Iterator[Rate]:
    for force, counts, population in rows:
        for group in GROUPS:
            people = population.people[force][group]
            rate = poisson_rate(counts[group], people).times(PER)
            wide = NO_ESTIMATE
            if force in per_incident:
                widening = incident_widening(per_incident[force])
                wide = widened_rate(counts[group], people, widening=widening).times(PER).reported()
            yield Rate(
                force=force,
                group=group,
                population_year=population.year,
                tactics=counts[group],
                population=people,
                per_1000=rate.value,
                low=rate.low,
                high=rate.high,
                dispersed_low=wide.low,
                dispersed_high=wide.high,
            )


def _ratios(rows: Rows, reference: str, per_incident: Mapping[str, float]) -> tuple[Ratio, ...]:
    """Every ratio that can be worked out, with Holm's adjustment over the groups of a force."""
    ratios = []
    counted: dict[Cell, Counted] = {}
    for force, counts, population in rows:
        made = [
            ratio
            for group in GROUPS
            if group != reference
            and (ratio := _ratio(force, group, reference, counts, population, per_incident))
        ]
        adjusted = holm([row.p_value for row in made])
        ratios += [replace(row, p_holm=p) for row, p in zip(made, adjusted, strict=True)]
        people = population.people[force]
        dispersion = _widening(force, per_incident).dispersion
        for row in made if force != WHOLE else ():
            here, there = ((counts[one], people[one]) for one in (row.group, reference))
            cell = (force, row.group, row.population_year, row.reading)
            counted[cell] = Counted(here, there, dispersion)
    return drawn_in(ratios, counted)


def _widening(force: str, per_incident: Mapping[str, float]) -> Widening:
    return incident_widening(per_incident[force]) if force in per_incident else INDEPENDENT


def _ratio(
    force: str,
    group: str,
    reference: str,
    counts: Mapping[str, int],
    population: Population,
    per_incident: Mapping[str, float],
) -> Ratio | None:
    people = population.people[force]
    here, there = (counts[group], people[group]), (counts[reference], people[reference])
    try:
        exact = _over(here, there, Method.EXACT).reported()
        midp = _over(here, there, Method.MIDP).reported()
    except TooFewToCompare:
        return None
    known = force in per_incident
    widening = _widening(force, per_incident)
    sides: Sides = {
        "reference_events": there[0],
        "reference_exposure": there[1],
        "widening": widening,
    }
    wide = widened_ratio(*here, **sides).reported() if known else NO_ESTIMATE
    difference = widened_difference(*here, **sides)
    return Ratio(
        force=force,
        group=group,
        reference=reference,
        population_year=population.year,
        ratio=exact.value,
        low=exact.low,
        high=exact.high,
        midp_low=midp.low,
        midp_high=midp.high,
        dispersed_low=wide.low,
        dispersed_high=wide.high,
        tactics_per_incident=per_incident.get(force),
        p_value=widened_p_value(*here, **sides),
        p_holm=1.0,  # until the whole family is known
        dispersion=widening.dispersion if known else None,
        difference_per_1000=difference.times(PER).reported(),
        excess_tactics=difference.times(people[group]).reported(),
    )


def _over(here: tuple[int, float], there: tuple[int, float], method: Method) -> Estimate:
    return rate_ratio(*here, reference_events=there[0], reference_exposure=there[1], method=method)


def _bounds(rows: Rows, reference: str) -> Iterator[Bound]:
    for force, counts, population in rows:
        people = population.people[force]
        for group in GROUPS:
            if group == reference or not plain_ratio(counts, people, group, reference):
                continue
            bound = missing_bounds(counts, people, group, reference, missing=counts[MISSING])
            yield Bound(
                force=force,
                group=group,
                reference=reference,
                population_year=population.year,
                missing=bound.missing,
                recorded=bound.recorded,
                all_missing_reference=bound.all_missing_reference,
                all_missing_group=bound.all_missing_group,
                tipping_point=bound.tipping_point,
                tipping_events=bound.tipping_events,
            )


def _sentences(
    ratios: Sequence[Ratio], question: ForceQuestion, residents: Residents
) -> tuple[str, ...]:
    shown = of_leading([row for row in ratios if row.ratio is not None], residents.leading)
    events = "" if question.tactic == ALL_TACTICS else f"uses of '{question.tactic}'"
    frame = Frame(
        SUBJECT,
        question.reference,
        names.period(str(question.period)),
        events,
        primary=question.primary,
        denominators=residents.plausible,
        weeks=question.period.weeks,
    )
    texts = leads(shown, (), frame, few=FEW, on_all=ratios) or ["No force could be compared."]
    return (*([residents.far_off] if residents.far_off else []), *texts)
