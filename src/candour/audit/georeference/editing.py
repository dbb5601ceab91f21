"""Control points as a page edits them: rows to a fit in words, and to the user's own file."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from candour.audit.geography.boundaries import shapes_on_grid
from candour.audit.georeference.control_points import read_control_points
from candour.audit.georeference.pages import Page
from candour.audit.georeference.sanity import refuse_astray
from candour.audit.georeference.transforms import best_fit, root_mean_square
from candour.core.errors import CandourError
from candour.tables.outlines import read_outlines

COLUMNS = ("x", "y", "easting", "northing", "sigma", "check")
CORNERS_SHOWN = 60_000  # of outlines: more would make the page slow


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows of the page as the file that `--points` reads; `sigma` only where all tell it."""
    has_sigma = all(row.get("sigma") for row in rows)
    told = [column for column in COLUMNS if column != "sigma" or has_sigma]
    text = io.StringIO()
    table = csv.DictWriter(text, told, extrasaction="ignore", lineterminator="\n", restval="")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def rows_of_file(path: Path) -> list[dict[str, str]]:
    """The rows of a file of points, as the page edits them; none where there is no file yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {key.strip().lower(): value for key, value in row.items() if key}
            for row in csv.DictReader(file)
        ]
    return [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in rows]


def fit_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the fit says of the points as they stand: one sentence, and what each misses by.

    Returns
    -------
    dict
        `says`; `is_fit`; `misses`, metres by row, None where a row is not in the fit; `north`,
        degrees; `metres_a_pixel`.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points"
        file.write_text(as_csv(rows), "utf-8")
        try:
            points, apart = read_control_points(file)
            fitted, _ = best_fit(points)
            refuse_astray(points, fitted)
        except CandourError as error:
            says = str(error).removeprefix("points: ").removeprefix("points, ")
            return {"is_fit": False, "says": says, "misses": [None] * len(rows)}
    misses: list[float | None] = [None] * len(rows)
    for line, left in zip(points.lines, np.hypot(*fitted.left_out.T), strict=True):
        misses[line - 2] = float(left)
    off = apart.ground - fitted.transform(apart.image) if len(apart) else np.empty((0, 2))
    for line, missed in zip(apart.lines, np.hypot(*off.T), strict=True):
        misses[line - 2] = float(missed)
    checked = f" Points kept apart lie {root_mean_square(off):,.1f} m off." if len(apart) else ""
    return {
        "is_fit": True,
        "says": f"{len(points)} points, {fitted.transform.kind}: they foretell each other to "
        f"{fitted.leave_one_out:,.1f} m.{checked}",
        "misses": misses,
        "north": fitted.transform.turn(points.image),
        "metres_a_pixel": fitted.transform.scale(points.image),
    }


def png_of(page: Page) -> bytes:
    """The page as read, as PNG: its pixels are those that `x` and `y` count."""
    from PIL import Image

    data = io.BytesIO()
    Image.fromarray(page.pixels).save(data, "PNG")
    return data.getvalue()


def outlines_shown(path: Path) -> list[list[list[float]]]:
    """Rings of outlines to click on, in metres of the National Grid, plain enough for a page."""
    shapes = shapes_on_grid(read_outlines(path))
    tolerance = 1.0
    while int(shapely.get_num_coordinates(shapes).sum()) > CORNERS_SHOWN and tolerance < 10_000:  # noqa: PLR2004
        tolerance *= 2
        shapes = shapely.simplify(shapes, tolerance)
    parts = shapely.get_parts(shapes)
    return [
        np.round(shapely.get_coordinates(ring), 1).tolist()
        for ring in shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == 3])  # noqa: PLR2004 # a polygon
    ]
