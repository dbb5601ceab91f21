"""The trade-off: who is wrongly flagged and who is missed, at every threshold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import share
from candour.audit.reports import drawing
from candour.audit.reports.drawing import Scale
from candour.audit.scores.rows import Scores

LEFT, RIGHT, TOP, BOTTOM = 40, 350, 28, 190
HOW = (
    "For each threshold: the unbroken line with dots is the share wrongly flagged (of those "
    "without the recorded outcome), the broken line the share missed (of those with it). A higher "
    "threshold flags fewer people wrongly and misses more: no threshold lowers both."
)


@dataclass(frozen=True, slots=True)
class Point:
    """The two errors of a group at one threshold."""

    group: str
    threshold: float
    fpr: float
    fnr: float


def picture(finding: Finding[Scores]) -> Picture | None:
    points = list(_points(finding.result))
    thresholds = {point.threshold for point in points}
    if len(thresholds) <= 1:
        return None
    x = Scale(min(thresholds), max(thresholds), LEFT + 8, RIGHT - 8)
    y = Scale(0.0, 1.0, BOTTOM, TOP)
    return Picture(
        "What each threshold would do",
        HOW,
        [
            _panel(group, [point for point in points if point.group == group], x, y)
            for group in dict.fromkeys(point.group for point in points)
        ],
        name="thresholds",
        table="thresholds",
    )


def _points(result: Scores) -> Iterator[Point]:
    for row in result.thresholds:
        if row.fpr is not None and row.fnr is not None:
            yield Point(row.group, row.threshold, row.fpr, row.fnr)


def _panel(group: str, points: Sequence[Point], x: Scale, y: Scale) -> Panel:
    parts = [
        *drawing.across(x, top=TOP, bottom=BOTTOM, label="flagged from this score on"),
        *drawing.upright(y, left=LEFT, right=RIGHT, percent=True),
        drawing.path([(x.at(p.threshold), y.at(p.fnr)) for p in points], "report-other-line"),
        drawing.path([(x.at(p.threshold), y.at(p.fpr)) for p in points], "report-line"),
        *(drawing.dot(x.at(p.threshold), y.at(p.fpr), "report-mark", radius=3) for p in points),
    ]
    first, middle, last = points[0], points[len(points) // 2], points[-1]
    in_words = (
        f"{group}: from the lowest threshold to the highest, the share wrongly flagged falls from "
        f"{share(first.fpr)} to {share(last.fpr)} and the share missed "
        f"rises from {share(first.fnr)} to {share(last.fnr)}; at "
        f"{middle.threshold:g} they are {share(middle.fpr)} and "
        f"{share(middle.fnr)}."
    )
    return drawing.panel(group, in_words, parts, height=BOTTOM + 36)
