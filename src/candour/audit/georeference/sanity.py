"""Whether a fit can be relied on: what refuses it, and what a reader must be told."""

import numpy as np
import shapely
from numpy.typing import NDArray

from candour.audit.georeference.control_points import ControlPoints
from candour.audit.georeference.displacement import Warp
from candour.audit.georeference.errors import PointsUnfit, TooRough
from candour.audit.georeference.transforms import Fit, Kind, fit, root_mean_square

Floats = NDArray[np.float64]

FOR_PUBLICATION = 8
FEWEST_CHECKS = 3
FEWEST_TO_JUDGE = 6  # points, for one to be told from the others
FREE_AFFINE = 8  # coordinates, for an affine to leave anything over
ASTRAY = 6.0  # times the middle of the others' distances
MOST_TURN, MOST_STRETCH = 15.0, 1.05
COVERED = 0.8
MOST_ERROR = 0.05  # of the picture's shorter side
BEYOND_SIGMA = 2.0


def refuse_astray(points: ControlPoints, fitted: Fit) -> None:
    """Refuse a point that all others put elsewhere, and a map that is left for right.

    A point typed wrong pulls the transform toward itself: a map drawn from it would be silently
    wrong everywhere. Judged from six points on, by distances to a fit without the point.

    Raises
    ------
    PointsUnfit
    """
    if len(points) >= FEWEST_TO_JUDGE:
        distances = np.hypot(*fitted.left_out.T)
        worst = int(distances.argmax())
        others = _without(points, worst)
        usual = float(np.median(np.hypot(*fit(others, fitted.transform.kind).left_out.T)))
        told = float(points.sigma[worst]) if np.isfinite(points.sigma[worst]) else 0.0
        if distances[worst] > ASTRAY * max(usual, told, 1e-3):
            raise PointsUnfit(
                points.name,
                f"line {points.lines[worst]}: the other points put this place "
                f"{distances[worst]:,.0f} m from where the file has it, and each other to within "
                f"{usual:,.0f} m. Check its four numbers, or take it out.",
            )
    if 2 * len(points) >= FREE_AFFINE and fit(points, Kind.AFFINE).transform.is_mirrored(
        points.image
    ):
        raise PointsUnfit(
            points.name,
            "the picture would be mirrored: x counts pixels to the right and y down from the top "
            "left corner; easting stands before northing.",
        )


def _without(points: ControlPoints, place: int) -> ControlPoints:
    return points.only(np.arange(len(points)) != place)


def refuse_rough(band: float, *, cell: float | None, extent: float) -> None:
    """Refuse a map whose places are known too roughly for its cells, or for anything.

    Parameters
    ----------
    band : distance in metres within which 95 of 100 redrawings put the worst known marked place
    cell : width of a cell in metres, where there are cells
    extent : the shorter side of the picture on the ground, in metres

    Raises
    ------
    TooRough
    """
    if cell is not None and band > cell / 2:
        raise TooRough(
            f"Marked places are known to within {band:,.0f} m only, more than half a cell of "
            f"{cell:,.0f} m: which cells are marked can't be told. Give more or better control "
            "points, around and among what is marked."
        )
    if band > MOST_ERROR * extent:
        raise TooRough(
            f"Marked places are known to within {band:,.0f} m only, more than "
            f"{MOST_ERROR:.0%} of the {extent:,.0f} m that the picture spans. Give more or better "
            "control points, around and among what is marked."
        )


def hull_coverage(points: ControlPoints, marked: NDArray[np.object_]) -> float | None:
    """How much of what is marked (in pixels) lies among the control points; None for nothing."""
    area = float(shapely.area(marked).sum())
    if not area > 0:
        return None
    hull = shapely.convex_hull(shapely.multipoints(shapely.points(points.image)))
    return float(shapely.area(shapely.intersection(marked, hull)).sum()) / area


def warnings(
    points: ControlPoints,
    apart: ControlPoints,
    fitted: Fit,
    *,
    warp: Warp,
    coverage: float | None,
) -> list[str]:
    """What a reader must be told of the control points and the fit, in sentences."""
    return [
        *_of_number(points, apart),
        *_of_form(points, fitted, warp),
        *_of_place(points, apart, fitted, coverage),
    ]


def _of_number(points: ControlPoints, apart: ControlPoints) -> list[str]:
    if len(points) < FOR_PUBLICATION or len(apart) < FEWEST_CHECKS:
        return [
            f"There are {len(points)} control points and {len(apart)} kept apart to check them. "
            f"Publish nothing from fewer than {FOR_PUBLICATION} and {FEWEST_CHECKS}."
        ]
    return []


def _of_form(points: ControlPoints, fitted: Fit, warp: Warp) -> list[str]:
    transform, image, told = fitted.transform, points.image, []
    if abs(transform.turn(image)) > MOST_TURN:
        told.append(
            f"North is turned by {abs(transform.turn(image)):.0f} degrees on the page: rare in a "
            "printed map. Check the points."
        )
    if transform.kind is not Kind.HELMERT and transform.stretch(image) > MOST_STRETCH:
        told.append(
            f"The page is stretched {transform.stretch(image):.2f} times more one way than the "
            "other: rare in a printed map. Check the points."
        )
    if warp.is_shown:
        told.append(
            "The points show a warp that no plain transform takes out: places between them are "
            "surer than places beyond. A flatter scan, or points nearer to what is marked, help."
        )
    return told


def _of_place(
    points: ControlPoints, apart: ControlPoints, fitted: Fit, coverage: float | None
) -> list[str]:
    told = []
    if coverage is not None and coverage < COVERED:
        told.append(
            f"{1 - coverage:.0%} of what is marked lies outside the control points, where the "
            "transform is guessed onwards: add points beyond it."
        )
    if np.isfinite(points.sigma).all():
        typical = float(np.sqrt(2) * np.sqrt(np.mean(points.sigma**2)))
        if fitted.leave_one_out > BEYOND_SIGMA * typical:
            told.append(
                f"Points foretell each other to {fitted.leave_one_out:,.0f} m, while `sigma` gives "
                f"reason for {typical:,.0f} m: the errors told are too small, and wider ones are "
                "used."
            )
    if len(apart):
        missed = root_mean_square(apart.ground - fitted.transform(apart.image))
        if missed > BEYOND_SIGMA * fitted.leave_one_out:
            told.append(
                f"Points kept apart lie {missed:,.0f} m off, and the fit promised "
                f"{fitted.leave_one_out:,.0f} m: check both."
            )
    return told
