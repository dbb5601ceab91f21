"""Whole results of invented persons, each step with its state and days, as rows of text."""

from datetime import date
from typing import Any

from candour.law.answers import Age, Answers, ForWhom, Situation
from candour.law.bodies import read_kinds, typed_force
from candour.law.holidays import Country, read_holidays
from candour.law.routes import What, read_routes
from candour.law.triage import triage
from tests.law.as_filed import filed

TODAY = date(2026, 11, 22)  # a Sunday
CHARGED = frozenset({Situation.CHARGED})
PERSONS: dict[str, tuple[str, str, str | None, str, str, dict[str, Any]]] = {
    "stopped in October": ("police", "england", "2026-10-14", "stop-and-search", "self", {}),
    "at 16 in Scotland": (
        "police",
        "scotland",
        "2026-08-24",
        "told-a-score",
        "child",
        {"age": Age.FROM_16},
    ),
    "child in Northern Ireland": (
        "police",
        "northern-ireland",
        "2026-08-25",
        "told-a-score",
        "child",
        {},
    ),
    "with no day": ("police", "england", None, "told-a-score", "self", {}),
    "group, of long ago": (
        "police",
        "england",
        "2018-01-01",
        "told-a-score",
        "public-interest",
        {},
    ),
    "charged": (
        "police",
        "england",
        "2026-11-20",
        "told-a-score",
        "client",
        {"situations": CHARGED},
    ),
    "refused a copy": (
        "police",
        "england",
        "2026-08-25",
        "told-a-score",
        "self",
        {"reply": "restricted", "replied_on": date(2026, 11, 1)},
    ),
    "refused a review": (
        "council",
        "england",
        "2026-11-01",
        "homeless",
        "self",
        {"reply": "review-refused"},
    ),
    "some days in Wales": (
        "council",
        "wales",
        "2026-01-10",
        "housing-list",
        "self",
        {"until": date(2026, 5, 29)},
    ),
    "about how a body works": ("council", "england", None, "general", "self", {}),
}


def answers_of(person):
    kind, country, on, what, whom, more = PERSONS[person]
    return Answers(
        force=typed_force("A body", kind=read_kinds()[kind], country=Country(country)),
        on=date.fromisoformat(on) if on else None,
        what=What(what),
        for_whom=ForWhom(whom),
        **more,
    )


def result_of(person, *, today=TODAY, systems=()):
    return triage(
        answers_of(person),
        today=today,
        systems=systems,
        routes=read_routes(),
        holidays=read_holidays(),
    )


def named(text):
    """The key of a message, or the text where it holds more than the message."""
    return {value: key for key, value in filed("triage.yaml")["messages"].items()}.get(text, text)


def rows_of(person):
    result = result_of(person)
    first = [each.id for each in result.first]
    for step in (*result.openings, *result.later):
        yield [
            person,
            step.id,
            str(first.index(step.id) + 1) if step.id in first else "",
            step.phase.value,
            step.state.value,
            *(str(day or "") for day in (step.last_day, step.careful_day, step.answer_day)),
            "" if step.days_left is None else str(step.days_left),
            step.clock,
            step.letter,
            " | ".join(named(note) for note in step.notes),
        ]
