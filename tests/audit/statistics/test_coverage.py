"""How often intervals hold the truth: a sample of what `scripts/coverage` prints."""

import pytest

from benchmarks.coverage import ENOUGH, PAGE, Cell, Seen, cells, held, passes
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
