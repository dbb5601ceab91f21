"""The command that shows the routes open to a person, and their last days."""

import json
from pathlib import Path
from typing import Annotated

import typer

from candour.cli.law.options import (
    AsJson,
    Force,
    Ics,
    Kind,
    NationName,
    Today,
    Whom,
    body_of,
    day_of,
    long_day,
    one_of,
    part_of,
    register_of,
    today_of,
    write_bytes,
)
from candour.content import FOLDER
from candour.core.errors import CandourError
from candour.law.calendar_file import as_calendar
from candour.law.holidays import read_holidays
from candour.law.routes import What, read_routes
from candour.law.systems import systems_of
from candour.law.triage import (
    Age,
    Answers,
    ForWhom,
    Opening,
    Result,
    Situation,
    State,
    nation_of,
    read_texts,
    triage,
)


def routes(
    force: Force,
    on: Annotated[str, typer.Option("--on", help="Day it happened: 2025-10-14.")],
    what: Annotated[str, typer.Option("--what", help=f"One of {', '.join(What)}.")],
    for_whom: Whom = "self",
    nation: NationName = "",
    kind: Kind = "",
    age: Annotated[str, typer.Option(help=f"Of a child: {', '.join(Age)}.")] = "",
    reply: Annotated[
        str, typer.Option(help="Kind of reply that came, as candour law replies lists them.")
    ] = "",
    replied: Annotated[str, typer.Option(help="Day the reply came: 2026-11-20.")] = "",
    situation: Annotated[
        list[str] | None, typer.Option(help=f"May be repeated: {', '.join(Situation)}.")
    ] = None,
    ics: Ics = None,
    today: Today = "",
    folder: Annotated[
        Path, typer.Option("--folder", help="Content folder.", exists=True, file_okay=False)
    ] = FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show the routes open to a person there and then, and their last days.

    Example:

        candour law routes --force essex-police --on 2025-10-14 --what stop-and-search --for child
    """
    if replied and not reply:
        raise CandourError("--replied is the day of a reply. Say which one came with --reply.")
    collection, schema = register_of(folder)
    day = day_of(on, "--on")
    part = part_of(nation)
    answers = Answers(
        force=body_of(force, kind, part, collection),
        on=day,
        what=one_of(what, What, "--what"),
        for_whom=one_of(for_whom, ForWhom, "--for"),
        nation=part,
        situations=frozenset(one_of(each, Situation, "--situation") for each in situation or ()),
        age=one_of(age, Age, "--age") if age else None,
        reply=reply,
        replied_on=day_of(replied, "--replied") if replied else None,
    )
    _refuse_contradictions(answers)
    result = triage(
        answers,
        today=today_of(today),
        systems=systems_of(answers.force.slug, day, collection=collection, schema=schema),
        routes=read_routes(),
        holidays=read_holidays(),
    )
    if ics is not None:
        write_bytes(ics, as_calendar(result.days_to_keep(), today=result.today))
    if as_json:
        print(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print_routes(result)


def _refuse_contradictions(answers: Answers) -> None:
    """Refuse options that can't both be so, or of which one would change nothing."""
    whom, body = answers.for_whom, answers.force
    if answers.age is not None and whom not in {ForWhom.CHILD, ForWhom.CLIENT}:
        raise CandourError(
            f"--age is that of a person under 18, and --for {whom} is not for one. Use --for child."
        )
    if answers.situations and whom is ForWhom.PUBLIC_INTEREST:
        raise CandourError(
            "--situation is that of a person, and --for public-interest is about none. "
            "Leave one out."
        )
    if answers.what not in body.kind.what:
        raise CandourError(
            f"'{answers.what}' does not fit {body.name} ({body.kind.id}). Use one of "
            f"{', '.join(body.kind.what)} for --what."
        )
    reply = read_texts().replies.get(answers.reply)
    if reply is None:
        return
    nation = nation_of(answers)
    if not reply.may_come_from(body, nation):
        replies = read_texts().replies.values()
        fitting = [each.id for each in replies if each.may_come_from(body, nation)]
        raise CandourError(
            f"'{reply.id}' is no reply that {body.name} can give ({body.kind.id}, "
            f"{nation.label}). Use one of {', '.join(fitting)} for --reply."
        )
    if reply.is_silence and answers.replied_on is not None:
        raise CandourError(f"'{reply.id}' says that no reply came, so leave --replied out.")


def _print_routes(result: Result) -> None:
    answers = result.answers
    when = long_day(answers.on) if answers.on else "no day given"
    where = result.country or result.nation
    print(f"{answers.force.name}, {when} ({where.label})\n")
    print("First, in this order")
    for number, step in enumerate(result.first, start=1):
        letter = f" Letter: {step.letter}." if step.letter else ""
        print(f"  {number}. {step.sentence}{_limit_of(step)}{letter}")
        for note in step.notes:
            print(f"     {note}")
    print()
    for text in result.say_first:
        print(text)
    for system in result.systems:
        print(f"  {system.name}: {system.wording}")
    for title, openings in (
        ("All you can do, in this order", result.openings),
        ("What may come after", result.later),
    ):
        print(f"\n{title}")
        for opening in openings:
            _print_opening(opening)
    print("\nWho may help")
    for helper in result.helpers:
        read = "" if helper.is_read else " (by name only, not read)"
        print(f"  {helper.name}: {helper.offers}, {helper.address}{read}")
    print(f"\n{result.not_legal_advice}")


def _limit_of(step: Opening) -> str:
    """Say until when a first step can be taken, or that its day is not known here."""
    if step.last_day is not None:
        is_past = step.days_left is not None and step.days_left < 0
        verb = "Last day was" if is_past else "Last day"
        return f" {verb} {long_day(step.last_day)}."
    is_unknown = step.route is not None and step.state in {State.NO_DAY, State.NOT_READ}
    return f" {step.says}" if is_unknown else ""


def _print_opening(opening: Opening) -> None:
    last = f" Last day {opening.last_day}." if opening.last_day is not None else ""
    print(f"  {opening.id:6} {opening.name}. {opening.says}{last}")
    if opening.state is not State.LATER:
        print(f"         {opening.plain}")
        for note in (*opening.notes, opening.answer_note):
            if note:
                print(f"         {note}")
