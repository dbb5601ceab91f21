"""`candour audit areas`: who lives where police are sent."""

from pathlib import Path
from typing import Annotated

import typer

from candour.audit.findings import Finding
from candour.audit.places.rows import Places
from candour.cli.audit.options import Reference
from candour.cli.audit.waiting import progress_bar
from candour.core.errors import CandourError


def areas(
    targets: Annotated[
        Path,
        typer.Option(
            help="CSV of codes of areas, of grid cells (xmin, ymin, xmax, ymax) or of points with "
            "a radius; or polygons: GeoJSON, GeoParquet.",
        ),
    ],
    areas: Annotated[Path, typer.Option(help="Outlines of small areas: GeoJSON, GeoParquet.")],
    population: Annotated[
        Path, typer.Option(help="CSV: a row for each area studied, a column for each group.")
    ],
    reference: Reference = "white",
    deprivation: Annotated[
        Path | None, typer.Option(help="CSV: an index of deprivation by area.")
    ] = None,
    domain: Annotated[str, typer.Option(help="Domain of deprivation.")] = "income",
    crime: Annotated[
        Path | None,
        typer.Option(
            help="CSV: recorded crimes by area, for the last of the nested models only; no "
            "headline rests on it."
        ),
    ] = None,
    lived_at: Annotated[
        Path | None,
        typer.Option(
            help="CSV: points where people live, each with the code of its area and a weight: "
            "population-weighted points, or addresses."
        ),
    ] = None,
    null: Annotated[
        str,
        typer.Option(
            help="What chance placement keeps: shift, or banded (density, deprivation); banded "
            "where --deprivation is given."
        ),
    ] = "",
    group: Annotated[
        str, typer.Option(help="Group that the test is of; else everyone but the reference.")
    ] = "",
    allocation: Annotated[
        str, typer.Option(help="Of areas that targets cover in part: area or point.")
    ] = "",
    placements: Annotated[int, typer.Option(help="Chance placements, 99 or more.")] = 999,
    seed: Annotated[int, typer.Option(help="Start of chance.")] = 20_261_122,
    what: Annotated[str, typer.Option(help="What the targets are, for title and sentences.")] = "",
) -> Finding[Places]:
    """Audit places: which groups live in targeted areas, and what goes with deprivation.

    The areas studied are those in --population. The result holds sums of groups and names no
    place; targets in fewer than ten areas are refused.

    Example:

        candour audit areas --targets t.csv --areas lsoa.geojson.gz --population census2021.csv
    """
    from candour.audit.places.audit import Files, PlacesQuestion, audit_places
    from candour.audit.places.overlay import Allocation
    from candour.audit.places.placement import Null

    null = null or (Null.BANDED if deprivation else Null.SHIFT)
    if null not in set(Null):
        raise CandourError(f"There is no null '{null}': --null is {' or '.join(Null)}.")
    if allocation and allocation not in set(Allocation):
        raise CandourError(f"--allocation '{allocation}' is none: it is area or point.")
    question = PlacesQuestion(
        reference=reference.strip().lower(),
        group=group.strip().lower(),
        domain=domain.strip().lower(),
        null=Null(null),
        allocation=Allocation(allocation) if allocation else None,
        placements=placements,
        seed=seed,
        what=what,
    )
    files = Files(targets, areas, population, deprivation, crime, lived_at)
    with progress_bar():
        return audit_places(files, question)
