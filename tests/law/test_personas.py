"""Two hundred and sixteen people, and the three steps right for each: decided before the code."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from candour.law.answers import Age, Answers, ForWhom, Situation
from candour.law.bodies import read_kinds, typed_force
from candour.law.holidays import Country
from candour.law.routes import Phase, What, read_routes
from candour.law.triage import State, triage
from tests.law.asking import HOLIDAYS, force, systems

TODAY = date(2026, 11, 29)
FILE = Path(__file__).parent / "personas.csv"
PERSONAS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
ENOUGH = 206  # of 216: as near as 57 of the first sixty
# What the table calls a reply, where the file of replies must tell the two laws apart.
BY_LAW = {"uk-gdpr": {"restricted": "restricted-uk-gdpr", "no-data": "no-data-uk-gdpr"}}


def body_of(row):
    if " " in row["body"]:
        kind = read_kinds()[row["kind"]]
        return typed_force(row["body"], kind=kind, country=Country(row["nation"]))
    return force(row["body"])


def answers_of(row):
    body = body_of(row)
    reply = BY_LAW.get(body.kind.data_law, {}).get(row["reply"], row["reply"])
    return Answers(
        force=body,
        on=date.fromisoformat(row["on"]),
        what=What(row["what"]),
        for_whom=ForWhom(row["for"]),
        nation=Country(row["nation"]),
        situations=frozenset({Situation(row["situation"])} if row["situation"] else ()),
        age=Age(row["age"]) if row["age"] else None,
        reply=reply,
        replied_on=date.fromisoformat(row["on"]) if reply else None,
    )


@cache
def result_of(number):
    answers = answers_of(PERSONAS[number])
    then = systems(answers.force.slug, answers.on) if answers.force.slug else ()
    return triage(answers, today=TODAY, systems=then, routes=read_routes(), holidays=HOLIDAYS)


def wanted(row):
    """The steps that are right at each place; where the law leaves it open, more than one is."""
    return [row[key].split("|") for key in ("first", "second", "third") if row[key]]


def is_met(number):
    steps = [each.id for each in result_of(number).first]
    expected = wanted(PERSONAS[number])
    return len(steps) >= len(expected) and all(
        step in right for step, right in zip(steps, expected, strict=False)
    )


def is_court(step):
    """A court whose limit runs: from what happened, or an appeal that a reply has opened."""
    is_appeal = step.id == "H2" and step.state is not State.LATER
    return step.route.kind == "judicial" and (step.route.phase is Phase.TIME or is_appeal)


def harms(number):
    """What a person is offered and should never be."""
    result, row = result_of(number), PERSONAS[number]
    offered = {each.id: each for each in (*result.openings, *result.later)}
    for word in row["never"].split():
        if word == "letters":
            yield from (e.letter for e in offered.values() if e.letter and "draft" not in e.letter)
        elif word.startswith("letter:"):
            kind = word.removeprefix("letter:")
            yield from (e.letter for e in offered.values() if e.letter == kind)
        elif word in offered:
            yield word


def test_the_table_holds_them_all_and_each_kind_is_the_one_that_is_found():
    assert len(PERSONAS) == 216
    for row in PERSONAS:
        assert body_of(row).kind.id == row["kind"], row["id"]


def test_nearly_everyone_is_told_the_right_three_steps_first():
    unmet = {
        PERSONAS[n]["id"]: ([each.id for each in result_of(n).first], wanted(PERSONAS[n]))
        for n in range(len(PERSONAS))
        if not is_met(n)
    }
    assert len(PERSONAS) - len(unmet) >= ENOUGH, unmet


@pytest.mark.parametrize("number", range(len(PERSONAS)), ids=[row["id"] for row in PERSONAS])
def test_no_one_is_harmed(number):
    assert list(harms(number)) == []


@pytest.mark.parametrize("number", range(len(PERSONAS)), ids=[row["id"] for row in PERSONAS])
def test_at_most_five_steps_and_a_courts_earliest_limit_is_among_them(number):
    result = result_of(number)
    assert 1 <= len(result.first) <= 5
    courts = [e for e in result.openings if e.route is not None and is_court(e)]
    if any(e.state is State.NOT_READ or e.state is State.NO_DAY for e in courts):
        solicitor = next(e for e in result.first if e.id == "solicitor")
        assert solicitor.last_day is None  # one whose day was not read can end first
        return
    open_days = [e.last_day for e in courts if e.last_day and e.last_day >= TODAY]
    if open_days:
        assert min(open_days) in {each.last_day for each in result.first}
