"""What a table of the use of force counts, line by line: groups in columns, or in rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from candour.audit.force.sheets import (
    COLUMNS,
    FORCE,
    PLAIN,
    RATES,
    SUMS_OF_GROUPS,
    TACTIC,
    Sheet,
    label_column,
    number_column,
)
from candour.audit.residents.ethnicity import (
    GROUPS,
    MISSING,
    group_of,
    is_heading,
    known_instead,
)
from candour.audit.residents.labels import is_total
from candour.core.footnotes import unmarked, unmarked_number
from candour.tables.errors import CannotRead
from candour.tables.numerals import whole

CHINESE = "chinese"  # stands beside Asian in the tables up to 2018/19, and is no part of it there
ZERO = frozenset({"-", "–", "~0"})
# Not available, not reported, or held back because it is small: never 0.
HELD_BACK = frozenset(
    {"", "..", "...", ":", "*", "**", "c", "[c]", "x", "[x]", "z", "[z]", "n/a", "na", "[low]",
     "[u]", "s", "-", "not available", "suppressed", "<5", "< 5", "~"}
) - ZERO  # fmt: skip

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """How often one tactic was reported for each group by one force (empty: none is named)."""

    line: int
    force: str
    tactic: str
    counts: Counts


def plain_tactic(name: str) -> str:
    return " ".join(unmarked(name).lower().removeprefix("*").split())


def rows_of_tactic(path: Path, sheet: Sheet, tactic: str) -> tuple[list[Row], dict[str, None]]:
    """The rows of one tactic, and all tactics that the table has.

    Raises
    ------
    CannotRead
        If the table does not count each group once, or a cell says no count.
    """
    _need_counts(path, sheet)
    column = sheet.heads.index(TACTIC)
    known: dict[str, None] = {}
    wanted = []
    for line, row in sheet.lines:
        cells = cells_of(path, sheet, line, row)
        known[row[column].strip()] = None
        if plain_tactic(cells[TACTIC]) == plain_tactic(tactic):
            wanted.append((line, cells))
    label = label_column(sheet.heads)
    read = _in_columns(path, sheet, wanted) if label is None else _in_rows(path, sheet, wanted)
    return list(read), known


def _need_counts(path: Path, sheet: Sheet) -> None:
    """Refuse a table that says itself to be of shares or rates."""
    for title in sheet.titles:
        words = title.lower()
        if RATES.search(words) and "number" not in words and "count" not in words:
            raise CannotRead(
                path.name,
                f"its title '{title[:80]}' says shares or rates: give the table of numbers.",
            )
    for head in sheet.heads:
        if RATES.search(head) and group_of(RATES.sub(" ", head).strip() or "-"):
            raise CannotRead(
                path.name,
                f"column '{head}' holds shares or rates: leave it out, and give the numbers.",
                line=sheet.line,
            )


def _in_columns(
    path: Path, sheet: Sheet, wanted: Iterable[tuple[int, dict[str, str]]]
) -> Iterator[Row]:
    columns = _columns_of_groups(path, sheet)
    for line, cells in wanted:
        if not any(cells[name] for name in columns):
            continue  # said by `forces_without_numbers`
        counts = dict.fromkeys((*GROUPS, MISSING), 0)
        for name, group in columns.items():
            counts[group] += count_in(path, cells[name], name, line)
        printed = next((cells[name] for name in SUMS_OF_GROUPS if cells.get(name)), "")
        _need_total(path, counts, printed, line)
        yield Row(line, cells.get(FORCE, ""), cells[TACTIC], counts)


def forces_without_numbers(path: Path, sheet: Sheet, tactic: str) -> tuple[str, ...]:
    """The forces in whose row of a tactic no cell holds a number: they gave none."""
    if label_column(sheet.heads) is not None:
        return ()
    columns = _columns_of_groups(path, sheet)
    rows = (cells_of(path, sheet, line, row) for line, row in sheet.lines)
    return tuple(
        cells.get(FORCE, "")
        for cells in rows
        if plain_tactic(cells[TACTIC]) == plain_tactic(tactic)
        and not any(cells[name] for name in columns)
    )


@dataclass(slots=True)
class _Block:
    """What the rows of one force say: the count of each label, and the sum if it is printed."""

    line: int
    tactic: str
    labels: dict[str, str] = field(default_factory=dict)  # each label's group
    counts: Counts = field(default_factory=lambda: dict.fromkeys((*GROUPS, MISSING), 0))
    printed: str = ""


def _in_rows(
    path: Path, sheet: Sheet, wanted: Iterable[tuple[int, dict[str, str]]]
) -> Iterator[Row]:
    """A row for each force and group, put together force by force."""
    label_head, number = label_column(sheet.heads), number_column(sheet.heads)
    assert label_head is not None
    assert number is not None
    blocks: dict[str, _Block] = {}
    for line, cells in wanted:
        block = blocks.setdefault(cells.get(FORCE, ""), _Block(line, cells[TACTIC]))
        label = unmarked(cells[label_head])
        if is_total(label):
            block.printed = cells[number]
            continue
        group = group_of(label)
        if group is None:
            raise CannotRead(
                path.name, f"'{label}' is no ethnic group{known_instead(label)}.", line=line
            )
        if label in block.labels:
            raise CannotRead(path.name, f"'{label}' stands twice for a force.", line=line)
        block.labels[label] = group
        block.counts[group] += count_in(path, cells[number], f"the number of '{label}'", line)
    for force, block in blocks.items():
        _need_each_once(path, block.labels, block.line, f"'{force}' has rows that")
        lacking = [group for group in GROUPS if group not in block.labels.values()]
        if lacking:
            raise CannotRead(
                path.name, f"'{force}' has no row for {', '.join(lacking)}.", line=block.line
            )
        _need_total(path, block.counts, block.printed, block.line)
        yield Row(block.line, force, block.tactic, block.counts)


def _columns_of_groups(path: Path, sheet: Sheet) -> dict[str, str]:
    """The headings that count a group, each with its group.

    Raises
    ------
    CannotRead
        If a group of the census has none: its numbers would else be taken for 0. If two count
        the same people: they would count twice.
    """
    named = [head for head in sheet.heads if head and head not in PLAIN]
    group_of_column = {
        head: group for head in named if (group := COLUMNS.get(head) or group_of(head))
    }
    lacking = [group for group in GROUPS if group not in group_of_column.values()]
    if lacking:
        raise CannotRead(
            path.name,
            f"no column counts {', '.join(lacking)}; its headings are: "
            f"{', '.join(head for head in sheet.heads if head)}.",
        )
    double = next((head for head in group_of_column if named.count(head) > 1), None)
    if double:
        raise CannotRead(
            path.name,
            f"two columns are called '{double}': leave out the one that is not the number of "
            "tactics.",
            line=sheet.line,
        )
    _need_each_once(path, group_of_column, sheet.line, "columns")
    return group_of_column


def _need_each_once(path: Path, groups: Mapping[str, str], line: int | None, what: str) -> None:
    """Refuse a whole group that stands beside a part of it, or beside itself."""
    for group in GROUPS:
        labels = [label for label, its in groups.items() if its == group and label != CHINESE]
        is_whole = [label in COLUMNS or is_heading(label) for label in labels]
        if any(is_whole) and len(labels) > 1:
            first, second, *_ = labels
            raise CannotRead(
                path.name,
                f"{what} '{first}' and '{second}' both count {group} people, who would "
                "count twice: leave out the whole, or its parts.",
                line=line,
            )


def cells_of(path: Path, sheet: Sheet, line: int, row: tuple[str, ...]) -> dict[str, str]:
    if len(row) != len(sheet.heads):
        raise CannotRead(
            path.name, f"{len(row)} columns where there should be {len(sheet.heads)}.", line=line
        )
    return {head: cell.strip() for head, cell in zip(sheet.heads, row, strict=True) if head}


def count_in(path: Path, text: str, what: str, line: int) -> int:
    """The number that a cell says; CannotRead where it says none, or that it is held back."""
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
    number = whole(unmarked_number(text))
    if number is None:
        raise CannotRead(path.name, f"{what} is '{text[:60]}', which is no count.", line=line)
    return number


def _need_total(path: Path, counts: Counts, printed: str, line: int) -> None:
    if not printed:
        return
    total = count_in(path, printed, "the total", line)
    if sum(counts.values()) != total:
        raise CannotRead(
            path.name,
            f"the groups sum to {sum(counts.values()):,}, the total says {total:,}.",
            line=line,
        )
