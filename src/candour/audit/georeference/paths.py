"""Areas that a PDF holds as filled paths: exact where a scan is not."""

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from candour.audit.georeference.colours import NO_CLASS, Legend, oklab
from candour.audit.georeference.pages import DOTS_AN_INCH, PDF, POINTS_AN_INCH

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
Corner = tuple[float, float]

BEND = 12  # straight pieces that stand for a curve
DEEPEST = 15  # forms within forms
SEEN_THROUGH = 128  # of 255: paths fainter than this show other colours than their own
AGREES = 0.8  # of what paths or pixels of a class cover, both do


def painted_paths(path: Path, number: int, legend: Legend) -> list[Shapes]:
    """The filled paths of a page by class of the legend, in pixels of the page as it is read.

    Returns
    -------
    list of ndarray of shapely polygons, one for each class; all empty for a picture
    """
    if not path.read_bytes()[:1024].lstrip().startswith(PDF):
        return [np.array([], dtype=object) for _ in legend.classes]
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    try:
        page = document[number - 1]
        left, _, _, top = page.get_cropbox()
        by_class: list[list[shapely.Geometry]] = [[] for _ in legend.classes]
        if page.get_rotation():  # its paths are told as before it was turned
            return [np.array([], dtype=object) for _ in legend.classes]
        for thing in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH], max_depth=DEEPEST):
            of = _class_of(thing, legend)
            if of != NO_CLASS:
                by_class[of] += _polygons(thing, (left, top))
    finally:
        document.close()
    return [
        np.asarray(shapely.get_parts(shapely.union_all(np.array(drawn, dtype=object))))
        if drawn
        else np.array([], dtype=object)
        for drawn in by_class
    ]


def agree(painted: Shapes, traced: Shapes) -> bool:
    """Whether paths are what the page shows of a class: nothing lies over them, none is hidden."""
    if not painted.size or not traced.size:
        return False
    one, other = shapely.union_all(painted), shapely.union_all(traced)
    both = float(shapely.area(shapely.intersection(one, other)))
    return both >= AGREES * float(shapely.area(shapely.union(one, other)))


def _class_of(thing: Any, legend: Legend) -> int:
    from pypdfium2 import raw

    mode, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(thing.raw, byref(mode), byref(stroke))
    red, green, blue, alpha = (c_uint() for _ in range(4))
    told = raw.FPDFPageObj_GetFillColor(
        thing.raw, byref(red), byref(green), byref(blue), byref(alpha)
    )
    if not mode.value or not told or alpha.value < SEEN_THROUGH:
        return NO_CLASS
    colour = oklab(np.array([[red.value, green.value, blue.value]], dtype=np.uint8))
    distances = np.linalg.norm(legend.colours - colour, axis=1)
    nearest = int(distances.argmin())
    return int(legend.of_colour[nearest]) if distances[nearest] <= legend.tolerance else NO_CLASS


def _polygons(thing: Any, corner: Corner) -> list[shapely.Geometry]:
    """The rings of a path as polygons; rings inside rings are holes, as even-odd filling has it."""
    matrix = thing.get_matrix()
    scale = DOTS_AN_INCH / POINTS_AN_INCH
    drawn = shapely.Polygon()
    for ring in _rings(thing.raw):
        corners = [matrix.on_point(x, y) for x, y in ring]
        pixels = [((x - corner[0]) * scale, (corner[1] - y) * scale) for x, y in corners]
        if len(pixels) > 2:  # noqa: PLR2004 # a triangle is the least that holds an area
            one = shapely.make_valid(shapely.Polygon(pixels))
            drawn = shapely.symmetric_difference(drawn, one)
    return [
        part
        for part in shapely.get_parts(drawn)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def _rings(path: Any) -> Iterator[list[Corner]]:
    from pypdfium2 import raw

    ring: list[Corner] = []
    bend: list[Corner] = []
    for k in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, k)
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        corner = (x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if ring:
                yield ring
            ring, bend = [corner], []
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            bend.append(corner)
            if len(bend) == 3:  # noqa: PLR2004 # two that pull, and where it ends
                ring += _curve(ring[-1], *bend)
                bend = []
        else:
            ring.append(corner)
    if ring:
        yield ring


def _curve(start: Corner, one: Corner, other: Corner, end: Corner) -> list[Corner]:
    t = np.linspace(0, 1, BEND + 1)[1:, None]
    places = (
        (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * other + t**3 * end
    )
    return [(float(x), float(y)) for x, y in places]
