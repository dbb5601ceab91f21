"""Words for what came of a search, and for the power it was made under."""

import pytest

from candour.audit.stops.outcomes import OTHER_POWERS, SIXTY, outcome_of, power_of


@pytest.mark.parametrize(
    "words",
    ["Not found", "Nil return", "No trace", "Search negative", "Not charged", "Drugs not found"],
)
def test_what_came_to_nothing_is_no_action(words):
    assert outcome_of(words) == "none"


@pytest.mark.parametrize("words", ["Found", "Charged", "Article found", "Arrest"])
def test_what_came_to_something_is_action(words):
    assert outcome_of(words) == "some"


@pytest.mark.parametrize("words", ["Blue form", "Zebra"])
def test_words_that_nobody_knows_are_unknown(words):
    assert outcome_of(words) == "unknown"


@pytest.mark.parametrize(
    "words",
    ["CJPOA60", "CJPO s60", "CJPOA s.60", "s60 Criminal Justice & Public Order Act 1994",
     "PACE s1 / CJPOA s60", "s60 CJPOA, not s1 PACE", "Section 60"],
)  # fmt: skip
def test_section_60_is_known_however_it_is_written(words):
    assert power_of(words) == SIXTY


@pytest.mark.parametrize(
    "words", ["PACE Code A section 60", "CJA 1988 s60", "s60 CJA 1988", "CJPOA s60AA", "s47A"]
)
def test_section_60_of_another_act_is_another_power(words):
    assert power_of(words) == OTHER_POWERS
