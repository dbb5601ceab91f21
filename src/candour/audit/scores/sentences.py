"""What a score audit says in words: what matters most, and the outcome's own bias beside it."""

from collections.abc import Mapping, Sequence

from candour.audit.confidentiality.suppression import is_small
from candour.audit.in_words import percent
from candour.audit.names import listed
from candour.audit.ranks import above_flagged
from candour.audit.scores import leading, tipping_words
from candour.audit.scores.leading import Beside
from candour.audit.scores.missing_outcomes import Missing, lacking_of
from candour.audit.scores.rows import Scores, TippingPoint
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import MEASURES, Cells
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


SHOWN = {
    "fpr": ("Of people without the recorded outcome", "were flagged"),
    "fnr": ("Of people with the recorded outcome", "were not flagged"),
    "selection_rate": ("Of all people", "were flagged"),
    "ppv": ("Of people flagged", "had the outcome recorded"),
}
OF_THOSE_KNOWN = {
    "selection_rate": "Of people whose outcome is known",
    "ppv": "Of people flagged whose outcome is known",
}
MANY = 20  # people, from which it is no chance that all of them have, or lack, the outcome
MOST_HAVE = 0.75  # of all people with the outcome, from which the file may have been cut to them


def sentences(
    labels: Sequence[str],
    counts: Counts,
    result: Scores,
    *,
    reference: str,
    outcome: str,
    missing: Missing,
) -> tuple[str, ...]:
    """What leads, the outcome's own bias beside the wrong flags, then all else by size.

    Where more are compared than are read, how many were and which are clear come first, and what
    is not clear stays in the table. `missing` counts people without a known outcome by group.
    """
    four = {label: confusion.four(counts[place]) for place, label in enumerate(labels)}
    ranked = leading.compared(result, reference)
    told = leading.told(ranked)
    texts = [_sentence(one, four, missing) for one in told]
    how_many = leading.how_many(ranked, leading.tested(result))
    is_cut = len(told) < len(ranked)
    own_bias = _own_bias(ranked, result.recording_tipping, reference=reference, outcome=outcome)
    return (
        *_wrong_way_round(four),
        *_nobody_flagged(four),
        *_cut_by_outcome(four),
        *([] if ranked else ["No group could be compared with the reference."]),
        *([how_many] if how_many and is_cut else []),
        *texts[:1],
        own_bias,
        *texts[1:],
        *leading.in_the_table(ranked),
        *([how_many] if how_many and not is_cut else []),
        *([WOULD_CHANGE] if how_many else []),
    )


WOULD_CHANGE = (
    "Another outcome, threshold or period would change these comparisons, and so would another "
    "way in which outcomes come to be recorded."
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


def _sentence(one: Beside, four: Mapping[str, Cells], missing: Missing) -> str:
    of, what = SHOWN[one.measure]
    lacking = [lacking_of(name, missing) for name in (one.group, one.reference)]
    everyone = ""
    if any(any(people) for people in lacking):
        of = OF_THOSE_KNOWN.get(one.measure, of)
        if one.measure == "selection_rate":
            everyone = _of_everyone((four[one.group], four[one.reference]), lacking)
    return (
        f"{of}, {percent(one.here)} of {one.group} {what}, against {percent(one.there)} of "
        f"{one.reference}: {one.apart()}{_which_way(one)}{everyone}."
    )


def _which_way(one: Beside) -> str:
    """That it is not clear, or of misses who is missed more: a ratio below 1 is read backwards."""
    if not one.is_clear:
        return ", which is not clear"
    if one.measure != "fnr":
        return ""
    more = one.group if one.side > 0 else one.reference
    return f", so {more} were missed more often"


def _of_everyone(both: Sequence[Cells], lacking: Sequence[tuple[int, int]]) -> str:
    """Who was flagged of all, outcome known or not; nothing where that would show a small cell."""
    if any(is_small(people) for pair in lacking for people in pair):
        return ""
    here, there = (
        (tp + fp + flagged) / (tp + fp + fn + tn + flagged + not_flagged)
        for (tp, fp, fn, tn), (not_flagged, flagged) in zip(both, lacking, strict=True)
    )
    return f"; of everyone, outcome known or not, {here:.1%} against {there:.1%}"


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
    ranked: Sequence[Beside], tipping: Sequence[TippingPoint], *, reference: str, outcome: str
) -> str:
    """How far recording could explain the clear difference in wrong flags that stands first."""
    recorded = (
        f"The outcome in column '{outcome}' is what was recorded: an arrest, a charge or a "
        "conviction measures policing as well as behaviour."
    )
    if not any(one.measure == "fpr" for one in ranked):
        return recorded  # without a false positive rate there is no difference to explain
    return f"{recorded} {recording_of(ranked, tipping, reference)}"


def recording_of(ranked: Sequence[Beside], tipping: Sequence[TippingPoint], reference: str) -> str:
    """How far recording could explain the clear difference in wrong flags; or that none is."""
    clear = leading.clear_flags(ranked)
    if clear is None:
        return (
            "No difference in false positive rates is clear here, so there is none for uneven "
            "recording to explain; it may hide one."
        )
    row = next(r for r in tipping if (r.group, r.measure) == (clear.group, "fpr"))
    what = f"the difference in false positive rates between {clear.group} and {reference}"
    return tipping_words.recording_words(row, what)


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
