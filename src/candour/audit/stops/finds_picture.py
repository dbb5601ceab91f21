"""The outcome test as a picture: find rates of each group, or ratios force by force."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.exhibits import Panel, Picture
from candour.audit.findings import Finding, Plan
from candour.audit.in_words import share
from candour.audit.reports.dots import Dot, dots_panel, limits_of
from candour.audit.reports.ratios import MOST, in_words, ratios_panel
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading, people
from candour.audit.stops.finds import ACTION, ALL_OBJECTS, FOUND, leading
from candour.audit.stops.outcome_rows import FindRate
from candour.audit.stops.powers import OTHER_POWERS
from candour.audit.stops.rows import Stops
from candour.audit.verdicts import is_above, is_below

MOST_FORCES = 3
MOST_OBJECTS = 4
FEWEST = 10  # searches, below which a dot would draw the eye to chance
HEADING = "Outcome test: how often searches"
RATES = (
    "Each dot is the share of searches that {measure}, under powers that need suspicion; the bar "
    "is its 95% interval. A lower dot is no proof of weaker grounds, nor an equal one of fair "
    "grounds."
)
RATIOS = (
    "Each dot is the share of searches that {measure}, over that of the reference, under powers "
    "that need suspicion: 1 is the same share. The bar is the 95% interval. A lower dot is no "
    "proof of weaker grounds, nor an equal one of fair grounds."
)


def picture(finding: Finding[Stops]) -> Picture | None:
    """Finds where any force's records bear that, else what led to action; None where none does."""
    every = finding.result.finds or ()
    measure = FOUND if any(row.measure == FOUND for row in every) else ACTION
    rows = [
        row
        for row in every
        if row.measure == measure
        and row.power == OTHER_POWERS
        and row.stops >= FEWEST
        and row.hit_rate.value is not None
    ]
    forces = list(dict.fromkeys(row.force for row in rows))
    if not forces:
        return None
    if len(forces) > MOST_FORCES:
        primary = finding.plan.option("primary")
        in_order = sorted(leading(rows, measure), key=lambda row: row.group != primary)
        panels = list(_by_group(in_order, finding.plan.reference))
        heading_of, how = f"{HEADING} {measure}", RATIOS.format(measure=measure)
        point = _point_of_many(leading(rows, measure), finding.plan, measure)
        return _picture(heading_of, how, panels, point) if panels else None
    panels = [panel for force in forces for panel in _of_force(force, rows)]
    point = _point(rows, finding.plan) if len(forces) == 1 else ""
    return _picture(f"{HEADING} {measure}", RATES.format(measure=measure), panels, point)


def _picture(title: str, how_to_read: str, panels: Sequence[Panel], point: str = "") -> Picture:
    return Picture(title, how_to_read, panels, name="hit-rates", table="finds", point=point)


def _point(rows: Sequence[FindRate], plan: Plan) -> str:
    """Two shares side by side: of the group asked about first, and of the reference."""
    of_all = {row.group: row for row in rows if row.object == ALL_OBJECTS}
    own, other = of_all.get(plan.option("primary")), of_all.get(plan.reference)
    if own is None or other is None:
        return ""
    return (
        f"{names.place(own.force)}: {share(own.hit_rate.value)} of searches of {people(own.group)} "
        f"{own.measure}, {share(other.hit_rate.value)} of those of {people(other.group)}"
    )


def _point_of_many(rows: Sequence[FindRate], plan: Plan, measure: str) -> str:
    """In how many areas the share is clearly lower or higher, of the group asked about first."""
    primary = plan.option("primary")
    own = [row for row in rows if row.group == primary and row.ratio and row.ratio_low is not None]
    if not own:
        return ""
    above = sum(is_above(row.ratio_low, row.ratio_high) for row in own)
    below = sum(is_below(row.ratio_low, row.ratio_high) for row in own)
    return (
        f"Searches that {measure}: a lower share for {people(primary)} than for "
        f"{people(plan.reference)} in {below} of {len(own)} areas, a higher one in {above}, "
        "by the range of each"
    )


def _of_force(force: str, rows: Sequence[FindRate]) -> Iterator[Panel]:
    own = [row for row in rows if row.force == force]
    searches: dict[str, int] = {}
    for row in own:
        searches[row.object] = searches.get(row.object, 0) + row.stops
    objects = sorted(searches, key=lambda name: (name != ALL_OBJECTS, -searches[name]))
    for sought in objects[: 1 + MOST_OBJECTS]:
        shown = [row for row in own if row.object == sought]
        title = f"{names.place(force)}: {sought}"
        rates = "; ".join(f"{heading(row.group)} {share(row.hit_rate.value)}" for row in shown)
        yield dots_panel(
            title,
            f"{title}. Hit rates: {rates}.",
            [_rate(row) for row in shown],
            limits=(0.0, 1.0),
            percent=True,
            label="of searches",
            value=share,
        )


def _rate(row: FindRate) -> Dot:
    return Dot(heading(row.group), row.hit_rate.value or 0.0, row.hit_rate.low, row.hit_rate.high)


def _by_group(rows: Sequence[FindRate], reference: str) -> Iterator[Panel]:
    dots = {
        group: sorted(
            (_ratio(row) for row in rows if row.group == group and row.ratio),
            key=lambda dot: -dot.value,
        )[:MOST]
        for group in dict.fromkeys(row.group for row in rows)
    }
    limits = limits_of([dot for shown in dots.values() for dot in shown], also=(1.0,))
    for group, shown in dots.items():
        if shown:
            yield ratios_panel(
                heading(group),
                in_words(group, group_of(reference), shown, what="force areas"),
                shown,
                limits=limits,
                label=f"ratio to the {group_of(reference)} hit rate",
            )


def _ratio(row: FindRate) -> Dot:
    low = row.ratio_low or None
    return Dot(names.place(row.force), row.ratio or 0.0, low, row.ratio_high)
