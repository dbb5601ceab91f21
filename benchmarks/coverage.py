"""How often the intervals of audits hold the truth, by simulation: nominal beside seen.

Each cell draws stops whose true rates are known, many times, has the audits' own functions make
an interval or a p-value of each, and counts how often the truth is inside. Every cell has a seed of
its own, so that one can be drawn again by itself.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage_of_hits import coverage_of_hits
from candour.audit.statistics.estimates import Estimate
from candour.audit.statistics.proportions import koopman_ratio, newcombe_difference, wilson
from candour.audit.statistics.waves import (
    FEWEST_TO_SAY_CLEARLY,
    INDEPENDENT,
    Widening,
    rate_widening,
    split_widening,
    widened_difference,
    widened_p_value,
    widened_rate,
    widened_ratio,
)
from candour.audit.stops.waves import A_MONTH

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/coverage.md"
SEED = 20_261_129
DRAWS = 2_000
NOMINAL = 0.95
ENOUGH, LEAST_POWER = 0.93, 0.8  # of intervals that must hold the truth; of tests that must see
REFERENCE = 10  # times as many stops and residents as the group's
GROUP_PEOPLE, REFERENCE_PEOPLE = 10_000.0, 100_000.0
HOLM = 0.05 / 4  # the smallest p-value of four groups has to be below this

Series = NDArray[np.int64]
Draw = Callable[[np.random.Generator, float, int], Series]  # mean number of stops, weeks


def independent(rng: np.random.Generator, stops: float, weeks: int) -> Series:
    """Every stop by itself."""
    return rng.poisson(stops / weeks, weeks)


def operations(rng: np.random.Generator, stops: float, weeks: int) -> Series:
    """Stops come four at a time in the middle, geometrically, all of one group in one week."""
    counts = np.zeros(weeks, dtype=np.int64)
    many = rng.poisson(stops / 4)
    np.add.at(counts, rng.integers(0, weeks, many), rng.geometric(1 / 4, many))
    return counts


def long_waves(rng: np.random.Generator, stops: float, weeks: int) -> Series:
    """Weeks that are like the week before: a log rate of sd 0.3, correlated 0.5."""
    state, log_rates = rng.normal(0, 0.3), []
    for _ in range(weeks):
        log_rates.append(state)
        state = 0.5 * state + rng.normal(0, 0.3 * sqrt(1 - 0.25))
    rates = np.exp(np.array(log_rates) - 0.3**2 / 2)
    return rng.poisson(stops / weeks * rates)


CLUSTERING: dict[str, Draw] = {
    "independent": independent,
    "operations": operations,
    "waves of weeks": long_waves,
}
BY_MONTH = "a year, by month"  # no days in the files
LENGTHS = {"5 months": 21, "6 months": 26, "a year": 52, BY_MONTH: 52, "3 years": 156}
MONTHS = np.linspace(0, 52, 12, endpoint=False).astype(int)  # the week that each starts with
SIZES = (100, 1_000)


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure, one way in which stops come, one length, one size."""

    measure: str
    clustering: str
    length: str
    size: int

    @property
    def weeks(self) -> int:
        return LENGTHS[self.length]

    @property
    def can_be_clear(self) -> bool:
        return self.weeks >= FEWEST_TO_SAY_CLEARLY

    @property
    def seed(self) -> list[int]:
        return [SEED, *f"{self.measure}{self.clustering}{self.length}{self.size}".encode()]


@dataclass(frozen=True, slots=True)
class Seen:
    """How often something came about, with its Monte-Carlo error."""

    share: float
    draws: int

    @property
    def error(self) -> float:
        return sqrt(self.share * (1 - self.share) / self.draws)


def held(cell: Cell, draws: int = DRAWS) -> Seen:
    """How often the interval of a cell's measure holds the truth; for p-values, how often p < .05.

    The group has twice the reference's rate; for the size of the test, the same rate.
    """
    rng = np.random.default_rng(cell.seed)
    hits = [_hit(cell, rng) for _ in range(draws)]
    return Seen(float(np.mean(hits)), draws)


def _hit(cell: Cell, rng: np.random.Generator) -> bool:
    draw, ratio = CLUSTERING[cell.clustering], 1.0 if cell.measure == "size of the test" else 2.0
    a = draw(rng, cell.size, cell.weeks)
    b = draw(rng, cell.size * REFERENCE / ratio, cell.weeks)
    each = 1.0
    if cell.length == BY_MONTH:
        each = A_MONTH
        a, b = np.add.reduceat(a, MONTHS), np.add.reduceat(b, MONTHS)
    true_rate = cell.size / GROUP_PEOPLE
    if cell.measure == "rate":
        rate = widened_rate(
            int(a.sum()), GROUP_PEOPLE, widening=rate_widening(a, weeks=each) or INDEPENDENT
        )
        return rate.low <= true_rate <= rate.high
    widening = split_widening(a, b, weeks=each) or INDEPENDENT
    sides = Sides(int(a.sum()), int(b.sum()), widening)
    if cell.measure == "ratio":
        return sides.ratio.low <= ratio <= sides.ratio.high
    if cell.measure == "difference":
        return sides.difference.low <= true_rate * (1 - 1 / ratio) <= sides.difference.high
    return sides.p_value < (HOLM if cell.measure == "power" else 1 - NOMINAL)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the audits make of a drawn pair of counts."""

    here: int
    there: int
    widening: Widening

    @property
    def ratio(self) -> Estimate:
        return widened_ratio(
            self.here,
            GROUP_PEOPLE,
            reference_events=self.there,
            reference_exposure=REFERENCE_PEOPLE,
            widening=self.widening,
        )

    @property
    def difference(self) -> Estimate:
        return widened_difference(
            self.here,
            GROUP_PEOPLE,
            reference_events=self.there,
            reference_exposure=REFERENCE_PEOPLE,
            widening=self.widening,
        )

    @property
    def p_value(self) -> float:
        return widened_p_value(
            self.here,
            GROUP_PEOPLE,
            reference_events=self.there,
            reference_exposure=REFERENCE_PEOPLE,
            widening=self.widening,
        )


INTERVALS = ("rate", "ratio", "difference")


def cells() -> Iterator[Cell]:
    for measure, clustering, length, size in product(
        (*INTERVALS, "size of the test"), CLUSTERING, LENGTHS, SIZES
    ):
        yield Cell(measure, clustering, length, size)
    for size in SIZES:
        yield Cell("power", "independent", "a year", size)


SHARES = ((6, 100, 0.9), (30, 60, 0.5), (60, 80, 0.1), (200, 300, 0.95))  # people, others, share


def shares(draws: int = DRAWS) -> Iterator[tuple[str, int, int, float, Seen]]:
    """A share, and the difference and ratio of two that are truly the same."""
    for people, others, share in SHARES:
        rng = np.random.default_rng([SEED, people, others])
        counts, theirs = rng.binomial(people, share, draws), rng.binomial(others, share, draws)
        pairs = [(int(a), int(b)) for a, b in zip(counts, theirs, strict=True) if b]
        for name, hits in (
            ("share (Wilson)", [_in(wilson(a, people), share) for a, _ in pairs]),
            (
                "difference of shares (Newcombe)",
                [
                    _in(
                        newcombe_difference(a, people, reference_count=b, reference_people=others),
                        0,
                    )
                    for a, b in pairs
                ],
            ),
            (
                "ratio of shares (Koopman)",
                [_in(koopman_ratio(a, people, **_beside(b, others)), 1) for a, b in pairs],
            ),
        ):
            yield name, people, others, share, Seen(float(np.mean(hits)), len(hits))


def _beside(count: int, people: int) -> dict[str, int]:
    return {"reference_count": count, "reference_people": people}


def _in(estimate: Estimate, truth: float) -> bool:
    return estimate.low <= truth <= estimate.high


def passes(cell: Cell, seen: Seen) -> bool:
    """Whether a cell is as the documentation promises, but for the error of the simulation."""
    slack = 2 * seen.error
    if cell.measure == "size of the test":
        return seen.share <= 1 - NOMINAL + slack
    if cell.measure == "power":
        return seen.share >= LEAST_POWER - slack
    return seen.share >= ENOUGH - slack


HEAD = """# How often the intervals hold the truth

Printed by `scripts/coverage`, which draws stops whose true rates are known, {draws:,} times a cell,
and has the audits' own functions make the interval of each. Nominal is {nominal:.0%}; what was seen
stands with its Monte-Carlo error. A whole run took {seconds:.0f} seconds of one core. A sample of
it is in the tests.

Where a report can't call a rate "clearly" higher or lower (under {weeks} weeks) the cell says so:
there intervals may fall short, and the report says that too. A group has 100 or 1,000 stops in all,
the reference ten times as many residents; the group's true rate is twice the reference's, and the
same for the size of the test. A test has seen a ratio of 2 if its p-value is below 0.05 for the
most surprising of four groups.

- **independent**: every stop by itself.
- **operations**: stops come in geometric clusters of four in the mean, each of one group, in one
  week.
- **waves of weeks**: the logarithm of a group's weekly rate has a standard deviation of 0.3, and a
  correlation of 0.5 with the week before.
"""


def page(draws: int = DRAWS) -> str:
    """The page of documentation, with every cell drawn anew."""
    start = time.process_time()
    intervals = [(cell, held(cell, draws)) for cell in cells()]
    of_shares = list(shares(draws))
    of_hits = hit_rate_lines(draws)
    seconds = time.process_time() - start
    lines = [
        HEAD.format(draws=draws, nominal=NOMINAL, seconds=seconds, weeks=FEWEST_TO_SAY_CLEARLY),
        "## Rates, ratios and differences of stops",
        "",
        "| measure | stops come | over | stops of the group | nominal | seen | |",
        "|---|---|---|---|---|---|---|",
        *(_line(cell, seen) for cell, seen in intervals),
        "",
        _summary(intervals),
        "",
        "## Shares, and how two of them compare",
        "",
        "| measure | people | of the reference | true share | nominal | seen |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {people} | {others} | {share} | {NOMINAL:.0%} | {_share(seen)} |"
            for name, people, others, share, seen in of_shares
        ),
        *of_hits,
    ]
    return "\n".join(lines) + "\n"


def hit_rate_lines(draws: int) -> list[str]:
    """The table of hit rates, in which searches of one month, or of one officer, are alike."""
    return [
        "",
        "## Hit rates of the outcome test",
        "",
        "| measure | searches are | of the group | nominal | seen |",
        "|---|---|---|---|---|",
        *(
            f"| {measure} | {clusters} | {size:,} | "
            f"{1 - NOMINAL if measure == 'size of the test' else NOMINAL:.0%} | "
            f"{_share(Seen(share, draws))} |"
            for measure, clusters, size, share in coverage_of_hits(draws)
        ),
    ]


def _line(cell: Cell, seen: Seen) -> str:
    nominal = {"size of the test": f"{1 - NOMINAL:.0%}", "power": f"{LEAST_POWER:.0%} or more"}
    remark = "" if cell.can_be_clear else "never called clear"
    if not passes(cell, seen):
        remark = f"{remark}; falls short".removeprefix("; ")
    return (
        f"| {cell.measure} | {cell.clustering} | {cell.length} | {cell.size:,} "
        f"| {nominal.get(cell.measure, f'{NOMINAL:.0%}')} | {_share(seen)} | {remark} |"
    )


def _share(seen: Seen) -> str:
    return f"{seen.share:.1%} ± {seen.error:.1%}"


def _summary(intervals: Sequence[tuple[Cell, Seen]]) -> str:
    clear = [
        seen.share for cell, seen in intervals if cell.measure in INTERVALS and cell.can_be_clear
    ]
    return (
        f"Over the {len(clear)} cells of intervals in which a rate can be called clear, "
        f"{np.mean(clear):.1%} hold the truth in the mean, {min(clear):.1%} in the lowest and "
        f"{max(clear):.1%} in the highest."
    )


def main() -> None:
    """Print the page into docs/."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} is written.\n")


if __name__ == "__main__":
    main()
