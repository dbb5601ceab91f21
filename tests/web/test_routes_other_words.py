"""The first page in Easy Read and in Welsh: plain, marked for what it is, and claiming nothing."""

import re

import pytest

from candour.law.wording import unsayable
from tests.law.reading_age import school_years, syllables
from tests.web.walking import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

QUESTION = "Was it used on me?"
# Longer words for which there is no short one.
NEEDED = {"computer", "solicitor"}
# What may never be said, in Welsh: used on you, against the law, a strong case, safe, too late.
NEVER = re.compile(
    r"defnyddiwyd (?:ef |hi )?arnoch|eich sgorio|eich proffilio|anghyfreithlon|torrodd y gyfraith|"
    r"achos cryf|byddwch yn ennill|yn ddiogel|am ddim|rhy hwyr|di-risg",
    re.IGNORECASE,
)


def test_easy_read_is_the_plainest_of_all(client):
    found = page(client.get("/routes/easy-read/"))
    lines = [line for line in found.visible if len(line.split()) > 3]
    ours = " ".join(f"{line.rstrip('.?')}." for line in lines)
    assert school_years(ours) < 7
    assert "/routes/" in found.links
    for line in found.visible:
        assert not unsayable(line, names={QUESTION}), line


def test_words_of_easy_read_are_short_and_a_sentence_holds_one_idea(client):
    html = client.get("/routes/easy-read/").content.decode()
    lines = re.findall(r"<li>.*?<p>(.*?)</p></li>", html, re.DOTALL)
    assert len(lines) > 10
    long = {w.casefold() for line in lines for w in re.findall(r"[a-z]+", line, re.IGNORECASE)
            if syllables(w) > 2}  # fmt: skip
    assert long <= NEEDED
    for sentence in re.findall(r"[^.?!]+[.?!]", " ".join(lines)):
        assert len(sentence.split()) <= 12, sentence
        assert "," not in sentence


def test_each_line_of_easy_read_has_its_picture(client):
    html = client.get("/routes/easy-read/").content.decode()
    lists = re.findall(r'<ul class="easy-lines">(.*?)</ul>', html, re.DOTALL)
    items = [item for each in lists for item in re.findall(r"<li>(.*?)</li>", each, re.DOTALL)]
    assert len(items) > 10
    assert all("<svg" in item for item in items)


def test_the_welsh_page_is_a_draft_with_english_one_click_away(client):
    html = client.get("/routes/cymraeg/").content.decode()
    assert "Drafft yw hwn." in html
    assert "This is a draft. No Welsh speaker has read it yet." in html
    assert '<a href="/routes/" lang="en-GB" hreflang="en">English</a>' in html


def test_what_binds_stands_in_english_beside_the_welsh(client):
    text = " ".join(page(client.get("/routes/cymraeg/")).visible)
    for words in (
        "A complaint does not stop the clock of a court.",
        "This is not legal advice.",
        "promptly, and not later than 3 months",
        "Not checked: ask an adviser.",
    ):
        assert words in text


def test_no_letter_is_made_from_the_draft(client):
    html = client.get("/routes/cymraeg/").content.decode()
    within = html.partition('<div id="page">')[2].partition("</main>")[0]
    assert "Dechrau" in within
    assert "/routes/letters" not in within


def test_the_welsh_page_says_nothing_that_is_never_said(client):
    found = page(client.get("/routes/cymraeg/"))
    for line in found.visible:
        assert not NEVER.search(line), line
        assert not unsayable(line, names={QUESTION}), line


def test_the_guard_in_welsh_can_fail():
    assert NEVER.search("Mae gennych achos cryf.")
    assert NEVER.search("Mae'n rhy hwyr.")


def test_both_are_reached_from_the_first_page(client):
    links = page(client.get("/routes/")).links
    assert {"/routes/easy-read/", "/routes/cymraeg/"} <= set(links)
