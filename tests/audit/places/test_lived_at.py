"""Areas are divided by where their people live, where a file tells it."""

import json

import numpy as np
import pytest
import shapely

from candour.audit.places.lived_at import read_lived_at
from candour.tables.errors import CannotRead
from tests.audit.places.town import (
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

POINTS_EACH = 7
HEADING = ["lsoa21_code", "easting", "northing", "addresses"]


@pytest.fixture
def town(tmp_path):
    return Town.made(tmp_path)


def addresses_of(town, seed=5):
    """Seven addresses in each area, none in its western half, with weights."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(SIDE**2):
        x = WEST + (k % SIDE + rng.uniform(0.5, 1, POINTS_EACH)) * WIDE
        y = SOUTH + (k // SIDE + rng.uniform(0, 1, POINTS_EACH)) * WIDE
        weights = rng.integers(1, 30, POINTS_EACH)
        rows += [[code(k), *row] for row in np.column_stack([x, y, weights]).tolist()]
    return rows


def lived_at(town, rows):
    return write_csv(town.folder / "addresses.csv", [HEADING, *rows])


def half_covered(town):
    """A target over six by five areas and the western half of a seventh column."""
    ring = [
        [WEST, SOUTH],
        [WEST + 6.5 * WIDE, SOUTH],
        [WEST + 6.5 * WIDE, SOUTH + 5 * WIDE],
        [WEST, SOUTH + 5 * WIDE],
        [WEST, SOUTH],
    ]
    path = town.folder / "target.geojson"
    path.write_text(json.dumps(collection([polygon(ring)])))
    return path, shapely.Polygon(ring)


def share_of(found, group):
    return next(row["share"] for row in found["exposure"] if row["group"] == group)


def test_shares_are_those_of_addresses_counted_by_geos(town, run_json):
    rows = addresses_of(town)
    target = town.folder / "oblique.geojson"
    ring = [[WEST + 900, SOUTH + 700], [WEST + 6_100, SOUTH + 1_300], [WEST + 4_000, SOUTH + 7_200]]
    target.write_text(json.dumps(collection([polygon([*ring, ring[0]])])))
    polygon_of = shapely.Polygon(ring)

    found = run_json(
        "audit", "areas", *town.options(targets=target, **{"lived-at": lived_at(town, rows)})
    )

    inside, whole = np.zeros(SIDE**2), np.zeros(SIDE**2)
    place = {code(k): k for k in range(SIDE**2)}
    for area, x, y, weight in rows:
        whole[place[area]] += weight
        inside[place[area]] += weight * polygon_of.covers(shapely.Point(x, y))
    covered = inside / whole
    for group, people in zip(("asian", "black", "white"), town.people, strict=True):
        expected = (people * covered).sum() / people.sum()
        assert share_of(found, group) == pytest.approx(expected)
    assert all(row["bounds"] is not None for row in found["exposure"])
    assert found["plan"]["options"]["allocation"] == "people"


def test_land_where_nobody_lives_counts_for_nobody(town, run_json):
    target, _ = half_covered(town)
    option = {"lived-at": lived_at(town, addresses_of(town))}

    by_people = run_json("audit", "areas", *town.options(targets=target, **option))
    by_land = run_json("audit", "areas", *town.options(targets=target))

    inside = [k for k in range(SIDE**2) if k % SIDE < 6 and k // SIDE < 5]
    for group, people in zip(("asian", "black", "white"), town.people, strict=True):
        assert share_of(by_people, group) == pytest.approx(people[inside].sum() / people.sum())
        assert share_of(by_land, group) > share_of(by_people, group)
    assert all(row["bounds"] is None for row in by_people["exposure"])


def test_with_codes_of_points_even_fine_targets_may_lie_over_rough_outlines(tmp_path, run_json):
    rough = Town.made(tmp_path, corners=2)
    small = [polygon(square(WEST + 50 + k * WIDE, SOUTH + 50, wide=400.0)) for k in range(12)]
    target = rough.folder / "small.geojson"
    target.write_text(json.dumps(collection(small)))

    found = run_json(
        "audit",
        "areas",
        *rough.options(targets=target, **{"lived-at": lived_at(rough, addresses_of(rough))}),
    )

    assert any("shares are told by points" in text for text in found["assumptions"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: rows[POINTS_EACH:], "1 of the 400 areas studied have no point"),
        (lambda rows: [[rows[0][0], "here", *rows[0][2:]], *rows[1:]], "line 2"),
        (lambda rows: [[*rows[0][:3], -1], *rows[1:]], "column 'addresses' is below 0"),
        (lambda rows: [["E01099999", *row[1:]] for row in rows], "no point is of an area"),
        (lambda rows: [[row[0], 51.5, -0.1, 1] for row in rows], "addresses.csv"),
    ],
)
def test_points_that_can_t_be_used_are_refused_with_their_place(town, change, why):
    path = lived_at(town, change(addresses_of(town)))

    with pytest.raises(Exception, match=why) as refusal:
        read_lived_at(path, tuple(code(k) for k in range(SIDE**2)))
    assert isinstance(refusal.value, CannotRead) or "addresses.csv" in str(refusal.value)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "leave --lived-at out"),
        ({"allocation": "area", "targets": "polygons"}, "leave --allocation out"),
    ],
)
def test_points_with_whole_areas_or_another_allocation_are_refused(town, run, more, why):
    options = {"lived-at": lived_at(town, addresses_of(town)), **more}
    if "targets" in more:
        options["targets"] = half_covered(town)[0]
    code_, _, errors = run("audit", "areas", *town.options(**options))

    assert code_ == 2
    assert why in errors
