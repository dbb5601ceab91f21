"""The answers for forecasts by cell and day: what they found, beside counting and chance."""

from collections.abc import Iterator, Sequence

from candour.audit.accuracy.rows import Baseline, Forecasts
from candour.audit.in_words import share


def number_in_title(result: Forecasts) -> str:
    """The hit rate, as a title has it; empty where there is none."""
    if result.hit_rate.value is None:
        return ""
    return f"{share(result.hit_rate.value)} of events in the {result.top} cells targeted each day"


def compared(result: Forecasts) -> Sequence[str]:
    days = f"{result.days.number:,} days ({result.days.from_} to {result.days.to})"
    return (
        f"The {result.top} cells ranked highest each day, of {result.cells:,}, with where "
        f"events were recorded on {days}; and the same number of cells chosen by "
        "plain counting of earlier events, or blindly.",
    )


def what_was_found(result: Forecasts) -> Iterator[str]:
    yield (
        f"{share(result.hit_rate.value)} of {result.events:,} recorded events were "
        f"in the cells targeted that day. In {share(result.precision.value)} of "
        "cells targeted for a day anything was recorded; in the rest nothing was."
    )
    yield from (_beside(row) for row in result.baselines if row.top == result.top)


def how_sure(result: Forecasts) -> Iterator[str]:
    yield "Ranges (95% intervals) allow for chance only, not for how events came to be recorded."
    hit = result.hit_rate
    if hit.low is not None:
        yield (
            f"The hit rate is {share(hit.low)} to {share(hit.high)}. Whole weeks were left out in "
            "turn, since days of one week are alike."
        )


def what_would_change_it(result: Forecasts) -> Sequence[str]:
    return (
        "How events come to be recorded: where police look, more is recorded, and forecasts "
        "made from records then look right.",
        "Another number of cells, another place or another time.",
        "What it is set beside: a stronger way to count would leave less for the forecasts to add.",
    )


def _beside(row: Baseline) -> str:
    """Whether the forecasts found more than one baseline, as far as the interval tells."""
    gap, name = row.difference, row.name.capitalize()
    figures = (
        f"{share(row.forecasts_hit_rate.value)} against "
        f"{share(row.hit_rate.value)} on the same days"
    )
    if gap.low is None or gap.high is None:
        return f"{name}: can't be told apart from so few weeks ({figures})."
    if gap.low > 0:
        return f"{name}: the forecasts found more ({figures})."
    if gap.high < 0:
        return f"{name}: the forecasts found less ({figures})."
    return f"{name}: no clear difference, so the forecasts do not beat it here ({figures})."
