"""What stands in English on a page in Welsh is marked as English, for who hears it read aloud."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.utils import translation

from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.law.translating import every_text
from candour.web.help.welsh import WELSH_START, english_of
from tests.web.walking import ANSWERS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

QUESTIONS = f"{WELSH_START}questions/"
UNSEEN = {"script", "style"}
VOID = {"input", "meta", "link", "img", "br", "hr", "path", "rect", "circle", "wbr", "source"}
WORDS = re.compile(r"[^\W\d_]{2,}")
SENTENCE = 3  # words from which a text of the law is looked for inside others
# The same in both languages: names, and words that Welsh shares with English.
SHARED = {"Candour", "English", "Cymraeg", "JSON", "CSV", "Data", "Cost"}
LOOKED_AT = (
    *(f"{WELSH_START}{name}/" for name in ("all", "clocks", "replies", "limits", "which-force")),
    *(f"{WELSH_START}{name.lower()}/" for name in read_routes()),
)
STAGES = ("start", "where", "what", "when", "whom", "care", "check")
RESULTS = (
    {"year": "2026"},
    {"year": "2026", "care": "charged"},
    {"force": "south-wales-police", "for": "self", "year": "2026"},
    {"force": "", "typed": "A council in Wales", "kind": "council", "nation": "wales",
     "what": "homeless", "for": "self", "day": "2", "month": "11", "year": "2026"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


class Spoken(HTMLParser):
    """The texts a page's reader says in its own language: not those marked English or as names."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.texts = []
        self.is_welsh = False
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.is_welsh = values.get("lang") == "cy"
        marked = values.get("lang", "").startswith("en") or values.get("translate") == "no"
        is_left = tag in UNSEEN or (tag != "html" and values.get("lang") != "cy" and marked)
        if values.get("lang") == "cy" and tag != "html":
            is_left = False
        if not is_left and not self._is_left():
            for name in ("aria-label", "placeholder", "title", "label"):
                if values.get(name):
                    self.texts.append(_plain(values[name]))
        if tag not in VOID:
            self._open.append((tag, is_left))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self._is_left() and _plain(data):
            self.texts.append(_plain(data))

    def _is_left(self):
        return any(is_left for _, is_left in self._open)


def _plain(text):
    return re.sub(r"\s+", " ", text).strip()


def left_in_english():
    """The texts of the law that have no Welsh and are long enough to be known again."""
    with translation.override("cy"):
        return [
            text
            for _, text in every_text()
            if translation.gettext(text) == text and len(WORDS.findall(text)) >= SENTENCE
        ]


def unmarked(english, welsh):
    """Texts of a page in Welsh that are English and are not marked so."""
    own, theirs = Spoken(welsh), set(Spoken(english).texts)
    assert own.is_welsh
    same = {
        text for text in own.texts if text in theirs and WORDS.search(text) and text not in SHARED
    }
    whole = "\n".join(own.texts)
    return same | {text for text in left_in_english() if text in whole}


@pytest.mark.parametrize("address", LOOKED_AT)
def test_english_on_a_page_in_welsh_is_marked_as_english(client, address):
    english = client.get(english_of(address)).content.decode()
    left = unmarked(english, client.get(address).content.decode())
    assert not left


@pytest.mark.parametrize("at", STAGES)
def test_english_in_the_questions_is_marked_as_english(client, at):
    fields = ANSWERS | {"at": at}
    english = client.post("/routes/questions/", fields).content.decode()
    left = unmarked(english, client.post(QUESTIONS, fields).content.decode())
    assert not left


@pytest.mark.parametrize("changes", RESULTS)
def test_english_in_a_result_is_marked_as_english(client, changes):
    fields = ANSWERS | changes | {"at": "check"}
    english = client.post("/routes/questions/", fields).content.decode()
    left = unmarked(english, client.post(QUESTIONS, fields).content.decode())
    assert not left


@pytest.mark.parametrize("clock", list(read_rules().by_id))
def test_english_in_what_the_calculator_shows_is_marked_as_english(client, clock):
    fields = {"clock": clock, "from": "2026-11-10"}
    english = client.post("/routes/clocks/", fields).content.decode()
    left = unmarked(english, client.post(f"{WELSH_START}clocks/", fields).content.decode())
    assert not left


@pytest.mark.parametrize("changes", RESULTS)
def test_a_result_in_welsh_opens_in_at_most_250_words(client, changes):
    page = client.post(QUESTIONS, ANSWERS | changes | {"at": "check"}).content.decode()
    first = page.partition('<section class="first"')[2].partition("</section>")[0]
    shown = re.sub(r"<[^>]+>", " ", first.partition(">")[2])
    assert 30 <= len(WORDS.findall(shown)) <= 250


def test_the_guard_is_seen_to_fail():
    text = next(iter(left_in_english()))
    page = '<html lang="{}"><body><p>Welsh</p>{}</body></html>'
    english = page.format("en-GB", f"<p>{text}</p>")
    assert unmarked(english, page.format("cy", f"<p>{text}</p>")) == {text, "Welsh"}
    assert text in unmarked(english, page.format("cy", f"<p>Mae {text} yma.</p>"))
    marked = f'<p lang="en-GB">{text}</p>'
    assert unmarked(english, page.format("cy", marked)) == {"Welsh"}
