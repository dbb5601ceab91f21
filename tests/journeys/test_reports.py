"""Somebody reports an error from a page: by keys, on the narrowest phone, and without scripts."""

import json
import re
import subprocess

import pytest

from tests.journeys.conftest import environment
from tests.journeys.pages import SYSTEM
from tests.journeys.test_every_page import FAULTS, PHONE, TOO_WIDE, axe_violations
from tests.support.programs import program

NUMBER = re.compile(r"R-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture
def form(page, site):
    """The form, reached from the page that it is about."""
    page.set_viewport_size(PHONE)
    page.goto(f"{site}{SYSTEM}")
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    page.click("main a[href^='/report/']")
    return page


@pytest.fixture
def keeper(site_log):
    """What the keeper is told by `candour reports`; all that came in is deleted at the end."""

    def run(*arguments):
        return subprocess.run(
            [program("candour"), "reports", *arguments],
            env=environment(site_log.parent), check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    yield run
    for report in json.loads(run("list", "--json")):
        run("delete", report["reference"])


def test_an_error_is_sent_by_keys_and_the_keeper_reads_it(form, keeper):
    assert form.locator("#about").input_value() == SYSTEM
    form.locator("#kind").focus()
    form.keyboard.press("Space")
    form.fill("#text", "It says 1,413, and the source says 1,431.")
    form.locator("main form button").press("Enter")
    form.wait_for_selector("h1:has-text('It has come in')")
    (number,) = NUMBER.findall(form.locator("main").inner_text())
    report = json.loads(keeper("show", number, "--json"))
    assert (report["kind"], report["about"]) == ("error", SYSTEM)
    assert report["text"] == "It says 1,413, and the source says 1,431."


def test_the_form_and_its_mistakes_have_no_fault_that_axe_or_we_know(form):
    for _ in ("as it opens", "with its mistakes"):
        assert axe_violations(form) == []
        assert form.evaluate(FAULTS) == []
        assert form.evaluate(TOO_WIDE) == ""
        form.locator("main form button").click()
        form.wait_for_selector(".mistakes")
    form.click(".mistakes a[href='#text']")
    assert form.evaluate("document.activeElement.id") == "text"


def test_it_is_sent_without_scripts(browser, site, keeper):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    try:
        page = context.new_page()
        page.goto(f"{site}/report/?about={SYSTEM}&kind=remove")
        page.fill("#text", "Something that should not be here.")
        page.click("main form button")
        assert NUMBER.search(page.locator("main").inner_text())
    finally:
        context.close()
