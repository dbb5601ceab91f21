"""Each rule fires on what is certain, and not on its near miss; an editor's word comes first."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.evidence.checks import all_verdicts
from candour.evidence.collection import (
    CheckSpec,
    Collection,
    ContradictionSpec,
    Row,
    Side,
    SubjectFile,
)
from candour.evidence.contradictions import (
    document_and_none,
    left_out_of_complete_list,
    totals_that_fail,
    two_numbers,
    two_values,
    use_denied_and_shown,
)
from candour.evidence.merging import concerned, find_contradictions, merged
from candour.evidence.reading import read_collection
from candour.evidence.weights import (
    CONTRADICTION_KINDS,
    EXCLUSIVE,
    STRENGTHS,
    TOUCHES,
    UNEASY,
    weight,
    what_it_touches,
)
from tests.evidence.making import (
    block_of,
    collection,
    figure,
    link,
    schema,
    silence,
    statement,
    subject,
    term,
)

TWO_VALUES = "rule: two values for one field"
TWO_NUMBERS = "rule: two numbers for one measure"
DOCUMENT = "rule: document said to exist and not"
LEFT_OUT = "rule: left out of a complete list"
USE_DENIED = "rule: use denied and shown"
TOTAL = "rule: a total and its parts"

FORCE: dict[str, Any] = {"said_by": ("force",)}


def days(value, **rest):
    return statement(value, field="first-use", kind="days", **rest)


def complete(**rest):
    return statement("yes", field="inputs", kind="closure", **rest)


def found_in(*subjects):
    whole = collection(*subjects)
    return find_contradictions(whole, schema(), list(all_verdicts(whole)))


def totals(printed):
    rows = block_of({"total": printed, "a": "3", "b": "4"})
    return (SubjectFile("tool", "system", rows, (CheckSpec("tool", "b", "parts of total"),)),)


def body(*statements):
    return subject(*statements, slug="force", subject_class="body")


def system(*statements):
    return subject(link("force", "operator"), *statements)


DENIES = term("denies-use", "predictive-use", subject="force", **FORCE)
COVERED = {"said_by": ("force",), "locator": "9"}

# For each rule: what fires with which kind, then the near misses.
FIRES = {
    "two terms at once": (TWO_VALUES, "wording", (subject(
        term("in-use", "use", valid="2019/2023"), term("stopped", "use", valid="2020/2021", **FORCE)),)),
    "two terms, neither with days": (TWO_VALUES, "wording", (subject(
        term("in-use", "use"), term("stopped", "use", **FORCE)),)),
    "used and denied": (TWO_VALUES, "denied-and-shown", (subject(
        term("in-use", "use", valid="2019/2023"), term("denied", "use", valid="2020/2021", **FORCE)),)),
    "predictive and not": (TWO_VALUES, "denied-and-shown", (subject(
        term("called-predictive", "predictive"), term("denied-predictive", "predictive", **FORCE)),)),
    "two days that lie apart": (TWO_VALUES, "date", (subject(days("2019"), days("2021", **FORCE)),)),
    "one speaker, two days": (TWO_VALUES, "date", (subject(days("2019"), days("2021", locator="2")),)),
    "two documents": (TWO_VALUES, "wording", (subject(link("one", "dpia"), link("two", "dpia", **FORCE)),)),
    "two counts": (TWO_NUMBERS, "number", (subject(figure("1,413"), figure("1,307", **FORCE)),)),
    "two counts worded differently": (TWO_NUMBERS, "number", (subject(
        figure("13", measure="people profiled"),
        figure("12", measure="people given a risk score by the force", **FORCE)),)),
    "a count and a floor above it": (TWO_NUMBERS, "number", (subject(figure("1,413"), figure("at least 1,500", **FORCE)),)),
    "two counts said on one day": (TWO_NUMBERS, "number", (subject(
        figure("78", said_on="2018-05"), figure("80", said_on="2018-05", **FORCE)),)),
    "two counts of one period, said years apart": (TWO_NUMBERS, "number", (subject(
        figure("78", period="2017", said_on="2018-05"), figure("80", period="2017", said_on="2022", **FORCE)),)),
    "two counts, one with a remark of the register": (TWO_NUMBERS, "number", (subject(
        figure("78", remark="printed so twice"), figure("80", **FORCE)),)),
    "a document and none": (DOCUMENT, "document", (subject(
        link("the-dpia", "dpia"), silence("none-exists", "dpia", **FORCE)),)),
    "a document and not held": (DOCUMENT, "document", (subject(
        link("the-dpia", "dpia"), silence("not-held", "dpia", **FORCE)),)),
    "a complete list without one": (LEFT_OUT, "scope", (subject(
        complete(**FORCE), term("custody-record", "inputs", **FORCE), term("robbery", "inputs", locator="2")),)),
    "another place of the same speaker shows more": (LEFT_OUT, "scope", (subject(
        complete(**FORCE), term("custody-record", "inputs", **FORCE), term("robbery", "inputs", locator="2", **FORCE)),)),
    "a body denies what its system's use shows": (USE_DENIED, "denied-and-shown", (body(DENIES), system(term("in-use", "use")))),
    "a body denies what is shown of it": (USE_DENIED, "denied-and-shown", (body(
        DENIES, term("shown-to-use", "predictive-use", subject="force")),)),
    "a body holds no information on a trial": (USE_DENIED, "denied-and-shown", (
        body(term("says-no-information", "predictive-use", subject="force", **FORCE)), system(term("in-trial", "use")))),
    "parts that do not make the total": (TOTAL, "number", totals("8")),
}  # fmt: skip

NEAR_MISSES = {
    "two terms, one of them without days": (subject(
        term("in-use", "use"), term("stopped", "use", valid="2020/2021")),),
    "a denial with days, and use without": (
        body(term("denies-use", "predictive-use", subject="force", valid="2019-02", **FORCE)),
        system(term("in-use", "use"))),
    "two terms one after the other": (subject(
        term("in-use", "use", valid="2019/2020"), term("stopped", "use", valid="2021/2022")),),
    "two terms that may overlap, but not certainly": (subject(
        term("in-use", "use", valid="2019/2020"), term("stopped", "use", valid="2020/2022")),),
    "two terms that both show use": (subject(
        term("in-use", "use", valid="2019/2023"), term("in-trial", "use", valid="2020/2021")),),
    "the same term twice": (subject(term("in-use", "use"), term("in-use", "use", **FORCE)),),
    "a term and a silence": (subject(term("in-use", "use"), silence("withheld", "use", **FORCE)),),
    "two areas": (subject(term("in-use", "use", area="London"), term("stopped", "use", area="Essex")),),
    "two texts": (subject(statement("a", field="summary"), statement("b", field="summary", **FORCE)),),
    "two values of a field of many": (subject(term("people", "targets"), term("places", "targets")),),
    "days that may be the same": (subject(days("2019"), days("2019-05", **FORCE)),),
    "two numbers that rounding lets agree": (subject(figure("2.7m"), figure("2,712,345", **FORCE)),),
    "a count and a floor below it": (subject(figure("1,413"), figure("more than 1,000", **FORCE)),),
    "two measures": (subject(
        figure("13", measure="people profiled"), figure("12", measure="people on the list", **FORCE)),),
    "two counts of two months": (subject(figure("1,413", period="2024-05"), figure("1,307", period="2024-08")),),
    "two counts of two groups": (subject(figure("942", group="Black"), figure("329", group="White")),),
    "two counts of two places": (subject(figure("942", area="London"), figure("329", area="Essex")),),
    "two units": (subject(figure("942"), figure("66.6 per cent")),),

    "two comparisons": (subject(figure("3 times", compared_with="White"), figure("2 times", compared_with="all")),),
    "scores of two models, told apart by a note": (subject(
        figure("0.99", note="the model Victim"), figure("0.59", note="the model Offender")),),
    "a part and what may be the whole": (subject(figure("942", note="of adults"), figure("1,413")),),
    "two counts said in two years, of days not given": (subject(
        figure("78", said_on="2018-05"), figure("80", said_on="2022-02", **FORCE)),),
    "a count said on a day, and one whose day is not told": (subject(
        figure("78", said_on="2018-05"), figure("80", **FORCE)),),
    "two counts of two systems": (subject(figure("942", system="tool"), figure("66", system="other-tool")),),
    "counts of different days": (subject(figure("942", valid="2019"), figure("66", valid="2020")),),
    "a document that was withheld": (subject(link("the-dpia", "dpia"), silence("withheld", "dpia", **FORCE)),),
    "a document made later": (subject(
        link("the-dpia", "dpia", valid="2022/2023"), silence("none-exists", "dpia", valid="2019/2020")),),
    "another kind of document": (subject(link("the-dpia", "dpia"), silence("none-exists", "eia", **FORCE)),),
    "a list that is open": (subject(
        statement("no", field="inputs", kind="closure", **FORCE), term("custody-record", "inputs", **FORCE), term("robbery", "inputs", locator="2")),),
    "a complete list that has it": (subject(
        complete(**FORCE), term("custody-record", "inputs", **FORCE), term("custody-record", "inputs", locator="2")),),
    "a list complete at another time": (subject(
        complete(valid="2019/2020", **FORCE), term("custody-record", "inputs", **FORCE), term("robbery", "inputs", valid="2022/2023", locator="2")),),
    "a body that denies nothing": (body(term("says-uses", "predictive-use", subject="force")), system(term("in-use", "use"))),
    "another body's system": (body(DENIES), subject(link("other-force", "operator"), term("in-use", "use"))),
    "a system that was planned": (body(DENIES), system(term("planned", "use"))),
    "use that ended before the denial": (
        body(term("denies-use", "predictive-use", subject="force", valid="2021/2022", **FORCE)),
        system(term("in-use", "use", valid="2016/2018"))),
    "parts that make the total": totals("7"),
    "parts that the rounding of the total allows": totals("about 7"),
}  # fmt: skip


@pytest.mark.parametrize("case", FIRES)
def test_a_rule_fires_once_on_what_cannot_all_be_true(case):
    rule, kind, subjects = FIRES[case]
    assert [(found.found_by, found.kind) for found in found_in(*subjects)] == [(rule, kind)]


@pytest.mark.parametrize("case", NEAR_MISSES)
def test_a_rule_keeps_still_on_its_near_miss(case):
    assert found_in(*NEAR_MISSES[case]) == []


def test_every_rule_has_a_case_and_is_named_in_it():
    assert {rule for rule, _, _ in FIRES.values()} == {
        TWO_VALUES, TWO_NUMBERS, DOCUMENT, LEFT_OUT, USE_DENIED, TOTAL,
    }  # fmt: skip


@pytest.mark.parametrize("case", FIRES)
def test_both_sides_name_their_statements_and_speakers(case):
    _, _, subjects = FIRES[case]
    (found,) = found_in(*subjects)
    known = {s.id for one in subjects for s in one.statements}

    assert len(found.sides) == 2
    for side in found.sides:
        assert side.said
        assert side.statements
        assert {s.id for s in side.statements} <= known
        assert side.said_by == tuple(sorted({slug for s in side.statements for slug in s.said_by}))
    assert set(found.subjects) == {s.subject for s in found.statements}


def test_the_name_of_a_contradiction_does_not_depend_on_the_order_of_rows():
    one, other = figure("1,413"), figure("1,307", **FORCE)
    (there,), (back,) = found_in(subject(one, other)), found_in(subject(other, one))
    assert there.id == back.id
    (elsewhere,) = found_in(subject(one, figure("1,308", **FORCE)))
    assert elsewhere.id != there.id


def declared(*handles, name="clash"):
    sides = tuple(Side(f"side {handle}", (handle,)) for handle in handles)
    return ContradictionSpec("tool", name, "scope", sides, "They can't both be so.", "No reply.")


def test_a_declared_contradiction_resolves_its_handles_and_carries_the_reason():
    home = subject(
        statement("a"),
        statement("b", **FORCE),
        contradictions=(declared("purpose.1", "purpose.2"),),
    )

    (found,) = found_in(home)

    assert (found.kind, found.found_by) == ("scope", "editor")
    assert (found.reason, found.reply) == ("They can't both be so.", "No reply.")
    assert [side.statements for side in found.sides] == [
        (home.statements[0],),
        (home.statements[1],),
    ]
    assert [side.said_by for side in found.sides] == [("authors",), ("force",)]


def test_a_declared_contradiction_reaches_into_other_files_and_whole_fields():
    spec = ContradictionSpec(
        "tool", "clash", "scope", (Side("x", ("purpose",)), Side("y", ("force#role.1",))), "r"
    )
    home = subject(statement("a"), statement("b"), contradictions=(spec,))
    other = body(statement("c", field="role", subject="force"))

    (found,) = found_in(home, other)

    assert [len(side.statements) for side in found.sides] == [2, 1]
    assert found.subjects == ("force", "tool")


def test_clashes_of_a_rule_that_share_no_statement_are_told_apart():
    counted = figure("1,413"), figure("1,307", **FORCE)
    paid = figure("20", field="cost", unit="GBP"), figure("30", field="cost", unit="GBP", **FORCE)
    found = found_in(subject(*counted, *paid))
    assert [one.found_by for one in found] == [TWO_NUMBERS, TWO_NUMBERS]
    assert [len(one.statements) for one in found] == [2, 2]


def test_what_an_editor_declares_is_not_told_again_by_a_rule():
    one, other = figure("1,413"), figure("1,307", **FORCE)
    names = ("people-profiled.1", "people-profiled.2")
    (both,) = found_in(subject(one, other, contradictions=(declared(*names),)))
    assert both.found_by == f"editor; {TWO_NUMBERS}"  # one contradiction, found by both
    assert both.reason == "They can't both be so."
    third = figure("1,200", locator="3")
    found = found_in(subject(one, other, third, contradictions=(declared(*names),)))
    assert sorted(c.found_by for c in found) == [f"editor; {TWO_NUMBERS}", TWO_NUMBERS]
    assert sorted(len(c.sides) for c in found) == [2, 3]  # the third number against the others


def test_what_a_rule_finds_beyond_the_sides_of_an_editor_is_added_to_them():
    denial = term("denies-use", "predictive-use", subject="force", **FORCE)
    shown = [term("in-use", "use", subject=slug) for slug in ("tool", "other-tool")]
    tools = [
        subject(link("force", "operator", subject=s.subject), s, slug=s.subject) for s in shown
    ]
    spec = ContradictionSpec(
        "force",
        "denied",
        "denied-and-shown",
        (Side("It has none", ("predictive-use.1",)), Side("It has one", ("tool#use.2",))),
        "Both can't be so.",
    )
    force = subject(denial, slug="force", subject_class="body", contradictions=(spec,))
    (found,) = found_in(force, *tools)
    assert found.found_by == f"editor; {USE_DENIED}"
    assert [side.said for side in found.sides] == ["It has none", "It has one"]
    assert [len(side.statements) for side in found.sides] == [1, 2]
    assert found.subjects == ("force", "other-tool", "tool")


# weight


def test_the_order_is_that_of_what_is_touched_and_then_of_the_kind_of_clash():
    weights = [
        weight(kind, touches, strength, rank=rank)
        for rank in (1, 2, 0)
        for touches in TOUCHES
        for strength in STRENGTHS
        for kind in CONTRADICTION_KINDS
        if kind != "wording"
    ]
    assert weights == sorted(weights)
    assert len(set(weights)) == len(weights)


@pytest.mark.parametrize("touches", TOUCHES)
def test_a_clash_of_wording_stands_no_lower_than_one_of_scope_that_touches_the_same(touches):
    wording, scope = (weight(kind, touches, UNEASY, rank=0) for kind in ("wording", "scope"))
    assert wording == scope


def test_wording_and_days_stay_what_they_are_whatever_field_they_stand_in():
    assert what_it_touches("wording", {"people-profiled"}) == "words"
    assert what_it_touches("date", {"use"}) == "days"


def test_the_gravest_of_the_fields_decides_what_a_clash_touches():
    assert what_it_touches("number", {"cost", "people-profiled"}) == "people"
    assert what_it_touches("number", {"cost"}) == "money"
    assert what_it_touches("denied-and-shown", {"view"}) == "existence"


def weighed(name: str, touches: str, first: str = "", **more: Any) -> ContradictionSpec:
    sides = (Side("a", ("purpose.1",)), Side("b", ("purpose.2",)))
    kind = more.pop("kind", "scope")
    return ContradictionSpec("tool", name, kind, sides, "r", touches=touches, first=first, **more)


@given(st.permutations(TOUCHES))
def test_contradictions_come_in_the_order_of_weight_however_they_are_written(order):
    specs = tuple(weighed(touches, touches) for touches in order)
    found = found_in(subject(statement("a"), statement("b"), contradictions=specs))
    assert [one.touches for one in found] == list(TOUCHES)


def test_an_editor_can_put_one_before_the_order_with_the_reason():
    specs = (weighed("grave", "people"), weighed("light", "words", "It changes a decision."))
    found = found_in(subject(statement("a"), statement("b"), contradictions=specs))
    assert [(one.touches, one.first) for one in found] == [
        ("words", "It changes a decision."),
        ("people", ""),
    ]


@given(st.permutations((1, 2, 3)))
def test_those_put_first_stand_by_their_rank_and_not_by_name(ranks):
    specs = tuple(weighed(f"{n}", "words", f"{rank}", rank=rank) for n, rank in enumerate(ranks))
    without = weighed("z", "words", "no rank")
    found = found_in(
        subject(
            statement("a"), statement("b"), contradictions=(without, *specs, weighed("y", "people"))
        )
    )
    assert [one.first for one in found] == ["1", "2", "3", "no rank", ""]


@pytest.mark.parametrize(
    ("kind", "strength", "shown"),
    [
        ("denied-and-shown", "", EXCLUSIVE),
        ("number", "", EXCLUSIVE),
        ("date", "", EXCLUSIVE),
        ("document", "", EXCLUSIVE),
        ("claim-and-result", "", UNEASY),
        ("scope", "", UNEASY),
        ("wording", "", UNEASY),
        ("number", UNEASY, UNEASY),
        ("wording", EXCLUSIVE, EXCLUSIVE),
    ],
)
def test_an_editor_says_whether_both_can_be_so_and_failing_that_the_kind_does(
    kind, strength, shown
):
    spec = weighed("a", "people", kind=kind, strength=strength)
    (found,) = found_in(subject(statement("a"), statement("b"), contradictions=(spec,)))
    assert found.strength == shown


@pytest.mark.parametrize("case", FIRES)
def test_what_a_rule_finds_alone_can_t_both_be_so(case):
    _, _, subjects = FIRES[case]
    assert [one.strength for one in found_in(*subjects)] == [EXCLUSIVE]


def test_what_concerns_a_system_concerns_the_bodies_that_operate_it():
    tool = subject(link("force", "operator"), link("other-force", "operator"))
    assert concerned(["tool", "plan"], collection(tool)) == {"tool", "plan", "force", "other-force"}


@pytest.mark.parametrize("rule", [TWO_VALUES, TWO_NUMBERS, DOCUMENT, LEFT_OUT, USE_DENIED, TOTAL])
def test_a_rule_says_in_a_sentence_why_both_can_t_be_so(shipped, rule):
    for found in by_rule(shipped, rule):
        assert found.reason[0].isupper() or found.reason[0] == "“"
        assert found.reason.endswith(".")
        assert " " in found.reason


def test_days_that_lie_apart_are_said_to_lie_apart_and_not_to_be_two_values():
    days = [statement(year, field="first-use", kind="days") for year in ("2019", "2021")]
    (clash,) = two_values(subject(*days), schema())
    assert clash.reason == (
        "The days given under “first use” lie apart, and only one of them can be right."
    )


def test_what_one_editor_declares_is_not_swallowed_by_what_another_does():
    """Even where all that the one names is named in the other too."""
    rows = (statement("a"), statement("b", **FORCE), statement("c", locator="3"))
    wide = declared("purpose.1", "purpose.2", "purpose.3", name="wide")
    narrow = declared("purpose.1", "purpose.2", name="narrow")
    for order in ((wide, narrow), (narrow, wide)):
        found = found_in(subject(*rows, contradictions=order))
        assert {len(one.sides) for one in found} == {2, 3}
        assert [one.found_by for one in found] == ["editor", "editor"]


def in_use(slug, name):
    named = statement(name, field="name", subject=slug)
    used = term("in-use", "use", subject=slug)
    return subject(link("force", "operator"), used, named, slug=slug)


def test_what_shows_a_denied_use_is_named_and_told_apart_from_what_the_body_says_itself():
    (one,) = found_in(body(DENIES), in_use("a", "Atlas"))
    assert one.sides[1].said == "Use is shown of: Atlas."
    assert "on which the system named is in its use" in one.reason
    (two,) = found_in(body(DENIES), in_use("a", "Atlas"), in_use("b", "Boreas"))
    assert two.sides[1].said == "Use is shown of: Atlas; Boreas."
    assert "on which the systems named are in its use" in two.reason
    shown = term("shown-to-use", "predictive-use", subject="force")
    (own,) = found_in(body(DENIES, shown))
    assert own.sides[1].said == "Use of such systems is shown."
    assert own.reason.endswith("can’t both use such systems and not use them on the same days.")


def test_a_rule_that_is_asked_about_some_subjects_looks_at_no_others():
    whole = collection(body(DENIES), in_use("a", "Atlas"))
    for about, number in (({"force"}, 1), ({"nobody"}, 0), (None, 1)):
        assert len(list(use_denied_and_shown(whole, schema(), about=about))) == number


def test_a_side_says_a_term_by_its_label_and_a_number_by_its_measure():
    (clash,) = found_in(body(DENIES), in_use("a", "Atlas"))
    label = schema().term_label("predictive-use", "denies-use")
    assert label in clash.sides[0].said
    (numbers,) = found_in(subject(figure("1,413"), figure("1,307", **FORCE)))
    assert {side.said for side in numbers.sides} == {"listed: 1,413.", "listed: 1,307."}


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("15 to 20", "20 to 25", False),
        ("15 to 20", "21 to 25", True),
        ("up to 20", "at least 20", False),
        ("20", "20 to 25", False),
        ("19", "20 to 25", True),
        ("20", "more than 20", True),
        ("under 20", "at least 20", True),
        ("almost 20", "20 to 25", True),
        ("up to 20", "just over 20", True),
        ("under 20", "more than 20", True),
        ("under 20", "19", False),
    ],
)
def test_two_numbers_that_touch_can_both_be_right_where_both_ends_are_closed(one, other, clash):
    found = found_in(subject(figure(one), figure(other, **FORCE)))
    back = found_in(subject(figure(other), figure(one, **FORCE)))
    assert (bool(found), bool(back)) == (clash, clash)


def test_the_name_of_a_declared_contradiction_is_stable():
    assert declared("a.1", "b.1").id == declared("a.1", "b.1").id
    assert declared("a.1", "b.1").id != declared("a.1", "b.2").id
    assert declared("a.1", "b.1").id != declared("a.1", "b.1", name="other").id


# the shipped content


@pytest.fixture(scope="module")
def shipped():
    return read_collection(FOLDER, schema())


def by_rule(shipped, rule):
    """What a rule finds over the shipped content, whether or not an editor has declared it too."""
    each = {
        TWO_VALUES: lambda s: two_values(s, schema()),
        TWO_NUMBERS: lambda s: two_numbers(s, schema()),
        DOCUMENT: lambda s: document_and_none(s, schema()),
        LEFT_OUT: lambda s: left_out_of_complete_list(s, schema()),
    }
    if rule in each:
        return [found for one in shipped.subjects.values() for found in each[rule](one)]
    if rule == USE_DENIED:
        return list(use_denied_and_shown(shipped, schema()))
    return list(totals_that_fail(list(all_verdicts(shipped))))


@pytest.mark.parametrize("rule", [TWO_VALUES, TWO_NUMBERS, DOCUMENT, LEFT_OUT, USE_DENIED, TOTAL])
def test_every_rule_has_a_real_case_in_the_shipped_content(shipped, rule):
    found = by_rule(shipped, rule)
    assert found, f"nothing in the content fires '{rule}'"
    assert {one.found_by for one in found} == {rule}


def test_no_contradiction_of_the_shipped_content_stands_twice_or_on_one_side(shipped):
    found = find_contradictions(shipped, schema(), list(all_verdicts(shipped)))
    assert len({one.id for one in found}) == len(found)
    assert all(len([side for side in one.sides if side.statements]) >= 2 for one in found)


def test_a_row_and_its_handle_are_told_apart():
    """Two rows may say alike under two handles; a collection finds each."""
    one = statement("a")
    home = SubjectFile("tool", "system", (Row("purpose.x", one), Row("purpose.y", statement("b"))))
    assert Collection({"tool": home}).find("purpose.x", home="tool") == [one]
    assert len(Collection({"tool": home}).find("purpose", home="tool")) == 2


def test_what_a_rule_finds_pair_by_pair_is_told_once_with_a_side_for_each_value():
    days = [
        statement("2012-12", field="first-use", kind="days", source="one"),
        statement("2013-04", field="first-use", kind="days", source="two"),
        statement("2013-04", field="first-use", kind="days", source="three"),
        statement("2014", field="first-use", kind="days", source="four"),
    ]
    pairs = list(two_values(subject(*days), schema()))
    assert len(pairs) == 5
    for some in (pairs, pairs[::-1]):
        (once,) = merged(some)
        assert {s.id for s in once.statements} == {s.id for s in days}
        assert sorted(side.said for side in once.sides) == [
            "First use: 2012-12.",
            "First use: 2013-04.",
            "First use: 2014.",
        ]
    assert merged(pairs)[0].id == merged(pairs[::-1])[0].id
    assert merged(pairs[:1]) == pairs[:1]


def test_a_state_that_begins_as_another_ends_is_no_clash_nor_a_part_against_the_whole():
    hold = term("on-hold", "use", valid="2017/2020-06-23", said_on="2020-06-26")
    stop = term("stopped", "use", valid="2020-06-23/", said_on="2020-06-26")
    assert list(two_values(subject(hold, stop), schema())) == []
    whole = statement("1996", field="first-use", kind="days")
    part = statement("2009", field="first-use", kind="days", part="in prison")
    assert list(two_values(subject(whole, part), schema())) == []
