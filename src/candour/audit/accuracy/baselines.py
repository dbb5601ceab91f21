"""What a forecaster must beat: counting, and choosing blindly. None sees the day or later."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.audit.grids.grid import Grid
from candour.audit.grids.histories import History

Values = NDArray[np.float64]
Days = NDArray[np.datetime64]

WINDOW = "same-window count"
STATIC = "static count"
RANDOM = "random"
NAMES = (WINDOW, STATIC, RANDOM)
COUNTING = (WINDOW, STATIC)


@dataclass(frozen=True, slots=True)
class Past:
    """Counts by cell and day, from the first day known of to the last observed.

    Attributes
    ----------
    first : datetime64[D]
    counts : ndarray of float, shape (n_cells, n_days); 0 where nothing is known
    known : ndarray of bool, shape (n_days,)
    """

    first: np.datetime64
    counts: Values
    known: NDArray[np.bool_]

    def places(self, days: Days) -> NDArray[np.int64]:
        """Which column each day is."""
        return np.asarray((days - self.first).astype(np.int64))


def past_of(observed: Grid, history: History | None) -> Past:
    """Put what was observed after what came before it; observed counts go first on their days."""
    first = observed.days[0]
    if history is not None and history.first < first:
        first = history.first
    length = int((observed.days[-1] - first).astype(np.int64)) + 1
    past = Past(first, np.zeros((len(observed.cells), length)), np.zeros(length, dtype=bool))
    if history is not None:
        inside = (history.days >= first) & (history.days <= observed.days[-1])
        at = past.places(history.days[inside])
        np.add.at(past.counts, (history.cells[inside], at), history.events[inside])
        covered = past.places(np.array([history.first, history.last]))
        past.known[max(covered[0], 0) : covered[1] + 1] = True
    at = past.places(observed.days)
    past.counts[:, at] = observed.values
    past.known[at] = True
    return past


def with_full_window(past: Past, days: Days, window: int) -> NDArray[np.bool_]:
    """For which days all of the so many days before are known; shape (n_days,)."""
    upto = np.concatenate([[0], np.cumsum(past.known)])
    at = past.places(days)
    begin = np.maximum(at - window, 0)
    return np.asarray((at >= window) & (upto[at] - upto[begin] == window))


def window_counts(past: Past, days: Days, window: int) -> Values:
    """Events of the so many days before each day, the day itself left out.

    Returns
    -------
    ndarray of float, shape (n_cells, n_days)
        Days without a full window count what is known of it.
    """
    zero = np.zeros((past.counts.shape[0], 1))
    upto = np.concatenate([zero, np.cumsum(past.counts, axis=1)], axis=1)
    at = past.places(days)
    return np.asarray(upto[:, at] - upto[:, np.maximum(at - window, 0)])


def static_counts(past: Past, days: Days) -> Values:
    """All events known of from before the first of the days; shape (n_cells, 1)."""
    return np.asarray(past.counts[:, : past.places(days)[0]].sum(axis=1, keepdims=True))


def disagreeing(observed: Grid, history: History) -> int:
    """For how many cells and days the history and the observed counts say different things."""
    again = np.zeros_like(observed.values)
    at = np.searchsorted(observed.days, history.days)
    same = (at < len(observed.days)) & np.isin(history.days, observed.days)
    np.add.at(again, (history.cells[same], at[same]), history.events[same])
    covered = (observed.days >= history.first) & (observed.days <= history.last)
    return int((again != observed.values)[:, covered].sum())
