"""What a documented method would have picked on past days, and how much of what happened was there.

A replay is open-loop: the method sees the records as they are, and nothing it picks changes what
is recorded next. So it shows whom a method would have picked, and no feedback.

Out come totals over at least ten cells: never a cell, nor a list of them. Cells are marked in tens,
so that no two results differ by fewer than ten; a group, a band or the events must be spread over
ten cells or more, or a total would tell whether a place was marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.grids.weeks import jackknife
from candour.audit.statistics.estimates import Estimate
from candour.core.extras import Late
from candour.simulation.attention import FEWEST_CELLS, Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods.base import Method
from candour.simulation.methods.counts import Counts, GridCounts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

MARKED_SHARE = 0.03  # 20 of Oakland's 661 cells, as Lum & Isaac (2016) mark
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a method is asked about together, both ends included, and the unit of chance.

    `block` numbers the week or month: whole blocks are left out to see how far a figure moves.
    """

    first: int
    last: int
    block: int


@dataclass(frozen=True, slots=True, eq=False)
class Peopled:
    """Who lives in each cell.

    Attributes
    ----------
    groups : what each is called; the first is the one that others are compared with
    people : ndarray of float, shape (n_groups, n_cells)
    """

    groups: tuple[str, ...]
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ReplayQuestion:
    """What is asked of a method, fixed before it is run.

    Attributes
    ----------
    marked : cells marked in each period; a multiple of ten
    areas : ndarray of float, shape (n_cells,): the size of each cell, in any unit
    residents : groups whose exposure is asked for; None where nobody's is
    strata : the same people by bands, such as of deprivation; None where not asked for
    seed : of the cells drawn by lot
    """

    marked: int
    areas: Floats
    residents: Peopled | None = None
    strata: Peopled | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the marked cells held of all events of all periods.

    Attributes
    ----------
    hit_rate : captured over events, with its interval over weeks or months
    pai : hit rate over the marked share of the area
    difference : hit rate less the method's own; None for the method itself
    """

    method: str
    captured: float
    events: int
    hit_rate: Estimate
    pai: Estimate
    difference: Estimate | None


@dataclass(frozen=True, slots=True)
class Exposed:
    """The mean share of a group's residents who live in marked cells, and times the reference's."""

    group: str
    residents: float
    share: Estimate
    ratio: Estimate


@dataclass(frozen=True, slots=True)
class Replay:
    """What a method's replay gave; `open_loop` is always true.

    `looks_back` is how many days before each period the method, and plain counting, see;
    `elsewhere` how many events of the file lie in no cell, and are in no figure.
    """

    method: str
    variant: str
    looks_back: int
    periods: int
    blocks: int
    cells: int
    marked: int
    accuracy: Accuracy
    baselines: tuple[Accuracy, ...]
    exposure: tuple[Exposed, ...]
    strata: tuple[Exposed, ...]
    elsewhere: int = 0
    open_loop: bool = True


def default_marked(cells: int) -> int:
    """Three cells in a hundred, in tens, and at least ten."""
    return max(FEWEST_CELLS, round(cells * MARKED_SHARE / FEWEST_CELLS) * FEWEST_CELLS)


def replay(
    method: Method,
    history: History,
    periods: Sequence[Period],
    question: ReplayQuestion,
    *,
    variant: str = "as-derived",
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> Replay:
    """Ask a method about each period in turn, from what came before it, and score what it marks.

    Raises
    ------
    OutcomesMissing
        If a period ends after the data do.
    CannotSimulate
        If no period or no event is left, cells can't be so marked, or a group, a band or the events
        lie in fewer than ten cells.

    Notes
    -----
    Intervals leave out one week or month at a time: within one, days may depend on one another;
    between them they are taken to be independent. Plain counting looks back as far as the method.
    """
    _refuse_bad(history, periods, question)
    rng = np.random.default_rng(question.seed)
    window = int(getattr(method, "window", Counts().window))
    rivals: list[tuple[str, Callable[[int], Attention]]] = [
        (method.described.name, lambda day: method.attend(history, day)),
        ("random", lambda day: Attention(rng.random(history.n_cells))),
        ("even", lambda day: Attention(np.ones(history.n_cells))),
    ]
    if not isinstance(method, Counts | GridCounts):
        rivals.insert(1, ("counts", lambda day: Counts(window).attend(history, day)))
    captured = np.zeros((len(periods), len(rivals)))
    covered = np.zeros_like(captured)
    events = np.zeros(len(periods))
    peopled = [group for group in (question.residents, question.strata) if group is not None]
    people = np.vstack([group.people for group in peopled]) if peopled else np.zeros((0, 0))
    inside = np.zeros((len(periods), len(people)))
    for k, period in enumerate(periods):
        outcomes = history.outcomes(period.first, period.last)
        events[k] = outcomes.sum()
        for m, (_, attend) in enumerate(rivals):
            attention = attend(period.first)
            captured[k, m] = attention.score(outcomes, marked=question.marked).captured
            covered[k, m] = attention.exposure(question.areas[None, :], marked=question.marked)[0]
            if m == 0 and len(people):
                inside[k] = attention.exposure(people, marked=question.marked)
        moved(k + 1, len(periods))
    block = np.array([period.block for period in periods])
    covered /= question.areas.sum()
    rows = tuple(
        _accuracy(name, captured[:, [m, 0]], covered[:, m], events, block)
        for m, (name, _) in enumerate(rivals)
    )
    split = len(question.residents.groups) if question.residents else 0
    return Replay(
        method=method.described.name,
        variant=variant,
        looks_back=window,
        periods=len(periods),
        blocks=int(np.unique(block).size),
        cells=history.n_cells,
        marked=question.marked,
        accuracy=rows[0],
        baselines=rows[1:],
        exposure=_exposed(question.residents, inside[:, :split], block),
        strata=_exposed(question.strata, inside[:, split:], block),
    )


def _accuracy(
    name: str, captured: Floats, covered: Floats, events: Floats, block: Floats
) -> Accuracy:
    """One method beside the one under audit, which is the second column of `captured`."""
    columns = np.column_stack([captured, events, covered, np.ones(events.size)])
    sums = _by_block(columns, block)

    def measures(total: Floats) -> Floats:
        own, first, happened, area, periods = total.T
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = own / happened
            return np.column_stack([rate, rate / (area / periods), (own - first) / happened])

    rate, pai, difference = (one.estimate for one in jackknife(sums, measures))
    is_rival = bool((captured[:, 0] != captured[:, 1]).any())
    return Accuracy(
        method=name,
        captured=float(captured[:, 0].sum()),
        events=int(events.sum()),
        hit_rate=_inside(rate, most=1.0),
        pai=_inside(pai),
        difference=difference if is_rival else None,
    )


def _exposed(peopled: Peopled | None, inside: Floats, block: Floats) -> tuple[Exposed, ...]:
    if peopled is None:
        return ()
    totals = peopled.people.sum(axis=1)
    shares = np.column_stack([inside / totals, np.ones(len(inside))])
    sums = _by_block(shares, block)

    def measures(total: Floats) -> Floats:
        mean = total[:, :-1] / total[:, -1:]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.column_stack([mean, mean / mean[:, :1]])

    estimates = [one.estimate for one in jackknife(sums, measures)]
    count = len(peopled.groups)
    return tuple(
        Exposed(
            group, float(totals[k]), _inside(estimates[k], most=1.0), _inside(estimates[count + k])
        )
        for k, group in enumerate(peopled.groups)
    )


def _by_block(columns: Floats, block: Floats) -> Floats:
    """Sums over each week or month, shape (n_blocks, n_columns)."""
    _, place = np.unique(block, return_inverse=True)
    sums = np.zeros((place.max() + 1, columns.shape[1]))
    np.add.at(sums, place, columns)
    return sums


def _inside(estimate: Estimate, *, most: float = float("inf")) -> Estimate:
    """Cut an interval to what its measure can be."""
    low, high = max(estimate.low, 0.0), min(estimate.high, most)
    if np.isnan(estimate.low):
        return estimate
    return Estimate(estimate.value, low, high)


def _refuse_bad(history: History, periods: Sequence[Period], question: ReplayQuestion) -> None:
    marked, cells = question.marked, history.n_cells
    if marked % FEWEST_CELLS or not FEWEST_CELLS <= marked <= cells - FEWEST_CELLS:
        raise CannotSimulate(
            f"{marked} of {cells} cells can't be marked: they are marked in tens, and ten at least "
            "are left unmarked, so that no figure points at a place."
        )
    if not periods:
        raise CannotSimulate(
            "No period is left to replay: the data end before a method could learn."
        )
    scored = history.between(periods[0].first, max(period.last for period in periods))
    if np.unique(scored.cells).size < FEWEST_CELLS:
        raise CannotSimulate(
            "The events of these periods lie in fewer than ten cells: what was captured of them "
            "would point at places. Take a longer stretch."
        )
    for peopled in (question.residents, question.strata):
        if peopled is None:
            continue
        for group, people in zip(peopled.groups, peopled.people, strict=True):
            if (people > 0).sum() < FEWEST_CELLS:
                raise CannotSimulate(
                    f"'{group}' live in fewer than ten cells: their exposure would point at "
                    "places. Join them with others."
                )
