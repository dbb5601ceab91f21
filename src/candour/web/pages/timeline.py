"""The life of a subject as a page shows it: day by day, who said what, and what was known when."""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.evidence.timeline import Entry, in_words
from candour.web import words
from candour.web.pages.shown import Link, Showing, Shown


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One entry of the timeline.

    Attributes
    ----------
    days : those it is true of, in words
    subject : the system it tells of, on the page of a body; else no words
    label : what is told, as a field's name
    value : the value; of a table of numbers how many there are
    shown : the statement, or the first of a table of numbers
    said_on, public_on : when it was said and came out, in words; "" where not given
    known : where the page as it was known on the day it came out stands, "" without such a day
    told : what its speaker can have known, in a few words
    is_disputed : whether it stands in a contradiction
    """

    days: str
    subject: Link
    label: str
    value: Link
    shown: Shown
    said_on: str
    public_on: str
    known: str
    told: str
    is_disputed: bool


def life_rows(
    entries: Iterable[Entry], slug: str, address: str, showing: Showing
) -> tuple[LifeRow, ...]:
    return tuple(_row(entry, slug, address, showing) for entry in entries)


def _row(entry: Entry, slug: str, address: str, showing: Showing) -> LifeRow:
    lead = entry.lead
    shown = showing.show(lead)
    spoken = words.days_in_words(lead.said_on) if lead.said_on is not None else ""
    public = words.days_in_words(lead.public_on) if lead.public_on is not None else ""
    return LifeRow(
        words.days_in_words(entry.days),
        showing.link(lead.subject) if lead.subject != slug else Link(""),
        shown.label,
        _value(entry, shown),
        shown,
        spoken,
        public,
        f"{address}?known={entry.out_on.isoformat()}" if entry.out_on is not None else "",
        in_words(entry),
        entry.is_disputed,
    )


def _value(entry: Entry, shown: Shown) -> Link:
    if entry.lead.kind != "quantity":
        return shown.value
    measure = entry.lead.qualifier("measure")
    if len(entry.statements) == 1:
        return Link(f"{shown.value.text}: {measure}")
    return Link(f"{words.counted(len(entry.statements), 'number')}, the first: {measure}")
