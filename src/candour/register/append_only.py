"""That the past is only ever added to, held by the database itself on both engines.

Statements, origins, change sets, their groups and the subjects of findings: no update, no delete.
Recordings, pages and findings: no delete; the one update allowed sets `retracted_in`, once.
SQLite's INSERT OR REPLACE deletes without asking the delete trigger, so an insert that would
replace is refused as well.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Columns = tuple[str, ...]

KEPT_WHOLE = {
    "register_statement": "id",
    "register_origin": "id",
    "register_changeset": "number",
    "register_changegroup": "id",
    "register_findingsubject": "id",
}
RECORDED: dict[str, Columns] = {
    "register_recording": ("origin_id", "statement_id", "subject", "asserted_in_id"),
    "register_page": (
        *("origin_id", "slug", "subject_class", "name", "layout"),
        "asserted_in_id",
    ),
    "register_finding": (
        *("origin_id", "name", "identifier", "audit", "title", "lead", "text"),
        "asserted_in_id",
    ),
}
STANDS_ONCE: dict[str, Columns] = {
    "register_recording": ("statement_id",),
    "register_page": ("slug",),
    "register_finding": ("name", "identifier"),
}
UNIQUE: dict[str, tuple[Columns, ...]] = {
    "register_origin": (("name",),),
    "register_changeset": (("hash",), ("origin_id", "position")),
    "register_changegroup": (("change_set_id", "about"),),
}
REFUSAL = "the register is only ever added to"


def install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, whatever was there before, on the tables that there are."""
    tables = (KEPT_WHOLE.keys() | RECORDED.keys()) & set(connection.introspection.table_names())
    if not tables:
        return  # migrated back to before the register
    columns_of = {table: _columns(connection, table) for table in tables}
    kept_whole = {table: key for table, key in KEPT_WHOLE.items() if table in columns_of}
    recorded = {
        table: tuple(column for column in columns if column in columns_of[table])
        for table, columns in RECORDED.items()
        if table in columns_of
    }
    if connection.vendor == "postgresql":
        statements = _postgres(kept_whole, recorded)
    else:
        unique = {
            table: tuple(columns for columns in some if columns_of[table].issuperset(columns))
            for table, some in UNIQUE.items()
            if table in columns_of
        }
        statements = _sqlite(kept_whole, recorded, unique)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    """The columns that a table has: half-way through migrating, some are not there yet."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}


def trigger_names(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that are in place now."""
    query = (
        "SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall() if name.startswith("keep_")}


def _sqlite(
    kept_whole: Mapping[str, str],
    recorded: Mapping[str, Columns],
    unique: Mapping[str, tuple[Columns, ...]],
) -> list[str]:
    statements = []
    for table, key in kept_whole.items():
        statements += _sqlite_trigger(table, "update", "1")
        statements += _sqlite_trigger(table, "delete", "1")
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
        for columns in unique.get(table, ()):
            same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
            taken += f" OR EXISTS (SELECT 1 FROM {table} WHERE {same})"
        statements += _sqlite_trigger(table, "insert", taken)
    for table, columns in recorded.items():
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in ("id", *columns))
        rewritten = f"OLD.retracted_in_id IS NOT NULL OR NEW.retracted_in_id IS NULL OR {changed}"
        statements += _sqlite_trigger(table, "update", rewritten)
        statements += _sqlite_trigger(table, "delete", "1")
        same = " OR ".join(f"{column} = NEW.{column}" for column in STANDS_ONCE[table])
        own = " AND origin_id = NEW.origin_id" if "origin_id" in columns else ""
        taken = (
            f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) OR (NEW.retracted_in_id IS NULL AND "
            f"EXISTS (SELECT 1 FROM {table} WHERE ({same}){own} AND retracted_in_id IS NULL))"
        )
        statements += _sqlite_trigger(table, "insert", taken)
    return statements


def _sqlite_trigger(table: str, step: str, when: str) -> list[str]:
    name = f"keep_{table}_{step}"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        (
            f"CREATE TRIGGER {name} BEFORE {step.upper()} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        ),
    ]


def _postgres(kept_whole: Mapping[str, str], recorded: Mapping[str, Columns]) -> list[str]:
    statements = [
        (
            "CREATE OR REPLACE FUNCTION keep_register() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        )
    ]
    for table in kept_whole:
        statements += _postgres_trigger(table, "update", "ROW", "")
    for table, columns in recorded.items():
        changed = " OR ".join(
            f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ("id", *columns)
        )
        rewritten = f"OLD.retracted_in_id IS NOT NULL OR NEW.retracted_in_id IS NULL OR {changed}"
        statements += _postgres_trigger(table, "update", "ROW", f"WHEN ({rewritten})")
    for table in (*kept_whole, *recorded):
        statements += _postgres_trigger(table, "delete", "ROW", "")
        statements += _postgres_trigger(table, "truncate", "STATEMENT", "")
    return statements


def _postgres_trigger(table: str, step: str, level: str, when: str) -> list[str]:
    name = f"keep_{table}_{step}"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        (
            f"CREATE TRIGGER {name} BEFORE {step.upper()} ON {table} FOR EACH {level} {when} "
            "EXECUTE FUNCTION keep_register()"
        ),
    ]
