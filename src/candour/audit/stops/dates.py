"""Months and days as people write them: read whole, or not at all."""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache

NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# In Welsh, as bilingual forces and bodies of Wales write them; cut to three letters two are alike.
WELSH_NAMES = {
    "ionawr": 1, "ion": 1, "chwefror": 2, "chwef": 2, "chw": 2, "mawrth": 3, "ebrill": 4, "ebr": 4,
    "mai": 5, "mehefin": 6, "meh": 6, "gorffennaf": 7, "gorff": 7, "gor": 7, "awst": 8, "medi": 9,
    "hydref": 10, "hyd": 10, "tachwedd": 11, "tach": 11, "tac": 11, "rhagfyr": 12, "rhag": 12,
    "rha": 12,
}  # fmt: skip
# Characters of a date that are told apart: as few as still say the month, since a date may differ
# in every row.
LENGTHS = (8, 11, 40)  # the last takes "Wednesday 22nd of September 2021"
SURE = {
    8: re.compile(r"^\d{4}[-/.]\d{2}([-/.]|$)"),
    11: re.compile(
        r"^(\d{4}[-/.]\d{1,2}[-/.]|"
        r"\d{1,2}[-/. ](\d{1,2}|[a-z]{3})[-/. ](\d{4}|\d\d )(?!\d))",
        re.IGNORECASE,
    ),
}  # fmt: skip
YEAR_DAY = re.compile(r"^\d{4}[-/.](1[3-9]|2\d|3[01])(?!\d)")
DAYS, MOST_MONTHS = 31, 12
CENTURY = 2000
YEARS = range(1984, 2100)  # since the Act that has searches recorded; a serial number is no year

_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/. mM]?\s*(\d{1,2})(?:[-/. ]+(\d{1,2}))?(?!\d)")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})(?!\d)")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-/. ]+(\d{4})(?!\d)")
_TOGETHER = re.compile(r"^(\d{4})(\d{2})(\d{2})?(?!\d)")
_NAMED = re.compile(
    r"^(?:[a-z]{3,9}day,? |(?:mon|tue|wed|thu|fri|sat|sun),? )?"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?:of )?)?([a-z]{3,10})[-/., ']+(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    r"^([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)", re.IGNORECASE
)
_YEAR_NAMED = re.compile(r"^(\d{4})[-/. ]+([a-z]{3,10})\b", re.IGNORECASE)


A_TIME = re.compile(r"^[T ]?\d{1,2}:\d{2}")
# Behind a day, which a time cut to a length may follow.
CUT_TIME = re.compile(r"^,?[T ]?\s*\d{1,2}(:|$|\s?[ap]\.?m)", re.IGNORECASE)
SUMS = re.compile(
    r"\b(sub ?-?)?totals?\b|\bytd\b|\byear to\b|\b(whole|full|all) (year|period|months?)\b|"
    r"\ball months\b|\b(12|twelve) months\b|\bgrand\b|\bcyfanswm\b|^(all|sum|overall|year)$",
    re.IGNORECASE,
)
UNTIL = re.compile(r"^\s*(-|–|—|/|&|to\b|until\b|till\b|and\b)\s*", re.IGNORECASE)


class Order(Enum):
    """Which of day and month is written first, where neither is written as a word."""

    DAY_FIRST = "day, month, year"
    MONTH_FIRST = "month, day, year"


def order_of(texts: Iterable[str | None]) -> Order | None:
    """Tell the order from the dates of a file; None where some say one and some the other.

    Where no day is above the 12th, the order of this country is taken.

    >>> order_of(["01/09/2021", "24/09/2021"]), order_of(["09/24/2021"])
    (<Order.DAY_FIRST: 'day, month, year'>, <Order.MONTH_FIRST: 'month, day, year'>)
    >>> order_of(["24/09/2021", "09/24/2021"]) is None
    True
    """
    ruled_in = orders_in(texts)
    if len(ruled_in) > 1:
        return None
    return next(iter(ruled_in), Order.DAY_FIRST)


def orders_in(texts: Iterable[str | None]) -> set[Order]:
    """The orders that some date can only be in, as one of its numbers is above the 12th.

    >>> orders_in(["01/09/2021", "02/09/2021"])
    set()
    """
    numbers = [
        (int(said[1]), int(said[2])) for text in texts if (said := _YEAR_LAST.match(_plain(text)))
    ]
    found = {Order.DAY_FIRST} if any(first > MOST_MONTHS for first, _ in numbers) else set()
    return found | (
        {Order.MONTH_FIRST} if any(second > MOST_MONTHS for _, second in numbers) else set()
    )


def is_sure(text: str | None, length: int) -> bool:
    """Whether a date that was cut to a length still says its month, or is whole at that length.

    >>> is_sure("2021-09-", 8), is_sure("24/09/20", 8), is_sure("unknown", 8)
    (True, False, True)
    """
    plain = _plain(text)
    form = SURE.get(length)
    return form is None or len(plain) < length or form.match(plain) is not None


def is_year_day_month(text: str | None) -> bool:
    """Whether a date can only be a year, then a day, then a month.

    >>> is_year_day_month("2021-24-"), is_year_day_month("2021-09-24")
    (True, False)
    """
    return YEAR_DAY.match(_plain(text)) is not None


@lru_cache(maxsize=65_536)
def month_in(text: str | None, order: Order = Order.DAY_FIRST) -> str:
    """The month of a date or a month, as 2021-09; empty where there is none.

    >>> [month_in(each) for each in ("2021-09-24T10:00", "24/09/21", "Sep-21", "202109")]
    ['2021-09', '2021-09', '2021-09', '2021-09']
    >>> month_in("24 Medi 2021"), month_in("Gorffennaf 2021"), month_in("Mawrth 2021")
    ('2021-09', '2021-07', '2021-03')
    >>> [month_in(each) for each in ("September 2021", "09/2021", "24 Sept 2021", "2021-24-09")]
    ['2021-09', '2021-09', '2021-09', '']
    >>> [month_in(each) for each in ("Sep 2021 total", "Apr 2021 - Mar 2022", "Sep 2021 [r]")]
    ['', '', '2021-09']
    """
    year, month, _, rest = _parts(text, order)
    first = _month(year, month)
    return first if _is_all_of(rest, first, order) else ""


@lru_cache(maxsize=65_536)
def day_in(text: str | None, order: Order = Order.DAY_FIRST) -> str:
    """The day of a date, as 2021-09-24; empty where there is none, or none of the calendar.

    >>> [day_in(each) for each in ("2021-09-24T10:00", "24/09/21", "24 Sept 2021", "20210924")]
    ['2021-09-24', '2021-09-24', '2021-09-24', '2021-09-24']
    >>> [day_in(f"24/9/2021{time}") for time in (" 1", " 1:", " 01:30", ", 01:30", " 1.30", " 1am")]
    ['2021-09-24', '2021-09-24', '2021-09-24', '2021-09-24', '', '2021-09-24']
    >>> day_in("09/24/2021", Order.MONTH_FIRST), day_in("Friday 24th of September 2021")
    ('2021-09-24', '2021-09-24')
    >>> [day_in(each) for each in ("Sep-21", "2021-09", "31/09/2021", "24/09/2021 - 30/09/2021")]
    ['', '', '', '']
    """
    year, month, day, rest = _parts(text, order)
    if not _month(year, month) or not day or (rest and not CUT_TIME.match(rest)):
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _parts(text: str | None, order: Order) -> tuple[int, int, int, str]:
    """The year, the month and the day of a date, each 0 where there is none, and what follows."""
    plain = _plain(text)
    month_first = order is Order.MONTH_FIRST
    readings = (
        (_TOGETHER, lambda m: (m[1], m[2], m[3])),
        (_YEAR_FIRST, lambda m: (m[1], m[2], m[3])),
        (_YEAR_LAST, lambda m: (m[3], *((m[1], m[2]) if month_first else (m[2], m[1])))),
        (_MONTH_YEAR, lambda m: (m[2], m[1], None)),
        (_NAMED_FIRST, lambda m: (m[3], m[1], m[2])),
        (_NAMED, lambda m: (m[3], m[2], m[1])),
        (_YEAR_NAMED, lambda m: (m[1], m[2], None)),
    )
    for form, parts in readings:
        if match := form.match(plain):
            year, month, day = parts(match)
            if day is not None and not 1 <= int(day) <= DAYS:
                return 0, 0, 0, ""
            return _year(year), _number(month), int(day or 0), plain[match.end() :]
    return 0, 0, 0, ""


def _is_all_of(rest: str, month: str, order: Order) -> bool:
    """Whether what stands behind a month leaves it that month, and no sum or longer period."""
    if not rest or A_TIME.match(rest):
        return True
    if SUMS.search(rest):
        return False
    until = UNTIL.sub("", rest, count=1)
    return until == rest or month_in(until, order) in {"", month}


def is_sum_of_months(text: str | None) -> bool:
    """Whether a cell that should say a month heads a row that adds up others.

    >>> [is_sum_of_months(text) for text in ("Total", "Apr-19 total", "YTD", "2019-04", "Unknown")]
    [True, True, True, False, False]
    """
    return SUMS.search(_plain(text)) is not None


def _plain(text: str | None) -> str:
    return "" if text is None else str(text).strip()


def _number(month: str) -> int:
    """The number of a month: as it is, or of its name, written out or cut; 0 for another word."""
    if month.isdecimal():
        return int(month)
    word = month.lower()
    if word in WELSH_NAMES:
        return WELSH_NAMES[word]
    for number, name in enumerate(NAMES, 1):
        if name.startswith(word) or word == "sept" == name[:4]:
            return number
    return 0


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else CENTURY + int(text)  # noqa: PLR2004 - as 21 for 2021


def _month(year: int, month: int) -> str:
    fits = year in YEARS and 1 <= month <= MOST_MONTHS
    return f"{year:04}-{month:02}" if fits else ""
