"""The answers for a published share: what it can mean."""

from collections.abc import Iterator, Sequence

from candour.audit.accuracy.published import INCIDENTS, UNITS, ShareOf
from candour.audit.accuracy.rows import Claim, Reading
from candour.audit.in_words import share

OF_WHAT = {
    "flagged": "of all that was flagged",
    "incidents": "of all that was recorded",
}


def compared(claim: Claim) -> Sequence[str]:
    if claim.share_of in OF_WHAT:
        row = claim.readings[0]
        return (
            f"A published share: of the {_flagged(claim, row)}, {_share(claim)} {row.right_means}.",
        )
    return (
        f"A published share, {_share(claim)}, with what it can be a share of: all that "
        "was flagged, or all that was recorded. Those are two different questions.",
    )


def found(claim: Claim) -> Iterator[str]:
    of_either = claim.share_of == ShareOf.UNKNOWN
    for row in claim.readings:
        if not row.possible:
            yield f"It can't be a share {OF_WHAT[row.of]}: no whole number of them gives it."
            continue
        lead = f"If it is a share {OF_WHAT[row.of]}: for" if of_either else "For"
        yield (
            f"{lead} every 1,000 {_flagged(claim, row)}, about {row.right_in_1000:,} "
            f"{row.right_means} and {row.wrong_in_1000:,} {row.wrong_means}."
        )


def how_sure(claim: Claim) -> Iterator[str]:
    if claim.share_of == ShareOf.UNKNOWN:
        yield "What the share is of is not known, so neither reading can be called the right one."
    printed = claim.readings[0]
    yield (
        "The share is printed rounded: it could be "
        f"{share(printed.rounding_low)} to {share(printed.rounding_high)}."
    )
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


def _share(claim: Claim) -> str:
    return share(claim.share.value).replace(".0%", "%")
