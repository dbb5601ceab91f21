"""Files of findings: read and written without loss, in their order, and refused in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.soundness import unsound_findings
from candour.config.kinds import KINDS
from candour.evidence.chain import Line
from candour.evidence.chain_files import read_chain
from candour.evidence.changes import diff_findings, replay
from candour.evidence.findings import KeptFinding, read_findings, write_finding
from candour.evidence.reading import read_with_problems
from candour.evidence.record import log_problems, record_change
from tests.evidence.making import make_folder, schema
from tests.register.loading import FIRST_NOON
from tests.support.findings import made_up, made_up_parts, put, recorded

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content")


def problems_of(folder):
    collection, problems = read_with_problems(folder, schema())
    return [str(problem) for problem in (*problems, *unsound_findings(collection.findings, KINDS))]


def test_a_finding_read_back_from_its_file_is_the_same_in_the_same_order(folder):
    found = recorded()
    put(folder, found)

    read, problems = read_findings(folder)

    assert problems == []
    assert read["made-up"].text == found.text
    assert list(read["made-up"].finding["ratios"][0])[:3] == ["force", "group", "reference"]
    assert problems_of(folder) == []


@given(PLAIN)
def test_whatever_a_finding_holds_is_written_as_json_that_says_the_same(value):
    found = recorded()
    more = KeptFinding.from_dict({**found.as_dict(), "finding": {**found.finding, "x": value}})
    assert json.loads(write_finding(more)) == json.loads(more.text)


def test_a_row_of_a_table_stands_on_one_line():
    lines = write_finding(recorded(made_up_parts())).splitlines()
    assert (
        sum('"part": "in the top band"' in line and '"share": 0.047' in line for line in lines) == 1
    )


def broken(**parts):
    return {**recorded().as_dict(), **parts}


BAD = {
    "no JSON": ("{", "is no JSON"),
    "not an object": ([], "in this order"),
    "a key too many": ({**broken(), "more": 1}, "in this order"),
    "keys in another order": (dict(sorted(broken().items())), "in this order"),
    "another name": (broken(name="other"), "its name is that of its file"),
    "no title": (broken(title=" "), "the title is not empty"),
    "a number for a title": (broken(title=3), "are texts"),
    "about nobody": (broken(about=[]), "at least one"),
    "about one twice": (broken(about=["force", "force"]), "twice"),
    "about a stranger": (broken(about=["force", "nobody"]), "there is no subject 'nobody'"),
    "refused, but not about": (broken(refused={"other-force": "why"}), "some of those"),
    "statements that are none": (broken(statements=[{"subject": "force"}]), "can't be read"),
    "statements in no list": (broken(statements={}), "are lists"),
    "no source": (broken(source="force"), "there is no source 'force'"),
    "half a finding": (broken(finding={"finding": "f1-x"}), "holds at least"),
    "NUL": (broken(title="a\0b"), "U+0000 a control character"),
}


@pytest.mark.parametrize(("data", "says"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_finding_is_told_with_its_name(folder, data, says):
    put(folder)
    text = data if isinstance(data, str) else json.dumps(data)
    (folder / "findings/made-up.json").write_text(text, encoding="utf-8")

    (problem,) = problems_of(folder)

    assert problem.startswith("findings/made-up.json")
    assert says in problem


STATEMENTS = {
    "of another subject": ({"subject": "other-force"}, "not one that the finding is about"),
    "of another field": ({"field": "purpose"}, "no figure"),
    "of no field": ({"field": "colour"}, "no figure"),
    "from no source": ({"source": "force"}, "no source"),
    "on another basis": ({"basis": "research"}, "inferred"),
    "of another finding": ({"qualifiers": {"finding": "f1-other"}}, "name the finding"),
    "said by a stranger": ({"said_by": ["nobody"]}, "nobody known"),
}


@pytest.mark.parametrize(("parts", "says"), STATEMENTS.values(), ids=STATEMENTS)
def test_a_headline_that_does_not_belong_is_refused(folder, parts, says):
    data = recorded().as_dict()
    data["statements"][0] |= parts
    put(folder)
    (folder / "findings/made-up.json").write_text(json.dumps(data), encoding="utf-8")

    (problem,) = problems_of(folder)

    assert says in problem


def test_a_headline_with_a_qualifier_that_figures_do_not_take_is_refused(folder):
    data = recorded().as_dict()
    data["statements"][0]["qualifiers"] |= {"mood": "grim"}
    put(folder)
    (folder / "findings/made-up.json").write_text(json.dumps(data), encoding="utf-8")

    (problem,) = problems_of(folder)

    assert "a qualifier is not known for a figure" in problem


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("ratios", 0, "ratio"), 9.0),
        (("plan", "reference"), "black"),
        (("inputs", 0, "sha256"), "1" * 64),
        (("accounted_for", "read"), 4),
        (("version",), "9"),
    ],
)
def test_a_finding_in_which_anything_was_altered_is_not_what_its_name_says(folder, path, value):
    data = recorded().as_dict()
    inside = data["finding"]
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    put(folder, KeptFinding.from_dict(data))

    assert [p for p in problems_of(folder) if "is not what its name says" in p]


def test_a_finding_that_says_more_than_numbers_can_bear_is_refused(folder):
    put(folder, recorded(title="Black people are 3 times as likely to be stopped"))
    (problem,) = problems_of(folder)
    assert "more than numbers can bear" in problem


def test_one_finding_has_one_name(folder):
    put(folder, recorded(), recorded(name="again"))
    (problem,) = problems_of(folder)
    assert "the same finding is in again.json" in problem


# the change log


def test_what_is_recorded_of_a_finding_leads_back_to_it_in_the_same_order(folder):
    put(folder, recorded())
    assert record_change(folder, made_by="a", why="b", made_at=FIRST_NOON) is not None

    history = list(read_chain(folder))

    assert replay(history).findings["made-up"].text == recorded().text
    assert log_problems(folder, read_with_problems(folder, schema())[0]) == []
    assert record_change(folder, made_by="a", why="b", made_at=FIRST_NOON) is None


def test_a_finding_gone_from_the_files_is_withdrawn_by_the_log(folder):
    put(folder, recorded())
    record_change(folder, made_by="a", why="b", made_at=FIRST_NOON)
    put(folder)

    change = record_change(folder, made_by="a", why="c", made_at=FIRST_NOON)

    assert change is not None
    assert change.entries == ({"withdraw": "made-up"},)
    assert replay(read_chain(folder)).findings == {}


def test_only_what_differs_is_an_entry():
    old, new = recorded(), recorded(made_up(ratio=3.5))
    assert list(diff_findings({"made-up": old}, {"made-up": old})) == []
    assert list(diff_findings({"made-up": old}, {"made-up": new})) == [
        ("finding:made-up", {"finding": new.as_dict()})
    ]
    assert list(diff_findings({}, {"b": new, "a": old})) == [
        ("finding:a", {"finding": old.as_dict()}),
        ("finding:b", {"finding": new.as_dict()}),
    ]


def test_the_line_of_a_finding_keeps_its_order_and_every_other_line_is_canonical():
    kept = Line({"finding": {"b": 1, "a": 2}}, "x", "finding:b").text()
    assert kept == '{"finding":{"b":1,"a":2},"salt":"x"}'
    assert Line({"page": {"b": 1, "a": 2}}, "x", "b").text() == '{"page":{"a":2,"b":1},"salt":"x"}'
