"""Forecasts against outcomes: baselines that see no future, which days are compared, and words."""

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from candour.audit.accuracy.baselines import (
    NAMES,
    past_of,
    static_counts,
    window_counts,
    with_full_window,
)
from candour.audit.accuracy.forecasts import ForecastQuestion, audit_forecasts
from candour.audit.accuracy.kind import KIND
from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.grids.grid import Grid, read_grid
from candour.audit.grids.histories import History, HistoryRows, read_history
from candour.audit.grids.weeks import jackknife
from candour.audit.reports import as_html
from candour.config.kinds import KINDS
from tests.audit.made_up_grids import FIRST, every_choice, slow_counts, write_grid
from tests.docs.shell import agrees, steps
from tests.docs.shell import run as run_steps


@pytest.fixture
def files(tmp_path):
    """Write forecasts and what was observed; give their paths."""

    def writer(scores, observed, **named):
        return (
            write_grid(tmp_path / "forecasts.csv", scores, **named),
            write_grid(tmp_path / "observed.csv", observed, **named),
        )

    return writer


@pytest.fixture
def city(files):
    """A made-up city that changes every four weeks; forecasts count the events of the last four."""
    rng = np.random.default_rng(5)
    rates = rng.gamma(0.5, 0.6, (30, 3)).repeat(28, axis=1)
    observed = rng.poisson(rates)
    scores = np.array(
        [
            [observed[cell, max(0, day - 28) : day].sum() for day in range(observed.shape[1])]
            for cell in range(30)
        ]
    )
    return *files(scores, observed), scores, observed


def audited(paths, question):
    return audit_forecasts(paths[0], paths[1], question)


def question(**wanted):
    return ForecastQuestion(**{"top": (5,), "window": 28, "replicates": 50, **wanted})


def grid_of(values, first=FIRST):
    values = np.asarray(values, dtype=float)
    days = np.arange(np.datetime64(first), np.datetime64(first) + values.shape[1])
    cells = tuple(f"q{row}" for row in range(len(values)))
    return Grid("made.csv", "bin", cells, tuple(range(2, len(cells) + 2)), days, values)


def history_of(values):
    """All that happened in the days just before FIRST."""
    values = np.asarray(values, dtype=float)
    first = np.datetime64(FIRST) - values.shape[1]
    cells, at = np.nonzero(values)
    return History(
        cells, first + at, values[cells, at], first, np.datetime64(FIRST) - 1, HistoryRows()
    )


counts = st.integers(0, 3)


@st.composite
def worlds(draw):
    """Counts before and during, a window, and a day from which things are changed."""
    cells, before, during = (
        draw(st.integers(1, 4)),
        draw(st.integers(0, 6)),
        draw(st.integers(1, 8)),
    )
    rows = st.lists(
        st.lists(counts, min_size=before + during, max_size=before + during),
        min_size=cells,
        max_size=cells,
    )
    both = np.array(draw(rows), dtype=float)
    return both[:, :before], both[:, before:], draw(st.integers(1, 5))


# baselines


@given(worlds())
def test_window_counts_are_those_of_plain_counting(world):
    before, during, window = world
    observed = grid_of(during)
    past = past_of(observed, history_of(before) if before.shape[1] else None)
    full = with_full_window(past, observed.days, window)
    assert full.tolist() == [before.shape[1] + day >= window for day in range(during.shape[1])]
    found = window_counts(past, observed.days, window)
    for day in np.flatnonzero(full):
        assert found[:, day].tolist() == slow_counts(during, before, day, window)
    static = static_counts(past, observed.days)
    assert static.ravel().tolist() == before.sum(axis=1).tolist()


@given(worlds(), st.data())
def test_no_baseline_sees_the_day_itself_or_the_future(world, data):
    before, during, window = world
    day = data.draw(st.integers(0, during.shape[1] - 1))
    changed = during.copy()
    changed[:, day:] += data.draw(st.integers(1, 9))
    history = history_of(before) if before.shape[1] else None
    there, here = past_of(grid_of(during), history), past_of(grid_of(changed), history)
    upto = grid_of(during).days[: day + 1]
    np.testing.assert_array_equal(
        window_counts(there, upto, window), window_counts(here, upto, window)
    )
    np.testing.assert_array_equal(static_counts(there, upto[-1:]), static_counts(here, upto[-1:]))


def test_a_history_can_not_bring_the_future_in(files, tmp_path):
    rng = np.random.default_rng(3)
    observed = rng.poisson(0.5, (6, 21))
    forecasts, happened = files(rng.random((6, 21)), observed)
    before = rng.poisson(0.5, (6, 14))
    start = FIRST - timedelta(days=14)
    short = write_grid(tmp_path / "short.csv", before, first=start)
    long = write_grid(tmp_path / "long.csv", np.hstack([before, observed + 9]), first=start)
    found = [
        audit_forecasts(forecasts, happened, question(top=(2,), window=14), history=path)
        for path in (short, long)
    ]
    assert found[0].as_dict()["baselines"] == found[1].as_dict()["baselines"]
    told = found[1].as_dict()["accounted_for"]["history"]["cells_and_days_unlike_observed"]
    assert told == observed.size


def test_days_with_a_gap_before_them_have_no_full_window():
    grid = grid_of(np.ones((1, 12)))
    kept = np.array([day for day in range(12) if day != 4])
    gappy = Grid(grid.name, grid.heading, grid.cells, grid.lines, grid.days[kept],
                 grid.values[:, kept])  # fmt: skip
    full = with_full_window(past_of(gappy, None), gappy.days, 3)
    assert [int(day) for day in kept[full]] == [3, 8, 9, 10, 11]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_whole_audit_agrees_with_a_slow_one(tmp_path_factory, seed):
    rng = np.random.default_rng(seed)
    cells, days, window, top = 5, 16, 4, 2
    scores = rng.integers(0, 4, (cells, days))
    observed = rng.poisson(0.6, (cells, days))
    assume(observed[:, window:].any())
    folder = tmp_path_factory.mktemp("audit")
    found = audit_forecasts(
        write_grid(folder / "f.csv", scores),
        write_grid(folder / "o.csv", observed),
        question(top=(top,), window=window, replicates=0),
    )

    def held(ranking, day):
        choices = every_choice(ranking, top)
        return sum(observed[cell, day] for some in choices for cell in some) / len(choices)

    everywhere = range(days)
    captured = sum(held(scores[:, day].tolist(), day) for day in everywhere)
    assert found.as_dict()["captured"] == pytest.approx(captured)
    assert found.as_dict()["hit_rate"]["value"] == pytest.approx(captured / observed.sum())
    compared = range(window, days)
    events = observed[:, window:].sum()
    first = observed[:, :window].sum(axis=1).tolist()
    slow = {
        "same-window count": sum(
            held(slow_counts(observed, [()] * cells, day, window), day) for day in compared
        ),
        "static count": sum(held(first, day) for day in compared),
        "random": events * top / cells,
    }
    mine = sum(held(scores[:, day].tolist(), day) for day in compared)
    for row in found.as_dict()["baselines"]:
        assert row["events"] == events
        assert row["captured"] == pytest.approx(slow[row["name"]])
        assert row["difference"]["value"] == pytest.approx((mine - slow[row["name"]]) / events)


# which days


def test_without_history_the_days_that_lack_a_window_are_named_and_left_out(city):
    forecasts, observed, _, counts = city
    found = audit_forecasts(forecasts, observed, question())
    assert found.as_dict()["days"]["number"] == 84
    assert found.as_dict()["days_without_window"] == {
        "number": 28, "from": "2020-01-06", "to": "2020-02-02",
    }  # fmt: skip
    assert found.as_dict()["days_compared"]["from"] == "2020-02-03"
    assert {row["events"] for row in found.as_dict()["baselines"]} == {counts[:, 28:].sum()}
    assert found.as_dict()["events"] == counts.sum()
    assert any("28 of these days (2020-01-06 to 2020-02-02)" in text for text in found.sentences)


def test_with_history_every_day_is_compared(city, tmp_path):
    forecasts, observed, _, _ = city
    before = write_grid(
        tmp_path / "before.csv", np.ones((30, 28), dtype=int), first=FIRST - timedelta(days=28)
    )
    found = audit_forecasts(forecasts, observed, question(), history=before)
    assert found.as_dict()["days_without_window"]["number"] == 0
    assert {row["events"] for row in found.as_dict()["baselines"]} == {found.as_dict()["events"]}


def test_a_count_does_not_beat_itself(city):
    forecasts, observed, _, _ = city
    found = audit_forecasts(forecasts, observed, question())
    row = found.as_dict()["baselines"][0]
    assert (row["name"], row["difference"]) == (
        "same-window count", {"value": 0.0, "low": 0.0, "high": 0.0},
    )  # fmt: skip
    assert row["p_value"] is None
    assert found.as_dict()["beats_baselines"] is False
    assert any("does not beat counting" in text for text in found.sentences)


def test_knowing_what_happens_beats_counting(city, files):
    *_, observed = city
    found = audited(files(observed, observed), question())
    assert found.as_dict()["pei"]["value"] == 1
    assert found.as_dict()["beats_baselines"] is True
    assert any("the forecasts beat counting" in text for text in found.sentences)
    assert any("A forecast can't be" in text for text in found.explains)


def test_a_lead_that_chance_could_give_is_not_taken_for_beating(city, files):
    _, _, scores, observed = city
    # The count itself, but for one day on which it is replaced by what then happened.
    lucky = scores.copy()
    lucky[:, 60] = observed[:, 60]
    found = audited(files(lucky, observed), question())
    row = found.as_dict()["baselines"][0]
    assert row["difference"]["value"] > 0 > row["difference"]["low"]
    assert not row["beaten"]
    assert found.as_dict()["beats_baselines"] is False
    assert any("does not beat counting" in text for text in found.sentences)


def test_forecasts_worse_than_chance_are_said_not_to_beat_it(city, files):
    *_, observed = city
    rates = observed.sum(axis=1, keepdims=True)
    found = audited(files(np.tile(-rates, (1, 84)), observed), question())
    assert found.as_dict()["beats_baselines"] is False
    assert any("Nor do they beat cells chosen at random" in text for text in found.sentences)


def test_where_no_day_has_a_window_counting_is_not_judged(city):
    forecasts, observed, _, _ = city
    found = audit_forecasts(forecasts, observed, question(window=180))
    assert found.as_dict()["beats_baselines"] is None
    assert [row["name"] for row in found.as_dict()["baselines"]] == ["random"]
    assert any("can't be told: no day" in text for text in found.sentences)


def test_too_few_weeks_give_no_interval_and_no_verdict(files):
    observed = np.ones((4, 7), dtype=int)
    found = audited(files(observed, observed), question(top=(1,), window=2))
    assert found.as_dict()["hit_rate"] == {"value": 0.25, "low": None, "high": None}
    assert found.as_dict()["beats_baselines"] is None
    assert any("can't be told from so few weeks" in text for text in found.sentences)


def test_the_first_number_of_cells_leads_and_holm_runs_over_all(city):
    forecasts, observed, _, _ = city
    found = audit_forecasts(forecasts, observed, question(top=(3, 10)))
    assert [row["top"] for row in found.as_dict()["accuracy"]] == [3, 10]
    assert found.as_dict()["captured"] == found.as_dict()["accuracy"][0]["captured"]
    rows = found.as_dict()["baselines"]
    assert [(row["top"], row["name"]) for row in rows] == [
        (top, name) for top in (3, 10) for name in NAMES
    ]
    assert all(row["p_holm"] >= row["p_value"] for row in rows if row["p_value"] is not None)
    assert len(found.plan.family) == len(rows)


# what is printed


def test_the_command_prints_what_the_contract_names(city, run_json):
    forecasts, observed, _, _ = city
    found = run_json("audit", "accuracy", "--predictions", forecasts, "--observed", observed,
                     "--top", 5, "--window", 28)  # fmt: skip
    assert {"events", "captured", "hit_rate", "pai", "pei", "precision", "baselines",
            "beats_baselines"} <= set(found)  # fmt: skip
    assert set(found["precision"]) == {"value", "low", "high"}
    assert {"name", "captured", "hit_rate", "difference"} <= set(found["baselines"][0])
    assert set(found["baselines"][0]["difference"]) == {"value", "low", "high"}
    assert [each["name"] for each in found["inputs"]] == ["forecasts.csv", "observed.csv"]


def test_no_cell_is_named_in_anything_that_is_printed_or_written(city, files, run):
    _, _, scores, observed = city
    paths = files(scores, observed, cells=[f"Zorn{place}" for place in range(30)])
    arguments = ("audit", "accuracy", "--predictions", paths[0], "--observed", paths[1],
                 "--top", 5, "--window", 28)  # fmt: skip
    status, words, said = run(*arguments)
    _, data, _ = run(*arguments, "--json")
    page = as_html(audited(paths, question()), KIND)
    assert status == 0
    assert "hit rate" in words
    assert not any("Zorn" in text for text in (words, data, said, page))


def test_a_finding_read_back_has_the_same_name(city):
    forecasts, observed, _, _ = city
    found = audit_forecasts(forecasts, observed, question())
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert KINDS.read(plain).identifier == found.identifier
    assert audit_forecasts(forecasts, observed, question()).as_dict() == found.as_dict()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"top": ()}, "--top 20"),
        ({"top": (0,)}, "--top is 1 or more"),
        ({"top": (3, 3)}, "given twice"),
        ({"window": 0}, "--window is 1 or more"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(wanted, says):
    with pytest.raises(PlanError, match=says):
        question(**wanted)


def test_more_cells_than_there_are_can_not_be_targeted(city):
    forecasts, observed, _, _ = city
    with pytest.raises(PlanError, match="--top 31 is more than the 30 cells there are"):
        audit_forecasts(forecasts, observed, question(top=(31,)))


def test_without_any_event_there_is_nothing_to_capture(files):
    with pytest.raises(TooFewToCompare, match="no recorded events"):
        audited(files(np.ones((3, 9)), np.zeros((3, 9), dtype=int)), question(top=(1,)))


# published forecasts


@pytest.fixture(scope="module")
def oakland(published):
    folder = published / "oakland"
    return {
        "predictions": folder / "predpol_drug_predictions.csv",
        "observed": folder / "predpol_drug_observed.csv",
        "history": folder / "drug_crimes_with_bins.csv",
    }


def test_published_forecasts_for_oakland_find_no_more_than_a_count_of_180_days(oakland):
    found = audit_forecasts(**oakland, question=ForecastQuestion((20, 5)))
    assert found.as_dict()["events"] == 2_323
    assert found.as_dict()["days_compared"]["number"] == 368
    # Worked out apart from the code, by a plain loop over days with heapq.nlargest.
    assert found.as_dict()["captured"] == 721
    assert found.as_dict()["hit_rate"]["value"] == pytest.approx(721 / 2_323)
    assert found.as_dict()["pai"]["value"] == pytest.approx(721 / 2_323 / (20 / 661))
    assert found.as_dict()["pei"]["value"] == found.as_dict()["hit_rate"]["value"]
    count = found.as_dict()["baselines"][0]
    assert count["captured"] == pytest.approx(717.3947802, abs=1e-6)
    assert not count["beaten"]
    assert found.as_dict()["beats_baselines"] is False
    told = found.as_dict()["accounted_for"]["history"]
    assert (told["read"], told["no_cell"], told["cell_elsewhere"]) == (11_545, 28, 0)
    assert told["cells_and_days_unlike_observed"] == 0


def test_forecasts_for_oakland_are_above_nought_just_where_180_days_before_hold_an_event(oakland):
    forecasts = read_grid(oakland["predictions"], counts=False)
    observed = read_grid(oakland["observed"], counts=True)
    past = past_of(observed, read_history(oakland["history"], observed))
    for window, alike in ((179, False), (180, True), (181, False)):
        counted = window_counts(past, observed.days, window)
        assert ((counted > 0) == (forecasts.values > 0)).all() == alike


def test_days_of_a_history_are_read_as_they_are_written(oakland):
    observed = read_grid(oakland["observed"], counts=True)
    history = read_history(oakland["history"], observed)
    assert history.first == np.datetime64(date(2009, 1, 1))
    assert history.last == np.datetime64(date(2012, 1, 8))


# the page that tells how


def typed(*, with_files):
    page = Path(__file__).parents[3] / "docs/how-to/audit-accuracy.md"
    return [step for step in steps(page) if ("--predictions" in step.command) == with_files]


def wrong_in(wanted, folder, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    printed = run_steps(wanted, folder=folder)
    return [
        lines
        for step, lines in zip(wanted, printed, strict=False)
        if not agrees(lines, step.expected)
    ]


def test_what_the_page_says_of_a_published_share_is_printed(tmp_path, monkeypatch):
    wanted = typed(with_files=False)
    assert wanted
    assert not wrong_in(wanted, tmp_path, monkeypatch)


def test_what_the_page_says_of_oakland_is_printed(oakland, tmp_path, monkeypatch):
    for path in oakland.values():
        (tmp_path / path.name).symlink_to(path)
    wanted = typed(with_files=True)
    assert wanted
    assert not wrong_in(wanted, tmp_path, monkeypatch)


def test_weeks_that_run_in_waves_widen_the_interval_and_hold_the_truth_more_often():
    """A share that drifts for weeks: plain weeks cover too little, the long run comes near."""
    chance = np.random.default_rng(20_261_129)
    weeks, runs, held = 52, 400, {False: 0, True: 0}
    for _ in range(runs):
        drift = np.zeros(weeks)
        for week in range(1, weeks):
            drift[week] = 0.6 * drift[week - 1] + chance.normal(scale=0.04)
        events = np.full(weeks, 200.0)
        blocks = np.column_stack([events * (0.3 + drift), events])
        for slow in held:
            (found,) = jackknife(
                blocks, lambda sums: sums[:, :1] / sums[:, 1:], allows_for_slow_waves=slow
            )
            held[slow] += found.estimate.low <= 0.3 <= found.estimate.high
    assert held[False] / runs < 0.8
    assert held[True] / runs > 0.9
