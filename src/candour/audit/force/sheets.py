"""Tables of the use of force as they stand in files: found by their headings, title lines and all.

People save one sheet of a workbook as CSV, put a title above it, merge cells, mark footnotes. A
table is therefore looked for in the same way in every kind of file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from candour.audit.force.years import year_in
from candour.audit.periods import Period
from candour.audit.residents.ethnicity import MISSING, group_of
from candour.core.footnotes import unmarked
from candour.tables import one_plain_file
from candour.tables.errors import CannotRead
from candour.tables.files import header
from candour.tables.lines import every_row
from candour.tables.workbooks import is_workbook, sheets

COLUMNS = {
    "white": "white",
    "black": "black",
    "black (or black british)": "black",
    "asian": "asian",
    "asian (or asian british)": "asian",
    "chinese": "asian",  # as in the five groups of the census of 2021
    "mixed": "mixed",
    "other": "other",
    "don't know": MISSING,
    "not reported": MISSING,
}
NEEDED = ("white", "black")  # the groups without which it is no table by ethnicity
FORCE, TACTIC, TOTAL = "police force", "tactic", "total"
FORCES = {"force": FORCE, "force name": FORCE, "police force area": FORCE, "police_force": FORCE}
# What the publications of 2017/18, and of 2018/19 and later, call the sum over all groups.
TOTALS = ("number of times tactic reported", "total incidents per tactic")
SUMS_OF_GROUPS = (*TOTALS, TOTAL, "grand total", "all", "all groups", "overall total")
# Where groups stand in rows: what names them, and what counts them.
LABELS = (
    "ethnicity", "ethnic group", "perceived ethnicity", "officer perceived ethnicity",
    "officer-perceived ethnicity", "perceived ethnic group", "group",
)  # fmt: skip
NUMBERS = (
    "number", "count", "value", "number of tactics", "tactics", "uses of force", "n",
    *TOTALS, TOTAL,
)  # fmt: skip
YEAR_COLUMNS = ("financial year", "year", "year ending", "reporting year", "period")
REGION, TYPE = "region", "type of force"
PLAIN = frozenset((FORCE, TACTIC, REGION, TYPE, *SUMS_OF_GROUPS, *LABELS, *NUMBERS, *YEAR_COLUMNS))
RATES = re.compile(r"\b(?:per ?cent(?:age)?s?|rates?|per (?:1,?000|100,?000|head|capita))\b|%")
HEADINGS_WITHIN = 40  # lines from the top of a sheet

Line = tuple[int, tuple[str, ...]]  # the number of a line, and its cells


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands: its headings, its lines with their numbers, and what stands above."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()
    line: int | None = None  # of its headings

    def year(self, path: Path) -> Period | None:
        """The financial year that its column of years, else its titles and its name, say.

        Raises
        ------
        CannotRead
            If it says several.
        """
        column = next((self.heads.index(name) for name in YEAR_COLUMNS if name in self.heads), None)
        if column is not None:
            cells = {row[column].strip() for _, row in self.lines if len(row) > column}
            years = {year_in(cell, path) for cell in cells} - {None}
            if len(years) > 1:
                raise CannotRead(path.name, "it covers several years: give the lines of one.")
            if years:
                return years.pop()
        years = {year_in(text, path) for text in (self.name.replace("_", "-"), *self.titles)}
        if len(years - {None}) > 1:
            shown = " and ".join(sorted(str(year) for year in years if year))
            raise CannotRead(path.name, f"its titles name several years, {shown}: keep one table.")
        return next(iter(years - {None}), None)


def sheets_with(path: Path, headings: Sequence[str], *, titled: str = "") -> list[Sheet]:
    """The sheets of a workbook, or the table of a CSV file, that have all headings."""
    return [
        sheet
        for name, rows in _tables(path)
        if (sheet := _sheet(path, name, rows, headings, titled=titled))
    ]


def sheets_by_rows(path: Path) -> list[Sheet]:
    """The same of tables that have a row for each force, tactic and group."""
    for label in LABELS:
        sheets_of_rows = [
            sheet
            for sheet in sheets_with(path, (FORCE, TACTIC, label))
            if number_column(sheet.heads)
        ]
        if sheets_of_rows:
            return sheets_of_rows
    return []


def label_column(heads: Sequence[str]) -> str | None:
    """The heading under which groups stand in rows; None where they stand in columns."""
    if set(NEEDED) <= set(_as_groups(heads)):
        return None
    return next((head for head in LABELS if head in heads), None)


def number_column(heads: Sequence[str]) -> str | None:
    return next((head for head in NUMBERS if head in heads), None)


def of_period(path: Path, candidates: Sequence[Sheet], period: Period | None) -> Sheet | None:
    """The one of several like sheets that is of a period; None where there is none at all.

    Raises
    ------
    CannotRead
        If several could be meant.
    """
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    years = [sheet.year(path) for sheet in candidates]
    of_that_year = [s for s, year in zip(candidates, years, strict=True) if year == period and year]
    if len(of_that_year) == 1:
        return of_that_year[0]
    names = " and ".join(f"'{sheet.name}'" for sheet in candidates)
    raise CannotRead(
        path.name,
        f"sheets {names} could all be meant, and not one of them alone says that it covers "
        f"{period or 'the period'}: keep the one that is meant.",
    )


def heads_of_csv(path: Path) -> tuple[str, ...]:
    """The headings of a file that holds no such table, to name them in a refusal."""
    with one_plain_file(path) as plain:
        return tuple(head for head in map(head_of, header(plain)) if head)


def head_of(text: str) -> str:
    """A heading in small letters, without the marks of footnotes."""
    head = " ".join(unmarked(text).lower().replace("’", "'").split())
    return FORCES.get(head, head)


def _tables(path: Path) -> Iterator[tuple[str, list[Line]]]:
    if is_workbook(path):
        for name, rows in sheets(path):
            yield name, [(number, tuple(row)) for number, row in enumerate(rows, start=1)]
    else:
        with one_plain_file(path) as plain:
            header(plain)  # refuses what is no table at all
            yield "", [(line, tuple(row)) for line, row in every_row(plain)]


def _sheet(
    path: Path, name: str, rows: Sequence[Line], headings: Sequence[str], *, titled: str
) -> Sheet | None:
    first_line = " ".join(rows[0][1]).lower() if rows else ""
    if titled and is_workbook(path) and titled not in first_line:
        return None
    for place, (line, row) in enumerate(rows[:HEADINGS_WITHIN]):
        if headings[0] not in [head_of(cell) for cell in row]:
            continue
        heads = _heads(rows, place)
        if set(headings) <= set(_as_groups(heads)):
            titles = tuple(" ".join(filter(None, cells)) for _, cells in rows[:place])
            body = tuple(_body(rows[place + 1 :], heads, headings[0]))
            return Sheet(name, heads, body, titles, line)
    return None


def _as_groups(heads: Sequence[str]) -> list[str]:
    """The headings, with those of groups as the census calls them."""
    return [COLUMNS.get(head) or group_of(head or "-") or head for head in heads]


def _heads(rows: Sequence[Line], place: int) -> tuple[str, ...]:
    """The headings of a table whose last line of them is at `place`.

    The tables for England and Wales name the groups some lines above the tactics.
    """
    heads = [head_of(cell) for cell in rows[place][1]]
    if "white" not in _as_groups(heads):
        above = next(
            (
                row
                for _, row in rows[:place][::-1]
                if "white" in _as_groups([head_of(cell) for cell in row])
            ),
            (),
        )
        upper = [head_of(cell) for cell in above] + [""] * len(heads)
        heads = [head or upper[column] for column, head in enumerate(heads)]
    return tuple(heads)


def _body(rows: Sequence[Line], heads: Sequence[str], first: str) -> Iterator[Line]:
    """The lines below the headings, up to the notes: those that name something and count it.

    A name in merged cells stands in the first line of its block alone, or above it: it holds for
    the others. Lines with too many or too few cells are kept, for a reader to refuse by number.
    """
    key = list(heads).index(first)
    above = ""
    for number, row in rows:
        if len(row) != len(heads):
            yield number, row
            continue
        above = row[key].strip() or above
        is_note = sum(bool(cell.strip()) for cell in row) <= 1
        if above and not is_note:
            yield number, (*row[:key], above, *row[key + 1 :])
