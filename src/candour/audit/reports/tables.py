"""Tables as HTML: headings in words, intervals in one column, numbers aligned.

A table of a finding is shown as its JSON has it, column by column: what is said of one audit alone
comes from its headings.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from candour.audit import names
from candour.audit.exhibits import AnyTable, Column, Table
from candour.audit.in_words import NONE
from candour.audit.reports.headings import GROUPS, PLACES, Named
from candour.audit.residents import group_names

Cells = Mapping[str, Any]  # a row of a finding's table, as plain data: by the key of the column

SAID_ONCE = frozenset(
    {"reference", "reading", "population_year", "target", "tau", "dispersion", "measure", "top"}
)  # said in the caption where it is the same in every row
ORDER = ("top", "measure", "group", "power", "kind", "force")


def html(table: AnyTable, *, among: str = "") -> str:
    """A table in a region of its own, which scrolls where the page is narrow.

    `among` tells its region from that of a table with the same caption elsewhere on the page.
    """
    caption = escape(table.caption)
    region = f"{caption}, {among}" if among else caption
    note = f'<span class="report-note">{escape(table.note)}</span>' if table.note else ""
    head = "".join(
        f'<th scope="col"{_kind(column)}>{escape(column.heading)}</th>' for column in table.columns
    )
    body = "".join(f"<tr>{_cells(table, row)}</tr>" for row in table.rows)
    return (
        f'<div class="report-scroll" role="region" tabindex="0" aria-label="{region}"><table>'
        f"<caption><span>{caption}{note}</span></caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(table: AnyTable, row: Any) -> str:
    first, *rest = table.columns
    cells = "".join(f"<td{_kind(column)}>{_unbroken(column, row)}</td>" for column in rest)
    return f'<th scope="row">{escape(first.show(row))}</th>{cells}'


def _unbroken(column: Column[Any], row: Any) -> str:
    """An interval stays on one line."""
    shown = escape(column.show(row))
    return shown.replace(" to ", "&nbsp;to&nbsp;") if column.is_number else shown


def _kind(column: Column[Any]) -> str:
    return ' class="report-number"' if column.is_number else ""


def from_rows(name: str, rows: Sequence[Cells], headings: Named) -> Table[Cells]:
    """Any table of a finding, made readable by rule."""
    keys = _keys(rows)
    same = {key: rows[0].get(key) for key in keys if _is_said_once(key, rows, keys)}
    shown = [key for key in keys if key not in same and _is_filled(key, rows)] or keys
    columns = [column for key in shown if (column := _column(name, key, keys, headings, rows))]
    said_once = [
        f"{headings.column(key, table=name)}: {text_of(key, value, headings, table=name)}"
        for key, value in same.items()
        if value is not None
    ]
    return Table(headings.caption(name), columns, in_order(rows), "; ".join(said_once))


def in_order(rows: Sequence[Cells]) -> list[Cells]:
    """Group by group, and in each the forces in order; the last census first.

    Tables without groups of forces, and those by month, stay as they are.
    """
    if not rows or "force" not in rows[0] or "group" not in rows[0] or "month" in rows[0]:
        return list(rows)
    by = [key for key in ORDER if key in rows[0]]
    years = [y for row in rows if _is_plain(row) and isinstance(y := row["population_year"], int)]
    last = max(years, default=None)

    def place(row: Cells) -> tuple[bool, list[str]]:
        is_first = last is None or (_is_plain(row) and row["population_year"] == last)
        return not is_first, [str(row.get(key)) for key in by]

    return sorted(rows, key=place)


def _is_plain(row: Cells) -> bool:
    """Whether a row rests on a census, with groups as counted."""
    return "population_year" in row and row.get("reading", "as counted") == "as counted"


def _keys(rows: Sequence[Cells]) -> list[str]:
    keys = dict.fromkeys(key for row in rows for key in row)
    if {"group", "force"} <= set(keys):
        keys = dict.fromkeys(("force", "group", *keys))
    return list(keys)


def _is_said_once(key: str, rows: Sequence[Cells], keys: Sequence[str]) -> bool:
    if key not in SAID_ONCE or key == keys[0] or len(rows) == 1:
        return False
    return all(row.get(key) == rows[0].get(key) for row in rows)


def _is_filled(key: str, rows: Sequence[Cells]) -> bool:
    """Whether anything stands in a column; the ends of an interval stand or fall together."""
    both = (key, *_other_end(key))
    return any(row.get(end) not in (None, [], "") for row in rows for end in both)


def _other_end(key: str) -> tuple[str, ...]:
    for end, other in (("low", "high"), ("high", "low")):
        if key.endswith(end):
            return (key.removesuffix(end) + other,)
    return ()


def _column(
    table: str, key: str, keys: Sequence[str], headings: Named, rows: Sequence[Cells]
) -> Column[Cells] | None:
    start = _interval_of(key, keys)
    if start is None:
        if key.endswith("high") and _other_end(key)[0] in keys:
            return None  # it stands beside the lower end
        number = any(_is_number(row.get(key)) for row in rows if not isinstance(row.get(key), bool))
        heading = headings.column(key, table=table)
        return Column(
            heading, lambda row: text_of(key, row.get(key), headings, table=table), number
        )
    written = _writer_of_interval(table, start, keys, headings)

    def ends(row: Cells) -> str:
        return between(row.get(f"{start}low"), row.get(f"{start}high"), written)

    return Column(headings.interval(start, table=table), ends)


def _interval_of(key: str, keys: Sequence[str]) -> str | None:
    """The start of an interval's name if this key is its lower end."""
    if not key.endswith("low"):
        return None
    start = key.removesuffix("low")
    return start if f"{start}high" in keys else None


def _writer_of_interval(
    table: str, start: str, keys: Sequence[str], headings: Named
) -> Callable[[Any], str]:
    """An interval is written as the value it belongs to: the last one before it."""
    before = keys[: keys.index(f"{start}low")]
    own = start.rstrip("_")
    return headings.writer(own if own in keys else _last_value(before), table=table)


def _last_value(keys: Sequence[str]) -> str:
    values = [key for key in keys if not key.endswith(("low", "high"))]
    return values[-1] if values else ""


def between(low: Any, high: Any, written: Callable[[Any], str]) -> str:
    if low is None and high is None:
        return NONE
    if high is None:
        return f"{written(low)} or more"
    return f"{written(low)} to {written(high)}"


def is_estimate(value: Any) -> bool:
    return isinstance(value, Mapping) and {"value", "low", "high"} <= set(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or is_estimate(value)


def text_of(key: str, value: Any, headings: Named, *, table: str = "") -> str:
    """Any value of a finding in words, as plain data have it."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _mapping(key, value, headings, table)
    if isinstance(value, list | tuple):
        return names.listed([text_of(key, one, headings, table=table) for one in value]) or NONE
    return _plain(table, key, value, headings)


def _mapping(key: str, value: Mapping[Any, Any], headings: Named, table: str) -> str:
    if is_estimate(value):
        if value["value"] is None:
            return NONE
        written = headings.writer(key, table=table)
        return f"{written(value['value'])} ({between(value['low'], value['high'], written)})"
    pairs = (
        f"{str(inner).replace('_', ' ')}: {text_of(str(inner), own, headings, table=table)}"
        for inner, own in value.items()
    )
    return "; ".join(pairs) or NONE


def _plain(table: str, key: str, value: Any, headings: Named) -> str:
    if isinstance(value, str):
        return _name(key, value, headings)
    if key in {"population_year", "year", "seed"}:
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if headings.is_bare(key):
        return f"{value:g}"
    return headings.writer(key, table=table)(value)


def _name(key: str, value: str, headings: Named) -> str:
    if key in PLACES or key == "forces":
        return names.place(value)
    if key in GROUPS or key == "groups_never_used":
        return group_names.heading(value)
    if key in {"month", "months_missing", "population_year"}:
        return names.month(value)
    return names.period(value) if key == "period" else headings.value(key, value)
