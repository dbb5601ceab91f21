"""The law in another language: every text is said, and nothing that is no text is touched."""

from dataclasses import fields
from datetime import date

import pytest

from candour.law.clocks import due_date
from candour.law.holidays import Nation, read_holidays
from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.law.systems import systems_of
from candour.law.translating import TEXTS, every_text, texts_in, translated
from candour.law.triage import read_texts, triage
from candour.law.voice import Voice, long_day
from tests.law.asking import HOLIDAYS, TODAY, answers, register


def loud(text):
    return f"<{text}>"


LOUD = Voice(say=loud, day=lambda day: f"<{day}>", long_day=lambda d: f"<{d}>", month=str)


def test_every_text_of_a_route_is_said_and_the_rest_stays():
    for name, route in translated(read_routes(), loud).items():
        filed = read_routes()[name]
        for field in fields(route):
            new, old = getattr(route, field.name), getattr(filed, field.name)
            if field.name == "variants":
                for said, was in zip(new, old, strict=True):
                    assert said.texts.get("law") == was.texts.get("law")
                    assert said.texts.get("name") == was.texts.get("name") or (
                        said.texts["name"] == loud(was.texts["name"])
                    )
            elif field.name not in TEXTS[type(route)]:
                assert new == old
            elif isinstance(old, tuple):
                assert new == tuple(loud(each) for each in old)
            else:
                assert new == loud(old)


def test_nothing_is_said_of_an_empty_text():
    assert "" not in set(texts_in(read_rules().by_id))
    assert "<>" not in {rule.saving for rule in translated(read_rules().by_id, loud).values()}


def test_saying_a_text_as_it_is_changes_nothing():
    for value in (read_routes(), read_rules().by_id, read_texts()):
        assert translated(value, str) == value


def test_a_text_in_the_depth_of_the_file_is_gathered():
    found = {text for _, text in every_text()}
    for text in (
        "Open.",
        "questions on data and on freedom of information",
        "ask by",
        "Police stopped or searched someone",
        "Northern Ireland",
        "Christmas Day",
        "We hold nothing that we must disclose.",
    ):
        assert text in found


def test_a_result_in_another_language_has_the_same_steps_and_days():
    asked = answers(on="2026-10-14")
    plain = triage(asked, today=TODAY, systems=(), routes=read_routes(), holidays=HOLIDAYS)
    other = triage(
        asked,
        routes=translated(read_routes(), loud),
        texts=translated(read_texts(), loud),
        voice=LOUD,
        today=TODAY,
        systems=(),
        holidays=HOLIDAYS,
    )
    assert [(o.id, o.state, o.last_day, o.letter) for o in other.openings] == [
        (o.id, o.state, o.last_day, o.letter) for o in plain.openings
    ]
    for one in other.openings:
        assert all(text.startswith("<") for text in (one.name, one.says, one.plain, *one.notes))
        assert one.due is None or all(step.why.count("<") for step in one.due.working)
    assert [each.name for each in other.helpers] == [each.name for each in plain.helpers]


@pytest.mark.parametrize("clock", ["FOIA20", "DPA1M", "JR3M", "HRA1Y", "SC-ACK", "DPA164A"])
def test_the_working_of_a_clock_is_said_whole(clock):
    rule = read_rules().find(clock)
    plain = due_date(rule, date(2026, 2, 28), holidays=read_holidays())
    other = due_date(rule, date(2026, 2, 28), holidays=read_holidays(), voice=LOUD)
    assert other.on == plain.on
    assert [step.day for step in other.working] == [step.day for step in plain.working]
    assert all(step.why.startswith("<") for step in other.working)
    assert all(note.startswith("<") for note in other.notes)
    assert [each.name for each in other.dates] == [each.name for each in plain.dates]


def test_the_wording_of_a_system_is_said_whole():
    collection, schema = register()
    for day in (date(2014, 1, 1), date(2022, 10, 14), date(2025, 10, 14)):
        for slug in ("essex-police", "metropolitan-police", "west-midlands-police"):
            for found in systems_of(slug, day, collection=collection, schema=schema, voice=LOUD):
                assert found.wording.startswith("<")
                assert found.wording.endswith(">")


def test_a_day_in_words_is_written_as_it_is_read():
    assert long_day(date(2025, 10, 4)) == "4 October 2025"
    assert Voice().day(date(2025, 10, 4)) == "2025-10-04"
    assert Nation.SCOTLAND.label == "Scotland"


def test_each_text_is_told_with_the_file_it_stands_in():
    texts = set(every_text())
    assert {name for name, _ in texts} == {
        *("law/routes.yaml", "law/rules.yaml", "law/body-kinds.yaml", "law/triage.yaml"),
        *("law/exemptions.yaml", "law/requirements.yaml", "law/letters"),
        *("law/letter-parts.yaml", "labels"),
    }
    assert ("law/triage.yaml", "Closing soon.") in texts
    assert ("labels", "Christmas Day") in texts
    assert ("labels", "Northern Ireland") in texts


def test_only_texts_are_said_and_classes_and_days_stay():
    route = read_routes()["C12"]
    said = translated({"a": (route,)}, loud)["a"][0]
    assert said.plain == loud(route.plain)
    assert (said.id, said.checked_on) == (route.id, route.checked_on)
    assert translated(type(route), loud) is type(route)
    assert translated(date(2026, 11, 22), loud) == date(2026, 11, 22)
    assert translated("a text by itself", loud) == "a text by itself"
