"""Whether a polygon covers a point, compiled: exact on edges and corners, quick elsewhere.

A ray goes from the point to the right; a point lies inside where it crosses the rings an odd number
of times. Which side of an edge a point lies on is decided in doubles where their rounding can't
change the sign, else in pairs of doubles (Dekker 1971), whose products of differences of doubles
carry 106 bits.

References
----------
Dekker, T. J. (1971). A floating-point technique for extending the available precision. Numerische
Mathematik 18, 224-242.
Shewchuk, J. R. (1997). Adaptive precision floating-point arithmetic and fast robust geometric
predicates. Discrete & Computational Geometry 18, 305-363: the bound of the first stage.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]

OUTSIDE, ON_EDGE, INSIDE = 0, 1, 2
ERROR_BOUND = (3.0 + 16.0 * 2.0**-53) * 2.0**-53
SPLIT = 134217729.0  # 2^27 + 1


@njit(nogil=True, cache=True, inline="always")
def two_sum(a: float, b: float) -> tuple[float, float]:
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


@njit(nogil=True, cache=True, inline="always")
def two_product(a: float, b: float) -> tuple[float, float]:
    product = a * b
    c = SPLIT * a
    a_high = c - (c - a)
    a_low = a - a_high
    d = SPLIT * b
    b_high = d - (d - b)
    b_low = b - b_high
    return product, a_low * b_low - (
        ((product - a_high * b_high) - a_low * b_high) - a_high * b_low
    )


@njit(nogil=True, cache=True)
def pair_product(a: float, a_tail: float, b: float, b_tail: float) -> tuple[float, float]:
    high, low = two_product(a, b)
    low += a * b_tail + a_tail * b
    return two_sum(high, low)


@njit(nogil=True, cache=True)
def side_exactly(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    """The sign of the area of a, b, p in pairs of doubles: above 0 where p is to the left."""
    dx1, dx1_tail = two_sum(bx, -ax)
    dy1, dy1_tail = two_sum(by, -ay)
    dx2, dx2_tail = two_sum(px, -bx)
    dy2, dy2_tail = two_sum(py, -by)
    left, left_tail = pair_product(dx1, dx1_tail, dy2, dy2_tail)
    right, right_tail = pair_product(dy1, dy1_tail, dx2, dx2_tail)
    high, low = two_sum(left, -right)
    high, low = two_sum(high, low + (left_tail - right_tail))
    return high if high != 0.0 else low


@njit(nogil=True, cache=True, inline="always")
def side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    """Above 0 where p lies to the left of the line from a to b, 0 on it, below 0 to the right."""
    left = (ax - px) * (by - py)
    right = (ay - py) * (bx - px)
    area = left - right
    if left > 0.0:
        if right <= 0.0:
            return area
        bound = left + right
    elif left < 0.0:
        if right >= 0.0:
            return area
        bound = -left - right
    else:
        return side_exactly(ax, ay, bx, by, px, py) if area == 0.0 else area
    bound *= ERROR_BOUND
    if area >= bound or -area >= bound:
        return area
    return side_exactly(ax, ay, bx, by, px, py)


@njit(nogil=True, cache=True)
def locate(px: float, py: float, x: Floats, y: Floats, rings: Ints, first: int, end: int) -> int:
    """Where a point lies to the polygons whose rings are `first` to `end`: holes and parts too.

    Holes and further parts change the count of crossings like any ring, as long as the rings of a
    polygon don't cross one another, which is seen to when the index is built.
    """
    crossings = 0
    for ring in range(first, end):
        start, stop = rings[ring], rings[ring + 1]
        ax, ay = x[start], y[start]
        for k in range(start + 1, stop):
            bx, by = x[k], y[k]
            if not (ax < px and bx < px):
                if bx == px and by == py:
                    return ON_EDGE
                if ay == by:
                    if ay == py and min(ax, bx) <= px <= max(ax, bx):
                        return ON_EDGE
                elif (ay > py) != (by > py):
                    turn = side(ax, ay, bx, by, px, py)
                    if turn == 0.0:
                        return ON_EDGE
                    if (turn > 0.0) == (by > ay):
                        crossings += 1
            ax, ay = bx, by
    return INSIDE if crossings % 2 else OUTSIDE


@njit(nogil=True, cache=True)
def fill_cells(
    x: Floats,
    y: Floats,
    rings: Ints,
    polygons: Ints,
    left: float,
    bottom: float,
    size: float,
    columns: int,
    rows: int,
    counts: Ints,
    starts: Ints,
    members: Ints32,
    whole: NDArray[np.bool_],
    *,
    counting: bool,
) -> None:
    """Which polygons meet each cell of a grid, and which of those cells they hold whole.

    Called twice: to count, then to fill. A polygon meets a cell if an edge passes through it, or
    if it holds the cell's middle. Edges are followed row by row; a sliver of a cell's width is
    added on each side, so that no rounding loses a cell.
    """
    for polygon in range(polygons.size - 1):
        first, end = polygons[polygon], polygons[polygon + 1]
        low_x, high_x, low_y, high_y = np.inf, -np.inf, np.inf, -np.inf
        for k in range(rings[first], rings[end]):
            low_x, high_x = min(low_x, x[k]), max(high_x, x[k])
            low_y, high_y = min(low_y, y[k]), max(high_y, y[k])
        c0 = max(0, int((low_x - left) / size - 1e-9))
        c1 = min(columns - 1, int((high_x - left) / size + 1e-9))
        r0 = max(0, int((low_y - bottom) / size - 1e-9))
        r1 = min(rows - 1, int((high_y - bottom) / size + 1e-9))
        wide = c1 - c0 + 1
        edged = np.zeros(wide * (r1 - r0 + 1), np.bool_)
        for ring in range(first, end):
            for k in range(rings[ring], rings[ring + 1] - 1):
                ax, ay, bx, by = x[k], y[k], x[k + 1], y[k + 1]
                if ay > by:
                    ax, ay, bx, by = bx, by, ax, ay
                e0 = max(r0, int((ay - bottom) / size - 1e-9))
                e1 = min(r1, int((by - bottom) / size + 1e-9))
                for row in range(e0, e1 + 1):
                    y_low = max(ay, bottom + row * size)
                    y_high = min(by, bottom + (row + 1) * size)
                    if by > ay:
                        x_low = ax + (bx - ax) * max(0.0, (y_low - ay) / (by - ay))
                        x_high = ax + (bx - ax) * min(1.0, (y_high - ay) / (by - ay))
                    else:
                        x_low, x_high = ax, bx
                    if x_low > x_high:
                        x_low, x_high = x_high, x_low
                    s0 = max(c0, int((x_low - left) / size - 1e-6))
                    s1 = min(c1, int((x_high - left) / size + 1e-6))
                    for column in range(s0, s1 + 1):
                        edged[(row - r0) * wide + column - c0] = True
        for row in range(r0, r1 + 1):
            for column in range(c0, c1 + 1):
                is_edged = edged[(row - r0) * wide + column - c0]
                if not is_edged and (
                    locate(
                        left + (column + 0.5) * size,
                        bottom + (row + 0.5) * size,
                        x,
                        y,
                        rings,
                        first,
                        end,
                    )
                    == OUTSIDE
                ):
                    continue
                cell = row * columns + column
                if counting:
                    counts[cell] += 1
                else:
                    at = starts[cell] + counts[cell]
                    counts[cell] += 1
                    members[at] = polygon
                    whole[at] = not is_edged


@njit(nogil=True, cache=True)
def assign(
    px: Floats,
    py: Floats,
    x: Floats,
    y: Floats,
    rings: Ints,
    polygons: Ints,
    left: float,
    bottom: float,
    size: float,
    columns: int,
    rows: int,
    starts: Ints,
    members: Ints32,
    whole: NDArray[np.bool_],
    boxes: Floats,
    out: Ints32,
    edges: NDArray[np.uint8],
) -> None:
    """For each point the first polygon that covers it, or -1; `edges` is 1 where it lies on one."""
    for k in range(px.size):
        out[k] = -1
        u, v = (px[k] - left) / size, (py[k] - bottom) / size
        if not (u >= 0.0 and v >= 0.0 and u <= columns and v <= rows):
            continue
        cell = min(int(v), rows - 1) * columns + min(int(u), columns - 1)
        for at in range(starts[cell], starts[cell + 1]):
            polygon = members[at]
            if whole[at]:
                out[k] = polygon
                break
            if not (
                boxes[polygon, 0] <= px[k] <= boxes[polygon, 2]
                and boxes[polygon, 1] <= py[k] <= boxes[polygon, 3]
            ):
                continue
            where = locate(px[k], py[k], x, y, rings, polygons[polygon], polygons[polygon + 1])
            if where != OUTSIDE:
                out[k] = polygon
                edges[k] = where == ON_EDGE
                break
