"""The form for errors and replies: off until somebody answers, and every refusal in words."""

import re

import pytest
from django.core import signing

from candour.inbox import services
from candour.inbox.models import Report
from candour.web.views import reports as form
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import load_on, the

pytestmark = pytest.mark.django_db

ADDRESS = "/report/"
GOOD = {"kind": "error", "about": "/systems/tool/", "text": "It says 400.\r\nThe source says 40."}


@pytest.fixture(autouse=True)
def _answered(settings):
    settings.REPORTS_ANSWERED_BY, settings.REPORTS_TO = "the duty editor", []


def token(client):
    page = client.get(ADDRESS).content.decode()
    (form_number,) = re.findall(r'name="form" value="([^"]+)"', page)
    return form_number


def send(client, **fields):
    return client.post(ADDRESS, GOOD | {"form": token(client)} | fields)


def test_what_is_sent_is_kept_and_its_number_told(client):
    answer = send(client)
    (one,) = Report.objects.all()
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"Your number is <strong>{one.reference}</strong>" in page
    assert "the duty editor" in page
    assert one.text == "It says 400.\nThe source says 40."
    assert (answer.headers["Cache-Control"], answer.cookies) == ("no-store", {})
    assert one.reference not in client.get("/data/").content.decode()


def test_the_form_says_what_is_kept_how_long_and_asks_for_no_name(client):
    page = client.get(f"{ADDRESS}?about=/systems/tool/&kind=reply").content.decode()
    assert f"after {services.KEPT_DAYS} days at the latest" in page
    assert f"{services.KEPT_DAYS_ANSWERED} days after it was answered" in page
    assert 'value="/systems/tool/"' in page
    assert 'value="reply" checked' in page
    assert "<script" not in page.partition("<main")[2]
    main = page.partition("<main")[2].partition("</main")[0]
    assert set(re.findall(r'name="([\w-]+)"', main)) == {
        *("form", "kind", "about", "text", "source", "speaks_for", "answer_to", "website")
    }


def test_sent_twice_it_is_one_report(client):
    fields = GOOD | {"form": token(client)}
    first, second = (client.post(ADDRESS, fields).content for _ in range(2))
    assert first == second
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": ""}, "choose one"),
        ({"kind": "praise"}, "choose one"),
        ({"about": "  "}, "which page or statement"),
        ({"text": ""}, "Write what is wrong"),
        ({"kind": "reply"}, "which body replies"),
        ({"text": "x" * 4_001}, "4,001 signs long; 4,000 is the most"),
        ({"about": "x" * 201}, "200 is the most"),
        ({"source": "x" * 501}, "500 is the most"),
        ({"speaks_for": "x" * 201}, "200 is the most"),
        ({"answer_to": "x" * 255}, "254 is the most"),
        ({"answer_to": "not an address"}, "no e-mail address"),
        ({"answer_to": "a@b.uk\nBcc: c@d.uk"}, "no e-mail address"),
        ({"text": "turned \u202e round"}, "which nobody sees"),
        ({"website": "https://example.org"}, "stays empty was filled in"),
        ({"form": ""}, "did not come from this page"),
        ({"form": "made-up"}, "did not come from this page"),
    ],
)
def test_what_cant_be_taken_is_said_at_its_place_and_nothing_is_kept(client, fields, words):
    answer = send(client, **fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Nothing was sent yet" in page
    assert Report.objects.count() == 0
    if "text" not in fields:
        assert "The source says 40." in page  # what was written is still there


def test_a_form_that_stood_open_too_long_is_shown_again_with_what_was_written(client, monkeypatch):
    monkeypatch.setattr(form, "OPEN_FOR", -1)
    answer = send(client)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "over a day" in answer.content.decode()


def test_a_form_of_another_kind_of_this_site_is_none(client):
    answer = send(client, form=signing.dumps("x", salt="another"))
    assert answer.status_code == 422


def test_more_than_can_be_read_is_refused_before_it_is_read(client):
    answer = send(client, text="é" * 30_000)
    assert (answer.status_code, Report.objects.count()) == (413, 0)


def test_too_many_of_late_are_told_to_try_later(client, monkeypatch):
    monkeypatch.setattr(services, "MOST_IN_AN_HOUR", 1)
    send(client)
    answer = send(client)
    assert (answer.status_code, Report.objects.count()) == (429, 1)
    assert "Try again in some hours" in answer.content.decode()


def test_other_methods_and_unknown_parameters_are_refused(client):
    assert client.put(ADDRESS).status_code == 405
    assert client.get(f"{ADDRESS}?colour=red").status_code == 400


def test_what_was_written_reaches_no_log(client, caplog, monkeypatch):
    monkeypatch.setattr(form, "take_report", lambda *args, **kwargs: 1 / 0)
    answer = send(client, text="a secret word: zyxwvut")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert "zyxwvut" not in caplog.text


def test_markup_in_what_was_written_is_text(client):
    page = send(client, kind="", text="</textarea><script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


# off until somebody answers


def test_it_is_off_until_settings_name_who_answers(client, settings):
    sent = GOOD | {"form": token(client)}
    settings.REPORTS_ANSWERED_BY = settings.CONTACT = ""
    page = client.get(ADDRESS).content.decode()
    assert "There is no form on this page" in page
    assert "<textarea" not in page
    assert "have not said how they are reached" in page
    for way in ("#reply", "/routes/", "/changes/", "https://ico.org.uk/make-a-complaint/"):
        assert way in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "REPORTS_ANSWERED_BY" not in main
    assert "CONTACT" not in main, "a setting is for who runs it, and none for readers"
    assert client.post(ADDRESS, sent).status_code == 503
    assert Report.objects.count() == 0


def test_while_it_is_off_it_says_how_to_write_instead(client, settings):
    settings.REPORTS_ANSWERED_BY, settings.CONTACT = "", "register@example.org"
    page = client.get(ADDRESS).content.decode()
    assert 'href="mailto:register@example.org?subject=Candour%3A%20an%20error' in page
    assert "have not said how they are reached" not in page


def test_while_it_is_off_a_letter_has_the_page_it_is_about_and_nothing_else(client, settings):
    settings.REPORTS_ANSWERED_BY, settings.CONTACT = "", "register@example.org"
    page = client.get(f"{ADDRESS}?about=/systems/tool/").content.decode()
    assert "Page or statement: /systems/tool/" in page
    assert "subject=Candour%3A%20%2Fsystems%2Ftool%2F&amp;body=" in page
    other = client.get(f"{ADDRESS}?about=call+0800+this+number").content.decode()
    assert "0800" not in other


def test_every_page_leads_to_it_from_its_foot(client):
    for address in ("/about/", "/words/", "/nowhere/"):
        foot = client.get(address).content.decode().partition('<footer class="site-foot">')[2]
        assert 'href="/report/"' in foot


def test_pages_of_subjects_and_statements_lead_to_it(client, tmp_path):
    load_on(make_folder(tmp_path / "content", {"systems/tool": TOOL}))
    subject = client.get("/systems/tool/").content.decode()
    assert 'href="/report/?about=/systems/tool/"' in subject
    key = the("tool").statements[0].id
    assert f'href="/report/?about={key}"' in client.get(f"/statements/{key}/").content.decode()
    assert 'href="/report/' in client.get("/corrections/").content.decode()
