"""Error rates by group, beside fairlearn and aequitas: time and memory, each in its own process.

    python -m benchmarks.audit_scores --rows 1000000
    AEQUITAS_PYTHON=/some/venv/bin/python python -m benchmarks.audit_scores

All are given the same people in memory. Candour gives Wilson, Newcombe and Katz intervals and 200
bootstrap draws; the others give bare numbers. aequitas asks for an older pandas than fairlearn
does, so it needs a Python of its own.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

GROUPS = 4
FLAGGED, HAPPENED = 0.4, 0.3  # shares of people
REPLICATES = 200
MEGABYTE = 1024  # ru_maxrss is in kilobytes on Linux


def main() -> None:
    options = _options()
    if options.contender:
        print(json.dumps(run(options.contender, options.rows, options.rounds)))
        return
    rows = [
        (name, *_measured(name, options.rows, options.rounds, python))
        for name, python in _contenders().items()
    ]
    base = next(seconds for name, seconds, *_ in rows if name == "candour")
    print(f"\n{options.rows:,} people, {GROUPS} groups; medians of {options.rounds}\n")
    print("| | seconds | times Candour's | memory above the data (MB) | peak (MB) |")
    print("| --- | --- | --- | --- | --- |")
    for name, seconds, above, peak in rows:
        ratio = seconds / base
        print(f"| {name} | {seconds:.4f} | {ratio:,.1f} | {above:,.0f} | {peak:,.0f} |")


def run(contender: str, people: int, rounds: int) -> dict[str, float]:
    """Time one contender in this process."""
    work = {"candour": candour, "fairlearn": fairlearn, "aequitas": aequitas}[contender](people)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return {"seconds": statistics.median(times), "above": peak - before, "peak": peak}


def _people(people: int):  # type: ignore[no-untyped-def] # noqa: ANN202 - numpy is imported late
    import numpy as np

    rng = np.random.default_rng(2025)
    group = rng.integers(0, GROUPS, people, dtype=np.uint8)
    flagged = rng.random(people, dtype=np.float32) < FLAGGED
    outcome = rng.random(people, dtype=np.float32) < HAPPENED
    return group, flagged, outcome


def candour(people: int) -> Callable[[], object]:
    import numpy as np

    from candour.audit.confusion import MEASURES, compare, count_cells, estimate, four

    group, flagged, outcome = _people(people)
    names = [str(number) for number in range(GROUPS)]

    def work() -> object:
        counts = count_cells(group, flagged, outcome, groups=GROUPS)
        rates = [[estimate(each, four(row)) for each in MEASURES] for row in counts]
        rng = np.random.default_rng(1)
        return rates, compare(names, counts, reference="0", replicates=REPLICATES, rng=rng)

    return work


def fairlearn(people: int) -> Callable[[], object]:
    from fairlearn.metrics import (
        MetricFrame,
        false_negative_rate,
        false_positive_rate,
        selection_rate,
    )
    from sklearn.metrics import precision_score

    group, flagged, outcome = _people(people)
    metrics = {
        "selection rate": selection_rate,
        "fpr": false_positive_rate,
        "fnr": false_negative_rate,
        "ppv": precision_score,
    }
    return lambda: (
        MetricFrame(
            metrics=metrics, y_true=outcome, y_pred=flagged, sensitive_features=group
        ).by_group
    )


def aequitas(people: int) -> Callable[[], object]:
    import pandas as pd
    from aequitas.group import Group

    group, flagged, outcome = _people(people)
    frame = pd.DataFrame(
        {
            "score": flagged.astype("int8"),
            "label_value": outcome.astype("int8"),
            "group": pd.Series(group).map(str),
        }
    )
    return lambda: Group().get_crosstabs(frame, attr_cols=["group"])


def _contenders() -> dict[str, str]:
    found = {"candour": sys.executable, "fairlearn": sys.executable}
    if other := os.environ.get("AEQUITAS_PYTHON"):
        found["aequitas"] = other
    else:
        print("aequitas is left out: set AEQUITAS_PYTHON to a Python that has it.")
    return found


def _measured(name: str, people: int, rounds: int, python: str) -> tuple[float, float, float]:
    told = subprocess.run(
        [python, Path(__file__).resolve(), f"--rows={people}", f"--rounds={rounds}", name],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout.splitlines()[-1])
    return found["seconds"], found["above"], found["peak"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit_scores")
    parser.add_argument("contender", nargs="?", default="", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many people")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many counts")
    return parser.parse_args()


if __name__ == "__main__":
    main()
