"""A finding is the same finding after it has been written down and read back."""

import json
from dataclasses import replace

import pytest

from candour.audit.findings import Input
from candour.audit.kinds import Kinds, UnknownKind
from candour.audit.lists.parts import Count, PartsQuestion, audit_parts
from candour.audit.payloads import NotThisType
from candour.config.kinds import KINDS
from candour.content import FOLDER

SHIPPED = sorted((FOLDER / "findings").glob("*.json"))


@pytest.fixture(scope="module")
def finding():
    whole = Count("with a score", 357_561, (Input("whole", "1" * 64),))
    part = Count("in the top band", 470, (Input("part", "0" * 64),))
    question = PartsQuestion("People in bands", (part,), (whole,), fills_whole=True)
    return audit_parts(question)


def test_a_finding_read_back_has_the_same_name_and_parts(finding):
    read = KINDS.read(json.loads(json.dumps(finding.as_dict())))
    assert read == finding
    assert read.identifier == finding.identifier
    assert type(read.result) is type(finding.result)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_finding_that_ships_is_read_back_as_it_stands(path):
    stored = json.loads(path.read_text(encoding="utf-8"))["finding"]
    read = KINDS.read(stored)
    assert json.dumps(read.as_dict()) == json.dumps(stored)


def test_a_finding_of_another_version_keeps_its_version(finding):
    old = replace(finding, version="0.0.1")
    assert KINDS.read(old.as_dict()).version == "0.0.1"
    assert old.identifier != finding.identifier


def test_a_result_in_another_form_says_so_and_has_another_name(finding):
    new = replace(finding, form=2)
    assert new.as_dict()["form"] == 2
    assert "form" not in finding.as_dict()
    assert new.identifier != finding.identifier
    with pytest.raises(NotThisType, match="form 2 of 'parts' is not known here"):
        KINDS.read(new.as_dict())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda row: row.pop("whole"), "shares: row 1: 'whole' is missing"),
        (lambda row: row.update(extra=1), "shares: row 1: 'extra' is no key of it"),
        (lambda row: row.update(people="470"), "shares: row 1: people: '470' is no int"),
        (lambda row: row.update(people=True), "shares: row 1: people: True is no int"),
        (lambda row: row.update(share=None), "shares: row 1: share: None is no float"),
    ],
)
def test_what_is_no_such_row_is_refused_with_its_place(finding, change, problem):
    data = json.loads(json.dumps(finding.as_dict()))
    change(data["shares"][0])
    with pytest.raises(NotThisType) as refused:
        KINDS.read(data)
    assert str(refused.value) == problem


def test_a_kind_that_is_not_known_is_said_in_a_sentence(finding):
    with pytest.raises(UnknownKind, match="There is no audit of the kind 'parts' here"):
        Kinds().read(finding.as_dict())
    assert Kinds().label("parts") == "An audit that is not known here (parts)"


@pytest.mark.parametrize("data", [{}, {"audit": 3}, {"audit": "parts"}, {"audit": ["parts"]}])
def test_what_is_no_finding_is_refused(data):
    with pytest.raises(NotThisType):
        KINDS.read(data)
