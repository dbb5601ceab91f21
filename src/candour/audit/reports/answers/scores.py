"""The answers for scores and flags: who is wrongly flagged, and who is missed."""

from collections.abc import Iterator, Sequence

from candour.audit import names, verdicts
from candour.audit.plans import Finding, Row
from candour.audit.reports import words

MOST_GROUPS = 4  # that are named one by one
MANY = 30  # outcomes below which a group's figures are rough


def compared(finding: Finding) -> Sequence[str]:
    options = finding.plan.options
    groups = finding.tables.get("groups", ())
    people = sum(row["people"] for row in groups)
    return (
        f"Who was flagged ({options.get('flagged', 'flagged')}), and whether the outcome in column "
        f"'{options.get('outcome', '')}' was recorded later or not, for {words.whole(people)} "
        f"people in {len(groups)} groups, each beside {finding.plan.reference}.",
    )


def found(finding: Finding) -> Iterator[str]:
    """Of a hundred people: how many were wrongly flagged, how many missed, and how clearly."""
    rows = {row["group"]: row for row in finding.tables.get("groups", ())}
    base = rows.get(finding.plan.reference)
    if base is None or len(rows) == 1:
        yield "No group could be compared with the reference."
        return
    others = [group for group in _by_size(rows) if group != finding.plan.reference]
    for group in others[:MOST_GROUPS]:
        yield from _two(finding, rows[group], base)
    left = others[MOST_GROUPS:]
    if left:
        yield f"Smaller groups are in the table: {names.listed(left)}."


def sure(finding: Finding) -> Iterator[str]:
    yield (
        "Ranges (95% intervals) allow for chance only, not for how outcomes came to be recorded."
    )
    ratios = [r for r in finding.tables.get("ratios", ()) if r["measure"] in {"fpr", "fnr"}]
    clear = [r for r in ratios if r.get("p_holm") is not None and r["p_holm"] < 1 / 20]
    tested = [r for r in ratios if r.get("p_holm") is not None]
    if tested:
        yield (
            f"Of these {len(tested)} differences in errors, {len(clear)} remain clear when one "
            "allows for how many comparisons were made."
        )
    small = [
        str(row["group"])
        for row in finding.tables.get("groups", ())
        if min(row["fp"] + row["tn"], row["tp"] + row["fn"]) < MANY
    ]
    if small:
        yield f"Figures are rough for {names.listed(small)}: fewer than {MANY} people on one side."
    hidden = finding.accounted_for.get("groups_hidden")
    if hidden:
        yield f"Not shown, as too few people would be counted: {names.listed(hidden)}."


def changes(finding: Finding) -> Iterator[str]:
    """How outcomes came to be recorded, and where the line is drawn."""
    yield from _recording(finding)
    yield from _thresholds(finding)
    yield "Another outcome (for example a conviction instead of an arrest), or another period."


def _by_size(rows: dict[str, Row]) -> list[str]:
    return sorted(rows, key=lambda group: -int(rows[group]["people"]))


def _two(finding: Finding, row: Row, base: Row) -> Iterator[str]:
    for key, what, of in (
        ("fpr", "flagged all the same", "without the recorded outcome"),
        ("fnr", "not flagged", "with the recorded outcome"),
    ):
        here, there = row.get(key), base.get(key)
        if not here or not there:
            continue
        verdict = _verdict(finding, row["group"], key)
        yield (
            f"{row['group']}: of 100 people {of}, {words.in_hundred(here['value'])} were {what}, "
            f"against {words.in_hundred(there['value'])} of 100 for {base['group']}: {verdict}."
        )


def _verdict(finding: Finding, group: str, measure: str) -> str:
    own = next(
        (
            row
            for row in finding.tables.get("ratios", ())
            if row["group"] == group and row["measure"] == measure
        ),
        None,
    )
    if own is None or own["value"] is None:
        return "too few to compare"
    low, high = own["low"], own["high"]
    span = verdicts.span(low, high)
    if verdicts.is_above(low, high):
        return f"more often, {words.times(own['value'])} times as often (range {span})"
    if verdicts.is_below(low, high):
        return f"less often, {words.times(own['value'])} times as often (range {span})"
    return (
        f"no clear difference (ratio {words.times(own['value'])}, range {span}, which takes in 1)"
    )


def _recording(finding: Finding) -> Iterator[str]:
    rows = [r for r in finding.tables.get("recording", ()) if r.get("fpr_ratio") is not None]
    if not rows:
        return
    groups = {row["group"]: row for row in finding.tables.get("groups", ())}
    largest = max({row["group"] for row in rows}, key=lambda group: groups[group]["people"])
    own = sorted(
        (row for row in rows if row["group"] == largest),
        key=lambda row: float(row["recorded_times_as_readily"]),
    )
    last = own[-1]
    first = next((row for row in own if row["recorded_times_as_readily"] == 1), own[0])
    yield (
        f"How outcomes come to be recorded: if those of the group {largest} were recorded "
        f"{last['recorded_times_as_readily']:g} times as readily as those of "
        f"{finding.plan.reference}, the ratio of wrongly flagged shares would be "
        f"{words.times(last['fpr_ratio'])} instead of {words.times(first['fpr_ratio'])}."
        f"{_vanishes(finding, largest)}"
    )


def _vanishes(finding: Finding, group: str) -> str:
    for row in finding.tables.get("recording_tipping", ()):
        if (row["group"], row["measure"]) == (group, "fpr") and row["times"] is not None:
            return (
                f" The difference would vanish if they were recorded {words.times(row['times'])} "
                "times as readily."
            )
    return ""


def _thresholds(finding: Finding) -> Iterator[str]:
    rows = finding.tables.get("thresholds", ())
    reference = finding.plan.reference
    base = {row["threshold"]: row["fpr"] for row in rows if row["group"] == reference}
    ratios = [
        (row["fpr"] / base[row["threshold"]], row["threshold"], row["group"])
        for row in rows
        if row["group"] != reference and base.get(row["threshold"]) and row["fpr"]
    ]
    groups = {row["group"]: row["people"] for row in finding.tables.get("groups", ())}
    if not ratios:
        yield "Another line between flagged and not flagged."
        return
    largest = max({each[2] for each in ratios}, key=lambda group: groups.get(group, 0))
    own = sorted(each for each in ratios if each[2] == largest)
    (low, at_low, _), (high, at_high, _) = own[0], own[-1]
    yield (
        f"Another threshold: for {largest} the ratio of wrongly flagged shares would run from "
        f"{words.times(low)} (flagged from {at_low:g} on) to {words.times(high)} (from "
        f"{at_high:g} on)."
    )
