"""A row for each name: a dot for its value, a bar and a thin line for its intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from candour.audit.exhibits import Panel
from candour.audit.reports import drawing
from candour.audit.reports.drawing import WIDTH, Scale
from candour.audit.reports.letters import width_of, wrapped

LEFT, RIGHT, TOP = 132, 344, 26  # LEFT: where an axis starts at the furthest
NAME_GAP = 12  # between the left edge with a name, and the axis
BESIDE = LEFT - 8  # room for a name beside the axis; longer ones stand above their row
ROW = 17
NAME_LINE, MARK_ROOM = 14, 20  # of a name above its row, and of the row beneath it
SIZE = 12
VALUE_ROOM, VALUE_GAP = 30, 10  # units, at least: the column of values, and what sets it apart
REACH = 3.0  # an interval may stretch a logarithmic axis so many times beyond the outermost dot
ARROW = 5.0  # units
CAP = 5.5  # half of the mark at an end of an interval: higher than the dot, so that it is seen


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
    left = left_of(dots) if left is None else left
    right = RIGHT if value is None else right_of([value(dot.value) for dot in dots])
    scale = Scale(*limits, 8 if is_tall else left, right, is_log)
    names = [wrapped(dot.name, WIDTH - 8, SIZE) if is_tall else [] for dot in dots]
    places, bottom = _places(names)
    bands = [(y - 9, y + 9) for y in places] if is_tall else []
    parts = drawing.across(
        scale, top=TOP, bottom=bottom, label=label, percent=percent, rule=rule, bands=bands
    )
    for dot, name, y in zip(dots, names, places, strict=True):
        parts += _row(dot, scale, y, left=left, above=name)
        if value is not None:
            parts.append(drawing.text(WIDTH, y + 4, value(dot.value), anchor="end", size=SIZE))
    return drawing.panel(title, says, parts, height=bottom + drawing.below(label, scale))


def _places(names: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """How far down each row stands under the lines of its name, if any; and the axis."""
    places, y = [], float(TOP)
    for name in names:
        y += NAME_LINE * len(name) + MARK_ROOM if name else ROW
        places.append(y - (MARK_ROOM if name else ROW) / 2)
    return places, y + 6


def left_of(dots: Sequence[Dot]) -> float:
    """Where an axis starts so that the widest name stands beside it."""
    widest = max((width_of(dot.name, SIZE) for dot in dots), default=0.0)
    return min(LEFT, widest + NAME_GAP)


def right_of(values: Sequence[str]) -> float:
    """Where an axis ends so that the widest value stands beside it."""
    widest = max((width_of(words, SIZE) for words in values), default=0.0)
    return WIDTH - max(VALUE_ROOM, widest) - VALUE_GAP


def _row(dot: Dot, scale: Scale, y: float, *, left: float, above: Sequence[str]) -> list[str]:
    if above:
        first = y - MARK_ROOM / 2 - 2 - NAME_LINE * (len(above) - 1)
        parts = [
            drawing.text(8, first + NAME_LINE * place, name, size=SIZE)
            for place, name in enumerate(above)
        ]
    else:
        parts = [drawing.text(left - 8, y + 4, dot.name, anchor="end", size=SIZE)]
    for low, high, kind in (
        (dot.wide_low, dot.wide_high, "report-whisker"),
        (dot.low, dot.high, "report-bar"),
    ):
        if low is not None:
            end = scale.high if high is None else high
            parts.append(drawing.line(scale.at(low), y, scale.at(end), y, kind))
    parts += _caps(dot, scale, y)
    parts += _arrows(dot, scale, y)
    mark = drawing.diamond if dot.stands_out else drawing.dot
    return [
        *parts,
        mark(scale.at(dot.value), y, "report-dot", radius=5 if dot.stands_out else 3.5),
    ]


def _caps(dot: Dot, scale: Scale, y: float) -> list[str]:
    """A mark at each end of the widest interval, if on the axis: a narrow one is seen by them."""
    lows = [low for low in (dot.low, dot.wide_low) if low is not None]
    highs = [high for high in (dot.high, dot.wide_high) if high is not None]
    if not lows or len(highs) < len(lows):
        highs = []
    ends = [*([min(lows)] if lows else []), *([max(highs)] if highs else [])]
    ends = [end for end in ends if scale.low <= end <= scale.high]
    return [
        drawing.line(scale.at(end), y - CAP, scale.at(end), y + CAP, "report-whisker")
        for end in ends
    ]


def _arrows(dot: Dot, scale: Scale, y: float) -> list[str]:
    """Where an interval goes on beyond the axis, an arrow says so."""
    lows = [low for low in (dot.low, dot.wide_low) if low is not None]
    pairs = ((dot.low, dot.high), (dot.wide_low, dot.wide_high))
    is_open = any(low is not None and high is None for low, high in pairs)
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
