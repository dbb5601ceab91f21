"""Could targets placed without regard to who lives there lie like these? Shifted and turned.

Crime, and so targets, come in clusters; residents of a group do too. Dealing targets out anew area
by area ignores both and finds a difference nearly always (its size is printed in the docs to show
how wrong it is). Here the whole pattern of targets is shifted and turned over the force's area:
what falls outside is dropped, and because a shift that keeps fewer targets varies more, each is
weighed by how many it kept.

Rejecting says that these targets are not placed blind to where people live: it may say only that
they are urban. The banded null therefore lets a target fall only on areas of about its own density
and deprivation; its ratio leads.

References
----------
Mrkvička, T., Dvořák, J., González, J. A. & Mateu, J. (2021). Revisiting the random shift approach
for testing in spatial statistics. Spatial Statistics 42, 100430: the variance correction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil, exp
from typing import TYPE_CHECKING, TypeAlias

from candour.audit.geography.residents import Residents
from candour.audit.geography.shapes import Areas
from candour.core.errors import CandourError
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.spatial import cKDTree
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"

FEWEST_KEPT = 5  # a shift that keeps fewer is discarded
FEWEST_PLACEMENTS = 99
TRIES = 20  # placements tried for each wanted, before the shape is said to be too small
ALTERNATIVE = "two-sided"


class Null(StrEnum):
    """What is kept when targets are placed by chance."""

    SHIFT = "shift"  # the pattern of targets
    BANDED = "banded"  # and the density and deprivation of where each falls


class CannotPlace(CandourError):
    """Targets that can't be shifted within the area studied."""


@dataclass(frozen=True, slots=True)
class SpatialTest:
    """One comparison against chance placement.

    Attributes
    ----------
    statistic : the logarithm of the ratio of the two groups' shares in targets, by the areas that
        hold the targets' points
    expected : its mean over placements
    p_value : two-sided, counting what was observed as one of the placements
    placements : how many were kept
    kept : the mean share of targets that a placement kept
    centre : the mean over placements and what was observed, which the test measures from
    distances : of each placement from it, at as many targets as were observed; the furthest first
    """

    statistic: float
    expected: float
    p_value: float
    alternative: str
    null: Null
    placements: int
    kept: float
    centre: float = field(repr=False)
    distances: Floats = field(repr=False, compare=False)

    def by_chance(self, level: float) -> tuple[float, float]:
        """Between which ratios chance placement lies: outside them the p-value is below `level`.

        The level is above 0 and at most 1.
        """
        furthest = ceil(round(level * (1 + self.placements), 9)) - 1  # .14 of 100 is 14
        reach = float(self.distances[max(furthest, 1) - 1])
        return exp(self.centre - reach), exp(self.centre + reach)


def against_chance(  # noqa: PLR0913 # each is a part of the design of the test
    areas: Areas,
    residents: Residents,
    targets: tuple[Floats, Floats],
    *,
    group: NDArray[np.bool_],
    reference: NDArray[np.bool_],
    null: Null = Null.SHIFT,
    bands: NDArray[np.int64] | None = None,
    rng: np.random.Generator,
    placements: int = 999,
) -> SpatialTest:
    """Test whether targets placed by chance would expose the groups as differently.

    Parameters
    ----------
    targets : pair of ndarray of float, shape (n_targets,)
        Points of the targets, metres of the National Grid.
    group, reference : ndarray of bool, shape (n_groups,)
        Which groups make up each side.
    bands : ndarray of int, shape (n_areas,)
        For the banded null, the band of density and deprivation of each area.

    Raises
    ------
    CannotPlace
        If too few targets lie in the areas, or nearly all placements lose them.
    """
    if placements < FEWEST_PLACEMENTS:
        raise CannotPlace(f"At least {FEWEST_PLACEMENTS} placements are needed, not {placements}.")
    shifted_area = areas.covering(*targets).area
    if (shifted_area >= 0).sum() < FEWEST_KEPT:
        raise CannotPlace(
            f"Fewer than {FEWEST_KEPT} targets lie in the areas studied: nothing can be tested."
        )
    sides = residents.people[group].sum(axis=0), residents.people[reference].sum(axis=0)
    snapped = _Snapping.of(areas, bands) if null == Null.BANDED and bands is not None else None
    observed, n_observed = _log_ratio(shifted_area[None, :], *sides)
    values, area_kept = _placed(areas, targets, shifted_area, sides, snapped, rng, placements)
    everything = np.concatenate([observed, values])
    mean = float(everything.mean())
    scaled = (everything - mean) * np.sqrt(np.concatenate([n_observed, area_kept]))
    distances = np.abs(scaled[1:])
    as_far = int((distances >= np.abs(scaled[0]) - 1e-12).sum())
    return SpatialTest(
        statistic=float(observed[0]),
        expected=float(values.mean()),
        p_value=(1 + as_far) / (1 + values.size),
        alternative=ALTERNATIVE,
        null=null,
        placements=int(values.size),
        kept=float(area_kept.mean() / shifted_area.size),
        centre=mean,
        distances=np.sort(distances)[::-1] / np.sqrt(n_observed[0]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Snapping:
    """For each band, its areas by a point of each: a target falls on the nearest of its band."""

    bands: NDArray[np.int64]
    trees: dict[int, tuple[cKDTree, NDArray[np.int64]]]

    @classmethod
    def of(cls, areas: Areas, bands: NDArray[np.int64]) -> _Snapping:
        from scipy.spatial import cKDTree

        middle = np.column_stack(
            [areas.boxes[:, [0, 2]].mean(axis=1), areas.boxes[:, [1, 3]].mean(axis=1)]
        )
        trees = {}
        for band in np.unique(bands):
            members = np.flatnonzero(bands == band)
            trees[int(band)] = (cKDTree(middle[members]), members)
        return cls(bands, trees)

    def nearest(
        self, x: Floats, y: Floats, fell_on: NDArray[np.int32], origin: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        """The nearest area of each target's own band; what fell outside stays outside."""
        out = np.full(fell_on.shape, -1, np.int32)
        for band, (tree, members) in self.trees.items():
            wanted = (origin >= 0) & (self.bands[origin] == band) & (fell_on >= 0)
            if wanted.any():
                out[wanted] = members[tree.query(np.column_stack([x[wanted], y[wanted]]))[1]]
        return out


def _placed(
    areas: Areas,
    targets: tuple[Floats, Floats],
    cells: NDArray[np.int32],
    sides: tuple[Floats, Floats],
    snapped: _Snapping | None,
    rng: np.random.Generator,
    placements: int,
) -> tuple[Floats, Floats]:
    """The statistic of each placement that kept enough, and how many targets it kept."""
    values: list[Floats] = []
    areas_kept: list[Floats] = []
    have = tried = 0
    while have < placements and tried < placements * TRIES:
        x, y = _moved(areas, targets, rng, placements)
        fell_on = areas.covering(x.ravel(), y.ravel()).area
        if snapped is not None:
            fell_on = snapped.nearest(x.ravel(), y.ravel(), fell_on, np.tile(cells, placements))
        value, n = _log_ratio(fell_on.reshape(x.shape), *sides)
        enough = n >= FEWEST_KEPT
        values.append(value[enough])
        areas_kept.append(n[enough])
        have, tried = have + int(enough.sum()), tried + placements
    if have < placements:
        raise CannotPlace(
            "Nearly every shift loses the targets: they fill too much of the area studied, or lie "
            "too far apart, to be tested against chance placement."
        )
    return np.concatenate(values)[:placements], np.concatenate(areas_kept)[:placements]


def _moved(
    areas: Areas, targets: tuple[Floats, Floats], rng: np.random.Generator, placements: int
) -> tuple[Floats, Floats]:
    """Turn the pattern about its middle and put that anywhere in the box of the areas.

    Shape (n_placements, n_targets) each.
    """
    x, y = targets
    mx, my = x.mean(), y.mean()
    angle = rng.uniform(0, 2 * np.pi, (placements, 1))
    left, bottom = areas.boxes[:, 0].min(), areas.boxes[:, 1].min()
    right, top = areas.boxes[:, 2].max(), areas.boxes[:, 3].max()
    to_x = rng.uniform(left, right, (placements, 1))
    to_y = rng.uniform(bottom, top, (placements, 1))
    turned_x = (x - mx) * np.cos(angle) - (y - my) * np.sin(angle)
    turned_y = (x - mx) * np.sin(angle) + (y - my) * np.cos(angle)
    return turned_x + to_x, turned_y + to_y


def _log_ratio(areas: NDArray[np.int32], group: Floats, reference: Floats) -> tuple[Floats, Floats]:
    """The statistic of each row of areas (-1 is dropped), and how many were kept.

    Half a person on each side keeps it finite where targets fall on areas without one.
    """
    inside = areas >= 0
    ours = np.where(inside, group[areas], 0.0).sum(axis=1) + 0.5
    theirs = np.where(inside, reference[areas], 0.0).sum(axis=1) + 0.5
    share = np.log(ours / group.sum()) - np.log(theirs / reference.sum())
    return share, inside.sum(axis=1).astype(float)
