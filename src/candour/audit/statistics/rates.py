"""Rates of events, and how two of them compare: exact and mid-P, from counts alone.

Every interval here takes events to be independent. Stops come in waves (an operation, a festival,
one officer's shift), so these are the narrowest that can be defended: see `dispersion`.
"""

from enum import StrEnum
from math import inf, sqrt

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate, crossing


class Method(StrEnum):
    """How the tails of a discrete distribution are counted."""

    EXACT = "exact"  # never covers less often than it says; usually more
    MIDP = "mid-P"  # half the probability of what was seen: close to what it says on average


def poisson_rate(
    events: int,
    exposure: float,
    *,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many events there are for each unit of exposure.

    Parameters
    ----------
    events : int
        What was counted; 0 or more.
    exposure : float
        What it is set against (residents, hours), above 0.
    method : Method, default exact
        Exact (Garwood) or mid-P.
    confidence : float in (0, 1), default 0.95
        Share of intervals that would hold the true rate over repeated counts.

    Returns
    -------
    Estimate
        Events per unit of exposure. Multiply by 1,000 for a rate per 1,000.

    Raises
    ------
    TooFewToCompare
        If the exposure is not above 0: a rate has no value there.

    Notes
    -----
    The count is taken as Poisson: independent events at a steady rate. Where they come in
    clusters the interval is too narrow. With no event at all the lower end is 0 and the upper is
    3.69 (exact) or 3.00 (mid-P) events at 95%.

    References
    ----------
    .. [1] Garwood (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
    .. [2] Cohen & Yang (1994). Mid-P confidence intervals for the Poisson expectation.
       Statistics in Medicine 13, 2189-2203.

    Examples
    --------
    >>> print(poisson_rate(69, 14_524).times(1_000))
    4.751 (3.696 to 6.012)
    """
    _need_exposure(exposure)
    tail = (1 - confidence) / 2
    low, high = (
        exact_mean_limits(events, tail)
        if method is Method.EXACT
        else midp_mean_limits(events, tail)
    )
    return Estimate(events / exposure, low / exposure, high / exposure)


def rate_ratio(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many times the reference's rate a group's rate is.

    Parameters
    ----------
    events, exposure
        The group's count, and what it is set against.
    reference_events, reference_exposure
        The same for the group it is compared with.
    method : Method, default exact
        Conditional exact, or conditional mid-P.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate
        Unitless. 1 is equal rates. The upper end is infinite where the reference has no events.

    Raises
    ------
    TooFewToCompare
        If neither side has an event, or one has no exposure.

    Notes
    -----
    Given the sum of both counts, the group's is binomial with share
    ``R e / (R e + f)``, where R is the ratio and e and f the exposures: Clopper-Pearson on that
    share, turned into odds [1]_. Mid-P counts half the probability of what was seen [2]_.
    It takes events to be independent, on both sides.

    References
    ----------
    .. [1] Przyborowski & Wilenski (1940). Homogeneity of results in testing samples from Poisson
       series. Biometrika 31, 313-323.
    .. [2] Rothman & Greenland (1998). Modern Epidemiology, 2nd ed., ch. 14.

    Examples
    --------
    >>> print(rate_ratio(69, 14_524, reference_events=1_265, reference_exposure=958_191))
    3.599 (2.782 to 4.587)
    """
    _need_exposure(exposure)
    _need_exposure(reference_exposure)
    if events + reference_events == 0:
        raise TooFewToCompare("events on either side", people=exposure + reference_exposure)
    tail = (1 - confidence) / 2
    find = exact_odds_limit if method is Method.EXACT else midp_odds_limit
    low = find(events, reference_events, tail)
    # The upper end is the lower end seen from the other side: the same formula, upside down.
    other_way = find(reference_events, events, tail)
    scale = reference_exposure / exposure
    high = scale / other_way if other_way > 0 else inf
    value = scale * events / reference_events if reference_events else inf
    return Estimate(value, scale * low, high)


def rate_ratio_p_value(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
) -> float:
    """How surprising the two counts would be if both rates were equal (two-sided, exact).

    Twice the smaller tail of the conditional binomial, at most 1. The alternative is fixed
    beforehand as "the rates differ, either way", and agrees with the exact interval of
    `rate_ratio`: it is below 0.05 exactly when the 95% interval leaves out 1.
    """
    from scipy.special import bdtr, bdtrc

    total = events + reference_events
    share = exposure / (exposure + reference_exposure)
    at_most = float(bdtr(events, total, share))
    at_least = float(bdtrc(events - 1, total, share)) if events else 1.0
    return min(1.0, 2 * min(at_most, at_least))


def rate_difference(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many more events for each unit of exposure the group has than the reference.

    Returns
    -------
    Estimate
        Events per unit of exposure. 0 is equal rates.

    Notes
    -----
    Each side's own interval, squared and added (MOVER) [1]_: no normal approximation of a small
    count. Independent events on both sides. Times the group's exposure it is the number of
    events above what the reference's rate would give: `excess_events`.

    References
    ----------
    .. [1] Zou & Donner (2008). Construction of confidence limits about effect measures.
       Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    >>> sides = {"reference_events": 1_265, "reference_exposure": 958_191}
    >>> print(rate_difference(69, 14_524, **sides).times(1_000))
    3.431 (2.374 to 4.694)
    """
    here = poisson_rate(events, exposure, method=method, confidence=confidence)
    there = poisson_rate(reference_events, reference_exposure, method=method, confidence=confidence)
    return square_and_add(here, there)


def excess_events(
    events: int,
    exposure: float,
    *,
    reference_events: int,
    reference_exposure: float,
    method: Method = Method.EXACT,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many events there were above what the reference's rate would have given the group.

    Below 0 where the group's rate is the lower. The interval is that of `rate_difference`.

    >>> found = excess_events(69, 14_524, reference_events=1_265, reference_exposure=958_191)
    >>> round(found.value, 6)
    49.825472
    """
    difference = rate_difference(
        events,
        exposure,
        reference_events=reference_events,
        reference_exposure=reference_exposure,
        method=method,
        confidence=confidence,
    )
    return difference.times(exposure)


def square_and_add(one: Estimate, other: Estimate) -> Estimate:
    """The difference of two independent estimates, from the interval of each (MOVER)."""
    difference = one.value - other.value
    down = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(difference, difference - down, difference + up)


def _need_exposure(exposure: float) -> None:
    if not exposure > 0:
        raise TooFewToCompare("residents to set the count against")


def exact_mean_limits(events: float, tail: float) -> tuple[float, float]:
    """Garwood's limits of a Poisson mean, with a chance of `tail` beyond each.

    The gamma quantiles have values between whole numbers too: a count over its dispersion will do.
    """
    from scipy.special import gammainccinv, gammaincinv

    low = float(gammaincinv(events, tail)) if events else 0.0
    return low, float(gammainccinv(events + 1, tail))


def midp_mean_limits(events: float, tail: float) -> tuple[float, float]:
    """The limits of a Poisson mean that count half the probability of what was seen."""
    from scipy.special import gammainc

    def at_least(mean: float) -> float:
        """Probability of more events than were seen, and half that of as many."""
        more = float(gammainc(events + 1, mean))
        return (more + (float(gammainc(events, mean)) if events else 1.0)) / 2

    exact_low, exact_high = exact_mean_limits(events, tail)
    low = 0.0
    if events:
        low = crossing(lambda mean: at_least(mean) - tail, low=exact_low, high=exact_high)
    high = crossing(lambda mean: at_least(mean) - (1 - tail), low=exact_low, high=exact_high)
    return low, high


def exact_odds_limit(events: float, others: float, tail: float) -> float:
    """The smallest odds of the share `events / (events + others)` that the counts allow."""
    from scipy.special import betaincinv

    if events == 0:
        return 0.0
    share = float(betaincinv(events, others + 1, tail))
    # 1 - share loses its digits where the share is near 1, so it is found by itself.
    rest = float(betaincinv(others + 1, events, 1 - tail))
    return share / rest


def midp_odds_limit(events: float, others: float, tail: float) -> float:
    """The same, with half the probability of what was seen."""
    from scipy.special import betainc

    if events == 0:
        return 0.0

    def at_least(share: float) -> float:
        more = float(betainc(events + 1, others, share)) if others else 0.0
        return (more + float(betainc(events, others + 1, share))) / 2

    share = crossing(lambda share: at_least(share) - tail, low=0.0, high=1.0)
    return share / (1 - share)
