"""Moran's I: whether neighbours are more alike than chance would have them.

References
----------
Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37(1/2), 17-23.
Cliff, A. D. & Ord, J. K. (1981). Spatial processes: models and applications. Pion, chapter 1: its
mean and its variance where values are dealt out at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")


Floats: TypeAlias = "NDArray[np.float64]"
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Moran:
    """How alike neighbours are.

    Attributes
    ----------
    value : from about -1 (unlike) by way of `expected` to about 1 (alike)
    expected : its mean where values are dealt out at random
    z : how many standard deviations above that, dealt out at random
    """

    value: float
    expected: float
    z: float


def nearest_neighbours(x: Floats, y: Floats, *, neighbours: int = NEIGHBOURS) -> NDArray[np.int64]:
    """The nearest others of each point, shape (n_points, neighbours), the nearest first."""
    from scipy.spatial import cKDTree

    points = np.column_stack([x, y])
    nearest = cKDTree(points).query(points, k=neighbours + 1)[1]
    own = np.arange(len(points))[:, None]
    # A point is its own nearest; where two lie on one spot either may come first.
    order = np.argsort(nearest == own, axis=1, kind="stable")
    return np.take_along_axis(nearest, order, axis=1)[:, :neighbours].astype(np.int64)


def moran(values: Floats, neighbours: NDArray[np.int64]) -> Moran | None:
    """Moran's I of values, each area's neighbours weighing alike and together one.

    Parameters
    ----------
    values : ndarray of float, shape (n_areas,)
    neighbours : ndarray of int, shape (n_areas, n_neighbours)

    Returns
    -------
    Moran, or None where all values are the same.
    """
    n, k = neighbours.shape
    away = values - values.mean()
    square = float(away @ away)
    if square <= 1e-12 * max(1.0, float(values @ values)):
        return None
    value = float(away @ away[neighbours].mean(axis=1)) / square
    expected = -1 / (n - 1)
    variance = _variance(away, neighbours, n, k) - expected**2
    return Moran(value, expected, (value - expected) / float(np.sqrt(variance)))


def _variance(away: Floats, neighbours: NDArray[np.int64], n: int, k: int) -> float:
    """The mean of the square of I where the values are dealt out at random."""
    into = np.bincount(neighbours.ravel(), minlength=n) / k
    pairs = set(zip(np.repeat(np.arange(n), k).tolist(), neighbours.ravel().tolist(), strict=True))
    both_ways = sum((b, a) in pairs for a, b in pairs)
    total = float(n)
    one = (len(pairs) + both_ways) / k**2
    two = float(((1 + into) ** 2).sum())
    kurtosis = float((away**4).mean() / (away**2).mean() ** 2)
    top = n * ((n * n - 3 * n + 3) * one - n * two + 3 * total**2)
    top -= kurtosis * ((n * n - n) * one - 2 * n * two + 6 * total**2)
    return top / ((n - 1) * (n - 2) * (n - 3) * total**2)
