"""Whatever lies in a content folder is named in one sentence, in bounded time and memory."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from candour.cli.main import CANNOT, NOT_VALID
from candour.core.errors import CandourError
from candour.evidence.record import record_change
from candour.register.services import load_content
from tests.cli.hostile import FILES, VALUES, YAML, Case
from tests.cli.hostile_data import FINDINGS, LAW, LOG, SCHEMA
from tests.evidence.making import TOOL, make_folder
from tests.support.sizes import is_long

TABLES = {
    "yaml": YAML, "values": VALUES, "files": FILES, "findings": FINDINGS, "schema": SCHEMA,
    "log": LOG, "law": LAW,
}  # fmt: skip
CASES: dict[str, Case] = {
    f"{table}: {name}": case for table, cases in TABLES.items() for name, case in cases.items()
}
LONGEST_SENTENCE = 900
CHECK = ["check", "--json"]
WRITING = {"record": ["record", "--why", "x"], "format": ["format"]}
# Of which only the check reads all.
READ_BY_ALL = [name for name in CASES if not name.startswith(("log: ", "law: "))]
WRITTEN = READ_BY_ALL if is_long() else READ_BY_ALL[::8]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A small content folder with its log, in which nothing is wrong."""
    folder = tmp_path_factory.mktemp("good") / "content"
    make_folder(folder, {"systems/tool": TOOL})
    record_change(folder, made_by="x", why="y", made_at=datetime.now(UTC))
    return folder


@pytest.fixture(scope="module")
def folders(good, tmp_path_factory):
    """For each case, a copy of the good folder with the hostile file in it."""
    home = tmp_path_factory.mktemp("hostile")
    made = {"good": shutil.copytree(good, home / "good")}
    for number, (name, case) in enumerate(CASES.items()):
        made[name] = shutil.copytree(good, home / str(number))
        case.make(made[name])
    return made


@pytest.fixture(scope="module")
def attempts(folders):
    """What each command said of each folder, every one in a process with bounded resources."""
    wanted = [
        [f"check {name}", ["content", *CHECK, "--folder", str(folders[name])]] for name in folders
    ]
    wanted += [
        [f"{command} {name}", ["content", *arguments, "--folder", str(folders[name])]]
        for name in ("good", *WRITTEN)
        for command, arguments in WRITING.items()
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.trying"],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def assert_ended_well(attempt):
    assert attempt["signal"] == 0, f"ended by signal {attempt['signal']}: {attempt['err']}"
    assert "Traceback" not in attempt["err"], attempt["err"]
    assert attempt["status"] in {0, NOT_VALID, CANNOT}, attempt


def test_there_are_more_than_a_hundred_and_twenty_cases_and_the_good_folder_is_good(attempts):
    assert len(CASES) >= 120
    for command in ("check", *WRITING):
        assert_ended_well(attempts[f"{command} good"])
        assert attempts[f"{command} good"]["status"] == 0, attempts[f"{command} good"]


@pytest.mark.parametrize("name", CASES)
def test_the_check_names_the_file_in_one_sentence_before_what_follows_from_it(attempts, name):
    case, attempt = CASES[name], attempts[f"check {name}"]
    assert_ended_well(attempt)
    if attempt["status"] == CANNOT:
        sentence = attempt["err"].removeprefix("candour: ").strip().splitlines()[0]
    else:
        assert attempt["status"] == NOT_VALID, attempt["out"][:2000]
        errors = json.loads(attempt["out"])["errors"]
        assert all("\n" not in error["message"] for error in errors)
        first = errors[0]
        where = f"{first['file']}:{first['line']}" if first["line"] else first["file"]
        sentence = f"{where}: {first['field']}: {first['message']}"
    assert case.file in sentence, sentence
    assert case.words in sentence, sentence
    assert len(sentence) < LONGEST_SENTENCE, sentence
    if case.line is not None:
        assert f"{case.file}:{case.line}:" in sentence, sentence


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_is_recorded_or_written_of_it(attempts, folders, good, name, command):
    attempt = attempts[f"{command} {name}"]
    assert_ended_well(attempt)
    assert attempt["status"] == CANNOT, attempt
    log = "changes/candour/00001.jsonl"
    assert (folders[name] / log).read_bytes() == (good / log).read_bytes()


@pytest.mark.django_db
@pytest.mark.long(sample=25)
@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("law: ")])
def test_nothing_is_loaded_of_it(folders, name):
    with pytest.raises(CandourError):
        load_content(folders[name])
