"""The page about the interface for programs: every request on it runs, and it says all there is."""

import re
from html import unescape

import pytest

from candour.api.description import described
from candour.web.pages.interface import BASE, RESOURCES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

OF_LISTS = {"limit", "offset", "cursor"}
OF_DAYS = {"on", "known", "as_of"}


def links(client):
    page = client.get("/data/api/").content.decode()
    return page, [unescape(one) for one in re.findall(r'href="([^"#]+)"', page)]


def test_every_request_on_the_page_runs_and_finds_something(client):
    _, addresses = links(client)
    asked = [one for one in addresses if one.startswith(BASE) and "colour" not in one]
    assert len(asked) > len(RESOURCES)
    for address in asked:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.json().get("items", True), address
    assert client.get(f"{BASE}subjects?colour=red").status_code == 422


def test_the_line_to_paste_is_the_first_request_with_the_name_of_this_site(client):
    page, _ = links(client)
    (line,) = re.findall(r"curl '([^']+)'", unescape(page))
    assert line == f"http://testserver{BASE}{RESOURCES[0].requests[0].address}"


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.key)
def test_a_resource_names_all_that_it_takes_and_no_more(resource):
    operation = described()["paths"][f"{BASE}{resource.path}"]["get"]
    taken = {one["name"] for one in operation["parameters"]}
    assert {*resource.narrowed, *resource.days} == taken - OF_LISTS
    assert set(resource.days) == taken & OF_DAYS


def test_every_address_of_the_interface_is_on_the_page():
    asked = {request.address.partition("?")[0] for one in RESOURCES for request in one.requests}
    roots = {path.removeprefix(BASE).partition("/")[0] for path in described()["paths"]}
    named = {address.partition("/")[0] for address in asked} | {"", "openapi.json"}
    assert roots - named == {"official-records"}


def test_what_the_page_says_of_refusals_and_of_304_is_so(client):
    refused = client.get(f"{BASE}subjects?colour=red")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert {"detail", "field"} <= refused.json().keys()
    for resource in RESOURCES:
        first = client.get(f"{BASE}{resource.path}?limit=1")
        again = client.get(
            f"{BASE}{resource.path}?limit=1", headers={"if_none_match": first.headers["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b""), resource.key
