"""What is asked of stop-and-search files, fixed before they are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from candour.audit.errors import PlanError
from candour.audit.findings import Plan
from candour.audit.geography.codes import Vintage
from candour.audit.per_resident.denominators import AUTOMATIC, choose
from candour.audit.per_resident.rows import AS_COUNTED
from candour.audit.periods import Period
from candour.audit.ranged_counts import Cell
from candour.audit.residents.ethnicity import GROUPS, Ethnicity
from candour.audit.residents.populations import Area, Population, of_area
from candour.audit.stops.columns import By

AREAS = {By.LOCAL_AUTHORITY: Area.LOCAL_AUTHORITY, By.LSOA: Area.LSOA}


@dataclass(frozen=True, slots=True)
class StopsQuestion:
    """What is compared, over which months, by whose word."""

    period: Period
    ethnicity: Ethnicity = Ethnicity.SELF
    reference: str = "white"
    forces: tuple[str, ...] = ()
    repeats: bool | None = None
    by: tuple[By, ...] = ()
    denominator: str = AUTOMATIC  # the residents to lead with
    published: Mapping[str, int] = field(default_factory=dict)  # searches by force, in print
    count: str = ""  # column that says how many stops a row stands for; none: a row is a stop
    hidden: Cell | None = None  # what a count that is shown as a mark, such as *, can be
    officer: str = ""  # column of who searched; one with a known heading is found by itself
    team: str = ""  # column of the team that searched

    def __post_init__(self) -> None:
        if self.reference not in GROUPS:
            raise PlanError(f"'{self.reference}' is no group. Groups are: {', '.join(GROUPS)}.")
        if self.reference == "mixed" and self.ethnicity is Ethnicity.OFFICER:
            raise PlanError("Officers have no code for mixed: choose another reference.")
        if self.officer and self.officer == self.team:
            raise PlanError("Officers and teams are two columns: --officer COL --team COL.")

    @property
    def primary(self) -> str:
        """The comparison that published series lead with; the other way round, if asked so."""
        return "white" if self.reference == "black" else "black"

    @property
    def groups(self) -> tuple[str, ...]:
        """Officers' codes have no mixed group; in most forces it is never used."""
        if self.ethnicity is Ethnicity.SELF:
            return GROUPS
        return tuple(group for group in GROUPS if group != "mixed")

    @property
    def area_breakdowns(self) -> tuple[By, ...]:
        return tuple(by for by in self.by if by.is_area)

    def plan(self, populations: Sequence[Population], *, adjusted_for_age: bool = False) -> Plan:
        residents = choose(of_area(populations, Area.FORCE), self.period.middle, self.denominator)
        return Plan(
            audit="stops",
            comparison=f"searches per 1,000 residents by {self.ethnicity}-defined ethnicity, "
            "force by force",
            reference=self.reference,
            family=("every group of a force against the reference, force by force",),
            period=str(self.period),
            denominator=_denominator(populations, adjusted_for_age=adjusted_for_age),
            exclusions=(
                "stops without ethnicity (bounded)",
                "stops outside the period",
                "forces whose data are unfit (listed with the reason)",
                "forces without a resident population (British Transport Police)",
            ),
            options={
                "ethnicity": str(self.ethnicity),
                "forces": list(self.forces),
                "by": [str(by) for by in self.by],
                "adjusted_for_age": adjusted_for_age,
                "primary": self.primary,
                **(residents.options if residents else {}),
                **({"count": self.count} if self.count else {}),
                **({"hidden": [self.hidden.low, self.hidden.high]} if self.hidden else {}),
                **({"officer": self.officer} if self.officer else {}),
                **({"team": self.team} if self.team else {}),
                **({"published": dict(self.published)} if self.published else {}),
            },
        )


def _denominator(populations: Sequence[Population], *, adjusted_for_age: bool) -> str:
    parts = []
    for area in Area:
        years = ", ".join(str(each.year) for each in of_area(populations, area))
        if years:
            where = "in the force area" if area is Area.FORCE else f"by {area}"
            parts.append(f"residents of all ages {where}, census: {years}")
    if adjusted_for_age:
        parts.append("residents by age and ethnicity, for the table of standardised rates")
    return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Denominator:
    """Residents under one census and one reading of the mixed group."""

    population_year: int | str
    reading: str
    people: Mapping[str, Mapping[str, float]]
    names: Mapping[str, str]
    vintage: Vintage | None = None  # of LSOAs


def denominators(
    question: StopsQuestion, populations: Sequence[Population]
) -> Iterator[Denominator]:
    """Every census; and where officers' codes have no mixed group, every place for its people."""
    for population in populations:
        year, names = population.year, population.names
        yield Denominator(year, AS_COUNTED, population.people, names, population.vintage)
        if question.ethnicity is Ethnicity.OFFICER:
            for group in question.groups:
                people = {
                    area: {**by, group: by[group] + by["mixed"]}
                    for area, by in population.people.items()
                }
                yield Denominator(
                    year, f"mixed counted as {group}", people, names, population.vintage
                )
