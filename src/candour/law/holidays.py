"""Bank holidays of the three parts of the UK: where they come from, and how far they reach.

A holiday is a fact with a source and a day on which it was fetched. Outside the years that the
source covers there is no answer, and none is guessed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from candour.content import FOLDER
from candour.core.errors import CandourError
from candour.evidence.plain_files import NotPlain
from candour.evidence.plain_json import read_plain_json
from candour.law.filed import read_file, refuse
from candour.law.voice import PLAIN, Voice, marked

LAW_FOLDER = FOLDER / "law"
SHIPPED = LAW_FOLDER / "bank-holidays.json"
SATURDAY = 5
WEEKEND = (marked("Saturday"), marked("Sunday"))


class Nation(StrEnum):
    """The three legal systems of the UK, which are also the three lists of bank holidays."""

    ENGLAND_WALES = "england-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def label(self) -> str:
        return NATION_LABELS[self]


NATION_LABELS = {
    Nation.ENGLAND_WALES: "England and Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


class Country(StrEnum):
    """The four countries, where the law of two that share courts and holidays still differs."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def label(self) -> str:
        return COUNTRY_LABELS[self]

    @property
    def nation(self) -> Nation:
        """The legal system it belongs to."""
        return Nation.ENGLAND_WALES if self in ENGLISH_AND_WELSH else Nation(self.value)


COUNTRY_LABELS = {
    Country.ENGLAND: "England",
    Country.WALES: "Wales",
    Country.SCOTLAND: "Scotland",
    Country.NORTHERN_IRELAND: "Northern Ireland",
}
ENGLISH_AND_WELSH = (Country.ENGLAND, Country.WALES)
Part = Nation | Country
PARTS = tuple(dict.fromkeys((*(each.value for each in Nation), *(each.value for each in Country))))


def part_named(text: str) -> Part:
    """Return the part of the UK that bears a name: a legal system, or one of its two countries.

    >>> part_named("scotland") is Nation.SCOTLAND, part_named("wales") is Country.WALES
    (True, True)

    Raises
    ------
    ValueError
        If there is no such part.
    """
    return Nation(text) if text in tuple(Nation) else Country(text)


def legal_system(part: Part) -> Nation:
    return part.nation if isinstance(part, Country) else part


def country_of(part: Part) -> Country | None:
    """Return the country, where a part is but one."""
    if isinstance(part, Country):
        return part
    return None if part is Nation.ENGLAND_WALES else Country(part.value)


GOV_UK_NAMES = {
    "england-and-wales": Nation.ENGLAND_WALES,
    "scotland": Nation.SCOTLAND,
    "northern-ireland": Nation.NORTHERN_IRELAND,
}
ALL_PARTS = frozenset(Nation)


class BadHolidays(CandourError):
    """A file of bank holidays that can't be read."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(
            f"{name} can't be read as bank holidays: {reason} "
            "Give a file of the shape of https://www.gov.uk/bank-holidays.json."
        )


class HolidaysUnknown(CandourError):
    """A day for which nobody has told us the bank holidays."""

    def __init__(self, day: date, *, first: date, last: date) -> None:
        self.day, self.first, self.last = day, first, last
        super().__init__(
            f"Bank holidays are known from {first} to {last}, and this date would need {day}. "
            "Give a newer file with --holidays, or count these days by hand."
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A proclaimed day that the file lacks."""

    part: Nation
    day: date
    title: str
    why: str
    law: str
    checked_on: date


@dataclass(frozen=True)
class Holidays:
    """Bank holidays by part of the UK, with their source and the days they reach."""

    by_part: Mapping[Nation, Mapping[date, str]]
    first: date
    last: date
    source: str
    fetched_on: date | None
    corrections: tuple[Correction, ...] = ()
    note: str = ""

    def on(self, day: date, parts: Collection[Nation], voice: Voice = PLAIN) -> tuple[str, ...]:
        """Name the holidays that fall on a day in any of these parts of the UK.

        Raises
        ------
        HolidaysUnknown
            If the day is outside the years of the source.
        """
        if not self.know(day):
            raise HolidaysUnknown(day, first=self.first, last=self.last)
        return tuple(
            f"{voice.say(self.by_part[part][day])} ({voice.say(part.label)})"
            for part in Nation
            if part in parts and day in self.by_part[part]
        )

    def know(self, day: date) -> bool:
        return self.first <= day <= self.last

    def with_day(self, day: date, part: Nation, title: str = "Bank holiday") -> "Holidays":
        """Return the same holidays and one more."""
        more = dict(self.by_part[part]) | {day: title}
        return replace(self, by_part=dict(self.by_part) | {part: more})


def why_not_working(
    day: date, parts: Collection[Nation], holidays: Holidays, voice: Voice = PLAIN
) -> str:
    """Say why a day is no working day in these parts of the UK, or ""."""
    if day.weekday() >= SATURDAY:
        return voice.say(WEEKEND[day.weekday() - SATURDAY])
    return ", ".join(holidays.on(day, parts, voice))


def read_holidays(path: Path = SHIPPED, *, notes: Path | None = None) -> Holidays:
    """Read a file of the shape GOV.UK publishes, and add the proclaimed days it lacks.

    The shipped file has its source and day in `holidays.yaml`; a file that replaces it is taken
    as it is, with the same corrections.
    """
    source, address, fetched_on, note, corrections = _notes(notes or LAW_FOLDER / "holidays.yaml")
    by_part = _by_part(path)
    years = {day.year for days in by_part.values() for day in days}
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    holidays = tuple(
        each
        for each in corrections
        if first <= each.day <= last and each.day not in by_part[each.part]
    )
    for each in holidays:
        by_part[each.part][each.day] = each.title
    is_shipped = path == SHIPPED
    added = "".join(f"; added: {each.day} in {each.part.label}" for each in holidays)
    return Holidays(
        by_part=by_part,
        first=first,
        last=last,
        source=(f"{source}, {address}" if is_shipped else path.name) + added,
        fetched_on=fetched_on if is_shipped else None,
        corrections=holidays,
        note=note if is_shipped else "",
    )


def _notes(path: Path) -> tuple[str, str, date | None, str, list[Correction]]:
    entry = read_file(path)
    corrections = []
    source, address = entry.text("source"), entry.text("address")
    fetched_on, note = entry.day("fetched-on"), entry.text("note", default="")
    for each in entry.entries("corrections"):
        part = each.one_of("part", tuple(Nation))
        day, checked_on = each.day("day"), each.day("checked-on")
        title, why = each.text("title"), each.text("why")
        law = f"{each.text('act')}, {each.text('section')}"
        if part in tuple(Nation) and day is not None and checked_on is not None:
            corrections.append(Correction(Nation(part), day, title, why, law, checked_on))
    entry.refuse_other_keys()
    refuse(entry.problems)
    return source, address, fetched_on, note, corrections


def _by_part(path: Path) -> dict[Nation, dict[date, str]]:
    try:
        data = read_plain_json(path)
    except NotPlain as error:
        raise BadHolidays(path.name, f"it {error.reason}.") from error
    try:
        by_part = {nation: _events(data[name]) for name, nation in GOV_UK_NAMES.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadHolidays(path.name, "a part of the UK or a day is missing.") from error
    if not all(by_part.values()):
        raise BadHolidays(path.name, "a part of the UK has no days.")
    return by_part


def _events(division: dict[str, Any]) -> dict[date, str]:
    return {date.fromisoformat(each["date"]): str(each["title"]) for each in division["events"]}
