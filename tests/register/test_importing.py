"""Statements of a table taken into the register: the round trip, and what is refused."""

import csv

import pytest

from candour.core.errors import BadContent
from candour.register import models, selectors
from candour.register.importing import import_statements
from candour.register.releasing import export_release
from candour.register.verifying.database import verify_database
from tests.evidence.making import make_folder
from tests.evidence.test_released_reading import EVERY_KIND
from tests.register.loading import edit_and_load, load_on, the
from tests.register.test_backup import destroy

pytestmark = pytest.mark.django_db
TABLE = "tables/csv/statements.csv"


@pytest.fixture
def table(tmp_path, db):
    """The table of statements of a release, and the register empty again."""
    load_on(make_folder(tmp_path / "content", {"systems/tool": EVERY_KIND}))
    return emptied_after(tmp_path / "release")


def emptied_after(release):
    export_release(release)
    kept = models.FieldTable.in_force()
    assert kept is not None
    destroy()
    models.FieldTable.objects.create(digest=kept.digest, texts=kept.texts)
    selectors.forget_schema()
    return release / TABLE


def standing():
    rows = models.Recording.objects.filter(retracted_in=None).select_related("statement")
    return {row.statement_id: row.statement.canonical for row in rows}


def rows_in(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def on_the_tool(path, **cells):
    """The row on the tool's purpose alone, with some cells changed."""
    row = next(row for row in rows_in(path) if row["field"] == "purpose")
    write_rows(path, [row | cells])


def refusals(path):
    before = standing(), models.ChangeSet.objects.count()
    with pytest.raises(BadContent) as refused:
        import_statements(path, write=True)
    assert (standing(), models.ChangeSet.objects.count()) == before
    return [str(problem) for problem in refused.value.problems]


def test_exported_and_imported_statements_are_the_same_under_the_same_names(table, tmp_path):
    exported, text = rows_in(table), table.read_bytes()
    dry = import_statements(table)
    assert (dry.statements, dry.new, dry.change, standing()) == (
        len(exported), len(exported), 0, {},
    )  # fmt: skip
    import_statements(table, write=True)
    assert set(standing()) == {row["id"] for row in exported}
    assert (export_release(tmp_path / "again").folder / TABLE).read_bytes() == text
    assert verify_database().differences == []
    assert (the("tool").name, the("tool").subject_class) == ("The Tool", "system")
    again = import_statements(table, write=True)
    assert (again.new, again.standing, models.ChangeSet.objects.count()) == (0, len(exported), 1)


def test_a_register_of_several_origins_with_a_finding_comes_through(register, tmp_path):
    before = standing()
    import_statements(emptied_after(tmp_path / "release"), write=True)
    assert standing() == before
    assert verify_database().differences == []


def test_a_row_of_ones_own_joins_what_stands_and_what_stood_stays(tmp_path, db):
    folder = make_folder(tmp_path / "content", {"systems/tool": EVERY_KIND})
    load_on(folder)
    table = export_release(tmp_path / "release").folder / TABLE
    (table.parent / "subjects.csv").unlink()
    on_the_tool(table, id="", value="find places")
    assert import_statements(table, write=True).new == 1
    on_the_tool(table, value="find cars")
    assert import_statements(table, write=True).new == 1
    assert [str(one.value) for one in the("tool").of("purpose")] == [
        *("find people", "find places", "find cars")
    ]
    load_on(folder)
    assert len(the("tool").of("purpose")) == 3
    assert verify_database().differences == []


def test_a_subject_that_the_register_lacks_needs_its_class_its_name_and_its_kind(table):
    rows = rows_in(table)
    write_rows(table, [row for row in rows if row["handle"] not in {"name.1", "kind.person-score"}])
    told = refusals(table)
    assert any("'tool' is not in the register, and no row gives its name" in one for one in told)
    assert any("'tool' is not in the register, and no row gives its kind" in one for one in told)
    (table.parent / "subjects.csv").unlink()
    assert any("no table of subjects tells its class" in one for one in refusals(table))


def test_a_slug_that_now_leads_elsewhere_is_refused(tmp_path, db):
    folder = make_folder(tmp_path / "content", {"systems/tool": EVERY_KIND})
    load_on(folder)
    table = export_release(tmp_path / "release").folder / TABLE
    moved = EVERY_KIND + "redirects-from: [tool]\n"
    edit_and_load(folder, {"systems/tool": None, "systems/the-tool": moved})
    on_the_tool(table, id="", value="find places")
    assert refusals(table) == [
        "statements.csv:2: subject: 'tool' is now 'the-tool': write the rows for that"
    ]


def test_of_one_person_no_more_comes_in_than_can_be_held(tmp_path, db):
    person = "source: report\nat: '1'\nname: A person\nkind: private-person\n"
    load_on(make_folder(tmp_path / "content", {"systems/tool": EVERY_KIND, "bodies/one": person}))
    table = export_release(tmp_path / "release").folder / TABLE
    row = next(row for row in rows_in(table) if row["field"] == "purpose")
    words = [f"as they tell it, {word}" for word in "abcdefghijk"]
    cells = {"id": "", "said_by": "one", "basis": "testimony", "valid": "", "handle": ""}
    write_rows(table, [row | cells | {"value": word} for word in words])
    (told,) = refusals(table)
    assert told.startswith("statements.csv:2: said_by: with these rows, over 10 statements come")
