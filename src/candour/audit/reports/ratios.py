"""Ratios to the reference: forces, groups of a list, or small areas, one row each."""

from collections.abc import Callable, Iterable, Sequence

from candour.audit import verdicts
from candour.audit.exhibits import Panel
from candour.audit.in_words import rate, times
from candour.audit.reports import dots
from candour.audit.reports.dots import Dot
from candour.audit.residents.group_names import heading

MOST = 60  # rows of one panel
BOTH_INTERVALS = (
    "Each dot is a ratio: 1 means the same rate as the reference, 2 twice that rate. The thick "
    "bar is the 95% interval if events were independent; the thin line reaches further where "
    "they often happen together. A bar that crosses the line at 1 leaves open which rate is "
    "higher. Equal steps mean equal multiplying: from 1 to 2 is as far as from 2 to 4. A line "
    "with an arrow goes on beyond the picture."
)
ONE_INTERVAL = (
    "Each dot is a ratio: 1 means the same rate as the reference, 2 twice that rate. The bar is "
    "the 95% interval; one that crosses the line at 1 leaves open which rate is higher. "
    "Equal steps mean equal multiplying: from 1 to 2 is as far as from 2 to 4. A line with an "
    "arrow goes on beyond the picture."
)


def groups_panels(
    titled: Iterable[tuple[str, Sequence[Dot]]],
    reference: str,
    *,
    value: Callable[[float], str] | None = times,
) -> list[Panel]:
    """Panels that stand beside one another: a row for each group, all on the same axis."""
    panels = list(titled)
    every_dot = [dot for _, shown in panels for dot in shown]
    limits, left = dots.limits_of(every_dot, also=(1.0,)), dots.left_of(every_dot)
    return [
        groups_panel(title, shown, reference, limits=limits, left=left, value=value)
        for title, shown in panels
    ]


def groups_panel(
    title: str,
    shown: Sequence[Dot],
    reference: str,
    *,
    limits: tuple[float, float] | None = None,
    left: float | None = None,
    value: Callable[[float], str] | None = times,
) -> Panel:
    """A row for each group, all in one panel, on an axis of its own or on that of others."""
    in_words = "; ".join(f"{dot.name} {_value(dot)}" for dot in shown)
    return ratios_panel(
        title,
        f"Ratios to the {reference} rate, with intervals: {in_words}.",
        shown,
        limits=limits or dots.limits_of(shown, also=(1.0,)),
        label=f"ratio to the {reference} rate",
        left=left,
        value=value,
    )


def ratios_panel(
    title: str,
    says: str,
    shown: Sequence[Dot],
    *,
    limits: tuple[float, float],
    label: str,
    left: float | None = None,
    value: Callable[[float], str] | None = times,
) -> Panel:
    """Rows of ratios on an axis of equal multiplying, with a rule at 1.

    `value` is how a finding's title and sentences write such a ratio: it is printed in each row,
    or nothing is where a dot stands for no single value.
    """
    return dots.dots_panel(
        title,
        says,
        shown,
        limits=limits,
        is_log=True,
        rule=1.0,
        label=label,
        left=left,
        value=value,
    )


def in_words(group: str, reference: str, shown: Sequence[Dot], *, what: str) -> str:
    """What many ratios of one group come to; they stand with the highest first."""
    most, least = shown[0], shown[-1]
    run = (
        f"{heading(group)} beside {reference}: ratios in {len(shown)} {what}, from "
        f"{rate(least.value)} ({least.name}) to {rate(most.value)} ({most.name})."
    )
    if any(dot.low is None for dot in shown):
        return run
    ends = [_widest(dot) for dot in shown]
    above = sum(verdicts.is_above(*pair) for pair in ends)
    below = sum(verdicts.is_below(*pair) for pair in ends)
    return f"{run} Clearly above 1 in {above}, clearly below in {below}."


def _value(dot: Dot) -> str:
    high = "no upper end" if dot.high is None else rate(dot.high)
    return f"{rate(dot.value)} ({rate(dot.low)} to {high})"


def _widest(dot: Dot) -> tuple[float | None, float | None]:
    if dot.wide_low is None or dot.low is None:
        return dot.low, dot.high
    if dot.high is None or dot.wide_high is None:
        return min(dot.low, dot.wide_low), None
    return min(dot.low, dot.wide_low), max(dot.high, dot.wide_high)
