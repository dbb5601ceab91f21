"""How texts and days are put before a reader: as they stand, or in another language.

The layers that think know no language but their own. Whoever shows their words hands in a voice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def sentence(text: str) -> str:
    """Begin a sentence that is kept with a small letter.

    Examples
    --------
    >>> sentence("never deployed")
    'Never deployed'
    """
    return text[:1].upper() + text[1:]


def long_day(day: date) -> str:
    """Put a day in words.

    Examples
    --------
    >>> long_day(date(2025, 10, 4))
    '4 October 2025'
    """
    return f"{day.day} {month_and_year(day)}"


def month_and_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def marked(text: str) -> str:
    """Return a text as it is; the mark lets it be found for translation, and said later."""
    return text


@dataclass(frozen=True, slots=True)
class Voice:
    """What says a text, a day in a note, a day in a sentence, and a month."""

    say: Callable[[str], str] = str
    day: Callable[[date], str] = date.isoformat
    long_day: Callable[[date], str] = long_day
    month: Callable[[date], str] = month_and_year


PLAIN = Voice()
