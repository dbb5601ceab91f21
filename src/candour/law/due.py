"""What a rule makes of a day: dates, each with its working, and the days a clock stood still."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from candour.law.holidays import Country, Nation
from candour.law.reminders import DayKind, Reminder
from candour.law.rules import Counting, LastDay, Meaning, Rule
from candour.law.voice import marked

SAFE_NAME = marked("to be careful, act by")
PROMPT_NAME = "see a lawyer by"  # of the rules of courts where a claim must be made promptly
OPEN_NAME = marked("last open day before it")
NOT_LEGAL_ADVICE = marked("This is not legal advice.")


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
