"""The picture of errors: who is wrongly flagged and who is missed, group by group."""

from collections.abc import Callable

from candour.audit.exhibits import Picture
from candour.audit.findings import Finding
from candour.audit.reports.shares import share_dot, shares_panel
from candour.audit.scores.rows import GroupRow, Scores
from candour.audit.statistics.estimates import Reported

ERRORS: tuple[tuple[str, Callable[[GroupRow], Reported | None]], ...] = (
    ("Wrongly flagged", lambda row: row.fpr),
    ("Missed", lambda row: row.fnr),
)
HOW = (
    "Wrongly flagged: of those without the recorded outcome, the share that was flagged. Missed: "
    "of those with it, the share that was not. Each dot is a group's share, each bar its 95% "
    "interval."
)


def picture(finding: Finding[Scores]) -> Picture | None:
    """Both errors of every group that has them; None where none has."""
    panels = []
    for title, rate_of in ERRORS:
        rates = [(row.group, rate) for row in finding.result.groups if (rate := rate_of(row))]
        shown = [share_dot(group, rate) for group, rate in rates]
        if shown:
            panels.append(shares_panel(title, shown))
    if not panels:
        return None
    return Picture("Wrongly flagged, and missed", HOW, panels, name="errors", table="groups")
