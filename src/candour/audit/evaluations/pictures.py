"""Pictures of evaluations: the effect beside what could have made it, and period by period."""

import re
from collections.abc import Callable

from candour.audit.evaluations.rows import Evaluation, Falls, Totals
from candour.audit.exhibits import Picture
from candour.audit.in_words import times
from candour.audit.names import MONTHS
from candour.audit.reports.dots import Dot, limits_of
from candour.audit.reports.ratios import ratios_panel

MOST = 24
SHORT = 3  # letters of a month
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def effect_picture(result: Evaluation) -> Picture | None:
    """The effect beside what would be there without any."""
    effect, back, placebo = result.effect, result.regression_to_the_mean, result.placebo
    dots = [Dot("The effect", effect.estimate, effect.low, effect.high, stands_out=True)]
    if back.ratio is not None and back.on_this_estimate is not None:
        dots.append(Dot("Return to the mean", back.on_this_estimate))
    if placebo.ratio is not None:
        dots.append(Dot("Made-up treatment", placebo.ratio, placebo.low, placebo.high))
    ring = result.displacement
    if ring.ratio is not None:
        dots.append(Dot("In the ring", ring.ratio, ring.low, ring.high))
    dots += [Dot(row.where.capitalize(), row.ratio, row.low, row.high)
             for row in result.carry_over if row.ratio]  # fmt: skip
    return _picture(
        "The effect beside what would be there without it",
        "The diamond is the rate under treatment over the rate that stands for none; the dots are "
        "the same where treatment can have had no part. Bars are 95% intervals, where there are "
        "any. At 1 nothing differs. Equal steps mean equal multiplying.",
        dots,
        name="effect",
        table="inference",
    )


def event_picture(result: Evaluation) -> Picture | None:
    """The ratio in each period, before and after; None where there is one start for none."""
    rows = result.event_study
    near = sorted(rows, key=lambda row: abs(row.from_start))[:MOST]
    dots = [
        Dot(_when(row.from_start), row.ratio, row.low, row.high, stands_out=row.from_start >= 0)
        for row in sorted(near, key=lambda row: row.from_start)
        if row.ratio
    ]
    if not dots:
        return None
    return _picture(
        "Period by period",
        "Each mark is the rate of the treated units beside the others, over what it was in the "
        "last period before treatment. Diamonds are periods under treatment. If the "
        "dots before already slope, the diamonds may only go on.",
        dots,
        name="periods",
        table="event_study",
    )


def _when(from_start: int) -> str:
    return f"start + {from_start}" if from_start >= 0 else f"start − {-from_start}"


def falls_picture(result: Falls) -> Picture | None:
    """What followed on each choice, and first on all of them together, as the title has it."""
    dots = [Dot(_in_months(row.chosen_in), row.ratio) for row in result.falls[:MOST] if row.ratio]
    whole = result.ratio
    if whole.value and dots:
        dots.insert(0, Dot("All choices", whole.value, whole.low, whole.high, stands_out=True))
    return _picture(
        "What followed on the highest counts, with no trial there",
        "Each dot is one choice of the units with the most: their next count over the one they "
        "were chosen by. The diamond is all of them together, its bar from the lowest to the "
        "highest. At 1 there would be no return to the mean.",
        dots,
        name="falls",
        table="falls",
        label="next count, times the one chosen by",
        value=as_change,
    )


def as_change(ratio: float) -> str:
    """A ratio as so many per cent more or fewer, as titles of what followed have it.

    >>> as_change(0.974), as_change(1.107)
    ('−2.6%', '+10.7%')
    """
    return f"{100 * (ratio - 1):+.1f}%".replace("-", "−")


def _in_months(periods: str) -> str:
    """Months as they are read, where they are months; a year told once where it is one.

    >>> _in_months("2023-06 to 2023-08"), _in_months("2023-12 to 2024-02"), _in_months("week 3")
    ('Jun to Aug ’23', 'Dec ’23 to Feb ’24', 'week 3')
    """
    ends = [MONTH.fullmatch(part) for part in periods.split(" to ")]
    told = [(MONTHS[int(end[2]) - 1][:SHORT], f"’{end[1][2:]}") for end in ends if end is not None]
    if len(told) != len(ends):
        return periods
    years = dict.fromkeys(year for _, year in told)
    if len(years) == 1:
        return f"{' to '.join(month for month, _ in told)} {told[0][1]}"
    return " to ".join(f"{month} {year}" for month, year in told)


def totals_picture(result: Totals) -> Picture | None:
    """The claims that have a ratio; those without counts have no bar."""
    dots = [Dot(row.claim, row.ratio, row.low, row.high) for row in result.claims if row.ratio]
    if not dots:
        return None
    return _picture(
        "The claims, with what chance alone leaves open",
        "Each dot is what was printed: after over before, or with over without. The bar is a 95% "
        "interval for chance alone, if both spells were as long and events came singly; without a "
        "bar, the counts it takes can’t be told. It says nothing of why a number changed.",
        dots,
        name="claims",
        table="claims",
    )


def _picture(  # each names a part of it
    heading: str,
    how: str,
    dots: list[Dot],
    *,
    name: str,
    table: str,
    label: str = "rate ratio",
    value: Callable[[float], str] = times,
) -> Picture | None:
    if not dots:
        return None
    in_words = "; ".join(f"{dot.name} {times(dot.value)}" for dot in dots)
    panel = ratios_panel(
        "",
        f"{heading}: {in_words}.",
        dots,
        limits=limits_of(dots, also=(1.0,)),
        label=label,
        value=value,
    )
    return Picture(heading, how, [panel], name=name, table=table)
