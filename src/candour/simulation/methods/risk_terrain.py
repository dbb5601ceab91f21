"""Risk terrain modelling: count what is near, keep what seems to matter, multiply.

As the software sold for it is documented: for each kind of feature (bars, schools, bus stops) and
each of several distances a cell is marked when a feature lies within it (proximity) or when many
do (density, in the highest part of all cells). A penalised Poisson regression picks from these
marks, a forward and backward search by the Bayesian information criterion settles which stay, and
each one that stays multiplies a cell's risk by its *relative risk value*. Essex Police's model of
2020-21 had eleven, by the report's Table 2: drug calls within 300 m 4.519, bars within 150 m
3.640, and so on. *Calls about drugs* are themselves made by where people and police look.

References
----------
Caplan, J. M., Kennedy, L. W. & Piza, E. L. (2013). Risk Terrain Modeling Diagnostics utility user
manual, version 1. Rutgers Center on Public Security.
Caplan, J. M. & Kennedy, L. W. (2016). Risk Terrain Modeling. University of California Press.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.spatial import cKDTree
from scipy.special import gammaln

from candour.simulation.attention import Attention
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History
from candour.simulation.methods.base import Described, Parameter
from candour.simulation.terrain import Terrain

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

HALF_BLOCK = 150.0  # metres; Essex's distances are one, two and four of these
MULTIPLES = (1, 2, 4)
DENSE = 2.0  # standard deviations above the mean density from which a cell is marked
FOLDS = 10
PENALTIES = 25
NOTHING = 1e-6  # an effect or a gain below this is rounding
A_YEAR = 365


class Operation(StrEnum):
    """How a feature is taken to act."""

    PROXIMITY = "proximity"
    DENSITY = "density"


@dataclass(frozen=True, slots=True)
class Factor:
    """One kind of feature at one distance, and what it multiplies a cell's risk by."""

    feature: str
    operation: Operation
    metres: float
    relative_risk: float


@dataclass(frozen=True, slots=True)
class RiskModel:
    """What was kept, and the events expected in a cell where none of it is near."""

    base: float
    factors: tuple[Factor, ...]
    information_criterion: float


@dataclass(frozen=True, slots=True)
class RiskTerrain:
    """Attention in proportion to the expected count of a risk terrain model.

    `features` holds the points of each kind, shape (n_points, 2), in metres.
    """

    terrain: Terrain
    features: Mapping[str, Floats]
    block: float = HALF_BLOCK
    window: int = A_YEAR

    @property
    def described(self) -> Described:
        return Described(
            name="risk-terrain",
            does=(
                "Finds features of places near which events were recorded, and multiplies a "
                "cell's risk for each that is near."
            ),
            source="Caplan, Kennedy & Piza (2013); Automated Racism (2025), section 3.2, Table 2",
            parameters=(
                Parameter("block", self.block, "metres", "Automated Racism (2025), Table 2"),
                Parameter("window", self.window, "days", "not published; a year is assumed"),
            ),
        )

    def attend(self, history: History, day: int) -> Attention:
        counts = history.before(day, window=self.window).counts()
        names, marks = risk_layers(self.terrain, self.features, block=self.block)
        model = fit_risk(counts, names, marks)
        return Attention(_expected(model, names, marks))


Layer = tuple[str, Operation, float]


def risk_layers(
    terrain: Terrain, features: Mapping[str, Floats], *, block: float = HALF_BLOCK
) -> tuple[list[Layer], Marks]:
    """Mark the cells near each kind of feature, at each distance, in both ways.

    Returns
    -------
    list of (feature, operation, metres), and ndarray of bool, shape (n_cells, n_layers)
        Layers that mark no cell or all of them are left out: they can't be told from the base.
    """
    if not features:
        raise CannotSimulate("A risk terrain needs at least one kind of feature.")
    names: list[Layer] = []
    columns: list[Marks] = []
    for feature, points in features.items():
        tree = cKDTree(np.asarray(points, dtype=float).reshape(-1, 2))
        for multiple in MULTIPLES:
            metres = block * multiple
            near = tree.query_ball_point(terrain.points, metres, return_length=True)
            for operation, marked in (
                (Operation.PROXIMITY, near > 0),
                (Operation.DENSITY, near > near.mean() + DENSE * near.std()),
            ):
                if 0 < marked.sum() < marked.size:
                    names.append((feature, operation, metres))
                    columns.append(marked)
    if not columns:
        raise CannotSimulate("No feature is near some cells and far from others.")
    return names, np.column_stack(columns)


def fit_risk(counts: NDArray[np.int64], names: list[Layer], marks: Marks) -> RiskModel:
    """Choose layers by a penalised regression, then by search, and give each its relative risk.

    Parameters
    ----------
    counts : ndarray of int, shape (n_cells,)
        Past events.
    names, marks : as `risk_layers` gives them

    Notes
    -----
    A relative risk below 1 is never kept, as in the method: features only ever add risk. At most
    one layer of a feature is kept, the one that lowers the criterion most. The criterion takes
    cells to be independent given the layers; neighbours are not, so it keeps more than it should.
    """
    if not counts.sum():
        raise CannotSimulate("No event lies in the window: a method has nothing to learn from.")
    candidates = _selected_by_penalty(counts, marks)
    chosen: list[int] = []
    best = _criterion(counts, marks, chosen)
    while True:
        steps = [
            *([*chosen, k] for k in candidates if _may_join(k, chosen, names)),
            *([c for c in chosen if c != k] for k in chosen),
        ]
        scored = [(_criterion(counts, marks, step), step) for step in steps]
        scored = [(score, step) for score, step in scored if score < best - NOTHING]
        if not scored:
            break
        best, chosen = min(scored)
    base, effects = _poisson(counts, marks[:, chosen])
    factors = [
        Factor(*names[k], relative_risk=float(np.exp(effect)))
        for k, effect in zip(chosen, effects, strict=True)
    ]
    ordered = tuple(sorted(factors, key=lambda factor: -factor.relative_risk))
    return RiskModel(float(np.exp(base)), ordered, best)


def _expected(model: RiskModel, names: list[Layer], marks: Marks) -> Floats:
    """The events expected in each cell, shape (n_cells,)."""
    out = np.full(marks.shape[0], model.base)
    for factor in model.factors:
        at = names.index((factor.feature, factor.operation, factor.metres))
        out *= np.where(marks[:, at], factor.relative_risk, 1.0)
    return out


def _may_join(k: int, chosen: list[int], names: list[Layer]) -> bool:
    return names[k][0] not in {names[c][0] for c in chosen}


def _selected_by_penalty(counts: NDArray[np.int64], marks: Marks) -> list[int]:
    """Layers whose penalised effect is above 0 at the penalty that predicts left-out cells best.

    Folds take every tenth cell, so that nothing hangs on chance.
    """
    fold = np.arange(counts.size) % FOLDS
    strongest = _strongest_penalty(counts, marks)
    penalties = np.geomspace(strongest, strongest / 1000, PENALTIES)
    losses = np.zeros(PENALTIES)
    for k in range(FOLDS):
        out = fold == k
        if not counts[~out].sum():
            continue
        for place, fitted in enumerate(_path(counts[~out], marks[~out], penalties)):
            rate = fitted[0] + marks[out] @ fitted[1:]
            losses[place] += float((np.exp(rate) - counts[out] * rate).sum())
    *_, selected = _path(counts, marks, penalties[: int(losses.argmin()) + 1])
    return [int(k) for k in np.flatnonzero(selected[1:] > NOTHING)]


def _path(counts: NDArray[np.int64], marks: Marks, penalties: Floats) -> list[Floats]:
    """Non-negative penalised fits, from the strongest penalty to the weakest, each from the last.

    With effects held at 0 or above the penalty is linear, so a bounded quasi-Newton search does.
    """
    design = marks.astype(float)
    at = np.zeros(design.shape[1] + 1)
    at[0] = np.log(max(counts.mean(), 1e-9))
    bounds = [(None, None)] + [(0.0, None)] * design.shape[1]
    path = []
    for penalty in penalties:

        def loss(beta: Floats, penalty: float = penalty) -> tuple[float, Floats]:
            rate = beta[0] + design @ beta[1:]
            mean = np.exp(np.clip(rate, -30, 30))
            residual = mean - counts
            value = float((mean - counts * rate).sum() + penalty * beta[1:].sum())
            return value, np.concatenate([[residual.sum()], design.T @ residual + penalty])

        at = minimize(loss, at, jac=True, method="L-BFGS-B", bounds=bounds).x
        path.append(at)
    return path


def _strongest_penalty(counts: NDArray[np.int64], marks: Marks) -> float:
    """The penalty at which no layer stays."""
    pull = marks.T.astype(float) @ (counts - counts.mean())
    return max(float(pull.max()), 1e-3)


def _poisson(counts: NDArray[np.int64], marks: Marks) -> tuple[float, Floats]:
    """Unpenalised Poisson regression with effects at 0 or above: the base and the effects."""
    fitted = _path(counts, marks, np.zeros(1))[0]
    return float(fitted[0]), fitted[1:]


def _criterion(counts: NDArray[np.int64], marks: Marks, chosen: list[int]) -> float:
    base, effects = _poisson(counts, marks[:, chosen])
    rate = base + marks[:, chosen] @ effects
    log_likelihood = float((counts * rate - np.exp(rate) - gammaln(counts + 1)).sum())
    return (len(chosen) + 1) * float(np.log(counts.size)) - 2 * log_likelihood
