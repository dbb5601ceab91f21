"""Tables as HTML: headings in words, intervals in one column, numbers aligned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from candour.audit import names
from candour.audit.plans import Row
from candour.audit.reports import headings, words

SAID_ONCE = frozenset(
    {"reference", "reading", "population_year", "target", "tau", "dispersion", "measure", "top"}
)  # said in the caption where it is the same in every row
ORDER = ("top", "measure", "group", "power", "kind", "force")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what stands in it in each row."""

    heading: str
    show: Callable[[Row], str]
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be read: the first column names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""


def html(table: Table) -> str:
    """A table in a region of its own, which scrolls where the page is narrow."""
    caption = escape(table.caption)
    note = f'<span class="report-note">{escape(table.note)}</span>' if table.note else ""
    head = "".join(
        f'<th scope="col"{_kind(column)}>{escape(column.heading)}</th>' for column in table.columns
    )
    body = "".join(f"<tr>{_cells(table, row)}</tr>" for row in table.rows)
    return (
        f'<div class="report-scroll" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption><span>{caption}{note}</span></caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(table: Table, row: Row) -> str:
    first, *rest = table.columns
    cells = "".join(f"<td{_kind(column)}>{_unbroken(column, row)}</td>" for column in rest)
    return f'<th scope="row">{escape(first.show(row))}</th>{cells}'


def _unbroken(column: Column, row: Row) -> str:
    """An interval stays on one line."""
    shown = escape(column.show(row))
    return shown.replace(" to ", "&nbsp;to&nbsp;") if column.is_number else shown


def _kind(column: Column) -> str:
    return ' class="report-number"' if column.is_number else ""


def from_rows(name: str, rows: Sequence[Row], *, events: str) -> Table:
    """Any table of a finding, made readable by rule."""
    keys = _keys(rows)
    same = {key: rows[0].get(key) for key in keys if _is_said_once(key, rows, keys)}
    shown = [key for key in keys if key not in same and _is_filled(key, rows)] or keys
    columns = [
        column for key in shown if (column := _column(name, key, keys, events, rows)) is not None
    ]
    said = [
        f"{headings.heading(key, table=name, events=events)}: {_text(name, key, value)}"
        for key, value in same.items()
        if value is not None
    ]
    return Table(headings.caption(name), columns, in_order(rows), "; ".join(said))


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Group by group, and in each the forces in order; the last census first.

    Tables without groups of forces, and those by month, stay as they are.
    """
    if not rows or "force" not in rows[0] or "group" not in rows[0] or "month" in rows[0]:
        return list(rows)
    by = [key for key in ORDER if key in rows[0]]
    first = {id(row) for row in words.main_rows(rows)}
    return sorted(rows, key=lambda row: (id(row) not in first, [str(row.get(key)) for key in by]))


def _keys(rows: Sequence[Row]) -> list[str]:
    found = dict.fromkeys(key for row in rows for key in row)
    if {"group", "force"} <= set(found):
        found = dict.fromkeys(("force", "group", *found))
    return list(found)


def _is_said_once(key: str, rows: Sequence[Row], keys: Sequence[str]) -> bool:
    if key not in SAID_ONCE or key == keys[0] or len(rows) == 1:
        return False
    return all(row.get(key) == rows[0].get(key) for row in rows)


def _is_filled(key: str, rows: Sequence[Row]) -> bool:
    """Whether anything stands in a column; the ends of an interval stand or fall together."""
    both = (key, *_other_end(key))
    return any(row.get(each) not in (None, [], "") for row in rows for each in both)


def _other_end(key: str) -> tuple[str, ...]:
    for end, other in (("low", "high"), ("high", "low")):
        if key.endswith(end):
            return (key.removesuffix(end) + other,)
    return ()


def _column(
    table: str, key: str, keys: Sequence[str], events: str, rows: Sequence[Row]
) -> Column | None:
    start = _interval_of(key, keys)
    if start is None:
        if key.endswith("high") and _other_end(key)[0] in keys:
            return None  # it stands beside the lower end
        number = any(_is_number(row.get(key)) for row in rows if not isinstance(row.get(key), bool))
        heading = headings.heading(key, table=table, events=events)
        return Column(heading, lambda row: _text(table, key, row.get(key)), number)
    written = _writer_of_interval(table, start, keys)

    def ends(row: Row) -> str:
        return between(row.get(f"{start}low"), row.get(f"{start}high"), written)

    return Column(headings.interval_heading(start, table=table), ends)


def _interval_of(key: str, keys: Sequence[str]) -> str | None:
    """The start of an interval's name if this key is its lower end."""
    if not key.endswith("low"):
        return None
    start = key.removesuffix("low")
    return start if f"{start}high" in keys else None


def _writer_of_interval(table: str, start: str, keys: Sequence[str]) -> Callable[[Any], str]:
    """An interval is written as the value it belongs to: the last one before it."""
    before = keys[: keys.index(f"{start}low")]
    own = start.rstrip("_")
    key = own if own in keys else _last_value(before)
    return headings.writer(key, table=table)


def _last_value(keys: Sequence[str]) -> str:
    values = [key for key in keys if not key.endswith(("low", "high"))]
    return values[-1] if values else ""


def between(low: Any, high: Any, written: Callable[[Any], str]) -> str:
    if low is None and high is None:
        return words.NONE
    if high is None:
        return f"{written(low)} or more"
    return f"{written(low)} to {written(high)}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or words.is_estimate(value)


def text_of(key: str, value: Any) -> str:
    """Any value of a finding in words, outside a table."""
    return _text("", key, value)


def _text(table: str, key: str, value: Any) -> str:  # noqa: PLR0911 - one line for each kind
    if value is None or value == "":
        return words.NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if words.is_estimate(value):
        written = headings.writer(key, table=table)
        if value["value"] is None:
            return words.NONE
        return f"{written(value['value'])} ({between(value['low'], value['high'], written)})"
    if isinstance(value, Mapping):
        return (
            "; ".join(f"{_label(str(k))}: {_text(table, str(k), v)}" for k, v in value.items())
            or words.NONE
        )
    if isinstance(value, list | tuple):
        return names.listed([_text(table, key, each) for each in value]) or words.NONE
    return _plain(table, key, value)


def _label(key: str) -> str:
    return key.replace("_", " ")


def _plain(table: str, key: str, value: Any) -> str:
    if isinstance(value, str):
        return _name(key, value)
    if key in {"population_year", "year", "seed"}:
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if key in {"threshold", "score_from", "score_to", "top"}:
        return f"{value:g}"
    return headings.writer(key, table=table)(value)


def _name(key: str, value: str) -> str:
    if key in headings.PLACES or key == "forces":
        return names.place(value)
    if key in headings.GROUPS or key == "groups_never_used":
        return words.heading(value)
    if key == "measure":
        return headings.MEASURES.get(value, value)
    if key in {"month", "months_missing", "population_year"}:
        return names.month(value)
    return names.period(value) if key == "period" else value
