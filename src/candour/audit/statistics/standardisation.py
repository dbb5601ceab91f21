"""Rates as they would be if every group had the same ages: direct standardisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.statistics.estimates import CONFIDENCE, Estimate


@dataclass(frozen=True, slots=True)
class _Weighted:
    """A weighted sum of counts: its value, variance, and largest weight."""

    value: float
    variance: float
    heaviest: float

    def one_more(self) -> "_Weighted":
        """As if one more event had been seen where it weighs most."""
        heaviest = self.heaviest
        return _Weighted(self.value + heaviest, self.variance + heaviest**2, heaviest)

    @property
    def shape(self) -> float:
        """Of the gamma distribution with this mean and variance."""
        return self.value**2 / self.variance if self.variance else 0.0


def standardised_rate(
    events: Sequence[int],
    exposures: Sequence[float],
    standard: Sequence[float],
    *,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many events there would be for each unit of exposure, had the group the standard's ages.

    Parameters
    ----------
    events : sequence of int, length n_ages
        What was counted in the group at each age.
    exposures : sequence of float, same length
        The group's residents at each age, above 0.
    standard : sequence of float, same length
        The residents at each age of the population that all groups are brought to.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate
        Events per unit of exposure. Multiply by 1,000 for a rate per 1,000.

    Raises
    ------
    TooFewToCompare
        If the group has nobody at an age that the standard has.
    PlanError
        If the three are not of one length, or the standard has nobody.

    Notes
    -----
    ``Σ w x`` with ``w = (s / Σs) / n``, for counts x, residents n and the standard's s. The
    interval takes the sum as gamma: ends are quantiles with mean y and variance ``v = Σ w² x``
    below, and with ``y + m`` and ``v + m²`` above, m the largest w [1]_. It covers at least as
    often as it says in all cases its authors tried, and usually more. With one age it is the
    exact Poisson interval. Independent events, as everywhere in these intervals.

    References
    ----------
    .. [1] Fay & Feuer (1997). Confidence intervals for directly standardized rates: a method based
       on the gamma distribution. Statistics in Medicine 16, 791-801.

    Examples
    --------
    >>> print(standardised_rate([40, 10], [1_000, 4_000], [3_000, 7_000]).times(1_000))
    13.75 (10.15 to 18.23)
    """
    from scipy.special import gammainccinv, gammaincinv

    rate = _weighted(events, exposures, standard)
    tail = (1 - confidence) / 2
    low = 0.0
    if rate.value > 0:
        low = float(gammaincinv(rate.shape, tail)) * rate.variance / rate.value
    more = rate.one_more()
    high = float(gammainccinv(more.shape, tail)) * more.variance / more.value
    return Estimate(rate.value, low, high)


def standardised_ratio(
    side: tuple[Sequence[int], Sequence[float]],
    reference: tuple[Sequence[int], Sequence[float]],
    standard: Sequence[float],
    *,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """How many times the reference's rate a group's would be, had both the standard's ages.

    Parameters
    ----------
    side, reference : events and exposures by age
        As in `standardised_rate`.
    standard : sequence of float, length n_ages
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate
        Unitless. 1 is equal rates. The upper end is infinite where the reference has no events.

    Raises
    ------
    TooFewToCompare
        If neither side has an event, or one has nobody at some age.

    Notes
    -----
    Both sums are taken as gamma, the one that makes the interval wider with one more event where
    it weighs most; their ratio then has an F distribution [1]_. With one age it is the
    conditional exact interval of `rates.rate_ratio`.

    References
    ----------
    .. [1] Fay (1999). Approximate confidence intervals for rate ratios from directly standardized
       rates with sparse data. Communications in Statistics: Theory and Methods 28, 2141-2160.

    Examples
    --------
    >>> side = ([40, 10], [1_000, 4_000])
    >>> print(standardised_ratio(side, ([60, 30], [3_000, 6_000]), [3_000, 7_000]))
    1.447 (0.9974 to 2.078)
    """
    here, there = _weighted(*side, standard), _weighted(*reference, standard)
    if here.value + there.value == 0:
        raise TooFewToCompare("events on either side")
    tail = (1 - confidence) / 2
    low = _end(here, there.one_more(), tail)
    # The upper end is the lower end seen from the other side: the same formula, upside down.
    other_way = _end(there, here.one_more(), tail)
    value = here.value / there.value if there.value else inf
    return Estimate(value, low, 1 / other_way if other_way else inf)


def _end(above: _Weighted, below: _Weighted, tail: float) -> float:
    from scipy.special import betaincinv

    if above.value == 0:
        return 0.0
    # The F quantile through the beta distribution, which keeps its digits where counts are large.
    share = float(betaincinv(above.shape, below.shape, tail))
    rest = float(betaincinv(below.shape, above.shape, 1 - tail))
    odds = share / rest
    scale = (above.variance / above.value) / (below.variance / below.value)
    return odds * scale


def _weighted(
    events: Sequence[int], exposures: Sequence[float], standard: Sequence[float]
) -> _Weighted:
    if not len(events) == len(exposures) == len(standard) or not sum(standard) > 0:
        raise PlanError("Events, residents and the standard must be given for the same ages.")
    whole = sum(standard)
    weights = []
    for people, share in zip(exposures, standard, strict=True):
        if share > 0 and not people > 0:
            raise TooFewToCompare("residents at some age to set the count against")
        weights.append(share / whole / people if share > 0 else 0.0)
    pairs = list(zip(weights, events, strict=True))
    return _Weighted(
        sum(weight * count for weight, count in pairs),
        sum(weight**2 * count for weight, count in pairs),
        max(weights),
    )
