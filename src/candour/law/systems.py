"""What the register shows of a force's systems on a day, for the routes and letters of a person.

It says what was shown in use there and then. It never says that a system was used on anyone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candour.core.days import Answer
from candour.core.errors import CandourError
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import Schema, Term
from candour.evidence.statements import Statement
from candour.law.voice import PLAIN, Voice, marked

POLICE_KINDS = ("territorial-force", "special-force")
NO_AUTHORITY = (
    *("vendor", "role", "university", "organisation", "international-body", "parliament"),
    *("register-keeper", "foreign-force"),
)


class Shown(StrEnum):
    """What the register can say of one system on one day."""

    THEN = "shown in use on that day"
    AROUND = "shown in use around that day"
    BEFORE = "shown in use before that day"
    AFTER = "shown in use after that day"
    UNDATED = "shown in use, on days the source does not give"
    STOPPED = "shown to have stopped by that day"
    NOT_SHOWN = "not shown in use"


EDGES = (marked("before"), marked("after"))  # words that days in the content begin with
ORDER = {shown: place for place, shown in enumerate(Shown)}


class UnknownSubject(CandourError):
    """A slug that no file of the register bears, or one of another class."""

    def __init__(self, slug: str, *, wanted: str, some: Sequence[str]) -> None:
        self.slug, self.wanted = slug, wanted
        super().__init__(
            f"'{slug}' is no {wanted} of this register. Use its short name, such as "
            f"{', '.join(some[:3])}; candour content list shows them all."
        )


class NoAuthority(CandourError):
    """A body that these routes do not lead to, such as a firm or an organisation."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is no public authority that these routes lead to. Pick the force or the "
            "council that used the system."
        )


class NotInTheUk(CandourError):
    """A body outside the UK, where none of these routes lead."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is outside the UK, and these routes are those of UK law. Ask the data "
            "protection or human rights body of that country."
        )


@dataclass(frozen=True, slots=True)
class Force:
    """The body a person faces, and the legal systems it works under."""

    slug: str
    name: str
    nations: tuple[str, ...]
    is_police: bool


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """One system as the register shows it on one day, worded by what was shown.

    `statements` are the identifiers of what the wording rests on.
    """

    slug: str
    name: str
    operators: tuple[str, ...]
    shown: Shown
    wording: str
    data_types: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            "slug": self.slug,
            "name": self.name,
            "operators": list(self.operators),
            "shown": self.shown.value,
            "wording": self.wording,
            "data": list(self.data_types),
            "recipients": list(self.recipients),
            "aimed_at": list(self.targets),
            "statements": list(self.statements),
        }


def find_force(slug: str, collection: Collection) -> Force:
    """Return the body that bears a slug.

    Raises
    ------
    UnknownSubject
        If no body of the register bears it.
    NotInTheUk, NoAuthority
        If it is outside the UK, or no public authority.
    """
    slug = collection.redirects.get(slug, slug)
    if collection.class_of(slug) != "body":
        raise UnknownSubject(slug, wanted="body", some=("essex-police", "police-scotland"))
    body = collection.subjects[slug]
    nations = tuple(str(each.value) for each in body.of("nation") if each.kind == "term")
    kinds = {str(each.value) for each in body.of("kind")}
    if set(nations) == {"abroad"} or "foreign-force" in kinds:
        raise NotInTheUk(body.name)
    if kinds & set(NO_AUTHORITY):
        raise NoAuthority(body.name)
    return Force(slug, body.name, nations, is_police=bool(kinds & set(POLICE_KINDS)))


def find_system(
    slug: str, on: date, *, collection: Collection, schema: Schema, voice: Voice = PLAIN
) -> SystemFacts:
    slug = collection.redirects.get(slug, slug)
    if collection.class_of(slug) != "system":
        raise UnknownSubject(slug, wanted="system", some=("durham-hart", "mps-gangs-matrix"))
    subject = collection.subjects[slug]
    return facts(subject, on, collection=collection, schema=schema, voice=voice)


def systems_of(
    force: str, on: date, *, collection: Collection, schema: Schema, voice: Voice = PLAIN
) -> tuple[SystemFacts, ...]:
    """Return the systems of a force, those shown in use on the day first."""
    found = [
        facts(subject, on, collection=collection, schema=schema, voice=voice)
        for subject in collection.of_class("system")
        if force in subject.slugs("operator")
    ]
    return tuple(sorted(found, key=lambda each: (ORDER[each.shown], each.name)))


def facts(
    subject: SubjectFile,
    on: date,
    *,
    collection: Collection,
    schema: Schema,
    voice: Voice = PLAIN,
) -> SystemFacts:
    shown, wording, statements = shown_on(subject.of("use"), on, schema, voice)
    return SystemFacts(
        slug=subject.slug,
        name=subject.name,
        operators=_names(subject, "operator", collection),
        shown=shown,
        wording=wording,
        data_types=_labels(subject, "inputs", schema),
        recipients=_names(subject, "recipients", collection),
        targets=_labels(subject, "targets", schema),
        statements=tuple(each.id for each in statements),
    )


def shown_on(
    uses: Iterable[Statement], on: date, schema: Schema, voice: Voice = PLAIN
) -> tuple[Shown, str, tuple[Statement, ...]]:
    """Say what the statements of use show of one day, and which of them do."""
    words = _Words(schema, voice)
    stated = [(_term(each, schema), each) for each in uses if each.kind == "term"]
    showing = [each for term, each in stated if term.shows == "use"]
    then = [each for each in showing if each.true_on(on) is Answer.YES]
    if then:
        best = max(then, key=_last_known)
        return Shown.THEN, words.on_that_day(best), tuple(then)
    stopped = [
        each for term, each in stated if term.key == "stopped" and each.true_on(on) is Answer.YES
    ]
    if stopped:
        before = [each for each in showing if _lies_before(each, on)]
        last = max(before, key=_last_known) if before else None
        return Shown.STOPPED, words.stopped(last), tuple(stopped)
    return _otherwise(showing, on, words)


def _otherwise(
    showing: list[Statement], on: date, words: "_Words"
) -> tuple[Shown, str, tuple[Statement, ...]]:
    """Say what is shown of other days, where nothing settles the day itself."""
    say = words.voice.say
    dated = [each for each in showing if each.valid is not None]
    if around := [each for each in dated if _may_hold(each, on)]:
        best = max(around, key=_last_known)
        return Shown.AROUND, words.around(best), (best,)
    if before := [each for each in dated if _lies_before(each, on)]:
        best = max(before, key=_last_known)
        return Shown.BEFORE, words.before(best), (best,)
    if dated:
        best = min(dated, key=lambda each: _first_known(each) or date.max)
        return Shown.AFTER, words.after(best), (best,)
    if showing:
        wording = say("shown in use, on days the source does not give")
        return Shown.UNDATED, wording, (showing[0],)
    return Shown.NOT_SHOWN, say("nothing read so far shows it in use"), ()


def _lies_before(statement: Statement, on: date) -> bool:
    return statement.valid is not None and _last_known(statement) < on


def _term(statement: Statement, schema: Schema) -> Term:
    return schema.term(schema.fields["use"].vocabulary, str(statement.value))


def _may_hold(statement: Statement, on: date) -> bool:
    """Say whether the day lies between two ends that the source gives only roughly."""
    days = statement.valid
    if days is None or not days.end.is_known or statement.true_on(on) is Answer.NO:
        return False
    return days.start.is_known and days.end.latest is not None and on <= days.end.latest


def _last_known(statement: Statement) -> date:
    """The last day on which the statement itself shows the use; an open end says no more."""
    if statement.valid is None:
        return date.min
    days = statement.valid
    last = days.certain(known_to=statement.known_to)[1]
    return last or days.end.latest or days.start.latest or date.min


def _first_known(statement: Statement) -> date | None:
    days = statement.valid
    return days.start.earliest or days.start.latest if days is not None else None


@dataclass(frozen=True, slots=True)
class _Words:
    """Words for what a statement of use shows, never stronger than it."""

    schema: Schema
    voice: Voice

    def on_that_day(self, statement: Statement) -> str:
        return self.voice.say("{shown} on that day").format(shown=self._how(statement))

    def stopped(self, last: Statement | None) -> str:
        if last is None:
            return self.voice.say("said to have stopped by that day")
        said = self.voice.say("said to have stopped by that day; {last}")
        return said.format(last=self._last(last))

    def around(self, statement: Statement) -> str:
        said = self.voice.say("{shown} {when}; the source's dates do not settle that day")
        return said.format(shown=self._how(statement), when=self._days(statement))

    def before(self, statement: Statement) -> str:
        said = self.voice.say("{last}; whether it was in use on that day is not known")
        return said.format(last=self._last(statement))

    def after(self, statement: Statement) -> str:
        said = self.voice.say("shown in use {when}; of that day nothing is known")
        return said.format(when=self._days(statement))

    def _how(self, statement: Statement) -> str:
        """Word the state of use as a speaker gave it: in use, on trial."""
        term = _term(statement, self.schema)
        state = term.sentence.removeprefix("was ") or term.label.lower()
        return self.voice.say("shown {state}").format(state=self.voice.say(state))

    def _last(self, statement: Statement) -> str:
        """Word a use that lies back, or whose last word does."""
        days = statement.valid
        is_open = days is not None and "/" in days.text and not days.end.is_known
        open_ended = self.voice.say("shown in use {when}")
        ended = self.voice.say("last shown in use {when}")
        return (open_ended if is_open else ended).format(when=self._days(statement))

    def _days(self, statement: Statement) -> str:
        """Word the days of a statement as the source gives them."""
        say, days = self.voice.say, statement.valid
        assert days is not None
        start, slash, end = days.text.partition("/")
        if not slash:
            is_one_day = days.text.count("-") > 1
            said = say("on {day}") if is_one_day else say("in {day}")
            return said.format(day=self._edge(days.text))
        if start and end:
            said = say("from {start} to {end}")
            return said.format(start=self._edge(start), end=self._edge(end))
        if end:
            return say("until {end}").format(end=self._edge(end))
        if told := statement.known_to:
            said = say("since {start}, last told in {told}")
            return said.format(start=self._edge(start), told=self.voice.month(told))
        return say("since {start}").format(start=self._edge(start))

    def _edge(self, text: str) -> str:
        """Turn 2024-08 into August 2024; leave a year as it is."""
        word, _, rest = text.rpartition(" ")
        year, *more = rest.split("-")
        said = self.voice.say(word) if word else ""
        if not more:
            return f"{said} {rest}".strip()
        day = date(int(year), int(more[0]), int(more[1]) if len(more) > 1 else 1)
        shown = self.voice.long_day(day) if len(more) > 1 else self.voice.month(day)
        return f"{said} {shown}".strip()


def _labels(subject: SubjectFile, field: str, schema: Schema) -> tuple[str, ...]:
    row = schema.fields.get(field)
    if row is None or row.type != "term":
        return ()
    labels = (schema.term_label(field, str(s.value)) for s in subject.of(field) if s.kind == "term")
    return tuple(dict.fromkeys(labels))


def _names(subject: SubjectFile, field: str, collection: Collection) -> tuple[str, ...]:
    found = (collection.subjects.get(slug) for slug in subject.slugs(field))
    return tuple(dict.fromkeys(each.name for each in found if each is not None))
