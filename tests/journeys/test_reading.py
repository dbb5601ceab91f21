"""A reader's way through the site: with keys alone, without scripts, from a value to its source."""

import re
from itertools import pairwise

import pytest

from tests.journeys.pages import SYSTEM

# Where each thing that takes the focus stands, in the order in which Tab reaches it.
TAB_STOPS = """() => {
  const stops = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')];
  return stops.filter(e => e.checkVisibility() && e.tabIndex >= 0).map(e => {
    const r = e.getBoundingClientRect();
    return {where: e.textContent.trim().slice(0, 40), top: r.top + scrollY, left: r.left,
            tabindex: e.tabIndex};
  });
}"""


@pytest.fixture
def plain(browser, browser_context_args):
    """A page in a browser that runs no scripts."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_first_key_leads_past_the_navigation(page, site):
    page.goto(site + SYSTEM)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the content"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_can_be_seen(page, site):
    page.goto(site + SYSTEM)
    page.get_by_role("link", name="Metropolitan Police Service").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


@pytest.mark.parametrize("address", ["/", "/systems/", SYSTEM, "/gaps/?item=dpia"])
def test_tab_follows_the_eye(page, site, address):
    """On one column, each stop stands below the one before, or on its line."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site + address)
    stops = page.evaluate(TAB_STOPS)[1:]  # the skip link waits above the page
    assert all(stop["tabindex"] == 0 for stop in stops)
    for before, after in pairwise(stops):
        assert after["top"] > before["top"] - 40, (before, after)


def test_search_finds_what_is_misspelt(plain, site):
    plain.goto(site)
    plain.get_by_label("Find a system, a force or a place").fill("violence harm asessment")
    plain.locator(".hero-search button").click()
    assert "Shown for" in plain.content()
    plain.get_by_role("link", name="Violence Harm Assessment").first.click()
    assert plain.get_by_role("heading", level=1).inner_text() == "Violence Harm Assessment"


def test_a_value_opens_to_its_source(plain, site):
    plain.goto(site + SYSTEM)
    plain.get_by_role("heading", name="Figures, recomputed").click()
    plain.get_by_role("link", name="66.6 per cent").click()
    assert re.search(r"/statements/s1-[0-9a-z]+/$", plain.url)
    said = plain.locator("main").inner_text()
    for word in ("Metropolitan Police Service", "Amnesty International", "4.1.2", "s1-"):
        assert word in said


def test_a_list_is_narrowed_by_its_address_alone(plain, site):
    plain.goto(f"{site}/systems/")
    plain.get_by_label("Run or proposed by").select_option("essex-police")
    plain.get_by_role("button", name="Show").click()
    assert "operator=essex-police" in plain.url
    assert plain.locator(".entries > li").count() >= 2
    assert "Metropolitan" not in plain.locator(".entries").inner_text()


def test_another_day_is_asked_for_and_marked(plain, site):
    plain.goto(site + SYSTEM)
    plain.get_by_text("See another day").click()
    plain.get_by_label("Publicly known on").fill("2024-01-01")
    plain.get_by_role("button", name="Show that day").click()
    banner = plain.get_by_role("region", name="Days asked about")
    assert "1 January 2024" in banner.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    banner.get_by_role("link", name="Go to today’s page").click()
    assert plain.url == site + SYSTEM


@pytest.mark.parametrize("address", ["/forces/", "/", "/places/"])
def test_a_page_to_choose_from_is_no_longer_than_a_phone_bears(plain, site, address):
    """At most 9,000 px before anything is unfolded; what narrows it folds."""
    plain.set_viewport_size({"width": 360, "height": 800})
    plain.goto(site + address)
    assert plain.evaluate("document.documentElement.scrollHeight") <= 9_000
    assert plain.locator(".site-head").bounding_box()["height"] < 60


def test_filters_fold_on_a_phone_and_stand_open_elsewhere(plain, site):
    plain.goto(f"{site}/systems/?kind=person-score")
    assert plain.get_by_label("Run or proposed by").is_visible()
    plain.set_viewport_size({"width": 360, "height": 800})
    assert not plain.get_by_label("Run or proposed by").is_visible()
    plain.get_by_text("Sort and narrow (1 set)").click()
    assert plain.get_by_label("Run or proposed by").is_visible()


@pytest.mark.parametrize(
    ("address", "answers"), [("/bodies/essex-police/", ".force-lead"), (SYSTEM, ".glance")]
)
def test_the_first_screens_of_a_phone_hold_the_answers(plain, site, address, answers):
    """At most 9,000 px before anything is unfolded, under a header of one line."""
    plain.set_viewport_size({"width": 360, "height": 800})
    plain.goto(site + address)
    assert plain.evaluate("document.documentElement.scrollHeight") <= 9_000
    assert plain.locator(".site-head").bounding_box()["height"] < 60
    assert plain.locator(answers).bounding_box()["y"] < 800
    assert not plain.locator(".site-nav").is_visible()
    plain.locator(".menu > summary").click()
    assert plain.get_by_role("link", name="Gaps", exact=True).is_visible()


def test_a_link_to_a_part_of_a_page_unfolds_it(plain, site):
    plain.goto(f"{site}/bodies/essex-police/#figures")
    assert plain.locator("#figures").is_visible()
    assert not plain.locator("#derived").is_visible()
    plain.get_by_role("link", name=re.compile("that sits? badly together$")).click()
    assert plain.locator("#contradictions").is_visible()


def test_a_question_is_unfolded_by_keys_alone(page, site):
    page.goto(site + SYSTEM)
    page.locator("#people-heading").locator("xpath=..").focus()
    page.keyboard.press("Enter")
    assert page.locator("#people").is_visible()


def test_print_leaves_out_what_can_only_be_clicked(page, site):
    page.emulate_media(media="print")
    page.goto(site + SYSTEM)
    for gone in (".site-nav", ".contents", ".site-search"):
        assert not page.locator(gone).first.is_visible()
    for held in page.locator(".question-answer").all():
        assert held.is_visible(), held.get_attribute("id")
    shown = page.evaluate("getComputedStyle(document.querySelector('.source'), '::after').content")
    assert "/statements/s1-" in shown
