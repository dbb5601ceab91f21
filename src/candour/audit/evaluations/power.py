"""What an evaluation could have seen, worked out before anybody looks at what it saw.

References
----------
Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson
series. Biometrika 31, 313-323: given all events, those under treatment are binomial.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt
from typing import TYPE_CHECKING

from candour.audit.statistics.estimates import CONFIDENCE, crossing
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
else:
    np = Late("numpy")

POWER = 0.8
FALLS = (0.1, 0.2, 0.3, 0.4, 0.5)
NO_SMALLER = 1e-6


def chance_to_see(events: int, share: float, ratio: float) -> float:
    """The chance that so many events tell a rate ratio from none, at 5%, two-sided and exact.

    Parameters
    ----------
    events : int
        On both sides together.
    share : float in (0, 1)
        Of unit-periods, or of exposure, under treatment.
    ratio : float
        The true rate ratio, 0 or more.

    Notes
    -----
    Given all events, those under treatment are binomial with share R q / (R q + 1 - q); the test
    doubles the smaller tail. It takes events to be independent: where they come in clusters the
    chance is smaller, so give the events over their dispersion.

    Examples
    --------
    >>> round(chance_to_see(100, 0.4, 0.69), 4)
    0.4193
    """
    from scipy.special import bdtr, bdtrc  # seconds to load

    if events < 1:
        return 0.0
    lower, upper = _rejected(events, share)
    true = ratio * share / (ratio * share + 1 - share)
    below = float(bdtr(lower, events, true)) if lower >= 0 else 0.0
    above = float(bdtrc(upper - 1, events, true)) if upper <= events else 0.0
    return below + above


@lru_cache(maxsize=4096)
def _rejected(events: int, share: float) -> tuple[int, int]:
    """The greatest count that is too few, and the least that is too many."""
    from scipy.special import bdtr, bdtrc

    counts = np.arange(events + 1)
    tail = (1 - CONFIDENCE) / 2
    too_few = bdtr(counts, events, share) <= tail
    too_many = np.where(counts > 0, bdtrc(np.maximum(counts, 1) - 1, events, share), 1.0) <= tail
    lower = int(counts[too_few].max()) if too_few.any() else -1
    upper = int(counts[too_many].min()) if too_many.any() else events + 1
    return lower, upper


def smallest_ratio(chance: Callable[[float], float], power: float = POWER) -> float | None:
    """The rate ratio below 1 nearest to it that is seen often enough; None where none is.

    >>> round(1 - smallest_ratio(lambda ratio: chance_to_see(100, 0.4, ratio)), 4)
    0.4509
    """
    if chance(NO_SMALLER) < power:
        return None
    return crossing(lambda ratio: power - chance(ratio), low=NO_SMALLER, high=1.0)


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of an effect whose logarithm has a known standard error."""

    standard_error: float
    quantile: float  # of the test, two-sided at 5%

    def chance(self, ratio: float) -> float:
        from scipy.special import ndtr

        away = np.log(max(ratio, NO_SMALLER)) / self.standard_error
        return float(ndtr(-away - self.quantile) + ndtr(away - self.quantile))

    def smallest(self, power: float = POWER) -> float:
        from scipy.special import ndtri

        return exp(-(self.quantile + float(ndtri(power))) * self.standard_error)


def error_of_difference(expected: tuple[float, float, float, float], dispersion: float) -> float:
    """The standard error of a log ratio of four expected counts, wider by their dispersion."""
    return sqrt(dispersion * sum(1 / count for count in expected))


def fewest_events(share: float, ratio: float, most: int = 20_000) -> int | None:
    """How few events of both sides can show a ratio, if it comes out just so, as clear at 5%.

    >>> fewest_events(0.4, 0.69)
    131
    """
    true = ratio * share / (ratio * share + 1 - share)
    for events in range(1, most + 1):
        if round(events * true) <= _rejected(events, share)[0]:
            return events
    return None
