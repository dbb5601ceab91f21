"""How many people each group has in a small table, and how the labels of two tables meet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from candour.audit.errors import PlanError
from candour.audit.residents.labels import (
    MISSING,
    group_of,
    is_heading,
    is_total,
    known_instead,
    spans_several,
)
from candour.tables import Engine
from candour.tables.errors import CannotRead
from candour.tables.lines import line_of
from candour.tables.numerals import whole

NUMBER_COLUMNS = ("population", "people", "residents", "total", "value", "count")
FEW_RESIDENTS = 20_000  # of an area that a list is of, under which they may be thousands
PER_CENTS = range(99, 102)  # what rounded shares of a whole add up to
MOSTLY = 0.5  # of the labels of a column, from which on it is one of ethnicity


def residents_of(database: Engine, path: Path, group: str) -> dict[str, int]:
    """Residents by group, in the order of their names.

    Parameters
    ----------
    database : Engine
    path : Path
        One row for each group, or several that add up: a column of groups and one of numbers.
    group : str
        The column of groups; where there is none of that name, the only one that is no number.

    Raises
    ------
    CannotRead
        If there is no such table, or a row of everyone in it is not the sum of the groups.
    """
    rows = database.open([path])[0]
    numbers = [name for name in rows.columns if name.lower() in NUMBER_COLUMNS]
    column = _column_of_groups(path, rows.columns, group, numbers)
    if not numbers:
        raise CannotRead(
            path.name, f"no column holds numbers of residents: call one '{NUMBER_COLUMNS[0]}'."
        )
    counts: dict[str, int] = {}
    for (name, number), times in database.count(rows, [column, numbers[0]]):
        label = "" if name is None else str(name).strip()
        if not label:
            raise CannotRead(path.name, f"a row has no {column}.")
        counts[label] = counts.get(label, 0) + times * _people(path, numbers[0], number)
    if not counts:
        raise CannotRead(path.name, "it holds no group.")
    counts = _without_totals(path, counts)
    if len(counts) > 1 and sum(counts.values()) in PER_CENTS:
        raise CannotRead(
            path.name,
            "its numbers add up to 100, so they look like per cents: give numbers of residents.",
        )
    for label, people in counts.items():
        if people == 0:
            raise CannotRead(path.name, f"group '{label}' has no residents.")
    return dict(sorted(counts.items()))


def _without_totals(path: Path, counts: Mapping[str, int]) -> dict[str, int]:
    """The groups alone: a row of all residents, as "All usual residents", is no group of them.

    Raises
    ------
    CannotRead
        If such a row is not the sum of the groups, or a group stands beside a part of it.
    """
    groups = {label: people for label, people in counts.items() if not is_total(label)}
    together = sum(groups.values())
    for label, people in counts.items():
        if label not in groups and people != together:
            raise CannotRead(
                path.name,
                f"'{label}' is {people:,}, but the groups add up to {together:,}: find out which "
                "is right, or leave that row out.",
            )
    if not groups:
        raise CannotRead(path.name, "it holds a total, and no group.")
    if is_ethnicity(groups):
        need_no_part_beside_its_whole(list(groups), of=path.name)
    return groups


def perhaps_thousands(residents: Mapping[str, int]) -> tuple[str, ...]:
    """A sentence where all residents together are so few that they may be thousands.

    >>> perhaps_thousands({"White": 4_725_297}), len(perhaps_thousands({"White": 4_725}))
    ((), 1)
    """
    together = sum(residents.values())
    if together >= FEW_RESIDENTS:
        return ()
    return (
        f"The population has {together:,} residents in all: if these are thousands, every rate "
        "here is a thousand times too high. Give numbers of residents before anything is quoted.",
    )


def _column_of_groups(
    path: Path, columns: Sequence[str], group: str, numbers: Sequence[str]
) -> str:
    if group in columns:
        return group
    others = [name for name in columns if name not in numbers]
    if len(others) == 1 and numbers:
        return others[0]
    raise CannotRead(
        path.name, f"there is no column '{group}', only: {', '.join(columns)}.", line=1
    )


def _people(path: Path, column: str, value: object) -> int:
    text = "" if value is None else str(value).strip()
    people = whole(text)
    if people is None:
        raise CannotRead(
            path.name,
            f"column '{column}' holds '{text}'; a count is 0, 1, 2, …",
            line=line_of(path, column, text),
        )
    return people


def is_ethnicity(labels: Collection[str]) -> bool:
    """Whether labels are of ethnicity: most are known by the table of labels.

    >>> is_ethnicity(["White", "Black", "Martian"]), is_ethnicity(["Male", "Female"])
    (True, False)
    """
    known = [label for label in labels if group_of(label) is not None]
    return len(known) > MOSTLY * len(labels)


def in_terms_of(
    labels: Iterable[str], residents: Mapping[str, int], *, are_counts: bool
) -> dict[str, str]:
    """The group of the residents that each label of a list means; "" where it states none.

    A label means the group of the same name, whatever its case, or the only one that the closed
    table of labels puts it in: "Black African" is counted with "Black".

    Raises
    ------
    PlanError
        If a label means none of them, or several; or, among counts, if a whole group stands
        beside one of its parts, which may be counted in it.
    """
    listed = [label for label in labels if label]
    by_name = {name.casefold(): name for name in residents}
    means = {label: _meant(label, by_name, residents) for label in listed}
    if are_counts and is_ethnicity(listed):
        need_no_part_beside_its_whole(listed)
    return means


def _meant(label: str, by_name: Mapping[str, str], residents: Mapping[str, int]) -> str:
    if label.casefold() in by_name:
        return by_name[label.casefold()]
    group = group_of(label)
    if group == MISSING:
        return ""
    alike = [name for name in residents if group is not None and group_of(name) == group]
    if len(alike) == 1:
        return alike[0]
    known = ", ".join(sorted(residents))
    if alike:
        raise PlanError(
            f"'{label}' may be any of the population's groups {', '.join(alike)}: name its groups "
            "as the population does."
        )
    hint = "" if group is not None else known_instead(label)
    raise PlanError(f"The population has no group '{label}', only: {known}{hint}.")


def need_no_part_beside_its_whole(labels: Sequence[str], *, of: str = "") -> None:
    """Refuse a whole group that stands beside a part of it; `of` is the file, for what is said.

    Raises
    ------
    PlanError
        If one does, or if a word for several groups stands beside one of them.
    """
    file = f"{of}: " if of else ""
    for whole_group in labels:
        several = spans_several(whole_group)
        if not several and not is_heading(whole_group):
            continue
        for part in labels:
            if part == whole_group or not (several or group_of(part) == group_of(whole_group)):
                continue
            if several and group_of(part) in {None, MISSING, "white"}:
                continue
            raise PlanError(
                f"{file}'{part}' stands beside '{whole_group}', in which it may be counted: leave "
                "one of them out."
            )
