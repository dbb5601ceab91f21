"""Values in words as readers know them."""

import pytest

from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.quantities import parse_quantity
from candour.evidence.statements import Silence
from candour.web import words

SCHEMA = read_schema(FOLDER)


@pytest.mark.parametrize(
    ("printed", "unit", "shown"),
    [
        ("1,413", "people", "1,413 people"),
        ("12 people", "people", "12 people"),
        ("66.6 per cent", "", "66.6 per cent"),
        ("£1.5m", "", "£1.5m"),
        ("more than twice", "times", "more than twice"),
    ],
)
def test_a_number_keeps_its_print(printed, unit, shown):
    assert words.quantity_in_words(parse_quantity(printed, unit=unit)) == shown


def test_a_refusal_names_its_law_and_reason():
    silence = Silence("withheld", act="FOIA 2000", section="s.31", reason="law enforcement")
    assert words.silence_in_words(silence, SCHEMA) == (
        "Withheld under FOIA 2000 s.31: law enforcement"
    )


def test_every_verdict_clash_basis_and_class_has_words():
    from candour.evidence.checks import VERDICTS
    from candour.evidence.fields import CLASSES
    from candour.evidence.statements import BASES

    assert set(VERDICTS) == set(words.VERDICTS)
    assert set(BASES) == set(words.BASES)
    assert set(CLASSES) == set(words.CLASS_LABELS) == set(words.CLASS_PLURALS)
