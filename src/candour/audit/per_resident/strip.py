"""Many areas on one line: the number that the title leads with, among those of every area."""

from candour.audit.exhibits import Panel
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.order import groups_by_importance
from candour.audit.per_resident.summary import Summary
from candour.audit.reports.drawing import WIDTH, Scale, across, dot, line, panel, spread, text
from candour.audit.residents.group_names import group, heading

TOP, BOTTOM, EDGE = 42, 76, 10
MARK = 11  # half of the height of the mark of an area
FOOT = 36


def strip(summary: Summary) -> Panel | None:
    """One upright mark for each area, and a dot at the middle one; None where nothing is drawn.

    The group and the areas are those of the title, so that both have one number.
    """
    names_of = groups_by_importance(summary.leading_ratios, summary.frame.primary)
    own = of.with_events([row for row in summary.leading_ratios if row.group == names_of[0]])
    values = [row.ratio for row in own if row.ratio]
    if not values:
        return None
    middle, reference = of.middle(own), group(summary.reference)
    half = of.middle_half(own)
    low, high = spread([*values, 1.0])
    scale = Scale(low, high, EDGE, WIDTH - EDGE, is_log=True)
    y = (TOP + BOTTOM) / 2
    parts = across(scale, top=TOP - 6, bottom=BOTTOM, rule=1.0, label=f"times the {reference} rate")
    parts += [line(scale.at(v), y - MARK, scale.at(v), y + MARK, "report-limit") for v in values]
    parts.append(dot(scale.at(middle), y, "report-mark", radius=5))
    number = f"{times(middle)} in a typical area"
    parts.append(text(scale.at(middle), TOP - 11, number, kind="report-title", anchor="middle"))
    says = (
        f"{heading(names_of[0])} beside {reference}: {times(middle)} in the middle of "
        f"{len(values)} areas, the middle half of them {times(half[0])} to {times(half[1])}."
    )
    return panel("", says, parts, height=BOTTOM + FOOT)
