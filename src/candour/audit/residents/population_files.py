"""Census tables of residents by area and ethnic group, in the layouts they are published in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from candour.audit.geography.codes import Vintage, vintage_of
from candour.audit.residents.ethnicity import GROUPS, MISSING, group_of, is_heading
from candour.audit.residents.population_checks import need_people, need_that_year, of_everyone
from candour.core.footnotes import unmarked, unmarked_number
from candour.tables.errors import CannotRead
from candour.tables.files import header
from candour.tables.lines import body_of
from candour.tables.numerals import whole

ALIASES = {
    "metropolitan-police": "metropolitan",
    "metropolitan-police-service": "metropolitan",
    "london-city-of": "city-of-london",
    "gmp": "greater-manchester",
    "mps": "metropolitan",
    "met": "metropolitan",
    "wmp": "west-midlands",
    "tvp": "thames-valley",
    "avon-somerset": "avon-and-somerset",
    "devon-cornwall": "devon-and-cornwall",
    # counties as their own papers shorten them
    "beds": "bedfordshire", "cambs": "cambridgeshire", "glos": "gloucestershire",
    "hants": "hampshire", "herts": "hertfordshire", "lancs": "lancashire",
    "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire",
    "notts": "nottinghamshire", "staffs": "staffordshire", "warks": "warwickshire",
    "wilts": "wiltshire", "n-yorks": "north-yorkshire", "s-yorks": "south-yorkshire",
    "w-yorks": "west-yorkshire", "north-yorks": "north-yorkshire",
    "south-yorks": "south-yorkshire", "west-yorks": "west-yorkshire",
}  # fmt: skip
TOTAL_COLUMN = re.compile(r"^(total|cyfanswm|.*all categories.*)$", re.IGNORECASE)
NOMIS_COLUMN = re.compile(r"^ethnic group: (\w+)(?:; measures: value)?$", re.IGNORECASE)
LABEL_COLUMN = re.compile(r"^ethnic[_ ]group$", re.IGNORECASE)
PEOPLE_COLUMN = re.compile(r"^(value|count|observation|people|population)$", re.IGNORECASE)
SHARES = "(percent)"
MID_YEAR = re.compile(
    r"(?<![a-z])mid[ _-]?(?:year[ _-]?)?(?:population[ _-]?)?(?:estimates?[ _-]?)?(20\d\d)(?!\d)"
)
PART_OF_LABEL = re.compile(r"\s*\(number\)$", re.IGNORECASE)


class Area(StrEnum):
    """What kind of area a table is by."""

    FORCE = "police force area"
    LOCAL_AUTHORITY = "local authority"
    LSOA = "LSOA"
    OTHER = "another kind of area"


# A heading in lower case with underscores; the digits are the year of the boundaries.
NAME_COLUMNS = {
    Area.FORCE: re.compile(r"(pfa\d*_?(name|nm)|force|police_force(_area)?)"),
    Area.LOCAL_AUTHORITY: re.compile(r"((lt)?lad?\d*_?(name|nm)|local_authority(_name)?)"),
    Area.LSOA: re.compile(r"lsoa\d*_?(name|nm)"),
}
CODE_COLUMNS = {
    Area.LOCAL_AUTHORITY: re.compile(r"((lt)?lad?\d*_?(code|cd)|local_authority_code)"),
    Area.LSOA: re.compile(r"lsoa\d*_?(code|cd)"),
}
GEOGRAPHY, GEOGRAPHY_CODE = "geography", "geography_code"  # Nomis: the code says which kind
CODES = {
    "E06": Area.LOCAL_AUTHORITY,
    "E07": Area.LOCAL_AUTHORITY,
    "E08": Area.LOCAL_AUTHORITY,
    "E09": Area.LOCAL_AUTHORITY,
    "W06": Area.LOCAL_AUTHORITY,
    "E01": Area.LSOA,
    "W01": Area.LSOA,
}
OTHER_COLUMN = re.compile(r"(msoa|oa|dz|ward|rgn|ctry|lgd)\d*_?(code|cd|name|nm)?")


@dataclass(frozen=True, slots=True)
class Table:
    """Residents by area and group, as one file gives them.

    Forces go by the name data.police.uk has for them, other areas by their code, or by their
    name where the file has no codes.
    """

    year: int | str  # of a census, or a mid-year estimate as "mid-2020"
    area: Area
    people: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str] = field(default_factory=dict)  # of areas, by code
    vintage: Vintage | None = None  # of LSOAs


@dataclass(frozen=True, slots=True)
class _Places:
    """Which columns say of which area a row is."""

    area: Area
    key: int
    name: int

    def of(self, row: Sequence[str]) -> tuple[str, str]:
        key, name = unmarked(row[self.key]), unmarked(row[self.name])
        return (slug_of(key), name) if self.area is Area.FORCE else (key, name)


@lru_cache(maxsize=4096)
def slug_of(name: str) -> str:
    """The name data.police.uk has for a force, from what other tables call it.

    >>> slug_of("Devon & Cornwall"), slug_of("London, City of"), slug_of("Metropolitan Police")
    ('devon-and-cornwall', 'city-of-london', 'metropolitan')
    """
    words = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")
    short = re.sub(r"-(police|constabulary)$", "", words)
    return ALIASES.get(words, ALIASES.get(short, short))


def read_table(path: Path) -> Table:
    """Read a census table by force, local authority or LSOA, in the layouts of 2011 and 2021.

    Raises
    ------
    CannotRead
        If it is by another kind of area, lacks a group, or holds a number that can't be: below
        0, not whole, groups that don't sum to the total, an area twice.
    """
    names = [unmarked(name) for name in header(path)]
    rows = of_everyone(path, names, lines_of(path, len(names)))
    if not rows:
        raise CannotRead(path.name, "it holds no area.")
    places = _places(path, names, rows[0][1])
    label = next((i for i, name in enumerate(names) if LABEL_COLUMN.match(name)), None)
    year = mid_year(path) or census_year(path, names)
    need_that_year(path, names, rows, year)
    if label is None:
        table = _wide(path, names, rows, places, year)
    else:
        table = _long(path, names, rows, places, year, label)
    need_people(path, table.people, are_forces=table.area is Area.FORCE)
    if table.area is Area.LSOA:
        lines = {unmarked(row[places.key]): line for line, row in reversed(rows)}
        vintage = vintage_of(path.name, names[places.key], dict(reversed(lines.items())))
        return replace(table, vintage=vintage)
    return table


def lines_of(path: Path, columns: int) -> list[tuple[int, list[str]]]:
    """All rows of a CSV file but the first, each with its line; notes below fill one cell.

    Raises
    ------
    CannotRead
        If it is not UTF-8, or a row has more or fewer columns than it should have.
    """
    counts = []
    for line, row in body_of(path):
        if columns > 1 and sum(bool(cell.strip()) for cell in row) <= 1:
            continue
        if len(row) != columns:
            raise CannotRead(
                path.name, f"{len(row)} columns where there should be {columns}.", line=line
            )
        counts.append((line, row))
    return counts


def people_in(path: Path, text: str, what: str, line: int) -> int:
    """How many people a cell says; CannotRead where it says none."""
    number = whole(unmarked_number(text))
    if number is None:
        raise CannotRead(path.name, f"{what} is '{text}', which is no number of people.", line=line)
    return number


def _places(path: Path, names: Sequence[str], first: Sequence[str]) -> _Places:
    headings = ["_".join(name.strip().lower().split()) for name in names]
    for area, form in NAME_COLUMNS.items():
        name = _first_like(headings, form)
        code = _first_like(headings, CODE_COLUMNS[area]) if area in CODE_COLUMNS else None
        if name is not None or code is not None:
            key = code if code is not None else name
            assert key is not None
            return _Places(area, key, key if name is None else name)
    if GEOGRAPHY_CODE in headings and GEOGRAPHY in headings:
        key = headings.index(GEOGRAPHY_CODE)
        area = CODES.get(first[key].strip()[:3], Area.OTHER)
        if area is not Area.OTHER:
            return _Places(area, key, headings.index(GEOGRAPHY))
    if GEOGRAPHY in headings or any(OTHER_COLUMN.fullmatch(heading) for heading in headings):
        raise CannotRead(
            path.name,
            "it is not by police force area, local authority or LSOA, the areas that stops can be "
            "compared by.",
            line=1,
        )
    raise CannotRead(path.name, "no column names police force areas.", line=1)


def _first_like(headings: Sequence[str], form: re.Pattern[str]) -> int | None:
    return next((i for i, heading in enumerate(headings) if form.fullmatch(heading)), None)


def _wide(
    path: Path,
    names: Sequence[str],
    rows: Iterable[tuple[int, list[str]]],
    places: _Places,
    year: int | str,
) -> Table:
    """A row for each area, a column for each group."""
    columns = _group_columns(path, names)
    total = next((i for i, name in enumerate(names) if TOTAL_COLUMN.match(name)), None)
    people: dict[str, dict[str, int]] = {}
    called: dict[str, str] = {}
    for line, row in rows:
        key, called_here = places.of(row)
        if key in people:
            raise CannotRead(path.name, f"'{row[places.key]}' stands twice.", line=line)
        people[key] = {group: people_in(path, row[i], group, line) for group, i in columns.items()}
        called[key] = called_here
        if total is not None:
            _need_sum(path, people[key], people_in(path, row[total], "total", line), line)
    return Table(year, places.area, people, called)


def _long(
    path: Path,
    names: Sequence[str],
    rows: Iterable[tuple[int, list[str]]],
    places: _Places,
    year: int | str,
    label: int,
) -> Table:
    """A row for each area and detailed group, which are added up to the five."""
    value = next((i for i, name in enumerate(names) if PEOPLE_COLUMN.match(name.strip())), None)
    if value is None:
        raise CannotRead(path.name, "no column says how many people there are.", line=1)
    people: dict[str, dict[str, int]] = {}
    called: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    groups: dict[str, set[str]] = {}
    parts: dict[tuple[str, str], list[int]] = {}  # labels of parts of a group, and of all of it
    for line, row in rows:
        text = " ".join(row[label].split())
        if SHARES in text:
            continue
        key, called_here = places.of(row)
        if (key, text) in seen:
            raise CannotRead(path.name, f"'{text}' stands twice for '{key}'.", line=line)
        seen.add((key, text))
        group = group_of(PART_OF_LABEL.sub("", text))
        if group in {None, MISSING} or text.lower().endswith("total"):
            raise CannotRead(path.name, f"'{text}' is no ethnic group.", line=line)
        by_group = people.setdefault(key, dict.fromkeys(GROUPS, 0))
        by_group[str(group)] += people_in(path, row[value], text, line)
        called[key] = called_here
        groups.setdefault(key, set()).add(str(group))
        of_group = parts.setdefault((key, str(group)), [0, 0])
        of_group[is_heading(PART_OF_LABEL.sub("", text))] += 1
        if all(of_group):
            raise CannotRead(
                path.name,
                f"'{text}' stands for '{key}' both as a whole and in parts: everyone would count "
                "twice. Leave out the whole, or the parts.",
                line=line,
            )
    for key, columns in groups.items():
        lacking = [group for group in GROUPS if group not in columns]
        if lacking:
            raise CannotRead(path.name, f"'{key}' has no row for {', '.join(lacking)}.")
    return Table(year, places.area, people, called)


def _group_columns(path: Path, names: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, name in enumerate(names):
        nomis = NOMIS_COLUMN.match(name)
        label = (nomis[1] if nomis else name).strip()
        group = group_of(label) if label and is_heading(label) else None
        if group is None:
            continue
        if group in columns:
            raise CannotRead(
                path.name, f"'{names[columns[group]]}' and '{name}' are both {group}.", line=1
            )
        columns[group] = place
    missing = [group for group in GROUPS if group not in columns]
    if missing:
        raise CannotRead(path.name, f"there is no column for {', '.join(missing)}.", line=1)
    return {group: columns[group] for group in GROUPS}


def _need_sum(path: Path, people: Mapping[str, int], total: int, line: int) -> None:
    if sum(people.values()) != total:
        raise CannotRead(
            path.name,
            f"the groups sum to {sum(people.values()):,}, the total says {total:,}.",
            line=line,
        )


def mid_year(path: Path) -> str:
    """Of which year's middle a table is an estimate, by its file's name; empty where of none.

    >>> mid_year(Path("mid-year-estimates-2020.csv")), mid_year(Path("census2021.csv"))
    ('mid-2020', '')
    """
    estimate = MID_YEAR.search(path.name.lower())
    return f"mid-{estimate[1]}" if estimate else ""


def census_year(path: Path, names: Sequence[str]) -> int:
    """Of which census a table is, by its file's name or its headings."""
    year = re.search(r"(?<!\d)(2011|2021)(?!\d)", path.name)
    if year:
        return int(year[1])
    other = re.search(r"(?<!\d)20\d\d(?!\d)", path.name)
    if other:
        raise CannotRead(
            path.name,
            f"its name says {other[0]}, which is the year of no census: if it is a mid-year "
            f"estimate, put mid-{other[0]} in its name; else the year of its census, 2011 or 2021.",
        )
    heads = " ".join(names).lower()
    if re.search(r"(pfa|lad|ltla|la|lsoa)2[1-9]|2021", heads):
        return 2021
    if re.search(r"(pfa|lad|ltla|la|lsoa)1[0-9]|2011|measures: value", heads):
        return 2011
    raise CannotRead(
        path.name,
        "it doesn't say of which census: put 2011 or 2021 in its name, or the year of a mid-year "
        "estimate, as mid-2020.",
    )
