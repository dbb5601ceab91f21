"""Made-up places with planted thresholds, for tests of the threshold test."""

import numpy as np
from scipy.special import expit, logit

from candour.audit.stops.marginality import searches
from candour.audit.thresholds.model import Cells, Counted
from candour.audit.thresholds.stops_file import Tally

SPREAD_OF_PLACES = (0.25, 0.4, 0.1)  # of thresholds, carrying and signals


def planted(rng, *, groups=3, places=6, stops=3_000):
    """A world that the model describes: what would be counted in it, and the true averages."""
    threshold = logit(rng.uniform(0.08, 0.35, groups))[:, None]
    carrying = rng.normal(-2, 0.6, groups)[:, None]
    signal = rng.normal(0.4, 0.25, groups)[:, None]
    of_t, of_a, of_b = SPREAD_OF_PLACES
    shape = (groups, places)
    cells = Cells(
        threshold + rng.normal(0, of_t, shape),
        carrying + rng.normal(0, of_a, places),
        signal + rng.normal(0, of_b, places),
    )
    numbers = rng.integers(stops // 4, stops * 2, shape)
    searched, found = cells.rates()
    searches_made = rng.binomial(numbers, searched)
    finds = rng.binomial(searches_made, found)
    counted = Counted(*(np.asarray(n, dtype=float) for n in (numbers, searches_made, finds)))
    weights = counted.stops.sum(axis=0) / counted.stops.sum()
    return counted, (expit(cells.threshold) * weights).sum(axis=1)


def marginal(*, black_beta, black_threshold, stops=6_000):
    """Places in which chances are Beta(1, b), as in the known answer, and a third group's.

    What is expected to be counted, with no noise and no normal distribution in it. With two groups
    alone the places tell little of the model's three unknowns.
    """
    tally = Tally()
    for place, scale in enumerate((0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5)):
        for group, beta, threshold in (
            ("white", 9, 0.2),
            ("black", black_beta, black_threshold),
            ("other", 6, 0.2),
        ):
            expected = searches(alpha=1, beta=beta * scale, threshold=threshold)
            made = round(stops * expected.search_rate)
            finds = round(made * expected.hit_rate)
            tally.add(group, f"place {place}", stops, made, finds)
    return tally


def as_csv(tally):
    """The same as a table of counts."""
    lines = [
        f"{group},{place},{stops},{made},{finds}"
        for (group, place), (stops, made, finds) in tally.cells.items()
    ]
    return "race,county,stops,searches,hits\n" + "\n".join(lines) + "\n"
