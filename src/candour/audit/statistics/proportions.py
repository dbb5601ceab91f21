"""Shares of people, and how two of them compare: Wilson, Newcombe, Koopman, Katz."""

from collections.abc import Callable
from math import copysign, exp, inf, log, sqrt

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate, falls_to, normal_quantile
from candour.audit.statistics.rates import square_and_add


def wilson(count: float, people: float, *, confidence: float = CONFIDENCE) -> Estimate:
    """Which share of people something holds for.

    Parameters
    ----------
    count : float
        For how many it holds; 0 to `people`. Counts over their dispersion need not be whole.
    people : float
        Out of how many; above 0.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate
        A share, 0 to 1. The interval never leaves that range.

    Raises
    ------
    TooFewToCompare
        If there is nobody: a share has no value there.

    Notes
    -----
    The score interval [1]_. It takes people to be independent draws; where one person appears in
    several rows, or one officer decides on many, it is too narrow. Its coverage is near the
    nominal level on average, and may fall below it for some true shares (to about 83% at the
    very ends for tiny samples).

    References
    ----------
    .. [1] Wilson (1927). Probable inference, the law of succession, and statistical inference.
       Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> print(wilson(805, 1_795))
    0.4485 (0.4256 to 0.4716)
    """
    if people <= 0:
        raise TooFewToCompare("people to take a share of")
    z = normal_quantile(confidence)
    share = count / people
    middle = share + z * z / (2 * people)
    reach = z * sqrt(share * (1 - share) / people + z * z / (4 * people * people))
    scale = 1 + z * z / people
    # At the ends the interval is 0 or 1 exactly, which rounding would miss by a hair.
    low = 0.0 if count == 0 else (middle - reach) / scale
    high = 1.0 if count == people else (middle + reach) / scale
    return Estimate(share, low, high)


def newcombe_difference(
    count: int,
    people: int,
    *,
    reference_count: int,
    reference_people: int,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How much larger a group's share is than the reference's.

    Returns
    -------
    Estimate
        A difference of shares, -1 to 1. 0 is equal shares.

    Raises
    ------
    TooFewToCompare
        If there is nobody on one side.

    Notes
    -----
    Two Wilson intervals, squared and added [1]_ (method 10, without continuity correction). The
    two groups must be independent: for two thresholds on the same people it is not the tool.

    References
    ----------
    .. [1] Newcombe (1998). Interval estimation for the difference between independent
       proportions. Statistics in Medicine 17, 873-890.

    Examples
    --------
    >>> print(newcombe_difference(805, 1_795, reference_count=349, reference_people=1_488))
    0.2139 (0.1821 to 0.245)
    """
    here = wilson(count, people, confidence=confidence)
    there = wilson(reference_count, reference_people, confidence=confidence)
    return square_and_add(here, there)


def koopman_ratio(
    count: float,
    people: float,
    *,
    reference_count: float,
    reference_people: float,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many times the reference's share a group's share is.

    Returns
    -------
    Estimate
        Unitless. 1 is equal shares. Where the group's count is 0 the lower end is 0.

    Raises
    ------
    TooFewToCompare
        If the reference's count is 0, or there is nobody on one side.

    Notes
    -----
    The score interval [1]_: all ratios that a test by the score, with both shares as likely as that
    ratio allows, would not refuse. It holds for small counts and for shares near 1, where Katz's
    width shrinks to nothing: 6 of 6 beside 90 of 100 is 0.68 to 1.21, by Katz 1.04 to 1.19.
    People are taken to be independent.

    References
    ----------
    .. [1] Koopman (1984). Confidence intervals for the ratio of two binomial proportions.
       Biometrics 40, 513-517.

    Examples
    --------
    >>> print(koopman_ratio(805, 1_795, reference_count=349, reference_people=1_488))
    1.912 (1.723 to 2.126)
    """
    if people <= 0 or reference_people <= 0:
        raise TooFewToCompare("people to take a share of")
    if reference_count == 0:
        raise TooFewToCompare("cases in the reference group", people=reference_people)
    score = _score_of(count, people, reference_count, reference_people)
    z = normal_quantile(confidence)
    value = (count / people) / (reference_count / reference_people)
    low = 0.0
    if count:
        low = exp(falls_to(score, z, low=-FARTHEST, high=log(value)))
    # The score falls as the ratio grows, from above 0 to below it.
    start = log(value) if count else -FARTHEST
    high = falls_to(score, -z, low=start, high=FARTHEST)
    return Estimate(value, low, exp(high))


FARTHEST = 30.0  # logarithm of a ratio that no count of people could tell from none, or from all


def _score_of(
    count: float, people: float, others: float, other_people: float
) -> Callable[[float], float]:
    """How many standard errors the group's share lies above a ratio times the reference's.

    The score takes the logarithm of the ratio. It is asked some sixty times for each end of an
    interval: what does not change is worked out once.
    """
    cases, both, four_times = count + others, people + others, 4 * (people + other_people)
    here = count / people

    def score(logarithm: float) -> float:
        ratio = exp(logarithm)
        b = ratio * both + count + other_people
        square = b * b - four_times * ratio * cases
        # The smaller root, in the form that keeps its digits: the likeliest share of the reference.
        share = 2 * cases / (b + (sqrt(square) if square > 0 else 0.0))
        own = ratio * share
        if own > 1:
            own = 1.0
        if share > 1:
            share = 1.0
        variance = own * (1 - own) / people + ratio**2 * share * (1 - share) / other_people
        apart = here - ratio * others / other_people
        if variance <= 0:
            return 0.0 if apart == 0 else copysign(inf, apart)
        return apart / sqrt(variance)

    return score


def katz_ratio(
    count: int,
    people: int,
    *,
    reference_count: int,
    reference_people: int,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many times the reference's share a group's share is.

    Returns
    -------
    Estimate
        Unitless. 1 is equal shares. Where the group's count is 0 the ratio is 0 and its
        interval has no upper end.

    Raises
    ------
    TooFewToCompare
        If the reference's count is 0, or there is nobody on one side.

    Notes
    -----
    What is published is mostly this one; no audit uses it. `koopman_ratio` holds for all counts.
    ``exp(log(ratio) ± z se)`` with ``se² = 1/a - 1/n + 1/b - 1/m`` [1]_: fit for counts of about
    five or more on both sides. Where a share is 1 on both sides its width is 0, which is no sign
    of certainty.

    References
    ----------
    .. [1] Katz, Baptista, Azen & Pike (1978). Obtaining confidence intervals for the risk ratio in
       cohort studies. Biometrics 34, 469-474.

    Examples
    --------
    >>> print(katz_ratio(805, 1_795, reference_count=349, reference_people=1_488))
    1.912 (1.721 to 2.124)
    """
    if people <= 0 or reference_people <= 0:
        raise TooFewToCompare("people to take a share of")
    if reference_count == 0:
        raise TooFewToCompare("cases in the reference group", people=reference_people)
    ratio = (count / people) / (reference_count / reference_people)
    if count == 0:
        return Estimate(0.0, 0.0, inf)
    variance = 1 / count - 1 / people + 1 / reference_count - 1 / reference_people
    reach = normal_quantile(confidence) * sqrt(max(variance, 0.0))
    return Estimate(ratio, exp(log(ratio) - reach), exp(log(ratio) + reach))
