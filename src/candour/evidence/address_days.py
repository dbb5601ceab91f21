"""A day in the address of a source is no day that its text prints.

Many publishers write the day into the address of a page, and a copy often shows the address and no
day. A `published:` taken from there would be put into the source's mouth, so this register says
it, unless a remark says where else it was read.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from candour.core.errors import Problem
from candour.evidence.collection import Row, SubjectFile
from candour.evidence.speakers import REGISTER_ITSELF

PLAIN_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
BETWEEN = "[-/._]?"


def address_day_problems(subject: SubjectFile, file: str) -> Iterator[Problem]:
    """Days of publication said by a source and found in its own address."""
    addresses = [str(s.value) for s in subject.of("website") if s.kind != "silence"]
    for row in subject.rows:
        if _is_said_by_the_source(row) and any(
            holds_day(address, str(row.statement.value)) for address in addresses
        ):
            message = (
                "is the day in the source's address: say `said_by: candour` with that in "
                "`remark:`, or, where the text prints it too, a `remark:` that says so"
            )
            yield Problem(file, row.line, row.handle, message)


def holds_day(address: str, day: str) -> bool:
    """Whether an address carries a day, month or year of publication, as far as it is given.

    Examples
    --------
    >>> holds_day("https://paper.example/2019/mar/12/story", "2019-03-12")
    True
    >>> holds_day("https://paper.example/story-20190312", "2019-03-12")
    True
    >>> holds_day("https://paper.example/2019/03/story", "2019-03-12")
    False
    """
    pattern = _in_an_address(day)
    return bool(pattern and pattern.search(address.lower()))


def _is_said_by_the_source(row: Row) -> bool:
    said = row.statement
    is_a_day = said.field == "published" and said.kind != "silence"
    return is_a_day and said.said_by != (REGISTER_ITSELF,) and not said.qualifier("remark")


@lru_cache(maxsize=1_000)
def _in_an_address(day: str) -> re.Pattern[str] | None:
    """What a day looks like in an address; None for a stretch of days, which none carries."""
    plain = PLAIN_DAY.fullmatch(day)
    if plain is None:
        return None
    year, month, of_month = plain.groups()
    parts = [year]
    if month and 1 <= int(month) <= len(MONTHS):
        parts.append(rf"(?:0?{int(month)}|{MONTHS[int(month) - 1]}[a-z]*)")
    if of_month:
        parts.append(f"0?{int(of_month)}")
    return re.compile(rf"(?<!\d){BETWEEN.join(parts)}(?!\d)")
