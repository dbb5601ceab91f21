"""Audit stops and searches: how often each group is searched, what comes of it, how sure we are."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from candour.audit import names
from candour.audit.count_columns import EACH_ROW
from candour.audit.errors import PlanError, Unfit
from candour.audit.findings import Finding, Input
from candour.audit.residents.age_populations import AgePopulation, read_age_population
from candour.audit.residents.populations import Area, Population, of_area, read_populations
from candour.audit.stops import (
    account_words,
    decider_words,
    decile_words,
    find_words,
    home_office,
    people_words,
)
from candour.audit.stops import sentences as words
from candour.audit.stops.accounts import account, labels, refused
from candour.audit.stops.ages import age_rates, standardised
from candour.audit.stops.areas import area_tables
from candour.audit.stops.breakdowns import ages_and_sexes, breakdown, kinds, outcomes, powers
from candour.audit.stops.case import Case, make_case
from candour.audit.stops.columns import FILE_NAME, By
from candour.audit.stops.comparisons import funnel_points, trend
from candour.audit.stops.counts import StopCounts
from candour.audit.stops.deciders import deciders
from candour.audit.stops.deciles import PointTables, point_tables
from candour.audit.stops.explanations import explanations
from candour.audit.stops.files import count_stops
from candour.audit.stops.finds import find_rates
from candour.audit.stops.home_office import as_published, beside_published
from candour.audit.stops.people import refuse_one_person_or_officer, searched_again
from candour.audit.stops.places import Reading
from candour.audit.stops.points import PointFiles, Points, count_points
from candour.audit.stops.question import AREAS, StopsQuestion
from candour.audit.stops.rates import bounds, rates, ratios
from candour.audit.stops.rows import Refused, Stops
from candour.audit.stops.warnings import unknown_outcomes, warnings, without_ethnicity
from candour.core.progress import Progress
from candour.tables import LAPTOP, Machine, engine
from candour.tables.errors import CannotRead

__all__ = ["StopsQuestion", "audit_stops"]

HIDDEN_PARTS = "by power, kind, outcome, month, age, place or any other part"
PARTS_ARE_HIDDEN = "counts are hidden in the file, and a part of the searches may be hidden whole"


def audit_stops(
    paths: Sequence[Path],
    populations: Sequence[Path],
    question: StopsQuestion,
    *,
    age_population: Path | None = None,
    joined: PointFiles | None = None,
    machine: Machine = LAPTOP,
    today: date | None = None,
) -> Finding[Stops]:
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
    joined : PointFiles, optional
        Outlines of LSOAs, to which stops are joined by their points.
    machine : Machine
        How much the database may take.
    today : date, optional
        After which nothing can have happened; by default today.

    Raises
    ------
    CannotRead
        If a file is not what it should be.
    PlanError
        If the question makes no sense, or no population is given.
    Unfit
        If the files hold no stop that could be compared, of any force with a population.
    """
    if joined is not None and question.area_breakdowns:
        raise PlanError("Stops are told apart by --areas or by --split-by an area, not by both.")
    inputs = _inputs(paths, machine.progress)
    residents = _populations(populations, question, joins=joined is not None)
    ages = read_age_population(age_population) if age_population else None
    plan = question.plan(residents, adjusted_for_age=ages is not None)
    if joined is not None:
        plan = decile_words.planned(plan, joined)
    counts, points = _count(
        paths, question, by_age=ages is not None, joins=joined is not None, machine=machine
    )
    if not counts.read:
        raise Unfit("The files hold no row below their headings.")
    case = make_case(question, counts, residents)
    refuse_one_person_or_officer(case)
    by_point = point_tables(case, points, joined) if joined is not None else None
    result = _result(case, ages, by_point)
    others = (
        *populations,
        *([age_population] if age_population else []),
        *(joined.paths if joined is not None else []),
    )
    period = names.period(str(question.period))
    rate_sentences = words.sentences(result, question, case.residents)
    return Finding(
        plan=plan,
        inputs=(*inputs, *(Input.of(path) for path in others)),
        sentences=(
            *([case.residents.far_off] if case.residents and case.residents.far_off else []),
            *warnings(case, f"{today or datetime.now(UTC):%Y-%m}"),
            *words.area_leads(result),
            *decile_words.leads(result, plan, period),
            *rate_sentences[:1],
            *without_ethnicity(case),
            *rate_sentences[1:],
            *unknown_outcomes(case),
            *find_words.sentences(result, period),
            *decider_words.sentences(result),
            *people_words.sentences(result),
            *home_office.sentences(result.beside_published),
            account_words.sentence(result.accounted_for, has_hidden=case.has_hidden),
        ),
        result=result,
        assumptions=(
            *words.assumptions(result),
            *find_words.assumptions(result),
            *decider_words.assumptions(result),
            *decile_words.assumptions(result, plan),
        ),
        does_not_show=(
            *words.does_not_show(result, adjusted_for_age=ages is not None),
            *find_words.does_not_show(result),
            *decider_words.does_not_show(result),
            *decile_words.does_not_show(result),
        ),
        explains=explanations(result, question.reference),
    )


def _inputs(paths: Sequence[Path], progress: Progress) -> list[Input]:
    """The files of stops with their hashes, each of them once."""
    by_hash: dict[str, Path] = {}
    months: dict[str, Path] = {}
    inputs = []
    for path in paths:
        try:
            file = Input.of(path, progress)
        except FileNotFoundError:
            raise CannotRead(str(path), "there is no such file.") from None
        except OSError as error:
            raise CannotRead(str(path), f"it can't be opened ({error.strerror}).") from None
        named = FILE_NAME.search(path.name)
        same = by_hash.get(file.sha256) or (months.get(named[0]) if named else None)
        if same is not None:
            raise CannotRead(
                path.name,
                f"it holds what {same.name} holds, or the same force and month: every stop "
                "would count twice, so give it once.",
            )
        by_hash[file.sha256] = path
        if named:
            months[named[0]] = path
        inputs.append(file)
    return inputs


def _populations(
    paths: Sequence[Path], question: StopsQuestion, *, joins: bool
) -> list[Population]:
    """Read the populations, each of a kind of area that something is compared by."""
    if not paths:
        raise PlanError("Give at least one population: --population FILE.")
    wanted = [Area.LSOA] if joins else [AREAS[by] for by in question.area_breakdowns]
    residents = read_populations(
        paths,
        on=question.period.middle,
        areas=(Area.FORCE, *wanted),
        hints={area: f"to compare by it, add --split-by {by}" for by, area in AREAS.items()},
    )
    for area in wanted:
        if not of_area(residents, area):
            raise PlanError(
                f"To compare by {area}, give a population by {area}: --population FILE."
            )
    return residents


def _count(
    paths: Sequence[Path],
    question: StopsQuestion,
    *,
    by_age: bool,
    joins: bool,
    machine: Machine,
) -> tuple[StopCounts, Points]:
    by = dict.fromkeys((*question.by, *([By.AGE] if by_age else [])))
    how = Reading(
        only_force=question.forces[0] if len(question.forces) == 1 else "",
        repeats=question.repeats,
        count="" if question.count == EACH_ROW else question.count,
        hidden=question.hidden,
        asks_about_counts=not question.count,
        by=tuple(by),
        ethnicity=question.ethnicity,
        officer=question.officer,
        team=question.team,
        months=frozenset(question.period.months),
        forces=frozenset(question.forces),
    )
    with engine(machine) as database:
        counts = count_stops(database, paths, how)
        points = count_points(database, paths, how, counts) if joins else Points()
    return counts, points


def _result(case: Case, ages: AgePopulation | None, by_point: PointTables | None) -> Stops:
    if case.has_hidden:
        return _with_hidden_counts(case)
    by_area = area_tables(case)
    who_decides = deciders(case)
    areas = by_point.areas if by_point else by_area.areas if by_area else None
    age_ratios = tuple(standardised(case, ages)) if ages else None
    return Stops(
        rates=tuple(rates(case)),
        ratios=ratios(case),
        age_rates=tuple(age_rates(case, ages)) if ages else None,
        standardised=age_ratios,
        by_deprivation=by_point.by_deprivation if by_point else None,
        deciles=by_point.deciles if by_point else None,
        point_fitness=by_point.fitness if by_point else None,
        bridged=by_point.bridged or None if by_point else None,
        areas=areas,
        areas_fitness=by_area.fitness if by_area else None,
        bounds=tuple(bounds(case)),
        outcomes=tuple(outcomes(case)),
        finds=find_rates(case),
        between_deciders=who_decides.between,
        within_deciders=who_decides.within,
        ages_and_sexes=ages_and_sexes(case),
        fitness=tuple(fit.as_row() for fit in case.fitness),
        as_published=tuple(as_published(case)) or None,
        beside_published=beside_published(case),
        searched_again=searched_again(case),
        powers=tuple(powers(case)),
        kinds=tuple(kinds(case)),
        months=breakdown(case, By.MONTH),
        ages=breakdown(case, By.AGE),
        sexes=breakdown(case, By.SEX),
        objects=breakdown(case, By.OBJECT),
        legislation=breakdown(case, By.LEGISLATION),
        funnel=tuple(funnel_points(case)),
        trend=tuple(trend(case)),
        refused=(
            *refused(case, age_ratios or (), by_area.fitness if by_area else ()),
            *who_decides.refused,
        ),
        labels=tuple(labels(case)),
        accounted_for=account(case),
    )


def _with_hidden_counts(case: Case) -> Stops:
    """What can still be said where counts are hidden: rates, ratios and bounds, over all of it.

    A part of the searches, as of a month or a power, may be hidden whole.
    """
    return Stops(
        rates=tuple(rates(case)),
        ratios=ratios(case),
        bounds=tuple(bounds(case)),
        outcomes=(),
        fitness=tuple(fit.as_row() for fit in case.fitness),
        powers=(),
        kinds=(),
        funnel=(),
        trend=(),
        refused=(
            Refused(analysis=HIDDEN_PARTS, force=None, reason=PARTS_ARE_HIDDEN),
            *refused(case, (), ()),
        ),
        labels=tuple(labels(case)),
        accounted_for=account(case),
    )
