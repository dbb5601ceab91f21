"""Shares whose cases come in clusters: the finds of one officer, or of one month, are alike.

All that is printed of one pair of shares (each share, their difference, their ratio, the p-value)
rests on one widened error, and on one test: the score test of equal shares. So the difference
leaves out 0 exactly where the ratio leaves out 1 and where the p-value is below 0.05.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, copysign, cos, fsum, inf, pi, sqrt
from typing import TYPE_CHECKING

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate, crossing, normal_quantile
from candour.audit.statistics.proportions import koopman_ratio, wilson
from candour.audit.statistics.waves import INDEPENDENT, Counts, Widening
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

FEWEST_CLUSTERS = 4
# Within-officer correlation of finds, and searches per officer (weighted by themselves), that
# "clearly" has to bear where no file says who searched. Vomfell and Stewart (2021, Nature Human
# Behaviour 5, 566-575) have 36,000 searches by 1,100 officers over four and a half years: 33 each.
OFFICERS_ALIKE = 0.05
SEARCHES_PER_OFFICER = 20


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many cases something holds, and for how many; not whole where drawn down."""

    count: float
    cases: float

    def over(self, dispersion: float) -> Share:
        """The same share of so many fewer independent cases."""
        return Share(self.count / dispersion, self.cases / dispersion)


def share_widening(counts: Counts, cases: Counts) -> Widening | None:
    """How much a share moves from cluster to cluster, over what chance would do.

    Parameters
    ----------
    counts, cases : sequences of int, length n_clusters
        For how many cases of each cluster it holds, of how many.

    Returns
    -------
    Widening or None
        None with fewer than four clusters that have a case, or where the share is 0 or 1.

    Notes
    -----
    The variance of a ratio of sums over clusters, by linearisation: ``g/(g-1) Σ(yᵢ - p nᵢ)²/N²``
    over ``p(1-p)/N``, on g - 1 degrees of freedom [1]_. Clusters are taken to be independent of
    one another; it never counts for less than independent cases would give.

    References
    ----------
    .. [1] Cochran (1977). Sampling Techniques, 3rd ed., section 9A. Rao & Scott (1992). A simple
       method for the analysis of clustered binary data. Biometrics 48, 577-585.
    """
    y, n = np.asarray(counts, dtype=float), np.asarray(cases, dtype=float)
    clusters = int((n > 0).sum())
    total = n.sum()
    if clusters < FEWEST_CLUSTERS or not 0 < y.sum() < total:
        return None
    share = y.sum() / total
    return _widening(y - share * n, total * share * (1 - share), clusters)


def difference_widening(
    counts: Counts,
    cases: Counts,
    reference_counts: Counts,
    reference_cases: Counts,
) -> Widening | None:
    """How much the difference of two shares moves from cluster to cluster, over chance.

    A cluster (an officer, a month) holds cases of both groups, so what moves both alike cancels:
    their variances are not added. None as `share_widening` has it, for either group.
    """
    y, n = np.asarray(counts, dtype=float), np.asarray(cases, dtype=float)
    z, m = np.asarray(reference_counts, dtype=float), np.asarray(reference_cases, dtype=float)
    clusters = int(((n > 0) | (m > 0)).sum())
    if clusters < FEWEST_CLUSTERS or not n.sum() or not m.sum():
        return None
    here, there = y.sum() / n.sum(), z.sum() / m.sum()
    independent = here * (1 - here) / n.sum() + there * (1 - there) / m.sum()
    if not independent > 0:
        return None
    moves = (y - here * n) / n.sum() - (z - there * m) / m.sum()
    return _widening(moves, independent, clusters)


def _widening(moves: NDArray[np.float64], independent: float, clusters: int) -> Widening:
    squares = fsum((moves**2).tolist())  # the same in whatever order clusters come
    variance = clusters / (clusters - 1) * squares
    return Widening(max(1.0, float(variance / independent)), clusters - 1.0, clusters)


def if_officers_are_alike(cases: int) -> Widening:
    """The widening for finds of one officer that are correlated by .05, twenty searches each.

    >>> round(if_officers_are_alike(1_000).dispersion, 6)
    1.95
    """
    each = min(SEARCHES_PER_OFFICER, max(cases, 1))
    return Widening(1 + (each - 1) * OFFICERS_ALIKE, inf, 0)


def wider(one: Widening, other: Widening) -> Widening:
    """Of two the one that leaves more room."""
    return max(one, other, key=lambda w: w.dispersion * _quantile(w) ** 2)


def _quantile(widening: Widening) -> float:
    return normal_quantile(1 - 2 * widening.tail(CONFIDENCE))


def widened_share(share: Share, widening: Widening = INDEPENDENT) -> Estimate:
    """A share with Wilson's limits as if there were so many fewer independent cases.

    Raises
    ------
    TooFewToCompare
        If there is no case.

    Examples
    --------
    >>> print(widened_share(Share(805, 1_795)))
    0.4485 (0.4256 to 0.4716)
    """
    drawn = share.over(widening.dispersion)
    return wilson(drawn.count, drawn.cases, confidence=1 - 2 * widening.tail(CONFIDENCE))


def widened_share_ratio(
    share: Share, reference: Share, widening: Widening = INDEPENDENT
) -> Estimate:
    """The ratio of two shares, by Koopman's score interval of so many fewer cases.

    Raises
    ------
    TooFewToCompare
        If the reference's count is 0, or one side has no case.
    """
    here, there = share.over(widening.dispersion), reference.over(widening.dispersion)
    return koopman_ratio(
        here.count,
        here.cases,
        reference_count=there.count,
        reference_people=there.cases,
        confidence=1 - 2 * widening.tail(CONFIDENCE),
    )


def widened_share_difference(
    share: Share, reference: Share, widening: Widening = INDEPENDENT
) -> Estimate:
    """The difference of two shares, -1 to 1, by Mee's score interval of so many fewer cases.

    Raises
    ------
    TooFewToCompare
        If one side has no case.

    Notes
    -----
    All differences that the score test, with both shares as likely as that difference allows,
    would not refuse [1]_; without the factor N/(N-1) of [2]_, so that at 0 it is the plain test of
    equal shares.

    References
    ----------
    .. [1] Mee (1984). Confidence bounds for the difference between two probabilities. Biometrics
       40, 1175-1176.
    .. [2] Miettinen & Nurminen (1985). Comparative analysis of two rates. Statistics in Medicine
       4, 213-226.
    """
    _need_cases(share, reference)
    here, there = share.over(widening.dispersion), reference.over(widening.dispersion)
    z = normal_quantile(1 - 2 * widening.tail(CONFIDENCE))
    value = share.count / share.cases - reference.count / reference.cases
    low = high = value
    if value > -1:
        low = crossing(lambda apart: z - _score(apart, here, there), low=-1.0, high=value)
    if value < 1:
        high = crossing(lambda apart: -z - _score(apart, here, there), low=value, high=1.0)
    return Estimate(value, low, high)


def widened_share_p_value(
    share: Share, reference: Share, widening: Widening = INDEPENDENT
) -> float:
    """How surprising two shares would be if they were equal: the score test, two-sided.

    It is below 0.05 exactly where `widened_share_difference` leaves out 0 and
    `widened_share_ratio` leaves out 1.
    """
    from scipy.special import ndtr

    _need_cases(share, reference)
    score = _score(0.0, share.over(widening.dispersion), reference.over(widening.dispersion))
    return widening.surprise(2 * float(ndtr(-abs(score))))


def _need_cases(*shares: Share) -> None:
    if any(share.cases <= 0 for share in shares):
        raise TooFewToCompare("searches to take a share of")


def _score(apart: float, here: Share, there: Share) -> float:
    """How many standard errors the difference of the shares lies above `apart`."""
    likeliest = _likeliest(apart, here, there)
    own = min(1.0, max(0.0, likeliest + apart))
    variance = own * (1 - own) / here.cases + likeliest * (1 - likeliest) / there.cases
    beyond = here.count / here.cases - there.count / there.cases - apart
    if variance <= 0:
        return 0.0 if beyond == 0 else copysign(inf, beyond)
    return beyond / sqrt(variance)


def _likeliest(apart: float, here: Share, there: Share) -> float:
    """The likeliest share of the reference if the group's is `apart` above it.

    A root of a cubic, in closed form: Miettinen and Nurminen (1985), appendix.
    """
    every = here.cases + there.cases
    count = here.count + there.count
    a = every
    b = (here.cases + 2 * there.cases) * apart - every - count
    c = (there.cases * apart - every - 2 * there.count) * apart + count
    d = there.count * apart * (1 - apart)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a * a) + d / (2 * a)
    inner = (b / (3 * a)) ** 2 - c / (3 * a)
    root = copysign(sqrt(max(0.0, inner)), v)
    angle = acos(min(1.0, max(-1.0, v / root**3))) if root else pi / 2
    share = 2 * root * cos((pi + angle) / 3) - b / (3 * a)
    return min(1.0, 1.0 - apart, max(0.0, -apart, share))
