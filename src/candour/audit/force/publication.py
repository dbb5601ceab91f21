"""Home Office tables of the use of force: found in a workbook by their headings, or read as CSV."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from candour.audit.errors import PlanError
from candour.audit.periods import Period
from candour.audit.residents.ethnicity import GROUPS, MISSING, group_of
from candour.audit.residents.populations import slug_of
from candour.tables import one_plain_file
from candour.tables.errors import CannotRead
from candour.tables.files import header
from candour.tables.lines import body_of
from candour.tables.numerals import whole
from candour.tables.workbooks import is_workbook, sheets

ALL_TACTICS = "*Total Tactics"
WHOLE = "total-england-and-wales"
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
# What the publications of 2017/18, and of 2018/19 and later, call the sum over all groups.
TOTALS = ("number of times tactic reported", "total incidents per tactic")
YEAR = re.compile(r"\b(?:1 )?April (\d{4}) (?:to|-) (?:31 )?March (\d{4})\b", re.ASCII)
HEADINGS_WITHIN = 40  # lines from the top of a sheet
ZERO = frozenset({"-", "–", "~0"})
# Not available, not reported, or held back because it is small: never 0.
HELD_BACK = frozenset(
    {"", "..", "...", ":", "*", "**", "c", "[c]", "x", "[x]", "z", "[z]", "n/a", "na", "[low]",
     "[u]", "s", "-", "not available", "suppressed", "<5", "< 5", "~"}
) - ZERO  # fmt: skip
YEAR_COLUMNS = ("financial year", "year", "year ending", "reporting year", "period")
YEARS = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-/_–]|to)\s*(20)?(\d\d)(?!\d)")
YEAR_ENDING = re.compile(r"year (?:ending|to)(?: 31)? march (20\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands: its headings, and its lines with the number of each."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def read_tactics(path: Path, tactic: str) -> tuple[dict[str, dict[str, int]], int]:
    """Read the counts of one tactic by force and group, and how many lines the table has.

    Parameters
    ----------
    path : Path
        The workbook (ODS) as published, or its table of tactics by force and perceived ethnicity
        as CSV. The publication for 2017/18 has no such table by force: there the one for England
        and Wales is read, under the force `total-england-and-wales`.
    tactic : str
        As the table calls it; a leading asterisk, which marks totals, may be left out.

    Raises
    ------
    CannotRead
        If there is no such table, or a line of it is not what it should be.
    PlanError
        If the table has no such tactic.
    """
    sheet = _tactics_sheet(path)
    columns = _columns_of_groups(path, sheet)
    wanted = _plain_tactic(tactic)
    tactics: dict[str, dict[str, int]] = {}
    known: dict[str, None] = {}
    for line, row in sheet.lines:
        cells = _cells(path, sheet, line, row)
        known[cells[TACTIC]] = None
        if _plain_tactic(cells[TACTIC]) != wanted:
            continue
        counts = dict.fromkeys((*GROUPS, MISSING), 0)
        for name, group in columns.items():
            counts[group] += _count(path, cells[name], name, line)
        _need_total(path, counts, cells, line)
        slug = slug_of(cells[FORCE]) if FORCE in cells else WHOLE
        if slug in tactics:
            name = cells.get(FORCE, "England and Wales")
            raise CannotRead(path.name, f"'{name}' stands twice for '{cells[TACTIC]}'.", line=line)
        tactics[slug] = counts
    if not known:
        raise CannotRead(path.name, "it holds no line of tactics below its headings.")
    if not tactics:
        raise PlanError(f"{path.name} has no tactic '{tactic}', only: {'; '.join(known)}.")
    return tactics, len(sheet.lines)


def read_incidents(path: Path) -> dict[str, int]:
    """Read how many incidents each force reported, from the workbook or its table as CSV.

    Raises
    ------
    CannotRead
        If there is no such table, or a line of it is not what it should be.
    """
    wanted = (FORCE, TOTAL)
    if is_workbook(path):
        sheet = _sheet_with(path, wanted, titled="incidents by police force")
    else:
        sheet = _csv_sheet(path)
    if sheet is None or not set(wanted) <= set(sheet.heads):
        raise CannotRead(path.name, "it holds no table of incidents by police force.")
    incidents: dict[str, int] = {}
    for line, row in sheet.lines:
        cells = _cells(path, sheet, line, row)
        slug = slug_of(cells[FORCE])
        if slug in incidents:
            raise CannotRead(path.name, f"'{cells[FORCE]}' stands twice.", line=line)
        incidents[slug] = _count(path, cells[TOTAL], "the total", line)
    if not any(incidents.values()):
        raise CannotRead(path.name, "it holds no incidents below its headings.")
    return incidents


def year_covered(path: Path) -> Period | None:
    """The financial year that a table says it covers; None where none is said.

    A workbook says it in a title; a CSV file in a column of years, or in its name.
    """
    if not is_workbook(path):
        return _year_of_csv(path)
    for _, rows in sheets(path):
        for row in rows[:4]:
            match = YEAR.search(" ".join(row))
            if match:
                return Period.parse(f"{match[1]}-04..{match[2]}-03")
    return None


def _year_of_csv(path: Path) -> Period | None:
    sheet = _csv_sheet(path)
    column = next((sheet.heads.index(name) for name in YEAR_COLUMNS if name in sheet.heads), None)
    if column is not None:
        cells = {row[column].strip() for _, row in sheet.lines if len(row) > column}
        years = {_year_in(cell) for cell in cells} - {None}
        if len(years) > 1:
            raise CannotRead(path.name, "it covers several years: give the lines of one.")
        if years:
            return years.pop()
    return _year_in(path.name.replace("_", "-"))


def _year_in(text: str) -> Period | None:
    """The financial year that a text names, such as 2019/20 or year ending March 2020.

    >>> str(_year_in("2019/20")), _year_in("2019-2021")
    ('2019-04 to 2020-03', None)
    """
    ending = YEAR_ENDING.search(text)
    last = int(ending[1]) if ending else 0
    match = YEARS.search(text)
    if not last and match and (int(match[1]) + 1) % 100 == int(match[3]):
        last = int(match[1]) + 1
    return Period.parse(f"{last - 1}-04..{last}-03") if last else None


def sums_of_forces(tactics: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """What the forces come to together, group by group; England and Wales as a whole left out."""
    forces = [counts for force, counts in tactics.items() if force != WHOLE]
    return {group: sum(counts[group] for counts in forces) for group in (*GROUPS, MISSING)}


# finding the table


def _tactics_sheet(path: Path) -> Sheet:
    if is_workbook(path):
        sheet = _sheet_with(path, (FORCE, TACTIC, *NEEDED)) or _sheet_with(path, (TACTIC, *NEEDED))
        if sheet is None:
            raise CannotRead(
                path.name,
                "no sheet has the headings 'Police force', 'Tactic' and 'White': it holds no table "
                "of tactics by perceived ethnicity.",
            )
        return sheet
    sheet = _csv_sheet(path)
    if not {TACTIC, *NEEDED} <= set(_groups(sheet.heads)):
        raise CannotRead(path.name, "this is no table of force by ethnicity and tactic.", line=1)
    return sheet


def _columns_of_groups(path: Path, sheet: Sheet) -> dict[str, str]:
    """The headings that count a group, each with its group.

    Raises
    ------
    CannotRead
        If a group of the census has none: its numbers would else be taken for 0.
    """
    group_of_column = {}
    for head in sheet.heads:
        group = COLUMNS.get(head) or (group_of(head) if head else None)
        if group is not None:
            group_of_column[head] = group
    lacking = [group for group in GROUPS if group not in group_of_column.values()]
    if lacking:
        raise CannotRead(
            path.name,
            f"no column counts {', '.join(lacking)}; its headings are: "
            f"{', '.join(head for head in sheet.heads if head)}.",
        )
    return group_of_column


def _groups(heads: Sequence[str]) -> list[str]:
    """The headings, with those of groups as the census calls them."""
    return [COLUMNS.get(head) or group_of(head or "-") or head for head in heads]


def _sheet_with(path: Path, headings: Sequence[str], *, titled: str = "") -> Sheet | None:
    """The first sheet of a workbook that has all headings; None if there is none."""
    for name, rows in sheets(path):
        title = " ".join(cell for row in rows[:1] for cell in row).lower()
        if titled not in title:
            continue
        for place, row in enumerate(rows[:HEADINGS_WITHIN]):
            if headings[0] not in [_head(cell) for cell in row]:
                continue
            heads = _heads(rows, place)
            if set(headings) <= set(_groups(heads)):
                return Sheet(name, heads, _body(rows, place, heads, headings[0]))
    return None


def _heads(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    """The headings of a table whose last line of them is at `place`.

    The tables for England and Wales name the groups some lines above the tactics.
    """
    heads = [_head(cell) for cell in rows[place]]
    if "white" not in heads:
        above = next(
            (row for row in rows[:place][::-1] if "white" in [_head(cell) for cell in row]), ()
        )
        upper = [_head(cell) for cell in above] + [""] * len(heads)
        heads = [head or upper[column] for column, head in enumerate(heads)]
    return tuple(heads)


def _body(
    rows: Sequence[Sequence[str]], place: int, heads: Sequence[str], first: str
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The lines below the headings, up to the notes: those that name something and count it."""
    key = list(heads).index(first)
    named = {column for column, head in enumerate(heads) if head in {*COLUMNS, *TOTALS, TOTAL}}
    return tuple(
        (number + 1, tuple(row))
        for number, row in enumerate(rows)
        if number > place and row[key] and any(row[column] for column in named)
    )


def _csv_sheet(path: Path) -> Sheet:
    with one_plain_file(path) as plain:
        heads = tuple(_head(name) for name in header(plain))
        return Sheet("", heads, tuple((line, tuple(row)) for line, row in body_of(plain)))


# its cells


def _cells(path: Path, sheet: Sheet, line: int, row: Sequence[str]) -> dict[str, str]:
    if len(row) != len(sheet.heads):
        raise CannotRead(
            path.name, f"{len(row)} columns where there should be {len(sheet.heads)}.", line=line
        )
    return {head: cell.strip() for head, cell in zip(sheet.heads, row, strict=True) if head}


def _head(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def _plain_tactic(name: str) -> str:
    return " ".join(name.lower().removeprefix("*").split())


def _count(path: Path, text: str, what: str, line: int) -> int:
    plain = text.strip().lower()
    if plain in ZERO:
        return 0
    if plain in HELD_BACK:
        shown = f"'{text.strip()}'" if plain else "empty"
        raise CannotRead(
            path.name,
            f"{what} is {shown}, which is not 0 but not known: leave that force out of the file, "
            "or give a table that has the number.",
            line=line,
        )
    number = whole(text)
    if number is None:
        raise CannotRead(path.name, f"{what} is '{text[:60]}', which is no count.", line=line)
    return number


def _need_total(path: Path, counts: Mapping[str, int], cells: Mapping[str, str], line: int) -> None:
    printed = next((cells[name] for name in TOTALS if cells.get(name)), "")
    if not printed:
        return
    total = _count(path, printed, "the total", line)
    if sum(counts.values()) != total:
        raise CannotRead(
            path.name,
            f"the groups sum to {sum(counts.values()):,}, the total says {total:,}.",
            line=line,
        )
