"""The rules that clocks run by, each with its Act and section: `content/law/rules.yaml`, read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path

from candour.core.days import Days, parse_days
from candour.core.errors import BadDays, CandourError
from candour.law.filed import Entry, read_entries, refuse
from candour.law.holidays import LAW_FOLDER, PARTS, Country, Nation, Part, part_named

RULES_FILE = LAW_FOLDER / "rules.yaml"
SPAN = re.compile(
    r"^(?P<count>\d{1,4}) (?P<unit>working day|day|week|month|year)s? "
    r"(?P<start>after|beginning with)$"
)
ALWAYS = "/"
MOST_NEAR = 4  # names offered where one was mistyped


class Unit(StrEnum):
    WORKING_DAY = "working day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Counting(StrEnum):
    """Whose bank holidays a rule leaves out."""

    ANY_PART = "any part of the UK"
    SCOTLAND = "Scotland"
    ENGLAND_WALES = "England and Wales"
    OF_THE_NATION = "the nation"
    NONE = "none"


class LastDay(StrEnum):
    """What happens when the last day is no working day."""

    STAYS = "stays"
    ROLLS = "next working day"
    DO_NOT_RELY = "do not rely on more time"


class Stop(StrEnum):
    """What a wait in the middle does to the clock."""

    NOTHING = "nothing"
    RESTARTS = "starts again"
    LEFT_OUT = "days left out"


class Meaning(StrEnum):
    """Whose day it is."""

    BODY = "the body must act by"
    PERSON = "the person should act by"
    OPENS = "the step opens"


class Status(StrEnum):
    """How far the text of the law itself was read."""

    READ = "read"
    PART = "read in part"
    BACKGROUND = "not read, from background knowledge"


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units after a day, or beginning with it."""

    count: int
    unit: Unit
    beginning_with: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """One of the dates a rule gives, by its name."""

    name: str
    length: tuple[Span, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class ThenNote:
    """A note that holds for clocks that start on some days only."""

    days: Days
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, whole.

    `dates` and `readings` are the named dates of a rule that has several, and the readings of
    one that is unsettled; the first of them is the date that is due. `parts` are the rules that a
    name stands for, since each of its dates starts on another day. `countries` is empty where a
    rule is that of a whole legal system. `is_careful` asks for the day before as well, for what
    must come within some months *of* a day.
    """

    id: str
    name: str
    plain: str
    starts: str
    meaning: Meaning
    nations: tuple[Nation, ...]
    countries: tuple[Country, ...]
    instead: Mapping[Part, str]
    parts: tuple[str, ...]
    dates: tuple[Dated, ...]
    readings: tuple[Dated, ...]
    also: tuple[Dated, ...]
    holidays: Counting
    last_day: LastDay
    stop: Stop
    stop_in_force: Days
    needs_stop: bool
    is_soft: bool
    is_careful: bool
    is_policy: bool
    is_prompt: bool
    act: str
    section: str
    address: str
    in_force: Days
    judged_by: str
    saving: str
    status: Status
    checked_on: date
    notes: tuple[str, ...]
    then: tuple[ThenNote, ...] = ()

    def holds_in(self, country: Country | None) -> bool:
        """Whether it is the law of a country, or may be where the country is not known."""
        return not self.countries or country is None or country in self.countries

    @property
    def source(self) -> str:
        return f"{self.act}, {self.section}" if self.section else self.act

    @property
    def uses_working_days(self) -> bool:
        return any(
            span.unit == Unit.WORKING_DAY
            for dated in (*self.dates, *self.readings)
            for span in dated.length
        )


class UnknownClock(CandourError):
    """A clock that is not among the rules."""

    def __init__(self, asked: str, known: tuple[str, ...]) -> None:
        self.asked, self.known = asked, known
        self.near = tuple(get_close_matches(asked.upper(), known, MOST_NEAR))
        hint = f"Use one of {', '.join(known)}."
        if self.near:
            hint = f"Did you mean {', '.join(self.near)}?"
        super().__init__(f"'{asked}' is no clock of this register. {hint}")


@dataclass(frozen=True)
class Rules:
    by_id: Mapping[str, Rule]

    def find(self, clock: str) -> Rule:
        rule = self.by_id.get(clock) or self.by_id.get(clock.upper())
        if rule is None:
            raise UnknownClock(clock, tuple(self.by_id))
        return rule


@cache
def read_rules(path: Path = RULES_FILE) -> Rules:
    """Read all rules of a file, or say what is wrong in it, line by line."""
    entries, problems = read_entries(path)
    rules = {name: _rule(name, entry) for name, entry in entries}
    for name, entry in entries:
        entry.refuse_other_keys()
        for other in (*rules[name].instead.values(), *rules[name].parts):
            if other not in rules:
                entry.wrong("instead", f"'{other}' is no rule of this file")
    refuse(problems)
    return Rules(rules)


def _rule(name: str, entry: Entry) -> Rule:
    length = entry.text("length", default="")
    dates = [Dated("due", _length(entry, length))] if length else []
    dates += [_dated(each) for each in entry.entries("dates")]
    readings = [_dated(each) for each in entry.entries("readings")]
    if bool(dates) == bool(readings):
        entry.wrong("length", "give a length, or dates, or readings")
    return Rule(
        id=name,
        name=entry.text("name"),
        plain=entry.text("plain"),
        starts=entry.text("starts"),
        meaning=entry.member_by_name("meaning", Meaning, default=Meaning.PERSON),
        nations=entry.members("nations", Nation) or tuple(Nation),
        countries=entry.members("countries", Country),
        instead={
            part_named(key): value for key, value in entry.mapping("instead", names=PARTS).items()
        },
        parts=entry.words("parts"),
        dates=tuple(dates),
        readings=tuple(readings),
        also=tuple(_dated(each) for each in entry.entries("also")),
        holidays=entry.member_by_name("holidays", Counting, default=Counting.NONE),
        last_day=entry.member_by_name("last-day", LastDay, default=LastDay.STAYS),
        stop=entry.member_by_name("stop", Stop, default=Stop.NOTHING),
        stop_in_force=_days(entry, "stop-in-force"),
        needs_stop=entry.is_yes("needs-stop"),
        is_soft=entry.is_yes("soft"),
        is_careful=entry.is_yes("careful"),
        is_prompt=entry.is_yes("promptly"),
        is_policy=entry.is_yes("policy"),
        act=entry.text("act"),
        section=entry.text("section", default=""),
        address=entry.text("address", default=""),
        in_force=_days(entry, "in-force"),
        judged_by=entry.one_of("judged-by", ("start", "decision"), default="start"),
        saving=entry.text("saving", default=""),
        status=entry.member_by_name("status", Status, default=Status.READ),
        checked_on=entry.day("checked-on") or date.min,
        notes=entry.words("notes"),
        then=tuple(
            ThenNote(_days(each, "days"), each.text("note")) for each in entry.entries("then")
        ),
    )


def _dated(entry: Entry) -> Dated:
    length = entry.text("length")
    return Dated(
        name=entry.text("name"),
        length=_length(entry, length),
        source=entry.text("source", default=""),
    )


def _days(entry: Entry, key: str) -> Days:
    text = entry.text(key, default="1000-01-01/")
    try:
        return parse_days(text)
    except BadDays as error:
        entry.wrong(key, str(error))
        return parse_days("1000-01-01/")


def _length(entry: Entry, text: str) -> tuple[Span, ...]:
    """Read '20 working days after', or '6 months after, then 28 days after'."""
    spans = []
    for part in text.split(", then "):
        match = SPAN.match(part)
        if match is None:
            entry.wrong("length", f"'{part}' is no length; write '20 working days after'")
            continue
        spans.append(
            Span(
                int(match["count"]),
                Unit(match["unit"]),
                beginning_with=match["start"] == "beginning with",
            )
        )
    return tuple(spans)
