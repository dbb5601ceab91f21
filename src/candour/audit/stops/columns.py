"""What the columns of stop-and-search files are called, and what their cells say."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from candour.audit.confidentiality.told_apart import OFFICER, PERSON
from candour.audit.ranged_counts import HIDDEN, Cell, read_cell, why_not
from candour.audit.residents.populations import slug_of
from candour.audit.stops.dates import Order, month_in
from candour.audit.stops.outcomes import NOT_RECORDED
from candour.tables import Rows
from candour.tables.errors import CannotRead
from candour.tables.lines import line_of
from candour.tables.numerals import is_either, whole

FILE_NAME = re.compile(r"(\d{4}-\d{2})-([a-z-]+)-stop-and-search")
DAY = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", re.ASCII)
A_DAY = len("2019-04-01")
LSOA_NAME = re.compile(r"^(.+) \d{3}[A-Z]$")  # the name of its local authority, and a number


class By(StrEnum):
    """What stops can be broken down by, besides force and group."""

    MONTH = "month"
    AGE = "age"
    SEX = "sex"
    OBJECT = "object"
    LEGISLATION = "legislation"
    LOCAL_AUTHORITY = "local-authority"
    LSOA = "lsoa"
    AGE_AND_SEX = "age-and-sex"

    @property
    def is_area(self) -> bool:
        return self in {By.LOCAL_AUTHORITY, By.LSOA}


# Our name, and the headings it goes by: in downloads, in the API, and in others' copies of both.
HEADINGS: dict[str, tuple[str, ...]] = {
    "force": ("force", "police force", "force name", "force slug"),
    "month": ("month", "month of search", "month of stop", "year month", "month year"),
    "date": (
        "date",
        "datetime",
        "date time",
        "date of search",
        "date of stop",
        "stop date",
        "search date",
        "date and time",
        "date of stop search",
    ),
    "self": (
        "self defined ethnicity",
        "self ethnicity",
        "self defined ethnic group",
        "sde",
        "self classified ethnicity",
        "ethnicity self defined",
        "self reported ethnicity",
    ),
    "officer": (
        "officer defined ethnicity",
        "officer ethnicity",
        "officer defined ethnic group",
        "ode",
        "officer observed ethnicity",
        "officer perceived ethnicity",
        "ethnicity officer defined",
        "ethnic appearance",
        "officer observed ethnic appearance",
    ),
    "kind": ("type", "search type", "type of search"),
    "power": ("legislation", "search power", "power"),
    "outcome": ("outcome", "outcome of search", "search outcome", "outcome of stop"),
    "linked": ("outcome linked to object of search",),
}
BREAKDOWNS = {
    By.AGE: re.compile(r"age range|age"),
    By.SEX: re.compile(r"gender|sex"),
    By.OBJECT: re.compile(r"object of search"),
    By.LEGISLATION: re.compile(r"legislation"),
    By.LOCAL_AUTHORITY: re.compile(
        r"(local authority|local authority district|lad|la|ltla|borough)( ?(20)?\d\d)?"
        r"( ?(cd|code|nm|name))?"
    ),
    By.LSOA: re.compile(r"lsoa( ?(20)?\d\d)?( ?(cd|code|nm|name))?"),
}
# Any part of a force area, whether or not residents of it are known.
WITHIN_FORCE = re.compile(
    BREAKDOWNS[By.LOCAL_AUTHORITY].pattern
    + r"|(police |local )*(borough|bcu|basic command unit|district|division|ward|neighbourhood|"
    r"policing area|lpa|lpu|beat|area|county|town|city|command)( name| code)?"
)
AN_EXAMPLE = {
    By.AGE: "Age range",
    By.SEX: "Gender",
    By.OBJECT: "Object of search",
    By.LEGISLATION: "Legislation",
    By.LOCAL_AUTHORITY: "LAD code",
    By.LSOA: "LSOA code",
}
WHEN = ("force", "month", "date")  # and the file: where and when, before all the rest
LATITUDE = ("latitude", "location latitude")
LOCATED = "located"  # in counted files: whether the stops of a row have a point
REPEATS = "repeats"  # in counted files: how many of a row's stops repeat another in every column


def columns_of(rows: Rows, who: str = "") -> dict[str, str]:
    """Find our columns among a file's; the date only where nothing else gives the month.

    Of the two columns of ethnicity only that of `who` is needed; without it, either.

    Raises
    ------
    CannotRead
        If the file is no stop-and-search file.
    """
    by_plain = {plain(name): name for name in rows.columns}
    named = {
        key: by_plain[heading]
        for key, headings in HEADINGS.items()
        for heading in headings[::-1]
        if heading in by_plain
    }
    if who not in named if who else not {"self", "officer"} & set(named):
        raise CannotRead(
            rows.paths[0].name,
            "this is no stop-and-search file, or not by that word: there is no column "
            f"'{HEADINGS[who or 'self'][0]}', only: {', '.join(rows.columns)}.",
            line=1,
        )
    if "month" in named or all(FILE_NAME.search(path.name) for path in rows.paths):
        named.pop("date", None)
    elif "date" not in named:
        raise CannotRead(rows.paths[0].name, "no column says when a stop was made.", line=1)
    return named


def has_ethnicity(names: Sequence[str]) -> bool:
    """Whether a table may be one of stops, by its headings."""
    known = {*HEADINGS["self"], *HEADINGS["officer"]}
    return any(plain(name) in known for name in names)


def day_column(rows: Rows) -> str | None:
    """The column that says on which day a stop was made, if there is one."""
    return next((name for name in rows.columns if plain(name) in HEADINGS["date"]), None)


def has_object(rows: Rows) -> bool:
    """Whether a column says what was looked for."""
    return any(BREAKDOWNS[By.OBJECT].fullmatch(plain(name)) for name in rows.columns)


def officer_column(rows: Rows, named: str = "") -> str | None:
    """The column that tells officers apart, by number or pseudonym: as named, or by its heading.

    Raises
    ------
    CannotRead
        If one is named that is not there.
    """
    if named:
        return named_column(rows, named)
    return next((name for name in rows.columns if OFFICER.fullmatch(plain(name))), None)


def named_column(rows: Rows, named: str) -> str:
    """A column that was named in the question.

    Raises
    ------
    CannotRead
        If it is not there.
    """
    if named not in rows.columns:
        raise CannotRead(
            rows.paths[0].name,
            f"there is no column '{named}', only: {', '.join(rows.columns)}.",
            line=1,
        )
    return named


def person_column(rows: Rows) -> str | None:
    """The column that tells the people searched apart, by pseudonym, if there is one."""
    return next((name for name in rows.columns if PERSON.fullmatch(plain(name))), None)


def latitude_of(rows: Rows) -> str | None:
    """The column that says where a stop was made, if there is one."""
    return next((name for name in rows.columns if plain(name) in LATITUDE), None)


def counted_columns(rows: Rows, count: str) -> dict[str, str]:
    """The columns of a file whose rows stand for several stops each.

    Raises
    ------
    CannotRead
        If the column of counts is not there.
    """
    if count not in rows.columns:
        raise CannotRead(rows.paths[0].name, f"there is no column '{count}' of counts.", line=1)
    own = {name: name for name in (REPEATS, LOCATED) if name in rows.columns}
    return {"count": count, **own}


def breakdown_column(rows: Rows, by: By) -> str:
    """The column that stops are broken down by; a code before a name, where both are there.

    Local authorities may be told from the names of LSOAs, which start with them.

    Raises
    ------
    CannotRead
        If there is none.
    """
    wanted = [by] if by is not By.LOCAL_AUTHORITY else [by, By.LSOA]
    for kind in wanted:
        matching = [name for name in rows.columns if BREAKDOWNS[kind].fullmatch(plain(name))]
        coded = [name for name in matching if re.search(r"(cd|code)$", plain(name))]
        if kind is not by:  # from an LSOA's code the local authority can't be told
            coded, matching = [], [name for name in matching if name not in coded]
        if matching:
            return (coded or matching)[0]
    why = (
        " Points on the map are joined to LSOAs where --areas FILE gives their outlines; they are "
        "published moved to a nearby place, and in many files most stops have none."
        if by.is_area
        else ""
    )
    raise CannotRead(
        rows.paths[0].name,
        f"there is no column to tell stops apart by {by} (such as '{AN_EXAMPLE[by]}').{why}",
        line=1,
    )


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def force_of(row: Mapping[str, Any], only_force: str) -> str:
    name = (row.get("force") or "").strip()
    return slug_of(name) if name else _month_and_force(row["file"])[1] or only_force


def month_of(row: Mapping[str, Any], order: Order = Order.DAY_FIRST) -> str:
    """The month a row was published under; it may differ by an hour from that of its date."""
    return month_in(row.get("month") or _month_and_force(row["file"])[0] or row.get("date"), order)


@lru_cache(maxsize=4096)
def _month_and_force(file: str) -> tuple[str, str]:
    """The month and the force that a file's name says."""
    named = FILE_NAME.search(Path(file).name)
    return (named[1], named[2]) if named else ("", "")


def day_of(text: Any) -> str:
    """The day that a date and time starts with; empty where it is no day that is written so."""
    day = "" if text is None else str(text).strip()
    return day if DAY.match(day) else ""


def value_of(text: Any, by: By, column: str) -> str:
    """What a cell says that stops are broken down by, in one spelling."""
    value = "" if text is None else " ".join(str(text).split())
    if not value:
        return NOT_RECORDED
    if by is By.LOCAL_AUTHORITY and BREAKDOWNS[By.LSOA].fullmatch(plain(column)):
        named = LSOA_NAME.match(value)
        return named[1] if named else value
    return value.lower() if by in {By.AGE, By.SEX} else value


def count_of(file: str, column: str, value: Any, hidden: Cell | None = None) -> Cell:
    """How many stops a cell says, or all that it can stand for where it is a range or hidden.

    Raises
    ------
    CannotRead
        If it is neither, or does not say how many it can hide.
    """
    text = "" if value is None else str(value).strip()
    cell = read_cell(text, hidden)
    if cell is not None:
        return cell
    if text.lower() in HIDDEN:
        raise CannotRead(
            Path(file).name,
            f"column '{column}' {why_not(text)}.",
            line=line_of(Path(file), column, str(value), most=None),
        )
    number = whole_number(file, column, value)
    return Cell(number, number)


def whole_number(file: str, column: str, value: Any) -> int:
    """How many stops a cell says.

    Raises
    ------
    CannotRead
        If it is below 0, not whole, or no number.
    """
    text = "" if value is None else str(value).strip()
    number = whole(text)
    if number is None:
        why = "may be so many or a thousand times as many: write 1234 or 1,234"
        raise CannotRead(
            Path(file).name,
            f"column '{column}' holds '{text[:60]}', which "
            f"{why if is_either(text) else 'is no number of stops'}.",
            line=line_of(Path(file), column, "" if value is None else str(value), most=None),
        )
    return number
