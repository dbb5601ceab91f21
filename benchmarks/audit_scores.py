"""Error rates by group, beside fairlearn and aequitas: time and memory, each in its own process.

    python -m benchmarks.audit_scores --rows 1000000

All are given the same people in memory. Candour gives Wilson, Newcombe and Koopman intervals, and
200 bootstrap draws; the others give bare numbers. aequitas asks for an older pandas than the
development set has: it gets an environment of its own, from requirements/aequitas.txt, kept for
the next run. AEQUITAS_PYTHON names another Python that has it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))  # aequitas's Python has no package of ours

from benchmarks.turns import in_turns, show, take_turns  # noqa: E402 - found by the line above

GROUPS = 4
FLAGGED, HAPPENED = 0.4, 0.3  # shares of people
REPLICATES = 200
KEPT_IN = Path(tempfile.gettempdir()) / "candour-benchmarks"


def main() -> None:
    options = _options()
    if options.contender:
        take_turns(CONTENDERS[options.contender](options.rows))
        return
    compare(options.rows, rounds=options.rounds, kept_in=KEPT_IN, among=options.among)


def compare(
    people: int, *, rounds: int, kept_in: Path, among: Sequence[str] = ("fairlearn", "aequitas")
) -> None:
    """Print a table of Candour and others."""
    pythons = {"candour": sys.executable}
    for name in among:
        pythons[name] = _with_aequitas(kept_in) if name == "aequitas" else sys.executable
    commands = {
        name: [python, str(HERE), f"--rows={people}", f"--contender={name}"]
        for name, python in pythons.items()
    }
    found = in_turns(commands, rounds=rounds)
    title = f"Error rates of {people:,} people in {GROUPS} groups, in memory"
    show(title, found, base="candour")


def _people(people: int):  # type: ignore[no-untyped-def] # noqa: ANN202 - numpy is imported late
    import numpy as np

    rng = np.random.default_rng(2025)
    group = rng.integers(0, GROUPS, people, dtype=np.uint8)
    flagged = rng.random(people, dtype=np.float32) < FLAGGED
    outcome = rng.random(people, dtype=np.float32) < HAPPENED
    return group, flagged, outcome


def candour(people: int) -> Callable[[], object]:
    import numpy as np

    from candour.audit.statistics.confusion import MEASURES, compare, count_cells, estimate, four

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


CONTENDERS = {"candour": candour, "fairlearn": fairlearn, "aequitas": aequitas}


def _with_aequitas(kept_in: Path) -> str:
    """A Python that has aequitas; made on first use."""
    if given := os.environ.get("AEQUITAS_PYTHON"):
        return given
    python = kept_in / "aequitas/bin/python"
    if not python.exists():
        print("Installing aequitas in an environment of its own", file=sys.stderr)
        venv = [sys.executable, "-m", "venv", str(python.parents[1])]
        subprocess.run(venv, check=True)
        locked = ROOT / "requirements/aequitas.txt"
        pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", locked]
        subprocess.run(pip, check=True)
    return str(python)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit_scores")
    parser.add_argument("--contender", default="", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many people")
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many")
    parser.add_argument("--among", nargs="*", default=["fairlearn", "aequitas"], help="beside whom")
    return parser.parse_args()


if __name__ == "__main__":
    main()
