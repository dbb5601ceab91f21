"""The page of all pictures: each finding that has one, with its table and files to take away."""

import re

import pytest

from candour.audit.reports import pictures_of
from candour.register import findings
from candour.register.kinds import kinds
from candour.web.pages.charts import thumbnail
from candour.web.pages.finding_groups import QUESTIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

TITLE = re.compile(r'<figure class="picture-card">\s*<figcaption><h3><a href="([^"]+)">([^<]+)</a>')


def led_to(page):
    return [address for address, _ in TITLE.findall(page)]


def pages(client, address):
    while address:
        page = client.get(address).content.decode()
        yield page
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/charts/{following[1].replace('&amp;', '&')}" if following else ""


def test_every_finding_that_has_a_picture_is_there_with_all_of_them(client):
    every = "".join(pages(client, "/charts/"))
    expected = {}
    for row in findings.findings():
        record = findings.finding(row.identifier)
        assert record is not None
        finding = kinds().read(record.found.finding)
        names = list(pictures_of(finding, kinds().of(finding)))
        if names:
            expected[f"/findings/{row.identifier}/"] = names
    assert set(led_to(every)) == set(expected)
    for address, names in expected.items():
        for name in names:
            for form in ("svg", "png", "csv"):
                assert f'href="{address}pictures/{name}.{form}"' in every


def test_no_page_of_pictures_is_without_one(client):
    for address in ("/charts/", "/charts/?audit=accuracy"):
        for page in pages(client, address):
            assert led_to(page), address


def test_the_pictures_of_one_kind_are_those_of_its_findings(client):
    shown = set(led_to("".join(pages(client, "/charts/?audit=stops"))))
    assert shown == {f"/findings/{row.identifier}/" for row in findings.findings(audit="stops")}


def test_all_pictures_stand_on_one_page_and_each_title_is_its_point(client):
    (page,) = pages(client, "/charts/")
    titles = [title for _, title in TITLE.findall(page)]
    assert len(titles) > 30
    assert len(set(titles)) == len(titles)
    telling = [title for title in titles if re.search(r"\d", title)]
    assert len(telling) > 0.85 * len(titles), set(titles) - set(telling)
    for heading in ("Rate ratios", "Ratios to the white share", "Month by month"):
        assert heading not in titles


def test_one_mark_alone_is_not_drawn_where_its_number_stands_beside_it(client):
    page = client.get("/findings/").content.decode()
    drawings = re.findall(r'<div class="drawn-beside report">(.*?)</div>', page, re.DOTALL)
    assert len(drawings) > 20
    assert not [each for each in drawings if each.count('class="report-dot"') == 1]
    gallery = "".join(pages(client, "/charts/"))
    card = gallery.partition("166 people met its criteria")[2].partition("</figure>")[0]
    assert "16.2%" in card
    assert "<svg" not in card
    assert "2 more on its page" in card, "both of its pictures"


def test_pictures_are_narrowed_by_whom_they_are_about(client):
    shown = set(led_to("".join(pages(client, "/charts/?about=essex-police"))))
    about = {f"/findings/{row.identifier}/" for row in findings.findings(about="essex-police")}
    assert shown
    assert shown <= about


def test_every_kind_of_audit_stands_under_a_question(client):
    named = [audit for *_, audits in QUESTIONS for audit in audits]
    assert sorted(named) == sorted(kinds())


def test_a_finding_that_is_not_clear_says_so_beside_its_number(client):
    page = client.get("/findings/").content.decode()
    for row in findings.findings():
        if "no clear difference" not in row.title and "too few weeks" not in row.title:
            continue
        card = page.partition(f'href="/findings/{row.identifier}/"')[2].partition("</article>")[0]
        if "no clear difference" in row.title:
            assert "<strong>No clear difference</strong>" not in card, row.title
            assert re.search(r'class="key-unclear">.*?</span>not clear</span>', card), row.title
            continue
        said = re.search(r'<span class="key-unclear">.*?</span>([^<]+)</span>', card)
        assert said is not None, row.title
        assert said[1] == "too few weeks to be clear", row.title


def test_a_card_by_deprivation_draws_the_number_of_its_title(client):
    page = client.get("/charts/").content.decode()
    rows = [row for row in findings.findings() if "in like-deprived areas" in row.title]
    assert len(rows) > 2
    for row in rows:
        (number,) = re.findall(r"Black people ([\d.]+) times", row.title)
        (card, *_) = page.partition(f'<h3><a href="/findings/{row.identifier}/">')[2].split(
            "</figure>"
        )
        assert f"<strong>{number} times</strong>" in card
        assert f": Black, areas alike {number} (" in card


def test_an_entry_of_the_list_has_its_number_and_its_picture(client):
    page = client.get("/findings/").content.decode()
    cards = page.split('<article class="finding-card">')[1:]
    assert len(cards) == len(findings.findings())
    drawn = ['<div class="drawn-beside report"><svg' in card for card in cards]
    numbered = ['<p class="key-number">' in card for card in cards]
    assert sum(drawn) > 0.8 * len(cards)
    assert sum(numbered) > 0.6 * len(cards)
    for row in findings.findings():
        assert f'href="/findings/{row.identifier}/"' in page, row.name


def test_the_list_opens_with_a_clear_number_and_cards_say_no_number_twice(client):
    page = client.get("/findings/").content.decode()
    first, _, cards = page.partition('<article class="finding-card">')
    number = re.search(r'<p class="key-number page-number"><strong>([^<]+)</strong>', first)
    led = re.search(r'class="lead-line">.*?<a href="/findings/([^/]+)/">([^<]+)<', first)
    assert number is not None
    assert led is not None
    assert "key-unclear" not in first
    assert 'class="key-span"' in first, "its range"
    found = {row.identifier: row for row in findings.findings()}
    assert number[1] in found[led[1]].title
    assert f"Of {len(found)} findings that stand" in first
    assert '<details class="filters-fold">' in first
    assert '<details class="filters-fold" open>' in text_of_narrowed(client)
    for card in cards.split('<article class="finding-card">'):
        heading = card.partition("<h3>")[2].partition("</h3>")[0]
        large = re.search(r"<strong>([^<]+)</strong>", card.partition("</h3>")[2])
        seen, hidden, _ = heading.partition('<span class="hidden">')
        assert large is None or not hidden or large[1] not in seen
        assert large is None or hidden or large[1] not in seen.partition(": ")[2]


def text_of_narrowed(client):
    return client.get("/findings/?audit=stops").content.decode()


def test_a_finding_of_many_areas_is_drawn_on_one_line_with_the_number_of_its_title(client):
    many = [row for row in findings.findings() if "in a typical area" in row.title]
    assert many
    for row in many:
        (number,) = re.findall(r"([\d.]+) times the white rate in a typical area", row.title)
        small = thumbnail(row.identifier)
        assert f">{number} in a typical area<" in small
        marks = small.count('class="report-limit"')
        assert f"in the middle of {marks} areas" in small


def test_findings_stand_under_their_question_in_one_order(client):
    page = client.get("/findings/").content.decode()
    shown = re.findall(r'<section class="of-a-question" aria-labelledby="([^"]+)"', page)
    order = [key for key, *_ in QUESTIONS]
    assert shown == [key for key in order if key in shown]
    audits = {row.audit for row in findings.findings()}
    assert set(shown) == {key for key, _, named in QUESTIONS if audits & set(named)}
