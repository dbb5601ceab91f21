"""How often each design finds what is not there, and how often its intervals hold the truth.

Of panels with few units, of counts that vary more than Poisson ones, and of units whose good and
bad spells last. A rejection rate may be at most 5% and two Monte-Carlo errors.
"""

from math import sqrt

import numpy as np
import pytest

from candour.audit.errors import Unfit
from candour.audit.evaluations.measuring import measure
from candour.audit.evaluations.question import Design, Drawn
from candour.audit.statistics.two_way import NoRatio
from tests.audit.evaluations.panels import asked, counts_of, drawn_days, from_start, panel_of

LEVEL = 0.05
NATURES = {
    "poisson": {},
    "varying more": {"spread": 0.3},
    "lasting spells": {"spread": 0.3, "lasting": 0.7},
}


def crossover(rng, nature, ratio):
    treated = drawn_days(rng, 12, 30, 5)
    means = rng.gamma(3, 0.5, (12, 1)) * np.ones((12, 30)) * ratio**treated
    return panel_of(counts_of(rng, means, **nature), treated)


def few_treated(rng, nature, ratio):
    """Three of fourteen, drawn by lot."""
    treated = from_start(14, 12, 3, 6)[rng.permutation(14)]
    means = rng.gamma(4, 2, (14, 1)) * rng.uniform(0.7, 1.3, (1, 12)) * ratio**treated
    return panel_of(counts_of(rng, means, **nature), treated)


def ten_and_ten(rng, nature, ratio):
    treated = from_start(20, 12, 10, 6)[rng.permutation(20)]
    means = rng.gamma(4, 2, (20, 1)) * rng.uniform(0.7, 1.3, (1, 12)) * ratio**treated
    return panel_of(counts_of(rng, means, **nature), treated)


def several_starts(rng, nature, ratio):
    treated = from_start(30, 12, 6, 4) | np.roll(from_start(30, 12, 6, 8), 6, axis=0)
    treated = treated[rng.permutation(30)]
    means = rng.gamma(4, 2, (30, 1)) * rng.uniform(0.7, 1.3, (1, 12)) * ratio**treated
    return panel_of(counts_of(rng, means, **nature), treated)


def synthetic(rng, nature, ratio):
    """One of twenty-five, drawn by lot, with levels and waves of their own."""
    treated = from_start(25, 18, 1, 12)[rng.permutation(25)]
    waves = 1 + 0.3 * np.sin(np.arange(18) / 3)
    means = rng.uniform(15, 40, (25, 1)) * waves * ratio**treated
    return panel_of(counts_of(rng, means, **nature), treated)


DESIGNS = {
    "crossover, drawn each day": (crossover, Design.CROSSOVER, Drawn.EACH_PERIOD),
    "crossover, days drawn for each unit": (crossover, Design.CROSSOVER, Drawn.WITHIN_UNIT),
    "three of fourteen, drawn": (few_treated, Design.DID, Drawn.UNITS),
    "ten beside ten, by clusters": (ten_and_ten, Design.DID, Drawn.NOTHING),
    "several dates of start": (several_starts, Design.DID, Drawn.NOTHING),
    "synthetic control": (synthetic, Design.SYNTHETIC, Drawn.UNITS),
}
# Days that were drawn for all units together are no draw within each unit, so that design has no
# case of coverage.
WITH_INTERVALS = tuple(name for name in DESIGNS if name != "crossover, days drawn for each unit")


def tried(design, nature, ratio, tries):
    """What is measured on so many made-up panels; those without a ratio are left out."""
    make, how, drawn = DESIGNS[design]
    question = asked(drawn=drawn, draws=199)
    for seed in range(tries):
        rng = np.random.default_rng([seed, len(design), len(nature)])
        panel = make(rng, NATURES[nature], ratio)
        if drawn is Drawn.WITHIN_UNIT:
            treated = np.zeros(panel.treated.shape, dtype=bool)
            treated[:, :12] = True
            treated = rng.permuted(treated, axis=1)
            panel = panel_of(panel.counts, treated)
        try:
            yield measure(panel, panel.counts, question, how)
        except (NoRatio, Unfit):
            continue


@pytest.mark.long
@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("design", DESIGNS)
def test_it_finds_what_is_not_there_no_more_often_than_it_says(design, nature, tries):
    number = tries(12, long=200)
    rejected = [one.rows[0].p_value <= LEVEL for one in tried(design, nature, 1.0, number)]
    assert len(rejected) > 0.9 * number
    error = sqrt(LEVEL * (1 - LEVEL) / len(rejected))
    allowed = 2 if number > 100 else 4  # so few say little, and must not fail by luck
    assert np.mean(rejected) <= LEVEL + allowed * error


def holds(row, ratio):
    """Without ends, either nothing is rejected or, where 1 is, everything."""
    if row.low is None and row.high is None:
        return row.p_value > LEVEL
    return (row.low is None or row.low <= ratio) and (row.high is None or ratio <= row.high)


@pytest.mark.long
@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize(
    ("design", "ratio"),
    [*((name, 0.7) for name in WITH_INTERVALS), ("synthetic control", 1.6)],
)
def test_its_interval_holds_the_true_ratio_as_often_as_it_says(design, ratio, nature, tries):
    number = tries(12, long=200)
    held = [holds(one.rows[0], ratio) for one in tried(design, nature, ratio, number)]
    error = sqrt(LEVEL * (1 - LEVEL) / len(held))
    allowed = 2 if number > 100 else 4
    assert np.mean(held) >= 1 - LEVEL - 0.005 - allowed * error
