"""What is due: done once, made good where it was cut short, and by one run at a time."""

import json

import pytest
from django.db import connections

from candour.cli import work as command
from candour.core.errors import CandourError
from candour.core.progress import UNWATCHED
from candour.register import due
from candour.register.printed import place_of
from candour.register.published import FOLDER, published
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import load_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def register(tmp_path, data):
    load_on(make_folder(tmp_path / "content", {"systems/tool": TOOL}))
    return data


def did(works=due.WORKS):
    return [one.did for one in due.do_what_is_due(UNWATCHED, works) if one.did]


def test_in_an_empty_register_nothing_is_due(data):
    assert did() == []


def test_a_release_is_published_once_for_what_is_new(register):
    (told,) = did()
    (release,) = published(register / FOLDER)
    assert told == f"Published release {release.version}."
    assert did() == []


def test_a_release_whose_run_was_cut_short_is_made_whole(register):
    did()
    (release,) = published(register / FOLDER)
    (register / FOLDER / f"candour-{release.version}.zip").unlink()
    assert published(register / FOLDER) == []
    assert did() == [f"Wrote the archive of release {release.version}."]
    assert published(register / FOLDER) == [release]


def test_rules_that_changed_are_worked_out_once(register, monkeypatch):
    anew: list[object] = []
    monkeypatch.setattr("candour.register.services.are_rules_in_force", lambda schema: bool(anew))
    monkeypatch.setattr("candour.register.services.rebuild", anew.append)
    assert did(due.WORKS[:1]) == ["Worked out anew what follows."]
    assert did(due.WORKS[:1]) == []


def test_each_finding_is_laid_out_once(register, monkeypatch):
    class Kept:
        audit, identifier, title = "stops", "f1-made-up", "Made up"

    laid_out = []

    def lay_out(kept):
        laid_out.append(kept)
        place_of(kept).parent.mkdir(parents=True)
        place_of(kept).write_bytes(b"paper")

    unknown = type("Unknown", (Kept,), {"audit": "of-a-later-version"})
    every = "candour.register.findings.every_standing_finding"
    monkeypatch.setattr(every, lambda: iter([Kept(), unknown()]))
    monkeypatch.setattr(due, "printed", lay_out)
    assert did(due.WORKS[1:2]) == ["Laid out 1 reports as PDF."]
    assert did(due.WORKS[1:2]) == []
    assert len(laid_out) == 1


def failing(error):
    def fail(progress):
        raise error

    return due.Work("failing", fail)


WORKING = due.Work("working", lambda progress: "Did it.")
LACKING = ModuleNotFoundError("No module named 'weasyprint'", name="weasyprint")


def test_work_that_cannot_be_done_holds_up_no_other(data):
    works = (failing(CandourError("The disk is full.")), failing(LACKING), WORKING)
    full, lacking, working = due.do_what_is_due(UNWATCHED, works)
    assert (full.left, full.is_wanting) == ("The disk is full.", False)
    assert "pip install 'candour[pdf]'" in lacking.left
    assert lacking.is_wanting
    assert working.did == "Did it."


def test_a_fault_of_ours_is_not_told_as_work_left_undone(data):
    with pytest.raises(ZeroDivisionError):
        list(due.do_what_is_due(UNWATCHED, (failing(ZeroDivisionError()),)))


def test_of_two_runs_at_once_the_second_does_nothing(data):
    with due.alone(data), pytest.raises(due.AnotherIsAtIt):
        did((WORKING,))
    assert did((WORKING,)) == ["Did it."]


def test_a_run_that_fails_leaves_the_way_free(data):
    with pytest.raises(ZeroDivisionError):
        list(due.do_what_is_due(UNWATCHED, (failing(ZeroDivisionError()),)))
    assert did((WORKING,)) == ["Did it."]


@pytest.mark.postgres
def test_of_two_machines_on_one_database_the_second_does_nothing(data):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [due.LOCK_OF_POSTGRES])
        with pytest.raises(due.AnotherIsAtIt):
            did((WORKING,))
        with other.cursor() as cursor:  # a session that is closed ends a moment later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [due.LOCK_OF_POSTGRES])
    finally:
        other.close()
    assert did((WORKING,)) == ["Did it."]


@pytest.fixture
def run(data, monkeypatch, capsys):
    """The command with some work, and what it printed."""
    monkeypatch.setattr(command, "bring_database_up_to_date", lambda: None)

    def run(*works, as_json=False):
        monkeypatch.setattr(
            due.do_what_is_due, "__defaults__", (works,)
        )  # as a command has no such option
        command.work(as_json=as_json)
        return capsys.readouterr().out

    return run


def test_the_command_says_what_it_did(run):
    assert run(WORKING) == "Did it.\n"
    assert run(due.Work("idle", lambda progress: "")) == "Nothing was due.\n"


def test_the_command_ends_well_where_only_a_library_is_wanting(run):
    assert run(failing(LACKING)).startswith("Left undone: This needs WeasyPrint")


def test_the_command_fails_where_work_could_not_be_done(run):
    with pytest.raises(CandourError, match="The disk is full"):
        run(failing(CandourError("The disk is full.")), WORKING)


def test_the_command_ends_well_where_another_run_is_at_it(run, data):
    with due.alone(data):
        assert run(WORKING) == "Another run is at it, so this one did nothing.\n"
        assert json.loads(run(WORKING, as_json=True)) == {"another_run": True, "work": []}


def test_the_command_tells_programs_the_same(run):
    told = json.loads(run(WORKING, failing(LACKING), as_json=True))
    assert [row["did"] for row in told["work"]] == ["Did it.", ""]
    assert "candour[pdf]" in told["work"][1]["left"]
