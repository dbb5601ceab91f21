"""What became of every row, and what was refused with its reason."""

from collections.abc import Mapping, Sequence

from candour.audit.plans import Row
from candour.audit.residents.ethnicity import MISSING, Ethnicity
from candour.audit.stops.case import Case
from candour.audit.stops.files import Stop

NO_THRESHOLD_TEST = (
    "it needs stops that were not followed by a search, and these files hold only those that were"
)
REASONS = ("used", "out_of_period", "other_force", "unfit_force", "no_ethnicity")
LINES_SHOWN = 20


def accounted_for(case: Case) -> Row:
    """What became of every row: the parts add up to what was read."""
    months = set(case.question.period.months)
    own = case.question.ethnicity is Ethnicity.SELF
    place = Stop._fields.index("self_group" if own else "officer_group")
    parts = dict.fromkeys((*REASONS, "group_not_compared"), 0)
    compared = {each.force: case.compared(each) for each in case.fit}
    for stop, number in case.counts.stops.items():
        group = stop[place]
        if stop.force not in case.tallies:
            reason = "other_force"
        elif stop.month not in months:
            reason = "out_of_period"
        elif stop.force not in compared:
            reason = "unfit_force"
        elif group == MISSING:
            reason = "no_ethnicity"
        else:
            reason = "used" if group in compared[stop.force] else "group_not_compared"
        parts[reason] += number
    for (force, _), number in case.counts.elsewhere.items():
        parts["out_of_period" if force in case.tallies else "other_force"] += number
    counts = case.counts
    return {
        "read": counts.read,
        **parts,
        "no_force": counts.no_force,
        "no_month": counts.no_month,
        "unreadable": len(counts.unreadable),
        "unreadable_lines": [each.as_dict() for each in counts.unreadable[:LINES_SHOWN]],
        "repeated_rows_kept": sum(counts.repeats.values()) if counts.repeats is not None else None,
    }


def refused(case: Case, tables: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Every analysis that the data can't bear, each with its reason."""
    rows: list[Row] = [
        {"analysis": analysis, "force": each.force, "reason": reason}
        for each in case.fitness
        for analysis, reason in (
            ("everything", each.reason),
            ("outcomes", "" if each.reason else each.outcomes_reason),
            ("find rates", "" if each.reason or each.outcomes_reason else each.finds_reason),
        )
        if reason
    ]
    rows += [
        {"analysis": "standardising for age", "force": row["force"], "reason": row["refused"]}
        for row in tables.get("standardised", ())
        if row["refused"]
    ]
    rows += [
        {"analysis": f"by {row['by']}", "force": None, "reason": row["refused"]}
        for row in tables.get("areas_fitness", ())
        if row["refused"]
    ]
    threshold = "test of the threshold for searching"
    return [*rows, {"analysis": threshold, "force": None, "reason": NO_THRESHOLD_TEST}]


def labels(case: Case) -> list[Row]:
    """To which group each label went."""
    used = case.counts.labels[str(case.question.ethnicity)]
    return [{"label": label or "(empty)", "group": used[label]} for label in sorted(used)]
