"""The banner over a page that is asked about other days than today."""

from datetime import date

from candour.register.moments import Moment
from candour.web.words import day_in_words

NOBODY = (
    "That something was published is not that any one person knew it, or ought to have known it."
)


def moment_banner(moment: Moment, *, is_list: bool = False) -> tuple[str, ...]:
    """Say in sentences what days a page is asked about; nothing where it is today's."""
    sentences = []
    if moment.true_on is not None:
        sentences.append(
            f"What is said of {day_in_words(moment.true_on)}, whenever it was said. Where it can’t "
            "be told whether something was true on that day, it stays and is marked."
        )
    if moment.known_on is not None:
        sentences += _public_by(moment.known_on, is_list=is_list)
    if moment.as_of is not None:
        sentences.append(
            f"As Candour stood at the end of {day_in_words(moment.as_of)}: what it had recorded by "
            "then, whatever was true or public on that day."
        )
    return tuple(sentences)


def _public_by(day: date, *, is_list: bool) -> list[str]:
    sentences = [
        f"What was public by {day_in_words(day)}: what this register has read that was out by "
        "then, and, marked, what a text out later reports as published by then.",
        NOBODY,
    ]
    if is_list:
        sentences.append(
            "Where nothing read was out by then, only a name and a kind are shown. What was public "
            "of it before, this register can’t tell."
        )
    return sentences


def earliest_read(day: date | None, moment: Moment) -> tuple[str, ...]:
    """Say from when the earliest source on a subject is, so that emptiness is not taken for a fact.

    `day` is the first day on which anything read of the subject came out; None if none bears one.
    """
    if moment.known_on is None:
        return ()
    if day is None:
        return (
            "No source read of this bears a day; what was public of it, this register can’t tell.",
        )
    return (
        f"The earliest source read of this is of {day_in_words(day)}; what else was public before, "
        "this register can’t tell.",
    )
