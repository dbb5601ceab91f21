"""How often the intervals of score audits hold the truth: by enumeration, else by simulation."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from candour.audit.scores.outcome_rates import point, tipping_points
from candour.audit.statistics.confusion import compare
from candour.audit.statistics.proportions import koopman_ratio, newcombe_difference, wilson
from candour.audit.statistics.ranking import area_under_curve
from candour.audit.statistics.resampling import resampled_counts

SEED = 20_261_122


def test_wilson_covers_on_average_as_it_says_and_never_falls_below_what_it_admits():
    """By enumeration of all counts, over true shares from 0.5 to 99.5 per cent."""
    for people in (10, 50):
        found = [wilson(count, people) for count in range(people + 1)]
        held = [
            sum(
                binom.pmf(count, people, share)
                for count, each in enumerate(found)
                if each.low <= share <= each.high
            )
            for share in np.linspace(0.005, 0.995, 199)
        ]
        assert np.mean(held) == pytest.approx(0.95, abs=0.01)
        assert min(held) > 0.83


@pytest.mark.parametrize("here", [0.1, 0.35, 0.6])
@pytest.mark.parametrize("there", [0.2, 0.5])
def test_newcombe_and_koopman_cover_about_as_often_as_they_say(here, there):
    """By enumeration of all pairs of counts in groups of 60 and 80."""
    people, others = 60, 80
    held = {"difference": 0.0, "ratio": 0.0}
    counted = 0.0
    for count in range(people + 1):
        for other in range(others + 1):
            chance = binom.pmf(count, people, here) * binom.pmf(other, others, there)
            if chance < 1e-9 or count == 0 or other == 0:
                continue
            sides = {"reference_count": other, "reference_people": others}
            gap = newcombe_difference(count, people, **sides)
            ratio = koopman_ratio(count, people, **sides)
            held["difference"] += chance * (gap.low <= here - there <= gap.high)
            held["ratio"] += chance * (ratio.low <= here / there <= ratio.high)
            counted += chance
    assert held["difference"] / counted == pytest.approx(0.95, abs=0.02)
    assert held["ratio"] / counted == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("apart", [0.0, 1.0])
def test_the_area_covers_about_as_often_as_it_says(apart):
    """Scores normal in both groups and put into 40 bins; the true area is that of the bins."""
    rng = np.random.default_rng(SEED)
    edges = np.linspace(-3, 4, 39)
    cells = [np.diff(norm.cdf([-np.inf, *edges, np.inf], loc=mean)) for mean in (0.0, apart)]
    below = np.cumsum(cells[0]) - cells[0] / 2
    truth = float((cells[1] * below).sum())
    held = []
    for _ in range(1_500):
        without, having = rng.multinomial(120, cells[0]), rng.multinomial(60, cells[1])
        found = area_under_curve(having, without)
        held.append(found.low <= truth <= found.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_the_bootstrap_and_the_tipping_point_cover_about_as_often_as_they_say():
    """Tables drawn from known shares; the true ratio and the true crossing follow from them."""
    rng = np.random.default_rng(SEED)
    # By group B and A, flagged (no, yes), outcome (no, yes).
    truth = np.array([[[0.14, 0.08], [0.11, 0.19]], [[0.20, 0.09], [0.06, 0.13]]])
    share = truth[..., 1, 0] / truth[..., :, 0].sum(axis=-1)
    ratio = share[0] / share[1]
    (fpr, _) = tipping_points(["B", "A"], (truth * 1e8).astype(np.int64), "A", None)
    held: dict[str, list[bool]] = {"ratio": [], "times": []}
    for _ in range(250):
        counts = rng.multinomial(1_200, truth.ravel()).reshape(2, 2, 2)
        seed = int(rng.integers(1 << 30))
        found = compare(
            ["B", "A"], counts, reference="A", replicates=300, rng=np.random.default_rng(seed)
        )
        (drawn,) = [each.drawn_ratio for each in found if each.measure == "fpr"]
        draws = resampled_counts(counts, replicates=300, rng=np.random.default_rng(seed))
        (times, _) = tipping_points(["B", "A"], counts, "A", draws)
        assert drawn is not None
        held["ratio"].append(drawn.low <= ratio <= drawn.high)
        interval = point(times)
        assert interval is not None
        held["times"].append(interval.low <= (fpr.times or 0) <= interval.high)
    assert np.mean(held["ratio"]) == pytest.approx(0.95, abs=0.035)
    assert np.mean(held["times"]) == pytest.approx(0.95, abs=0.035)
