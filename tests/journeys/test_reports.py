"""Somebody reports an error from a page: by keys, on the narrowest phone, and without scripts."""

import re

import pytest

from candour.inbox.models import Report
from tests.journeys.pages import SYSTEM
from tests.journeys.test_every_page import FAULTS, PHONE, TOO_WIDE, axe_violations

NUMBER = re.compile(r"R-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture(autouse=True)
def _answered(settings):
    settings.REPORTS_ANSWERED_BY = "the duty editor"


@pytest.fixture
def form(page, site):
    """The form, reached from the page that it is about."""
    page.set_default_timeout(180_000)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}{SYSTEM}")
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    page.click("main a[href^='/report/']")
    return page


def test_an_error_is_sent_from_the_page_it_is_about_and_its_number_told(form):
    assert form.locator("#about").input_value() == SYSTEM
    form.locator("#kind").focus()
    form.keyboard.press("Space")
    form.fill("#text", "It says 1,413, and the source says 1,431.")
    form.locator("main form button").press("Enter")
    (number,) = NUMBER.findall(form.locator("main").inner_text())
    report = Report.objects.get(reference=number)
    assert (report.kind, report.about) == ("error", SYSTEM)
    Report.objects.all().delete()  # the register of these tests is shared


def test_the_form_and_its_mistakes_have_no_fault_that_axe_or_we_know(form):
    for _ in ("as it opens", "with its mistakes"):
        assert axe_violations(form) == []
        assert form.evaluate(FAULTS) == []
        assert form.evaluate(TOO_WIDE) == ""
        form.locator("main form button").click()
    form.click(".mistakes a[href='#text']")
    assert form.evaluate("document.activeElement.id") == "text"
    assert Report.objects.count() == 0


def test_it_is_sent_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    try:
        page = context.new_page()
        page.set_default_timeout(180_000)
        page.goto(f"{site}/report/?about={SYSTEM}&kind=remove")
        page.fill("#text", "Something that should not be here.")
        page.click("main form button")
        assert NUMBER.search(page.locator("main").inner_text())
    finally:
        context.close()
    Report.objects.all().delete()
