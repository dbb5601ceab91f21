"""The page of official records, on the real content."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


@pytest.fixture
def page(client):
    return client.get("/official-records/").content.decode()


def test_the_page_names_the_two_records_of_police_and_the_day(page):
    assert "On 17 August 2026" in page
    assert "held 142 records" in page
    assert "2 of them are of police forces" in page
    assert "Hampshire and Thames Valley Police: DARAT" in page


def test_a_system_without_a_record_stands_among_those_not_found_and_no_breach_is_said(page):
    _, _, without = page.partition('id="without"')
    assert "/systems/durham-hart/" in without
    assert "no breach" in page


def test_a_system_with_a_record_is_not_among_those_without(page):
    with_record, _, without = page.partition('id="without"')
    assert "/systems/hampshire-and-thames-valley-darat/" in with_record
    assert "/systems/hampshire-and-thames-valley-darat/" not in without
