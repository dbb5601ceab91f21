"""Wording is never stronger than its evidence, and never timeless."""

import pytest

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.fields import read_schema
from candour.evidence.quantities import parse_quantity
from candour.evidence.statements import Silence, Statement
from candour.web import words

SCHEMA = read_schema(FOLDER)


def use(value, valid=None):
    return Statement(
        subject="a-system",
        field="use",
        kind="term",
        value=value,
        said_by=("a-force",),
        source="a-report",
        locator="1",
        basis="research",
        valid=parse_days(valid) if valid else None,
    )


def sentence(*uses):
    return words.last_shown(uses, SCHEMA).sentence


def test_use_is_worded_by_the_latest_day_on_which_it_was_shown():
    assert sentence(use("in-use", "2020/"), use("in-use", "2024-08")) == (
        "Last shown in use August 2024"
    )


def test_an_open_end_says_nothing_of_later_days():
    assert sentence(use("in-use", "2020/")) == ("Shown in use from 2020; no later day is given")


def test_a_stretch_is_shown_up_to_its_end():
    assert sentence(use("in-use", "2020-09/2021-03")) == "Last shown in use March 2021"


def test_a_trial_is_no_use():
    assert sentence(use("in-trial", "2013")) == "Last shown on trial 2013"


def test_days_that_are_not_given_are_not_made_up():
    assert sentence(use("in-use")) == "Shown in use, on days the source does not give"


def test_a_denial_shows_no_use_and_stays_beside_what_was_shown():
    found = words.last_shown([use("in-use", "2019"), use("denied", "2024-12")], SCHEMA)
    assert found.sentence == "Last shown in use 2019"
    assert [said for said, _ in found.later] == ["Use denied December 2024"]
    assert sentence(use("denied", "2024")) == "Not shown in use"


def test_no_statement_is_no_denial():
    assert sentence() == "Nothing read so far says whether it was used"


def test_no_wording_says_that_something_is_in_use():
    terms = SCHEMA.vocabularies["use"]
    for valid in (None, "2020", "2020/", "/2020", "before 2016", "2013/2014"):
        for term in terms:
            said = sentence(use(term, valid))
            assert " is " not in f" {said} ".replace("no later day is given", "")


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
