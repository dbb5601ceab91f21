"""The past is only ever added to: every way round is tried, on both databases, and each was seen to work
once the guard is down.
"""

# Tables of cases read best with one case to a line, however long; the SQL is all our own.
# ruff: noqa: E501, S608

from contextlib import closing

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from candour.register import append_only
from candour.register.models import (
    ChangeGroup,
    ChangeSet,
    Finding,
    FindingSubject,
    Origin,
    Page,
    Recording,
    Statement,
)

TABLES = (
    "register_origin", "register_changegroup", "register_statement", "register_changeset", "register_recording", "register_page",
    "register_finding", "register_findingsubject",
)  # fmt: skip
EVERY_TRIGGER = {f"keep_{table}_{step}" for table in TABLES for step in ("update", "delete")}


@pytest.fixture
def register(db):
    """Two change sets; a statement and a page that stand, and a recording and a page that ended."""
    Origin.objects.create(id=1, name="candour")
    for number in (1, 2):
        ChangeSet.objects.create(
            number=number, origin_id=1, position=number, arrived_at="2026-11-22T12:00:00Z",
            made_at="2026-11-22T12:00:00Z", made_by="a", why="b",
            previous=f"{number - 1}" * 64, hash=f"{number}" * 64, was="",
        )  # fmt: skip
    ChangeGroup.objects.create(id=1, change_set_id=1, about="tool", digest="0" * 64, salts="[]")
    for key in ("s1-one", "s1-two"):
        Statement.objects.create(
            id=key, subject="tool", field="purpose", kind="text", source="report", canonical="{}"
        )
    Recording.objects.create(
        id=1, origin_id=1, statement_id="s1-one", subject="tool", asserted_in_id=1
    )
    Recording.objects.create(
        id=2,
        origin_id=1,
        statement_id="s1-two",
        subject="tool",
        asserted_in_id=1,
        retracted_in_id=2,
    )
    Page.objects.create(
        id=1,
        origin_id=1,
        slug="tool",
        subject_class="system",
        name="The Tool",
        layout={},
        asserted_in_id=1,
    )
    Page.objects.create(
        id=2,
        origin_id=1,
        slug="tool",
        subject_class="system",
        name="Old",
        layout={},
        asserted_in_id=1,
        retracted_in_id=2,
    )
    found = {
        "origin_id": 1,
        "audit": "stops",
        "title": "Stops",
        "lead": "Some.",
        "text": "{}",
        "asserted_in_id": 1,
    }
    Finding.objects.create(id=1, name="stops", identifier="f1-one", **found)
    Finding.objects.create(id=2, name="old", identifier="f1-two", **found, retracted_in_id=2)
    FindingSubject.objects.create(id=1, finding_id=1, slug="tool", refused="")
    connection.check_constraints()  # nothing deferred is waiting, as after a commit
    return rows()


def rows(using=connection):
    with using.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def sql(text):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(text)

    run.__name__ = text
    return run


RECORDING = (
    "register_recording (id, origin_id, statement_id, subject, asserted_in_id, retracted_in_id)"
)
PAGE = "register_page (id, origin_id, slug, subject_class, name, layout, asserted_in_id, retracted_in_id)"
FINDING = "register_finding (id, origin_id, name, identifier, audit, title, lead, text, asserted_in_id, retracted_in_id)"
STATEMENT = "register_statement (id, subject, field, kind, value_key, source, canonical)"
CHANGE = "register_changeset (number, origin_id, position, arrived_at, made_at, made_by, why, previous, hash, was)"
GROUP = "register_changegroup (id, change_set_id, about, digest, salts)"
FORGED = f"'s1-one', 'tool', 'purpose', 'text', '', 'report', '{'{}'} '"

# Ways to rewrite the past that either database would understand.
SQL = [
    "UPDATE register_statement SET canonical = 'x'",
    "UPDATE register_statement SET id = 's1-other' WHERE id = 's1-two'",
    "UPDATE register_statement SET canonical = canonical",
    "DELETE FROM register_statement",
    "UPDATE register_changeset SET why = 'x' WHERE number = 1",
    "UPDATE register_changeset SET hash = 'x' WHERE number = 2",
    "DELETE FROM register_changeset WHERE number = 2",
    "UPDATE register_recording SET statement_id = 's1-two' WHERE id = 1",
    "UPDATE register_recording SET subject = 'x' WHERE id = 1",
    "UPDATE register_origin SET name = 'x'",
    "DELETE FROM register_origin",
    "UPDATE register_changeset SET arrived_at = '2020-01-01' WHERE number = 1",
    "UPDATE register_changegroup SET salts = 'x'",
    "DELETE FROM register_changegroup",
    "UPDATE register_recording SET origin_id = 2 WHERE id = 1",
    "UPDATE register_page SET origin_id = 2 WHERE id = 1",
    "UPDATE register_finding SET origin_id = 2 WHERE id = 1",
    "UPDATE register_recording SET asserted_in_id = 2 WHERE id = 1",
    "UPDATE register_recording SET id = 9 WHERE id = 1",
    "UPDATE register_recording SET retracted_in_id = NULL WHERE id = 2",
    "UPDATE register_recording SET retracted_in_id = 1 WHERE id = 2",
    "UPDATE register_recording SET retracted_in_id = 2 WHERE id = 2",
    "UPDATE register_recording SET retracted_in_id = 2, subject = 'x' WHERE id = 1",
    "UPDATE register_recording SET retracted_in_id = NULL WHERE id = 1",
    "DELETE FROM register_recording WHERE id = 2",
    "UPDATE register_page SET name = 'x' WHERE id = 1",
    "UPDATE register_page SET layout = '[]' WHERE id = 1",
    "UPDATE register_page SET slug = 'x', retracted_in_id = 2 WHERE id = 1",
    "UPDATE register_page SET subject_class = 'body' WHERE id = 1",
    "UPDATE register_page SET retracted_in_id = NULL WHERE id = 2",
    "DELETE FROM register_page",
    "UPDATE register_finding SET text = 'x' WHERE id = 1",
    "UPDATE register_finding SET title = 'x', retracted_in_id = 2 WHERE id = 1",
    "UPDATE register_finding SET identifier = 'x' WHERE id = 1",
    "UPDATE register_finding SET lead = 'x' WHERE id = 1",
    "UPDATE register_finding SET retracted_in_id = NULL WHERE id = 2",
    "DELETE FROM register_finding WHERE id = 2",
    "UPDATE register_findingsubject SET slug = 'x'",
    "UPDATE register_findingsubject SET refused = 'x'",
    "DELETE FROM register_findingsubject",
    f"INSERT INTO {STATEMENT} VALUES ({FORGED}) ON CONFLICT (id) DO UPDATE SET canonical = 'x'",
    f"INSERT INTO {CHANGE} VALUES (1, 1, 9, '2026-01-01', '2026-01-01', 'x', 'x', 'x', 'x', '') ON CONFLICT (number) DO UPDATE SET why = 'x'",
    f"INSERT INTO {RECORDING} VALUES (1, 1, 's1-one', 'x', 1, NULL) ON CONFLICT (id) DO UPDATE SET subject = 'x'",
]  # fmt: skip

SQLITE_SQL = [
    f"{how} INTO {into} VALUES ({values})"
    for how in ("INSERT OR REPLACE", "REPLACE")
    for into, values in [
        (STATEMENT, FORGED),
        (CHANGE, "1, 1, 9, '2026-01-01', '2026-01-01', 'x', 'x', 'x', 'x', ''"),
        (CHANGE, f"9, 1, 9, '2026-01-01', '2026-01-01', 'x', 'x', 'x', '{'1' * 64}', ''"),
        (CHANGE, "9, 1, 2, '2026-01-01', '2026-01-01', 'x', 'x', 'x', 'x', ''"),
        (GROUP, "1, 1, 'tool', 'x', '[]'"),
        (GROUP, "9, 1, 'tool', 'x', '[]'"),
        ("register_origin (id, name, is_here, drafts_of_id)", "1, 'x', 1, NULL"),
        ("register_origin (id, name, is_here, drafts_of_id)", "9, 'candour', 1, NULL"),
        (RECORDING, "1, 1, 's1-one', 'x', 1, NULL"),
        (RECORDING, "9, 1, 's1-one', 'x', 2, NULL"),
        (RECORDING, "2, 1, 's1-two', 'x', 1, NULL"),
        (PAGE, "1, 1, 'tool', 'body', 'x', '{}', 1, NULL"),
        (PAGE, "9, 1, 'tool', 'body', 'x', '{}', 2, NULL"),
        (FINDING, "1, 1, 'stops', 'f1-one', 'x', 'x', 'x', 'x', 1, NULL"),
        (FINDING, "9, 1, 'stops', 'f1-other', 'x', 'x', 'x', 'x', 2, NULL"),
        (FINDING, "9, 1, 'other', 'f1-one', 'x', 'x', 'x', 'x', 2, NULL"),
        ("register_findingsubject (id, finding_id, slug, refused)", "1, 1, 'x', ''"),
    ]
] + [
    "UPDATE OR REPLACE register_statement SET id = 's1-one' WHERE id = 's1-two'",
    "UPDATE OR REPLACE register_changeset SET number = 1 WHERE number = 2",
    "UPDATE OR REPLACE register_recording SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE register_page SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE register_recording SET retracted_in_id = NULL, statement_id = 's1-one' WHERE id = 2",
    "UPDATE OR IGNORE register_statement SET canonical = 'x'",
    "INSERT OR REPLACE INTO register_recording (id, origin_id, subject, asserted_in_id, retracted_in_id, statement_id) SELECT id, origin_id, 'x', asserted_in_id, retracted_in_id, statement_id FROM register_recording",
]  # fmt: skip

POSTGRES_SQL = [
    "TRUNCATE register_statement CASCADE",
    "TRUNCATE register_recording",
    "TRUNCATE register_page",
    "TRUNCATE register_finding CASCADE",
    "TRUNCATE register_findingsubject",
    "TRUNCATE register_changeset CASCADE",
    "TRUNCATE register_recording, register_page RESTART IDENTITY",
    "WITH gone AS (DELETE FROM register_recording RETURNING *) SELECT count(*) FROM gone",
    "UPDATE ONLY register_statement SET canonical = 'x' WHERE ctid = (SELECT min(ctid) FROM register_statement)",
    "MERGE INTO register_statement AS s USING (VALUES (1)) AS v ON true WHEN MATCHED THEN UPDATE SET canonical = 'x'",
]  # fmt: skip

ORM = {
    "save": lambda: Statement(id="s1-one", subject="x", canonical="x").save(),
    "save a change set": lambda: ChangeSet(number=1, made_at="2026-01-01T00:00Z", hash="x").save(force_update=True),
    "update": lambda: Statement.objects.update(canonical="x"),
    "bulk_update": lambda: Statement.objects.bulk_update([Statement(id="s1-one", canonical="x")], ["canonical"]),
    "update_or_create": lambda: Statement.objects.update_or_create(id="s1-one", defaults={"canonical": "x"}),
    "bulk_create over": lambda: Statement.objects.bulk_create(
        [Statement(id="s1-one", canonical="x")], update_conflicts=True, unique_fields=["id"], update_fields=["canonical"]),
    "delete": lambda: Recording.objects.get(id=1).delete(),
    "delete all": lambda: Recording.objects.all().delete(),
    "raw delete": lambda: Page.objects.all()._raw_delete("default"),
    "delete a change set": lambda: ChangeSet.objects.filter(number=2)._raw_delete("default"),
    "move a recording": lambda: Recording.objects.filter(id=1).update(asserted_in=2),
    "rename a page": lambda: Page.objects.filter(id=1).update(name="x"),
    "bring back": lambda: Recording.objects.filter(id=2).update(retracted_in=None),
}  # fmt: skip


def named(texts):
    return [pytest.param(sql(text), id=text[:70]) for text in texts]


def refusal_of(attack):
    """What the database says to an attack, which must leave every row as it was."""
    before = rows()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        attack()
    assert rows() == before
    return str(refused.value)


@pytest.mark.parametrize("attack", named(SQL))
def test_no_sql_rewrites_the_past(register, attack):
    assert append_only.REFUSAL in refusal_of(attack)


@pytest.mark.parametrize("attack", ORM.values(), ids=ORM)
def test_the_orm_cannot_rewrite_the_past_either(register, attack):
    assert append_only.REFUSAL in refusal_of(attack)


@pytest.mark.sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("attack", named(SQLITE_SQL))
def test_sqlite_cannot_be_got_round_by_replacing(register, attack, recursive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    try:
        assert append_only.REFUSAL in refusal_of(attack)
    finally:
        sql("PRAGMA recursive_triggers = ON")()


@pytest.mark.postgres
@pytest.mark.parametrize("attack", named(POSTGRES_SQL))
def test_postgres_cannot_be_got_round_by_truncating(register, attack):
    assert append_only.REFUSAL in refusal_of(attack)


def test_what_stands_can_be_retracted_once(register):
    assert Recording.objects.filter(id=1).update(retracted_in=2) == 1
    assert Page.objects.filter(id=1).update(retracted_in=2) == 1
    assert append_only.REFUSAL in refusal_of(
        sql("UPDATE register_recording SET retracted_in_id = 1 WHERE id = 1")
    )


def test_a_statement_can_be_recorded_again_after_it_was_retracted(register):
    Recording.objects.create(
        id=3, origin_id=1, statement_id="s1-two", subject="tool", asserted_in_id=2
    )
    Page.objects.create(
        id=3,
        origin_id=1,
        slug="other",
        subject_class="system",
        name="o",
        layout={},
        asserted_in_id=2,
    )
    assert Recording.objects.filter(statement="s1-two").count() == 2


def test_a_statement_and_a_page_stand_once(register):
    again = Recording(id=9, origin_id=1, statement_id="s1-one", subject="tool", asserted_in_id=2)
    page = Page(
        id=9,
        origin_id=1,
        slug="tool",
        subject_class="system",
        name="o",
        layout={},
        asserted_in_id=2,
    )
    for one in (again, page):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            one.save(force_insert=True)


def drop_guards(using):
    with using.cursor() as cursor:
        for name in append_only.trigger_names(using):
            table = name.removeprefix("keep_").rpartition("_")[0]
            on = f" ON {table}" if using.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


WITHOUT_GUARD = [
    "UPDATE register_statement SET canonical = 'x'",
    "UPDATE register_changeset SET why = 'x'",
    "UPDATE register_recording SET retracted_in_id = NULL WHERE id = 2",
    "UPDATE register_page SET name = 'x'",
    "DELETE FROM register_recording",
    "DELETE FROM register_page",
    "UPDATE register_finding SET text = 'x'",
    "UPDATE register_findingsubject SET slug = 'x'",
    "DELETE FROM register_findingsubject",
]


@pytest.mark.parametrize("attack", named(WITHOUT_GUARD))
def test_with_the_guard_down_the_same_attacks_succeed(register, attack):
    """So it is the triggers that hold, and nothing else."""
    drop_guards(connection)
    attack()
    assert rows() != register


@pytest.mark.sqlite
@pytest.mark.parametrize("attack", named([SQLITE_SQL[0], *SQLITE_SQL[4:7]]))
def test_with_the_guard_down_replacing_succeeds(register, attack):
    """Those alone that leave no row pointing at one that is gone."""
    drop_guards(connection)
    attack()
    assert rows() != register


@pytest.mark.postgres
def test_with_the_guard_down_truncating_succeeds(register):
    drop_guards(connection)
    sql("TRUNCATE register_recording, register_page")()
    assert rows() != register


# the guard after migrations


@pytest.fixture
def empty_database(db, tmp_path):
    """Another, empty database of the same engine, under the alias `walk`."""
    settings = {**connection.settings_dict, "TEST": {}}
    if connection.vendor == "sqlite":
        settings["NAME"] = str(tmp_path / "walk.sqlite3")
        made = None
    else:
        made = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        settings["NAME"] = f"{settings['NAME']}_walk"
        made.execute(f'CREATE DATABASE "{settings["NAME"]}"')
    connections.databases["walk"] = settings
    connections[
        "walk"
    ].connect()  # by hand: a test may open no other database by asking it something
    try:
        yield connections["walk"]
    finally:
        connections["walk"].close()
        del connections["walk"]
        del connections.databases["walk"]
        if made is not None:
            with closing(made):
                made.execute(f'DROP DATABASE "{settings["NAME"]}"')


def migrate(*to):
    call_command("migrate", *to, database="walk", interactive=False, verbosity=0)


def test_the_guard_stands_after_every_migration(empty_database):
    loader = MigrationLoader(empty_database)
    steps = sorted(name for app, name in loader.disk_migrations if app == "register")
    assert steps

    for name in steps:
        migrate("register", name)
        there = set(empty_database.introspection.table_names()) & set(TABLES)
        guards = {f"keep_{table}_{step}" for table in there for step in ("update", "delete")}
        assert append_only.trigger_names(empty_database) >= guards, name
        assert_guarded(empty_database)
    migrate()
    assert append_only.trigger_names(empty_database) >= EVERY_TRIGGER
    assert_guarded(empty_database)
    migrate("register", "zero")
    assert append_only.trigger_names(empty_database) == set()
    migrate()
    assert_guarded(empty_database)


def assert_guarded(using):
    with transaction.atomic(using="walk"), using.cursor() as cursor:
        cursor.execute(f"INSERT INTO {STATEMENT} VALUES ({FORGED})")
        for attack in (
            "UPDATE register_statement SET canonical = 'x'",
            "DELETE FROM register_statement",
        ):
            with (
                pytest.raises(DatabaseError, match=append_only.REFUSAL),
                transaction.atomic(using="walk"),
            ):
                cursor.execute(attack)
        transaction.set_rollback(True, using="walk")


@pytest.mark.sqlite
def test_a_table_that_sqlite_rebuilds_gets_its_guard_back_after_the_migration(empty_database):
    migrate()
    with empty_database.schema_editor() as editor:
        editor._remake_table(Statement)
    assert "keep_register_statement_update" not in append_only.trigger_names(empty_database)
    with empty_database.cursor() as cursor:
        cursor.execute(f"INSERT INTO {STATEMENT} VALUES ({FORGED})")
        cursor.execute("UPDATE register_statement SET canonical = 'x'")  # nothing stops it
        cursor.execute("DELETE FROM register_statement")

    migrate()

    assert append_only.trigger_names(empty_database) >= EVERY_TRIGGER
    assert_guarded(empty_database)


def test_a_dropped_guard_comes_back_with_the_next_migrate(empty_database):
    migrate()
    drop_guards(empty_database)
    assert append_only.trigger_names(empty_database) == set()

    migrate()

    assert append_only.trigger_names(empty_database) >= EVERY_TRIGGER
    assert_guarded(empty_database)


def test_the_guard_can_be_installed_twice(db):
    before = append_only.trigger_names(connection)
    append_only.install(connection)
    assert append_only.trigger_names(connection) == before >= EVERY_TRIGGER


# the triggers as they are written


@pytest.fixture
def guarded_anew(register):
    """Triggers that were put in place just now, not when the database was made."""
    drop_guards(connection)
    append_only.install(connection)
    return register


def test_triggers_put_in_place_anew_refuse_every_attack(guarded_anew):
    own = SQLITE_SQL if connection.vendor == "sqlite" else POSTGRES_SQL
    for text in [*SQL, *own]:
        with pytest.raises(DatabaseError, match=append_only.REFUSAL), transaction.atomic():
            sql(text)()
    assert rows() == guarded_anew


def test_triggers_put_in_place_anew_let_another_origin_record_the_same(guarded_anew):
    Origin.objects.create(id=2, name="here", is_here=True)
    same = {"origin_id": 2, "asserted_in_id": 2}
    Recording.objects.create(id=9, statement_id="s1-one", subject="tool", **same)
    Page.objects.create(id=9, slug="tool", subject_class="system", name="o", layout={}, **same)
    finding = {"audit": "stops", "title": "Stops", "lead": "Some.", "text": "{}"}
    Finding.objects.create(id=9, name="stops", identifier="f1-one", **finding, **same)
    assert Recording.objects.filter(statement="s1-one", retracted_in=None).count() == 2


def test_triggers_put_in_place_anew_let_what_stands_end_once_and_come_back(guarded_anew):
    assert Recording.objects.filter(id=1).update(retracted_in=2) == 1
    Recording.objects.create(
        id=9, origin_id=1, statement_id="s1-one", subject="tool", asserted_in_id=2
    )
    assert append_only.REFUSAL in refusal_of(
        sql("UPDATE register_recording SET retracted_in_id = 1 WHERE id = 1")
    )


def test_only_triggers_of_the_guard_are_counted_as_its_own(register):
    when = "BEFORE DELETE ON register_searchword"
    sql(
        f"CREATE TRIGGER other {when} BEGIN SELECT 1; END"
        if connection.vendor == "sqlite"
        else f"CREATE TRIGGER other {when} FOR EACH ROW EXECUTE FUNCTION keep_register()"
    )()
    names = append_only.trigger_names(connection)
    assert "other" not in names
    assert names >= EVERY_TRIGGER


def test_sqlite_is_told_to_refuse_updates_deletes_and_inserts_that_would_replace():
    written = append_only._sqlite(
        {"register_changeset": "number"},
        {"register_page": ("origin_id", "slug")},
        {"register_changeset": (("hash",), ("origin_id", "position"))},
    )
    refuse = "BEGIN SELECT RAISE(ABORT, 'the register is only ever added to'); END"
    changed = (
        "NEW.id IS NOT OLD.id OR NEW.origin_id IS NOT OLD.origin_id OR NEW.slug IS NOT OLD.slug"
    )
    assert written == [
        "DROP TRIGGER IF EXISTS keep_register_changeset_update",
        f"CREATE TRIGGER keep_register_changeset_update BEFORE UPDATE ON register_changeset WHEN 1 {refuse}",
        "DROP TRIGGER IF EXISTS keep_register_changeset_delete",
        f"CREATE TRIGGER keep_register_changeset_delete BEFORE DELETE ON register_changeset WHEN 1 {refuse}",
        "DROP TRIGGER IF EXISTS keep_register_changeset_insert",
        "CREATE TRIGGER keep_register_changeset_insert BEFORE INSERT ON register_changeset WHEN "
        "EXISTS (SELECT 1 FROM register_changeset WHERE number = NEW.number) "
        "OR EXISTS (SELECT 1 FROM register_changeset WHERE hash = NEW.hash) "
        "OR EXISTS (SELECT 1 FROM register_changeset WHERE origin_id = NEW.origin_id AND position = NEW.position) "
        f"{refuse}",
        "DROP TRIGGER IF EXISTS keep_register_page_update",
        "CREATE TRIGGER keep_register_page_update BEFORE UPDATE ON register_page WHEN "
        f"OLD.retracted_in_id IS NOT NULL OR NEW.retracted_in_id IS NULL OR {changed} {refuse}",
        "DROP TRIGGER IF EXISTS keep_register_page_delete",
        f"CREATE TRIGGER keep_register_page_delete BEFORE DELETE ON register_page WHEN 1 {refuse}",
        "DROP TRIGGER IF EXISTS keep_register_page_insert",
        "CREATE TRIGGER keep_register_page_insert BEFORE INSERT ON register_page WHEN "
        "EXISTS (SELECT 1 FROM register_page WHERE id = NEW.id) OR (NEW.retracted_in_id IS NULL AND "
        "EXISTS (SELECT 1 FROM register_page WHERE (slug = NEW.slug) AND origin_id = NEW.origin_id "
        f"AND retracted_in_id IS NULL)) {refuse}",
    ]


def test_half_way_through_migrating_no_trigger_names_a_column_that_is_not_there_yet():
    written = append_only._sqlite({}, {"register_finding": ("name",)}, {})
    assert not any("origin_id" in statement for statement in written)
    assert "(name = NEW.name OR identifier = NEW.identifier)" in written[-1]


def test_postgresql_is_told_to_refuse_updates_deletes_and_truncating():
    """Its text is held here, since this is read on either engine; what it does, by the attacks."""
    written = append_only._postgres(
        {"register_changeset": "number"}, {"register_page": ("origin_id", "slug")}
    )

    def trigger(table, step, level="ROW", when=""):
        name = f"keep_{table}_{step.lower()}"
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {step} ON {table} FOR EACH {level} {when} EXECUTE FUNCTION keep_register()",
        ]

    changed = "OLD.retracted_in_id IS NOT NULL OR NEW.retracted_in_id IS NULL" + "".join(
        f" OR NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ("id", "origin_id", "slug")
    )
    assert "the register is only ever added to" in written[0]
    assert written[1:] == [
        *trigger("register_changeset", "UPDATE"),
        *trigger("register_page", "UPDATE", when=f"WHEN ({changed})"),
        *trigger("register_changeset", "DELETE"),
        *trigger("register_changeset", "TRUNCATE", "STATEMENT"),
        *trigger("register_page", "DELETE"),
        *trigger("register_page", "TRUNCATE", "STATEMENT"),
    ]
