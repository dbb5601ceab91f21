"""Events that come in waves: what widens an interval, and that all of one row widen alike."""

from math import inf, isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import fft, signal, stats

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.rates import (
    Method,
    poisson_rate,
    rate_difference,
    rate_ratio,
    rate_ratio_p_value,
)
from candour.audit.statistics.waves import (
    INDEPENDENT,
    Widening,
    dispersions_of_places,
    is_thin,
    pooled,
    rate_widening,
    split_widening,
    stretched,
    widened_difference,
    widened_p_value,
    widened_rate,
    widened_ratio,
    widenings_of_places,
)

SEED = 20_261_129
EVENTS = st.integers(0, 400)
PEOPLE = st.floats(100, 1e6)
WIDENINGS = st.builds(Widening, st.floats(1, 12), st.floats(3, 60), st.just(52))


def dispersion(here, there) -> float:
    widening = split_widening(here, there)
    assert widening is not None
    return widening.dispersion


def alike(one, other):
    """Equal but for the last digits, which dividing in another order moves."""
    return (one.value, one.low, one.high) == pytest.approx(
        (other.value, other.low, other.high), rel=1e-9
    )


@given(EVENTS, PEOPLE, EVENTS, PEOPLE, st.sampled_from(list(Method)))
def test_without_waves_everything_is_as_for_independent_events(here, people, there, others, method):
    sides = {"reference_events": there, "reference_exposure": others}
    assert alike(
        widened_rate(here, people, method=method), poisson_rate(here, people, method=method)
    )
    assert alike(
        widened_difference(here, people, **sides, method=method),
        rate_difference(here, people, **sides, method=method),
    )
    if here + there:
        assert alike(
            widened_ratio(here, people, **sides, method=method),
            rate_ratio(here, people, **sides, method=method),
        )
        assert widened_p_value(here, people, **sides) == pytest.approx(
            rate_ratio_p_value(here, people, **sides), rel=1e-9, abs=1e-300
        )


@given(EVENTS, PEOPLE, EVENTS, PEOPLE, WIDENINGS)
def test_a_p_value_is_below_a_twentieth_exactly_when_the_interval_leaves_out_1(
    here, people, there, others, widening
):
    if not here + there:
        return
    sides = {"reference_events": there, "reference_exposure": others, "widening": widening}
    ratio = widened_ratio(here, people, **sides)
    p_value = widened_p_value(here, people, **sides)
    if not any(isclose(end, 1, rel_tol=1e-6) for end in (ratio.low, ratio.high)):
        assert (p_value < 0.05) == (ratio.low > 1 or ratio.high < 1)


@given(EVENTS, PEOPLE, EVENTS, PEOPLE, WIDENINGS, st.floats(1, 3))
def test_more_dispersion_never_narrows_and_the_value_stays(
    here, people, there, others, widening, more
):
    wider = Widening(widening.dispersion * more, widening.degrees, widening.stretches)
    sides = {"reference_events": there, "reference_exposure": others}
    narrow, wide = (widened_rate(here, people, widening=each) for each in (widening, wider))
    assert wide.low <= narrow.low * (1 + 1e-9)
    assert wide.high >= narrow.high * (1 - 1e-9)
    if here + there:
        narrow, wide = (
            widened_ratio(here, people, **sides, widening=each) for each in (widening, wider)
        )
        assert narrow.value == wide.value
        assert wide.low <= narrow.low * (1 + 1e-9)
        assert wide.high >= narrow.high * (1 - 1e-9)


def test_the_tail_is_that_of_student_s_t():
    widening = Widening(1.0, 11, 12)
    assert stats.norm.ppf(1 - widening.tail(0.95)) == pytest.approx(stats.t.ppf(0.975, 11))
    assert INDEPENDENT.tail(0.95) == pytest.approx(0.025)
    assert widening.surprise(2 * stats.norm.sf(2.5)) == pytest.approx(2 * stats.t.sf(2.5, 11))


def test_the_plain_variance_is_that_of_numpy():
    """Under half a year of weeks: g/(g - 1) times the sum of squares, on g - 1 degrees."""
    a, b = np.array([1, 30, 2, 3, 40, 1]), np.array([50, 60, 40, 55, 45, 50])
    moves = a / a.sum() - b / b.sum()
    found = split_widening(a, b)
    assert found is not None
    expected = moves.size * np.var(moves, ddof=1) / (1 / a.sum() + 1 / b.sum())
    assert found.dispersion == pytest.approx(expected)
    assert (found.degrees, found.stretches) == (5, 6)


def test_a_rate_s_plain_variance_is_that_of_numpy():
    """A count's own weeks about their mean, over what independent events would do."""
    counts = np.array([1, 30, 2, 3, 40, 1, 7])
    found = rate_widening(counts)
    assert found is not None
    expected = counts.size * np.var(counts / counts.sum(), ddof=1) * counts.sum()
    assert found.dispersion == pytest.approx(expected)
    assert (found.degrees, found.stretches, found.is_pooled) == (6, 7, False)


# Lazarus, Lewis, Stock and Watson: 0.41 times the length to the power of two thirds.
@pytest.mark.parametrize(
    ("stretches", "weeks", "degrees"),
    [
        (25, 1, 24),  # under half a year: week by week
        (26, 1, 4),
        (52, 1, 6),
        (104, 1, 9),
        (260, 1, 17),
        (5, 52 / 12, 4),  # five months are under half a year
        (6, 52 / 12, 4),
        (12, 52 / 12, 6),
        (4, 52, 3),  # never more cosines than the series has moves
    ],
)
def test_the_long_run_variance_is_that_of_its_first_cosines(stretches, weeks, degrees):
    rng = np.random.default_rng(SEED)
    here, there = rng.negative_binomial(1, 0.01, (2, stretches))
    moves = here / here.sum() - there / there.sum()
    found = split_widening(here, there, weeks=weeks)
    assert found is not None
    assert found.dispersion > 1
    assert (found.degrees, found.stretches) == (degrees, stretches)
    waves = fft.dct(moves, type=2)[1 : degrees + 1]  # twice the sum with each cosine
    independent = 1 / here.sum() + 1 / there.sum()
    variance = (
        lifted(moves, 2 * ((waves / 2) ** 2).mean(), degrees, independent)
        if stretches * weeks >= 26
        else stretches * np.var(moves, ddof=1)
    )
    assert found.dispersion == pytest.approx(variance / independent)


def lifted(moves, variance, cosines, independent):
    """The same variance at frequency 0, by the response of a filter that makes such waves."""
    n = moves.size
    lag_0, lag_1 = np.correlate(moves, moves, "full")[n - 1 : n + 1]
    of_waves, with_next = lag_0 + variance / n - independent, lag_1 * n / (n - 1) + variance / n
    if min(of_waves, with_next) <= 0:
        return variance
    alike = min(0.5, with_next / of_waves)
    at = np.concatenate([[0], np.pi * np.arange(1, cosines + 1) / n])
    _, response = signal.freqz([np.sqrt(1 - alike**2)], [1, -alike], worN=at)
    level = independent + of_waves * abs(response) ** 2
    return variance * level[0] / level[1:].mean()


def test_waves_of_weeks_that_are_alike_have_what_cosines_lack_put_back():
    """Their long-run variance is known: a mean that falls a tenth short made tests 6 % for 5 %."""
    rng = np.random.default_rng(SEED)
    noise = rng.normal(0, 0.3 * np.sqrt(0.75), (3_000, 152))
    log_rates = signal.lfilter([1], [1, -0.5], noise)[:, 100:]
    here = rng.poisson(20 * np.exp(log_rates - 0.045))
    found = np.mean([dispersion(each, np.full(52, 10**6)) for each in here])
    covariances = np.exp(0.09 * 0.5 ** np.arange(1, 52)) - 1
    weights = 1 - np.arange(1, 52) / 52
    true = 1 + 20 * (np.exp(0.09) - 1 + 2 * (weights * covariances).sum())
    assert found == pytest.approx(true, rel=0.05)


def test_weeks_in_order_and_backwards_tell_the_same():
    rng = np.random.default_rng(SEED)
    here, there = rng.negative_binomial(1, 0.05, (2, 60))
    assert dispersion(here, there) == pytest.approx(dispersion(here[::-1], there[::-1]))
    assert dispersion(here, there) == pytest.approx(dispersion(there, here))


def test_a_season_that_moves_both_groups_alike_widens_rates_and_not_their_ratio():
    season = (10 + 5 * np.sin(np.arange(52) / 8)).round().astype(int)
    assert dispersion(season, 10 * season) == 1
    of_rate = rate_widening(season * 5)
    assert of_rate is not None
    assert of_rate.dispersion > 1


def test_waves_that_last_several_weeks_are_seen():
    """The same counts in another order, many times: what lasts counts for more than what jumps."""
    rng = np.random.default_rng(SEED)
    flat = np.full(52, 40)
    runs = [np.repeat(rng.negative_binomial(2, 0.25, 13), 4) for _ in range(200)]
    lasting = np.mean([dispersion(each, flat) for each in runs])
    jumping = np.mean([dispersion(rng.permutation(each), flat) for each in runs])
    assert lasting > 2 * jumping > 2


def test_it_is_never_under_that_of_independent_events():
    steady = split_widening([10] * 52, [10] * 52)
    assert steady == Widening(1.0, 51, 52)
    assert rate_widening([10] * 52) == Widening(1.0, 51, 52)
    assert rate_widening([10] * 4) == Widening(1.0, 3, 4)


@pytest.mark.parametrize(
    ("here", "there"), [([1, 2, 3], [4, 5, 6]), ([0] * 52, [3] * 52), ([3] * 52, [0] * 52)]
)
def test_too_few_stretches_or_an_empty_side_tell_nothing(here, there):
    assert split_widening(here, there) is None
    assert rate_widening([0] * 52) is None


def test_groups_with_thin_weeks_share_the_mean_of_all_and_the_fewest_degrees():
    many, few = Widening(4.0, 51, 52), Widening(1.0, 6, 52)
    together = pooled([many, few], [900, 100])
    assert together.dispersion == pytest.approx(3.7)
    assert together.degrees == 6
    assert together.is_pooled
    assert together.stretches == 52
    assert pooled([few], [100]) == Widening(1.0, 6, 52, is_pooled=True)
    assert pooled([Widening(1.5, 51, 40)], [7]).dispersion == 1.5
    assert is_thin([1, 0, 2])
    assert not is_thin([2, 2, 2])
    assert not is_thin([2, 4, 3])


@given(st.floats(0.05, 20), st.floats(0.2, 0.9), st.floats(1.1, 5))
def test_an_interval_without_counts_is_stretched_on_the_log_scale(value, down, up):
    estimate = Estimate(value, value * down, value * up)
    twice = stretched(estimate, Widening(4.0, inf, 0))
    assert twice.low == pytest.approx(value * down**2)
    assert twice.high == pytest.approx(value * up**2)
    assert stretched(Estimate(0.0, 0.0, inf), Widening(4.0, inf, 0)) == Estimate(0.0, 0.0, inf)


def test_an_end_at_nothing_or_without_limit_stays_where_it_is():
    twice = Widening(4.0, inf, 0)
    assert alike(stretched(Estimate(2.0, 0.0, 4.0), twice), Estimate(2.0, 0.0, 8.0))
    assert alike(stretched(Estimate(2.0, 1.0, inf), twice), Estimate(2.0, 0.5, inf))
    assert stretched(Estimate(inf, 1.0, inf), twice) == Estimate(inf, 1.0, inf)


def test_the_widened_interval_of_a_twelfth_of_a_person_year_is_twelve_times_that_of_one():
    widening = Widening(2.0, 10, 12)
    year, month = (widened_rate(3, people, widening=widening) for people in (1, 1 / 12))
    assert alike(month, year.times(12))
    ratios = [
        widened_ratio(3, people, reference_events=5, reference_exposure=others, widening=widening)
        for people, others in ((1, 1), (1 / 12, 1 / 12), (1, 1 / 12), (1 / 12, 1))
    ]
    assert alike(ratios[0], ratios[1])
    assert alike(ratios[2], ratios[0].times(1 / 12))
    assert alike(ratios[3], ratios[0].times(12))


def test_equal_counts_of_equal_groups_are_no_surprise():
    for widening in (INDEPENDENT, Widening(3.0, 5, 6)):
        for events in (0, 7):
            p_value = widened_p_value(
                events, 10, reference_events=events, reference_exposure=10, widening=widening
            )
            assert p_value == 1
    assert Widening(1.0, 5, 6).surprise(1.0) == 1
    assert INDEPENDENT.surprise(1.0) == 1


def test_nobody_to_compare_is_refused():
    with pytest.raises(TooFewToCompare):
        widened_rate(3, 0)
    with pytest.raises(TooFewToCompare):
        widened_ratio(0, 10, reference_events=0, reference_exposure=10)
    with pytest.raises(TooFewToCompare):
        widened_ratio(1, 10, reference_events=1, reference_exposure=0)


# small places


def test_the_dispersion_of_places_is_that_of_events_that_come_together():
    """Three at a time, however few of them a place has; and 1 where each comes by itself."""
    rng = np.random.default_rng(SEED)
    for together in (1, 3):
        counts = (together * rng.poisson(0.2, (4_000, 12))).tolist()
        others = (together * rng.poisson(0.8, (4_000, 12))).tolist()
        assert dispersions_of_places(counts)[0] == pytest.approx(together, rel=0.05)
        assert dispersions_of_places(counts, others)[0] == pytest.approx(together, rel=0.1)


def test_intervals_of_places_hold_what_comes_three_at_a_time_as_often_as_they_say():
    """Ten places, twelve months: as independent, 95 % intervals hold three in four."""
    rng = np.random.default_rng(SEED)
    held: dict[str, list[bool]] = {
        "rate": [],
        "ratio": [],
        "rate as independent": [],
        "ratio as independent": [],
    }
    for _ in range(120):
        own = 3 * rng.poisson(4.0, (10, 12))
        others = 3 * rng.poisson(8.0, (10, 12))
        of_rates = widenings_of_places(own.tolist())
        of_ratios = widenings_of_places(own.tolist(), others.tolist())
        for k in range(10):
            events, reference = int(own[k].sum()), int(others[k].sum())
            for name, rate_by, ratio_by in (
                ("", of_rates[k], of_ratios[k]),
                (" as independent", INDEPENDENT, INDEPENDENT),
            ):
                rate = widened_rate(events, 1_000, widening=rate_by)
                ratio = widened_ratio(
                    events, 1_000, reference_events=reference, reference_exposure=1_000,
                    widening=ratio_by,
                )  # fmt: skip
                held[f"rate{name}"].append(rate.low <= 0.144 <= rate.high)
                held[f"ratio{name}"].append(ratio.low <= 0.5 <= ratio.high)
    for name in ("rate", "ratio"):
        assert 0.93 <= np.mean(held[name]) <= 0.98, name
        assert np.mean(held[f"{name} as independent"]) < 0.8, name


def test_three_months_say_nothing_of_how_places_move():
    assert widenings_of_places([[3, 9, 1], [0, 0, 0]]) == [INDEPENDENT, INDEPENDENT]
    assert widenings_of_places([]) == []


def test_a_year_of_months_leaves_the_widening_of_a_place_eleven_degrees():
    (widening,) = widenings_of_places([[3, 9, 1, 4, 0, 2, 6, 1, 3, 5, 2, 4]])
    assert (widening.degrees, widening.stretches) == (11, 12)


def test_what_moves_both_groups_alike_leaves_the_ratio_of_a_place_alone():
    season = np.array([1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1])
    (rate,) = dispersions_of_places([10 * season])
    (ratio,) = dispersions_of_places([10 * season], [40 * season])
    assert rate == pytest.approx(12 / 11 * 100 * 35 / 420)
    assert ratio == 1


def test_a_place_with_many_events_has_its_own_dispersion_and_thin_ones_share_theirs():
    steady, moving, thin = [20] * 12, [2, 60] * 6, [1, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0]
    found = dispersions_of_places([steady, moving, thin, [0] * 12])
    assert found[0] == 1
    assert found[1] > 20
    assert found[2] == found[3] == pytest.approx(12 / 11 * (6 / 16 - 1 / 12) * 4)
    assert dispersions_of_places([[3, 9, 1]]) == [1.0]  # of three months nothing is told
