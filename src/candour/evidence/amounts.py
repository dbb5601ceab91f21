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
    """

    point: Decimal
    interval: Interval

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
        return cls(point * scale, interval.scaled(scale))

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
        return Amount(self.point + other.point, self.interval + other.interval)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.point - other.point, self.interval - other.interval)

    def __mul__(self, other: "Amount") -> "Amount":
        return Amount(self.point * other.point, self.interval * other.interval)

    def __truediv__(self, other: "Amount") -> "Amount":
        """Divide.

        Raises
        ------
        ZeroDivisionError
            If what is divided by may be nought, or as near to it as may be.
        """
        return Amount(self.point / other.point, self.interval / other.interval)


WITHOUT_BOUND = (INFINITY, -INFINITY)
