"""What an evaluation of a panel says in words: the effect, then what could have made it."""

from collections.abc import Iterator

from candour.audit.evaluations.lead import lead, outcome_of, what_of
from candour.audit.evaluations.panel import Panel
from candour.audit.evaluations.question import Design
from candour.audit.evaluations.rows import Evaluation, Placebo
from candour.audit.findings import Plan
from candour.audit.in_words import p_value, share, times, whole
from candour.audit.verdicts import span

COMPARED = {
    Design.CROSSOVER: "the rate with treatment over the rate without, of the same units, period by "
    "period",
    Design.DID: "the change of units under treatment over the change of the others",
    Design.SYNTHETIC: "the rate of units under treatment over that of a weighted mean of others",
}
BOTH_SIDES_ALIKE = (
    "Both sides are the same units, so regression to the mean moves both alike and can't make this "
    "ratio. It can make all of a fall from before the evaluation to during it."
)
TOO_LITTLE_TO_RETURN = "Too few units or counts before treatment to say by how much."
NONE_RETURNS = (
    "Regression to the mean: the periods before show none. What set units apart in one of them "
    "lasted whole into the next, so the next count is foretold to be the last one again."
)
BY_PAIRS = "by how much of a unit's distance from the mean lasted from one period to the next"
BY_SPREAD = "by the spread of counts beyond chance, as one period before says no more"
DAY_BEFORE = (
    "Treatment can't act on the period before it: a ratio away from 1 here says that the draw, or "
    "the days, were not alike."
)
NO_RING = (
    "No counts from around the units were given (--ring COL), so it is not known whether anything "
    "moved next door."
)


def on_choosing(*, by_count: bool | None) -> str:
    """What is said beside regression to the mean, by how units were chosen."""
    if by_count is True:
        return (
            "Of the units in this table. If they were themselves chosen out of more, the true "
            "return is larger."
        )
    if by_count is False:
        return (
            "Units are said not to have been chosen by count; this is what they would show if they "
            "had been."
        )
    return (
        "It was not said how units were chosen (--chosen-by-count, --not-by-count): this is what "
        "they would show if by their last count."
    )


def sentences(result: Evaluation, plan: Plan) -> tuple[str, ...]:
    """The effect first, then each thing that could have made it, then what was not seen."""
    return (
        lead(result, plan),
        *_returning(result),
        *_trend(result),
        *_placebo(result.placebo, plan),
        *_before_looking(result),
        *_carried(result),
        *_displaced(result, plan),
        *_synthetic(result),
        *_other_ways(result),
    )


def _returning(result: Evaluation) -> Iterator[str]:
    back = result.regression_to_the_mean
    if back.ratio is None:
        yield f"Regression to the mean: {_small(back.note)}"
        return
    if back.kept == 1:
        yield f"{NONE_RETURNS} {back.note}"
        return
    text = (
        f"Regression to the mean alone: units chosen for their last count would have "
        f"{times(back.ratio)} times as many in the next period if nothing were done"
    )
    if back.low is not None:
        text += f" (95% interval {span(back.low, back.high)})"
    if back.on_this_estimate is not None:
        text += (
            f"; on this estimate, which rests on all periods before, {times(back.on_this_estimate)}"
        )
    were = {
        True: " The treated units are those with the highest last counts.",
        False: " The treated units are not simply those with the highest last counts.",
        None: "",
    }[back.were_highest]
    yield f"{text}.{were} {back.note}"


def _small(note: str) -> str:
    return note[:1].lower() + note[1:]


def _trend(result: Evaluation) -> Iterator[str]:
    trend = result.pre_trend
    if trend.ratio_per_period is None:
        if result.arms and trend.periods:
            yield f"Trend before treatment: {_small(trend.note)}"
        return
    text = (
        f"Over the {trend.periods} periods before, the treated units moved by "
        f"{trend.ratio_per_period:.3f} times a period beside the others"
    )
    if trend.p_value is not None:
        text += f" (p {p_value(trend.p_value)})"
    if trend.if_continued is not None:
        text += f"; if that had gone on, it alone would make {times(trend.if_continued)} times"
    yield f"{text}. {trend.note}"


def _placebo(placebo: Placebo, plan: Plan) -> Iterator[str]:
    is_crossed = plan.option("design") == "crossover"
    if placebo.ratio is not None:
        what = (
            "On the period before treatment, which it can't act on"
            if is_crossed
            else "In the periods before, with a made-up start in their middle"
        )
        told = f" ({span(placebo.low, placebo.high)})" if placebo.low is not None else ""
        p = f", p {p_value(placebo.p_value)}" if placebo.p_value is not None else ""
        yield f"{what}, the same comparison gives {times(placebo.ratio)} times{told}{p}."
    if placebo.fall is not None:
        yield (
            f"With nothing done, as many units with the highest counts had {times(placebo.fall)} "
            f"times as many in the next period ({placebo.falls} pairs of periods before, "
            f"{times(placebo.fall_most or 0.0)} to {times(placebo.fall_least or 0.0)})."
        )
    if placebo.note and not is_crossed:
        yield placebo.note


def _before_looking(result: Evaluation) -> Iterator[str]:
    smallest = result.smallest_detectable
    if smallest.fall is None:
        yield f"Before looking: {_small(smallest.note)}"
        return
    seen = "; ".join(f"{share(row.fall)}: {share(row.seen)}" for row in result.power)
    varying = (
        f", varying {times(smallest.dispersion)} times as much as chance alone"
        if smallest.dispersion is not None
        else ", by how far the same comparison misses where nothing was done"
    )
    yield (
        f"Before looking: with {whole(smallest.events)} events{varying}, the smallest fall seen "
        f"four times in five is {share(smallest.fall)}. How often true falls would be seen: {seen}."
    )


def _carried(result: Evaluation) -> Iterator[str]:
    for row in result.carry_over:
        if row.ratio is None:
            continue
        told = f", 95% interval {span(row.low, row.high)}" if row.low is not None else ""
        yield (
            f"Carried over: in {row.where}, {times(row.ratio)} times{told} "
            f"(p by the draws {p_value(row.p_value)})."
            if row.where != "next door"
            else f"Carried over: in untreated units next door to treated ones, {times(row.ratio)} "
            f"times{told} (p by the draws {p_value(row.p_value)})."
        )


def _displaced(result: Evaluation, plan: Plan) -> Iterator[str]:
    ring = result.displacement
    if ring.ratio is None:
        yield ring.note
        return
    told = f" (95% interval {span(ring.low, ring.high)})" if ring.low is not None else ""
    yield (
        f"In the ring around the units, with {what_of(plan)}: {times(ring.ratio)} times{told}. "
        "Above 1 it may have moved there; below 1 the ring may have gained too."
    )


def _synthetic(result: Evaluation) -> Iterator[str]:
    for row in result.synthetic:
        yield (
            f"By a {row.method.replace('corrected', 'weighted mean corrected')}: "
            f"{times(row.ratio)} times, from {row.units_used} other units, which missed the "
            f"periods before by {share(row.fit_before)} of their mean."
        )


def _other_ways(result: Evaluation) -> Iterator[str]:
    for row in result.inference[1:]:
        told = f", range {span(row.low, row.high)}" if row.low is not None else ""
        yield f"Told otherwise: {row.method}, {p_value(row.p_value)}{told} ({row.note})."


# what it rests on, and what it does not show


def assumptions(result: Evaluation, plan: Plan, design: Design, panel: Panel) -> tuple[str, ...]:
    texts = [
        "What is counted is what was recorded: treatment that sends police to a place can also "
        "change how much of what happens there is recorded.",
        {
            Design.CROSSOVER: "Treatment acts on its own period and unit, and nothing lasts into "
            "the next or reaches next door; the tests of that see only large effects.",
            Design.DID: "Without treatment, the treated units would have moved by the same "
            "multiple as the others. Nothing in the data can prove that.",
            Design.SYNTHETIC: "A weighted mean of other units that followed the treated ones "
            "before would have followed them after. A poor fit before makes it worthless.",
        }[design],
        _of_p(plan, result),
    ]
    missing = result.accounted_for.cells_missing
    if missing:
        texts.append(
            f"{whole(missing)} unit-periods have no row and are taken as not observed. If nothing "
            "was counted there, they should be rows with 0."
        )
    if panel.meets_lockdowns:
        texts.append(LOCKDOWN)
    return tuple(texts)


LOCKDOWN = (
    "The periods reach into the lockdowns of March 2020 to July 2021, when people were kept at "
    "home and recorded crime moved unlike any other time, and not alike everywhere: a comparison "
    "with other places takes away only what all places shared."
)


def _of_p(plan: Plan, result: Evaluation) -> str:
    if result.effect.exact:
        return (
            "Treatment was drawn by lot as was said, and the patterns here are the draws that "
            "could have been: the p-value is then exact whatever the counts are like. Its interval "
            "holds the ratios that the same test does not reject."
        )
    if plan.option("drawn") == "nothing" and plan.option("design") == Design.CROSSOVER:
        return (
            "Nothing was drawn by lot. The made-up treatments are drawn anew in each period; where "
            "the actual one was not, but followed what happened or lasted for days, its rank is "
            "too small and its interval too narrow."
        )
    if plan.option("drawn") == "nothing":
        return (
            "Nothing was drawn by lot. A rank among made-up treatments says how unusual the number "
            "is, and not how probable it would be without treatment: whoever chose the units had "
            "reasons, and these can be in the number."
        )
    return "What is said to have been drawn by lot is not what this design tells by."


def does_not_show(result: Evaluation, plan: Plan, panel: Panel) -> tuple[str, ...]:
    texts = []
    if panel.meets_lockdowns:
        texts.append(
            "What the lockdowns of 2020 and 2021 did: they fall into these periods, and can't be "
            "told apart from what was evaluated unless they moved all units alike."
        )
    if plan.option("drawn") == "nothing":
        texts.append(
            f"That {what_of(plan)} made the difference: other things changed too, and units were "
            "chosen for reasons."
        )
    return (
        *texts,
        f"What happened, as against what was recorded as {outcome_of(plan)}.",
        "Whether it lasts, whether it would come out so elsewhere, and what it cost those who were "
        "stopped or watched: no count here is of them.",
        "Which part of what was done made a difference, if any did.",
    )


def explains(design: Design, *, is_staggered: bool) -> tuple[str, ...]:
    texts = [
        "A rate ratio of 0.8 is a fifth lower; of 1, no difference. Ratios are told for all units "
        "together.",
        "A placebo rank is the share of made-up treatments that lie as far from 1 as the actual "
        "one. With few units it can't be small: one of twenty is 0.05 at best.",
        "The smallest fall that would be seen is worked out without what was counted under "
        "treatment, or from the number of all events alone.",
    ]
    if design is Design.DID and is_staggered:
        texts.append(
            "Units start on different dates, so no regression with unit and period effects is run "
            "over all: it would take units already treated as a yardstick for later ones. Effects "
            "of units and periods come from cells without treatment alone, and what was counted "
            "under treatment is set over what they foretell."
        )
    if design is Design.DID:
        texts.append(
            "Under ten units on either side there is no p-value by clusters of units, which would "
            "be too small: a rank among made-up treatments stands in its place."
        )
    return tuple(texts)
