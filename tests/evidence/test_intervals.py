"""Stretches of numbers: which ends are in them, and what sums and products make of that."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.evidence.intervals import INFINITY, Interval, settled

SLIGHT = Decimal("1e-20")
numbers = st.integers(-6, 6).map(Decimal)


@st.composite
def intervals(draw):
    low, high = sorted((draw(numbers), draw(numbers)))
    if low == high:
        return Interval.only(low)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


def closed(low, high):
    return Interval(Decimal(low), Decimal(high))


def members(interval):
    """Numbers of a stretch: its closed ends, and some just inside and between."""
    low, high = Fraction(interval.low), Fraction(interval.high)
    near = (high - low) / 1000
    inside = [low + near, (low + high) / 2, high - near] if low < high else []
    inside += [Fraction(0)] if low < 0 < high else []
    closed = ([] if interval.low_open else [low]) + ([] if interval.high_open else [high])
    return inside + closed


def is_in(number, interval):
    low, high = Fraction(interval.low), Fraction(interval.high)
    return (low < number or (low == number and not interval.low_open)) and (
        number < high or (high == number and not interval.high_open)
    )


JOINED = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}


@given(intervals(), intervals(), st.sampled_from(list(JOINED)))
def test_what_two_numbers_make_lies_in_what_their_stretches_make(one, other, operator):
    assume(operator != "/" or not other.low <= 0 <= other.high)
    joined = JOINED[operator](one, other)
    if operator == "/":  # keeps 28 digits
        joined = Interval(joined.low - SLIGHT, joined.high + SLIGHT)
    for a in members(one):
        assert all(is_in(JOINED[operator](a, b), joined) for b in members(other))


@given(intervals(), intervals(), st.sampled_from(["+", "-", "*"]))
def test_a_closed_end_is_made_by_some_two_numbers_and_an_open_one_by_none(one, other, operator):
    joined = JOINED[operator](one, other)
    made = {JOINED[operator](a, b) for a in members(one) for b in members(other)}
    assert (Fraction(joined.low) in made) != joined.low_open
    assert (Fraction(joined.high) in made) != joined.high_open


@given(intervals(), intervals())
def test_a_quotient_has_the_ends_that_its_product_with_the_inverse_has(one, other):
    assume(not other.low <= 0 <= other.high)
    quotient = one / other
    inverse = Interval(1 / other.high, 1 / other.low, other.high_open, other.low_open)
    product = one * inverse
    assert (settled(quotient.low), settled(quotient.high)) == (
        settled(product.low),
        settled(product.high),
    )
    assert (quotient.low_open, quotient.high_open) == (product.low_open, product.high_open)


@given(intervals(), intervals())
def test_two_stretches_meet_where_some_number_is_in_both(one, other):
    tried = {*members(one), *members(other)}
    ends = sorted({Fraction(end) for i in (one, other) for end in (i.low, i.high)})
    tried |= {(a + b) / 2 for a, b in pairwise(ends)}
    assert one.meets(other) == any(is_in(n, one) and is_in(n, other) for n in tried)
    assert one.meets(other) == other.meets(one) == (-one).meets(-other)


@given(intervals(), numbers)
def test_a_stretch_holds_the_numbers_in_it(interval, number):
    assert interval.holds(number) == is_in(Fraction(number), interval)


@given(intervals())
def test_turned_round_twice_and_scaled_back_it_is_the_same(interval):
    turned = -interval
    assert -turned == interval
    assert interval.scaled(Decimal(4)).scaled(Decimal("0.25")) == interval


def test_a_stretch_without_numbers_meets_nothing():
    nothing = Interval(Decimal(1), Decimal(1), low_open=True)
    backwards = Interval(Decimal(2), Decimal(1))
    everything = Interval(-INFINITY, INFINITY)
    assert nothing.is_empty
    assert backwards.is_empty
    assert not nothing.meets(everything)
    assert not everything.meets(backwards)
    assert not nothing.is_point
    assert Interval.only(Decimal(1)).is_point
    assert not everything.is_point


def test_numbers_that_division_left_a_digit_apart_are_the_same():
    third = Decimal(1) / 3
    assert Interval.only(third * 3).holds(Decimal(1))
    assert Interval(Decimal(1), third * 3, low_open=True).is_empty


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((1, 2), (3, INFINITY), 3, INFINITY),
        ((0, 2), (3, INFINITY), 0, INFINITY),
        ((-2, -1), (3, INFINITY), -INFINITY, -3),
        ((0, 0), (-INFINITY, INFINITY), 0, 0),
    ],
)
def test_a_product_without_an_upper_end_has_none(one, other, low, high):
    product = closed(*one) * closed(*other)
    assert (product.low, product.high) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high", "is_open"),
    [
        ((1, 2), (2, INFINITY), 0, 1, (True, False)),
        ((0, 2), (2, INFINITY), 0, 1, (False, False)),
        ((-INFINITY, -5), (2, INFINITY), -INFINITY, 0, (True, True)),
        ((5, INFINITY), (2, INFINITY), 0, INFINITY, (True, True)),
    ],
)
def test_a_quotient_comes_as_near_to_nought_as_its_divisor_is_large(one, other, low, high, is_open):
    quotient = closed(*one) / closed(*other)
    assert (quotient.low, quotient.high) == (low, high)
    assert (quotient.low_open, quotient.high_open) == is_open


@pytest.mark.parametrize("ends", [(0, 1), (-1, 0), (-1, 1), (0, 0)])
def test_nothing_is_divided_by_what_may_be_nought(ends):
    with pytest.raises(ZeroDivisionError):
        closed(1, 1) / replace(closed(*ends), low_open=True)
    with pytest.raises(ZeroDivisionError):
        closed(0, 0) / closed(*ends)


def test_of_two_corners_that_tie_a_closed_one_counts():
    product = replace(closed(-1, 1), low_open=True) * closed(-1, 1)
    assert (product.high, product.high_open) == (1, False)
    assert (product.low, product.low_open) == (-1, False)
