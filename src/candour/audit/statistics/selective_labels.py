"""Error rates where the outcome of some people is not known: bounds, and when a gap would vanish.

Who was stopped, watched or held is who has an outcome, so that those without one are not like the
rest. Nothing in the file says how unlike; what can be said is what each degree of it would do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, isfinite

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import crossing

FARTHEST = 40.0  # logarithm of an odds ratio that turns any share into all or nothing


@dataclass(frozen=True, slots=True)
class Labelled:
    """The people of a group: outcomes known, by flag, and how many are missing on each side.

    Attributes
    ----------
    tp, fp : flagged, with the outcome recorded and without it
    fn, tn : not flagged, with and without
    missing_flagged, missing_not_flagged : whose outcome nobody knows
    """

    tp: int
    fp: int
    fn: int
    tn: int
    missing_flagged: int
    missing_not_flagged: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest that a share can be; not an interval, as chance is not in it."""

    low: float
    high: float


Rate = Callable[[Labelled, float, float], float]


def false_positive_rate(group: Labelled, flagged: float, not_flagged: float) -> float:
    """Of those without the outcome, the share flagged, if so many of the missing have it.

    `flagged` and `not_flagged` are shares, 0 to 1, of those whose outcome is missing.
    """
    wrongly = group.fp + group.missing_flagged * (1 - flagged)
    rightly = group.tn + group.missing_not_flagged * (1 - not_flagged)
    return _share(wrongly, rightly, "people without the outcome")


def false_negative_rate(group: Labelled, flagged: float, not_flagged: float) -> float:
    """Of those with the outcome, the share not flagged, if so many of the missing have it."""
    missed = group.fn + group.missing_not_flagged * not_flagged
    caught = group.tp + group.missing_flagged * flagged
    return _share(missed, caught, "people with the outcome")


def rate_bounds(rate: Rate, group: Labelled, *, odds: float = inf) -> Bounds:
    """All that a rate can be, if the missing are like the known but for so much.

    Parameters
    ----------
    rate : `false_positive_rate` or `false_negative_rate`
    group : Labelled
    odds : float, 1 or more
        On each side of the flag, the odds that somebody missing has the outcome are at most so many
        times, and at least one over so many times, those of the known. At 1 the missing are like
        the known with the same flag; at infinity they can be anything.

    Raises
    ------
    TooFewToCompare
        If at some of these nobody is left below the line, or one side of a flag has nobody known.

    Notes
    -----
    With no limit these are the worst-case bounds of Manski [1]_: nothing is assumed. A limit on the
    odds is a sensitivity model in the sense of Rosenbaum, as used for scores whose outcomes were
    seen for some only [2]_ [3]_. Both rates rise in one share and fall in the other, so the bounds
    lie at corners. Chance is not in them.

    References
    ----------
    .. [1] Manski (2003). Partial Identification of Probability Distributions. Springer.
    .. [2] Lakkaraju, Kleinberg, Leskovec, Ludwig & Mullainathan (2017). The selective labels
       problem. Proceedings of KDD 2017, 275-284.
    .. [3] Coston, Rambachan & Chouldechova (2021). Characterizing fairness over the set of good
       models under selective labels. Proceedings of ICML 2021 (PMLR 139), 2144-2155.

    Examples
    --------
    >>> group = Labelled(30, 20, 10, 80, missing_flagged=10, missing_not_flagged=20)
    >>> bounds = rate_bounds(false_positive_rate, group)
    >>> round(bounds.low, 3), round(bounds.high, 3)
    (0.167, 0.273)
    >>> as_known = rate_bounds(false_positive_rate, group, odds=1)
    >>> round(as_known.low, 3) == round(as_known.high, 3)
    True
    """
    flagged = _ends(group.tp, group.fp, group.missing_flagged, odds)
    not_flagged = _ends(group.fn, group.tn, group.missing_not_flagged, odds)
    corners = [rate(group, here, there) for here in flagged for there in not_flagged]
    return Bounds(min(corners), max(corners))


def odds_that_close(rate: Rate, group: Labelled, reference: Labelled) -> float | None:
    """How unlike the known the missing would have to be, at the least, for a gap to vanish.

    Returns
    -------
    float or None
        The smallest `odds` of `rate_bounds`, for both groups alike, at which their bounds meet: 1
        where they are equal anyway, and None where no missing outcome could close the gap.

    Raises
    ------
    TooFewToCompare

    Examples
    --------
    >>> here = Labelled(50, 40, 20, 60, missing_flagged=20, missing_not_flagged=20)
    >>> there = Labelled(50, 35, 30, 100, missing_flagged=20, missing_not_flagged=20)
    >>> round(odds_that_close(false_positive_rate, here, there), 1)
    15.5
    >>> few = Labelled(50, 35, 30, 100, missing_flagged=1, missing_not_flagged=1)
    >>> odds_that_close(false_positive_rate, Labelled(50, 40, 20, 60, 1, 1), few) is None
    True
    """
    if _apart(rate, group, reference, 1.0) <= 0:
        return 1.0
    if _apart(rate, group, reference, inf) > 0:
        return None
    return exp(crossing(lambda x: -_apart(rate, group, reference, exp(x)), low=0.0, high=FARTHEST))


def _apart(rate: Rate, group: Labelled, reference: Labelled, odds: float) -> float:
    """How far the bounds of two groups lie apart; 0 or less where they meet."""
    here = rate_bounds(rate, group, odds=odds)
    there = rate_bounds(rate, reference, odds=odds)
    return max(here.low - there.high, there.low - here.high)


def _ends(having: int, without: int, missing: int, odds: float) -> tuple[float, float]:
    """The least and the most of the missing on one side of a flag that can have the outcome."""
    if not missing:
        return 0.0, 0.0
    if not isfinite(odds):
        return 0.0, 1.0
    if not having + without:
        raise TooFewToCompare("known outcomes on one side of the flag")
    return (
        having / (having + without * odds),
        having * odds / (having * odds + without),
    )


def _share(part: float, rest: float, what: str) -> float:
    if part + rest <= 0:
        raise TooFewToCompare(what)
    return part / (part + rest)
