"""What a finding on rates is called that nobody gave a title."""

from collections.abc import Sequence

from candour.audit import names
from candour.audit.findings import Input, Plan
from candour.audit.in_words import times
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.clearly import TOO_SHORT
from candour.audit.per_resident.order import by_importance, groups_by_importance
from candour.audit.per_resident.summary import Summary
from candour.audit.residents.group_names import group, people

FEW = 3
NOT_CLEAR, FEW_WEEKS = "no clear difference", "too few weeks to be clear"
NOT_IN_MOST = "clear in no more than half; "


def number_in_title(summary: Summary) -> str:
    """What the finding leads with, as a title has it: that it is not clear, a group, its ratio.

    A title is quoted from its start: what is not clear is said before its number. In how
    many of many forces it is clear is said by the sentence that follows. Empty where nothing was
    compared.
    """
    ratios, primary = summary.leading_ratios, summary.frame.primary
    forces = of.forces_of(ratios)
    reference = group(summary.reference)
    if len(forces) > FEW:
        names_of = groups_by_importance(ratios, primary)
        own = of.with_events([row for row in ratios if row.group == names_of[0]])
        counts = of.tally(own)
        is_clear = 2 * max(counts.above, counts.below) > counts.all
        return (
            f"{'' if is_clear else NOT_IN_MOST}{people(names_of[0])} {times(of.middle(own))} times "
            f"the {reference} rate in a typical area"
        )
    row = next(iter(by_importance(ratios, primary)), None)
    if row is None or row.ratio is None:
        return ""
    unclear = FEW_WEEKS if row.depends_on == (TOO_SHORT,) else NOT_CLEAR
    clear = "" if of.side(row) else f"{unclear}; "
    where = f" in {names.area(row.force)}" if len(forces) > 1 else ""
    return f"{clear}{people(row.group)} {times(row.ratio)} times the {reference} rate{where}"


def range_in_title(summary: Summary) -> str:
    """How far the number that leads goes by where residents of mixed background are counted.

    Empty where only one count was made, or the ends read as the number itself.
    """
    row = next(iter(by_importance(summary.leading_ratios, summary.frame.primary)), None)
    if row is None or row.ratio is None:
        return ""
    others = [other.ratio for other in of.readings_of(row, summary.ratios) if other.ratio]
    if not others or times(min(others)) == times(max(others)):
        return ""
    return f", {times(min(others))} to {times(max(others))} with mixed counted elsewhere"


def title(
    label: str, forces: Sequence[str], plan: Plan, inputs: Sequence[Input], number: str = ""
) -> str:
    """Made from the plan: what was asked, of whom, and when; and the number it leads with."""
    plain = _of_plan(label, forces, plan, inputs)
    return f"{plain}: {number}" if number else plain


def _of_plan(label: str, forces: Sequence[str], plan: Plan, inputs: Sequence[Input]) -> str:
    if not forces:
        return f"{label}: {inputs[0].name}" if inputs else label
    where = f"{len(forces)} police force areas"
    if len(forces) <= FEW:
        where = names.listed([names.area(force) for force in forces])
    period = f", {names.period(plan.period)}" if plan.period else ""
    return f"{label} in {where}{period}"
