"""The table of fields comes with the content that is loaded, and is no fixture of the process."""

from datetime import date

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet

from candour.content import FOLDER
from candour.evidence.fields import BadSchema, read_schema
from candour.register import models, selectors
from candour.register.follows import worked_out
from candour.register.moments import Moment
from tests.evidence.making import TOOL, make_folder, schema, write_files
from tests.register.loading import edit_and_load, everything, load_on, the

pytestmark = pytest.mark.django_db

NEW_ROW = "  motto: {label: Motto, type: text, group: identity, help: What it says of itself}\n"
NEW_TERM_ROW = (
    "  mood: {label: Mood, type: term, vocabulary: moods, group: identity, help: How it feels}\n"
)
GONE = "also"


@pytest.fixture(autouse=True)
def nothing_known():
    selectors.forget_schema()
    yield
    selectors.forget_schema()


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL + "also: HART\n"})


def rows_of(folder):
    path = folder / "fields.yaml"
    return path, path.read_text(encoding="utf-8").splitlines(keepends=True)


def add_rows(folder, *rows):
    path, lines = rows_of(folder)
    place = next(n for n, line in enumerate(lines) if line.startswith("  name:"))
    path.write_text("".join([*lines[:place], *rows, *lines[place:]]), encoding="utf-8")


def take_row_out(folder, key):
    path, lines = rows_of(folder)
    begins = next(n for n, line in enumerate(lines) if line.startswith(f"  {key}:"))
    ends = next(n for n, line in enumerate(lines) if n > begins and not line.startswith("   "))
    path.write_text("".join(lines[:begins] + lines[ends:]), encoding="utf-8")


def test_a_folder_with_one_more_field_loads_and_its_label_is_known(folder):
    add_rows(folder, NEW_ROW)
    write_files(folder, {"systems/tool": TOOL + "motto: We never sleep\n"})
    load_on(folder)
    assert the("tool").first_text("motto") == "We never sleep"
    assert selectors.schema() == read_schema(folder)
    assert selectors.schema().fields["motto"].label == "Motto"
    assert "motto" not in schema().fields


def test_a_page_shows_the_label_of_a_field_that_came_with_the_content(folder, client):
    load_on(folder)
    assert client.get("/systems/tool/").status_code == 200
    add_rows(folder, NEW_ROW, NEW_TERM_ROW)
    (folder / "vocabularies/moods.yaml").write_text(
        "version: 1\nmoods:\n  wary: {label: Wary of all}\n", encoding="utf-8"
    )
    edit_and_load(folder, {"systems/tool": TOOL + "mood: wary\nmotto: Never\n"}, date(2026, 1, 2))
    (said,) = the("tool").of("mood")
    page = client.get(f"/statements/{said.id}/").content.decode()
    assert "Mood" in page
    assert "Wary of all" in page
    assert client.get("/systems/tool/").status_code == 200
    assert [f["key"] for f in client.get("/api/v1/schema").json()["fields"]] == list(
        read_schema(folder).fields
    )


def test_a_folder_with_one_fewer_field_loads_and_the_days_before_can_be_read(folder, client):
    load_on(folder)
    take_row_out(folder, GONE)
    assert GONE not in read_schema(folder).fields
    edit_and_load(folder, {"systems/tool": TOOL}, date(2026, 1, 2))

    before = Moment(as_of=date(2026, 1, 1))
    (said,) = the("tool", before).of(GONE)
    assert the("tool").of(GONE) == []
    assert worked_out(the("tool", before), selectors.schema(), before).gaps
    for address in (
        f"/statements/{said.id}/",
        "/systems/tool/?as-of=2026-01-01",
        "/systems/tool/?as-of=2026-01-01&known=2026-01-01",
        "/systems/tool/history/",
        "/changes/1/",
        "/changes/2/?show=retracted",
        "/gaps/",
    ):
        assert client.get(address).status_code == 200, address


def test_a_new_table_alone_has_everything_worked_out_by_it(folder):
    load_on(folder)
    gaps = models.WorkedOut.objects.filter(kind="gap", ended=None).count()
    path = folder / "gaps.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    item = next(n for n, line in enumerate(lines) if line.startswith("  dpia-before-use:"))
    path.write_text("".join(lines[:item] + lines[item + 1 :]), encoding="utf-8")

    assert load_on(folder, date(2026, 1, 2)).changed_nothing

    assert models.WorkedOut.objects.filter(kind="gap", ended=None).count() == gaps - 1


def test_a_table_that_another_process_loaded_is_in_force_once_a_subject_is_read(folder):
    load_on(folder)
    the("tool")
    before = selectors._in_force.digest
    add_rows(folder, NEW_ROW)
    load_on(folder, date(2026, 1, 2))
    selectors._in_force.note(before)  # as it stands in a process that did not load
    assert "motto" not in selectors.schema().fields
    the("tool")
    assert "motto" in selectors.schema().fields


def test_where_another_database_took_the_place_of_the_one_asked_its_table_is_in_force(folder):
    selectors._in_force.note("of a database that is gone")
    assert selectors.schema() == read_schema(FOLDER)
    load_on(folder)
    selectors._in_force.note("of a database that is gone")
    assert selectors.schema() == read_schema(folder) != read_schema(FOLDER)


def test_without_content_the_table_that_ships_is_in_force():
    assert selectors.schema() == read_schema(FOLDER)


def test_a_table_that_does_not_hold_together_is_one_sentence_and_changes_nothing(folder):
    load_on(folder)
    before = everything()
    take_row_out(folder, "purpose")  # gaps are asked about it
    with pytest.raises(BadSchema, match=r"^fields.yaml: purpose: "):
        load_on(folder, date(2026, 1, 2))
    assert everything() == before


@pytest.mark.parametrize("is_there", [True, False])
def test_where_no_database_was_made_the_table_that_ships_is_in_force(monkeypatch, is_there):
    def refuse(self):
        raise OperationalError("no such table")

    monkeypatch.setattr(QuerySet, "first", refuse)
    tables = ["register_fieldtable"] if is_there else []
    monkeypatch.setattr(connection.introspection, "table_names", lambda: tables)
    if is_there:
        with pytest.raises(OperationalError):
            selectors.schema()
    else:
        assert selectors.schema() == read_schema(FOLDER)
