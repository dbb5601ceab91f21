"""The calculator of a clock: what is posted, what is wrong with it, and the dates that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from candour.law.clocks import BadStop, NotOfThisNation, Stopped, WhyNoStop, due_date
from candour.law.holidays import (
    ENGLISH_AND_WELSH,
    PARTS,
    Holidays,
    HolidaysUnknown,
    Nation,
    Part,
    part_named,
)
from candour.law.rules import Rule, Stop
from candour.law.voice import Voice
from candour.web.help.form import Wrong
from candour.web.help.law_texts import day_in_words
from candour.web.help.posted import Posted, iso_day
from candour.web.help.working import DueShown, due_shown

FIRST_YEAR, LAST_YEAR = 1900, 2100
FORM_NAMES = ("clock", "from", "nation", "decided", "asked", "answered")


@dataclass(frozen=True, slots=True)
class ClockChoice:
    id: str
    name: str
    starts: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class NationChoice:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Calculator:
    """The form as its page shows it, with what was typed, and the result if there is one."""

    clocks: tuple[ClockChoice, ...]
    nations: tuple[NationChoice, ...]
    typed: Mapping[str, str]
    asks_decided: bool
    asks_stop: bool
    wrong: tuple[Wrong, ...] = ()
    due: DueShown | None = None

    def wrong_at(self, name: str) -> str:
        return next((each.message for each in self.wrong if each.field == name), "")


@dataclass
class _Reading:
    """The fields of one calculation, read one by one; mistakes are gathered."""

    posted: Posted
    wrong: list[Wrong] = field(default_factory=list)

    def day(self, name: str, *, needed: bool = False) -> date | None:
        text = self.posted.last(name)
        if not text and not needed:
            return None
        day = iso_day(text)
        if day is None:
            self.say(name, _("Give a day, written like 2026-06-12."))
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            wording = _("Give a day from %(first)s to %(last)s.")
            self.say(name, wording % {"first": FIRST_YEAR, "last": LAST_YEAR})
            return None
        return day

    def say(self, name: str, message: str) -> None:
        self.wrong.append(Wrong(name, message))


def calculator(
    rules: Sequence[Rule],
    posted: Posted | None = None,
    *,
    filed: Mapping[str, Rule],
    holidays: Holidays,
    voice: Voice,
    chosen: str = "",
) -> Calculator:
    """Build the calculator of some clocks; with a form posted, work the dates out.

    `rules` may be in another language; `filed` are the same as they stand in the file. `chosen` is
    the clock that stands in the form before anyone has picked one.
    """
    typed = {name: posted.last(name) for name in FORM_NAMES} if posted is not None else {}
    chosen = typed.get("clock", chosen)
    blank = Calculator(
        clocks=tuple(ClockChoice(r.id, r.name, r.starts, r.id == chosen) for r in rules),
        nations=tuple(
            NationChoice(each, _(each.label), each == typed.get("nation"))
            for each in _parts_of(rules)
        ),
        typed=typed,
        asks_decided=any(rule.judged_by == "decision" for rule in rules),
        asks_stop=any(rule.stop != Stop.NOTHING for rule in rules),
    )
    if posted is None:
        return blank
    reading = _Reading(posted)
    due = _worked_out(reading, {rule.id for rule in rules}, filed, holidays, voice)
    return Calculator(
        blank.clocks,
        blank.nations,
        typed,
        blank.asks_decided,
        blank.asks_stop,
        tuple(reading.wrong),
        due,
    )


def _worked_out(
    reading: _Reading,
    clocks: set[str],
    filed: Mapping[str, Rule],
    holidays: Holidays,
    voice: Voice,
) -> DueShown | None:
    clock = reading.posted.last("clock")
    rule = filed.get(clock) if clock in clocks else None
    if rule is None:
        reading.say("clock", _("Pick a clock from the list."))
    starts = reading.day("from", needed=True)
    decided, stopped = reading.day("decided"), _stopped(reading, rule)
    _check_decision(reading, rule, decided, starts)
    nation = _nation(reading, rule)
    if rule is None or starts is None or reading.wrong:
        return None
    try:
        due = due_date(
            rule,
            starts,
            holidays=holidays,
            nation=nation,
            stopped=stopped,
            decided_on=decided,
            voice=voice,
        )
    except NotOfThisNation as error:
        other = rule.instead.get(error.nation, "")
        hint = _("Use %(other)s there.") % {"other": other} if other else ""
        wording = _("This clock does not run in %(nation)s.") % {"nation": _(error.nation.label)}
        reading.say("nation", f"{wording} {hint}".strip())
    except HolidaysUnknown as error:
        wording = _("We know bank holidays from %(first)s to %(last)s. This date needs %(day)s.")
        days = {"first": error.first, "last": error.last, "day": error.day}
        reading.say("from", wording % {key: day_in_words(day) for key, day in days.items()})
    except BadStop as error:
        reading.say("asked", _stop_advice(error.reason))
    else:
        return due_shown(due, today=timezone.localdate())
    return None


def _check_decision(
    reading: _Reading, rule: Rule | None, decided: date | None, starts: date | None
) -> None:
    """Refuse a day of a decision that changes nothing, or that comes after its own notice."""
    if rule is None or decided is None:
        return
    if rule.judged_by != "decision":
        reading.say("decided", _("This clock does not turn on a decision. Leave that day empty."))
    elif starts is not None and decided > starts:
        reading.say("decided", _("The decision can’t come after its notice. Check both days."))


def _parts_of(rules: Sequence[Rule]) -> list[Part]:
    """The parts of the UK that some rules differ by: England and Wales apart where one does."""
    countries = {country for rule in rules for country in rule.countries}
    parts: list[Part] = [each for each in Nation if any(each in rule.nations for rule in rules)]
    if Nation.ENGLAND_WALES in parts and countries & set(ENGLISH_AND_WELSH):
        both = [each for each in ENGLISH_AND_WELSH if any(r.holds_in(each) for r in rules)]
        is_of_both = any(r.holds_in(c) for r in rules for c in both if not r.countries)
        parts[:1] = [*([Nation.ENGLAND_WALES] if is_of_both else []), *both]
    return parts


def _nation(reading: _Reading, rule: Rule | None) -> Part | None:
    text = reading.posted.last("nation")
    if text and text not in PARTS:
        reading.say("nation", _("Pick a part of the UK from the list."))
        return None
    if text:
        return part_named(text)
    if rule is None:
        return None
    return next(iter(rule.countries), rule.nations[0])


def _stopped(reading: _Reading, rule: Rule | None) -> Stopped | None:
    first, last = reading.day("asked"), reading.day("answered")
    if first is None and last is None:
        return None
    if first is None or last is None:
        reading.say("asked", _("Give both days: of the question, and of your reply."))
        return None
    return Stopped(first, last)


def _stop_advice(reason: WhyNoStop) -> str:
    """Say what is wrong with the days on which a clock stood still."""
    return {
        WhyNoStop.NEEDED: _("This clock needs the days of the stop. Give both."),
        WhyNoStop.CANT_STOP: _("A question does not stop this clock. Leave both days empty."),
        WhyNoStop.ENDS_FIRST: _("The reply can’t come before the question. Check both days."),
        WhyNoStop.BEFORE_START: _(
            "The question can’t come before the clock starts. Check the days."
        ),
        WhyNoStop.AFTER_END: _("The clock had run out before the question. Check the days."),
    }[reason]
