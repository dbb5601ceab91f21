"""A due date with its working, as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from candour.law.clocks import OPEN_NAME, SAFE_NAME, Due, DueOn
from candour.law.provisions import Provision
from candour.law.reminders import Reminder
from candour.law.rules import LastDay, Meaning, Rule, Status
from candour.web.help.law_texts import day_in_words, weekday_in_words


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
    is_past: bool
    source: str
    working: tuple[StepOfWorking, ...]


@dataclass(frozen=True, slots=True)
class DueShown:
    """What a rule makes of a day, with every step; a note may end with the rule's `saving`."""

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
    saving: str
    sources: tuple[str, ...]
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True)
class ProvisionShown:
    """A provision that a step or a reply rests on, and how far its text was read."""

    law: str
    read: str
    checked_on: str


def due_shown(due: Due, *, today: date) -> DueShown:
    """Show a due date; no day to be careful by is shown once it has passed and the last has not."""
    rule = due.rule
    is_open = due.latest >= today
    also = [each for each in due.also if not (is_open and each.day < today and _is_careful(each))]
    is_late = len(also) < len(due.also)
    do_it_now = _("The last day is %(day)s. Do it now.") % {"day": day_in_words(due.on)}
    return DueShown(
        rule_id=rule.id,
        name=_(rule.name),
        starts=_(rule.starts),
        starts_on=weekday_in_words(due.starts_on),
        meaning=meaning_in_words(rule.meaning),
        nation=_((due.country or due.nation).label),
        in_force=due.in_force,
        dates=tuple(_dated(each, today, rule) for each in due.dates),
        readings=tuple(_dated(each, today, rule) for each in due.readings),
        also=tuple(_dated(each, today, rule) for each in also),
        notes=((do_it_now,) if is_late else ()) + due.notes,
        saving=_(rule.saving) if rule.saving else "",
        sources=due.sources,
        reminders=tuple(due.reminders()),
    )


def _is_careful(dated: DueOn) -> bool:
    return dated.name in {SAFE_NAME, OPEN_NAME}


def _dated(due: DueOn, today: date, rule: Rule) -> Dated:
    """Show one day; a step that opened on a day is open still, and its day has not passed."""
    steps = (StepOfWorking(_short(step.day), step.counts, step.why) for step in due.working)
    return Dated(
        name=_(due.name),
        day=weekday_in_words(due.day),
        iso=due.day.isoformat(),
        is_past=due.day < today and rule.meaning is not Meaning.OPENS,
        source=_(due.source) if due.source else "",
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


def provisions_shown(provisions: Iterable[Provision]) -> tuple[ProvisionShown, ...]:
    return tuple(
        ProvisionShown(
            law=f"{each.act}, {each.section}",
            read=status_in_words(each.how_read),
            checked_on=day_in_words(each.checked_on),
        )
        for each in provisions
    )


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
    wording = _("Was in force from %(first)s to %(last)s.")
    return wording % {"first": day_in_words(first), "last": day_in_words(last)}
