"""What counts without ethnicity could do to a ratio: by trying every split, and at the edges."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.audit.statistics.bounds import missing_bounds, plain_ratio

events = st.integers(0, 60)
residents = st.integers(1, 5_000)


def bounds(here, people, there, others, missing):
    return missing_bounds(
        {"group": here, "reference": there, "third": 5},
        {"group": people, "reference": others, "third": 50},
        "group",
        "reference",
        missing=missing,
    )


def ratio(here, people, there, others):
    return here * others / (people * there) if there else None


def test_a_plain_ratio_is_that_of_two_rates_and_none_to_nothing():
    people = {"a": 50.0, "b": 400.0}
    assert plain_ratio({"a": 10, "b": 20}, people, "a", "b") == pytest.approx(4)
    assert plain_ratio({"a": 10, "b": 20}, people, "b", "a") == pytest.approx(0.25)
    assert plain_ratio({"a": 0, "b": 20}, people, "a", "b") == 0
    assert plain_ratio({"a": 10, "b": 0}, people, "a", "b") is None


@given(events, residents, events, residents, st.integers(0, 80))
def test_every_split_of_the_missing_lies_between_the_two_ends(here, people, there, others, missing):
    found = bounds(here, people, there, others, missing)
    assert found.missing == missing
    assert found.recorded == pytest.approx(ratio(here, people, there, others))
    low, high = found.all_missing_reference, found.all_missing_group
    assert low == pytest.approx(ratio(here, people, there + missing, others))
    assert high == pytest.approx(ratio(here + missing, people, there, others))
    for theirs in range(missing + 1):
        split = ratio(here + missing - theirs, people, there + theirs, others)
        if split is not None and low is not None:
            assert low <= split * (1 + 1e-12)
        if split is not None and high is not None:
            assert split <= high * (1 + 1e-12)


@given(events, residents, events, residents, st.integers(1, 80))
def test_at_the_tipping_point_rates_are_equal_and_without_one_no_split_makes_them_so(
    here, people, there, others, missing
):
    share = bounds(here, people, there, others, missing).tipping_point

    def gap(theirs):
        """In events times residents, so that whole numbers stay whole."""
        return (here + missing - theirs) * others - (there + theirs) * people

    if share is None:
        assert gap(0) * gap(missing) > 0
        return
    assert 0 <= share <= 1
    assert gap(share * missing) == pytest.approx(0, abs=1e-6)


def test_a_tipping_point_may_lie_at_either_end():
    """All the missing must be the reference's, or none of them."""
    assert bounds(30, 100, 20, 100, 10).tipping_point == 1
    assert bounds(20, 100, 30, 100, 10).tipping_point == 0
    assert bounds(31, 100, 20, 100, 10).tipping_point is None
    assert bounds(19, 100, 30, 100, 10).tipping_point is None
    assert bounds(25, 100, 25, 100, 10).tipping_point == 0.5


def test_with_nothing_missing_nothing_moves_and_nothing_tips():
    found = bounds(30, 100, 20, 200, 0)
    assert found.recorded == found.all_missing_reference == found.all_missing_group
    assert found.recorded == pytest.approx(3)
    assert found.tipping_point is None


@given(events, residents, events, residents)
def test_the_reference_would_need_as_many_events_more_as_make_the_rates_equal(
    here, people, there, others
):
    more = bounds(here, people, there, others, 3).tipping_events
    if here * others <= there * people:
        assert more == pytest.approx(0, abs=1e-9)
        return
    assume(there + more)
    assert ratio(here, people, there + more, others) == pytest.approx(1)
