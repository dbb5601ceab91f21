"""From pixels to metres: Helmert, affine and projective, fitted to control points.

A map drawn by a computer is laid on the page by one scale and one turn (Helmert: four numbers).
A page that was stretched asks for six (affine), a photograph of it for eight (projective). The
more numbers, the smaller the residuals and the less they say: so the plainest is taken unless a
richer one foretells points that it has not seen clearly better.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.georeference.control_points import ControlPoints
from candour.audit.georeference.errors import PointsUnfit
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

CLEARLY = 0.8  # of the plainer one's leave-one-out error, for a richer one to be taken
STEPS, SETTLED = 50, 1e-12


class Kind(StrEnum):
    """How many numbers a transform has."""

    HELMERT = "helmert"
    AFFINE = "affine"
    PROJECTIVE = "projective"


NUMBERS = {Kind.HELMERT: 4, Kind.AFFINE: 6, Kind.PROJECTIVE: 8}


@dataclass(frozen=True, slots=True, eq=False)
class Transform:
    """A transform from pixels to metres.

    Attributes
    ----------
    matrix : ndarray of float, shape (3, 3)
        For [x, y, 1], y counted down the page: gives metres east and north, times the third.
    """

    kind: Kind
    matrix: Floats

    def __call__(self, image: Floats) -> Floats:
        """Metres of the National Grid, shape (n, 2), of pixels, shape (n, 2)."""
        return _apply(self.matrix, image)

    def back(self, ground: Floats) -> Floats:
        """Pixels, shape (n, 2), of metres, shape (n, 2)."""
        return _apply(np.asarray(np.linalg.inv(self.matrix), dtype=np.float64), ground)

    def local(self, image: Floats) -> Floats:
        """How metres change with pixels at each place, shape (n, 2, 2): rows are east, north."""
        w = image @ self.matrix[2, :2] + self.matrix[2, 2]
        ground = self(image)
        top = self.matrix[None, :2, :2] - ground[:, :, None] * self.matrix[None, 2:, :2]
        return np.asarray(top / w[:, None, None])

    def scale(self, image: Floats) -> float:
        """Metres a pixel, in the middle over places."""
        return float(np.sqrt(np.median(np.abs(np.linalg.det(self.local(image))))))

    def turn(self, image: Floats) -> float:
        """Degrees from the page's right to the grid's east, counter-clockwise, in the middle."""
        along = self.local(image)[:, :, 0].mean(axis=0)
        return float(np.degrees(np.arctan2(along[1], along[0])))

    def stretch(self, image: Floats) -> float:
        """The longest metres a pixel over the shortest, in the middle: 1 where alike all round."""
        sizes = np.linalg.svd(self.local(image), compute_uv=False)
        return float(np.median(sizes[:, 0] / sizes[:, 1]))

    def is_mirrored(self, image: Floats) -> bool:
        """Whether left and right are changed about: pixels count down, so this is a plus."""
        return bool(np.median(np.linalg.det(self.local(image))) > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A transform and what it leaves.

    Attributes
    ----------
    residuals : ndarray of float, shape (n_points, 2): true less fitted, in metres
    left_out : ndarray of float, shape (n_points, 2): the same, each from a fit without that point
    weights : ndarray of float, shape (n_points,): one over the variance along an axis; ones where
        no standard errors were told
    """

    transform: Transform
    residuals: Floats
    left_out: Floats
    weights: Floats

    @property
    def rmse(self) -> float:
        """Root mean square of the distances left, in metres."""
        return root_mean_square(self.residuals)

    @property
    def leave_one_out(self) -> float:
        """Root mean square distance to points from which the fit did not learn, in metres."""
        return root_mean_square(self.left_out)

    @property
    def freedom(self) -> int:
        """Degrees of freedom left."""
        return self.residuals.size - NUMBERS[self.transform.kind]


def root_mean_square(distances: Floats) -> float:
    """Root mean square length of vectors, shape (n, 2)."""
    return float(np.sqrt(np.mean(np.sum(distances**2, axis=1))))


def fit(points: ControlPoints, kind: Kind) -> Fit:
    """Fit a transform by least squares, weighted by `sigma` where every point has one.

    Raises
    ------
    PointsUnfit
        If there are too few points for the kind to leave anything over.
    """
    if 2 * len(points) < NUMBERS[kind] + 2:
        raise PointsUnfit(points.name, f"{len(points)} control points are too few for {kind}.")
    weights = weights_of(points)
    transform = _fitted(points.image, points.ground, weights, kind)
    every = np.arange(len(points))
    left_out = np.array(
        [
            points.ground[k]
            - _fitted(points.image[rest], points.ground[rest], weights[rest], kind)(
                points.image[k : k + 1]
            )[0]
            for k in every
            for rest in [every != k]
        ]
    )
    return Fit(transform, points.ground - transform(points.image), left_out, weights)


def weights_of(points: ControlPoints) -> Floats:
    """One over the variance of each point along an axis; ones unless all have a standard error."""
    if np.isfinite(points.sigma).all():
        return np.asarray(1 / points.sigma**2)
    return np.ones(len(points))


def best_fit(points: ControlPoints) -> tuple[Fit, dict[Kind, float]]:
    """The plainest fit that does, and the leave-one-out error of each that could be tried.

    A richer transform is taken only if its leave-one-out error is below 80 per cent of the plainer
    one's, and it has two points more than it needs.
    """
    tried = {
        kind: fit(points, kind)
        for kind in Kind
        if kind is Kind.HELMERT or 2 * len(points) >= NUMBERS[kind] + 4
    }
    chosen = tried[Kind.HELMERT]
    for kind in (Kind.AFFINE, Kind.PROJECTIVE):
        if kind in tried and tried[kind].leave_one_out < CLEARLY * chosen.leave_one_out:
            chosen = tried[kind]
    return chosen, {kind: one.leave_one_out for kind, one in tried.items()}


def design(transform: Transform, image: Floats) -> Floats:
    """How each coordinate moves with each number of a transform.

    Returns
    -------
    ndarray of float, shape (n, 2, n_numbers)
        Exact for Helmert and affine; of the projective its slope where it stands.
    """
    middle, spread = _middle(image)
    x, y = ((image - middle) / spread).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    if transform.kind is Kind.HELMERT:
        # The page counts down and the grid up: a turn with y changed about.
        rows = [[x, y, one, zero], [-y, x, zero, one]]
    elif transform.kind is Kind.AFFINE:
        rows = [[x, y, one, zero, zero, zero], [zero, zero, zero, x, y, one]]
    else:
        reach = transform(image)
        east, north = ((reach - reach.mean(axis=0)) / max(float(np.ptp(reach)), 1.0)).T
        rows = [
            [x, y, one, zero, zero, zero, east * x, east * y],
            [zero, zero, zero, x, y, one, north * x, north * y],
        ]
    return np.moveaxis(np.array(rows), 2, 0)


def _fitted(image: Floats, ground: Floats, weights: Floats, kind: Kind) -> Transform:
    """Least squares on places moved and scaled to about one, so that no digit is lost."""
    middle, spread = _middle(image)
    centre, reach = _middle(ground)
    to_unit = np.array(
        [[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1]]
    )
    from_unit = np.array([[reach, 0, centre[0]], [0, reach, centre[1]], [0, 0, 1]])
    here, there = (image - middle) / spread, (ground - centre) / reach
    root = np.sqrt(weights)
    if kind is Kind.HELMERT:
        inner = _helmert(here, there, root)
    else:
        inner = _affine(here, there, root)
        if kind is Kind.PROJECTIVE:
            inner = _projective(inner, here, there, root)
    return Transform(kind, from_unit @ inner @ to_unit)


def _helmert(here: Floats, there: Floats, root: Floats) -> Floats:
    (x, y), zero, one = here.T, np.zeros(len(here)), np.ones(len(here))
    rows = np.stack([np.stack([x, y, one, zero], 1), np.stack([-y, x, zero, one], 1)], 1)
    a, b, east, north = _solved(rows, there, root)
    return np.array([[a, b, east], [b, -a, north], [0, 0, 1]])


def _affine(here: Floats, there: Floats, root: Floats) -> Floats:
    (x, y), zero, one = here.T, np.zeros(len(here)), np.ones(len(here))
    rows = np.stack(
        [
            np.stack([x, y, one, zero, zero, zero], 1),
            np.stack([zero, zero, zero, x, y, one], 1),
        ],
        1,
    )
    return np.vstack([_solved(rows, there, root).reshape(2, 3), [0, 0, 1]])


def _projective(start: Floats, here: Floats, there: Floats, root: Floats) -> Floats:
    """Gauss-Newton from the affine: distances on the ground are made least, not algebra's."""
    matrix = start.copy()
    for _ in range(STEPS):
        homogeneous = np.column_stack([here, np.ones(len(here))]) @ matrix.T
        w = homogeneous[:, 2]
        at = homogeneous[:, :2] / w[:, None]
        (x, y), zero, one = here.T / w, np.zeros(len(here)), 1 / w
        rows = np.stack(
            [
                np.stack([x, y, one, zero, zero, zero, -at[:, 0] * x, -at[:, 0] * y], 1),
                np.stack([zero, zero, zero, x, y, one, -at[:, 1] * x, -at[:, 1] * y], 1),
            ],
            1,
        )
        step = _solved(rows, there - at, root)
        matrix += np.append(step, 0.0).reshape(3, 3)
        if float(np.abs(step).max()) < SETTLED:
            break
    return matrix


def _solved(rows: Floats, wanted: Floats, root: Floats) -> Floats:
    left = (rows * root[:, None, None]).reshape(-1, rows.shape[2])
    right = (wanted * root[:, None]).ravel()
    return np.asarray(np.linalg.lstsq(left, right, rcond=None)[0])


def _middle(places: Floats) -> tuple[Floats, float]:
    middle = places.mean(axis=0)
    return middle, float(np.abs(places - middle).max()) or 1.0


def _apply(matrix: Floats, places: Floats) -> Floats:
    homogeneous = np.column_stack([places, np.ones(len(places))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:])
