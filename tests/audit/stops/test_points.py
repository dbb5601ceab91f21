"""Stops joined to LSOAs by their points: tenths of deprivation, and what is refused."""

import json

import numpy as np
import pytest

from candour.audit.statistics.waves import Widening, widened_rate
from candour.audit.stops.decile_words import NO_WAVES_OF_TENTHS, WAVES_OF_TENTHS
from tests.audit.places.town import collection, polygon, square, write_csv

SIDE, WIDE = 10, 0.01  # degrees
WEST, SOUTH = -1.0, 52.0
BLACK, WHITE = "Black/African/Caribbean/Black British - African", "White - Irish"
LABELS = {
    BLACK: "black",
    WHITE: "white",
    "Asian/Asian British - Indian": "asian",
    "Mixed/Multiple ethnic groups - White and Asian": "mixed",
}
GROUPS = ("asian", "black", "mixed", "other", "white")
HEADINGS = ["Type", "Date", "Latitude", "Longitude", "Self-defined ethnicity"]
HEADINGS += ["Officer-defined ethnicity", "Legislation", "Outcome"]


def code(k):
    return f"E0100{k + 1:04d}"


class Force:
    """A hundred square LSOAs, their people, and a month of stops."""

    def __init__(self, folder, *, located=1.0, rows=600, months=("2021-09",)):
        self.folder = folder
        rng = np.random.default_rng(8)
        self.people = rng.integers(120, 500, (5, SIDE**2))
        self.people[1, :5] = 40  # too few for a rate
        self.deciles = np.arange(SIDE**2) // 10 + 1
        self.where = rng.integers(0, SIDE**2, rows)
        self.labels = rng.choice(list(LABELS), rows, p=[0.4, 0.4, 0.1, 0.1])
        self.has_point = rng.uniform(size=rows) < located
        self.months = np.array(months)[rng.integers(0, len(months), SIDE**2)][self.where]
        outlines = [
            polygon(
                square(WEST + k % SIDE * WIDE, SOUTH + k // SIDE * WIDE, wide=WIDE),
                lsoa21_code=code(k),
            )
            for k in range(SIDE**2)
        ]
        self.areas.write_text(json.dumps(collection(outlines, crs=None)))
        write_csv(
            self.population,
            [["lsoa21_code", *GROUPS]]
            + [[code(k), *self.people[:, k].tolist()] for k in range(SIDE**2)],
        )
        write_csv(
            self.deprivation,
            [["lsoa21_code", "Income_decile"]]
            + [[code(k), int(self.deciles[k])] for k in range(SIDE**2)],
        )
        for month, file in zip(months, self.files(months), strict=True):
            write_csv(file, [HEADINGS, *map(self.row, np.flatnonzero(self.months == month))])

    def row(self, k):
        area, label = self.where[k], self.labels[k]
        latitude = SOUTH + (area // SIDE + 0.5) * WIDE if self.has_point[k] else ""
        longitude = WEST + (area % SIDE + 0.5) * WIDE if self.has_point[k] else ""
        day = f"{self.months[k]}-02T10:00:00+00:00"
        return ["Person search", day, latitude, longitude, label, "", "", "Arrest"]

    def files(self, months):
        return [self.folder / f"{month}-essex-stop-and-search.csv" for month in months]

    stops = property(lambda self: self.files(["2021-09"])[0])
    areas = property(lambda self: self.folder / "areas.geojson")
    population = property(lambda self: self.folder / "population_2021.csv")
    deprivation = property(lambda self: self.folder / "deprivation.csv")

    def command(self, **other):
        options = {
            "population": self.population,
            "period": "2021-09",
            "areas": self.areas,
            "deprivation": self.deprivation,
        } | other
        parts = [part for key, value in options.items() for part in (f"--{key}", value)]
        return ["audit", "stops", *self.files(sorted(set(self.months))), *parts]

    def counted(self, label, deciles):
        inside = np.isin(self.deciles[self.where], deciles)
        return int(((self.labels == label) & self.has_point & inside).sum())


@pytest.fixture
def force(tmp_path):
    return Force(tmp_path)


def test_intervals_of_tenths_are_widened_by_how_their_searches_move_from_month_to_month(
    tmp_path, run_json
):
    """All that was searched in an area was searched in one month: waves, and wide intervals."""
    months = tuple(f"2021-0{n}" for n in range(4, 10))
    force = Force(tmp_path, months=months)
    found = run_json(*force.command(period="2021-04..2021-09"))
    row = next(r for r in found["deciles"] if (r["group"], r["decile"]) == ("black", 3))
    here = (force.deciles[force.where] == 3) & (force.labels == BLACK)
    counts = [int((here & (force.months == month)).sum()) for month in months]
    assert sum(counts) == row["stops"]
    share = np.array(counts) / sum(counts)
    dispersion = 6 / 5 * ((share - 1 / 6) ** 2).sum() * sum(counts)
    assert row["rate_dispersion"] == pytest.approx(dispersion)
    assert dispersion > 2
    alone = widened_rate(row["stops"], row["population"]).times(1_000)
    wide = widened_rate(row["stops"], row["population"], widening=Widening(dispersion, 5, 6)).times(
        1_000
    )
    assert row["low"] == pytest.approx(wide.low)
    assert row["high"] == pytest.approx(wide.high)
    assert wide.low < alone.low
    assert alone.high < wide.high
    assert WAVES_OF_TENTHS in found["assumptions"]


def test_a_month_says_nothing_of_waves_and_that_is_said(force, run_json):
    found = run_json(*force.command())
    assert NO_WAVES_OF_TENTHS in found["assumptions"]
    assert all("rate_dispersion" not in row for row in found["deciles"])


def test_tenths_are_those_of_plain_counts(force, run_json):
    found = run_json(*force.command())

    black, white = GROUPS.index("black"), GROUPS.index("white")
    top = bottom = 0.0
    for tenth in range(1, 11):
        here = force.deciles == tenth
        n, m = force.people[black, here].sum(), force.people[white, here].sum()
        a, b = force.counted(BLACK, [tenth]), force.counted(WHITE, [tenth])
        row = next(r for r in found["deciles"] if (r["decile"], r["group"]) == (tenth, "black"))
        assert (row["stops"], row["population"]) == (a, n)
        assert row["per_1000"] == pytest.approx(1_000 * a / n)
        assert row["ratio"] == pytest.approx(a / n / (b / m))
        top += a * m / (n + m)
        bottom += b * n / (n + m)
    lead = next(r for r in found["by_deprivation"] if r["group"] == "black")
    assert lead["within"] == pytest.approx(top / bottom)
    # Warnings of repeated rows may stand before it, ratios without tenths may not.
    first = next(text for text in found["sentences"] if text.startswith("Essex, September 2021"))
    assert "among areas of the same tenth of income deprivation" in first
    assert "searches of Black people" in first  # whom the plan compares first


def test_a_group_that_labels_never_show_has_no_rate(force, run_json):
    found = run_json(*force.command())
    assert {row["group"] for row in found["deciles"]} == {"asian", "black", "mixed", "white"}


def test_no_rate_of_an_area_is_of_fewer_than_a_hundred_residents(force, run_json):
    found = run_json(*force.command())
    black = [row for row in found["areas"] if row["group"] == "black"]
    assert len(black) == SIDE**2 - 5
    assert all(row["population"] >= 100 for row in found["areas"])


def test_areas_far_wider_than_the_snap_leave_ratios_alone(force, run_json):
    # Points stand in the middle of areas of 700 by 1,100 metres: 150 metres move none out.
    found = run_json(*force.command())
    for row in found["deciles"]:
        if row["ratio"] is not None and row["stops"]:
            assert row["snapped_low"] == pytest.approx(row["ratio"])
    wide = run_json(*force.command(snap=800))
    rows = [row for row in wide["deciles"] if row["group"] == "black"]
    assert any(row["snapped_low"] < row["snapped_high"] for row in rows)


def test_a_force_with_few_points_is_refused_in_words(tmp_path, run_json):
    found = run_json(*Force(tmp_path, located=0.5).command())
    assert found["deciles"] == []
    assert "have a point" in found["point_fitness"][0]["refused"]
    assert any("were not joined to areas" in text for text in found["sentences"])


def test_areas_that_are_not_the_force_s_are_refused_in_words(tmp_path, run_json):
    force = Force(tmp_path)
    force.where = force.where % 7
    write_csv(force.stops, [HEADINGS, *map(force.row, range(600))])
    found = run_json(*force.command())
    assert "--lookup" in found["point_fitness"][0]["refused"]


def test_a_look_up_says_whose_an_area_is(force, run_json):
    rows = [[code(k), "Essex" if k < 60 else "Kent"] for k in range(SIDE**2)]
    lookup = write_csv(force.folder / "lookup.csv", [["lsoa21_code", "pfa24_name"], *rows])
    found = run_json(*force.command(lookup=lookup))
    assert "points lie in its areas" in found["point_fitness"][0]["refused"]  # four in ten do not
    assert found["point_fitness"][0]["areas"] == 60


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: f.deprivation.write_text("lsoa21_code,Income_decile\nE01000001,1\n"), "99 of"),
        (lambda f: f.areas.write_text(f.areas.read_text().replace('0001"', '9001"')), "outline"),
        (
            lambda f: f.stops.write_text(f.stops.read_text().replace("Longitude", "Far")),
            "Longitude",
        ),
        (
            lambda f: f.stops.write_text(
                f.stops.read_text().replace("Latitude,Longitude", "Longitude,Latitude")
            ),
            "swapped",
        ),
    ],
)
def test_files_that_do_not_fit_are_refused_in_one_sentence(force, run, change, says):
    change(force)
    status, out, err = run(*force.command(), "--json")
    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert says in err


def test_options_that_need_outlines_say_so(force, run):
    arguments = ["audit", "stops", force.stops, "--period", "2021-09"]
    arguments += ["--population", force.population]
    for option in ("--deprivation", "--lookup"):
        status, _, err = run(*arguments, option, force.deprivation)
        assert status == 2
        assert "--areas" in err
