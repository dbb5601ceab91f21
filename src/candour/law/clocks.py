"""From a rule and a day to the dates that follow, each with its working.

Pure date arithmetic: no clock and no file is read here. The rules, the bank holidays and every day
come in from outside.
"""

from datetime import date, timedelta
from enum import StrEnum

from candour.core.days import Answer, Days
from candour.core.errors import CandourError
from candour.law.day_counting import Counter
from candour.law.due import (
    NOT_LEGAL_ADVICE,
    OPEN_NAME,
    PROMPT_NAME,
    SAFE_NAME,
    Due,
    DueOn,
    Moved,
    Step,
    Stopped,
    moved,
)
from candour.law.holidays import ENGLISH_AND_WELSH, Holidays, Part, country_of, legal_system
from candour.law.rules import Rule, Status, Stop
from candour.law.voice import PLAIN, Voice

__all__ = [
    "NOT_LEGAL_ADVICE",
    "OPEN_NAME",
    "PROMPT_NAME",
    "SAFE_NAME",
    "BadStop",
    "Due",
    "DueOn",
    "Moved",
    "NotOfThisNation",
    "Step",
    "Stopped",
    "WhyNoStop",
    "due_date",
    "moved",
]

A_WEEK = timedelta(days=7)


class NotOfThisNation(CandourError):
    """A rule asked for in a part of the UK where it is not the law."""

    def __init__(self, rule: Rule, nation: Part) -> None:
        self.rule, self.nation = rule, nation
        hint = _instead(rule, nation) or "This register knows no such rule there."
        where = " and ".join(each.label for each in (rule.countries or rule.nations))
        super().__init__(f"{rule.id} is a rule of {where}, not of {nation.label}. {hint}")


def _instead(rule: Rule, part: Part) -> str:
    """Name the rule that takes the place of one in a part of the UK, or "".

    For England and Wales together, where each has its own, both are named.
    """
    other = rule.instead.get(part) or rule.instead.get(legal_system(part))
    if other:
        return f"Use {other} there."
    inside = [each for each in ENGLISH_AND_WELSH if each.nation is part and each in rule.instead]
    named = " and ".join(f"{rule.instead[each]} in {each.label}" for each in inside)
    return f"Use {named}." if named else ""


class WhyNoStop(StrEnum):
    """Why a stop can't be."""

    NEEDED = "the rule needs the days of a stop, and none were given"
    CANT_STOP = "the clock of the rule can't be stopped by a question"
    ENDS_FIRST = "the stop ends before it starts"
    BEFORE_START = "the stop comes before the clock starts"
    AFTER_END = "the days had run out before the stop"


class BadStop(CandourError):
    """Days on which a clock is said to have stood still, and could not have.

    `reason` says why; `day` is the day it turns on, where there is one.
    """

    def __init__(self, message: str, reason: WhyNoStop, *, day: date | None = None) -> None:
        self.reason, self.day = reason, day
        super().__init__(message)


def due_date(
    rule: Rule,
    starts_on: date,
    *,
    holidays: Holidays,
    nation: Part | None = None,
    stopped: Stopped | None = None,
    decided_on: date | None = None,
    voice: Voice = PLAIN,
) -> Due:
    """Return the dates that follow from a rule and the day its clock starts.

    `voice` says the working and the notes; names of dates stay as filed, since they are keys.

    Raises
    ------
    NotOfThisNation
        If the rule is not the law in that part of the UK.
    HolidaysUnknown
        If the date would need bank holidays of years that nobody has given.
    BadStop
        If the days of a stop can't be, or the rule's clock can't be stopped.
    """
    part = nation or rule.nations[0]
    nation, country = legal_system(part), country_of(part)
    if nation not in rule.nations or not rule.holds_in(country):
        raise NotOfThisNation(rule, part)
    _check_stop(rule, starts_on, stopped)
    say = voice.say
    notes = [say(each) for each in rule.notes]
    notes += [say(each.note) for each in rule.then if _is_among(starts_on, each.days)]
    in_force = _in_force(rule, starts_on, decided_on=decided_on)
    notes[:0] = _force_notes(rule, in_force, voice)
    if (
        stopped is not None
        and rule.stop_in_force.hold_on(starts_on, known_to=date.max) is Answer.NO
    ):
        could_not = say("The clock could not be stopped then. {saving}")
        saving = say(rule.saving) if rule.saving else ""
        notes.insert(0, could_not.format(saving=saving).strip())
        stopped = None
    counter = Counter(rule, nation=nation, holidays=holidays, stopped=stopped, voice=voice)
    dates = tuple(counter.run(dated, starts_on) for dated in rule.dates)
    readings = tuple(counter.run(dated, starts_on) for dated in rule.readings)
    if stopped is not None and rule.stop == Stop.LEFT_OUT and not counter.has_stopped:
        ended = max(each.day for each in (*dates, *readings))
        raise BadStop(
            f"The days of {rule.id} had run out on {ended}, before the stop on {stopped.first}.",
            WhyNoStop.AFTER_END,
            day=ended,
        )
    also = [counter.run(dated, starts_on) for dated in rule.also]
    also += counter.careful_date((*dates, *readings)[0].day)
    if rule.status != Status.READ:
        read = say("The text of this rule was {how_far}.")
        notes.append(read.format(how_far=say(rule.status.value)))
    return Due(
        rule=rule,
        starts_on=starts_on,
        nation=nation,
        country=country,
        in_force=in_force,
        dates=dates,
        readings=readings,
        also=tuple(also),
        notes=tuple(notes + counter.notes),
        holidays_source=holidays.source,
        holidays_fetched_on=holidays.fetched_on,
    )


# in force


def _in_force(rule: Rule, starts_on: date, *, decided_on: date | None) -> bool | None:
    """Say whether the rule was the law; None where it turns on the day of the decision.

    A decision is never later than the notice of it, so an early notice settles the matter.
    """
    if rule.judged_by == "decision" and decided_on is not None:
        return _holds(rule, decided_on)
    if rule.judged_by == "decision" and not _holds(rule, starts_on):
        first = rule.in_force.start.latest
        return False if first is not None and starts_on < first else None
    return _holds(rule, starts_on)


def _holds(rule: Rule, day: date) -> bool:
    return _is_among(day, rule.in_force)


def _is_among(day: date, days: Days) -> bool:
    return days.hold_on(day, known_to=date.max) is Answer.YES


def _force_notes(rule: Rule, in_force: bool | None, voice: Voice) -> list[str]:  # noqa: FBT001
    first, last = rule.in_force.start.earliest, rule.in_force.end.latest
    saving = voice.say(rule.saving) if rule.saving else ""
    if in_force is False:
        start = voice.day(first) if first else ""
        end = voice.day(last) if last else ""
        open_ended = voice.say("This rule was not in force: it holds from {start}.")
        ended = voice.say("This rule was not in force: it holds from {start} to {end}.")
        note = (ended if last else open_ended).format(start=start, end=end)
        return [note, saving] if saving else [note]
    if in_force is None:
        turns = voice.say("Whether this rule holds turns on the day of the decision. {saving}")
        return [turns.format(saving=saving)]
    return [saving] if saving and rule.judged_by == "decision" else []


# stops


def _check_stop(rule: Rule, starts_on: date, stopped: Stopped | None) -> None:
    if stopped is None:
        if rule.needs_stop:
            raise BadStop(
                f"{rule.id} needs the days of the stop. Give them with --clarified "
                f"{starts_on}..{starts_on + A_WEEK}.",
                WhyNoStop.NEEDED,
            )
        return
    if rule.stop == Stop.NOTHING:
        raise BadStop(
            f"The clock of {rule.id} can't be stopped by a question. Leave --clarified out.",
            WhyNoStop.CANT_STOP,
        )
    if stopped.last < stopped.first:
        raise BadStop(
            f"A stop from {stopped.first} to {stopped.last} ends before it starts. "
            "Write the day of the question first.",
            WhyNoStop.ENDS_FIRST,
        )
    if stopped.first < starts_on:
        raise BadStop(
            f"The clock started on {starts_on} and can't have been stopped on {stopped.first}, "
            "before it.",
            WhyNoStop.BEFORE_START,
            day=starts_on,
        )
