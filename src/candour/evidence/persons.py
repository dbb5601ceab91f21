"""No one person can be told from what the register holds of people affected.

A researcher gives someone another name; what they went through, put together, can still name
them. So a person who speaks for themselves (a body of kind `private-person`) brings few
statements, and those without days, ages, health or scores; and no words of anyone's testimony
carry an age. What is dropped stands in the source.
"""

import re
from collections.abc import Iterator

from candour.core.errors import Problem
from candour.evidence.collection import Collection, Row
from candour.evidence.fields import Schema
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement

PRIVATE_PERSON = "private-person"
MOST_STATEMENTS = 10
HEALTH = "health"
YEARS = "years"
TESTIMONY = frozenset({"harm", "notice", "access", "view"})
TOLD = frozenset({"note", "remark", "general"})
_NUMBER = (
    r"(?:\d{1,2}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
AGE = re.compile(
    rf"\b(?:aged?|age of|at) {_NUMBER}\b|\b{_NUMBER}[- ]years?[- ]olds?\b|"
    r"\b(?:their|his|her|since) (?:early |late )?(?:teens|twenties|thirties|childhood|youth)\b",
    re.IGNORECASE,
)
ILLNESS = re.compile(
    r"\b(?:diagnos\w+|anxiety|depress\w+|PTSD|post-traumatic|therapy|medication|autis\w+|suicid\w+)\b",
    re.IGNORECASE,
)
SCORE = re.compile(
    r"\b(?:standard|medium|high|low)[- ]risk\b|\brisk of (?:standard|medium|high|low)\b|"
    r"\b(?:a|as) (?:standard|medium|high|low) risk\b|\b\d+ per cent\b",
    re.IGNORECASE,
)


def person_problems(
    row: Row, file: str, schema: Schema, people: frozenset[str]
) -> Iterator[Problem]:
    """What in a row can help to tell one person from others. `people` are private persons."""
    statement = row.statement
    speaks = _speaks(statement, people)
    if not speaks and not _is_testimony(statement):
        return
    for text in _texts(statement):
        if AGE.search(text):
            yield Problem(file, row.line, row.handle, _drop("an age"))
        if ILLNESS.search(text):
            yield Problem(file, row.line, row.handle, _drop("someone's health"))
        if speaks and SCORE.search(text):
            yield Problem(file, row.line, row.handle, _drop("one person's score"))
    if isinstance(statement.value, Quantity) and statement.value.unit == YEARS:
        yield Problem(file, row.line, row.handle, _drop("an age or a stretch of years"))
    if speaks:
        yield from _of_one_person(row, file, schema)


def too_many_of_one_person(collection: Collection, people: frozenset[str]) -> Iterator[Problem]:
    """A person from whom the register holds so much that it can describe only them."""
    for person in sorted(people):
        spoken = sum(_speaks(s, frozenset({person})) for s in collection.statements())
        if spoken > MOST_STATEMENTS:
            yield Problem(
                f"bodies/{person}.yaml",
                0,
                "",
                f"{spoken} statements come from this one person; together they can name someone, "
                f"so keep at most {MOST_STATEMENTS}",
            )


def private_people(collection: Collection) -> frozenset[str]:
    bodies = collection.of_class("body")
    return frozenset(body.slug for body in bodies if body.first_text("kind") == PRIVATE_PERSON)


def _speaks(statement: Statement, people: frozenset[str]) -> bool:
    return bool(people.intersection((*statement.said_by, statement.via)))


def _is_testimony(statement: Statement) -> bool:
    return statement.basis == "testimony" or statement.field in TESTIMONY


def _texts(statement: Statement) -> Iterator[str]:
    if statement.kind == "text":
        yield str(statement.value)
    for key, text in statement.qualifiers:
        if key in TOLD:
            yield text


def _of_one_person(row: Row, file: str, schema: Schema) -> Iterator[Problem]:
    statement = row.statement
    if statement.valid is not None:
        yield Problem(file, row.line, row.handle, _drop("a day of one person's life"))
    if isinstance(statement.value, Quantity) and statement.value.unit != "people":
        yield Problem(file, row.line, row.handle, _drop("a number about one person"))
    if statement.kind == "term":
        term = schema.term(schema.fields[statement.field].vocabulary, str(statement.value))
        if HEALTH in term.flags:
            yield Problem(file, row.line, row.handle, _drop("someone's health"))


def _drop(what: str) -> str:
    return f"carries {what}, which with the rest can name a person: leave it in the source"
