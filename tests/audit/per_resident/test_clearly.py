"""When a rate is clearly higher or lower, and what it depends on where it is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.per_resident.clearly import (
    COMPARISONS,
    FILLED,
    NOT_ONE,
    TOO_SHORT,
    UNKNOWN_WAVES,
    Look,
    Verdict,
    judge,
)

ABOVE = Look("", 2.0, 1.5, 2.6, 0.001)
OTHER = replace(ABOVE, depends_on="the census", ratio=1.4, low=1.1, high=1.8)
YEAR = 52  # weeks


def test_what_passes_every_way_of_counting_is_clear_and_its_size_is_said_apart():
    found = judge(ABOVE, [OTHER], weeks=YEAR)
    assert (found.verdict, found.depends_on) == (Verdict.CLEARLY_HIGHER, ())
    assert (found.lowest, found.highest) == (1.4, 2.0)


@pytest.mark.parametrize(
    ("change", "weeks", "is_widened", "depends_on"),
    [
        ({"low": 0.9}, YEAR, True, "the census"),
        ({"ratio": 0.5, "low": 0.4, "high": 0.6}, YEAR, True, "the census"),
        ({"p_holm": 0.05}, YEAR, True, COMPARISONS),
        ({}, 47, True, TOO_SHORT),
        ({}, YEAR, False, UNKNOWN_WAVES),
        ({"low": None}, YEAR, True, "the census"),
    ],
)
def test_each_way_of_failing_alone_makes_it_depend_and_is_named(
    change, weeks, is_widened, depends_on
):
    found = judge(ABOVE, [replace(OTHER, **change)], weeks=weeks, is_widened=is_widened)
    assert (found.verdict, found.depends_on) == (Verdict.HIGHER, (depends_on,))
    assert found.verdict.side == 0


def test_a_filling_that_undoes_it_is_named_once():
    undone = Look(FILLED, 1.1, 0.9, 1.4)
    found = judge(ABOVE, [undone, undone], weeks=YEAR)
    assert found.depends_on == (FILLED,)


def test_where_the_leading_range_takes_in_1_nothing_is_said():
    found = judge(replace(ABOVE, low=0.8), [OTHER], weeks=YEAR)
    assert (found.verdict, found.depends_on) == (Verdict.UNCLEAR, ())


def test_none_at_all_of_a_group_is_never_clearly_lower_since_recording_may_explain_it():
    none = Look("", 0.0, 0.0, 0.4, 0.001)
    found = judge(none, [replace(none, depends_on="the census")], weeks=YEAR)
    assert (found.verdict, found.depends_on) == (Verdict.LOWER, (NOT_ONE,))


ENDS = st.tuples(st.floats(0.1, 3), st.floats(1, 4)).map(lambda pair: (pair[0], pair[0] * pair[1]))
LOOKS = st.builds(
    lambda ends, p: Look("x", sum(ends) / 2, ends[0], ends[1], p),
    ENDS,
    st.none() | st.floats(0, 0.2),
)


@given(LOOKS, st.lists(LOOKS, max_size=4), st.integers(1, 160))
def test_a_verdict_is_the_same_seen_from_the_other_side(first, others, weeks):
    def upside_down(look):
        return Look(look.depends_on, 1 / look.ratio, 1 / look.high, 1 / look.low, look.p_holm)

    here = judge(first, others, weeks=weeks)
    there = judge(upside_down(first), [upside_down(each) for each in others], weeks=weeks)
    assert here.verdict.side == -there.verdict.side
    assert here.depends_on == there.depends_on


@given(LOOKS, st.lists(LOOKS, max_size=4), LOOKS)
def test_one_more_way_of_counting_never_makes_anything_clear(first, others, another):
    before = judge(first, others, weeks=YEAR)
    after = judge(first, [*others, another], weeks=YEAR)
    assert abs(after.verdict.side) <= abs(before.verdict.side)
