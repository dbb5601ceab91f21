"""Questions typed into the search that have a page of their own are led to it first."""

import re

import pytest

from candour.web.pages.signposts import OF_A_FORCE, PAGES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

SIGNPOSTS = re.compile(r'<section class="signposts".*?</section>', re.DOTALL)


def led_to(client, asked):
    page = client.get("/search/", {"q": asked}).content.decode()
    box = SIGNPOSTS.search(page)
    return re.findall(r'<a href="([^"]+)"', box[0].replace("&amp;", "&")) if box else []


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("home addresses", "/terms/flags/home-address/"),
        ("home address", "/terms/flags/home-address/"),
        ("which forces use suspects’ home addresses", "/terms/inputs/home-address/"),
        ("essex bias", "/bodies/essex-police/#people"),
        ("racism in Kent Police", "/findings/?about=kent-police"),
        ("how accurate is West Midlands Police", "/findings/?about=west-midlands-police"),
        ("essex cost", "/statements/?force=essex-police&field=cost"),
        ("Essex supplier", "/statements/?force=essex-police&field=supplied-by"),
        ("has Gwent answered", "/bodies/gwent-police/#asked"),
        ("vendors", "/terms/#vendors"),
        ("cite", "/about/#cite"),
        ("child stopped", "/routes/"),
        ("15 year old searched", "/routes/"),
        ("my son was stopped", "/routes/"),
        ("which are still in use", "/systems/?last-said=in-use"),
        ("stopped systems", "/systems/?last-said=stopped"),
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
    path, _, anchor = address.partition("#")
    answer = client.get(path)
    assert answer.status_code == 200
    assert not anchor or f'id="{anchor}"' in answer.content.decode()


@pytest.mark.parametrize("topics", [one[0] for one in OF_A_FORCE])
def test_a_force_that_is_named_with_a_topic_is_led_to_first_whichever_it_is(client, topics):
    for name, slug in (("Essex", "essex-police"), ("Dyfed-Powys", "dyfed-powys-police")):
        address = led_to(client, f"{name} {topics[0]}")[0]
        assert slug in address
        path, _, anchor = address.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.content.decode()


def test_two_terms_of_a_like_name_are_offered_together_with_what_differs(client):
    for asked in ("suspects' home addresses", "home address"):
        assert {"/terms/flags/home-address/", "/terms/inputs/home-address/"} <= set(
            led_to(client, asked)
        )
    page = client.get("/search/", {"q": "home address"}).content.decode()
    assert "with Addresses and postcodes too" in page
    assert "this data type alone" in page


def test_a_system_that_no_source_puts_there_outright_says_why_it_is_shown(client):
    box = SIGNPOSTS.search(client.get("/search/", {"q": "health"}).content.decode())
    assert box is not None
    shown = dict(re.findall(r'<a href="/systems/([^"/]+)/">[^<]*</a>(.*?)</li>', box[0]))
    assert "read by this register, told by no source: Read from the word" in shown["wmp-rfsdi"]
    assert "whose force is not named" in shown["bedfordshire-nectar"]
    assert not shown["essex-knife-crime-and-violence-model"]


def test_what_is_told_of_all_forces_and_not_of_which_stands_in_its_own_words(client):
    told = "four never replied"
    for address in ("/search/?q=which+forces+never+answered", "/forces/?sort=not-given"):
        page = client.get(address).content.decode()
        assert told in page
    (statement,) = re.findall(r'<a href="(/statements/[^"]+)">Where this is told', page)
    assert told in client.get(statement).content.decode()


def test_a_postcode_is_not_said_to_fit_no_page(client):
    page = client.get("/search/", {"q": "B15 2TT"}).content.decode()
    assert "a postcode stays on your device" in page
    assert "No pages fit" not in page
    assert "No pages fit" in client.get("/search/", {"q": "zzzzq"}).content.decode()
