"""Numbers with what they can stand for: a point, and the interval around it.

Interval arithmetic as in Moore, Interval Analysis (1966): the result holds every value that the
operation can give on any of the numbers, and no more, as long as each number stands once in the
sum. Where one stands twice the interval is still safe and may be wider than need be.
"""

from dataclasses import dataclass
from decimal import Decimal

from candour.core.errors import CandourError
from candour.evidence.intervals import INFINITY
from candour.evidence.quantities import Quantity

HUNDRED = Decimal(100)
NOUGHT = Decimal(0)


class MayBeNought(CandourError):
    """A number that is divided by can be nought."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at its face, and the lowest and highest it can stand for."""

    point: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def exactly(cls, value: Decimal) -> "Amount":
        return cls(value, value, value)

    @classmethod
    def of(cls, quantity: Quantity) -> "Amount":
        """A printed number; per cent become parts of one, and a range stands at its middle."""
        low, high = quantity.interval()
        point = (low + high) / 2 if quantity.stated == "range" else quantity.value
        scale = HUNDRED if quantity.unit == "percent" else Decimal(1)
        return cls(point / scale, low / scale, high / scale)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.point + other.point, self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.point - other.point, self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Amount") -> "Amount":
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Amount(self.point * other.point, min(ends), max(ends))

    def __truediv__(self, other: "Amount") -> "Amount":
        if other.point == 0 or other.low <= 0 <= other.high:
            raise MayBeNought("the number divided by may be nought")
        ends = [_quotient(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Amount(self.point / other.point, min(ends), max(ends))


def _product(one: Decimal, other: Decimal) -> Decimal:
    """Nought times what has no bound is nought: the bound is never reached."""
    return NOUGHT if 0 in (one, other) else one * other


def _quotient(one: Decimal, other: Decimal) -> Decimal:
    """What is divided by something without bound comes as near to nought as one likes."""
    return one / other if other.is_finite() else NOUGHT


WITHOUT_BOUND = (INFINITY, -INFINITY)
