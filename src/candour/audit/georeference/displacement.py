"""How far from where it is drawn each place of a map may truly lie, drawn jointly many times.

What a fitted transform leaves has two parts: the error of each control point, which neighbours do
not share, and a slow warp of the page, which they do. The warp is a Gaussian process along each
axis beside the transform (universal kriging); how strong and how wide it is, is not known, so each
redrawing takes both from their restricted likelihood over a grid, and the scale of the errors from
its own distribution. All places of one redrawing are moved together, for their errors are shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.georeference.control_points import ControlPoints
from candour.audit.georeference.transforms import Fit, design
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

KNOTS = 9  # along each side of the picture; between them lines are straight
STRENGTHS = (0.0, 0.25, 1.0, 4.0, 16.0, 64.0)  # variance of the warp, of a point's error variance
REACHES = (0.3, 0.6, 1.2)  # of the picture's longer side
IS_SHOWN = 0.95  # of the weight, on warps at least as large as the errors of points
BAND = 95.0
TINY = 1e-8  # of a variance


@dataclass(frozen=True, slots=True, eq=False)
class Displacements:
    """Redrawings of a map: how far each place is moved in each.

    Attributes
    ----------
    across, down : ndarray of float, shape (n_knots,): pixels at which a move is told
    moves : ndarray of float, shape (n_redrawings, n_down, n_across, 2): metres east and north
    """

    across: Floats
    down: Floats
    moves: Floats

    def __len__(self) -> int:
        return len(self.moves)

    def at(self, redrawing: int, image: Floats) -> Floats:
        """Metres by which places, shape (n, 2) in pixels, are moved in one redrawing."""
        return _between(self.across, self.down, self.moves[redrawing], image)

    def reach(self, image: Floats) -> Floats:
        """The distance within which 95 of 100 redrawings put each place, in metres, shape (n,)."""
        distances = [np.hypot(*self.at(k, image).T) for k in range(len(self))]
        return np.asarray(np.percentile(np.array(distances), BAND, axis=0))


@dataclass(frozen=True, slots=True)
class Warp:
    """What control points say of a warp of the page.

    Attributes
    ----------
    weight : on warps at least as large as the errors of the points, from 0 to 1
    """

    weight: float

    @property
    def is_shown(self) -> bool:
        return self.weight > IS_SHOWN


def redraw(
    points: ControlPoints,
    fitted: Fit,
    *,
    width: float,
    height: float,
    redrawings: int,
    rng: np.random.Generator,
) -> tuple[Displacements, Warp]:
    """Draw how places of the picture may be moved, given what control points leave.

    Parameters
    ----------
    points, fitted
        The points and their fit.
    width, height : float
        Of the picture, in pixels.
    redrawings : int
        How many.
    rng : numpy Generator

    Notes
    -----
    The scale of the errors is drawn from the scaled inverse chi-squared distribution that residuals
    give it; where standard errors were told it is never below them, so that a lucky fit is not
    taken for a good one. It assumes that errors of points are normal and independent but for the
    warp, and that the places found in the picture are right but for what `sigma` holds.

    References
    ----------
    .. [1] Cressie, N. (1993). Statistics for Spatial Data, section 3.4 (universal kriging).
    .. [2] Harville, D. (1974). Bayesian inference for variance components using only error
       contrasts. Biometrika 61(2), 383-385.
    """
    across, down = np.linspace(0, width, KNOTS), np.linspace(0, height, KNOTS)
    knots = np.array(list(product(down, across)))[:, ::-1]
    warps = [
        _Warped.of(points, fitted, knots, strength, reach * max(width, height))
        for strength in STRENGTHS
        for reach in (REACHES if strength else REACHES[:1])
    ]
    likelihood = np.array([one.log_likelihood + np.log(one.prior) for one in warps])
    weights = np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    told = bool(np.isfinite(points.sigma).all())
    chosen = rng.choice(len(warps), size=redrawings, p=weights)
    roots = {k: _root(warps[k].covariance) for k in np.unique(chosen).tolist()}
    least = 1.0 if told else 0.0
    moves = np.array([warps[k].drawn(roots[k], rng, least=least) for k in chosen.tolist()])
    strong = sum(w for one, w in zip(warps, weights, strict=True) if one.strength >= 1)
    shaped = moves.reshape(redrawings, KNOTS, KNOTS, 2)
    return Displacements(across, down, shaped), Warp(float(strong))


@dataclass(frozen=True, slots=True, eq=False)
class _Warped:
    """One strength and reach of a warp: what knots are moved by, given the points."""

    strength: float
    prior: float
    log_likelihood: float
    squares: float
    freedom: int
    mean: Floats
    covariance: Floats  # of the moves, for errors of scale 1

    @classmethod
    def of(
        cls, points: ControlPoints, fitted: Fit, knots: Floats, strength: float, reach: float
    ) -> _Warped:
        variances = np.repeat(1 / fitted.weights, 2)
        tau = strength * float(np.mean(1 / fitted.weights))
        # Designs of points and knots are taken together, so that both are scaled alike.
        rows = design(fitted.transform, np.vstack([points.image, knots]))
        here = rows[: len(points)].reshape(2 * len(points), -1)
        there = rows[len(points) :].reshape(2 * len(knots), -1)
        covariance = np.diag(variances) + tau * _alike(points.image, points.image, reach)
        inverse = np.linalg.inv(covariance)
        information = here.T @ inverse @ here
        left = fitted.residuals.ravel()
        numbers = np.linalg.solve(information, here.T @ inverse @ left)
        over = left - here @ numbers
        squares = float(over @ inverse @ over)
        freedom = left.size - here.shape[1]
        log_likelihood = -0.5 * (
            np.linalg.slogdet(covariance)[1]
            + np.linalg.slogdet(information)[1]
            + freedom * np.log(max(squares, 1e-12))
        )
        across = tau * _alike(knots, points.image, reach) @ inverse
        slope = there - across @ here
        spread = (
            tau * _alike(knots, knots, reach)
            - across @ (tau * _alike(knots, points.image, reach)).T
            + slope @ np.linalg.solve(information, slope.T)
        )
        prior = 1 / len(STRENGTHS) / (len(REACHES) if strength else 1)
        mean = there @ numbers + across @ over
        return cls(strength, prior, float(log_likelihood), squares, freedom, mean, spread)

    def drawn(self, root: Floats, rng: np.random.Generator, *, least: float) -> Floats:
        variance = self.squares / rng.chisquare(self.freedom)
        scale = np.sqrt(max(variance, least))
        return np.asarray(self.mean + scale * (root @ rng.standard_normal(len(self.mean))))


def _root(covariance: Floats) -> Floats:
    """A square root of a covariance that rounding may have put a hair outside what is one."""
    least = TINY * float(np.trace(covariance)) / len(covariance)
    return np.asarray(np.linalg.cholesky(covariance + least * np.eye(len(covariance))))


def _alike(one: Floats, other: Floats, reach: float) -> Floats:
    """Squared-exponential correlation along each axis, shape (2 n, 2 m): axes apart."""
    squared = ((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2)
    return np.kron(np.exp(-squared / (2 * reach**2)), np.eye(2))


def _between(across: Floats, down: Floats, moves: Floats, image: Floats) -> Floats:
    """Moves at places by straight lines between knots; beyond the picture as at its edge."""
    column, part_across = _place(across, image[:, 0])
    row, part_down = _place(down, image[:, 1])
    upper = moves[row, column] * (1 - part_across) + moves[row, column + 1] * part_across
    lower = moves[row + 1, column] * (1 - part_across) + moves[row + 1, column + 1] * part_across
    return np.asarray(upper * (1 - part_down) + lower * part_down)


def _place(knots: Floats, values: Floats) -> tuple[NDArray[np.int64], Floats]:
    step = knots[1] - knots[0]
    within = np.clip(values / step, 0, len(knots) - 1 - 1e-9)
    whole = within.astype(np.int64)
    return whole, (within - whole)[:, None]
