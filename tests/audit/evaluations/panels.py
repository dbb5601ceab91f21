"""Made-up panels whose truth is known, as arrays and as files."""

import csv
from dataclasses import replace

import numpy as np

from candour.audit.evaluations.panel import Panel
from candour.audit.evaluations.question import EvaluationQuestion

NAMES = ("spot", "day", "patrol", "crimes")
COLUMNS = ("--unit", "spot", "--time", "day", "--treated", "patrol", "--outcome", "crimes")


def asked(**more):
    plain = EvaluationQuestion(
        unit="spot", time="day", treated="patrol", outcome="crimes", draws=199
    )
    return replace(plain, **more)


def panel_of(counts, treated, exposure=None, ring=None):
    counts = np.asarray(counts, dtype=float)
    units, periods = counts.shape
    exposure = np.ones(counts.shape) if exposure is None else exposure
    return Panel(
        tuple(f"u{one}" for one in range(units)),
        tuple(str(one) for one in range(periods)),
        counts,
        exposure,
        np.asarray(treated, dtype=bool),
        ring,
        None,
        int((exposure > 0).sum()),
    )


def drawn_days(rng, units, periods, at_once):
    treated = np.zeros((units, periods), dtype=bool)
    treated[:at_once] = True
    return rng.permuted(treated, axis=0)


def from_start(units, periods, treated, start):
    grid = np.zeros((units, periods), dtype=bool)
    grid[:treated, start:] = True
    return grid


def counts_of(rng, means, *, spread=0.0, lasting=0.0):
    """Counts of given means: Poisson, or with unit-periods that vary more and hang together.

    `spread` is the variance of a unit-period's own factor; `lasting` how much of it stays from one
    period to the next.
    """
    if not spread:
        return rng.poisson(means)
    units, periods = means.shape
    noise = np.zeros((units, periods))
    noise[:, 0] = rng.normal(size=units)
    for period in range(1, periods):
        noise[:, period] = lasting * noise[:, period - 1] + np.sqrt(1 - lasting**2) * rng.normal(
            size=units
        )
    width = np.sqrt(np.log1p(spread))
    return rng.poisson(means * np.exp(width * noise - width**2 / 2))


def write(path, counts, treated, *, more=None, times=None):
    """A file of a panel, with more columns by name."""
    more = more or {}
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([*NAMES, *more])
        for unit, period in np.ndindex(*np.shape(counts)):
            time = times[period] if times else period
            cells = [f"u{unit}", time, int(treated[unit][period]), int(counts[unit][period])]
            rows.writerow([*cells, *(column[unit][period] for column in more.values())])
    return path
