"""The triggers that keep the past as it is, as PostgreSQL reads them.

They fire in every session, also where `session_replication_role` puts ordinary triggers to sleep.
Their functions look in the register's own schema: a temporary table of the same name, or an
operator of somebody's own, comes after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from candour.register.guarded import REFUSAL, Guarded, Stranger, sealed

REFUSE = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';"
ALWAYS = "A"
BEFORE, EACH_ROW = 2, 1  # bits of pg_trigger.tgtype
EVENTS = {"insert": 4, "delete": 8, "update": 16, "truncate": 32}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger with the function it calls; the function refuses where `when` holds, or always."""

    table: str
    step: str
    level: str
    when: str = ""

    @property
    def name(self) -> str:
        return f"keep_{self.table}_{self.step}"

    @property
    def function(self) -> str:
        return self.name if self.when else "keep_register"

    @property
    def body(self) -> str:
        if not self.when:
            return f" BEGIN {REFUSE} END "
        return f" BEGIN IF {self.when} THEN {REFUSE} END IF; RETURN NEW; END "

    @property
    def in_catalogue(self) -> tuple[object, ...]:
        """As `differences` reads it: always on, its function held to a schema, no row left out."""
        type_of = BEFORE | EVENTS[self.step] | (EACH_ROW if self.level == "ROW" else 0)
        return ALWAYS, self.body, type_of, True, True


def statements(guarded: Sequence[Guarded]) -> list[str]:
    written = []
    bodies = {trigger.function: trigger.body for trigger in _triggers(guarded)}
    for function, body in bodies.items():
        written += [
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $${body}$$",
            # The schema is that in which the tables were made.
            f"DO $do$ BEGIN EXECUTE format('ALTER FUNCTION {function}() "
            "SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $do$",
        ]
    for trigger in _triggers(guarded):
        written += [
            f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
            f"CREATE TRIGGER {trigger.name} BEFORE {trigger.step.upper()} ON {trigger.table} "
            f"FOR EACH {trigger.level} EXECUTE FUNCTION {trigger.function}()",
            f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}",
        ]
    return written


def _triggers(guarded: Sequence[Guarded]) -> list[Trigger]:
    return [trigger for table in guarded for trigger in _triggers_of(table)]


def _triggers_of(table: Guarded) -> Iterator[Trigger]:
    name = table.name
    rewrites = ""
    if table.is_recorded:
        rewrites = (
            f"{table.rewrites(differs='IS DISTINCT FROM')} OR {sealed('NEW.retracted_in_id')}"
        )
    yield Trigger(name, "update", "ROW", rewrites)
    yield Trigger(name, "delete", "ROW")
    yield Trigger(name, "truncate", "STATEMENT")
    if table.must_not_be_added:
        yield Trigger(name, "insert", "ROW", " OR ".join(table.must_not_be_added))


def differences(connection: BaseDatabaseWrapper, guarded: Sequence[Guarded]) -> list[str]:
    """The names of triggers that are missing, altered, or that nobody of us wrote."""
    written = {trigger.name: trigger.in_catalogue for trigger in _triggers(guarded)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgenabled, p.prosrc, t.tgtype, p.proconfig IS NOT NULL, "
            "t.tgqual IS NULL AND t.tgattr = '' FROM pg_trigger AS t "
            "JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND c.relname = ANY(%s) "
            "AND c.relnamespace = current_schema()::regnamespace",
            [[table.name for table in guarded]],
        )
        in_place = {name: tuple(state) for name, *state in cursor.fetchall()}
    names = sorted(written.keys() | in_place.keys())
    return [name for name in names if written.get(name) != in_place.get(name)]


# Triggers of others, rules, policies that hide rows, and views or foreign tables under our names.
STRANGERS = """
WITH ours AS (
    SELECT oid, relname, relkind, relrowsecurity FROM pg_class
    WHERE relname LIKE 'register\\_%%' AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND relnamespace = current_schema()::regnamespace
)
SELECT 'trigger ' || t.tgname, 'stands on ' || c.relname FROM pg_trigger AS t
JOIN ours AS c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relname <> ALL(%s)
UNION ALL
SELECT 'rule ' || r.rulename, 'stands on ' || c.relname FROM pg_rewrite AS r
JOIN ours AS c ON c.oid = r.ev_class WHERE c.relkind = 'r'
UNION ALL
SELECT 'table ' || relname, 'hides rows from some who read it (row security)' FROM ours
WHERE relrowsecurity
UNION ALL
SELECT 'view ' || relname, 'is no table' FROM ours WHERE relkind <> 'r'
ORDER BY 1
"""


def strangers(connection: BaseDatabaseWrapper, guarded: Sequence[Guarded]) -> list[Stranger]:
    """What stands between the register's tables and whoever writes or reads, and is not ours."""
    with connection.cursor() as cursor:
        cursor.execute(STRANGERS, [[each.name for each in guarded]])
        return [Stranger(*row) for row in cursor.fetchall()]


def broken(connection: BaseDatabaseWrapper) -> list[str]:
    """Indexes that PostgreSQL was told not to trust."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
            "WHERE NOT (i.indisvalid AND i.indisready AND i.indislive) "
            "AND c.relname LIKE 'register\\_%%' "
            "AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname",
            [],
        )
        return [f"index {name} is marked as not valid" for (name,) in cursor.fetchall()]


def is_search_led_astray(connection: BaseDatabaseWrapper) -> bool:
    """Whether words lead elsewhere than to the texts that are searched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM register_search WHERE document IS DISTINCT FROM "
            "setweight(to_tsvector('english', names), 'A') || "
            "setweight(to_tsvector('english', said), 'D'))"
        )
        return bool(cursor.fetchone()[0])
