"""The commands of simulations keep their contract, and refuse bad settings in one sentence."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from candour.cli import main as cli


def run(capsys, *arguments):
    """Standard output of a command that ends well."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["simulate", *arguments])
    said = capsys.readouterr()
    assert ended.value.code == cli.DONE, said.err
    return said.out


def refused(capsys, *arguments):
    """The one sentence of a command that can't be done."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["simulate", *arguments])
    said = capsys.readouterr()
    assert ended.value.code == cli.CANNOT
    assert said.out == ""
    assert said.err.startswith("candour: ")
    assert said.err.count("\n") == 1
    return said.err


def test_an_urn_gives_the_share_the_truth_and_its_settings(capsys):
    out = json.loads(run(capsys, "urn", "--runs", "200", "--draws", "300", "--json"))
    assert set(out) == {"share", "truth", "settings"}
    assert set(out["share"]) == {"mean", "p05", "p95"}
    assert out["truth"] == pytest.approx(3.68511 / (3.68511 + 2.816466))
    assert out["settings"]["start"] == [609.0, 379.0]
    assert out["settings"]["decay"] == 0.01
    assert out["share"]["p05"] > out["truth"]


def test_the_settings_of_a_pair_can_be_changed_one_by_one(capsys):
    arguments = ("--start", "600/400", "--rates", "2/2", "--decay", "0", "--correction")
    out = json.loads(run(capsys, "urn", "--runs", "20", "--draws", "20", *arguments, "--json"))
    assert (out["settings"]["start"], out["truth"]) == ([600.0, 400.0], 0.5)
    assert out["settings"]["correction"] is True


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--pair", "southend"), "no pair 'southend'"),
        (("--start", "609"), "--start takes two numbers"),
        (("--rates", "a/b"), "--rates takes two numbers"),
        (("--start", "0/5"), "two numbers above 0"),
        (("--rates", "0/0"), "Nothing is ever discovered"),
        (("--rates", "-1/2"), "0 or more"),
        (("--rates", "nan/2"), "0 or more"),
        (("--decay", "1.5"), "from 0 to below 1"),
        (("--runs", "0"), "At least one run"),
        (("--draws", "0"), "At least one draw"),
        (("--seed", "-1"), "A seed is a whole number"),
        (("--workers", "0"), "At least one worker"),
        (("--engine", "spark", "--memory", "1MB"), "1MB is too little memory for spark"),
        (("--engine", "abacus"), "no engine 'abacus': it is threads or spark"),
        (("--spark-remote", "spark://here:7077"), "add --engine spark"),
        (("--engine", "spark", "--spark-remote", "here"), "is no address of Spark"),
        (("--reported", "1"), "--reported takes two numbers"),
        (("--reported", "-1/1"), "0 or more"),
        (("--discovery", "luck"), "poisson or chance, not 'luck'"),
        (("--discovery", "chance"), "A chance is at most 1"),
    ],
)
def test_an_urn_that_cannot_be_is_refused(capsys, arguments, why):
    assert why in refused(capsys, "urn", *arguments)


SMALL = """
patrols = 5
[world]
areas = 25
residents = 100
[[groups]]
name = "A"
share = 0.7
[[groups]]
name = "B"
share = 0.3
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "city.toml"
    path.write_text(SMALL)
    return path


def test_a_city_gives_groups_with_and_without_feedback_and_a_range(capsys, small):
    arguments = (
        "city",
        "--method",
        "counts",
        "--config",
        str(small),
        "--runs",
        "4",
        "--days",
        "20",
    )
    out = json.loads(run(capsys, *arguments, "--json"))
    assert set(out) == {"method", "groups", "without_feedback", "range_over", "settings"}
    for rows in (out["groups"], out["without_feedback"], *(r["groups"] for r in out["range_over"])):
        assert [row["group"] for row in rows] == ["A", "B"]
        for row in rows:
            assert {"stops", "finds", "listed"} <= set(row)
            assert set(row["exposure_ratio"]) == {"mean", "p05", "p95"}
    assert len(out["range_over"]) == 9
    assert out["settings"]["world"]["areas"] == 25
    again = json.loads(run(capsys, *arguments, "--workers", "2", "--json"))
    assert again == out


def test_a_sweep_runs_the_city_again_with_one_setting_changed(capsys, small):
    arguments = (
        "city",
        "--method",
        "counts",
        "--config",
        str(small),
        "--runs",
        "4",
        "--days",
        "20",
    )
    vary = ("--vary", "reporting=0.02,1", "--vary", "patrols=10")
    out = json.loads(run(capsys, *arguments, *vary, "--json"))
    assert [(row["setting"], row["value"]) for row in out["sweep"]] == [
        ("reporting", 0.02),
        ("reporting", 1.0),
        ("patrols", 10.0),
    ]
    assert out["sweep"][0]["groups"] == out["groups"]  # 0.02 is what it is anyway
    assert out["sweep"][2]["groups"][0]["stops"] == pytest.approx(
        2 * out["groups"][0]["stops"], rel=0.2
    )
    words = run(capsys, *arguments, *vary)
    assert "With patrols at 10 and all else as it was" in words


@pytest.mark.parametrize(
    ("vary", "why"),
    [
        ("reporting", "write reporting=0.02,0.2,0.5"),
        ("reporting=much", "write reporting=0.02,0.2,0.5"),
        ("weather=1", "no setting 'weather'"),
        ("patrols=2.5", "patrols is a whole number, not 2.5"),
        ("patrols=26", "more than the 25 areas"),
        ("reporting=1.5", "a share from 0 to 1"),
        ("discovery=2", "a chance from 0 to 1"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused_before_anything_runs(capsys, small, vary, why):
    arguments = ("city", "--method", "counts", "--config", str(small), "--runs", "100000")
    assert why in refused(capsys, *arguments, "--vary", vary)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("patrols = 26", "more than the 25 areas"),
        ("patrols = 'many'", "patrols can't be 'many'"),
        ("patrols = 5\ncarrying = 1.5", "Carrying is a chance from 0 to 1"),
        ("prediction = 1", "'prediction' is no setting"),
        ("method = 'counts'", "use --method"),
        ("mitigation = 'pray'", "no mitigation 'pray'"),
        ("patrols = ", "is no TOML"),
    ],
)
def test_a_city_that_cannot_be_is_refused(capsys, tmp_path, line, why):
    path = tmp_path / "city.toml"
    path.write_text(SMALL.replace("patrols = 5", line))
    assert why in refused(capsys, "city", "--method", "counts", "--config", str(path))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("areas = 25", "areas = 1", "A city of one area"),
        ("share = 0.7", "share = 1.7", "must add up to 1"),
        ("share = 0.7", "", "lacks a setting"),
        ("share = 0.7", "share = 0.7\ndiscovery = 2.0", "from 0 to 1"),
    ],
)
def test_a_world_that_cannot_be_is_refused(capsys, tmp_path, old, new, why):
    path = tmp_path / "city.toml"
    path.write_text(SMALL.replace(old, new))
    assert why in refused(capsys, "city", "--method", "counts", "--config", str(path))


def test_an_unknown_method_or_file_is_refused(capsys, tmp_path):
    assert "no method 'crystal-ball'" in refused(capsys, "city", "--method", "crystal-ball")
    missing = tmp_path / "none.toml"
    assert "none.toml can't be read" in refused(
        capsys, "city", "--method", "counts", "--config", str(missing)
    )
    assert "At least one day" in refused(capsys, "city", "--method", "counts", "--days", "0")


def test_methods_are_listed_with_source_and_parameters(capsys):
    methods = json.loads(run(capsys, "methods", "--json"))["methods"]
    assert {row["name"] for row in methods} == {
        *("counts", "grid-counts", "kernel", "prospective", "self-exciting"),
        *("self-exciting-kernel", "risk-terrain", "list"),
    }
    assert all(row["source"] for row in methods)
    words = run(capsys, "methods")
    assert all(row["name"] in words for row in methods)


MANY_CELLS = 40
DAYS = ("2020-01-01", "2020-08-01")


@pytest.fixture
def town(tmp_path):
    """Events of forty cells over seven months, where they lie, and who lives there."""
    rng = np.random.default_rng(7)
    first, last = (date.fromisoformat(day).toordinal() for day in DAYS)
    days = np.sort(rng.integers(first, last + 1, 1_500))
    cells = np.minimum(rng.poisson(8, days.size), MANY_CELLS - 1)
    rows = [f"cell-{c},{date.fromordinal(d)}" for c, d in zip(cells, days.tolist(), strict=True)]
    (tmp_path / "events.csv").write_text("\n".join(["cell,date", *rows]))
    grid = [f"cell-{k},{150 * (k % 8)},{150 * (k // 8)}" for k in range(MANY_CELLS)]
    (tmp_path / "grid.csv").write_text("\n".join(["cell,x,y", *grid]))
    people = [f"cell-{k},{100 + k},{140 - k}" for k in range(MANY_CELLS)]
    (tmp_path / "people.csv").write_text("\n".join(["cell,white,black", *people]))
    return tmp_path


def of(town, *more, method="counts"):
    files = ("--events", str(town / "events.csv"), "--grid", str(town / "grid.csv"))
    return ("replay", "--method", method, *files, *more)


@pytest.mark.parametrize(
    "method", ["counts", "kernel", "prospective", "self-exciting", "self-exciting-kernel"]
)
def test_a_replay_gives_accuracy_baselines_and_exposure_and_no_cell(capsys, town, method):
    more = ("--population", str(town / "people.csv"), "--from", "2020-07-20", "--json")
    if method in {"kernel", "self-exciting-kernel"}:
        longer = (town / "events.csv").read_text().replace("cell-3,2020-01", "cell-3,2019-01")
        (town / "events.csv").write_text(longer)
    text = run(capsys, *of(town, *more, method=method))
    out = json.loads(text)
    assert out["method"] == method
    assert out["open_loop"] is True
    back = {"kernel": 365, "self-exciting-kernel": 365}.get(method, out["looks_back_days"])
    assert out["looks_back_days"] == back > 0
    assert {"captured", "events", "hit_rate", "pai", "low", "high"} <= set(out["accuracy"])
    assert out["accuracy"]["low"] <= out["accuracy"]["hit_rate"] <= out["accuracy"]["high"]
    assert {"random", "even"} <= {row["method"] for row in out["baselines"]}
    assert [row["group"] for row in out["exposure"]] == ["white", "black"]
    assert out["exposure"][0]["ratio"] == 1
    assert "cell-" not in text
    assert "cell-" not in run(capsys, *of(town, *more[:-1], method=method))


def test_events_in_no_cell_are_counted_and_said(capsys, town):
    path = town / "events.csv"
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, "elsewhere,2020-03-03", "nowhere,2020-03-04", *rows]))
    assert json.loads(run(capsys, *of(town, "--json")))["events_in_no_cell"] == 2
    assert "in no figure: 2." in run(capsys, *of(town))


@pytest.mark.parametrize("form", ["{0}-{1}-{2}", "{2}/{1}/{0}"])
def test_an_event_of_a_day_to_come_is_refused_with_its_line(capsys, town, form):
    """It would stretch the days that are replayed over years, with nothing in them."""
    head, *rows = (town / "events.csv").read_text().splitlines()
    cells, days = zip(*(row.split(",") for row in rows), strict=True)
    told = [form.format(*day.split("-")) for day in days]
    written = [f"{cell},{day}" for cell, day in zip(cells, told, strict=True)]
    written[4] = f"cell-1,{form.format('2091', '01', '20')}"
    (town / "events.csv").write_text("\n".join([head, *written]))
    assert "line 6: date holds" in refused(capsys, *of(town))


@pytest.fixture
def features(region):
    """Bars where most events are, and stops everywhere."""
    bars = [f"bar,{250 * (k % 20) + 125},{250 * (k // 20) + 125}" for k in range(60, 140, 3)]
    stops = [f"stop,{x},{y}" for x in range(0, 5_000, 900) for y in range(0, 5_000, 900)]
    (region / "features.csv").write_text("\n".join(["feature,x,y", *bars, *stops]))
    return region / "features.csv"


RISK = ("--from", "2022-09-20", "--to", "2022-09-22", "--json")


def test_risk_terrain_is_replayed_from_a_file_of_features_and_gives_no_place(
    capsys, region, features
):
    more = ("--population", str(region / "people.csv"), "--features", str(features))
    text = run(capsys, *of(region, *more, *RISK, method="risk-terrain"))
    out = json.loads(text)

    assert out["method"] == "risk-terrain"
    assert out["periods"] == 3
    assert {"counts", "random"} <= {row["method"] for row in out["baselines"]}
    assert "bar" not in text
    assert '"c1' not in text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("what,x,y\nbar,1,2", "line 1: it needs a column 'feature' and a point of each"),
        ("feature,x,y\nbar,1,2\n,3,4", "line 3: column 'feature' is empty"),
        ("feature,lon,lat\nbar,-0.1,51.5", "one is in degrees, one in metres"),
        ("feature,x,y\nbar,900000,900000", "No feature is near some cells"),
        ("feature,x,y\nbar,900000,here", "features.csv, line 2"),
    ],
)
def test_features_that_can_t_be_used_are_refused(capsys, region, features, text, why):
    features.write_text(text)
    more = ("--features", str(features), *RISK)

    assert why in refused(capsys, *of(region, *more, method="risk-terrain"))


def test_a_replay_of_counts_agrees_with_a_plain_loop(capsys, town):
    out = json.loads(run(capsys, *of(town, "--from", "2020-07-01", "--marked", "10", "--json")))
    rows = [line.split(",") for line in (town / "events.csv").read_text().split("\n")[1:]]
    rows = [(int(cell.removeprefix("cell-")), date.fromisoformat(day)) for cell, day in rows]
    captured = events = 0.0
    day = date(2020, 7, 1)
    while day <= max(d for _, d in rows):
        before = [c for c, d in rows if day - timedelta(180) <= d < day]
        seen = {cell: before.count(cell) for cell in range(MANY_CELLS)}
        cut = sorted(seen.values())[-10]
        above, tied = ({c for c in seen if test(seen[c])} for test in (cut.__lt__, cut.__eq__))
        today = [c for c, d in rows if d == day]
        captured += sum(c in above for c in today)
        captured += sum(c in tied for c in today) * (10 - len(above)) / len(tied)
        events += len(today)
        day += timedelta(1)
    assert out["accuracy"]["captured"] == pytest.approx(captured)
    assert out["accuracy"]["events"] == events
    assert out["accuracy"]["pai"] == pytest.approx(captured / events / (10 / MANY_CELLS))


@pytest.fixture
def region(tmp_path):
    """Three years of events in 400 cells 250 m apart: squares of a kilometre hold sixteen."""
    rng = np.random.default_rng(11)
    first = date(2020, 1, 1).toordinal()
    days = rng.integers(first, first + 1_000, 3_000).tolist()
    cells = np.minimum(rng.gamma(2, 60, len(days)), 399).astype(int)
    events = [f"c{c},{date.fromordinal(d)}" for c, d in zip(cells, days, strict=True)]
    (tmp_path / "events.csv").write_text("\n".join(["cell,date", *events]))
    grid = [f"c{k},{250 * (k % 20) + 125},{250 * (k // 20) + 125}" for k in range(400)]
    (tmp_path / "grid.csv").write_text("\n".join(["cell,x,y", *grid]))
    people = [f"c{k},{100 + k},{500 - k}" for k in range(400)]
    (tmp_path / "people.csv").write_text("\n".join(["cell,white,black", *people]))
    return tmp_path


def test_grid_counts_are_two_years_in_squares_four_weeks_ahead(capsys, region):
    more = ("--population", str(region / "people.csv"), "--json")
    out = json.loads(run(capsys, *of(region, *more, method="grid-counts")))
    events = [line.split(",") for line in (region / "events.csv").read_text().split("\n")[1:]]
    rows = [(int(cell[1:]), date.fromisoformat(day)) for cell, day in events]
    square = {k: (k % 20 // 4) + 5 * (k // 20 // 4) for k in range(400)}
    day, captured, happened, periods = min(d for _, d in rows) + timedelta(730), 0.0, 0, 0
    while day + timedelta(27) <= max(d for _, d in rows):
        seen = np.bincount(
            [square[c] for c, d in rows if timedelta(0) < day - d <= timedelta(730)], minlength=25
        )
        after = np.bincount(
            [square[c] for c, d in rows if day <= d < day + timedelta(28)], minlength=25
        )
        cut = np.sort(seen)[-10]
        above, tied = seen > cut, seen == cut
        captured += after[above].sum() + after[tied].sum() * (10 - above.sum()) / tied.sum()
        happened, periods, day = happened + after.sum(), periods + 1, day + timedelta(28)
    assert (out["periods"], out["cells"], out["marked"]) == (periods, 25, 10)
    assert out["accuracy"]["events"] == happened
    assert out["accuracy"]["captured"] == pytest.approx(captured)
    assert "counts" not in {row["method"] for row in out["baselines"]}  # it is that itself
    assert out["exposure"][1]["ratio"] > 0
    halves = json.loads(run(capsys, *of(region, "--square", "500", "--json", method="grid-counts")))
    assert halves["cells"] == 100


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--square", "100"), "lie 250 m apart, and a square is 100 m"),
        (("--square", "-1"), "more than 0 metres wide, not -1"),
        (("--square", "9000"), "All cells lie in one square of 9,000 m"),
        (("--square", "1000", "--method", "counts"), "Only grid-counts divides the area"),
        (("--square", "2500"), "10 of 4 cells can't be marked"),
    ],
)
def test_squares_that_cannot_be_are_refused(capsys, region, more, why):
    assert why in refused(capsys, *of(region, *more, method="grid-counts"))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--to", "2020-08-02"), "The data end on 1 August 2020"),
        (("--to", "2030-01-01"), "A method is only ever asked about days whose outcomes are known"),
        (("--from", "2020-03-01"), "the first day it can be asked about is 29 June 2020"),
        (("--from", "soon"), "'soon' is no day"),
        (("--marked", "5"), "marked in tens"),
        (("--marked", "15"), "marked in tens"),
        (("--marked", "40"), "marked in tens"),
        (("--variant", "as-published"), "one variant"),
        (("--variant", "other"), "no variant 'other'"),
        (("--areas", "none.csv"), "need --population"),
        (("--method", "risk-terrain"), "needs the places of shops"),
        (("--features", "shops.csv"), "Only risk-terrain reads --features"),
        (("--method", "list"), "simulated people only"),
        (("--method", "dowsing"), "no method 'dowsing'"),
        (("--events", "none.csv"), "none.csv"),
        (("--grid", "none.csv"), "none.csv"),
    ],
)
def test_a_replay_that_cannot_be_is_refused(capsys, town, more, why):
    assert why in refused(capsys, *of(town, *more))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("grid.csv", "cell,x,y\ncell-1,0,0", "one cell or none"),
        ("grid.csv", "cell,x\ncell-1,0", "no columns say where cells lie"),
        ("grid.csv", "cell,x,y\ncell-1,0,0\ncell-1,0,1", "line 3: cell is empty or comes again"),
        ("grid.csv", "cell,x,y\ncell-1,0,0\ncell-2,0,east", "holds 'east', no number"),
        ("events.csv", "cell,date", "no event"),
        ("events.csv", "cell,date\nelsewhere,2020-01-01", "no event lies in a cell"),
        ("events.csv", "place,date\ncell-1,2020-01-01", "no column is called 'cell'"),
        ("events.csv", "cell,when\ncell-1,2020-01-01", "no column holds the days"),
        ("events.csv", "cell,date\ncell-1,someday", "line 2: date holds 'someday', no day"),
        ("people.csv", "cell,white,black\ncell-1,1,2", "lacks 39 of the 40 cells"),
        ("people.csv", "cell,white\ncell-1,1", "no two columns of groups"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(capsys, town, name, text, why):
    (town / name).write_text(text)
    assert why in refused(capsys, *of(town, "--population", str(town / "people.csv")))


def test_a_group_of_fewer_than_ten_cells_is_refused_as_it_would_point_at_places(capsys, town):
    rows = [f"cell-{k},100,{5 if k == 3 else 0}" for k in range(MANY_CELLS)]
    (town / "people.csv").write_text("\n".join(["cell,white,black", *rows]))
    said = refused(capsys, *of(town, "--population", str(town / "people.csv")))
    assert "fewer than ten cells" in said


def test_events_of_fewer_than_ten_cells_are_refused_as_they_would_point_at_places(capsys, town):
    rows = [f"cell-{k % 9},{date(2020, 1, 1) + timedelta(k)}" for k in range(200)]
    (town / "events.csv").write_text("\n".join(["cell,date", *rows]))
    assert "fewer than ten cells" in refused(capsys, *of(town))


def test_a_panel_of_months_is_replayed_month_by_month_and_holes_are_refused(capsys, town):
    rng = np.random.default_rng(3)
    months = [f"{2020 + m // 12}-{m % 12 + 1:02d}" for m in range(18)]
    rows = [f"cell-{k},{m},{rng.poisson(1 + k % 4)}" for k in range(MANY_CELLS) for m in months]
    (town / "events.csv").write_text("\n".join(["cell,month,crime_count", *rows]))
    out = json.loads(run(capsys, *of(town, "--json")))
    assert out["periods"] == 6  # those with a whole year before them
    assert "works on days" in refused(capsys, *of(town, method="self-exciting"))
    (town / "events.csv").write_text("\n".join(["cell,month,crime_count", *rows[:-1]]))
    assert "lack a month" in refused(capsys, *of(town))
