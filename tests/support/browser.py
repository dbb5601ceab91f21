"""What a page asks of hosts that are not this machine."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Request, Route

LOCAL = frozenset({"localhost", "127.0.0.1", "::1", None})  # None: about:blank, data:, file:


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
