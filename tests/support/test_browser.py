"""The browser of the tests: real, and closed to other hosts."""

import pytest
from playwright.sync_api import BrowserContext

from tests.support.browser import PATIENCE, is_elsewhere, requests_elsewhere

PNG = b"\x89PNG"


def test_a_page_is_drawn(page, tmp_path):
    (tmp_path / "page.html").write_text("<title>Hello</title><h1>Hello</h1>")
    page.goto(f"file://{tmp_path}/page.html")
    assert page.title() == "Hello"
    assert page.screenshot().startswith(PNG)


def test_a_page_that_asks_another_host_is_found_out(browser, tmp_path):
    (tmp_path / "page.html").write_text('<img src="http://elsewhere.example/pixel.png">')
    context = browser.new_context()
    asked = requests_elsewhere(context)
    context.new_page().goto(f"file://{tmp_path}/page.html")
    context.close()
    assert asked == ["http://elsewhere.example/pixel.png"]


def test_every_context_waits_as_long_as_a_slow_machine_takes(monkeypatch, browser):
    waits = []
    monkeypatch.setattr(
        BrowserContext, "set_default_timeout", lambda _, milliseconds: waits.append(milliseconds)
    )
    browser.new_context(java_script_enabled=False).close()
    assert waits == [PATIENCE]


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("http://127.0.0.1:8000/", False),
        ("http://[::1]:8000/", False),
        ("data:text/plain,a", False),
        ("https://localhost.example/", True),
    ],
)
def test_this_machine_is_not_elsewhere(url, elsewhere):
    assert is_elsewhere(url) is elsewhere
