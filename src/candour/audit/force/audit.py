"""Audit the use of force: tactics used on each group, as the Home Office publishes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from candour.audit import names
from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.force.tables import (
    ALL_TACTICS,
    WHOLE,
    is_workbook,
    read_incidents,
    read_tactics,
    sums_of_forces,
    year_covered,
)
from candour.audit.periods import Period
from candour.audit.plans import Finding, Input, Plan, Row
from candour.audit.rate_leads import Asked, leads
from candour.audit.residents.ethnicity import GROUPS, MISSING
from candour.audit.residents.populations import Population, read_populations
from candour.audit.statistics.bounds import missing_bounds, plain_ratio
from candour.audit.statistics.dispersion import dispersed_ratio
from candour.audit.statistics.families import holm
from candour.audit.statistics.rates import Method, poisson_rate, rate_ratio, rate_ratio_p_value

PER = 1_000
FEW = 3  # forces that the sentences take one by one
ASSUMPTIONS = (
    "Counts are of tactics reported: one use of force has several tactics, one person may be "
    "subjected to several, and several officers may report the same.",
    "Ethnicity is as the officer perceived it; the census counts what people say of themselves.",
    "Rates: exact Poisson. Ratios: conditional exact and mid-P, if tactics were independent, which "
    "within an incident they are not; with --incidents a second interval is scaled by the "
    "number of tactics for each incident. All at 95%.",
    "P-values are exact, two-sided, and adjusted by Holm over all groups and forces.",
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

    def __post_init__(self) -> None:
        if self.reference not in GROUPS:
            raise PlanError(f"'{self.reference}' is no group. Groups are: {', '.join(GROUPS)}.")

    def plan(self, populations: Sequence[Population]) -> Plan:
        return Plan(
            audit="force",
            comparison=f"'{self.tactic}' reported per 1,000 residents by perceived ethnicity, "
            "force by force",
            reference=self.reference,
            family=("every group of every force against the reference, each census by itself",),
            period=str(self.period),
            denominator="residents of all ages in the force area, census: "
            + ", ".join(str(each.year) for each in populations),
            exclusions=("tactics without ethnicity (bounded)",),
            options={"tactic": self.tactic, "forces": list(self.forces)},
        )


def audit_force(
    path: Path,
    populations: Sequence[Path],
    question: ForceQuestion,
    *,
    incidents: Path | None = None,
) -> Finding:
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
    plan = question.plan(residents)
    tactics, lines = read_tactics(path, question.tactic)
    _need_period(path, question.period)
    per_incident = _tactics_per_incident(path, incidents or (path if is_workbook(path) else None))
    forces = question.forces or tuple(force for force in tactics if force != WHOLE) or (WHOLE,)
    for force in forces:
        for known in (tactics, *(each.people for each in residents)):
            if force not in known:
                raise PlanError(f"There is no force '{force}', only: {', '.join(sorted(known))}.")
    rows = [(force, tactics[force], population) for force in forces for population in residents]
    ratios = list(_ratios(rows, question.reference, per_incident))
    files = (path, *populations, *([incidents] if incidents else []))
    counts = [tactics[force] for force in forces]
    return Finding(
        plan=plan,
        inputs=tuple(Input.of(each) for each in files),
        sentences=_sentences(ratios, question),
        tables={
            "rates": list(_rates(rows)),
            "ratios": ratios,
            "bounds": list(_bounds(rows, question.reference)),
        },
        accounted_for={
            "read": lines,
            "tactics": sum(sum(each.values()) for each in counts),
            "used": sum(sum(each.values()) - each[MISSING] for each in counts),
            "no_ethnicity": sum(each[MISSING] for each in counts),
            **_whole_against_forces(tactics),
        },
        assumptions=ASSUMPTIONS,
        does_not_show=DOES_NOT_SHOW,
    )


def _whole_against_forces(tactics: Mapping[str, Mapping[str, int]]) -> Row:
    """The table's own total for England and Wales, and by how much its forces miss it."""
    if WHOLE not in tactics:
        return {"whole_of_england_and_wales": None}
    whole, together = tactics[WHOLE], sums_of_forces(tactics)
    row: Row = {"whole_of_england_and_wales": sum(whole.values())}
    if len(tactics) > 1:
        row["sum_of_forces"] = sum(together.values())
        row["groups_where_forces_miss_the_total"] = {
            group: together[group] - whole[group]
            for group in together
            if together[group] != whole[group]
        }
    return row


def _need_period(path: Path, period: Period) -> None:
    """Refuse a workbook whose own title is of another year."""
    said = year_covered(path)
    if said and said != period:
        raise PlanError(
            f"{path.name} says that it covers {said}, not {period}: name that period, or give the "
            "publication of the year you ask about."
        )


def _with_whole(population: Population) -> Population:
    """The same with England and Wales as a whole: all areas of the table together."""
    areas = population.people.values()
    whole = {group: sum(people[group] for people in areas) for group in GROUPS}
    return replace(population, people={**population.people, WHOLE: whole})


def _tactics_per_incident(path: Path, incidents: Path | None) -> dict[str, float]:
    """How many tactics each incident has, force by force: how alike tactics come in clusters."""
    if incidents is None:
        return {}
    try:
        every, _ = read_tactics(path, ALL_TACTICS)
    except PlanError:  # the publication for 2017/18 adds no tactics up
        return {}
    reported = read_incidents(incidents)
    return {
        force: sum(counts.values()) / reported[force]
        for force, counts in every.items()
        if reported.get(force)
    }


Rows = Sequence[tuple[str, Mapping[str, int], Population]]


def _rates(rows: Rows) -> Iterator[Row]:
    for force, counts, population in rows:
        for group in GROUPS:
            people = population.people[force][group]
            found = poisson_rate(counts[group], people).times(PER)
            yield {
                "force": force,
                "group": group,
                "population_year": population.year,
                "tactics": counts[group],
                "population": people,
                "per_1000": found.value,
                "low": found.low,
                "high": found.high,
            }


def _ratios(rows: Rows, reference: str, per_incident: Mapping[str, float]) -> Iterator[Row]:
    made: list[Row] = []
    for force, counts, population in rows:
        people = population.people[force]
        sides: dict[str, Any] = {
            "reference_events": counts[reference],
            "reference_exposure": people[reference],
        }
        for group in GROUPS:
            if group == reference:
                continue
            here = (counts[group], people[group])
            try:
                exact = rate_ratio(*here, **sides).as_dict()
                midp = rate_ratio(*here, **sides, method=Method.MIDP).as_dict()
            except TooFewToCompare:
                continue
            made.append(
                {
                    "force": force,
                    "group": group,
                    "reference": reference,
                    "population_year": population.year,
                    "ratio": exact["value"],
                    "low": exact["low"],
                    "high": exact["high"],
                    "midp_low": midp["low"],
                    "midp_high": midp["high"],
                    **_clustered(here, sides, per_incident.get(force)),
                    "p_value": rate_ratio_p_value(*here, **sides),
                }
            )
    for year in {row["population_year"] for row in made}:
        family = [row for row in made if row["population_year"] == year]
        adjusted = holm([row["p_value"] for row in family])
        for row, p_holm in zip(family, adjusted, strict=True):
            row["p_holm"] = p_holm
    yield from made


def _clustered(here: tuple[int, float], sides: dict[str, Any], size: float | None) -> Row:
    if size is None or not here[0] or not sides["reference_events"]:
        return {"dispersed_low": None, "dispersed_high": None, "tactics_per_incident": size}
    found = dispersed_ratio(*here, **sides, dispersion=size)
    return {
        "dispersed_low": found.low,
        "dispersed_high": found.high,
        "tactics_per_incident": size,
    }


def _bounds(rows: Rows, reference: str) -> Iterator[Row]:
    for force, counts, population in rows:
        for group in GROUPS:
            if group != reference and plain_ratio(
                counts, population.people[force], group, reference
            ):
                yield {
                    "force": force,
                    "group": group,
                    "reference": reference,
                    "population_year": population.year,
                    **missing_bounds(counts, population.people[force], group, reference),
                }


def _sentences(ratios: Sequence[Row], question: ForceQuestion) -> tuple[str, ...]:
    counted = [
        row
        for row in ratios
        if isinstance(row["population_year"], int) and row["ratio"] is not None
    ]
    last = max((row["population_year"] for row in counted), default=0)
    latest = [row for row in counted if row["population_year"] == last]
    said = "tactics" if question.tactic == ALL_TACTICS else f"uses of '{question.tactic}'"
    asked = Asked("force", question.reference, names.period(str(question.period)), said)
    return tuple(leads(latest, (), asked, few=FEW)) or ("No force could be compared.",)
