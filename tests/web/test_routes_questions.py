"""The questions: one a page, mistakes told beside their field, nothing lost on the way."""

from datetime import date

import pytest
from django.test import Client

from candour.law.bodies import read_kinds
from candour.law.routes import What
from candour.law.triage import ForWhom, Situation
from candour.web.help.form import FIELDS, Question
from tests.web.test_bad_input import ODD
from tests.web.walking import (
    ANSWERS,
    QUESTIONS,
    START,
    Page,
    check,
    heading,
    page,
    post,
    result,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def mistake(response):
    assert response.status_code == 422
    text = response.content.decode()
    assert 'id="mistakes"' in text
    found = page(response)
    for link in found.links:
        if link.startswith("#f-"):
            assert link[1:] in found.ids, f"{link} leads nowhere"
    start = text.index('class="mistakes"')
    return " ".join(page_text(text[start : text.index("</ul>", start)]))


def page_text(html):
    return [text.strip() for text, _ in Page(html).texts if text.strip()]


# the way


def test_the_first_page_says_what_it_gives_and_that_nothing_is_kept(client):
    found = page(client.get("/routes/"))
    text = " ".join(found.visible)
    assert "In five minutes" in text
    assert "There is no cookie and no account." in text
    assert "This is not legal advice." in text
    assert "https://www.metoffice.gov.uk/" in found.links, "a way to leave in a hurry"
    assert found.form("start") == {"at": "start"}


def test_a_whole_walk_asks_one_question_a_page_and_loses_no_answer(client):
    asked, fields, at = [], dict(START), "start"
    for _ in range(12):
        response = client.post(QUESTIONS, fields)
        assert response.status_code == 200
        asked.append(heading(response))
        if asked[-1] == "What you can do":
            break
        at = "check" if asked[-1] == "Check your answers" else next_at(response)
        kept = page(response).form(at) if at == "check" else forward_form(response)
        own = FIELDS[Question(at)] if at != "check" else ()
        fields = kept | {name: ANSWERS[name] for name in own if name in ANSWERS}
        fields.pop("go", None)
    assert asked == [
        "Which force or other body was it?",
        "What happened?",
        "When was it?",
        "Has a reply come?",
        "Who is this for?",
        "How old is the child?",
        "Is one of these so?",
        "Check your answers",
        "What you can do",
    ]


def forward_form(response):
    """The form that leads on, with what it keeps; fields to be picked are left out."""
    (form,) = (f for f in page(response).forms if f["attrs"].get("data-step") == "next")
    return {n: v for n, v in form["fields"] if n in {"at", *ANSWERS} and v and n != "selected"}


def next_at(response):
    return forward_form(response)["at"]


def test_progress_is_shown_and_counts_the_questions_there_are(client):
    assert "Question 2 of 7" in post(client, **ANSWERS, at="where").content.decode()
    both = {"force": "british-transport-police", "at": "where"}
    assert "Question 2 of 8" in post(client, **ANSWERS | both).content.decode()
    last = ANSWERS | {"for": "public-interest", "at": "where"}
    assert "Question 2 of 5" in post(client, **last).content.decode()


@pytest.mark.parametrize(
    ("at", "before"),
    [
        ("where", "Was it used on me?"),
        ("what", "Which force or other body was it?"),
        ("when", "What happened?"),
        ("reply", "When was it?"),
        ("whom", "Has a reply come?"),
        ("age", "Who is this for?"),
        ("care", "How old is the child?"),
        ("check", "Is one of these so?"),
        ("result", "Check your answers"),
        ("nonsense", "Was it used on me?"),
    ],
)
def test_back_leads_to_the_page_before_with_its_answer(client, at, before):
    response = post(client, **ANSWERS, at=at, go="back")
    assert response.status_code == 200
    assert heading(response) == before
    if before == "Which force or other body was it?":
        assert '<option value="essex-police" translate="no" selected>' in response.content.decode()
    if before == "When was it?":
        assert 'name="year" inputmode="numeric" maxlength="4" size="4" value="2025"' in (
            response.content.decode()
        )


def test_every_page_but_the_first_has_its_own_way_back(client):
    for at in ("start", "where", "what", "when", "whom", "care", "check"):
        response = post(client, **ANSWERS, at=at)
        backs = [f for f in page(response).forms if f["attrs"].get("data-step") == "back"]
        assert len(backs) == 1
        kept = dict(backs[0]["fields"])
        assert kept["go"] == "back"


def test_an_answer_can_be_changed_from_the_page_that_sums_them_up(client):
    summed = check(client)
    assert heading(summed) == "Check your answers"
    text = " ".join(page(summed).visible)
    for words in ("Essex Police", "14 October 2025", "A child or young person", "None of these"):
        assert words in text
    changed = post(client, **ANSWERS, at="check", go="change-what")
    assert heading(changed) == "What happened?"
    assert 'value="stop-and-search" checked' in changed.content.decode()
    again = post(client, **ANSWERS | {"what": "patrols"}, at="what", review="1")
    assert heading(again) == "Check your answers"
    assert "There are more police where someone lives" in again.content.decode()


def test_a_changed_answer_that_opens_a_question_asks_it(client):
    moved = post(client, **ANSWERS | {"force": "british-transport-police"}, at="where", review="1")
    assert heading(moved) == "In which part of the UK was it?"
    assert moved.status_code == 200, "it was not asked before, so it is no mistake"


def test_the_part_of_the_uk_is_asked_only_where_a_body_works_in_several(client):
    asked = post(client, **ANSWERS | {"force": "british-transport-police"}, at="where")
    assert heading(asked) == "In which part of the UK was it?"
    for slug in ("essex-police", "police-scotland", "police-service-of-northern-ireland"):
        assert heading(post(client, **ANSWERS | {"force": slug}, at="where")) == "What happened?"


def test_nobody_is_asked_of_charges_where_there_is_no_person(client):
    summed = post(client, **ANSWERS | {"for": "public-interest"}, at="whom")
    assert heading(summed) == "Check your answers"


def test_a_question_on_policing_as_a_whole_asks_for_another_day(client):
    asked = post(client, **ANSWERS | {"what": "general"}, at="what")
    assert heading(asked) == "Which day is it about?"


def test_all_forces_are_offered_by_the_part_of_the_uk(client):
    text = post(client, **START).content.decode()
    for label in ("England", "Wales", "Scotland", "Northern Ireland", "In the whole UK"):
        assert f'<optgroup label="{label}">' in text
    assert text.count("<option") >= 45
    assert "Essex Police" in text
    assert "Oakland" not in text
    assert "I do not know which force" in text


# what an address may choose beforehand


def test_a_system_chooses_its_force_and_says_so(client):
    found = page(client.get("/routes/?system=essex-knife-crime-and-violence-model"))
    assert found.form("start") == {
        "system": "essex-knife-crime-and-violence-model",
        "force": "essex-police",
        "at": "start",
    }
    asked = client.post(QUESTIONS, found.form("start"))
    assert '<option value="essex-police" translate="no" selected>' in asked.content.decode()


def test_a_system_of_several_bodies_chooses_none(client):
    found = page(client.get("/routes/?system=hampshire-and-thames-valley-darat"))
    assert "force" not in found.form("start")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("system=oakland-predpol", "is used outside the UK"),
        ("force=oakland-police", "is outside the UK"),
        ("system=no-such-thing", "We do not know that system."),
        ("force=no-such-thing", "We do not know that body."),
        ("force=liberty", "We do not know that body."),
        ("system=%00&force=" + "x" * 900, "Was it used on me?"),
    ],
)
def test_what_cannot_be_chosen_beforehand_is_said(client, query, says):
    response = client.get(f"/routes/?{query}")
    assert response.status_code == 200
    assert says in response.content.decode()


def test_every_system_leads_to_its_routes_and_letters(client):
    links = page(client.get("/systems/durham-hart/")).links
    assert "/routes/?system=durham-hart" in links
    assert "/routes/letters/?system=durham-hart" in links
    assert "/routes/" in page(client.get("/")).links


# mistakes


@pytest.mark.parametrize(
    ("at", "changes", "says"),
    [
        ("where", {"force": ""}, "Pick the force or other body."),
        ("where", {"force": "no-such"}, "Pick a force or other body from the list."),
        ("where", {"force": "oakland-police"}, "is outside the UK."),
        ("where", {"force": "liberty"}, "is no public authority."),
        ("where", {"force": "durham-hart"}, "Pick a force or other body from the list."),
        ("nation", {"force": "british-transport-police"}, "Pick the part of the UK"),
        ("what", {"what": ""}, "Pick what fits best."),
        ("when", {"day": "", "month": "", "year": ""}, "Give a day, or tick that there is none."),
        ("when", {"day": "31", "month": "6"}, "June 2025 has days from 1 to 30."),
        ("when", {"day": "29", "month": "2"}, "February 2025 has days from 1 to 28."),
        ("when", {"month": "13"}, "Write the month as a number from 1 to 12"),
        ("when", {"month": "Oc"}, "Write the month as a number from 1 to 12"),
        ("when", {"year": "25"}, "Write the year with four figures"),
        ("when", {"year": "1850"}, "Write the year with four figures"),
        ("when", {"year": "٢٠٢٥"}, "Write the year with four figures"),
        ("when", {"month": ""}, "Give the month too."),
        ("when", {"day": "23", "month": "11", "year": "2026"}, "That day has not come yet."),
        ("when", {"no-day": "yes"}, "Not both."),
        ("whom", {"for": ""}, "Pick who this is for."),
        ("care", {"care": ""}, "Tick all that fit"),
        ("care", {"care": ["none", "charged"]}, "Not both."),
    ],
)
def test_a_mistake_is_told_on_top_and_beside_its_field(client, at, changes, says):
    response = client.post(QUESTIONS, ANSWERS | changes | {"at": at})
    assert says in mistake(response)
    assert response.content.decode().count(says) >= 2
    assert page(response).title.startswith("Mistake")


def test_a_force_that_did_not_exist_then_says_which_did(client):
    at = {"force": "police-scotland", "day": "1", "month": "3", "year": "2013", "at": "when"}
    said = mistake(client.post(QUESTIONS, ANSWERS | at))
    assert "Police Scotland began on 1 April 2013." in said
    assert "Scotland had eight forces" in said


def test_a_rough_day_in_the_year_a_force_began_counts_from_its_first_day(client):
    rough = {"force": "police-scotland", "day": "", "month": "", "year": "2013"}
    assert "counted from 1 April 2013" in result(client, **rough).content.decode()


@pytest.mark.parametrize(
    ("typed", "words", "counted"),
    [
        (("", "October", "2025"), "In October 2025, day not known", "1 October 2025"),
        (("", "", "2025"), "In 2025, month not known", "1 January 2025"),
        (("1", "oct.", "2025"), "1 October 2025", None),
    ],
)
def test_a_day_known_only_roughly_is_counted_from_the_first_it_can_be(
    client, typed, words, counted
):
    changes = dict(zip(("day", "month", "year"), typed, strict=True))
    assert words in check(client, **changes).content.decode()
    text = result(client, **changes).content.decode()
    assert (f"counted from {counted}" in text) is (counted is not None)


def test_a_rough_day_on_both_sides_of_a_new_rule_shows_both(client):
    text = result(client, day="", month="2", year="2026").content.decode()
    assert "step-d4" in text
    assert "step-d5" in text


def test_without_a_day_there_are_steps_but_no_last_days(client):
    response = result(client, day="", month="", year="", **{"no-day": "yes"})
    text = response.content.decode()
    assert "No day was given, so no last days are worked out." in text
    assert "Days to keep in mind" not in text
    assert "The last day hangs on a day that was not given." in text


def test_a_result_asked_for_with_an_answer_missing_asks_for_it(client):
    for question in Question:
        if question in {Question.NATION, Question.KIND, Question.REPLY, Question.AGE}:
            continue  # not asked of this body, or left out by whoever likes
        left_out = {n: v for n, v in ANSWERS.items() if n not in FIELDS[question]}
        response = client.post(QUESTIONS, left_out | {"at": "check"})
        assert heading(response) != "What you can do"
        assert page(response).form(question.value)


# nonsense


@pytest.mark.parametrize("name", [*ANSWERS, "nation", "no-day", "at", "go", "review", "system"])
def test_nonsense_in_any_field_gets_a_helpful_page(client, name):
    for place, odd in enumerate(ODD[len(name) % 3 :: 3]):
        fields = ANSWERS | {"at": ("check", "when")[place % 2], name: odd}
        response = client.post(QUESTIONS, fields)
        assert response.status_code in {200, 422}, (name, odd)
        assert "<h1" in response.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"force=%ff%fe&at=where", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"broken", "multipart/form-data"),
        (b"force=essex-police", "application/x-www-form-urlencoded; charset=utf-7"),
        (b'{"force": 1}', "application/json"),
        (b"&".join([b"a=1"] * 2000), "application/x-www-form-urlencoded"),
        (b"force=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("address", [QUESTIONS, "/routes/calendar.ics", "/routes/d1/"])
def test_a_body_that_cannot_be_read_gets_a_page_with_a_heading(client, body, kind, address):
    response = client.generic("POST", address, body, content_type=kind)
    assert response.status_code in {200, 422}
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["/routes/", QUESTIONS, "/routes/calendar.ics", "/routes/d1/"])
def test_other_methods_are_refused(client, method, address):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/routes/", "/routes/all/", "/routes/replies/", "/routes/limits/"]
)
def test_pages_that_take_no_form_refuse_one(client, address):
    assert client.post(address, ANSWERS).status_code == 405


def test_a_later_page_asked_without_a_form_begins_anew(client):
    for address in (QUESTIONS, "/routes/calendar.ics"):
        response = client.get(address)
        assert response.status_code == 200
        assert heading(response) == "Was it used on me?"
        assert "Your answers are kept nowhere, so this begins anew." in response.content.decode()


def test_no_token_is_needed_since_nothing_can_be_changed():
    careful = Client(enforce_csrf_checks=True)
    assert result(careful).status_code == 200


def test_every_answer_that_can_be_picked_is_offered(client):
    def offered(at):
        return post(client, **ANSWERS, at=at).content.decode()

    police = read_kinds()["police"]
    assert all(f'value="{each}"' in offered("where") for each in police.what)
    assert 'value="homeless"' not in offered("where")
    assert {each for kind in read_kinds().values() for each in kind.what} == set(What)
    assert all(f'value="{each}"' in offered("reply") for each in ForWhom)
    assert all(f'value="{each}"' in offered("age") for each in Situation)


def test_a_reply_is_offered_only_where_such_a_body_can_give_it(client):
    offered = post(client, **ANSWERS, at="when").content.decode()
    assert 'value="restricted"' in offered
    assert 'value="restricted-uk-gdpr"' not in offered
    council = ANSWERS | {"force": "basildon-council", "what": "homeless"}
    offered = post(client, **council, at="when").content.decode()
    assert 'value="restricted-uk-gdpr"' in offered
    assert 'value="restricted"' not in offered


def test_a_reply_about_information_is_offered_only_where_an_act_binds_the_body(client):
    landlord = ANSWERS | {"force": "", "typed": "Anytown Housing Association"}
    landlord |= {"what": "home-refused"}
    for nation, is_bound in (("england", False), ("scotland", True), ("wales", False)):
        there = landlord | {"nation": nation}
        offered = post(client, **there, at="when").content.decode()
        assert ('value="not-held"' in offered) is is_bound, nation
        assert 'value="restricted-uk-gdpr"' in offered
        answered = check(client, **there, reply="not-held")
        assert (answered.status_code == 200) is is_bound, nation


def test_a_body_of_the_register_is_found_by_its_letters_its_code_or_its_name(client):
    for typed, name in (
        ("btp", "British Transport"),
        ("psni", "Northern Ireland"),
        ("essex", "Essex Police"),
    ):
        fields = ANSWERS | {"force": "", "typed": typed, "nation": "england-wales"}
        assert name in check(client, **fields).content.decode()


def test_a_body_that_is_not_held_is_typed_and_its_kind_asked_unless_its_name_tells(client):
    fields = ANSWERS | {
        "force": "",
        "typed": "Wibbleton Hub",
        "nation": "england",
        "what": "homeless",
    }
    assert heading(post(client, **fields, at="where")) == "What kind of body is it?"
    told = fields | {"kind": "council"}
    assert heading(post(client, **told, at="check")) == "What you can do"
    council = fields | {"typed": "Wibbleton Borough Council"}
    result_page = post(client, **council, at="check")
    assert heading(result_page) == "What you can do"
    assert "step-h1" in page(result_page).ids


def test_the_nearest_names_are_offered_for_one_that_is_misspelt(client):
    fields = ANSWERS | {"force": "", "typed": "Esex Police"}
    response = post(client, **fields, at="where")
    assert heading(response) == "What kind of body is it?"
    assert 'value="body:essex-police"' in response.content.decode()
    chosen = post(client, **fields | {"kind": "body:essex-police"}, at="check")
    assert "Essex Police" in chosen.content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"what": "homeless"}, "Pick what fits best."),
        ({"force": "basildon-council"}, "Pick what fits best."),
        ({"replied": "2025-11-20"}, "Say which reply came, or leave the day empty."),
        ({"reply": "late", "replied": "2025-11-20"}, "No reply came, so leave the day empty."),
        (
            {"reply": "restricted", "replied": "2025-10-13"},
            "The reply can’t come before 14 October 2025",
        ),
    ],
)
def test_answers_that_contradict_each_other_are_asked_again(client, changes, says):
    response = client.post(QUESTIONS, ANSWERS | changes | {"at": "check"})
    assert response.status_code == 422
    assert any(says in line for line in page(response).visible)
