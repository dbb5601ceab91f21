"""What is not known about a subject in scope: each state an item can be in."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import pytest

from candour.evidence.collection import ContradictionSpec, Side
from candour.evidence.gaps import ORDER, Gap, find_gaps, gaps_of, is_in_scope
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


STATES = {
    "a value": ("purpose", [statement("x")], "described", ""),
    "nothing": ("purpose", [], "silent", ""),
    "the source is silent": ("purpose", [silence("source-silent", "purpose")], "silent", ""),
    "one of two fields": ("operation", [statement("x", field="operation")], "described", "nothing under procedure"),
    "both fields": ("operation", [statement("x", field="operation"), link("sop", "procedure")], "described", ""),
    "a value beside a silence": (
        "operation", [statement("x", field="operation"), silence("withheld", "procedure")], "described", "withheld"),
    "a silence for one field": (
        "operation", [silence("withheld", "procedure", reason="law enforcement")], "refused", "law enforcement"),
    "a list that nobody closes": (
        "data", [term("robbery", "inputs"), link("cris", "data-system")], "described", "no list is said to be complete"),
    "a list that is closed": (
        "data", [term("robbery", "inputs"), link("cris", "data-system"), statement("yes", field="inputs", kind="closure")],
        "described", ""),
    "only a closure": ("data", [statement("yes", field="inputs", kind="closure")], "silent", ""),
    "either of two fields": ("oversight", [link("panel", "overseen-by")], "described", ""),
    "either field beside a silence": (
        "oversight", [link("panel", "overseen-by"), silence("ncnd", "oversight")], "described", "ncnd"),
    "no figure but a silence": ("counts", [silence("not-held", "people-profiled")], "declared-none", ""),
    "a figure": ("counts", [figure("1,413")], "described", ""),
    "a figure given on request": ("counts", [figure("1,413", basis="disclosed")], "disclosed", ""),
    "given on request in part": (
        "counts", [figure("1,413", basis="disclosed"), figure("12", measure="scored")], "described", ""),
    "a document of which no more is said": ("dpia", [DPIA], "named", ""),
    "words that there is none public": ("oversight", [statement("none", field="oversight", absent="yes")], "silent", ""),
    "something told beside words that there is none public": (
        "oversight",
        [link("panel", "overseen-by"), statement("none", field="oversight", absent="yes")],
        "described",
        "part of it is said to be missing or not public",
    ),
    "looked for and not there": ("atrs-record", [silence("not-found", "atrs-record")], "not-found", ""),
    "a document without a date": ("dpia-before-use", [DPIA], "silent", "the document bears no known date"),
    "no document, by its own account": ("dpia-before-use", [silence("none-exists", "dpia")], "declared-none", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", STATES)
def test_each_state_of_an_item(case):
    item, statements, state, why = STATES[case]

    found = gap(item, *statements)

    assert (found.state, found.why) == (state, why)
    assert found.is_open == (state != "published")
    assert {s.id for s in found.statements} == {s.id for s in statements if s.kind != "closure"}


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("none-exists", "declared-none"),
        ("not-held", "declared-none"),
        ("withheld", "refused"),
        ("ncnd", "refused"),
        ("not-found", "not-found"),
        ("not-asked", "silent"),
        ("overdue", "silent"),
        ("off-point", "silent"),
    ],
)
def test_a_silence_declares_none_refuses_or_says_nothing(kind, state):
    assert gap("dpia", silence(kind, "dpia")).state == state


PAGE = statement("https://example.org/dpia", field="website", subject="the-dpia")


def test_only_what_has_an_address_is_published():
    told = gap("dpia", DPIA, others=[subject(PAGE, slug="the-dpia", subject_class="document")])
    assert (told.state, told.link) == ("published", "https://example.org/dpia")
    assert not told.is_open


def test_a_document_whose_content_is_told_is_described_and_one_given_on_request_disclosed():
    told = statement("risks to rights", field="description", subject="the-dpia")
    given = statement("risks to rights", field="description", subject="the-dpia", basis="disclosed")
    for one, state in ((told, "described"), (given, "disclosed")):
        others = [subject(one, slug="the-dpia", subject_class="document")]
        assert gap("dpia", DPIA, others=others).state == state


def test_a_study_by_others_is_no_internal_review():
    operator, review = link("force", "operator"), link("review", "evaluations")
    for author, state in (("force", "named"), ("university", "silent")):
        by = link(author, "author", subject="review")
        others = [subject(by, slug="review", subject_class="document")]
        assert gap("reviews", operator, review, others=others).state == state, author
        why = gap("reviews", operator, review, others=others).why
        assert ("reviews by others are told of" in why) == (author == "university")
    part_of_it = link("review", "evaluations", internal="yes")
    assert gap("reviews", operator, part_of_it).state == "named"


def test_what_the_operator_says_in_a_text_of_its_own_is_published_at_its_address():
    address = statement("https://example.org/report", field="website", subject="report")
    others = [subject(address, slug="report", subject_class="source")]
    own = statement("find people", said_by=("force",))
    told = gap("purpose", link("force", "operator"), own, others=others)
    assert (told.state, told.link) == ("published", "https://example.org/report")
    assert gap("purpose", link("force", "operator"), own).state == "described"
    given = statement("find people", said_by=("force",), basis="disclosed")
    assert gap("purpose", link("force", "operator"), given, others=others).state == "disclosed"
    reported = statement("find people", said_by=("force",), via="authors")
    assert gap("purpose", link("force", "operator"), reported, others=others).state == "described"


def test_what_the_register_answers_itself_is_published_once_it_gives_its_reason():
    ours = {"field": "ban-scope", "kind": "term", "said_by": ("candour",)}
    told = gap("ban-scope", statement("in-scope", note="scores named people", **ours))
    assert (told.state, told.link, told.is_open) == ("published", "", False)
    assert gap("ban-scope", statement("in-scope", **ours)).state == "described"
    assert gap("ban-scope").state == "silent"
    by_others = {**ours, "said_by": ("authors",)}
    assert gap("ban-scope", statement("in-scope", note="why", **by_others)).state == "described"


def test_what_a_document_leaves_out_does_not_describe_it():
    missing = statement("names no panel", field="description", subject="the-dpia", absent="yes")
    others = [subject(missing, slug="the-dpia", subject_class="document")]
    assert gap("dpia", DPIA, others=others).state == "named"


def test_what_a_body_says_of_its_practice_never_counts_for_a_system():
    general = statement("a panel looks at new uses", field="oversight", practice="yes")
    told = gap("oversight", general)
    assert (told.state, told.statements, told.practice) == ("silent", (), (general,))


def test_what_a_page_of_its_body_says_is_shown_as_its_practice():
    admitted = silence("none-exists", "eia", subject="force")
    body = subject(admitted, slug="force", subject_class="body")
    told = gap("eia", link("force", "operator"), others=[body])
    assert (told.state, told.practice) == ("silent", (admitted,))
    assert told.why == "of its practice: none exists"


def test_what_stands_in_a_contradiction_is_flagged_whatever_its_state():
    sides = (Side("seen", ("purpose.2",)), Side("not seen", ("purpose.2",)))
    clash = ContradictionSpec("tool", "clash", "number", sides, "why")
    home = subject(IN_SCOPE, statement("x"), contradictions=(clash,))
    found = {g.item: g for g in gaps_of(home, schema(), collection(home))}
    assert found["purpose"].is_contradicted
    assert not found["oversight"].is_contradicted


@pytest.mark.parametrize(
    ("kind", "strength"), [("wording", ""), ("number", "uneasy"), ("date", "uneasy")]
)
def test_what_only_sits_badly_together_contradicts_nothing(kind, strength):
    sides = (Side("seen", ("purpose.2",)), Side("not seen", ("purpose.2",)))
    clash = ContradictionSpec("tool", "clash", kind, sides, "why", strength=strength)
    home = subject(IN_SCOPE, statement("x"), contradictions=(clash,))
    assert not any(g.is_contradicted for g in gaps_of(home, schema(), collection(home)))


def test_the_states_stand_in_one_order():
    assert [state.value for state in ORDER] == [
        "published", "disclosed", "described", "named",
        "declared-none", "not-found", "refused", "silent",
    ]  # fmt: skip


# Whether an assessment came before first use.
DATED = [
    ("2019-05", "2020", "named", "made before first use"),
    ("2020-03-01", "2020-03-01", "named", "made before first use"),
    ("2021", "2020", "named", "made after first use"),
    ("2021-03-02", "2021-03-01", "named", "made after first use"),
    ("2020", "2020", "silent", "the dates do not decide it"),
    ("2020-06", "2020", "silent", "the dates do not decide it"),
    ("before 2021/", "2020", "silent", "the dates do not decide it"),
    ("2021", "", "silent", "the first use bears no known date"),
    ("", "2020", "silent", "the document bears no known date"),
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
    assert found.why == "made after first use"


def test_a_document_of_a_subject_that_is_gone_bears_no_date():
    assert gap("dpia-before-use", DPIA).why == "the document bears no known date"


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("in-scope", True),
        ("disputed", True),
        ("not-known", True),
        ("out-of-scope", False),
        (None, False),
    ],
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
