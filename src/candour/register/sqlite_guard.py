"""The triggers that keep the past as it is, as SQLite reads them.

INSERT OR REPLACE deletes without asking the delete trigger, so an insert that would take the place
of a row is refused. A row has a number of its own, `rowid`, even where its key is another column;
while a trigger runs before an insert that names none, it reads as -1, so that no row may have it.
"""

import re
from collections.abc import Iterator, Sequence

from django.db import DatabaseError, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from candour.register.guarded import REFUSAL, Guarded, Stranger

NAME_IN_CONDITION = re.compile(r'"(\w+)"')
SAME_ROW = "rowid = NEW.rowid"


def statements(guarded: Sequence[Guarded]) -> list[str]:
    written = []
    for name, text in triggers(guarded).items():
        written += [f"DROP TRIGGER IF EXISTS {name}", text]
    return written


def triggers(guarded: Sequence[Guarded]) -> dict[str, str]:
    """The text of each trigger by its name."""
    return {
        name: f"CREATE TRIGGER {name} {moment} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for each in guarded
        for name, moment, table, when in _triggers_of(each)
    }


def _triggers_of(table: Guarded) -> Iterator[tuple[str, str, str, str]]:
    name = table.name
    rewrites = table.rewrites(differs="IS NOT") if table.is_recorded else "1"
    yield f"keep_{name}_update", "BEFORE UPDATE", name, rewrites
    if table.is_recorded:
        sealed = "EXISTS (SELECT 1 FROM register_changeset WHERE number = NEW.retracted_in_id)"
        yield f"keep_{name}_end", "BEFORE UPDATE", name, sealed
    yield f"keep_{name}_delete", "BEFORE DELETE", name, "1"
    replaced = (f"EXISTS (SELECT 1 FROM {name} WHERE {same})" for same in (SAME_ROW, *table.unique))
    yield f"keep_{name}_replace", "BEFORE INSERT", name, " OR ".join(replaced)
    if table.must_not_be_added:
        refused = " OR ".join(table.must_not_be_added)
        yield f"keep_{name}_insert", "BEFORE INSERT", name, refused
    yield f"keep_{name}_number", "AFTER INSERT", name, "NEW.rowid < 1"


def unique(connection: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    """Conditions under which NEW would take the place of a row, of each unique index there is."""
    conditions = []
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA index_list({table})")
        indexes = sorted(row[1] for row in cursor.fetchall() if row[2])
        for index in indexes:
            cursor.execute(f'PRAGMA index_info("{index}")')
            columns = [row[2] for row in cursor.fetchall()]
            same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [index])
            (text,) = cursor.fetchone()
            _, _, only_where = (text or "").partition(" WHERE ")
            if only_where:
                of_new = NAME_IN_CONDITION.sub(r'NEW."\1"', only_where)
                same = f"{same} AND ({only_where}) AND ({of_new})"
            conditions.append(same)
    return tuple(conditions)


def differences(connection: BaseDatabaseWrapper, guarded: Sequence[Guarded]) -> list[str]:
    """The names of triggers that are missing, altered, or that nobody of us wrote."""
    written = triggers(guarded)
    tables = {each.name for each in guarded}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        in_place = {name: text for name, table, text in cursor.fetchall() if table in tables}
    names = sorted(written.keys() | in_place.keys())
    return [name for name in names if written.get(name) != in_place.get(name)]


def strangers(connection: BaseDatabaseWrapper, guarded: Sequence[Guarded]) -> list[Stranger]:
    """What stands between the register's tables and whoever writes or reads, and is not ours."""
    ours = {each.name for each in guarded}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('trigger', 'view') "
            "AND tbl_name LIKE 'register\\_%' ESCAPE '\\' ORDER BY name"
        )
        found = cursor.fetchall()
    return [
        Stranger(f"{kind} {name}", f"stands on {table}" if kind == "trigger" else "is no table")
        for kind, name, table in found
        if kind == "view" or table not in ours
    ]


def broken(connection: BaseDatabaseWrapper) -> list[str]:
    """What SQLite itself says of a file whose indexes do not lead to what its tables hold."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        told = [str(row[0]) for row in cursor.fetchall()]
    return [] if told == ["ok"] else told


def is_search_led_astray(connection: BaseDatabaseWrapper) -> bool:
    """Whether words lead elsewhere than to the texts that are searched; FTS5 tells it itself."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO register_search (register_search) VALUES ('integrity-check')"
            )
    except OperationalError:  # locked, or to be read only: it was not looked at
        raise
    except DatabaseError:
        return True
    return False
