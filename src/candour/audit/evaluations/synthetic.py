"""A weighted mean of other units in place of those treated, and the same of every other unit.

References
----------
Abadie, A., Diamond, A. & Hainmueller, J. (2010). Synthetic control methods for comparative case
studies. Journal of the American Statistical Association 105(490), 493-505: placebo tests by the
ratio of errors after and before. Firpo, S. & Possebom, V. (2018). Synthetic control method:
inference, sensitivity analysis and confidence sets. Journal of Causal Inference 6(2): an interval
holds the effects that the same ratio of errors does not reject. Ben-Michael, E., Feller, A. &
Rothstein, J. (2021). The augmented synthetic control method. Journal of the American Statistical
Association 116(536), 1789-1803.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import Unfit
from candour.audit.evaluations.chance import LEVEL, TIE, Rank
from candour.audit.evaluations.panel import Panel
from candour.audit.statistics.two_way import NoRatio

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_BEFORE, FEWEST_DONORS = 4, 3
MOST_PLACEBOS = 499
SUMS_TO_ONE = 1e4  # how heavily weights are held to add up to 1
USED = 0.01  # of the weight, for a unit to count as used
PENALTIES = 10.0 ** np.arange(-4, 4.5, 0.5)


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands for some units: after over foretold, and how well it fitted before.

    Attributes
    ----------
    ratio, augmented : the plain one, and the one corrected by a ridge regression
    fit_before : root mean square of the error before, over the mean before
    before : root mean square of the error before
    own, both, foretold : after, the means of the rate squared, of the rate times the one foretold,
        and of the one foretold squared
    """

    ratio: float
    augmented: float
    fit_before: float
    before: float
    own: float
    both: float
    foretold: float
    used: int
    counted: float
    expected: float

    @property
    def error_ratio(self) -> float:
        """Root mean square of the error after over that before."""
        return self.error_if_times(1.0)

    def error_if_times(self, ratio: float) -> float:
        """The same if the rate after had been so many times what it was."""
        after = ratio**2 * self.own - 2 * ratio * self.both + self.foretold
        return sqrt(max(after, 0.0)) / self.before if self.before > 0 else inf


@dataclass(frozen=True, slots=True)
class Synthetic:
    """The actual units beside what stands for them, and where they rank among placebos."""

    stand: Stand
    rank: Rank
    placebos: tuple[Stand, ...]

    def chance_to_see(self, ratio: float) -> float:
        """The share of placebos that would be told from no effect at 5%, had they had this one."""
        most = _most_left(self.placebos)
        if most is None:
            return 0.0
        told = sum(one.error_if_times(ratio) > most + TIE for one in self.placebos)
        return told / len(self.placebos)


def need_synthetic(panel: Panel) -> None:
    """Refuse a panel that no weighted mean can be fitted on.

    Raises
    ------
    Unfit
    """
    if not panel.observed.all():
        raise Unfit(
            "Some units have no row for some periods, and a synthetic control needs all: fill them "
            "in with 0 if nothing was counted, or leave out the units or periods."
        )
    starts = panel.starts[panel.ever]
    if (starts != starts[0]).any():
        raise Unfit(
            "Units come under treatment on different dates, and the synthetic control here has one "
            "date for all: give one panel for each date, or use --design did."
        )
    if starts[0] < FEWEST_BEFORE:
        raise Unfit(
            f"There are {starts[0]} periods before treatment, and a synthetic control needs "
            f"{FEWEST_BEFORE} or more to be fitted on."
        )
    if (~panel.ever).sum() < FEWEST_DONORS:
        raise Unfit(
            f"There are {(~panel.ever).sum()} units that are never treated, and a synthetic "
            f"control needs {FEWEST_DONORS} or more to be made of."
        )


def synthesise(panel: Panel, *, seed: int) -> Synthetic:
    """Set the treated beside a weighted mean of the others, and as many others beside theirs."""
    start = int(panel.starts[panel.ever][0])
    treated, donors = np.flatnonzero(panel.ever), np.flatnonzero(~panel.ever)
    actual = stand_for(panel, treated, donors, start)
    sets, is_complete = _placebo_sets(donors, treated.size, seed)
    placebos = [
        stand for chosen in sets if (stand := _placebo(panel, chosen, donors, start)) is not None
    ]
    rank = _ranked(actual, placebos, is_complete=is_complete)
    return Synthetic(actual, rank, tuple(placebos))


def _placebo(panel: Panel, chosen: Ints, donors: Ints, start: int) -> Stand | None:
    try:
        return stand_for(panel, chosen, np.setdiff1d(donors, chosen), start)
    except NoRatio:
        return None


def stand_for(panel: Panel, treated: Ints, donors: Ints, start: int) -> Stand:
    """Fit weights on the periods before, and set what came after beside them.

    Rates are counts over exposure; those of several treated units are taken together.
    """
    own = panel.counts[treated].sum(axis=0) / panel.exposure[treated].sum(axis=0)
    others = panel.counts[donors] / panel.exposure[donors]
    weights = _weights(others[:, :start], own[:start])
    foretold = weights @ others
    correction = _ridge(others, own, foretold, start)
    exposure = panel.exposure[treated][:, start:].sum(axis=0)
    counted = float(panel.counts[treated][:, start:].sum())
    plain = float((foretold[start:] * exposure).sum())
    corrected = float(((foretold[start:] + correction) * exposure).sum())
    if plain <= 0 or counted <= 0:
        raise NoRatio("Nothing was counted on one side of the comparison: no ratio has a value.")
    before = _error(own[:start] - foretold[:start])
    mean = float(own[:start].mean())
    return Stand(
        ratio=counted / plain,
        augmented=counted / corrected if corrected > 0 else inf,
        fit_before=before / mean if mean > 0 else inf,
        before=before,
        own=float((own[start:] ** 2).mean()),
        both=float((own[start:] * foretold[start:]).mean()),
        foretold=float((foretold[start:] ** 2).mean()),
        used=int((weights > USED).sum()),
        counted=counted,
        expected=plain,
    )


def _error(away: Floats) -> float:
    return float(np.sqrt((away**2).mean()))


def _weights(others: Floats, own: Floats) -> Floats:
    """Weights of 0 or more that add up to 1 and bring the others nearest to one series."""
    from scipy.optimize import nnls  # seconds to load

    scale = float(max(np.abs(others).max(), np.abs(own).max(), TIE))
    held = SUMS_TO_ONE * np.ones((1, others.shape[0]))
    system = np.vstack([others.T / scale, held])
    weights, _ = nnls(system, np.append(own / scale, SUMS_TO_ONE), maxiter=50 * others.shape[0])
    total = float(weights.sum())
    return np.asarray(weights / total)


def _ridge(others: Floats, own: Floats, foretold: Floats, start: int) -> Floats:
    """What a ridge regression of after on before makes of the error that weights left before."""
    before, after = others[:, :start], others[:, start:]
    centred = before - before.mean(axis=0)
    outcomes = after - after.mean(axis=0)
    scale = float((centred**2).sum()) or 1.0
    best = min(PENALTIES, key=lambda size: _left_out(centred, outcomes, size * scale))
    coefficients = np.linalg.solve(
        centred.T @ centred + best * scale * np.eye(start), centred.T @ outcomes
    )
    return np.asarray((own[:start] - foretold[:start]) @ coefficients)


def _left_out(columns: Floats, outcomes: Floats, penalty: float) -> float:
    """The squared error of a ridge regression when each unit is left out of it in turn."""
    kernel = columns @ columns.T
    hat = kernel @ np.linalg.inv(kernel + penalty * np.eye(len(columns)))
    away = (outcomes - hat @ outcomes) / (1 - np.diag(hat))[:, None]
    return float((away**2).sum())


def _placebo_sets(donors: Ints, size: int, seed: int) -> tuple[list[Ints], bool]:
    """As many units that were never treated, all sets or some drawn; each leaves donors enough."""
    if donors.size - size < FEWEST_DONORS - 1:
        return [], True
    if comb(donors.size, size) <= MOST_PLACEBOS:
        return [np.array(one) for one in combinations(donors.tolist(), size)], True
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(donors, size, replace=False) for _ in range(MOST_PLACEBOS)]
    return drawn, False


def _ranked(actual: Stand, placebos: list[Stand], *, is_complete: bool) -> Rank:
    number = len(placebos) + 1
    as_far = sum(one.error_ratio >= actual.error_ratio - TIE for one in placebos)
    most = _most_left(placebos)
    low, high = (None, None) if most is None else _left_standing(actual, most + TIE)
    return Rank((1 + as_far) / number, 1 / number, number, is_complete, low, high)


def _most_left(placebos: Sequence[Stand]) -> float | None:
    """The largest ratio of errors that is not rejected at 5%; None where none can be."""
    rejected_by = int(
        LEVEL * (len(placebos) + 1) + TIE
    )  # so few of them as far, and p is 5% or less
    if rejected_by < 1:
        return None
    return sorted((one.error_ratio for one in placebos), reverse=True)[rejected_by - 1]


def _left_standing(actual: Stand, most: float) -> tuple[float | None, float | None]:
    """The lowest and the highest rate ratio that the ratio of errors does not reject.

    The rate after is freed of a ratio r before its error is taken. Counts vary by the root of their
    mean and misfits by the mean itself, so what is left is divided by the root of r or by r,
    whichever is the larger: freed of it, a unit never seems to vary more than the others do. Where
    no single ratio is left, because the rate went now up and now down, there are no ends; where
    none is too large, the upper one is missing.
    """
    room = (most * actual.before) ** 2
    below = _between_roots(actual.foretold, -2 * actual.both - room, actual.own)
    above = _between_roots(actual.foretold - room, -2 * actual.both, actual.own)
    ends = [(max(low, 0.0), min(high, 1.0)) for low, high in below]
    ends += [(max(low, 1.0), high) for low, high in above]
    held = [(low, high) for low, high in ends if low <= high]
    if not held:
        return None, None
    low, high = min(low for low, _ in held), max(high for _, high in held)
    return low, None if high == inf else high


def _between_roots(square: float, slope: float, level: float) -> list[tuple[float, float]]:
    """Where a quadratic is 0 or less, above 0; its level is above 0 and its slope below."""
    inside = slope**2 - 4 * square * level
    if inside < 0:
        return []
    near = 2 * level / (-slope + sqrt(inside))
    if square > 0:
        return [(near, (-slope + sqrt(inside)) / (2 * square))]
    return [(near, inf)]
