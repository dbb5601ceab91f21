"""Forecasts against counting, beside a plain pandas loop: time, in one process and one run.

    python -m benchmarks.audit_accuracy
    python -m benchmarks.audit_accuracy --data folder/with/oakland

Made-up data have the size of the published forecasts for Oakland: 661 cells and 368 days, after 180
days of history. Both read the same files and rank the same cells; that they find the same share of
events is checked first. Candour gives hit rate, PAI, PEI and precision, three baselines, the
jackknife by weeks and 1,000 bootstrap draws. The loop gives two hit rates; and then, to have one
interval, the same again with each week left out.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

CELLS, BEFORE, DAYS, TOP = 661, 180, 368, 20
SEED = 2025
ALIKE = 1e-9


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as folder:
        files = _published(options.data) if options.data else _made(Path(folder))
        contenders: dict[str, tuple[Callable[[], object], int]] = {
            "candour, all of it": (lambda: candour(*files), options.rounds),
            "pandas loop, two hit rates": (lambda: pandas_loop(*files), options.rounds),
            "the same, each week left out": (lambda: pandas_loop(*files, jackknife=True), 1),
        }
        mine, theirs = candour(*files), pandas_loop(*files)
        if max(abs(a - b) for a, b in zip(mine, theirs, strict=True)) > ALIKE:
            raise SystemExit(f"They disagree: {mine} and {theirs}.")
        seconds = {name: _seconds(work, rounds) for name, (work, rounds) in contenders.items()}
    base = seconds["candour, all of it"]
    print(f"\n{CELLS} cells, {DAYS} days, {TOP} cells a day; medians of {options.rounds}\n")
    print("| | seconds | times Candour's |\n| --- | --- | --- |")
    for name, took in seconds.items():
        print(f"| {name} | {took:.3f} | {took / base:,.1f} |")


def candour(predictions: Path, observed: Path, history: Path) -> tuple[float, float]:
    """The hit rates of the forecasts and of the count of 180 days, with all that goes with them."""
    from candour.audit.accuracy.forecasts import ForecastQuestion, audit_forecasts

    found = audit_forecasts(predictions, observed, ForecastQuestion((TOP,)), history=history)
    count = found.as_dict()["baselines"][0]
    return found.as_dict()["hit_rate"]["value"], count["hit_rate"]["value"]


def pandas_loop(
    predictions: Path, observed: Path, history: Path, *, jackknife: bool = False
) -> tuple[float, float]:
    """The same two numbers, day by day."""
    import pandas as pd

    scores = pd.read_csv(predictions, index_col=0)
    counts = pd.read_csv(observed, index_col=0)
    events = pd.read_csv(history)
    named = "OCCURRED" if "OCCURRED" in events else "date"
    events[named] = pd.to_datetime(events[named], format="%m/%d/%y" if named != "date" else None)
    events = events.dropna()
    days = pd.to_datetime(counts.columns)
    weeks = range((len(days) + 6) // 7) if jackknife else []
    for left_out in [*weeks, None]:
        captured, counted, total = 0.0, 0.0, 0
        for place, (column, day) in enumerate(zip(counts.columns, days, strict=True)):
            if left_out is not None and place // 7 == left_out:
                continue
            earlier = events[
                (events[named] >= day - pd.Timedelta(days=180)) & (events[named] < day)
            ]
            window = earlier.groupby("bin").size().reindex(scores.index, fill_value=0)
            captured += _held(scores[column], counts[column])
            counted += _held(window, counts[column])
            total += counts[column].sum()
    return captured / total, counted / total


def _held(scores, counts) -> float:  # type: ignore[no-untyped-def] # noqa: ANN001 - pandas is imported late
    cut = scores.nlargest(TOP).iloc[-1]
    above, tied = scores > cut, scores == cut
    return float(counts[above].sum() + (TOP - above.sum()) * counts[tied].mean())


def _made(folder: Path) -> tuple[Path, Path, Path]:
    """Events with cells as unequal as those of a city; forecasts that are a decaying count."""
    rng = np.random.default_rng(SEED)
    rates = rng.gamma(0.15, 1, CELLS)
    happened = rng.poisson(6.3 * rates[:, None] / rates.sum(), (CELLS, BEFORE + DAYS))
    weights = 0.5 ** (np.arange(BEFORE) / 60)[::-1]
    scores = np.column_stack([
        happened[:, day : day + BEFORE] @ weights for day in range(DAYS)
    ])  # fmt: skip
    first = np.datetime64("2010-12-28")
    days = np.arange(first, first + DAYS).astype(str)
    head = ",".join(["bin", *days])
    paths = folder / "predictions.csv", folder / "observed.csv", folder / "history.csv"
    for path, table in zip(paths, (scores, happened[:, BEFORE:]), strict=False):
        rows = [",".join(map(str, [cell + 1, *row])) for cell, row in enumerate(table.tolist())]
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    cells, at = np.nonzero(happened)
    listed = [
        f"{cell + 1},{first - BEFORE + day}"
        for cell, day in zip(cells.tolist(), at.tolist(), strict=True)
        for _ in range(happened[cell, day])
    ]
    paths[2].write_text("\n".join(["bin,date", *listed]) + "\n", encoding="utf-8")
    return paths


def _published(folder: Path) -> tuple[Path, Path, Path]:
    names = "predpol_drug_predictions.csv", "predpol_drug_observed.csv", "drug_crimes_with_bins.csv"
    predictions, observed, history = (folder / name for name in names)
    return predictions, observed, history


def _seconds(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit_accuracy")
    parser.add_argument("--data", type=Path, help="folder with the published files for Oakland")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many audits")
    return parser.parse_args()


if __name__ == "__main__":
    main()
