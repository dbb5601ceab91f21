"""The life of a subject: what was said of which days, by whom, and what was known when.

Two clocks run side by side. A statement is true of some days (those of its value, of its validity
or of the period of a number), and it was said and came out on others. How the second lie to the
first is what each speaker can have known: of days to come, of days that ran, or afterwards.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from candour.core.days import Days, parse_days
from candour.evidence.collection import SubjectFile
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement

# Fields that a force's own timeline takes from its systems: their lives, and no more.
OF_A_LIFE = frozenset({"use", "first-use", "last-use", "event", "predictive"})
ANSWERING = frozenset({"predictive", "predictive-use", "answer", "disclosure"})
ONE_DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12
NEVER = (date.max, date.max)


class Told(StrEnum):
    """When something was said or came out, beside the days that it is true of."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    UNDATED = "undated"
    CANT_TELL = "can't tell"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is said of some days; numbers of one table are one entry.

    Attributes
    ----------
    statements : what it rests on; more than one only for numbers of one table
    days : the days it is true of
    told : how the first day on which it was said or public lies to them
    after_days : days from the last of them to that day, where it was told after; else 0
    is_disputed : whether one of the statements stands in a contradiction
    """

    statements: tuple[Statement, ...]
    days: Days
    told: Told
    after_days: int = 0
    is_disputed: bool = False

    @property
    def lead(self) -> Statement:
        return self.statements[0]

    @property
    def out_on(self) -> date | None:
        """The first day by which the public could certainly read it, in what was read here."""
        days = self.lead.public_on
        return days.start.latest if days is not None else None

    def as_dict(self) -> dict[str, object]:
        lead = self.lead
        return {
            "subject": lead.subject,
            "field": lead.field,
            "days": self.days.text,
            "said_by": list(lead.said_by),
            "via": lead.via,
            "source": lead.source,
            "said_on": lead.said_on.text if lead.said_on is not None else "",
            "public_on": lead.public_on.text if lead.public_on is not None else "",
            "told": self.told.value,
            "after_days": self.after_days,
            "disputed": self.is_disputed,
            "statements": [statement.id for statement in self.statements],
        }


def timeline(
    subject: SubjectFile,
    systems: Iterable[SubjectFile] = (),
    *,
    disputed: Container[str] = frozenset(),
) -> list[Entry]:
    """Everything dated that is said of a subject, in the order of the days it is true of.

    Of a body also the lives of its `systems`: their use, first and last days and events.
    `disputed` are identifiers of statements that contradictions name.
    """
    statements = list(subject.statements)
    statements += [s for one in systems for s in one.statements if s.field in OF_A_LIFE]
    entries = [
        replace(entry, is_disputed=any(s.id in disputed for s in entry.statements))
        for entry in _entries(statements)
    ]
    return sorted(entries, key=lambda entry: (_begins(entry.days), entry.out_on or date.max))


def _entries(statements: Iterable[Statement]) -> Iterator[Entry]:
    tables: dict[tuple[object, ...], list[Statement]] = {}
    for statement in statements:
        days = days_told_of(statement)
        if days is None:
            continue
        if statement.kind == "quantity":
            table = (statement.field, statement.source, statement.said_by, statement.via, days)
            tables.setdefault(table, []).append(statement)
        else:
            yield _entry((statement,), days)
    for numbers in tables.values():
        days = days_told_of(numbers[0])
        assert days is not None
        yield _entry(tuple(numbers), days)


def _entry(statements: tuple[Statement, ...], days: Days) -> Entry:
    telling, after_days = told_beside(statements[0], days)
    return Entry(statements, days, telling, after_days)


def days_told_of(statement: Statement) -> Days | None:
    """The days that a statement is true of, or those of its words; None where none are given."""
    return _days_given(statement) or days_of_words(statement)


def _days_given(statement: Statement) -> Days | None:
    if isinstance(statement.value, Days):
        return statement.value
    period = statement.qualifier("period")
    return statement.valid or (parse_days(period) if period else None)


def days_of_words(statement: Statement) -> Days | None:
    """The day on which what gives no days of its own was said, or an answer came out."""
    if statement.said_on is not None:
        return statement.said_on
    is_theirs = statement.said_by != (REGISTER_ITSELF,)
    return statement.public_on if statement.field in ANSWERING and is_theirs else None


def told_beside(statement: Statement, days: Days) -> tuple[Told, int]:
    """How the day of the words lies to the days they tell of, and how long after if after.

    The day of the words is that on which they were said; where that is not given, the day on
    which they came out.
    """
    if _days_given(statement) is None:
        return Told.UNDATED, 0
    spoken = statement.said_on or statement.public_on
    if spoken is None:
        return Told.CANT_TELL, 0
    first, last = spoken.start.earliest, spoken.end.latest
    if last is not None and days.start.earliest is not None and last < days.start.earliest:
        return Told.BEFORE, 0
    if first is not None and days.end.latest is not None and first > days.end.latest:
        return Told.AFTER, (first - days.end.latest).days
    return Told.DURING, 0


def in_words(entry: Entry) -> str:
    """What the speaker can have known, in a few words.

    They tell nothing where the day of the words is not known.
    """
    if entry.told is Told.BEFORE:
        return "told beforehand"
    if entry.told is Told.DURING:
        return "told at the time"
    if entry.told is Told.UNDATED:
        return (
            "told then, of days not given" if entry.lead.said_on else "out then, of days not given"
        )
    last = entry.days.end.latest
    if entry.told is not Told.AFTER or last is None:
        return ""
    return f"told {_long(last, last + timedelta(days=entry.after_days))} later"


def _long(first: date, last: date) -> str:
    """From one day to another in words, cut off to whole months or years of the calendar.

    The last day of a month completes it, however short it is.

    Examples
    --------
    >>> _long(date(2020, 12, 31), date(2021, 2, 27)), _long(date(2020, 12, 31), date(2021, 2, 28))
    ('a month', '2 months')
    >>> _long(date(2020, 3, 1), date(2020, 3, 31)), _long(date(2020, 3, 1), date(2021, 3, 1))
    ('less than a month', 'a year')
    """
    is_begun = last.day < first.day and (last + ONE_DAY).month == last.month
    whole = MONTHS_IN_A_YEAR * (last.year - first.year) + last.month - first.month - is_begun
    years, months = divmod(whole, MONTHS_IN_A_YEAR)
    if years:
        return "a year" if years == 1 else f"{years} years"
    if months:
        return "a month" if months == 1 else f"{months} months"
    return "less than a month"


def _begins(days: Days) -> tuple[date, date]:
    edges = (days.start.earliest, days.start.latest, days.end.earliest, days.end.latest)
    known = [edge for edge in edges if edge is not None]
    return (known[0], known[-1]) if known else NEVER
