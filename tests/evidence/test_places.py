"""Where an outward postcode, a town or a district lies, and never more surely than it is known."""

import pytest

from candour.content import FOLDER
from candour.evidence.places import BadPlaces, is_postcode, outward_codes, places_named

# A place as people type it, and the force that comes first.
FIRST = {
    "Birmingham": "west-midlands-police",
    "leeds": "west-yorkshire-police",
    "Glasgow": "police-scotland",
    "Cardiff": "south-wales-police",
    "London": "metropolitan-police",
    "Basildon": "essex-police",
    "Southend": "essex-police",
    "Hull": "humberside-police",
    "Bristol": "avon-and-somerset-police",
    "Belfast": "police-service-of-northern-ireland",
    "Newcastle": "northumbria-police",
    "Berwick": "northumbria-police",
}


def test_a_town_or_district_leads_to_its_force():
    assert {text: places_named(text, FOLDER)[0].forces[0][0] for text in FIRST} == FIRST


def test_a_village_of_the_same_name_stands_after_the_city():
    both = [(place.name, place.within) for place in places_named("Leeds", FOLDER)]
    assert both == [("Leeds", ""), ("Leeds", "Kent")]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Telford", "Telford and Wrekin"),
        ("wrekin", "Telford and Wrekin"),
        ("Hove", "Brighton and Hove"),
        ("newcastle upon", "Newcastle Upon Tyne"),
    ],
)
def test_a_place_is_found_by_its_first_words_and_by_either_of_two_names_joined(typed, name):
    assert name in [place.name for place in places_named(typed, FOLDER)]


def test_a_place_is_not_found_by_a_piece_of_a_word():
    assert places_named("telfo", FOLDER) == ()


def test_a_point_near_a_border_names_the_neighbour_as_perhaps():
    codes = {code.code: code for code in outward_codes(FOLDER)}
    assert codes["TD15"].force == "northumbria-police"
    assert codes["TD15"].nation == "england"
    assert codes["TD15"].perhaps == ("police-scotland",)
    barts = codes["EC1A"]  # the City ends in its midst
    assert {barts.force, *barts.perhaps} == {"city-of-london-police", "metropolitan-police"}
    assert codes["AB10"].perhaps == ()


def test_a_row_without_a_force_is_refused_with_its_line(tmp_path):
    (tmp_path / "places").mkdir()
    file = tmp_path / "places/outward-codes.csv"
    file.write_text("code,town,district,nation,force,perhaps\nB15,,Birmingham,england,,\n")
    with pytest.raises(BadPlaces, match="line 2"):
        outward_codes(tmp_path)


def test_a_folder_without_the_file_has_no_places_and_a_short_row_has_no_neighbours(tmp_path):
    assert outward_codes(tmp_path / "empty") == ()
    (tmp_path / "places").mkdir()
    rows = "code,town,district,nation,force,perhaps\nB15,,Birmingham,england,west-midlands-police\n"
    (tmp_path / "places/outward-codes.csv").write_text(rows)
    (code,) = outward_codes(tmp_path)
    assert (code.force, code.perhaps) == ("west-midlands-police", ())


@pytest.mark.parametrize("text", ["VHA", "Grip", "XLAW", "predpol", ""])
def test_what_is_no_postcode_is_not_taken_for_one(text):
    assert not is_postcode(text)
