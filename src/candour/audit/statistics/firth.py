"""Logistic regression with Firth's penalty: finite and nearly unbiased where events are few.

References
----------
Firth, D. (1993). Bias reduction of maximum likelihood estimates. Biometrika 80(1), 27-38.
Heinze, G. & Schemper, M. (2002). A solution to the problem of separation in logistic regression.
Statistics in Medicine 21(16), 2409-2419: intervals and tests by the profile of the penalised
likelihood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.core.errors import CandourError
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

STEPS, HALVINGS, CLOSE, LONGEST = 200, 30, 1e-9, 5.0
NEAR = 1e-4  # how far beneath the maximum, in likelihood ratio, a search may come to rest
WIDEST = 60  # doublings of a step in search of an interval's end


class NoModel(CandourError):
    """A regression that has no answer: covariates that say the same, or only one outcome."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A penalised fit.

    Attributes
    ----------
    coefficients : log odds for a step of one in each column, shape (n_columns,)
    likelihood : the penalised log likelihood there
    chances : fitted, shape (n_rows,)
    """

    coefficients: Floats
    likelihood: float
    chances: Floats


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """What a step of one in a column multiplies the odds by, with a 95% interval."""

    value: float
    low: float
    high: float
    p_value: float


def fit(columns: Floats, happened: NDArray[np.bool_]) -> Fitted:
    """Maximise the log likelihood plus half the logarithm of the information's determinant.

    Parameters
    ----------
    columns : ndarray of float, shape (n_rows, n_columns)
        With one of ones, if there is to be a constant.
    happened : ndarray of bool, shape (n_rows,)

    Raises
    ------
    NoModel
        If columns are linear in one another, or there is only one outcome.
    """
    if not 0 < happened.sum() < happened.size:
        raise NoModel("Every area is a target, or none is: nothing can be modelled.")
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise NoModel("Two covariates say the same, so no model can tell them apart.")
    y = happened.astype(np.float64)
    scaled, sizes = _scaled(columns)
    found = _fit(scaled, y, np.zeros(y.size), scaled)
    shift = float(np.log(sizes).sum())  # of half the logarithm of the information's determinant
    return Fitted(found.coefficients / sizes, found.likelihood + shift, found.chances)


def _scaled(columns: Floats) -> tuple[Floats, Floats]:
    """Columns of one size, and what they were divided by: a step is then as long in each."""
    sizes = np.sqrt((columns**2).mean(axis=0))
    return columns / sizes, sizes


def _fit(columns: Floats, y: Floats, base: Floats, whole: Floats) -> Fitted:
    """Fit some columns, the log odds of others given; the information is of the whole of them."""
    at = np.zeros(columns.shape[1])
    current = _likelihood(base, y, whole)
    for _ in range(STEPS):
        step = _step(base + columns @ at, y, columns, whole)
        after, at_after = current, at
        for _ in range(HALVINGS):
            at_after = at + step
            after = _likelihood(base + columns @ at_after, y, whole)
            if after >= current - CLOSE:
                break
            step = step / 2
        moved = float(np.abs(at_after - at).max(initial=0.0))
        at, current = at_after, after
        if moved < CLOSE:
            break
    return Fitted(at, current, _chance(base + columns @ at))


def odds_ratio(columns: Floats, happened: NDArray[np.bool_], column: int) -> OddsRatio:
    """What a step of one in a column does to the odds, all other columns kept.

    The interval holds the values that a penalised likelihood ratio test at 5% does not reject. It
    takes rows as independent: where neighbours are alike it is too narrow.

    Raises
    ------
    NoModel
        Also where the search for the likelihood's maximum does not come to rest.
    """
    from scipy.stats import chi2  # seconds to load

    best = fit(columns, happened)
    y = happened.astype(np.float64)
    scaled, sizes = _scaled(columns)
    others = np.delete(scaled, column, axis=1)
    highest = best.likelihood - float(np.log(sizes).sum())

    def beneath(value: float) -> float:
        held = _fit(others, y, scaled[:, column] * value, scaled).likelihood
        return 2 * (highest - held)

    there = float(best.coefficients[column] * sizes[column])
    critical = float(chi2.ppf(0.95, 1))
    if not abs(beneath(there)) < NEAR:
        raise NoModel("Covariates are nearly the same, so no model can tell them apart.")
    ends = [_end(lambda value: beneath(value) - critical, there, way) for way in (-1.0, 1.0)]
    p_value = float(chi2.sf(max(0.0, beneath(0.0)), 1))
    value, low, high = _exp(np.array([there, *ends]) / sizes[column])
    return OddsRatio(value, low, high, p_value)


def _exp(logs: Floats) -> tuple[float, ...]:
    with np.errstate(over="ignore"):
        return tuple(np.exp(logs).tolist())


def _end(above: Callable[[float], float], start: float, way: float) -> float:
    """Where a function that is below nothing at its start comes to be above it, going one way."""
    from scipy.optimize import brentq

    far = 0.1
    for _ in range(WIDEST):
        if above(start + way * far) > 0:
            return float(brentq(above, start, start + way * far, xtol=1e-9))
        far *= 2
    return way * np.inf


def _chance(log_odds: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))


def _likelihood(log_odds: Floats, y: Floats, whole: Floats) -> float:
    chance = _chance(log_odds)
    sign, log_determinant = np.linalg.slogdet(_information(chance, whole))
    if sign <= 0:
        return -np.inf
    likelihood = y @ log_odds - np.logaddexp(0, log_odds).sum()
    return float(likelihood + log_determinant / 2)


def _information(chance: Floats, columns: Floats) -> Floats:
    return np.asarray((columns * (chance * (1 - chance))[:, None]).T @ columns)


def _step(log_odds: Floats, y: Floats, columns: Floats, whole: Floats) -> Floats:
    """The next step of Newton's way, by Firth's score; no longer than five in any coefficient."""
    chance = _chance(log_odds)
    weight = chance * (1 - chance)
    inverse = np.linalg.pinv(_information(chance, whole))
    leverage = weight * ((whole @ inverse) * whole).sum(axis=1)
    score = columns.T @ (y - chance + leverage * (0.5 - chance))
    step = np.linalg.pinv(_information(chance, columns)) @ score
    longest = float(np.abs(step).max(initial=0.0))
    return np.asarray(step * min(1.0, LONGEST / longest) if longest else step)
