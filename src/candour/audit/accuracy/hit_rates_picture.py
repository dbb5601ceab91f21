"""The picture of hit rates: the forecasts beside counting and chance, at each number of cells."""

from candour.audit.accuracy.rows import Forecasts
from candour.audit.exhibits import Picture
from candour.audit.reports.shares import share_dot, shares_panel

OWN_NAME = "The predictions"
HOW = (
    "Each dot is the share of events that fell in the cells targeted that day; the bar is its 95% "
    "interval, where there is one. The diamond is the method under audit. Plain counting and "
    "chance had the same number of cells on the same days."
)


def picture(result: Forecasts) -> Picture | None:
    """How much the predictions found on the same days as what they stand beside."""
    panels = []
    for own in result.accuracy:
        beside = [row for row in result.baselines if row.top == own.top]
        if not beside:
            continue
        shown = [
            share_dot(OWN_NAME, beside[0].forecasts_hit_rate, stands_out=True),
            *(share_dot(row.name.capitalize(), row.hit_rate) for row in beside),
        ]
        panels.append(shares_panel(f"{own.top:,} cells a day", shown))
    if not panels:
        return None
    heading = "Hit rates beside plain counting"
    return Picture(heading, HOW, panels, name="hit-rates", table="baselines")
