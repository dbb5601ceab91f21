"""Lay a printed map on the ground: points, transform, colours, polygons and their error."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from candour.audit.georeference.colours import Legend, Sorted, classify, read_legend
from candour.audit.georeference.control_points import (
    ControlPoints,
    read_control_points,
    refuse_unfit,
)
from candour.audit.georeference.displacement import Displacements, Warp, redraw
from candour.audit.georeference.embedded import embedded_points
from candour.audit.georeference.errors import LegendUnreadable, PointsUnfit, TooRough
from candour.audit.georeference.pages import Page, read_page
from candour.audit.georeference.paths import agree, painted_paths
from candour.audit.georeference.redrawings import MarkedCells, MovedShapes, Redrawings
from candour.audit.georeference.sanity import (
    hull_coverage,
    refuse_astray,
    refuse_rough,
    warnings,
)
from candour.audit.georeference.snapping import Grid, Snapped, snap
from candour.audit.georeference.tracing import trace
from candour.audit.georeference.transforms import Fit, Kind, best_fit, root_mean_square

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]

REDRAWINGS = 200
FEWEST_REDRAWINGS, MOST_REDRAWINGS = 100, 2_000
SEED = 20_261_122
MUCH_UNSURE = 0.02
HALF_PIXEL = 0.5


@dataclass(frozen=True, slots=True)
class Ask:
    """What a map is asked for.

    Attributes
    ----------
    page : of the PDF, from 1
    grid : cells that the map is known to be made of; None where areas are of any form
    redrawings : how often it is drawn again within its error; 100 to 2,000
    seed : start of chance
    """

    page: int = 1
    grid: Grid | None = None
    redrawings: int = REDRAWINGS
    seed: int = SEED


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A map laid on the ground.

    Attributes
    ----------
    points, apart : control points that were fitted, and those kept apart
    fitted : the transform and what it leaves
    tried : leave-one-out error in metres of each kind of transform
    warp : whether the points show one
    moves : how far each place of the page may be moved
    shapes : in metres of the National Grid, shape (n_shapes,)
    classes : the class of each shape
    colours : how surely pixels were told apart, a row for each class
    redrawings : the same shapes drawn again within the error of the map
    band : distance in metres within which 95 of 100 redrawings put a marked place: in the middle
        over places, and at the worst
    coverage : how much of what is marked lies among the control points
    """

    page: Page
    points: ControlPoints
    apart: ControlPoints
    fitted: Fit
    tried: Mapping[Kind, float]
    warp: Warp
    moves: Displacements
    legend: Legend | None
    ask: Ask
    shapes: Shapes
    classes: tuple[str, ...]
    colours: tuple[Sorted, ...]
    redrawings: Redrawings | None
    band: tuple[float, float]
    coverage: float | None
    told: tuple[str, ...] = field(default=())

    @property
    def check(self) -> float | None:
        """Root mean square distance to the points kept apart, in metres; None without any."""
        if not len(self.apart):
            return None
        return root_mean_square(self.apart.ground - self.fitted.transform(self.apart.image))

    def counts(self) -> Counter[str]:
        return Counter(self.classes)


def lay(picture: Path, points: Path | None, legend: Path | None, ask: Ask) -> Laid:
    """Lay a printed map on the ground.

    Raises
    ------
    NotAMap, CannotRead, NotOnTheGrid, LegendUnreadable
        If a file is not what it should be: says which, and where in it.
    PointsUnfit
        If control points bear no transform, or one of them is astray.
    TooRough
        If the error is too large for what is asked.
    """
    if not FEWEST_REDRAWINGS <= ask.redrawings <= MOST_REDRAWINGS:
        raise TooRough(
            f"--replicates {ask.redrawings}: between {FEWEST_REDRAWINGS} and "
            f"{MOST_REDRAWINGS:,}, so that the ends of a 95 per cent range are settled."
        )
    colours = read_legend(legend) if legend else None
    if ask.grid and colours is None:
        raise LegendUnreadable("--grid", "cells are marked by colours: give --legend FILE as well.")
    page = read_page(picture, ask.page)
    fitted_to, apart = read_control_points(points) if points else _held_by(picture, ask.page)
    _refuse_outside(fitted_to, page)
    fitted, tried = best_fit(fitted_to)
    refuse_astray(fitted_to, fitted)
    rng = np.random.default_rng(ask.seed)
    moves, warp = redraw(
        fitted_to,
        fitted,
        width=page.width,
        height=page.height,
        redrawings=ask.redrawings,
        rng=rng,
    )
    marked = _Marked.of(picture, page, fitted, moves, colours, ask, rng) if colours else None
    coverage = hull_coverage(fitted_to, marked.on_page) if marked else None
    band = _band(moves, marked, fitted_to)
    extent = min(page.width, page.height) * fitted.transform.scale(fitted_to.image)
    refuse_rough(band[1], cell=ask.grid.size if ask.grid else None, extent=extent)
    told = warnings(fitted_to, apart, fitted, warp=warp, coverage=coverage)
    return Laid(
        page=page,
        points=fitted_to,
        apart=apart,
        fitted=fitted,
        tried=tried,
        warp=warp,
        moves=moves,
        legend=colours,
        ask=ask,
        shapes=marked.shapes if marked else np.array([], dtype=object),
        classes=marked.classes if marked else (),
        colours=marked.colours if marked else (),
        redrawings=marked.redrawings if marked else None,
        band=band,
        coverage=coverage,
        told=(*told, *(_of_colours(marked.colours) if marked else ())),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Marked:
    """What a map marks: on the page and on the ground."""

    shapes: Shapes
    on_page: Shapes
    classes: tuple[str, ...]
    colours: tuple[Sorted, ...]
    redrawings: Redrawings

    @classmethod
    def of(
        cls,
        picture: Path,
        page: Page,
        fitted: Fit,
        moves: Displacements,
        legend: Legend,
        ask: Ask,
        rng: np.random.Generator,
    ) -> "_Marked":
        of_pixel, colours = classify(page.pixels, legend)
        absent = [one.name for one in colours if not one.pixels]
        if len(absent) == len(colours):
            raise LegendUnreadable(
                page.name,
                f"no pixel has a colour of the legend ({', '.join(legend.classes)}): read the "
                "colours off the picture itself, or raise `tolerance`.",
            )
        if ask.grid:
            snapped = snap(of_pixel, fitted.transform, moves, ask.grid, rng=rng)
            return cls._of_cells(snapped, fitted, legend, colours)
        painted = painted_paths(picture, page.number, legend)
        return cls._of_areas(of_pixel, painted, fitted, moves, legend, colours, rng)

    @classmethod
    def _of_cells(
        cls, snapped: Snapped, fitted: Fit, legend: Legend, colours: tuple[Sorted, ...]
    ) -> "_Marked":
        drawn = snapped.drawn >= 0
        shapes = snapped.grid.box(snapped.cells[drawn])
        cells = MarkedCells(snapped.grid, snapped.cells, snapped.redrawn >= 0)
        classes = tuple(legend.classes[k] for k in snapped.drawn[drawn])
        return cls(shapes, _on_page(shapes, fitted), classes, colours, cells)

    @classmethod
    def _of_areas(
        cls,
        of_pixel: NDArray[np.int16],
        painted: list[Shapes],
        fitted: Fit,
        moves: Displacements,
        legend: Legend,
        colours: tuple[Sorted, ...],
        rng: np.random.Generator,
    ) -> "_Marked":
        traced = [trace(of_pixel == k, legend.line_width) for k in range(len(legend.classes))]
        exact = [agree(paths, pixels) for paths, pixels in zip(painted, traced, strict=True)]
        by_class = [
            paths if is_exact else pixels
            for paths, pixels, is_exact in zip(painted, traced, exact, strict=True)
        ]
        on_page = np.concatenate(by_class)
        corners = shapely.get_coordinates(on_page)
        shapes = np.asarray(
            shapely.set_coordinates(on_page.copy(), fitted.transform(corners)), dtype=object
        )
        classes = tuple(
            name for name, drawn in zip(legend.classes, by_class, strict=True) for _ in drawn
        )
        open_by = HALF_PIXEL if all(exact) else HALF_PIXEL + legend.line_width / 2
        pixels = rng.uniform(-1, 1, len(moves)) * open_by
        widths = pixels * fitted.transform.scale(corners)
        redrawings = MovedShapes(shapes, fitted.transform, moves, widths)
        return cls(shapes, on_page, classes, colours, redrawings)


def _held_by(picture: Path, page: int) -> tuple[ControlPoints, ControlPoints]:
    """The places that the page holds of itself, and none kept apart."""
    held = embedded_points(picture, page)
    if held is None:
        raise PointsUnfit(
            picture.name,
            "the file holds no places of its own: give control points with --points FILE.",
        )
    refuse_unfit(held)
    return held, held.only(np.zeros(len(held), dtype=bool))


def _on_page(shapes: Shapes, fitted: Fit) -> Shapes:
    corners = fitted.transform.back(shapely.get_coordinates(shapes))
    return np.asarray(shapely.set_coordinates(shapes.copy(), corners), dtype=object)


def _band(
    moves: Displacements, marked: _Marked | None, points: ControlPoints
) -> tuple[float, float]:
    """The middle and the worst over marked places; over control points where nothing is marked."""
    places = points.image
    if marked and marked.on_page.size:
        places = shapely.get_coordinates(shapely.centroid(marked.on_page))
    reach = moves.reach(places)
    return float(np.median(reach)), float(reach.max())


def _refuse_outside(points: ControlPoints, page: Page) -> None:
    x, y = points.image.T
    outside = (x < 0) | (y < 0) | (x > page.width) | (y > page.height)
    if outside.any():
        raise PointsUnfit(
            points.name,
            f"line {points.lines[int(outside.argmax())]}: the place lies outside the picture, "
            f"which has {page.width:,} x {page.height:,} pixels (a page of a PDF is read at 200 "
            "dots an inch).",
        )


def _of_colours(colours: Iterable[Sorted]) -> list[str]:
    told = []
    for one in colours:
        if not one.pixels:
            told.append(f"No pixel has the colour of '{one.name}'.")
        elif one.unsure > MUCH_UNSURE:
            told.append(
                f"{one.unsure:.0%} of the pixels of '{one.name}' are nearly as close to another "
                f"colour: its own is {one.apart:.0f} from {one.nearest}. Look at the shapes."
            )
    return told


def as_told(laid: Laid) -> dict[str, Any]:
    """The result as `--json` prints it: numbers in metres and degrees, no place of a shape."""
    transform, image = laid.fitted.transform, laid.points.image
    return {
        "transform": {
            "kind": str(transform.kind),
            "matrix": transform.matrix.ravel().tolist(),
            "metres_a_pixel": transform.scale(image),
            "turn_degrees": transform.turn(image),
            "stretch": transform.stretch(image),
        },
        "rmse": laid.fitted.rmse,
        "leave_one_out": laid.fitted.leave_one_out,
        "leave_one_out_by_kind": {str(kind): error for kind, error in laid.tried.items()},
        "check_points": {"n": len(laid.apart), "rmse": laid.check},
        "hull_coverage": laid.coverage,
        "position_95": {"middle": laid.band[0], "worst": laid.band[1]},
        "warp_shown": laid.warp.is_shown,
        "points": [
            {
                "line": line,
                "residual": [float(value) for value in residual],
                "left_out": [float(value) for value in left],
            }
            for line, residual, left in zip(
                laid.points.lines, laid.fitted.residuals, laid.fitted.left_out, strict=True
            )
        ],
        "classes": [
            {
                "name": one.name,
                "shapes": laid.counts()[one.name],
                "pixels": one.pixels,
                "unsure": one.unsure,
                "nearest_colour": one.nearest,
                "colours_apart": one.apart if np.isfinite(one.apart) else None,
            }
            for one in laid.colours
        ],
        "replicates": laid.ask.redrawings if laid.redrawings else 0,
        "page": laid.page.number,
        "sha256": laid.page.sha256,
        "warnings": list(laid.told),
    }
