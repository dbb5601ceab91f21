"""An audit is added by one folder and one line: nothing else in Candour knows of it by name."""

import csv
import json
import sys
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from candour.audit import reports
from candour.audit.kinds import Answers, BadKind, Kinds
from candour.audit.soundness import unsound
from candour.config.kinds import KINDS as SHIPPED
from candour.core.errors import CandourError
from tests.audit.lamps.audit import audit_lamps
from tests.audit.lamps.kind import LAMPS
from tests.audit.lamps.known import KINDS

TOWN = {"High Street": (40, 10), "Mill Lane": (8, 6)}


@pytest.fixture(scope="module")
def finding():
    return audit_lamps(TOWN)


def test_its_report_is_a_page_and_a_document(finding):
    page = reports.as_html(finding, LAMPS)
    assert "<title>Street lamps of 2 streets</title>" in page
    assert "16 of 48 lamps were dark." in page
    assert "10 dark in High Street." in page
    assert "Dark lamps, street by street" in page  # its first table, typed by its own rows
    assert "75.0%" in page
    assert "All streets" in page  # and the same by rule, with its own headings
    assert "Name of the street" in page
    assert "Where it is dark" in page
    assert reports.as_pdf(finding, LAMPS).startswith(b"%PDF-")


def test_it_is_read_back_into_its_own_types(finding):
    stored = json.loads(json.dumps(finding.as_dict()))
    read = KINDS.read(stored)
    assert read == finding
    assert read.result.streets[1].share == 0.75
    assert unsound(stored, KINDS) == ""
    assert "no audit of the kind 'lamps'" in unsound(stored, SHIPPED)
    stored["streets"][0]["dark"] = 11
    assert "is not what its name says" in unsound(stored, KINDS)


# its command


@pytest.fixture
def walk(tmp_path, monkeypatch):
    """A file to audit, and a Candour that knows how: the one line is the tuple of kinds."""
    monkeypatch.setattr("candour.cli.kinds.HANDED_DOWN", "tests.audit.lamps.known")
    path = tmp_path / "walk.csv"
    rows = "".join(f"{street},{lamps},{dark}\n" for street, (lamps, dark) in TOWN.items())
    path.write_text(f"street,lamps,dark\n{rows}")
    return path


def test_its_command_prints_it_and_writes_its_files(walk, run, run_json, tmp_path, finding):
    assert run_json("audit", "lamps", walk, "--out", tmp_path) == json.loads(
        json.dumps(finding.as_dict())
    )
    assert json.loads((tmp_path / "finding.json").read_text())["finding"] == finding.identifier
    assert "10 dark in High Street." in (tmp_path / "report.html").read_text()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    status, out, _ = run("audit", "lamps", walk)
    assert status == 0
    assert out.startswith("16 of 48 lamps were dark.")


def test_its_command_is_listed_with_the_options_that_all_audits_have(walk, run):
    assert "Audit street lamps." in run("audit", "--help")[1]
    says = run("audit", "lamps", "--help")[1]
    assert all(option in says for option in ("--out", "--json", "--record", "--about", "--why"))


@pytest.mark.django_db
def test_its_command_keeps_it(walk, run, loaded_register, settings):
    from candour.register.findings import findings

    settings.AUDIT_KINDS = "tests.audit.lamps.known.KINDS"
    status, _, err = run("audit", "lamps", walk, "--record", "--about", "essex-police")
    assert status == 0
    assert "Recorded, about essex-police" in err
    assert [row.title for row in findings(audit="lamps")] == ["Street lamps of 2 streets"]


def test_what_is_said_of_a_finding_that_is_not_kept_is_refused_before_the_audit(walk, run):
    status, out, err = run("audit", "lamps", walk.parent / "no-such.csv", "--why", "so")
    assert (status, out) == (2, "")
    assert "add --record" in err


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=list(SHIPPED))
def test_every_command_that_a_kind_names_is_there(kind):
    if not kind.command:
        return
    module, _, name = kind.command.partition(":")
    assert callable(getattr(import_module(module), name))


# a command that is not there

NOT_THERE = {
    "tests.audit.lampz.command:lamps": "there is no module tests.audit.lampz.command.",
    "tests.audit.lamps.commands:lamps": "there is no module tests.audit.lamps.commands.",
    "tests.audit.lamps.command.lamps": "not written as module:function.",
    "tests.audit.lamps.command:lampz": "has no attribute 'lampz'",
}


@pytest.fixture
def handed(monkeypatch):
    """Hand kinds of audit down, as the module of kinds would."""

    def hand(*kinds):
        module = ModuleType("tests.audit.lamps.handed")
        vars(module)["KINDS"] = Kinds(*kinds)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr("candour.cli.kinds.HANDED_DOWN", module.__name__)

    return hand


@pytest.mark.parametrize("command", NOT_THERE)
def test_a_mistyped_command_is_refused_in_a_sentence_and_leaves_the_others(handed, run, command):
    handed(*SHIPPED.values(), replace(LAMPS, command=command))
    status, out, err = run("audit", command.rpartition(":")[2], "walk.csv", "--out", "here")
    assert (status, out) == (2, "")
    assert f"'lamps' names the command '{command}'" in err
    assert NOT_THERE[command] in err
    assert err.count("\n") == 1
    status, out, _ = run("audit", "--help")
    assert status == 0
    assert "Recompute" in out
    assert "'lamps' names the command" in " ".join(out.split())
    assert run("audit", "stops", "--help")[0] == 0


@pytest.mark.parametrize("command", list(NOT_THERE)[:3])
def test_candour_does_not_start_with_a_command_that_is_not_there(settings, handed, command):
    from candour.register.kinds import kinds_are_whole

    handed(replace(LAMPS, command=command))
    settings.AUDIT_KINDS = "tests.audit.lamps.handed.KINDS"
    (problem,) = kinds_are_whole()
    assert f"'lamps' names the command '{command}'" in problem.msg


def test_a_kind_that_can_not_be_made_is_one_sentence_of_the_commands(monkeypatch, run):
    monkeypatch.setattr("candour.cli.kinds.HANDED_DOWN", "tests.audit.lamps.broken")
    status, out, err = run("audit", "--help")
    assert (status, out) == (2, "")
    assert err == "candour: The kind of audit 'lamps' lacks a part: label.\n"


def test_a_finding_of_no_known_kind_says_whose_audit_gave_it(handed, run, tmp_path):
    handed(replace(LAMPS, name="lanterns"))
    walked = tmp_path / "walk.csv"
    walked.write_text("street,lamps,dark\nMill Lane,8,6\n")
    status, out, err = run("audit", "lamps", walked)
    assert (status, out) == (2, "")
    assert "the kind 'lanterns' gave a finding whose Plan.audit is 'lamps'" in err


# its place in the register


@pytest.fixture
def kept(finding, loaded_register, settings):
    """It stands in a register of a Candour that knows it."""
    from candour.register.keeping import keep_finding

    settings.AUDIT_KINDS = "tests.audit.lamps.known.KINDS"
    return keep_finding(finding, LAMPS, about=["essex-police"], made_by="a person", why="a walk")


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


@pytest.mark.django_db
def test_it_has_its_pages_its_data_and_its_rows_in_the_api(kept, client, finding):
    address = f"/findings/{kept.identifier}"
    page = text_of(client.get(f"{address}/"))
    assert "Street lamps" in page
    assert "10 dark in High Street." in page
    listed = text_of(client.get("/findings/?audit=lamps"))
    assert "Street lamps of 2 streets" in listed
    assert json.loads(text_of(client.get(f"{address}.json")))["finding"] == json.loads(
        json.dumps(finding.as_dict())
    )
    rows = list(csv.DictReader(text_of(client.get("/findings.csv?audit=lamps")).splitlines()))
    assert [row["title"] for row in rows] == ["Street lamps of 2 streets"]
    answer = client.get("/api/v1/findings?audit=lamps").json()
    assert [row["id"] for row in answer["items"]] == [kept.identifier]
    whole = client.get(f"/api/v1/findings/{kept.identifier}").json()
    assert whole["finding"]["streets"][1] == {"street": "Mill Lane", "lamps": 8, "dark": 6}
    for kind in ("html", "pdf"):
        assert client.get(f"{address}/report.{kind}").status_code == 200


@pytest.mark.django_db
def test_a_candour_that_does_not_know_it_says_so_and_keeps_the_rest(kept, client, settings):
    settings.AUDIT_KINDS = "candour.config.kinds.KINDS"
    assert "An audit that is not known here (lamps)" in text_of(client.get("/findings/"))
    address = f"/findings/{kept.identifier}"
    page = client.get(f"{address}/")
    assert page.status_code == 200
    assert "made by another version of Candour" in text_of(page)
    assert client.get(f"{address}.json").status_code == 200
    assert client.get(f"{address}/report.html").status_code == 404


# a kind that lacks a part


@pytest.mark.parametrize("part", ["label", "title", "read", "first_table", "answers", "headings"])
def test_a_kind_that_lacks_a_part_is_refused_with_its_name(part):
    nothing: Any = {part: None}
    with pytest.raises(BadKind, match=f"'lamps' lacks a part: {part}"):
        replace(LAMPS, **nothing)


@pytest.mark.parametrize("part", ["compared", "how_sure"])
def test_a_question_without_a_rule_for_its_answer_is_refused_by_name(part):
    nothing: Any = {part: None}
    with pytest.raises(BadKind, match=rf"'lamps' lacks a part: answers\.{part}"):
        replace(LAMPS, answers=replace(LAMPS.answers, **nothing))


@pytest.mark.parametrize("part", ["captions", "columns", "intervals", "shares", "values"])
def test_headings_without_a_part_are_refused_by_name(part):
    nothing: Any = {part: None}
    with pytest.raises(BadKind, match=rf"'lamps' lacks a part: headings\.{part}"):
        replace(LAMPS, headings=replace(LAMPS.headings, **nothing))


@pytest.mark.parametrize(
    "part", ["answers", "headings", "pictures", "read", "feedback", "replays", "form"]
)
def test_a_part_of_another_type_is_refused_by_name(part):
    text: Any = {part: "x"}
    with pytest.raises(BadKind, match=f"'lamps' lacks a part: {part}"):
        replace(LAMPS, **text)


def test_a_picture_that_can_not_be_drawn_is_refused_with_its_name():
    drawing: Any = "a drawing"
    with pytest.raises(BadKind, match="'lamps' lacks a part: pictures"):
        replace(LAMPS, pictures=(drawing,))


def test_answers_without_one_of_the_four_are_refused():
    three: Any = dict.fromkeys(("compared", "what_was_found", "how_sure"), list)
    with pytest.raises(TypeError, match="what_would_change_it"):
        Answers(**three)


def test_two_kinds_of_one_name_are_refused():
    with pytest.raises(BadKind, match="Two kinds of audit are called 'lamps'"):
        Kinds(LAMPS, LAMPS)


def test_candour_does_not_start_with_a_broken_kind(settings):
    from candour.register.kinds import kinds_are_whole

    assert kinds_are_whole() == []
    settings.AUDIT_KINDS = "tests.audit.lamps.broken.KINDS"
    (problem,) = kinds_are_whole()
    assert "'lamps' lacks a part: label" in problem.msg


def test_what_a_kind_does_not_know_of_is_an_error_of_candour():
    with pytest.raises(CandourError):
        SHIPPED.named("lamps")
