"""From pixels of a class to polygons: what is printed over them closed, specks left out."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

Mask = NDArray[np.bool_]
Shapes = NDArray[np.object_]

SMOOTH = 0.75  # pixels: steps of pixels are straightened, and no corner moves further
SIDES = np.ones((3, 3), dtype=bool)


def trace(mask: Mask, line_width: float) -> Shapes:
    """Polygons of a class, each to the middle of the line drawn around it.

    Parameters
    ----------
    mask : ndarray of bool, shape (height, width)
    line_width : float
        Of outlines, in pixels: what lies under half of one belongs to the area on its side.

    Returns
    -------
    ndarray of shapely polygons, in pixels, y down the page
    """
    cleaned = _without_specks(mask, line_width)
    if not cleaned.any():
        return np.array([], dtype=object)
    boxes = [
        shapely.box(left, row, right, row + 1)
        for row in np.flatnonzero(cleaned.any(axis=1))
        for left, right in _runs(cleaned[row])
    ]
    drawn = shapely.union_all(np.array(boxes, dtype=object))
    drawn = shapely.simplify(drawn, SMOOTH)
    drawn = shapely.buffer(drawn, line_width / 2, join_style="mitre")
    return np.asarray(shapely.get_parts(_closed(drawn, (3 * line_width) ** 2)), dtype=object)


def _without_specks(mask: Mask, line_width: float) -> Mask:
    """Without threads along the edges of other colours, and parts smaller than letters."""
    core = ndimage.binary_opening(mask, SIDES)
    kept = mask & ndimage.binary_dilation(core, SIDES)
    labels, count = ndimage.label(kept)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    large = sizes >= (3 * line_width) ** 2
    large[0] = False
    return np.asarray(large[labels])


def _runs(row: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in list(pairwise(edges))[::2]]


def _closed(drawn: shapely.Geometry, smallest: float) -> shapely.Geometry:
    """Without holes smaller than a letter."""
    parts = [
        shapely.Polygon(
            part.exterior,
            [ring for ring in part.interiors if shapely.Polygon(ring).area >= smallest],
        )
        for part in shapely.get_parts(drawn)
    ]
    return shapely.union_all(np.array(parts, dtype=object))
