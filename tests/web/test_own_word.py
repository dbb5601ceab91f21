"""A force's own word in a sentence that can be quoted: dated, in the past, and who wrote else."""

from dataclasses import replace

import pytest
from django.utils import translation

from candour.evidence.use import Headline, Standing
from candour.web.pages.force_lead import own_word
from tests.evidence.making import statement

STOPPED = Headline("stopped in 2018", "stopped", Standing.LAST_OTHER)
IN_USE = Headline("in use", "in-use", Standing.LAST_IN_USE)
NAMES = {"liberty": "Liberty", "amnesty": "Amnesty", "inspector": "The inspector"}
TAIL = " No system known of it was last said to be in use."


def told(value, speaker="force", *, public_on="", **given):
    return statement(
        value,
        subject="force",
        field="predictive-use",
        kind="term",
        said_by=(speaker,),
        public_on=public_on,
        **given,
    )


def sentence(*rows, uses=()):
    return own_word("force", "The Force", rows, NAMES.__getitem__, uses)


@pytest.mark.parametrize(
    ("row", "begins"),
    [
        (told("denies-use", said_on="2023"), "In 2023 The Force said that"),
        (told("denies-use", said_on="2019-02"), "In February 2019 The Force said that"),
        (told("denies-use", public_on="2019-02-03"), "On 3 February 2019 The Force said that"),
        (
            told("denies-use", via="amnesty", public_on="2025-02-20"),
            "By 20 February 2025 The Force had said, on a day not told, that",
        ),
        # Of the year in which it came out, so said in that year.
        (
            told("denies-use", via="amnesty", public_on="2023", valid="2023"),
            "In 2023 The Force said that",
        ),
        (told("denies-use", via="amnesty"), "On a day not told The Force said that"),
    ],
)
def test_its_word_has_its_day_or_the_day_by_which_it_had_been_said(row, begins):
    assert sentence(row).text == f"{begins} it used no such system."


def test_of_several_words_the_last_whose_day_is_told_stands():
    rows = (
        told("says-uses", said_on="2018"),
        told("says-uses", said_on="2022"),
        told("says-uses", via="amnesty", public_on="2025-02-20"),
    )
    assert sentence(*rows).text == "In 2022 The Force said that it used such systems."


def test_a_change_of_its_word_is_told_in_order():
    rows = (told("denies-use", said_on="2022"), told("says-uses", said_on="2018"))
    assert sentence(*rows).text == (
        "In 2018 The Force said that it used such systems. "
        "In 2022 The Force said that it used no such system."
    )


def test_those_who_wrote_otherwise_are_named_up_to_two_with_the_year():
    denied = told("denies-use", said_on="2023")
    liberty = told("shown-to-use", "liberty", said_on="2019", via="amnesty")
    amnesty = told("shown-to-use", "amnesty", public_on="2025-02-20")
    undated = told("shown-to-use", "inspector", via="amnesty")
    begins = "In 2023 The Force said that it used no such system; "
    ends = " wrote that it used such systems."
    assert sentence(denied, liberty).text == f"{begins}Liberty (2019){ends}"
    both = sentence(denied, liberty, amnesty, amnesty)
    assert both.text == f"{begins}Liberty (2019) and Amnesty (2025){ends}"
    assert both.mark == "clash"
    third = sentence(denied, undated, liberty, amnesty)
    assert third.text == f"{begins}The inspector, Liberty (2019) and others{ends}"


def test_without_its_own_word_the_sentence_names_who_wrote_it():
    assert sentence(told("shown-to-use", "amnesty", public_on="2025")).text == (
        "Amnesty (2025) wrote that The Force used such systems; its own word is not told."
    )
    assert sentence().text == "What it says of its own use is not told."


def test_a_word_of_systems_that_have_all_stopped_is_not_left_to_read_as_of_today():
    row = told("says-uses", via="amnesty", public_on="2025-02-20")
    assert sentence(row, uses=[STOPPED]).text.endswith(f"used such systems.{TAIL}")
    disputed = replace(STOPPED, is_disputed=True)
    for uses in ((), [IN_USE], [STOPPED, IN_USE], [disputed]):
        assert TAIL not in sentence(row, uses=uses).text


def test_its_word_is_told_in_welsh():
    rows = (
        told("denies-use", via="amnesty", public_on="2025-02-20"),
        told("shown-to-use", "amnesty", public_on="2025-02-20"),
    )
    with translation.override("cy"):
        text = sentence(*rows).text
    assert text == (
        "Erbyn 20 Chwefror 2025 roedd The Force wedi dweud, ar ddiwrnod na nodir, nad oedd yn "
        "defnyddio system o’r fath; ysgrifennodd Amnesty (2025) ei fod yn defnyddio systemau "
        "o’r fath."
    )
