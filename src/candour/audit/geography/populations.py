"""Residents of small areas by group, whatever the groups are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from candour.audit.geography.codes import Vintage, code_column, heading_of, is_label, vintage_of
from candour.audit.geography.residents import Residents
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of
from candour.tables.numerals import whole

TOTAL = "total"


@dataclass(frozen=True, slots=True, eq=False)
class SmallAreas:
    """The areas studied, and who lives in each.

    Attributes
    ----------
    codes : of the areas, in the order of the file
    residents : of each, in the same order
    vintage : of the boundaries
    """

    name: str
    codes: tuple[str, ...]
    residents: Residents
    vintage: Vintage


def read_small_areas(path: Path) -> SmallAreas:
    """Read a table with a row for each area and a column for each group.

    A column `total` is no group: it must be the sum of the groups.

    Raises
    ------
    CannotRead
        If a column of codes or of groups is missing, a cell holds no number of people, the groups
        don't sum to the total, or an area stands twice: says line and column.
    """
    rows = rows_of(path)
    line, names = next(rows, (1, []))
    names = [name.strip().removeprefix("\ufeff") for name in names]
    column = code_column(path.name, names)
    code_at = names.index(column)
    groups = _groups(path, names)
    total_at = next((i for i, name in enumerate(names) if heading_of(name) == TOTAL), None)
    lines: dict[str, int] = {}
    people: list[list[int]] = []
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        code = fields[code_at].strip()
        if not code:
            raise CannotRead(path.name, f"column '{column}' is empty.", line=line)
        if code in lines:
            raise CannotRead(
                path.name, f"column '{column}' has the area of line {lines[code]} again.", line=line
            )
        lines[code] = line
        people.append([_people(path, line, name, fields[at]) for name, at in groups])
        if total_at is not None:
            _need_sum(path, line, people[-1], _people(path, line, TOTAL, fields[total_at]))
    if not people:
        raise CannotRead(path.name, "there are no areas below the first line.")
    residents = Residents(
        tuple(heading_of(name) for name, _ in groups), np.array(people, dtype=np.float64).T
    )
    vintage = vintage_of(path.name, column, lines)
    return SmallAreas(path.name, tuple(lines), residents, vintage)


def _groups(path: Path, names: Sequence[str]) -> list[tuple[str, int]]:
    counts = [
        (name, at)
        for at, name in enumerate(names)
        if name and not is_label(name) and heading_of(name) != TOTAL
    ]
    headings = [heading_of(name) for name, _ in counts]
    twice = next((name for name in headings if headings.count(name) > 1), None)
    if twice is not None:
        raise CannotRead(path.name, f"two columns are called '{twice}'.", line=1)
    if len(counts) <= 1:
        raise CannotRead(
            path.name, "it needs a column of residents for each of two groups or more.", line=1
        )
    return counts


def _people(path: Path, line: int, column: str, text: str) -> int:
    number = whole(text)
    if number is None:
        raise CannotRead(
            path.name, f"column '{column}': '{text}' is no number of people.", line=line
        )
    return number


def _need_sum(path: Path, line: int, people: Sequence[int], total: int) -> None:
    if sum(people) != total:
        raise CannotRead(
            path.name,
            f"column '{TOTAL}': the groups sum to {sum(people):,}, and it says {total:,}.",
            line=line,
        )
