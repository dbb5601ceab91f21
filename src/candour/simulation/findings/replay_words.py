"""What a replay shows, in sentences that can be quoted alone."""

from collections.abc import Iterator

from candour.audit.in_words import share
from candour.audit.statistics.estimates import Estimate
from candour.simulation.replay import Accuracy, Replay

OPEN_LOOP = (
    "A replay is open-loop: it shows where records would have pointed a method, not what patrols "
    "sent there would have added to the records. Records are not crime, and no force is shown to "
    "have used the method here."
)
NAMES = {
    "counts": "plain counting of earlier records",
    "grid-counts": "plain counting on the squares of a grid",
    "kernel": "kernel density",
    "prospective": "prospective mapping",
    "self-exciting": "the self-exciting method documented for PredPol",
    "self-exciting-kernel": "the self-exciting method of Mohler et al. (2011)",
    "random": "cells drawn by lot",
    "even": "cells chosen with no method at all (expected)",
}


A_YEAR, TWO_YEARS = (365, 366), (730, 731)  # days


def before(days: int | None) -> str:
    """How far back a method looks, behind what it counts.

    >>> before(180), before(365), before(730), before(None)
    (' of the 180 days before', ' of the year before', ' of the two years before', '')
    """
    if days is None:
        return ""
    if days in A_YEAR or days in TWO_YEARS:
        return f" of the {'year' if days in A_YEAR else 'two years'} before"
    return f" of the {days:,} days before"


def in_words(result: Replay) -> Iterator[str]:
    yield lead(result)
    for row in result.baselines:
        yield beside(row, result.looks_back)
    yield from exposure_in_words(result)
    if result.elsewhere:
        yield (
            f"Recorded events that lie in no cell of the grid, seen by no method and in no figure: "
            f"{result.elsewhere:,}."
        )
    yield OPEN_LOOP


def named(method: str, looks_back: int | None) -> str:
    """A method by its name; of plain counting, how far back it looks."""
    if method != "counts" or looks_back is None:
        return NAMES[method]
    return f"plain counting of the records{before(looks_back)}"


def lead(result: Replay) -> str:
    own = result.accuracy
    return (
        f"Replayed on past records, {NAMES[result.method]} would have held {_share(own.hit_rate)} "
        f"of {own.events:,} recorded events in the {result.marked:,} of {result.cells:,} cells it "
        f"put first in each of {result.periods:,} periods, from the records"
        f"{before(result.looks_back)} each."
    )


def beside(row: Accuracy, looks_back: int) -> str:
    name = named(row.method, looks_back)
    if row.difference is None:
        return f"Beside it, {name}: {_share(row.hit_rate)}, the same."
    gap = row.difference
    more = "The method held less" if gap.low > 0 else "The method held more" if gap.high < 0 else ""
    verdict = more or "The two can't be told apart"
    return f"Beside it, {name}: {_share(row.hit_rate)}. {verdict} on the same days."


def exposure_in_words(result: Replay) -> Iterator[str]:
    if not result.exposure:
        return
    reference, *others = result.exposure
    for row in others:
        yield (
            f"On average {share(row.share.value)} of residents of the group '{row.group}' lived in "
            f"marked cells, {row.ratio.value:.2f} times the share of '{reference.group}' "
            f"(95% interval {row.ratio.low:.2f} to {row.ratio.high:.2f})."
        )


def _share(estimate: Estimate) -> str:
    ends = estimate.reported()
    if ends.low is None or share(ends.low) == share(ends.high):
        return share(ends.value)
    return f"{share(ends.value)} (95% interval {share(ends.low)} to {share(ends.high)})"
