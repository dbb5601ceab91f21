"""Join outward codes to police forces, and keep what a reader of a place needs.

    .venv/bin/python scripts/lib/join_places.py CODES.csv FORCES.geojson DISTRICTS.geoparquet

CODES has one point for each outward code, in metres of the National Grid, with town, district and
country. FORCES are the police force areas of England and Wales; Scotland is made of its DISTRICTS.
Northern Ireland has one force, and its points need no outline. A force whose outline comes within
5 km of a point that lies in another's is named as perhaps: a code covers ground around its point.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from candour.audit.geography.boundaries import shapes_on_grid
from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.places import (
    COLUMNS,
    FILE,
    NEAR_METRES,
    NEAREST_METRES,
    OutwardCode,
    as_row,
)
from candour.evidence.reading import read_collection
from candour.tables.errors import CannotRead
from candour.tables.outlines import read_outlines

FORCE_SCHEME = "ONS police force area 2024"
SCOTLAND, NORTHERN_IRELAND = "police-scotland", "police-service-of-northern-ireland"
NATIONS = {"ENG": "england", "SCT": "scotland", "WLS": "wales", "NIR": "northern-ireland"}


@dataclass(frozen=True, slots=True)
class Areas:
    """The area of each force, in metres of the National Grid."""

    slugs: tuple[str, ...]
    shapes: tuple[shapely.Geometry, ...]


def main(arguments: list[str]) -> int:
    try:
        codes, forces, districts = map(Path, arguments)
    except ValueError:
        print(__doc__, file=sys.stderr)
        return 2
    areas = read_areas(forces, districts, force_slugs())
    rows = [as_row(code) for code in joined(codes, areas)]
    out = FOLDER / FILE
    out.parent.mkdir(exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} outward codes in {out}")
    return 0


def force_slugs() -> dict[str, str]:
    """The slug of each force by its official code."""
    collection = read_collection(FOLDER, read_schema(FOLDER))
    return {
        str(statement.value): slug
        for slug, subject in collection.subjects.items()
        for statement in subject.of("code")
        if statement.qualifier("scheme") == FORCE_SCHEME
    }


def read_areas(forces: Path, districts: Path, slugs: Mapping[str, str]) -> Areas:
    outlines = read_outlines(forces)
    shapes = dict(
        zip(
            (slugs[code] for code in outlines.columns["pfa20_code"]),
            shapes_on_grid(outlines),
            strict=True,
        )
    )
    shapes[SCOTLAND] = shapely.union_all(list(scottish_districts(districts)))
    return Areas(tuple(shapes), tuple(shapely.make_valid(list(shapes.values()))))


def scottish_districts(districts: Path) -> Iterator[shapely.Geometry]:
    """Scotland's districts, but for those with islands that the grid's library leaves out.

    Those lie far from any other force, and their points are told by their country.
    """
    local = read_outlines(districts)
    for place, code in enumerate(local.columns["ltla21_code"]):
        if not code.startswith("S12"):
            continue
        columns = {name: [column[place]] for name, column in local.columns.items()}
        one = replace(local, shapes=local.shapes[place : place + 1], columns=columns)
        try:
            yield shapes_on_grid(one)[0]
        except CannotRead:
            print(f"left out: {columns}", file=sys.stderr)


def joined(codes: Path, areas: Areas) -> Iterator[OutwardCode]:
    with codes.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country"] not in NATIONS:  # the Crown dependencies are no part of the UK
                continue
            force, perhaps = forces_at(row, areas)
            yield OutwardCode(
                row["postcode"],
                row["town"].strip(),
                row["region"].strip(),
                nation_of(force, row["country"]),
                force,
                perhaps,
            )


def nation_of(force: str, country: str) -> str:
    """The list puts Berwick in Scotland: where the outlines tell of the border, they are right."""
    if country in {"ENG", "SCT"}:
        return "scotland" if force == SCOTLAND else "england"
    return NATIONS[country]


def forces_at(row: Mapping[str, str], areas: Areas) -> tuple[str, tuple[str, ...]]:
    """The force in whose area a point lies, or is nearest, and those that come near it."""
    if row["country"] == "NIR":
        return NORTHERN_IRELAND, ()
    point = shapely.Point(float(row["eastings"]), float(row["northings"]))
    away = sorted(
        (float(shapely.distance(shape, point)), slug)
        for slug, shape in zip(areas.slugs, areas.shapes, strict=True)
    )
    (nearest, force), *others = away
    if nearest > NEAREST_METRES and row["country"] == "SCT":
        return SCOTLAND, ()
    if nearest > NEAREST_METRES:
        raise SystemExit(
            f"{row['postcode']} lies {nearest:,.0f} m from any force; its point is wrong."
        )
    return force, tuple(slug for metres, slug in others if metres <= NEAR_METRES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
