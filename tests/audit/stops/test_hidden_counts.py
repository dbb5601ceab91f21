"""Counts that are hidden or ranges: every number holds whatever they are, and never as if 0."""

import itertools

import pytest

from candour.audit.errors import PlanError
from candour.audit.periods import Period
from candour.audit.ranged_counts import Cell, read_hidden
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.core.errors import CandourError
from tests.audit.conftest import CENSUS_2021

TINY = 1e-9  # of arithmetic
HEADS = "Force,Month,Self-defined ethnicity,Stops"
GROUPS = {
    "White - British": "90",
    "White - Irish": "<5",
    "Black - African": "40",
    "Black - Other": "*",
    "Asian - Indian": "1-4",
}


def table(tmp_path, cells, name="counts.csv"):
    lines = [f"essex,2021-09,{group},{cell}" for group, cell in cells.items()]
    path = tmp_path / name
    path.write_text("\n".join([HEADS, *lines]) + "\n", encoding="utf-8")
    return path


def audited(path, hidden=None):
    question = StopsQuestion(Period.parse("2021-09"), count="Stops", hidden=hidden)
    return audit_stops([path], [CENSUS_2021], question)


def of_group(finding, group):
    return next(row for row in finding.result.ratios if row.group == group)


@pytest.fixture
def hidden(tmp_path):
    return audited(table(tmp_path, GROUPS), Cell(0, 4))


def test_all_that_hidden_counts_can_be_lies_within_what_is_printed(tmp_path, hidden):
    for number, (white, black, asian) in enumerate(itertools.product((0, 4), (0, 4), (1, 4))):
        told = {"White - Irish": white, "Black - Other": black, "Asian - Indian": asian}
        exact = audited(table(tmp_path, GROUPS | told, f"{number}.csv"))
        for group in ("black", "asian"):
            one, over = of_group(exact, group), of_group(hidden, group)
            assert over.ratio_from - TINY <= one.ratio <= over.ratio_to + TINY
            assert over.low - TINY <= one.low
            assert one.high <= over.high + TINY
            assert one.p_value <= over.p_value + TINY
            assert over.difference_per_1000.low - TINY <= one.difference_per_1000.low
        for one, over in zip(exact.result.rates, hidden.result.rates, strict=True):
            assert over.stops_from <= one.stops <= over.stops_to
            assert over.low - TINY <= one.low
            assert one.high <= over.high + TINY


def test_the_ends_are_those_of_the_least_and_the_most(hidden):
    black = of_group(hidden, "black")
    scale = black.ratio / (42 / 92)
    assert black.ratio_from == pytest.approx(scale * 40 / 94)
    assert black.ratio_to == pytest.approx(scale * 44 / 90)
    assert (black.ratio_lowest, black.ratio_highest) == (black.ratio_from, black.ratio_to)


def test_what_is_hidden_is_said_first_and_beside_each_ratio(hidden):
    assert hidden.sentences[0].startswith(
        "3 of 5 counts are hidden or ranges (such as '*'): in all there are 131 to 142 searches."
    )
    assert "missing ethnicity and hidden counts are counted" in hidden.sentences[1]


def test_parts_that_may_be_hidden_whole_are_not_told(hidden):
    result = hidden.result
    assert (result.powers, result.trend, result.kinds, result.finds) == ((), (), (), None)
    assert "a part of the searches may be hidden whole" in result.refused[0].reason


def test_a_mark_that_does_not_say_what_it_hides_is_refused_with_its_place(tmp_path):
    with pytest.raises(CandourError, match=r"line 5: column 'Stops' holds '\*'.* --hidden '<5'"):
        audited(table(tmp_path, GROUPS))


def test_a_table_without_hidden_counts_is_as_it_was(tmp_path):
    exact = GROUPS | {"White - Irish": 3, "Black - Other": 2, "Asian - Indian": 2}
    path = table(tmp_path, exact)
    assert audited(path, Cell(0, 4)).result == audited(path).result
    assert of_group(audited(path), "black").ratio_from is None


@pytest.mark.parametrize("text", ["few", "5", "*"])
def test_what_a_hidden_count_can_be_is_a_range(text):
    with pytest.raises(PlanError, match="is no range that a hidden count can be in"):
        read_hidden(text)
    assert (read_hidden(""), read_hidden("fewer than 5")) == (None, Cell(0, 4))
