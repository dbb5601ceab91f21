"""Units that go in and out of treatment: the same places on days with it and on days without.

References
----------
Senn, S. (2002). Cross-over trials in clinical research, 2nd ed.: what is carried over from one
period to the next. Aronow, P. M. (2012). A general method for detecting interference between units
in randomized experiments. Sociological Methods & Research 41(1), 3-16.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import Unfit
from candour.audit.evaluations.chance import Draws, Rank, drawn_again, rank
from candour.audit.evaluations.panel import Panel
from candour.audit.evaluations.question import Drawn, EvaluationQuestion
from candour.audit.statistics.two_way import Fitted, NoRatio, clustered, fit

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_CLUSTERS = 20  # periods, for a range of what is carried over
NEXT_PERIOD, NEXT_DOOR, DAY_BEFORE = "the period after", "next door", "the period before"


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """What a crossover comes to.

    Attributes
    ----------
    ratio : the rate ratio under treatment
    expected : events under treatment, had it done nothing
    rank : the actual draw among others
    """

    ratio: float
    expected: float
    rank: Rank
    draws: Draws
    fitted: Fitted


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes with treatment elsewhere, by the residuals of the effect of treatment itself."""

    where: str
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float


def need_crossover(panel: Panel) -> None:
    """Refuse a panel in which no unit is on both sides."""
    both = (panel.treated & panel.observed).any(axis=1) & (~panel.treated & panel.observed).any(
        axis=1
    )
    if not both.any():
        raise Unfit(
            "No unit has periods with treatment and periods without it, which a crossover compares."
        )
    if (panel.counts * panel.treated).sum() == 0:
        raise Unfit(
            "Nothing was counted under treatment: no ratio has a value. Widen the periods, or the "
            "outcome."
        )


def cross(panel: Panel, counts: Floats, question: EvaluationQuestion) -> Crossing:
    """Compare the same units and periods with and without treatment.

    Raises
    ------
    NoRatio
        If nothing was counted on one side, or treatment never differs within units and periods.
    """
    column = panel.treated.astype(np.float64)
    fitted = fit(counts, panel.exposure, [column])
    draws = drawn_again(
        panel.treated,
        panel.observed,
        in_period=question.drawn is not Drawn.WITHIN_UNIT,
        most=question.draws,
        rng=np.random.default_rng(question.seed),
    )
    ratio = exp(float(fitted.coefficients[0]))
    return Crossing(
        ratio,
        float((fitted.means * column).sum()) / ratio,
        rank(draws.patterns(), counts, panel.exposure, panel.treated),
        draws,
        fitted,
    )


def carried(panel: Panel, crossing: Crossing, neighbours: Flags | None) -> tuple[Carried, ...]:
    """What treatment goes with in the period after, and next door where neighbours are known."""
    found = [_moved(panel, crossing, NEXT_PERIOD, _later)]
    if neighbours is not None:
        found.append(_moved(panel, crossing, NEXT_DOOR, lambda one: _near(one, neighbours)))
    return tuple(one for one in found if one is not None)


def day_before(panel: Panel, crossing: Crossing) -> Carried | None:
    """What treatment goes with in the period before it: nothing, unless something is wrong."""
    return _moved(panel, crossing, DAY_BEFORE, _earlier)


def _later(treated: Flags) -> Floats:
    moved = np.zeros(treated.shape)
    moved[:, 1:] = treated[:, :-1]
    return moved


def _earlier(treated: Flags) -> Floats:
    moved = np.zeros(treated.shape)
    moved[:, :-1] = treated[:, 1:]
    return moved


def _near(treated: Flags, neighbours: Flags) -> Floats:
    """Whether a unit next door is under treatment, of units that are not."""
    near = neighbours.astype(np.float64) @ treated.astype(np.float64) > 0
    return (near & ~treated).astype(np.float64)


def _moved(
    panel: Panel, crossing: Crossing, where: str, move: Callable[[Flags], Floats]
) -> Carried | None:
    counts = panel.counts
    edge = np.ones(panel.treated.shape)
    if where == NEXT_PERIOD:
        edge[:, 0] = 0.0
    if where == DAY_BEFORE:
        edge[:, -1] = 0.0
    exposure = panel.exposure * edge
    column = panel.treated.astype(np.float64)
    other = move(panel.treated)
    try:
        alone = fit(counts, exposure, [column])
        both = fit(counts, exposure, [column, other])
    except (NoRatio, np.linalg.LinAlgError):
        return None
    left = (np.where(alone.means > 0, counts, 0.0) - alone.means) * edge
    p_value = crossing.draws.rank_of(left, move)
    value, low, high = float(both.coefficients[1]), None, None
    if len(panel.periods) >= FEWEST_CLUSTERS:
        reach = 2.0 * float(clustered(both, counts, by_unit=False)[1])
        low, high = exp(value - reach), exp(value + reach)
    return Carried(where, exp(value), low, high, p_value)
