"""Simulations: the urn beside the published algorithm in a plain loop, and what each method costs.

    scripts/bench --only simulations
    python -m benchmarks.simulations --quick

Everything is taken in one run, so that what can be compared is. Compiled loops are compiled before
the clock starts. The plain loop is ours: the published algorithm as one would write it, on the same
draws, which is checked first.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import table
from candour.simulation import _urn_loop
from candour.simulation.city import CityMethod, CitySettings, run_city
from candour.simulation.history import History
from candour.simulation.methods.self_exciting import SelfExciting
from candour.simulation.methods.self_exciting_kernel import SelfExcitingKernel
from candour.simulation.seeds import seeds_of
from candour.simulation.terrain import Terrain
from candour.simulation.urn import OAKLAND
from candour.simulation.worlds import World

SEED = 1
URN_RUNS, DRAWS = 1_000, 1_000
AREAS, DAYS, REPLICATES, WORKERS = 500, 1_000, 1_000, 2
YEAR = 365
EVENTS_A_CELL = 50  # so that more events are more cells, as in a larger city


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulations")
    parser.add_argument("--quick", action="store_true", help="a hundredth of the work")
    compare(quick=parser.parse_args().quick)


def compare(*, quick: bool) -> None:
    """Print the three tables: the urn, the fits, the city."""
    urn(URN_RUNS // 100 if quick else URN_RUNS, rounds=1 if quick else 5)
    fits((10_000, 30_000) if quick else (10_000, 100_000, 1_000_000))
    city(REPLICATES // 100 if quick else REPLICATES)


def urn(runs: int, *, rounds: int) -> None:
    """Ours beside the published algorithm in a plain loop, and our own loop left uncompiled."""
    at = np.array([0, DRAWS], dtype=np.int64)
    given = _arguments(runs, at)
    ours = _urn_loop.shares(*given)
    if not np.array_equal(ours[:, -1], published(runs)):
        raise SystemExit("The two do not make the same draws.")
    fast = _seconds(lambda: _urn_loop.shares(*given), rounds)
    contenders = {
        "compiled": fast,
        "published algorithm, plain loop": _seconds(lambda: published(runs), 1),
        "our loop, not compiled": _seconds(lambda: _urn_loop.shares.py_func(*given), 1),
    }
    print(f"\nUrn: {runs:,} runs of {DRAWS:,} draws, decay and correction, the same draws\n")
    rows = [
        (name, f"{seconds:.3f}", f"{seconds / fast:,.0f}") for name, seconds in contenders.items()
    ]
    table(("", "processor seconds", "times ours"), rows)


def published(runs: int) -> NDArray[np.float64]:
    """Ensign et al.'s urn visit by visit, as they publish it: shares at the end.

    What a visit adds is drawn as a row for both regions, and so is what decays. The order of draws
    is ours, so that both come to the same shares.
    """
    (rate_first, rate_second), decay = OAKLAND.rates, OAKLAND.decay
    added_by = {True: (rate_first, 0.0), False: (0.0, rate_second)}
    ends = []
    for seed in seeds_of(SEED, runs):
        np.random.seed(seed)  # noqa: NPY002 - the generator that the compiled loop has
        first, second = OAKLAND.start
        for _ in range(DRAWS):
            share = first / (first + second)
            is_first = np.random.random() < share  # noqa: NPY002
            added = np.random.poisson(added_by[is_first])  # noqa: NPY002
            others = (1 - share, share)
            chance = others[0 if is_first else 1] / max(others)
            if np.random.random() < chance:  # noqa: NPY002
                first, second = first + added[0], second + added[1]
            left = np.random.binomial((int(first), int(second)), decay)  # noqa: NPY002
            first, second = max(first - left[0], 1), max(second - left[1], 1)
        ends.append(first / (first + second))
    return np.array(ends)


def _arguments(runs: int, at: Any) -> tuple[Any, ...]:
    start, rates = np.array(OAKLAND.start), np.array(OAKLAND.rates)
    return (seeds_of(SEED, runs), start, rates, np.zeros(2), OAKLAND.decay, True, True, at)


def fits(sizes: tuple[int, ...]) -> None:
    """One day asked of the self-exciting process, with a formula and without, by events."""
    print("\nSelf-exciting process: one fit and one day's attention, processor time\n")
    _both_fits(1_000)  # compiles
    rows = []
    for events in sizes:
        both = _both_fits(events)
        per = 1e6 / events
        texts = (*(f"{x:.2f}" for x in both), *(f"{x * per:.1f}" for x in both))
        rows.append((f"{events:,}", *texts))
    head = ("Events", "2015, s", "2011, s", "2015, s a million", "2011, s a million")
    table(head, rows)


def _both_fits(events: int) -> tuple[float, float]:
    history, terrain = _made_history(events)
    return (
        _processor(lambda: SelfExciting(window=YEAR).attend(history, YEAR)),
        _processor(lambda: SelfExcitingKernel(terrain).attend(history, YEAR)),
    )


def _made_history(events: int) -> tuple[History, Terrain]:
    """A third of events follow another in the same cell, ten days later on average."""
    rng = np.random.default_rng(SEED)
    side = max(4, round((events / EVENTS_A_CELL) ** 0.5))
    cells = rng.integers(0, side**2, events)
    days = rng.integers(0, YEAR, events)
    followers, sources = events // 3, rng.integers(events // 3, events, events // 3)
    cells[:followers] = cells[sources]
    days[:followers] = np.minimum(days[sources] + rng.geometric(0.1, followers), YEAR - 1)
    history = History.of(cells, days, n_cells=side**2, first=0, last=YEAR)
    return history, Terrain.grid(columns=side, rows=side, size=150.0)


def city(replicates: int) -> None:
    """A city under each method, on two threads."""
    print(
        f"\nCity: {AREAS} areas, {DAYS:,} days, {replicates:,} replicates, {WORKERS} threads; "
        "50 patrols a day, two stops each\n"
    )
    base = CitySettings(world=World(areas=AREAS))
    run_city(base, runs=2, days=14, seed=SEED)  # compiles
    rows = []
    for method in CityMethod:
        began, busy = time.perf_counter(), time.process_time()
        run_city(
            replace(base, method=method), runs=replicates, days=DAYS, seed=SEED, workers=WORKERS
        )
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
        rows.append((method.value, f"{seconds:.1f}", f"{processor:.1f}"))
    table(("Method", "seconds", "processor seconds"), rows)


def _seconds(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def _processor(work: Callable[[], object]) -> float:
    return _seconds(work, 1)


if __name__ == "__main__":
    main()
