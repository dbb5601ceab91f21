"""Arithmetic of ranges of numbers that encloses every result (Moore, Kearfott and Cloud 2009)."""

from decimal import Decimal
from typing import NamedTuple

ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)
DIGITS = 50
SLACK = Decimal("1e-40")  # for the last digit of square roots
VAST = Decimal("1e30")  # in place of what has no bound


class Unbounded(Exception):
    """Somebody divides by what can be nothing."""


class Range(NamedTuple):
    """From low to high, both of them in it."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / TWO

    @property
    def radius(self) -> Decimal:
        return (self.high - self.low) / TWO

    def meets(self, other: "Range") -> bool:
        return self.low <= other.high + SLACK and other.low <= self.high + SLACK

    def holds(self, other: "Range", slack: Decimal = SLACK) -> bool:
        return self.low - slack <= other.low and other.high <= self.high + slack

    def cut(self, other: "Range") -> "Range":
        """What both hold; a point at the nearer end where they hold nothing together."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Range(low, max(low, high))


def point(value: Decimal) -> Range:
    return Range(value, value)


def plus(*terms: Range) -> Range:
    low = sum((term.low for term in terms), start=ZERO)
    return Range(low, sum((term.high for term in terms), start=ZERO))


def minus(one: Range, other: Range) -> Range:
    return Range(one.low - other.high, one.high - other.low)


def times(*factors: Range) -> Range:
    product = factors[0]
    for factor in factors[1:]:
        ends = [a * b for a in product for b in factor]
        product = Range(min(ends), max(ends))
    return product


def over(one: Range, other: Range) -> Range:
    if other.low <= 0:
        raise Unbounded
    return times(one, Range(ONE / other.high, ONE / other.low))


def complement(share: Range) -> Range:
    return Range(ONE - share.high, ONE - share.low)


def spanning(*values: Decimal) -> Range:
    return Range(min(values), max(values))


ONES, HALF, MINUS, NOTHING = point(ONE), point(ONE / TWO), point(-ONE), point(ZERO)
ANY_SHARE = Range(ZERO, ONE)
