"""What the register says of a source holds no day that the source can't, and no day of speaking."""

import pytest

from candour.content import FOLDER
from candour.evidence.own_words import own_word_problems
from candour.evidence.reading import read_with_problems
from tests.evidence.making import KEEPER, TOOL, make_folder, schema

OWN = "source: register-itself\nat: '1'\nname: {value: Register, said_by: candour}\nkind: report\npublished: 2024-01-01\nauthor: candour\n"  # noqa: E501
REFUSED = {
    "a later year": ("summary: It ended in 2026.\n", "summary.1", "2026"),
    "a later month": ("summary: It ended in March 2025.\n", "summary.1", "March 2025"),
    "a later day": ("summary: It ended on 21 February 2025.\n", "summary.1", "21 February 2025"),
    "a later day in a note": (
        "ban-scope: {value: in-scope, note: none found on 2025-06-01}\n",
        "ban-scope.in-scope",
        "2025-06-01",
    ),
    "a day after that of reading": (
        "summary: {value: None found in May 2026., valid: 2026-04-30}\n",
        "summary.1",
        "May 2026",
    ),
}
TAKEN = {
    "the year it came out": "summary: It ended in 2025.\n",
    "the day it came out": "summary: It ended on 20 February 2025.\n",
    "a day by which it was due": "summary: It was due by April 2026.\n",
    "a day of reading that the row states": (
        "summary: {value: None found in April 2026., valid: 2026-04-30}\n"
    ),
    "a later day in a remark on another's words": (
        "purpose: {value: Find people, remark: read in 2026}\n"
    ),
    "a finding of the register's own": (
        "summary: {value: None seen in 2026., source: register-itself}\n"
    ),
    "a number that is no year": "summary: It scored 20260 people and 2026a.\n",
}


def problems_of(tmp_path, extra):
    folder = make_folder(
        tmp_path / "content",
        {"systems/tool": TOOL + extra, "sources/register-itself": OWN, "bodies/candour": KEEPER},
    )
    return [(p.field, p.message) for p in read_with_problems(folder, schema())[1]]


@pytest.mark.parametrize(("extra", "field", "words"), REFUSED.values(), ids=REFUSED)
def test_a_day_later_than_the_source_is_refused(tmp_path, extra, field, words):
    ((where, message),) = problems_of(tmp_path, extra)

    assert where == field
    assert message.startswith(f"tells of {words}, after its source came out (")


@pytest.mark.parametrize("extra", TAKEN.values(), ids=TAKEN)
def test_a_day_that_the_source_can_hold_is_taken(tmp_path, extra):
    assert problems_of(tmp_path, extra) == []


def test_the_register_is_not_made_to_speak_on_another_day(tmp_path):
    extra = "related: {value: force, said_on: 2013, note: its model}\n"

    ((field, message),) = problems_of(tmp_path, extra)

    assert field == "related.force"
    assert "candour, which did not speak on the day in `said_on:`" in message


def test_the_words_of_others_keep_the_day_they_were_said(tmp_path):
    extra = "purpose: {value: Find people by 2030 and in 2040, said_by: force, said_on: 2013}\n"

    assert problems_of(tmp_path, extra) == []


def test_the_content_that_ships_holds_to_it(shipped):
    assert [str(p) for row, name in shipped for p in own_word_problems(row, name)] == []


@pytest.fixture(scope="module")
def shipped():
    collection, _ = read_with_problems(FOLDER, schema())
    return [(row, slug) for slug, file in collection.subjects.items() for row in file.rows]
