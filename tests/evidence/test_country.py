"""What is known of each body of the country: nothing told is nothing known, and no more."""

import pytest

from candour.content import FOLDER
from candour.evidence.asked import POLICE
from candour.evidence.country import covered
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection
from tests.evidence.making import silence, statement, subject, term


@pytest.fixture(scope="module")
def rows():
    schema = read_schema(FOLDER)
    collection = read_collection(FOLDER, schema)
    return {
        row.slug: row
        for row in covered(collection.of_class("body"), collection.of_class("system"), schema)
    }


def test_all_territorial_forces_of_the_country_are_there(rows):
    assert sum(row.kind == "territorial-force" for row in rows.values()) == 45


def test_no_force_abroad_is_there(rows):
    assert not {row.slug for row in rows.values() if row.kind == "foreign-force"}
    assert "los-angeles-police-department" not in rows


def test_a_body_is_known_from_each_source_that_tells_of_it_or_its_systems(rows):
    durham = rows["durham-constabulary"]
    assert "durham-hart" in durham.systems
    assert {"automated-racism", "durham-foi-782-17"} <= set(durham.sources)
    assert "shown-to-use" in durham.says
    assert not durham.nothing_known


def test_a_force_of_which_only_a_request_is_told_is_one_of_which_nothing_is_known(rows):
    gwent = rows["gwent-police"]
    assert gwent.nothing_known
    assert "gwent-foi-2022-25281" in gwent.asked_in


def test_that_a_source_is_silent_on_whether_a_body_answered_is_no_answer_of_it():
    force = subject(
        statement("The Force", field="name"),
        term("territorial-force", "kind"),
        silence("source-silent", "disclosure", source="survey"),
        term("asked", "disclosure", source="request"),
        term("refused", "disclosure", source="letter"),
        slug="force",
        subject_class="body",
    )
    (row,) = covered([force], [], read_schema(FOLDER))
    assert (row.asked_in, row.answers) == (("letter", "request"), ("refused",))
    assert row.nothing_known


def test_a_body_was_last_told_of_when_words_came_out_and_not_when_they_were_said():
    force = subject(
        statement("The Force", field="name"),
        term("territorial-force", "kind"),
        statement("An old note", said_on="2014-03-01", public_on="2014-05-01"),
        statement("It ranks people", said_on="2019-04-01", public_on="2022-06-07"),
        slug="force",
        subject_class="body",
    )
    (row,) = covered([force], [], read_schema(FOLDER))
    assert row.last_said == "2022-06-07"


def test_a_list_of_codes_tells_nothing(rows):
    assert not [row.slug for row in rows.values() if "police-force-codes" in row.sources]


def test_forces_come_first(rows):
    kinds = [row.kind in POLICE for row in rows.values()]
    assert kinds == sorted(kinds, reverse=True)
