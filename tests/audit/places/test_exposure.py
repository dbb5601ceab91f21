"""Shares of residents in targets, their bounds, and what must hold of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from candour.audit.geography.residents import Residents
from candour.audit.places.exposure import (
    NobodyLivesThere,
    TooFewAreas,
    bounds_of_share,
    concentration,
    exposure,
)

people = hnp.arrays(float, (3, 25), elements=st.integers(1, 500).map(float))
covered = hnp.arrays(float, 25, elements=st.floats(0.05, 1))


def test_a_cell_over_part_of_an_area_can_hold_none_or_all_of_a_group():
    # A cell that holds 150 of an area's 1,500 residents, 300 of whom are of the group.
    residents = Residents(("group", "others"), np.array([[300.0], [1_200.0]]))

    bounds = bounds_of_share(residents, np.array([0.1]), group="group")

    assert bounds.low == 0
    assert bounds.high * 300 == pytest.approx(150)


@given(people, covered)
def test_the_share_lies_within_its_bounds(counts, parts):
    for row in exposure(Residents(("a", "b", "c"), counts), parts, reference="a"):
        if row.bounds:
            assert row.bounds.low - 1e-9 <= row.share <= row.bounds.high + 1e-9


@given(people, covered)
def test_people_in_targets_add_up_to_everyone_in_targets(counts, parts):
    rows = exposure(Residents(("a", "b", "c"), counts), parts, reference="a")
    assert sum(row.in_targets for row in rows) == pytest.approx(counts.sum(axis=0) @ parts)


@given(people, covered)
def test_groups_that_live_alike_are_exposed_alike(counts, parts):
    alike = np.stack([counts[0], 3 * counts[0]])
    for row in exposure(Residents(("a", "b"), alike), parts, reference="a"):
        assert row.ratio == pytest.approx(1)


@given(people, covered, st.permutations(range(25)))
def test_the_order_of_areas_changes_nothing(counts, parts, order):
    there = exposure(Residents(("a", "b", "c"), counts), parts, reference="b")
    back = exposure(Residents(("a", "b", "c"), counts[:, order]), parts[order], reference="b")
    assert [row.share for row in there] == pytest.approx([row.share for row in back])


def test_whole_areas_have_no_bounds_for_nothing_is_unknown():
    residents = Residents(("a", "b"), np.ones((2, 20)))
    rows = exposure(residents, np.repeat([1.0, 0.0], 10), reference="a")
    assert [row.bounds for row in rows] == [None, None]


def test_a_figure_on_fewer_than_ten_areas_is_refused():
    residents = Residents(("a", "b"), np.ones((2, 20)))
    with pytest.raises(TooFewAreas, match="lie in 9 small areas"):
        exposure(residents, np.repeat([1.0, 0.0], [9, 11]), reference="a")


def test_a_group_that_lives_nowhere_is_named():
    residents = Residents(("a", "nobody"), np.array([np.ones(20), np.zeros(20)]))
    with pytest.raises(NobodyLivesThere, match="'nobody'"):
        exposure(residents, np.ones(20), reference="a")


def test_even_coverage_is_not_concentrated_and_one_area_nearly_wholly():
    residents = Residents(("a",), np.ones((1, 1_000)))
    one = np.zeros(1_000)
    one[0] = 1
    assert concentration(residents, np.full(1_000, 0.3)) == pytest.approx(0)
    assert concentration(residents, one) == pytest.approx(0.999)
