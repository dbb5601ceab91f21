"""What ranking captures: by hand, by enumeration over ties, and by what must hold for any input."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.audit.accuracy.measures import accuracy
from candour.audit.grids.areas import equal_shares
from candour.audit.grids.capture import ever_chosen, highest, most_possible
from tests.audit.made_up_grids import FIRST, every_choice


def arrays(number, cells, days):
    row = st.lists(number, min_size=days, max_size=days)
    return st.lists(row, min_size=cells, max_size=cells).map(np.array)


@st.composite
def cases(draw):
    """Scores with many ties, counts of events, and how many cells are targeted."""
    cells, days = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    scores = draw(arrays(st.integers(0, 3), cells, days))
    observed = draw(arrays(st.integers(0, 4), cells, days))
    return scores.astype(float), observed.astype(float), draw(st.integers(1, cells))


def dated(number):
    return np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + number)


def audited(scores, observed, top):
    days = dated(scores.shape[1])
    return accuracy(scores, observed, days, top, equal_shares(len(scores)))


# by hand


def test_a_case_worked_by_hand():
    # Day 1: cells 1 and 2 are chosen and hold 3 of 5 events. Day 2: cell 1, and cells 2 and 3 tie
    # for the second place, so that half of their 2 events count: 1 + 1 of 4.
    scores = np.array([[9.0, 5.0], [4.0, 1.0], [3.0, 1.0], [0.0, 0.0]])
    observed = np.array([[1.0, 1.0], [2.0, 2.0], [1.0, 0.0], [1.0, 1.0]])
    found = audited(scores, observed, 2)
    assert (found.events, found.captured) == (9, 5)
    assert found.shares["hit_rate"].value == pytest.approx(5 / 9)
    assert found.shares["pai"].value == pytest.approx((5 / 9) / (2 / 4))
    assert found.possible == 6  # 2 + 1 on the first day, 2 + 1 on the second
    assert found.shares["pei"].value == pytest.approx(5 / 6)
    # With an event: both on day 1; on day 2 cell 1, and cell 2 for half.
    assert found.shares["precision"].value == pytest.approx(3.5 / 4)
    assert found.ever.surely == 2
    assert found.ever.expected == pytest.approx(2.5)
    assert found.ever.possibly == 3


def test_a_quarter_of_events_in_half_of_the_area_is_an_index_of_one_half():
    observed = np.array([[1.0], [0.0], [2.0], [1.0]])
    found = audited(np.array([[4.0], [3.0], [2.0], [1.0]]), observed, 2)
    assert found.shares["pai"].value == pytest.approx(0.5)


def test_unequal_areas_change_the_index_and_nothing_else():
    scores = np.array([[2.0, 2.0], [1.0, 1.0]])
    observed = np.array([[3.0, 1.0], [1.0, 1.0]])
    found = accuracy(scores, observed, dated(2), 1, np.array([0.8, 0.2]))
    assert found.shares["hit_rate"].value == pytest.approx(4 / 6)
    assert found.shares["pai"].value == pytest.approx((4 / 6) / 0.8)


# by enumeration


@given(cases())
def test_ties_count_as_the_mean_over_all_ways_to_break_them(case):
    scores, observed, top = case
    chosen = highest(scores, top)
    for day in range(scores.shape[1]):
        choices = every_choice(scores[:, day].tolist(), top)
        held = [sum(int(observed[cell, day]) for cell in some) for some in choices]
        with_event = [sum(int(observed[cell, day] > 0) for cell in some) for some in choices]
        mean, hits = (Fraction(sum(each), len(choices)) for each in (held, with_event))
        assert chosen.sums(observed)[day] == pytest.approx(float(mean), rel=1e-15)
        assert chosen.sums((observed > 0) * 1.0)[day] == pytest.approx(float(hits), rel=1e-15)
        assert chosen.weights()[:, day].sum() == pytest.approx(top)


@given(cases())
def test_the_best_choice_is_the_best_of_all_choices(case):
    _, observed, top = case
    every = [every_choice([0] * len(observed), top)] * observed.shape[1]
    for day, choices in enumerate(every):
        best = max(sum(observed[cell, day] for cell in some) for some in choices)
        assert most_possible(observed, top)[day] == best


@given(cases())
def test_cells_ever_targeted_are_the_mean_over_ties_broken_day_by_day(case):
    scores, _, top = case
    ever = ever_chosen(highest(scores, top))
    reached = {frozenset[int](): Fraction(1)}
    for day in range(scores.shape[1]):
        choices = every_choice(scores[:, day].tolist(), top)
        after: dict[frozenset[int], Fraction] = {}
        for before, chance in reached.items():
            for some in choices:
                both = before | some
                after[both] = after.get(both, Fraction(0)) + chance / len(choices)
        reached = after
    mean = sum(len(some) * chance for some, chance in reached.items())
    assert ever.expected == pytest.approx(float(mean))
    assert ever.surely == len(frozenset.intersection(*reached))
    assert ever.possibly == len(frozenset.union(*reached))


# what must hold


@given(cases())
def test_index_times_share_of_area_is_the_hit_rate(case):
    scores, observed, top = case
    assume(observed.any())
    found = audited(scores, observed, top)
    share = top / len(scores)
    assert found.shares["pai"].value * share == pytest.approx(found.shares["hit_rate"].value)


@given(cases())
def test_no_measure_leaves_its_range(case):
    scores, observed, top = case
    assume(observed.any())
    found = audited(scores, observed, top)
    for name in ("hit_rate", "pei", "precision"):
        each = found.shares[name]
        assert 0 <= each.value <= 1 + 1e-12
        assert not each.low < 0
        assert not each.high > 1
    assert found.shares["pei"].value >= found.shares["hit_rate"].value - 1e-12


@given(cases(), st.floats(0.5, 3), st.integers(-50, 50))
def test_only_the_order_of_scores_counts(case, times, more):
    scores, observed, top = case
    assume(observed.any())
    before = audited(scores, observed, top)
    assert audited(scores * times + more, observed, top).as_row() == before.as_row()


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_cells_does_not_count(case, random):
    scores, observed, top = case
    assume(observed.any())
    order = list(range(len(scores)))
    random.shuffle(order)
    there, back = audited(scores, observed, top), audited(scores[order], observed[order], top)
    assert there.captured == pytest.approx(back.captured, abs=1e-12)
    assert there.shares["precision"].value == pytest.approx(back.shares["precision"].value)


@given(cases())
def test_a_perfect_forecast_has_an_efficiency_of_one(case):
    _, observed, top = case
    assume(observed.any())
    assert audited(observed, observed, top).shares["pei"].value == 1


@given(cases())
def test_all_cells_hold_all_events(case):
    scores, observed, _ = case
    assume(observed.any())
    found = audited(scores, observed, len(scores))
    assert found.captured == found.events
    assert found.shares["pai"].value == pytest.approx(1)
    assert found.ever.surely == len(scores)
