"""`candour audit evaluation`: what it prints, and what it refuses with line and column."""

import json

import numpy as np
import pytest

from candour.audit.evaluations.kind import KIND
from candour.audit.reports import as_html
from candour.config.kinds import KINDS
from tests.audit.evaluations.panels import COLUMNS, drawn_days, from_start, write

FEW = ("--draws", "199")
NAMED = {
    "effect": {"estimate", "low", "high", "p_value", "method", "exact", "smallest_p", "counted",
               "expected"},
    "pre_trend": {"ratio_per_period", "low", "high", "p_value", "method", "periods",
                  "if_continued", "note"},
    "regression_to_the_mean": {"ratio", "low", "high", "on_this_estimate", "kept", "were_highest",
                               "method", "note"},
    "placebo": {"ratio", "low", "high", "p_value", "method", "fall", "fall_least", "fall_most",
                "falls", "note"},
    "smallest_detectable": {"ratio", "fall", "power", "events", "dispersion", "method", "note"},
}  # fmt: skip


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    rng = np.random.default_rng(3)
    treated = drawn_days(rng, 20, 90, 8)
    counts = rng.poisson(rng.gamma(2, 0.12, (20, 1)) * 0.5**treated)
    ring = rng.poisson(0.5, treated.shape)
    path = tmp_path_factory.mktemp("crossed") / "panel.csv"
    return write(path, counts, treated, more={"around": ring})


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """Twelve places chosen for their last count out of forty, and nothing done to any."""
    rng = np.random.default_rng(7)
    counts = rng.poisson(rng.gamma(4, 2, (40, 1)) * np.ones((40, 16)))
    chosen = np.argsort(-counts[:, 7])[:12]
    treated = np.zeros(counts.shape, dtype=bool)
    treated[chosen, 8:] = True
    months = [f"2022-{1 + at:02}" if at < 12 else f"2023-{at - 11:02}" for at in range(16)]
    return write(tmp_path_factory.mktemp("started") / "panel.csv", counts, treated, times=months)


def test_it_prints_what_the_contract_names(crossed, started, run_json):
    for path in (crossed, started):
        told = run_json("audit", "evaluation", path, *COLUMNS, *FEW)
        for name, keys in NAMED.items():
            assert set(told[name]) == keys
        assert told["plan"]["audit"] == "evaluation"
        assert told["regression_to_the_mean"]["note"]


def test_a_crossover_that_was_drawn_has_an_exact_p_value_and_no_other(crossed, run_json):
    drawn = run_json("audit", "evaluation", crossed, *COLUMNS, *FEW, "--drawn", "each-period",
                     "--ring", "around")  # fmt: skip
    effect = drawn["effect"]
    assert effect["exact"] is True
    assert effect["low"] < 0.5 < effect["high"] < 1
    assert effect["p_value"] < 0.05
    assert "exact p by the draw" in drawn["sentences"][0]
    assert "clearly lower" in drawn["sentences"][0]
    assert drawn["displacement"]["low"] < 1 < drawn["displacement"]["high"]
    assert [row["where"] for row in drawn["carry_over"]] == ["the period after"]

    not_drawn = run_json("audit", "evaluation", crossed, *COLUMNS, *FEW)
    assert not_drawn["effect"]["exact"] is False
    assert not_drawn["effect"]["smallest_p"] == pytest.approx(1 / 200)
    lead = not_drawn["sentences"][0]
    assert "exact" not in lead
    assert "placebo rank" in lead
    assert "clearly" not in lead
    assert "Nothing was drawn by lot" in lead


def test_places_chosen_by_their_last_count_are_told_to_return(started, run_json):
    told = run_json("audit", "evaluation", started, *COLUMNS, *FEW, "--chosen-by-count")
    back = told["regression_to_the_mean"]
    assert back["were_highest"] is True
    assert back["ratio"] < 0.95
    assert back["ratio"] < back["on_this_estimate"] <= 1.02
    assert told["placebo"]["fall"] < 1
    assert told["placebo"]["falls"] == 7
    assert told["effect"]["method"].startswith("cluster-robust")
    assert [row["method"][:12] for row in told["inference"]] == ["cluster-robu", "placebo rank"]


@pytest.mark.parametrize("treated", [9, 31])
def test_under_ten_units_on_a_side_there_is_no_p_value_by_clusters(treated, tmp_path, run_json):
    grid = from_start(40, 8, treated, 4)
    counts = np.random.default_rng(1).poisson(9, grid.shape)
    path = write(tmp_path / "panel.csv", counts, grid)
    told = run_json("audit", "evaluation", path, *COLUMNS, *FEW)
    assert [row["method"] for row in told["inference"]] == [told["effect"]["method"]]
    assert told["effect"]["method"].startswith("placebo rank")
    assert all(row["low"] is None for row in told["event_study"])


def test_one_treated_of_fifteen_can_have_no_interval_and_says_the_smallest_p(tmp_path, run_json):
    grid = from_start(15, 8, 1, 4)
    counts = np.random.default_rng(1).poisson(9, grid.shape)
    path = write(tmp_path / "panel.csv", counts, grid)
    told = run_json("audit", "evaluation", path, *COLUMNS)
    assert told["effect"]["smallest_p"] == pytest.approx(1 / 15)
    assert told["effect"]["low"] is None
    assert told["smallest_detectable"]["ratio"] is None
    assert "no 95% interval can be given" in told["sentences"][0]


def test_several_dates_of_start_are_not_put_into_one_regression(tmp_path, run_json):
    """Early units gain ever more: with late ones as their yardstick a regression would be wrong."""
    rng = np.random.default_rng(2)
    grid = from_start(36, 24, 12, 6) | np.roll(from_start(36, 24, 12, 15), 12, axis=0)
    since = np.cumsum(grid, axis=1)
    counts = rng.poisson(30 * np.where(grid, 0.9 - 0.03 * np.minimum(since, 12), 1.0))
    path = write(tmp_path / "panel.csv", counts, grid)
    told = run_json("audit", "evaluation", path, *COLUMNS, *FEW)
    truth = (30 * np.where(grid, 0.9 - 0.03 * np.minimum(since, 12), 1.0))[grid].sum() / (
        30 * grid.sum()
    )
    assert told["effect"]["low"] < truth < told["effect"]["high"]
    assert told["event_study"] == []
    assert told["accounted_for"]["starts"] == 2
    assert any("different dates" in text for text in told["explains"])


def test_a_synthetic_control_ranks_the_treated_among_the_others(tmp_path, run_json):
    rng = np.random.default_rng(4)
    grid = from_start(21, 20, 1, 12)
    waves = 200 + 80 * np.sin(np.arange(20) / 3)
    level = rng.uniform(0.6, 1.6, (21, 1))
    level[0] = 1.1
    counts = rng.poisson(level * waves * 0.45**grid)
    path = write(tmp_path / "panel.csv", counts, grid)
    told = run_json("audit", "evaluation", path, *COLUMNS, "--design", "synthetic")
    assert told["effect"]["estimate"] == pytest.approx(0.45, abs=0.12)
    assert told["effect"]["p_value"] == pytest.approx(1 / 21)
    assert [row["method"] for row in told["synthetic"]] == [
        "weighted mean of other units",
        "corrected by a ridge regression",
    ]


def test_the_range_of_a_synthetic_control_holds_1_where_its_rank_does_not_reject_it(
    tmp_path, run_json
):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        grid = from_start(25, 20, 1, 12)
        waves = 60 + 25 * np.sin(np.arange(20) / 3)
        counts = rng.poisson(rng.uniform(0.6, 1.6, (25, 1)) * waves * (1 - 0.06 * seed) ** grid)
        path = write(tmp_path / f"{seed}.csv", counts, grid)
        effect = run_json("audit", "evaluation", path, *COLUMNS, "--design", "synthetic")["effect"]
        holds_1 = effect["low"] < 1 and (effect["high"] is None or effect["high"] > 1)
        assert holds_1 == (effect["p_value"] > 0.05)


def test_an_effect_that_came_and_went_is_told_without_a_range(tmp_path, run_json):
    rng = np.random.default_rng(3)
    grid = from_start(40, 24, 1, 12)
    counts = rng.poisson(200, grid.shape)
    counts[0, 12:] = [800, 40] * 6
    told = run_json("audit", "evaluation", write(tmp_path / "panel.csv", counts, grid), *COLUMNS,
                    "--design", "synthetic")  # fmt: skip
    assert told["effect"]["p_value"] == pytest.approx(1 / 40)
    assert (told["effect"]["low"], told["effect"]["high"]) == (None, None)
    assert (
        "no one ratio fits the whole time, so no 95% interval can be given" in told["sentences"][0]
    )


def test_what_could_be_seen_beside_placebos_is_told_by_how_far_they_miss(tmp_path, run_json):
    rng = np.random.default_rng(4)
    grid = from_start(25, 20, 1, 12)
    path = write(tmp_path / "panel.csv", rng.poisson(400, grid.shape), grid)
    told = run_json("audit", "evaluation", path, *COLUMNS, "--design", "synthetic")
    smallest = told["smallest_detectable"]
    assert smallest["dispersion"] is None
    assert 0.02 < smallest["fall"] < 0.3
    (before,) = (text for text in told["sentences"] if text.startswith("Before looking"))
    assert "by how far the same comparison misses where nothing was done" in before
    assert "times as much as chance" not in before


@pytest.mark.parametrize("exposed", [False, True])
def test_counts_that_never_vary_within_a_unit_are_refused(tmp_path, run, exposed):
    grid = from_start(24, 6, 12, 3)
    counts = np.repeat(np.arange(5, 29)[:, None], 6, axis=1)
    path = write(tmp_path / "panel.csv", counts, grid)
    if exposed:
        lines = path.read_text().splitlines()
        path.write_text("\n".join([f"{lines[0]},over", *(f"{line},7" for line in lines[1:])]))
    over = ("--exposure", "over") if exposed else ()
    status, out, told = run("audit", "evaluation", path, *COLUMNS, *over)
    assert (status, out) == (2, "")
    assert "the same in every period of each unit" in told


def test_units_that_keep_their_place_show_no_return_to_the_mean(tmp_path, run_json):
    grid = from_start(24, 8, 12, 4)
    counts = np.outer(np.arange(10, 34), 1.2 ** np.arange(8)).astype(int)
    told = run_json("audit", "evaluation", write(tmp_path / "panel.csv", counts, grid), *COLUMNS)
    back = told["regression_to_the_mean"]
    assert (back["kept"], back["low"], back["high"]) == (1.0, None, None)
    assert any("the periods before show none" in text for text in told["sentences"])


def test_days_in_the_lockdowns_are_said_first_among_what_is_not_shown(tmp_path, run_json):
    grid = from_start(24, 6, 12, 3)
    counts = np.random.default_rng(1).poisson(9, grid.shape)
    months = [f"2020-{month:02}" for month in range(1, 7)]
    path = write(tmp_path / "panel.csv", counts, grid, times=months)
    told = run_json("audit", "evaluation", path, *COLUMNS, *FEW)
    assert "lockdowns" in told["does_not_show"][0]


def test_places_next_door_are_tested_where_they_are_known(crossed, tmp_path, run_json):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("one,other\n" + "\n".join(f"u{at},u{at + 1}" for at in range(19)) + "\n")
    told = run_json("audit", "evaluation", crossed, *COLUMNS, *FEW, "--neighbours", pairs)
    assert [row["where"] for row in told["carry_over"]] == ["the period after", "next door"]
    assert all(0 < row["p_value"] <= 1 for row in told["carry_over"])


def test_with_nothing_evaluated_it_follows_the_highest_counts(started, run_json):
    told = run_json("audit", "evaluation", started, "--unit", "spot", "--time", "day",
                    "--outcome", "crimes", "--worst", "10", "--span", "2")  # fmt: skip
    assert told["ratio"]["value"] < 1
    assert told["accounted_for"]["pairs"] == len(told["falls"]) == 7
    assert "two months" in told["sentences"][0]
    assert not any(f'"u{at}"' in json.dumps(told) for at in range(40)), "no unit is named"


def test_a_report_can_be_made_and_read_back(crossed, started, tmp_path, run):
    for place, path in enumerate((crossed, started)):
        folder = tmp_path / str(place)
        status, _, err = run("audit", "evaluation", path, *COLUMNS, *FEW, "--out", folder)
        assert status == 0, err
        finding = KINDS.read(json.loads((folder / "finding.json").read_text(encoding="utf-8")))
        assert KINDS.of(finding) is KIND
        assert "Did it work" in as_html(finding, KIND)
        assert (folder / "pictures/effect.svg").exists()


# what is refused

GOOD = "spot,day,patrol,crimes,hours\na,1,0,3,2\na,2,1,2,2\nb,1,0,4,2\nb,2,0,5,2\n"
SPOILT = {
    "a count below nothing": ("b,2,0,5,2", "b,2,0,-5,2", "line 5: column 'crimes': '-5' is neg"),
    "a count with decimals": ("b,2,0,5,2", "b,2,0,5.5,2", "line 5: column 'crimes': '5.5' is no"),
    "no count": ("b,2,0,5,2", "b,2,0,,2", "line 5: column 'crimes' is empty"),
    "treated by halves": ("a,2,1,2,2", "a,2,2,2,2", "line 3: column 'patrol': '2' is neither"),
    "treated in words": ("a,2,1,2,2", "a,2,yes,2,2", "line 3: column 'patrol': 'yes' is neither"),
    "a day that is none": ("b,2,0,5,2", "b,2020-02-30,0,5,2", "line 5: column 'day': '2020-02-30'"),
    "days unlike days": ("b,2,0,5,2", "b,2020-02-20,0,5,2", "line 5: column 'day': '2020-02-20'"),
    "a pair twice": ("b,2,0,5,2", "b,1,0,5,2", "line 5: columns 'spot' and 'day' have those of"),
    "no unit": ("b,2,0,5,2", ",2,0,5,2", "line 5: column 'spot' is empty"),
    "a short row": ("b,2,0,5,2", "b,2,0", "line 5: this row has too few"),
    "no exposure": ("b,2,0,5,2", "b,2,0,5,0", "line 5: column 'hours': '0' is no exposure"),
    "an exposure left out": ("b,2,0,5,2", "b,2,0,5,", "line 5: column 'hours' is empty"),
    "an exposure without end": ("b,2,0,5,2", "b,2,0,5,inf", "line 5: column 'hours': 'inf' is no"),
    "a column under another name": ("patrol", "patrols", "line 1: no column is called 'patrol'"),
    "one unit": ("b,", "a,", "line 4: columns 'spot' and 'day' have those"),
    "nothing treated": ("a,2,1,2,2", "a,2,0,2,2", "column 'patrol' is 0 in every row"),
    "nothing below": ("a,1,0,3,2\na,2,1,2,2\nb,1,0,4,2\nb,2,0,5,2\n", "", "no rows below"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_bad_input_is_refused_in_a_sentence_with_line_and_column(spoilt, tmp_path, run):
    before, after, said = SPOILT[spoilt]
    assert before in GOOD
    path, out = tmp_path / "panel.csv", tmp_path / "out"
    path.write_text(GOOD.replace(before, after))

    status, printed, err = run("audit", "evaluation", path, *COLUMNS, "--exposure", "hours",
                               "--out", out)  # fmt: skip

    assert status == 2
    assert printed == ""
    assert said in err
    assert "Traceback" not in err
    assert not out.exists()


UNFIT = {
    "one unit only": ([[1, 2, 3]], [[0, 1, 1]], "has one unit only"),
    "one period only": ([[1], [2]], [[0], [1]], "has one period only"),
    "all treated": ([[1, 2], [3, 4]], [[0, 1], [0, 1]], "Every unit comes under treatment"),
    "treated throughout": ([[1, 2], [3, 4]], [[1, 1], [0, 0]], "from their first period on"),
    "everything treated": ([[1, 2], [3, 4]], [[1, 1], [1, 1]], "is 1 in every row"),
    "nothing counted": ([[0, 0], [0, 0]], [[0, 1], [0, 0]], "is 0 in every row"),
    "nothing counted under treatment": ([[1, 0], [3, 4]], [[0, 1], [0, 0]], "Nothing was counted"),
    "never the other way": ([[3, 4, 2], [1, 2, 3]], [[1, 1, 1], [0, 0, 0]], "first period on"),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_a_panel_that_can_not_answer_is_refused(kind, tmp_path, run):
    counts, treated, said = UNFIT[kind]
    path = write(tmp_path / "panel.csv", counts, treated)
    status, printed, err = run("audit", "evaluation", path, *COLUMNS)
    assert (status, printed) == (2, "")
    assert said in err


def test_a_design_that_does_not_fit_how_treatment_runs_is_refused(crossed, started, run):
    told = {
        (crossed, "did"): "Treatment ends again",
        (crossed, "synthetic"): "Treatment ends again",
        (started, "rct"): "There is no design 'rct'",
    }
    for (path, design), said in told.items():
        status, _, err = run("audit", "evaluation", path, *COLUMNS, "--design", design)
        assert status == 2
        assert said in err


OPTIONS = {
    ("--worst", "9"): "--worst 9 is too few",
    ("--worst", "12", "--treated", "patrol"): "--treated can't be used with --worst",
    (): "--treated is missing",
    ("--treated", "patrol", "--draws", "5"): "--draws is 99 or more",
    ("--treated", "crimes"): "Column 'crimes' is named for two things",
    ("--treated", "patrol", "--drawn", "lots"): "--drawn 'lots' is none",
}


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options) or "none")
def test_options_that_make_no_sense_are_refused(options, started, run):
    asked = ("--unit", "spot", "--time", "day", "--outcome", "crimes", *options)
    status, _, err = run("audit", "evaluation", started, *asked)
    assert status == 2
    assert OPTIONS[options] in err


def test_treatment_that_lasts_and_ends_is_no_crossover_by_itself(tmp_path, run):
    """Days in a row are not drawn: permuted one by one they would look far too sure."""
    grid = from_start(12, 20, 6, 8)
    grid[:, 14:] = False
    path = write(tmp_path / "panel.csv", np.random.default_rng(1).poisson(5, grid.shape), grid)
    status, printed, err = run("audit", "evaluation", path, *COLUMNS, *FEW)
    assert (status, printed) == (2, "")
    assert "begins and ends once in each unit" in err
    status, out, _ = run("audit", "evaluation", path, *COLUMNS, *FEW, "--design", "crossover",
                         "--json")  # fmt: skip
    assert status == 0
    assert any("its rank is too small" in text for text in json.loads(out)["assumptions"])


def test_a_weighted_mean_that_missed_the_periods_before_is_not_relied_on(tmp_path, run_json):
    rng = np.random.default_rng(4)
    grid = from_start(15, 14, 1, 9)
    level = np.r_[60.0, rng.uniform(5, 12, 14)][:, None]
    path = write(tmp_path / "panel.csv", rng.poisson(level * np.ones(grid.shape)), grid)
    told = run_json("audit", "evaluation", path, *COLUMNS, "--design", "synthetic")
    assert told["synthetic"][0]["fit_before"] > 0.1
    assert "not to be relied on" in told["sentences"][0]
