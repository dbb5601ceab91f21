"""The command that writes a letter with the register's own facts."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from candour.cli.law.options import (
    Force,
    Kind,
    NationName,
    Today,
    Whom,
    body_of,
    day_of,
    one_of,
    part_of,
    register_of,
    today_of,
    write_bytes,
)
from candour.content import FOLDER
from candour.core.errors import CandourError
from candour.evidence.collection import Collection
from candour.evidence.fields import Schema
from candour.law.answers import works_in
from candour.law.bodies import Force as Body
from candour.law.clocks import NOT_LEGAL_ADVICE
from candour.law.holidays import Part, country_of, legal_system
from candour.law.letters import compose, nation_for, read_letters
from candour.law.questions import Questions, questions_to
from candour.law.rendering import FORMATS, render
from candour.law.systems import SystemFacts, find_system
from candour.law.triage import ForWhom, NationNotOfForce


def letter(
    kind: Annotated[str, typer.Argument(help="A letter, such as subject-access.")],
    force: Force,
    system: Annotated[
        list[str] | None, typer.Option(help="Short name of a system; may be repeated.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="html, docx or txt.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; without it, print.")
    ] = None,
    nation: NationName = "",
    letter_kind: Kind = "",
    for_whom: Whom = "self",
    on: Annotated[str, typer.Option("--on", help="Day to word the use of the system by.")] = "",
    today: Today = "",
    folder: Annotated[
        Path, typer.Option("--folder", help="Content folder.", exists=True, file_okay=False)
    ] = FOLDER,
) -> None:
    """Write a letter with the register's own facts; what only you know is left blank.

    Example:

        candour law letter subject-access --force essex-police --format docx -o letter.docx
    """
    spec = read_letters().find(kind)
    if on and today:
        raise CandourError("--on takes the place of --today. Give one of them.")
    if (on or today) and not system and not spec.needs_gaps:
        raise CandourError(
            f"--{'on' if on else 'today'} words the use of a system. Name one with --system, or "
            "leave the day out."
        )
    form = _form_of(form, output)
    collection, schema = register_of(folder)
    part = part_of(nation)
    body = body_of(force, letter_kind, part, collection)
    _check_nation(body, part)
    day = day_of(on, "--on") if on else today_of(today)
    facts = [find_system(slug, day, collection=collection, schema=schema) for slug in system or ()]
    questions = _questions(body, facts, day, collection, schema)
    written = compose(
        kind,
        force=body,
        nation=nation_for(body, legal_system(part) if part else None),
        country=country_of(part) if part else None,
        systems=facts,
        gaps=questions if facts or spec.needs_gaps else (),
        for_whom=one_of(for_whom, ForWhom, "--for"),
    )
    if output is not None:
        write_bytes(output, render(written, form))
        print(f"Written to {output}. It is a draft. {NOT_LEGAL_ADVICE}")
    elif form == "docx":
        raise CandourError("A Word file can't be printed. Say where to write it with -o.")
    else:
        sys.stdout.write(render(written, form).decode("utf-8"))


def _form_of(form: str, output: Path | None) -> str:
    """Return the format asked for, by name or by the ending of the file."""
    ending = output.suffix.lstrip(".") if output is not None else ""
    wanted = form or ending or "txt"
    if wanted not in FORMATS:
        raise CandourError(f"'{wanted}' is no format of a letter. Use one of {', '.join(FORMATS)}.")
    if form and ending in FORMATS and ending != form:
        raise CandourError(
            f"{output} ends in .{ending} and --format says {form}. Give one of them."
        )
    return wanted


def _check_nation(body: Body, part: Part | None) -> None:
    """Refuse a letter under the law of a part of the UK where a body does not work."""
    if part is not None and not works_in(body, part):
        raise NationNotOfForce(body, part)


def _questions(
    body: Body, systems: list[SystemFacts], on: date, collection: Collection, schema: Schema
) -> tuple[Questions, ...]:
    """What the register leaves open on some systems of a body, or on all of them."""
    slugs = frozenset(system.slug for system in systems)
    return questions_to(body.slug, on, collection=collection, schema=schema, only=slugs)
