"""candour content: exit statuses, the shapes others rely on, and never a traceback."""

import json
import subprocess
import sys

import pytest

from candour.cli import main as cli
from candour.core.errors import CandourError
from candour.evidence.chain_files import read_chain
from candour.evidence.checks import VERDICTS
from candour.evidence.fields import CLASSES, FOLDERS, schema_texts
from candour.register import selectors
from tests.evidence.making import TOOL, make_folder, write_files

FIGURES = """\
purpose: [find people, find places]
figures:
  listed:
    field: people-profiled
    measure: people on the list
    unit: people
    said_by: operator
    period: 2024-05
    total: 1,413
    values: {White: 329, Black: "1,084"}
    shares: {Black: 76.7 per cent}
    checks: [parts of total, shares of total, total = White + 1]
contradictions:
  clash:
    kind: wording
    sides:
      - {said: One side, statements: [purpose.1]}
      - {said: Another side, statements: [purpose.2]}
    reason: They can't both be so.
"""

DONE, NOT_VALID, CANNOT = 0, 1, 2


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL + FIGURES})


@pytest.fixture
def candour(capsys):
    """Run a command as a shell would: its exit status, its output and its errors."""

    def run(*arguments):
        status: object = DONE
        try:
            cli.main(["content", *map(str, arguments)])
        except SystemExit as ended:
            status = ended.code or DONE
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def json_of(answer):
    status, out, err = answer
    assert (status, err) == (DONE, "")
    return json.loads(out)


# check


def test_check_prints_the_counts_that_others_rely_on(candour, folder):
    summary = json_of(candour("check", "--folder", folder, "--json"))

    about_fields = [w["field"] for w in summary.pop("warnings") if w["field"]]
    assert about_fields == ["reading"]
    assert summary == {
        "subjects": dict.fromkeys(CLASSES, 0) | {"system": 1, "body": 4, "source": 1},
        "findings": 0,
        "statements": 23,
        "figures": 4,
        "checks": {"holds": 2, "fails": 1},
        "derived": {},
        "contradictions": 2,
        "gaps": 19,
        "errors": [],
    }
    assert set(summary["checks"]) <= set(VERDICTS)


def test_numbers_of_the_source_that_do_not_add_up_are_no_fault_of_the_content(candour, folder):
    status, out, _ = candour("check", "--folder", folder)
    assert status == DONE
    assert "checks: fails" in out


def test_check_says_what_is_wrong_and_exits_1(candour, folder):
    write_files(folder, {"systems/tool": TOOL + "colour: blue\n"})

    status, out, err = candour("check", "--folder", folder, "--json")

    assert (status, err) == (NOT_VALID, "")
    assert json.loads(out)["errors"] == [
        {
            "file": "systems/tool.yaml",
            "line": 8,
            "field": "colour",
            "message": "is not in the table of fields (fields.yaml)",
        }
    ]
    status, out, _ = candour("check", "--folder", folder)
    assert status == NOT_VALID
    assert "systems/tool.yaml:8: colour: is not in the table of fields" in out


def test_check_holds_the_change_log_against_the_files(candour, folder):
    candour("record", "--why", "Begin", "--folder", folder)
    assert candour("check", "--folder", folder)[0] == DONE
    write_files(folder, {"systems/tool": TOOL})

    status, out, _ = candour("check", "--folder", folder)

    assert status == NOT_VALID
    assert "record them with `candour content record" in out


def test_check_can_keep_to_some_subjects(candour, folder):
    write_files(folder, {"systems/bad": TOOL + "colour: blue\n"})
    assert candour("check", "--folder", folder, "--only-slugs", "tool")[0] in {DONE, CANNOT}


# list

FIGURE_KEYS = {
    "id",
    "subject",
    "measure",
    "value",
    "printed",
    "unit",
    "stated",
    "period",
    "group",
    "said_by",
    "source",
    "locator",
}
CHECK_KEYS = {"id", "figures", "point", "interval", "verdict", "working"}
CONTRADICTION_KEYS = {"id", "kind", "subjects", "statements", "sides", "found_by"}
GAP_KEYS = {"subject", "item", "state"}
SUBJECT_KEYS = {"slug", "name", "kind"}


@pytest.mark.parametrize(
    ("what", "keys", "number"),
    [
        ("figures", FIGURE_KEYS, 4),
        ("checks", CHECK_KEYS, 3),
        ("contradictions", CONTRADICTION_KEYS, 2),
        ("gaps", GAP_KEYS, 19),
        ("systems", SUBJECT_KEYS, 1),
        ("bodies", SUBJECT_KEYS, 4),
        ("sources", SUBJECT_KEYS, 1),
        ("products", SUBJECT_KEYS, 0),
    ],
)
def test_list_prints_the_rows_that_others_rely_on(candour, folder, what, keys, number):
    rows = json_of(candour("list", what, "--folder", folder, "--json"))
    assert len(rows) == number
    assert all(keys <= row.keys() for row in rows)


def test_a_listed_figure_carries_all_that_is_known_of_it(candour, folder):
    rows = json_of(candour("list", "figures", "--folder", folder, "--json"))
    (black,) = [row for row in rows if row["printed"] == "76.7 per cent"]
    expected = {
        "subject": "tool",
        "measure": "people on the list",
        "value": "76.7",
        "unit": "percent",
        "stated": "rounded",
        "period": "2024-05",
        "group": "Black",
        "said_by": "force",
        "source": "report",
        "locator": "1",
    }
    assert {key: black[key] for key in expected} == expected


def test_listed_checks_and_contradictions_point_at_listed_figures_and_statements(candour, folder):
    figures = {
        row["id"] for row in json_of(candour("list", "figures", "--folder", folder, "--json"))
    }
    for check in json_of(candour("list", "checks", "--folder", folder, "--json")):
        assert set(check["figures"]) <= figures
    for row in json_of(candour("list", "contradictions", "--folder", folder, "--json")):
        assert row["statements"] == [key for side in row["sides"] for key in side["statements"]]
        assert row["found_by"].startswith(("editor", "rule: "))


@pytest.mark.parametrize("what", [*FOLDERS, "figures", "checks", "contradictions", "gaps"])
def test_everything_can_be_listed_from_the_shipped_content_without_json(candour, what, folder):
    status, _, err = candour("list", what, "--folder", folder)
    assert (status, err) == (DONE, "")


def test_list_says_what_can_be_listed(candour, folder):
    status, out, err = candour("list", "people", "--folder", folder)
    assert (status, out) == (CANNOT, "")
    assert err.startswith("candour: 'people' can't be listed. Use one of systems, products,")


def test_nothing_is_listed_from_bad_content(candour, folder):
    write_files(folder, {"systems/tool": TOOL + "colour: blue\n"})
    status, out, err = candour("list", "systems", "--folder", folder)
    assert (status, out) == (CANNOT, "")
    assert err.startswith("candour: systems/tool.yaml:8: colour:")


# format and record


def test_format_puts_files_into_their_stable_form_once(candour, folder):
    status, out, _ = candour("format", "--folder", folder)
    assert (status, out) == (DONE, "6 of 6 files written anew.\n")
    before = (folder / "systems/tool.yaml").read_text()
    assert "at: 1\n" in before
    assert candour("format", "--folder", folder)[1] == "0 of 6 files written anew.\n"
    assert json_of(candour("check", "--folder", folder, "--json"))["errors"] == []


def test_format_touches_nothing_where_content_is_bad(candour, folder):
    write_files(folder, {"systems/tool": TOOL + "colour:   blue\n"})
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert candour("format", "--folder", folder)[0] == CANNOT
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_record_writes_once_and_says_what(candour, folder):
    status, out, _ = candour("record", "--why", "Begin", "--by", "a person", "--folder", folder)
    assert status == DONE
    assert out.startswith("Change 1: 29 entries. Begin")
    (change,) = read_chain(folder)
    assert (change.made_by, change.why) == ("a person", "Begin")
    assert candour("record", "--why", "Again", "--folder", folder)[1] == (
        "The change log agrees with the files; nothing to record.\n"
    )


def test_record_asks_for_a_reason(candour, folder):
    status, _, err = candour("record", "--folder", folder)
    assert status == CANNOT
    assert "--why" in err


def test_a_broken_log_is_one_sentence(candour, folder):
    (folder / "changes.jsonl").write_text("{\n")
    status, _, err = candour("record", "--why", "x", "--folder", folder)
    assert status == CANNOT
    assert err.startswith("candour: changes.jsonl:1: is no JSON")
    assert "Traceback" not in err


# load and dump


@pytest.mark.django_db
def test_load_and_dump_bring_files_in_and_out(candour, folder, tmp_path):
    status, out, _ = candour("load", "--folder", folder, "--why", "Begin", "--by", "a person")
    assert (status, out) == (
        DONE,
        "1 change set: 23 statements asserted, 0 retracted, 6 pages laid out.\n",
    )
    assert selectors.change_sets().get().made_by == "a person"
    assert (
        candour("load", "--folder", folder)[1] == "The register already says what the files say.\n"
    )

    status, out, _ = candour("dump", "--folder", tmp_path / "out")

    number = 7 + len(schema_texts(folder))  # with the table of fields, so that it can be loaded
    assert (status, out) == (DONE, f"{number} files written, 0 removed, 0 as they were.\n")
    assert json_of(candour("check", "--folder", tmp_path / "out", "--json"))["errors"] == []
    assert (tmp_path / "out/systems/tool.yaml").exists()
    assert (
        candour("dump", "--folder", tmp_path / "out")[1]
        == f"0 files written, 0 removed, {number} as they were.\n"
    )
    status, out, err = candour("dump", "--folder", folder)
    assert (status, out) == (CANNOT, "")
    assert "holds other files than would be written" in err
    assert candour("dump", "--folder", folder, "--replace")[0] == DONE


def test_check_names_each_file_that_format_would_write_anew(candour, folder):
    told = json_of(candour("check", "--folder", folder, "--json"))["warnings"]
    named = {row["file"] for row in told if "content format" in row["message"]}
    before = {path: path.read_bytes() for path in folder.glob("*/*.yaml")}
    candour("format", "--folder", folder)
    changed = {p for p, data in before.items() if p.read_bytes() != data}
    assert named == {f"{p.parent.name}/{p.name}" for p in changed}
    assert named
    told = json_of(candour("check", "--folder", folder, "--json"))["warnings"]
    assert not any("content format" in row["message"] for row in told)


@pytest.mark.django_db
def test_load_takes_nothing_of_bad_content(candour, folder):
    write_files(folder, {"systems/tool": TOOL + "colour: blue\n"})
    status, out, err = candour("load", "--folder", folder)
    assert (status, out) == (CANNOT, "")
    assert err.startswith("candour: systems/tool.yaml:8: colour:")
    assert not selectors.change_sets().exists()


# what can't be done


@pytest.mark.parametrize("command", ["check", "format", "load", "list systems", "record --why x"])
def test_a_folder_that_is_not_there_is_one_sentence(candour, tmp_path, command):
    status, out, err = candour(*command.split(), "--folder", tmp_path / "none")
    assert (status, out) == (CANNOT, "")
    assert "does not exist" in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["check", "format", "list systems", "record --why x"])
def test_a_folder_without_a_table_of_fields_is_one_sentence(candour, tmp_path, command):
    status, out, err = candour(*command.split(), "--folder", tmp_path)
    assert (status, out) == (CANNOT, "")
    assert err.startswith("candour: fields.yaml: is not there.")
    assert len(err.splitlines()) == 1


def test_a_folder_of_subjects_alone_is_read_with_the_tables_that_ship(candour, tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "bodies").mkdir()
    (tmp_path / "sources" / "a-report.yaml").write_text(
        "source: a-report\nat: 1.1\nname: A report\nkind: report\nsummary: A report.\n"
        "reading: whole\npublished: 2026-05-11\nauthor: a-group\n"
    )
    (tmp_path / "bodies" / "a-group.yaml").write_text(
        "source: a-report\nat: title\nname: A group\nkind: organisation\n"
    )
    assert candour("format", "--folder", tmp_path)[0] == 0
    assert candour("record", "--why", "Begin", "--folder", tmp_path)[0] == 0
    status, out, err = candour("check", "--folder", tmp_path)
    assert (status, err) == (0, "")
    assert "problems" in out


TABLE = "version: 1\ngroups: {g: G}\nqualifiers: {}\nfields: "
BAD_TABLES = {
    "empty": "",
    "a list": "- a\n",
    "no fields": "version: 1\n",
    "no YAML": "fields: [\n",
    "a field without a label": TABLE + "{a: {type: text, group: g}}\n",
    "a field of an unknown type": TABLE + "{a: {label: A, type: odd, group: g}}\n",
    "a field that is a word": TABLE + "{a: b}\n",
}


@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_broken_table_of_fields_is_one_sentence(candour, folder, case):
    (folder / "fields.yaml").write_text(BAD_TABLES[case])
    status, out, err = candour("check", "--folder", folder)
    assert (status, out) == (CANNOT, "")
    assert err.startswith("candour: ")
    assert "Traceback" not in err


def test_a_real_process_ends_with_the_status_and_no_traceback(tmp_path):
    command = [sys.executable, "-m", "candour.cli", "content", "check", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == CANNOT
    assert done.stderr.startswith("candour: fields.yaml: is not there.")
    assert "Traceback" not in done.stderr


def test_a_bug_stays_loud(monkeypatch, folder):
    monkeypatch.setattr("candour.cli.content.read_schema", lambda folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["content", "check", "--folder", str(folder)])
    assert issubclass(CandourError, Exception)
