"""Gaussian kernel estimates that are wider where points are sparse, over points that repeat.

Each coordinate is scaled to a variance of 1; a point's kernel is as wide as the distance to its
k-th nearest other point (Mohler et al. 2011, section 3). Points that fall together are counted
once, with their number as a weight, so that work grows with places and not with events.
"""

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from candour.simulation.methods import _declustering_loop as loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

IN_SPACE, IN_TIME = 15, 100  # neighbours that a kernel reaches, as published
A_BIN = 16  # points in a bin, about


def hills(
    points: NDArray[np.generic], neighbours: int, *, floor: Floats
) -> tuple[Floats, Floats, Floats]:
    """Give distinct points, how often each comes, and how wide its hill is along each axis.

    Returns
    -------
    points, shape (n_distinct, n_axes); weights, shape (n_distinct,); widths, shape (n_distinct,
    n_axes), none narrower than `floor`.
    """
    distinct, counts = np.unique(np.asarray(points, dtype=float), axis=0, return_counts=True)
    widths = _widths(distinct, counts.astype(float), neighbours, floor)
    return distinct, counts.astype(float), widths


def in_space(points: Floats, weights: Floats, at: Floats, *, floor: float) -> Floats:
    """Events for each square metre at some points, shape (n_at,), from weighted points."""
    held = weights > 0
    if not held.any():
        return np.zeros(len(at))
    ours, own = points[held], weights[held]
    wide = _widths(ours, own, IN_SPACE, np.array([floor, floor]))
    corner, width = at.min(axis=0), _bin_width(at)
    columns, rows = (int(size // width) + 1 for size in at.max(axis=0) - corner)
    of_bin = (
        ((at[:, 1] - corner[1]) // width).astype(np.int64) * columns
        + ((at[:, 0] - corner[0]) // width).astype(np.int64)
    )  # fmt: skip
    order = np.argsort(of_bin, kind="stable")
    starts = np.searchsorted(of_bin[order], np.arange(columns * rows + 1))
    x, y = ours.T.copy()
    wide_x, wide_y = wide.T.copy()
    at_x, at_y = at.T.copy()
    return loop.hills_on_points(
        x,
        y,
        own,
        wide_x,
        wide_y,
        at_x,
        at_y,
        starts.astype(np.int64),
        order.astype(np.int64),
        columns,
        rows,
        float(corner[0]),
        float(corner[1]),
        width,
    )


def in_time(days: Ints, length: int) -> Floats:
    """The part of the background on each day of a window, shape (length,); they add up to 1.

    Hills are mirrored at both ends of the window.
    """
    if not days.size:
        return np.full(length, 1 / length)
    points, counts, widths = hills(days[:, None], IN_TIME, floor=np.array([0.5]))
    out = loop.hills_on_days(points[:, 0].copy(), counts, widths[:, 0].copy(), length)
    return np.asarray(out / out.sum())


def within(points: Floats, others: Floats, reach: float) -> tuple[Ints, Ints]:
    """For each point the others within reach, itself among them: where its row begins, and them."""
    lists = cKDTree(others).query_ball_point(points, reach, return_sorted=True)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in lists])]).astype(np.int64)
    flat = [other for row in lists for other in row]
    return starts, np.array(flat, dtype=np.int64)


def _widths(points: Floats, weights: Floats, neighbours: int, floor: Floats) -> Floats:
    """Standard deviations of each hill along each axis, shape (n_points, n_axes)."""
    total = weights.sum()
    middle = (weights[:, None] * points).sum(axis=0) / total
    spread = np.sqrt((weights[:, None] * (points - middle) ** 2).sum(axis=0) / total)
    scale = np.where(spread > 0, spread, floor)
    distance = _to_neighbour(points / scale, weights, neighbours)
    return np.maximum(distance[:, None] * scale, floor)


def _to_neighbour(points: Floats, weights: Floats, neighbours: int) -> Floats:
    """The distance from each point to the k-th nearest other, those at the same place included.

    Where there are fewer others, to the furthest.
    """
    if points.shape[1] == 1:  # distinct and in order, as `hills` has them
        return np.asarray(loop.to_neighbour_on_line(points[:, 0].copy(), weights, neighbours))
    most = min(neighbours + 1, len(points))
    distance, index = cKDTree(points).query(points, k=most)
    if most == 1:
        return np.zeros(len(points))
    reached = np.cumsum(weights[index], axis=1) - 1  # a point is no neighbour of itself
    first = np.where(reached[:, -1] >= neighbours, (reached >= neighbours).argmax(axis=1), most - 1)
    return np.asarray(distance[np.arange(len(points)), first])


def _bin_width(at: Floats) -> float:
    across, up = np.maximum(at.max(axis=0) - at.min(axis=0), 1.0)
    bins = max(1, ceil(len(at) / A_BIN))
    return max(float(sqrt(across * up / bins)), 1e-6)
