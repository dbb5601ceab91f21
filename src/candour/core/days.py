"""Days as a source gives them: some time in 2021, since March 2021, before 2016.

A stretch of days has a start and an end, and each of the two is itself only known to lie
between an earliest and a latest day. So a question about one day is answered yes, no or
can't tell. The notation follows ISO 8601-2 (EDTF) where it can.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from candour.core.errors import BadDays

EDGE = re.compile(r"^(?:(before|after)\s+)?(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1000, 2999
ONE_DAY = timedelta(days=1)


class Answer(StrEnum):
    """What can be said about one day."""

    YES = "yes"
    NO = "no"
    CANT_TELL = "can't tell"


@dataclass(frozen=True, slots=True)
class Edge:
    """A start or an end, known to lie from `earliest` to `latest`; None is no limit."""

    earliest: date | None
    latest: date | None

    @property
    def is_known(self) -> bool:
        return self.earliest is not None or self.latest is not None


NOT_GIVEN = Edge(None, None)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days as a source gives it, with the text it was written as."""

    text: str
    start: Edge
    end: Edge

    def hold_on(self, day: date, *, known_to: date | None = None) -> Answer:
        """Say whether `day` lies in the stretch.

        Where no end is given, nothing is known after `known_to`, the day the speaker spoke.
        """
        if self.start.earliest is not None and day < self.start.earliest:
            return Answer.NO
        if self.end.latest is not None and day > self.end.latest:
            return Answer.NO
        first, last = self.certain(known_to=known_to)
        if first is not None and last is not None and first <= day <= last:
            return Answer.YES
        return Answer.CANT_TELL

    def certain(self, *, known_to: date | None = None) -> tuple[date | None, date | None]:
        """Return the first and last day that certainly lie in the stretch, if there are any."""
        first = self.start.latest
        if not self.end.is_known:
            last = known_to if known_to is not None else first
        else:
            last = self.end.earliest
        return first, last

    def overlaps(
        self, other: "Days", *, known_to: date | None, other_known_to: date | None
    ) -> Answer:
        """Say whether some day certainly lies in both, none can, or it can't be told."""
        if _apart(self, other) or _apart(other, self):
            return Answer.NO
        mine, theirs = self.certain(known_to=known_to), other.certain(known_to=other_known_to)
        if None in mine or None in theirs:
            return Answer.CANT_TELL
        first = max(mine[0], theirs[0])  # type: ignore[type-var]
        last = min(mine[1], theirs[1])  # type: ignore[type-var]
        both_real = mine[0] <= mine[1] and theirs[0] <= theirs[1]  # type: ignore[operator]
        return Answer.YES if both_real and first <= last else Answer.CANT_TELL  # type: ignore[operator]

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse_days(text: str) -> Days:
    """Read days in the notation of the content guide.

    Raises
    ------
    BadDays
        If the text names no days, or ends before it starts.
    """
    text = " ".join(text.split())
    if text.count("/") > 1 or text in {"", "/"}:
        raise BadDays(text)
    if "/" not in text:
        edge = _edge(text, text)
        return Days(text, edge, edge)
    start_text, end_text = (part.strip() for part in text.split("/"))
    start = _edge(start_text, text) if start_text else NOT_GIVEN
    end = _edge(end_text, text) if end_text else NOT_GIVEN
    if start.earliest and end.latest and start.earliest > end.latest:
        raise BadDays(text)
    return Days(f"{start_text}/{end_text}", start, end)


def _edge(text: str, whole: str) -> Edge:
    match = EDGE.match(text)
    if match is None:
        raise BadDays(whole)
    word, year_text, month_text, day_text = match.groups()
    year = int(year_text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDays(whole)
    try:
        first, last = _span(year, month_text, day_text)
    except ValueError as error:
        raise BadDays(whole) from error
    if word == "before":
        return Edge(None, first - ONE_DAY)
    if word == "after":
        return Edge(last + ONE_DAY, None)
    return Edge(first, last)


def _span(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
    whole = date(year, int(month), int(day))
    return whole, whole


def _apart(one: Days, other: Days) -> bool:
    """Say whether `one` certainly ends before `other` starts."""
    return (
        one.end.latest is not None
        and other.start.earliest is not None
        and one.end.latest < other.start.earliest
    )
