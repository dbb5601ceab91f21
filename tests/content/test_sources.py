"""What the register says of its sources: what they are about, print and quote, and who speaks."""

import pytest

from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.reading import open_collection
from candour.evidence.speakers import REGISTER_ITSELF

LASER, PREDPOL = "lapd-operation-laser", "lapd-predpol"
# By their titles and openings; what the register took from them is about something else, or less.
ABOUT = {
    "timesnow-humberside-2024": ["police-scotland", "humberside-untrite-call-assistant"],
    "muckrock-laser-2019": [PREDPOL, LASER],
    "wave-laser-2019": [LASER, PREDPOL],
    "kfi-laser-2019": [LASER, PREDPOL],
    "courthouse-news-laser-2019": [LASER, PREDPOL],
    "wired-evidence-based-policing": ["durham-constabulary", "durham-hart"],
    "written-answer-79564-2025": ["moj-data-first", "moj-bold"],
    "government-technology-ai-plan-2025": [
        "ministry-of-justice",
        "hmpps-violence-in-prisons-estimator",
    ],
}
# The parts that were read of these print no day of publication.
DAYS_NOT_PRINTED = [
    *("csn-insight-bristol-2017", "muckrock-laser-2019", "kfi-laser-2019", "latimes-laser-2019"),
    *("nrc-cas-2017", "nrc-top400-2022", "latimes-santa-cruz-2020", "equally-ours-liberty-2019"),
    *("publictechnology-ndas-2019-01", "publictechnology-ndas-2019-07"),
    *("publictechnology-viper-2025", "publictechnology-cddo-2025"),
    *("publictechnology-concentrations-2025", "police-foundation-categorisation-2020"),
    *("chicago-oig-advisory-page-2020", "doughty-street-gangs-matrix-2022"),
    *("iag-emerging-technologies-2023", "ukauthority-violence-harm-assessment-2024"),
]
# Nor do the parts that were read of what these publish print their names.
NAMES_NOT_PRINTED = [
    *("palatinate", "muckrock", "times-now", "nrc", "tweakers", "nl-times", "the-justice-gap"),
    *("digital-watch", "future-of-privacy-forum", "modulos", "wired-uk", "kfi"),
    *("los-angeles-times", "courthouse-news", "yorkshire-post", "professional-security"),
    *("the-liberal", "the-economist", "the-lens-nola", "the-markup", "court-observers"),
    *("government-technology", "government-technology-uk", "government-transformation"),
    *("municipality-of-amsterdam", "lapd-office-of-the-inspector-general"),
]


@pytest.fixture(scope="module")
def content():
    return open_collection(FOLDER, read_schema(FOLDER)).subjects


@pytest.mark.parametrize("source", ABOUT)
def test_a_source_is_about_what_its_title_and_opening_are_about(content, source):
    assert [said.value for said in content[source].of("about")] == ABOUT[source]


def is_said_by_the_register_with_a_remark(statements):
    ((by, remark),) = [(said.said_by, said.qualifier("remark")) for said in statements]
    assert by == (REGISTER_ITSELF,)
    assert remark


@pytest.mark.parametrize("source", DAYS_NOT_PRINTED)
def test_a_day_that_a_copy_does_not_print_is_the_registers_and_says_from_where(content, source):
    is_said_by_the_register_with_a_remark(content[source].of("published"))


@pytest.mark.parametrize("body", NAMES_NOT_PRINTED)
def test_a_name_that_the_part_read_does_not_print_is_the_registers(content, body):
    is_said_by_the_register_with_a_remark(content[body].of("name"))


def test_counts_that_a_third_party_added_up_are_not_the_forces_own(content):
    assert content["met-stop-and-search-2023-2025"].slugs("author") == [
        "author-of-london-stop-counts"
    ]


def test_a_trial_that_was_last_year_is_of_the_year_before_the_report(content):
    trials = content["humberside-untrite-call-assistant"].of("use")
    told = {said.source: (said.valid.text, said.said_on) for said in trials}
    assert told["timesnow-humberside-2024"] == ("2023", None)


def test_numbers_in_a_papers_own_sentence_are_the_papers_and_of_their_city(content):
    figures = [
        said for said in content["netherlands-cas"].of("effect") if said.source == "nrc-cas-2017"
    ]
    told = {(said.said_by, said.value.printed, said.qualifier("area")) for said in figures}
    assert told == {
        (("nrc",), "8.8 per cent", "Hoorn"),
        (("nrc",), "20.9 per cent", "Enschede"),
    }


def test_words_that_a_paper_quotes_are_those_of_whom_it_quotes(content):
    tool = content["hmpps-violence-in-prisons-estimator"]
    read = [said for said in tool.statements if said.source == "publictechnology-viper-2025"]
    told = {(said.field, said.said_by) for said in read}
    assert told == {
        ("used-on", ("hm-prison-and-probation-service",)),
        ("staff", ("publictechnology",)),
        ("outcomes", ("publictechnology",)),
    }


def test_an_assessment_that_a_broadcaster_tells_of_is_told_by_the_broadcaster(content):
    (said,) = content["moj-homicide-prediction"].of("dpia")
    assert said.said_by == ("euronews",)


def test_a_team_of_a_council_is_named_by_the_council(content):
    team = content["insight-bristol"]
    (name,) = team.of("name")
    assert name.said_by == ("bristol-city-council",)
    assert {said.source for said in team.of("part-of")} == {
        "bristol-insight-bristol-page",
        "bristol-insight-bristol-page-older",
    }
