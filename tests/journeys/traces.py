"""What a way through the site leaves behind: asked of hosts, in the browser, and in a log."""

from dataclasses import dataclass, field
from typing import Any

# Read without a promise, so that it also works where a page runs no scripts.
STORED = "[localStorage.length, sessionStorage.length, document.cookie, window.name]"


@dataclass
class Traces:
    """All that was sent and received, as it was."""

    site: str
    requests: list[Any] = field(default_factory=list)
    responses: list[Any] = field(default_factory=list)

    def follow(self, context):
        context.on("request", self._sent)
        context.on("response", self._received)

    def _sent(self, request):
        body = (request.post_data_buffer or b"").decode(errors="replace")
        self.requests.append((request.method, request.url, dict(request.headers), body))

    def _received(self, response):
        self.responses.append((response.url, dict(response.headers)))

    @property
    def sent(self):
        return "\n".join(f"{m} {url} {head} {body}" for m, url, head, body in self.requests)

    def faults(self, told):
        """Say what was sent or received that must not be; `told` are answers."""
        for method, url, headers, body in self.requests:
            if not url.startswith(f"{self.site}/"):
                yield f"another host was asked: {url}"
            yield from (f"an address holds {word}: {url}" for word in held(url, told))
            if method == "GET" and body:
                yield f"a body was sent with GET: {url}"
            if headers.get("referer") or headers.get("cookie"):
                yield f"the browser tells more than it must: {headers}"
        for url, headers in self.responses:
            if "set-cookie" in headers:
                yield f"a cookie is set: {url}"
            if url.startswith(f"{self.site}/routes/"):
                if headers.get("cache-control") != "no-store":
                    yield f"a page may be kept: {url}"
                if headers.get("referrer-policy") != "no-referrer":
                    yield f"a page tells the next one where one was: {url}"


def held(text, words):
    return [word for word in words if word.casefold() in text.casefold()]


def history_of(page):
    """Every address and title in the history of a tab, also where no scripts run."""
    session = page.context.new_cdp_session(page)
    entries = session.send("Page.getNavigationHistory")["entries"]
    session.detach()
    return [(each["url"], each["title"]) for each in entries]


def kept_by(context):
    """What the browser keeps: cookies, and the stores of every open page."""
    state = context.storage_state(indexed_db=True)
    found = [*context.cookies(), *state["cookies"], *state["origins"]]
    return found + [stored for page in context.pages if any(stored := page.evaluate(STORED))]


class NewLines:
    """What a log gains from now on."""

    def __init__(self, path):
        self.path, self.start = path, path.stat().st_size

    def read(self):
        with self.path.open("rb") as log:
            log.seek(self.start)
            return log.read().decode(errors="replace")
