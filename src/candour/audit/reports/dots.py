"""A row for each name: a dot for its value, a bar and a thin line for its intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from candour.audit.exhibits import Panel
from candour.audit.reports import drawing
from candour.audit.reports.drawing import WIDTH, Scale
from candour.audit.reports.letters import shortened, width_of

LEFT, RIGHT, TOP = 132, 344, 26  # LEFT: where an axis starts at the furthest
NAME_GAP = 12  # between the left edge with a name, and the axis
BESIDE = LEFT - 8  # room for a name beside the axis; longer ones stand above their row
ROW, TALL_ROW = 17, 34
SIZE = 12
VALUE_ROOM, VALUE_GAP = 30, 10  # units, at least: the column of values, and what sets it apart
REACH = 3.0  # an interval may stretch a logarithmic axis so many times beyond the outermost dot
ARROW = 5.0  # units


@dataclass(frozen=True, slots=True)
class Dot:
    """One row: a value, its interval, and a wider interval if there is one."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    stands_out: bool = False  # drawn as a diamond


def dots_panel(  # noqa: PLR0913 # each says how the axis runs or what it is called
    title: str,
    says: str,
    dots: Sequence[Dot],
    *,
    limits: tuple[float, float],
    is_log: bool = False,
    percent: bool = False,
    rule: float | None = None,
    label: str = "",
    left: float | None = None,
    value: Callable[[float], str] | None = None,
) -> Panel:
    """Draw the rows; `left` is where the axis starts, by default as near its names as they let it.

    Panels that stand beside one another are given one `left`, so that their axes agree. With
    `value`, what each dot stands at is printed at the end of its row.
    """
    is_tall = any(width_of(dot.name, SIZE) > BESIDE for dot in dots)
    step = TALL_ROW if is_tall else ROW
    left = left_of(dots) if left is None else left
    right = RIGHT if value is None else right_of([value(dot.value) for dot in dots])
    scale = Scale(*limits, 8 if is_tall else left, right, is_log)
    bottom = TOP + step * len(dots) + 6
    parts = drawing.across(scale, top=TOP, bottom=bottom, label=label, percent=percent, rule=rule)
    for place, dot in enumerate(dots):
        y = TOP + step * (place + 1) - (ROW / 2 if not is_tall else ROW / 2 - 2)
        parts += _row(dot, scale, y, left=left, is_tall=is_tall)
        if value is not None:
            parts.append(drawing.text(WIDTH, y + 4, value(dot.value), anchor="end", size=SIZE))
    return drawing.panel(title, says, parts, height=bottom + (36 if label else 20))


def left_of(dots: Sequence[Dot]) -> float:
    """Where an axis starts so that the widest name stands beside it."""
    widest = max((width_of(dot.name, SIZE) for dot in dots), default=0.0)
    return min(LEFT, widest + NAME_GAP)


def right_of(values: Sequence[str]) -> float:
    """Where an axis ends so that the widest value stands beside it."""
    widest = max((width_of(words, SIZE) for words in values), default=0.0)
    return WIDTH - max(VALUE_ROOM, widest) - VALUE_GAP


def _row(dot: Dot, scale: Scale, y: float, *, left: float, is_tall: bool) -> list[str]:
    if is_tall:
        name = shortened(dot.name, WIDTH - 8, SIZE)
        parts = [drawing.text(8, y - 9, name, kind="report-named", size=SIZE)]
    else:
        parts = [drawing.text(left - 8, y + 4, dot.name, anchor="end", size=SIZE)]
    for low, high, kind in (
        (dot.wide_low, dot.wide_high, "report-whisker"),
        (dot.low, dot.high, "report-bar"),
    ):
        if low is not None:
            end = scale.high if high is None else high
            parts.append(drawing.line(scale.at(low), y, scale.at(end), y, kind))
    parts += _arrows(dot, scale, y)
    mark = drawing.diamond if dot.stands_out else drawing.dot
    return [
        *parts,
        mark(scale.at(dot.value), y, "report-dot", radius=5 if dot.stands_out else 3.5),
    ]


def _arrows(dot: Dot, scale: Scale, y: float) -> list[str]:
    """Where an interval goes on beyond the axis, an arrow says so."""
    lows = [low for low in (dot.low, dot.wide_low) if low is not None]
    is_open = dot.high is None or (dot.wide_low is not None and dot.wide_high is None)
    highs = [high for high in (dot.high, dot.wide_high) if high is not None]
    parts = []
    if lows and min(lows) < scale.low:
        parts.append(_arrow(scale.start, y, ARROW))
    if lows and (is_open or max(highs) > scale.high):
        parts.append(_arrow(scale.end, y, -ARROW))
    return parts


def _arrow(x: float, y: float, back: float) -> str:
    return drawing.path([(x + back, y - ARROW), (x, y), (x + back, y + ARROW)], "report-whisker")


def limits_of(dots: Sequence[Dot], *, also: Sequence[float] = ()) -> tuple[float, float]:
    """The span of a logarithmic axis.

    All dots are on it. Intervals stretch it up to `REACH` times beyond the outermost dot, so that
    one number from a handful of people does not press all others together; ends without a finite
    value don't stretch it.

    Examples
    --------
    >>> [round(end, 2) for end in limits_of([Dot("a", 2.0, 0.001, 4.0)], also=(1.0,))]
    [0.2, 4.32]
    """
    values = [*(dot.value for dot in dots if dot.value), *also]
    least, most = min(values) / REACH, max(values) * REACH
    ends = [
        min(max(end, least), most)
        for dot in dots
        for end in (dot.low, dot.high, dot.wide_low, dot.wide_high)
        if end
    ]
    return drawing.spread([*values, *ends])
