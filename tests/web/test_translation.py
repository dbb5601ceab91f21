"""Every text of these pages can be put in another language: shown with one made of brackets."""

import re
import runpy
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils import translation
from django.utils.translation import trans_real

from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.web.help import law_texts
from tests.web.walking import ANSWERS, QUESTIONS, page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/lib/extract_texts.py"
GATHERED = runpy.run_path(str(SCRIPT))
LANGUAGE = "xx"
OPEN, CLOSE = "⟦", "⟧"
# What is the same in every language: the name of the site, of a clock, and days (Django's words).
SAME = re.compile(
    r"Candour|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December)\b|"
    + "|".join(re.escape(f"({name})") for name in read_rules().by_id)
)
WORD = re.compile(r"[A-Za-z]{2,}")
LOOKED_AT = (
    *("/routes/", "/routes/all/", "/routes/clocks/", "/routes/replies/", "/routes/limits/"),
    *("/routes/which-force/", QUESTIONS, "/routes/p99/", "/routes/?system=oakland-predpol"),
    *(f"/routes/{name.lower()}/" for name in read_routes()),
)
CHANGED: tuple[dict[str, str], ...] = (
    {},
    {"care": "charged", "year": "2026"},
    {"for": "client", "day": "", "month": "2", "year": "2026"},
    {"for": "public-interest", "what": "general", "force": "metropolitan-police"},
    {"force": "police-scotland", "year": "2026"},
    {"force": "british-transport-police", "nation": "scotland", "day": ""},
    {"force": "durham-constabulary", "year": "2001"},
    {"day": "", "month": "", "year": "", "no-day": "yes"},
)
MISTAKEN = (
    *(("where", {"force": name}) for name in ("", "oakland-police", "liberty")),
    ("check", {"force": "british-transport-police", "nation": "northern-ireland"}),
    *(("when", {"year": year}) for year in ("", "25", "2030")),
    *(("when", {"month": "13"}), ("when", {"day": "31", "month": "2"})),
    *(("when", {"force": "police-scotland", "year": "2001"}), ("what", {"what": ""})),
    *(("whom", {"for": ""}), ("care", {"care": ""})),
)
CALCULATED = (
    {"clock": "DPA1M", "from": "2026-06-30"},
    {"clock": "FOIA20", "from": "2026-12-11"},
    {"clock": "JR3M", "from": "2026-02-28"},
    {"clock": "DPA164A", "from": "2026-05-01"},
    {"clock": "DPA50", "from": "2026-02-10", "decided": "2026-02-01"},
    {"clock": "FOIA-FEES", "from": "2026-02-02", "asked": "2026-02-03", "answered": "2026-02-09"},
    {"clock": "FOIA20", "from": "2031-02-02"},
    {"clock": "FOIA20", "from": ""},
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


def bracketed(message):
    if isinstance(message.id, tuple):
        return tuple(f"{OPEN}{each}{CLOSE}" for each in message.id)
    return f"{OPEN}{message.id}{CLOSE}"


@pytest.fixture(scope="module")
def brackets(tmp_path_factory):
    """A folder with a language in which every text stands in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    made = Catalog(locale="en", domain="django", charset="utf-8")
    for message in GATHERED["catalog"]():
        if message.id:
            made.add(message.id, bracketed(message), flags=message.flags)
    file = BytesIO()
    write_mo(file, made)
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(file.getvalue())
    return folder


@pytest.fixture
def other_language(brackets, settings):
    settings.LOCALE_PATHS = [brackets]
    forget()
    with translation.override(LANGUAGE):
        yield
    forget()


def forget():
    trans_real._translations.clear()  # type: ignore[attr-defined]
    for name in ("_routes", "_rules", "_texts", "_exemptions", "_requirements", "_letters"):
        getattr(law_texts, name).cache_clear()


def untranslated(response):
    """Words that stand outside all brackets, and are no name."""
    depth, found = 0, []
    for text, is_ours in page(response).texts:
        outside = []
        for letter in text:
            depth += (letter == OPEN) - (letter == CLOSE)
            outside.append(letter if depth == 0 and letter != CLOSE else " ")
        if is_ours and WORD.search(SAME.sub("", "".join(outside))):
            found.append("".join(outside).strip())
    assert depth == 0
    return found


def test_the_texts_are_gathered_in_their_file():
    assert GATHERED["main"](["--check"]) == 0, "Run scripts/lib/extract_texts.py."


def test_every_placeholder_of_the_law_stands_in_a_text_that_is_gathered():
    known = {m.id for m in GATHERED["catalog"]() if isinstance(m.id, str)}
    for text in ("{said} ({who})", "working day {number}", "Sunday", "{number} months"):
        assert text in known


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("address", LOOKED_AT)
def test_no_page_to_look_things_up_has_words_left(client, address):
    response = client.get(address)
    assert OPEN in response.content.decode()
    assert not untranslated(response)


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("at", ["start", "where", "what", "when", "whom", "care"])
def test_no_question_has_words_left(client, at):
    assert not untranslated(client.post(QUESTIONS, ANSWERS | {"at": at}))


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("changes", CHANGED)
def test_no_result_has_words_left(client, changes):
    response = client.post(QUESTIONS, ANSWERS | changes | {"at": "check"})
    assert response.status_code == 200
    assert not untranslated(response)


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize(("at", "changes"), MISTAKEN)
def test_no_mistake_has_words_left(client, at, changes):
    response = client.post(QUESTIONS, ANSWERS | changes | {"at": at})
    assert response.status_code == 422
    assert not untranslated(response)


@pytest.mark.usefixtures("other_language")
@pytest.mark.parametrize("fields", CALCULATED)
def test_no_calculation_has_words_left(client, fields):
    response = client.post("/routes/clocks/", fields)
    assert response.status_code in {200, 422}
    assert not untranslated(response)


def test_a_sentence_left_would_be_found(client):
    found = untranslated(client.get("/routes/which-force/"))
    assert "Which force was it?" in found


def test_without_another_language_the_texts_are_as_they_stand():
    assert law_texts.routes() == read_routes()
