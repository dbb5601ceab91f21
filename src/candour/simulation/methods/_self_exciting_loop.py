"""The sums of the self-exciting process, compiled: linear in the number of events.

Events lie in order of cell, then day. Those of one cell and one day don't set one another off:
the model needs a time between two events, and the data have days only.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(nogil=True, cache=True)
def sums_before(starts: Ints, days: Ints, decay: float) -> tuple[Floats, Floats]:
    """For each event, over the earlier events of its cell: sums of e^(-wt) and of t e^(-wt).

    `starts` holds where each cell's events begin, and the number of events at its end. Moving
    from one day to the next multiplies what is held by e^(-w gap), so each event costs one step.
    """
    plain, timed = np.zeros(days.size), np.zeros(days.size)
    for cell in range(starts.size - 1):
        held, held_timed, today = 0.0, 0.0, 0.0
        for k in range(starts[cell], starts[cell + 1]):
            if k > starts[cell] and days[k] != days[k - 1]:
                gap = float(days[k] - days[k - 1])
                fade = np.exp(-decay * gap)
                held_timed = (held_timed + gap * (held + today)) * fade
                held = (held + today) * fade
                today = 0.0
            plain[k], timed[k] = held, held_timed
            today += 1.0
    return plain, timed


@njit(nogil=True, cache=True)
def sums_after(starts: Ints, days: Ints, decay: float) -> tuple[Floats, Floats]:
    """The same over the later events of its cell."""
    plain, timed = np.zeros(days.size), np.zeros(days.size)
    for cell in range(starts.size - 1):
        held, held_timed, today = 0.0, 0.0, 0.0
        for k in range(starts[cell + 1] - 1, starts[cell] - 1, -1):
            if k < starts[cell + 1] - 1 and days[k] != days[k + 1]:
                gap = float(days[k + 1] - days[k])
                fade = np.exp(-decay * gap)
                held_timed = (held_timed + gap * (held + today)) * fade
                held = (held + today) * fade
                today = 0.0
            plain[k], timed[k] = held, held_timed
            today += 1.0
    return plain, timed


@njit(nogil=True, cache=True)
def derived_step(
    starts: Ints, days: Ints, background: Floats, productivity: float, decay: float, length: int
) -> tuple[Floats, float, float]:
    """One expectation and its sums, in one pass over the events and nothing kept of each.

    Returns the new backgrounds, shape (n_cells,); how many events are taken to be set off by
    others; and how many days those waited in all.
    """
    scale = productivity * decay
    fades = np.exp(-decay * np.arange(length + 1))
    new = np.zeros(background.size)
    set_off, waited = 0.0, 0.0
    for cell in range(starts.size - 1):
        held, held_timed, today, own = 0.0, 0.0, 0.0, 0.0
        for k in range(starts[cell], starts[cell + 1]):
            if k > starts[cell] and days[k] != days[k - 1]:
                gap = days[k] - days[k - 1]
                fade = fades[gap] if gap <= length else np.exp(-decay * gap)
                held_timed = (held_timed + gap * (held + today)) * fade
                held = (held + today) * fade
                today = 0.0
            share = 1.0 / (background[cell] + scale * held)
            own += share
            set_off += held * share
            waited += held_timed * share
            today += 1.0
        new[cell] = background[cell] * own / length
    return new, scale * set_off, scale * waited


@njit(nogil=True, cache=True)
def excitation_on(starts: Ints, days: Ints, decay: float, day: int) -> Floats:
    """For each cell, the sum of e^(-wt) over its events, t days before `day`."""
    out = np.zeros(starts.size - 1)
    for cell in range(starts.size - 1):
        for k in range(starts[cell], starts[cell + 1]):
            out[cell] += np.exp(-decay * (day - days[k]))
    return out
