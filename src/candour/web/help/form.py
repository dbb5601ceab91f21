"""From what is posted to answers: which questions there are, and what is wrong with an answer.

Everything is read anew with each page, since nothing is kept between two.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from candour.core.errors import CandourError
from candour.law.answers import (
    NATION_OF,
    Age,
    Answers,
    ForWhom,
    Situation,
    usual_nation,
    works_in,
)
from candour.law.bodies import (
    Force,
    NoAuthority,
    NotInTheUk,
    NotWrittenTo,
    UnknownSubject,
    kind_by_words,
    read_kinds,
    typed_force,
)
from candour.law.holidays import PARTS, Country, Nation, Part, country_of, legal_system, part_named
from candour.law.routes import What
from candour.web.help.days import CantBeADay, DayGiven, day_given
from candour.web.help.law_texts import day_in_words, texts
from candour.web.help.posted import Posted, iso_day

NONE = "none"
NO_DAY = "no-day"


class Question(StrEnum):
    WHERE = "where"
    KIND = "kind"
    NATION = "nation"
    WHAT = "what"
    WHEN = "when"
    REPLY = "reply"
    WHOM = "whom"
    AGE = "age"
    CARE = "care"


FIELDS: Mapping[Question, tuple[str, ...]] = {
    Question.WHERE: ("force", "typed"),
    Question.KIND: ("kind",),
    Question.NATION: ("nation",),
    Question.WHAT: ("what",),
    Question.WHEN: ("day", "month", "year", NO_DAY),
    Question.REPLY: ("reply", "replied"),
    Question.WHOM: ("for",),
    Question.AGE: ("age",),
    Question.CARE: ("care",),
}
ANSWER_NAMES = tuple(name for names in FIELDS.values() for name in names)
FORM_NAMES = (*ANSWER_NAMES, "system", "at", "go", "review")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an answer: the field it stands at, and what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Given:
    """The answers so far; None where a question has no answer that can be used.

    `typed` is a body the register does not hold, by the name it was given, and `near` are those of
    the register that come near to it. `reply` is "" where none came.
    """

    force: Force | None = None
    typed: str = ""
    near: tuple[Force, ...] = ()
    nation: Part | None = None
    what: What | None = None
    day: DayGiven | None = None
    reply: str = ""
    replied_on: date | None = None
    for_whom: ForWhom | None = None
    age: Age | None = None
    situations: frozenset[Situation] | None = None

    @property
    def asks_nation(self) -> bool:
        return self.force is not None and needs_nation(self.force)

    @property
    def law_of(self) -> Nation | None:
        """The legal system that counts, where it is known by now."""
        if self.force is None or (self.asks_nation and self.nation is None):
            return None
        return legal_system(self.nation) if self.nation else usual_nation(self.force)

    def answers(self) -> Answers:
        """Return the answers whole; only for a form on which nothing is wrong."""
        assert self.force is not None
        assert self.what is not None
        assert self.for_whom is not None
        assert self.day is not None
        return Answers(
            force=self.force,
            on=self.day.first,
            until=self.day.last,
            what=self.what,
            for_whom=self.for_whom,
            nation=self.nation if self.asks_nation else None,
            age=self.age,
            reply=self.reply,
            replied_on=self.replied_on if self.reply else None,
            situations=self.situations or frozenset(),
        )


@dataclass(frozen=True, slots=True)
class Form:
    """What was posted, read: the answers, what is wrong with each, and the questions there are."""

    posted: Posted
    given: Given
    wrong: Mapping[Question, tuple[Wrong, ...]]
    questions: tuple[Question, ...]

    @property
    def first_wrong(self) -> Question | None:
        return next((each for each in self.questions if self.wrong.get(each)), None)

    def after(self, question: Question) -> Question | None:
        place = self.questions.index(question) + 1 if question in self.questions else 0
        return self.questions[place] if place < len(self.questions) else None

    def before(self, question: Question) -> Question | None:
        place = self.questions.index(question) if question in self.questions else 0
        return self.questions[place - 1] if place else None


def needs_nation(force: Force) -> bool:
    """Whether a body works under more than one legal system, or nobody has said where.

    One that was typed is asked about too, though its country is taken as soon as it is given.
    """
    if not force.slug and not force.is_known:
        return True
    systems = {NATION_OF.get(each) for each in force.nations}
    return len(systems) != 1 or None in systems


def read_form(posted: Posted, *, today: date, find_force: Callable[[str], Force]) -> Form:
    """Read every answer of a form, and say what is wrong with each."""
    reader = _Reader(posted, today, find_force)
    given, wrong = Given(), {}
    for question in Question:
        if not _is_asked(question, given):
            continue
        try:
            given = reader.read(question, given)
        except _NotSo as error:
            wrong[question] = error.wrong
    questions = tuple(each for each in Question if each in wrong or _is_asked(each, given))
    return Form(posted, given, wrong, questions)


def _is_asked(question: Question, given: Given) -> bool:
    return {
        Question.KIND: bool(given.typed),
        Question.NATION: given.asks_nation,
        Question.AGE: given.for_whom is ForWhom.CHILD,
        Question.CARE: given.for_whom is not ForWhom.PUBLIC_INTEREST,
    }.get(question, True)


def why_no_authority(error: NoAuthority) -> str:
    """Say why a body can't be picked, and which one to pick instead."""
    if isinstance(error, NotWrittenTo) and error.whole is not None:
        wording = _("%(name)s takes no letters of its own. Pick this body: %(whole)s.")
        return wording % {"name": error.name, "whole": error.whole.name}
    if isinstance(error, NotWrittenTo) and error.is_many:
        return _("%(name)s is a name for many bodies. Pick the one it was.") % {"name": error.name}
    wording = _("%(name)s is no public authority. Pick the body that used the system.")
    return wording % {"name": error.name}


class _NotSo(Exception):
    def __init__(self, field: str, message: str) -> None:
        self.wrong = (Wrong(field, message),)
        super().__init__(field)


@dataclass(frozen=True, slots=True)
class _Reader:
    posted: Posted
    today: date
    find_force: Callable[[str], Force]

    def read(self, question: Question, given: Given) -> Given:
        return {
            Question.WHERE: self._where,
            Question.KIND: self._kind,
            Question.NATION: self._nation,
            Question.WHAT: self._what,
            Question.WHEN: self._when,
            Question.REPLY: self._reply,
            Question.WHOM: self._whom,
            Question.AGE: self._age,
            Question.CARE: self._care,
        }[question](given)

    def _where(self, given: Given) -> Given:
        slug, typed = self.posted.last("force"), self.posted.last("typed")
        if slug and typed and not self._is_same(slug, typed):
            raise _NotSo("typed", _("Pick a body or type one. Not both."))
        if not slug and not typed:
            raise _NotSo("force", _("Pick the force or other body."))
        try:
            return replace(given, force=self.find_force(slug or typed))
        except NotInTheUk as error:
            wording = _("%(name)s is outside the UK. The routes here are those of UK law.")
            raise _NotSo("force", wording % {"name": error.name}) from None
        except NoAuthority as error:
            raise _NotSo("force", why_no_authority(error)) from None
        except UnknownSubject as error:
            if not slug:
                return self._typed(given, typed, error.near)
            raise _NotSo("force", _("Pick a force or other body from the list.")) from None
        except CandourError:
            raise _NotSo("force", _("Pick a force or other body from the list.")) from None

    def _is_same(self, slug: str, typed: str) -> bool:
        try:
            return self.find_force(typed).slug == self.find_force(slug).slug
        except CandourError:
            return False

    def _typed(self, given: Given, typed: str, near: Sequence[str]) -> Given:
        """Take a body that the register does not hold; its kind is asked unless its name tells."""
        bodies = []
        for slug in near:
            try:
                bodies.append(self.find_force(slug))
            except CandourError:  # abroad, or no authority
                continue
        by_name = read_kinds().get(self.posted.last("kind")) or kind_by_words(typed)
        if by_name is not None and not bodies:
            return replace(given, force=typed_force(typed, kind=by_name, country=self._country()))
        return replace(given, typed=typed, near=tuple(bodies))

    def _country(self) -> Country | None:
        part = self.posted.last("nation")
        return country_of(part_named(part)) if part in PARTS else None

    def _kind(self, given: Given) -> Given:
        text = self.posted.last("kind")
        word, _colon, rest = text.partition(":")
        if word == "body":
            chosen = next((each for each in given.near if each.slug == rest), None)
            if chosen is not None:
                return replace(given, force=chosen)
        if text not in read_kinds():
            raise _NotSo("kind", _("Pick the body you mean, or what kind of body it is."))
        kind = read_kinds()[text]
        return replace(given, force=typed_force(given.typed, kind=kind, country=self._country()))

    def _nation(self, given: Given) -> Given:
        assert given.force is not None
        text = self.posted.last("nation")
        if text not in PARTS:
            raise _NotSo("nation", _("Pick the part of the UK where it happened."))
        if not works_in(given.force, part_named(text)):
            wording = _("%(name)s does not work there. Pick another part of the UK.")
            raise _NotSo("nation", wording % {"name": given.force.name})
        return replace(given, nation=part_named(text))

    def _reply(self, given: Given) -> Given:
        text, day = self.posted.last("reply"), self.posted.last("replied")
        if not text and day:
            raise _NotSo("reply", _("Say which reply came, or leave the day empty."))
        if not text:
            return given
        reply = texts().replies.get(text)
        if reply is None or (given.force and not reply.may_come_from(given.force, given.law_of)):
            raise _NotSo("reply", _("Pick a reply from the list, or the first line if none came."))
        came = iso_day(day)
        if day and came is None:
            raise _NotSo("replied", _("Give a day, written like 2026-06-12."))
        if came is not None and came > self.today:
            wording = _("That day has not come yet. Today is %(today)s.")
            raise _NotSo("replied", wording % {"today": day_in_words(self.today)})
        if came is not None and reply.is_silence:
            raise _NotSo("replied", _("No reply came, so leave the day empty."))
        happened = given.day.first if given.day is not None else None
        if came is not None and happened is not None and came < happened:
            wording = _("The reply can’t come before %(day)s, when it happened. Check both days.")
            raise _NotSo("replied", wording % {"day": day_in_words(happened)})
        return replace(given, reply=text, replied_on=came)

    def _age(self, given: Given) -> Given:
        text = self.posted.last("age")
        return replace(given, age=Age(text) if text in tuple(Age) else None)

    def _what(self, given: Given) -> Given:
        text = self.posted.last("what")
        known = given.force.kind.what if given.force is not None else tuple(What)
        if text not in known:
            raise _NotSo("what", _("Pick what fits best. You can pick “Not sure”."))
        return replace(given, what=What(text))

    def _when(self, given: Given) -> Given:
        typed = [self.posted.last(name) for name in ("day", "month", "year")]
        if self.posted.last(NO_DAY):
            if any(typed):
                raise _NotSo("day", _("Give a day, or tick that there is none. Not both."))
            return replace(given, day=DayGiven(None, None))
        try:
            day = day_given(*typed)
        except CantBeADay as error:
            raise _NotSo(error.field, error.message) from None
        return replace(given, day=self._checked(day, given))

    def _checked(self, day: DayGiven, given: Given) -> DayGiven:
        """Hold a day against today, and against the day a force began."""
        assert day.first is not None
        assert day.last is not None
        if day.first > self.today:
            wording = _("That day has not come yet. Today is %(today)s.")
            raise _NotSo("day", wording % {"today": day_in_words(self.today)})
        began = texts().began.get(given.force.slug) if given.force else None
        if began is None or given.force is None:
            return DayGiven(day.first, min(day.last, self.today))
        first, then = began
        if day.last < first:
            wording = _("%(force)s began on %(day)s. %(then)s")
            named = {"force": given.force.name, "day": day_in_words(first), "then": then}
            raise _NotSo("day", wording % named)
        return DayGiven(max(day.first, first), min(day.last, self.today))

    def _whom(self, given: Given) -> Given:
        text = self.posted.last("for")
        if text not in tuple(ForWhom):
            raise _NotSo("for", _("Pick who this is for."))
        return replace(given, for_whom=ForWhom(text))

    def _care(self, given: Given) -> Given:
        ticked = set(self.posted.all("care"))
        known = {each for each in Situation if each in ticked}
        if not ticked or ticked - set(Situation) - {NONE}:
            raise _NotSo("care", _("Tick all that fit, or “None of these”."))
        if NONE in ticked and known:
            raise _NotSo("care", _("Tick what fits, or “None of these”. Not both."))
        return replace(given, situations=frozenset(known))
