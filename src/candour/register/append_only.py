"""That the past is only ever added to, held by the database itself on both engines.

Statements, origins, change sets, their groups, the subjects of findings and tables of fields: no
update, no delete. Recordings, pages and findings: no delete; the one update allowed sets
`retracted_in`, once. A change set is sealed once its own row stands, which is written last: from
then on nothing can be put into it, and nothing can end with it. Change sets come one after
another, each after the last of its chain.

What whoever owns the database can still do is told in docs/explanation/append-only.md, and
`candour verify` finds it.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import AddField, CreateModel, Migration, RunPython
from django.db.migrations.operations.base import Operation

from candour.core.errors import CandourError
from candour.register import postgres_guard, sqlite_guard
from candour.register.guarded import CHANGE_SETS, KEPT_WHOLE, RECORDED, Guarded, Stranger

Plan = Sequence[tuple[Migration, bool]]


class WouldForget(CandourError):
    """Migrating back would drop what the register keeps."""

    def __init__(self, migration: str) -> None:
        self.migration = migration
        super().__init__(
            f"Migrating back over {migration} would drop what the register keeps, so it is left as "
            "it is. To go back to an older Candour, restore a backup that was made with it."
        )


def install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    install(connections[using])


def make_way(sender: AppConfig, using: str, plan: Plan, **kwargs: Any) -> None:
    """Before migrating: refuse to forget, and let SQLite rebuild tables that triggers speak of.

    Raises
    ------
    WouldForget
    """
    refuse_to_forget(connections[using], plan)
    if plan and connections[using].vendor == "sqlite":
        put_away(connections[using])  # they come back after migrating


def refuse_to_forget(connection: BaseDatabaseWrapper, plan: Plan) -> None:
    """Stop a migration that would drop tables or columns of a register that holds something."""
    backwards = [step for step, is_backwards in plan if is_backwards]
    for step in backwards:
        if step.app_label == "register" and any(_drops(connection, op) for op in step.operations):
            raise WouldForget(step.name)


def _drops(connection: BaseDatabaseWrapper, operation: Operation) -> bool:
    """Whether undoing a step takes something away that is kept, or does anything of its own."""
    if isinstance(operation, CreateModel):
        return _holds_something(connection, f"register_{operation.name.lower()}")
    if isinstance(operation, AddField):
        return _holds_something(connection, f"register_{operation.model_name.lower()}")
    return isinstance(operation, RunPython) and _holds_something(connection, CHANGE_SETS)


def _holds_something(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether a table is one of those that are kept, is there, and has a row."""
    is_kept = table in KEPT_WHOLE.keys() | RECORDED.keys()
    if not is_kept or table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
        return cursor.fetchone() is not None


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, whatever was there before, on the tables that there are.

    Where they stand as they are written, no table is touched: to alter one waits for its readers,
    and PostgreSQL refuses it while a transaction has rows yet to check.
    """
    guarded = guarded_tables(connection)
    if not guarded or not _engine(connection).differences(connection, guarded):
        return  # migrated back to before the register, or all in place
    with connection.cursor() as cursor:
        for statement in _engine(connection).statements(guarded):
            cursor.execute(statement)


def put_away(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off, as whoever owns the database can."""
    with connection.cursor() as cursor:
        for name in trigger_names(connection):
            table = name.removeprefix("keep_").rpartition("_")[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that are not in place, or not as they are written, and those that nobody wrote."""
    names: list[str] = _engine(connection).differences(connection, guarded_tables(connection))
    return names


def strangers(connection: BaseDatabaseWrapper) -> list[Stranger]:
    """What comes between any table of the register and its readers and writers, and is not ours.

    What is worked out is held against working it out again: a trigger or rule on those tables
    would alter both alike.
    """
    found: list[Stranger] = _engine(connection).strangers(connection, guarded_tables(connection))
    return found


def broken(connection: BaseDatabaseWrapper) -> list[str]:
    """What the engine itself says is not sound in its tables and indexes."""
    told: list[str] = _engine(connection).broken(connection)
    return told


def is_search_led_astray(connection: BaseDatabaseWrapper) -> bool:
    """Whether the index of words does not lead to the texts beside it."""
    return bool(_engine(connection).is_search_led_astray(connection))


def guarded_tables(connection: BaseDatabaseWrapper) -> list[Guarded]:
    """The tables to guard, with what they have: half-way through migrating, some is not there."""
    there = set(connection.introspection.table_names())
    return [
        Guarded(table, frozenset(_columns(connection, table)), _unique(connection, table))
        for table in (*KEPT_WHOLE, *RECORDED)
        if table in there
    ]


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}


def _unique(connection: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    """What makes a row take the place of another; only SQLite would let it."""
    return () if connection.vendor == "postgresql" else sqlite_guard.unique(connection, table)


def _engine(connection: BaseDatabaseWrapper) -> Any:
    return postgres_guard if connection.vendor == "postgresql" else sqlite_guard


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
