"""Rates and shares of many small groups together, each with an interval that carries all errors.

A rate is drawn towards that of all by as much as it is uncertain. How far is itself estimated, and
here it is not held to be known: the posterior runs over all that it could be.
"""

from collections.abc import Callable, Sequence
from math import exp

import numpy as np
from numpy.typing import NDArray

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate
from candour.audit.statistics.shrinkage import log_ratios

Array = NDArray[np.float64]
Mixture = tuple[Array, Array, Array]  # weights of a grid; and a posterior's two numbers, by place

MEANS, DRAWN = 31, 32  # points of the grid
RATIOS_DRAWN = 128  # points of the grid of ratios, whose mean needs none
FARTHEST = 6.0  # standard errors to each side of the mean's estimate
HALVINGS = 40
WORTH_KEEPING = 1e-6  # of the posterior: points of the grid below it change no digit that is read


def pooled_rates(
    events: Sequence[int], exposures: Sequence[float], *, confidence: float = CONFIDENCE
) -> list[Estimate]:
    """Rates of places, each drawn towards that of all, with its posterior interval.

    Parameters
    ----------
    events : sequence of int, length n_places
    exposures : sequence of float, same length, above 0
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    list of Estimate
        Events per unit of exposure: the posterior's mean, and its equal-tailed interval.

    Raises
    ------
    TooFewToCompare
        If there is no place, one has no exposure, or there is no event anywhere.

    Notes
    -----
    Events of a place are Poisson about its true rate, and true rates follow a gamma distribution.
    Its mean has a flat prior on the log scale. How far a typical place is drawn in has a uniform
    one (the uniform shrinkage prior [1]_ [2]_), which neither makes all places alike nor lets each
    stand alone. The posterior is worked out on a grid of both, so that the interval holds their
    errors, which plain empirical Bayes leaves out and is too narrow for [3]_. It takes places to be
    alike but for chance and one common spread: a place that stands apart is drawn in too far. An
    interval holds the true rate 95 % of the time on average over places, not in each. So nothing is
    called clear from it; and two of them share errors: never test one against another.

    References
    ----------
    .. [1] Christiansen & Morris (1997). Hierarchical Poisson regression modeling. Journal of the
       American Statistical Association 92, 618-632.
    .. [2] Daniels (1999). A prior for the variance in hierarchical models. Canadian Journal of
       Statistics 27, 567-578.
    .. [3] Morris (1983). Parametric empirical Bayes inference: theory and applications. Journal of
       the American Statistical Association 78, 47-55.

    Examples
    --------
    >>> for rate in pooled_rates([0, 50, 10], [10, 100, 100]):
    ...     print(rate)
    0.08503 (3.579e-06 to 0.3006)
    0.4748 (0.348 to 0.6205)
    0.1088 (0.05336 to 0.1836)
    """
    from scipy.special import gammainc, gammaln

    y, e = np.asarray(events, dtype=float), np.asarray(exposures, dtype=float)
    if y.size == 0 or not (e > 0).all():
        raise TooFewToCompare("places with anyone in them")
    if not y.sum():
        raise TooFewToCompare("events in any place")
    log_rates = np.log((y + 0.5) / e)
    means = np.exp(_around(float(np.log(y.sum() / e.sum())), log_rates, 1 / y.sum()))
    # Of a typical place the share ``shape / (shape + mean · exposure)`` is taken from all places.
    typical = float(np.median(e))
    m, share = _grid(means)
    a = m * typical * share / (1 - share)
    log_likelihood = (
        gammaln(a + y) - gammaln(a) + a * np.log(a / (a + m * e)) + y * np.log(m * e / (a + m * e))
    ).sum(axis=1)
    mixture = _mixture(log_likelihood, a + y, a / m + e)
    return _summaries(
        mixture,
        lambda x, own, rate: gammainc(own, rate * x),
        lambda own, rate: own / rate,
        highest=float(10 * np.exp(log_rates.max()) + 10 / e.min()),
        confidence=confidence,
    )


def pooled_shares(
    counts: Sequence[float], people: Sequence[float], *, confidence: float = CONFIDENCE
) -> list[Estimate]:
    """Shares in groups, each drawn towards that in all, with its posterior interval.

    As `pooled_rates`, with counts binomial about true shares that follow a beta distribution.
    Returns shares, 0 to 1; groups must not be empty, and the whole neither without a case nor all.
    Counts over their dispersion need not be whole.

    Raises
    ------
    TooFewToCompare

    Examples
    --------
    >>> for share in pooled_shares([0, 60, 10], [4, 100, 100]):
    ...     print(share)
    0.1279 (1.357e-06 to 0.4462)
    0.5842 (0.4852 to 0.6798)
    0.1077 (0.05449 to 0.1761)
    """
    from scipy.special import betainc, betaln, expit, logit

    y, n = np.asarray(counts, dtype=float), np.asarray(people, dtype=float)
    if y.size == 0 or not (n > 0).all():
        raise TooFewToCompare("groups with anyone in them")
    if not 0 < y.sum() < n.sum():
        raise TooFewToCompare("cases, or none but cases, in any group")
    log_odds = logit((y + 0.5) / (n + 1))
    whole = y.sum() / n.sum()
    error = 1 / (n.sum() * whole * (1 - whole))
    means = expit(_around(float(logit(whole)), log_odds, error))
    mean, share = _grid(means)
    size = float(np.median(n)) * share / (1 - share)
    a, b = mean * size, (1 - mean) * size
    log_likelihood = (betaln(a + y, b + n - y) - betaln(a, b)).sum(axis=1)
    mixture = _mixture(log_likelihood, a + y, b + n - y)
    return _summaries(
        mixture,
        lambda x, own, other: betainc(own, other, x),
        lambda own, other: own / (own + other),
        highest=1.0,
        confidence=confidence,
    )


def pooled_ratios(
    sides: Sequence[tuple[int, float]],
    references: Sequence[tuple[int, float]],
    *,
    dispersions: Sequence[float] | None = None,
    confidence: float = CONFIDENCE,
) -> list[Estimate]:
    """Ratios of two groups' rates in places, each drawn towards that of all, with its interval.

    Parameters
    ----------
    sides, references : sequence of (events, exposure), length n_places
    dispersions : sequence of float, optional
        How many times as much events of each place vary as independent ones; by default 1.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    list of Estimate
        Unitless; 1 is equal rates.

    Raises
    ------
    TooFewToCompare
        If there is no place, one has no residents, or one side has no event in any place.

    Notes
    -----
    Log ratios and their errors are those of `log_ratios`, errors widened by the dispersion; true
    ones are normal about a common mean with a flat prior. How far a typical place is drawn in has
    a uniform one, as in `pooled_rates`, and the posterior runs over all that it could be: so an
    interval holds its error. With the spread at its estimate (DerSimonian and Laird's) intervals
    of eight places that differ little held the truth 88 % of the time. Coverage is on average over
    places, and nothing is called clear from one.

    Examples
    --------
    >>> sides = [(0, 50), (40, 1_000), (90, 800)]
    >>> for ratio in pooled_ratios(sides, [(4, 900), (60, 5_000), (20, 900)]):
    ...     print(f"{ratio.value:.2f}")
    3.79
    3.62
    4.41
    """
    from scipy.special import ndtr

    if not sides:
        raise TooFewToCompare("places to compare")
    own, error = log_ratios(sides, references)
    variance = error**2 * np.asarray([1.0] * len(sides) if dispersions is None else dispersions)
    drawn = (np.arange(RATIOS_DRAWN) + 0.5) / RATIOS_DRAWN
    # Of a typical place the share ``s² / (s² + τ²)`` is taken from all places.
    between = (float(np.median(variance)) * (1 - drawn) / drawn)[:, None]
    precision = 1 / (variance + between)
    whole = precision.sum(axis=1, keepdims=True)
    mean = (precision * own).sum(axis=1, keepdims=True) / whole
    log_likelihood = (np.log(precision) - precision * (own - mean) ** 2).sum(axis=1)
    from_all = variance * precision
    middles = (1 - from_all) * own + from_all * mean
    spreads = np.sqrt(variance * (1 - from_all) + from_all**2 / whole)
    mixture = _mixture((log_likelihood - np.log(whole[:, 0])) / 2, middles, spreads)
    reach = FARTHEST * spreads.max()
    estimates = _summaries(
        mixture,
        lambda x, middle, spread: ndtr((x - middle) / spread),
        lambda middle, spread: middle,
        lowest=float(middles.min() - reach),
        highest=float(middles.max() + reach),
        confidence=confidence,
    )
    return [Estimate(exp(one.value), exp(one.low), exp(one.high)) for one in estimates]


def _around(middle: float, own: Array, error: float) -> Array:
    """Means that are worth trying: as far as the spread of places, and chance, could have them."""
    between = float(own.var(ddof=1)) / own.size if own.size > 1 else 1.0
    centre = (middle + float(own.mean())) / 2
    reach = FARTHEST * float(np.sqrt(error + between)) + abs(middle - float(own.mean())) / 2
    return np.linspace(centre - reach, centre + reach, MEANS)


def _grid(means: Array) -> tuple[Array, Array]:
    """Each mean with each share drawn in, as two columns."""
    drawn = (np.arange(DRAWN) + 0.5) / DRAWN
    mean, share = np.meshgrid(means, drawn, indexing="ij")
    return mean.ravel()[:, None], share.ravel()[:, None]


def _mixture(log_likelihood: Array, first: Array, second: Array) -> Mixture:
    weights = np.exp(log_likelihood - log_likelihood.max())
    weights /= weights.sum()
    kept = weights > WORTH_KEEPING
    return weights[kept] / weights[kept].sum(), first[kept], second[kept]


def _summaries(
    mixture: Mixture,
    below: Callable[[Array, Array, Array], Array],
    mean: Callable[[Array, Array], Array],
    *,
    lowest: float = 0.0,
    highest: float,
    confidence: float,
) -> list[Estimate]:
    """The mean and both ends for each place; ends by halving, as a mixture has no formula."""
    weights, first, second = mixture
    values = weights @ mean(first, second)
    ends = []
    for level in ((1 - confidence) / 2, (1 + confidence) / 2):
        low, high = (np.full(first.shape[1], end) for end in (lowest, highest))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            is_under = weights @ below(middle, first, second) < level
            low, high = np.where(is_under, middle, low), np.where(is_under, high, middle)
        ends.append((low + high) / 2)
    return [
        Estimate(float(value), float(low), float(high))
        for value, low, high in zip(values, *ends, strict=True)
    ]
