"""The questions in a real browser: going back, with scripts and without, leaving nothing behind."""

import re

import pytest

from tests.journeys.test_every_page import FAULTS, TOO_WIDE, axe_violations

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
ANSWERS = (
    ("force", "essex-police"),
    ("what", "stop-and-search"),
    ("day", ("14", "10", "2025")),
    ("reply", ""),
    ("for", "child"),
    ("age", "16-or-17"),
    ("care", "none"),
)
HEADINGS = (
    "Which force or other body was it?",
    "What happened?",
    "When was it?",
    "Has a reply come?",
    "Who is this for?",
    "How old is the child?",
    "Is one of these so?",
)


def begin(page, site):
    page.goto(f"{site}/routes/")
    page.get_by_role("button", name="Start").click()


def is_at(page, heading):
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()


def answer(page, name, value):
    if name == "force":
        page.select_option("#f-force", value)
    elif name == "reply":
        page.select_option("#f-reply", value)
    elif name == "day":
        for field, text in zip(("day", "month", "year"), value, strict=True):
            page.fill(f"#f-{field}", text)
    else:
        page.locator(f"input[name={name}][value='{value}']").check()
    page.get_by_role("button", name="Continue").click()


def walk(page, site, until=7):
    begin(page, site)
    for heading, (name, value) in list(zip(HEADINGS, ANSWERS, strict=True))[:until]:
        is_at(page, heading)
        answer(page, name, value)


def finish(page, site):
    walk(page, site)
    is_at(page, "Check your answers")
    page.get_by_role("button", name="Show what I can do").click()
    is_at(page, "What you can do")


def test_the_browsers_own_back_goes_a_question_back_and_forward_again(page, site):
    walk(page, site, until=2)
    is_at(page, "When was it?")
    page.go_back()
    is_at(page, "What happened?")
    assert page.locator("input[value=stop-and-search]").is_checked()
    page.go_back()
    is_at(page, "Which force or other body was it?")
    assert page.locator("#f-force").input_value() == "essex-police"
    page.go_forward()
    is_at(page, "What happened?")


def test_going_back_loses_no_later_answer(page, site):
    walk(page, site, until=6)
    is_at(page, "Is one of these so?")
    for heading in reversed(HEADINGS[1:6]):
        page.get_by_role("button", name="Back").click()
        is_at(page, heading)
    page.get_by_role("button", name="Continue").click()
    is_at(page, "When was it?")
    assert page.locator("#f-year").input_value() == "2025"
    page.get_by_role("button", name="Continue").click()
    is_at(page, "Has a reply come?")
    page.get_by_role("button", name="Continue").click()
    is_at(page, "Who is this for?")
    assert page.locator("input[value=child]").is_checked()


def test_nothing_is_left_in_the_address_the_history_or_any_store(page, site):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    finish(page, site)
    assert page.url == f"{site}/routes/questions/"
    assert page.evaluate("Object.keys(history.state)") == ["step"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert not page.context.cookies()
    for method, url in asked:
        assert not re.search(r"essex|stop-and|2025|child", url)
        assert method == "GET" or url == f"{site}/routes/questions/"


def test_a_page_loaded_anew_or_come_back_to_begins_anew(page, site):
    finish(page, site)
    page.reload()
    is_at(page, "Was it used on me?")
    assert "kept nowhere" in page.locator(".note-box").inner_text()
    finish(page, site)
    page.goto(f"{site}/about/")
    page.go_back()
    is_at(page, "Was it used on me?")


def test_after_a_mistake_the_keyboard_stands_at_it_and_leads_to_the_field(page, site):
    begin(page, site)
    is_at(page, HEADINGS[0])
    page.get_by_role("button", name="Continue").click()
    page.locator("#mistakes").wait_for()
    assert page.evaluate("document.activeElement.id") == "mistakes"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-force"
    page.go_back()
    is_at(page, "Was it used on me?")


def test_a_new_question_is_announced_by_its_heading(page, site):
    begin(page, site)
    is_at(page, HEADINGS[0])
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.title() == "Question 1 of 6 – Options – Candour"


def test_every_step_is_open_to_everyone(page, site):
    begin(page, site)
    found: list[tuple[str, str]] = []

    def look(where):
        page.set_viewport_size({"width": 1280, "height": 900})
        found.extend((where, each) for each in axe_violations(page) + page.evaluate(FAULTS))
        page.set_viewport_size(PHONE)
        found.extend((where, each) for each in [page.evaluate(TOO_WIDE)] if each)

    for heading, (name, value) in zip(HEADINGS, ANSWERS, strict=True):
        is_at(page, heading)
        look(heading)
        page.get_by_role("button", name="Continue").click() if name == "what" else None
        if name == "what":
            page.locator("#mistakes").wait_for()
            look("a mistake")
        answer(page, name, value)
    is_at(page, "Check your answers")
    look("check")
    page.get_by_role("button", name="Show what I can do").click()
    is_at(page, "What you can do")
    for details in page.locator("details").all():
        details.evaluate("each => { each.open = true }")
    look("result")
    page.emulate_media(color_scheme="dark")
    look("result in the dark")
    assert found == []


def test_without_scripts_every_step_works_and_so_does_its_own_way_back(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="en-GB")
    page = context.new_page()
    finish(page, site)
    assert "All steps, in order" in page.content()
    page.get_by_role("button", name="Back").click()
    is_at(page, "Check your answers")
    page.get_by_role("button", name="Back").click()
    is_at(page, HEADINGS[6])
    assert page.locator("input[value=none]").is_checked()
    assert "Use the Back button on this page." in page.content()
    context.close()


def test_the_days_are_saved_as_a_file(page, site):
    finish(page, site)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save these days for a calendar").click()
    assert saved.value.suggested_filename == "reminders.ics"
    is_at(page, "What you can do")


def test_a_letter_opens_beside_the_result_and_its_address_tells_nothing(page, site):
    finish(page, site)
    with page.context.expect_page() as opened:
        page.locator("#first-d1").get_by_role("button", name="Open the letter").click()
    letter = opened.value
    letter.wait_for_load_state()
    assert letter.url == f"{site}/routes/letters/subject-access/"
    assert letter.locator("h1").count() == 1
    is_at(page, "What you can do")
