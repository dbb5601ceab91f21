"""Which police force is mine? Typed in a real browser; nothing typed leaves the page."""

import pytest

LONG_ENOUGH = 400  # milliseconds for a request that must not come


@pytest.fixture
def finder(page, site):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    with page.expect_response("**/places.json"):
        page.goto(f"{site}/places/")
    page.locator("#place").wait_for()
    return page, addresses


def test_a_postcode_names_its_force_and_is_sent_nowhere(finder):
    page, addresses = finder
    before = list(addresses)
    page.locator("#place").press_sequentially("B15 2TT")
    answer = page.locator(".place-answer")
    answer.get_by_role("link", name="West Midlands Police").wait_for()
    page.locator("#place").press("Enter")
    page.wait_for_timeout(LONG_ENOUGH)
    assert addresses == before
    assert page.url.endswith("/places/")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_town_near_a_border_names_both_and_says_perhaps(finder):
    page, _ = finder
    page.locator("#place").fill("Berwick-upon-Tweed")
    answer = page.locator(".place-answer")
    answer.get_by_role("link", name="Police Scotland").wait_for()
    assert "Northumbria Police; perhaps Police Scotland" in answer.inner_text()


def test_a_city_stands_before_a_village_of_its_name(finder):
    page, _ = finder
    page.locator("#place").fill("leeds")
    answer = page.locator(".place-answer")
    answer.get_by_role("link", name="West Yorkshire Police").wait_for()
    lines = answer.inner_text().splitlines()
    assert lines[0].startswith("Leeds: West Yorkshire Police")


def test_a_code_that_is_not_in_the_list_says_so(finder):
    page, _ = finder
    page.locator("#place").fill("ZZ9")
    page.get_by_text("ZZ9 is not in the list of 2017").wait_for()


@pytest.mark.parametrize("field", ["#home-q", "#site-q"])
def test_a_postcode_typed_at_home_is_found_on_the_device_and_sent_nowhere(page, site, field):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(f"{site}/")
    page.locator(field).fill("ls6")
    page.locator(field).press("Enter")
    page.wait_for_url("**/places/")
    answer = page.locator(".place-answer")
    answer.get_by_role("link", name="West Yorkshire Police").wait_for()
    assert page.locator("#place").input_value() == "LS6"
    assert not any("ls6" in address.lower().partition("#")[0] for address in addresses)
    assert page.url == f"{site}/places/"


def test_what_is_no_postcode_is_searched_for_as_ever(page, site):
    page.goto(f"{site}/")
    page.locator("#home-q").fill("VHA")
    page.locator("#home-q").press("Enter")
    page.wait_for_url("**/search/?q=VHA")
