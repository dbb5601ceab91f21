"""The picture of small areas whose ratios were drawn in, group by group."""

from collections.abc import Sequence

from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import rate
from candour.audit.per_resident.rows import of_latest_census
from candour.audit.reports import dots
from candour.audit.reports.dots import Dot
from candour.audit.reports.ratios import MOST, ratios_panel
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading
from candour.audit.stops.rows import Stops
from candour.audit.stops.rows_by_area import Area

DRAWN_IN = (
    "Each dot is the ratio of an area after it was drawn towards that of all areas, the more so "
    "the fewer events it has. True ratios lie further apart than these dots, and less far than raw "
    "ones. It is not fit for ranking areas, nor for telling of one whether its rate is higher. A "
    "dot without a bar has more searches without "
    "an ethnicity than of the group."
)


def picture(finding: Finding[Stops]) -> Picture | None:
    """The areas whose ratios were drawn in; None where there are none."""
    areas = of_latest_census(finding.result.areas or ())
    rows = [row for row in areas if row.shrunken_ratio is not None]
    if not rows:
        return None
    reference = finding.plan.reference
    drawn = [row for row in rows if row.group != reference]
    limits = dots.limits_of([_dot(row) for row in drawn], also=(1.0,))
    return Picture(
        "Small areas",
        DRAWN_IN,
        [
            _panel([row for row in drawn if row.group == name], name, group_of(reference), limits)
            for name in dict.fromkeys(row.group for row in drawn)
        ],
        name="small-areas",
        table="areas",
    )


def _dot(row: Area) -> Dot:
    return Dot(row.area_name, row.shrunken_ratio or 0.0, row.shrunken_low, row.shrunken_high)


def _panel(rows: Sequence[Area], name: str, reference: str, limits: tuple[float, float]) -> Panel:
    in_order = sorted(rows, key=lambda row: -(row.shrunken_ratio or 0.0))
    every = -(-len(in_order) // MOST)  # where they are many: the whole range, not its top
    shown = [_dot(row) for row in in_order[::every]]
    title = heading(name)
    if every > 1:
        title += f": one in {every} of {len(in_order):,} areas"
    return ratios_panel(
        title,
        _says(name, reference, shown),
        shown,
        limits=limits,
        label=f"ratio to the {reference} rate, drawn in",
    )


def _says(name: str, reference: str, shown: Sequence[Dot]) -> str:
    """How far areas go; never in how many a range leaves out 1, as nothing is told of one."""
    most, least = shown[0], shown[-1]
    return (
        f"{heading(name)} beside {reference}: ratios in {len(shown)} areas, drawn in, from "
        f"{rate(least.value)} ({least.name}) to {rate(most.value)} ({most.name}). None of them is "
        "told by itself."
    )
