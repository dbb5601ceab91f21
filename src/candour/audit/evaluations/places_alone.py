"""Where nothing is evaluated: what follows on the highest counts by itself, and what a pilot sees.

A choice of fewer than ten units is refused: what is told is how high counts go on, and no place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from candour.audit.errors import PlanError, Unfit
from candour.audit.evaluations import returning
from candour.audit.evaluations.panel import Panel, read_panel
from candour.audit.evaluations.pilots import pilot_row
from candour.audit.evaluations.question import AUDIT, EvaluationQuestion
from candour.audit.evaluations.rows import FallRow, Falls, FallsAccount, PilotRow
from candour.audit.findings import Finding, Input, Option, Plan
from candour.audit.in_words import share, times, whole
from candour.audit.statistics.estimates import Reported
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
else:
    np = Late("numpy")

FEWEST_CHOSEN = 10
TREATED_SHARES = (0.4, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class FallsQuestion:
    """What is asked of places with nothing evaluated.

    Attributes
    ----------
    unit, time, outcome : columns
    chosen : how many units, those with the most
    span : periods by whose counts they are chosen, and for as many of which they are followed
    events : what is counted, in words
    what : which places, in words, such as "London’s small areas"
    """

    unit: str
    time: str
    outcome: str
    chosen: int
    span: int = 1
    events: str = ""
    what: str = ""

    def __post_init__(self) -> None:
        if self.chosen < FEWEST_CHOSEN:
            raise PlanError(
                f"--worst {self.chosen} is too few: a figure here rests on {FEWEST_CHOSEN} units "
                "or more, so that none is told of."
            )
        if self.span < 1:
            raise PlanError("--span is 1 period or more.")

    def plan(self, panel: Panel) -> Plan:
        options: dict[str, Option] = {
            "what": self.what,
            "outcome": self.outcome,
            "events": self.events or f"“{self.outcome}”",
            "chosen": self.chosen,
            "span": self.span,
            "stretch": _stretch(self.span, panel.periods[0]),
        }
        return Plan(
            audit=AUDIT,
            comparison="counts of the units with the most, over those of as many periods after",
            reference="all other units, over the same periods",
            family=("one ratio, over all choices together",),
            period=panel.period,
            options={key: value for key, value in options.items() if value != ""},
        )


def audit_places_alone(path: Path, question: FallsQuestion) -> Finding[Falls]:
    """Follow the highest counts of a panel in which nothing is evaluated.

    Raises
    ------
    CannotRead
        If a row is none of a panel: says the line and the column.
    Unfit
        If there are too few units or periods to choose and to follow.
    """
    columns = EvaluationQuestion(unit=question.unit, time=question.time, outcome=question.outcome)
    panel = read_panel(path, columns)
    result = _result(panel, question)
    plan = question.plan(panel)
    return Finding(
        plan=plan,
        inputs=(Input.of(path),),
        sentences=sentences(result, plan),
        result=result,
        assumptions=(
            "Units are chosen by their counts alone, each choice anew, and followed over as many "
            "periods as it rests on; a choice begins where the one before it ended.",
            "The power of a pilot is that of its best case: every event independent of the others, "
            "treatment drawn anew each day, and nothing carried over.",
        ),
        does_not_show=(
            "That nothing was done in these places: police may have been sent there as to any "
            "place with many records. No measure is evaluated here, and none is known to have "
            "begun in all of them at once.",
            "What was not recorded. Where police look more, more is recorded.",
            "Which places they are: the result holds sums of at least ten, and none is named.",
        ),
        explains=(
            "Units chosen for a high count were partly high by chance, and chance does not last: "
            "the next count is lower with nothing done. Beside the others, what rose or fell for "
            "all is taken out.",
        ),
    )


def _result(panel: Panel, question: FallsQuestion) -> Falls:
    if len(panel.units) <= question.chosen:
        raise Unfit(
            f"There are {len(panel.units)} units, and {question.chosen} are to be chosen out of "
            "more: lower --worst, or add units."
        )
    pairs = returning.falls(panel.counts, panel.exposure, question.chosen, span=question.span)
    if not pairs:
        raise Unfit(
            f"{len(panel.periods)} periods are too few to choose by {question.span} and follow for "
            "as many: lower --span, or add periods."
        )
    rows = tuple(_row(panel, one, question.span) for one in pairs)
    chosen = sum(one.chosen_count for one in pairs)
    others = sum(one.others_count for one in pairs)
    back = returning.returning(*_in_spans(panel, question.span))
    return Falls(
        outcome=question.outcome,
        chosen=question.chosen,
        span=question.span,
        ratio=Reported(
            sum(one.next_count for one in pairs) / chosen,
            min(row.ratio for row in rows),
            max(row.ratio for row in rows),
        ),
        others=sum(one.others_next for one in pairs) / others if others else 1.0,
        kept=back.kept if back else None,
        falls=rows,
        pilots=_pilots(pairs),
        accounted_for=FallsAccount(
            rows=panel.rows,
            units=len(panel.units),
            periods=len(panel.periods),
            counted=int(panel.counts.sum()),
            pairs=len(rows),
        ),
    )


def _row(panel: Panel, fall: returning.Fall, span: int) -> FallRow:
    first, last = panel.periods[fall.at], panel.periods[fall.at + span - 1]
    beside = fall.others_ratio or 1.0
    return FallRow(
        chosen_in=first if span == 1 else f"{first} to {last}",
        chosen_count=int(fall.chosen_count),
        next_count=int(fall.next_count),
        ratio=fall.ratio,
        others_ratio=beside,
        beside_others=fall.ratio / beside,
    )


def _in_spans(panel: Panel, span: int) -> tuple[returning.Floats, returning.Floats]:
    """Counts and exposure added up by spans."""
    spans = len(panel.periods) // span
    shape = (len(panel.units), spans, span)
    cut = spans * span
    counts = panel.counts[:, :cut].reshape(shape).sum(axis=2)
    return counts, panel.exposure[:, :cut].reshape(shape).sum(axis=2)


def _pilots(pairs: Sequence[returning.Fall]) -> tuple[PilotRow, ...]:
    """Pilots in places chosen so, with as many events as such places had next, at the median."""
    events = int(np.median([one.next_count for one in pairs]))
    return tuple(
        pilot_row(f"treated on {plain_share(part)} of unit-days", events, part)
        for part in TREATED_SHARES
    )


def sentences(result: Falls, plan: Plan) -> tuple[str, ...]:
    events = plan.option("events")
    pilot = result.pilots[0]
    clearest = (
        f"the smallest fall that it would see four times in five is {share(pilot.smallest_fall)}"
        if pilot.smallest_fall is not None
        else "it would see no fall four times in five"
    )
    return (
        lead(result, plan),
        f"Everywhere else the same counts came to {times(result.others)} times. Of "
        f"{len(result.falls)} choices, each followed once, the lowest had "
        f"{times(result.ratio.low or 0.0)} times as many and the highest "
        f"{times(result.ratio.high or 0.0)} times.",
        *_kept(result),
        f"A pilot in {whole(result.chosen)} such places, over {plan.option('stretch')}, would have "
        f"about {whole(pilot.events)} {events}: with treatment drawn for "
        f"{plain_share(pilot.share)} of unit-days, {clearest}; a true fall of a fifth would be "
        "seen "
        f"{share(pilot.seen_at_fifth)} of the time. That is its best case: the more events hang "
        "together, the less it sees.",
    )


def lead(result: Falls, plan: Plan) -> str:
    what, events = plan.option("what") or "units", plan.option("events")
    ratio = result.ratio.value or 0.0
    change = f"{share(abs(1 - ratio))} {'fewer' if ratio < 1 else 'more'}"
    return (
        f"With no measure evaluated there, the {whole(result.chosen)} of {what} with the most "
        f"{events} over {plan.option('stretch')} had {change} over the next "
        f"{plan.option('stretch')}."
    )


def in_title(result: Falls, plan: Plan) -> str:
    ratio = result.ratio.value or 0.0
    return f"{share(abs(1 - ratio))} {'fewer' if ratio < 1 else 'more'}, with no trial there"


def _kept(result: Falls) -> tuple[str, ...]:
    if result.kept is None:
        return ()
    return (
        f"Over all units, {share(result.kept)} of a unit’s distance from the mean lasted from one "
        "such stretch to the next; the rest was chance, or passing.",
    )


def plain_share(part: float) -> str:
    """A round share, without decimals.

    >>> plain_share(0.4)
    '40%'
    """
    return f"{part:.0%}"


def _stretch(span: int, period: str) -> str:
    name = "month" if MONTH.fullmatch(period) else "period"
    return f"one {name}" if span == 1 else f"{WORDS.get(span, str(span))} {name}s"


MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
WORDS = {2: "two", 3: "three", 4: "four", 6: "six", 12: "twelve"}
