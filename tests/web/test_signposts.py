"""Questions typed into the search that have a page of their own are led to it first."""

import re

import pytest

from candour.web.pages.signposts import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

SIGNPOSTS = re.compile(r'<section class="signposts".*?</section>', re.DOTALL)


def led_to(client, asked):
    page = client.get("/search/", {"q": asked}).content.decode()
    box = SIGNPOSTS.search(page)
    return re.findall(r'<a href="([^"]+)"', box[0].replace("&amp;", "&")) if box else []


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("home addresses", "/terms/flags/home-address/"),
        ("which forces use suspects’ home addresses", "/terms/flags/home-address/"),
        ("health", "/terms/flags/health/"),
        ("children", "/terms/flags/children/"),
        ("never charged", "/terms/flags/suspicion-only/"),
        ("which force is mine", "/places/"),
        ("Was it used on me?", "/routes/"),
        ("what changed since May", "/changes/"),
        ("compare Essex and Kent", "/compare/?with=essex-police&with=kent-police"),
        ("compare", "/compare/"),
        ("pictures", "/charts/"),
        ("gaps", "/gaps/"),
        ("facial", "/about/#scope"),
        ("ANPR", "/about/#scope"),
        ("how much did it cost", "/statements/?field=cost"),
        ("equality impact assessment", "/statements/?field=eia"),
        ("stop and search", "/findings/#treated"),
        ("accuracy", "/findings/#right"),
        ("Palantir", "/terms/vendors/palantir/"),
    ],
)
def test_a_question_is_led_to_the_page_that_answers_it(client, asked, address):
    assert led_to(client, asked)[0] == address


@pytest.mark.parametrize(
    "asked",
    ["Birmingham", "gangs matrix", "racial", "Essex", "West Midlands", "zzz", "the police", ""],
)
def test_nothing_is_offered_that_was_not_asked_for(client, asked):
    assert led_to(client, asked) == []


def test_the_page_of_a_term_is_offered_with_the_systems_of_the_country_on_it(client):
    page = client.get("/search/", {"q": "home addresses"}).content.decode()
    box = SIGNPOSTS.search(page)
    assert box is not None
    assert 'href="/systems/merseyside-delphi/"' in box[0]
    assert "/systems/netherlands-cas/" not in box[0]
    assert re.search(r"flag: \d+ systems in the UK, \d+ abroad", box[0])


def test_systems_stand_before_what_was_only_read_where_no_name_has_the_words(client):
    page = client.get("/search/", {"q": "home addresses"}).content.decode()
    found = re.findall(r'<h2><a href="/([a-z]+)/[^"]+">', page)
    ranks = [{"systems": 0, "documents": 2, "sources": 3}.get(folder, 1) for folder in found]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_what_is_offered_stands_on_the_first_page_of_matches_alone(client):
    assert led_to(client, "police gap")
    second = client.get("/search/", {"q": "police gap", "page": "2"}).content.decode()
    assert not SIGNPOSTS.search(second)


@pytest.mark.parametrize("address", [post.address for post, _ in PAGES])
def test_every_page_that_is_offered_is_there(client, address):
    assert client.get(address).status_code == 200
