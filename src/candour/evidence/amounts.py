"""A number in a sum of Candour's own: its point, and all it can stand for."""

from dataclasses import dataclass
from decimal import Decimal

from candour.evidence.intervals import INFINITY, Interval
from candour.evidence.quantities import Quantity

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at its face, and the stretch of what it can stand for.

    The stretch of a result holds every value that the sum can give (Moore, Interval Analysis,
    1966), and no other as long as each inexact number stands once in it.

    A range, and a hedge that leaves its own number out ("almost 5"), have no point that anybody
    printed as possible: what they come to is worked out at the middle or at the number, and shown
    as a stretch alone.
    """

    point: Decimal
    interval: Interval
    has_point: bool = True

    @classmethod
    def exactly(cls, value: Decimal) -> "Amount":
        return cls(value, Interval.only(value))

    @classmethod
    def of(cls, quantity: Quantity) -> "Amount":
        """A printed number; per cent become parts of one, and a range stands at its middle."""
        interval = quantity.stands_for()
        is_range = quantity.stated == "range"
        point = (interval.low + interval.high) / 2 if is_range else quantity.value
        scale = 1 / HUNDRED if quantity.unit == "percent" else Decimal(1)
        stretch = interval.scaled(scale)
        return cls(point * scale, stretch, not is_range and stretch.holds(point * scale))

    @property
    def low(self) -> Decimal:
        return self.interval.low

    @property
    def high(self) -> Decimal:
        return self.interval.high

    @property
    def is_exact(self) -> bool:
        return self.interval.is_point

    def __add__(self, other: "Amount") -> "Amount":
        return self._with_both(other, self.point + other.point, self.interval + other.interval)

    def __sub__(self, other: "Amount") -> "Amount":
        return self._with_both(other, self.point - other.point, self.interval - other.interval)

    def __mul__(self, other: "Amount") -> "Amount":
        return self._with_both(other, self.point * other.point, self.interval * other.interval)

    def __truediv__(self, other: "Amount") -> "Amount":
        """Divide.

        Raises
        ------
        ZeroDivisionError
            If what is divided by may be nought, or as near to it as may be.
        """
        return self._with_both(other, self.point / other.point, self.interval / other.interval)

    def _with_both(self, other: "Amount", point: Decimal, interval: Interval) -> "Amount":
        return Amount(point, interval, self.has_point and other.has_point)


WITHOUT_BOUND = (INFINITY, -INFINITY)
