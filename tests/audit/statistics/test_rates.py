"""Rates and their ratios, tested against others' code, relations, enumeration and known answers."""

from math import inf, isinf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.errors import TooFewToCompare
from candour.audit.statistics.rates import (
    Method,
    excess_events,
    poisson_rate,
    rate_difference,
    rate_ratio,
    rate_ratio_p_value,
)
from tests.audit.known import SIX_DIGITS, answer

counts = st.integers(0, 5_000)
some = st.integers(1, 5_000)
exposures = st.floats(0.5, 1e7)
methods = st.sampled_from(Method)
CLOSE = 1e-10


def near(value):
    return pytest.approx(value, rel=SIX_DIGITS)


# known answers


def test_a_rate_is_as_known():
    given_, known = answer("KA01")
    exact = poisson_rate(given_["events"], given_["population"]).times(1_000)
    midp = poisson_rate(given_["events"], given_["population"], method=Method.MIDP).times(1_000)
    none = poisson_rate(0, given_["population"]).times(1_000)

    assert exact.value == near(known["per_1000"])
    assert (exact.low, exact.high) == (near(known["exact_low"]), near(known["exact_high"]))
    assert (midp.low, midp.high) == (near(known["midp_low"]), near(known["midp_high"]))
    assert (none.low, none.high) == (0, near(known["zero_events_high_per_1000"]))


def test_a_ratio_is_as_known():
    inputs, known = answer("KA02")
    group = (inputs["events_1"], inputs["pop_1"])
    reference = {
        "reference_events": inputs["events_0"],
        "reference_exposure": inputs["pop_0"],
    }
    exact = rate_ratio(*group, **reference)
    midp = rate_ratio(*group, **reference, method=Method.MIDP)

    assert exact.value == near(known["ratio"])
    assert (exact.low, exact.high) == (near(known["exact_low"]), near(known["exact_high"]))
    assert (midp.low, midp.high) == (near(known["midp_low"]), near(known["midp_high"]))
    difference = rate_difference(*group, **reference).value * 1_000
    assert difference == near(known["rate_difference_per_1000"])
    assert excess_events(*group, **reference).value == near(known["excess_stops"])


def test_a_ratio_without_an_event_in_the_group_is_as_known():
    known = answer("KA02")[1]["zero_numerator_0_in_1000_v_10_in_10000"]
    found = rate_ratio(0, 1_000, reference_events=10, reference_exposure=10_000)
    assert (found.value, found.low) == (known["ratio"], known["exact_low"])
    assert found.high == near(known["exact_high"])


@pytest.mark.parametrize("year", ["2011", "2021"])
def test_the_year_of_the_denominator_matters_as_known(year):
    inputs, known = answer("KA05")
    people = known[year]
    found = rate_ratio(
        inputs["black"],
        people["pop_black"],
        reference_events=inputs["white"],
        reference_exposure=people["pop_white"],
    )
    assert found.value == near(people["ratio"])
    assert (found.low, found.high) == (near(people["low"]), near(people["high"]))


# coverage, by adding up the probabilities of all counts whose interval holds the truth


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("mean", [1, 5, 20, 100])
def test_a_rate_is_covered_as_often_as_enumerated(mean, method):
    known = answer("KA16")[1][f"poisson_mean_{mean}"]
    reach = range(int(mean + 12 * mean**0.5 + 20))
    found = {n: poisson_rate(n, 1, method=method) for n in reach}
    covered = sum(
        stats.poisson.pmf(n, mean) for n, each in found.items() if each.low <= mean <= each.high
    )
    assert covered == near(known["exact" if method is Method.EXACT else "midp"])


@pytest.mark.parametrize("method", Method)
def test_a_ratio_is_covered_as_often_as_enumerated(method):
    known = answer("KA16")[1]["ratio_means_5_50"]
    covered = 0.0
    for one in range(30):
        for other in range(10, 110):
            if one + other == 0:
                continue
            found = rate_ratio(one, 1, reference_events=other, reference_exposure=10, method=method)
            if found.low <= 1 <= found.high:
                covered += stats.poisson.pmf(one, 5) * stats.poisson.pmf(other, 50)
    assert covered == pytest.approx(known["exact" if method is Method.EXACT else "midp"], abs=1e-6)


# others' code


@given(counts, exposures)
def test_an_exact_rate_agrees_with_chi_squared_quantiles(events, exposure):
    found = poisson_rate(events, exposure)
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    high = stats.chi2.ppf(0.975, 2 * events + 2) / 2
    assert found.low == pytest.approx(low / exposure, rel=CLOSE)
    assert found.high == pytest.approx(high / exposure, rel=CLOSE)


@given(counts, some, exposures, exposures)
def test_an_exact_ratio_agrees_with_clopper_and_pearson(events, others, here, there):
    found = rate_ratio(events, here, reference_events=others, reference_exposure=there)
    share = stats.binomtest(events, events + others).proportion_ci(method="exact")
    odds = [end * here / there for end in (found.low, found.high)]
    assert [each / (1 + each) for each in odds] == pytest.approx(list(share), rel=CLOSE)


@given(st.integers(1, 400))
def test_a_midp_rate_agrees_with_statsmodels(events):
    from statsmodels.stats.rates import confint_poisson

    found = poisson_rate(events, 1, method=Method.MIDP)
    low, high = confint_poisson(events, 1, method="midp-c")
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-8)


@given(st.integers(0, 200), st.integers(0, 200), st.floats(1, 100), st.floats(1, 100))
def test_the_p_value_agrees_with_two_binomial_tails(events, others, here, there):
    found = rate_ratio_p_value(events, here, reference_events=others, reference_exposure=there)
    share = here / (here + there)
    tails = [
        stats.binomtest(events, events + others, share, alternative=side).pvalue
        for side in ("less", "greater")
        if events + others
    ]
    assert found == pytest.approx(min(1, 2 * min(tails, default=1)), rel=1e-9)


# relations


@given(some, exposures, some, exposures, methods)
def test_swapping_the_sides_inverts_the_ratio(events, here, others, there, method):
    one = rate_ratio(events, here, reference_events=others, reference_exposure=there, method=method)
    back = rate_ratio(
        others, there, reference_events=events, reference_exposure=here, method=method
    )
    assert one.value == pytest.approx(1 / back.value)
    assert one.low == pytest.approx(1 / back.high, rel=1e-8)
    assert one.low < one.value < one.high


@given(counts, some, exposures, exposures)
def test_midp_lies_within_exact(events, others, here, there):
    sides = {"reference_events": others, "reference_exposure": there}
    exact = rate_ratio(events, here, **sides)
    midp = rate_ratio(events, here, **sides, method=Method.MIDP)
    assert exact.low <= midp.low
    assert midp.high <= exact.high


@given(some, exposures, some, exposures)
def test_the_p_value_is_small_exactly_when_the_interval_leaves_out_one(events, here, others, there):
    sides = {"reference_events": others, "reference_exposure": there}
    found = rate_ratio(events, here, **sides)
    p_value = rate_ratio_p_value(events, here, **sides)
    if abs(p_value - 0.05) > 1e-9:
        assert (p_value < 0.05) == (found.low > 1 or found.high < 1)


@given(some, exposures, some, exposures)
def test_the_excess_is_the_difference_times_the_people(events, here, others, there):
    sides = {"reference_events": others, "reference_exposure": there}
    excess = excess_events(events, here, **sides)
    assert excess.value == pytest.approx(events - here * others / there, rel=1e-12, abs=1e-6)
    assert excess.low < excess.value < excess.high


@pytest.mark.parametrize("method", Method)
def test_a_reference_without_events_leaves_the_upper_end_open(method):
    found = rate_ratio(5, 100, reference_events=0, reference_exposure=100, method=method)
    assert isinf(found.value)
    assert found.high == inf
    assert found.reported().high is None
    assert found.low > 0


def test_nothing_on_either_side_cannot_be_compared():
    with pytest.raises(TooFewToCompare, match="no events on either side"):
        rate_ratio(0, 100, reference_events=0, reference_exposure=100)


def test_nobody_to_set_a_count_against_cannot_be_compared():
    with pytest.raises(TooFewToCompare, match="no residents"):
        poisson_rate(3, 0)
    for here, there in ((0, 10), (10, 0)):
        for how in (rate_ratio, rate_difference):
            with pytest.raises(TooFewToCompare, match="no residents"):
                how(3, here, reference_events=2, reference_exposure=there)


@pytest.mark.parametrize("method", list(Method))
def test_of_no_event_the_rate_and_its_lower_end_are_nought(method):
    found = poisson_rate(0, 10, method=method)
    assert (found.value, found.low) == (0, 0)
    # Nothing is seen with a chance of exp(-mean), of which mid-P counts half.
    seen = 0.025 if method is Method.EXACT else 0.05
    assert found.high == pytest.approx(-np.log(seen) / 10)


def test_part_of_a_person_year_is_enough_to_set_a_count_against():
    assert poisson_rate(3, 0.25).value == 12
    assert rate_ratio(3, 0.25, reference_events=2, reference_exposure=0.5).value == 3


def test_the_difference_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(20_261_122)
    sides = zip(rng.poisson(8, 1_500), rng.poisson(40, 1_500), strict=True)
    held = 0
    for one, other in sides:
        found = rate_difference(int(one), 1.0, reference_events=int(other), reference_exposure=10.0)
        held += found.low <= 4 <= found.high
    assert 0.94 < held / 1_500 < 0.99  # exact ends cover more than they say
