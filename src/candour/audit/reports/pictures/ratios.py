"""Ratios to the reference: forces, groups of a list, or small areas, one row each."""

from collections.abc import Sequence

from candour.audit import names, verdicts
from candour.audit.plans import Finding, Row
from candour.audit.reports import words
from candour.audit.reports.pictures import dots
from candour.audit.reports.pictures.dots import Dot
from candour.audit.reports.pictures.drawing import Panel, Picture

MOST = 60
BOTH_INTERVALS = (
    "Each dot is a ratio: 1 means the same rate as the reference, 2 twice that rate. The thick "
    "bar is the 95% interval if events were independent; the thin line reaches further where "
    "they often happen together. A bar that crosses the line at 1 leaves open which rate is "
    "higher. Equal steps mean equal multiplying: from 1 to 2 is as far as from 2 to 4."
)
ONE_INTERVAL = (
    "Each dot is a ratio: 1 means the same rate as the reference, 2 twice that rate. The bar is "
    "the 95% interval; one that crosses the line at 1 leaves open which rate is higher. "
    "Equal steps mean equal multiplying: from 1 to 2 is as far as from 2 to 4."
)
DRAWN_IN = (
    "Each dot is the ratio of an area after it was drawn towards that of all areas, the more so "
    "the fewer events it has. It is fit for seeing how far areas differ, not for ranking them."
)


def forest(finding: Finding) -> Picture | None:
    """Ratios with their intervals: a panel for each group where there are many forces."""
    rows = [
        row
        for row in words.main_rows(finding.tables.get("ratios", ()))
        if row.get("ratio") and row.get("low")
    ]
    if not rows:
        return None
    reference = words.group(finding.plan.reference)
    panels = _by_group(rows, reference) if "force" in rows[0] else [_in_one(rows, reference)]
    wide = any(row.get("dispersed_low") is not None for row in rows)
    return Picture(
        f"Ratios of the rates to the {reference} rate",
        BOTH_INTERVALS if wide else ONE_INTERVAL,
        panels,
    )


def small_areas(finding: Finding) -> Picture | None:
    """The areas whose ratios were drawn in, group by group."""
    rows = [
        row
        for row in words.main_rows(finding.tables.get("areas", ()))
        if row.get("shrunken_ratio") is not None
    ]
    if not rows:
        return None
    reference = words.group(finding.plan.reference)
    return Picture(
        "Small areas",
        DRAWN_IN,
        [
            _areas_panel([row for row in rows if row["group"] == group], group, reference)
            for group in _groups(rows)
            if group != finding.plan.reference
        ],
    )


def _areas_panel(rows: Sequence[Row], group: str, reference: str) -> Panel:
    in_order = sorted(rows, key=lambda row: -float(row["shrunken_ratio"]))
    every = -(-len(in_order) // MOST)  # where they are many: the whole range, not its top
    shown = [
        Dot(
            str(row.get("area_name") or row.get("area_code")),
            row["shrunken_ratio"],
            row.get("shrunken_low"),
            row.get("shrunken_high"),
        )
        for row in in_order[::every]
    ]
    title = words.heading(group)
    if every > 1:
        title += f": one in {every} of {len(in_order):,} areas"
    return dots.dots_panel(
        title,
        _says(group, reference, shown, what="areas"),
        shown,
        limits=dots.limits_of(shown, also=(1.0,)),
        is_log=True,
        rule=1.0,
        label=f"ratio to the {reference} rate, drawn in",
    )


def _groups(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(str(row["group"]) for row in rows))


def _by_group(rows: Sequence[Row], reference: str) -> list[Panel]:
    forces = {row["force"] for row in rows}
    if len(forces) == 1:
        return [_in_one(rows, reference)]
    limits = dots.limits_of([_dot(row) for row in rows], also=(1.0,))
    panels = []
    for group in sorted(_groups(rows)):
        own = sorted(
            (row for row in rows if row["group"] == group), key=lambda r: -float(r["ratio"])
        )
        shown = [_dot(row, name=names.place(row["force"])) for row in own[:MOST]]
        panels.append(
            dots.dots_panel(
                words.heading(group),
                _says(group, reference, shown, what="force areas"),
                shown,
                limits=limits,
                is_log=True,
                rule=1.0,
                label=f"ratio to the {reference} rate",
            )
        )
    return panels


def _in_one(rows: Sequence[Row], reference: str) -> Panel:
    shown = [_dot(row, name=words.heading(row["group"])) for row in rows[:MOST]]
    said = "; ".join(f"{each.name} {_value(each)}" for each in shown)
    return dots.dots_panel(
        _title(rows),
        f"Ratios to the {reference} rate, with intervals: {said}.",
        shown,
        limits=dots.limits_of(shown, also=(1.0,)),
        is_log=True,
        rule=1.0,
        label=f"ratio to the {reference} rate",
    )


def _title(rows: Sequence[Row]) -> str:
    return names.place(rows[0]["force"]) if "force" in rows[0] else "By group"


def _dot(row: Row, *, name: str = "") -> Dot:
    return Dot(
        name,
        row["ratio"],
        row["low"],
        row["high"],
        row.get("dispersed_low"),
        row.get("dispersed_high"),
    )


def _value(each: Dot) -> str:
    high = "no upper end" if each.high is None else words.rate(each.high)
    return f"{words.rate(each.value)} ({words.rate(each.low)} to {high})"


def _says(group: str, reference: str, shown: Sequence[Dot], *, what: str) -> str:
    most, least = shown[0], shown[-1]
    said = (
        f"{words.heading(group)} beside {reference}: ratios in {len(shown)} {what}, from "
        f"{words.rate(least.value)} ({least.name}) to {words.rate(most.value)} ({most.name})."
    )
    if any(each.low is None for each in shown):
        return said
    ends = [_widest(each) for each in shown]
    above = sum(verdicts.is_above(*pair) for pair in ends)
    below = sum(verdicts.is_below(*pair) for pair in ends)
    return f"{said} Clearly above 1 in {above}, clearly below in {below}."


def _widest(each: Dot) -> tuple[float | None, float | None]:
    if each.wide_low is None or each.low is None:
        return each.low, each.high
    if each.high is None or each.wide_high is None:
        return min(each.low, each.wide_low), None
    return min(each.low, each.wide_low), max(each.high, each.wide_high)
