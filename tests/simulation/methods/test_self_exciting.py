"""The self-exciting process: against its plain sums, planted truth, and the published rates."""

import csv
import os
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize

from candour.simulation.history import History, day_number
from candour.simulation.methods import _self_exciting_loop as loop
from candour.simulation.methods.self_exciting import (
    SelfExciting,
    Variant,
    _Fit,
    _one_step,
    log_likelihood,
)
from candour.simulation.methods.self_exciting import _fit as fit
from candour.simulation.methods.self_exciting import _rates as rates

WHERE = os.environ.get("CANDOUR_BENCHMARK_DATA", "")
events = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), min_size=2, max_size=60)


def starts_of(history):
    cells, first = np.unique(history.cells, return_index=True)
    return cells, np.append(first, history.cells.size).astype(np.int64)


@given(events, st.floats(0.01, 2))
@settings(deadline=None, max_examples=60)
def test_running_sums_are_those_of_every_pair(pairs, decay):
    history = History.of(*zip(*pairs, strict=True), n_cells=5)
    before, before_timed = loop.sums_before(starts_of(history)[1], history.days, decay)
    after, after_timed = loop.sums_after(starts_of(history)[1], history.days, decay)
    for k, (cell, day) in enumerate(zip(history.cells, history.days, strict=True)):
        gaps = day - history.days[history.cells == cell]
        for past, sums, timed in ((gaps, before, before_timed), (-gaps, after, after_timed)):
            apart = past[past > 0].astype(float)
            assert sums[k] == pytest.approx(np.exp(-decay * apart).sum())
            assert timed[k] == pytest.approx((apart * np.exp(-decay * apart)).sum())


def plain_step(history, mu, theta, omega, length):
    """One step of expectation and maximisation, pair by pair, as the paper derives it."""
    triggered = waited = 0.0
    own = dict.fromkeys(mu, 0.0)
    for k, (cell, day) in enumerate(zip(history.cells, history.days, strict=True)):
        gaps = [
            float(day - d)
            for c, d in zip(history.cells[:k], history.days[:k], strict=True)
            if c == cell and d < day
        ]
        chances = [theta * omega * np.exp(-omega * gap) for gap in gaps]
        rate = mu[cell] + sum(chances)
        own[cell] += mu[cell] / rate
        triggered += sum(chances) / rate
        waited += sum(c * g for c, g in zip(chances, gaps, strict=True)) / rate
    return (
        {c: v / length for c, v in own.items()},
        triggered / len(history.days),
        triggered / waited,
    )


def test_the_fit_is_that_of_the_plain_algorithm():
    rng = np.random.default_rng(8)
    history = History.of(rng.integers(0, 6, 120), rng.integers(0, 90, 120), n_cells=6)
    mu, theta, omega = {int(c): 1.0 for c in np.unique(history.cells)}, 1.0, 1.0
    fitted = fit(history, length=90)

    for _ in range(fitted.steps):
        mu, theta, omega = plain_step(history, mu, theta, omega, 90)

    assert fitted.background == pytest.approx(list(mu.values()), rel=1e-9)
    assert (fitted.productivity, fitted.decay) == pytest.approx((theta, omega), rel=1e-9)


def plain_log_likelihood(history, process, length):
    """Rates event by event and an integral by quadrature, cell by cell and day by day."""
    first, end = history.first, history.first + length
    total = 0.0
    for place, cell in enumerate(np.unique(history.cells)):
        times = history.days[history.cells == cell]

        def rate(t, times=times, mu=process.background[place]):
            gaps = t - times[times < t]
            fades = np.exp(-process.decay * gaps).sum()
            return mu + process.productivity * process.decay * fades

        total += sum(np.log(rate(t)) for t in times)
        for day in range(first, end):
            total -= integrate.quad(rate, day + 1e-12, day + 1)[0]
    return total


@given(events, st.floats(0.05, 0.9), st.floats(0.01, 1))
@settings(deadline=None, max_examples=10)
def test_the_likelihood_is_that_of_rates_integrated_numerically(pairs, theta, omega):
    history = History.of(*zip(*pairs, strict=True), n_cells=5, first=0, last=60)
    cells = np.unique(history.cells).size
    process = _Fit(np.linspace(0.01, 0.2, cells), theta, omega, 1)
    ours = log_likelihood(history, process, length=61)
    assert ours == pytest.approx(plain_log_likelihood(history, process, 61), abs=1e-6)


@given(events)
@settings(deadline=None, max_examples=30)
def test_no_step_of_the_fit_lowers_the_likelihood_that_it_climbs(pairs):
    history = History.of(*zip(*pairs, strict=True), n_cells=5, first=0, last=60)
    _, starts = starts_of(history)
    of_event = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    state = np.full(starts.size - 1, 0.1), 0.5, 0.2
    before = -np.inf
    for _ in range(15):
        process = _Fit(*state, 1)
        after = log_likelihood(history, process, length=61, is_cut_off=False)
        assert after >= before - 1e-9 * abs(before if np.isfinite(before) else 1)
        before = after
        state = _one_step(history, starts, of_event, *state, variant=Variant.AS_DERIVED, length=61)


def test_no_search_finds_a_likelier_process_than_the_fit():
    rng = np.random.default_rng(4)
    history = planted(rng, cells=4, days=4_000, background=0.02, theta=0.4, omega=0.05)
    fitted = fit(history, length=4_000, closely=True)

    def against(logs):
        process = _Fit(np.exp(logs[:-2]), np.exp(logs[-2]), np.exp(logs[-1]), 1)
        return -log_likelihood(history, process, length=4_000, is_cut_off=False)

    found = optimize.minimize(against, np.log([*[0.03] * 4, 0.2, 0.2]), method="L-BFGS-B")
    assert np.exp(found.x[-2:]) == pytest.approx([fitted.productivity, fitted.decay], rel=0.01)
    assert np.exp(found.x[:-2]) == pytest.approx(fitted.background, rel=0.01)


def planted(rng, *, cells, days, background, theta, omega):
    """Events of a self-exciting process, by its branching: each sets off a Poisson number."""
    out = []
    for cell in range(cells):
        waiting = list(rng.uniform(0, days, rng.poisson(background * days)))
        while waiting:
            at = waiting.pop()
            out.append((cell, at))
            later = at + rng.exponential(1 / omega, rng.poisson(theta))
            waiting += [t for t in later if t < days]
    return History.of(
        [c for c, _ in out], [int(t) for _, t in out], n_cells=cells, first=0, last=days - 1
    )


def test_planted_parameters_are_recovered_where_time_is_fine():
    # Hundredths of a day: hardly any event shares its moment with the one that set it off.
    rng = np.random.default_rng(1)
    history = planted(rng, cells=20, days=730_000, background=0.0005, theta=0.4, omega=0.001)

    fitted = fit(history, length=730_000, closely=True)

    assert fitted.productivity == pytest.approx(0.4, abs=0.03)
    assert fitted.decay == pytest.approx(0.001, rel=0.1)
    assert fitted.background.mean() == pytest.approx(0.0005, rel=0.05)


def test_whole_days_stretch_the_delay_as_the_notes_say():
    rng = np.random.default_rng(1)
    history = planted(rng, cells=20, days=7_300, background=0.05, theta=0.4, omega=0.1)
    assert fit(history, length=7_300, closely=True).decay < 0.09


def test_the_day_asked_about_and_later_days_are_never_looked_at():
    rng = np.random.default_rng(2)
    cells, days = rng.integers(0, 30, 400), rng.integers(0, 200, 400)
    outcomes = rng.integers(0, 2, 30)
    attention = []
    for shift in (0, 7):
        later = days >= 150
        changed = np.where(later, (cells + shift) % 30, cells)
        history = History.of(changed, days, n_cells=30)
        attention.append(SelfExciting(window=120).attend(history, 150))
    first, second = (a.score(outcomes, marked=10) for a in attention)
    assert first == second


@pytest.mark.skipif(not WHERE, reason="CANDOUR_BENCHMARK_DATA says where the Oakland files are")
def test_the_published_rates_for_oakland_are_reproduced_and_the_derived_ones_differ():
    folder = Path(WHERE) / "oakland"
    with (folder / "drug_crimes_with_bins.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["bin"] not in {"", "NA"}]
    days = [datetime.strptime(r["OCCURRED"], "%m/%d/%y").date() for r in rows]  # noqa: DTZ007
    kept = [
        (int(r["bin"]) - 1, day_number(d))
        for r, d in zip(rows, days, strict=True)
        if d >= date(2010, 7, 1)
    ]
    with (folder / "predpol_drug_predictions.csv").open(encoding="utf-8") as file:
        heading, *lines = csv.reader(file)
    published = np.array([[float(x or 0) for x in line[1:]] for line in lines])
    history = History.of(*zip(*kept, strict=True), n_cells=len(lines))

    worst = difference = 0.0
    for k, day in enumerate(day_number(date.fromisoformat(d)) for d in heading[1:]):
        window = history.before(day, window=180)
        ours = rates(window, day, Variant.AS_PUBLISHED)
        theirs = published[:, k]
        worst = max(worst, (np.abs(ours - theirs) / np.where(theirs == 0, 1, theirs)).max())
        difference = max(difference, np.abs(rates(window, day) - ours).max())

    assert worst < 1e-9
    assert difference == pytest.approx(0.0024, abs=0.00005)
