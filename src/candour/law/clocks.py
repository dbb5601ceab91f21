"""From a rule and a day to the dates that follow, each with its working.

Pure date arithmetic: no clock and no file is read here. The rules, the bank holidays and every day
come in from outside.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from candour.core.days import Answer, Days
from candour.core.errors import CandourError
from candour.law.holidays import (
    ALL_PARTS,
    Country,
    Holidays,
    HolidaysUnknown,
    Nation,
    Part,
    country_of,
    legal_system,
    why_not_working,
)
from candour.law.reminders import DayKind, Reminder
from candour.law.rules import Counting, Dated, LastDay, Meaning, Rule, Span, Status, Stop, Unit
from candour.law.voice import PLAIN, Voice, marked

ONE_DAY = timedelta(days=1)
MONTHS_OF = {Unit.MONTH: 1, Unit.YEAR: 12}
DAYS_OF = {Unit.DAY: 1, Unit.WEEK: 7}
SAFE_NAME = marked("to be careful, act by")
PROMPT_NAME = "see a lawyer by"  # of the rules of courts where a claim must be made promptly
OPEN_NAME = marked("last open day before it")
NOT_COUNTED = marked("the day it starts is not counted")
STOOD_STILL = marked("the clock stood still")
LENGTHS = {
    Unit.WORKING_DAY: (marked("{number} working day"), marked("{number} working days")),
    Unit.DAY: (marked("{number} day"), marked("{number} days")),
    Unit.WEEK: (marked("{number} week"), marked("{number} weeks")),
    Unit.MONTH: (marked("{number} month"), marked("{number} months")),
    Unit.YEAR: (marked("{number} year"), marked("{number} years")),
}
NOT_LEGAL_ADVICE = marked("This is not legal advice.")


class NotOfThisNation(CandourError):
    """A rule asked for in a part of the UK where it is not the law."""

    def __init__(self, rule: Rule, nation: Part) -> None:
        self.rule, self.nation = rule, nation
        other = rule.instead.get(nation) or rule.instead.get(legal_system(nation))
        hint = f" Use {other} there." if other else " This register knows no such rule there."
        where = " and ".join(each.label for each in (rule.countries or rule.nations))
        super().__init__(f"{rule.id} is a rule of {where}, not of {nation.label}.{hint}")


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


@dataclass(frozen=True, slots=True)
class Stopped:
    """The days from a question to its answer, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the working: whether it counts, and why or why not."""

    day: date
    counts: bool
    why: str

    def as_dict(self) -> dict[str, Any]:
        return {"day": self.day.isoformat(), "counts": self.counts, "why": self.why}


@dataclass(frozen=True, slots=True)
class DueOn:
    """One of the dates of a rule, by its name."""

    name: str
    day: date
    source: str
    working: tuple[Step, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether it is a day before the last one that no Act sets."""
        return self.name in {SAFE_NAME, OPEN_NAME, PROMPT_NAME}


@dataclass(frozen=True, slots=True)
class Due:
    """What a rule makes of a day: the date, how it was reached, and what it rests on.

    `in_force` is None where it turns on a day nobody gave.
    """

    rule: Rule
    starts_on: date
    nation: Nation
    country: Country | None
    in_force: bool | None
    dates: tuple[DueOn, ...]
    readings: tuple[DueOn, ...]
    also: tuple[DueOn, ...]
    notes: tuple[str, ...]
    holidays_source: str
    holidays_fetched_on: date | None

    @property
    def on(self) -> date:
        """The date to expect: the first the rule names, or its first reading."""
        return (self.dates or self.readings)[0].day

    @property
    def latest(self) -> date:
        """The day after which the body is late, whichever reading is right."""
        return max(each.day for each in self.readings) if self.readings else self.on

    @property
    def named_dates(self) -> tuple[DueOn, ...]:
        several = self.dates if len(self.dates) > 1 else ()
        return (*several, *self.also)

    def reminders(self) -> Iterator[Reminder]:
        """Give every day of it to keep, marked by whose day it is."""
        kind = DayKind.ANSWER if self.rule.meaning is Meaning.BODY else DayKind.LAST
        for dated in (*self.dates, *self.readings, *self.also):
            yield Reminder(dated.day, self.rule.id, DayKind.OURS if dated.is_ours else kind)

    @property
    def working(self) -> tuple[Step, ...]:
        return (self.dates or self.readings)[0].working

    @property
    def sources(self) -> tuple[str, ...]:
        rule = self.rule
        texts = [rule.source, rule.address, *(each.source for each in (*self.readings, *self.also))]
        if self._rests_on_holidays:
            fetched = self.holidays_fetched_on
            when = f", fetched on {fetched}" if fetched else ""
            texts.append(f"Bank holidays: {self.holidays_source}{when}")
        return tuple(dict.fromkeys(text for text in texts if text))

    @property
    def _rests_on_holidays(self) -> bool:
        return self.rule.holidays != Counting.NONE or self.rule.last_day != LastDay.STAYS

    def as_dict(self) -> dict[str, Any]:
        """Return the form that the command prints."""
        return {
            "clock": self.rule.id,
            "name": self.rule.name,
            "from": self.starts_on.isoformat(),
            "starts": self.rule.starts,
            "nation": self.nation.value,
            "country": self.country.value if self.country else None,
            "parts": list(self.rule.parts),
            "policy": self.rule.is_policy,
            "meaning": self.rule.meaning.value,
            "due": self.on.isoformat(),
            "in_force": self.in_force,
            "named": [
                {"name": each.name, "due": each.day.isoformat()} for each in self.named_dates
            ],
            "readings": [
                {"name": each.name, "due": each.day.isoformat(), "source": each.source}
                for each in self.readings
            ],
            "late_after": self.latest.isoformat(),
            "working": [step.as_dict() for step in self.working],
            "workings": {
                each.name: [step.as_dict() for step in each.working]
                for each in (*self.dates, *self.readings, *self.also)
            },
            "sources": list(self.sources),
            "status": self.rule.status.value,
            "checked_on": self.rule.checked_on.isoformat(),
            "notes": list(self.notes),
            "not_legal_advice": NOT_LEGAL_ADVICE,
        }


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
    counter = _Counter(rule, nation=nation, holidays=holidays, stopped=stopped, voice=voice)
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


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that a change of holidays has moved."""

    name: str
    before: date
    after: date

    def __str__(self) -> str:
        days = abs((self.after - self.before).days)
        way = "later" if self.after > self.before else "earlier"
        unit = "day" if days == 1 else "days"
        return f"{self.name}: {self.after}, was {self.before} ({days} {unit} {way})"


def moved(before: Due, after: Due) -> tuple[Moved, ...]:
    """Compare the same rule and day worked out with other holidays."""
    old = {each.name: each.day for each in (*before.dates, *before.readings, *before.also)}
    return tuple(
        Moved(each.name, old[each.name], each.day)
        for each in (*after.dates, *after.readings, *after.also)
        if each.name in old and old[each.name] != each.day
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
                f"{starts_on}..{starts_on + 7 * ONE_DAY}.",
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


# counting


class _Counter:
    """Counts the days of one rule, and writes down what it did."""

    def __init__(
        self,
        rule: Rule,
        *,
        nation: Nation,
        holidays: Holidays,
        stopped: Stopped | None,
        voice: Voice,
    ) -> None:
        self.rule, self.holidays, self.stopped = rule, holidays, stopped
        self.voice = voice
        self.parts = _parts(rule.holidays, nation)
        self.own_part = frozenset({nation})
        self.notes: list[str] = []
        self.has_stopped = False

    def run(self, dated: Dated, starts_on: date) -> DueOn:
        working: list[Step] = []
        day = self._restarted(starts_on, working)
        for place, span in enumerate(dated.length, start=1):
            day = self._span(day, span, working, is_first=place == 1)
        day = self._past_stop(starts_on, day, working)
        if self.rule.last_day == LastDay.ROLLS:
            day = self._rolled(day, working)
        return DueOn(dated.name, day, dated.source, tuple(working))

    def _restarted(self, starts_on: date, working: list[Step]) -> date:
        if self.stopped is None or self.rule.stop != Stop.RESTARTS:
            return starts_on
        working.append(Step(starts_on, counts=False, why=self.voice.say("the request came")))
        why = self.voice.say("the body asked what was meant; the days start again with the reply")
        working.append(Step(self.stopped.first, counts=False, why=why))
        return self.stopped.last

    def _span(self, day: date, span: Span, working: list[Step], *, is_first: bool) -> date:
        if span.unit == Unit.WORKING_DAY:
            return self._working_days(day, span, working)
        if is_first:
            say = self.voice.say
            why = say("the first day counts") if span.beginning_with else say(NOT_COUNTED)
            working.append(Step(day, counts=span.beginning_with, why=why))
        end = _calendar_end(day, span)
        working.append(Step(end, counts=True, why=_how_reached(day, end, span, self.voice)))
        return end

    def _working_days(self, day: date, span: Span, working: list[Step]) -> date:
        if not span.beginning_with:
            working.append(Step(day, counts=False, why=self.voice.say(NOT_COUNTED)))
            day += ONE_DAY
        counted = 0
        numbered = self.voice.say("working day {number}")
        while True:
            why = self._left_out(day) or self._shut(day, self.parts)
            counted += not why
            counts = why or numbered.format(number=counted)
            working.append(Step(day, counts=not why, why=counts))
            if counted == span.count:
                return day
            day += ONE_DAY

    def _left_out(self, day: date) -> str:
        stop = self.stopped
        is_out = (
            stop is not None and self.rule.stop == Stop.LEFT_OUT and stop.first <= day <= stop.last
        )
        return self.voice.say(STOOD_STILL) if is_out else ""

    def _shut(self, day: date, parts: Collection[Nation]) -> str:
        return why_not_working(day, parts, self.holidays, self.voice)

    def _past_stop(self, starts_on: date, end: date, working: list[Step]) -> date:
        """Add the days on which the clock stood still; the day it starts is not among them.

        A question on a day that the last day moves over still comes in time.
        """
        stop = self.stopped
        if stop is None or self.rule.stop != Stop.LEFT_OUT:
            return end
        rolls = self.rule.last_day == LastDay.ROLLS
        if stop.first > (self._rolled(end, []) if rolls else end):
            return end
        self.has_stopped = True
        if self.rule.uses_working_days:
            return end  # each day of the stop was left out as it came
        still = list(_days_between(max(stop.first, starts_on + ONE_DAY), stop.last))
        say = self.voice.say
        working += [Step(each, counts=False, why=say(STOOD_STILL)) for each in still]
        if still:
            end += timedelta(days=len(still))
            why = say("{number} days later for the stop").format(number=len(still))
            working.append(Step(end, counts=True, why=why))
            working.sort(key=lambda step: step.day)
        return end

    def _rolled(self, day: date, working: list[Step]) -> date:
        moves = self.voice.say("{why}: moves to the next working day")
        while why := self._shut(day, self.parts):
            why = moves.format(why=why)
            if working and working[-1].day == day:
                why = f"{working.pop().why}; {why}"
            working.append(Step(day, counts=False, why=why))
            day += ONE_DAY
        if working and working[-1].day != day:
            working.append(Step(day, counts=True, why=self.voice.say("a working day")))
        return day

    def careful_date(self, due: date) -> Iterator[DueOn]:
        """Give the day before, where a rule asks for care, and the last day offices are open."""
        name, safe = SAFE_NAME, due
        if self.rule.is_careful:
            name, safe = OPEN_NAME, due - ONE_DAY
            within = self.voice.say(
                "the day before, since “within” can be read to leave out the last"
            )
            yield DueOn(SAFE_NAME, safe, within)
        if self.rule.last_day == LastDay.DO_NOT_RELY:
            yield from self._open_day(name, safe)

    def _open_day(self, name: str, due: date) -> Iterator[DueOn]:
        safe, why = due, ""
        try:
            while reason := self._shut(safe, self.own_part):
                why, safe = why or reason, safe - ONE_DAY
        except HolidaysUnknown:
            unknown = self.voice.say(
                "Bank holidays of {year} are not known here. Check that offices are open on {day}."
            )
            self.notes.append(unknown.format(year=due.year, day=self.voice.day(due)))
            return
        if safe != due:
            careful = self.voice.say("{day} is no working day ({why}); do not rely on more time")
            source = careful.format(day=self.voice.day(due), why=why)
            yield DueOn(name, safe, source)


def _parts(counting: Counting, nation: Nation) -> Collection[Nation]:
    return {
        Counting.ANY_PART: ALL_PARTS,
        Counting.SCOTLAND: frozenset({Nation.SCOTLAND}),
        Counting.ENGLAND_WALES: frozenset({Nation.ENGLAND_WALES}),
        Counting.OF_THE_NATION: frozenset({nation}),
        Counting.NONE: frozenset(),
    }[counting]


def _calendar_end(day: date, span: Span) -> date:
    """Return the last day of a span of days, weeks, months or years.

    Months after a day end on the same date, or the last of a shorter month. Months that begin
    with a day end on the day before that date, or, where the month has no such date, on its last.
    """
    if span.unit in DAYS_OF:
        return day + timedelta(days=span.count * DAYS_OF[span.unit] - span.beginning_with)
    year, month = divmod(day.year * 12 + day.month - 1 + span.count * MONTHS_OF[span.unit], 12)
    length = monthrange(year, month + 1)[1]
    if day.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, day.day) - span.beginning_with * ONE_DAY


def _how_reached(day: date, end: date, span: Span, voice: Voice) -> str:
    kind = voice.say("beginning with") if span.beginning_with else voice.say("after")
    length = span_in_words(span, voice)
    text = f"{length} {kind} {voice.day(day)}"
    if span.unit in MONTHS_OF and not span.beginning_with and end.day != day.day:
        short = voice.say("{length}; the month has no day {day}")
        return short.format(length=text, day=day.day)
    return text


def span_in_words(span: Span, voice: Voice = PLAIN) -> str:
    """Put a span in words: 1 month, 20 working days.

    Examples
    --------
    >>> span_in_words(Span(20, Unit.WORKING_DAY, beginning_with=False))
    '20 working days'
    """
    one, many = LENGTHS[span.unit]
    return voice.say(one if span.count == 1 else many).format(number=span.count)


def _days_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
