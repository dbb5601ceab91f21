"""Outlines of areas in GeoJSON (also gzipped) and GeoParquet, with what the file says of each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from candour.core.extras import Late
from candour.tables.errors import CannotRead
from candour.tables.files import is_parquet, opened

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    pa = Late("pyarrow")
    pq = Late("pyarrow.parquet")
    shapely = Late("shapely")

Shapes: TypeAlias = "NDArray[np.object_]"


class Crs(StrEnum):
    """In what coordinates are told."""

    DEGREES = "longitude and latitude"
    METRES = "metres of the British National Grid"


EPSG = {"4326": Crs.DEGREES, "CRS84": Crs.DEGREES, "4258": Crs.DEGREES, "27700": Crs.METRES}


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Shapes as a file has them.

    Attributes
    ----------
    shapes : ndarray of shapely geometries, shape (n_rows,)
    columns : what the file says of each, as text; a key for each column, a value for each row
    crs : of the coordinates, as the file says; GeoJSON that says nothing is in degrees (RFC 7946)
    row : what a row is called where something is wrong with it
    held : what a GeoJSON of a printed map says of itself, its member `candour`; else None
    """

    name: str
    shapes: Shapes
    columns: Mapping[str, Sequence[str]]
    crs: Crs
    row: str
    held: Mapping[str, Any] | None = None


def is_outlines(path: Path) -> bool:
    """Whether a file begins as GeoJSON or GeoParquet does; CSV does not."""
    if is_parquet(path):
        return True
    with opened(path, "rb") as file:
        start: bytes = file.read(64)
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_outlines(path: Path) -> Outlines:
    """Read outlines.

    Raises
    ------
    CannotRead
        If the file is no such file, or in coordinates that are not understood: says which row.
    """
    try:
        return _from_parquet(path) if is_parquet(path) else _from_geojson(path)
    except UnicodeDecodeError:
        raise CannotRead(path.name, "this is not UTF-8.") from None
    except (EOFError, zlib.error):
        raise CannotRead(path.name, "the gzip file is cut short or damaged.") from None


def _from_geojson(path: Path) -> Outlines:
    try:
        with opened(path, "rt", encoding="utf-8-sig") as file:
            data = json.load(file)
    except json.JSONDecodeError as error:
        raise CannotRead(
            path.name, f"this is no GeoJSON ({error.msg}).", line=error.lineno
        ) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise CannotRead(path.name, "this is no GeoJSON FeatureCollection with features in it.")
    shapes = np.empty(len(features), dtype=object)
    properties = []
    for place, feature in enumerate(features, start=1):
        try:
            _need_closed(path, place, feature["geometry"])
            shapes[place - 1] = shapely.geometry.shape(feature["geometry"])
            properties.append(dict(feature.get("properties") or {}))
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
            raise CannotRead(
                path.name, f"feature {place}: its geometry can't be read ({error!s:.80})."
            ) from None
    names = dict.fromkeys(name for row in properties for name in row)
    columns = {name: [_text(row.get(name)) for row in properties] for name in names}
    held = data.get("candour")
    return Outlines(
        path.name,
        shapes,
        columns,
        _crs_of_geojson(path, data),
        "feature",
        held if isinstance(held, dict) else None,
    )


def _need_closed(path: Path, place: int, geometry: Mapping[str, Any]) -> None:
    """Refuse a ring that ends elsewhere than it begins (RFC 7946, 3.1.6): a corner may be lost."""
    parts = geometry["coordinates"] if geometry["type"] in {"Polygon", "MultiPolygon"} else []
    for polygon in parts if geometry["type"] == "MultiPolygon" else [parts]:
        for number, ring in enumerate(polygon, start=1):
            if ring[0] != ring[-1]:
                raise CannotRead(
                    path.name,
                    f"feature {place}: ring {number} of its polygon does not end where it begins. "
                    "If no corner is missing, write its first position again as its last.",
                )


def _crs_of_geojson(path: Path, data: Mapping[str, Any]) -> Crs:
    crs = data.get("crs")
    if crs is None:
        return Crs.DEGREES
    try:
        name = str(crs["properties"]["name"])
    except (KeyError, TypeError):
        raise CannotRead(path.name, "its 'crs' names no coordinate system.") from None
    return _known_crs(path, name.replace(":", "/").rsplit("/", 1)[-1], name)


def _from_parquet(path: Path) -> Outlines:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise CannotRead(path.name, f"this Parquet file can't be read ({error!s:.80}).") from None
    about = (table.schema.metadata or {}).get(b"geo")
    if about is None:
        raise CannotRead(path.name, "this Parquet file says nothing of geometry (no 'geo').")
    geo = json.loads(about)
    column = geo["primary_column"]
    one = geo["columns"][column]
    if one.get("encoding") != "WKB":
        raise CannotRead(path.name, f"column '{column}' is not in WKB.")
    try:
        shapes = shapely.from_wkb(np.asarray(table[column].to_pylist(), dtype=object))
    except shapely.errors.GEOSException as error:
        raise CannotRead(path.name, f"column '{column}' holds no geometry ({error}).") from None
    others = [name for name in table.column_names if name != column]
    columns = {name: [_text(value) for value in table[name].to_pylist()] for name in others}
    return Outlines(path.name, shapes, columns, _crs_of_parquet(path, one), "row")


def _crs_of_parquet(path: Path, column: Mapping[str, Any]) -> Crs:
    crs = column.get("crs")
    if crs is None:
        return Crs.DEGREES  # GeoParquet: what says nothing is OGC:CRS84
    code = str((crs.get("id") or {}).get("code", ""))
    if not code and crs.get("type") == "GeographicCRS" and str(crs.get("name")) == "WGS 84":
        code = "4326"
    return _known_crs(path, code, str(crs.get("name", code)))


def _known_crs(path: Path, code: str, name: str) -> Crs:
    if code not in EPSG:
        raise CannotRead(
            path.name,
            f"its coordinates are of '{name[:60]}'. Give longitude and latitude (EPSG:4326) or "
            "metres of the National Grid (EPSG:27700).",
        )
    return EPSG[code]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
