"""Who keeps a copy, what is kept of readers, what falls short, and what words mean."""

import re

import pytest

from candour.web.reader_words import WORDS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

PROMISES = ("/about/", "/accessibility/", "/privacy/", "/corrections/")
ISO_DAY = re.compile(r">[^<]*\b\d{4}-\d\d-\d\d\b[^<]*<")


@pytest.mark.parametrize("address", PROMISES)
def test_what_the_keepers_have_not_said_is_said_to_be_missing(client, address):
    page = client.get(address).content.decode()
    assert page.count("Not said by those who set it up") == 1
    missing = page.partition("<dd>Not said by those who set it up")[0].rpartition("<dt>")[2]
    assert missing.startswith("Who keeps this copy; How to reach them; Who pays for it<")


@pytest.mark.parametrize("address", PROMISES)
def test_the_keepers_are_named_as_the_settings_have_them(client, settings, address):
    settings.KEPT_BY, settings.CONTACT = "A law centre", "register@example.org"
    settings.FUNDED_BY = "Its members"
    page = client.get(address).content.decode()
    assert "A law centre" in page
    assert '<a href="mailto:register@example.org">register@example.org</a>' in page
    assert "Its members" in page


def test_a_contact_that_is_no_address_is_no_link(client, settings):
    settings.CONTACT = "javascript:alert(1)"
    page = client.get("/corrections/").content.decode()
    assert "<dd>javascript:alert(1)</dd>" in page


@pytest.mark.parametrize("word", WORDS, ids=[word.key for word in WORDS])
def test_what_a_word_leads_to_is_there(client, word):
    page = client.get("/words/").content.decode()
    assert f'<div id="{word.key}"><dt>{word.word}</dt>' in page
    if not word.more:
        return
    address, _, anchor = word.more.partition("#")
    answer = client.get(address)
    assert answer.status_code == 200
    assert not anchor or f'id="{anchor}"' in answer.content.decode()


@pytest.mark.parametrize("address", ["/changes/", "/changes/1/"])
def test_a_day_is_written_out_wherever_it_is_read(client, address):
    assert ISO_DAY.findall(client.get(address).content.decode()) == []


def test_the_home_page_is_there_in_easy_read_with_the_numbers_of_the_day(client):
    from candour.register.counted import counted_now
    from candour.register.forces import forces

    page = client.get("/easy-read/").content.decode()
    assert 'href="/easy-read/"' in client.get("/").content.decode()
    assert f"We know of {counted_now().ours} systems in the UK." in page
    known = sum(bool(force.systems) for force in forces())
    assert f"{known} of {len(forces())} police forces have a system named here." in page
    lines = re.findall(r"<li>.*?<p>(.*?)</p></li>", page)
    assert len(lines) > 10
    assert all(len(line.split()) <= 14 for line in lines), "one idea a line"
