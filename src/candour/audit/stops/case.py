"""All that one audit of stops works with, once the files are counted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from candour.audit.errors import PlanError, Unfit
from candour.audit.names import listed
from candour.audit.per_resident.denominators import Residents, choose
from candour.audit.per_resident.rows import AS_COUNTED
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.populations import Area, Population, of_area
from candour.audit.residents.without_residents import why_no_residents
from candour.audit.stops.counts import StopCounts
from candour.audit.stops.fitness import Fitness, judge
from candour.audit.stops.question import Denominator, StopsQuestion, denominators
from candour.audit.stops.tallies import Tally, tallies
from candour.audit.stops.waves import Waves, monthly, waves, weekly

MOST_NAMED = 5  # forces of a file


@dataclass(frozen=True, slots=True)
class Case:
    """The question, the counts, what they are set against, and whether they are fit."""

    question: StopsQuestion
    counts: StopCounts
    denominators: Sequence[Denominator]  # by force; none where only smaller areas were given
    areas: Sequence[tuple[Area, Denominator]]
    fitness: Sequence[Fitness]
    tallies: dict[str, Tally]
    residents: Residents | None  # which of the denominators leads, and which are plausible
    waves: dict[str, Waves]  # of the forces that are fit

    @property
    def fit(self) -> list[Fitness]:
        return [fitness for fitness in self.fitness if not fitness.reason]

    @property
    def has_hidden(self) -> bool:
        """Whether counts in question are hidden, or ranges."""
        return any(tally.is_hidden for tally in self.tallies.values())

    @property
    def leading(self) -> Denominator | None:
        """The residents by force that tables lead with, with the mixed group as counted."""
        if self.residents is None:
            return None
        return next(
            denominator
            for denominator in self.denominators
            if denominator.population_year == self.residents.leading
            and denominator.reading == AS_COUNTED
        )

    def compared(self, fit: Fitness) -> tuple[str, ...]:
        """Groups compared in a force: those its labels can show."""
        return tuple(group for group in self.question.groups if group not in fit.never_used)

    def forces_and_denominators(self) -> Iterator[tuple[Fitness, Tally, Denominator]]:
        """Every force that is fit, against every denominator."""
        for fit in self.fit:
            for denominator in self.denominators:
                yield fit, self.tallies[fit.force], denominator


def make_case(
    question: StopsQuestion, counts: StopCounts, populations: Sequence[Population]
) -> Case:
    """Choose the forces, and judge whether their stops are fit to be compared.

    Raises
    ------
    PlanError
        If a force that was asked for has no population, or a population has a group of nobody.
    Unfit
        If the files hold no stop of any force that could be compared.
    """
    residents = of_area(populations, Area.FORCE)
    in_files = {stop.force for stop in counts.stops} | {force for force, _ in counts.elsewhere}
    known = in_files & set(residents[-1].people) if residents else in_files
    forces = question.forces or tuple(sorted(known))
    if not forces:
        raise Unfit(_no_force_known(in_files))
    for population in residents:
        _need_forces(population, forces)
    by_force = tallies(counts, forces, question.period.months, question.ethnicity)
    smaller = [each for each in populations if each.area is not Area.FORCE]
    lost = counts.no_month + counts.no_force + len(counts.unreadable)
    fitness = [
        judge(by_force[force], question.period, question.ethnicity, unread=lost / counts.read)
        for force in forces
    ]
    return Case(
        question,
        counts,
        list(denominators(question, residents)),
        [
            (each.area, denominator)
            for each in smaller
            for denominator in denominators(question, [each])
        ],
        fitness,
        by_force,
        choose(residents, question.period.middle, question.denominator),
        _waves(question, counts, [by_force[fit.force] for fit in fitness if not fit.reason]),
    )


def _waves(question: StopsQuestion, counts: StopCounts, fit: Sequence[Tally]) -> dict[str, Waves]:
    """How far the stops of each force come in waves, by week where the files have days."""
    weeks = weekly(counts, question.period)
    return {
        tally.force: waves(
            monthly(tally, question.period) if weeks is None else weeks.get(tally.force, {}),
            "month" if weeks is None else "week",
            question.groups,
            question.reference,
        )
        for tally in fit
    }


def _no_force_known(forces: Collection[str]) -> str:
    named = [
        f"'{force}'{f' ({nobody})' if (nobody := why_no_residents(force, 'searched')) else ''}"
        for force in sorted(forces)[:MOST_NAMED]
    ]
    only = f", only of {listed(named)}" if named else ""
    return (
        f"The files hold no stop of a force that the population knows{only}. Name the force of the "
        "rows with --force where neither a column nor the file's name says it."
    )


def _need_forces(population: Population, forces: Sequence[str]) -> None:
    for force in forces:
        nobody = why_no_residents(force, "searched")
        if force not in population.people and nobody:
            raise PlanError(f"The searches of '{force}' can't be set against residents: {nobody}.")
        if force not in population.people:
            known = ", ".join(sorted(population.people))
            raise PlanError(f"The population has no force '{force}', only: {known}.")
        empty = [group for group in GROUPS if not population.people[force][group] > 0]
        if empty:
            raise PlanError(
                f"The population of {population.year} has nobody of the group {empty[0]} in "
                f"{force}: a rate can't be worked out."
            )
