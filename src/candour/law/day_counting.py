"""Counting the days of one rule, with each step written down."""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from candour.law.due import OPEN_NAME, SAFE_NAME, DueOn, Step, Stopped
from candour.law.holidays import ALL_PARTS, Holidays, HolidaysUnknown, Nation, why_not_working
from candour.law.rules import Counting, Dated, LastDay, Rule, Span, Stop, Unit
from candour.law.voice import PLAIN, Voice, marked

ONE_DAY = timedelta(days=1)
MONTHS_OF = {Unit.MONTH: 1, Unit.YEAR: 12}
DAYS_OF = {Unit.DAY: 1, Unit.WEEK: 7}
NOT_COUNTED = marked("the day it starts is not counted")
STOOD_STILL = marked("the clock stood still")
LENGTHS = {
    Unit.WORKING_DAY: (marked("{number} working day"), marked("{number} working days")),
    Unit.DAY: (marked("{number} day"), marked("{number} days")),
    Unit.WEEK: (marked("{number} week"), marked("{number} weeks")),
    Unit.MONTH: (marked("{number} month"), marked("{number} months")),
    Unit.YEAR: (marked("{number} year"), marked("{number} years")),
}


class Counter:
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
