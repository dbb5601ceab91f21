"""What the kinds of simulated findings share: how runs are told, and what none of them shows."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from candour.audit.exhibits import Panel
from candour.audit.findings import Finding
from candour.audit.headlines import Headlines
from candour.audit.kinds import Concerned
from candour.audit.reports.dots import Dot, dots_panel, left_of

R = TypeVar("R")

IN_NINE = "nine runs in ten"
MADE_UP = (
    "Anything about a real place or person: the world is made up, and so is everyone in it.",
    "How often this happens: it shows that it can, and under which settings.",
)
RUNS_VARY = (
    "Ranges hold nine of ten runs. They are the spread of the model's own chance, not the "
    "uncertainty of a measurement: more runs never make them narrower."
)
TEN = 10


def nobody(result: object) -> Concerned:
    """It speaks of no force."""
    return Concerned()


def no_headlines(finding: Finding[R]) -> Headlines | None:
    """No number of a made-up world becomes a statement about anybody."""
    return None


def nothing_left_out(finding: Finding[R]) -> Iterable[str]:
    return ()


def ratio(number: float | None) -> str:
    """Ratios of one sentence with as many digits as each other.

    >>> ratio(1.0449), ratio(12.3), ratio(None)
    ('1.04', '12', '–')
    """
    if number is None:
        return "–"
    return f"{number:.2f}" if number < TEN else f"{number:,.0f}"


def ratios_panels(titled: Iterable[tuple[str, Sequence[Dot]]]) -> list[Panel]:
    """Panels beside one another, on the same axis."""
    panels = list(titled)
    every_dot = [dot for _, shown in panels for dot in shown]
    most, left = _most(every_dot), left_of(every_dot)
    return [ratios_panel(title, shown, most=most, left=left) for title, shown in panels]


def ratios_panel(
    title: str,
    shown: Sequence[Dot],
    *,
    label: str = "",
    most: float | None = None,
    left: float | None = None,
) -> Panel:
    """Ratios on one axis from 0, with a rule at 1: no difference."""
    in_words = "; ".join(f"{dot.name} {ratio(dot.value)}{_range(dot)}" for dot in shown)
    limits = (0.0, (most or _most(shown)) * 1.05)
    says = f"{title}: {in_words}."
    return dots_panel(
        title, says, shown, limits=limits, rule=1.0, label=label, left=left, value=ratio
    )


def _most(shown: Sequence[Dot]) -> float:
    return max([1.2, *(max(dot.value, dot.high or 0.0) for dot in shown)])


def _range(dot: Dot) -> str:
    if dot.low is None or dot.high is None:
        return ""
    return f" ({ratio(dot.low)} to {ratio(dot.high)})"
