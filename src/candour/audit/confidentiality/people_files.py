"""Files of people's rows, or of counts of them: opened only where no column identifies anyone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from candour.audit.confidentiality.identity import (
    refuse_identifying_headings,
    refuse_identifying_values,
)
from candour.audit.confidentiality.told_apart import refuse_one_by_one
from candour.audit.errors import PlanError
from candour.audit.ranged_counts import HIDDEN, Cell, read_cell, why_not
from candour.tables import Engine, Rows
from candour.tables.errors import CannotRead
from candour.tables.lines import line_of
from candour.tables.numerals import whole

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def open_list(
    database: Engine, path: Path, columns: Sequence[str], *, count: str, is_official: bool
) -> Rows:
    """Open a list of people.

    Raises
    ------
    IdentifiesPeople
        If a column names or points at people.
    PlanError
        If a column that is compared by tells single officers or people apart.
    CannotRead
        If the file is not what it should be, or lacks a column.
    """
    rows = database.open([path])[0]
    refuse_identifying_headings(path.name, rows.columns)
    need_columns(path, rows.columns, columns)
    for column in columns:
        refuse_one_by_one(path.name, column, database.sample(rows, column))
    if not is_official:
        for column in rows.columns:
            values = database.sample(rows, column)
            refuse_identifying_values(path.name, column, values, one_each=not count)
    return rows


def need_columns(path: Path, columns: Sequence[str], names: Sequence[str]) -> None:
    for column in names:
        if column in columns:
            continue
        if any("\n" in name for name in columns):
            raise CannotRead(path.name, "a quotation mark in the headings is not closed.", line=1)
        mark = next((mark for mark in SEPARATORS if mark in columns[0]), "")
        if len(columns) == 1 and mark:
            kind = SEPARATORS[mark]
            raise CannotRead(
                path.name, f"its columns are set apart by {kind}: save it as CSV with commas.",
                line=1,
            )  # fmt: skip
        raise CannotRead(
            path.name, f"there is no column '{column}', only: {', '.join(columns)}.", line=1
        )


def others_than(own: Sequence[str], count: str, also: Sequence[str]) -> list[str]:
    """The columns that something was printed by before, beside a run's own."""
    if count in also:
        raise PlanError(f"Counts were printed by column '{count}' before: it holds no numbers.")
    return [name for name in also if name not in own]


def text_of(value: Any) -> str:
    return "" if value is None else str(value).strip()


NOTHING = frozenset({"nan", "n/a", "na", "#n/a", "null", "<na>", "none", "missing", "-", "(blank)"})


def said_of(value: Any) -> str:
    """A text, or none where it only says that there is none.

    >>> said_of(" Asian "), said_of("N/A")
    ('Asian', '')
    """
    text = text_of(value)
    return "" if text.lower() in NOTHING else text


def people_of(path: Path, column: str, value: Any) -> int:
    """Read how many people a row stands for."""
    people = whole(text_of(value))
    if people is None:
        raise unlike(path, column, value, "a count is 0, 1, 2, …")
    return people


def people_or_range(path: Path, column: str, value: Any, hidden: Cell | None) -> Cell:
    """How many people a row stands for, or all that a hidden number or a range can be."""
    text = text_of(value)
    cell = read_cell(text, hidden)
    if cell is None and text.lower() in HIDDEN:
        raise CannotRead(
            path.name, f"column '{column}' {why_not(text)}.", line=line_of(path, column, text)
        )
    if cell is None:
        people = people_of(path, column, value)
        return Cell(people, people)
    return cell


def unlike(path: Path, column: str, value: Any, what: str) -> CannotRead:
    """What is wrong with a value of a column, and on which line it stands."""
    text = text_of(value)
    return CannotRead(
        path.name, f"column '{column}' holds '{text}'; {what}", line=line_of(path, column, text)
    )
