"""Ratios of several forces with their ranges, on one axis on which 1 is named."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from candour.web.pages.force_ratios import HIGHEST, LOWEST, TICKS

WIDTH, EDGE = 360, 12
NAME_AT, LINE_AT, STEP = 14, 25, 38
FOOT = 40  # under the lines: the ticks, and what 1 means
CLEAR = 8
ROOM = 1.06  # beyond the furthest ends


@dataclass(frozen=True, slots=True)
class Ranged:
    """A ratio by the name of its force; `high` may have no end."""

    name: str
    ratio: float
    low: float
    high: float


def shared_axis(ratios: Sequence[Ranged]) -> Markup:
    """Each ratio as a dot in its range under its name; the axis doubles in equal steps.

    A range beyond 0.25 or 16 is drawn to there.
    """
    if not ratios:
        return Markup("")
    low, high = _span(ratios)

    def place(ratio: float) -> float:
        within = min(max(ratio, low), high)
        share = math.log(within / low) / math.log(high / low)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    height = STEP * len(ratios)
    is_left = place(1.0) < WIDTH / 2
    names_at = place(1.0) + CLEAR if is_left else 0  # clear of the upright line at 1
    lines = [
        Markup(
            '<text x="{name_x}" y="{name_at}">{name}</text>'
            '<text class="ratio-number" x="{end}" y="{name_at}">{ratio:.2f} times</text>'
            '<line x1="{left}" x2="{right}" y1="{y}" y2="{y}"/><circle cx="{at}" cy="{y}" r="4"/>'
        ).format(
            name_at=STEP * row + NAME_AT,
            name_x=names_at,
            name=one.name,
            end=WIDTH,
            ratio=one.ratio,
            left=place(one.low),
            right=place(one.high),
            at=place(one.ratio),
            y=STEP * row + LINE_AT,
        )
        for row, one in enumerate(ratios)
    ]
    ticks = [
        Markup('<text class="ratio-tick" x="{x}" y="{y}">{tick:g}</text>').format(
            x=place(tick), y=height + 16, tick=tick
        )
        for tick in TICKS
        if low <= tick <= high
    ]
    return Markup(
        '<svg class="compared-ratio" viewBox="0 0 {width} {height}" aria-hidden="true" '
        'focusable="false"><line class="ratio-one" x1="{one}" x2="{one}" y1="0" y2="{foot}"/>'
        '{lines}{ticks}<text x="{words_at}" y="{words_y}" text-anchor="{anchor}">'
        "1 is equal rates</text></svg>"
    ).format(
        width=WIDTH,
        height=height + FOOT,
        one=place(1.0),
        foot=height + 3,
        lines=Markup("").join(lines),
        ticks=Markup("").join(ticks),
        words_at=0 if is_left else WIDTH,
        words_y=height + 34,
        anchor="start" if is_left else "end",
    )


def _span(ratios: Sequence[Ranged]) -> tuple[float, float]:
    """The ends of the axis: 1 and every range is on it, as far as it goes."""
    low = min(1.0, *(one.low for one in ratios)) / ROOM
    high = max(1.0, *(one.high for one in ratios)) * ROOM
    return max(low, LOWEST), min(high, HIGHEST)
