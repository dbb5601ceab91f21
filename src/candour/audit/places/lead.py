"""What a finding on places leads with: the clearest difference and its size, or that none is."""

from math import log

from candour.audit.findings import Plan
from candour.audit.in_words import p_value, rate
from candour.audit.places.placement import Null
from candour.audit.places.question import EVERYONE_ELSE
from candour.audit.places.rows import Comparison, Places
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.group_names import group as group_name
from candour.audit.residents.group_names import residents as residents_of
from candour.audit.statistics.families import LEVEL


def residents_called(group: str) -> str:
    """The residents of a group, whatever the file calls it."""
    if group == EVERYONE_ELSE:
        return "all other residents"
    return residents_of(group) if group in GROUPS else f"residents of the group {group}"


def is_clear(row: Comparison) -> bool:
    """Whether chance placement rarely exposes the groups as differently, all comparisons counted.

    By the p-value with Holm's adjustment over the groups compared; never where redrawing a printed
    map within its error takes the ratio to 1 or past it.
    """
    return row.p_holm is not None and row.p_holm < LEVEL and not is_open_by_map(row)


def is_open_by_map(row: Comparison) -> bool:
    """Whether the ratio that is led with could be 1 for all that is known of where the map lies."""
    ends = row.ratio_redrawn if row.within_bands is None else row.within_redrawn
    if ends is None:
        return False
    return ends.low <= 1 <= ends.high


def leading_ratio(row: Comparison) -> float | None:
    """The ratio that is led with: among areas alike where bands are known, else over all areas."""
    return row.ratio if row.within_bands is None else row.within_bands


def by_importance(result: Places) -> list[Comparison]:
    """What is clear first, then the larger difference in either direction."""

    def place(row: Comparison) -> tuple[bool, float]:
        ratio = leading_ratio(row)
        return (not is_clear(row), -abs(log(ratio)) if ratio else 0.0)

    return sorted(result.comparisons, key=place)


def nothing_clear(result: Places, plan: Plan) -> tuple[str, ...]:
    """That none of several groups differs by more than chance placement gives, and by how much.

    Nothing where there is a clear one, no test, or a single group: its own sentence says it all.
    """
    rows = [row for row in result.comparisons if leading_ratio(row) is not None]
    adjusted = [row.p_holm for row in rows if row.p_holm is not None]
    if len(rows) < 2 or not adjusted or any(is_clear(row) for row in rows):  # noqa: PLR2004
        return ()
    least, most = _ends(rows)
    opening = "No group"
    if result.test is not None and result.test.null == str(Null.BANDED):
        opening = f"Among areas alike in density and {plan.option('domain')} deprivation, no group"
    targets = plan.option("targets") or "the targets"
    return (
        f"{opening}’s share in {targets} differs from that of {residents_called(plan.reference)} "
        f"by more than chance placement gives: from {_times(least)} for "
        f"{residents_called(least.group)} to {_times(most)} for {residents_called(most.group)} "
        f"(smallest p-value, {len(adjusted)} comparisons allowed for: {p_value(min(adjusted))})."
        f"{_before(rows)}",
    )


def _before(rows: list[Comparison]) -> str:
    """The plain ratio, once it is said that nothing is clear; empty without areas alike."""
    row = _told_of(rows)
    if not row.ratio or row.within_bands is None:
        return ""
    return (
        f" Over all areas, alike or not, it is {rate(row.ratio)} times for "
        f"{residents_called(row.group)}."
    )


def number_in_title(result: Places) -> str:
    """What is clear, or that nothing is, and then its number; empty where no ratio has a value.

    Where nothing is clear the plain ratio stands in no title: quoted alone it would tell the
    opposite. Like areas are those alike in density and deprivation, and chance is that of
    placement: the sentence that leads the report says both in full, and the plain ratio behind.
    """
    rows = [row for row in by_importance(result) if leading_ratio(row) is not None]
    if not rows:
        return ""
    first = rows[0]
    alike = " in like areas" if first.within_bands else ""
    share = f"the {group_name(first.reference)} share{alike}"
    if is_clear(first):
        return f"{residents_called(first.group)} {_times(first)} {share}"
    if first.p_holm is not None:
        return _unclear_in_title(rows, alike)
    least, most = _ends(rows)
    if least is most:
        return f"{residents_called(first.group)} {_times(first)} {share}"
    return f"{rate(leading_ratio(least))} to {_times(most)} {share}"


def _unclear_in_title(rows: list[Comparison], alike: str) -> str:
    """That no difference is clear, and the ratio of one group among like areas, or over all."""
    row = _told_of(rows)
    names = group_name(row.group), group_name(row.reference)
    return (
        f"no clear difference{alike}; {names[0][:1].upper()}{names[0][1:]} {_times(row)} {names[1]}"
    )


def told_first(result: Places) -> Comparison | None:
    """The comparison whose number a title has: the clear one that leads, else that of one group."""
    rows = [row for row in by_importance(result) if leading_ratio(row) is not None]
    if not rows:
        return None
    return rows[0] if is_clear(rows[0]) else _told_of(rows)


def _told_of(rows: list[Comparison]) -> Comparison:
    """Black residents, whom published series lead with; else the group that differs most."""
    by_size = sorted(rows, key=lambda row: -abs(log(row.ratio)) if row.ratio else 0.0)
    return next((one for one in by_size if one.group == "black"), by_size[0])


def _ends(rows: list[Comparison]) -> tuple[Comparison, Comparison]:
    ordered = sorted(rows, key=lambda row: leading_ratio(row) or 0.0)
    return ordered[0], ordered[-1]


def _times(row: Comparison) -> str:
    return f"{rate(leading_ratio(row))} times"
