"""A map laid on the ground as GeoJSON, with how it was made and how to draw it again."""

import json
from pathlib import Path
from typing import Any

import shapely

from candour.audit.georeference.laying import Laid, as_told
from candour.audit.georeference.redrawings import (
    CENTIMETRES,
    FORM,
    MEMBER,
    MovedShapes,
    cells_as_written,
    moved_as_written,
)
from candour.evidence.folder import write_whole

# RFC 7946 knows degrees only; this older member says what the numbers are, and programs read it.
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}


def write_geojson(laid: Laid, path: Path) -> None:
    """Write the shapes, their classes and all that an audit needs to carry their error.

    The file stands whole or not at all.
    """
    text = json.dumps(geojson(laid), ensure_ascii=False, separators=(",", ":"))
    write_whole(path, text + "\n")


def geojson(laid: Laid) -> dict[str, Any]:
    """The file as a mapping."""
    rounded = shapely.set_precision(laid.shapes, 10.0**-CENTIMETRES)
    return {
        "type": "FeatureCollection",
        "crs": CRS,
        MEMBER: {
            "georeference": FORM,
            "shapes": len(laid.shapes),
            **as_told(laid),
            **_points(laid),
            **_redrawings(laid),
        },
        "features": [
            {
                "type": "Feature",
                "properties": {"class": name},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for name, shape in zip(laid.classes, rounded, strict=True)
        ],
    }


def _points(laid: Laid) -> dict[str, Any]:
    return {
        "control_points": [
            [*map(float, image), *map(float, ground)]
            for image, ground in zip(laid.points.image, laid.points.ground, strict=True)
        ],
        "seed": laid.ask.seed,
    }


def _redrawings(laid: Laid) -> dict[str, Any]:
    if laid.redrawings is None:
        return {}
    if isinstance(laid.redrawings, MovedShapes):
        held = laid.redrawings
        return {"moved": moved_as_written(held.moves, held.widths)}
    return {"marked": cells_as_written(laid.redrawings)}
