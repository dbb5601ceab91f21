"""What the numbers of an audit come to when the map of the targets is drawn again within its error.

A map read off a page lies where its control points put it, give or take: a range of each number
over the redrawings says what that may change. It holds the error of the map alone, not where in an
area people live.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.residents import Residents
from candour.audit.georeference.redrawings import Redrawings
from candour.audit.places.exposure import concentration
from candour.audit.places.lived_at import LivedAt
from candour.audit.places.overlay import Allocation, covered_by
from candour.audit.places.rows import Comparison, Ends, ExposureRow, Places
from candour.audit.places.strata import by_deprivation

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

LOW, HIGH = 2.5, 97.5
MOST_WITHOUT = 0.02  # of redrawings may lack a ratio; beyond, its upper end is not told


@dataclass(frozen=True, slots=True, eq=False)
class Under:
    """What targets lie over.

    Attributes
    ----------
    shapes : of the areas studied
    lived_at : points where people live, where a file tells them
    bands : of deprivation, and of density and deprivation; None where deprivation is not known
    """

    residents: Residents
    shapes: Shapes
    bands: NDArray[np.int64] | None
    fine_bands: NDArray[np.int64] | None
    reference: str
    lived_at: LivedAt | None = None


def with_ranges(
    result: Places, redrawings: Redrawings, under: Under, allocation: Allocation
) -> Places:
    """The result with a range over redrawings beside each number.

    The ends are the 2.5th and 97.5th of a hundred; a number that has no value in one redrawing of
    fifty or more has no range.
    """
    drawn = [
        dict(
            _numbers(
                under,
                covered_by(redrawings.shapes_of(k), under.shapes, allocation, under.lived_at),
            )
        )
        for k in range(len(redrawings))
    ]
    ranges = {key: _ends([one.get(key) for one in drawn]) for key in set().union(*drawn)}
    return replace(
        result,
        exposure=tuple(_exposure(row, ranges) for row in result.exposure),
        comparisons=tuple(_comparison(row, ranges) for row in result.comparisons),
        concentration_redrawn=ranges.get("concentration"),
        accounted_for=replace(result.accounted_for, redrawings=len(redrawings)),
    )


def _numbers(under: Under, covered: Floats) -> Iterator[tuple[str, float | None]]:
    residents, reference = under.residents, under.reference
    shares = residents.people @ covered / residents.people.sum(axis=1)
    base = float(shares[residents.groups.index(reference)])
    yield "concentration", concentration(residents, covered)
    for group, share in zip(residents.groups, shares.tolist(), strict=True):
        yield f"{group} share", share
        if group == reference:
            continue
        yield f"{group} ratio", share / base if base > 0 else None
        yield f"{group} difference", share - base
        for name, bands in (("expected", under.bands), ("within", under.fine_bands)):
            if bands is not None and covered.any():
                row = by_deprivation(residents, covered, bands, group=group, reference=reference)
                yield f"{group} {name}", getattr(row, name)


def _ends(values: list[float | None]) -> Ends | None:
    known = [value for value in values if value is not None]
    if len(known) < (1 - MOST_WITHOUT) * len(values):
        return None
    low, high = np.percentile(known, [LOW, HIGH])
    return Ends(low=float(low), high=float(high))


def _exposure(row: ExposureRow, ranges: Mapping[str, Ends | None]) -> ExposureRow:
    return replace(row, redrawn=ranges.get(f"{row.group} share"))


def _comparison(row: Comparison, ranges: Mapping[str, Ends | None]) -> Comparison:
    return replace(
        row,
        ratio_redrawn=ranges.get(f"{row.group} ratio"),
        difference_redrawn=ranges.get(f"{row.group} difference"),
        expected_redrawn=ranges.get(f"{row.group} expected"),
        within_redrawn=ranges.get(f"{row.group} within"),
    )
