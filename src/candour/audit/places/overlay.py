"""How much of each area's people are taken to live in targets, and where the targets lie."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.errors import PlanError, Unfit
from candour.audit.geography.boundaries import Boundaries
from candour.audit.geography.shapes import Areas
from candour.audit.places.lived_at import LivedAt
from candour.audit.places.targets import TargetForm, Targets
from candour.core.extras import Late
from candour.tables.errors import CannotRead

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
else:
    np = Late("numpy")
    shapely = Late("shapely")

Floats: TypeAlias = "NDArray[np.float64]"
Shapes: TypeAlias = "NDArray[np.object_]"

SLIVER = 0.001  # of an area: two outlines of one border differ by as much


class Allocation(StrEnum):
    """How people of an area are divided between what lies in a target and what does not."""

    CODE = "code"  # whole areas, by their codes
    POINT = "point"  # whole areas, by a point in each
    AREA = "area"  # as much of the people as of the land
    PEOPLE = "people"  # by points where people live, which a file has to tell


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Targets over areas.

    Attributes
    ----------
    covered : how much of each area is in targets, shape (n_areas,)
    points : of the targets, for chance placement: a pair of arrays, shape (n_points,)
    outside : targets that touch none of the areas
    """

    covered: Floats
    points: tuple[Floats, Floats]
    outside: int


def overlay(
    targets: Targets,
    codes: tuple[str, ...],
    shapes: Shapes,
    boundaries: Boundaries,
    allocation: Allocation | None = None,
    lived_at: LivedAt | None = None,
) -> Overlay:
    """Lay targets over the areas studied.

    Raises
    ------
    CannotRead
        If a target is none of the areas studied.
    PlanError
        If they can't be allocated so.
    Unfit
        If targets are finer than an area, and the outlines are too rough for that.
    """
    if targets.shapes is None:
        if allocation not in {None, Allocation.CODE}:
            raise PlanError("Targets told by codes are whole areas: leave --allocation out.")
        return _by_code(targets, codes, shapes)
    if allocation is Allocation.CODE:
        raise PlanError(
            f"{targets.name} has {targets.form}, no codes: --allocation is area or point."
        )
    if lived_at is not None:
        return _by_people(targets, targets.shapes, shapes, lived_at)
    _refuse_finer(targets, shapes, boundaries)
    if allocation is Allocation.POINT:
        return _by_point(targets, codes, shapes)
    return _by_area(targets, targets.shapes, shapes)


def covered_by(
    drawn: Shapes, shapes: Shapes, allocation: Allocation, lived_at: LivedAt | None = None
) -> Floats:
    """How much of each area's people polygons cover, allocated by point, people or land.

    Returns
    -------
    ndarray of float, shape (n_areas,)
    """
    if not drawn.size:
        return np.zeros(shapes.size)
    if lived_at is not None:
        return lived_at.covered_by(drawn, n_areas=shapes.size)
    if allocation is Allocation.POINT:
        index = Areas.of(["targets"], [shapely.union_all(drawn)])
        return (index.covering(*inner_points(shapes)).area >= 0).astype(np.float64)
    return _shares_of_land(drawn, _sound(shapes))[0]


def chosen(
    targets: Targets, allocation: Allocation | None, *, has_people: bool = False
) -> Allocation:
    """What was asked for, or else what suits the targets and what is known of where people live.

    Raises
    ------
    PlanError
        If points where people live are given for whole areas, or with another allocation.
    """
    if has_people and targets.shapes is None:
        raise PlanError("Targets told by codes are whole areas: leave --lived-at out.")
    if has_people and allocation not in {None, Allocation.PEOPLE}:
        raise PlanError("With --lived-at areas are divided by people: leave --allocation out.")
    if allocation is Allocation.PEOPLE and not has_people:
        raise PlanError("--allocation people needs --lived-at FILE: points where people live.")
    if has_people:
        return Allocation.PEOPLE
    default = Allocation.CODE if targets.shapes is None else Allocation.AREA
    return allocation or default


def inner_points(shapes: Shapes) -> tuple[Floats, Floats]:
    """A point inside each shape, whatever its form."""
    points = shapely.point_on_surface(shapes)
    return np.asarray(shapely.get_x(points)), np.asarray(shapely.get_y(points))


def _by_code(targets: Targets, codes: tuple[str, ...], shapes: Shapes) -> Overlay:
    place = {code: k for k, code in enumerate(codes)}
    covered = np.zeros(len(codes))
    for line, code in zip(targets.lines, targets.codes, strict=True):
        if code not in place:
            raise CannotRead(
                targets.name,
                f"column '{targets.column}': this target is none of the areas that the population "
                "has a row for. Give the same areas of the same year.",
                line=line,
            )
        covered[place[code]] = 1.0
    return Overlay(covered, inner_points(shapes[covered > 0]), 0)


def _by_point(targets: Targets, codes: tuple[str, ...], shapes: Shapes) -> Overlay:
    assert targets.shapes is not None
    x, y = inner_points(shapes)
    covered = covered_by(targets.shapes, shapes, Allocation.POINT)
    tree = shapely.STRtree(targets.shapes)
    hit = np.unique(tree.query(shapely.points(x, y), predicate="covered_by")[1])
    return Overlay(covered, (x[covered > 0], y[covered > 0]), targets.shapes.size - hit.size)


def _by_people(targets: Targets, drawn: Shapes, shapes: Shapes, lived_at: LivedAt) -> Overlay:
    """Shares of where people live. Outlines play no part in it, however rough they are.

    Chance placement moves the targets themselves, as with shares of land.
    """
    covered = lived_at.covered_by(drawn, n_areas=shapes.size)
    tree = shapely.STRtree(drawn)
    hit = np.unique(tree.query(shapely.points(lived_at.x, lived_at.y), predicate="covered_by")[1])
    return Overlay(covered, inner_points(drawn[hit]), drawn.size - hit.size)


def _by_area(targets: Targets, drawn: Shapes, shapes: Shapes) -> Overlay:
    """Shares of land, each part once where targets overlap, and a point for each piece."""
    sound = _sound(shapes)
    covered, pieces, of_area = _shares_of_land(drawn, sound)
    touched = np.unique(shapely.STRtree(drawn).query(sound, predicate="intersects")[1])
    if targets.form is TargetForm.POLYGONS:
        on_land = pieces[(shapely.area(pieces) > 0) & (covered[of_area] > 0)]
        points = inner_points(on_land)
    else:
        points = inner_points(drawn[touched])
    return Overlay(covered, points, drawn.size - touched.size)


def _sound(shapes: Shapes) -> Shapes:
    sound = shapes.copy()
    crossed = ~shapely.is_valid(shapes)
    sound[crossed] = shapely.make_valid(shapes[crossed])
    return sound


def _shares_of_land(drawn: Shapes, sound: Shapes) -> tuple[Floats, Shapes, NDArray[np.int64]]:
    """How much of each area lies in polygons, the pieces, and the area of each piece."""
    united = shapely.get_parts(shapely.union_all(drawn))
    of_area, of_target = shapely.STRtree(united).query(sound, predicate="intersects")
    pieces = np.asarray(shapely.intersection(sound[of_area], united[of_target]), dtype=object)
    land = np.asarray(shapely.area(pieces), dtype=np.float64)
    covered = np.bincount(of_area, land, minlength=sound.size) / shapely.area(sound)
    covered[covered < SLIVER] = 0.0
    covered[covered > 1 - SLIVER] = 1.0
    return covered, pieces, of_area


def _refuse_finer(targets: Targets, shapes: Shapes, boundaries: Boundaries) -> None:
    if not boundaries.are_generalised:
        return
    assert targets.shapes is not None
    typical = float(np.median(shapely.area(shapes)))
    finer = np.asarray(shapely.area(targets.shapes) < typical)
    if finer.any():
        row = "feature" if targets.form is TargetForm.POLYGONS else "line"
        raise Unfit(
            f"{targets.name}, {row} {targets.lines[int(finer.argmax())]}: the target is smaller "
            f"than a small area, and the outlines in {boundaries.name} are strongly generalised "
            f"({boundaries.corners} corners each): people would be put on the wrong side. Give "
            "full-resolution outlines, or targets of whole areas."
        )
