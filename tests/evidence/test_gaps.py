"""What is not known about a subject in scope: each state an item can be in."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import pytest

from candour.evidence.gaps import Gap, find_gaps, gaps_of, is_in_scope
from tests.evidence.making import (
    collection,
    figure,
    link,
    schema,
    silence,
    statement,
    subject,
    term,
)

IN_SCOPE = term("in-scope", "in-scope")
DPIA = link("the-dpia", "dpia")


def document(dated=""):
    said = [statement(dated, field="dated", kind="days", subject="the-dpia")] if dated else []
    return subject(*said, slug="the-dpia", subject_class="document")


def gap(item, *statements, others=()) -> Gap:
    home = subject(IN_SCOPE, *statements)
    (found,) = (g for g in gaps_of(home, schema(), collection(home, *others)) if g.item == item)
    return found


ALL_KINDS = ("none-exists", "not-held", "withheld", "ncnd", "not-asked", "overdue", "off-point")

STATES = {
    "a value": ("purpose", [statement("x")], "provided", ""),
    "nothing": ("purpose", [], "sources-silent", ""),
    "the source is silent": ("purpose", [silence("source-silent", "purpose")], "sources-silent", ""),
    "one of two fields": ("operation", [statement("x", field="operation")], "partly", "nothing under procedure"),
    "both fields": ("operation", [statement("x", field="operation"), link("sop", "procedure")], "provided", ""),
    "a value beside a silence": (
        "operation", [statement("x", field="operation"), silence("withheld", "procedure")],
        "partly", "nothing under procedure; withheld"),
    "a silence for every field": (
        "operation", [silence("withheld", "procedure", reason="law enforcement")], "withheld", "law enforcement"),
    "a list that nobody closes": (
        "data", [term("robbery", "inputs"), link("cris", "data-system")], "partly", "no list is said to be complete"),
    "a list that is closed": (
        "data", [term("robbery", "inputs"), link("cris", "data-system"), statement("yes", field="inputs", kind="closure")],
        "provided", ""),
    "a list that is left open": (
        "data", [term("robbery", "inputs"), link("cris", "data-system"), statement("no", field="inputs", kind="closure")],
        "partly", "no list is said to be complete"),
    "only a closure": ("data", [statement("yes", field="inputs", kind="closure")], "sources-silent", ""),
    "either of two fields": ("oversight", [link("panel", "overseen-by")], "provided", ""),
    "either field beside a silence": (
        "oversight", [link("panel", "overseen-by"), silence("ncnd", "oversight")], "partly", "ncnd"),
    "no figure but a silence": ("counts", [silence("not-held", "people-profiled")], "not-held", ""),
    "a figure": ("counts", [figure("1,413")], "provided", ""),
    "a document without a date": ("dpia-before-use", [DPIA], "partly", "the document bears no known date"),
    "no document, by its own account": ("dpia-before-use", [silence("none-exists", "dpia")], "none-exists", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", STATES)
def test_each_state_of_an_item(case):
    item, statements, state, why = STATES[case]

    found = gap(item, *statements)

    assert (found.state, found.why) == (state, why)
    assert found.is_open == (state != "provided")
    assert {s.id for s in found.statements} == {s.id for s in statements if s.kind != "closure"}


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_silence_gives_the_gap_its_own_state(kind):
    assert gap("dpia", silence(kind, "dpia", reason="why")).state == kind


# Whether an assessment came before first use.
DATED = [
    ("2019-05", "2020", "provided", "made before first use"),
    ("2020-03-01", "2020-03-01", "provided", "made before first use"),
    ("2021", "2020", "after-first-use", "made after first use"),
    ("2021-03-02", "2021-03-01", "after-first-use", "made after first use"),
    ("2020", "2020", "partly", "the dates do not decide it"),
    ("2020-06", "2020", "partly", "the dates do not decide it"),
    ("before 2021/", "2020", "partly", "the dates do not decide it"),
    ("2021", "", "partly", "the first use bears no known date"),
    ("", "2020", "partly", "the document bears no known date"),
]


@pytest.mark.parametrize(("dated", "first_use", "state", "why"), DATED)
def test_the_date_of_an_assessment_is_set_against_first_use(dated, first_use, state, why):
    begun = [statement(first_use, field="first-use", kind="days")] if first_use else []

    found = gap("dpia-before-use", DPIA, *begun, others=[document(dated)])

    assert (found.state, found.why) == (state, why)


def test_where_no_first_use_is_stated_the_earliest_days_of_use_stand_for_it():
    use = [
        term("in-use", "use", valid="2022/2023"),
        term("in-trial", "use", valid="2019/2020"),
        term("planned", "use", valid="2010/2011"),
    ]
    found = gap("dpia-before-use", DPIA, *use, others=[document("2021")])
    assert found.state == "after-first-use"


def test_a_document_of_a_subject_that_is_gone_bears_no_date():
    assert gap("dpia-before-use", DPIA).why == "the document bears no known date"


@pytest.mark.parametrize(
    ("scope", "asked"),
    [("in-scope", True), ("disputed", True), ("out-of-scope", False), (None, False)],
)
def test_gaps_are_asked_only_of_what_is_in_scope(scope, asked):
    statements = [term(scope, "in-scope")] if scope else []
    home = subject(*statements)
    whole = collection(home)
    assert is_in_scope(home) == asked
    assert len(find_gaps(whole, schema())) == (len(schema().gap_items) if asked else 0)


def test_every_item_is_asked_of_every_subject_in_scope():
    items = [g.item for g in find_gaps(collection(subject(IN_SCOPE)), schema())]
    assert items == list(schema().gap_items)


def test_gaps_can_be_asked_of_some_subjects_alone():
    one, other = subject(IN_SCOPE), subject(IN_SCOPE, slug="other")
    found = find_gaps(collection(one, other), schema(), about=[one])
    assert {g.subject for g in found} == {"tool"}


def test_the_five_items_of_the_report_are_asked():
    assert sorted(item.five for item in schema().gap_items.values() if item.five) == [1, 2, 3, 4, 5]
