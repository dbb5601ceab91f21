"""Ten questions that readers bring, each answered by one page, in words that stand on it.

The pages are read as text; a question fails if its answer is no longer there.
"""

import html
import re

import pytest

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

TAGS = re.compile(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)

QUESTIONS = {
    "What did Avon and Somerset say about prediction over time?": (
        "/bodies/avon-and-somerset-police/",
        ["asked whether it tries out, uses or ever used predictive policing: yes",
         "the software is SPSS Modeler", "listed when asked for predictive models",
         "None of its models assesses how likely anything is",
         "Some of its applications would count as predictive tools"],
    ),
    "Which systems of prisons are known, and by whose word?": (
        "/systems/?operator=ministry-of-justice",
        ["OASys", "Violence in Prisons Estimator", "Digital Categorisation Service",
         "(Prison Reform Trust)", "(Statewatch)"],
    ),
    "Which systems of probation are known, and by whose word?": (
        "/bodies/probation-service/",
        ["OASys", "Effective Proposal Framework", "OGRS in the probation service",
         "(An inspector of West Midlands Police)", "National Probation Service",
         "until 26 June 2021"],
    ),
    "When was the Gangs Matrix public knowledge, and what was said of its data?": (
        "/systems/mps-gangs-matrix/",
        ["out May 2018", "are to be destroyed on 13 February 2025",
         "people can ask whether they were on it", "Name Information Commissioner's Office"],
    ),
    "Which forces have an official record?": (
        "/official-records/",
        ["2 of them are of police forces", "Hampshire and Thames Valley Police: DARAT",
         "West Midlands Police: exploratory analysis of sexual convictions",
         "OASys", "The standard obliges no police force to publish one"],
    ),
    "How right are the nine models of Avon and Somerset, by its own scores?": (
        "/systems/avon-and-somerset-predictive-data-science-models/",
        ["0.970519328", "share of true cases that were flagged", "Matthews' correlation"],
    ),
    "When did Kent stop PredPol, and why?": (
        "/systems/kent-predpol/",
        ["March 2018", "contract not renewed",
         "A change of direction with no pressure from outside",
         "Ended to avoid a licence fee",
         "Four sources say so, and no two of them independently"],
    ),
    "Is V100 a list of men, and from what is it made?": (
        "/systems/mps-v100/",
        ["Men and women", "names given by victims", "Cambridge",
         "the sentence that a first offender would get is added up"],
    ),
    "How many tools have others counted, and why is our number another?": (
        "/forces/",
        ["counts 70 tools, 27 of them live", "Neither count is part of the other"],
    ),
    "Who has been scored by OASys, and could anyone outside check it?": (
        "/systems/hmpps-oasys/",
        ["more than seven million scores", "9,420 assessments",
         "Scientists outside government had no access to its data",
         "has implications for data protection", "A compendium of research and analysis"],
    ),
}  # fmt: skip


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return " ".join(html.unescape(TAGS.sub(" ", page.content.decode())).split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_by_one_page(client, question):
    address, answers = QUESTIONS[question]
    said = read(client, address)
    missing = [words for words in answers if words.casefold() not in said.casefold()]
    assert missing == []


def test_a_former_name_leads_to_the_body_that_came_after(client):
    answer = client.get("/bodies/national-probation-service/")
    assert (answer.status_code, answer["Location"]) == (301, "/bodies/probation-service/")


def test_the_page_and_the_api_count_the_same_systems(client):
    counted = client.get("/api/v1/coverage").json()["counted"]
    said = read(client, "/forces/")
    assert f"tells of {counted['ours']} systems in the United Kingdom" in said
    assert f"{counted['ours_in_scope']} of them in its scope" in said


def test_what_sources_say_alike_and_a_life_are_in_pages_json_and_the_api(client):
    address = "/systems/kent-predpol"
    for data in (client.get(f"{address}.json"), client.get("/api/v1/subjects/kent-predpol")):
        told = data.json()
        stopped = next(one for one in told["corroborated"] if one["field"] == "use")
        assert len(stopped["sources"]) == 4
        assert len(stopped["independent"]) == 1
        days = [one["days"] for one in told["timeline"] if one["field"] == "use"]
        assert "2018-03/" in days
    key = stopped["statements"][0]
    page = read(client, f"/statements/{key}/")
    assert "Who else says so" in page
    assert client.get(f"/statements/{key}.json").json()["corroborated"] == stopped


def test_no_name_of_a_system_is_lost_among_official_records(client):
    page = client.get("/official-records/").content.decode()
    assert '<a href="/systems/hmpps-oasys/">OASys</a>' in page
    assert '<a href="/systems/hmpps-violence-in-prisons-estimator/">' in page
