"""How much of a difference between groups goes with deprivation, and what is left within it.

Three numbers are printed side by side, never as "so much per cent explained": that share swings
from below nothing to nearly all with the index chosen, and deprivation is not something that
happens to groups by chance.

The Income domain is used: the overall index contains recorded crime, which policing shapes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.residents import Residents
from candour.audit.places.exposure import FEWEST_AREAS
from candour.core.errors import CandourError

Floats = NDArray[np.float64]
Strata = NDArray[np.int64]

TOLD = 1e-9  # how near to what is printed a number lies that follows from it


class NoDeprivation(CandourError):
    """Areas without a figure of deprivation."""

    def __init__(self, areas: int) -> None:
        super().__init__(
            f"{areas} of the areas studied have no figure of deprivation. Give a file of the same "
            "areas (codes of 2011 and 2021 differ), or leave deprivation out."
        )


@dataclass(frozen=True, slots=True)
class Stratum:
    """A band of deprivation, or several beside one another taken together, up to `last`.

    `share` is None where its marked areas are too few to be shown.
    """

    stratum: int
    last: int
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
    residents: Residents,
    covered: Floats,
    strata: Strata,
    *,
    group: str,
    reference: str,
    lasts: Mapping[int, int] = MappingProxyType({}),
) -> ByDeprivation:
    """Set a group's exposure beside what deprivation alone would give.

    Parameters
    ----------
    covered : ndarray of float, shape (n_areas,)
        How much of each area is in targets.
    strata : ndarray of int, shape (n_areas,)
        The band of each area, such as its decile of income deprivation, 1 the most deprived; fixed
        before the targets are read.
    lasts : mapping of int to int
        Of bands that were taken together, from the first of them to the last.

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
            _stratum((band, lasts.get(band, band)), k, ours, theirs, is_shown=bool(shown[k]))
            for k, band in enumerate(bands.tolist())
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


def together(strata: Strata, covered: Floats) -> tuple[Strata, dict[int, int]]:
    """Bands taken together with those beside them until in each ten areas or more are marked.

    Gives each area the first of the bands that its own was taken together with, and of each such
    first one the last.

    >>> bands, lasts = together(np.array([1] * 11 + [2] * 3 + [3] * 9), np.array([1.0] * 23))
    >>> sorted(set(bands.tolist())), lasts
    ([1, 2], {1: 1, 2: 3})
    """
    bands = np.unique(strata).tolist()
    runs = [([band], int((covered[strata == band] > 0).sum())) for band in bands]
    while len(runs) > 1 and min(marked for _, marked in runs) < FEWEST_AREAS:
        at = min(range(len(runs)), key=lambda k: runs[k][1])
        beside = min((k for k in (at - 1, at + 1) if 0 <= k < len(runs)), key=lambda k: runs[k][1])
        first, second = runs[min(at, beside)], runs[max(at, beside)]
        runs[min(at, beside)] = (first[0] + second[0], first[1] + second[1])
        del runs[max(at, beside)]
    firsts = {band: run[0] for run, _ in runs for band in run}
    taken = np.array([firsts[band] for band in strata.tolist()], dtype=np.int64)
    return taken, {run[0]: run[-1] for run, _ in runs}


def tell_of_few(residents: Residents, covered: Floats, strata: Strata, *, reference: str) -> bool:
    """Whether what is printed of some bands tells how many people live in the few marked areas.

    Bands with few marked areas are not shown, but each group's sum over all bands is, and so are
    the ratios that bands alone would give and those within bands. Each of these is one equation
    between what is not shown, and with few bands hidden they have one solution. Bounds that follow
    from counts not being below 0 are not looked at.
    """
    bands = np.unique(strata)
    marked = np.array([int((covered[strata == band] > 0).sum()) for band in bands])
    hidden = np.flatnonzero(~shown_bands(marked))
    if not hidden.size:
        return False
    at = np.searchsorted(bands, strata)
    living = np.array([
        np.bincount(at, people, minlength=bands.size) for people in residents.people
    ])  # fmt: skip
    inside = np.array([
        np.bincount(at, people * covered, minlength=bands.size) for people in residents.people
    ])  # fmt: skip
    known = _equations(living, inside, residents.groups.index(reference))[:, :, hidden]
    known = known.reshape(len(known), -1)
    sizes = np.linalg.norm(known, axis=1, keepdims=True)
    known = np.divide(known, sizes, out=np.zeros_like(known), where=sizes > 0)
    return any(
        _follows(asked.ravel(), known)
        for asked in _numbers_of_few(marked[hidden], len(residents.groups))
    )


def _equations(living: Floats, inside: Floats, reference: int) -> Floats:
    """What printed numbers say of residents in marked areas: by equation, group and band."""
    groups, bands = living.shape
    totals = np.zeros((groups, groups, bands))
    totals[np.arange(groups), np.arange(groups)] = 1.0
    everyone, theirs = living.sum(axis=0), living[reference]
    rate = np.divide(inside.sum(axis=0), everyone, out=np.zeros(bands), where=everyone > 0)
    rows = [*totals]
    for k in range(groups):
        if k == reference:
            continue
        ours = living[k]
        away = ours / ours.sum() - (ours @ rate / ours.sum()) / (
            theirs @ rate / theirs.sum()
        ) * (theirs / theirs.sum())  # fmt: skip
        of_rates = np.divide(away, everyone, out=np.zeros(bands), where=everyone > 0)
        rows.append(np.tile(of_rates, (groups, 1)))
        weight = np.divide(1.0, ours + theirs, out=np.zeros(bands), where=ours + theirs > 0)
        bottom = float((inside[reference] * ours * weight).sum())
        if bottom > 0:
            within = float((inside[k] * theirs * weight).sum()) / bottom
            row = np.zeros((groups, bands))
            row[k], row[reference] = theirs * weight, -within * ours * weight
            rows.append(row)
    return np.array(rows)


def _numbers_of_few(marked: NDArray[np.int64], groups: int) -> Iterator[Floats]:
    """Sums over bands with fewer than ten marked areas together: of each group, and of all."""
    for size in range(1, marked.size + 1):
        for few in combinations(range(marked.size), size):
            if marked[list(few)].sum() >= FEWEST_AREAS:
                continue
            for members in (*([k] for k in range(groups)), list(range(groups))):
                asked = np.zeros((groups, marked.size))
                asked[np.ix_(members, list(few))] = 1.0
                yield asked


def _follows(asked: Floats, known: Floats) -> bool:
    """Whether a sum is one of sums that are known."""
    shares = np.linalg.lstsq(known.T, asked, rcond=None)[0]
    return bool(np.linalg.norm(known.T @ shares - asked) < TOLD * np.linalg.norm(asked))


def _stratum(
    bands: tuple[int, int],
    k: int,
    ours: tuple[Floats, Floats],
    theirs: tuple[Floats, Floats],
    *,
    is_shown: bool,
) -> Stratum:
    living = float(ours[0][k])
    if not is_shown:
        return Stratum(*bands, living, None, None)
    share = float(ours[1][k] / living) if living > 0 else None
    other = float(theirs[1][k] / theirs[0][k]) if theirs[0][k] > 0 else None
    ratio = _ratio(share, other) if share is not None and other is not None else None
    return Stratum(*bands, living, share, ratio)


def _share(living: Floats, inside: Floats) -> float:
    return float(inside.sum() / living.sum())


def _ratio(top: float, bottom: float) -> float | None:
    return top / bottom if bottom > 0 else None
