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
