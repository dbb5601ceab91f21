"""Cells that hold what their column can't: SQLite lets its owner put anything anywhere.

They are looked for first, since nothing can be read past them: bytes that are no text, a word in
the place of a number or a day, text that is no JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Field
from django.utils.dateparse import parse_datetime

from candour.evidence.verified import Verified

KINDS = {
    "CharField": "text",
    "TextField": "text",
    "JSONField": "JSON",
    "DateTimeField": "a moment",
    "BooleanField": "yes or no",
}
NUMBER = "a whole number"
SEARCH = "register_search"
SEARCHED = {
    **dict.fromkeys(("slug", "subject_class", "whole", "names", "said"), "text"),
    **dict.fromkeys(("began", "ended"), NUMBER),
}
MOST_NAMED = 20  # rows of a column
IS_TEXT, IS_MOMENT = "candour_is_text", "candour_is_moment"
# What stands in a cell as it must, by kind; {0} is the column.
SQLITE = {
    "text": f"typeof({{0}}) = 'text' AND {IS_TEXT}(CAST({{0}} AS BLOB))",
    "JSON": f"typeof({{0}}) = 'text' AND {IS_TEXT}(CAST({{0}} AS BLOB)) AND json_valid({{0}})",
    "a moment": f"typeof({{0}}) = 'text' AND {IS_MOMENT}(CAST({{0}} AS BLOB))",
    "yes or no": "typeof({0}) = 'integer' AND {0} IN (0, 1)",
    NUMBER: "typeof({0}) = 'integer'",
}
# PostgreSQL holds types itself; its days go on where those of Python end.
POSTGRES = {"a moment": "{0} BETWEEN '0001-01-02' AND '9999-12-30'"}


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    kind: str
    key: str  # the column by which a row is named
    may_be_empty: bool = False


def hold_cells(report: Verified) -> bool:
    """Name every cell that can't be what its column is; say whether all can be read."""
    rules = POSTGRES if connection.vendor == "postgresql" else SQLITE
    if connection.vendor == "sqlite":
        _teach_sqlite()
    is_sound = True
    there = set(connection.introspection.table_names())
    for column in _columns():
        if column.table not in there:
            is_sound = False
            report.differs(column.table, "is no longer a table of the database")
            continue
        if column.kind not in rules:
            continue
        for key in _misfits(column, rules[column.kind]):
            is_sound = False
            where = f"{column.table}, row {key}"
            report.differs(where, f"its column {column.name} does not hold {column.kind}")
    return is_sound


def _misfits(column: Column, rule: str) -> list[str]:
    name = connection.ops.quote_name(column.name)
    empty = f"{name} IS NULL OR " if column.may_be_empty else ""
    fits = f"({empty}{name} IS NOT NULL AND {rule.format(name)})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CAST({column.key} AS {_text()}) FROM {column.table} "  # noqa: S608 - our own
            f"WHERE NOT {fits} LIMIT {MOST_NAMED}"
        )
        return [_shown(key) for (key,) in cursor.fetchall()]


def _text() -> str:
    return "text" if connection.vendor == "postgresql" else "BLOB"  # it may not be text at all


def _shown(key: str | bytes | memoryview | None) -> str:
    return key if isinstance(key, str) else bytes(key or b"").decode("utf-8", "backslashreplace")


def _columns() -> Iterator[Column]:
    for model in apps.get_app_config("register").get_models():
        meta = model._meta
        assert meta.pk is not None
        for field in meta.concrete_fields:
            kind = KINDS.get(_of(field).get_internal_type(), NUMBER)
            yield Column(meta.db_table, field.column, kind, meta.pk.column, field.null)
    for name, kind in SEARCHED.items():
        yield Column(SEARCH, name, kind, "slug")


def _of(field: "Field[object, object]") -> "Field[object, object]":
    """The column that a reference holds the key of."""
    while field.remote_field is not None:
        field = field.target_field  # type: ignore[attr-defined]
    return field


def _teach_sqlite() -> None:
    for name, function in ((IS_TEXT, _is_text), (IS_MOMENT, _is_moment)):
        connection.connection.create_function(name, 1, function, deterministic=True)


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_moment(data: bytes) -> bool:
    try:
        return parse_datetime(data.decode("utf-8")) is not None
    except ValueError:
        return False
