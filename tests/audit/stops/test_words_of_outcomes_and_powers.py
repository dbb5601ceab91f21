"""Words for what came of a search, and for the power it was made under."""

import pytest

from candour.audit.stops.outcomes import outcome_of
from candour.audit.stops.powers import (
    OTHER_POWERS,
    SIXTY,
    UNSAID_TERRORISM,
    WITHOUT_SUSPICION,
    power_of,
)


@pytest.mark.parametrize(
    "words",
    [
        "Not found",
        "Nil return",
        "No trace",
        "Search negative",
        "Not charged",
        "Drugs not found",
        "Article not found - Detailed outcome unavailable",
        "Search unsuccessful",
        "No positive outcome",
        "No drugs seized",
        "Nothing of interest found",
        "No article recovered",
        "No weapon(s) found",
        "Nobody arrested",
        "Found nothing",
        "No evidence found",
        "Dim camau pellach",
    ],
)
def test_what_came_to_nothing_is_no_action(words):
    assert outcome_of(words) == "none"


@pytest.mark.parametrize(
    "words",
    ["Found", "Charged", "Article found - Detailed outcome unavailable", "Arrest",
     "Arrest - no charge", "Nothing found - arrested on warrant"],
)  # fmt: skip
def test_what_came_to_something_is_action(words):
    assert outcome_of(words) == "some"


@pytest.mark.parametrize(
    "words",
    ["Blue form", "Zebra", "Pending", "Awaiting outcome", "Outcome unavailable", "Unfounded",
     "Nothing found - words of advice"],
)  # fmt: skip
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
    "words",
    [
        "PACE Code A section 60",
        "CJA 1988 s60",
        "s60 CJA 1988",
        "CJPOA s60AA",
        "s47 Firearms Act 1968",
    ],
)
def test_section_60_of_another_act_is_another_power(words):
    assert power_of(words) == OTHER_POWERS


WITHOUT = {
    "Terrorism Act 2000 (section 47A)": "section 47A",
    "TACT s.47A": "section 47A",
    "S47A": "section 47A",
    "47A Terrorism Act": "section 47A",
    "Section 44 Terrorism Act 2000": "section 44",
    "S44(1) TACT": "section 44",
    "Schedule 7 Terrorism Act 2000": "Schedule 7",
    "Sched.7": "Schedule 7",
    "Schedule 3 CTBSA 2019": "Schedule 3",
    "Counter-Terrorism and Border Security Act 2019 (Sch 3)": "Schedule 3",
    "Serious Violence Reduction Order": "section 342E",
    "JSA s24": "Justice and Security Act, section 24",
    "No suspicion power": "unnamed powers without suspicion",
    "Terrorism Act 2000": "Terrorism Act, section not said",
}


@pytest.mark.parametrize("words", WITHOUT)
def test_each_power_that_needs_no_suspicion_is_known_as_what_it_is(words):
    assert power_of(words) == WITHOUT[words]
    assert power_of(words) in {*WITHOUT_SUSPICION, UNSAID_TERRORISM}


@pytest.mark.parametrize(
    "words",
    ["Terrorism Act 2000 (section 43)", "s43A TACT", "Firearms Act 1968 (section 47)",
     "PACE s1, not s47A", "Misuse of Drugs Act 1971 Schedule 7", "PACE s44", "s147A",
     "Schedule 3 Psychoactive Substances", "Section 1 PACE: reasonable suspicion"],
)  # fmt: skip
def test_a_power_that_needs_suspicion_is_no_other(words):
    assert power_of(words) == OTHER_POWERS
