"""Poisson regression with an effect for each unit and each period, both taken out exactly.

Counts are a table of units by periods; a cell without exposure was not observed. Given the sum of
each unit this is the conditional Poisson regression, with an effect for each period beside it.

References
----------
Wooldridge, J. M. (1999). Distribution-free estimation of some nonlinear panel data models.
Journal of Econometrics 90(1), 77-97: the estimate needs the mean to be right, and no Poisson.
Cameron, A. C. & Trivedi, P. K. (2013). Regression analysis of count data, 2nd ed., section 9.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.core.errors import CandourError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEPS, ROUNDS, HALVINGS = 60, 5_000, 30
CLOSE, CLOSE_MARGINS = 1e-9, 1e-11
FURTHEST = 12.0  # a log ratio beyond which there is taken to be none


class NoRatio(CandourError):
    """A ratio has no value: nothing was counted on one side of it, or nothing tells it apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A fit.

    Attributes
    ----------
    coefficients : log ratios, one for each column, shape (n_columns,)
    means : fitted counts, 0 where a cell says nothing, shape (n_units, n_periods)
    partial : columns with the effects of units and periods taken out, as weighted by the means,
        shape (n_columns, n_units, n_periods)
    information : of the log ratios, shape (n_columns, n_columns)
    """

    coefficients: Floats
    means: Floats
    partial: Floats
    information: Floats

    def scores(self, counts: Floats) -> Floats:
        """What each cell adds to the score, shape (n_columns, n_units, n_periods)."""
        return np.asarray(self.partial * (np.where(self.means > 0, counts, 0.0) - self.means))


def informative(counts: Floats, exposure: Floats) -> Floats:
    """The exposure of cells that say anything: none of units or periods without a count."""
    live = exposure.copy()
    while True:
        seen = np.where(live > 0, counts, 0.0)
        empty = (seen.sum(axis=1, keepdims=True) == 0) | (seen.sum(axis=0, keepdims=True) == 0)
        if not (empty & (live > 0)).any():
            return live
        live = np.where(empty, 0.0, live)


def margins(counts: Floats, base: Floats) -> Floats:
    """Scale a table so that its rows and columns add up to those of the counts.

    Parameters
    ----------
    counts : ndarray of float, shape (n_units, n_periods)
    base : ndarray of float, shape (n_units, n_periods)
        What is scaled: exposure times what is known to multiply it; 0 where nothing is observed.

    Notes
    -----
    Iterative proportional fitting: of a Poisson model with both effects, the maximum.
    """
    seen = np.where(base > 0, counts, 0.0)
    rows, columns = np.maximum(seen.sum(axis=1), 0.0), np.maximum(seen.sum(axis=0), 0.0)
    table = base.copy()
    for _ in range(ROUNDS):
        table *= _over(rows, table.sum(axis=1))[:, None]
        table *= _over(columns, table.sum(axis=0))[None, :]
        off = np.abs(table.sum(axis=1) - rows).max(initial=0.0)
        if off <= CLOSE_MARGINS * max(1.0, float(rows.max(initial=0.0))):
            break
    return table


def _over(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def without_effects(columns: Floats, weights: Floats) -> Floats:
    """Columns less their weighted effects of unit and period, shape (n_columns, units, periods)."""
    if weights.shape[1] > weights.shape[0]:
        turned = without_effects(columns.transpose(0, 2, 1), weights.T)
        return np.asarray(turned.transpose(0, 2, 1))
    of_units = weights.sum(axis=1)
    inverse = np.divide(1.0, of_units, out=np.zeros_like(of_units), where=of_units > 0)
    scaled = weights * inverse[:, None]
    system = np.diag(weights.sum(axis=0)) - weights.T @ scaled
    sums = (columns * weights).sum(axis=1)
    means = (columns * weights).sum(axis=2) * inverse
    # One effect too many: the least of the solutions will do, as they all take out the same.
    effects = (np.linalg.pinv(system, hermitian=True) @ (sums - means @ weights).T).T
    left = columns - effects[:, None, :] - (means - effects @ scaled.T)[:, :, None]
    return np.where(weights > 0, left, 0.0)


def fit(
    counts: Floats,
    exposure: Floats,
    columns: Sequence[Floats],
    start: Floats | None = None,
) -> Fitted:
    """Fit log ratios beside an effect for each unit and for each period.

    Parameters
    ----------
    counts : ndarray of float, shape (n_units, n_periods)
    exposure : ndarray of float, shape (n_units, n_periods)
        Above 0 where a cell was observed, 0 where not.
    columns : sequence of ndarray of float, shape (n_units, n_periods) each
    start : ndarray of float, optional
        Where to begin: the log ratios of a fit nearby.

    Raises
    ------
    NoRatio
        If a ratio runs to 0 or without end, or effects of units and periods say the same as it.
    """
    live = informative(counts, exposure)
    design = np.array([np.where(live > 0, column, 0.0) for column in columns])
    at = np.zeros(len(columns)) if start is None else start.copy()
    means, likelihood = _profile(counts, live, design, at)
    for _ in range(STEPS):
        partial = without_effects(design, means)
        information = np.einsum("ant,bnt,nt->ab", partial, partial, means)
        step = _step(information, (partial * (counts - means) * (live > 0)).sum(axis=(1, 2)))
        for _ in range(HALVINGS):
            after, likelihood_after = _profile(counts, live, design, at + step)
            if likelihood_after >= likelihood - CLOSE * max(1.0, abs(likelihood)):
                break
            step = step / 2
        at, means, likelihood = at + step, after, likelihood_after
        if np.abs(at).max(initial=0.0) > FURTHEST:
            raise NoRatio(
                "Nothing was counted on one side of the comparison: no ratio has a value."
            )
        if np.abs(step).max(initial=0.0) < CLOSE:
            break
    partial = without_effects(design, means)
    information = np.einsum("ant,bnt,nt->ab", partial, partial, means)
    return Fitted(at, means, partial, information)


def _profile(counts: Floats, live: Floats, design: Floats, at: Floats) -> tuple[Floats, float]:
    means = margins(counts, live * np.exp(np.tensordot(at, design, axes=1)))
    seen = (means > 0) & (counts > 0)
    return means, float((counts[seen] * np.log(means[seen])).sum() - means.sum())


def _step(information: Floats, score: Floats) -> Floats:
    scale = float(np.abs(information).max(initial=0.0))
    if scale <= CLOSE or np.linalg.cond(information) > 1 / CLOSE:
        raise NoRatio(
            "Units and periods leave nothing to tell the effect by: it never differs within both."
        )
    step = np.linalg.solve(information, score)
    longest = float(np.abs(step).max())
    return np.asarray(step * min(1.0, 2.0 / longest) if longest else step)


def clustered(fitted: Fitted, counts: Floats, *, by_unit: bool) -> Floats:
    """Standard errors that let cells of a unit, or of a period, move together; (n_columns,).

    The sandwich with G / (G - 1). It is too small where clusters are few, or few are treated.
    """
    sums = fitted.scores(counts).sum(axis=2 if by_unit else 1)
    live = (fitted.means.sum(axis=1 if by_unit else 0) > 0).sum()
    inverse = np.linalg.inv(fitted.information)
    middle = sums @ sums.T * live / max(1, live - 1)
    return np.asarray(np.sqrt(np.diag(inverse @ middle @ inverse)))


def jackknifed(
    counts: Floats,
    exposure: Floats,
    columns: Sequence[Floats],
    fitted: Fitted,
    blocks: Sequence[NDArray[np.int64]],
) -> Floats:
    """Standard errors from leaving out each block of units in turn; shape (n_columns,).

    References
    ----------
    MacKinnon, J. G., Nielsen, M. O. & Webb, M. D. (2023). Cluster-robust inference: a guide to
    empirical practice. Journal of Econometrics 232(2), 272-299: it errs on the side of too wide.
    """
    others = []
    for block in blocks:
        rest = exposure.copy()
        rest[block] = 0.0
        others.append(fit(counts, rest, columns, fitted.coefficients).coefficients)
    return spread_of_others(np.array(others) - fitted.coefficients)


def spread_of_others(away: Floats) -> Floats:
    """The standard error by the jackknife, from what each estimate without a block is away."""
    return np.asarray(np.sqrt((away**2).sum(axis=0) * (len(away) - 1) / len(away)))
