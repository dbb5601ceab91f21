"""Ratios of forces drawn in: those of all forces together, beside raw ones that stay."""

from dataclasses import dataclass

import pytest

from candour.audit.per_resident.drawn_in import Cell, Counted, drawn_in
from candour.audit.statistics.pooling import pooled_ratios


@dataclass(frozen=True)
class Row:
    """What a row of a table of ratios has to have."""

    force: str
    group: str
    ratio: float
    population_year: int = 2021
    reading: str = "as counted"
    shrunken_ratio: float | None = None
    shrunken_low: float | None = None
    shrunken_high: float | None = None


COUNTED: dict[Cell, Counted] = {
    ("avon", "black", 2021, "as counted"): Counted((30, 1_000.0), (200, 20_000.0)),
    ("beds", "black", 2021, "as counted"): Counted((90, 1_500.0), (250, 20_000.0)),
    ("cumbria", "black", 2021, "as counted"): Counted((1, 20.0), (300, 40_000.0), 2.0),
    ("dorset", "black", 2021, "as counted"): Counted((12, 400.0), (150, 30_000.0), 1.5),
    ("essex", "black", 2021, "as counted"): Counted((400, 9_000.0), (500, 60_000.0)),
}


def rows(counted):
    return [Row(force, group, 1.0, year, reading) for force, group, year, reading in counted]


def test_a_ratio_is_drawn_in_among_those_of_its_group_and_the_raw_one_stays():
    others: dict[Cell, Counted] = {
        ("avon", "asian", 2021, "as counted"): Counted((5, 100.0), (200, 20_000.0))
    }
    drawn = drawn_in([*rows(COUNTED), *rows(others)], COUNTED | others)
    expected = pooled_ratios(
        [one.side for one in COUNTED.values()],
        [one.reference for one in COUNTED.values()],
        dispersions=[one.dispersion for one in COUNTED.values()],
    )
    for row, one in zip(drawn, expected, strict=False):
        assert (row.shrunken_ratio, row.shrunken_low, row.shrunken_high) == (
            one.value,
            one.low,
            one.high,
        )
        assert row.ratio == 1.0
    assert drawn[-1].shrunken_ratio is None  # of one force alone nothing is common
    cumbria = drawn[2].shrunken_ratio
    assert cumbria == pytest.approx(4, abs=2)  # its one search is 6.7 times the rate


def test_of_few_forces_or_without_an_event_nothing_is_drawn_in():
    four = dict(list(COUNTED.items())[:4])
    assert all(row.shrunken_ratio is None for row in drawn_in(rows(four), four))
    none = {cell: Counted((0, 10.0), one.reference) for cell, one in COUNTED.items()}
    assert drawn_in(rows(none), none) == tuple(rows(none))


def test_a_row_that_has_no_part_in_it_is_left_as_it_is():
    whole = Row("", "black", 2.0)
    assert drawn_in([*rows(COUNTED), whole], COUNTED)[-1] == whole
