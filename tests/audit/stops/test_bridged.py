"""Stops on LSOAs of different years: every combination gives what files of one year give."""

import itertools
import json

import numpy as np
import pytest

from candour.audit.geography.joint_areas import OF_2011, OF_2021, joint_areas
from tests.audit.places.town import collection, polygon, write_csv
from tests.audit.stops.test_points import BLACK, GROUPS, HEADINGS, LABELS, SOUTH, WEST, WHITE, WIDE

SIDE = 10
YEARS = (OF_2011, OF_2021)
SHORT = {OF_2011: "11", OF_2021: "21"}
SPLIT, MERGED, ANEW = (1, 2), (2, 1), (2, 2)  # numbers of areas in 2011 and in 2021


def joint_of_shape(shape, number):
    """Real joint areas with so many areas in either year."""
    found = (
        n for n, p in joint_areas().parts.items() if (len(p[OF_2011]), len(p[OF_2021])) == shape
    )
    return list(itertools.islice(found, number))


class Country:
    """A hundred squares that no line of either year cuts, and what lies in each.

    The first twelve are two areas split, two merged, and one pair drawn anew; the others are areas
    of both years.
    """

    def __init__(self, folder):
        self.folder = folder
        rng = np.random.default_rng(4)
        self.people = rng.integers(150, 500, (len(GROUPS), SIDE**2))
        # by code, its squares
        self.areas: dict[str, dict[str, list[int]]] = {year: {} for year in YEARS}
        self.joint = {}
        at = 0
        for name in (*joint_of_shape(SPLIT, 2), *joint_of_shape(MERGED, 2)):
            parts = joint_areas().parts[name]
            self.joint[name] = [at, at + 1]
            for year in YEARS:
                own = parts[year]
                squares = [[at], [at + 1]] if len(own) == 2 else [[at, at + 1]]
                self.areas[year] |= dict(zip(own, squares, strict=True))
            at += 2
        (name,) = joint_of_shape(ANEW, 1)
        self.joint[name] = [at, at + 1, at + 2, at + 3]
        for year, pairs in zip(YEARS, ([[0, 1], [2, 3]], [[0, 2], [1, 3]]), strict=True):
            own = joint_areas().parts[name][year]
            squares = [[at + k for k in pair] for pair in pairs]
            self.areas[year] |= dict(zip(own, squares, strict=True))
        changed = joint_areas().joint
        stayed = (code for k in range(1, 900) if (code := f"E0100{k:04d}") not in changed)
        for square in range(12, SIDE**2):
            code = next(stayed)
            self.joint[code] = [square]
            for year in YEARS:
                self.areas[year][code] = [square]
        # a tenth is that of a whole joint area, so that all files can agree
        self.tenth = np.zeros(SIDE**2, int)
        for k, of_one in enumerate(self.joint.values()):
            self.tenth[of_one] = k % 10 + 1
        self.where = rng.integers(0, SIDE**2, 3_000)
        self.labels = rng.choice(list(LABELS), 3_000, p=[0.4, 0.4, 0.1, 0.1])
        rows = [
            ["Person search", "2021-09-02T10:00:00+00:00", *self.middle(k)[::-1], label, "", "", ""]
            for k, label in zip(self.where, self.labels, strict=True)
        ]
        self.stops = write_csv(folder / "2021-09-essex-stop-and-search.csv", [HEADINGS, *rows])

    @staticmethod
    def middle(k):
        return WEST + (k % SIDE + 0.5) * WIDE, SOUTH + (k // SIDE + 0.5) * WIDE

    def outlines(self, year, heading=None):
        features = [
            {
                **polygon([], **{heading or f"lsoa{SHORT[year]}_code": code}),
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[self.ring(k)] for k in squares],
                },
            }
            for code, squares in self.areas[year].items()
        ]
        path = self.folder / f"areas{year}.geojson"
        path.write_text(json.dumps(collection(features, crs=None)))
        return path

    @staticmethod
    def ring(k):
        west, south = WEST + k % SIDE * WIDE, SOUTH + k // SIDE * WIDE
        corners = [(0, 0), (WIDE, 0), (WIDE, WIDE), (0, WIDE), (0, 0)]
        return [[west + x, south + y] for x, y in corners]

    def population(self, year, heading=None, census="2021"):
        return write_csv(
            self.folder / f"population_{census}_of_{SHORT[year]}.csv",
            [[heading or f"lsoa{SHORT[year]}_code", *GROUPS]]
            + [
                [code, *self.people[:, squares].sum(axis=1).tolist()]
                for code, squares in self.areas[year].items()
            ],
        )

    def table(self, name, year, column, value, heading=None):
        return write_csv(
            self.folder / f"{name}{year}.csv",
            [[heading or f"lsoa{SHORT[year]}_code", column]]
            + [[code, value(squares[0])] for code, squares in self.areas[year].items()],
        )

    def command(self, population, outlines, deprivation, lookup, **other):
        options = {
            "population": self.population(population),
            "areas": self.outlines(outlines),
            "deprivation": self.table(
                "deprivation", deprivation, "Income_decile", lambda k: int(self.tenth[k])
            ),
            "lookup": self.table("lookup", lookup, "pfa24_name", lambda k: "Essex"),
            "period": "2021-09",
        } | other
        parts = [part for key, value in options.items() for part in (f"--{key}", value)]
        return ["audit", "stops", self.stops, *parts]


@pytest.fixture
def country(tmp_path):
    return Country(tmp_path)


MIXED = [years for years in itertools.product(YEARS, repeat=4) if len(set(years)) == 2]


@pytest.mark.parametrize("years", MIXED)
def test_every_mixture_of_years_gives_the_same_tenths_as_plain_counts(country, run_json, years):
    found = run_json(*country.command(*years))

    for tenth in range(1, 11):
        here = country.tenth == tenth
        for group, label in (("black", BLACK), ("white", WHITE)):
            row = next(r for r in found["deciles"] if (r["decile"], r["group"]) == (tenth, group))
            stops = (here[country.where] & (country.labels == label)).sum()
            assert row["stops"] == stops
            assert row["population"] == country.people[GROUPS.index(group), here].sum()
    assert found["point_fitness"][0]["stops_in_the_areas"] == 3_000
    by_area = {(r["area_code"], r["group"]): r["population"] for r in found["areas"]}
    assert {code for code, _ in by_area} == set(country.joint)
    for code, squares in country.joint.items():
        assert by_area[code, "black"] == country.people[1, squares].sum()


def test_the_json_says_what_was_bridged_file_by_file(country, run_json):
    found = run_json(*country.command(OF_2021, OF_2011, OF_2011, OF_2021))

    by_file = {row["holds"]: row for row in found["bridged"]}
    assert {holds: row["year"] for holds, row in by_file.items()} == {
        "residents": "2021", "outlines": "2011", "deprivation": "2011", "look-up": "2021",
    }  # fmt: skip
    # of 2021: two split into two each, two merged ones, a pair drawn anew, and 88 that stayed
    assert by_file["residents"]["areas_of_the_file"] == 4 + 2 + 2 + 88
    assert by_file["residents"]["put_together"] == 4 + 2 + 2
    assert by_file["outlines"]["put_together"] == 2 + 4 + 2
    assert {row["joint_areas"] for row in by_file.values()} == {5}
    assert {row["averaged"] for row in by_file.values()} == {0}
    assert any("put together into what both years have whole" in t for t in found["assumptions"])


@pytest.mark.parametrize("year", YEARS)
def test_files_of_one_year_are_left_as_they_are(country, run_json, year):
    found = run_json(*country.command(year, year, year, year))

    assert "bridged" not in found
    assert {row["area_code"] for row in found["areas"]} == set(country.areas[year])


def test_files_that_do_not_say_their_year_are_told_by_their_codes(country, run_json):
    command = country.command(OF_2021, OF_2011, OF_2021, OF_2021)
    country.outlines(OF_2011, heading="area")
    found = run_json(*command)

    assert {row["holds"]: row["year"] for row in found["bridged"]}["outlines"] == "2011"
    assert found["point_fitness"][0]["stops_in_the_areas"] == 3_000


def test_a_census_of_2021_on_areas_of_2011_is_of_areas_of_2011(country, run_json):
    # its name says 2021, its codes are of 2011: all files are then of one year
    found = run_json(*country.command(*[OF_2011] * 4))
    assert "bridged" not in found


def test_parts_of_different_deprivation_are_counted_and_told(country, run_json):
    tenth = country.tenth.copy()
    merged = joint_of_shape(MERGED, 1)[0]
    first, second = country.joint[merged]
    tenth[[first, second]] = 1, 9
    residents = joint_areas().residents
    heavier = np.argmax([residents[code] for code in joint_areas().parts[merged][OF_2011]])
    command = country.command(OF_2021, OF_2021, OF_2011, OF_2021)
    country.table("deprivation", OF_2011, "Income_decile", lambda k: int(tenth[k]))
    found = run_json(*command)

    assert {r["holds"]: r["averaged"] for r in found["bridged"]}["deprivation"] == 1
    assert any("had parts of different deprivation" in text for text in found["assumptions"])
    tenth[[first, second]] = (1, 9)[heavier]
    row = next(r for r in found["deciles"] if (r["decile"], r["group"]) == (1, "black"))
    assert row["population"] == country.people[1, tenth == 1].sum()


def without(path, code):
    path.write_text("".join(s for s in path.read_text().splitlines(True) if code not in s))


def test_a_population_that_lacks_a_part_is_refused_in_one_sentence(country, run):
    command = country.command(OF_2021, OF_2011, OF_2021, OF_2021)
    lacking = joint_areas().parts[joint_of_shape(SPLIT, 1)[0]][OF_2021][1]
    without(country.folder / "population_2021_of_21.csv", lacking)
    status, out, err = run(*command, "--json")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "population_2021_of_21.csv" in err
    assert lacking in err
    assert "Give both" in err


@pytest.mark.parametrize(
    "holds", ["population_2021_of_21.csv", "deprivation2021.csv", "lookup2021.csv"]
)
def test_codes_of_both_years_in_one_column_are_refused_with_file_row_and_column(
    country, run, holds
):
    command = country.command(*[OF_2021] * 4)
    path = country.folder / holds
    old = next(iter(country.areas[OF_2011]))
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, ",".join([old, *lines[1].split(",")[1:]])]) + "\n")
    status, out, err = run(*command, "--json")

    assert (status, out, err.count("\n")) == (2, "", 1)
    for word in (holds, f"line {len(lines) + 1}", "column 'lsoa21_code'", old, "Give"):
        assert word in err


def test_outlines_of_both_years_are_refused_with_their_row(country, run):
    command = country.command(*[OF_2021] * 4)
    path = country.folder / "areas2021.geojson"
    data = json.loads(path.read_text())
    old = next(iter(country.areas[OF_2011]))
    data["features"].append({**data["features"][0], "properties": {"lsoa21_code": old}})
    path.write_text(json.dumps(data))
    status, out, err = run(*command, "--json")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"feature {len(data['features'])}: column 'lsoa21_code' holds {old}" in err


def test_data_zones_are_refused_in_one_sentence(country, run):
    command = country.command(*[OF_2021] * 4)
    zones = write_csv(
        country.folder / "zones.csv", [["dz11_code", "Income_decile"], ["S01006506", 3]]
    )
    command[command.index("--deprivation") + 1] = zones
    status, out, err = run(*command, "--json")

    assert (status, out, err.count("\n")) == (2, "", 1)
    for word in (
        "zones.csv",
        "line 2",
        "'dz11_code'",
        "data zone of Scotland",
        "Give files of LSOAs",
    ):
        assert word in err
