"""People whose outcome is not recorded, by flag: how far rates could be off by it, or no rates."""

from collections.abc import Iterator, Mapping, Sequence

from candour.audit.confidentiality.suppression import SMALLEST_SHOWN, Name, is_small
from candour.audit.errors import Unfit
from candour.audit.scores.question import APART, ScoresQuestion
from candour.audit.statistics.resampling import Counts

MOST_MISSING = 0.5  # of those flagged, or of those not, in one group: beyond it rates say nothing
WORTH_SAYING = 0.02
MANY = 20  # people of a group, from which it is no chance that all have the outcome, or none

WHAT_TO_DO = (
    "If an empty cell means that there was none, write 0; else find the missing outcomes, or leave "
    "the group out and say so."
)

Missing = Mapping[Name, tuple[int, int]]  # people not flagged, and flagged


def lacking_of(label: str, missing: Missing) -> tuple[int, int]:
    """People of a group, as it is printed, without a known outcome: not flagged, and flagged.

    >>> lacking_of("Black · 18-24", {("Black", "18-24"): (7, 5)})
    (7, 5)
    >>> lacking_of("White · 18-24", {("Black", "18-24"): (7, 5)})
    (0, 0)
    """
    return missing.get(tuple(label.split(APART)), (0, 0))


def need_most_outcomes(
    atoms: Mapping[Name, Mapping[str | float, tuple[int, int]]],
    missing: Missing,
    question: ScoresQuestion,
) -> None:
    """Refuse where the outcome is missing for most of those flagged, or not, over all groups.

    Before anything is hidden: few cells are small of themselves where outcomes were written down,
    and a refusal for small cells would name what comes of it and not the cause.

    Raises
    ------
    Unfit
    """
    known = [0, 0]
    for by in atoms.values():
        for value, people in by.items():
            known[question.flags(value)] += sum(people)
    for flagged, who in enumerate(("not flagged", "flagged")):
        lacking = sum(people[flagged] for people in missing.values())
        share = _share(lacking, known[flagged])
        if share > MOST_MISSING and min(lacking, known[flagged]) >= SMALLEST_SHOWN:
            raise Unfit(
                f"The outcome '{question.outcome}' is missing for {share:.0%} of those who were "
                f"{who}: error rates can't be worked out from the rest. {WHAT_TO_DO}"
            )


def need_outcomes(labels: Sequence[str], counts: Counts, missing: Missing, outcome: str) -> None:
    """Refuse where all have the outcome or none, in a group too, or where it is missing for most.

    That is for most of those flagged, or of those not, in a group. It is looked at first: where
    only some outcomes were written down, that all have it, or none, comes of that.

    Raises
    ------
    Unfit
        Naming the group and the share.
    """
    _need_few_missing(labels, counts, missing, outcome)
    without, having = int(counts[:, :, 0].sum()), int(counts[:, :, 1].sum())
    if not without or not having:
        all_ = "Every row has" if having else "No row has"
        raise Unfit(
            f"{all_} the outcome '{outcome}': who is flagged wrongly, or missed, needs people with "
            "it and without. If the file was cut to those with the outcome, or to those followed "
            "for long enough to have it, use the file from before the cut."
        )
    _need_both_in_each_group(labels, counts, outcome)


def _need_few_missing(
    labels: Sequence[str], counts: Counts, missing: Missing, outcome: str
) -> None:
    """Refuse where the outcome is missing for most of those flagged, or not, in a group."""
    for label, cells in zip(labels, counts, strict=True):
        for flagged, people in enumerate(("not flagged", "flagged")):
            lacking = lacking_of(label, missing)[flagged]
            share = _share(lacking, int(cells[flagged].sum()))
            if share > MOST_MISSING and lacking >= SMALLEST_SHOWN:
                raise Unfit(
                    f"The outcome '{outcome}' is missing for {share:.0%} of people of {label} who "
                    f"were {people}: error rates can't be worked out from the rest. {WHAT_TO_DO}"
                )


def _need_both_in_each_group(labels: Sequence[str], counts: Counts, outcome: str) -> None:
    """Refuse a file in which all of one group have the outcome, or none, and others differ."""
    for label, cells in zip(labels, counts, strict=True):
        without, having = int(cells[:, 0].sum()), int(cells[:, 1].sum())
        if without + having < MANY or (without and having):
            continue
        all_ = "Everyone" if having else "Nobody"
        raise Unfit(
            f"{all_} of {label} has the outcome '{outcome}', and of other groups some have it and "
            "some not. If the file was cut to those with the outcome, or those without, in that "
            "group alone, every comparison with it is of the cut: give the rows from before the "
            "cut, or leave the group out and say so."
        )


def missing_words(
    labels: Sequence[str], counts: Counts, missing: Missing, outcome: str
) -> tuple[str, ...]:
    """What leads where outcomes are missing: for whom, and how far rates could be off by it."""
    known = [int(counts[:, flagged].sum()) for flagged in (0, 1)]
    shown = {tuple(label.split(APART)) for label in labels}
    lacking = [
        sum(n[flagged] for name, n in missing.items() if name in shown) for flagged in (0, 1)
    ]
    shares = [_share(lacking[flagged], known[flagged]) for flagged in (0, 1)]
    if max(shares) < WORTH_SAYING:
        return ()
    ranges = "; ".join(_ranges(labels, counts, missing))
    bounds = (
        f" Whatever those were, the false positive rate lies within {ranges}." if ranges else ""
    )
    return (
        f"The outcome '{outcome}' is missing for {shares[1]:.0%} of those flagged and "
        f"{shares[0]:.0%} of those not flagged; they are left out of "
        f"every rate that does not say that it is of everyone.{bounds}",
    )


def _ranges(labels: Sequence[str], counts: Counts, missing: Missing) -> Iterator[str]:
    """The lowest and the highest false positive rate that the missing outcomes allow."""
    for label, cells in zip(labels, counts, strict=True):
        below, above = lacking_of(label, missing)
        if is_small(below) or is_small(above):
            continue
        true_negative, false_positive = int(cells[0, 0]), int(cells[1, 0])
        low = _share(false_positive, true_negative + below)
        high = _share(false_positive + above, true_negative)
        yield f"{low:.0%} to {high:.0%} for {label}"


def _share(part: int, without: int) -> float:
    return part / (part + without) if part else 0.0
