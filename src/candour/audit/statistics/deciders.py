"""Shares that those who decide differ in: how far they differ, and what is left within them.

Officers search unlike people in unlike places, so a gap between two groups can be one between those
who searched them. Here each decider (an officer, a team) has a share of their own, and a gap is
taken within each. Only what holds of all of them together leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate, normal_quantile
from candour.core.extras import Late

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

FEWEST_DECIDERS = 10  # of fewer, what is said of all would be of each
MOST_OF_ONE = 0.5  # of what a result rests on: with more it would be one decider's
NODES = 21  # of the quadrature over a decider's own share
STEPS, SMALLEST_STEP, LONGEST_STEP = 50, 1e-6, 2.0  # of Newton's method
WIDEST_SPREAD = 6.0  # a standard deviation of log-odds, at which shares are all near 0 or 1
TRIED_FIRST, EXACT_TO = 9, 1e-4  # deviations
MIDDLE = 0.8  # of deciders, between whose shares at both ends most lie


@dataclass(frozen=True, slots=True)
class Spread:
    """How far deciders' shares lie apart beyond chance.

    Attributes
    ----------
    deviation : standard deviation between deciders of the log-odds, within a group
    low, high : shares between which the middle 80 % of deciders lie, at that deviation
    """

    deviation: Estimate
    low: float
    high: float


def spread_of_deciders(hits: NDArray[np.int64], cases: NDArray[np.int64]) -> Spread:
    """How far the shares of deciders lie apart, within the groups they decide on.

    Parameters
    ----------
    hits, cases : array of int, shape (n_groups, n_deciders)
        For how many cases of each group something holds, of how many. Range is that of the first
        group.

    Raises
    ------
    TooFewToCompare
        With fewer than ten deciders who have a case, if one has more than half of all cases, or
        if a group has no case, no hit or nothing but hits.

    Notes
    -----
    A logistic model with a random intercept [1]_: the log-odds are a group's, and a decider's on
    top, normal about 0. The likelihood is worked out by adaptive Gauss-Hermite quadrature about
    each decider's mode [2]_, with the log-odds of groups integrated out by Laplace's method, so
    that few deciders are not taken to be more alike than they are. The interval has every
    deviation whose likelihood ratio is below the 95 % point of chi squared on one degree of
    freedom; it is wide enough and more at 0, where half the time the estimate is 0 itself.
    Deciders are independent of one another, and of whom they decide on.

    References
    ----------
    .. [1] McCulloch & Searle (2001). Generalized, Linear, and Mixed Models. Wiley, chapter 8.
    .. [2] Liu & Pierce (1994). A note on Gauss-Hermite quadrature. Biometrika 81, 624-629.
    """
    y, n = _of_those_who_decide(hits, cases)
    if not ((y.sum(axis=1) > 0) & (y < n).any(axis=1)).all():
        raise TooFewToCompare("cases that something holds for, and not, in each group")
    if n.sum(axis=0).max() > MOST_OF_ONE * n.sum():
        raise TooFewToCompare("deciders besides the one with most cases")
    start = np.log(y.sum(axis=1) + 0.5) - np.log((n - y).sum(axis=1) + 0.5)
    fit = _Fit(y, n, start)
    likeliest = fit.likeliest()
    floor = fit.at(likeliest) - normal_quantile(CONFIDENCE) ** 2 / 2
    low = 0.0 if fit.at(0.0) >= floor else fit.falls_below(floor, likeliest, 0.0)
    high = fit.falls_below(floor, likeliest, WIDEST_SPREAD)
    middle = float(fit.groups_at(likeliest)[0])
    reach = normal_quantile(MIDDLE) * likeliest
    ends = 1 / (1 + np.exp(-np.array([middle - reach, middle + reach])))
    return Spread(Estimate(likeliest, low, high), float(ends[0]), float(ends[1]))


class _Fit:
    """The likelihood of a deviation between deciders, with the groups' log-odds integrated out."""

    def __init__(
        self, hits: NDArray[np.float64], cases: NDArray[np.float64], start: NDArray[np.float64]
    ) -> None:
        self.hits, self.cases, self.start = hits, cases, start
        nodes, weights = np.polynomial.hermite.hermgauss(NODES)
        self.nodes, self.log_weights = nodes, np.log(weights) + nodes**2
        self.seen: dict[float, tuple[float, NDArray[np.float64]]] = {}

    def at(self, deviation: float) -> float:
        return self._at(deviation)[0]

    def groups_at(self, deviation: float) -> NDArray[np.float64]:
        return self._at(deviation)[1]

    def likeliest(self) -> float:
        from scipy.optimize import minimize_scalar

        grid = np.linspace(0.0, WIDEST_SPREAD**0.5, TRIED_FIRST) ** 2
        best = int(np.argmax([self.at(float(one)) for one in grid]))
        ends = (float(grid[max(best - 1, 0)]), float(grid[min(best + 1, grid.size - 1)]))
        found = minimize_scalar(
            lambda one: -self.at(float(one)),
            bounds=ends,
            method="bounded",
            options={"xatol": EXACT_TO},
        )
        return max((0.0, float(found.x)), key=self.at)

    def falls_below(self, floor: float, inside: float, outside: float) -> float:
        """Where between two deviations the likelihood comes down to a floor; `outside` if never."""
        from scipy.optimize import brentq

        if self.at(outside) >= floor:
            return outside
        return float(
            brentq(lambda one: self.at(one) - floor, *sorted((inside, outside)), xtol=EXACT_TO)
        )

    def _at(self, deviation: float) -> tuple[float, NDArray[np.float64]]:
        if deviation not in self.seen:
            self.seen[deviation] = self._integrated(deviation)
        return self.seen[deviation]

    def _integrated(self, deviation: float) -> tuple[float, NDArray[np.float64]]:
        """Newton's method for the groups' log-odds, then Laplace's for the integral over them."""
        groups = self.start.copy()
        value, slope, bend = self._likelihood(groups, deviation)
        for _ in range(STEPS):
            step = np.clip(np.linalg.solve(bend, slope), -LONGEST_STEP, LONGEST_STEP)
            after = self._likelihood(groups + step, deviation)
            while after[0] < value - SMALLEST_STEP and np.abs(step).max() > SMALLEST_STEP:
                step = step / 2
                after = self._likelihood(groups + step, deviation)
            groups = groups + step
            value, slope, bend = after
            if np.abs(step).max() <= SMALLEST_STEP:
                break
        return value - float(np.linalg.slogdet(bend)[1]) / 2, groups

    def _likelihood(
        self, groups: NDArray[np.float64], deviation: float
    ) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
        """The log likelihood but for a constant, its slope along log-odds, and how it bends."""
        y, n = self.hits, self.cases
        centre, width = self._modes(groups, deviation)
        own = centre[:, None] + sqrt(2) * width[:, None] * self.nodes  # (n_deciders, n_nodes)
        log_odds = groups[:, None, None] + deviation * own
        share = 1 / (1 + np.exp(-log_odds))
        scores = y[..., None] - n[..., None] * share
        each = (y[..., None] * log_odds - n[..., None] * np.logaddexp(0, log_odds)).sum(axis=0)
        logs = each - own**2 / 2 + self.log_weights + np.log(width)[:, None]
        top = logs.max(axis=1)
        weights = np.exp(logs - top[:, None])
        total = weights.sum(axis=1)
        weights /= total[:, None]
        # Louis's identity: what bends down is the mean of the bend, less the variance of the slope.
        mean = (weights * scores).sum(axis=2)
        inside = (weights * n[..., None] * share * (1 - share)).sum(axis=(1, 2))
        crossed = np.einsum("dk,gdk,hdk->gh", weights, scores, scores) - mean @ mean.T
        value = float((top + np.log(total)).sum())
        return value, mean.sum(axis=1), np.diag(inside) - crossed

    def _modes(
        self, groups: NDArray[np.float64], deviation: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where each decider's own share most likely lies, in deviations, and how sharply."""
        y, n = self.hits, self.cases
        own = np.zeros(y.shape[1])
        for _ in range(STEPS):
            share = 1 / (1 + np.exp(-(groups[:, None] + deviation * own)))
            slope = deviation * (y - n * share).sum(axis=0) - own
            bend = deviation**2 * (n * share * (1 - share)).sum(axis=0) + 1
            step = np.clip(slope / bend, -LONGEST_STEP, LONGEST_STEP)
            own = own + step
            if np.abs(step).max() <= SMALLEST_STEP:
                break
        share = 1 / (1 + np.exp(-(groups[:, None] + deviation * own)))
        return own, 1 / np.sqrt(deviation**2 * (n * share * (1 - share)).sum(axis=0) + 1)


@dataclass(frozen=True, slots=True)
class Within:
    """A difference of two shares within deciders, and how many of them it rests on."""

    difference: Estimate
    deciders: int


def difference_within(
    hits: Sequence[int],
    cases: Sequence[int],
    reference_hits: Sequence[int],
    reference_cases: Sequence[int],
) -> Within:
    """How much larger a group's share is than the reference's with the same decider.

    Parameters
    ----------
    hits, cases, reference_hits, reference_cases : sequences of int, length n_deciders
        Of the group and of the reference, decider by decider.

    Returns
    -------
    Within
        A difference of shares, -1 to 1, of those who decide on both groups.

    Raises
    ------
    TooFewToCompare
        If fewer than ten decide on both, or one of them weighs more than half.

    Notes
    -----
    Mantel and Haenszel's difference with a stratum for each decider [1]_: the mean of deciders'
    own differences, weighted by ``n·m/(n + m)``, which is what least squares with an indicator of
    each decider gives. Its variance is that between deciders, so that they may differ in their
    gaps, and never under the one for gaps that are all alike [2]_. The interval is Student's,
    with as many degrees as deciders of that unequal weight are worth [3]_, less one.

    References
    ----------
    .. [1] Greenland & Robins (1985). Estimation of a common effect parameter from sparse follow-up
       data. Biometrics 41, 55-68.
    .. [2] Sato (1989). On the variance estimator for the Mantel-Haenszel risk difference.
       Biometrics 45, 1323-1324.
    .. [3] Kish (1965). Survey Sampling. Wiley, section 11.7.
    """
    from scipy.special import stdtrit

    y, n, z, m = (
        np.asarray(one, dtype=float) for one in (hits, cases, reference_hits, reference_cases)
    )
    both = (n > 0) & (m > 0)
    y, n, z, m = y[both], n[both], z[both], m[both]
    if y.size < FEWEST_DECIDERS:
        raise TooFewToCompare("deciders of both groups")
    every = n + m
    weights = n * m / every
    whole = weights.sum()
    if weights.max() > MOST_OF_ONE * whole:
        raise TooFewToCompare("deciders besides the one with most cases")
    apart = (y * m - z * n) / every
    value = float(apart.sum() / whole)
    worth = float(whole**2 / (weights**2).sum())
    between = worth / (worth - 1) * float(((apart - value * weights) ** 2).sum()) / whole**2
    p = (n**2 * z - m**2 * y + n * m * (m - n) / 2) / every**2
    q = (y * (m - z) + z * (n - y)) / (2 * every)
    alike = float(value * p.sum() + q.sum()) / whole**2
    reach = float(stdtrit(worth - 1, (1 + CONFIDENCE) / 2)) * sqrt(max(between, alike, 0.0))
    return Within(
        Estimate(value, max(-1.0, value - reach), min(1.0, value + reach)), int(both.sum())
    )


def _of_those_who_decide(
    hits: NDArray[np.int64], cases: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The columns of deciders who have a case; refused where they are few."""
    y, n = np.asarray(hits, dtype=float), np.asarray(cases, dtype=float)
    deciding = n.sum(axis=0) > 0
    if deciding.sum() < FEWEST_DECIDERS:
        raise TooFewToCompare("deciders")
    return y[:, deciding], n[:, deciding]
