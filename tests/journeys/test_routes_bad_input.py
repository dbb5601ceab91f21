"""Answers that can't be: each gets a page that says what to change, at the field, by keyboard."""

import pytest

from tests.journeys.keys import answer, go_on, is_at, press
from tests.journeys.people import PEOPLE
from tests.journeys.test_every_page import FAULTS, TOO_WIDE, axe_violations

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
SOUTHEND = PEOPLE[0]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, browser, browser_context_args):
    context = browser.new_context(
        **browser_context_args | {"viewport": PHONE, "java_script_enabled": request.param}
    )
    page = context.new_page()
    page.has_scripts = request.param
    yield page
    context.close()


def up_to_the_day(page, site, force, typed):
    page.goto(f"{site}/routes/")
    go_on(page)
    is_at(page, "Which force or other body was it?")
    answer(page, "force", force)
    is_at(page, "What happened?")
    answer(page, "what", "stop-and-search")
    is_at(page, "When was it?")
    answer(page, "day", typed)


def is_open_to_everyone(page):
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(TOO_WIDE) == ""
    if page.has_scripts:
        assert axe_violations(page) == []


@pytest.mark.parametrize(
    ("force", "typed", "says", "field"),
    [
        ("Essex P", ("1", "1", "2999"), "That day has not come yet. Today is", "f-day"),
        ("Police Scot", ("31", "3", "2013"), "Police Scotland began on 1 April 2013.", "f-day"),
        ("Essex P", ("31", "6", "2025"), "June 2025 has days from 1 to 30.", "f-day"),
    ],
)
def test_a_day_that_cannot_be_is_mended_where_it_was_typed(page, site, force, typed, says, field):
    up_to_the_day(page, site, force, typed)
    mistakes = page.locator("#mistakes")
    mistakes.wait_for()
    assert says in mistakes.inner_text()
    assert page.locator(f"#{field}").get_attribute("aria-invalid") == "true"
    assert page.locator("#f-year").input_value() == typed[2], "what was typed is still there"
    assert page.title().startswith("Mistake")
    is_open_to_everyone(page)
    press(page, f"#mistakes a[href='#{field}']")
    for text in ("14", "10", "2025"):
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    go_on(page)
    is_at(page, "Has a reply come?")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("force=oakland-police", "Oakland police is outside the UK. The routes here are those of"),
        ("system=oakland-predpol", "is used outside the UK. The routes here are those of UK law."),
    ],
)
def test_a_place_outside_the_uk_is_said_to_be_one_and_the_way_goes_on(page, site, query, says):
    page.goto(f"{site}/routes/?{query}")
    assert says in page.locator(".note-box").inner_text()
    is_open_to_everyone(page)
    go_on(page)
    is_at(page, "Which force or other body was it?")
    assert page.locator("#f-force").input_value() == ""
    assert page.locator("option", has_text="Oakland").count() == 0
    press(page, ".dont-know summary")
    assert "Was it outside the UK" in page.locator(".dont-know").inner_text()


def test_a_day_before_every_system_says_that_nothing_is_known_of_it(page, site):
    up_to_the_day(page, site, SOUTHEND.typed, ("1", "6", "2010"))
    is_at(page, "Has a reply come?")
    answer(page, "reply", "")
    is_at(page, "Who is this for?")
    answer(page, "for", "self")
    is_at(page, "Is one of these so?")
    answer(page, "care", "none")
    is_at(page, "Check your answers")
    go_on(page)
    is_at(page, "What you can do")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    wording = page.locator(".systems .wording").all_inner_texts()
    assert wording
    assert all("nothing read tells of 1 June 2010" in text for text in wording)
    assert page.locator(".systems .then").count() == 0
    assert page.locator("#step-d1").is_visible(), "one's own data can be asked for at any time"
    is_open_to_everyone(page)
