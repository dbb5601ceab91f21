"""Error rates where outcomes are missing: by trying every way they could be, and by relations."""

from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.selective_labels import (
    Labelled,
    false_negative_rate,
    false_positive_rate,
    odds_that_close,
    rate_bounds,
)

known, missing = st.integers(1, 40), st.integers(0, 8)
groups = st.builds(Labelled, known, known, known, known, missing, missing)
rates = st.sampled_from([false_positive_rate, false_negative_rate])


@given(groups)
def test_with_nothing_assumed_they_are_what_filling_in_every_way_gives(group):
    """An independent count: each person whose outcome is missing is given one, in all ways."""
    positive, negative = [], []
    ways = product(range(group.missing_flagged + 1), range(group.missing_not_flagged + 1))
    for flagged, not_flagged in ways:
        tp, fn = group.tp + flagged, group.fn + not_flagged
        fp = group.fp + group.missing_flagged - flagged
        tn = group.tn + group.missing_not_flagged - not_flagged
        positive.append(fp / (fp + tn))
        negative.append(fn / (fn + tp))
    for rate, ways_out in ((false_positive_rate, positive), (false_negative_rate, negative)):
        bounds = rate_bounds(rate, group)
        assert (bounds.low, bounds.high) == pytest.approx((min(ways_out), max(ways_out)))


@given(groups, rates)
def test_where_the_missing_are_like_the_known_with_their_flag_one_number_is_left(group, rate):
    bounds = rate_bounds(rate, group, odds=1)
    assert bounds.low == pytest.approx(bounds.high)
    flagged, others = group.tp + group.fp, group.fn + group.tn
    as_known = rate(group, group.tp / flagged, group.fn / others)
    assert bounds.low == pytest.approx(as_known)


@given(groups, rates, st.floats(1, 20), st.floats(1, 20))
def test_the_more_unlike_the_missing_may_be_the_wider_the_bounds(group, rate, one, other):
    narrow = rate_bounds(rate, group, odds=min(one, other))
    wide = rate_bounds(rate, group, odds=max(one, other))
    all_ways = rate_bounds(rate, group, odds=inf)
    assert all_ways.low - 1e-12 <= wide.low <= narrow.low + 1e-12
    assert narrow.high - 1e-12 <= wide.high <= all_ways.high + 1e-12


@given(groups, groups, rates)
def test_at_the_odds_told_the_bounds_meet_and_below_them_they_do_not(group, reference, rate):
    odds = odds_that_close(rate, group, reference)
    assume(odds is not None and odds < 1e6)
    assert odds is not None
    assert odds == odds_that_close(rate, reference, group) or odds == pytest.approx(
        odds_that_close(rate, reference, group), rel=1e-6
    )

    def apart(limit):
        here, there = (rate_bounds(rate, one, odds=limit) for one in (group, reference))
        return max(here.low - there.high, there.low - here.high)

    assert apart(odds * 1.001) <= 1e-9
    if odds > 1.01:
        assert apart(odds * 0.99) > -1e-9


@given(groups, groups, rates)
def test_where_no_odds_are_told_no_missing_outcome_closes_the_gap(group, reference, rate):
    assume(odds_that_close(rate, group, reference) is None)
    here, there = rate_bounds(rate, group), rate_bounds(rate, reference)
    assert here.low > there.high or there.low > here.high


def test_bounds_hold_the_truth_whenever_what_is_assumed_is_so():
    """Outcomes are hidden by chance that leans on the outcome, by up to the odds assumed."""
    rng = np.random.default_rng(2017)
    odds = 3.0
    held = []
    for _ in range(300):
        numbers = rng.integers(2_000, 6_000, 4)  # flagged with, without; not flagged with, without
        lean = odds ** rng.uniform(-1, 1, 2)
        hidden = []
        for side in (0, 1):
            having, without = numbers[2 * side : 2 * side + 2]
            share = rng.uniform(0.05, 0.3)
            hidden += [having * share, without * share / lean[side]]
        hidden_counts = np.array(hidden).astype(int)
        kept = numbers - hidden_counts
        tp, fp, fn, tn = (int(number) for number in kept)
        group = Labelled(tp, fp, fn, tn, int(hidden_counts[:2].sum()), int(hidden_counts[2:].sum()))
        true = numbers[1] / (numbers[1] + numbers[3])
        # The odds of the hidden are those of the kept times a lean in hiding on both of them.
        unlike = max(
            max(ratio, 1 / ratio)
            for ratio in (
                hidden_counts[0] / hidden_counts[1] / (kept[0] / kept[1]),
                hidden_counts[2] / hidden_counts[3] / (kept[2] / kept[3]),
            )
        )
        bounds = rate_bounds(false_positive_rate, group, odds=unlike * 1.0001)
        held.append(bounds.low <= true <= bounds.high)
    assert all(held)


def test_nobody_below_the_line_is_refused():
    with pytest.raises(TooFewToCompare):
        rate_bounds(false_positive_rate, Labelled(5, 0, 5, 0, 0, 0))
    with pytest.raises(TooFewToCompare):
        rate_bounds(false_positive_rate, Labelled(0, 0, 5, 5, 4, 0), odds=2)
