"""What a reader asks in the part of an address after the question mark."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from candour.core.days import FIRST_YEAR, LAST_YEAR
from candour.register.moments import Moment
from candour.web.problems import BadQuery

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
LONGEST = 200
DAYS_ASKED = ("on", "known", "as-of")

Query = Mapping[str, str]


def text(query: Query, name: str) -> str:
    """Return what stands under a name, without the space around it.

    Raises
    ------
    BadQuery
        If it is too long, or holds the one character that databases can't store.
    """
    value = query.get(name, "")
    if "\0" in value:
        raise BadQuery(f"“{name}” holds a null character, which can't be looked for.")
    if len(value) > LONGEST:
        raise BadQuery(f"“{name}” is longer than {LONGEST} characters.")
    return value.strip()


def texts(query: Query, names: tuple[str, ...]) -> dict[str, str]:
    """Return those of some names under which something stands."""
    values = {name: text(query, name) for name in names}
    return {name: value for name, value in values.items() if value}


def day(query: Query, name: str) -> date | None:
    """Return a whole day, or None where none is asked for."""
    value = text(query, name)
    if not value:
        return None
    try:
        day_read = date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        day_read = None
    if day_read is None or not FIRST_YEAR <= day_read.year <= LAST_YEAR:
        raise BadQuery(
            f"“{name}” must be a day from {FIRST_YEAR} to {LAST_YEAR}, written like 2024-08-31."
        )
    return day_read


def moment(query: Query) -> Moment:
    """Return the days a page is asked about."""
    return Moment(true_on=day(query, "on"), known_on=day(query, "known"), as_of=day(query, "as-of"))


def as_of(query: Query) -> Moment:
    """Return the day a page of what follows is asked about; it knows no other clock."""
    return Moment(as_of=day(query, "as-of"))


def number(query: Query, name: str, *, default: int = 1) -> int:
    """Return a whole number from 1."""
    value = text(query, name)
    if not value:
        return default
    if not NUMBER.fullmatch(value) or int(value) < 1:
        raise BadQuery(f"“{name}” must be a whole number from 1.")
    return int(value)


def written(parts: Mapping[str, object]) -> str:
    """Write a query string, without what is empty.

    Examples
    --------
    >>> written({"kind": "place-prediction", "q": "", "page": 2})
    '?kind=place-prediction&page=2'
    >>> written({})
    ''
    """
    filled = {name: value for name, value in parts.items() if value not in {"", None}}
    return f"?{urlencode(filled)}" if filled else ""


def days_of(moment: Moment) -> dict[str, str]:
    """The days asked about as they are written in an address."""
    pairs = zip(DAYS_ASKED, (moment.true_on, moment.known_on, moment.as_of), strict=True)
    return {name: day.isoformat() for name, day in pairs if day is not None}
