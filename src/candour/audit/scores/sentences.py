"""What a score audit says in words: the outcome's own bias first."""

from collections.abc import Sequence

from candour.audit.in_words import interval, percent
from candour.audit.scores import outcome_rates
from candour.audit.scores.rows import TippingPoint
from candour.audit.statistics import confusion
from candour.audit.statistics.confusion import MEASURES, Cells, Comparison
from candour.audit.statistics.resampling import Counts

ASSUMPTIONS = (
    "Each row is one person, and people are independent of one another.",
    "Intervals: Wilson for shares, Newcombe for differences, Katz for ratios, DeLong for areas "
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


def sentences(
    labels: Sequence[str],
    counts: Counts,
    comparisons: Sequence[Comparison],
    tipping: Sequence[TippingPoint],
    *,
    reference: str,
    outcome: str,
) -> tuple[str, ...]:
    """The outcome's own bias, then who is flagged without it and who is missed with it."""
    texts = [_own_bias(labels, counts, tipping, reference=reference, outcome=outcome)]
    for name, people, what in (
        ("fpr", "without", "were flagged"),
        ("fnr", "with", "were not flagged"),
    ):
        measure = next(one for one in MEASURES if one.name == name)
        base = confusion.estimate(measure, confusion.four(counts[labels.index(reference)]))
        for gap in comparisons:
            here = confusion.estimate(measure, confusion.four(counts[labels.index(gap.group)]))
            if gap.measure != name or here is None or base is None or gap.ratio is None:
                continue
            texts.append(
                f"Of people {people} the recorded outcome, {percent(here)} of {gap.group} {what}, "
                f"against {percent(base)} of {reference}: a ratio of {interval(gap.ratio)}."
            )
    if len(texts) == 1:
        texts.append("No group could be compared with the reference.")
    return tuple(texts)


def _own_bias(
    labels: Sequence[str],
    counts: Counts,
    tipping: Sequence[TippingPoint],
    *,
    reference: str,
    outcome: str,
) -> str:
    recorded = (
        f"The outcome in column '{outcome}' is what was recorded: an arrest, a charge or a "
        "conviction measures policing as well as behaviour."
    )
    group = _largest(labels, counts, reference)
    if group is None:
        return recorded
    row = next(r for r in tipping if (r.group, r.measure) == (group, "fpr"))
    if row.times is None:
        return (
            f"{recorded} No way of recording it in {group} would by itself make false positive "
            f"rates equal to those of {reference}."
        )
    point = outcome_rates.point(row)
    times = interval(point) if point else f"{row.times:.2f}"
    return (
        f"{recorded} The difference in false positive rates between {group} and {reference} would "
        f"vanish if it came to be recorded {times} times as readily in {group}."
    )


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
    found = {measure.name: confusion.estimate(measure, cells) for measure in MEASURES}
    plain = {name: each.value for name, each in found.items() if each is not None}
    if len(plain) < len(MEASURES):
        return None
    return plain if plain["ppv"] > 0 and plain["base_rate"] < 1 else None
