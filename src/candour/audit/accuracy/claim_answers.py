"""The answers for a published share: what it can mean."""

from collections.abc import Iterator, Sequence

from candour.audit.accuracy.claim_words import HOW_MANY, how_many
from candour.audit.accuracy.published import INCIDENTS, UNITS, Printed, ShareOf
from candour.audit.accuracy.rows import Claim, Reading
from candour.audit.exhibits import KeyNumber
from candour.audit.in_words import share

HUNDRED = 100
OF_WHAT = {
    "flagged": "of all that was flagged",
    "incidents": "of all that was recorded",
}


def titled(claim: Claim, printed: Printed) -> str:
    """A published share as a title has it: with its number, and what it is said to be of."""
    if claim.share_of not in OF_WHAT:
        return f"A published share, {in_per_cent(printed)}: not said of what"
    row = claim.readings[0]
    return (
        f"A published share: of the {_flagged(claim, row)}, {in_per_cent(printed)} "
        f"{row.right_means}"
    )


def key_number(claim: Claim, printed: Printed) -> KeyNumber:
    """The share that was printed, what it is said to be of, and what its words leave open."""
    ends = f"as printed, anything from {ends_of(printed)}"
    if claim.share_of not in OF_WHAT:
        return KeyNumber(in_per_cent(printed), "said to be right, not said of what", ends)
    row = claim.readings[0]
    of = f"of the {_flagged(claim, row)} {row.right_means}, as it was printed"
    return KeyNumber(in_per_cent(printed), of, ends)


def compared(claim: Claim, printed: Printed) -> Sequence[str]:
    if claim.share_of in OF_WHAT:
        row = claim.readings[0]
        return (
            f"A published share: of the {_flagged(claim, row)}, {in_per_cent(printed)} "
            f"{row.right_means}.",
        )
    return (
        f"A published share, {in_per_cent(printed)}, with what it can be a share of: all that "
        "was flagged, or all that was recorded. Those are two different questions.",
    )


def what_was_found(claim: Claim, printed: Printed) -> Iterator[str]:
    of_either = claim.share_of == ShareOf.UNKNOWN
    for row in claim.readings:
        if not row.possible:
            yield f"It can't be a share {OF_WHAT[row.of]}: no whole number of them gives it."
            continue
        lead = f"If it is a share {OF_WHAT[row.of]}: for" if of_either else "For"
        right, wrong = how_many(printed, row)
        yield (
            f"{lead} every 1,000 {_flagged(claim, row)}, {right} "
            f"{row.right_means} and {wrong} {row.wrong_means}."
        )


def how_sure(claim: Claim, printed: Printed) -> Iterator[str]:
    if claim.share_of == ShareOf.UNKNOWN:
        yield "What the share is of is not known, so neither reading can be called the right one."
    how = f"as “{printed.text}”" if printed.stated in HOW_MANY else "rounded"
    yield f"The share is printed {how}: it could be {ends_of(printed)}."
    for row in claim.readings:
        if row.low is not None and row.high is not None:
            yield (
                f"Read as a share {OF_WHAT[row.of]} ({row.number:,}), chance adds a range "
                f"of {share(row.low)} to {share(row.high)} (95% interval)."
            )
    if all(row.number is None for row in claim.readings):
        yield "How many it is a share of is not known, so we cannot say how far luck moved it."


def what_would_change_it(claim: Claim) -> Sequence[str]:
    texts = [
        "The numbers behind the share: how many were flagged, how many of those had it recorded, "
        "and how many there were in all.",
        "What counts as the outcome: what was recorded is not all that happened.",
    ]
    if claim.share_of == ShareOf.UNKNOWN:
        texts.insert(0, "Being told what the share is of. Until then both readings stand.")
    return texts


def _flagged(claim: Claim, row: Reading) -> str:
    """Those that the share is of: as the source calls them, where it says so."""
    unit = UNITS[claim.unit] if row.of == ShareOf.FLAGGED else INCIDENTS
    return unit.flagged


def in_per_cent(printed: Printed) -> str:
    """The share as it can be quoted: with its word where it has one, else in per cent."""
    if printed.stated in HOW_MANY or printed.stated == "range":
        return printed.text
    return _per_cent(printed, printed.point).removesuffix("%").rstrip("0").rstrip(".") + "%"


def ends_of(printed: Printed) -> str:
    return f"{_per_cent(printed, printed.low)} to {_per_cent(printed, printed.high)}"


def _per_cent(printed: Printed, part: float) -> str:
    return f"{part:.{printed.decimals(HUNDRED)}%}"
