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
        f"(smallest p-value, {len(adjusted)} comparisons allowed for: {p_value(min(adjusted))}).",
    )


def number_in_title(result: Places) -> str:
    """The number of the finding, as a title has it; empty where no ratio has a value.

    Like areas are those alike in density and deprivation, and chance is that of placement: the
    sentence that leads the report says both in full.
    """
    rows = [row for row in by_importance(result) if leading_ratio(row) is not None]
    if not rows:
        return ""
    first = rows[0]
    alike = " in like areas" if first.within_bands else ""
    share = f"the {group_name(first.reference)} share{alike}"
    if is_clear(first):
        return f"{residents_called(first.group)} {_times(first)} {share}"
    bare = _both_ratios(rows)
    if bare:
        return bare
    least, most = _ends(rows)
    if least is most:
        clear = "" if first.p_holm is None else ", not clear"
        return f"{residents_called(first.group)} {_times(first)} {share}{clear}"
    clear = "" if first.p_holm is None else ", none clear"
    return f"{rate(leading_ratio(least))} to {_times(most)} {share}{clear}"


def _both_ratios(rows: list[Comparison]) -> str:
    """The plain fact beside what is left of it among like areas, of one group.

    Of Black residents, whom published series lead with; where none are, of the group that differs
    most. Empty where one of the two ratios is not known.
    """
    by_size = sorted(rows, key=lambda row: -abs(log(row.ratio)) if row.ratio else 0.0)
    row = next((one for one in by_size if one.group == "black"), by_size[0])
    if not row.ratio or row.within_bands is None or row.p_holm is None:
        return ""
    return (
        f"{group_name(row.group)[:1].upper()}{group_name(row.group)[1:]} share "
        f"{rate(row.ratio)} times the {group_name(row.reference)}, {rate(row.within_bands)} in "
        "like areas, unclear"
    )


def _ends(rows: list[Comparison]) -> tuple[Comparison, Comparison]:
    ordered = sorted(rows, key=lambda row: leading_ratio(row) or 0.0)
    return ordered[0], ordered[-1]


def _times(row: Comparison) -> str:
    return f"{rate(leading_ratio(row))} times"
