"""The range for chance of a ratio among areas deprived alike, from the tenths of kept findings."""

from dataclasses import replace
from math import exp, log, sqrt

import pytest
from scipy.stats import t as student

from candour.audit.stops import alike_chance, decile_words
from candour.audit.stops.kind import KIND
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.evidence.findings import read_findings

FORCES = {"essex": 2.285, "west-midlands": 2.374, "avon-and-somerset": 4.327}


@pytest.fixture(scope="module")
def kept():
    found, _ = read_findings(FOLDER)
    return {
        force: KINDS.read(found[f"stops-by-deprivation-{force}-2019-20"].finding)
        for force in FORCES
    }


def _black(finding):
    return next(row for row in finding.result.by_deprivation if row.group == "black")


@pytest.mark.parametrize("force", list(FORCES))
def test_the_range_holds_the_ratio_and_is_as_wide_as_its_counts_allow(kept, force):
    finding = kept[force]
    chance = alike_chance.by_chance(finding.result, _black(finding))
    assert chance is not None
    low, high = chance
    assert low < FORCES[force] < high
    assert sqrt(low * high) == pytest.approx(FORCES[force], abs=0.01)
    # No narrower than independent counts of all tenths would be, and widened as in the whole force.
    black = sum(r.stops for r in finding.result.deciles if r.group == "black")
    plain = next(r for r in finding.result.ratios if r.group == "black")
    assert log(high / low) > 2 * 1.96 * sqrt(max(1.0, plain.dispersion) / black)


def test_the_range_of_essex_by_hand(kept):
    finding = kept["essex"]
    row = _black(finding)
    tenths = {
        g: [(r.stops, r.population) for r in finding.result.deciles if r.group == g]
        for g in ("black", "white")
    }
    top = bottom = spread = 0.0
    for (a, n), (b, m) in zip(tenths["black"], tenths["white"], strict=True):
        top, bottom = top + a * m / (n + m), bottom + b * n / (n + m)
        spread += (a + b) * n * m / (n + m) ** 2
    plain = next(r for r in finding.result.ratios if r.group == "black")
    error = sqrt(spread / (top * bottom) * max(1.0, plain.dispersion))
    chance = alike_chance.by_chance(finding.result, row)
    assert chance is not None
    low, high = chance
    far = log(high / low) / 2 / error
    assert far == pytest.approx(student.ppf(0.975, plain.degrees))
    assert low == pytest.approx(top / bottom / exp(far * error))


def test_no_range_is_given_where_tenths_lack(kept):
    finding = kept["essex"]
    part = tuple(r for r in finding.result.deciles if r.decile > 5)
    result = replace(finding.result, deciles=part)
    assert alike_chance.by_chance(result, _black(finding)) is None
    assert alike_chance.in_words(result, _black(finding)) == "no range for chance worked out"


@pytest.mark.parametrize("force", list(FORCES))
def test_first_lines_have_chance_and_place_and_no_single_tenth(kept, force):
    finding = kept[force]
    number = KIND.key_number(finding)
    assert number is not None
    assert number.span.startswith("range for chance ")
    assert "where searches were made (many searched there live elsewhere)" in number.of
    for text in decile_words.leads(finding.result, finding.plan, "a year"):
        assert "least deprived tenth" not in text
        assert "range for chance" in text or "of the same tenth" not in text
        assert "where the search was made" in text or "of the same tenth" not in text
