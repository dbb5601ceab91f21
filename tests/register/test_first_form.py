"""A database of the first form, with one chain, becomes one with a chain for each origin.

`first_form/` holds the tables and the log of a small register as the code of that form wrote
them: three change sets of a log, a finding recorded by a command, an edit loaded unrecorded (which
withdrew the finding, as loads then did), and another finding.
"""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from candour.evidence.chain import SHIPPED
from candour.evidence.chain_files import read_chain
from candour.evidence.first_log import FIRST_LOG
from candour.evidence.record import turn_first_log
from candour.register import findings, models, selectors, services
from candour.register.append_only import put_away
from candour.register.dumping import dump_content
from candour.register.history import logged_change_sets
from candour.register.moments import Moment
from candour.register.services import load_content
from tests.evidence.making import TOOL, make_folder, schema
from tests.register.loading import load_on, the

OLD = Path(__file__).parent / "first_form"
TABLES = json.loads((OLD / "database.json").read_text(encoding="utf-8"))
CODED = {
    "bodies/force": "source: report\nat: '1'\nname: The Force\nkind: territorial-force\n"
    "code:\n  - {value: force, scheme: data.police.uk}\n"
}


def migrate(step):
    put_away(connection)  # as the command does, so that SQLite can rebuild what triggers speak of
    executor = MigrationExecutor(connection)
    executor.migrate([("register", step)])


@pytest.fixture
def folder(tmp_path):
    """The content folder that the old database was loaded from, log and all, in the first form."""
    made = make_folder(
        tmp_path / "content", {"systems/tool": TOOL + "purpose: find places\n", **CODED}
    )
    shutil.copyfile(OLD / FIRST_LOG, made / FIRST_LOG)
    return made


@pytest.fixture
def turned(transactional_db, folder, monkeypatch):
    """The old database, brought to the new form."""
    import importlib

    step = importlib.import_module("candour.register.migrations.0007_turn_chains")
    monkeypatch.setattr(step, "FOLDER", folder)
    monkeypatch.setattr(selectors, "schema", schema)
    migrate("0003_findings")
    with connection.cursor() as cursor:
        for table, rows in TABLES.items():
            for row in rows:
                places = ", ".join("%s" for _ in row)
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",  # noqa: S608
                    list(row.values()),
                )
    put_sequences_right()
    migrate("0008_origins_hold")
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    services.bring_up_to_date()
    yield folder
    empty()


def put_sequences_right():
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in ("recording", "page", "finding", "findingsubject"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('register_{table}', 'id'), 1000)")


def empty():
    """So that the tables can be flushed; flushing puts the guards back."""
    from tests.register.test_append_only import drop_guards
    from tests.register.test_loading import empty_the_register

    empty_the_register()
    drop_guards(connection)


def test_each_change_set_goes_to_the_chain_of_its_origin(turned):
    shipped = [made for made in logged_change_sets() if made.origin == SHIPPED]
    assert shipped == list(read_chain(turned))
    others = [made for made in logged_change_sets() if made.origin != SHIPPED]
    assert [(made.owner == SHIPPED, made.number, made.why) for made in others] == [
        (True, 1, "Try the audit"),
        (True, 2, "Tried out here"),
        (False, 1, "Try it again"),
    ]
    olds = [row["hash"] for row in TABLES["register_changeset"]]
    assert [made.was for made in logged_change_sets()] == olds
    rows = models.ChangeSet.objects.order_by("number")
    assert [made.hash for made in logged_change_sets()] == [row.hash for row in rows]


def test_every_day_there_was_reads_as_it_did(turned):
    days = {day: the("tool", Moment(as_of=date(2026, 1, day))).of("purpose") for day in range(1, 5)}
    assert {day: str(found[0].value) for day, found in days.items()} == {
        1: "find people",
        2: "find places",
        3: "find places",
        4: "set patrols",
    }
    assert selectors.subject("tool", Moment(as_of=date(2025, 12, 31))) is None
    stood = {
        day: [row.title for row in findings.findings(moment=Moment(as_of=date(2026, 1, day)))]
        for day in range(2, 6)
    }
    assert stood == {2: [], 3: ["Made up"], 4: [], 5: ["Made up and kept"]}


def test_nothing_that_stood_is_lost_or_changed(turned):
    for table, columns in (
        ("statement", ("id", "subject", "field", "kind", "value_key", "source", "canonical")),
        ("recording", ("id", "statement_id", "subject", "asserted_in_id", "retracted_in_id")),
        ("page", ("id", "slug", "name", "asserted_in_id", "retracted_in_id")),
        ("finding", ("id", "name", "identifier", "text", "asserted_in_id", "retracted_in_id")),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM register_{table}")  # noqa: S608
            found = set(cursor.fetchall())
        assert found == {tuple(row[c] for c in columns) for row in TABLES[f"register_{table}"]}


def test_a_newer_release_loads_over_it_and_what_was_recorded_here_stands(turned):
    turn_first_log(turned)
    report = load_content(turned, made_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert report.change_sets == 1, "the files take the edit back that was tried out"
    assert [str(s.value) for s in the("tool").of("purpose")] == ["find places"]
    assert [row.title for row in findings.findings()] == ["Made up and kept"]
    assert load_on(turned, date(2026, 2, 2)).changed_nothing
    dump_content(turned, replace=True)
    for made in logged_change_sets():
        assert made in list(read_chain(turned, made.origin))


def test_the_database_knows_how_an_index_looks_that_came_with_the_new_form(turned):
    asked = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE idx = 'register_st_kind_3baf03_idx'",
        "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'register_statement'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        assert cursor.fetchone()[0]
