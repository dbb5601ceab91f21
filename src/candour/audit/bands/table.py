"""From a file to people by group and band, however the table is laid out.

Three layouts are read: a row for each person or each pair of group and band; a row for each band
with a column for each group; a row for each group with a column for each band.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from candour.audit.bands.nested import need_apart
from candour.audit.bands.question import BandsQuestion
from candour.audit.confidentiality.identity import refuse_identifying_headings
from candour.audit.confidentiality.people_files import (
    need_columns,
    open_list,
    people_or_range,
    said_of,
)
from candour.audit.confidentiality.subtraction import Atoms
from candour.audit.confidentiality.told_apart import refuse_one_by_one
from candour.audit.count_columns import ask_about_counts
from candour.audit.errors import PlanError
from candour.audit.ranged_counts import HIDDEN, NOBODY, Cell, read_cell, why_not
from candour.audit.residents.group_counts import is_ethnicity, need_no_part_beside_its_whole
from candour.audit.residents.labels import MISSING, group_of, is_total
from candour.audit.sums_in_tables import counted_again, need_no_sums
from candour.tables import Engine, Rows
from candour.tables.errors import CannotRead

TOTALS = frozenset({"total", "totals", "all", "grand total", "overall", "sum", "all people",
                    "all groups", "all bands", "everyone"})  # fmt: skip
NOT_COUNTS = ("%", "per cent", "percent", "rate", "share", "proportion")
MOST_BANDS, MOST_GROUPS = 30, 60
A_NOTE = re.compile(r"\[\w+\]|\(\w\)|[*†‡¹²³]|notes?\b|source\b|n\.?b\b", re.IGNORECASE)
PER_CENTS = range(99, 102)  # what rounded shares of a whole add up to
FEW = 2

Pair = tuple[str, str]  # group, band


@dataclass
class Tabled:
    """People by group and band, with totals as the table prints them."""

    cells: dict[Pair, Cell] = field(default_factory=dict)
    totals: list[tuple[str, str, Cell]] = field(default_factory=list)  # "" is all groups, bands
    everybody: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    no_group: int = 0
    no_band: int = 0
    beside: dict[Pair, Cell] = field(default_factory=dict)  # of those: in which band, or group
    is_left_open: bool = False  # how many of those there are, in some band or group
    in_several_rows: int = 0
    counted_again: str = ""  # a sentence where the table may count people several times
    is_wide: bool = False
    labels: dict[str, frozenset[str]] = field(default_factory=dict)  # of groups put together
    values: dict[str, frozenset[str]] = field(default_factory=dict)  # of bands put together

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(group for group, _ in self.cells))

    @property
    def bands(self) -> list[str]:
        return list(dict.fromkeys(band for _, band in self.cells))

    def cell(self, group: str, band: str) -> Cell:
        return self.cells.get((group, band), NOBODY)

    def of_group(self, group: str, bands: Sequence[str] | None = None) -> Cell:
        wanted = self.bands if bands is None else bands
        return sum((self.cell(group, band) for band in wanted), NOBODY)

    def of_band(self, band: str) -> Cell:
        return sum((self.cell(group, band) for group in self.groups), NOBODY)

    @property
    def ranged(self) -> int:
        return sum(not cell.is_exact for cell in self.cells.values())

    def place(self, group: str, band: str, cell: Cell) -> None:
        """Count people where they belong: in a cell, or among those without a group or a band."""
        if not group or not band:
            self.no_group += cell.high if not group else 0
            self.no_band += cell.high if group else 0
            self.beside[group, band] = self.beside.get((group, band), NOBODY) + cell
            return
        if (group, band) in self.cells:
            self.in_several_rows += 1
        self.cells[group, band] = self.cell(group, band) + cell


def read_bands(
    database: Engine, path: Path, question: BandsQuestion, *, also: Sequence[str] = ()
) -> Tabled:
    """Read a table of bands by group.

    Raises
    ------
    IdentifiesPeople
        If a column names or points at people.
    CannotRead, PlanError
        If it is no such table, its totals don't fit its cells, its numbers are per cents, or
        counts of a whole group stand beside those of a part of it.
    """
    rows = database.open([path])[0]
    if question.group in rows.columns and question.band in rows.columns:
        table = _long(database, path, rows, question, also)
    elif question.band in rows.columns and question.reference in rows.columns:
        table = _wide(database, path, rows, question.band, question.hidden, are_groups=False)
    elif question.group in rows.columns and _has_bands_as_columns(database, rows, question):
        table = _wide(database, path, rows, question.group, question.hidden, are_groups=True)
    else:
        are_groups = question.reference in rows.columns
        named = (question.band,) if are_groups else (question.group, question.band)
        need_columns(path, rows.columns, [name for name in named if name])
        if not question.band:
            raise PlanError(
                "Name the column of recorded outcomes (--outcome COL), a column of bands "
                "(--band COL), or a population to set the list against (--population FILE)."
            )
        raise CannotRead(path.name, "it is no table of bands by group.")
    if not table.cells:
        raise CannotRead(path.name, "no row has a group and a band.")
    _need_few(path, table, question)
    if question.threshold is None:
        need_apart(path, table.bands)
    if (table.is_wide or question.counted_by) and is_ethnicity(table.groups):
        need_no_part_beside_its_whole(table.groups, of=path.name)
    _need_totals(path, table)
    _need_no_unnamed_sum(path, table)
    _need_no_per_cents(path, table)
    return table


def _has_bands_as_columns(database: Engine, rows: Rows, question: BandsQuestion) -> bool:
    """Whether the columns are bands: those asked about are, or all hold numbers of people."""
    if question.leads and question.threshold is None:
        return {lead.casefold() for lead in question.leads} <= {c.casefold() for c in rows.columns}
    others = _counted_columns(rows, question.group)
    return (
        not question.band
        and bool(others)
        and all(
            read_cell(text) is not None or text.strip().lower() in HIDDEN
            for column in others
            for text in database.sample(rows, column)
        )
    )


def _counted_columns(rows: Rows, name: str) -> list[str]:
    """The columns beside the one that names the rows, without those of shares."""
    return [
        column
        for column in rows.columns
        if column != name and not any(mark in column.lower() for mark in NOT_COUNTS)
    ]


def _long(
    database: Engine, path: Path, rows: Rows, question: BandsQuestion, also: Sequence[str]
) -> Tabled:
    named = [question.group, question.band, *([question.counted_by] if question.counted_by else [])]
    open_list(database, path, named, count=question.counted_by, is_official=question.is_official)
    again = ""
    if question.counted_by:
        need_no_sums(database, rows, named)
        again = counted_again(database, rows, question.group, question.counted_by)
    if not question.count:
        ask_about_counts(database, rows, named, what="person")
    others = [name for name in also if name not in named]
    table = Tabled(counted_again=again)
    counted = sorted(database.count(rows, [*named, *others]), key=_in_order)
    says_ethnicity = is_ethnicity({said_of(values[0]) for values, _ in counted} - {""})
    for values, times in counted:
        group, band = _group(values[0], says_ethnicity=says_ethnicity), said_of(values[1])
        band = "" if band in question.missing else band
        cell = Cell(times, times)
        if question.counted_by:
            one = people_or_range(path, question.counted_by, values[2], question.hidden)
            cell = Cell(times * one.low, times * one.high)
        if _is_total(group) or _is_total(band):
            table.totals.append((_or_all(group), _or_all(band), cell))
            continue
        texts = (group, band, *(said_of(value) for value in values[len(named) :]))
        table.everybody.append((texts, cell.high))
        table.place(group, band, cell)
    return table


def _in_order(counted: tuple[Sequence[object], int]) -> list[str]:
    return [str(value) for value in counted[0]]


def _group(value: object, *, says_ethnicity: bool) -> str:
    text = said_of(value)
    return "" if says_ethnicity and group_of(text) == MISSING else text


def _wide(
    database: Engine,
    path: Path,
    rows: Rows,
    name: str,
    hidden: Cell | None,
    *,
    are_groups: bool,
) -> Tabled:
    """A table with a column for each group, or for each band; `name` is the column of the rest."""
    refuse_identifying_headings(path.name, rows.columns)
    refuse_one_by_one(path.name, name, database.sample(rows, name))
    columns = _counted_columns(rows, name)
    table = Tabled(is_wide=True)
    labels = columns if not are_groups else [str(v[0]) for v, _ in database.count(rows, [name])]
    says_ethnicity = is_ethnicity(labels)
    for label, column, text, times in _cells(database, rows, name, columns):
        if times > 1:
            raise CannotRead(path.name, f"the row of '{label}' stands in it {times} times.")
        raw_group, band = (label, column) if are_groups else (column, label)
        group = _group(raw_group, says_ethnicity=says_ethnicity)
        cell = read_cell(text, hidden)
        if cell is None and _may_be_left_out(group, band, text):
            table.is_left_open |= not (_is_total(raw_group) or _is_total(band))
            continue
        if cell is None:
            raise CannotRead(path.name, f"{label}, column '{column}' {why_not(text)}.")
        if _is_total(raw_group) or _is_total(band):
            table.totals.append((_or_all(raw_group), _or_all(band), cell))
        else:
            table.place(group, said_of(band), cell)
    return table


def _may_be_left_out(group: str, band: str, text: str) -> bool:
    """Whether a cell without a number is of a total, or of people without a group or a band."""
    says_nothing = not text.strip() or text.strip().lower() in HIDDEN
    is_beside = not group or not said_of(band) or _is_total(group) or _is_total(band)
    return says_nothing and is_beside


def _cells(
    database: Engine, rows: Rows, name: str, columns: Sequence[str]
) -> Iterator[tuple[str, str, str, int]]:
    counted = database.count(rows, [name, *columns])
    for values, times in sorted(counted, key=lambda one: str(one[0][0])):
        label = "" if values[0] is None else str(values[0]).strip()
        if (not label or A_NOTE.match(label)) and not any(values[1:]):
            continue  # an empty line, or a note below the table
        for column, value in zip(columns, values[1:], strict=True):
            yield label, column, "" if value is None else str(value), times


def _or_all(label: str) -> str:
    return "" if _is_total(label) else label


def _is_total(label: str) -> bool:
    return label.lower() in TOTALS or is_total(label)


def _need_few(path: Path, table: Tabled, question: BandsQuestion) -> None:
    if len(table.bands) > MOST_BANDS and question.threshold is None:
        raise PlanError(
            f"{path.name}: '{question.band}' has {len(table.bands)} values, which are no bands. "
            "Of a score, say who is flagged: --score COL --threshold X."
        )
    if len(table.groups) > MOST_GROUPS:
        raise PlanError(f"{path.name}: {len(table.groups)} groups are too many to compare.")
    if len(table.groups) < FEW:
        raise PlanError(f"{path.name}: there is one group only, '{table.groups[0]}'.")
    if question.reference not in table.groups:
        known = ", ".join(sorted(table.groups))
        raise PlanError(f"'{question.reference}' is no group of this table. Groups are: {known}.")


def _need_totals(path: Path, table: Tabled) -> None:
    """Totals must be what their cells can add up to.

    They narrow no range: what whoever gave out the table hid is not brought out here.
    """
    for group, band, total in table.totals:
        groups = [group] if group else table.groups
        bands = [band] if band else table.bands
        if (group and group not in table.groups) or (band and band not in table.bands):
            continue
        cells = sum((table.cell(one, other) for one in groups for other in bands), NOBODY)
        if table.is_left_open and total.high >= cells.low:
            continue
        if not any((cells + beside).holds(total) for beside in _beside(table, group, band)):
            where = " of ".join(part for part in ("the total", band or group) if part)
            raise CannotRead(
                path.name,
                f"{where} is {_words(total)}, but its cells add up to {_words(cells)}. Find out "
                "which is right, or leave the total out.",
            )


def _beside(table: Tabled, group: str, band: str) -> Iterator[Cell]:
    """What a total may hold besides: nobody, those without a group, without a band, or both."""
    for of_groups, of_bands in product(*({bool(name), True} for name in (group, band))):
        yield sum(
            (
                cell
                for (its_group, its_band), cell in table.beside.items()
                if its_group in ({group} if group else {*table.groups, *([""] * (not of_groups))})
                and its_band in ({band} if band else {*table.bands, *([""] * (not of_bands))})
            ),
            NOBODY,
        )


def _need_no_unnamed_sum(path: Path, table: Tabled) -> None:
    """Refuse a group that is all others together in every band, whatever it is called.

    Raises
    ------
    PlanError
        If there is one: everybody would count twice.
    """
    if len(table.groups) <= FEW or table.ranged:
        return
    for group in table.groups:
        others = [other for other in table.groups if other != group]
        if table.of_group(group).low and all(
            table.cell(group, band) == sum((table.cell(o, band) for o in others), NOBODY)
            for band in table.bands
        ):
            raise PlanError(
                f"{path.name}: '{group}' is all other groups together in every band. If it is "
                "their total, leave it out: everyone would count twice."
            )


def _words(cell: Cell) -> str:
    return f"{cell.low:,}" if cell.is_exact else f"{cell.low:,} to {cell.high:,}"


def _need_no_per_cents(path: Path, table: Tabled) -> None:
    sums = [table.of_group(group) for group in table.groups]
    others = [table.of_band(band) for band in table.bands]
    for whole in (sums, others):
        if len(whole) >= FEW and all(cell.is_exact and cell.low in PER_CENTS for cell in whole):
            raise PlanError(
                f"{path.name}: its numbers add up to 100 in each group or band, so they look like "
                "per cents. Numbers of people are needed."
            )


def everybody_of(table: Tabled, question: BandsQuestion, also: Sequence[str]) -> Atoms:
    """Everybody in the file by every column in play."""
    others = [name for name in also if name not in (question.group, question.band)]
    return Atoms((question.group, question.band, *others), table.everybody)
