"""The ratio of searches among areas deprived alike: the number that leads, and its picture."""

from candour.audit.exhibits import KeyNumber, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import times
from candour.audit.names import place
from candour.audit.per_resident.summary import Summary
from candour.audit.reports.dots import Dot, limits_of
from candour.audit.reports.ratios import ratios_panel
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading, people
from candour.audit.stops import alike_chance
from candour.audit.stops.rows import Stops
from candour.audit.stops.rows_by_area import ByDeprivation
from candour.audit.verdicts import span

ALIKE = "areas deprived alike"
WHERE_MADE = "where searches were made (many searched there live elsewhere)"
HOW_TO_READ = (
    "For each group: the diamond is the ratio among areas of the same tenth of deprivation, the "
    "number that leads; the dot, the ratio over all areas, alike or not. Both are of the searches "
    "with a published point. The thin line through a diamond is the 95% range for chance, where "
    "one could be worked out; the thick bar, often no wider than the diamond, is where the ratio "
    "goes as published points are moved about. At 1 the rates are the same. Equal steps mean equal "
    "multiplying."
)


def leading(finding: Finding[Stops]) -> ByDeprivation | None:
    """The ratio of the group asked about first; None without any, or in several forces."""
    primary = finding.plan.option("primary")
    rows = [row for row in finding.result.by_deprivation or () if row.group == primary]
    return rows[0] if len(rows) == 1 and rows[0].within else None


def key_number(finding: Finding[Stops]) -> KeyNumber | None:
    """The ratio within tenths of deprivation that leads; None where another number does."""
    row = leading(finding)
    if row is None or not row.within:
        return None
    return KeyNumber(
        f"{times(row.within)} times",
        f"the {group_of(row.reference)} rate for {people(row.group)}, in {ALIKE} {WHERE_MADE}",
        "; ".join(
            part
            for part in (
                alike_chance.in_words(finding.result, row),
                _as_moved(row),
                _over_all(row),
            )
            if part
        ),
    )


def number_in_title(finding: Finding[Stops]) -> str:
    """The same number as a title has it; empty where another number leads."""
    number = key_number(finding)
    row = leading(finding)
    if number is None or row is None:
        return ""
    return f"{people(row.group)} {number.number} the {group_of(row.reference)} rate in {ALIKE}"


def picture(finding: Finding[Stops]) -> Picture | None:
    """Two marks a group: among areas alike, and over all; None where another number leads."""
    first = leading(finding)
    if first is None:
        return None
    rows = [row for row in finding.result.by_deprivation or () if row.force == first.force]
    in_order = sorted(rows, key=lambda row: row is not first)
    pairs = [pair for row in in_order for pair in _told(finding.result, row)]
    shown = [dot for dot, _ in pairs]
    reference = group_of(finding.plan.reference)
    panel = ratios_panel(
        place(first.force),
        f"Ratios to the {reference} rate, {place(first.force)}: "
        f"{'; '.join(words for _, words in pairs)}.",
        shown,
        limits=limits_of(shown, also=(1.0,)),
        label=f"ratio to the {reference} rate (diamonds: areas alike, range for chance)",
    )
    return Picture(
        f"Ratios to the {reference} rate in {ALIKE}, and over all",
        HOW_TO_READ,
        [panel],
        name="alike",
        table="by_deprivation",
    )


def plain_point(summary: Summary) -> str:
    """What the plain ratios come to, for where they stand behind those among areas alike."""
    rows = [row for row in summary.leading_ratios if row.group == summary.frame.primary]
    if len(rows) != 1 or rows[0].ratio is None:
        return ""
    return (
        f"{place(rows[0].force)}, over all areas, searches without a published point counted too: "
        f"{people(rows[0].group)} {times(rows[0].ratio)} times the {group_of(summary.reference)} "
        "rate"
    )


def _told(result: Stops, row: ByDeprivation) -> list[tuple[Dot, str]]:
    """The marks of a group, those with a value, each with what it says in words."""
    called = heading(row.group)
    marks = []
    if row.within:
        name, moved = f"{called}, areas alike", _as_moved(row)
        low, high = alike_chance.by_chance(result, row) or (None, None)
        dot = Dot(
            name,
            row.within,
            row.snapped_low,
            row.snapped_high,
            wide_low=low,
            wide_high=high,
            stands_out=True,
        )
        told = [alike_chance.in_words(result, row), *([moved] if moved else [])]
        marks.append((dot, f"{name} {times(row.within)} ({', '.join(told)})"))
    if row.ratio:
        name = f"{called}, all areas"
        marks.append((Dot(name, row.ratio), f"{name} {times(row.ratio)}"))
    return marks


def _over_all(row: ByDeprivation) -> str:
    return f"{times(row.ratio)} times over all areas" if row.ratio else ""


def _as_moved(row: ByDeprivation) -> str:
    """How far the ratio goes as published points are moved; empty where none were."""
    low, high = row.snapped_low, row.snapped_high
    if low is None or high is None:
        return ""
    if times(low) == times(high):
        return f"{times(low)} however published points are moved"
    return f"{span(low, high)} as published points are moved"
