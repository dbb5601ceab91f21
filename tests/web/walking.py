"""A walk through the questions, as a browser without scripts posts them, and what a page shows."""

import re
from html.parser import HTMLParser

QUESTIONS = "/routes/questions/"
START = {"at": "start"}
ANSWERS = {
    "force": "essex-police",
    "what": "stop-and-search",
    "day": "14",
    "month": "10",
    "year": "2025",
    "for": "child",
    "care": "none",
}
NOT_SHOWN = {"script", "style", "noscript", "head"}
VOID = {"input", "meta", "link", "img", "br", "hr"}
BETWEEN = {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "td", "th", "summary", "label", "button",
           "option", "caption", "legend", "tr", "div", "section", "title"}  # fmt: skip


def post(client, /, **fields):
    return client.post(QUESTIONS, {name.rstrip("_"): value for name, value in fields.items()})


def result(client, **changes):
    """The result of the usual answers, with some changed."""
    return client.post(QUESTIONS, ANSWERS | changes | {"at": "check"})


def check(client, **changes):
    return client.post(QUESTIONS, ANSWERS | changes | {"at": "care"})


class Page(HTMLParser):
    """A page read: its visible texts, forms, links and identifiers.

    `texts` are (text, may be translated); names of the register and law may not.
    """

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.texts = []
        self.lines = [""]
        self.forms = []
        self.links = []
        self.ids = []
        self.title = ""
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found[name] for name in ("href", "src") if name in found]
        if tag == "form":
            self.forms.append({"action": found.get("action", ""), "attrs": found, "fields": []})
        if tag in {"input", "button", "select"} and self.forms and "name" in found:
            self.forms[-1]["fields"].append((found["name"], found.get("value", "")))
        if tag == "option" and "selected" in found:
            self.forms[-1]["fields"].append(("selected", found["value"]))
        for name in ("aria-label", "placeholder", "label", "data-print"):
            if found.get(name):
                self.texts.append((found[name], self._is_ours() and found.get("translate") != "no"))
        if tag not in VOID:
            self._open.append((tag, found.get("translate") == "no"))
        if tag in BETWEEN:
            self.lines.append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in BETWEEN:
            self.lines.append("")

    def handle_data(self, data):
        tags = {tag for tag, _ in self._open}
        if "title" in tags:
            self.title += data
        if tags & NOT_SHOWN and "title" not in tags and "noscript" not in tags:
            return
        self.texts.append((data, self._is_ours()))
        self.lines[-1] += data

    def _is_ours(self):
        return not any(is_name for _, is_name in self._open)

    def form(self, at):
        """The fields of the first form that is sent from a place."""
        for form in self.forms:
            if ("at", at) in form["fields"]:
                return dict(form["fields"])
        raise AssertionError(f"no form from {at}")

    @property
    def visible(self):
        return [re.sub(r"\s+", " ", line).strip() for line in self.lines if line.strip()]


def page(response):
    return Page(response.content.decode())


def heading(response):
    within = response.content.decode().partition("<h1")[2].partition("</h1>")[0]
    return re.sub(r"<[^>]+>", "", within.partition(">")[2])
