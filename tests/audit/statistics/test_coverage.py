"""How often intervals hold the truth: a sample of what `scripts/coverage` prints."""

import re
from itertools import product

import pytest

from benchmarks.coverage import ENOUGH, PAGE, Cell, Seen, cells, held, passes
from benchmarks.coverage_of_hits import CLUSTERS, MEASURES, SIZES, coverage_of_hits
from tests.support.sizes import tries

CAN_BE_CLEAR = [cell for cell in cells() if cell.can_be_clear]


@pytest.mark.long(sample=8)
@pytest.mark.parametrize(
    "cell",
    CAN_BE_CLEAR,
    ids=lambda cell: f"{cell.measure}-{cell.clustering}-{cell.length}-{cell.size}",
)
def test_where_a_rate_can_be_called_clear_intervals_and_tests_hold(cell):
    seen = held(cell, tries(400, long=4_000))
    assert passes(cell, seen), seen


def test_a_cell_that_falls_short_does_not_pass():
    """Five months of waves that last for weeks: that is why nothing of them is called clear."""
    short = Cell("ratio", "waves of weeks", "5 months", 1_000)
    seen = held(short, 400)
    assert seen.share < ENOUGH - 0.05
    assert not passes(short, seen)
    assert not short.can_be_clear
    assert not passes(Cell("size of the test", "independent", "a year", 100), Seen(0.09, 2_000))


def test_every_cell_is_drawn_again_alike():
    cell = CAN_BE_CLEAR[0]
    assert held(cell, 50) == held(cell, 50)


def test_the_page_has_a_line_for_every_cell_and_none_that_can_be_clear_falls_short():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for cell in cells():
        start = f"| {cell.measure} | {cell.clustering} | {cell.length} | {cell.size:,} |"
        (line,) = [line for line in lines if line.startswith(start)]
        assert ("never called clear" in line) != cell.can_be_clear
        assert "falls short" not in line or not cell.can_be_clear


def test_hit_rates_in_the_page_hold_where_searches_of_one_cluster_are_alike():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for clusters, size, measure in product(CLUSTERS, SIZES, MEASURES):
        start = f"| {measure} | {clusters.name} | {size:,} |"
        (line,) = [line for line in lines if line.startswith(start)]
        seen, error = (float(part) / 100 for part in re.findall(r"([\d.]+)%", line)[-2:])
        if measure == "size of the test":
            assert seen <= 0.05 + 2 * error
        else:
            assert seen >= ENOUGH - 2 * error


def test_hit_rates_are_drawn_again_alike():
    assert list(coverage_of_hits(3)) == list(coverage_of_hits(3))
