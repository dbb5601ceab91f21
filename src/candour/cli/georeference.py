"""`candour georeference`: a printed map to polygons, with its error."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from candour.cli.audit.waiting import progress_bar
from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.georeference.laying import Laid
    from candour.audit.georeference.snapping import Grid

WIDEST_CELL = 100_000


def georeference(
    file: Annotated[Path, typer.Argument(help="A PDF, or a picture (PNG, JPEG, TIFF).")],
    points: Annotated[
        Path | None,
        typer.Option(
            help="CSV of control points: x, y (pixels from the top left), easting, northing (or "
            "longitude, latitude), sigma (metres; may be left out), check (1 keeps a point apart). "
            "May be left out where a PDF holds places of its own."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--out", help="GeoJSON to write.", dir_okay=False)
    ] = None,
    legend: Annotated[
        Path | None,
        typer.Option(
            help="YAML: classes (a name and a colour each), background, tolerance, line-width."
        ),
    ] = None,
    page: Annotated[int, typer.Option(help="Page of the PDF; it is read at 200 dots an inch.")] = 1,
    grid: Annotated[
        float | None, typer.Option(help="Width in metres of the cells the map is made of.")
    ] = None,
    grid_origin: Annotated[
        str, typer.Option(help="A corner of a cell: metres east, north of the National Grid.")
    ] = "0,0",
    replicates: Annotated[
        int, typer.Option(help="How often the map is drawn again within its error.")
    ] = 200,
    seed: Annotated[int, typer.Option(help="Start of chance.")] = 20_261_122,
    edit: Annotated[
        bool,
        typer.Option(
            "--edit",
            help="Click the points on a page of your own browser; it writes the file --points.",
        ),
    ] = False,
    areas: Annotated[
        Path | None,
        typer.Option(help="With --edit: outlines to click on beside the picture (GeoJSON)."),
    ] = None,
    port: Annotated[int, typer.Option(help="With --edit: where the page is served.")] = 8010,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Turn a printed map into polygons on the National Grid, for `candour audit areas --targets`.

    The polygons are for your own machine: an audit carries their error to every number, and names
    no place. Nothing is written but the file you name.

    Example:

        candour georeference map.pdf --points points.csv --edit --areas lsoa21.geojson.gz

        candour georeference map.pdf --points points.csv --legend legend.yaml -o cells.geojson
    """
    from candour.audit.georeference.laying import Ask, as_told, lay
    from candour.audit.georeference.writing import write_geojson

    if edit:
        _edit(file, page, points, areas, port)
        return
    if output is not None and legend is None:
        raise CandourError(
            "-o writes what the map marks, and which colours mark it is not told: give --legend."
        )
    ask = Ask(page, _grid(grid, grid_origin), replicates, seed)
    with progress_bar():
        laid = lay(file, points, legend, ask)
        if output is not None:
            write_geojson(laid, output)
    if as_json:
        print(json.dumps(as_told(laid), ensure_ascii=False, indent=1))
    else:
        _print(laid, output)


def _edit(file: Path, page: int, points: Path | None, areas: Path | None, port: int) -> None:
    from candour.audit.georeference.pages import read_page
    from candour.cli.point_page import Desk

    if points is None:
        raise CandourError("--edit writes the points to a file of yours: name it with --points.")
    desk = Desk.of(read_page(file, page), points, areas)
    try:
        server = desk.server(port)
    except OSError as error:
        raise CandourError(
            f"Port {port} can't be used ({error.strerror}): name another with --port."
        ) from None
    print(f"Open {desk.address(server)} in your browser. Ctrl-C ends it.", flush=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("Ended.")


def _grid(size: float | None, origin: str) -> "Grid | None":
    from candour.audit.georeference.snapping import Grid

    if size is None:
        return None
    if not 0 < size <= WIDEST_CELL:
        raise CandourError(f"--grid {size:g}: it is a width in metres, up to {WIDEST_CELL:,}.")
    try:
        east, north = (float(part) for part in origin.split(","))
    except ValueError:
        raise CandourError(
            f"--grid-origin '{origin}': write metres east and north with a comma between, as 0,0."
        ) from None
    return Grid(size, east, north)


def _print(laid: "Laid", output: Path | None) -> None:
    fitted = laid.fitted
    print(
        f"{len(laid.points)} control points, {fitted.transform.kind}: they foretell each other to "
        f"{fitted.leave_one_out:,.1f} m (residuals {fitted.rmse:,.1f} m)."
    )
    if laid.check is not None:
        print(f"{len(laid.apart)} points kept apart lie {laid.check:,.1f} m off.")
    print(
        f"95 of 100 redrawings put a marked place within {laid.band[0]:,.0f} m "
        f"(at the worst {laid.band[1]:,.0f} m)."
    )
    for name, count in laid.counts().items():
        print(f"  {name}: {count:,} shapes")
    for sentence in laid.told:
        print(sentence)
    if output is not None:
        print(f"Written to {output}. It is a map of places: keep it to yourself.")
