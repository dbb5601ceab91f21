"""What makes a table of residents another than it seems: shares, thousands, a part, a year."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from candour.tables.errors import CannotRead

PART_COLUMN = re.compile(r"(sex|gender|age|age ?(group|band|range)|ages)")
EVERYONE = frozenset(
    {"all", "all persons", "persons", "total", "both", "both sexes", "all sexes", "all people",
     "all ages", "people", "everyone", "all residents", "all usual residents"}
)  # fmt: skip
ROUNDED = 3  # by so much per cents may miss 100
MOST_OF_THOUSANDS = 10_000  # London has nine million residents, the other areas fewer
FORCES_OF_A_TABLE = 5  # police force areas from which a table is no made-up one
FEWEST_PEOPLE = 50_000
MOST_PEOPLE = 75_000_000  # more than in the whole country
FORCES = frozenset(
    {
        "avon-and-somerset",
        "bedfordshire",
        "cambridgeshire",
        "cheshire",
        "cleveland",
        "cumbria",
        "derbyshire",
        "devon-and-cornwall",
        "dorset",
        "durham",
        "dyfed-powys",
        "essex",
        "gloucestershire",
        "greater-manchester",
        "gwent",
        "hampshire",
        "hertfordshire",
        "humberside",
        "kent",
        "lancashire",
        "leicestershire",
        "lincolnshire",
        "merseyside",
        "metropolitan",
        "norfolk",
        "north-wales",
        "north-yorkshire",
        "northamptonshire",
        "northumbria",
        "nottinghamshire",
        "south-wales",
        "south-yorkshire",
        "staffordshire",
        "suffolk",
        "surrey",
        "sussex",
        "thames-valley",
        "warwickshire",
        "west-mercia",
        "west-midlands",
        "west-yorkshire",
        "wiltshire",
    }
)  # fmt: skip - the City of London apart: hardly anybody lives there

Line = tuple[int, list[str]]


def need_people(path: Path, people: Mapping[str, Mapping[str, int]], *, are_forces: bool) -> None:
    """Refuse per cents and thousands, which look like numbers of people."""
    totals = {area: sum(groups.values()) for area, groups in people.items()}
    if all(abs(total - 100) <= ROUNDED for total in totals.values()):
        raise CannotRead(
            path.name,
            "the groups of each area sum to about 100: these are per cents, not numbers of "
            "residents. Give the table of numbers.",
        )
    too_many = next((area for area, total in totals.items() if total > MOST_PEOPLE), None)
    if too_many is not None:
        raise CannotRead(
            path.name,
            f"'{too_many}' has {totals[too_many]:,} residents, more than the whole country: "
            "check what the numbers count.",
        )
    if not are_forces:
        return
    forces = {area: total for area, total in totals.items() if area != "city-of-london"}
    most = max(forces.values(), default=FEWEST_PEOPLE)
    is_whole = len(forces) >= FORCES_OF_A_TABLE
    if (is_whole and most < FEWEST_PEOPLE) or (FORCES & set(forces) and most < MOST_OF_THOUSANDS):
        raise CannotRead(
            path.name,
            f"no police force area has {FEWEST_PEOPLE:,} residents: are these thousands? Give the "
            "table of numbers.",
        )


def of_everyone(path: Path, names: Sequence[str], rows: list[Line]) -> list[Line]:
    """The rows of both sexes and all ages, where a column tells these apart.

    Raises
    ------
    CannotRead
        If there are none such: a part of the residents would pass for all of them.
    """
    for place, name in enumerate(names):
        if not PART_COLUMN.fullmatch(" ".join(name.lower().replace("_", " ").split())):
            continue
        whole_rows = [row for row in rows if " ".join(row[1][place].lower().split()) in EVERYONE]
        if rows and not whole_rows:
            line, cells = rows[0]
            raise CannotRead(
                path.name,
                f"column '{name}' says '{cells[place]}', so the row is of a part of the residents: "
                "give the rows of all of them.",
                line=line,
            )
        rows = whole_rows
    return rows


def need_that_year(path: Path, names: Sequence[str], rows: Sequence[Line], year: int | str) -> None:
    """Refuse a table whose own column of years says another than its name or its headings."""
    column = next(
        (i for i, name in enumerate(names) if name.strip().lower() in {"year", "date", "census"}),
        None,
    )
    for line, row in rows if column is not None else ():
        said = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", row[column or 0])
        if said and said[0] not in str(year):
            raise CannotRead(
                path.name,
                f"column '{names[column or 0]}' says {said[0]}, and the file's name or headings "
                f"{year}: name the file after the year it is of, and keep one year in it.",
                line=line,
            )
