"""Audit stops and searches: how often each group is searched, what comes of it, how sure we are."""

from collections.abc import Sequence
from pathlib import Path

from candour.audit import names
from candour.audit.errors import CannotRead, PlanError
from candour.audit.plans import Finding, Input, Row
from candour.audit.progress import Progress
from candour.audit.residents.age_populations import AgePopulation, read_age_population
from candour.audit.residents.populations import Area, Population, of_area, read_populations
from candour.audit.stops import wording
from candour.audit.stops.accounts import accounted_for, labels, refused
from candour.audit.stops.ages import age_tables
from candour.audit.stops.areas import area_tables
from candour.audit.stops.breakdowns import breakdowns, kinds, outcomes, powers
from candour.audit.stops.case import Case, make_case
from candour.audit.stops.comparisons import funnel_rows, trend
from candour.audit.stops.explanations import explanations
from candour.audit.stops.files import StopCounts, count_stops
from candour.audit.stops.headings import FILE_NAME, By
from candour.audit.stops.places import Reading
from candour.audit.stops.question import AREAS, StopsQuestion
from candour.audit.stops.rates import bounds, rates, ratios
from candour.audit.tables import LAPTOP, Machine, engine

__all__ = ["StopsQuestion", "audit_stops"]


def audit_stops(
    paths: Sequence[Path],
    populations: Sequence[Path],
    question: StopsQuestion,
    *,
    age_population: Path | None = None,
    machine: Machine = LAPTOP,
) -> Finding:
    """Audit stop-and-search files against one or more populations.

    Parameters
    ----------
    paths : sequence of Path
        Stop-and-search files: CSV, gzipped CSV or Parquet.
    populations : sequence of Path
        Census tables by police force area, and by the smaller areas that stops are broken down
        by; one or more censuses of each.
    question : StopsQuestion
    age_population : Path, optional
        Residents by police force area, age and ethnic group, to standardise by age.
    machine : Machine
        How much the database may take.

    Raises
    ------
    CannotRead
        If a file is not what it should be.
    PlanError
        If the question makes no sense, or no population is given.
    Unfit
        If the files hold no stop that could be compared, of any force with a population.
    """
    inputs = _inputs(paths, machine.progress)
    residents = _populations(populations, question)
    ages = read_age_population(age_population) if age_population else None
    plan = question.plan(residents, adjusted_for_age=ages is not None)
    counts = _count(paths, question, by_age=ages is not None, machine=machine)
    case = make_case(question, counts, residents)
    tables = _tables(case, ages)
    others = (*populations, *([age_population] if age_population else []))
    return Finding(
        plan=plan,
        inputs=(*inputs, *(Input.of(path) for path in others)),
        sentences=wording.sentences(tables, question.reference, names.period(str(question.period))),
        tables=tables,
        accounted_for=accounted_for(case),
        assumptions=wording.assumptions(tables),
        does_not_show=wording.does_not_show(tables, adjusted_for_age=ages is not None),
        explains=explanations(tables, question.reference),
    )


def _inputs(paths: Sequence[Path], progress: Progress) -> list[Input]:
    """The files of stops with their hashes, each of them once."""
    made: dict[str, Path] = {}
    months: dict[str, Path] = {}
    inputs = []
    for path in paths:
        try:
            found = Input.of(path, progress)
        except FileNotFoundError:
            raise CannotRead(str(path), "there is no such file.") from None
        except OSError as error:
            raise CannotRead(str(path), f"it can't be opened ({error.strerror}).") from None
        named = FILE_NAME.search(path.name)
        same = made.get(found.sha256) or (months.get(named[0]) if named else None)
        if same is not None:
            raise CannotRead(
                path.name,
                f"it holds what {same.name} holds, or the same force and month: every stop "
                "would count twice, so give it once.",
            )
        made[found.sha256] = path
        if named:
            months[named[0]] = path
        inputs.append(found)
    return inputs


def _populations(paths: Sequence[Path], question: StopsQuestion) -> list[Population]:
    """Read the populations, each of a kind of area that something is compared by."""
    if not paths:
        raise PlanError("Give at least one population: --population FILE.")
    wanted = [AREAS[by] for by in question.area_breakdowns]
    found = read_populations(
        paths,
        on=question.period.middle,
        areas=(Area.FORCE, *wanted),
        hints={area: f"to compare by it, add --split-by {by}" for by, area in AREAS.items()},
    )
    for area in wanted:
        if not of_area(found, area):
            raise PlanError(
                f"To compare by {area}, give a population by {area}: --population FILE."
            )
    return found


def _count(
    paths: Sequence[Path], question: StopsQuestion, *, by_age: bool, machine: Machine
) -> StopCounts:
    by = dict.fromkeys((*question.by, *([By.AGE] if by_age else [])))
    how = Reading(
        only_force=question.forces[0] if len(question.forces) == 1 else "",
        repeats=question.repeats,
        count=question.count,
        by=tuple(by),
        ethnicity=question.ethnicity,
        months=frozenset(question.period.months),
        forces=frozenset(question.forces),
    )
    with engine(machine) as database:
        return count_stops(database, paths, how)


def _tables(case: Case, ages: AgePopulation | None) -> dict[str, list[Row]]:
    tables = {
        "rates": list(rates(case)),
        "ratios": ratios(case),
        **age_tables(case, ages),
        **area_tables(case),
        "bounds": list(bounds(case)),
        "outcomes": list(outcomes(case)),
        "fitness": [each.as_row() for each in case.fitness],
        "powers": list(powers(case)),
        "kinds": list(kinds(case)),
        **breakdowns(case),
        "funnel": funnel_rows(case),
        "trend": list(trend(case)),
    }
    return {**tables, "refused": refused(case, tables), "labels": labels(case)}
