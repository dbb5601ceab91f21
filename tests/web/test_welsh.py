"""The pages of help in Welsh: whole, a draft that says so, its English one press away."""

import re
import runpy
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.law.wording import unsayable
from candour.web.help.welsh import WELSH_START, english_of
from tests.web.walking import ANSWERS, page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "src/candour/locale/cy/LC_MESSAGES/django.po"
GATHERED = runpy.run_path(str(ROOT / "scripts/lib/extract_texts.py"))
COMPILED = runpy.run_path(str(ROOT / "scripts/lib/compile_texts.py"))
NO_STOP = re.compile(r"not stop (?:the|this|a) clock|complaint does not stop")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{[^}]*\}")
QUESTIONS = f"{WELSH_START}questions/"
# Where the texts of /routes/ stand. Letters, and the page in Easy Read, are not in Welsh.
OURS = re.compile(
    r"web/jinja2/help/(?!letter|easy_read|welsh)|web/help/(?!letter|views/letters)|law/(?:clocks|day_counting|due)|"
    r"content/labels|content/law/(?:routes|triage|exemptions|requirements|body-kinds|rules)"
)
# Words of the law, which stand in English: what a rule says beside the name it goes by.
STATUTORY = "content/law/rules.yaml"
LOOKED_AT = (
    *(f"{WELSH_START}{name}/" for name in ("all", "clocks", "replies", "limits", "which-force")),
    *(f"{WELSH_START}{name.lower()}/" for name in read_routes()),
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


def catalog():
    with PO.open("rb") as file:
        return read_po(file, locale="cy")


def messages():
    """Each text of these pages with the places it stands in."""
    for message in GATHERED["catalog"]():
        places = [place for place, _ in message.locations]
        if message.id and any(map(OURS.match, places)):
            yield message.id, places


def names_of_rules():
    rules = read_rules().by_id.values()
    dated = (d.name for rule in rules for d in (*rule.dates, *rule.readings, *rule.also))
    return {*(rule.name for rule in rules), *dated}


def is_statutory(text, places):
    ours = [place for place in places if OURS.match(place)]
    return set(ours) == {STATUTORY} and text not in names_of_rules()


def texts_of(message):
    return message if isinstance(message, tuple) else (message,)


# the texts


def test_no_text_of_these_pages_is_left_but_the_words_of_the_law():
    known = catalog()
    left = [
        text
        for text, places in messages()
        if not is_statutory(text, places)
        and not (known.get(text) and all(texts_of(known.get(text).string)))
    ]
    assert not left


def test_placeholders_agree():
    for message in catalog():
        for english, welsh in zip(texts_of(message.id), texts_of(message.string), strict=True):
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(welsh)), english


def test_the_translation_is_compiled():
    assert COMPILED["main"](["--check"]) == 0, "Run scripts/lib/compile_texts.py."


def test_no_text_is_translated_that_is_not_there():
    known = {message.id for message in GATHERED["catalog"]()}
    assert not [message.id for message in catalog() if message.id and message.id not in known]


def test_that_nothing_stops_a_clock_stands_in_english_beside():
    for message in catalog():
        for english, welsh in zip(texts_of(message.id), texts_of(message.string), strict=True):
            if re.search(
                r"not stop (?:the|this|a) clock|clock .*and a complaint does not", english
            ):
                assert re.search(r"not stop (?:the|this|a|it)", welsh), welsh


def test_nothing_is_said_in_welsh_that_is_never_said():
    for message in catalog():
        for welsh in texts_of(message.string):
            assert not unsayable(welsh), welsh


def test_the_guard_on_welsh_is_seen_to_fail():
    assert unsayable("Mae hynny’n anghyfreithlon.")
    assert unsayable("Mae’n rhy hwyr i gwyno.")
    assert unsayable("Mae gennych achos cryf.")
    assert unsayable("Cafodd y system ei defnyddio arnoch chi.")


# the pages


@pytest.mark.parametrize("address", LOOKED_AT)
def test_each_page_is_in_welsh_says_it_is_a_draft_and_leads_to_its_english(client, address):
    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="cy">' in text
    assert "Drafft yw hwn" in text
    assert f'href="{english_of(address)}" hreflang="en"' in text
    assert client.get(english_of(address)).status_code == 200


@pytest.mark.parametrize("at", ["start", "where", "what", "when", "whom", "care", "check"])
def test_the_questions_and_the_result_lead_on_in_welsh_and_keep_nothing(client, at):
    response = client.post(QUESTIONS, ANSWERS | {"at": at})
    text = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert "Drafft yw hwn" in text
    assert "routes.js" not in text
    forms = [form["action"] for form in page(response).forms if form["action"]]
    assert QUESTIONS in forms
    assert all(form.startswith(("/routes/", "/search/")) for form in forms)


def test_the_same_page_in_english_is_one_press_away_with_the_answers(client):
    response = client.post(QUESTIONS, ANSWERS | {"at": "check"})
    (form,) = [each for each in page(response).forms if "data-english" in each["attrs"]]
    assert form["action"] == "/routes/questions/"
    answer = client.post(form["action"], dict(form["fields"]))
    assert answer.content == client.post("/routes/questions/", ANSWERS | {"at": "check"}).content


def test_a_result_has_the_steps_and_days_of_the_english_with_days_in_english_beside(client):
    english = client.post("/routes/questions/", ANSWERS | {"at": "check", "year": "2026"})
    welsh = client.post(QUESTIONS, ANSWERS | {"at": "check", "year": "2026"})
    days = re.compile(r'<time datetime="([^"]+)">')
    assert days.findall(english.content.decode()) == days.findall(welsh.content.decode())
    text = welsh.content.decode()
    assert re.search(r"\d Ionawr 2027 \(\w+ \d+ January 2027\)", text)
    assert "Gwnewch y rhain yn gyntaf, yn y drefn hon" in text


def test_no_letter_is_in_welsh_and_letters_lead_to_the_english(client):
    text = client.post(QUESTIONS, ANSWERS | {"at": "check"}).content.decode()
    assert 'action="/routes/letters/' in text
    assert "/routes/cymraeg/letters" not in text
    assert client.get(f"{WELSH_START}letters/").status_code == 404


def test_every_link_of_a_page_in_welsh_that_has_a_twin_leads_to_it(client):
    stays = re.compile(r'(?:href|action)="(/routes/(?!cymraeg|letters|easy-read)[^"]*)"([^>]*)')
    for address in (f"{WELSH_START}all/", f"{WELSH_START}replies/", f"{WELSH_START}c1/"):
        for link, rest in stays.findall(client.get(address).content.decode()):
            is_english = "hreflang" in rest or "nav" in rest
            assert is_english or re.search(r"\.(?:json|csv|ics)", link), link
