"""A statement as a page shows it: the value in words, who said it, and where we read it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from candour.core.days import Answer, Days
from candour.evidence.fields import Schema
from candour.evidence.findings import FINDING
from candour.evidence.quantities import Quantity
from candour.evidence.reader_voice import note_of, remark_of
from candour.evidence.speakers import NOTES_UNREAD, PRESS
from candour.evidence.statements import Silence, Statement
from candour.register.moments import NOW, Moment
from candour.web import words
from candour.web.addresses import (
    finding_address,
    statement_address,
    subject_address,
    term_address,
)

Names = Mapping[str, tuple[str, str]]  # slug: name and class
WEB_ADDRESSES = frozenset({"website", "archived"})
FACET_OF_TERMS = {"inputs": "inputs", "outcomes": "outcomes", "harm": "harms"}
ONE_REPORT = "on the word of one report"
DRAWN_APART = frozenset({"note", "remark", "general", "probably", "measure", "group"})


class Link(NamedTuple):
    """Words, and where they lead; no address where they lead nowhere."""

    text: str
    address: str = ""


class Detail(NamedTuple):
    """A qualifier of a value, under its label."""

    label: str
    value: Link


class VerdictShown(NamedTuple):
    """What came of recomputing a number; `mark` picks the shape beside the word."""

    mark: str
    word: str
    working: str
    remark: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement.

    Attributes
    ----------
    label : the field's name for readers
    value : in words, and where it leads if it is a subject
    is_silence : whether it is an empty answer
    note, probably : what the value is qualified by, in sentences
    remark : what this register adds: how it is printed, what its source leaves open
    general : of whom or what it was said, where that is wider than the subject
    details : other qualifiers
    who : those who assert it
    via : who reports it
    place : where we read it: the source and the place in it
    basis : how it is known, in words
    read : what a reader should know of how the source was read; "" where it was read whole
    days : what stretch of days it is true of, in words
    unsure : whether it can't be told if it was true on the day asked about
    reported : since when a later text says it was public, where that is all that puts it here
    verdicts : of the checks whose claim this is
    """

    id: str
    address: str
    field: str
    label: str
    value: Link
    is_silence: bool
    note: str
    probably: str
    remark: str
    general: str
    details: tuple[Detail, ...]
    who: str
    via: str
    place: str
    basis: str
    read: str
    days: str
    unsure: bool
    reported: str
    verdicts: tuple[VerdictShown, ...]


@dataclass(frozen=True, slots=True)
class Showing:
    """What showing takes: the table of fields, names of subjects, verdicts, the day.

    `readings` tells of sources how much of them was read.
    """

    schema: Schema
    names: Names
    moment: Moment = NOW
    verdicts: Mapping[str, tuple[VerdictShown, ...]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)

    def link(self, slug: str) -> Link:
        name, subject_class = self.names.get(slug, (slug, ""))
        return Link(name, subject_address(subject_class, slug))

    def name(self, slug: str) -> str:
        return self.names.get(slug, (slug, ""))[0]

    def show(self, statement: Statement) -> Shown:
        return Shown(
            statement.id,
            statement_address(statement.id),
            statement.field,
            self.schema.fields[statement.field].label,
            self.value(statement),
            statement.kind == "silence",
            note_of(statement),
            statement.qualifier("probably"),
            remark_of(statement),
            statement.qualifier("general"),
            self._details(statement) if statement.qualifiers else (),
            self.who(statement),
            self.name(statement.via) if statement.via else "",
            f"{short_name(self.name(statement.source))}, {statement.locator}",
            words.BASES[statement.basis],
            self.read(statement),
            words.days_in_words(statement.valid) if statement.valid is not None else "",
            self._unsure(statement),
            self._reported(statement),
            self.verdicts.get(statement.id, ()),
        )

    def who(self, statement: Statement) -> str:
        return words.listed([self.name(slug) for slug in statement.said_by])

    def read(self, statement: Statement) -> str:
        """What the statement's reading falls short of: a report alone, a part alone.

        That the notes of a source were not read bears on what it is told not to say.
        """
        one_report = ONE_REPORT if statement.basis == PRESS else ""
        reading = self.schema.term("reading", self.readings.get(statement.source, ""))
        bears_on_it = NOTES_UNREAD not in reading.flags or isinstance(statement.value, Silence)
        part = reading.sentence if bears_on_it else ""
        return "; ".join(text for text in (one_report, part) if text)

    def value(self, statement: Statement) -> Link:  # noqa: PLR0911 - one for each kind of value
        value = statement.value
        if isinstance(value, Quantity):
            return Link(words.quantity_in_words(value))
        if isinstance(value, Silence):
            return Link(words.silence_in_words(value, self.schema))
        if isinstance(value, Days):
            return Link(words.days_in_words(value))
        if statement.kind == "subject":
            return self.link(value)
        if statement.kind == "term":
            facet = FACET_OF_TERMS.get(statement.field, "")
            address = term_address(facet, value) if facet else ""
            return Link(self.schema.term_label(statement.field, value), address)
        if statement.kind == "closure":
            return Link(f"The list is said to be {'complete' if value == 'yes' else 'incomplete'}")
        return Link(value, value if is_web_address(statement.field, value) else "")

    def _details(self, statement: Statement) -> tuple[Detail, ...]:
        return tuple(
            Detail(self.schema.qualifiers[key].label, self._qualifier(key, text))
            for key, text in statement.qualifiers
            if key not in DRAWN_APART
        )

    def _qualifier(self, key: str, text: str) -> Link:
        if key == FINDING:
            return Link(text, finding_address(text))
        kind = self.schema.qualifiers[key].type
        if kind == "days":
            return Link(words.period_in_words(text))
        return self.link(text) if kind == "subject" else Link(text)

    def _reported(self, statement: Statement) -> str:
        """Of what was public on a day: since when a later text says that it was, and whose."""
        day = self.moment.known_on
        if day is None or statement.first_public is None or not statement.reported_public_by(day):
            return ""
        reporter = self.name(statement.via) if statement.via else self.who(statement)
        since = words.days_in_words(statement.first_public)
        return f"public in {since}, reported by {reporter}; that text is not read here"

    def _unsure(self, statement: Statement) -> bool:
        day = self.moment.true_on
        return day is not None and statement.true_on(day) == Answer.CANT_TELL


def is_web_address(field_key: str, value: str) -> bool:
    """Whether a value is the address of a page, which is shown as a link.

    Examples
    --------
    >>> is_web_address("website", "https://example.org/"), is_web_address("website", "javascript:x")
    (True, False)
    """
    return field_key in WEB_ADDRESSES and value.startswith(("https://", "http://"))


def short_name(name: str) -> str:
    """The title of a source without its subtitle, for the margin.

    Examples
    --------
    >>> short_name("Automated Racism: how police data code discrimination")
    'Automated Racism'
    """
    return name.partition(": ")[0]


def verdicts_by_claim(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[VerdictShown, ...]]:
    """Verdicts under the identifier of the number they are about."""
    by_claim: dict[str, list[VerdictShown]] = defaultdict(list)
    for row in rows:
        by_claim[row["figures"][0]].append(verdict_shown(row))
    return {key: tuple(verdicts) for key, verdicts in by_claim.items()}


def verdict_shown(row: Mapping[str, Any]) -> VerdictShown:
    mark = row["verdict"].partition("-")[0]
    return VerdictShown(mark, words.VERDICTS[row["verdict"]], row["working"], row["remark"])
