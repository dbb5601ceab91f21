"""Reasons for refusing: each that police cite is there, with what it takes and what to ask back."""

from candour.law.exemptions import read_exemptions
from candour.law.wording import unsayable
from tests.law.reading_age import school_years

FOUND = read_exemptions()
CITED = {12, 14, 21, 22, 23, 24, 27, 30, 31, 36, 38, 40, 41, 42, 43, 44}


def test_every_section_that_police_cite_is_there():
    assert set(FOUND) == {f"s.{number}" for number in CITED}


def test_what_is_weighed_and_what_harm_is_shown():
    assert FOUND["s.31"].test == "qualified"
    assert FOUND["s.31"].harm == "prejudice"
    assert FOUND["s.23"].test == "absolute"
    for each in FOUND.values():
        assert bool(each.harm) == (each.test != "none"), each.section


def test_each_has_a_plain_question_to_ask_back():
    for each in FOUND.values():
        assert "?" in each.ask
        assert not unsayable(each.ask)
        assert school_years(each.ask) <= 12, each.section
