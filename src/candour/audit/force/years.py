"""The financial year that a title, a cell or a file's name says a table covers."""

import re
from pathlib import Path

from candour.audit.periods import Period
from candour.tables.errors import CannotRead

_MONTHS = re.compile(
    r"\b(?:1(?:st)? )?April (\d{4})\s*(?:to|-|–)\s*(?:31(?:st)? )?March (\d{4})\b",
    re.ASCII | re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-/_–]|to)\s*(20)?(\d\d)(?!\d)")
_ENDING = re.compile(
    r"year (?:ending|ended|to)(?: (?:31(?:st)? )?march)? (20\d\d)(?!\d)", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:q(?:uarter)? ?[1-4]|(?:first|second|third|fourth) quarter|half[ -]year|"
    r"april (?:\d{4} )?(?:to|-|–) (?:june|september|december))\b",
    re.IGNORECASE,
)


def year_in(text: str, path: Path) -> Period | None:
    """The financial year that a text names, such as 2019/20 or year ending March 2020.

    Raises
    ------
    CannotRead
        If it names a part of a year: its counts would be taken for those of the whole.

    >>> str(year_in("2019/20", Path("t.csv"))), year_in("2019-2021", Path("t.csv"))
    ('2019-04 to 2020-03', None)
    >>> str(year_in("Use of force, 1 April 2018 to 31 March 2019", Path("t.csv")))
    '2018-04 to 2019-03'
    """
    last = _last_year(text)
    if _PART.search(text) and (last or re.search(r"(?<!\d)20\d\d(?!\d)", text)):
        raise CannotRead(
            path.name,
            f"'{text.strip()[:60]}' is a part of a year, and the tables compared are of a whole "
            "financial year: give the table of the year.",
        )
    return Period.parse(f"{last - 1}-04..{last}-03") if last else None


def _last_year(text: str) -> int:
    """The year in which the financial year ends; 0 where none is named."""
    months = _MONTHS.search(text)
    if months and int(months[2]) == int(months[1]) + 1:
        return int(months[2])
    ending = _ENDING.search(text)
    if ending:
        return int(ending[1])
    years = _YEARS.search(text)
    if years and (int(years[1]) + 1) % 100 == int(years[3]):
        return int(years[1]) + 1
    return 0
