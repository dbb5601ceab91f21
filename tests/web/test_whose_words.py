"""A page tells whose words it shows: what is ours, what was said in general, what is not told."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def text_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_summary_is_shown_as_candours(client):
    page = client.get("/systems/durham-hart/").content.decode()
    lead = page.partition('<div class="lead">')[2].partition("</div>")[0]
    assert '<span class="who">Candour</span>' in lead


def test_what_was_said_in_general_says_so_before_it_can_be_read_as_harm_of_one_system(client):
    said = text_of(client, "/systems/essex-knife-crime-and-violence-model/")
    mark = "Said in general, of people on police databases; not of this one alone"
    assert f"Loss of access to services {mark}" in said


def test_the_page_of_a_general_statement_and_its_citation_keep_it_general(client):
    from candour.register.models import Recording

    rows = Recording.objects.filter(
        retracted_in=None, subject="essex-knife-crime-and-violence-model"
    ).select_related("statement")
    (address,) = [
        f"/statements/{row.statement_id}/"
        for row in rows
        if '"value":{"term":"exclusion"}' in row.statement.canonical
    ]
    said = text_of(client, address)
    assert "Said in general , of people on police databases; not of Knife Crime" in said
    assert said.count("Said in general, of people on police databases.") >= 1


def test_a_remark_is_told_apart_from_what_its_speaker_said(client):
    said = text_of(client, "/documents/avon-and-somerset-subject-access-reply/")
    assert "Candour adds: Quoted under another endnote" in said


@pytest.mark.parametrize("force", ["police-scotland", "police-service-of-northern-ireland"])
def test_a_force_of_which_only_totals_are_told_says_so_and_gives_them(client, force):
    said = text_of(client, f"/bodies/{force}/")
    assert "Was it asked? Was asked" in said
    assert "Did it never reply? Not told of it" in said
    assert "four never replied, and at least 19 said" in said


def test_a_refusal_shows_the_section_it_cites(client):
    said = text_of(client, "/bodies/avon-and-somerset-police/")
    assert "Refused with an exemption" in said
    assert "Provision cited: section 45(4)(a)" in said


RECOMMENDED = {
    "/systems/durham-hart/": "that systems like this be prohibited",
    "/bodies/kent-police/": "that statute oblige this body",
    "/bodies/ministry-of-justice/": "that statute oblige this body",
    "/products/predpol/": "that systems which predict, profile or score in this way be prohibited",
    "/programmes/grip/": "that systems which predict, profile or score in this way be prohibited",
    "/methods/risk-terrain-modelling/": "that systems which predict, profile or score in this way",
    "/bodies/equality-and-human-rights-commission/": "for something that concerns this page",
}


@pytest.mark.parametrize("address", RECOMMENDED)
def test_a_page_says_what_is_asked_for_that_concerns_it(client, address):
    said = text_of(client, address)
    assert f"What is asked for: Amnesty International asks {RECOMMENDED[address]}" in said


@pytest.mark.parametrize(
    "address", ["/bodies/simsi/", "/datasets/niche/", "/systems/lapd-predpol/"]
)
def test_a_page_that_no_recommendation_concerns_names_none(client, address):
    assert "What is asked for:" not in text_of(client, address)


def test_home_leads_to_the_recommendations(client):
    assert '<a href="/documents/amnesty-recommendations/">' in client.get("/").content.decode()


def test_a_product_and_a_programme_lead_to_the_routes_of_the_systems_they_work_through(client):
    product = client.get("/products/predpol/").content.decode()
    assert '<a href="/routes/?system=kent-predpol">' in product
    programme = client.get("/programmes/grip/").content.decode()
    assert '<a href="/routes/?system=essex-grip-hotspots">' in programme
    alone = client.get("/programmes/form-696/").content.decode()
    assert '<a href="/routes/">Find the steps open to you' in alone


def test_no_label_says_that_a_body_uses_what_it_may_only_have_proposed(client):
    """Durham's HART has stopped, and others were never begun: who runs it is told by its use."""
    for address in ("/systems/durham-hart/", "/systems/", "/official-records/"):
        page = text_of(client, address)
        assert "Used by" not in page, address
        assert "Run or proposed by" in page, address
