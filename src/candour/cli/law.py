"""Commands on the law: due dates with their working, routes open to a person, letters."""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from candour.content import FOLDER
from candour.core.errors import CandourError
from candour.evidence.collection import Collection
from candour.evidence.fields import Schema, read_schema
from candour.evidence.reading import open_collection
from candour.law.bodies import Force as Body
from candour.law.bodies import find_force, find_kind, typed_force
from candour.law.calendar_file import as_calendar
from candour.law.clocks import NOT_LEGAL_ADVICE, Due, Stopped, due_date, moved
from candour.law.exemptions import read_exemptions
from candour.law.holidays import (
    PARTS,
    SHIPPED,
    Holidays,
    Part,
    country_of,
    legal_system,
    part_named,
    read_holidays,
)
from candour.law.letters import compose, nation_for, read_letters
from candour.law.questions import Questions, questions_to
from candour.law.read_again import due_to_be_read
from candour.law.rendering import FORMATS, render
from candour.law.routes import What, read_routes
from candour.law.rules import Rule, read_rules
from candour.law.systems import SystemFacts, find_system, systems_of
from candour.law.triage import (
    Age,
    Answers,
    ForWhom,
    Opening,
    Reply,
    Request,
    Result,
    Situation,
    State,
    read_texts,
    triage,
)

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1900, 2100

app = typer.Typer(
    help="Due dates with their working, routes open to a person, letters. Not legal advice.",
    no_args_is_help=True,
)

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


@app.command()
def due(
    clock: Annotated[str, typer.Argument(help="A clock, such as FOIA20, DPA1M or JR3M.")],
    starts: Annotated[str, typer.Option("--from", help="Day the clock starts: 2026-06-12.")],
    nation: NationName = "",
    clarified: Annotated[
        str, typer.Option(help="Days of a question and its answer: 2026-06-15..2026-06-20.")
    ] = "",
    decided: Annotated[
        str, typer.Option(help="Day of the decision, where a rule turns on it (DPA50).")
    ] = "",
    holidays: HolidayFile = None,
    ics: Ics = None,
    today: Today = "",
    as_json: AsJson = False,
) -> None:
    """Work out a last day, and show each step.

    Example:

        candour law due FOIA20 --from 2026-06-12
    """
    rule = read_rules().find(clock)
    known = read_holidays(holidays or SHIPPED)
    question = _Asked(
        rule,
        _day(starts, "--from"),
        _part(nation),
        _stopped(clarified),
        _day(decided, "--decided") if decided else None,
    )
    due_date = question.work_out(known)
    changes = moved(question.work_out(read_holidays()), due_date) if holidays is not None else ()
    if ics is not None:
        write_bytes(ics, as_calendar(due_date.reminders(), today=_today(today)))
    if as_json:
        data = due_date.as_dict() | ({"moved": list(map(str, changes))} if holidays else {})
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _print_due(due_date)
        for change in changes:
            print(f"With the bank holidays given: {change}")


class _Asked:
    """One question, to be worked out with one set of holidays or another."""

    def __init__(
        self,
        rule: Rule,
        starts_on: date,
        nation: Part | None,
        stopped: Stopped | None,
        decided_on: date | None,
    ) -> None:
        self.rule, self.starts_on, self.nation = rule, starts_on, nation
        self.stopped, self.decided_on = stopped, decided_on

    def work_out(self, holidays: Holidays) -> Due:
        return due_date(
            self.rule,
            self.starts_on,
            holidays=holidays,
            nation=self.nation,
            stopped=self.stopped,
            decided_on=self.decided_on,
        )


def _print_due(due: Due) -> None:
    where = due.country or due.nation
    print(f"{due.rule.name} ({due.rule.id}, {where.label})")
    print(f"{due.on:%A} {_long(due.on)}: {due.rule.meaning.value} this day")
    for each in (*due.named_dates, *due.readings):
        print(f"  {each.name}: {each.day} {f'({each.source})' if each.source else ''}".rstrip())
    print(f"\nFrom {due.starts_on}: {due.rule.starts}")
    for step in due.working:
        print(f"  {step.day} {step.day:%a}  {'counts' if step.counts else '   -  '}  {step.why}")
    for title, texts in (("Sources", due.sources), ("Notes", due.notes)):
        if texts:
            print(f"\n{title}")
            for text in texts:
                print(f"  {text}")
    print(f"\n{NOT_LEGAL_ADVICE}")


@app.command()
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
    collection, schema = _register(folder)
    day = _day(on, "--on")
    part = _part(nation)
    answers = Answers(
        force=_body(force, kind, part, collection),
        on=day,
        what=_one_of(what, What, "--what"),
        for_whom=_one_of(for_whom, ForWhom, "--for"),
        nation=part,
        situations=frozenset(_one_of(each, Situation, "--situation") for each in situation or ()),
        age=_one_of(age, Age, "--age") if age else None,
        reply=reply,
        replied_on=_day(replied, "--replied") if replied else None,
    )
    result = triage(
        answers,
        today=_today(today),
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


def _print_routes(result: Result) -> None:
    answers = result.answers
    when = _long(answers.on) if answers.on else "no day given"
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
        print(f"  {helper.name}: {helper.offers}, {helper.address}")
    print(f"\n{result.not_legal_advice}")


def _limit_of(step: Opening) -> str:
    """Say until when a first step can be taken, or that its day is not known here."""
    if step.last_day is not None:
        is_past = step.days_left is not None and step.days_left < 0
        verb = "Last day was" if is_past else "Last day"
        return f" {verb} {_long(step.last_day)}."
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


@app.command()
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
    collection, schema = _register(folder)
    part = _part(nation)
    body = _body(force, letter_kind, part, collection)
    day = _day(on, "--on") if on else _today(today)
    facts = [find_system(slug, day, collection=collection, schema=schema) for slug in system or ()]
    questions = _questions(body, facts, day, collection, schema)
    written = compose(
        kind,
        force=body,
        nation=nation_for(body, legal_system(part) if part else None),
        country=country_of(part) if part else None,
        systems=facts,
        gaps=questions if facts or read_letters().find(kind).needs_gaps else (),
        for_whom=_one_of(for_whom, ForWhom, "--for"),
    )
    form = form or (output.suffix.lstrip(".") if output is not None else "txt")
    if form not in FORMATS:
        raise CandourError(f"'{form}' is no format of a letter. Use one of {', '.join(FORMATS)}.")
    if output is not None:
        write_bytes(output, render(written, form))
        print(f"Written to {output}. It is a draft. {NOT_LEGAL_ADVICE}")
    elif form == "docx":
        raise CandourError("A Word file can't be printed. Say where to write it with -o.")
    else:
        sys.stdout.write(render(written, form).decode("utf-8"))


def _questions(
    body: Body, systems: list[SystemFacts], on: date, collection: Collection, schema: Schema
) -> tuple[Questions, ...]:
    """What the register leaves open on some systems of a body, or on all of them."""
    slugs = frozenset(system.slug for system in systems)
    return questions_to(body.slug, on, collection=collection, schema=schema, only=slugs)


@app.command()
def replies(
    kind: Annotated[str, typer.Argument(help="A kind of reply, such as nothing-to-disclose.")] = "",
    request: Annotated[str, typer.Option(help=f"Only replies to: {', '.join(Request)}.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show how to read a reply, what to ask back, and the sections a refusal can rest on.

    Example:

        candour law replies nothing-to-disclose
    """
    known = read_texts().replies
    if kind and kind not in known:
        raise CandourError(f"'{kind}' is no kind of reply. Use one of {', '.join(known)}.")
    wanted = _one_of(request, Request, "--request") if request else None
    shown = [known[kind]] if kind else list(known.values())
    shown = [each for each in shown if wanted in {None, each.request}]
    sections = () if kind else tuple(read_exemptions().values())
    if as_json:
        data: dict[str, object] = {"replies": [each.as_dict() for each in shown]}
        if not kind:
            data["exemptions"] = [asdict(each) for each in sections]
        print(json.dumps(data | {"not_legal_advice": NOT_LEGAL_ADVICE}, ensure_ascii=False))
        return
    for reply in shown:
        _print_reply(reply)
    if sections:
        print("Sections that a refusal under the Freedom of Information Act 2000 can rest on")
    for each in sections:
        print(f"  {each.section}: {each.about} (in Scotland {each.scotland}). {each.ask}")
    print(f"\n{NOT_LEGAL_ADVICE}")


def _print_reply(reply: Reply) -> None:
    names = {route.id: route.name for route in read_routes().values()}
    names |= {step.id: step.name for step in read_texts().steps}
    laws = f", {' or '.join(reply.data_laws)}" if reply.request is Request.OWN_DATA else ""
    print(f"To a request for {reply.request}{laws}")
    print(f"{reply.name} ({reply.id})\n  {reply.says}\n  {reply.means}")
    for text in reply.ask:
        print(f"  - {text}")
    for name in reply.next:
        print(f"  Next: {name}, {names[name]}")
    print(f"  Letter: {reply.letter or 'none'}\n")


@app.command("read-again")
def read_again(
    before: Annotated[str, typer.Option(help="List what was last checked before this day.")] = "",
    as_json: AsJson = False,
) -> None:
    """List what of the law is due to be read again, and why.

    Example:

        candour law read-again --before 2026-11-29
    """
    shown = due_to_be_read(before=_day(before, "--before") if before else date.min)
    if as_json:
        print(json.dumps([each.as_dict() for each in shown], ensure_ascii=False, indent=1))
        return
    for each in shown:
        print(f"{each.what} ({', '.join(each.ids) or 'no route'}). {each.why}")


# what is typed


def _day(text: str, option: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CandourError(f"'{text}' is no day for {option}. Write it as 2026-06-12.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CandourError(
            f"{day} can't be used for {option}. Give a day from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return day


def _today(text: str) -> date:
    return _day(text, "--today") if text else datetime.now(LONDON).date()


def _stopped(text: str) -> Stopped | None:
    if not text:
        return None
    first, dots, last = text.partition("..")
    if not dots:
        raise CandourError(
            f"'{text}' names no two days for --clarified. Write 2026-06-15..2026-06-20."
        )
    return Stopped(_day(first, "--clarified"), _day(last, "--clarified"))


def _one_of(text: str, kind: type[Named], option: str) -> Named:
    if text not in tuple(kind):
        raise CandourError(f"'{text}' can't be used for {option}. Use one of {', '.join(kind)}.")
    return kind(text)


def _part(text: str) -> Part | None:
    if text and text not in PARTS:
        raise CandourError(f"'{text}' can't be used for --nation. Use one of {', '.join(PARTS)}.")
    return part_named(text) if text else None


def _body(name: str, kind: str, part: Part | None, collection: Collection) -> Body:
    """Find the body, or take a typed name where its kind is given."""
    if not kind:
        return find_force(name, collection)
    country = country_of(part) if part is not None else None
    return typed_force(name, kind=find_kind(kind), country=country)


def _register(folder: Path) -> tuple[Collection, Schema]:
    schema = read_schema(folder)
    return open_collection(folder, schema), schema


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def write_bytes(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CandourError(f"{path} can't be written: {error.strerror}.") from error
