"""Shares by group or by method: error rates of a score, hit rates beside plain counting."""

from collections.abc import Sequence

from candour.audit.plans import Finding, Row
from candour.audit.reports import words
from candour.audit.reports.pictures import dots
from candour.audit.reports.pictures.dots import Dot
from candour.audit.reports.pictures.drawing import Panel, Picture

ERRORS = (
    ("fpr", "Wrongly flagged"),
    ("fnr", "Missed"),
)
HOW_ERRORS = (
    "Wrongly flagged: of those without the recorded outcome, the share that was flagged. Missed: "
    "of those with it, the share that was not. Each dot is a group's share, each bar its 95% "
    "interval."
)
HOW_HITS = (
    "Each dot is the share of events that fell in the cells targeted that day; the bar is its 95% "
    "interval, where there is one. The diamond is the method under audit. Plain counting and "
    "chance had the same number of cells on the same days."
)
OWN_NAME = "The predictions"
FULL = 1.0


def error_rates(finding: Finding) -> Picture | None:
    """Who is wrongly flagged and who is missed, group by group."""
    rows = finding.tables.get("groups", ())
    if finding.plan.audit != "scores" or not rows:
        return None
    panels = []
    for key, title in ERRORS:
        shown = [_dot(str(row["group"]), dict(row[key])) for row in rows if row[key]]
        if shown:
            panels.append(_panel(title, shown))
    return Picture("Wrongly flagged, and missed", HOW_ERRORS, panels) if panels else None


def hit_rates(finding: Finding) -> Picture | None:
    """How much the predictions found, beside the baselines, at each number of cells."""
    own, others = finding.tables.get("accuracy", ()), finding.tables.get("baselines", ())
    if not own or not others or "hit_rate" not in own[0]:
        return None
    panels = []
    for row in own:
        beside = [each for each in others if each.get("top") == row.get("top")]
        if not beside:
            continue
        shown = [  # the predictions on the same days as what they stand beside
            _dot(OWN_NAME, beside[0]["forecasts_hit_rate"], stands_out=True),
            *(_dot(str(each["name"]).capitalize(), each["hit_rate"]) for each in beside),
        ]
        panels.append(_panel(f"{row['top']:,} cells a day", shown))
    return Picture("Hit rates beside plain counting", HOW_HITS, panels) if panels else None


def _dot(name: str, value: Row, *, stands_out: bool = False) -> Dot:
    return Dot(name, value["value"], value["low"], value["high"], stands_out=stands_out)


def _panel(title: str, shown: Sequence[Dot]) -> Panel:
    said = "; ".join(
        f"{each.name} {words.share(each.value)}"
        + (
            f" ({words.share(each.low)} to {words.share(each.high)})"
            if each.low is not None and each.high is not None
            else ""
        )
        for each in shown
    )
    most = max(max(each.value, each.high or 0) for each in shown)
    return dots.dots_panel(
        title,
        f"{title}: {said}.",
        shown,
        limits=(0.0, min(FULL, most * 1.1) or FULL),
        percent=True,
    )
