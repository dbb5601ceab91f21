"""Residents by area and ethnic group on a day: as a census counted them, or between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from candour.audit.errors import PlanError
from candour.audit.geography.codes import Vintage
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.population_files import Area, read_table, slug_of
from candour.tables import one_plain_file
from candour.tables.errors import CannotRead

__all__ = [
    "Area",
    "Population",
    "interpolated",
    "of_area",
    "read_population",
    "read_populations",
    "slug_of",
]

CENSUS_DAYS = {2011: date(2011, 3, 27), 2021: date(2021, 3, 21)}

MID_YEAR = "mid-"  # before the year of an estimate
MID_YEAR_DAY = (6, 30)  # month and day, as the ONS defines its estimates

People = Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class Population:
    """Residents by area and group, as counted on one day or worked out for one."""

    year: int | str
    day: date
    people: Mapping[str, People]
    area: Area = Area.FORCE
    names: Mapping[str, str] = field(default_factory=dict)
    vintage: Vintage | None = None  # of LSOAs, of one table


def read_population(path: Path) -> Population:
    """Read a census table by police force area, local authority or LSOA.

    Raises
    ------
    CannotRead
        If it is not what it should be; see `population_files.read_table`.
    """
    with one_plain_file(path) as plain:
        table = read_table(plain)
    return Population(
        table.year,
        _day_of(table.year),
        table.people,
        table.area,
        dict(table.names),
        table.vintage,
    )


def _day_of(year: int | str) -> date:
    """The day of a census, or the 30 June that a mid-year estimate is of."""
    if isinstance(year, int):
        return CENSUS_DAYS[year]
    return date(int(year.removeprefix(MID_YEAR)), *MID_YEAR_DAY)


def interpolated(one: Population, other: Population, on: date) -> Population:
    """The population between two censuses, a straight line in days.

    Outside the two the nearer census is no longer a guess but an extrapolation: it is refused.
    Areas that only one census has, by code, are left out: their boundaries changed.
    """
    early, late = sorted((one, other), key=lambda census: census.day)
    if not early.day <= on <= late.day:
        raise PlanError(f"{on} does not lie between the censuses of {early.year} and {late.year}.")
    weight = (on - early.day).days / (late.day - early.day).days
    return Population(
        f"interpolated {on}",
        on,
        {
            area: {
                group: (1 - weight) * early.people[area][group] + weight * people[group]
                for group in GROUPS
            }
            for area, people in late.people.items()
            if area in early.people
        },
        late.area,
        late.names,
    )


def read_populations(
    paths: Sequence[Path],
    *,
    on: date,
    areas: Sequence[Area] = (Area.FORCE,),
    hints: Mapping[Area, str] = MappingProxyType({}),
) -> list[Population]:
    """Read all tables, earliest first; two of one kind are also interpolated to a day between.

    Parameters
    ----------
    paths : sequence of Path
    on : date
        The day between two censuses.
    areas : sequence of Area, default police force areas
        The kinds of area that something is compared by.
    hints : mapping of Area to str
        What to do about a table of another kind.

    Raises
    ------
    CannotRead
        If a table is not what it should be, or by a kind of area that was not asked for.
    PlanError
        If two are of the same census and kind of area.
    """
    populations = []
    for path in paths:
        population = read_population(path)
        if population.area not in areas:
            problem = f"it is not by {' or '.join(areas)}, but by {population.area}"
            hint = hints.get(population.area, "")
            raise CannotRead(path.name, f"{problem}{': ' if hint else ''}{hint}.", line=1)
        populations.append(population)
    return [population for area in Area for population in _of_one_kind(populations, area, on)]


def _of_one_kind(populations: Sequence[Population], area: Area, on: date) -> list[Population]:
    stated = sorted(of_area(populations, area), key=lambda population: population.day)
    years = [population.year for population in stated]
    if len(set(years)) < len(years):
        raise PlanError("Two population files are of the same census, or of the same year.")
    censuses = [population for population in stated if isinstance(population.year, int)]
    if len(censuses) > 1 and censuses[0].day <= on <= censuses[-1].day:
        stated.append(interpolated(censuses[0], censuses[-1], on))
    return stated


def of_area(populations: Sequence[Population], area: Area) -> list[Population]:
    return [population for population in populations if population.area is area]
