"""The pages of what changed: the sum first, then day by day with why, then field by field."""

import re

import pytest
from django.utils.timezone import localdate

from candour.web.words import day_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_what_changed_of_a_force_leads_with_its_sum(client):
    page = page_at(client, "/changes/?force=essex-police")
    text = words_of(page)
    lead = re.search(r'<p class="intro">(.*?)</p>', page)
    assert lead is not None
    assert re.fullmatch(
        r"4 systems and \d+ clashes are new; in all, \d+ statements came in and none went "
        r"out\.",
        lead[1],
    )
    assert "New systems Essex Police risk terrain modelling , Grip hotspot mapping" in text
    places = [page.index(part) for part in ("In short", "Day by day, and why", "Field by field")]
    assert places == sorted(places)


def test_fields_are_folded_but_for_one_who_turns_their_pages(client):
    first = page_at(client, "/changes/?force=essex-police")
    assert '<details class="question">\n<summary><h2 id="all-fields">' in first
    second = page_at(client, "/changes/?force=essex-police&page=2")
    assert '<details class="question" open>\n<summary><h2 id="all-fields">' in second


def test_a_moment_within_a_day_is_not_said_to_have_new_contradictions(client):
    text = words_of(page_at(client, "/changes/?from=1"))
    assert "which of them are new between the two can’t be told" in text
    assert "New clashes" not in text


def test_a_use_told_otherwise_stands_in_both_wordings(client):
    text = words_of(page_at(client, "/changes/?from=1"))
    assert re.search(r"Use, told otherwise .*? Before: “[^”]+”. Now: “[^”]+”\.", text)


def test_changes_stand_under_their_day_with_why_first(client):
    page = page_at(client, "/changes/")
    day = page.index('class="change-day"')
    why = page.index('class="change-why"')
    assert day < why < page.index("came in")
    assert page.count('class="change-why"') == page.count("What differs since change")


def test_nothing_changed_is_said_in_words(client):
    text = words_of(page_at(client, "/changes/?from=2100-01-01"))
    assert "No statement came in and none went out." in text
    assert "No page, no headline of use and no clash." in text


def test_changes_stand_under_the_day_on_which_they_were_recorded(client):
    from candour.register import selectors

    first = selectors.change_sets().order_by("number").first()
    assert first is not None
    page = page_at(client, f"/changes/?page={-(-selectors.change_sets().count() // 20)}")
    assert day_in_words(localdate(first.made_at)) in re.findall(
        r'class="change-day">([^<]+)<', page
    )
    assert f"It reached this installation on {day_in_words(localdate(first.arrived_at))}" in page


def test_a_day_before_this_installation_is_one_of_the_log_and_says_so(client):
    from candour.register import selectors

    rows = selectors.change_sets().order_by("number")
    first, last = rows.first(), rows.last()
    assert first is not None
    assert last is not None
    day = localdate(first.made_at)
    by_then = [row.number for row in rows if localdate(row.made_at) <= day]
    assert by_then[-1] < last.number
    text = words_of(page_at(client, f"/changes/?from={day.isoformat()}"))
    assert f"From the end of {day_in_words(day)} (change {by_then[-1]})" in text
    assert "before anything came in" not in text
    assert "what it would have said before can’t be told" in text
    later = words_of(page_at(client, f"/changes/?from={localdate().isoformat()}"))
    assert "can’t be told, so days before" not in later
