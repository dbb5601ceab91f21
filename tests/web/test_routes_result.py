"""The result: every reachable one is whole, in plain words, and claims nothing it may not."""

from datetime import date
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candour.law.routes import read_routes
from candour.law.triage import ForWhom, Situation
from candour.law.wording import unsayable
from candour.register import selectors
from tests.law.asking import force
from tests.law.reading_age import school_years
from tests.web.walking import ANSWERS, QUESTIONS, Page, heading, page, result

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

TODAY = date(2026, 11, 22)
# What stands on every page of the site: a question, and no claim.
QUESTION = "Was it used on me?"
FORCES = (
    *("essex-police", "avon-and-somerset-police", "greater-manchester-police", "gwent-police"),
    *("police-scotland", "police-service-of-northern-ireland", "british-transport-police"),
    *("durham-constabulary", "bristol-city-council", "prison-service", "merseyside-police"),
)
DAYS = (
    *(("1", "6", "1950"), ("1", "6", "2014"), ("", "", "2019"), ("31", "12", "2024")),
    *(("14", "10", "2025"), ("", "2", "2026"), ("", "", "2026"), ("30", "6", "2026")),
    *(("22", "8", "2026"), ("22", "11", "2026")),
)


MOST_WORDS = 250  # before anything is opened
SEVENTH, EIGHTH, NINTH = 7, 8, 9  # years of school: pupils of 12, 13 and 14
QUESTIONS_AT = ("start", "where", "what", "when", "whom", "care")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@st.composite
def every_answer(draw):
    day = draw(st.sampled_from((*DAYS, None)))
    when = dict(zip(("day", "month", "year"), day, strict=True)) if day else {"no-day": "yes"}
    care = draw(st.sets(st.sampled_from(tuple(Situation))))
    slug = draw(st.sampled_from(FORCES))
    return {
        "force": slug,
        "nation": draw(st.sampled_from(("england-wales", "scotland", "northern-ireland"))),
        "what": draw(st.sampled_from(force(slug).kind.what)),
        "for": draw(st.sampled_from(tuple(ForWhom))).value,
        "care": sorted(care) or ["none"],
        **when,
    }


@lru_cache(maxsize=1)
def names():
    slugs = selectors.listed("system", selectors.Filters({})).values_list("name", flat=True)
    return {*slugs, QUESTION}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=every_answer())
def test_every_result_is_whole_and_says_nothing_it_may_not(client, answers):
    is_early = answers["force"] in {"police-scotland", "police-service-of-northern-ireland"}
    response = client.post(QUESTIONS, answers | {"at": "check"})
    if (answers["force"], answers["nation"]) == ("british-transport-police", "northern-ireland"):
        assert response.status_code == 422
        assert "does not work there" in response.content.decode()
        return
    if is_early and answers.get("year") == "1950":
        assert response.status_code == 422
        return
    assert response.status_code == 200
    assert heading(response) == "What you can do"
    found = page(response)
    known = names()
    for line in found.visible:
        assert not unsayable(line, names=known), line
    text = " ".join(found.visible)
    assert "This is not legal advice." in text
    assert "Systems in the public record" in text
    assert "Who may help" in text or "An adviser first" in text
    html = response.content.decode()
    told = sum(text.count(words) for words in ("Last day:", "Last day was:", "Day they ask for:"))
    assert told == html.count('class="last-day')
    assert text.count("Last day was:") == html.count("last-day is-past")
    first = html.partition('class="first-steps">')[2].partition("</ol>")[0]
    assert 1 <= first.count('class="first-step"') <= 5
    assert len(" ".join(Page(first).visible).split()) < MOST_WORDS
    assert school_years(sentences(Page(first))) <= NINTH, first


def test_the_guard_over_a_page_can_fail():
    found = Page("<main><p>The system was used on you.</p></main>")
    assert any(unsayable(line, names={QUESTION}) for line in found.visible)


def test_systems_are_worded_by_what_was_said_of_the_day_and_lead_to_their_pages(client):
    response = result(client, day="14", month="10", year="2022")
    text = " ".join(page(response).visible)
    assert "Knife Crime and Violence Model said to be in use since June 2021" in text
    assert "and so on 14 October 2022" in text
    assert "/systems/essex-knife-crime-and-violence-model/" in page(response).links


def test_no_system_in_the_record_is_unknown_and_not_none(client):
    text = " ".join(page(result(client, force="gwent-police")).visible)
    assert "That leaves it unknown. It does not mean that there is none." in text


def test_steps_come_in_the_order_that_protects_evidence_and_time(client):
    response = result(client, year="2026")
    ids = [each for each in page(response).ids if each.startswith("step-")]
    places = [ids.index(f"step-{name}") for name in ("keep-evidence", "c12", "d1", "c1", "d3")]
    assert places == sorted(places)
    assert len(ids) == len(set(ids)), "each step stands once"


def test_each_last_day_opens_its_working(client):
    text = result(client, year="2026").content.decode()
    assert "Thursday 14 January 2027" in text
    assert "How this day was worked out" in text
    assert "3 months after 14 October 2026" in text


def test_letters_are_opened_by_post_with_public_facts_alone(client):
    forms = [
        form
        for form in page(result(client, year="2026", **{"for": "self"})).forms
        if form["action"].startswith("/routes/letters/")
    ]
    assert len(forms) > 8
    for form in forms:
        assert form["attrs"]["method"] == "post"
        assert {name for name, _ in form["fields"]} <= {"force", "nation", "for", "system"}


def test_the_system_one_comes_from_goes_along_to_the_letters(client):
    response = result(client, system="essex-grip-hotspots")
    assert 'name="system" value="essex-grip-hotspots"' in response.content.decode()


@pytest.mark.parametrize("situation", Situation)
def test_an_adviser_comes_first_and_no_letter_is_offered(client, situation):
    response = result(client, care=situation.value)
    text = " ".join(page(response).visible)
    assert "An adviser first" in text
    assert "put no facts about what happened in writing" in text
    offered = [f["action"] for f in page(response).forms]
    draft = "/routes/letters/keep-evidence-draft/"  # made for the solicitor to send
    assert {each for each in offered if each.startswith("/routes/letters/")} == {draft}
    body = response.content.decode()
    assert body.index("An adviser first") < body.index("All steps, in order")
    assert "Do these first" not in text


def test_a_child_is_told_of_signing_and_of_who_helps_children(client):
    text = " ".join(page(result(client)).visible)
    assert "A child who understands this signs for themselves." in text
    assert "Just for Kids Law" in text


def test_an_organisation_is_shown_what_needs_no_client(client):
    ids = set(page(result(client, what="general", **{"for": "public-interest"})).ids)
    assert {"step-p1", "step-c12", "step-c6", "step-c10"} <= ids
    assert not {"step-d1", "step-c1", "step-c11"} & ids


@pytest.mark.parametrize(
    ("force", "there", "elsewhere"),
    [
        ("police-scotland", {"step-p2", "step-c3"}, {"step-p1", "step-c1", "step-c17"}),
        ("police-service-of-northern-ireland", {"step-c5", "step-c8"}, {"step-c1", "step-c7"}),
    ],
)
def test_steps_are_those_of_the_place(client, force, there, elsewhere):
    ids = set(page(result(client, force=force)).ids)
    assert there <= ids
    assert not elsewhere & ids


def test_the_part_of_the_uk_that_was_picked_decides(client):
    ids = page(result(client, force="british-transport-police", nation="scotland")).ids
    assert "step-c3" in ids


def test_what_was_answered_stands_at_the_end_and_the_day_it_was_worked_out(client):
    text = " ".join(page(result(client)).visible)
    assert "Worked out on 22 November 2026." in text
    assert "Police stopped or searched someone" in text


# plain words


def sentences(found):
    """What is visible of the page itself, each line closed so that lines do not run together.

    Names of the register and of Acts are no words of ours, nor are the frame of the site and lists
    of names to pick from.
    """
    text = "".join(words for words, is_ours in found.texts if is_ours)
    assert text
    lines = [line for line in found.lines if len(line.split()) > 3]
    return " ".join(line.strip() if line.strip()[-1] in ".?!:" else f"{line}." for line in lines)


def asked_of(response):
    html = response.content.decode()
    within = html.partition('<div id="page">')[2].partition("</main>")[0]
    for name in ("optgroup", "caption", "thead"):
        while f"<{name}" in within:
            before, _, rest = within.partition(f"<{name}")
            within = before + rest.partition(f"</{name}>")[2]
    return school_years(sentences(Page(within)))


def test_the_first_page_is_plain(client):
    assert asked_of(client.get("/routes/")) < SEVENTH


@pytest.mark.parametrize("at", QUESTIONS_AT)
def test_every_question_is_plain(client, at):
    assert asked_of(client.post(QUESTIONS, ANSWERS | {"at": at})) < EIGHTH


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"care": "charged"},
        {"for": "public-interest", "what": "general"},
        {"force": "police-scotland", "year": "2026"},
        {"force": "police-service-of-northern-ireland", "year": "2026", "for": "self"},
    ],
)
def test_every_kind_of_result_is_plain(client, changes):
    assert asked_of(result(client, **changes)) < EIGHTH


def test_the_pages_of_routes_are_plain(client):
    found = {name: asked_of(client.get(f"/routes/{name.lower()}/")) for name in read_routes()}
    assert sum(found.values()) / len(found) < EIGHTH
    assert max(found.values()) < 10, found


@pytest.mark.parametrize("address", ["replies", "limits", "clocks", "which-force"])
def test_what_one_looks_up_is_plain(client, address):
    assert asked_of(client.get(f"/routes/{address}/")) < EIGHTH


def test_long_words_would_be_found_out():
    hard = "Notwithstanding proportionality, organisational accountability considerations remain."
    assert school_years(sentences(Page(f"<p>{hard}</p>"))) > 10
