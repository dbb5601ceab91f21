"""A day as a person gives it: whole, or the month or year alone, or none at all."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from candour.law.voice import MONTHS as ENGLISH_MONTHS
from candour.web.help.law_texts import day_in_words

SMALL = re.compile(r"\d{1,2}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
EARLIEST_YEAR = 1900
LAST_MONTH = 12
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class DayGiven:
    """The first and the last day it can have been; both None where no day is known."""

    first: date | None
    last: date | None

    @property
    def is_rough(self) -> bool:
        return self.first != self.last

    def in_words(self) -> str:
        if self.first is None or self.last is None:
            return _("No one day, or not known")
        if not self.is_rough:
            return day_in_words(self.first)
        if self.first.month == self.last.month:
            return _("In %(month)s %(year)s, day not known") % {
                "month": MONTHS[self.first.month],
                "year": self.first.year,
            }
        return _("In %(year)s, month not known") % {"year": self.first.year}


class CantBeADay(ValueError):
    """What was typed is no day; the field that is wrong, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(message)


def day_given(day: str, month: str, year: str) -> DayGiven:
    """Read three fields. A missing day stands for the whole month, and a month for the year.

    Raises
    ------
    CantBeADay
        If they name no day; it says which field to mend, and how.
    """
    if not (day or month or year):
        raise CantBeADay("day", _("Give a day, or tick that there is none."))
    if not YEAR.fullmatch(year) or int(year) < EARLIEST_YEAR:
        raise CantBeADay("year", _("Write the year with four figures, such as 2025."))
    if not month:
        if day:
            raise CantBeADay("month", _("Give the month too. Or leave out the day."))
        return DayGiven(date(int(year), 1, 1), date(int(year), LAST_MONTH, 31))
    number = _month(month)
    if number is None:
        raise CantBeADay("month", _("Write the month as a number from 1 to 12, or as a word."))
    length = monthrange(int(year), number)[1]
    if not day:
        return DayGiven(date(int(year), number, 1), date(int(year), number, length))
    if not SMALL.fullmatch(day) or not 1 <= int(day) <= length:
        wording = _("%(month)s %(year)s has days from 1 to %(length)s. Check the day.")
        named = {"month": MONTHS[number], "year": year, "length": length}
        raise CantBeADay("day", wording % named)
    whole = date(int(year), number, int(day))
    return DayGiven(whole, whole)


def _month(text: str) -> int | None:
    """Read 10, October or Oct, and the name in the language of the page."""
    if SMALL.fullmatch(text):
        return int(text) if 1 <= int(text) <= LAST_MONTH else None
    word = text.casefold().rstrip(".")
    if len(word) < SHORTEST_NAME:
        return None
    for number, english in enumerate(ENGLISH_MONTHS, start=1):
        names = (english.casefold(), str(MONTHS[number]).casefold())
        if any(name.startswith(word) for name in names):
            return number
    return None
