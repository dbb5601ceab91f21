"""Every force is asked the same questions, and what is not told of it is never told as no."""

from candour.content import FOLDER
from candour.evidence.asked import QUESTIONS, behaviour_when_asked, is_police, only_totals
from candour.evidence.reading import read_collection
from tests.evidence.making import schema, silence, term


def answers(*statements):
    return {b.question.key: b.is_told for b in behaviour_when_asked(statements)}


def test_what_is_told_stands_under_its_question_and_the_rest_is_not_told():
    told = answers(term("asked", "disclosure"), term("refused", "disclosure", provision="s.45(4)"))
    assert {key for key, is_told in told.items() if is_told} == {"asked", "refused"}
    assert list(told) == [question.key for question in QUESTIONS]


def test_a_silence_answers_no_question():
    assert not any(answers(silence("source-silent", "disclosure")).values())


def test_every_term_of_behaviour_stands_under_one_question():
    terms = [term_key for question in QUESTIONS for term_key in question.terms]
    assert sorted(terms) == sorted(schema().vocabularies["disclosure"])


def test_every_force_that_ships_was_asked_and_says_what_is_told_or_that_only_totals_are():
    collection = read_collection(FOLDER, schema())
    forces = [body for body in collection.of_class("body") if is_police(body)]

    assert len(forces) == 46
    for force in forces:
        in_report = [s for s in force.of("disclosure") if s.source == "automated-racism"]
        told = {b.question.key for b in behaviour_when_asked(in_report) if b.is_told}
        assert "asked" in told, force.slug
        assert bool(only_totals(force)) == (told == {"asked"}), force.slug
    assert only_totals(collection.subjects["police-scotland"])
    assert only_totals(collection.subjects["police-service-of-northern-ireland"])


def test_the_section_that_a_refusal_cites_is_kept():
    collection = read_collection(FOLDER, schema())
    (refusal,) = [
        s
        for s in collection.subjects["avon-and-somerset-police"].of("disclosure")
        if s.value == "exemption-cited" and s.source == "automated-racism"
    ]
    assert refusal.qualifier("provision") == "section 45(4)(a)"
