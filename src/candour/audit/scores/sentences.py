"""What a score audit says in words: what matters most, and the outcome's own bias beside it."""

from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from candour.audit.confidentiality.suppression import is_small
from candour.audit.in_words import interval, percent
from candour.audit.names import listed
from candour.audit.ranks import above_flagged
from candour.audit.scores import tipping_words
from candour.audit.scores.missing_outcomes import Missing, lacking_of
from candour.audit.scores.rows import TippingPoint
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import MEASURES, Cells, Comparison, Measure
from candour.audit.statistics.families import LEVEL
from candour.audit.statistics.proportions import wilson
from candour.audit.statistics.resampling import Counts

ASSUMPTIONS = (
    "Each row is one person, and people are independent of one another.",
    "Intervals: Wilson for shares, Newcombe for differences, Koopman for ratios, DeLong for areas "
    "under the curve, all at 95%; the bootstrap draws the count table anew.",
    "P-values are two-sided and adjusted by Holm over all groups and measures compared.",
    "The table of recording takes outcomes to be recorded as readily for those flagged as for "
    "those not. Where a flag itself brings more policing, misses are undercounted as well.",
)
DOES_NOT_SHOW = (
    "Whether the outcome happened, only whether it was recorded: a record of arrest or conviction "
    "measures policing as well as behaviour, so a group that is policed more has more outcomes "
    "recorded and its false positives are undercounted.",
    "Why groups differ, or whether acting on the score does good or harm.",
    "Anything about one person: an error rate is a property of a group.",
)
BINNED = (
    "People in one bin of scores count as tied. Bins are joined until none has a small cell, so "
    "areas under the curve are slightly nearer to a half than with every score by itself."
)


SHOWN: tuple[tuple[str, str, str], ...] = (
    ("fpr", "Of people without the recorded outcome", "were flagged"),
    ("fnr", "Of people with the recorded outcome", "were not flagged"),
    ("selection_rate", "Of all people", "were flagged"),
    ("ppv", "Of people flagged", "had the outcome recorded"),
)
OF_THOSE_KNOWN = {
    "selection_rate": "Of people whose outcome is known",
    "ppv": "Of people flagged whose outcome is known",
}
PRIMARY = frozenset({"fpr", "fnr"})  # errors: one of them leads
MOST_TOLD = 24  # comparisons told one by one: four for each of six groups
MANY = 20  # people, from which it is no chance that all of them have, or lack, the outcome
MOST_HAVE = 0.75  # of all people with the outcome, from which the file may have been cut to them


def sentences(
    labels: Sequence[str],
    counts: Counts,
    comparisons: Sequence[Comparison],
    tipping: Sequence[TippingPoint],
    *,
    reference: str,
    outcome: str,
    missing: Missing,
) -> tuple[str, ...]:
    """The clear error that touches most people; the outcome's own bias; then all else by size.

    Where more are compared than are read, how many were and which are clear come first, and what
    is not clear stays in the table. `missing` counts people without a known outcome by group.
    """
    four = {label: confusion.four(counts[place]) for place, label in enumerate(labels)}
    shown = [gap for gap in comparisons if _has_both(gap, four, reference)]
    ranked = sorted(shown, key=lambda gap: _rank(gap, four, reference))
    own_bias = _own_bias(ranked, tipping, reference=reference, outcome=outcome)
    told = ranked if len(ranked) <= MOST_TOLD else [gap for gap in ranked if is_clear(gap)]
    texts = [_gap_sentence(gap, four, reference, missing) for gap in told]
    rest = len(ranked) - len(told)
    how_many = _how_many(shown)
    in_the_table = (f"The other {rest} comparisons are not clear, and stand in the table.",)
    first, last = (how_many, in_the_table) if rest else ((), how_many)
    return (
        *_wrong_way_round(four),
        *_nobody_flagged(four),
        *_cut_by_outcome(four),
        *([] if ranked else ["No group could be compared with the reference."]),
        *first,
        *texts[:1],
        own_bias,
        *texts[1:],
        *last,
    )


def bands_above(bands: Sequence[str], flagged: Sequence[str]) -> tuple[str, ...]:
    """What leads where people in a band above one that counts as flagged count as not flagged.

    >>> bands_above(["High", "Low"], ["High"])
    ()
    """
    above = above_flagged(bands, flagged)
    if not above:
        return ()
    theirs, named = listed([f"'{band}'" for band in above]), listed([f"'{b}'" for b in flagged])
    return (
        f"Only {named} counts as flagged, so everyone in {theirs}, which says more risk, counts as "
        f"not flagged. If they were flagged too, every rate here is wrong: add "
        f"{theirs} to --flagged.",
    )


def _cut_by_outcome(four: Mapping[str, Cells]) -> Sequence[str]:
    """A file from which people were taken out by what came of them gives rates of the cut."""
    sums = [sum(cells) for cells in zip(*four.values(), strict=True)]
    tp, fp, fn, tn = sums
    if fp == 0 and tp >= MANY:
        return [
            "Everybody who was flagged has the outcome recorded. If those without it were taken "
            "out of the file, or if the flag is what brought the outcome about, no rate here says "
            "anything about errors."
        ]
    if fn == 0 and tn >= MANY:
        return [
            "Nobody who was not flagged has the outcome recorded. If those with it were taken out "
            "of the file, or if only those flagged were followed, no rate here says anything about "
            "errors."
        ]
    if (tp + fn) >= MOST_HAVE * sum(sums) and sum(sums) >= MANY:
        return [
            f"The outcome is recorded for {(tp + fn) / sum(sums):.0%} of all people in the file, "
            "which is far more than is usual. If the file was cut to those who have it, the rates "
            "are of that cut, and not of all who were given a score."
        ]
    return []


def _has_both(gap: Comparison, four: Mapping[str, Cells], reference: str) -> bool:
    measure = _measure(gap.measure)
    return (
        measure is not None
        and gap.ratio is not None
        and confusion.estimate(measure, four[gap.group]) is not None
        and confusion.estimate(measure, four[reference]) is not None
    )


def _measure(name: str) -> Measure | None:
    if name not in {shown for shown, _, _ in SHOWN}:
        return None
    return next(one for one in MEASURES if one.name == name)


def is_clear(gap: Comparison) -> bool:
    """Whether the interval excludes 1 and the p-value, adjusted for all comparisons, is small."""
    if gap.ratio is None or gap.p_holm is None or gap.p_holm >= LEVEL:
        return False
    return gap.ratio.low > 1 or gap.ratio.high < 1


def _rank(gap: Comparison, four: Mapping[str, Cells], reference: str) -> tuple[Any, ...]:
    """Clear errors by how many people they touch, other errors, then other shares by size.

    Where no error is clear, wrong flags lead, which is what the plan compares first.
    """
    measure = _measure(gap.measure)
    assert measure is not None
    assert gap.ratio is not None
    here, there = (confusion.estimate(measure, four[name]) for name in (gap.group, reference))
    assert here is not None
    assert there is not None
    people = measure.people(*four[gap.group]) * abs(here.value - there.value)
    is_error = gap.measure in PRIMARY
    by_size = -abs(log(gap.ratio.value)) if gap.ratio.value > 0 else 0.0
    if is_error and not is_clear(gap):
        return 1, gap.measure != "fpr", -people, gap.group
    return (0, False, -people, gap.group) if is_error else (2, False, by_size, gap.group)


def _gap_sentence(
    gap: Comparison, four: Mapping[str, Cells], reference: str, missing: Missing
) -> str:
    measure = _measure(gap.measure)
    assert measure is not None
    assert gap.ratio is not None
    here, there = (confusion.estimate(measure, four[name]) for name in (gap.group, reference))
    assert here is not None
    assert there is not None
    _, of, what = next(one for one in SHOWN if one[0] == gap.measure)
    lacking = [lacking_of(name, missing) for name in (gap.group, reference)]
    everyone = ""
    if any(any(people) for people in lacking):
        of = OF_THOSE_KNOWN.get(gap.measure, of)
        if gap.measure == "selection_rate":
            everyone = _of_everyone((four[gap.group], four[reference]), lacking)
    unclear = "" if is_clear(gap) else ", which is not clear"
    return (
        f"{of}, {percent(here)} of {gap.group} {what}, against {percent(there)} of {reference}: "
        f"a ratio of {interval(gap.ratio)}{unclear}{everyone}."
    )


def _of_everyone(both: Sequence[Cells], lacking: Sequence[tuple[int, int]]) -> str:
    """Who was flagged of all, outcome known or not; nothing where that would show a small cell."""
    if any(is_small(people) for pair in lacking for people in pair):
        return ""
    here, there = (
        (tp + fp + flagged) / (tp + fp + fn + tn + flagged + not_flagged)
        for (tp, fp, fn, tn), (not_flagged, flagged) in zip(both, lacking, strict=True)
    )
    return f"; of everyone, outcome known or not, {here:.1%} against {there:.1%}"


def _how_many(shown: Sequence[Comparison]) -> tuple[str, ...]:
    tested = [gap for gap in shown if gap.p_holm is not None]
    if not tested:
        return ()
    clear = sum(is_clear(gap) for gap in tested)
    return (
        f"{len(tested)} of these comparisons were tested, with allowance for how many: {clear} "
        f"{'is' if clear == 1 else 'are'} clear. Another outcome, threshold or period would change "
        "them, and how outcomes come to be recorded.",
    )


def _nobody_flagged(four: Mapping[str, Cells]) -> tuple[str, ...]:
    nobody = [label for label, (tp, fp, _, _) in four.items() if not tp + fp]
    if not nobody:
        return ()
    return (
        f"Nobody of {listed(nobody)} was flagged: none was wrongly flagged, everyone with the "
        "recorded outcome was missed, and no ratio says how far that is from the others.",
    )


def _wrong_way_round(four: Mapping[str, Cells]) -> tuple[str, ...]:
    """Ask whether a flag or a score means what it was taken to mean, where outcomes say not."""
    tp, fp, fn, tn = (sum(cells[place] for cells in four.values()) for place in range(4))
    if not (tp + fp and fn + tn):
        return ()
    flagged, not_flagged = wilson(tp, tp + fp), wilson(fn, fn + tn)
    if flagged.high >= not_flagged.low:
        return ()
    return (
        f"Check which way round the flag is: the outcome was recorded for {percent(flagged)} of "
        f"those flagged, which is less than the {percent(not_flagged)} of those not flagged. If a "
        "higher score means a lower risk, all that follows is the wrong way round.",
    )


def _own_bias(
    ranked: Sequence[Comparison],
    tipping: Sequence[TippingPoint],
    *,
    reference: str,
    outcome: str,
) -> str:
    """How far recording could explain the clear difference in wrong flags that stands first."""
    recorded = (
        f"The outcome in column '{outcome}' is what was recorded: an arrest, a charge or a "
        "conviction measures policing as well as behaviour."
    )
    flags = [gap for gap in ranked if gap.measure == "fpr"]
    if not flags:
        return recorded  # without a false positive rate there is no difference to explain
    clear = next((gap for gap in flags if is_clear(gap)), None)
    if clear is None:
        return (
            f"{recorded} No difference in false positive rates is clear here, so there is none for "
            "uneven recording to explain; it may hide one."
        )
    row = next(r for r in tipping if (r.group, r.measure) == (clear.group, "fpr"))
    what = f"the difference in false positive rates between {clear.group} and {reference}"
    return f"{recorded} {tipping_words.recording_words(row, what)}"


def why_not_both(labels: Sequence[str], counts: Counts, reference: str) -> tuple[str, ...]:
    """Say, with the data's own numbers, why calibration and equal errors can't both hold."""
    largest = _largest(labels, counts, reference)
    if largest is None:
        return ()
    rates = _plain(confusion.four(counts[labels.index(largest)]))
    theirs = _plain(confusion.four(counts[labels.index(reference)]))
    if rates is None or theirs is None:
        return ()
    would = confusion.implied_fpr(
        base_rate=rates["base_rate"], ppv=theirs["ppv"], fnr=theirs["fnr"]
    )
    if would > 1:
        forced = (
            f"more people of {largest} without the outcome would have to be flagged than there are"
        )
    else:
        forced = f"{would:.1%} of {largest} without the outcome would have to be flagged"
    return (
        f"The outcome was recorded for {rates['base_rate']:.1%} of {largest} and "
        f"{theirs['base_rate']:.1%} of {reference}. If a flag meant the same for both (PPV "
        f"{theirs['ppv']:.1%}) and missed as many (FNR {theirs['fnr']:.1%}), then {forced}, "
        f"against {theirs['fpr']:.1%} of {reference}; in fact {rates['fpr']:.1%} were. Where "
        "recorded base rates differ, no imperfect score can both mean the same in each group and "
        "err as often in each: which to give up is a choice, not a finding.",
    )


def _largest(labels: Sequence[str], counts: Counts, reference: str) -> str | None:
    others = [place for place, label in enumerate(labels) if label != reference]
    if not others:
        return None
    return labels[max(others, key=lambda place: int(counts[place].sum()))]


def _plain(cells: Cells) -> dict[str, float] | None:
    rates = {measure.name: confusion.estimate(measure, cells) for measure in MEASURES}
    plain = {name: each.value for name, each in rates.items() if each is not None}
    if len(plain) < len(MEASURES):
        return None
    return plain if plain["ppv"] > 0 and plain["base_rate"] < 1 else None
