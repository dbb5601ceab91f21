"""Each system in scope says whether and how it was audited, or why not and what to ask."""

import pytest

from candour.content import FOLDER
from candour.evidence.audited import How, Reason, audited
from candour.evidence.fields import read_schema
from candour.evidence.gaps import is_in_scope
from candour.evidence.reading import open_collection
from tests.evidence.making import figure, silence, statement, subject, term


def told(*statements, state="in-use", **more):
    named = statement("The Tool", field="name")
    return audited(subject(named, *statements), state=state, **more)


def test_a_finding_about_the_system_is_how_it_was_audited():
    found = told(findings=["f1-a"], refused=["too few"])
    assert (found.how, found.findings, found.refused) == (How.FINDING, ("f1-a",), ("too few",))
    assert not found.reasons


def test_a_replay_stands_where_there_is_no_finding():
    assert told(replays=["f1-b"]).how is How.REPLAY


@pytest.mark.parametrize(
    ("statements", "state", "reasons"),
    [
        ([term("people", "targets")], "in-use", [Reason.NO_METHOD, Reason.NO_PEOPLE]),
        (
            [term("places", "targets"), statement("a forest", field="technique")],
            "stopped",
            [Reason.NO_SETTINGS, Reason.NO_PLACES],
        ),
        (
            [term("people", "targets"), figure("30", field="parameter", unit="percent")],
            "in-use",
            [Reason.NO_PEOPLE],
        ),
        ([term("people", "targets")], "not-deployed", [Reason.NO_METHOD, Reason.NOT_USED]),
        ([silence("source-silent", "technique")], "in-use", [Reason.NO_METHOD, Reason.NO_TARGET]),
    ],
)
def test_a_system_that_was_not_audited_says_why_and_what_to_ask(statements, state, reasons):
    found = told(*statements, state=state)
    assert found.how is How.NOT
    assert list(found.reasons) == reasons
    assert found.questions
    assert all("The Tool" in question for question in found.questions)
    assert all(question.rstrip(".").count("?") == 1 for question in found.questions)


@pytest.mark.parametrize(
    ("statements", "state", "asked"),
    [
        (
            [term("people", "targets")],
            "in-use",
            ["by which method and version", "score or list"],
        ),
        (
            [term("places", "targets"), statement("a forest", field="technique")],
            "in-use",
            ["by which method and version", "lower layer super output area"],
        ),
        (
            [term("people", "targets"), figure("30", field="parameter", unit="percent")],
            "in-use",
            ["score or list"],
        ),
        (
            [statement("a forest", field="technique"), figure("30", field="parameter", unit="x")],
            "not-deployed",
            ["Which tests of The Tool were made"],
        ),
    ],
)
def test_what_a_system_is_asked_is_what_is_not_known_of_it_and_no_more(statements, state, asked):
    questions = told(*statements, state=state).questions
    assert len(questions) == len(asked)
    for question, words in zip(questions, asked, strict=True):
        assert words in question


def test_no_system_in_scope_is_without_an_answer():
    content = open_collection(FOLDER, read_schema(FOLDER))
    about = {slug for one in content.findings.values() for slug in one.about}
    for system in filter(is_in_scope, content.of_class("system")):
        names = ["f"] if system.slug in about else []
        found = audited(system, state="in-use", findings=names)
        assert found.findings or (found.reasons and found.questions), system.slug
