"""What could have been seen: beside answers worked out apart, and sums by hand."""

from math import comb

import pytest

from candour.audit.evaluations.power import chance_to_see, fewest_events, smallest_ratio
from tests.audit.known import SIX_DIGITS, answer


@pytest.mark.parametrize("events", [50, 100, 200, 400])
def test_the_power_of_the_southend_design_is_what_was_worked_out_apart(events):
    given, known = answer("KA18")
    share = given["treated_per_day"] / given["spots"]
    expected = known[f"n_{events}"]

    smallest = smallest_ratio(lambda ratio: chance_to_see(events, share, ratio))

    assert smallest is not None
    assert chance_to_see(events, share, 0.69) == pytest.approx(
        expected["power_at_31pc_fall"], abs=SIX_DIGITS
    )
    assert 1 - smallest == pytest.approx(expected["smallest_fall_for_80pc_power"], abs=1e-5)


def test_power_is_the_probability_of_the_counts_that_are_rejected():
    events, share, ratio = 37, 0.4, 0.5
    null = [comb(events, k) * share**k * (1 - share) ** (events - k) for k in range(events + 1)]
    rejected = [k for k in range(events + 1) if 2 * min(sum(null[: k + 1]), sum(null[k:])) <= 0.05]
    true = ratio * share / (ratio * share + 1 - share)
    expected = sum(comb(events, k) * true**k * (1 - true) ** (events - k) for k in rejected)
    assert chance_to_see(events, share, ratio) == pytest.approx(expected)


def test_with_no_effect_it_is_no_more_than_the_level():
    for events in range(1, 120):
        assert chance_to_see(events, 0.4, 1.0) <= 0.05


def test_a_handful_of_events_shows_no_fall_at_all():
    assert smallest_ratio(lambda ratio: chance_to_see(5, 0.4, ratio)) is None
    assert chance_to_see(0, 0.4, 0.5) == 0
    assert fewest_events(0.4, 0.999, most=500) is None
