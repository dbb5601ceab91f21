"""Places that a PDF made by a mapping program holds of itself (ISO 32000-2, 12.10)."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from candour.audit.geography.national_grid import to_grid
from candour.audit.georeference.control_points import ControlPoints
from candour.audit.georeference.errors import PointsUnfit
from candour.audit.georeference.pages import DOTS_AN_INCH, PDF, POINTS_AN_INCH

CORNERS = (0, 0, 0, 1, 1, 1, 1, 0)  # of a box, where the page does not say which places are meant
DEGREES_OF = ("4326", "4258")
NAMES = ("WGS_1984", "WGS 84", "ETRS_1989", "ETRS89")


def embedded_points(path: Path, number: int) -> ControlPoints | None:
    """The places that a page holds of itself; None where it holds none, or is a picture.

    Raises
    ------
    PointsUnfit
        If the page tells them on another datum than WGS84 or ETRS89, or outside Great Britain.
    """
    data = path.read_bytes()
    if not data[:1024].lstrip().startswith(PDF):
        return None
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        page = PdfReader(BytesIO(data)).pages[number - 1]
        measured = list(_measured(page))
    except (PyPdfError, IndexError, KeyError, TypeError, ValueError):
        return None
    if not measured or page.rotation:
        return None
    # A page may hold a small plan beside its map: the largest frame is the map.
    box, measure = max(measured, key=lambda one: abs(_size(one[0])))
    _refuse_other_datum(path.name, measure)
    return _points(path.name, page, box, measure)


def _measured(page: Any) -> Iterator[tuple[list[float], Any]]:
    for reference in page.get("/VP") or []:
        view = reference.get_object()
        measure = view.get("/Measure")
        if measure is None:
            continue
        told = measure.get_object()
        if told.get("/Subtype") == "/GEO" and told.get("/GPTS"):
            yield [float(value) for value in view["/BBox"]], told


def _size(box: list[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _refuse_other_datum(name: str, measure: Any) -> None:
    system = measure.get("/GCS")
    told = system.get_object() if system is not None else {}
    code, words = str(told.get("/EPSG", "")), str(told.get("/WKT", ""))
    if told and code not in DEGREES_OF and not any(one in words for one in NAMES):
        raise PointsUnfit(
            name,
            "the page holds places on another datum than WGS84 or ETRS89, which would lie up to "
            "some hundred metres off. Give --points.",
        )


def _points(name: str, page: Any, box: list[float], measure: Any) -> ControlPoints:
    ground = np.array([float(value) for value in measure["/GPTS"]]).reshape(-1, 2)
    unit = np.array([float(value) for value in measure.get("/LPTS") or CORNERS]).reshape(-1, 2)
    count = min(len(ground), len(unit))
    east, north = to_grid(ground[:count, 1], ground[:count, 0])
    if not np.isfinite(east).all():
        raise PointsUnfit(name, "the page holds places outside Great Britain. Give --points.")
    left, low = min(box[0], box[2]), min(box[1], box[3])
    wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
    crop = page.cropbox
    scale = DOTS_AN_INCH / POINTS_AN_INCH
    x = (left + unit[:count, 0] * wide - float(crop.left)) * scale
    y = (float(crop.top) - low - unit[:count, 1] * high) * scale
    return ControlPoints(
        np.column_stack([x, y]),
        np.column_stack([east, north]),
        np.full(count, np.nan),
        (0,) * count,
        name,
    )
