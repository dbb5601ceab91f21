"""The page of one statement: all of it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.core.days import Days
from candour.core.voice import sentence
from candour.evidence.corroboration import Corroboration
from candour.evidence.intervals import INFINITY
from candour.evidence.quantities import Quantity, plain
from candour.evidence.speakers import PRESS, REGISTER_ITSELF
from candour.evidence.statements import Silence, Statement
from candour.register.selectors import StatementRecord
from candour.register.stretches import Stretch
from candour.web import words
from candour.web.addresses import change_address
from candour.web.pages.change_days import day_of
from candour.web.pages.corroborated import CorroboratedShown, corroborated_shown
from candour.web.pages.figures import period
from candour.web.pages.shown import Detail, Link, Showing, Shown
from candour.web.pages.statement_sentence import Quotable, quotable

STATED = {
    "exact": "as an exact number",
    "rounded": "as a rounded number",
    "truncated": "cut off after its last decimal",
    "range": "as a range",
}


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Rows of a label and what stands under it, in a reader's order.

    Attributes
    ----------
    subject : whom it is about
    shown : the value as every page shows it
    quoted : the whole in one sentence, which can be quoted alone
    help : what the field asks for
    details : what the value says beyond its heading
    rows : who said it and where, label and links; several links stand side by side
    recordings : when it came into the register, and when it left
    alike : what other sources say the same, if any does
    """

    subject: Link
    shown: Shown
    quoted: Quotable
    help: str
    details: tuple[Detail, ...]
    rows: tuple[tuple[str, tuple[Link, ...]], ...]
    recordings: tuple[tuple[Link, Link | None], ...]
    stands: bool
    alike: CorroboratedShown | None = None


class StatementShowing(Showing):
    """Shows one statement to the last detail."""

    def details(self, statement: Statement) -> Iterable[Detail]:
        """What the value says beyond its heading."""
        for key in sorted(dict(statement.qualifiers), key=list(self.schema.qualifiers).index):
            label, text = self.schema.qualifiers[key].label, statement.qualifier(key)
            is_days = self.schema.qualifiers[key].type == "days"
            yield Detail(label, Link(period(text)) if is_days else self._qualifier(key, text))
        yield from self._of_value(statement)

    def rows(self, statement: Statement) -> Iterable[tuple[str, tuple[Link, ...]]]:
        """Who said it, where we read it, and the days that belong to it."""
        yield "Said by", tuple(self.link(slug) for slug in statement.said_by)
        if statement.via:
            yield "Reported by", (self.link(statement.via),)
        yield "Read in", (self.link(statement.source),)
        yield "Place in the source", (Link(statement.locator),)
        reading = self.schema.term("reading", self.readings.get(statement.source, ""))
        if reading.label:
            yield "How the source was read", (Link(f"{reading.label}. {reading.help}."),)
        yield "How it is known", (Link(_how_known(statement)),)
        yield "True of", (Link(_days(statement.valid, "Not told in what was read")),)
        if statement.said_by != (REGISTER_ITSELF,):
            yield "Said on", (Link(_days(statement.said_on, _unsaid(statement))),)
            yield "Publicly known from", (Link(_days(statement.public_on, "Not known")),)
        else:
            yield "Rests on a source public from", (Link(_days(statement.public_on, "Not known")),)
        if statement.first_public is not None:
            since = _days(statement.first_public, "")
            text = (self.link(statement.first_in),) if statement.first_in else ()
            by = self.name(statement.via) or words.listed([self.name(s) for s in statement.said_by])
            yield "Public before, as reported", (Link(f"{since}, reported by {by}"), *text)

    def _of_value(self, statement: Statement) -> Iterable[Detail]:
        if isinstance(statement.value, Quantity):
            yield Detail("As printed", Link(statement.value.printed))
            yield Detail("Read as", Link(_read_as(statement.value)))
        if isinstance(statement.value, Silence):
            for label, text in _silence(statement.value, self):
                yield Detail(label, Link(text))


def statement_page(
    record: StatementRecord, showing: StatementShowing, alike: Corroboration | None = None
) -> StatementPage:
    statement = record.statement
    shown = showing.show(statement)
    return StatementPage(
        showing.link(statement.subject),
        shown,
        quotable(statement, shown, showing, stands=record.stands),
        showing.schema.fields[statement.field].help,
        tuple(showing.details(statement)),
        tuple(showing.rows(statement)),
        tuple(_linked(stretch) for stretch in record.stretches),
        record.stands,
        next(iter(corroborated_shown([alike], showing)), None) if alike is not None else None,
    )


def _linked(stretch: Stretch) -> tuple[Link, Link | None]:
    began, ended = stretch.began, stretch.ended
    return (
        Link(day_of(began), change_address(began.number)),
        Link(day_of(ended), change_address(ended.number)) if ended else None,
    )


def _read_as(quantity: Quantity) -> str:
    """The number with its unit, how it is stated, and what it can stand for."""
    interval = quantity.stands_for()
    how = STATED.get(quantity.stated, f"as “{quantity.stated}”")
    as_read = f"{plain(quantity.value)} {quantity.unit}, stated {how}"
    if interval.is_point:
        return as_read
    top = "any higher number" if interval.high == INFINITY else plain(interval.high)
    left_out = [
        plain(end)
        for end, is_open in (
            (interval.low, interval.low_open),
            (interval.high, interval.high_open),
        )
        if is_open
    ]
    return f"{as_read}: from {plain(interval.low)} to {top}" + "".join(
        f", but not {end}" for end in left_out
    )


def _silence(silence: Silence, showing: Showing) -> Iterable[tuple[str, str]]:
    term = showing.schema.term("silences", silence.kind)
    yield "Kind of empty answer", f"{term.label}. {term.help}."
    for label, day in (
        ("Asked on", silence.asked_on),
        ("Answer was due on", silence.due_on),
        ("To be looked at again on", silence.review_on),
    ):
        if day:
            yield label, words.period_in_words(day)


def _days(days: Days | None, otherwise: str) -> str:
    return sentence(words.days_in_words(days)) if days is not None else otherwise


def _unsaid(statement: Statement) -> str:
    """The day of words that bear none: a source's own came out with it, others are older."""
    is_own = not statement.via and statement.public_on is not None
    return "When the source came out" if is_own else "Not told in what was read"


def _how_known(statement: Statement) -> str:
    how = sentence(words.BASES[statement.basis])
    if statement.basis != PRESS:
        return how
    return f"{how}: it rests on one report, and what that tells of was not read here"
