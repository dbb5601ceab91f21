"""Direct standardisation: against SciPy, relations, simulated coverage, and published data."""

from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from candour.audit.errors import PlanError, TooFewToCompare
from candour.audit.statistics.rates import poisson_rate, rate_ratio
from candour.audit.statistics.standardisation import standardised_rate, standardised_ratio

CLOSE = 1e-9
ages = st.lists(
    st.tuples(st.integers(0, 400), st.integers(50, 100_000), st.integers(1, 100_000)),
    min_size=1,
    max_size=6,
)
pairs = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.integers(50, 100_000),
        st.integers(0, 400),
        st.integers(50, 100_000),
        st.integers(1, 100_000),
    ),
    min_size=1,
    max_size=6,
)

# Births and cases of Down's syndrome in Michigan by the mother's age, for each birth order: from
# Fleiss (1981), Statistical Methods for Rates and Proportions, p. 249, which Fay and Feuer use.
BIRTHS = [
    [230_061, 329_449, 114_920, 39_487, 14_208, 3_052],
    [72_202, 326_701, 208_667, 83_228, 28_466, 5_375],
    [15_050, 175_702, 207_081, 117_300, 45_026, 8_660],
    [2_293, 68_800, 132_424, 98_301, 46_075, 9_834],
    [327, 30_666, 123_419, 149_919, 104_088, 34_392],
]
FIRSTBORN_CASES = [107, 141, 60, 40, 39, 25]


def weighted(events, exposures, standard):
    weights = np.array(standard) / sum(standard) / np.array(exposures)
    counts = np.array(events)
    return (weights * counts).sum(), (weights**2 * counts).sum(), weights.max()


def test_firstborns_of_fleiss_are_as_published():
    standard = [sum(births) / 5 for births in zip(*BIRTHS, strict=True)]
    found = standardised_rate(FIRSTBORN_CASES, BIRTHS[0], standard).times(100_000)
    crude = sum(FIRSTBORN_CASES) / sum(BIRTHS[0]) * 100_000
    assert round(crude, 1) == 56.3
    assert round(found.value, 3) == 92.305
    _, variance, _ = weighted(FIRSTBORN_CASES, BIRTHS[0], standard)
    assert round(variance * 1e6, 6) == 0.003919


@given(ages)
def test_a_standardised_rate_agrees_with_chi_squared_quantiles(rows):
    events, exposures, standard = (list(column) for column in zip(*rows, strict=True))
    found = standardised_rate(events, exposures, standard)
    y, v, m = weighted(events, exposures, standard)
    low = v / (2 * y) * stats.chi2.ppf(0.025, 2 * y * y / v) if y else 0
    above, spread = y + m, v + m * m
    high = spread / (2 * above) * stats.chi2.ppf(0.975, 2 * above**2 / spread)
    assert found.value == pytest.approx(y, rel=CLOSE)
    assert (found.low, found.high) == pytest.approx((low, high), rel=CLOSE)


@given(pairs)
def test_a_standardised_ratio_agrees_with_f_quantiles(rows):
    a, e, b, f, standard = (list(column) for column in zip(*rows, strict=True))
    assume(sum(a) and sum(b))
    found = standardised_ratio((a, e), (b, f), standard)
    (y, v, m), (z, u, k) = weighted(a, e, standard), weighted(b, f, standard)
    one, more = 2 * y * y / v, 2 * (y + m) ** 2 / (v + m * m)
    other, others = 2 * z * z / u, 2 * (z + k) ** 2 / (u + k * k)
    low = y / (z + k) * stats.f.ppf(0.025, one, others)
    high = (y + m) / z * stats.f.ppf(0.975, more, other)
    assert found.value == pytest.approx(y / z, rel=CLOSE)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-7)


@given(st.integers(0, 3_000), st.integers(1, 10**6), st.integers(1, 3_000), st.integers(1, 10**6))
def test_with_one_age_it_is_the_exact_interval(events, people, others, residents):
    rate = standardised_rate([events], [people], [7])
    exact = poisson_rate(events, people)
    assert (rate.low, rate.high) == pytest.approx((exact.low, exact.high), rel=CLOSE)
    ratio = standardised_ratio(([events], [people]), ([others], [residents]), [7])
    plain = rate_ratio(events, people, reference_events=others, reference_exposure=residents)
    assert (ratio.low, ratio.high) == pytest.approx((plain.low, plain.high), rel=1e-8)


@given(pairs)
def test_swapping_the_sides_inverts_the_standardised_ratio(rows):
    a, e, b, f, standard = (list(column) for column in zip(*rows, strict=True))
    assume(sum(a) and sum(b))
    there = standardised_ratio((a, e), (b, f), standard)
    back = standardised_ratio((b, f), (a, e), standard)
    assert there.value == pytest.approx(1 / back.value)
    assert there.low == pytest.approx(1 / back.high, rel=1e-7)
    assert there.low < there.value < there.high


@given(ages, st.integers(2, 1_000))
def test_only_the_shares_of_the_standard_matter(rows, times):
    events, exposures, standard = (list(column) for column in zip(*rows, strict=True))
    one = standardised_rate(events, exposures, standard)
    other = standardised_rate(events, exposures, [each * times for each in standard])
    assert (one.low, one.value, one.high) == pytest.approx((other.low, other.value, other.high))


def test_equal_rates_at_each_age_are_an_equal_rate_whatever_the_ages_of_a_group():
    young, old = [9_000, 1_000], [1_000, 9_000]
    rates = [0.05, 0.002]
    side = [round(n * r) for n, r in zip(young, rates, strict=True)]
    other = [round(n * r) for n, r in zip(old, rates, strict=True)]
    found = standardised_ratio((side, young), (other, old), [5_000, 5_000])
    crude = rate_ratio(
        sum(side), sum(young), reference_events=sum(other), reference_exposure=sum(old)
    )
    assert found.value == pytest.approx(1)
    assert crude.value > 6


def test_standardised_ratios_hold_the_truth_at_least_about_as_often_as_they_say():
    rng = np.random.default_rng(20_261_122)
    here, there, standard = [300, 500, 900], [9_000, 8_000, 20_000], [9_000, 9_000, 20_000]
    rates = np.array([0.02, 0.03, 0.004])
    truth, held = 2.0, 0
    for _ in range(1_500):
        side = rng.poisson(rates * truth * here).tolist()
        other = rng.poisson(rates * there).tolist()
        found = standardised_ratio((side, here), (other, there), standard)
        held += found.low <= truth <= found.high
    assert 0.945 < held / 1_500 < 0.995


def test_a_reference_without_events_leaves_the_upper_end_of_the_ratio_open():
    found = standardised_ratio(([3, 1], [10, 10]), ([0, 0], [10, 10]), [1, 1])
    assert (found.value, found.high) == (inf, inf)
    assert found.low > 0


def test_an_age_without_residents_is_refused_unless_the_standard_has_none_either():
    with pytest.raises(TooFewToCompare, match="residents at some age"):
        standardised_rate([1, 0], [10, 0], [5, 5])
    assert standardised_rate([1, 0], [10, 0], [5, 0]).value == pytest.approx(0.1)


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(PlanError, match="the same ages"):
        standardised_rate([1, 0], [10], [5, 5])
    with pytest.raises(TooFewToCompare, match="no events on either side"):
        standardised_ratio(([0], [10]), ([0], [10]), [5])


def test_a_part_of_a_resident_is_enough_and_none_is_not_however_small_the_standard():
    """Person-years and shares of a standard may both lie under 1."""
    found = standardised_rate([1, 2], [0.5, 0.8], [0.25, 0.75])
    assert found.value == pytest.approx(0.25 * 1 / 0.5 + 0.75 * 2 / 0.8)
    with pytest.raises(TooFewToCompare, match="residents at some age"):
        standardised_rate([1, 0], [0.5, 0.0], [0.25, 0.75])
    # An age that the standard has not says nothing, whoever is counted there.
    found = standardised_rate([1, 9], [0.5, 0.0], [0.25, 0.0])
    assert found.value == pytest.approx(2)
