"""How pictures are drawn: panels as wide as a phone, side by side where there is room.

Every mark has a class, for the colours of a screen, and plain attributes, for paper and for
readers of SVG without the stylesheet. Nothing has a style attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log, log10

from candour.audit.exhibits import Panel
from candour.audit.reports.letters import shortened, width_of, wrapped

WIDTH = 360
FONT = "Candour Sans, Liberation Sans, DejaVu Sans, Arial, sans-serif"
UNTITLED = 16  # how far down a drawing without a title begins
SMALLEST = 12  # letters, as all along an axis are; report.css keeps them so on a phone
NEXT_LINE = 14
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # the part of the words left of their place
INK, QUIET, LINE, BAR = "#23201c", "#5e574e", "#b9b0a2", "#8c8375"
RED = "#9c1c1c"  # of what is contradicted, and of nothing else

ATTRIBUTES = {
    "report-ink": f'fill="{INK}"',
    # on a ground of its own, where lines of the axis run behind words
    "report-named": f'fill="{INK}" stroke="#ffffff" stroke-width="4" paint-order="stroke"',
    "report-quiet": f'fill="{QUIET}"',
    "report-title": f'fill="{INK}" font-weight="bold"',
    "report-grid": f'stroke="{LINE}" stroke-width="1" stroke-dasharray="1 3" fill="none"',
    "report-axis": f'stroke="{QUIET}" stroke-width="1" fill="none"',
    "report-rule": f'stroke="{INK}" stroke-width="1.5" fill="none"',
    "report-limit": f'stroke="{QUIET}" stroke-width="1.5" fill="none"',
    "report-naive": f'stroke="{QUIET}" stroke-width="1" stroke-dasharray="2 3" fill="none"',
    "report-bar": f'stroke="{BAR}" stroke-width="5" fill="none"',
    "report-whisker": f'stroke="{BAR}" stroke-width="1.5" fill="none"',
    "report-line": f'stroke="{INK}" stroke-width="2.5" fill="none"',
    "report-other-line": f'stroke="{QUIET}" stroke-width="1.75" stroke-dasharray="6 3" fill="none"',
    "report-dot": f'fill="{INK}" stroke="#ffffff" stroke-width="1"',
    "report-mark": f'fill="{INK}" stroke="#ffffff" stroke-width="1"',
    "report-open": f'fill="#ffffff" stroke="{INK}" stroke-width="1.5"',
    "report-filled": f'fill="{INK}" stroke="{INK}" stroke-width="1.5"',
}


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places along an axis: straight, or by logarithm."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """Where a value stands; one beyond the ends stands at the end."""
        value = min(max(value, self.low), self.high)
        if self.is_log:
            part = log(value / self.low) / log(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * part

    @property
    def ticks(self) -> list[float]:
        return log_ticks(self.low, self.high) if self.is_log else even_ticks(self.low, self.high)


def log_ticks(low: float, high: float, *, most: int = 7) -> list[float]:
    """Round numbers for a logarithmic axis, few enough to be read.

    >>> log_ticks(0.4, 30)
    [0.5, 1.0, 2.0, 5.0, 10.0, 20.0]
    """
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        rounds = [float(f"{s}e{p}") for p in powers for s in steps]
        ticks = [tick for tick in rounds if low <= tick <= high]
        if len(ticks) <= most:
            break
    if len(ticks) > 1:
        return ticks
    return even_ticks(low, high)


def even_ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Round numbers at even distances.

    >>> even_ticks(0, 1)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    raw = (high - low) / about
    power = 10.0 ** floor(log10(raw))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= raw * 0.8)
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return [round(step * place, 10) for place in range(first, last + 1)]


def text(
    x: float,
    y: float,
    words: str,
    *,
    kind: str = "report-ink",
    anchor: str = "start",
    size: float = 12,
    within: float = WIDTH,
) -> str:
    """Words at a place, moved, made smaller or cut with an ellipsis so that none leaves the panel.

    >>> text(350, 10, "10,000", anchor="middle", size=11).split()[1]
    'x="340.8"'
    """
    is_bold = "bold" in ATTRIBUTES[kind]
    while size > SMALLEST and width_of(words, size, is_bold=is_bold) > within:
        size -= 1
    words = shortened(words, within, size, is_bold=is_bold)
    before = width_of(words, size, is_bold=is_bold) * BEFORE[anchor]
    after = width_of(words, size, is_bold=is_bold) - before
    x = min(max(x, before), within - after)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" {ATTRIBUTES[kind]} font-size="{size:g}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}" '
        f"{ATTRIBUTES[kind]}/>"
    )


def path(points: Sequence[tuple[float, float]], kind: str) -> str:
    steps = " ".join(
        f"{'M' if place == 0 else 'L'}{x:.1f} {y:.1f}" for place, (x, y) in enumerate(points)
    )
    return f'<path d="{steps}" class="{kind}" {ATTRIBUTES[kind]}/>'


def dot(x: float, y: float, kind: str = "report-dot", *, radius: float = 4) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" class="{kind}" {ATTRIBUTES[kind]}/>'


def diamond(x: float, y: float, kind: str = "report-filled", *, radius: float = 5) -> str:
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    places = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon points="{places}" class="{kind}" {ATTRIBUTES[kind]}/>'


def panel(
    title: str, says: str, parts: Sequence[str], *, height: float, width: float = WIDTH
) -> Panel:
    """A drawing with its title above it; `parts` start at y = 34, at 16 where it has no title.

    A title of more lines than two begins above 0, where nothing of a drawing is.
    """
    top, heading = _title(title) if title else (UNTITLED, "")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="report-svg" role="img" '
        f'viewBox="0 {top} {width:g} {height - top:.0f}" '
        f'width="{width:g}" height="{height - top:.0f}" '
        f'font-family="{FONT}">'
        f"<title>{escape(says)}</title>{heading}"
        f"{''.join(parts)}</svg>"
    )
    return Panel(svg, says)


def _title(words: str) -> tuple[int, str]:
    """A title on as many lines as it needs: its end may be what tells it apart; and its top."""
    if width_of(words, SMALLEST, is_bold=True) <= WIDTH:
        return 0, text(0, 15, words, kind="report-title", size=14)
    lines = wrapped(words, WIDTH, SMALLEST, is_bold=True)
    last = 19
    first = last - NEXT_LINE * (len(lines) - 1)
    drawn = "".join(
        text(0, first + NEXT_LINE * place, part, kind="report-title", size=SMALLEST)
        for place, part in enumerate(lines)
    )
    return min(0, first - 11), drawn


def tick_words(value: float, *, percent: bool = False) -> str:
    """How a round number is written along an axis.

    >>> tick_words(0.25, percent=True), tick_words(0.2), tick_words(10_000.0)
    ('25%', '0.2', '10,000')
    """
    shown = f"{100 * value if percent else value:,.3f}".rstrip("0").rstrip(".")
    return f"{shown}%" if percent else shown


def across(
    scale: Scale,
    *,
    top: float,
    bottom: float,
    label: str = "",
    percent: bool = False,
    rule: float | None = None,
    bands: Sequence[tuple[float, float]] = (),
) -> list[str]:
    """The axis along the bottom, with its grid, and a rule at the value of no difference.

    With `bands`, lines stand in those alone, from where to where down each: what is written
    between them has no line through it.
    """
    stretches = bands or [(top, bottom)]
    parts = []
    for tick in scale.ticks:
        x = scale.at(tick)
        parts += [line(x, high, x, low, "report-grid") for high, low in stretches]
        parts.append(
            text(x, bottom + 14, tick_words(tick, percent=percent), kind="report-quiet",
                 anchor="middle", size=SMALLEST)
        )  # fmt: skip
    parts.append(line(scale.start, bottom, scale.end, bottom, "report-axis"))
    if rule is not None and scale.low <= rule <= scale.high:
        x = scale.at(rule)
        parts += [line(x, high, x, low, "report-rule") for high, low in stretches]
    lines = lines_of(label, scale)
    half = max((width_of(words, SMALLEST) for words in lines), default=0.0) / 2
    middle = min((scale.start + scale.end) / 2, WIDTH - half)  # one for all its lines
    parts += [
        text(middle, bottom + 30 + NEXT_LINE * place, words, kind="report-quiet",
             anchor="middle", size=SMALLEST)
        for place, words in enumerate(lines)
    ]  # fmt: skip
    return parts


def lines_of(label: str, scale: Scale) -> list[str]:
    """What an axis measures, on as many lines as it needs, and whether its steps multiply."""
    kind_of_axis = " (log axis)" if scale.is_log and "log ax" not in label else ""
    return wrapped(f"{label}{kind_of_axis}", WIDTH, SMALLEST) if label else []


def below(label: str, scale: Scale) -> float:
    """How much room the numbers and words beneath an axis take."""
    return 22 + NEXT_LINE * len(lines_of(label, scale))


def upright(scale: Scale, *, left: float, right: float, percent: bool = False) -> list[str]:
    """The axis along the left, with its grid."""
    parts = []
    for tick in scale.ticks:
        y = scale.at(tick)
        parts += [
            line(left, y, right, y, "report-grid"),
            text(left - 5, y + 4, tick_words(tick, percent=percent), kind="report-quiet",
                 anchor="end", size=SMALLEST),
        ]  # fmt: skip
    parts.append(line(left, min(scale.start, scale.end), left, max(scale.start, scale.end),
                      "report-axis"))  # fmt: skip
    return parts


def spread(values: Sequence[float], *, room: float = 1.08) -> tuple[float, float]:
    """Ends of a logarithmic axis for some values: it starts at a round number, and leaves room.

    >>> spread([0.7, 9.0]), spread([120.0, 1000.0], room=1.25)
    ((0.5, 9.72), (50.0, 1250.0))
    """
    return round_below(min(values) / room), max(values) * room


def round_below(value: float) -> float:
    """The next lower of 1, 2 and 5 times a power of ten.

    >>> round_below(0.37), round_below(4.9), round_below(1.0)
    (0.2, 2.0, 1.0)
    """
    power = floor(log10(value))
    return max(start for step in (0.5, 1, 2, 5) if (start := float(f"{step}e{power}")) <= value)
