"""The share of each group's residents who live where police are sent.

Residents are those of a census: a count, not a sample. So there is no sampling error here; what is
uncertain is where in a small area people live when a target covers part of it (the bounds), where
the targets lie, and how the place has changed since the census.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.geography.residents import Residents
from candour.core.errors import CandourError
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

FEWEST_AREAS = 10  # no printed figure rests on fewer marked areas


class TooFewAreas(CandourError):
    """Targets so few that a figure on them would point at places."""

    def __init__(self, marked: int) -> None:
        self.marked = marked
        super().__init__(
            f"The targets lie in {marked} small areas. A figure on fewer than {FEWEST_AREAS} would "
            "point at places: take more targets, or a longer period."
        )


class NobodyLivesThere(CandourError):
    """A group without residents has no share of them anywhere."""

    def __init__(self, group: str) -> None:
        self.group = group
        super().__init__(
            f"Nobody of the group '{group}' lives in the areas studied, so it has no share to "
            "compare. Take a larger area, or another reference."
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number can be, whatever is not known."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """A group's exposure to targets.

    Attributes
    ----------
    residents : people of the group in all areas studied
    in_targets : how many of them live in targets
    share : the one over the other, from 0 to 1
    ratio : its share over the reference's; None where nobody of the reference lives in targets
    difference : its share less the reference's
    bounds : what `share` can be, where targets cover parts of areas; None where they don't
    """

    group: str
    residents: float
    in_targets: float
    share: float
    ratio: float | None
    difference: float
    bounds: Bounds | None


def exposure(residents: Residents, covered: Floats, *, reference: str) -> tuple[Exposure, ...]:
    """How much of each group lives in targets.

    Parameters
    ----------
    residents : Residents
    covered : ndarray of float, shape (n_areas,)
        How much of each area's people are taken to live in targets: 1 for a whole area, a part of
        it for a target that covers a part.
    reference : str
        The group that others are compared with.

    Raises
    ------
    TooFewAreas
        If targets touch fewer than ten areas.
    NobodyLivesThere
        If a group has no residents.

    Notes
    -----
    A part is given to all groups alike, which is right only if they live mixed inside an area. The
    bounds don't assume it: of a target that holds m of an area's n people, g of whom are of the
    group, at least max(0, g - (n - m)) and at most min(g, m) are in it [1]_. They take m itself as
    known.

    References
    ----------
    .. [1] Duncan, O. D. & Davis, B. (1953). An alternative to ecological correlation. American
       Sociological Review 18(6), 665-666.
    """
    refuse_too_few(covered)
    for group, people in zip(residents.groups, residents.people, strict=True):
        if not people.sum() > 0:
            raise NobodyLivesThere(group)
    inside = residents.people @ covered
    totals = residents.people.sum(axis=1)
    shares = inside / totals
    base = float(shares[residents.groups.index(reference)])
    is_whole = bool(np.isin(covered, (0.0, 1.0)).all())
    return tuple(
        Exposure(
            group=group,
            residents=float(totals[k]),
            in_targets=float(inside[k]),
            share=float(shares[k]),
            ratio=float(shares[k]) / base if base > 0 else None,
            difference=float(shares[k]) - base,
            bounds=None if is_whole else bounds_of_share(residents, covered, group=group),
        )
        for k, group in enumerate(residents.groups)
    )


def bounds_of_share(residents: Residents, covered: Floats, *, group: str) -> Bounds:
    """What a group's share in targets can be, wherever in each area its people live."""
    people, everyone = residents.of(group), residents.everyone
    inside = covered * everyone
    low = np.maximum(0.0, people - (everyone - inside))
    high = np.minimum(people, inside)
    return Bounds(float(low.sum() / people.sum()), float(high.sum() / people.sum()))


def refuse_too_few(covered: Floats) -> None:
    marked = int((covered > 0).sum())
    if marked < FEWEST_AREAS:
        raise TooFewAreas(marked)


def concentration(residents: Residents, covered: Floats) -> float:
    """How unevenly targets fall on residents: their share of areas' people, as a Gini from 0 to 1.

    0 is every area covered alike; close to 1 is all of the targets on few of the people. Areas are
    put in order of coverage, and people, not areas, are counted.
    """
    everyone = residents.everyone
    order = np.argsort(covered, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(everyone[order])]) / everyone.sum()
    share_held = np.concatenate([[0.0], np.cumsum((everyone * covered)[order])])
    if not share_held[-1] > 0:
        return 0.0
    return float(1 - 2 * np.trapezoid(share_held / share_held[-1], people))
