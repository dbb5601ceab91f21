"""Why equal find rates do not show equal treatment, nor unequal ones unequal treatment."""

from dataclasses import dataclass

from candour.audit.errors import PlanError


@dataclass(frozen=True, slots=True)
class Searches:
    """What a rule for searching leads to: who is searched, and how often something is found."""

    search_rate: float
    hit_rate: float


def searches(*, alpha: float, beta: float, threshold: float) -> Searches:
    """What follows if everyone whose chance of carrying lies above a threshold is searched.

    Parameters
    ----------
    alpha, beta : float, above 0
        Shape of the Beta distribution of that chance in a group.
    threshold : float in [0, 1)

    Returns
    -------
    Searches
        Shares, 0 to 1.

    Notes
    -----
    The find rate is the mean chance of those above the threshold, so it depends on the shape of
    the whole distribution and not on the threshold alone: the problem of infra-marginality [1]_.

    References
    ----------
    .. [1] Simoiu, Corbett-Davies & Goel (2017). The problem of infra-marginality in outcome tests
       for discrimination. Annals of Applied Statistics 11, 1193-1216.

    Examples
    --------
    >>> found = searches(alpha=1, beta=9, threshold=0.2)
    >>> round(found.search_rate, 6), round(found.hit_rate, 6)
    (0.134218, 0.28)
    """
    from scipy.special import betaincc

    searched = float(betaincc(alpha, beta, threshold))
    mean = alpha / (alpha + beta)
    return Searches(searched, mean * float(betaincc(alpha + 1, beta, threshold)) / searched)


def shape_that_finds(*, hit_rate: float, threshold: float) -> float:
    """The beta of Beta(1, beta) at which searching above a threshold finds as often as was seen.

    Any threshold below the find rate can be made to fit, which is the point.

    >>> round(shape_that_finds(hit_rate=0.28, threshold=0.2), 6)
    9.0
    """
    if not 0 <= threshold < hit_rate < 1:
        raise PlanError("A threshold lies below the find rate that it leads to, and both below 1.")
    return (1 - threshold) / (hit_rate - threshold) - 1
