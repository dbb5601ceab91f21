"""A place finds its force: on its page, in search, and never more surely than it is known."""

import json

import pytest

from candour.content import FOLDER
from candour.evidence.places import is_postcode, outward_codes
from candour.register import selectors
from candour.register.by_force import by_force
from candour.register.search import reasons, search
from candour.web.pages.reasons import reasons_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def body_of(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def test_every_force_of_an_outward_code_is_in_the_register_and_none_is_its_own_perhaps():
    known = set(by_force().names)
    for code in outward_codes(FOLDER):
        assert {code.force, *code.perhaps} <= known
        assert code.force not in code.perhaps


def test_every_force_with_an_area_has_an_outward_code():
    without_area = {"british-transport-police"}
    found = {code.force for code in outward_codes(FOLDER)}
    special = set(by_force().names) - found - without_area
    kinds = selectors.brief(sorted(special), ("kind",))
    assert all(body.first_text("kind") == "special-force" for body in kinds.values())


@pytest.mark.parametrize("text", ["B15 2TT", "sw1a1aa", "M1", "BT1"])
def test_a_postcode_is_told_and_not_looked_for(client, text):
    assert is_postcode(text)
    page = body_of(client.get("/search/", {"q": text}))
    assert "stays on your device" in page


def test_a_place_stands_first_in_search_with_its_force(client):
    page = body_of(client.get("/search/?q=Birmingham"))
    assert page.index("/bodies/west-midlands-police/") < page.index('class="count"')
    assert "perhaps, near its edge" in page


def test_the_page_of_places_takes_nothing_in_its_address(client):
    answer = client.get("/places/?q=B15")
    assert answer.status_code == 400


def test_the_page_lists_every_district_and_town_without_scripts(client):
    page = body_of(client.get("/places/"))
    for code in outward_codes(FOLDER)[::97]:
        assert (code.town or code.code).replace("'", "&#39;") in page
        assert code.district.replace("'", "&#39;") in page


def test_the_finder_has_the_whole_list(client):
    rows = json.loads(body_of(client.get("/places.json")))
    assert len(rows) == len(outward_codes(FOLDER))
    leeds = next(row for row in rows if row["code"] == "LS1")
    assert leeds["force_name"] == "West Yorkshire Police"


@pytest.mark.parametrize("word", ["facial", "XLAW"])
def test_no_silly_near_word_is_put_for_what_was_typed(word):
    assert search(word).read_as == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("VHA", "mps-violence-harm-assessment"),
        ("gangs matrix", "mps-gangs-matrix"),
        ("Essex", "essex-police"),
        ("Kent", "kent-police"),
    ],
)
def test_the_examples_of_the_site_are_answered_at_the_top(typed, first):
    assert search(typed).slugs[0] == first


def test_systems_and_forces_stand_before_papers_and_sources_whose_names_fit_as_well():
    slugs = search("gangs matrix").slugs
    classes = [selectors.names(slugs)[slug][1] for slug in slugs]
    assert classes[0] == "system"
    assert "source" in classes[1:]


def test_each_result_says_why_it_is_shown(client):
    page = body_of(client.get("/search/?q=home+visits"))
    assert page.count("entry-why") == page.count("entry-facts")
    subjects = selectors.brief(search("VHA").slugs, ("name",))
    shown = reasons_shown(subjects.values(), reasons("VHA", subjects))
    assert shown[0] == ("Also called “VHA”", None)


def test_a_reason_quotes_a_statement_that_holds_a_word():
    found = reasons("Basildon", search("Basildon").slugs)
    told = [reason.statement for reason in found.values() if reason.statement is not None]
    assert told
    assert all("asildon" in statement.canonical for statement in told)


def test_who_types_a_place_finds_its_force_before_whatever_has_the_word_in_its_name(client):
    for typed, slug in (
        ("London", "metropolitan-police"),
        ("Leeds", "west-yorkshire-police"),
        ("Birmingham", "west-midlands-police"),
    ):
        rows = json.loads(body_of(client.get(f"/search.json?q={typed}")))
        assert rows[0]["slug"] == slug
        assert [row["slug"] for row in rows].count(slug) == 1
    page = body_of(client.get("/search/?q=London"))
    assert "Polices Greater London" in page
    assert page.index("Polices Greater London") < page.index("City of London Police</a></h2>")
    systems = json.loads(body_of(client.get("/search.json?q=London&class=system")))
    assert "metropolitan-police" not in [row["slug"] for row in systems]
