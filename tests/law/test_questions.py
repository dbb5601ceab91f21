"""Every gap of the register is a question to its body, under the law that binds it alone."""

from functools import cache
from itertools import product

import pytest

from candour.core.errors import CandourError
from candour.evidence.gaps import State, find_gaps
from candour.law.after_sending import answers_due
from candour.law.answers import ForWhom
from candour.law.bodies import (
    NO_AUTHORITY,
    NoAuthority,
    force_from,
    read_kinds,
    read_not_written_to,
    typed_force,
)
from candour.law.holidays import Country, Nation
from candour.law.letters import NothingLeftOpen, compose, nations_of, read_letters
from candour.law.questions import OpenItem, Questions, asked_of, questions_to, read_questions
from candour.law.rendering import as_text
from candour.law.wording import unsayable
from tests.law.asking import HOLIDAYS, TODAY, force, register

KIND = "open-questions"
ACT = {
    Nation.ENGLAND_WALES: "Freedom of Information Act 2000",
    Nation.NORTHERN_IRELAND: "Freedom of Information Act 2000",
    Nation.SCOTLAND: "Freedom of Information (Scotland) Act 2002",
}
# Bodies of which nothing says where in the UK they work.
NOWHERE = {"police-digital-service"}
ASKED = (Questions("a-system", "A system", "told of in 2020", ("what it is for",)),)


@cache
def every_body():
    """All bodies of the register that these routes lead to."""
    bodies = []
    for subject in register()[0].of_class("body"):
        try:
            bodies.append(force_from(subject))
        except CandourError:
            continue
    return tuple(bodies)


def questions(slug, **more):
    collection, schema = register()
    return questions_to(slug, TODAY, collection=collection, schema=schema, **more)


def everyone():
    """Each body of the register where it works, and one of each kind in each country."""
    for body in every_body():
        for nation in nations_of(body) or tuple(Nation):
            yield body, nation, body.country
    for kind, country in product(read_kinds().values(), Country):
        if country in kind.countries:
            yield typed_force("A body", kind=kind, country=country), country.nation, country


def test_every_item_is_asked_for_or_says_why_not():
    schema = register()[1]
    assert set(read_questions().items) == set(schema.gap_items)


def test_a_field_that_can_be_missing_by_itself_has_words_of_its_own():
    schema = register()[1]
    for key, item in read_questions().items.items():
        needs = schema.gap_items[key].needs
        assert not item.part or set(item.part) == set(needs), key
        assert item.part or len(needs) < 2, key


def test_every_open_gap_of_the_register_is_asked_of_each_body_that_uses_the_system():
    collection, schema = register()
    wordings = read_questions()
    wanted = [
        (gap, body)
        for gap in find_gaps(collection, schema)
        if gap.is_open and not wordings.items[gap.item].ours
        for body in collection.subjects[gap.subject].slugs("operator")
    ]
    asked = {body: questions(body) for _, body in wanted}
    assert len(wanted) == sum(len(one.lines) for some in asked.values() for one in some)
    for gap, body in wanted:
        lines = next(one.lines for one in asked[body] if one.slug == gap.subject)
        (line,) = asked_of([OpenItem.of(gap)])
        assert line in lines


def test_only_the_systems_named_are_asked_about():
    every = questions("essex-police")
    one = every[0].slug
    assert len(every) > 1
    assert questions("essex-police", only=frozenset({one})) == every[:1]


def test_what_is_published_is_not_asked_for_and_what_is_missing_is_asked_by_itself():
    assert not list(asked_of([OpenItem("purpose", State.PUBLISHED)]))
    (line,) = asked_of([OpenItem("operation", State.DESCRIBED, ("procedure",))])
    assert line == "its standard operating procedure"


@pytest.mark.parametrize("state", [state for state in State if state is not State.PUBLISHED])
def test_a_question_says_how_its_gap_stands(state):
    (line,) = asked_of([OpenItem("dpia", state)])
    assert line.startswith(read_questions().items["dpia"].ask)
    assert line.endswith(read_questions().states[state])


def test_no_letter_names_an_act_that_does_not_bind_its_body_over_all_bodies_and_nations():
    written = 0
    for body, nation, country in everyone():
        asked = (questions(body.slug) if body.slug else ()) or ASKED
        is_uk = body.is_uk_wide
        regime = Nation.ENGLAND_WALES if is_uk else nation
        if regime not in body.kind.information:
            with pytest.raises(CandourError):
                compose(KIND, force=body, nation=nation, country=country, gaps=asked)
            continue
        letter = compose(KIND, force=body, nation=nation, country=country, gaps=asked)
        assert letter.law, body.name
        assert all(line.partition(". ")[2].startswith(ACT[regime]) for line in letter.law)
        names = {one.subject for one in asked} | {body.name}
        assert not unsayable(as_text(letter), names=names)
        (due,) = answers_due(
            read_letters().find(KIND), TODAY, force=body, nation=letter.nation,
            country=country, holidays=HOLIDAYS,
        )  # fmt: skip
        assert due.due.rule.id == ("FOISA20" if regime is Nation.SCOTLAND else "FOIA20")
        written += 1
    assert written > 130


def test_a_letter_has_one_paragraph_for_each_system_with_its_use_and_its_questions():
    asked = questions("essex-police")
    letter = compose(KIND, force=force("essex-police"), nation=Nation.ENGLAND_WALES, gaps=asked)
    shown = [paragraph for paragraph in letter.paragraphs if paragraph.items]
    assert [paragraph.items for paragraph in shown] == [one.lines for one in asked]
    for paragraph, one in zip(shown, asked, strict=True):
        assert one.subject in paragraph.text
        assert one.wording in paragraph.text


def test_the_name_of_what_is_asked_about_is_no_claim_of_ours():
    named = (Questions("a-system", "You will win.", "told of in 2020", ("what it is for",)),)
    body = force("essex-police")
    letter = compose(
        KIND, force=body, nation=Nation.ENGLAND_WALES, gaps=named, for_whom=ForWhom.SELF
    )
    assert "You will win." in as_text(letter)


def test_where_the_register_asks_nothing_it_says_so_and_names_another_letter():
    with pytest.raises(NothingLeftOpen, match="foi-request"):
        compose(KIND, force=force("devon-and-cornwall-police"), nation=Nation.ENGLAND_WALES)


def test_a_name_for_many_departments_is_no_body_to_write_to():
    with pytest.raises(NoAuthority, match="Pick the department"):
        force("uk-government")


def test_the_probation_service_is_under_the_law_of_those_who_carry_out_sentences():
    assert force("probation-service").kind.id == "prisons-probation"


def test_an_answer_is_due_by_the_clock_of_the_route_and_none_is_made_up():
    essex = force("essex-police")
    where = {"force": essex, "nation": Nation.ENGLAND_WALES, "country": Country.ENGLAND}
    spec = read_letters().find(KIND)
    (row,) = answers_due(spec, TODAY, holidays=HOLIDAYS, **where)
    assert (row.due.latest.isoformat(), row.reminder().reference) == ("2026-12-21", "P1")
    assert not answers_due(read_letters().find("authority"), TODAY, holidays=HOLIDAYS, **where)


def test_anyone_may_ask():
    spec = read_letters().find(KIND)
    assert set(spec.for_whom) == set(ForWhom)


# which law binds a body


def test_every_kind_of_body_of_the_register_is_placed():
    schema = register()[1]
    kinds = {key for key, term in schema.vocabularies["kinds"].items() if "body" in term.of}
    placed = [name for kind in read_kinds().values() for name in kind.register]
    unwritten = {row.kind for row in read_not_written_to().values() if row.kind}
    assert kinds == {*placed, *NO_AUTHORITY, *unwritten}
    assert len(placed) == len(set(placed))


@pytest.mark.parametrize("slug", ["department-for-work-and-pensions", "home-office"])
def test_a_department_of_the_uk_is_under_its_act_in_scotland_too(slug):
    body = force(slug)
    letter = compose("foi-request", force=body, nation=Nation.SCOTLAND, country=Country.SCOTLAND)
    assert all("(Scotland)" not in line for line in letter.law)


def test_one_who_reports_is_no_authority():
    for slug in ("guardian-newspaper", "person-profiled"):
        with pytest.raises(NoAuthority):
            force(slug)


def test_each_body_that_these_routes_lead_to_has_a_place_where_it_works():
    nowhere = {body.slug for body in every_body() if not body.nations and not body.is_uk_wide}
    assert nowhere == NOWHERE
