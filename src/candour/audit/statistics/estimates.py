"""A number and the interval it plausibly lies in: no bare number leaves an audit."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist

CONFIDENCE = 0.95
HALVINGS = 200  # a double has no more than these between 0 and 1


@dataclass(frozen=True, slots=True)
class Reported:
    """A value with its interval as a report has it; an end is None where there is no finite one."""

    value: float | None
    low: float | None
    high: float | None


NO_ESTIMATE = Reported(None, None, None)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval; an end that has no finite value is infinite."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g})"

    def times(self, factor: float) -> "Estimate":
        """The same in another unit; `factor` must be positive."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)

    def reported(self) -> "Reported":
        """The same as a report has it: what is not finite is None, as JSON has no infinity."""
        return Reported(finite(self.value), finite(self.low), finite(self.high))


def finite(number: float) -> float | None:
    return number if isfinite(number) else None


def normal_quantile(confidence: float) -> float:
    """How many standard errors an interval reaches to each side.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def crossing(function: Callable[[float], float], *, low: float, high: float) -> float:
    """Where an increasing function crosses 0 between `low` and `high`, to the last digits.

    >>> round(crossing(lambda x: x * x - 2, low=0, high=2), 12)
    1.414213562373
    """
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def falls_to(function: Callable[[float], float], level: float, *, low: float, high: float) -> float:
    """Where a falling function comes down to a level between `low` and `high`, to the last digits.

    >>> round(falls_to(lambda x: 3 - x * x, 1, low=0, high=2), 12)
    1.414213562373
    """
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if function(middle) > level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
