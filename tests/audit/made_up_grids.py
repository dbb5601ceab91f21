"""Small tables of cells by days for the tests of accuracy, and a slow audit of them."""

from datetime import date, timedelta
from itertools import combinations

import numpy as np

FIRST = date(2020, 1, 6)


def days_from(first, number):
    return [first + timedelta(days=place) for place in range(number)]


def write_grid(path, values, *, first=FIRST, cells=None, heading="bin"):
    """Write a table of cells by days, each number as it is."""
    values = np.asarray(values)
    names = cells or [f"q{row}" for row in range(len(values))]
    head = ",".join([heading, *map(str, days_from(first, values.shape[1]))])
    rows = [",".join([name, *map(str, row)]) for name, row in zip(names, values, strict=True)]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def every_choice(scores, top):
    """All sets of cells that ranking by the scores of one day could choose."""
    cut = sorted(scores, reverse=True)[top - 1]
    above = [cell for cell, score in enumerate(scores) if score > cut]
    tied = [cell for cell, score in enumerate(scores) if score == cut]
    return [set(above) | set(some) for some in combinations(tied, top - len(above))]


def slow_counts(observed, earlier, day, window):
    """Events of each cell in the so many days before one, day by day; `earlier` comes before."""
    counts = []
    for cell in range(len(observed)):
        together = [*earlier[cell], *observed[cell]]
        at = len(earlier[cell]) + day
        counts.append(sum(together[place] for place in range(at - window, at)))
    return counts
