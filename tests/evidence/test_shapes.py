"""What a log says of a page is taken only in the shape that is kept."""

import pytest

from candour.evidence.changes import page_of
from candour.evidence.collection import CheckSpec, ContradictionSpec, DerivedSpec, Side
from candour.evidence.shapes import page_fault
from tests.evidence.making import statement, subject

SIDES = (Side("one", ("purpose.1",)), Side("other", ("purpose.2",)))
PAGE = page_of(
    subject(
        statement("a"),
        statement("b"),
        checks=(CheckSpec("tool", "b", "claim = c"),),
        derived=(DerivedSpec("tool", "x", "what it tells", "b.a - b.c", ""),),
        contradictions=(ContradictionSpec("tool", "clash", "scope", SIDES, "why", rank=2),),
        redirects=("old-tool",),
    )
)
PARTS = ("checks", "derived", "contradictions")


def test_a_page_with_all_that_it_may_hold_is_taken():
    assert page_fault(PAGE) == ""
    assert {"redirects", *PARTS} < PAGE.keys()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "spec", ["a word", None, {"text": 3}, {"sides": [{"said": 3}]}, {"line": 1}]
)
def test_a_part_of_a_page_that_is_no_mapping_of_texts_is_named(part, spec):
    for specs in ([*PAGE[part], spec], spec):
        told = page_fault(PAGE | {part: specs})
        assert told == f"the {part} of a page are mappings of texts"
