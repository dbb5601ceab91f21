"""What the commands on the law are given: shared options, and each read or refused in words."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from candour.core.errors import CandourError
from candour.evidence.collection import Collection
from candour.evidence.fields import Schema, read_schema
from candour.evidence.reading import open_collection
from candour.law.bodies import Force as Body
from candour.law.bodies import UnknownSubject, find_force, find_kind, typed_force
from candour.law.clocks import Stopped
from candour.law.holidays import PARTS, Part, country_of, part_named

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1900, 2100

Force = Annotated[
    str,
    typer.Option("--force", help="The body: its short name, name, code, former name or letters."),
]
Kind = Annotated[
    str,
    typer.Option("--kind", help="Kind of a body that the register does not hold, such as council."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, with the working.")]
NationName = Annotated[str, typer.Option("--nation", help=f"One of {', '.join(PARTS)}.")]
Today = Annotated[str, typer.Option("--today", help="Count from this day instead of today.")]
Ics = Annotated[Path | None, typer.Option("--ics", help="Write the days to a calendar file.")]
Whom = Annotated[str, typer.Option("--for", help="self, child, client or public-interest.")]
HolidayFile = Annotated[
    Path | None,
    typer.Option("--holidays", help="File of bank holidays to use, of the shape of GOV.UK's."),
]

Named = TypeVar("Named", bound=StrEnum)


def day_of(text: str, option: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CandourError(f"'{text}' is no day for {option}. Write it as 2026-06-12.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CandourError(
            f"{day} can't be used for {option}. Give a day from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return day


def today_of(text: str) -> date:
    return day_of(text, "--today") if text else datetime.now(LONDON).date()


def stop_of(text: str) -> Stopped | None:
    if not text:
        return None
    first, dots, last = text.partition("..")
    if not dots:
        raise CandourError(
            f"'{text}' names no two days for --clarified. Write 2026-06-15..2026-06-20."
        )
    return Stopped(day_of(first, "--clarified"), day_of(last, "--clarified"))


def one_of(text: str, kind: type[Named], option: str) -> Named:
    if text not in tuple(kind):
        raise CandourError(f"'{text}' can't be used for {option}. Use one of {', '.join(kind)}.")
    return kind(text)


def part_of(text: str) -> Part | None:
    if text and text not in PARTS:
        raise CandourError(f"'{text}' can't be used for --nation. Use one of {', '.join(PARTS)}.")
    return part_named(text) if text else None


def body_of(name: str, kind: str, part: Part | None, collection: Collection) -> Body:
    """Find the body, or take a typed name that the register does not hold, where its kind is given.

    A kind that is not that of a body of the register is refused: the law would be another's.
    """
    if not kind:
        return find_force(name, collection)
    typed_kind = find_kind(kind)
    try:
        body = find_force(name, collection)
    except UnknownSubject:
        country = country_of(part) if part is not None else None
        return typed_force(name, kind=typed_kind, country=country)
    if body.kind.id != typed_kind.id:
        raise CandourError(
            f"The register holds {body.name} as another kind of body: {body.kind.id}. Leave --kind "
            "out, or give the name of the body you mean in full."
        )
    return body


def register_of(folder: Path) -> tuple[Collection, Schema]:
    schema = read_schema(folder)
    return open_collection(folder, schema), schema


def long_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def write_bytes(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CandourError(f"{path} can't be written: {error.strerror}.") from error
