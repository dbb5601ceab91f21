"""What comes in stays nowhere: no cookie, no address, no log, no browser's store."""

import logging
from datetime import date
from pathlib import Path

import pytest

import candour.web
from candour.law.routes import read_routes
from tests.web.walking import ANSWERS, QUESTIONS, START, page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

TODAY = date(2026, 11, 22)
TOLD = ("essex-police", "stop-and-search", "2025-10-14", "14 October", "charged", "child")
LOOKED_AT = (
    *("/routes/", "/routes/all/", "/routes/clocks/", "/routes/replies/", "/routes/limits/"),
    *("/routes/which-force/", QUESTIONS, "/routes/c12/", "/routes/d1/", "/routes/zz/"),
    *("/routes/all.json", "/routes/all.csv", "/routes/d1.json", "/routes/p99/"),
)
POSTED = (
    (QUESTIONS, START),
    *((QUESTIONS, ANSWERS | {"at": at}) for at in ("where", "what", "when", "whom", "care")),
    (QUESTIONS, ANSWERS | {"at": "check"}),
    (QUESTIONS, ANSWERS | {"at": "check", "care": "charged"}),
    (QUESTIONS, ANSWERS | {"at": "result", "go": "back"}),
    (QUESTIONS, ANSWERS | {"at": "what", "what": ""}),
    ("/routes/calendar.ics", ANSWERS),
    ("/routes/calendar.ics", {}),
    ("/routes/d1/", {"clock": "DPA1M", "from": "2026-06-30"}),
    ("/routes/clocks/", {"clock": "", "from": "yesterday"}),
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def every_response(client):
    for address in LOOKED_AT:
        yield address, client.get(address)
    for address, fields in POSTED:
        yield f"{address} {fields}", client.post(address, fields)


def test_no_browser_keeps_a_page_and_none_tells_the_next_site(client):
    for what, response in every_response(client):
        if response.status_code == 404 and "no-store" not in response.headers.get(
            "Cache-Control", ""
        ):
            assert "/routes/zz/" in what, "an address that is none of ours"
            continue
        assert response.headers["Cache-Control"] == "no-store", what
        assert response.headers["Referrer-Policy"] == "no-referrer", what
        assert "ETag" not in response.headers, what


def test_no_page_sets_a_cookie(client):
    for what, response in every_response(client):
        assert not response.cookies, what
        assert "Set-Cookie" not in response.headers, what
    assert not client.cookies


def test_no_title_tells_what_the_page_is_about(client):
    for what, response in every_response(client):
        if response.headers["Content-Type"].startswith("text/html") and "zz" not in what:
            title = page(response).title
            assert title.endswith("Options – Candour"), title
            assert not any(word in title.lower() for word in ("stop", "search", "police", "used"))


def test_no_address_holds_an_answer(client):
    for what, response in every_response(client):
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        found = page(response)
        for link in (*found.links, *(form["action"] for form in found.forms)):
            assert "2025-10-14" not in link, (what, link)
            assert "2025" not in link or link.startswith("https://"), (what, link)
            if link.startswith("/routes/"):
                assert not any(told in link for told in TOLD[:3]), (what, link)
        for form in found.forms:
            names = {name for name, _ in form["fields"]} - {"q", "nation", "phase", "by"}
            assert form["attrs"].get("method") == "post" or not names, (what, form["action"])


def test_every_form_is_sent_to_this_site_and_nowhere_else(client):
    for _what, response in every_response(client):
        if response.headers["Content-Type"].startswith("text/html"):
            assert all(form["action"].startswith("/") for form in page(response).forms)


def test_nothing_stands_inline_in_a_page(client):
    for what, response in every_response(client):
        if response.headers["Content-Type"].startswith("text/html"):
            text = response.content.decode()
            assert " style=" not in text, what
            assert " onclick" not in text, what
            assert "<script>" not in text, what


def test_the_logs_hold_no_answer(client, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for logger in ("django", "django.request", "django.server", "candour"):
        logging.getLogger(logger).propagate = True
    for what, _ in every_response(client):
        assert what
    written = captured(caplog, capfd)
    for told in TOLD:
        assert told not in written


def captured(caplog, capfd):
    # Queries are logged in tests alone, where the database is asked to: they hold public slugs.
    said = [
        record.getMessage() + str(record.exc_text or "")
        for record in caplog.records
        if record.name != "django.db.backends"
    ]
    out, err = capfd.readouterr()
    return "\n".join((*said, out, err))


@pytest.mark.parametrize("where", ["triage", "read_form"])
def test_a_fault_is_logged_by_its_place_and_not_by_its_words(
    client, caplog, capfd, monkeypatch, where
):
    def fails(*_args, **_more):
        raise ValueError("essex-police stop-and-search 2025-10-14")

    monkeypatch.setattr(f"candour.web.help.views.asking.{where}", fails)
    logging.getLogger("django").propagate = True
    caplog.set_level(logging.DEBUG)
    response = client.post(QUESTIONS, ANSWERS | {"at": "check"})
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    written = captured(caplog, capfd)
    assert "ValueError" in written
    assert "views/asking.py" in written
    for told in TOLD[:3]:
        assert told not in written
        assert told not in response.content.decode()


def test_the_script_keeps_nothing_outside_the_page():
    script = Path(candour.web.__file__).with_name("static") / "candour/routes.js"
    code = "\n".join(
        line for line in script.read_text(encoding="utf-8").splitlines() if "//" not in line[:3]
    )
    for store in ("localStorage", "sessionStorage", "indexedDB", "cookie", "caches", "console"):
        assert store not in code
    assert code.count("history.pushState({ step: at }") == code.count("pushState") == 1
    assert 'method: "POST"' in code
    assert 'referrerPolicy: "no-referrer"' in code


def test_the_calendar_says_reminder_and_no_more(client):
    recent = ANSWERS | {"day": "14", "month": "10", "year": "2026", "for": "self"}
    response = client.post("/routes/calendar.ics", recent)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="reminders.ics"'
    text = response.content.decode()
    assert "DTSTART;VALUE=DATE:20270114" in text, "judicial review: three months after"
    titles = {line for line in text.split("\r\n") if line.startswith("SUMMARY")}
    assert titles == {"SUMMARY:Reminder"}
    for told in ("essex", "Essex", "police", "search", "review"):
        assert told not in text


def test_every_route_has_a_page_that_keeps_nothing(client):
    for name in read_routes():
        response = client.get(f"/routes/{name.lower()}/")
        assert response.headers["Cache-Control"] == "no-store"
