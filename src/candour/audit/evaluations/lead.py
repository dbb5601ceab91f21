"""What an evaluation of a panel leads with: the ratio, its range, and how far it can be trusted."""

from candour.audit.evaluations.rows import Effect, Evaluation
from candour.audit.findings import Plan
from candour.audit.in_words import p_value, share, times
from candour.audit.verdicts import span

LEVEL = 0.05
CLUSTERED = "cluster-robust"
PLACEBO = "placebo rank"
WORST_FIT = 0.1  # of the mean before, beyond which a weighted mean stands for nothing
UNCLEAR = "no clear difference"
UNEVEN = "further from that mean than others ever were, but by no one ratio throughout"


def what_of(plan: Plan) -> str:
    return plan.option("what") or "treatment"


def outcome_of(plan: Plan) -> str:
    return f"“{plan.option('outcome')}”"


def is_placebo(effect: Effect) -> bool:
    """Whether its p-value is a rank among made-up treatments, and no p-value of a draw or model."""
    return effect.method.startswith(PLACEBO)


def is_uneven(effect: Effect) -> bool:
    """Whether its rank rejects every ratio, 1 among them: the rate came and went, or grew."""
    is_open = effect.low is None and effect.high is None and effect.smallest_p is not None
    return is_open and effect.p_value is not None and effect.p_value < LEVEL


def is_clear(effect: Effect) -> bool:
    """Whether both the p-value and the range tell the ratio from 1."""
    if effect.p_value is None or effect.p_value >= LEVEL:
        return False
    if effect.low is None and effect.high is None:
        return False
    return not (effect.low or 0.0) <= 1 <= (effect.high or float("inf"))


def returns_as_far(result: Evaluation, plan: Plan) -> bool:
    """Whether regression to the mean alone could make the ratio, of units chosen by count.

    Also where it is not known how they were chosen, and they are those with the highest counts.
    """
    back, high = result.regression_to_the_mean, result.effect.high
    chosen = plan.option("chosen_by_count")
    bites = chosen == "yes" or (chosen == "not known" and back.were_highest is True)
    if not bites or back.on_this_estimate is None or result.effect.estimate >= 1:
        return False
    reach = back.on_this_estimate
    return reach <= result.effect.estimate or (high is not None and reach <= high)


def fits_badly(result: Evaluation) -> bool:
    """Whether a weighted mean of other units missed the treated ones already before."""
    return any(row.fit_before > WORST_FIT for row in result.synthetic)


def was_drifting(result: Evaluation) -> bool:
    p = result.pre_trend.p_value
    return p is not None and p < LEVEL


def verdict(result: Evaluation, plan: Plan) -> str:
    """What may be said of the ratio, and no more."""
    effect = result.effect
    if fits_badly(result):
        missed = share(result.synthetic[0].fit_before)
        return f"not to be relied on, as that mean missed the periods before by {missed}"
    if not is_clear(effect):
        return UNEVEN if is_uneven(effect) else UNCLEAR
    way = "lower" if effect.estimate < 1 else "higher"
    if returns_as_far(result, plan):
        return f"{way}, and no lower than regression to the mean alone can make it"
    if was_drifting(result):
        return f"{way}, and the units were drifting from the others before treatment began"
    if is_placebo(effect):
        return f"{way} than made-up treatments mostly give"
    return f"clearly {way}"


def how_told(effect: Effect) -> str:
    """The range and the p-value, in brackets."""
    where = (
        "no one ratio fits the whole time, so no 95% interval can be given"
        if is_uneven(effect)
        else "no 95% interval can be given"
        if effect.low is None and effect.high is None
        else f"95% interval {_ends(effect)}"
    )
    if effect.p_value is None:
        return where
    if effect.exact:
        return f"{where}; exact p by the draw {p_value(effect.p_value)}"
    if is_placebo(effect):
        least = f", at best {p_value(effect.smallest_p)}" if effect.smallest_p else ""
        return f"{where}; placebo rank {p_value(effect.p_value)}{least}"
    return f"{where}; p {p_value(effect.p_value)}"


def _ends(effect: Effect) -> str:
    if effect.low is None:
        return f"up to {times(effect.high or 0.0)}"
    return span(effect.low, effect.high)


def lead(result: Evaluation, plan: Plan) -> str:
    effect = result.effect
    beside = {
        "crossover": "that of the same units without it, day for day",
        "did": "what they would have had if they had moved as the other units did",
        "synthetic": "that of a weighted mean of other units",
    }[plan.option("design")]
    text = (
        f"With {what_of(plan)}, the rate of {outcome_of(plan)} was {times(effect.estimate)} times "
        f"{beside} ({how_told(effect)}): {verdict(result, plan)}."
    )
    missed = result.smallest_detectable.fall
    if not is_clear(effect) and not is_uneven(effect) and missed is not None:
        text += (
            f" A true fall of less than {share(missed)} would be missed more often than one time "
            "in five."
        )
    if plan.option("drawn") == "nothing":
        text += " Nothing was drawn by lot, so whatever else changed there is in this number."
    return text


def in_title(result: Evaluation, plan: Plan) -> str:
    """What a title says of it: the ratio, and whether it is clear."""
    return f"{times(result.effect.estimate)} times the rate, {verdict(result, plan)}"
