"""A district's page: its figures and maps, its force, and never a place that police marked."""

import json
import re

import pytest

from candour.content import FOLDER
from candour.evidence.districts import (
    FILE,
    BadDistricts,
    District,
    districts,
    result_of,
    write_districts,
)
from candour.evidence.places import Place
from candour.register import selectors
from candour.web.pages.places import place_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]
CODE = re.compile(r"[EW]01\d{6}")


def body_of(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def test_every_district_lies_with_a_force_of_the_register_and_has_a_result_or_a_reason():
    every = districts(FOLDER)
    assert len(every) == 296  # districts of England since April 2023
    assert set(selectors.names({one.force for one in every.values()})) == {
        one.force for one in every.values()
    }
    shown = [one for one in every.values() if not one.why_not]
    assert len(shown) > 250
    for one in shown[::40]:
        assert result_of(FOLDER, one)["plan"]["options"]["districts"] == [one.name]


def test_a_page_leads_with_its_numbers_and_draws_two_maps(client):
    page = body_of(client.get("/places/southend-on-sea/"))

    assert "35.1% of Black residents (1,805 of 5,140)" in page
    assert page.count("report-map-33") >= 2
    assert page.index("Where police were sent") < page.index("report-map-33")  # the limits first
    assert '<a href="/bodies/essex-police/">Essex Police</a>' in page


def test_a_page_says_of_each_system_about_places_whether_it_was_replayed_or_why_not(client):
    page = body_of(client.get("/places/southend-on-sea/"))
    known = page[page.index("What is known of where police were sent") :]

    assert "/systems/essex-grip-hotspots/" in known
    assert "Not replayed" in known
    assert "Needed for it" in known


def test_neither_page_nor_data_of_a_district_holds_a_code_of_an_area(client):
    for address in ("/places/southend-on-sea/", "/places/birmingham.json", "/places/lambeth/"):
        assert not CODE.search(body_of(client.get(address)))


def test_shapes_of_one_district_at_a_time_are_tens_of_kilobytes(client):
    for slug in ("birmingham", "cornwall", "lambeth"):
        page = body_of(client.get(f"/places/{slug}/"))
        drawn = sum(len(path) for path in re.findall(r'<path d="[^"]*" class="report-map', page))
        assert 5_000 < drawn < 60_000


def test_the_list_leads_to_every_district_that_is_shown(client):
    page = body_of(client.get("/places/districts/"))
    rows = json.loads(body_of(client.get("/places/districts.json")))

    for district in districts(FOLDER).values():
        link = f'href="/places/{district.slug}/"'
        assert (link in page) == (not district.why_not)
    assert len(rows) == len(districts(FOLDER))
    assert "/places/districts/" in body_of(client.get("/places/"))


def test_search_leads_from_a_place_to_its_district_and_not_to_one_of_another_force(client):
    assert 'href="/places/basildon/"' in body_of(client.get("/search/?q=Basildon"))
    every = districts(FOLDER)
    for force, is_here in (("kent-police", True), ("surrey-police", False)):
        place = Place("Ashford", "", "england", ((force, 1),), (), 1)
        assert (place_shown(place, {}, every).district is not None) == is_here
    assert 'href="/places/districts/"' in body_of(client.get("/search/?q=who+lives+where"))


def test_a_district_that_is_not_here_or_too_small_is_told_in_a_sentence(client):
    for slug in ("nowhere", "isles-of-scilly"):
        answer = client.get(f"/places/{slug}/")
        assert answer.status_code == 404
    assert "small areas" in body_of(client.get("/places/isles-of-scilly/"))


def test_an_archive_comes_out_the_same_and_a_broken_one_is_told(tmp_path):
    (tmp_path / "places").mkdir()
    results = {District("a", "A", "essex-police"): {"x": 1}, District("b", "B", "f", "why"): {}}
    write_districts(tmp_path / FILE, results)
    first = (tmp_path / FILE).read_bytes()
    write_districts(tmp_path / FILE, results)

    assert (tmp_path / FILE).read_bytes() == first
    assert districts(tmp_path)["b"].why_not == "why"
    assert result_of(tmp_path, districts(tmp_path)["a"]) == {"x": 1}
    with pytest.raises(BadDistricts, match=re.escape("b.json can't be read")):
        result_of(tmp_path, districts(tmp_path)["b"])


def test_what_stands_in_an_address_is_refused_and_not_repeated(client):
    for address in ("/places/districts/", "/places/southend-on-sea/", "/places/districts.json"):
        answer = client.get(address, {"postcode": "SS1 1AA"})
        assert answer.status_code == 400
        assert b"SS1" not in answer.content
