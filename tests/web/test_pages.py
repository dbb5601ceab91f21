"""Every type of page answers, with its data beside it, on both databases."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.journeys.pages import PAGES, SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

EXPECTED = {"nothing here": 404, "no such address": 404, "unreadable": 400}
TABLES = [
    "/systems", "/products", "/programmes", "/methods", "/datasets", "/bodies", "/documents",
    "/sources", "/figures", "/figures/derived", "/findings", "/contradictions", "/gaps",
    "/changes", "/changes/1", "/terms", "/terms/inputs/home-address", "/statements",
    "/systems/durham-hart", "/systems/durham-hart/history", "/search",
]  # fmt: skip


def body_of(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


DATA_BLOCK = r'<script type="application/ld\+json">[^<]*</script>'


@pytest.mark.parametrize(("name", "address"), PAGES.items(), ids=PAGES.keys())
def test_every_type_of_page_answers(client, name, address):
    answer = client.get(address)
    assert answer.status_code == EXPECTED.get(name, 200)
    # Data for programs that gather pages: no browser runs it, and no mark of HTML can be in it.
    page = re.sub(DATA_BLOCK, "", answer.content.decode())
    assert page.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    has_scripts = address == "/" or address.startswith(
        ("/routes/", "/feedback/", "/places/", "/search/")
    )
    if has_scripts:
        assert not re.search(r"<script(?! src=\"/static/)", page)
    page = re.sub(r"<a [^>]*>", "", page)  # a link to what is cited fetches nothing by itself
    assert "<script" not in page or has_scripts
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//(?!testserver)', page)


def test_every_subject_answers(client):
    from candour.register.models import Page
    from candour.web.addresses import subject_address

    found = Page.objects.filter(retracted_in=None).values_list("subject_class", "slug")
    assert len(found) > 300
    for subject_class, slug in found:
        address = subject_address(subject_class, slug)
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_also_json_and_csv(client, table):
    rows = json.loads(body_of(client.get(f"{table}.json", {"q": "police"})))
    assert rows
    if isinstance(rows, list):
        read = list(
            csv.DictReader(io.StringIO(body_of(client.get(f"{table}.csv", {"q": "police"}))))
        )
        assert len(read) == len(rows)
        assert set(read[0]) == set(rows[0])


def test_what_is_found_is_all_there_as_data_though_a_page_shows_a_part(client):
    rows = json.loads(body_of(client.get("/search.json", {"q": "police"})))
    page = body_of(client.get("/search/", {"q": "police"}))
    assert len(rows) > 25
    assert f"{len(rows):,}" in page
    assert len({row["slug"] for row in rows}) == len(rows)


def test_a_subject_as_data_holds_all_of_it(client):
    data = client.get(SYSTEM.removesuffix("/") + ".json").json()
    assert data["slug"] == "mps-violence-harm-assessment"
    assert {"statements", "checks", "derived", "contradictions", "gaps"} <= data.keys()
    printed = {
        s["value"]["quantity"]["printed"] for s in data["statements"] if "quantity" in s["value"]
    }
    assert {"1,413", "942", "66.6 per cent"} <= printed


def test_a_statement_says_all_of_itself(client):
    data = client.get(SYSTEM.removesuffix("/") + ".json").json()
    black = next(
        s for s in data["statements"] if s["value"].get("quantity", {}).get("printed") == "942"
    )
    page = client.get(f"/statements/{black['id']}/").content.decode()
    for said in (
        "942",
        "Amnesty International",
        "4.1.2",
        black["id"],
    ):
        assert said in page
    assert (
        client.get(f"/statements/{black['id']}.json").json()["statement"]["field"] == "composition"
    )


def test_the_system_page_answers_in_a_readers_order(client):
    page = client.get(SYSTEM).content.decode()
    asked = [
        "A list of people in London", "described in the present tense on",
        "Whose is it, and on whom?",
        "What happens to people?", "1. What it is meant for", "What is not published?",
        "5. Reviews and evaluations", "Figures, recomputed", "Where statements clash",
        "Timeline", "How this page has changed", "How to cite this page", "Something wrong?",
    ]  # fmt: skip
    places = [page.rindex(words) for words in asked]
    assert places == sorted(places)


def test_a_verdict_stands_beside_its_number_with_the_working(client):
    page = client.get(SYSTEM).content.decode()
    assert "329 + 942 + 91 + 51 = 1,413" in page
    assert "mark-fails" in page


def test_filters_stand_in_the_address(client):
    found = client.get("/systems.json", {"operator": "essex-police", "kind": "place-prediction"})
    slugs = [row["slug"] for row in json.loads(body_of(found))]
    assert "essex-risk-terrain-modelling" in slugs
    assert all("essex" in slug or "southend" in slug for slug in slugs)


def test_the_nation_of_a_system_is_that_of_its_operator_too(client):
    english = json.loads(body_of(client.get("/systems.json?nation=england")))
    abroad = json.loads(body_of(client.get("/systems.json?nation=abroad")))
    assert "mps-violence-harm-assessment" in {row["slug"] for row in english}
    assert "mps-violence-harm-assessment" not in {row["slug"] for row in abroad}


@pytest.mark.parametrize("form", ["/", ".json"])
def test_a_slug_of_another_class_leads_to_the_right_address(client, form):
    answer = client.get(f"/bodies/durham-hart{form}?on=2020-01-01")
    assert answer.status_code == 301
    assert answer["Location"] == f"/systems/durham-hart{form}?on=2020-01-01"


def test_a_merged_slug_leads_to_where_it_went(client):
    from candour.register.models import Redirect

    Redirect.objects.create(slug="former-name", to="durham-hart")
    answer = client.get("/products/former-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/systems/durham-hart/")


def test_a_slug_that_is_nearly_right_is_answered_with_near_matches(client):
    page = client.get("/systems/violence-harm-asessment/")
    assert page.status_code == 404
    assert f'href="{SYSTEM}"' in page.content.decode()


def test_nothing_was_known_before_it_was_public(client):
    page = client.get(f"{SYSTEM}?known=2020-01-01").content.decode()
    assert "You are not looking at today" in page
    assert "66.6 per cent" not in page


def test_a_day_before_the_register_finds_no_page(client):
    answer = client.get(f"{SYSTEM}?as-of=2001-01-01")
    assert answer.status_code == 404
    assert "was not in Candour on that day" in answer.content.decode()


def test_a_page_is_read_and_never_written(client):
    refused = Client(enforce_csrf_checks=True).post(SYSTEM)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    head = client.head(SYSTEM)
    assert (head.status_code, head.content) == (200, b"")


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    tag = client.get(SYSTEM)["ETag"]
    assert client.get(SYSTEM, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (SYSTEM, 13),
        ("/systems/essex-risk-terrain-modelling/", 13),
        ("/bodies/metropolitan-police/", 24),  # its neighbours and what it is compared with
        ("/systems/?q=Essex&nation=england", 9),  # words put the country first
        ("/figures/", 7),
        ("/gaps/", 8),  # the systems that are asked are counted as on the front page
        ("/contradictions/", 6),
    ],
)
def test_a_page_asks_few_questions_however_long_it_is(client, address, most):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= most, [query["sql"][:90] for query in asked.captured_queries]
