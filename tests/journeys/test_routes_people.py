"""Eighteen people and their way: by keyboard alone, on a phone, with scripts and without.

Each leaves with the systems shown for that force then, the steps in an order that protects evidence
and time, the last days of that part of the UK, a letter and a calendar; and leaves nothing behind.
"""

import re
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from candour.law.wording import unsayable
from tests.journeys.keys import answer, go_on, is_at, press, tab_to
from tests.journeys.people import MOMENT, PEOPLE
from tests.journeys.test_every_page import FAULTS, TOO_WIDE, axe_violations
from tests.journeys.traces import NewLines, Traces, held, history_of, kept_by
from tests.law.counting import NAMES as ANYWHERE
from tests.law.counting import later_reading, nth_working_day
from tests.web.test_routes_result import asked_of
from tests.web.walking import Page

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
MOST_WORDS = 250
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
EIGHTH = 8  # years of school: pupils of 13
HEADINGS = {
    "force": "Which force or other body was it?",
    "nation": "In which part of the UK was it?",
    "what": "What happened?",
    "day": "When was it?",
    "reply": "Has a reply come?",
    "for": "Who is this for?",
    "age": "How old is the child?",
    "care": "Is one of these so?",
}
LAST_DAYS = """() => Object.fromEntries([...document.querySelectorAll('.step')].map(step =>
  [step.id.slice(5), step.querySelector('.last-day time')?.dateTime || '']))"""
TEXTS = "(css) => [...document.querySelectorAll(css)].map(each => each.textContent)"
LINKS = "(css) => [...document.querySelectorAll(css)].map(each => each.getAttribute('href'))"
NO_LIMIT = re.compile("day of ours|An answer is due")
ERASURE = ("D3", "G3", "V4")
COURTS = ("C12", "C7", "C8", "C11", "C16", "D11", "G11")
DAYS_IN_FIRST = "[...document.querySelectorAll('.first time')].map(each => each.dateTime)"
QUESTION = "Was it used on me?"  # the name of the page, and no claim
# What a person types into a letter, by the label of its box.
TYPED = {
    "Your name": "Zuleika Quimby",
    "Your full name": "Zuleika Quimby",
    "Your address or e-mail": "77 Xylophone Road",
}
SECRETS = ("Zuleika", "Quimby", "Xylophone")


class Way:
    """One person's way, in one browser."""

    def __init__(self, person, context, site, log, *, has_scripts):
        self.person, self.context, self.site = person, context, site
        self.has_scripts = has_scripts
        self.today = MOMENT.date()
        self.traces, self.log = Traces(site), NewLines(log)
        self.traces.follow(context)
        self.page = context.new_page()
        self.answers = answers_of(person, self.today)

    @property
    def told(self):
        """The answers as they would look in an address or in a log."""
        day = self.person.day(self.today)
        named = (self.person.slug, self.person.force, self.person.what, self.person.whom)
        told = [*named, day.isoformat(), f"{day:%d %B %Y}", f"day={day.day}&", "year=", "care="]
        return [word for word in told if word not in {"self", "general"}]

    # going

    def walk(self):
        self.page.goto(f"{self.site}/routes/")
        self.look()
        go_on(self.page)
        for name, value in self.answers:
            self.is_at_question(name)
            self.look()
            answer(self.page, name, value)
        is_at(self.page, "Check your answers")

    def is_at_question(self, name):
        is_general = name == "day" and self.person.what == "general"
        is_at(self.page, "Which day is it about?" if is_general else HEADINGS[name])

    def back(self):
        if self.has_scripts:
            self.page.go_back()
        else:
            press(self.page, "form.back button")

    def finish(self):
        go_on(self.page)
        is_at(self.page, "What you can do")
        self.the_first_steps_are_few_and_short()
        self.page.evaluate(OPEN_ALL)

    def the_first_steps_are_few_and_short(self):
        """Five at most, under 250 words, in the order of the law, before anything is opened."""
        first = self.page.locator(".first")
        ids = self.page.evaluate("[...document.querySelectorAll('.first-step')].map(e => e.id)")
        assert ids == [f"first-{name}" for name in self.person.first]
        assert len(ids) <= 5
        assert len(first.inner_text().split()) < MOST_WORDS
        assert first.bounding_box()["height"] <= 1.5 * PHONE["height"]
        assert self.page.locator("details[open]").count() == 0

    # looking

    def look(self):
        """Hold a page against what every page must be: open to everyone, plain and honest."""
        page, html, names = self.page, self.page.content(), self.names()
        faults = [*page.evaluate(FAULTS), page.evaluate(TOO_WIDE)]
        faults += axe_violations(page) if self.has_scripts else []
        faults += [found for line in Page(html).visible for found in unsayable(line, names=names)]
        assert [fault for fault in faults if fault] == [], page.title()
        assert asked_of(SimpleNamespace(content=html.encode())) < EIGHTH, page.title()
        assert page.title().endswith("Options – Candour")

    def names(self):
        return {QUESTION, *self.page.evaluate(TEXTS, ".systems a")}


def answers_of(person, today):
    day = person.day(today)
    answers = {
        "force": person.typed,
        "nation": person.part,
        "what": person.what,
        "day": (str(day.day), f"{day:%B}", str(day.year)),
        "reply": person.reply,
        "for": person.whom,
        "age": person.age,
        "care": person.care,
    }
    return [(name, value) for name, value in answers.items() if value or name == "reply"]


WAYS = [(person, has_scripts) for person in PEOPLE for has_scripts in (True, False)]


@pytest.fixture
def way(request, browser, browser_context_args, site, site_log):
    person, has_scripts = request.param
    context = browser.new_context(
        **browser_context_args | {"viewport": PHONE, "java_script_enabled": has_scripts}
    )
    yield Way(person, context, site, site_log, has_scripts=has_scripts)
    context.close()


def way_in_words(way):
    person, has_scripts = way
    return f"{person.id} {'with' if has_scripts else 'without'} scripts"


@pytest.mark.long(sample=20)
@pytest.mark.parametrize("way", WAYS, ids=way_in_words, indirect=True)
def test_a_person_leaves_with_what_they_need_and_leaves_nothing_behind(way):
    way.walk()
    way.look()
    going_back_keeps_the_answers(way)
    way.finish()
    way.look()
    the_systems_are_those_shown_for_the_force_then(way)
    the_steps_come_in_their_order(way)
    the_last_days_are_those_of_the_law(way)
    the_bodies_are_those_of_the_place(way)
    the_calendar_holds_the_days_and_says_nothing(way)
    a_letter_opens_and_is_filled_in(way)
    going_back_from_the_result_and_on_again_shows_it_anew(way)
    nothing_is_left_behind(way)


def going_back_keeps_the_answers(way):
    name, value = way.answers[-1]
    way.back()
    way.is_at_question(name)
    assert way.page.locator(f"input[name={name}][value={value}]").is_checked()
    go_on(way.page)
    is_at(way.page, "Check your answers")
    assert way.person.force in way.page.locator(".summed").inner_text()


def the_systems_are_those_shown_for_the_force_then(way):
    person, page = way.person, way.page
    shown = page.evaluate(TEXTS, ".systems a")
    assert set(person.systems) <= set(shown)
    assert bool(shown) == bool(person.systems)
    assert all(page.evaluate(TEXTS, ".systems .wording"))
    assert page.locator(".eyebrow").first.inner_text().startswith(person.force)
    text = page.locator("#page").inner_text()
    for words in (*person.says, "This is not legal advice."):
        assert words in text
    assert ("your copy" in text) != person.is_body  # a body has none to get


def the_steps_come_in_their_order(way):
    person, page = way.person, way.page
    ids = [name.upper() for name in page.evaluate(LAST_DAYS)]
    places = [ids.index(name.upper()) for name in person.order]
    assert places == sorted(places)
    assert {name.upper() for name in person.there} <= set(ids)
    assert not {name.upper() for name in person.elsewhere} & set(ids)
    assert ids[-1] in ERASURE or person.is_body  # erasure last: it erases evidence too
    a_courts_first_limit_is_among_the_first_steps(way)


def a_courts_first_limit_is_among_the_first_steps(way):
    """The earliest day of a court that has not passed, whatever is folded away."""
    shown = set(way.page.evaluate(DAYS_IN_FIRST))
    days = way.person.last_days(way.today)
    to_come = [days[name] for name in days if name in COURTS and days[name] >= way.today]
    assert min(to_come).isoformat() in shown


def the_last_days_are_those_of_the_law(way):
    days = {n.upper(): d for n, d in way.page.evaluate(LAST_DAYS).items() if d}
    expected = way.person.last_days(way.today)
    assert days == {name: day.isoformat() for name, day in expected.items()}
    notes = " ".join(way.page.evaluate(TEXTS, f"#step-{way.person.foi.lower()} .step-note"))
    scots = ("scotland",) if way.person.foi == "P2" else ANYWHERE
    assert in_words(nth_working_day(way.today, 20, scots)) in notes
    if "D1" in way.person.order:
        notes = " ".join(way.page.evaluate(TEXTS, "#step-d1 .step-note"))
        assert in_words(later_reading("DPA1M", way.today, way.person.nation)) in notes


def in_words(day):
    return f"{day.day} {day:%B %Y}"


def the_bodies_are_those_of_the_place(way):
    person, page = way.person, way.page
    helpers = page.evaluate(TEXTS, ".helpers a")
    assert set(person.helpers) <= set(helpers)
    is_ni = person.nation == "northern-ireland"
    assert ("Advice NI" if is_ni else "Citizens Advice") in helpers
    assert ("Equality Commission for Northern Ireland" in helpers) == is_ni
    later = {link.split("/")[2].upper() for link in page.evaluate(LINKS, ".later a")}
    assert set(person.later) <= later
    assert page.locator(".adviser").count() == (person.care == "charged")


def the_calendar_holds_the_days_and_says_nothing(way):
    to_come = {day for day in way.person.last_days(way.today).values() if day >= way.today}
    with way.page.expect_download() as saved:
        press(way.page, ".calendar button", "Space")
    assert saved.value.suggested_filename == "reminders.ics"
    data = saved.value.path().read_bytes()
    events = Calendar.from_ical(data).walk("VEVENT")
    kept = {event.decoded("dtstart") for event in events}
    assert to_come <= kept
    marked = {e.decoded("dtstart") for e in events if NO_LIMIT.search(str(e["description"]))}
    assert kept - to_come <= marked, "a day that is no limit says what it is"
    assert {str(event["summary"]) for event in events} == {"Reminder"}
    assert {str(event["class"]) for event in events} == {"PRIVATE"}
    assert not held(data.decode(), [*way.told, "police", "search", "candour", "court", "system"])


def a_letter_opens_and_is_filled_in(way):
    person, page = way.person, way.page
    if not person.letter:
        actions = page.evaluate("[...document.querySelectorAll('.letter-form')].map(f => f.action)")
        assert all(each.endswith("/keep-evidence-draft/") for each in actions)
        return
    within = ".say-first" if person.letter == "authority" else f"#step-{person.letter.lower()}"
    with way.context.expect_page() as opened:
        press(page, f"{within} .letter-form button")
    letter = opened.value
    letter.locator("#letter").wait_for()
    assert person.force in letter.locator("#letter").inner_text()
    assert not held(letter.url, way.told)
    assert letter.title().endswith("Candour")
    assert letter.evaluate(TOO_WIDE) == ""
    if not way.has_scripts:
        takes_the_letter_with_blanks(letter)
        return
    assert axe_violations(letter) == []
    is_filled_in_by_keyboard(letter)


def takes_the_letter_with_blanks(letter):
    assert "[your" in letter.locator("#letter").inner_text()
    with letter.expect_download() as saved:
        press(letter, "#file-txt button")
    text = saved.value.path().read_text(encoding="utf-8")
    assert "[your" in text


def is_filled_in_by_keyboard(letter):
    typed = []
    for label, value in TYPED.items():
        box = letter.locator("#fill").get_by_label(label, exact=True)
        if not box.count():
            continue
        tab_to(letter, f"#{box.get_attribute('id')}")
        letter.keyboard.type(value)
        typed.append(value)
    assert typed, "this letter asks for none of them"
    with letter.expect_download() as saved:
        press(letter, "#save-text")
    text = saved.value.path().read_text(encoding="utf-8")
    for value in typed:
        assert value in text


def going_back_from_the_result_and_on_again_shows_it_anew(way):
    page, before = way.page, way.page.evaluate(LAST_DAYS)
    page.bring_to_front()
    way.back()
    is_at(page, "Check your answers")
    if way.has_scripts:
        page.go_forward()
        is_at(page, "What you can do")
    else:
        way.finish()
    assert page.evaluate(LAST_DAYS) == before


def nothing_is_left_behind(way):
    assert list(way.traces.faults(way.told)) == []
    assert not held(way.traces.sent, SECRETS)
    assert kept_by(way.context) == []
    for page in way.context.pages:
        for url, title in history_of(page):
            assert not held(f"{url} {title}", [*way.told, *SECRETS])
    assert not held(way.log.read(), [*way.told, *SECRETS])
    assert any(
        "force=" in body or "typed=" in body for *_, body in way.traces.requests
    )  # the answers were sent


def test_what_is_left_behind_would_be_found(site, tmp_path):
    traces = Traces(site)
    traces.requests.append(("GET", f"{site}/routes/?force=essex-police", {"referer": site}, ""))
    traces.requests.append(("GET", "https://example.com/a.js", {}, "x"))
    traces.responses.append((f"{site}/routes/d1/", {"set-cookie": "a=b"}))
    assert len(list(traces.faults(["essex-police"]))) == 7
    log = tmp_path / "log"
    log.write_text("essex-police before\n")
    lines = NewLines(log)
    assert not held(lines.read(), ["essex-police"])
    log.write_text("essex-police before\nPOST force=Essex-Police\n")
    assert held(lines.read(), ["essex-police"]) == ["essex-police"]


def test_a_browser_that_keeps_something_would_be_found(page, site):
    page.goto(f"{site}/about/")
    assert kept_by(page.context) == []
    page.evaluate("localStorage.setItem('force', 'essex-police')")
    assert kept_by(page.context)
    page.evaluate("localStorage.clear(); document.cookie = 'a=b'")
    assert kept_by(page.context)
