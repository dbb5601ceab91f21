"""Names as people read them: places, months, periods, lists of things."""

from collections.abc import Sequence
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SMALL = frozenset({"and", "of", "upon"})
AREAS = {
    "btp": "British Transport Police",
    "metropolitan": "the Metropolitan Police area (London)",
    "total-england-and-wales": "England and Wales",
}


def place(slug: str) -> str:
    """The name of a force or an area; what is a name already stays as it is.

    >>> place("avon-and-somerset"), place("city-of-london"), place("Kent")
    ('Avon and Somerset', 'City of London', 'Kent')
    """
    if slug != slug.lower() or " " in slug:
        return slug
    return " ".join(word if word in SMALL else word.capitalize() for word in slug.split("-"))


def area(slug: str) -> str:
    """The area of a force, in a sentence.

    >>> area("metropolitan"), area("kent")
    ('the Metropolitan Police area (London)', 'Kent')
    """
    return AREAS.get(slug) or place(slug)


def month(text: str) -> str:
    """A month in words; any other text stays as it is.

    >>> month("2019-04"), month("all"), month("2019-04-01")
    ('April 2019', 'all', '2019-04-01')
    """
    year, _, number = text.partition("-")
    if len(year) == len("2019") and year.isdecimal() and number.isdecimal():
        return f"{MONTHS[(int(number) - 1) % len(MONTHS)]} {year}"
    return text


def day(text: str) -> str:
    """A day in words.

    >>> day("2019-10-01")
    '1 October 2019'
    """
    on = date.fromisoformat(text)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def period(text: str) -> str:
    """A period in words.

    >>> period("2019-04 to 2020-03")
    'April 2019 to March 2020'
    """
    return " to ".join(month(part) for part in text.split(" to "))


def listed(texts: Sequence[str]) -> str:
    """Several things in one sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(texts) <= 1:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"
