"""How much of a difference between groups goes with deprivation, and what is left within it.

Three numbers are printed side by side, never as "so much per cent explained": that share swings
from below nothing to nearly all with the index chosen, and deprivation is not something that
happens to groups by chance.

The Income domain is used: the overall index contains recorded crime, which policing shapes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.residents import Residents
from candour.audit.places.exposure import FEWEST_AREAS
from candour.core.errors import CandourError

Floats = NDArray[np.float64]
Strata = NDArray[np.int64]


class NoDeprivation(CandourError):
    """Areas without a figure of deprivation."""

    def __init__(self, areas: int) -> None:
        super().__init__(
            f"{areas} of the areas studied have no figure of deprivation. Give a file of the same "
            "areas (codes of 2011 and 2021 differ), or leave deprivation out."
        )


@dataclass(frozen=True, slots=True)
class Stratum:
    """One band of deprivation. `share` is None where its marked areas are too few to be shown."""

    stratum: int
    residents: float
    share: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class ByDeprivation:
    """One group against the reference.

    Attributes
    ----------
    observed : the ratio of their shares in targets
    expected : the ratio if in each band everyone were as exposed as its residents are on average,
        so that only where the groups live by deprivation made a difference
    within : the ratio within bands, their comparisons weighted as Mantel and Haenszel do; None
        where no band holds both
    """

    group: str
    observed: float | None
    expected: float | None
    within: float | None
    strata: tuple[Stratum, ...]


def by_deprivation(
    residents: Residents, covered: Floats, strata: Strata, *, group: str, reference: str
) -> ByDeprivation:
    """Set a group's exposure beside what deprivation alone would give.

    Parameters
    ----------
    covered : ndarray of float, shape (n_areas,)
        How much of each area is in targets.
    strata : ndarray of int, shape (n_areas,)
        The band of each area, such as its decile of income deprivation, 1 the most deprived; fixed
        before the targets are read.

    References
    ----------
    Greenland, S. & Robins, J. M. (1985). Estimation of a common effect parameter from sparse
    follow-up data. Biometrics 41(1), 55-68: the weights.
    """
    bands = np.unique(strata)
    ours = _sums(residents.of(group), covered, strata, bands)
    theirs = _sums(residents.of(reference), covered, strata, bands)
    everyone, inside = _sums(residents.everyone, covered, strata, bands)
    rate = np.divide(inside, everyone, out=np.zeros_like(inside), where=everyone > 0)
    both = ours[0] + theirs[0]
    shown = shown_bands(np.array([(covered[strata == band] > 0).sum() for band in bands]))
    weight = np.divide(1.0, both, out=np.zeros_like(both), where=both > 0)
    return ByDeprivation(
        group=group,
        observed=_ratio(_share(*ours), _share(*theirs)),
        expected=_ratio(
            float(ours[0] @ rate / ours[0].sum()), float(theirs[0] @ rate / theirs[0].sum())
        ),
        within=_ratio(
            float((ours[1] * theirs[0] * weight).sum()), float((theirs[1] * ours[0] * weight).sum())
        ),
        strata=tuple(
            _stratum(int(band), k, ours, theirs, is_shown=bool(shown[k]))
            for k, band in enumerate(bands)
        ),
    )


def _sums(people: Floats, covered: Floats, strata: Strata, bands: Strata) -> tuple[Floats, Floats]:
    at = np.searchsorted(bands, strata)
    living = np.bincount(at, people, minlength=bands.size).astype(np.float64)
    return living, np.bincount(at, people * covered, minlength=bands.size).astype(np.float64)


def shown_bands(marked: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which bands may be shown, by how many of the areas of each are marked.

    Those with fewer than ten are not; and where those have fewer than ten together, the band with
    the fewest of the others is hidden as well, or taking those shown from all would tell of them.
    """
    shown = np.asarray(marked >= FEWEST_AREAS)
    while not shown.all() and shown.any() and marked[~shown].sum() < FEWEST_AREAS:
        shown[np.where(shown, marked, np.iinfo(np.int64).max).argmin()] = False
    return shown


def _stratum(
    band: int, k: int, ours: tuple[Floats, Floats], theirs: tuple[Floats, Floats], *, is_shown: bool
) -> Stratum:
    if not is_shown:
        return Stratum(band, float(ours[0][k]), None, None)
    share = float(ours[1][k] / ours[0][k]) if ours[0][k] > 0 else None
    other = float(theirs[1][k] / theirs[0][k]) if theirs[0][k] > 0 else None
    return Stratum(
        band,
        float(ours[0][k]),
        share,
        _ratio(share, other) if share is not None and other is not None else None,
    )


def _share(living: Floats, inside: Floats) -> float:
    return float(inside.sum() / living.sum())


def _ratio(top: float, bottom: float) -> float | None:
    return top / bottom if bottom > 0 else None
