"""The search knows what one can do and by when: routes, clocks and words that are explained."""

import re

import pytest

from candour.web.pages.law_found import MOST, glossary_found, law_found

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

LAW = re.compile(r'<section class="found-law".*?</section>', re.DOTALL)


def addresses(text):
    return [post.address for post in law_found(text)]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("judicial review", "/routes/c12/"),
        ("how do I get a judicial review", "/routes/c12/"),
        ("DNA", "/routes/d12/"),
        ("freedom of information", "/routes/p1/"),
        ("deadline judicial review", "/routes/c12/"),
    ],
)
def test_a_search_finds_the_route(asked, address):
    assert address in addresses(asked)


def test_a_word_is_told_by_how_it_begins_and_many_routes_lead_to_all():
    found = law_found("complain")
    assert len(found) == MOST + 1
    assert all("omplain" in post.text for post in found[:MOST])
    assert found[-1].address == "/routes/all/?q=complain"


@pytest.mark.parametrize("asked", ["court deadline", "time limit for judicial review"])
def test_a_question_of_time_leads_to_clocks_first(asked):
    first = law_found(asked)[0]
    assert first.address.startswith("/routes/clocks/#")
    assert first.has.startswith("a time limit: ")


@pytest.mark.parametrize("asked", ["", "the police", "Birmingham", "gangs matrix", "zzz", "an"])
def test_what_asks_for_no_law_finds_none(asked):
    assert law_found(asked) == ()


def test_every_route_and_clock_that_is_found_is_there(client):
    clocks = client.get("/routes/clocks/").content.decode()
    for post in (*law_found("complain"), *law_found("court deadline"), *law_found("DNA")):
        path, _, anchor = post.address.partition("#")
        assert client.get(path).status_code == 200
        assert not anchor or f'id="{anchor}"' in clocks


def test_the_page_shows_what_one_can_do_and_does_not_say_that_nothing_fits(client):
    page = client.get("/search/", {"q": "judicial review"}).content.decode()
    box = LAW.search(page)
    assert box is not None
    assert "Judicial review" in box[0]
    assert "Try a shorter word" not in page
    narrowed = client.get("/search/", {"q": "judicial review", "class": "system"})
    assert not LAW.search(narrowed.content.decode())


def test_who_never_answered_is_led_to_what_each_force_did_when_asked(client):
    page = client.get("/search/", {"q": "who never answered"}).content.decode()
    assert 'href="/forces/?sort=not-given"' in page


def test_a_word_of_the_register_is_led_to_its_explanation():
    assert [post.address for post in glossary_found("contradiction")] == ["/words/#clash"]
    assert glossary_found("the police") == ()
