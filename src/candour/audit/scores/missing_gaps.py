"""What missing outcomes would have to be for a gap in errors to vanish, told of both groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from candour.audit.confidentiality.suppression import is_small
from candour.audit.errors import TooFewToCompare
from candour.audit.in_words import share, times
from candour.audit.scores.missing_outcomes import Missing, lacking_of
from candour.audit.statistics.resampling import Counts
from candour.audit.statistics.selective_labels import (
    Labelled,
    Rate,
    false_negative_rate,
    false_positive_rate,
    odds_that_close,
    rate_bounds,
)

MOST_GROUPS = 3  # the largest, that are told one by one
WORTH_SAYING = 0.005  # of a share: a smaller gap reads as none
MOST_ODDS = 1_000.0
MEASURES: tuple[tuple[Rate, str, str], ...] = (
    (false_positive_rate, "without the outcome", "flagged"),
    (false_negative_rate, "with the outcome", "not flagged"),
)


@dataclass(frozen=True, slots=True)
class _Side:
    """A group, and its rate where the missing are left out, and where they are like the known."""

    name: str
    people: Labelled
    printed: float
    if_alike: float


def gap_words(
    labels: Sequence[str], counts: Counts, missing: Missing, reference: str
) -> Iterator[str]:
    """For each large group and kind of error: what it would take for the gap to vanish.

    Says nothing of a group of which, or of whose reference, fewer than five people on one side of
    the flag have no outcome: bounds would tell how many.
    """
    tables = dict(zip(labels, counts, strict=True))
    base = _labelled(reference, tables[reference], missing)
    others = sorted(
        (label for label in labels if label != reference), key=lambda name: -tables[name].sum()
    )
    for label in others[:MOST_GROUPS]:
        own = _labelled(label, tables[label], missing)
        if own is None or base is None or not (_lacks(own) or _lacks(base)):
            continue
        for rate, of, what in MEASURES:
            try:
                sides = (_side(rate, label, own), _side(rate, reference, base))
            except TooFewToCompare:
                continue
            if abs(sides[0].printed - sides[1].printed) >= WORTH_SAYING:
                yield _in_words(rate, sides, of, what)


def _labelled(label: str, table: Counts, missing: Missing) -> Labelled | None:
    below, above = lacking_of(label, missing)
    if is_small(below) or is_small(above):
        return None
    (tn, fn), (fp, tp) = table.tolist()
    return Labelled(tp, fp, fn, tn, missing_flagged=above, missing_not_flagged=below)


def _lacks(group: Labelled) -> int:
    return group.missing_flagged + group.missing_not_flagged


def _side(rate: Rate, name: str, group: Labelled) -> _Side:
    known = Labelled(group.tp, group.fp, group.fn, group.tn, 0, 0)
    return _Side(name, group, rate(known, 0, 0), rate_bounds(rate, group, odds=1).low)


def _in_words(rate: Rate, sides: tuple[_Side, _Side], of: str, what: str) -> str:
    high, low = sorted(sides, key=lambda side: -side.printed)
    start = (
        f"Missing outcomes: of people {of}, {share(high.printed)} of {high.name} were {what} "
        f"beside {share(low.printed)} of {low.name}, where outcomes are known."
    )
    if high.if_alike <= low.if_alike:
        return (
            f"{start} That gap does not stand if the missing are like the known with the same "
            f"flag: it is {share(high.if_alike)} of {high.name} beside {share(low.if_alike)} of "
            f"{low.name} then."
        )
    odds = odds_that_close(rate, high.people, low.people)
    if odds is None:
        least = rate_bounds(rate, high.people).low
        most = rate_bounds(rate, low.people).high
        return (
            f"{start} Among the people of this file no missing outcome can close that gap: "
            f"whatever they are, it is {share(least)} or more of {high.name} and {share(most)} or "
            f"less of {low.name}."
        )
    return (
        f"{start} For the missing alone to close that gap, in {high.name} more of those flagged "
        f"without a known outcome, and fewer of those not flagged, would have to have it, and in "
        f"{low.name} fewer of those flagged and more of those not flagged: at {_times(odds)} the "
        "odds of people with the same flag whose outcome is known, or as far below. If they are "
        f"like those, it is {share(high.if_alike)} beside {share(low.if_alike)}; if they lean the "
        "other way, the gap is larger."
    )


def _times(odds: float) -> str:
    return "more than 1,000 times" if odds > MOST_ODDS else f"{times(odds)} times"
