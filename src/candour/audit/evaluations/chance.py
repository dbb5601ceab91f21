"""What treatment placed otherwise would have given: permutations, their p-value, their interval.

A pattern of treatment is scored by what was counted under it, over what the same units and periods
would hold if treatment did nothing. If treatment was drawn by lot, and these are the draws there
could have been, the p-value is exact. If it was not, it is a rank among made-up treatments.

References
----------
Fisher, R. A. (1935). The design of experiments. Rosenbaum, P. R. (2002). Observational studies,
2nd ed., section 2.7: an interval holds the effects that the test does not reject.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb, log

import numpy as np
from numpy.typing import NDArray

from candour.audit.statistics.two_way import margins

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

LEVEL = 0.05
HALF = 0.5  # added to counts, so that none of them has no logarithm
TIE = 1e-9
WIDEST, BISECTIONS = 7.0, 16
MOST_CELLS = 40_000_000
FEWEST_DRAWS = 199
FIRST_STEP = 0.25

Counted = tuple[Floats, Floats]  # under each pattern: counted, and expected


@dataclass(frozen=True, slots=True)
class Rank:
    """Where the actual treatment stands among the others.

    Attributes
    ----------
    p_value : share of patterns at least as far from 1, the actual one among them
    smallest : the least that it could have been
    patterns : of treatment, the actual one among them
    is_complete : whether they are all there are
    low, high : of the rate ratio, not rejected at 5%; None where there is no end
    """

    p_value: float
    smallest: float
    patterns: int
    is_complete: bool
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Patterns of treatment, the actual one first, and how each is scored.

    `under` gives, of two tables of the panel's shape, their sums under each pattern.
    """

    number: int
    is_complete: bool
    under: Callable[[Floats, Floats], Counted]


def rank(patterns: Patterns, counts: Floats, exposure: Floats, treated: Flags) -> Rank:
    """Set the actual treatment beside the others, and turn the test round for an interval.

    Parameters
    ----------
    patterns : Patterns
    counts, exposure : ndarray of float, shape (n_units, n_periods)
    treated : ndarray of bool, shape (n_units, n_periods)
        The actual treatment, the first of the patterns.

    Notes
    -----
    Two-sided, by the logarithm of counted over expected. Of an effect other than none, counts
    under treatment are first freed of it (`freed`): exact for no effect, near for others.
    """

    def p_of(log_ratio: float) -> float:
        without = freed(counts, exposure, treated, float(np.exp(log_ratio)))
        counted, expected = patterns.under(without, margins(without, exposure))
        # Freed of a ratio far from the true one, sums can fall below nothing.
        away = np.abs(np.log((np.maximum(counted, 0) + HALF) / (expected + HALF)))
        return float((away >= away[0] - TIE).mean())

    counted, expected = patterns.under(counts, margins(counts, exposure))
    middle = log((counted[0] + HALF) / (expected[0] + HALF))
    smallest = 1 / patterns.number
    low: float | None = None
    high: float | None = None
    if smallest < LEVEL:
        centre = _centre(p_of, middle)
        low, high = _end(p_of, centre, -1.0), _end(p_of, centre, 1.0)
    return Rank(p_of(0.0), smallest, patterns.number, patterns.is_complete, low, high)


def freed(counts: Floats, exposure: Floats, treated: Flags, ratio: float) -> Floats:
    """Counts as they would be without an effect, were it so large.

    Under treatment the mean goes back to what it would be and what is left above or below it is
    drawn in by the root of the ratio, so that Poisson counts vary alike on both sides. Divided by
    the ratio, those under treatment would vary more than the others, and intervals be too narrow.
    """
    multiplied = np.where(treated, ratio, 1.0)
    means = margins(counts, exposure * multiplied) / multiplied
    return np.where(treated, means + (counts - means * ratio) / np.sqrt(ratio), counts)


def _centre(p_of: Callable[[float], float], start: float) -> float:
    """A log ratio that is not rejected, near where the estimate lies."""
    tried = [start * factor for factor in (1.0, 1.5, 2.0, 0.5, 3.0)]
    return max(tried, key=p_of)


def _end(p_of: Callable[[float], float], centre: float, way: float) -> float | None:
    """Where ratios come to be rejected, going one way; None where they never are."""
    near, step = centre, FIRST_STEP
    far = near + way * step
    while p_of(far) >= LEVEL:
        near, step = far, step * 2
        far = near + way * step
        if abs(far - centre) > WIDEST:
            return None
    for _ in range(BISECTIONS):
        middle = (near + far) / 2
        near, far = (middle, far) if p_of(middle) >= LEVEL else (near, middle)
    return float(np.exp((near + far) / 2))


def of_units(starts: Ints, periods: int, *, most: int, rng: np.random.Generator) -> Patterns:
    """Patterns in which other units come under treatment, as many and on the same days.

    Parameters
    ----------
    starts : ndarray of int, shape (n_units,)
        The first period under treatment; `periods` for those that never are.
    most : int
        Patterns besides the actual one; where there are no more than these, all are taken.
    """
    units = starts.size
    actual = np.flatnonzero(starts < periods)
    dates = starts[actual]
    chosen, is_complete = _choices(units, actual, dates, most, rng)

    def under(counts: Floats, expected: Floats) -> Counted:
        summed = []
        for table in (counts, expected):
            after = np.zeros((units, periods + 1))
            after[:, :periods] = np.cumsum(table[:, ::-1], axis=1)[:, ::-1]
            summed.append(after[chosen, dates[None, :]].sum(axis=1))
        return summed[0], summed[1]

    return Patterns(len(chosen), is_complete, under)


def _choices(
    units: int, actual: Ints, dates: Ints, most: int, rng: np.random.Generator
) -> tuple[Ints, bool]:
    """Which units come under treatment in each pattern, the actual one first."""
    few = len(actual)
    is_one_date = bool((dates == dates[0]).all())
    if is_one_date and comb(units, few) <= most + 1:
        first = tuple(actual.tolist())
        others = [one for one in combinations(range(units), few) if one != first]
        return np.array([first, *others], dtype=np.int64), True
    draws = min(most, max(FEWEST_DRAWS, MOST_CELLS // max(1, few)))
    order = [rng.permutation(units)[:few] for _ in range(draws)]
    return np.array([actual, *order], dtype=np.int64), False


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Draws of which units are treated in each period, or which periods of each unit.

    Attributes
    ----------
    treated : the actual one first, shape (n_draws, n_units, n_periods)
    """

    treated: Flags

    def patterns(self) -> Patterns:
        flat = self.treated.reshape(len(self.treated), -1)

        def under(counts: Floats, expected: Floats) -> Counted:
            sums = _under(flat, np.column_stack([counts.ravel(), expected.ravel()]))
            return sums[:, 0], sums[:, 1]

        return Patterns(len(flat), False, under)

    def rank_of(self, values: Floats, moved: Callable[[Flags], Floats]) -> float:
        """How rarely draws give, of what they move to, a sum as far from their own mean.

        `moved` turns one draw into the column that is tested, such as treatment a day later.
        """
        sums = np.array([float((moved(one) * values).sum()) for one in self.treated])
        away = np.abs(sums - sums.mean())
        return float((away >= away[0] - TIE).mean())


def _under(flat: Flags, tables: Floats) -> Floats:
    """Sums under each draw, some draws at a time."""
    at_once = max(1, MOST_CELLS // 8 // max(1, flat.shape[1]))
    parts = [
        flat[start : start + at_once].astype(np.float64) @ tables
        for start in range(0, len(flat), at_once)
    ]
    return np.concatenate(parts)


def drawn_again(
    treated: Flags,
    observed: Flags,
    *,
    in_period: bool,
    most: int,
    rng: np.random.Generator,
) -> Draws:
    """Draw treatment anew: as many units of each period, or as many periods of each unit."""
    cells = treated.size
    draws = min(most, max(FEWEST_DRAWS, MOST_CELLS // cells))
    again = np.empty((draws + 1, *treated.shape), dtype=bool)
    again[0] = treated
    axis = 0 if in_period else 1
    if observed.all():
        for place in range(1, draws + 1):
            again[place] = rng.permuted(treated, axis=axis)
        return Draws(again)
    for place in range(1, draws + 1):
        again[place] = _shuffled(treated, observed, axis, rng)
    return Draws(again)


def _shuffled(treated: Flags, observed: Flags, axis: int, rng: np.random.Generator) -> Flags:
    drawn = treated.copy()
    for line in range(treated.shape[1 - axis]):
        place = (slice(None), line) if axis == 0 else (line, slice(None))
        seen = observed[place]
        values = drawn[place].copy()
        values[seen] = rng.permutation(values[seen])
        drawn[place] = values
    return drawn
