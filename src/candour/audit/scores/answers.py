"""The answers for scores and flags: who is wrongly flagged, and who is missed."""

from collections.abc import Iterator, Sequence

from candour.audit import names, verdicts
from candour.audit.findings import Finding
from candour.audit.in_words import in_hundred, times, whole
from candour.audit.scores import leading
from candour.audit.scores.leading import Beside
from candour.audit.scores.rows import GroupRow, IfRecorded, Scores
from candour.audit.scores.sentences import recording_of

ERRORS = {
    "fpr": ("of those with no outcome recorded", "flagged"),
    "fnr": ("of those with the outcome recorded", "missed"),
}
MANY = 30  # outcomes below which a group's figures are rough
RATES = {
    "selection_rate": ("flagged", ""),
    "fpr": ("flagged all the same", "without the recorded outcome"),
    "fnr": ("not flagged", "with the recorded outcome"),
    "ppv": ("found to have the outcome recorded", "flagged"),
}


def compared(finding: Finding[Scores]) -> Sequence[str]:
    plan, groups = finding.plan, finding.result.groups
    people = sum(row.people for row in groups)
    return (
        f"Who was flagged ({plan.option('flagged') or 'flagged'}), and whether the outcome in "
        f"column '{plan.option('outcome')}' was recorded later or not, for {whole(people)} "
        f"people in {len(groups)} groups, each beside {plan.reference}.",
    )


def what_was_found(finding: Finding[Scores]) -> Iterator[str]:
    """Of a hundred people: how many were wrongly flagged, how many missed, and how clearly.

    Of more comparisons than are read, only what leads and what is clear is told.
    """
    yield from (nobody_words(row) for row in finding.result.groups if not row.tp + row.fp)
    ranked = leading.compared(finding.result, finding.plan.reference)
    if not ranked:
        yield "No group could be compared with the reference."
        return
    made = leading.tested(finding.result)
    known = _known_of(finding.result)
    told = leading.told(ranked)
    if len(told) < len(ranked):
        yield from (_error(one, made, known) for one in told)
        yield from leading.in_the_table(ranked)
        return
    for row in sorted(finding.result.groups, key=lambda row: -row.people):
        own = {one.measure: one for one in ranked if one.group == row.group}
        yield from (_error(own[measure], made, known) for measure in RATES if measure in own)


def number_in_title(finding: Finding[Scores]) -> str:
    """The clear error that leads, as a title has it; empty where none is clear."""
    ranked = leading.compared(finding.result, finding.plan.reference)
    first = leading.leading(ranked)
    if first is None:
        return ""
    of, words = ERRORS[first.measure]
    clear = sum(one.is_clear for one in ranked)
    of_many = ""
    if len(ranked) > leading.MOST_TOLD:
        of_many = (
            f" (one of {clear} clear among {len(ranked)} compared)"
            if clear > 1
            else (f" (the one clear among {len(ranked)} compared)")
        )
    return f"{of}, {first.group} {words} {_as_often(first)} {first.reference}{of_many}"


def _as_often(one: Beside) -> str:
    if one.ratio is None:
        return f"in {in_hundred(one.here.value)} of 100 cases, against none of"
    return (
        f"{times(one.ratio.value)} times ({verdicts.span(one.ratio.low, one.ratio.high)}) as often "
        "as"
    )


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
    how_many = leading.how_many(
        leading.compared(result, finding.plan.reference), leading.tested(result)
    )
    if how_many:
        yield how_many
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


def _known_of(result: Scores) -> str:
    """What is said of all people, and of those flagged, where the outcome of some is not known."""
    return "whose outcome is known" if result.accounted_for.no_outcome else ""


def _error(one: Beside, made: int, known: str) -> str:
    what, of = RATES[one.measure]
    if one.measure not in leading.ERRORS:
        of = " ".join(words for words in (of, known) if words)
    return (
        f"{one.group}: of 100 people{f' {of}' if of else ''}, {in_hundred(one.here.value)} were "
        f"{what}, against {in_hundred(one.there.value)} of 100 for {one.reference}: "
        f"{verdict(one, made)}."
    )


def verdict(one: Beside, made: int) -> str:
    """Which way a comparison points, and whether that stands among all that were tested."""
    if one.ratio is None:
        ratio, span = "", one.apart()
    else:
        ratio = times(one.ratio.value)
        span = verdicts.span(one.ratio.low, one.ratio.high)
    if not one.side:
        told = f"ratio {ratio}, range {span}, which takes in 1" if ratio else span
        return f"no clear difference ({told})"
    range_ = f"range {span}" if ratio else span
    if not one.is_clear:
        range_ = f"{range_}, for this comparison alone; not clear once {made} are allowed for"
    often = "more often" if one.side > 0 else "less often"
    return f"{often}{f', {ratio} times as often' if ratio else ''} ({range_})"


def _recording(finding: Finding[Scores]) -> Iterator[str]:
    """What recording would do to the difference in wrong flags that is clear, if one is."""
    result, reference = finding.result, finding.plan.reference
    ranked = leading.compared(result, reference)
    if not any(one.measure == "fpr" for one in ranked):
        return
    told = recording_of(ranked, result.recording_tipping, reference)
    clear = leading.clear_flags(ranked)
    own = sorted(
        (r for r in result.recording if clear and r.group == clear.group and r.fpr_ratio),
        key=lambda row: row.recorded_times_as_readily,
    )
    if not clear or not own:
        yield f"How outcomes come to be recorded. {told}"
        return
    last = own[-1]
    first = next((row for row in own if row.recorded_times_as_readily == 1), own[0])
    yield (
        f"How outcomes come to be recorded: if those of the group {clear.group} were recorded "
        f"{last.recorded_times_as_readily:g} times as readily as those of {reference}, the ratio "
        f"of wrongly flagged shares would be {_fpr_ratio(last)} instead of {_fpr_ratio(first)}. "
        f"{told}"
    )


def _fpr_ratio(row: IfRecorded) -> str:
    assert row.fpr_ratio is not None
    return times(row.fpr_ratio)


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
    clear = leading.clear_flags(leading.compared(finding.result, reference))
    groups = {group for _, _, group in ratios}
    shown = max(groups, key=lambda group: people.get(group, 0))
    if clear and clear.group in groups:
        shown = clear.group
    own = sorted(ratio for ratio in ratios if ratio[2] == shown)
    (low, at_low, _), (high, at_high, _) = own[0], own[-1]
    yield (
        f"Another threshold: for {shown} the ratio of wrongly flagged shares would run from "
        f"{times(low)} (flagged from {at_low:g} on) to {times(high)} (from "
        f"{at_high:g} on)."
    )
