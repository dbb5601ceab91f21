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
        ("a half", "0.5", "0.495", "0.505"),
    ],
)
def test_per_cent_become_parts_of_one_and_a_range_stands_at_its_middle(printed, point, low, high):
    amount = Amount.of(parse_quantity(printed, unit="people"))
    assert (amount.point, amount.low, amount.high) == (Decimal(point), Decimal(low), Decimal(high))


def test_a_number_that_is_sure_is_its_point_alone():
    amount = Amount.exactly(Decimal(3))
    assert {amount.point, amount.low, amount.high} == {Decimal(3)}
