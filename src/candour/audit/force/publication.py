"""Home Office tables of the use of force: what they count, from a workbook or from CSV."""

from collections.abc import Mapping
from pathlib import Path

from candour.audit.errors import PlanError
from candour.audit.force.counts import (
    Counts,
    Row,
    cells_of,
    count_in,
    forces_without_numbers,
    rows_of_tactic,
)
from candour.audit.force.sheets import (
    FORCE,
    NEEDED,
    PLAIN,
    TACTIC,
    TOTAL,
    Sheet,
    heads_of_csv,
    label_column,
    of_period,
    sheets_by_rows,
    sheets_with,
)
from candour.audit.force.years import year_in
from candour.audit.periods import Period
from candour.audit.residents.ethnicity import GROUPS, MISSING, group_of
from candour.audit.residents.populations import slug_of
from candour.core.footnotes import unmarked
from candour.tables.errors import CannotRead
from candour.tables.workbooks import is_workbook, sheets

ALL_TACTICS = "*Total Tactics"
WHOLE = "total-england-and-wales"
# Rows that add up others. The two countries together are a row that can be asked for.
WHOLES = frozenset({WHOLE, "england-and-wales"})
SUMS = frozenset({
    "total", "totals", "grand-total", "sub-total", "subtotal", "all", "all-forces", "england",
    "wales", "north-east", "north-west", "yorkshire-and-the-humber", "yorkshire-and-humber",
    "east-midlands", "east-of-england", "eastern", "east", "south-east", "south-west",
})  # fmt: skip
LONDON, LONDON_FORCE = "london", "metropolitan"  # some call the force by the region's name
PER_CENT, ABOUT = 100, 3  # what shares of a row sum to, and by how much rounding moves it


def read_tactics(
    path: Path, tactic: str, period: Period | None = None
) -> tuple[dict[str, Counts], int]:
    """Read the counts of one tactic by force and group, and how many lines the table has.

    Parameters
    ----------
    path : Path
        The workbook (ODS) as published, or its table of tactics by force and perceived ethnicity
        as CSV. The publication for 2017/18 has no such table by force: there the one for England
        and Wales is read, under the force `total-england-and-wales`. Groups may stand in columns
        or in rows. Rows that add up forces are left out, but for that of England and Wales.
    tactic : str
        As the table calls it; a leading asterisk, which marks totals, may be left out.
    period : Period, optional
        Which of several like sheets is meant, where each says a year of its own.

    Raises
    ------
    CannotRead
        If there is no such table, or a line of it is not what it should be.
    PlanError
        If the table has no such tactic.
    """
    sheet = _tactics_sheet(path, period)
    rows, known = rows_of_tactic(path, sheet, tactic)
    if not known:
        raise CannotRead(path.name, "it holds no line of tactics below its headings.")
    if not rows:
        raise PlanError(f"{path.name} has no tactic '{tactic}', only: {'; '.join(known)}.")
    by_force: dict[str, Row] = {}
    for row in rows:
        slug = _slug(row.force)
        if slug in by_force:
            name = row.force or "England and Wales"
            raise CannotRead(path.name, f"'{name}' stands twice for '{row.tactic}'.", line=row.line)
        by_force[slug] = row
    _need_no_shares(path, by_force)
    forces = {slug: row.counts for slug, row in by_force.items() if not _is_sum(slug, by_force)}
    if not forces:
        raise CannotRead(path.name, "all its rows are sums of forces, and none is of a force.")
    return forces, len(sheet.lines)


def left_out(path: Path, tactic: str, period: Period | None = None) -> tuple[str, ...]:
    """The forces that a table has a row of a tactic for, with no number in it."""
    return forces_without_numbers(path, _tactics_sheet(path, period), tactic)


def read_incidents(path: Path, period: Period | None = None) -> dict[str, int]:
    """Read how many incidents each force reported, from the workbook or its table as CSV.

    Raises
    ------
    CannotRead
        If there is no such table, or a line of it is not what it should be.
    """
    sheet = of_period(path, _incidents_sheets(path), period)
    if sheet is None:
        raise CannotRead(path.name, "it holds no table of incidents by police force.")
    incidents: dict[str, int] = {}
    for line, row in sheet.lines:
        cells = cells_of(path, sheet, line, row)
        slug = _slug(cells[FORCE])
        if slug in incidents:
            raise CannotRead(path.name, f"'{cells[FORCE]}' stands twice.", line=line)
        incidents[slug] = count_in(path, cells[TOTAL], "the total", line)
    if not any(incidents.values()):
        raise CannotRead(path.name, "it holds no incidents below its headings.")
    return incidents


def year_of_incidents(path: Path, period: Period | None = None) -> Period | None:
    """The financial year that a table of incidents, or else its file's name, says it covers."""
    sheet = of_period(path, _incidents_sheets(path), period)
    year = sheet.year(path) if sheet is not None else None
    return year or (None if is_workbook(path) else year_in(path.name.replace("_", "-"), path))


def holds_incidents(path: Path) -> bool:
    """Whether a file is a workbook that brings its own table of incidents, as those published."""
    return is_workbook(path) and bool(_incidents_sheets(path))


def _incidents_sheets(path: Path) -> list[Sheet]:
    return sheets_with(path, (FORCE, TOTAL), titled="incidents by police force")


def year_covered(path: Path, period: Period | None = None) -> Period | None:
    """The financial year that a table says it covers; None where none is said.

    The table's own column of years, titles and name say it first; then the cover of its workbook,
    or the name of a CSV file.

    Raises
    ------
    CannotRead
        If it says several years, or a part of one.
    """
    sheet = _tactics_sheet(path, period)
    year = sheet.year(path)
    if not is_workbook(path):
        named = year_in(path.name.replace("_", "-"), path)
        if year and named and year != named:
            raise CannotRead(
                path.name, f"the file's name says {named}, and the table in it {year}."
            )
        return year or named
    return year or _year_on_cover(path)


def _year_on_cover(path: Path) -> Period | None:
    titles = (" ".join(row) for _, rows in sheets(path) for row in rows[:4])
    return next((year for title in titles if (year := year_in(title, path))), None)


def sums_of_forces(tactics: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """What the forces come to together, group by group; England and Wales as a whole left out."""
    forces = [counts for force, counts in tactics.items() if force != WHOLE]
    return {group: sum(counts[group] for counts in forces) for group in (*GROUPS, MISSING)}


# finding the table


def _tactics_sheet(path: Path, period: Period | None) -> Sheet:
    candidates = (
        sheets_with(path, (FORCE, TACTIC, *NEEDED))
        or sheets_by_rows(path)
        or sheets_with(path, (TACTIC, *NEEDED))
    )
    sheet = of_period(path, candidates, period)
    if sheet is None:
        raise _no_table(path)
    if FORCE not in sheet.heads:
        _need_no_other_place(path, sheet)
    return sheet


def _no_table(path: Path) -> CannotRead:
    if is_workbook(path):
        return CannotRead(
            path.name,
            "no sheet has the headings 'Police force', 'Tactic' and 'White': it holds no table "
            "of tactics by perceived ethnicity.",
        )
    heads = ", ".join(f"'{head}'" for head in heads_of_csv(path))
    return CannotRead(
        path.name,
        "this is no table of force by ethnicity and tactic: it needs the headings 'Police force', "
        f"'Tactic' and one for each group, and has {heads[:300]}.",
        line=1,
    )


def _need_no_other_place(path: Path, sheet: Sheet) -> None:
    """Refuse a table whose forces stand in a column nobody knows: they would pass for the whole."""
    groups = [] if label_column(sheet.heads) else [h for h in sheet.heads if group_of(h or "-")]
    other = next((h for h in sheet.heads if h and h not in (*PLAIN, *groups)), None)
    if other:
        raise CannotRead(
            path.name,
            f"no column is called 'Police force'. If '{other}' names forces, call it so; if the "
            "table is of England and Wales, leave that column out.",
            line=sheet.line,
        )


# its forces


def _slug(force: str) -> str:
    slug = slug_of(unmarked(force)) if force else WHOLE
    return WHOLE if slug in WHOLES else slug


def _is_sum(slug: str, forces: Mapping[str, Row]) -> bool:
    plain = slug.removeprefix("total-")
    return slug != WHOLE and (plain in SUMS or (plain == LONDON and LONDON_FORCE in forces))


def _need_no_shares(path: Path, forces: Mapping[str, Row]) -> None:
    """Refuse whole per cents, which look like counts."""
    sums = [sum(row.counts.values()) for row in forces.values()]
    is_about = all(abs(total - PER_CENT) <= ABOUT for total in sums)
    if is_about and (len(sums) > 1 or sums == [PER_CENT]):
        raise CannotRead(
            path.name,
            "the groups sum to about 100: these are per cents, not numbers of tactics. Give the "
            "table of numbers.",
            line=next(iter(forces.values())).line,
        )
