"""The front page and the forces of Wales in Welsh: whole, drafts, no stronger than the English."""

import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from candour.register.counted import counted_now
from candour.web.help.welsh import WELSH_HOME, english_of, welsh_forces
from tests.web.test_welsh import GATHERED, PO
from tests.web.test_welsh_marks_english import unmarked

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

FORCES = sorted(welsh_forces())
PAGES = (WELSH_HOME, *(f"{WELSH_HOME}bodies/{slug}/" for slug in FORCES))
OURS = re.compile(r"web/jinja2/(?:welsh_|base)|web/pages/force_lead")
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def sentences(page):
    told = page.partition('<ul class="force-lead">')[2].partition("</ul>")[0]
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall("<li>(.*?)</li>", told)]


def test_the_forces_of_wales_are_its_four():
    assert FORCES == [
        "dyfed-powys-police", "gwent-police", "north-wales-police", "south-wales-police",
    ]  # fmt: skip


def is_translated(message):
    if message is None:
        return False
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts)


def test_no_text_of_these_pages_is_left():
    with Path(PO).open("rb") as file:
        known = read_po(file, locale="cy")
    left = [
        message.id
        for message in GATHERED["catalog"]()
        if message.id and any(OURS.match(place) for place, _ in message.locations)
        if not is_translated(known.get(message.id))
    ]
    assert not left


@pytest.mark.parametrize("address", PAGES)
def test_each_is_in_welsh_says_it_is_a_draft_and_leads_to_its_english_and_back(client, address):
    page = page_at(client, address)
    assert '<html lang="cy">' in page
    assert "Drafft yw hwn" in page
    assert f'href="{english_of(address)}" hreflang="en"' in page
    assert f'href="{address}" lang="cy" hreflang="cy"' in page_at(client, english_of(address))


@pytest.mark.parametrize("address", PAGES)
def test_english_on_each_is_marked_as_english(client, address):
    left = unmarked(page_at(client, english_of(address)), page_at(client, address))
    # The English page has the name in Welsh too.
    assert not [text for text in left if not text.startswith("Heddlu ")]


@pytest.mark.parametrize("slug", FORCES)
def test_a_force_has_the_sentences_of_its_english_with_the_same_numbers(client, slug):
    english = sentences(page_at(client, f"/bodies/{slug}/"))
    welsh = sentences(page_at(client, f"{WELSH_HOME}bodies/{slug}/"))
    assert len(welsh) >= len(english) >= 3
    for one, other in zip(english, welsh, strict=False):
        assert one != other
        numbers, theirs = NUMBER.findall(one), NUMBER.findall(other)
        if "times the rate" not in one:
            assert sorted(numbers) == sorted(theirs)
            continue
        # The English rounds its ratio, and tells further down what the Welsh tells beside it.
        for number in numbers:
            assert any(abs(float(number) - float(told)) <= 0.1 for told in theirs), number


def test_the_front_page_has_the_numbers_of_the_english(client):
    english, welsh = (page_at(client, address) for address in ("/", WELSH_HOME))
    numbers = re.compile(r"<strong>([\d,]+)</strong>")
    first = [
        page.partition('<ul class="numbers"')[2].partition("</ul>")[0] for page in (english, welsh)
    ]
    assert numbers.findall(first[0]) == numbers.findall(first[1])
    assert str(counted_now().ours) in first[1]


@pytest.mark.parametrize("address", PAGES)
def test_every_link_to_a_page_that_has_a_twin_leads_to_it(client, address):
    page = page_at(client, address)
    links = re.findall(r'<a [^>]*href="(/(?:bodies/[a-z-]+/)?)"([^>]*)', page)
    twins = {"/", *(f"/bodies/{slug}/" for slug in FORCES)}
    assert not [link for link, rest in links if link in twins and "hreflang" not in rest]
    for link in set(re.findall(r'href="(/cymraeg/[^"#?]*)"', page)):
        assert client.get(link).status_code == 200


def test_a_force_of_elsewhere_has_no_page_in_welsh_and_that_is_said(client):
    for slug in ("essex-police", "nobody"):
        answer = client.get(f"{WELSH_HOME}bodies/{slug}/")
        assert answer.status_code == 404
    assert 'hreflang="cy"' not in page_at(client, "/bodies/essex-police/").partition("<footer")[0]
