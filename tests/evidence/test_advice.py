"""An editor is warned of what readers will miss, and shown what may clash; readers never are."""

# Tables of cases read best with one case to a line, however long.

from dataclasses import replace

import pytest

from candour.content import FOLDER
from candour.evidence.advice import suggested_clashes, warnings_of
from candour.evidence.reading import open_collection
from tests.evidence.making import (
    REPORT,
    collection,
    make_folder,
    schema,
    statement,
    subject,
)

CLAIM = statement(
    "It reduced violent crime significantly", field="claimed-effect", said_by=["force"]
)
RESULT = statement("No clear effect on violent crime", field="evaluation-finding", locator="2")
PANEL = statement("A panel oversees every new system closely", field="oversight", said_by=["force"])
NO_PANEL = statement("The panel has never overseen it closely", field="oversight", locator="3")
ELSEWHERE = statement("It sends officers to schools", field="operation", locator="4")


def published(folder, text):
    source = REPORT.replace("published: 2025-02-20\n", text)
    made = make_folder(folder / "content", {"sources/report": source})
    warnings = warnings_of(open_collection(made, schema()))
    return [warning for warning in warnings if warning.field == "published"]


@pytest.mark.parametrize(
    "told",
    ["published: 2025-02-20\n", "published: 2025\n", "published: {silence: source-silent}\n"],
)
def test_a_source_whose_day_is_told_or_said_to_be_unknown_brings_no_warning(tmp_path, told):
    assert published(tmp_path, told) == []


def test_a_source_without_a_day_of_publication_brings_a_warning_that_says_what_to_do(tmp_path):
    (warning,) = published(tmp_path, "")
    assert (warning.file, warning.field) == ("sources/report.yaml", "published")
    assert "no day of publication" in warning.message
    assert "{silence: source-silent}" in warning.message


def test_no_source_that_ships_leaves_its_day_untold():
    assert warnings_of(open_collection(FOLDER, schema())) == []


def pairs(*statements, declared=()):
    found = suggested_clashes(collection(subject(*statements)), list(declared))
    return [(pair.first.value, pair.second.value) for pair in found]


def test_a_claim_and_what_was_found_of_it_are_suggested():
    assert pairs(CLAIM, RESULT, ELSEWHERE) == [(CLAIM.value, RESULT.value)]


def test_a_text_and_its_denial_by_another_are_suggested_before_the_rest():
    found = pairs(CLAIM, RESULT, PANEL, NO_PANEL)
    assert found[0] == (PANEL.value, NO_PANEL.value)
    assert (CLAIM.value, RESULT.value) in found


def test_texts_with_nothing_in_common_are_not_suggested():
    assert pairs(CLAIM, ELSEWHERE) == []


def test_words_that_every_text_here_has_make_no_two_of_them_alike():
    """Police, system and data are in all texts: one that denies shares them with any other."""
    told = statement("The police use more data in this system", field="oversight")
    denied = statement("Police would not report which data a system uses", field="oversight")
    moved = replace(denied, locator="9")
    assert pairs(told, moved) == []


def test_what_an_editor_has_declared_is_not_suggested_again():
    from candour.evidence.contradictions import Contradiction, ContradictionSide

    sides = (
        ContradictionSide(("force",), "It fell.", (CLAIM,)),
        ContradictionSide(("authors",), "It did not.", (RESULT,)),
    )
    declared = Contradiction("c1-x", "wording", ("tool",), sides, "editor", "", "words")
    assert pairs(CLAIM, RESULT, declared=[declared]) == []


def test_only_the_subjects_asked_about_are_looked_at():
    content = collection(subject(CLAIM, RESULT))
    assert suggested_clashes(content, [], frozenset({"tool"}))
    assert suggested_clashes(content, [], frozenset({"another"})) == []
