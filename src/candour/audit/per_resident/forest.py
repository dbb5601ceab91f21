"""The picture of ratios with their intervals: a panel for each group where forces are many."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.exhibits import Panel, Picture
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.order import by_importance
from candour.audit.per_resident.rows import Ratio
from candour.audit.per_resident.strip import strip
from candour.audit.per_resident.summary import Summary
from candour.audit.per_resident.title import FEW
from candour.audit.reports import dots
from candour.audit.reports.dots import Dot
from candour.audit.reports.ratios import (
    BOTH_INTERVALS,
    MOST,
    ONE_INTERVAL,
    groups_panel,
    in_words,
    ratios_panel,
)
from candour.audit.residents.group_names import group, heading

COUNTED_AS = "mixed counted as "  # how a reading is named
BY_SIZE = (
    " Areas stand by the size of their ratio, to show how far they spread. That is no ranking: "
    "ranges overlap, and residents are not those who could be stopped."
)


def forest(summary: Summary) -> Picture | None:
    """Ratios with their intervals; None where there are none."""
    rows = [row for row in of.of_leading(summary.ratios, summary.leading) if row.ratio and row.low]
    if not rows:
        return None
    reference = group(summary.reference)
    forces = of.forces_of(rows)
    if len(forces) == 1:
        lead = by_importance(summary.leading_ratios, summary.frame.primary)[0]
        shown = [
            dot
            for row in rows[:MOST]
            for dot in (
                _dot(row, heading(row.group)),
                *(_elsewhere(row, summary) if row.group == lead.group else ()),
            )
        ]
        panels = [groups_panel(names.place(forces[0]), shown, reference)]
    else:
        panels = list(_by_group(rows, reference, summary.frame.primary))
    return Picture(
        f"Ratios of the rates to the {reference} rate",
        f"{BOTH_INTERVALS if of.is_widened(rows) else ONE_INTERVAL}"
        f"{BY_SIZE if len(forces) > 1 else ''}",
        panels,
        name="ratios",
        table="ratios",
        small=strip(summary) if len(forces) > FEW else None,
    )


def _elsewhere(row: Ratio, summary: Summary) -> Iterator[Dot]:
    """The ratio that leads where mixed backgrounds are counted elsewhere: the range of a title."""
    told = {times(row.ratio or 0.0)}
    for other in of.readings_of(row, summary.ratios):
        if times(other.ratio or 0.0) not in told:
            told.add(times(other.ratio or 0.0))
            elsewhere = heading(other.reading.removeprefix(COUNTED_AS))
            yield _dot(other, f"{heading(row.group)}, mixed as {elsewhere}")


def _by_group(rows: Sequence[Ratio], reference: str, primary: str) -> list[Panel]:
    """A panel for each group on one axis: first the one that the plan asks about before others."""
    limits = dots.limits_of([_dot(row, "") for row in rows], also=(1.0,))
    panels = []
    in_order = sorted({row.group for row in rows}, key=lambda name: (name != primary, name))
    for name in in_order:
        own = sorted((row for row in rows if row.group == name), key=lambda r: -(r.ratio or 0.0))
        shown = [_dot(row, names.place(row.force)) for row in own[:MOST]]
        panels.append(
            ratios_panel(
                heading(name),
                in_words(name, reference, shown, what="force areas"),
                shown,
                limits=limits,
                label=f"ratio to the {reference} rate",
            )
        )
    return panels


def _dot(row: Ratio, name: str) -> Dot:
    assert row.ratio is not None
    return Dot(name, row.ratio, row.low, row.high, row.dispersed_low, row.dispersed_high)
