"""Stretches of numbers whose ends are open or closed, and the arithmetic that keeps which.

An end is closed where the number at it belongs to the stretch. "At least 5" has 5 in it, "more
than 5" has not; so nothing that is more than 5 is "up to 5", though the two stretches touch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import NamedTuple

INFINITY = Decimal("Infinity")
NOUGHT = Decimal(0)
SURE = Context(prec=24)  # digits that division, which keeps 28, leaves no doubt about


class End(NamedTuple):
    """One end of a stretch: where it lies, and whether the number there is left out."""

    at: Decimal
    is_open: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, without those at an open end.

    Examples
    --------
    >>> up_to = Interval(Decimal(0), Decimal(5))
    >>> up_to.meets(Interval(Decimal(5), INFINITY))
    True
    >>> up_to.meets(Interval(Decimal(5), INFINITY, low_open=True))
    False
    """

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def only(cls, value: Decimal) -> "Interval":
        return cls(value, value)

    @property
    def is_empty(self) -> bool:
        low, high = settled(self.low), settled(self.high)
        return low > high or (low == high and (self.low_open or self.high_open))

    @property
    def is_point(self) -> bool:
        return self.low == self.high and not self.is_empty

    def meets(self, other: "Interval") -> bool:
        """Say whether some number lies in both.

        Numbers that agree in their first 24 digits are taken for the same: a third of 3 is 1.
        """
        return not (
            self.is_empty or other.is_empty or _lies_below(self, other) or _lies_below(other, self)
        )

    def holds(self, value: Decimal) -> bool:
        return self.meets(Interval.only(value))

    def scaled(self, factor: Decimal) -> "Interval":
        """All its numbers times a number above nought."""
        return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        return _between_corners(self, other, _product)

    def __truediv__(self, other: "Interval") -> "Interval":
        """Divide by a stretch that lies all on one side of nought.

        Raises
        ------
        ZeroDivisionError
            If what is divided by may be nought, or as near to it as may be.
        """
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return _between_corners(self, other, _quotient)


def settled(value: Decimal) -> Decimal:
    """The number without the digits that a division may have left wrong."""
    return SURE.plus(value)


def _lies_below(one: Interval, other: Interval) -> bool:
    high, low = settled(one.high), settled(other.low)
    return high < low or (high == low and (one.high_open or other.low_open))


def _ends(interval: Interval) -> tuple[End, End]:
    """Both ends; infinity belongs to no stretch."""
    return (
        End(interval.low, interval.low_open or interval.low.is_infinite()),
        End(interval.high, interval.high_open or interval.high.is_infinite()),
    )


def _between_corners(
    one: Interval, other: Interval, joined: Callable[[End, End], End | None]
) -> Interval:
    """From the least to the most that the ends make of each other.

    A product has its least and most there, and so has a quotient that never divides by nought,
    since it grows or falls all along each side. Of two corners that tie, a closed one counts.
    """
    corners = [joined(a, b) for a in _ends(one) for b in _ends(other)]
    ends = [corner for corner in corners if corner is not None]
    low = min(ends, key=lambda end: (end.at, end.is_open))
    high = max(ends, key=lambda end: (end.at, not end.is_open))
    return Interval(low.at, high.at, low.is_open, high.is_open)


def _product(one: End, other: End) -> End:
    """One end times another; a closed nought makes nought, whatever it is multiplied by."""
    noughts = [end for end in (one, other) if end.at == 0]
    if noughts:
        return End(NOUGHT, all(end.is_open for end in noughts))
    return End(one.at * other.at, one.is_open or other.is_open)


def _quotient(one: End, other: End) -> End | None:
    """One end over another; None at a corner without a limit: others have the extremes."""
    if one.at.is_infinite() and other.at.is_infinite():
        return None
    if one.at == 0:
        return End(NOUGHT, one.is_open)
    return End(one.at / other.at, one.is_open or other.is_open)
