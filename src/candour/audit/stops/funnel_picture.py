"""The funnel plot: forces by how much their ratio rests on, inside or outside the limits."""

from collections.abc import Callable, Sequence

from candour.audit import names
from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import rate, times
from candour.audit.reports import drawing
from candour.audit.reports.drawing import WIDTH, Scale
from candour.audit.reports.letters import width_of
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading
from candour.audit.stops.rows import FunnelPoint, Stops

LEFT, RIGHT, TOP, BOTTOM = 36, 338, 28, 300
SIZE = 11
ROOM = 12  # pixels between two names
LABELS = 8
HOW = (
    "Each mark is a force. Further right its ratio rests on more searches. The middle line is the "
    "ratio of all forces together. Between the unbroken lines lie forces that are nothing out of "
    "the ordinary, allowing for the differences that all forces have; filled diamonds lie outside. "
    "The dotted lines allow for chance alone, and are shown for contrast. A force inside the "
    "lines is not shown to be fair: all forces may share one fault."
)
ACROSS = "searches the ratio rests on; upwards, the ratio (log axes)"


def picture(finding: Finding[Stops]) -> Picture | None:
    """Forces by how much their ratio rests on; None where too few are compared."""
    rows = [row for row in finding.result.funnel if row.log_error]
    if not rows:
        return None
    primary = finding.plan.option("primary")
    groups = sorted({row.group for row in rows}, key=lambda name: (name != primary, name))
    reference = group_of(finding.plan.reference)
    return Picture(
        "Forces beside one another",
        HOW,
        [
            _panel(group, [r for r in rows if r.group == group], reference, _axes(rows))
            for group in groups
        ],
        name="forces",
        table="funnel",
        point=_point(rows, primary, reference),
    )


def _point(rows: Sequence[FunnelPoint], primary: str, reference: str) -> str:
    """How many forces lie outside what all of them differ by, of the group asked about first."""
    own = [row for row in rows if row.group == primary]
    if not own:
        return ""
    outside = sum(row.outside for row in own)
    return (
        f"{heading(primary)} beside {reference}: {outside} of {len(own)} forces lie outside what "
        f"forces differ by, around {times(own[0].target)} times"
    )


def _axes(rows: Sequence[FunnelPoint]) -> tuple[Scale, Scale]:
    """Across and upwards, the same for every group: panels stand side by side."""
    ratios = [row.ratio for row in rows]
    bounds = [end for row in rows for end in (row.naive_low, row.naive_high)]
    weights = drawing.spread([_weight(row) for row in rows], room=1.3)
    return (
        Scale(*weights, LEFT, RIGHT, is_log=True),
        Scale(*drawing.spread([*ratios, *bounds, 1.0]), BOTTOM, TOP, is_log=True),
    )


def _panel(
    group: str, rows: Sequence[FunnelPoint], reference: str, axes: tuple[Scale, Scale]
) -> Panel:
    x, y = axes
    parts = [
        *drawing.across(x, top=TOP, bottom=BOTTOM, label=ACROSS),
        *drawing.upright(y, left=LEFT, right=RIGHT),
        *_limits(rows, x, y),
        *_marks(rows, x, y),
    ]
    outside = [names.place(row.force) for row in rows if row.outside]
    in_words = (
        f"{heading(group)} beside {reference}: {len(rows)} forces; the ratio of all "
        f"together is {rate(rows[0].target)}. Outside the limits: "
        f"{names.listed(outside) or 'none'}. Outside the limits for chance alone: "
        f"{sum(row.outside_naive for row in rows)}."
    )
    return drawing.panel(heading(group), in_words, parts, height=BOTTOM + 36)


def _weight(row: FunnelPoint) -> float:
    """As many searches as would give the same error if both groups had the same number."""
    return 4 / row.log_error**2


def _limits(rows: Sequence[FunnelPoint], x: Scale, y: Scale) -> list[str]:
    order = sorted(rows, key=_weight)

    def curve(limit: Callable[[FunnelPoint], float], kind: str) -> str:
        return drawing.path([(x.at(_weight(row)), y.at(limit(row))) for row in order], kind)

    return [
        curve(lambda row: row.target, "report-rule"),
        curve(lambda row: row.low, "report-limit"),
        curve(lambda row: row.high, "report-limit"),
        curve(lambda row: row.naive_low, "report-naive"),
        curve(lambda row: row.naive_high, "report-naive"),
    ]


def _marks(rows: Sequence[FunnelPoint], x: Scale, y: Scale) -> list[str]:
    inside = [row for row in rows if not row.outside]
    outside = [row for row in rows if row.outside]
    parts = [
        drawing.dot(x.at(_weight(row)), y.at(row.ratio), "report-open", radius=3.5)
        for row in inside
    ]
    taken = [  # no name may cover a mark that stands out
        (x.at(_weight(row)) - 5, x.at(_weight(row)) + 5, y.at(row.ratio) + 4) for row in outside
    ]
    marks = len(taken)
    furthest = sorted(outside, key=lambda row: -abs(row.ratio / row.target - 1))
    for row in furthest:
        place_x, place_y = x.at(_weight(row)), y.at(row.ratio)
        parts.append(drawing.diamond(place_x, place_y))
        if len(taken) < marks + LABELS:
            parts += _label(names.place(row.force), place_x, place_y, taken)
    return parts


def _label(name: str, x: float, y: float, labels: list[tuple[float, float, float]]) -> list[str]:
    """The name beside its mark, where it covers no other name; nothing where there is no room."""
    width = width_of(name, SIZE)
    start = x + 8 if x + 8 + width <= WIDTH else x - 8 - width
    for shift in (4, -9, 17):
        clear = all(
            abs(y + shift - other) >= ROOM or start + width < left or start > right
            for left, right, other in labels
        )
        if clear:
            labels.append((start, start + width, y + shift))
            return [drawing.text(start, y + shift, name, kind="report-named", size=SIZE)]
    return []
