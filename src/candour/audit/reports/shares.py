"""Shares by group or by method, one row each, with their intervals."""

from collections.abc import Callable, Sequence

from candour.audit.exhibits import Panel
from candour.audit.in_words import share
from candour.audit.reports import dots
from candour.audit.reports.dots import Dot
from candour.audit.statistics.estimates import Reported

FULL = 1.0


def share_dot(name: str, value: Reported, *, stands_out: bool = False) -> Dot:
    """A row for a share that has a value."""
    assert value.value is not None
    return Dot(name, value.value, value.low, value.high, stands_out=stands_out)


def shares_panel(
    title: str, shown: Sequence[Dot], *, value: Callable[[float], str] = share
) -> Panel:
    """Rows of shares; `value` is how the finding's title writes one, and is printed in each row."""
    in_words = "; ".join(f"{dot.name} {value(dot.value)}{_range(dot)}" for dot in shown)
    most = max(max(dot.value, dot.high or 0) for dot in shown)
    return dots.dots_panel(
        title,
        f"{title}: {in_words}.",
        shown,
        limits=(0.0, min(FULL, most * 1.1) or FULL),
        percent=True,
        value=value,
    )


def _range(dot: Dot) -> str:
    if dot.low is None or dot.high is None:
        return ""
    return f" ({share(dot.low)} to {share(dot.high)})"
