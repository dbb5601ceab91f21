"""A browser that waits as long as a slow machine takes, and what its pages ask of other hosts."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Request, Route

LOCAL = frozenset({"localhost", "127.0.0.1", "::1", None})  # None: about:blank, data:, file:

PATIENCE = 180_000  # milliseconds, for whatever is waited for: only a fault takes so long


def make_patient(browser: Browser) -> None:
    """Have every page of every context that is opened from now on wait that long."""
    open_context = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = open_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]


def requests_elsewhere(context: BrowserContext) -> list[str]:
    """Refuse every request to another host from now on, and return the growing list of them."""
    asked: list[str] = []

    def note_and_refuse(route: Route, request: Request) -> None:
        asked.append(request.url)
        route.abort()

    context.route(is_elsewhere, note_and_refuse)
    return asked


def is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in LOCAL
