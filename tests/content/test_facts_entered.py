"""The dossier of 47 sources: which facts were entered, and how carefully they are worded."""

import re
from pathlib import Path

import pytest

from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.following import what_follows
from candour.evidence.reading import read_collection
from candour.evidence.speakers import PRESS, REGISTER_ITSELF

LIST = Path(__file__).with_name("facts_entered.txt")
SOURCES, FACTS = 47, 411
HEADING = re.compile(r"\[(\d\d) ([a-z0-9-]+)\]")
NOT = "not: "
FIRST = "automated-racism"
# What is said against a system or a body stands under these.
FAULTS = ("evaluation-finding", "finding", "discrimination", "limitation")
TELLS = re.compile(
    r"\b(say|says|said|tell|tells|told|report|reports|reported|found|admits|accepts)\b"
)


@pytest.fixture(scope="module")
def schema():
    return read_schema(FOLDER)


@pytest.fixture(scope="module")
def content(schema):
    return read_collection(FOLDER, schema)


@pytest.fixture(scope="module")
def entries():
    """Source and number of each fact: the subject its handles belong to, and what it became."""
    found, source, home = {}, "", ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        heading = HEADING.fullmatch(line)
        if heading:
            source, home = heading.groups()
        elif line and not line.startswith("#"):
            number, _, became = line.partition(": ")
            assert (source, number) not in found
            found[source, number] = home, became
    return found


def test_every_fact_of_every_source_is_listed(entries):
    assert len(entries) == FACTS
    assert len({source for source, _ in entries}) == SOURCES


def test_every_fact_stands_in_the_register_or_says_why_not(content, entries):
    lost = {
        fact: handle
        for fact, (home, became) in entries.items()
        if not became.startswith(NOT)
        for handle in became.split()
        if not content.find(handle, home=home)
    }
    assert lost == {}
    assert all(len(became) > len(NOT) for _, became in entries.values() if NOT in became)


def test_nine_of_ten_facts_of_all_sources_are_entered(entries):
    entered = {fact for fact, (_, became) in entries.items() if not became.startswith(NOT)}
    assert len(entered) >= 370
    assert len({source for source, _ in entered}) == SOURCES


def test_a_fact_rests_on_what_was_read_and_not_on_the_first_report(content, entries):
    for (source, number), (home, became) in entries.items():
        if became.startswith(NOT):
            continue
        read = [s for handle in became.split() for s in content.find(handle, home=home)]
        assert any(one.source != FIRST for one in read), (source, number)


def test_thirty_contradictions_are_between_sources(content, schema):
    between = [
        clash
        for clash in what_follows(content, schema).contradictions
        if len({statement.source for statement in clash.statements}) > 1
    ]
    assert len(between) >= 50


def test_twenty_systems_are_told_of_by_no_statement_of_the_first_report(content):
    new = [
        subject.slug
        for subject in content.of_class("system")
        if all(statement.source != FIRST for statement in subject.statements)
    ]
    assert len(new) >= 20


def test_a_fault_told_by_the_press_alone_says_who_tells_it(content):
    """In the sentence itself, so that whoever quotes it quotes that too."""
    silent = [
        f"{one.subject}: {one.value}"
        for one in content.statements()
        if one.basis == PRESS and one.field in FAULTS and one.kind == "text"
        if not TELLS.search(str(one.value))
    ]
    assert silent == []


def test_a_fault_of_a_system_told_by_the_press_alone_has_the_answer_beside_it(content):
    """What the body answered, or that no answer stood in what was read."""
    bare = []
    for system in content.of_class("system"):
        for one in system.statements:
            told = one.basis == PRESS and one.field in FAULTS and one.kind == "text"
            own = set(one.said_by) <= {*system.slugs("operator")}
            if told and not own and not one.qualifier("remark"):
                bare.append(f"{one.subject}: {one.value}")
    assert bare == []


def test_nothing_that_stands_first_rests_on_the_press_alone(content, schema):
    """A contradiction put first, and a summary, which is this register's own."""
    first = [clash for clash in what_follows(content, schema).contradictions if clash.first]
    for clash in first:
        for side in clash.sides:
            assert any(statement.basis != PRESS for statement in side.statements), clash.id
    summaries = [s for subject in content.subjects.values() for s in subject.of("summary")]
    assert {s.said_by for s in summaries} == {(REGISTER_ITSELF,)}
