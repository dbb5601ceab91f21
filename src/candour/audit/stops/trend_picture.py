"""Month by month: searches per 1,000 residents of each group, beside the reference."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import rate, times
from candour.audit.reports import drawing
from candour.audit.reports.drawing import Scale
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading, people
from candour.audit.stops.rows import InMonth, Stops

LEFT, RIGHT, TOP, BOTTOM = 40, 350, 28, 190
MOST_FORCES = 3
MOST_MONTH_LABELS = 4
HOW = (
    "Searches in each month per 1,000 residents. The unbroken line with dots is the group named "
    "above it, the broken line the reference. All panels of a force have the same axes."
)
SIXTY = (
    " Upright bars are the part of them under section 60, which needs no suspicion: they start at "
    "the axis."
)


def picture(finding: Finding[Stops]) -> Picture | None:
    """Lines by month, for up to three forces; more would be a thicket, and are in the tables."""
    rows = finding.result.trend
    forces = list(dict.fromkeys(row.force for row in rows))
    months = {row.month for row in rows}
    if not rows or len(forces) > MOST_FORCES or len(months) <= 1:
        return None
    panels = []
    for force in forces:
        own = [row for row in rows if row.force == force]
        own.sort(key=lambda row: row.group != finding.plan.option("primary"))  # drawn first
        panels += _panels(force, own, finding.plan.reference, is_only=len(forces) == 1)
    marked = SIXTY if any(row.stops_section_60 for row in rows) else ""
    return Picture(
        "Month by month",
        f"{HOW}{marked}",
        panels,
        name="months",
        table="trend",
        point=_point(rows, finding.plan.option("primary"), finding.plan.reference),
    )


def _point(rows: Sequence[InMonth], primary: str, reference: str) -> str:
    """Between which ratios the months lay, of the group asked about first and of one force."""
    own = [row for row in rows if row.group == primary and row.ratio]
    if len({row.force for row in own}) != 1:
        return ""
    ratios = [row.ratio or 0.0 for row in own]
    return (
        f"{names.place(own[0].force)}, month by month: {people(primary)} searched at "
        f"{times(min(ratios))} to {times(max(ratios))} times the {group_of(reference)} rate"
    )


def _panels(force: str, rows: Sequence[InMonth], reference: str, *, is_only: bool) -> list[Panel]:
    months = sorted({row.month for row in rows})
    most = max(row.per_1000 for row in rows) * 1.05 or 1.0
    x, y = Scale(0, len(months) - 1, LEFT + 6, RIGHT - 6), Scale(0.0, most, BOTTOM, TOP)
    by_group: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append((row.month, row.per_1000))
    panels = []
    for group, series in by_group.items():
        if group == reference:
            continue
        title = heading(group) if is_only else f"{names.place(force)}: {group_of(group)}"
        parts = [*drawing.upright(y, left=LEFT, right=RIGHT), *_months(months, x)]
        if reference in by_group:
            parts.append(_line(by_group[reference], months, x, y, "report-other-line"))
        own = [row for row in rows if row.group == group]
        parts += _section_60(own, months, x, y)
        parts.append(_line(series, months, x, y, "report-line"))
        parts += [
            drawing.dot(x.at(months.index(when)), y.at(value), "report-mark", radius=3)
            for when, value in series
        ]
        panels.append(
            drawing.panel(
                title,
                f"{_in_words(title, series, by_group.get(reference, []))}{_says_section_60(own)}",
                parts,
                height=BOTTOM + 22,
            )
        )
    return panels


def _line(
    series: Sequence[tuple[str, float]], months: Sequence[str], x: Scale, y: Scale, kind: str
) -> str:
    return drawing.path(
        [(x.at(months.index(when)), y.at(value)) for when, value in sorted(series)], kind
    )


def _under_section_60(row: InMonth) -> float:
    """The part of a month's rate that is of searches under section 60."""
    return row.per_1000 * (row.stops_section_60 or 0) / row.stops if row.stops else 0.0


def _section_60(
    rows: Sequence[InMonth], months: Sequence[str], x: Scale, y: Scale
) -> Iterator[str]:
    for row in rows:
        under = _under_section_60(row)
        if under:
            at = x.at(months.index(row.month))
            yield drawing.line(at, y.at(0), at, y.at(under), "report-bar")


def _says_section_60(rows: Sequence[InMonth]) -> str:
    used = [row for row in rows if row.stops_section_60]
    if not used:
        return ""
    most = max(used, key=_under_section_60)
    return (
        f" Section 60 in {len(used)} of {len(rows)} months, most in {names.month(most.month)}: "
        f"{most.stops_section_60:,} of {most.stops:,} searches."
    )


def _months(months: Sequence[str], x: Scale) -> list[str]:
    step = max(1, -(-len(months) // MOST_MONTH_LABELS))
    return [
        drawing.text(
            x.at(place), BOTTOM + 15, _short(months[place]), kind="report-quiet", anchor="middle",
            size=drawing.SMALLEST,
        )
        for place in range(0, len(months), step)
    ]  # fmt: skip


def _short(month: str) -> str:
    name, _, year = names.month(month).partition(" ")
    return f"{name[:3]} {year}"


def _in_words(
    title: str, series: Sequence[tuple[str, float]], beside: Sequence[tuple[str, float]]
) -> str:
    low, high = min(series, key=lambda pair: pair[1]), max(series, key=lambda pair: pair[1])
    run = (
        f"{title}: between {rate(low[1])} ({names.month(low[0])}) and {rate(high[1])} "
        f"({names.month(high[0])}) searches per 1,000 residents in a month"
    )
    if not beside:
        return f"{run}."
    values = [value for _, value in beside]
    return f"{run}; the reference between {rate(min(values))} and {rate(max(values))}."
