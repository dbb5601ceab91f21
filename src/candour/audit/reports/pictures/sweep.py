"""The trade-off: who is wrongly flagged and who is missed, at every threshold."""

from collections.abc import Sequence

from candour.audit.plans import Finding, Row
from candour.audit.reports import words
from candour.audit.reports.pictures import drawing
from candour.audit.reports.pictures.drawing import Panel, Picture, Scale

LEFT, RIGHT, TOP, BOTTOM = 40, 350, 28, 190
HOW = (
    "For each threshold: the unbroken line with dots is the share wrongly flagged (of those "
    "without the recorded outcome), the broken line the share missed (of those with it). A higher "
    "threshold flags fewer people wrongly and misses more: no threshold lowers both."
)


def picture(finding: Finding) -> Picture | None:
    rows = [
        row
        for row in finding.tables.get("thresholds", ())
        if row.get("fpr") is not None and row.get("fnr") is not None
    ]
    thresholds = {row["threshold"] for row in rows}
    if len(thresholds) <= 1:
        return None
    x = Scale(min(thresholds), max(thresholds), LEFT + 8, RIGHT - 8)
    y = Scale(0.0, 1.0, BOTTOM, TOP)
    groups = list(dict.fromkeys(str(row["group"]) for row in rows))
    return Picture(
        "What each threshold would do",
        HOW,
        [_panel(group, [r for r in rows if str(r["group"]) == group], x, y) for group in groups],
    )


def _panel(group: str, rows: Sequence[Row], x: Scale, y: Scale) -> Panel:
    parts = [
        *drawing.across(x, top=TOP, bottom=BOTTOM, label="flagged from this score on"),
        *drawing.upright(y, left=LEFT, right=RIGHT, percent=True),
        drawing.path([(x.at(r["threshold"]), y.at(r["fnr"])) for r in rows], "report-other-line"),
        drawing.path([(x.at(r["threshold"]), y.at(r["fpr"])) for r in rows], "report-line"),
        *(drawing.dot(x.at(r["threshold"]), y.at(r["fpr"]), "report-mark", radius=3)
          for r in rows),
    ]  # fmt: skip
    middle = rows[len(rows) // 2]
    said = (
        f"{group}: from the lowest threshold to the highest, the share wrongly flagged falls from "
        f"{words.share(rows[0]['fpr'])} to {words.share(rows[-1]['fpr'])} and the share missed "
        f"rises from {words.share(rows[0]['fnr'])} to {words.share(rows[-1]['fnr'])}; at "
        f"{middle['threshold']:g} they are {words.share(middle['fpr'])} and "
        f"{words.share(middle['fnr'])}."
    )
    return drawing.panel(group, said, parts, height=BOTTOM + 36)
