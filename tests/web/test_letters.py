"""The letter pages: public facts alone, nothing kept, a polite no where one does not fit."""

import io
import logging
import re
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from candour.law.holidays import Nation
from candour.law.letters import read_letters

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

LETTERS = "/routes/letters/"
KINDS = tuple(read_letters().by_kind)
SYSTEM = "essex-knife-crime-and-violence-model"
ESSEX = {"force": "essex-police"}
FORCES = {
    "essex-police": Nation.ENGLAND_WALES,
    "police-scotland": Nation.SCOTLAND,
    "police-service-of-northern-ireland": Nation.NORTHERN_IRELAND,
}
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def strict():
    """A client that would be refused where a token is asked for."""
    return Client(enforce_csrf_checks=True)


def found_in(page, pattern):
    """The first place of a page that fits; without one the test fails."""
    found = re.search(pattern, page, re.DOTALL)
    assert found, pattern
    return found


def page_of(answer):
    return answer.content.decode()


def words_of(answer):
    return " ".join(TAG.sub(" ", page_of(answer)).split())


def kind_address(kind, form=""):
    return f"{LETTERS}{kind}.{form}" if form else f"{LETTERS}{kind}/"


# every letter


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_has_a_page_in_each_nation_by_both_ways(strict, kind):
    spec = read_letters().by_kind[kind]
    for force, nation in FORCES.items():
        whom = spec.for_whom[-1]
        fits = nation in spec.nations and "police" in spec.reach.bodies
        for ask in (strict.get, strict.post):
            answer = ask(kind_address(kind), {"force": force, "for": whom})
            assert answer.status_code == (200 if fits else 422)
            assert ('id="letter"' in page_of(answer)) == fits
            assert page_of(answer).count("<h1") == 1
            if fits:
                assert words_of(answer).count("not legal advice") >= 2


def test_the_list_holds_every_letter_in_the_order_that_protects_evidence(client):
    page = page_of(client.get(LETTERS))
    found = re.findall(r'<h3><a href="/routes/letters/([a-z-]+)/"', page)
    assert sorted(found) == sorted(KINDS)
    assert found[:2] == ["council-review", "keep-evidence"]
    assert found[-1] == "erasure"
    assert page.count("<dt>Signed by</dt>") == page.count("<dt>Rests on</dt>") == len(KINDS)
    assert [row["kind"] for row in client.get("/routes/letters.json").json()] == found


def test_who_must_sign_stands_in_sight_where_it_is_not_the_person_it_is_about(client):
    page = page_of(client.get(LETTERS))
    for kind in KINDS:
        card = page.partition(f'href="/routes/letters/{kind}/"')[2].partition('class="letter-law"')
        is_own = read_letters().find(kind).signer == "person"
        assert ("<strong>Signed by: " in card[0]) == (not is_own), kind


def test_each_purpose_is_listed_first_and_leads_to_its_letters(client):
    page = page_of(client.get(LETTERS))
    index = page.partition('class="letters-index"')[2].partition("</nav>")[0]
    groups = re.findall(r'<a href="#(g-[a-z]+)">', index)
    assert groups == re.findall(r'<h2 id="(g-[a-z]+)">', page)
    assert len(groups) > 5


def test_every_blank_of_a_letter_has_a_box_with_a_label_and_no_name(client):
    for kind in KINDS:
        page = page_of(client.get(kind_address(kind), ESSEX))
        blanks = set(re.findall(r'data-blank="([a-z-]+)"', page))
        boxes = dict(re.findall(r"<(?:input|textarea|select) id=\"f-([a-z-]+)\"([^>]*)>", page))
        assert blanks == set(boxes), kind
        for key, rest in boxes.items():
            assert " name=" not in rest
            assert 'autocomplete="off"' in rest
            assert 'spellcheck="false"' in rest or page.count(f'<select id="f-{key}"')
            assert f'<label for="f-{key}">' in page


def test_boxes_stand_in_no_form(client):
    page = page_of(client.get(kind_address("police-complaint"), ESSEX))
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        assert "data-for" not in form
        assert "<textarea" not in form


# nothing is kept


@pytest.mark.parametrize("address", [LETTERS, kind_address("erasure"), kind_address("nope")])
@pytest.mark.parametrize("way", ["get", "post", "put"])
def test_no_answer_is_stored_referred_or_marked_with_a_cookie(strict, address, way):
    answer = getattr(strict, way)(address)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "Set-Cookie" not in answer
    assert answer.status_code == {"put": 405}.get(way, 404 if "nope" in address else 200)


@pytest.mark.parametrize("form", ["docx", "txt", "html", "json"])
def test_a_file_is_not_stored_either_and_its_name_is_neutral(strict, form):
    for ask in (strict.get, strict.post):
        answer = ask(kind_address("police-complaint", form), ESSEX)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        if form != "json":
            assert answer["Content-Disposition"] == f'attachment; filename="letter.{form}"'


def test_the_policy_lets_a_page_ask_this_site_and_no_other(client):
    for address in (LETTERS, kind_address("erasure")):
        policy = client.get(address)["Content-Security-Policy"]
        for part in (
            "default-src 'none'",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
        ):
            assert part in policy
        assert "unsafe" not in policy


def test_titles_are_neutral_and_no_style_or_script_stands_inline(client):
    for address in (LETTERS, kind_address("police-complaint")):
        page = page_of(client.get(address, ESSEX))
        title = found_in(page, r"<title>(.*?)</title>")[1]
        assert title in {"Letter – Candour", "Letters – Candour"}
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_log_holds_nothing_of_what_was_asked(strict, monkeypatch):
    written = io.StringIO()
    for handler in logging.getLogger("django").handlers:
        if isinstance(handler, logging.StreamHandler):
            monkeypatch.setattr(handler, "stream", written)
    strict.post(kind_address("erasure"), {"force": "confidential-force", "for": "a-secret"})
    strict.get(kind_address("erasure", "txt"), {"force": "confidential-force"})
    logging.getLogger("django").error("a line that the log holds")
    assert "ERROR django: a line that the log holds" in written.getvalue()
    for told in ("confidential", "secret"):
        assert told not in written.getvalue()


def test_the_way_out_leads_away_and_is_on_every_page(client):
    for address in (LETTERS, kind_address("erasure"), kind_address("nope")):
        page = page_of(client.get(address))
        link = found_in(
            page, r'<a class="quick-exit" id="quick-exit" href="(https://[^"]+)" rel="([^"]+)"'
        )
        assert "noreferrer" in link[2]
        assert page.count("https://") == 1  # and nothing else of another site


# what is chosen


def test_a_system_brings_its_force_and_its_own_facts(client):
    answer = client.get(kind_address("subject-access"), {"system": SYSTEM})
    said = words_of(answer)
    assert "The Data Protection Officer, Essex Police" in said
    assert "mental health marker" in said
    listed = page_of(client.get(LETTERS, {"system": SYSTEM}))
    assert f'href="/routes/letters/erasure/?force=essex-police&amp;system={SYSTEM}"' in listed


def test_a_system_of_another_body_is_left_out_with_a_word(client):
    answer = client.get(kind_address("erasure"), {"force": "police-scotland", "system": SYSTEM})
    assert answer.status_code == 200
    assert "with Essex Police, not with Police Scotland. It is left out" in words_of(answer)
    letter = found_in(page_of(answer), r"<article.*?</article>")[0]
    assert "Knife Crime" not in letter


def test_what_came_by_post_stays_out_of_every_address(strict):
    data = {"force": "essex-police", "system": SYSTEM, "for": "child", "nation": "england-wales"}
    for address in (LETTERS, kind_address("subject-access")):
        page = page_of(strict.post(address, data))
        assert not re.search(
            r'href="[^"]*(?:essex|child|\?)', page.replace(f"/systems/{SYSTEM}/", "")
        )
        assert all(
            'method="post"' in tag for tag in re.findall(r"<form class=\"filters[^>]*>", page)
        )
        assert '<input type="hidden" name="for" value="child">' in page


def test_who_signs_follows_who_it_is_for(client):
    letter = {
        whom: words_of(client.get(kind_address("erasure"), {**ESSEX, "for": whom}))
        for whom in ("self", "child", "client")
    }
    assert "I am 17 or younger" in letter["child"]
    assert "needs your authority in writing" in letter["child"]
    assert "[your name] , for [the person you write for]" in letter["client"]
    assert "17 or younger. I understand" not in letter["self"]


@pytest.mark.parametrize(
    ("kind", "asked", "says"),
    [
        ("custody-record", {"force": "police-scotland"}, "law that Scotland does not have"),
        ("council-review", {"force": "essex-police"}, "law that does not bind Essex Police"),
        ("super-complaint", {"force": "police-service-of-northern-ireland"}, "England and Wales"),
        ("complaint-review", {"force": "police-service-of-northern-ireland"}, "England and Wales"),
        ("police-complaint", {"force": "essex-county-council"}, "is no police force"),
        ("erasure", {**ESSEX, "for": "public-interest"}, "about one person"),
        ("authority", {**ESSEX, "for": "client"}, "Only the person it is about can sign"),
        ("erasure", {"force": "los-angeles-police-department"}, "outside the UK"),
        ("erasure", {"force": "palantir"}, "Pick"),
        ("erasure", {"force": "no-such-force"}, "Pick a force or other body from the list"),
        ("erasure", {**ESSEX, "system": "no-such-system"}, "Pick a system from the list"),
        ("erasure", {**ESSEX, "nation": "scotland"}, "does not work there"),
        ("erasure", {**ESSEX, "nation": "mars"}, "Pick one from the list"),
        ("erasure", {**ESSEX, "for": "'; drop table"}, "Pick one from the list"),
        ("erasure", {"force": "\0", "for": "x" * 5000}, "Pick one from the list"),
    ],
)
def test_a_letter_that_does_not_fit_is_refused_in_words(client, kind, asked, says):
    answer = client.get(kind_address(kind), asked)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert 'id="letter"' not in page_of(answer)
    file = client.get(kind_address(kind, "docx"), asked)
    assert file.status_code == 422
    assert file["Content-Type"].startswith("text/plain")
    target = found_in(page_of(answer), r'<div class="problems".*?href="#([a-z-]+)"')[1]
    assert f'id="{target}"' in page_of(answer)


def test_a_list_marks_what_does_not_fit_and_why(client):
    page = page_of(client.get(LETTERS, {"force": "police-scotland"}))
    assert page.count("letter-card unfit") == 8
    assert "/routes/letters/custody-record/" not in page


def test_what_can_not_be_read_gets_a_page(strict):
    for body, kind in (
        (b"\xff\xfe", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"{}", "text/plain"),
    ):
        answer = strict.generic("POST", kind_address("erasure"), body, content_type=kind)
        assert answer.status_code in {200, 422}
        assert page_of(answer).count("<h1") == 1


def test_a_request_under_freedom_of_information_warns_of_ones_own_story(client):
    page = page_of(client.get(kind_address("foi-request"), ESSEX))
    assert "Keep your own story out" in page
    box = found_in(page, r'<input id="f-one-more-thing[^>]+>')[0]
    assert 'maxlength="200"' in box
    assert "data-no-story" in box
    assert "<textarea" not in page.replace('<textarea id="f-your-address-or-e-mail"', "")


def test_the_draft_for_a_solicitor_shows_its_warnings_before_the_letter(client):
    page = page_of(client.get(kind_address("pre-action"), ESSEX))
    before = page[: page.index('id="letter"')]
    for said in ("Do not send this yourself", "the loser often pays", "another remedy"):
        assert said in before


# files


def test_the_word_file_of_the_page_holds_what_the_page_holds(client):
    asked = {"system": SYSTEM}
    page = page_of(client.get(kind_address("subject-access"), asked))
    file = client.get(kind_address("subject-access", "docx"), asked)
    said = "\n".join(each.text for each in Document(BytesIO(file.content)).paragraphs)
    for name in read_letters().parts.blanks:
        assert (f"[{name}]" in said) == (f">[{name}]<" in page.replace("&#x27;", "'")), name


def test_the_data_of_a_letter_name_its_blanks(client):
    data = client.get(kind_address("foi-appeal", "json"), ESSEX).json()
    kinds = {blank["name"]: blank["kind"] for blank in data["blanks"]}
    assert kinds["the day you asked"] == "day"
    assert data["law"]
    assert client.get(kind_address("foi-appeal", "json")).status_code == 422


# what the register leaves open


def test_the_letters_of_a_body_say_what_to_ask_of_each_of_its_systems(client):
    page = page_of(client.get(LETTERS, ESSEX))
    section = found_in(page, r'id="ask-this".*?</section>')[0]
    assert 'href="/routes/letters/open-questions/?force=essex-police"' in section
    assert f"system={SYSTEM}" in section
    assert "the law and the policy that you rely on to use it" in section
    other = page_of(client.get(LETTERS, {"force": "devon-and-cornwall-police"}))
    assert 'id="ask-this"' not in other
    assert "The register asks nothing of Devon and Cornwall Police" in other


def test_a_letter_on_one_system_asks_of_that_system_alone(client):
    whole = words_of(client.get(kind_address("open-questions"), ESSEX))
    one = words_of(client.get(kind_address("open-questions"), ESSEX | {"system": SYSTEM}))
    assert whole.count("please send what you hold of these") > 1
    assert one.count("please send what you hold of these") == 1


def test_pages_of_a_system_and_of_a_body_lead_to_what_to_ask(client):
    address = f"/routes/letters/open-questions/?force=essex-police&amp;system={SYSTEM}"
    assert f'href="{address}"' in page_of(client.get(f"/systems/{SYSTEM}/"))
    assert "/routes/letters/?force=essex-police#ask-this" in page_of(
        client.get("/bodies/essex-police/")
    )


def test_the_day_of_the_answer_is_a_calendar_file_that_says_nothing_and_is_kept_nowhere(strict):
    address = kind_address("open-questions", "ics")
    answer = strict.post(address, ESSEX | {"had": "2026-11-23"})
    text = page_of(answer)
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    assert "DTSTART;VALUE=DATE:20261222" in text
    assert "SUMMARY:Reminder" in text
    assert "essex" not in text.casefold()
    assert strict.get(address).status_code == 405
    for wrong in ({"had": "soon"}, {"had": "2026-11-23", "force": ""}):
        assert strict.post(address, ESSEX | {"had": "2026-11-23"} | wrong).status_code == 422


def test_the_day_of_the_answer_is_that_of_the_act_of_scotland_there(strict):
    sent = {"force": "police-scotland", "had": "2026-11-23"}
    text = page_of(strict.post(kind_address("open-questions", "ics"), sent))
    assert "Reference P2" in text
