"""The self-exciting process behind PredPol: each event makes the next in its cell more likely.

A cell's rate on day t is `mu + theta * omega * sum(exp(-omega * (t - t_i)))` over its earlier
events: a background of its own, and for each event an expected number `theta` of others, whose
delays have mean `1 / omega` days. Fitted by expectation and maximisation over a sliding window.

References
----------
Mohler, G. O., Short, M. B., Malinowski, S., Johnson, M., Tita, G. E., Bertozzi, A. L. &
Brantingham, P. J. (2015). Randomized controlled field trials of predictive policing. Journal of
the American Statistical Association 110(512), 1399-1411.

Lum, K. & Isaac, W. (2016). To predict and serve? Significance 13(5), 14-19: the published rates
for Oakland, whose code is followed by the variant `as-published`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods import _self_exciting_loop as loop
from candour.simulation.methods.base import Described, Parameter

Floats = NDArray[np.float64]

WINDOW = 180  # days, as Lum & Isaac (2016)
START = 1.0  # of every parameter, as published
CLOSE = 1e-5  # a step of omega or theta below this ends the fit, as published
CLOSE_BACKGROUNDS = 1e-4  # or a summed step of the backgrounds below this
CLOSELY = 1e-8  # of every parameter's own size, for a fit that goes on until nothing moves
MOST_STEPS = 20_000


class Variant(StrEnum):
    """Whose expectation step.

    In the published code the chance that event i set off event j is divided by the rate at the
    event after i, where the derivation asks for the rate at j: a matrix is divided along its
    other axis. Rates then differ, by up to .0024 on the Oakland file.
    """

    AS_DERIVED = "as-derived"
    AS_PUBLISHED = "as-published"


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """A fitted process. Backgrounds tell where a method would look: they never leave this file.

    Attributes
    ----------
    background : ndarray of float, shape (n_cells_with_events,): events a day of each such cell
    productivity : theta, events that one event sets off on average; unitless
    decay : omega, a day
    steps : how many steps the fit took
    """

    background: Floats = field(repr=False)
    productivity: float
    decay: float
    steps: int


@dataclass(frozen=True, slots=True)
class SelfExciting:
    """PredPol's documented method, on the events of a sliding window."""

    window: int = WINDOW
    variant: Variant = Variant.AS_DERIVED

    @property
    def described(self) -> Described:
        return Described(
            name="self-exciting",
            does=(
                "Gives each cell a background rate of its own, raised for some days after each "
                "event in it."
            ),
            source="Mohler et al. (2015); Lum & Isaac (2016) for the variant as published",
            parameters=(Parameter("window", self.window, "days", "Lum & Isaac (2016)"),),
            variants=tuple(Variant),
        )

    def attend(self, history: History, day: int) -> Attention:
        closely = self.variant == Variant.AS_DERIVED
        window = history.before(day, window=self.window)
        return Attention(_rates(window, day, self.variant, closely=closely))


def _rates(
    history: History, day: int, variant: Variant = Variant.AS_DERIVED, *, closely: bool = False
) -> Floats:
    """The rate of each cell on a day, events a day, shape (n_cells,); 0 where nothing happened.

    `closely` as in `_fit`.

    Raises
    ------
    CannotSimulate
        If no event lies in the window, or the fit does not end.
    """
    cells, starts = _grouped(history)
    length = history.last - history.first + 1
    process = _fit(history, variant=variant, length=length, closely=closely)
    excited = loop.excitation_on(starts, history.days, process.decay, day)
    out = np.zeros(history.n_cells)
    out[cells] = process.background + process.productivity * process.decay * excited
    return out


def _fit(
    history: History,
    *,
    variant: Variant = Variant.AS_DERIVED,
    length: int,
    closely: bool = False,
) -> _Fit:
    """Fit the process by expectation and maximisation, in time linear in the number of events.

    Parameters
    ----------
    history : History
        The events of the window; cells without any take no part.
    length : int
        Days in the window.
    closely : bool
        Go on until no parameter moves. The published rule stops as soon as one of them hardly
        moves, well before the others have arrived: `theta` then comes out low.

    Notes
    -----
    The likelihood has no correction for what the window cuts off: an event near its end had
    little time to set others off, so `theta` comes out low in short windows. Both variants share
    this with the published method. Data of whole days lose the events that are set off on the day
    itself, and give some of their descendants to earlier days: where the mean delay is under about
    a month, `omega` comes out low, by a third at ten days. Many cells with few events each leave
    little to tell a high background from events that set one another off, and `theta` low again.
    """
    cells, starts = _grouped(history)
    if not cells.size:
        raise CannotSimulate("No event lies in the window: a method has nothing to learn from.")
    of_event = np.repeat(np.arange(cells.size), np.diff(starts))
    background, productivity, decay = np.full(cells.size, START), START, START
    for step in range(1, MOST_STEPS + 1):
        old = background, productivity, decay
        background, productivity, decay = _one_step(
            history, starts, of_event, *old, variant=variant, length=length
        )
        new = background, productivity, decay
        if _has_come_to_rest(old, new) if closely else min(_moves(old, new)) <= 1:
            return _Fit(background, productivity, decay, step)
    raise CannotSimulate(f"The fit did not end in {MOST_STEPS} steps: the window may be too short.")


def log_likelihood(
    history: History,
    process: _Fit,
    *,
    length: int,
    is_cut_off: bool = True,
) -> float:
    """The log-likelihood of a process on the events it was fitted to.

    Parameters
    ----------
    length : int
        Days in the window, from its first day.
    is_cut_off : bool
        Count of what an event sets off only what falls into the window. Without it all is
        counted: that is the likelihood which expectation and maximisation climb.

    Notes
    -----
    The sum over events of the log of the rate at each, less the integral of the rate over all cells
    and the window: ``length * sum(mu) + theta * sum(1 - exp(-omega * (end - t_i)))``. Events of one
    cell and day set nothing off in one another.

    References
    ----------
    Daley, D. J. & Vere-Jones, D. (2003). An Introduction to the Theory of Point Processes, volume
    I, proposition 7.2.III.
    """
    cells, starts = _grouped(history)
    of_event = np.repeat(np.arange(cells.size), np.diff(starts))
    before, _ = loop.sums_before(starts, history.days, process.decay)
    rate = process.background[of_event] + process.productivity * process.decay * before
    left = history.first + length - history.days
    falls = 1 - np.exp(-process.decay * left) if is_cut_off else np.ones(history.days.size)
    expected = length * process.background.sum() + process.productivity * falls.sum()
    return float(np.log(rate).sum() - expected)


def _one_step(
    history: History,
    starts: NDArray[np.int64],
    of_event: NDArray[np.int64],
    background: Floats,
    productivity: float,
    decay: float,
    *,
    variant: Variant,
    length: int,
) -> tuple[Floats, float, float]:
    """One expectation and one maximisation."""
    if variant == Variant.AS_PUBLISHED:
        new, triggered, waited = _published_sums(
            history, starts, of_event, background, productivity, decay, length
        )
    else:
        new, triggered, waited = loop.derived_step(
            starts, history.days, background, productivity, decay, length
        )
    if waited == 0:  # nothing sets anything off: a process of backgrounds alone
        return new, 0.0, decay
    return new, triggered / of_event.size, triggered / waited


def _published_sums(
    history: History,
    starts: NDArray[np.int64],
    of_event: NDArray[np.int64],
    background: Floats,
    productivity: float,
    decay: float,
    length: int,
) -> tuple[Floats, float, float]:
    """New backgrounds, events set off and days waited, as the published code sums them up."""
    before, _ = loop.sums_before(starts, history.days, decay)
    scale = productivity * decay
    rate = background[of_event] + scale * before
    after, after_timed = loop.sums_after(starts, history.days, decay)
    is_last = np.zeros(rate.size, dtype=bool)
    is_last[starts[1:] - 1] = True  # the last event of a cell sets nothing off
    next_rate = np.where(is_last, 1.0, np.roll(rate, -1))
    triggered = scale * float((after / next_rate).sum())
    waited = scale * float((after_timed / next_rate).sum())
    own = np.bincount(of_event, background[of_event] / rate, minlength=background.size)
    return own / length, triggered, waited


def _moves(
    old: tuple[Floats, float, float], new: tuple[Floats, float, float]
) -> tuple[float, float, float]:
    """How far each parameter moved, in units of what the published rule calls close."""
    return (
        abs(new[2] - old[2]) / CLOSE,
        abs(new[1] - old[1]) / CLOSE,
        float(np.abs(new[0] - old[0]).sum()) / CLOSE_BACKGROUNDS,
    )


def _has_come_to_rest(old: tuple[Floats, float, float], new: tuple[Floats, float, float]) -> bool:
    """Whether no parameter moved by more than a hundred-millionth of itself.

    Of the backgrounds their sum is asked, so that the number of steps does not grow with the number
    of cells.
    """
    return (
        abs(new[2] - old[2]) <= CLOSELY * new[2]
        and abs(new[1] - old[1]) <= CLOSELY * max(new[1], CLOSELY)
        and float(np.abs(new[0] - old[0]).sum()) <= CLOSELY * float(new[0].sum())
    )


def _grouped(history: History) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cells with events, in order, and where the events of each begin."""
    cells, first = np.unique(history.cells, return_index=True)
    return cells, np.append(first, history.cells.size).astype(np.int64)
