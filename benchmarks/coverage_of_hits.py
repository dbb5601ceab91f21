"""How often intervals of hit rates hold the truth, where hits of a month or an officer are alike.

A group has as many searches as a cell says, the reference ten times as many; shares are 0.2 and
0.25, and the same for the size of the test. Each month, or officer, has a share of its own for each
group, from a beta distribution with the correlation that the cell says.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.audit.statistics.clusters import (
    Share,
    difference_widening,
    share_widening,
    widened_share,
    widened_share_difference,
    widened_share_p_value,
    widened_share_ratio,
)
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.waves import INDEPENDENT

SEED = 20_261_130
HERE, THERE = 0.2, 0.25
TIMES = 10  # as many searches of the reference
SURPRISING = 0.05
MEASURES = (
    "hit rate (Wilson)",
    "difference (Mee)",
    "ratio (Koopman)",
    "size of the test",
)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Of how many clusters the searches are, and how alike those of one are."""

    name: str
    number: int
    correlation: float


CLUSTERS = (
    Clusters("independent, 12 months", 12, 0.0),
    Clusters("12 months, correlation .02", 12, 0.02),
    Clusters("40 officers, correlation .05", 40, 0.05),
)
SIZES = (100, 1_000)


def coverage_of_hits(draws: int) -> Iterator[tuple[str, str, int, float]]:
    """Measure, clusters, searches of the group, and the share of draws that hold the truth.

    For the size of the test, the share with a p-value below 0.05.
    """
    for clusters in CLUSTERS:
        for size in SIZES:
            rng = np.random.default_rng([SEED, *f"{clusters.name}{size}".encode()])
            seen: Counter[str] = Counter()
            for _ in range(draws):
                seen.update(dict(zip(MEASURES, _draw(rng, clusters, size), strict=True)))
            for measure in MEASURES:
                yield measure, clusters.name, size, seen[measure] / draws


def _draw(rng: np.random.Generator, clusters: Clusters, size: int) -> tuple[bool, ...]:
    cases, others = (_spread(rng, clusters, n) for n in (size, TIMES * size))
    hits = _hits(rng, clusters, HERE, cases)
    other_hits = _hits(rng, clusters, THERE, others)
    same_hits = _hits(rng, clusters, HERE, others)
    share, other, same = (
        Share(int(found.sum()), int(searched.sum()))
        for found, searched in ((hits, cases), (other_hits, others), (same_hits, others))
    )
    own = share_widening(hits, cases) or INDEPENDENT
    widening = difference_widening(hits, cases, other_hits, others) or INDEPENDENT
    of_same = difference_widening(hits, cases, same_hits, others) or INDEPENDENT
    return (
        _holds(widened_share(share, own), HERE),
        _holds(widened_share_difference(share, other, widening), HERE - THERE),
        _holds(widened_share_ratio(share, other, widening), HERE / THERE),
        widened_share_p_value(share, same, of_same) < SURPRISING,
    )


def _spread(rng: np.random.Generator, clusters: Clusters, searches: int) -> Numbers:
    return rng.multinomial(searches, [1 / clusters.number] * clusters.number)


def _hits(rng: np.random.Generator, clusters: Clusters, share: float, cases: Numbers) -> Numbers:
    shares = np.full(clusters.number, share)
    if clusters.correlation:
        shape = 1 / clusters.correlation - 1
        shares = rng.beta(share * shape, (1 - share) * shape, clusters.number)
    return rng.binomial(cases, shares)


def _holds(interval: Estimate, truth: float) -> bool:
    return interval.low <= truth <= interval.high
