"""Regression to the mean: what units chosen for a high count do when nothing is done.

References
----------
Galton, F. (1886). Regression towards mediocrity in hereditary stature. Journal of the
Anthropological Institute 15, 246-263. Morris, C. N. (1983). Parametric empirical Bayes inference.
Journal of the American Statistical Association 78(381), 47-55. Hauer, E. (1997). Observational
before-after studies in road safety, chapter 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")


Floats: TypeAlias = "NDArray[np.float64]"
Flags: TypeAlias = "NDArray[np.bool_]"
Ints: TypeAlias = "NDArray[np.int64]"

FEWEST_UNITS = 5
DRAWS = 999


@dataclass(frozen=True, slots=True, eq=False)
class Returning:
    """How units move back: by how much of their distance from the mean lasts.

    Attributes
    ----------
    kept : 0 if all of it is gone by the next period, 1 if none is
    by_pairs : whether that was seen between periods; otherwise it follows from their spread
    next_rates : foretold of each unit, shape (n_units,)
    """

    kept: float
    by_pairs: bool
    next_rates: Floats


def returning(counts: Floats, exposure: Floats) -> Returning | None:
    """Foretell each unit's next rate from its last one; None where nothing can be told.

    Parameters
    ----------
    counts, exposure : ndarray of float, shape (n_units, n_periods)
        Before anything was done. With two periods or more, what lasts is the slope of one
        period's rates on those of the period before; with one, it is what their spread beyond
        that of Poisson counts comes to (a gamma distribution of true rates).

    Notes
    -----
    It is of the units in the table. If they were themselves chosen out of more, it is too small.
    """
    last, over = counts[:, -1], exposure[:, -1]
    seen = over > 0
    if seen.sum() < FEWEST_UNITS or last[seen].sum() == 0:
        return None
    mean = float(last[seen].sum() / over[seen].sum())
    rate = np.divide(last, over, out=np.full(last.shape, mean), where=seen)
    slope = _slope(counts, exposure)
    if slope is not None:
        kept = min(1.0, max(0.0, slope))
        return Returning(kept, True, mean + kept * (rate - mean))
    spare = float(((last - over * mean)[seen] ** 2).sum() - (over * mean)[seen].sum())
    between = max(0.0, spare / float((over[seen] ** 2).sum()))
    weight = np.divide(between * over, between * over + mean, out=np.zeros_like(over), where=seen)
    kept = float((weight * over)[seen].sum() / over[seen].sum())
    return Returning(kept, False, mean + weight * (rate - mean))


def _slope(counts: Floats, exposure: Floats) -> float | None:
    """The slope of rates on those of the period before, each period about its own mean."""
    above, below = 0.0, 0.0
    for place in range(counts.shape[1] - 1):
        both = (exposure[:, place] > 0) & (exposure[:, place + 1] > 0)
        if both.sum() < FEWEST_UNITS:
            continue
        one = counts[both, place] / exposure[both, place]
        two = counts[both, place + 1] / exposure[both, place + 1]
        one, two = one - one.mean(), two - two.mean()
        above += float((one * two).sum())
        below += float((one * one).sum())
    return above / below if below > 0 else None


def expected_fall(
    chosen: Flags, counts: Floats, exposure: Floats
) -> tuple[Returning, float, float | None] | None:
    """What chosen units' next count is to their last, and to their mean before.

    The second is None where the last period is the only one.
    """
    back = returning(counts, exposure)
    last = float(counts[chosen, -1].sum())
    if back is None or last == 0:
        return None
    over = exposure[chosen, -1]
    rates = back.next_rates[chosen]
    ratio = float((rates * over).sum()) / last
    on_mean = None
    if counts.shape[1] > 1:
        # Before the last, nobody chose: such periods are foretold as the next one is.
        earlier = exposure[chosen, :-1].sum(axis=1)
        mean_before = (rates * earlier + counts[chosen, -1]).sum()
        on_mean = float((rates * (earlier + over)).sum() / mean_before)
    return back, ratio, on_mean


def interval(
    chosen: Flags, counts: Floats, exposure: Floats, rng: np.random.Generator
) -> tuple[float, float] | None:
    """A 95% interval of the first of these, from units drawn again with replacement.

    None where too few drawings tell it, or where all of them end at the bound that nothing, or
    all, is kept: they have no width then, and that is no certainty.
    """
    units = len(counts)
    drawn: list[float] = []
    for _ in range(DRAWS):
        again = rng.integers(0, units, units)
        fall = expected_fall(chosen[again], counts[again], exposure[again])
        if fall is not None and chosen[again].any():
            drawn.append(fall[1])
    if len(drawn) < DRAWS // 2:
        return None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return (float(low), float(high)) if low < high else None


@dataclass(frozen=True, slots=True)
class Fall:
    """Units chosen for their count over some periods, and what they had over as many after."""

    at: int
    chosen_count: float
    next_count: float
    others_count: float
    others_next: float

    @property
    def ratio(self) -> float:
        return self.next_count / self.chosen_count

    @property
    def others_ratio(self) -> float | None:
        return self.others_next / self.others_count if self.others_count else None


def falls(counts: Floats, exposure: Floats, size: int, *, span: int = 1) -> Sequence[Fall]:
    """What follows on the highest counts: of so many units, in each stretch of the table.

    A stretch begins where the one before it ended, so that each count is followed once. Units that
    were not observed throughout are left out of a stretch; of equal counts the first is taken.
    """
    found = []
    for at in range(0, counts.shape[1] - 2 * span + 1, span):
        whole = (exposure[:, at : at + 2 * span] > 0).all(axis=1)
        units = np.flatnonzero(whole)
        if units.size <= size:
            continue
        now = counts[units, at : at + span].sum(axis=1)
        then = counts[units, at + span : at + 2 * span].sum(axis=1)
        order = np.argsort(-now, kind="stable")
        top, rest = order[:size], order[size:]
        if now[top].sum() == 0:
            continue
        found.append(
            Fall(
                at,
                float(now[top].sum()),
                float(then[top].sum()),
                float(now[rest].sum()),
                float(then[rest].sum()),
            )
        )
    return found
