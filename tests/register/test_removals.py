"""A line taken out of the past by order: the chain fits, and pages say when and why."""

import json

import pytest
from django.db import connection

from candour.evidence.chain_files import read_chain
from candour.evidence.checkpoints import new_key
from candour.evidence.removing import CannotTakeOut, take_out_of_files
from candour.register import models, removals
from candour.register.append_only import missing_guards
from candour.register.checkpoints import keep_checkpoint
from candour.register.dumping import dump_content
from candour.register.services import load_content
from candour.register.verifying.database import verify_database
from tests.evidence.making import TOOL, write_files
from tests.register.loading import load_on
from tests.register.test_loading import empty_the_register

pytestmark = pytest.mark.django_db
ORDER = "Order of the High Court"
SECRET = "find people"


@pytest.fixture
def key(register):
    """A statement that stood and was taken back."""
    theirs = register / "theirs"
    write_files(theirs, {"systems/tool": TOOL})
    load_on(theirs)
    return models.Statement.objects.get(field="purpose", canonical__contains=SECRET).id


def everywhere():
    """All text that the tables hold."""
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("register_"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own
                kept += cursor.fetchall()
    return repr(kept)


def test_what_was_said_is_gone_and_every_hash_is_as_it_was(key):
    checkpoint = keep_checkpoint(new_key())
    hashes = list(models.ChangeSet.objects.values_list("number", "hash"))
    assert SECRET in everywhere()

    lines = removals.take_out(key, on="2026-12-01", why=ORDER)

    assert lines == 2  # as it came, and as it went
    assert SECRET not in everywhere()
    assert list(models.ChangeSet.objects.values_list("number", "hash")) == hashes
    assert missing_guards(connection) == []
    report = verify_database(checkpoint)
    assert [str(each) for each in report.differences] == []
    assert sum(ORDER in note for note in report.notes) == 2
    since = [note for note in report.notes if "since" in note]
    assert len(since) == 2  # of the chain it came with, and of the one that took it back
    assert all(note.startswith("1 line was taken out of the chain of") for note in since)


def test_what_still_stands_is_not_there_or_has_no_reason_is_refused(key):
    standing = models.Recording.objects.filter(retracted_in=None).earliest("id").statement_id
    with pytest.raises(CannotTakeOut, match="still stands"):
        removals.take_out(standing, on="2026-12-01", why=ORDER)
    with pytest.raises(CannotTakeOut, match="no statement"):
        removals.take_out("s1-none", on="2026-12-01", why=ORDER)
    for why in ("", " ", "a\nb", "x" * 501):
        with pytest.raises(CannotTakeOut, match="Say why"):
            removals.take_out(key, on="2026-12-01", why=why)
    assert SECRET in everywhere()


OF_THE_TOOL = ("/systems/tool/", "/systems/tool/history/")


def test_pages_say_that_something_was_taken_out_when_and_why(key, client):
    assert client.get(f"/statements/{key}/").status_code == 200
    assert "taken out by order" not in client.get("/systems/tool/").content.decode()
    number = models.Recording.objects.get(statement=key).asserted_in_id
    removals.take_out(key, on="2026-12-01", why=ORDER)

    answer = client.get(f"/statements/{key}/")
    assert answer.status_code == 410
    for address in (f"/statements/{key}/", f"/changes/{number}/", *OF_THE_TOOL):
        text = client.get(address).content.decode()
        assert ORDER in text, address
        assert "1 December 2026" in text, address
    problem = client.get(f"/statements/{key}.json")
    assert (problem.status_code, problem.json()["status"]) == (410, 410)
    assert client.get("/statements/s1-none/").status_code == 404


def test_a_dump_holds_what_is_left_and_loads_into_the_same(key, tmp_path):
    removals.take_out(key, on="2026-12-01", why=ORDER)
    dump_content(tmp_path / "dump")
    hashes = list(models.ChangeSet.objects.values_list("hash", flat=True))
    empty_the_register()
    load_content(tmp_path / "dump")
    assert list(models.ChangeSet.objects.values_list("hash", flat=True)) == hashes
    assert [removal.why for removal in removals.removals(about="tool")] == [ORDER, ORDER]


def test_of_files_it_is_taken_out_in_the_same_way(key, register, tmp_path):
    dump_content(folder := tmp_path / "dump")
    before = {origin: list(read_chain(folder, origin)) for origin in ("candour", "a-body")}
    (standing,) = models.Recording.objects.filter(statement__field="code")[:1]
    with pytest.raises(CannotTakeOut, match="still stands"):
        take_out_of_files(folder, standing.statement_id, on="2026-12-01", why=ORDER)

    assert take_out_of_files(folder, key, on="2026-12-01", why=ORDER) == 2

    texts = "".join(path.read_text() for path in folder.rglob("*.jsonl"))
    assert SECRET not in texts
    for origin, change_sets in before.items():
        again = list(read_chain(folder, origin))
        assert [each.hash for each in again] == [each.hash for each in change_sets]
    with pytest.raises(CannotTakeOut, match="No chain"):
        take_out_of_files(folder, key, on="2026-12-01", why=ORDER)


def test_a_group_keeps_its_salts_and_what_is_left(key):
    removals.take_out(key, on="2026-12-01", why=ORDER)
    groups = models.ChangeGroup.objects.filter(salts__contains='"removed"')
    left = [salt for text in groups.values_list("salts", flat=True) for salt in json.loads(text)]
    gone = [salt for salt in left if isinstance(salt, dict)]
    assert [set(each) for each in gone] == [{"digest", "removed", "why"}] * 2
    assert any(isinstance(salt, str) for salt in left)
