"""candour import: what a newer copy has, and nothing written unless asked."""

import json

import pytest

from candour.cli import main as cli
from candour.content import FOLDER
from candour.evidence.official_records import FOLDER_NAME, as_copy, newest_copy

DONE, CANNOT = 0, 2


@pytest.fixture
def content(tmp_path):
    (tmp_path / FOLDER_NAME).mkdir()
    (tmp_path / FOLDER_NAME / "2026-08-17.json").write_text(
        as_copy(newest_copy(FOLDER)), encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def newer(tmp_path):
    copy = json.loads(as_copy(newest_copy(FOLDER)))
    copy["source"]["retrieved_at_utc"] = "2026-12-01T09:00:00+00:00"
    darat = next(row for row in copy["results"] if "darat" in row["link"])
    darat["algorithmic_transparency_record_phase"] = "retired"
    path = tmp_path / "finder.json"
    path.write_text(json.dumps(copy), encoding="utf-8")
    return path


@pytest.fixture
def candour(capsys):
    def run(*arguments):
        status: object = DONE
        try:
            cli.main(["import", "atrs-metadata", *map(str, arguments)])
        except SystemExit as ended:
            status = ended.code or DONE
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_a_changed_phase_is_shown_and_nothing_is_written(candour, content, newer):
    status, out, _ = candour(newer, "--folder", content)
    assert status == DONE
    assert "DARAT: phase, 'pre-deployment' to 'retired'" in out
    assert [path.name for path in (content / FOLDER_NAME).iterdir()] == ["2026-08-17.json"]


def test_the_copy_is_kept_when_asked(candour, content, newer):
    candour(newer, "--folder", content, "--write")
    assert newest_copy(content).day.isoformat() == "2026-12-01"
    assert "Nothing changed" in candour(newer, "--folder", content)[1]


def test_the_difference_is_told_as_data(candour, content, newer):
    told = json.loads(candour(newer, "--folder", content, "--json")[1])
    assert told["added"] == told["gone"] == []
    assert [(one["what"], one["after"]) for one in told["changed"]] == [("phase", "retired")]


def test_an_older_copy_is_refused_in_a_sentence(candour, content, newer):
    candour(newer, "--folder", content, "--write")
    status, out, errors = candour(content / FOLDER_NAME / "2026-08-17.json", "--folder", content)
    assert (status, out) == (CANNOT, "")
    assert "before the copy held" in errors
    assert "Traceback" not in errors


HEADS = "subject,field,kind,value,said_by,source,locator,basis\n"


@pytest.fixture
def importing(candour, capsys, monkeypatch, db):
    """`candour import statements`, on the database of the test."""
    monkeypatch.setattr("candour.cli.imports.wake_django", lambda: None)
    monkeypatch.setattr("candour.cli.imports.bring_database_up_to_date", lambda: None)

    def run(*arguments):
        status: object = DONE
        try:
            cli.main(["import", "statements", *map(str, arguments)])
        except SystemExit as ended:
            status = ended.code or DONE
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_statements_are_counted_and_recorded_only_when_asked(importing, tmp_path):
    table = tmp_path / "statements.csv"
    row = "{0},name,text,{1},{2},report,1,research\n{0},kind,term,{3},{2},report,1,research\n"
    rows = row.format("report", "The Report", "us", "report")
    table.write_text(HEADS + rows + row.format("us", "Us", "us", "organisation"), encoding="utf-8")
    (tmp_path / "subjects.csv").write_text("slug,class\nreport,source\nus,body\n")
    status, out, _ = importing(table)
    assert (status, "4 are new, on 2 subjects" in out) == (DONE, True)
    assert "Nothing was written. Say --write" in out
    assert "Recorded as change set 1" in importing(table, "--write", "--why", "a try")[1]
    told = json.loads(importing(table, "--write", "--json")[1])
    assert told == {"statements": 4, "new": 0, "standing": 4, "subjects": 0, "change": 0}


def test_a_row_that_cant_be_taken_is_told_by_row_and_column_and_ends_with_2(importing, tmp_path):
    table = tmp_path / "statements.csv"
    table.write_text(f"{HEADS}tool,purpose,text,,us,report,1,research\n", encoding="utf-8")
    status, out, errors = importing(table, "--write")
    assert (status, out) == (CANNOT, "")
    assert "statements.csv:2: value: is empty" in errors
    assert "Traceback" not in errors
