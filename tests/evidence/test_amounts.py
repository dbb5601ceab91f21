"""A printed number in a sum of Candour's own."""

from decimal import Decimal

import pytest

from candour.evidence.amounts import Amount
from candour.evidence.quantities import parse_quantity


@pytest.mark.parametrize(
    ("printed", "point", "low", "high"),
    [
        ("17%", "0.17", "0.165", "0.175"),
        ("1,413", "1413", "1413", "1413"),
        ("15 to 20%", "0.175", "0.15", "0.2"),
        ("40 to 50", "45", "40", "50"),
        ("a half", "0.5", "0.4", "0.6"),
    ],
)
def test_per_cent_become_parts_of_one_and_a_range_stands_at_its_middle(printed, point, low, high):
    amount = Amount.of(parse_quantity(printed, unit="people"))
    assert (amount.point, amount.low, amount.high) == (Decimal(point), Decimal(low), Decimal(high))


def test_a_number_that_is_sure_is_its_point_alone():
    amount = Amount.exactly(Decimal(3))
    assert {amount.point, amount.low, amount.high} == {Decimal(3)}


@pytest.mark.parametrize(
    ("printed", "has_point"),
    [("17%", True), ("about 5", True), ("40 to 50", False), ("almost 5", False)],
)
def test_a_range_and_words_that_leave_their_own_number_out_have_no_point(printed, has_point):
    assert Amount.of(parse_quantity(printed, unit="people")).has_point is has_point


def test_a_sum_of_two_numbers_is_worked_out_at_the_point_and_at_each_end():
    two, half = Amount.exactly(Decimal(2)), Amount.of(parse_quantity("0.5", unit="times"))
    for result, point, low, high in (
        (two + half, "2.5", "2.45", "2.55"),
        (two - half, "1.5", "1.45", "1.55"),
        (two * half, "1", "0.9", "1.1"),
        (half / two, "0.25", "0.225", "0.275"),
    ):
        assert (result.point, result.low, result.high) == tuple(map(Decimal, (point, low, high)))
        assert result.has_point


def test_a_sum_has_a_point_only_where_both_its_numbers_have_one():
    one, unclear = Amount.exactly(Decimal(1)), Amount.of(parse_quantity("40 to 50", unit="people"))
    for result in (one + unclear, unclear + one, one - unclear, one * unclear, unclear / one):
        assert not result.has_point
