"""The answers for scores and flags: who is wrongly flagged, and who is missed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from candour.audit import names, verdicts
from candour.audit.findings import Finding
from candour.audit.in_words import in_hundred, times, whole
from candour.audit.scores import tipping_words
from candour.audit.scores.rows import Gap, GroupRow, IfRecorded, Scores
from candour.audit.statistics.estimates import Reported


@dataclass(frozen=True, slots=True)
class Error:
    """An error that a flag can make: its rate in a group, and what is said of it."""

    rate_of: Callable[[GroupRow], Reported | None]
    words: str


ERRORS = {
    "fpr": Error(lambda row: row.fpr, "wrongly flagged"),
    "fnr": Error(lambda row: row.fnr, "missed"),
}
MOST_GROUPS = 4  # that are named one by one
MANY = 30  # outcomes below which a group's figures are rough
CLEAR = 0.05  # of an adjusted p-value
RATES: tuple[tuple[str, Callable[[GroupRow], Reported | None], str, str], ...] = (
    ("selection_rate", lambda row: row.selection_rate, "flagged", ""),
    ("fpr", lambda row: row.fpr, "flagged all the same", "without the recorded outcome"),
    ("fnr", lambda row: row.fnr, "not flagged", "with the recorded outcome"),
    ("ppv", lambda row: row.ppv, "found to have the outcome recorded", "flagged"),
)


def compared(finding: Finding[Scores]) -> Sequence[str]:
    plan, groups = finding.plan, finding.result.groups
    people = sum(row.people for row in groups)
    return (
        f"Who was flagged ({plan.option('flagged') or 'flagged'}), and whether the outcome in "
        f"column '{plan.option('outcome')}' was recorded later or not, for {whole(people)} "
        f"people in {len(groups)} groups, each beside {plan.reference}.",
    )


def what_was_found(finding: Finding[Scores]) -> Iterator[str]:
    """Of a hundred people: how many were wrongly flagged, how many missed, and how clearly."""
    rows = {row.group: row for row in finding.result.groups}
    base = rows.get(finding.plan.reference)
    if base is None or len(rows) == 1:
        yield "No group could be compared with the reference."
        return
    others = [group for group in _by_size(rows) if group != finding.plan.reference]
    yield from (nobody_words(row) for row in rows.values() if not row.tp + row.fp)
    for group in others[:MOST_GROUPS]:
        yield from _errors(finding.result, rows[group], base)
    left = others[MOST_GROUPS:]
    if left:
        yield f"Smaller groups are in the table: {names.listed(left)}."


def number_in_title(finding: Finding[Scores]) -> str:
    """The clear error that touches most people, as a title has it; empty where none is clear."""
    rows = {row.group: row for row in finding.result.groups}
    base = rows.get(finding.plan.reference)
    touched = []
    for gap in finding.result.ratios:
        error = ERRORS.get(gap.measure)
        if error is None or base is None or gap.value is None or gap.p_holm is None:
            continue
        is_apart = verdicts.is_above(gap.low, gap.high) or verdicts.is_below(gap.low, gap.high)
        if gap.p_holm < CLEAR and is_apart:
            own = rows[gap.group]
            people = own.without_outcome if gap.measure == "fpr" else own.with_outcome
            here, there = error.rate_of(own), error.rate_of(base)
            beyond = ((here and here.value) or 0.0) - ((there and there.value) or 0.0)
            touched.append((people * abs(beyond), gap, error.words))
    if not touched:
        return ""
    _, gap, words = max(touched, key=lambda one: (one[0], one[1].group))
    assert gap.value is not None
    return f"{gap.group} {words} {times(gap.value)} times as often as {gap.reference}"


def nobody_words(row: GroupRow) -> str:
    """What is to be said of a group of which nobody is flagged: no error rate says it."""
    return (
        f"Nobody of {row.group} was flagged ({whole(row.people)} people): none was wrongly "
        f"flagged, all {whole(row.with_outcome)} with the recorded outcome were missed, and no "
        "ratio can be worked out."
    )


def how_sure(finding: Finding[Scores]) -> Iterator[str]:
    yield (
        "Ranges (95% intervals) allow for chance only, not for how outcomes came to be recorded."
    )
    result = finding.result
    tested = [
        row.p_holm
        for row in result.ratios
        if row.measure in {"fpr", "fnr"} and row.p_holm is not None
    ]
    clear = [p_holm for p_holm in tested if p_holm < CLEAR]
    if tested:
        yield (
            f"Of these {len(tested)} differences in errors, {len(clear)} remain clear when one "
            "allows for how many comparisons were made."
        )
    small = [
        row.group for row in result.groups if min(row.without_outcome, row.with_outcome) < MANY
    ]
    if small:
        yield f"Figures are rough for {names.listed(small)}: fewer than {MANY} people on one side."
    hidden = result.accounted_for.groups_hidden
    if hidden:
        yield f"Not shown, as too few people would be counted: {names.listed(hidden)}."


def what_would_change_it(finding: Finding[Scores]) -> Iterator[str]:
    """How outcomes came to be recorded, and where the line is drawn."""
    yield from _recording(finding)
    yield from _thresholds(finding)
    yield "Another outcome (for example a conviction instead of an arrest), or another period."


def _by_size(rows: dict[str, GroupRow]) -> list[str]:
    return sorted(rows, key=lambda group: -rows[group].people)


def _errors(result: Scores, row: GroupRow, base: GroupRow) -> Iterator[str]:
    for measure, rate_of, what, of in RATES:
        here, there = rate_of(row), rate_of(base)
        if here is None or there is None or here.value is None or there.value is None:
            continue
        yield (
            f"{row.group}: of 100 people{f' {of}' if of else ''}, {in_hundred(here.value)} were "
            f"{what}, "
            f"against {in_hundred(there.value)} of 100 for {base.group}: "
            f"{_verdict(result.ratios, row.group, measure)}."
        )


def _verdict(ratios: Sequence[Gap], group: str, measure: str) -> str:
    own = next((row for row in ratios if (row.group, row.measure) == (group, measure)), None)
    if own is None or own.value is None:
        return "too few to compare"
    span = verdicts.span(own.low, own.high)
    is_clear = own.p_holm is not None and own.p_holm < CLEAR
    but = "" if is_clear else ", which is not clear"
    if verdicts.is_above(own.low, own.high):
        return f"more often, {times(own.value)} times as often (range {span}){but}"
    if verdicts.is_below(own.low, own.high):
        return f"less often, {times(own.value)} times as often (range {span}){but}"
    return f"no clear difference (ratio {times(own.value)}, range {span}, which takes in 1)"


def _recording(finding: Finding[Scores]) -> Iterator[str]:
    rows = [row for row in finding.result.recording if row.fpr_ratio is not None]
    if not rows:
        return
    people = {row.group: row.people for row in finding.result.groups}
    largest = max({row.group for row in rows}, key=lambda group: people[group])
    own = sorted(
        (row for row in rows if row.group == largest),
        key=lambda row: row.recorded_times_as_readily,
    )
    last = own[-1]
    first = next((row for row in own if row.recorded_times_as_readily == 1), own[0])
    yield (
        f"How outcomes come to be recorded: if those of the group {largest} were recorded "
        f"{last.recorded_times_as_readily:g} times as readily as those of "
        f"{finding.plan.reference}, the ratio of wrongly flagged shares would be "
        f"{_fpr_ratio(last)} instead of {_fpr_ratio(first)}."
        f"{_recording_alone(finding.result, largest)}"
    )


def _fpr_ratio(row: IfRecorded) -> str:
    assert row.fpr_ratio is not None
    return times(row.fpr_ratio)


def _recording_alone(result: Scores, group: str) -> str:
    for row in result.recording_tipping:
        if (row.group, row.measure) == (group, "fpr"):
            return f" {tipping_words.recording_words(row, 'the difference in wrong flags')}"
    return ""


def _thresholds(finding: Finding[Scores]) -> Iterator[str]:
    rows, reference = finding.result.thresholds, finding.plan.reference
    base = {row.threshold: row.fpr for row in rows if row.group == reference}
    ratios = [
        (row.fpr / there, row.threshold, row.group)
        for row in rows
        if row.group != reference and (there := base.get(row.threshold)) and row.fpr
    ]
    people = {row.group: row.people for row in finding.result.groups}
    if not ratios:
        yield "Another line between flagged and not flagged."
        return
    largest = max({group for _, _, group in ratios}, key=lambda group: people.get(group, 0))
    own = sorted(ratio for ratio in ratios if ratio[2] == largest)
    (low, at_low, _), (high, at_high, _) = own[0], own[-1]
    yield (
        f"Another threshold: for {largest} the ratio of wrongly flagged shares would run from "
        f"{times(low)} (flagged from {at_low:g} on) to {times(high)} (from "
        f"{at_high:g} on)."
    )
