"""From files of a made-up country to a finding with maps, in which no code of an area stands."""

import csv
import gzip
import json
import re
from dataclasses import replace

import numpy as np
import pytest
import shapely

from candour.audit.neighbourhoods.audit import (
    Atlas,
    Claim,
    Files,
    IndexFile,
    Question,
    TooFewAreas,
    audit_neighbourhoods,
    read_atlas,
)
from candour.audit.neighbourhoods.kind import KIND
from candour.audit.neighbourhoods.nations import WALES
from candour.audit.neighbourhoods.outlines import HIGH, WIDE, Frame, path_of
from candour.audit.reports import as_html
from candour.audit.reports.sheets import pictures_of
from tests.audit.places.town import collection, polygon, square

SIDE, WEST, SOUTH, METRES = 10, 530_000.0, 180_000.0, 500.0
CLAIM = Claim(
    "A made-up report, beside its figure 1",
    "Marked places lie where few live",
    "s1-made-up",
    (("The share of residents in marked places", "s1-test"),),
)


def code(k):
    return f"E0100{k + 1:04d}"


def packed(path, rows):
    with gzip.open(path, "wt", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    """Two districts of a hundred squares each, side by side; Black residents live to the east."""
    folder = tmp_path_factory.mktemp("country")
    places = [(k, k // 100, k % 100 % SIDE, k % 100 // SIDE) for k in range(200)]
    people = [(code(k), 50, 10 + 20 * x, 500 - 20 * x) for k, _, x, _ in places]
    districts = [(code(k), "East" if east else "West") for k, east, _, _ in places]
    outlines = [
        polygon(
            square(WEST + (x + SIDE * east) * METRES, SOUTH + y * METRES, METRES, corners=2),
            lsoa21_code=code(k),
        )
        for k, east, x, y in places
    ]
    (folder / "areas.geojson").write_text(json.dumps(collection(outlines)))
    old = [(code(k), x / 20 + y / 1_000) for k, _, x, y in places]
    new = [(code(k), x / 20 + y / 500) for k, _, x, y in places]
    return read_atlas(
        Files(
            packed(folder / "census.csv.gz", [("lsoa21_code", "asian", "black", "white"), *people]),
            folder / "areas.geojson",
            packed(folder / "districts.csv.gz", [("lsoa21_code", "ltla24_name"), *districts]),
            (
                IndexFile("2019", packed(folder / "old.csv.gz", [("lsoa11_code", "pct"), *old]),
                          "pct", is_of_2011=True),
                IndexFile("2025", packed(folder / "new.csv.gz", [("lsoa21_code", "score"), *new]),
                          "score"),
            ),
            packed(folder / "bridge.csv.gz", [
                ("lsoa11_code", "change_code", "lsoa21_code"),
                *((code(k), "U", code(k)) for k, *_ in places),
            ]),
            packed(folder / "people.csv.gz", [
                ("lsoa11_code", "total_population"), *((code(k), 500) for k, *_ in places),
            ]),
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def one(atlas):
    return audit_neighbourhoods(atlas, Question(("West",), "West", ("2025", "2019"), CLAIM))


@pytest.fixture(scope="module")
def both(atlas):
    return audit_neighbourhoods(atlas, Question(("West", "East"), "West and East", ("2025",)))


def test_the_finding_leads_with_the_shares_that_can_be_worked_out_by_hand(one):
    # the fifth is the two easternmost of ten columns: 10 areas each of 190 and 170 Black residents
    black = one.result.row("black")

    assert (black.in_most_deprived, black.residents) == (3_600, 10_000)
    assert one.sentences[0].startswith("In West, 36.0% of Black residents (3,600 of 10,000) live")
    assert KIND.title(one) == (
        "West: 36.0% of Black and 16.1% of white residents live in its most deprived fifth"
    )


def test_the_index_of_each_nation_is_named_for_what_it_is(atlas):
    only_2019 = replace(atlas, nation=WALES, deprivation={"2019": atlas.deprivation["2019"]})
    finding = audit_neighbourhoods(only_2019, Question(("West",), "West", ("2019",)))
    page = as_html(finding, KIND)

    assert "Welsh Index of Multiple Deprivation" in finding.assumptions[1]
    assert "not by how much" in finding.assumptions[1]
    assert "index of 2025" not in page
    assert "of England" not in page
    assert "Fifths of Wales" in page
    assert KIND.finding(json.loads(json.dumps(finding.as_dict()))) == finding


def test_a_finding_on_england_says_what_it_always_said(one):
    assert "the English indices of deprivation, the share of people" in one.assumptions[1]
    assert one.does_not_show[-1] == (
        "Change since the census: the index of 2025 is of later years than the counts of "
        "residents, that of 2019 of earlier ones."
    )
    assert "nation" not in one.plan.options


def test_several_districts_are_told_together_and_each_for_itself(both):
    assert both.result.districts == ("West", "East")
    assert both.result.row("black").residents == 20_000
    assert both.result.row("black", district="East").residents == 10_000
    assert "their district’s most deprived fifth" in KIND.title(both)


def test_it_is_read_back_as_it_was_stored(one, both):
    for finding in (one, both):
        assert KIND.finding(json.loads(json.dumps(finding.as_dict()))) == finding


def test_no_code_of_an_area_is_in_it_or_its_report(both):
    text = json.dumps(both.as_dict()) + as_html(both, KIND)

    assert not re.search(r"[EW]010\d{5}", text)


def test_the_claim_is_named_beside_it_and_what_would_test_it(one, both):
    assert any(
        "Marked places lie where few live (statement s1-made-up)" in text
        for text in one.does_not_show[:2]
    )
    page = as_html(one, KIND)
    assert "To test what was said" in page
    assert "s1-test" in page
    assert "To test what was said" not in as_html(both, KIND)


def test_each_district_and_index_that_is_drawn_has_a_map_that_says_in_words_what_it_shows(one):
    pictures = pictures_of(one, KIND)

    assert set(pictures) == {"map-black", "map-asian"}
    first = pictures["map-black"].panels
    assert len(first) == 2
    assert re.match(r"Map of West: of 100 small areas, \d+ are both", first[0].says)
    assert "index of 2025" in first[0].svg
    assert "style=" not in first[0].svg


def test_a_map_has_every_class_once_and_nothing_else(one):
    drawing = one.result.drawings["West, 2025, black"]
    filled = {
        f"{row.deprivation}{row.group_share}"
        for row in one.result.classes
        if (row.index, row.group) == ("2025", "black") and row.areas
    }

    assert set(drawing.outlines) == filled
    assert drawing.width <= WIDE
    assert drawing.height <= HIGH


def test_paths_cover_the_ground_that_their_areas_cover():
    shapes = np.array([shapely.box(0, 0, 300, 300), shapely.box(300, 0, 600, 300)], dtype=object)
    frame = Frame.around(shapes)

    path = path_of(shapes, frame)

    assert path.count("M") == 1  # two squares that touch are drawn as one
    points = np.array(re.findall(r"-?\d+", path), dtype=int).reshape(-1, 2)
    ring = np.cumsum(points, axis=0)
    assert shapely.area(shapely.Polygon(ring)) == pytest.approx(frame.width * frame.height)


def test_a_district_of_few_areas_is_refused(atlas):
    few = Atlas(
        atlas.areas,
        np.array(["Small" if k < 40 else "Rest" for k in range(200)]),
        atlas.deprivation,
        atlas.shapes,
        atlas.corners,
        atlas.bridge,
        atlas.inputs,
    )

    with pytest.raises(TooFewAreas, match="most deprived fifth of Small is"):
        audit_neighbourhoods(few, Question(("Small",), "Small", ("2025",)))
