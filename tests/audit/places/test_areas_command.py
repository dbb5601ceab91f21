"""`candour audit areas`: what it comes to, and what it refuses."""

import gzip
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from candour.audit.places.kind import KIND
from candour.audit.reports import as_html
from tests.audit.places.town import (
    GROUPS,
    SIDE,
    SOUTH,
    WEST,
    WIDE,
    Town,
    code,
    collection,
    polygon,
    square,
    write_csv,
)


@pytest.fixture
def town(tmp_path):
    return Town.made(tmp_path)


@pytest.fixture
def rough(tmp_path):
    return Town.made(tmp_path, corners=2)


def exposure_of(found, group):
    return next(row for row in found["exposure"] if row["group"] == group)


def test_it_prints_what_the_contract_names(town, run_json):
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation))

    assert {"exposure", "test", "by_deprivation", "plan"} <= set(found)
    for row in found["exposure"]:
        assert set(row) == {"group", "residents", "in_targets", "share", "ratio", "bounds"}
        assert row["bounds"] is None  # of whole areas all is known
    assert {"statistic", "p_value", "alternative", "null"} <= set(found["test"])
    assert [row["group"] for row in found["exposure"]] == list(GROUPS)  # total is no group
    assert found["accounted_for"]["shapes_left_out"] == 1


def test_shares_and_ratios_are_those_of_plain_sums(town, run_json):
    found = run_json("audit", "areas", *town.options())

    inside = town.people[:, town.marked].sum(axis=1)
    shares = inside / town.people.sum(axis=1)
    for group, people, share in zip(GROUPS, inside, shares, strict=True):
        row = exposure_of(found, group)
        assert row["in_targets"] == people
        assert row["share"] == pytest.approx(share)
        assert row["ratio"] == pytest.approx(share / shares[2])
    black = next(row for row in found["comparisons"] if row["group"] == "black")
    assert black["difference"] == pytest.approx(shares[1] - shares[2])


def test_deprivation_gives_observed_expected_and_within(town, run_json):
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation))

    row = found["by_deprivation"]["black"]
    ours, theirs, everyone = town.people[1], town.people[2], town.people.sum(axis=0)
    is_marked = np.isin(np.arange(SIDE**2), town.marked)
    expected = {id(ours): 0.0, id(theirs): 0.0}
    top = bottom = 0.0
    for band in range(1, 11):
        here = town.deciles == band
        rate = everyone[here & is_marked].sum() / everyone[here].sum()
        a, b = ours[here & is_marked].sum(), theirs[here & is_marked].sum()
        n, m = ours[here].sum(), theirs[here].sum()
        expected[id(ours)] += n * rate
        expected[id(theirs)] += m * rate
        top += a * m / (n + m)
        bottom += b * n / (n + m)
    assert row["within"] == pytest.approx(top / bottom)
    assert row["expected"] == pytest.approx(
        expected[id(ours)] / ours.sum() / (expected[id(theirs)] / theirs.sum())
    )
    assert row["observed"] == pytest.approx(exposure_of(found, "black")["ratio"])


def test_no_band_rests_on_fewer_than_ten_marked_areas_alone_or_by_subtraction(town, run_json):
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation))

    strata = found["by_deprivation"]["black"]["strata"]
    marked = {band: int((town.deciles[town.marked] == band).sum()) for band in range(1, 11)}
    hidden = [row["band"] for row in strata if row["share"] is None]
    assert 0 < len(hidden) < 10
    assert all(marked[row["band"]] >= 10 for row in strata if row["share"] is not None)
    assert sum(marked[band] for band in hidden) >= 10


def test_the_lead_is_the_ratio_within_bands_and_the_p_value_says_of_what(town, run_json):
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation, null="banded"))

    assert found["sentences"][0].startswith("Among areas alike in density and income deprivation")
    assert "placed blind to where groups live" in " ".join(found["sentences"])
    assert "explained" not in json.dumps(found)
    assert found["test"]["null"] == "banded"


def test_chance_keeps_bands_wherever_deprivation_is_given(town, run_json):
    with_index = run_json("audit", "areas", *town.options(deprivation=town.deprivation))
    by_shift = run_json("audit", "areas", *town.options(deprivation=town.deprivation, null="shift"))
    without = run_json("audit", "areas", *town.options())

    assert with_index["test"]["null"] == "banded"
    assert by_shift["test"]["null"] == without["test"]["null"] == "shift"
    assert "shifts alone reject too often" in " ".join(without["sentences"])
    assert "reject too often" not in " ".join(with_index["sentences"])


def test_chance_starts_from_the_seed(town, run_json):
    one = run_json("audit", "areas", *town.options(seed=1))
    assert run_json("audit", "areas", *town.options(seed=1)) == one
    assert run_json("audit", "areas", *town.options(seed=2))["test"] != one["test"]


def test_the_districts_of_northern_ireland_are_said_to_be_too_coarse(town, run):
    rows = [[f"N090000{k:02d}", 10, 20] for k in range(1, 12)]
    path = write_csv(town.folder / "ni.csv", [["ltla21_code", "other", "white"], *rows])
    status, out, err = run("audit", "areas", *town.options(population=path))
    assert (status, out) == (2, "")
    assert "districts of Northern Ireland" in err
    assert "too coarse to say" in err
    assert len(err.strip().splitlines()) == 1


def test_scotland_is_audited_by_data_zone_with_its_own_index(tmp_path, run_json):
    """Codes S01…, headings `dz11_code`, and SIMD's deciles beside those of other domains."""
    town = Town.made(tmp_path)
    zone = {code(k): f"S0100{6506 + k}" for k in range(SIDE**2)}
    for path in (town.areas, town.population, town.deprivation, town.targets):
        text = path.read_text().replace("lsoa21_code", "dz11_code")
        for old, new in zone.items():
            text = text.replace(old, new)
        path.write_text(text)
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation))
    inside = town.people[:, town.marked].sum(axis=1) / town.people.sum(axis=1)
    assert [row["share"] for row in found["exposure"]] == pytest.approx(inside.tolist())
    assert found["by_deprivation"]["black"]["within"] is not None
    assert "S01006" not in json.dumps(found)


def test_no_output_names_a_place(town, run, tmp_path):
    options = town.options(deprivation=town.deprivation, out=tmp_path / "out")
    _, words, _ = run("audit", "areas", *options)
    _, data, _ = run("audit", "areas", *options, "--json")
    page = (tmp_path / "out/report.html").read_text()
    for text in (words, data, page, (tmp_path / "out/finding.json").read_text()):
        assert not any(code(k) in text for k in range(SIDE**2))
    assert "Residents in targets" in page


def test_a_report_is_read_back_and_drawn_again(town, run_json):
    found = run_json("audit", "areas", *town.options(deprivation=town.deprivation))
    finding = KIND.finding({key: found[key] for key in found})
    assert finding.identifier == found["finding"]
    assert "Who lives in the targets of targets.csv" in as_html(finding, KIND)


def cells(town, *, wide=WIDE, shift=0.0, count=12):
    rows = [[WEST + shift + c * WIDE, SOUTH + shift + WIDE * 3, 0, 0] for c in range(count)]
    for row in rows:
        row[2:] = [row[0] + wide, row[1] + wide]
    return write_csv(town.folder / "cells.csv", [["xmin", "ymin", "xmax", "ymax"], *rows])


def test_cells_over_parts_of_areas_have_bounds(town, run_json):
    found = run_json("audit", "areas", *town.options(targets=cells(town, wide=100.0, shift=50)))

    row = exposure_of(found, "black")
    people = town.people[1, SIDE * 3 : SIDE * 3 + 12].sum()
    assert row["in_targets"] == pytest.approx(people / 25)
    assert row["bounds"]["low"] <= row["share"] <= row["bounds"]["high"]
    assert row["bounds"]["high"] > row["share"]


def test_cells_that_are_areas_are_the_same_as_their_codes(town, run_json):
    by_cell = run_json("audit", "areas", *town.options(targets=cells(town)))
    codes = write_csv(
        town.folder / "codes.csv", [["lsoa21_code"], *([code(SIDE * 3 + c)] for c in range(12))]
    )
    by_code = run_json("audit", "areas", *town.options(targets=codes))
    assert by_cell["exposure"] == by_code["exposure"]


def test_polygons_points_and_geoparquet_are_taken(town, run_json):
    ring = square(WEST + WIDE, SOUTH + WIDE, wide=4 * WIDE)
    drawn = town.folder / "drawn.geojson.gz"
    with gzip.open(drawn, "wt") as file:
        json.dump(collection([polygon(ring, note="a")]), file)
    wanted = [k for k in range(SIDE**2) if 1 <= k % SIDE < 5 and 1 <= k // SIDE < 5]
    by_polygon = run_json("audit", "areas", *town.options(targets=drawn))
    assert exposure_of(by_polygon, "black")["in_targets"] == town.people[1, wanted].sum()

    table = pa.table(
        {"lsoa21_code": ["x"], "geometry": [shapely.to_wkb(shapely.Polygon(ring))]}
    ).replace_schema_metadata(
        {
            "geo": json.dumps(
                {
                    "primary_column": "geometry",
                    "columns": {"geometry": {"encoding": "WKB", "crs": {"id": {"code": 27700}}}},
                }
            )
        }
    )
    pq.write_table(table, town.folder / "drawn.parquet")
    again = run_json("audit", "areas", *town.options(targets=town.folder / "drawn.parquet"))
    assert again["exposure"] == by_polygon["exposure"]

    points = [[WEST + (c + 0.5) * WIDE, SOUTH + 0.5 * WIDE, 50] for c in range(15)]
    discs = write_csv(town.folder / "discs.csv", [["easting", "northing", "radius"], *points])
    found = run_json("audit", "areas", *town.options(targets=discs))
    assert exposure_of(found, "white")["in_targets"] == pytest.approx(
        town.people[2, :15].sum() * np.pi * 50**2 / WIDE**2, rel=0.005
    )


def refused(run, town, says, **files):
    options = town.options(**files)
    out = town.folder / "out"
    status, printed, error = run("audit", "areas", *options, "--out", out, "--json")
    assert (status, printed) == (2, ""), error
    assert error.count("\n") == 1
    assert not out.exists()
    for part in says if isinstance(says, tuple) else (says,):
        assert part in error


def test_a_target_without_a_row_is_refused_by_row_and_column(town, run):
    bad = write_csv(town.folder / "bad.csv", [["area"], [code(1)], ["E01099999"]])
    refused(run, town, ("bad.csv, line 3", "column 'area'"), targets=bad)


def test_fewer_than_ten_marked_areas_are_refused(town, run):
    few = write_csv(town.folder / "few.csv", [["area"], *([code(k)] for k in range(9))])
    refused(run, town, "9 small areas", targets=few)


def test_a_total_that_is_not_the_sum_is_refused_with_its_line(town, run):
    rows = town.population.read_text().splitlines()
    rows[4] = rows[4].rpartition(",")[0] + ",7"
    town.population.write_text("\n".join(rows))
    refused(run, town, ("population.csv, line 5", "column 'total'"))


def test_areas_of_two_years_are_refused(town, run):
    old = town.folder / "old.csv"
    old.write_text(town.targets.read_text().replace("area", "lsoa11_code"))
    refused(run, town, ("of 2021", "of 2011", "old.csv"), targets=old)
    town.deprivation.write_text(town.deprivation.read_text().replace("lsoa21_code", "lsoa11_code"))
    refused(run, town, "deprivation.csv", deprivation=town.deprivation)


def test_a_target_that_crosses_itself_is_refused(town, run):
    bow = [[WEST, SOUTH], [WEST + 3e3, SOUTH + 3e3], [WEST + 3e3, SOUTH], [WEST, SOUTH + 3e3]]
    bad = town.folder / "bow.geojson"
    whole = polygon(square(WEST, SOUTH, wide=3e3))
    bad.write_text(json.dumps(collection([whole, polygon([*bow, bow[0]])])))
    refused(run, town, ("bow.geojson: feature 2", "crosses"), targets=bad)


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_a_ring_that_does_not_end_where_it_begins_is_refused(town, run, kind):
    """It was closed without a word, and a corner that is lost cuts off what lies beyond."""
    whole, cut = polygon(square(WEST, SOUTH, wide=3e3)), polygon(square(WEST, SOUTH, wide=2e3)[:-1])
    if kind == "MultiPolygon":
        parts = [cut["geometry"]["coordinates"]]
        cut["geometry"] = {"type": kind, "coordinates": parts}
    bad = town.folder / "open.geojson"
    bad.write_text(json.dumps(collection([whole, cut])))
    says = ("open.geojson", "feature 2: ring 1", "does not end where it begins")
    refused(run, town, says, targets=bad)


@pytest.mark.parametrize(
    ("ring", "crs", "says"),
    [
        (square(WEST, SOUTH), None, "look like metres"),  # said to be degrees, by RFC 7946
        (square(51.5, -0.1, wide=0.01), None, "swapped"),
        (
            square(-0.1, 51.5, wide=0.01),
            {"properties": {"name": "EPSG:27700"}},
            "look like degrees",
        ),
        (square(WEST, SOUTH), {"properties": {"name": "EPSG:3857"}}, "EPSG:27700"),
    ],
)
def test_wrong_coordinates_are_refused(town, run, ring, crs, says):
    bad = town.folder / "bad.geojson"
    bad.write_text(json.dumps(collection([polygon(ring)], crs)))
    refused(run, town, ("bad.geojson", says), targets=bad)


def test_what_is_finer_than_an_area_is_refused_over_rough_outlines(rough, run, run_json):
    refused(
        run,
        rough,
        ("cells.csv, line 2", "strongly generalised"),
        targets=cells(rough, wide=100.0, shift=50),
    )
    found = run_json("audit", "areas", *rough.options())
    assert found["accounted_for"]["outlines_generalised"]
    assert any("strongly generalised" in text for text in found["assumptions"])


def test_areas_without_deprivation_or_outline_are_refused(town, run):
    rows = town.deprivation.read_text().splitlines()
    town.deprivation.write_text("\n".join(rows[:-3]))
    refused(run, town, "3 of the areas studied have no figure", deprivation=town.deprivation)
    with town.population.open("a") as file:
        file.write("E01099999,1,2,3,6\n")
    refused(run, town, ("population.csv", "1 of its 401 areas have no outline"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"reference": "martian"}, "no group 'martian'"),
        ({"null": "permutation"}, "shift or banded"),
        ({"null": "banded"}, "--deprivation"),
        ({"allocation": "area"}, "leave --allocation out"),
        ({"placements": 10}, "99 or more"),
        ({"domain": "wealth", "deprivation": ""}, "wealth_decile"),
    ],
)
def test_a_question_that_makes_no_sense_is_one_sentence(town, run, options, says):
    if "deprivation" in options:
        options = options | {"deprivation": town.deprivation}
    refused(run, town, says, **options)


def test_targets_that_are_all_areas_expose_everyone_alike(town, run_json):
    every = write_csv(town.folder / "all.csv", [["area"], *([code(k)] for k in range(SIDE**2))])
    found = run_json("audit", "areas", *town.options(targets=every))
    assert [row["ratio"] for row in found["exposure"]] == [1, 1, 1]
    assert found["concentration"] == pytest.approx(0)


def test_targets_too_few_to_be_moved_are_told_and_not_tested(town, run_json):
    ring = square(WEST, SOUTH, wide=4 * WIDE)
    one = town.folder / "one.geojson"
    one.write_text(json.dumps(collection([polygon(ring)])))
    found = run_json("audit", "areas", *town.options(targets=one, allocation="area"))
    assert found["test"] is not None  # its pieces are sixteen
    discs = write_csv(
        town.folder / "disc.csv",
        [["easting", "northing", "radius"], [WEST + 3e3, SOUTH + 3e3, 1200]],
    )
    found = run_json("audit", "areas", *town.options(targets=discs))
    assert found["test"] is None
    assert "Fewer than 5 targets" in found["accounted_for"]["not_tested"]
    assert any("Not tested against chance" in text for text in found["sentences"])
