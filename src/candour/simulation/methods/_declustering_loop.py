"""The sums of the kernel version of the self-exciting process, compiled.

Events lie in order of cell, then day. A cell's earlier neighbours are gone through once an event:
no matrix of pairs is kept, so memory grows with the events and time with the pairs within reach.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FAR = 4.0  # bandwidths beyond which a Gaussian hill is nothing
FAR_IN_TIME = 9.0  # in time, where mirrored hills add up: below what a float can hold of a sum


@njit(nogil=True, cache=True)
def profile(table: Floats, half: int, spacing: float, dx: float, dy: float, out: Floats) -> None:
    """What an event sets off on each later day at a displacement: bilinear between nodes.

    `table` has the shape (days + 1, 2 * half + 1, 2 * half + 1): days, then metres across and up.
    """
    across, up = dx / spacing + half, dy / spacing + half
    last = 2 * half
    if across < 0.0 or up < 0.0 or across > last or up > last:
        out[:] = 0.0
        return
    left, low = min(int(across), last - 1), min(int(up), last - 1)
    a, b = across - left, up - low
    for gap in range(out.size):
        out[gap] = (1.0 - a) * (
            (1.0 - b) * table[gap, left, low] + b * table[gap, left, low + 1]
        ) + a * ((1.0 - b) * table[gap, left + 1, low] + b * table[gap, left + 1, low + 1])


@njit(nogil=True, cache=True)
def drawn_parents(
    starts: Ints,
    days: Ints,
    x: Floats,
    y: Floats,
    near_starts: Ints,
    near: Ints,
    background: Floats,
    table: Floats,
    half: int,
    spacing: float,
    seed: int,
) -> tuple[Ints, Floats]:
    """For each event the event that set it off, or -1 where none did, by chance; and its rate.

    `starts` holds where the events of each cell begin; `near` names the cells within reach of each.
    `background` is the background rate at each event. The chance of each parent is its part of the
    rate at the event.
    """
    np.random.seed(seed)
    memory = table.shape[0] - 1
    rate = background.copy()
    parent = np.full(days.size, -1, np.int64)
    set_off = np.empty(memory + 1)
    for cell in range(starts.size - 1):
        for place in range(near_starts[cell], near_starts[cell + 1]):
            other = near[place]
            profile(table, half, spacing, x[cell] - x[other], y[cell] - y[other], set_off)
            first = last = starts[other]
            for k in range(starts[cell], starts[cell + 1]):
                while first < starts[other + 1] and days[first] < days[k] - memory:
                    first += 1
                last = max(last, first)
                while last < starts[other + 1] and days[last] < days[k]:
                    last += 1
                total = 0.0
                for j in range(first, last):
                    total += set_off[days[k] - days[j]]
                if total <= 0.0:
                    continue
                rate[k] += total
                if np.random.random() * rate[k] < total:
                    left = np.random.random() * total
                    j = first
                    while j < last - 1:
                        left -= set_off[days[k] - days[j]]
                        if left < 0.0:
                            break
                        j += 1
                    parent[k] = j
    return parent, rate


@njit(nogil=True, cache=True)
def set_off_on(
    starts: Ints,
    days: Ints,
    x: Floats,
    y: Floats,
    near_starts: Ints,
    near: Ints,
    at_x: Floats,
    at_y: Floats,
    table: Floats,
    half: int,
    spacing: float,
    day: int,
) -> Floats:
    """What all events set off at each of some points on a later day, shape (n_points,).

    `near` names for each point the cells with events within reach.
    """
    memory = table.shape[0] - 1
    out = np.zeros(at_x.size)
    set_off = np.empty(memory + 1)
    for point in range(at_x.size):
        for place in range(near_starts[point], near_starts[point + 1]):
            cell = near[place]
            profile(table, half, spacing, at_x[point] - x[cell], at_y[point] - y[cell], set_off)
            for k in range(starts[cell], starts[cell + 1]):
                gap = day - days[k]
                if 0 < gap <= memory:
                    out[point] += set_off[gap]
    return out


@njit(nogil=True, cache=True)
def hills_on_nodes(
    points: Floats, weights: Floats, widths: Floats, gaps: Floats, half: int, spacing: float
) -> Floats:
    """Gaussian hills added up on nodes, shape (n_gaps, 2 * half + 1, 2 * half + 1).

    `points` are days, metres across and metres up, shape (n_points, 3), and `widths` the standard
    deviations along each. A hill is mirrored at day 0, before which nothing is set off.
    """
    side = 2 * half + 1
    out = np.zeros((gaps.size, side, side))
    across, up = np.empty(side), np.empty(side)
    for k in range(points.shape[0]):
        t, x, y = points[k]
        st, sx, sy = widths[k]
        left = max(0, int(np.ceil((x - FAR * sx) / spacing + half)))
        right = min(side - 1, int(np.floor((x + FAR * sx) / spacing + half)))
        low = max(0, int(np.ceil((y - FAR * sy) / spacing + half)))
        high = min(side - 1, int(np.floor((y + FAR * sy) / spacing + half)))
        for i in range(left, right + 1):
            across[i] = np.exp(-0.5 * (((i - half) * spacing - x) / sx) ** 2)
        for j in range(low, high + 1):
            up[j] = np.exp(-0.5 * (((j - half) * spacing - y) / sy) ** 2)
        height = weights[k] / ((2.0 * np.pi) ** 1.5 * st * sx * sy)
        for g in range(gaps.size):
            if abs(gaps[g] - t) > FAR * st and gaps[g] + t > FAR * st:
                continue
            at = np.exp(-0.5 * ((gaps[g] - t) / st) ** 2)
            at += np.exp(-0.5 * ((gaps[g] + t) / st) ** 2)
            for i in range(left, right + 1):
                for j in range(low, high + 1):
                    out[g, i, j] += height * at * across[i] * up[j]
    return out


@njit(nogil=True, cache=True)
def to_neighbour_on_line(points: Floats, weights: Floats, neighbours: int) -> Floats:
    """The distance from each point of a line to its n-th nearest other; to the furthest, if fewer.

    `points` are distinct and in order; `weights` says how many lie at each. Both ways are gone
    through at once, nearest first, so that work grows with the points and not with their square.
    """
    out = np.zeros(points.size)
    for k in range(points.size):
        left, right = k - 1, k + 1
        reached = weights[k] - 1.0  # a point is no neighbour of itself
        while reached < neighbours and (left >= 0 or right < points.size):
            to_left = points[k] - points[left] if left >= 0 else np.inf
            to_right = points[right] - points[k] if right < points.size else np.inf
            if to_left <= to_right:
                out[k] = to_left
                reached += weights[left]
                left -= 1
            else:
                out[k] = to_right
                reached += weights[right]
                right += 1
    return out


@njit(nogil=True, cache=True)
def hills_on_days(points: Floats, weights: Floats, widths: Floats, length: int) -> Floats:
    """Gaussian hills added up on each day of a window, mirrored at both of its ends."""
    out = np.zeros(length)
    for k in range(points.size):
        height = weights[k] / (np.sqrt(2.0 * np.pi) * widths[k])
        for middle in (points[k], -1.0 - points[k], 2.0 * length - 1.0 - points[k]):
            first = max(0, int(np.ceil(middle - FAR_IN_TIME * widths[k])))
            last = min(length - 1, int(np.floor(middle + FAR_IN_TIME * widths[k])))
            for day in range(first, last + 1):
                away = (day - middle) / widths[k]
                out[day] += height * np.exp(-0.5 * away * away)
    return out


@njit(nogil=True, cache=True)
def hills_on_points(
    x: Floats,
    y: Floats,
    weights: Floats,
    wide_x: Floats,
    wide_y: Floats,
    at_x: Floats,
    at_y: Floats,
    bin_starts: Ints,
    in_bins: Ints,
    columns: int,
    rows: int,
    corner_x: float,
    corner_y: float,
    width: float,
) -> Floats:
    """Gaussian hills over some points added up at others, which lie in square bins."""
    out = np.zeros(at_x.size)
    for k in range(x.size):
        if weights[k] == 0.0:
            continue
        left = max(0, int((x[k] - FAR * wide_x[k] - corner_x) / width))
        right = min(columns - 1, int((x[k] + FAR * wide_x[k] - corner_x) / width))
        low = max(0, int((y[k] - FAR * wide_y[k] - corner_y) / width))
        high = min(rows - 1, int((y[k] + FAR * wide_y[k] - corner_y) / width))
        height = weights[k] / (2.0 * np.pi * wide_x[k] * wide_y[k])
        for row in range(low, high + 1):
            for column in range(left, right + 1):
                place = row * columns + column
                for at in range(bin_starts[place], bin_starts[place + 1]):
                    point = in_bins[at]
                    a = (at_x[point] - x[k]) / wide_x[k]
                    b = (at_y[point] - y[k]) / wide_y[k]
                    if abs(a) <= FAR and abs(b) <= FAR:
                        out[point] += height * np.exp(-0.5 * (a * a + b * b))
    return out
