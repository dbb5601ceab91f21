"""What a finding on a published share says in words, under each reading of it."""

from collections.abc import Sequence

from candour.audit.accuracy.published import (
    INCIDENTS,
    UNITS,
    ClaimQuestion,
    Printed,
    ShareOf,
    places_of,
)
from candour.audit.accuracy.rows import Reading

PER = 1_000
FEWEST_PLACES = 4
# How many were right, and how many wrong, as the words of the share have it.
HOW_MANY = {
    "at least": ("at least", "at most"),
    "more than": ("more than", "fewer than"),
    "less than": ("fewer than", "more than"),
    "up to": ("at most", "at least"),
    "almost": ("almost", "just over"),
    "just under": ("just under", "just over"),
    "just over": ("just over", "just under"),
}


def sentences(
    question: ClaimQuestion, share: Printed, readings: Sequence[Reading]
) -> tuple[str, ...]:
    texts = []
    if question.share_of is ShareOf.UNKNOWN:
        texts.append(
            f"The source does not say what {share.text} is a share of. It can be read in two "
            "ways, which say different things; neither is known to be meant."
        )
    for row in readings:
        if not row.possible:
            texts.append(
                f"Read as a share of {_whole(question, row)}, it can't be: no whole number out of "
                f"{row.number:,} gives {share.text}."
            )
            continue
        lead = f"Read as {row.reading}: of" if question.share_of is ShareOf.UNKNOWN else "Of"
        illustration = "" if row.number else " (an illustration: how many there were is not given)"
        right, wrong = how_many(share, row)
        texts.append(
            f"{lead} every 1,000 {_whole(question, row)}{illustration}, {right} "
            f"{row.right_means} and {wrong} {row.wrong_means} ({_rounding(share)})."
            f"{_chance(question, row)}"
        )
    return tuple(texts)


def how_many(share: Printed, row: Reading) -> tuple[str, str]:
    """How many of 1,000 were right and wrong, in the words of the share.

    A bound is told to its last digit: less than 0.25% is fewer than 2.5 in 1,000, not than 2.
    """
    right, wrong = (_in_1000(share, part) for part in (share.point, 1 - share.point))
    if share.stated == "range":
        fewest, most = (_in_1000(share, 1 - end) for end in (share.high, share.low))
        return (
            f"{_in_1000(share, share.low)} to {_in_1000(share, share.high)}",
            f"{fewest} to {most}",
        )
    if share.stated in HOW_MANY:
        right_words, wrong_words = HOW_MANY[share.stated]
        return f"{right_words} {right}", f"{wrong_words} {wrong}"
    is_whole = 0 < row.right_in_1000 < PER or share.point in {0, 1}
    if is_whole:
        right, wrong = f"{row.right_in_1000:,}", f"{row.wrong_in_1000:,}"
    return f"about {right}", f"about {wrong}"


def _whole(question: ClaimQuestion, row: Reading) -> str:
    return (UNITS[question.unit] if row.of == ShareOf.FLAGGED else INCIDENTS).flagged


def _rounding(share: Printed) -> str:
    if share.low == share.high:
        return "as printed"
    low, high = _in_1000(share, share.low), _in_1000(share, share.high)
    out = [end for end, is_open in ((low, share.low_open), (high, share.high_open)) if is_open]
    return f"as printed, anything from {low} to {high}" + "".join(f", but not {end}" for end in out)


def _in_1000(share: Printed, part: float) -> str:
    return _short(f"{part * PER:,.{share.decimals(PER)}f}")


def _short(number: str) -> str:
    return number.rstrip("0").rstrip(".")


def _chance(question: ClaimQuestion, row: Reading) -> str:
    if row.number is None:
        return ""
    widest = _between_in_1000(row.widest_low, row.widest_high)
    if row.low is None:
        return (
            f" With {row.number:,} {_whole(question, row)} and chance (95% interval) as well, "
            f"{widest} in 1,000."
        )
    return (
        f" With {row.number:,} {_whole(question, row)}, the range for chance (95% interval) is "
        f"{_between_in_1000(row.low, row.high)} in 1,000; with rounding as well, {widest}."
    )


def _between_in_1000(low: float | None, high: float | None) -> str:
    """Whole numbers of 1,000, and decimals only where both would be the same without."""
    assert low is not None
    assert high is not None
    places = max(0, places_of((high - low,), PER))
    return f"{low * PER:,.{places}f} to {high * PER:,.{places}f}"


def _of_1(share: Printed, part: float) -> str:
    return _short(f"{part:.{max(FEWEST_PLACES, share.decimals(1))}f}")


def assumptions(share: Printed) -> tuple[str, ...]:
    return (
        f"The share is taken as {share.stated}, so that it stands for anything from "
        f"{_of_1(share, share.low)} to {_of_1(share, share.high)}.",
        "Intervals are Wilson's at 95%, and take each flag or incident to be independent of the "
        "others. Where one person, place or night comes many times they are too narrow.",
        "Numbers are as published, and not checked against any data.",
    )


def does_not_show(question: ClaimQuestion) -> tuple[str, ...]:
    are_people = question.unit == "people"
    made = []
    if question.share_of is not ShareOf.INCIDENTS:
        made.append(
            "How many people with the outcome were missed: that takes how many had it in all, and "
            "how many of them had been flagged."
            if are_people
            else "How many incidents were missed: that takes the number of all incidents, and how "
            "many of them had been flagged."
        )
    if question.share_of is not ShareOf.FLAGGED:
        made.append(
            "How many flags had nothing recorded: that takes how many were flagged, and how many "
            "of those had. A share of incidents does not say it."
        )
    made += [
        "Whether it is more than guessing, or simply counting past cases, would give: that takes "
        "how common it is anyway among all who could have been flagged.",
        "What counted as the outcome, and over how long: the published share alone does not say."
        if not question.outcome
        else f"What counted as {question.outcome}: the published share alone does not say.",
        "Whether anything happened, only whether it was recorded; and what was done to those who "
        "were flagged.",
        "Anything about one person: a share of those flagged is true of no one of them."
        if are_people
        else "Anything about one person. Events are not people, and places are not people: a share "
        "of events or places says nothing about someone who was there.",
    ]
    return tuple(made)


def third_reading(question: ClaimQuestion) -> tuple[str, ...]:
    if question.share_of is not ShareOf.UNKNOWN:
        return ()
    return (
        "If it is called 'accuracy' it may even be the share of all judgements that were right, "
        "those not flagged included. Where few have the outcome, never flagging anything scores "
        "high on that.",
    )


def bounds(question: ClaimQuestion, share: Printed) -> tuple[str, ...]:
    """What either number allows for the other, if no incident is in two flags."""
    if question.flagged is None or question.incidents is None:
        return ()
    made = []
    if question.share_of is not ShareOf.FLAGGED:
        most = min(1.0, share.high * question.incidents / question.flagged)
        made.append(
            "If it is a share of incidents, and no incident falls under two flags, then at most "
            f"{most:.1%} of flags were right."
        )
    if question.share_of is not ShareOf.INCIDENTS:
        least = min(1.0, share.low * question.flagged / question.incidents)
        made.append(
            "If it is a share of flags, and no incident falls under two flags, then at least "
            f"{least:.1%} of incidents had been flagged."
        )
    return tuple(made)
