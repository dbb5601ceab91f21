"""Four of the five questions, for an evaluation of a panel and for places with nothing."""

from collections.abc import Iterator

from candour.audit.evaluations import lead
from candour.audit.evaluations.rows import Evaluation, Falls
from candour.audit.findings import Plan
from candour.audit.in_words import p_value, share, times, whole
from candour.audit.verdicts import span
from candour.core.voice import sentence

# of a panel


def compared(result: Evaluation, plan: Plan) -> Iterator[str]:
    account = result.accounted_for
    yield (
        f"{whole(account.units)} units over {whole(account.periods)} periods, "
        f"{whole(account.units_treated)} of them under treatment at some time: {plan.comparison}."
    )
    drawn = plan.option("drawn")
    yield (
        "Nothing was drawn by lot, so units were treated for reasons that can be in the result."
        if drawn == "nothing"
        else f"Treatment was drawn by lot ({drawn})."
    )


def what_was_found(result: Evaluation, plan: Plan) -> Iterator[str]:
    effect = result.effect
    yield (
        f"{times(effect.estimate)} times the rate ({lead.how_told(effect)}): "
        f"{lead.verdict(result, plan)}."
    )
    back = result.regression_to_the_mean
    if back.ratio is not None and back.on_this_estimate is not None:
        yield (
            f"Units chosen for their last count alone would show {times(back.on_this_estimate)} "
            "times in the same comparison."
        )
    if result.placebo.ratio is not None:
        yield f"A made-up treatment before the true one gives {times(result.placebo.ratio)} times."
    if result.displacement.ratio is not None:
        yield f"In the ring around: {times(result.displacement.ratio)} times."


def how_sure(result: Evaluation, plan: Plan) -> Iterator[str]:
    smallest = result.smallest_detectable
    if smallest.fall is None:
        yield smallest.note
    else:
        yield (
            f"Falls smaller than {share(smallest.fall)} would be missed more often than one time "
            "in five."
        )
    for row in result.inference:
        told = f", range {span(row.low, row.high)}" if row.low is not None else ""
        yield f"{sentence(row.method)}: {p_value(row.p_value)}{told}."
    if result.pre_trend.p_value is not None:
        yield (
            f"Trend before: {result.pre_trend.ratio_per_period or 1:.3f} times a period (p "
            f"{p_value(result.pre_trend.p_value)}). {result.pre_trend.note}"
        )


def what_would_change_it(result: Evaluation, plan: Plan) -> Iterator[str]:
    if plan.option("drawn") == "nothing":
        yield "A draw: units or days drawn by lot, and the list of them kept."
    yield "More units, more periods, or an outcome that happens more often."
    if result.displacement.ratio is None:
        yield "Counts from around the units (--ring COL), to see whether anything moved there."
    if plan.option("chosen_by_count") == "not known":
        yield "How units were chosen, and the counts of those that were not."
    yield "How it went on after the last period here."


# of places with nothing evaluated


def falls_compared(result: Falls, plan: Plan) -> Iterator[str]:
    account = result.accounted_for
    yield (
        f"The {whole(result.chosen)} of {plan.option('what') or 'the units'} with the most "
        f"{plan.option('events')} over {plan.option('stretch')}, chosen {account.pairs} times, "
        "with what they had over as long after."
    )


def falls_found(result: Falls, plan: Plan) -> Iterator[str]:
    yield (
        f"{times(result.ratio.value or 0.0)} times as many, with no trial there; everywhere "
        f"else {times(result.others)} times."
    )
    for pilot in result.pilots:
        least = "none" if pilot.smallest_fall is None else share(pilot.smallest_fall)
        yield (
            f"A pilot in such places, {pilot.pilot}: smallest fall seen four times in five, "
            f"{least}."
        )


def falls_how_sure(result: Falls, plan: Plan) -> Iterator[str]:
    yield (
        f"Over the {len(result.falls)} choices it was {times(result.ratio.low or 0.0)} to "
        f"{times(result.ratio.high or 0.0)} times: the lowest and the highest, no interval."
    )
    yield "Places that are high once are often high again, so choices share places."


def falls_would_change(result: Falls, plan: Plan) -> Iterator[str]:
    yield (
        "Smaller places or shorter times: the rarer events are, the more of a high count is chance."
    )
    yield "Other years, other towns, and counts by day."
