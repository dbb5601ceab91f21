"""The picture of stops by tenth of deprivation of the area where they were made."""

from collections.abc import Sequence

from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import rate, times
from candour.audit.names import place
from candour.audit.reports.dots import Dot, limits_of
from candour.audit.reports.ratios import ratios_panel
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading, people
from candour.audit.stops.rows import Stops

HOW_TO_READ = (
    "Each dot is the ratio of the rates in the areas of one tenth of deprivation, 1 the most "
    "deprived. The thick bar is the 95% interval if searches were independent; the thin line is "
    "where the ratio goes as published points are moved about."
)


def picture(finding: Finding[Stops]) -> Picture | None:
    """A panel for each force and group, the group asked about first; None without tenths."""
    primary = finding.plan.option("primary")
    rows = sorted(finding.result.by_deprivation or (), key=lambda row: row.group != primary)
    of_each = {(row.force, row.group): _dots(finding, row.force, row.group) for row in rows}
    limits = limits_of([dot for dots in of_each.values() for dot in dots], also=(1.0,))
    reference = group_of(finding.plan.reference)
    shown = [_panel(*pair, dots, reference, limits) for pair, dots in of_each.items() if dots]
    if not shown:
        return None
    heading_of = "By tenth of deprivation"
    point = _point(finding)
    return Picture(heading_of, HOW_TO_READ, shown, name="deprivation", table="deciles", point=point)


def _point(finding: Finding[Stops]) -> str:
    """The ends of the scale of deprivation for the group that is asked about before others."""
    result, primary = finding.result, finding.plan.option("primary")
    own = [row for row in result.deciles or () if row.group == primary and row.ratio]
    if len({row.force for row in own}) != 1 or len(own) == 1:
        return ""
    first, last = min(own, key=lambda row: row.decile), max(own, key=lambda row: row.decile)
    reference = group_of(finding.plan.reference)
    return (
        f"{place(first.force)}: {people(primary)} searched at {times(first.ratio or 0)} times the "
        f"{reference} rate in the most deprived areas told of, {times(last.ratio or 0)} in the "
        "least"
    )


def _dots(finding: Finding[Stops], force: str, group: str) -> list[Dot]:
    return [
        Dot(
            f"Tenth {row.decile}",
            row.ratio,
            row.ratio_low,
            row.ratio_high,
            row.snapped_low or None,
            row.snapped_high or None,
        )
        for row in finding.result.deciles or ()
        if (row.force, row.group) == (force, group) and row.ratio
    ]


def _panel(
    force: str, group: str, dots: Sequence[Dot], reference: str, limits: tuple[float, float]
) -> Panel:
    values = "; ".join(f"{dot.name} {rate(dot.value)}" for dot in dots)
    return ratios_panel(
        f"{place(force)}: {heading(group)}",
        f"Ratios to the {reference} rate, {place(force)}, {heading(group)}: {values}.",
        dots,
        limits=limits,
        label=f"ratio to the {reference} rate",
    )
