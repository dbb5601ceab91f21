"""A district's page: its figures and maps, its force, and never a place that police marked."""

import json
import re
from collections import Counter

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
    nations = Counter(one.nation for one in every.values())
    # districts of England since April 2023, of Wales since April 1996
    assert nations == {"england": 296, "wales": 22}
    assert set(selectors.names({one.force for one in every.values()})) == {
        one.force for one in every.values()
    }
    shown = [one for one in every.values() if not one.why_not]
    assert len(shown) > 250
    for one in shown[::40]:
        assert result_of(FOLDER, one)["plan"]["options"]["districts"] == [one.name]


def test_a_district_of_wales_is_told_by_the_welsh_index_and_never_by_the_english(client):
    page = body_of(client.get("/places/cardiff/"))
    data = json.loads(body_of(client.get("/places/cardiff.json")))

    assert "40.3% of Black residents (5,598 of 13,899)" in page
    assert '<a href="/bodies/south-wales-police/">South Wales Police</a>' in page
    assert "Welsh Index of Multiple Deprivation" in page
    assert "Fifths of Wales instead of the district" in page
    assert "English" not in json.dumps(data)
    assert "Welsh Government" in data["licence"]
    assert "of England" not in page
    for slug in ("cardiff", "southend-on-sea"):
        page = body_of(client.get(f"/places/{slug}/"))
        assert ("Welsh Government" in page) == (slug == "cardiff")


def test_the_list_says_why_scotland_and_northern_ireland_have_no_districts(client):
    page = body_of(client.get("/places/districts/"))

    told = page[page.index('id="not-here"') :]
    assert "in which council area each data zone lies" in told
    assert "too coarse to say who lives where" in told
    answer = client.get("/places/glasgow-city/")
    assert answer.status_code == 404
    assert "only those of England and Wales are" in body_of(answer)


@pytest.mark.parametrize(
    ("force", "words"),
    [
        ("essex-police", "Who lives where in its 14 districts"),
        ("south-wales-police", "Who lives where in its 7 districts"),
        ("police-scotland", "Why its districts are not shown"),
        ("police-service-of-northern-ireland", "Why its districts are not shown"),
    ],
)
def test_a_force_leads_to_its_districts_or_to_why_there_are_none(client, force, words):
    page = body_of(client.get(f"/bodies/{force}/"))

    assert f'<a href="/places/districts/#{force}">{words}</a>' in page
    assert f'id="{force}"' in body_of(client.get("/places/districts/"))


def test_bodies_without_an_area_have_no_link_to_districts(client):
    for body in ("british-transport-police", "ministry-of-justice"):
        assert "/places/districts/#" not in body_of(client.get(f"/bodies/{body}/"))


def test_the_list_of_places_leads_to_each_district_of_its_name(client):
    page = body_of(client.get("/places/"))

    for slug, name in (("basildon", "Basildon"), ("cardiff", "Cardiff"), ("leeds", "Leeds")):
        assert f'<a href="/places/{slug}/">{name}</a>' in page
    wales = page[page.index('id="wales"') :]
    assert '<a href="/places/newport/">Newport</a>' in wales
    assert wales.count('href="/places/newport/"') == 1  # and not of Pembrokeshire's Newport


def test_the_map_for_programs_has_every_district_that_is_shown_and_no_other(client):
    text = body_of(client.get("/sitemap-1.xml"))

    for district in districts(FOLDER).values():
        address = f"<loc>http://testserver/places/{district.slug}/</loc>"
        assert (address in text) == (not district.why_not)


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
