"""What this register says itself of a source holds no later day than the source can.

A statement said by Candour carries the source it rests on and the day that came out, so readers
take it to have been public by then. A year or day in its words that came later is from elsewhere:
the row has to cite where it stands, or the finding by this register (`source: register-itself`).
A day by which something was due ("by April 2026") is one that an earlier source can hold.
"""

import re
from collections.abc import Iterator
from datetime import date

from candour.core.days import Days, parse_days
from candour.core.errors import BadDays, Problem
from candour.evidence.collection import Row
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement

OWN_SOURCE = "register-itself"
SPOKEN_BY_US = ("note", "part", "general")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)}) "
DAY_IN_WORDS = re.compile(
    rf"\b(?P<due>by )?(?:{_MONTH})?\b(?P<year>(?:19|20)\d\d)\b(?P<rest>-\d\d(?:-\d\d)?\b)?"
)


def own_word_problems(row: Row, file: str) -> Iterator[Problem]:
    """What a statement said by this register alone can't hold: later days, a day of speaking."""
    statement = row.statement
    if statement.said_by != (REGISTER_ITSELF,) or statement.source == OWN_SOURCE:
        return
    if statement.said_on is not None:
        message = (
            f"is said by {REGISTER_ITSELF}, which did not speak on the day in `said_on:`; take it "
            "out, and name in `remark:` who said it, or cite the day of reading in `valid:`"
        )
        yield Problem(file, row.line, row.handle, message)
    for words in later_days(statement):
        message = (
            f"tells of {words}, after its source came out ({_public_day(statement)}): cite a "
            "source that holds it, give the day of reading in `valid:`, or leave it out"
        )
        yield Problem(file, row.line, row.handle, message)


def later_days(statement: Statement) -> list[str]:
    """Years and days in the words that begin after the source came out and outside `valid`."""
    public = _public_day(statement)
    if public is None:
        return []
    last = max(public, _last_stated(statement.valid) or public)
    days = (match for text in _own_texts(statement) for match in DAY_IN_WORDS.finditer(text))
    return [match[0] for match in days if not match["due"] and (_start(match) or last) > last]


def _last_stated(valid: Days | None) -> date | None:
    """The last day that the row itself states, as the day on which this register read."""
    return (valid.end.latest or valid.start.latest) if valid is not None else None


def _public_day(statement: Statement) -> date | None:
    return statement.public_on.end.latest if statement.public_on is not None else None


def _own_texts(statement: Statement) -> Iterator[str]:
    if statement.kind == "text":
        yield str(statement.value)
    yield from (text for key, text in statement.qualifiers if key in SPOKEN_BY_US)


def _start(match: re.Match[str]) -> date | None:
    """The first day of a year, month or day in words; None where there is no such day."""
    text = match["year"] + (match["rest"] or "")
    if match["month"]:
        text = f"{match['year']}-{MONTHS.index(match['month']) + 1:02d}"
        text += f"-{int(match['day']):02d}" if match["day"] else ""
    try:
        return parse_days(text).start.earliest
    except BadDays:
        return None
