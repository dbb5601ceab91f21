"""What stands beside the ratios of a force wherever they stand: whose word, how clear, how wide."""

import re
from html import unescape

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def text_of(client, address):
    page = client.get(address).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_met_page_tells_two_ratios_of_searches_apart(client):
    cards = re.findall(
        r"<dt>(?:Searches|Tactics)[^<]*</dt><dd>.*?</dd>",
        client.get("/bodies/metropolitan-police/").content.decode(),
        re.DOTALL,
    )
    told = [re.sub(r"<[^>]+>", "", unescape(card)) for card in cards]
    assert len(told) == 2
    for card in told:
        assert "Ethnicity by " in card
        assert "by whose count of residents is taken" in card
        assert "Not comparable with the one beside it" in card
    short = [card for card in told if "June 2021" in card]
    assert all("too few weeks to be clear" in card for card in short)


def test_half_a_year_of_searches_says_that_it_is_too_short_to_be_clear(client):
    page = text_of(client, "/bodies/greater-manchester-police/")
    assert "4.31 times the white rate" in page
    assert "Higher, but too few weeks to be clear" in page
    assert "4.31 to 8.01 by whose count of residents is taken" in page


@pytest.mark.parametrize(
    "address",
    ["/bodies/dorset-police/", "/compare/?with=dorset-police&with=kent-police", "/forces/"],
)
def test_what_missing_ethnicity_can_do_stands_beside_dorset(client, address):
    page = text_of(client, address)
    assert "23.30 times" in page
    assert re.search(r"14 to 116", page)


def test_easy_read_says_whose_word_and_how_wide(client):
    page = text_of(client, "/bodies/dorset-police/easy-read/")
    assert "For 35 in 100, nobody wrote down if they are Black or white." in page
    assert "So the number could be from 14 to 116." in page
    assert "People said themselves if they are Black or white." in page
    assert "Police officers wrote down who they think is Black or white." in page


def test_the_city_of_london_has_no_ratio_and_says_why(client):
    page = text_of(client, "/bodies/city-of-london-police/")
    assert "12.50 times" not in page
    assert "hardly anyone lives there" in page
