"""The past is only ever added to: every way round is tried, on both databases, and each was seen to work
once the guard is down.
"""

# Tables of cases read best with one case to a line, however long; the SQL is all our own.
# ruff: noqa: E501, S608

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from candour.register import append_only, postgres_guard, sqlite_guard
from candour.register.guarded import REFUSAL, Guarded
from candour.register.models import (
    ChangeGroup,
    ChangeSet,
    FieldTable,
    Finding,
    FindingSubject,
    Origin,
    Page,
    Recording,
    Statement,
)

TABLES = (
    "register_origin", "register_changegroup", "register_statement", "register_changeset", "register_recording", "register_page",
    "register_finding", "register_findingsubject", "register_fieldtable",
)  # fmt: skip
EVERY_TRIGGER = {f"keep_{table}_{step}" for table in TABLES for step in ("update", "delete")}
PAGE_OF_THE_TOOL = {"origin_id": 1, "slug": "tool", "subject_class": "system", "layout": {}}
SOME_FINDING = {"origin_id": 1, "audit": "stops", "title": "Stops", "lead": "Some.", "text": "{}"}


@pytest.fixture
def register(db):
    """Two change sets; a statement and a page that stand, and a recording and a page that ended."""
    begin()
    seal(1)
    for model in (Recording, Page, Finding):
        model.objects.filter(id=2).update(retracted_in=2)
    ChangeGroup.objects.create(id=2, change_set_id=2, about="tool", digest="1" * 64, salts="[]")
    seal(2)
    connection.check_constraints()  # nothing deferred is waiting, as after a commit
    return rows()


def begin():
    """The first change set, all but its own row, which seals it."""
    Origin.objects.create(id=1, name="candour")
    FieldTable.objects.create(id=1, digest="0" * 64, texts={})
    ChangeGroup.objects.create(id=1, change_set_id=1, about="tool", digest="0" * 64, salts="[]")
    for number, key in enumerate(("s1-one", "s1-two"), 1):
        Statement.objects.create(
            id=key, subject="tool", field="purpose", kind="text", source="report", canonical="{}"
        )
        Recording.objects.create(
            id=number, origin_id=1, statement_id=key, subject="tool", asserted_in_id=1
        )
    Page.objects.create(id=1, name="The Tool", asserted_in_id=1, **PAGE_OF_THE_TOOL)
    Page.objects.create(id=2, name="Old", asserted_in_id=1, **PAGE_OF_THE_TOOL | {"slug": "old"})
    for number, name, key in ((1, "stops", "f1-one"), (2, "old", "f1-two")):
        Finding.objects.create(
            id=number, name=name, identifier=key, asserted_in_id=1, **SOME_FINDING
        )
    FindingSubject.objects.create(id=1, finding_id=1, slug="tool", refused="")


def seal(number):
    """Write the row of a change set, after which nothing comes into it."""
    ChangeSet.objects.create(
        number=number, origin_id=1, position=number, arrived_at="2026-11-22T12:00:00Z",
        made_at="2026-11-22T12:00:00Z", made_by="a", why="b",
        previous=f"{number - 1}" * 64, hash=f"{number}" * 64, was="",
    )  # fmt: skip


def rows(using=connection):
    kept = {}
    with using.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            kept[table] = cursor.fetchall()
    return kept


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
    "UPDATE register_fieldtable SET texts = '{}'",
    "UPDATE register_fieldtable SET digest = 'x'",
    "DELETE FROM register_fieldtable",
    # into a change set that is sealed, in whichever way
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 1, NULL)",
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 2, NULL)",
    f"INSERT INTO {PAGE} VALUES (9, 1, 'new', 'system', 'New', '{{}}', 1, NULL)",
    f"INSERT INTO {FINDING} VALUES (9, 1, 'new', 'f1-new', 'stops', 'x', 'x', '{{}}', 2, NULL)",
    f"INSERT INTO {GROUP} VALUES (9, 1, 'other', 'x', '[]')",
    "INSERT INTO register_findingsubject (id, finding_id, slug, refused) VALUES (9, 1, 'other', '')",
    "UPDATE register_recording SET retracted_in_id = 2 WHERE id = 1",
    "UPDATE register_page SET retracted_in_id = 2 WHERE id = 1",
    "UPDATE register_finding SET retracted_in_id = 2 WHERE id = 1",
    # ended before it began, in the change set in which it began, or as it is written
    "UPDATE register_recording SET retracted_in_id = 1 WHERE id = 1",
    "UPDATE register_page SET retracted_in_id = 0 WHERE id = 1",
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 3, 3)",
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 3, 2)",
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 3, 4)",
    f"INSERT INTO {PAGE} VALUES (9, 1, 'new', 'system', 'New', '{{}}', 4, 3)",
    # change sets out of order
    f"INSERT INTO {CHANGE} VALUES (4, 1, 3, '2026-12-01', '2026-12-01', 'x', 'x', '{'2' * 64}', 'x', '')",
    f"INSERT INTO {CHANGE} VALUES (0, 1, 3, '2026-12-01', '2026-12-01', 'x', 'x', '{'2' * 64}', 'x', '')",
    f"INSERT INTO {CHANGE} VALUES (3, 1, 4, '2026-12-01', '2026-12-01', 'x', 'x', '{'2' * 64}', 'x', '')",
    f"INSERT INTO {CHANGE} VALUES (3, 1, 3, '2026-12-01', '2026-12-01', 'x', 'x', '{'1' * 64}', 'x', '')",
    f"INSERT INTO {CHANGE} VALUES (3, 1, 1, '2026-12-01', '2026-12-01', 'x', 'x', '{'0' * 64}', 'x', '')",
    f"INSERT INTO {CHANGE} VALUES (3, 1, 3, '2026-01-01', '2026-12-01', 'x', 'x', '{'2' * 64}', 'x', '')",
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
        ("register_fieldtable (id, digest, texts)", "1, 'x', '{}'"),
        # by the number that a row has of its own
        ("register_statement (rowid, id, subject, field, kind, value_key, source, canonical)", f"1, {FORGED.replace('s1-one', 's1-new')}"),
        ("register_statement (oid, id, subject, field, kind, value_key, source, canonical)", f"1, {FORGED.replace('s1-one', 's1-new')}"),
        ("register_statement (_rowid_, id, subject, field, kind, value_key, source, canonical)", f"2, {FORGED.replace('s1-one', 's1-new')}"),
        (f"register_changeset (rowid, {CHANGE.partition('(')[2]}", f"1, 3, 1, 3, '2026-12-01', '2026-12-01', 'x', 'x', '{'2' * 64}', 'x', ''"),
        # a row that would stand in the way of all that come after it
        ("register_statement (rowid, id, subject, field, kind, value_key, source, canonical)", f"-1, {FORGED.replace('s1-one', 's1-new')}"),
        (STATEMENT.replace("(id", "(rowid, id"), f"0, {FORGED.replace('s1-one', 's1-new')}"),
        (RECORDING, "-1, 1, 's1-two', 'tool', 3, NULL"),
    ]
] + [
    "UPDATE OR REPLACE register_statement SET id = 's1-one' WHERE id = 's1-two'",
    "UPDATE OR REPLACE register_changeset SET number = 1 WHERE number = 2",
    "UPDATE OR REPLACE register_recording SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE register_page SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE register_recording SET retracted_in_id = NULL, statement_id = 's1-one' WHERE id = 2",
    "UPDATE OR IGNORE register_statement SET canonical = 'x'",
    "UPDATE OR REPLACE register_statement SET rowid = 1 WHERE id = 's1-two'",
    "UPDATE register_statement SET rowid = 9 WHERE id = 's1-two'",
    "UPDATE OR REPLACE register_recording SET rowid = 1, retracted_in_id = 3 WHERE id = 2",
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
    "TRUNCATE register_changegroup",
    "TRUNCATE register_origin CASCADE",
    "TRUNCATE register_fieldtable",
    "SET LOCAL session_replication_role = replica; DELETE FROM register_recording",
    f"SET LOCAL session_replication_role = replica; INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 1, NULL)",
    f"CREATE TEMP TABLE register_changeset (number int) ON COMMIT DROP; INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 1, NULL)",
    f"INSERT INTO {RECORDING} SELECT 9, 1, 's1-two', 'tool', 1, NULL",
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
    "record into what is sealed": lambda: Recording.objects.create(
        origin_id=1, statement_id="s1-two", subject="tool", asserted_in_id=1),
    "record many into what is sealed": lambda: Recording.objects.bulk_create(
        [Recording(origin_id=1, statement_id="s1-two", subject="tool", asserted_in_id=2)]),
    "a page into what is sealed": lambda: Page.objects.create(
        name="x", asserted_in_id=2, **PAGE_OF_THE_TOOL | {"slug": "new"}),
    "end in what is sealed": lambda: Recording.objects.filter(id=1).update(retracted_in=2),
    "end before it began": lambda: Page.objects.filter(id=1).update(retracted_in=1),
    "begin as ended": lambda: Recording.objects.create(
        origin_id=1, statement_id="s1-two", subject="tool", asserted_in_id=3, retracted_in_id=3),
    "another table of fields": lambda: FieldTable.objects.update(texts={"fields.yaml": "x"}),
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
    assert REFUSAL in refusal_of(attack)


@pytest.mark.parametrize("attack", ORM.values(), ids=ORM)
def test_the_orm_cannot_rewrite_the_past_either(register, attack):
    assert REFUSAL in refusal_of(attack)


def test_django_cannot_empty_the_tables(register):
    with pytest.raises(CommandError) as refused, transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
    assert REFUSAL in str(refused.value.__cause__)
    assert rows() == register


@pytest.mark.sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("attack", named(SQLITE_SQL))
def test_sqlite_cannot_be_got_round_by_replacing(register, attack, recursive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    try:
        assert REFUSAL in refusal_of(attack)
    finally:
        sql("PRAGMA recursive_triggers = ON")()


@pytest.mark.postgres
@pytest.mark.parametrize("attack", named(POSTGRES_SQL))
def test_postgres_cannot_be_got_round_by_truncating(register, attack):
    assert REFUSAL in refusal_of(attack)


def test_what_stands_can_be_retracted_once(register):
    assert Recording.objects.filter(id=1).update(retracted_in=3) == 1
    assert Page.objects.filter(id=1).update(retracted_in=3) == 1
    seal(3)
    assert REFUSAL in refusal_of(
        sql("UPDATE register_recording SET retracted_in_id = 4 WHERE id = 1")
    )


def record_again(number, *, key="s1-two", slug="other"):
    recording = Recording(
        id=number, origin_id=1, statement_id=key, subject="tool", asserted_in_id=3
    )
    page = Page(id=number, name="o", asserted_in_id=3, **PAGE_OF_THE_TOOL | {"slug": slug})
    return recording, page


def test_a_statement_can_be_recorded_again_after_it_was_retracted(register):
    for row in record_again(3):
        row.save(force_insert=True)
    seal(3)
    assert Recording.objects.filter(statement="s1-two").count() == 2


def test_a_statement_and_a_page_stand_once(register):
    for row in record_again(9, key="s1-one", slug="tool"):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            row.save(force_insert=True)


drop_guards = append_only.put_away


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
    "DELETE FROM register_fieldtable",
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 1, NULL)",
    f"INSERT INTO {RECORDING} VALUES (9, 1, 's1-two', 'tool', 2, 1)",
    f"INSERT INTO {GROUP} VALUES (9, 1, 'other', 'x', '[]')",
    "UPDATE register_recording SET retracted_in_id = 2 WHERE id = 1",
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
                pytest.raises(DatabaseError, match=REFUSAL),
                transaction.atomic(using="walk"),
            ):
                cursor.execute(attack)
        transaction.set_rollback(True, using="walk")


def test_migrating_back_over_what_is_kept_is_refused_and_drops_nothing(empty_database):
    migrate()
    with transaction.atomic(using="walk"), empty_database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO register_origin (id, name, is_here) VALUES (1, 'candour', false)"
        )
        cursor.execute(
            f"INSERT INTO {CHANGE} VALUES (1, 1, 1, '2026-01-01', '2026-01-01', 'a', 'b', '{'0' * 64}', 'x', '')"
        )
    before = rows(empty_database)
    for step in ("0008_origins_hold", "0006_origins", "0002_search", "zero"):
        with pytest.raises(append_only.WouldForget, match="restore a backup"):
            migrate("register", step)
        assert rows(empty_database) == before
    migrate("register", "0012_figures_of_a_field")  # a table that holds nothing may go
    migrate()
    assert rows(empty_database) == before
    assert append_only.missing_guards(empty_database) == []


def test_a_guard_that_is_missing_altered_or_a_stranger_is_named(register):
    assert append_only.missing_guards(connection) == []
    is_sqlite = connection.vendor == "sqlite"
    on = "" if is_sqlite else " ON register_statement"
    sql(f"DROP TRIGGER keep_register_statement_delete{on}")()
    when = "CREATE TRIGGER other AFTER INSERT ON register_page"
    sql(
        f"{when} BEGIN SELECT 1; END"
        if is_sqlite
        else f"{when} FOR EACH ROW EXECUTE FUNCTION keep_register()"
    )()
    names = ["keep_register_statement_delete", "other"]
    if not is_sqlite:
        sql("ALTER TABLE register_page DISABLE TRIGGER keep_register_page_delete")()
        names.insert(0, "keep_register_page_delete")
    assert append_only.missing_guards(connection) == names


@pytest.mark.postgres
@pytest.mark.parametrize(
    "altered",
    [
        "DROP TRIGGER keep_register_page_delete ON register_page; CREATE TRIGGER "
        "keep_register_page_delete BEFORE DELETE ON register_page FOR EACH ROW WHEN (false) "
        "EXECUTE FUNCTION keep_register(); "
        "ALTER TABLE register_page ENABLE ALWAYS TRIGGER keep_register_page_delete",
        "DROP TRIGGER keep_register_page_delete ON register_page; CREATE TRIGGER "
        "keep_register_page_delete AFTER DELETE ON register_page FOR EACH STATEMENT "
        "EXECUTE FUNCTION keep_register(); "
        "ALTER TABLE register_page ENABLE ALWAYS TRIGGER keep_register_page_delete",
    ],
)
def test_a_guard_that_stands_but_lets_rows_pass_is_named(register, altered):
    sql(altered)()
    assert append_only.missing_guards(connection) == ["keep_register_page_delete"]


@pytest.mark.postgres
def test_a_guard_whose_function_may_look_elsewhere_is_named(register):
    sql("ALTER FUNCTION keep_register_page_update() RESET ALL")()
    assert append_only.missing_guards(connection) == ["keep_register_page_update"]


def test_guards_in_place_are_left_alone(register):
    """Else a second migrating waits for readers, and PostgreSQL refuses it beside unchecked rows."""
    with CaptureQueriesContext(connection) as asked:
        append_only.install(connection)
    assert not [query["sql"] for query in asked if query["sql"].split()[0] in {"DROP", "ALTER"}]


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
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            sql(text)()
    assert rows() == guarded_anew


def test_triggers_put_in_place_anew_let_another_origin_record_the_same(guarded_anew):
    Origin.objects.create(id=2, name="here", is_here=True)
    own = {"origin_id": 2, "asserted_in_id": 3}
    Recording.objects.create(id=9, statement_id="s1-one", subject="tool", **own)
    Page.objects.create(id=9, name="o", **PAGE_OF_THE_TOOL | own)
    Finding.objects.create(id=9, name="stops", identifier="f1-one", **SOME_FINDING | own)
    seal(3)
    assert Recording.objects.filter(statement="s1-one", retracted_in=None).count() == 2


def test_triggers_put_in_place_anew_let_what_stands_end_once_and_come_back(guarded_anew):
    assert Recording.objects.filter(id=1).update(retracted_in=3) == 1
    Recording.objects.create(
        id=9, origin_id=1, statement_id="s1-one", subject="tool", asserted_in_id=3
    )
    seal(3)
    assert REFUSAL in refusal_of(
        sql("UPDATE register_recording SET retracted_in_id = 4 WHERE id = 1")
    )


@pytest.mark.sqlite
def test_this_installation_cannot_be_replaced_by_another(register):
    Origin.objects.create(id=2, name="here-one", is_here=True)
    attack = sql(
        "INSERT OR REPLACE INTO register_origin (id, name, is_here) VALUES (9, 'here-two', 1)"
    )
    assert REFUSAL in refusal_of(attack)


# from the clients that anybody has


@pytest.mark.sqlite
@pytest.mark.parametrize("attack", [*SQL, *SQLITE_SQL])
def test_a_plain_client_of_sqlite_is_refused(register, attack, tmp_path):
    """One that sets no pragma: it checks no references, and its triggers do not recur."""
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        names = ", ".join(f"'{table}'" for table in TABLES)
        cursor.execute(
            f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({names}) AND sql <> '' ORDER BY type = 'trigger', type = 'index'"
        )
        texts = [text for (text,) in cursor.fetchall()]
    with closing(sqlite3.connect(copy)) as plain:
        in_order = sorted(texts, key=lambda text: "TRIGGER" in text.split(maxsplit=2)[1])
        for text in (text for text in in_order if not text.startswith("CREATE TRIGGER")):
            plain.execute(text)
        for table, kept in register.items():
            for row in kept:
                plain.execute(
                    f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})",
                    [plainly(cell) for cell in row],
                )
        for text in (text for text in in_order if text.startswith("CREATE TRIGGER")):
            plain.execute(text)
        plain.commit()
        before = list(plain.iterdump())
        with pytest.raises(sqlite3.DatabaseError, match=REFUSAL):
            plain.execute(attack)
        plain.rollback()
        assert list(plain.iterdump()) == before


def plainly(cell):
    return cell if cell is None or isinstance(cell, int) else str(cell)


@pytest.mark.postgres
def test_copy_is_refused_where_a_change_set_is_sealed(register):
    line = "9\t1\ts1-two\ttool\t1\t\\N\n"
    with pytest.raises(psycopg.Error, match=REFUSAL), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor, cursor.copy(f"COPY {RECORDING} FROM STDIN") as copy:
            copy.write(line)
    assert rows() == register


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


def test_sqlite_is_told_to_refuse_whatever_rewrites_or_replaces():
    columns = frozenset({"id", "origin_id", "slug", "asserted_in_id", "retracted_in_id"})
    same_slug = "slug = NEW.slug AND (retracted_in_id IS NULL) AND (NEW.retracted_in_id IS NULL)"
    written = sqlite_guard.triggers([Guarded("register_page", columns, (same_slug,))])
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    changed = " OR ".join(
        f"NEW.{column} IS NOT OLD.{column}"
        for column in ("id", "origin_id", "slug", "asserted_in_id")
    )
    sealed = "EXISTS (SELECT 1 FROM register_changeset WHERE number = NEW.{})"
    replaces = (
        "EXISTS (SELECT 1 FROM register_page WHERE rowid = NEW.rowid) OR "
        f"EXISTS (SELECT 1 FROM register_page WHERE {same_slug})"
    )

    def trigger(step, moment, when):
        name = f"keep_register_page_{step}"
        return f"CREATE TRIGGER {name} {moment} ON register_page WHEN {when} {refuse}"

    assert list(written.values()) == [
        trigger(
            "update",
            "BEFORE UPDATE",
            f"OLD.retracted_in_id IS NOT NULL OR NEW.retracted_in_id IS NULL OR {changed} "
            "OR NEW.retracted_in_id <= OLD.asserted_in_id",
        ),
        trigger("end", "BEFORE UPDATE", sealed.format("retracted_in_id")),
        trigger("delete", "BEFORE DELETE", "1"),
        trigger("replace", "BEFORE INSERT", replaces),
        trigger(
            "insert",
            "BEFORE INSERT",
            f"NEW.retracted_in_id IS NOT NULL OR {sealed.format('asserted_in_id')}",
        ),
        trigger("number", "AFTER INSERT", "NEW.rowid < 1"),
    ]


def test_half_way_through_migrating_no_trigger_names_a_column_that_is_not_there_yet():
    early = [
        Guarded("register_finding", frozenset({"id", "name", "asserted_in_id", "retracted_in_id"})),
        Guarded("register_changeset", frozenset({"number", "made_at", "previous", "hash"})),
    ]
    for written in (sqlite_guard.statements(early), postgres_guard.statements(early)):
        text = " ".join(written)
        assert not any(name in text for name in ("origin_id", "position", "arrived_at"))
        assert "NEW.name" in text


def test_postgresql_is_told_to_refuse_in_every_session_and_in_its_own_schema():
    """Its text is held here, since this is read on either engine; what it does, by the attacks."""
    columns = frozenset({"id", "slug", "asserted_in_id", "retracted_in_id"})
    written = postgres_guard.statements([Guarded("register_page", columns)])
    functions = [text for text in written if text.startswith("CREATE OR REPLACE FUNCTION")]
    assert len(functions) == 3
    assert all(REFUSAL in text for text in functions)
    assert sum("pg_catalog, %I, pg_temp" in text for text in written) == 3
    steps = ("update", "delete", "truncate", "insert")
    assert [text for text in written if text.startswith("ALTER TABLE")] == [
        f"ALTER TABLE register_page ENABLE ALWAYS TRIGGER keep_register_page_{step}"
        for step in steps
    ]
