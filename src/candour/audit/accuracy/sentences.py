"""What a finding on forecasts says in words, and what it rests on."""

from collections.abc import Sequence

from candour.audit.accuracy.baselines import COUNTING, RANDOM, STATIC, WINDOW
from candour.audit.accuracy.measures import Accuracy
from candour.audit.accuracy.rows import Baseline, Forecasts
from candour.audit.grids.weeks import WEEK
from candour.audit.statistics.estimates import Reported

FORECASTS_DO_NOT_SHOW = (
    "Whether anything happened, only whether it was recorded. Where police look, more is recorded: "
    "forecasts made from records, and judged by records, can look right for that reason alone.",
    "Whether acting on the forecasts did good or harm, or who bore it.",
    "Anything about one person: cells are not people, and an event in a cell says nothing about "
    "those who live there or pass through.",
    "Whether the forecasts would do as well anywhere else, or at any other time.",
    "Which cells were targeted: no list or map of them is made.",
)


def assumptions(*, equal_areas: bool, window: int) -> tuple[str, ...]:
    area = (
        "All cells are taken to be equally large: no file of areas was given."
        if equal_areas
        else "Shares of area are those of the file of areas given."
    )
    return (
        area,
        "Cells that tie at the cut count with the chance each would have if ties were broken by "
        "lot, so that captured events need not be whole.",
        f"Intervals (95%) leave out {WEEK} days at a time. Days within a week may depend on one "
        "another. From half a year of weeks the error is the long-run one where that is larger, so "
        "that weeks may depend on those before; with fewer, and in the bootstrap, which draws "
        "whole weeks, they are taken to be independent.",
        f"Baselines see no event of the day itself or later: the {WINDOW} ranks cells by the "
        f"{window} days before, the {STATIC} by all that is known from before the first day "
        f"compared, and {RANDOM} is what cells chosen blindly would hold on average.",
        "Events count on the day they happened. Some may have been recorded later, which neither "
        "the forecasts nor the baselines are held back by here.",
    )


def of_forecasts(result: Forecasts, window: int) -> tuple[str, ...]:
    """Say what was captured, how often targeting came to nothing, and whether counting does it.

    Parameters
    ----------
    result : Forecasts
    window : int
        Days that the forecaster counts back.
    """
    days = result.days
    number = f"{days.number:,} days" if days.number != 1 else "1 day"
    events = f"{result.events:,} events were" if result.events != 1 else "1 event was"
    texts = [
        f"On {number} ({days.from_} to {days.to}), {events} recorded in {result.cells:,} "
        f"cells. {_cells(result.top)} held {result.captured:,.1f} of them: a hit rate of "
        f"{_share(result.hit_rate)}, which is {_number(result.pai)} times the share of the "
        "area targeted (PAI).",
        f"Of cells targeted for a day, {_share(result.precision)} saw a recorded event on it; "
        "the rest saw none.",
    ]
    rows = [row for row in result.baselines if row.top == result.top]
    counting = [row for row in rows if row.name in COUNTING]
    if not counting:
        return (
            *texts,
            f"Whether they beat counting can't be told: no day with recorded events has all of "
            f"the {window} days before it in these files. Give counts from before (--history), or "
            "a shorter --window if the forecaster used one.",
        )
    without = result.days_without_window
    if without.number:
        texts.append(
            f"{without.number:,} of these days ({without.from_} to {without.to}) lack some "
            f"of the {window} days before them, and are left out of the comparison below; counts "
            "from before (--history) would bring them in."
        )
    best = max(counting, key=lambda row: row.hit_rate.value or 0.0)
    blind = next(row for row in rows if row.name == RANDOM)
    return (*texts, _against(best, window), _verdict(best, blind))


def _against(row: Baseline, window: int) -> str:
    ways = {
        WINDOW: f"Counting the events of the {window} days before",
        STATIC: "Counting the events from before the first day compared",
    }
    gap = row.difference
    assert gap.value is not None
    more = "more" if gap.value >= 0 else "fewer"
    ends = "too few weeks for an interval"
    if gap.low is not None and gap.high is not None:
        ends = f"95% interval of the difference {100 * gap.low:+.1f} to {100 * gap.high:+.1f}"
    return (
        f"{ways[row.name]}, with as many cells and the same {row.events:,} events, held "
        f"{row.captured:,.1f} of them ({row.hit_rate.value:.1%}); the forecasts held "
        f"{row.forecasts_captured:,.1f} ({row.forecasts_hit_rate.value:.1%}), "
        f"{100 * abs(gap.value):.1f} percentage points {more} ({ends})."
    )


def _verdict(best: Baseline, blind: Baseline) -> str:
    if best.beaten is None:
        return "Whether the forecasts beat counting can't be told from so few weeks."
    if best.beaten:
        return "On these data the forecasts beat counting."
    chance = (
        "They beat cells chosen at random."
        if blind.beaten
        else "Nor do they beat cells chosen at random."
    )
    return (
        "On these data the forecasting does not beat counting: the interval of the difference is "
        f"not wholly above 0. {chance}"
    )


def explained(accuracy: Sequence[Accuracy], *, same: bool) -> tuple[str, ...]:
    """Say what PEI adds at each number of cells, and what looks too good."""
    sentences = []
    for each in accuracy:
        cells = f"With {each.top} cell{'s' if each.top != 1 else ''} a day"
        if each.possible == each.events:
            sentences.append(
                f"{cells} the best choice would have held every event, so PEI is the hit rate and "
                "adds nothing to it."
            )
        else:
            sentences.append(
                f"{cells} the best choice would have held {each.possible:,} of the "
                f"{each.events:,} events; PEI is the share of those that were captured."
            )
    if same:
        sentences.append(
            "The forecasts are the observed counts, cell by cell and day by day. A forecast can't "
            "be: check that the right file was given."
        )
    return tuple(sentences)


def _cells(top: int) -> str:
    return f"The {top:,} cells ranked highest each day" if top != 1 else "The top cell of each day"


def _share(estimate: Reported) -> str:
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.1%} (too few weeks for an interval)"
    return f"{estimate.value:.1%} (95% interval {estimate.low:.1%} to {estimate.high:.1%})"


def _number(estimate: Reported) -> str:
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} (95% interval {estimate.low:.2f} to {estimate.high:.2f})"
