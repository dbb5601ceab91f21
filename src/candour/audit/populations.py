"""Residents of each police force area by ethnic group, from census files as they come."""

import csv
import gzip
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from candour.audit.errors import CannotRead, PlanError
from candour.audit.ethnicity import GROUPS
from candour.audit.files import header

CENSUS_DAYS = {2011: date(2011, 3, 27), 2021: date(2021, 3, 21)}
ALIASES = {
    "metropolitan-police": "metropolitan",
    "metropolitan-police-service": "metropolitan",
    "london-city-of": "city-of-london",
}
FORCE_COLUMN = re.compile(r"^(pfa\d*(_name|nm)|force|police force( area)?)$", re.IGNORECASE)
AREA_COLUMN = re.compile(
    r"^((lt)?la\d*(_name|nm)|lsoa\d*(_code|cd)|geography|msoa.*|dz.*)$", re.IGNORECASE
)
TOTAL_COLUMN = re.compile(r"^(total|.*all categories.*)$", re.IGNORECASE)
LONG_COLUMN = re.compile(r"^ethnic group: (\w+)(?:; measures: value)?$", re.IGNORECASE)

People = Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class Population:
    """Residents by force and group, as counted on one day or worked out for one."""

    year: int | str
    day: date
    people: Mapping[str, People]


@lru_cache(maxsize=4096)
def slug_of(name: str) -> str:
    """The name data.police.uk has for a force, from what other tables call it.

    >>> slug_of("Devon & Cornwall"), slug_of("London, City of"), slug_of("Metropolitan Police")
    ('devon-and-cornwall', 'city-of-london', 'metropolitan')
    """
    words = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")
    short = re.sub(r"-(police|constabulary)$", "", words)
    return ALIASES.get(words, ALIASES.get(short, short))


def read_population(path: Path) -> Population:
    """Read a census table by police force area, in the layout of 2021 or of 2011.

    Raises
    ------
    CannotRead
        If it is by another kind of area, lacks a group, or holds a number that can't be: below
        0, not whole, groups that don't sum to the total, an area twice.
    """
    names = header(path)
    place = _force_column(path, names)
    columns = _group_columns(path, names)
    total = next((i for i, name in enumerate(names) if TOTAL_COLUMN.match(name)), None)
    people: dict[str, dict[str, int]] = {}
    for line, row in _lines(path):
        if len(row) != len(names):
            raise CannotRead(
                path.name, f"{len(row)} columns where there should be {len(names)}.", line=line
            )
        slug = slug_of(row[place])
        if slug in people:
            raise CannotRead(path.name, f"'{row[place]}' stands twice.", line=line)
        people[slug] = {group: _people(path, row[i], group, line) for group, i in columns.items()}
        if total is not None:
            _need_sum(path, people[slug], _people(path, row[total], "total", line), line)
    if not people:
        raise CannotRead(path.name, "it holds no area.")
    year = _year(path, names)
    return Population(year, CENSUS_DAYS[year], people)


def interpolated(one: Population, other: Population, on: date) -> Population:
    """The population between two censuses, a straight line in days.

    Outside the two the nearer census is no longer a guess but an extrapolation: it is refused.
    """
    early, late = sorted((one, other), key=lambda each: each.day)
    if not early.day <= on <= late.day:
        raise PlanError(f"{on} does not lie between the censuses of {early.year} and {late.year}.")
    weight = (on - early.day).days / (late.day - early.day).days
    return Population(
        f"interpolated {on}",
        on,
        {
            force: {
                group: (1 - weight) * early.people[force][group] + weight * people[group]
                for group in GROUPS
            }
            for force, people in late.people.items()
            if force in early.people
        },
    )


def read_populations(paths: Sequence[Path], *, on: date) -> list[Population]:
    """Read all tables, earliest first; two of them are also interpolated to a day between."""
    found = sorted((read_population(path) for path in paths), key=lambda each: each.day)
    years = [each.year for each in found]
    if len(set(years)) < len(years):
        raise PlanError("Two population files are of the same census.")
    if len(found) > 1 and found[0].day <= on <= found[-1].day:
        found.append(interpolated(found[0], found[-1], on))
    return found


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(path.name, "this is not UTF-8: save the file as CSV in UTF-8.") from None
    reader = csv.reader(io.StringIO(text))
    next(reader)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _force_column(path: Path, names: Sequence[str]) -> int:
    for place, name in enumerate(names):
        if FORCE_COLUMN.match(name):
            return place
    if any(AREA_COLUMN.match(name) for name in names):
        raise CannotRead(
            path.name, "it is not by police force area; stops are compared by force area.", line=1
        )
    raise CannotRead(path.name, "no column names police force areas.", line=1)


def _group_columns(path: Path, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        long = LONG_COLUMN.match(name)
        group = (long[1] if long else name).lower()
        if group in GROUPS:
            found[group] = place
    missing = [group for group in GROUPS if group not in found]
    if missing:
        raise CannotRead(path.name, f"there is no column for {', '.join(missing)}.", line=1)
    return {group: found[group] for group in GROUPS}


def _people(path: Path, text: str, what: str, line: int) -> int:
    plain = text.strip().replace(",", "").removesuffix(".0")
    if not plain.isdecimal():
        raise CannotRead(path.name, f"{what} is '{text}', which is no number of people.", line=line)
    return int(plain)


def _need_sum(path: Path, people: Mapping[str, int], total: int, line: int) -> None:
    if sum(people.values()) != total:
        raise CannotRead(
            path.name,
            f"the groups sum to {sum(people.values()):,}, the total says {total:,}.",
            line=line,
        )


def _year(path: Path, names: Sequence[str]) -> int:
    said = re.search(r"(?<!\d)(2011|2021)(?!\d)", path.name)
    if said:
        return int(said[1])
    heads = " ".join(names).lower()
    if re.search(r"pfa2[1-9]|2021", heads):
        return 2021
    if re.search(r"pfa1[0-9]|2011|measures: value", heads):
        return 2011
    raise CannotRead(path.name, "it doesn't say of which census: put 2011 or 2021 in its name.")
