"""A due date with its working, as a page shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from candour.law.clocks import Due, DueOn
from candour.law.rules import LastDay, Meaning, Rule, Status
from candour.web.law_texts import day_in_words, weekday_in_words


@dataclass(frozen=True, slots=True)
class StepOfWorking:
    day: str
    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One of the dates of a rule: its name, the day, what it rests on and how it was reached."""

    name: str
    day: str
    iso: str
    source: str
    working: tuple[StepOfWorking, ...]


@dataclass(frozen=True, slots=True)
class DueShown:
    """What a rule makes of a day, with every step."""

    rule_id: str
    name: str
    starts: str
    starts_on: str
    meaning: str
    nation: str
    in_force: bool | None
    dates: tuple[Dated, ...]
    readings: tuple[Dated, ...]
    also: tuple[Dated, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    as_data: dict[str, Any]


def due_shown(due: Due) -> DueShown:
    rule = due.rule
    return DueShown(
        rule_id=rule.id,
        name=_(rule.name),
        starts=_(rule.starts),
        starts_on=weekday_in_words(due.starts_on),
        meaning=meaning_in_words(rule.meaning),
        nation=_(due.nation.label),
        in_force=due.in_force,
        dates=tuple(map(_dated, due.dates)),
        readings=tuple(map(_dated, due.readings)),
        also=tuple(map(_dated, due.also)),
        notes=due.notes,
        sources=due.sources,
        as_data=due.as_dict(),
    )


def _dated(each: DueOn) -> Dated:
    steps = (StepOfWorking(_short(step.day), step.counts, step.why) for step in each.working)
    return Dated(
        name=_(each.name),
        day=weekday_in_words(each.day),
        iso=each.day.isoformat(),
        source=_(each.source) if each.source else "",
        working=tuple(steps),
    )


def _short(day: date) -> str:
    return weekday_in_words(day)


# words for what a rule is


def meaning_in_words(meaning: Meaning) -> str:
    return {
        Meaning.BODY: _("The body must act by this day"),
        Meaning.PERSON: _("You should act by this day"),
        Meaning.OPENS: _("From this day the step is open"),
    }[meaning]


def status_in_words(status: Status) -> str:
    return {
        Status.READ: _("We read the text of the law."),
        Status.PART: _("We read a part of the text of the law. The rest is background knowledge."),
        Status.BACKGROUND: _("We did not read the text of the law. This is background knowledge."),
    }[status]


def last_day_in_words(rule: Rule) -> str:
    """Say what happens when the last day is no working day."""
    return {
        LastDay.STAYS: _("The last day stays, even at a weekend."),
        LastDay.ROLLS: _("A last day on a weekend or bank holiday moves to the next open day."),
        LastDay.DO_NOT_RELY: _("If the last day is no working day, act before it."),
    }[rule.last_day]


def force_in_words(rule: Rule) -> str:
    """Say since when a rule holds, and until when."""
    first, last = rule.in_force.start.earliest, rule.in_force.end.latest
    if first is None or first.year <= 1000:  # noqa: PLR2004 - the first day there is: no start given
        return _("In force; its first day was not looked up.")
    if last is None:
        return _("In force since %(first)s.") % {"first": day_in_words(first)}
    said = _("Was in force from %(first)s to %(last)s.")
    return said % {"first": day_in_words(first), "last": day_in_words(last)}
