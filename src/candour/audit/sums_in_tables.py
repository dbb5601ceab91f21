"""Rows of a table of counts that add up others, or count people again: never in silence."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from candour.audit.errors import PlanError
from candour.audit.residents.labels import group_of, is_heading, is_total
from candour.tables import Engine, Rows
from candour.tables.numerals import whole

MOST_LINES = 200_000  # of a table that people made; beyond it is made by a program
PERIODS = re.compile(
    r"(snapshot|extract|report(ing)?|list)?_? ?(date|month|period|quarter|year|week|as at|as of)"
    r"|snapshot|financial[_ ]year|as[_ ](at|of)"
)
PER_CENTS = range(99, 102)  # what rounded shares of a whole add up to
SHOWN = 3


def need_no_sums(database: Engine, rows: Rows, columns: Sequence[str]) -> None:
    """Refuse a table of counts in which a column holds, say, All beside Male and Female.

    Parameters
    ----------
    database : Engine
    rows : Rows
    columns : sequence of str
        Those looked at elsewhere: of groups, of bands, of counts.

    Raises
    ------
    PlanError
        If there is such a column: whoever is in the others would count twice.
    """
    if database.total(rows) > MOST_LINES:
        return
    for column in rows.columns:
        if column in columns:
            continue
        values = {str(value or "").strip() for (value,), _ in database.count(rows, [column])}
        sums = sorted(value for value in values if is_total(value))
        others = sorted(values - {*sums, ""})
        if sums and others:
            raise PlanError(
                f"{rows.paths[0].name}: column '{column}' holds '{sums[0]}' beside '{others[0]}': "
                "rows that add up others would count them twice. Leave them out."
            )


def need_no_part_beside_its_whole(database: Engine, rows: Rows, label: str, count: str) -> None:
    """Refuse counts of a part of a group beside those of the whole, which may hold it.

    Rows of forces may say "White" of one person and "White - British" of another: then the parts
    together sometimes count more than the whole. Where they never do, they may be in it.

    Raises
    ------
    PlanError
        If they never do.
    """
    if database.total(rows) > MOST_LINES:
        return
    blocks: dict[tuple[str, ...], dict[str, int]] = {}
    others = [name for name in rows.columns if name not in {label, count}]
    for (text, number, *block), times in database.count(rows, [label, count, *others]):
        labels = blocks.setdefault(tuple(str(value) for value in block), {})
        name = str(text or "").strip()
        labels[name] = labels.get(name, 0) + times * (whole(str(number or "")) or 0)
    beside = [pair for labels in blocks.values() for pair in _parts_beside_wholes(labels)]
    if beside and all(parts <= of_whole for _, parts, of_whole in beside):
        raise PlanError(
            f"{rows.paths[0].name}: {beside[0][0]}, and what is counted of the parts never adds up "
            "to more than the whole, so the whole may already hold them and they would count "
            "twice. Leave out the rows of the whole, or those of its parts."
        )


def _parts_beside_wholes(labels: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """In words which parts stand beside which whole; what the parts count together, and it."""
    for heading in labels:
        if not is_heading(heading):
            continue
        parts = [
            label
            for label in labels
            if not is_heading(label) and group_of(label) == group_of(heading)
        ]
        if parts:
            together = sum(labels[part] for part in parts)
            yield f"'{parts[0]}' stands beside '{heading}'", together, labels[heading]


def counted_again(database: Engine, rows: Rows, group: str, count: str) -> str:
    """A sentence where one group stands in rows of several days, or in rows alike; else empty."""
    periods = [
        name
        for name in rows.columns
        if name not in {group, count} and PERIODS.fullmatch(name.strip().lower())
    ]
    for column in periods:
        values = sorted({str(value or "") for (value,), _ in database.count(rows, [column])} - {""})
        if len(values) > 1:
            shown = ", ".join(values[:SHOWN]) + (", …" if len(values) > SHOWN else "")
            return (
                f"The table holds {len(values)} periods by its column '{column}' ({shown}), whose "
                "numbers were added: who is on the list in several counts several times. Give the "
                "rows of one before anything is quoted."
            )
    numbers = [
        (whole(str(number or "")) or 0) * times
        for (number,), times in database.count(rows, [count])
    ]
    if sum(numbers) in PER_CENTS:
        return (
            "The numbers add up to 100, so they look like per cents. If they are, every rate and "
            "every range here is wrong: numbers of people are needed."
        )
    others = [name for name in rows.columns if name != count]
    lines: Counter[tuple[str, ...]] = Counter()
    for values_of_row, times in database.count(rows, others):
        lines[tuple(_plain(str(value or "")) for value in values_of_row)] += times
    twice = sum(times > 1 for times in lines.values())
    if twice:
        return (
            f"{twice} {'group stands' if twice == 1 else 'groups stand'} in several rows that "
            "differ in nothing but their number, and these were added: see that the table holds "
            "one period, and no sums, before anything is quoted."
        )
    return ""


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
