"""Calibration: how often the outcome was recorded among those with like scores, by group."""

from collections.abc import Sequence

from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import share
from candour.audit.reports import drawing
from candour.audit.reports.drawing import Scale
from candour.audit.scores.rows import ScoreBin, Scores

LEFT, RIGHT, TOP, BOTTOM = 40, 350, 28, 190
HOW = (
    "Each dot is the share with the outcome recorded among people with like scores; the bar is its "
    "95% interval. The broken line is the reference group. Where dots lie on the broken line, a "
    "score goes with the same recorded share in both groups, which does not mean that it errs as "
    "often in both."
)


def picture(finding: Finding[Scores]) -> Picture | None:
    rows = finding.result.calibration
    groups = list(dict.fromkeys(row.group for row in rows))
    if not rows or len({row.score_from for row in rows}) <= 1:
        return None
    ends = [row.score_from for row in rows] + [row.score_to for row in rows]
    x = Scale(min(ends), max(ends), LEFT + 8, RIGHT - 8)
    y = Scale(0.0, 1.0, BOTTOM, TOP)
    by_group = {group: [row for row in rows if row.group == group] for group in groups}
    base = by_group.get(finding.plan.reference, [])
    return Picture(
        "What a score goes with",
        HOW,
        [_panel(group, own, base, x, y) for group, own in by_group.items()],
        name="calibration",
        table="calibration",
    )


def _panel(
    group: str, rows: Sequence[ScoreBin], base: Sequence[ScoreBin], x: Scale, y: Scale
) -> Panel:
    parts = [
        *drawing.across(x, top=TOP, bottom=BOTTOM, label="score"),
        *drawing.upright(y, left=LEFT, right=RIGHT, percent=True),
    ]
    if len(base) > 1:
        parts.append(
            drawing.path([(x.at(_middle(r)), y.at(r.value)) for r in base], "report-other-line")
        )
    for row in rows:
        place = x.at(_middle(row))
        parts += [
            drawing.line(place, y.at(row.low), place, y.at(row.high), "report-bar"),
            drawing.dot(place, y.at(row.value)),
        ]
    first, last = rows[0], rows[-1]
    in_words = (
        f"{group}: the outcome was recorded for {share(first.value)} of those with the "
        f"lowest scores and {share(last.value)} of those with the highest."
    )
    return drawing.panel(group, in_words, parts, height=BOTTOM + 36)


def _middle(row: ScoreBin) -> float:
    return (row.score_from + row.score_to) / 2
