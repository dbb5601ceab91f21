"""What an interval lets one say of a ratio, and no more: one rule for sentences and for answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.audit.in_words import CLOSE_TO_ONE, NONE, times

MOST_DIGITS = 4
BY_SIDE = {1: "clearly higher", -1: "clearly lower", 0: "no clear difference"}
CHANCE = (
    "Ranges (95% intervals) allow for chance only, not for missing records, wrong census counts "
    "or age. The counts are full ones, but other months would have given somewhat other counts."
)
NINETEEN = (
    "Each range is a 95% interval: if the audit could be made many times over, about 19 of 20 such "
    "ranges would hold the true figure, as long as its assumptions hold."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many places an interval lies wholly above 1, wholly below, or neither."""

    above: int
    below: int
    unclear: int

    @classmethod
    def of(cls, sides: Iterable[int]) -> "Tally":
        counted = list(sides)
        return cls(counted.count(1), counted.count(-1), counted.count(0))

    @property
    def all(self) -> int:
        return self.above + self.below + self.unclear


def is_above(low: float | None, high: float | None) -> bool:
    return low is not None and low > 1


def is_below(low: float | None, high: float | None) -> bool:
    return high is not None and high < 1


def side(low: float | None, high: float | None) -> int:
    """1 where the rate is clearly higher, -1 where clearly lower, 0 where it can't be told."""
    return int(is_above(low, high)) - int(is_below(low, high))


def span(low: float | None, high: float | None) -> str:
    """An interval of a ratio, both ends with as many digits as the finer one needs.

    >>> span(2.78, 4.59), span(1.02, 1.3), span(1.2, None), span(0.938, 1.0041)
    ('2.8 to 4.6', '1.02 to 1.30', '1.2 or more', '0.938 to 1.004')
    """
    if low is None:
        return NONE
    if high is None:
        return f"{times(low)} or more"
    if not is_close(low) and not is_close(high):
        return f"{times(low)} to {times(high)}"
    digits = 2
    while digits < MOST_DIGITS and any(_reads_as_1(end, digits) for end in (low, high)):
        digits += 1
    return f"{low:.{digits}f} to {high:.{digits}f}"


def _reads_as_1(end: float, digits: int) -> bool:
    return end != 1 and round(end, digits) == 1


def is_close(ratio: float) -> bool:
    return abs(ratio - 1) < CLOSE_TO_ONE
