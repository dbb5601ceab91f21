"""Commands on the law: due dates with their working, routes open to a person, letters."""

import json
import sys
from collections.abc import Iterable
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
from candour.law.calendar_file import Reminder, as_calendar
from candour.law.clocks import NOT_LEGAL_ADVICE, Due, Stopped, due_date, moved
from candour.law.exemptions import read_exemptions
from candour.law.holidays import SHIPPED, Holidays, Nation, read_holidays
from candour.law.letters import compose, nation_for
from candour.law.rendering import FORMATS, render
from candour.law.routes import What, read_routes
from candour.law.rules import Rule, read_rules
from candour.law.systems import find_force, find_system, systems_of
from candour.law.triage import (
    Answers,
    ForWhom,
    Opening,
    Reply,
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

Force = Annotated[str, typer.Option("--force", help="Short name of the force, as in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, with the working.")]
NationName = Annotated[
    str, typer.Option("--nation", help="england-wales, scotland or northern-ireland.")
]
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
    asked = _Asked(
        rule,
        _day(starts, "--from"),
        _one_of(nation, Nation, "--nation") if nation else None,
        _stopped(clarified),
        _day(decided, "--decided") if decided else None,
    )
    found = asked.work_out(known)
    changes = moved(asked.work_out(read_holidays()), found) if holidays is not None else ()
    if ics is not None:
        dates = (*found.dates, *found.readings, *found.also)
        reminders = [Reminder(each.day, rule.id) for each in dates]
        write_bytes(ics, as_calendar(reminders, today=_today(today)))
    if as_json:
        data = found.as_dict() | ({"moved": list(map(str, changes))} if holidays else {})
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _print_due(found)
        for change in changes:
            print(f"With the bank holidays given: {change}")


class _Asked:
    """One question, to be worked out with one set of holidays or another."""

    def __init__(
        self,
        rule: Rule,
        starts_on: date,
        nation: Nation | None,
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


def _print_due(found: Due) -> None:
    print(f"{found.rule.name} ({found.rule.id}, {found.nation.label})")
    print(f"{found.on:%A} {_long(found.on)}: {found.rule.meaning.value} this day")
    for each in (*found.named, *found.readings):
        print(f"  {each.name}: {each.day} {f'({each.source})' if each.source else ''}".rstrip())
    print(f"\nFrom {found.starts_on}: {found.rule.starts}")
    for step in found.working:
        print(f"  {step.day} {step.day:%a}  {'counts' if step.counts else '   -  '}  {step.why}")
    for title, texts in (("Sources", found.sources), ("Notes", found.notes)):
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
    answers = Answers(
        force=find_force(force, collection),
        on=day,
        what=_one_of(what, What, "--what"),
        for_whom=_one_of(for_whom, ForWhom, "--for"),
        nation=_one_of(nation, Nation, "--nation") if nation else None,
        situations=frozenset(_one_of(each, Situation, "--situation") for each in situation or ()),
    )
    result = triage(
        answers,
        today=_today(today),
        systems=systems_of(answers.force.slug, day, collection=collection, schema=schema),
        routes=read_routes(),
        holidays=read_holidays(),
    )
    if ics is not None:
        write_bytes(ics, as_calendar(_reminders(result), today=result.today))
    if as_json:
        print(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print_routes(result)


def _reminders(result: Result) -> Iterable[Reminder]:
    for each in result.openings:
        if each.last_day is not None and each.last_day >= result.today:
            yield Reminder(each.last_day, each.id)


def _print_routes(result: Result) -> None:
    answers = result.answers
    when = _long(answers.on) if answers.on else "no day given"
    print(f"{answers.force.name}, {when} ({result.nation.label})\n")
    for text in result.say_first:
        print(text)
    for system in result.systems:
        print(f"  {system.name}: {system.wording}")
    for title, openings in (
        ("What you can do, in this order", result.openings),
        ("What may come after", result.later),
    ):
        print(f"\n{title}")
        for opening in openings:
            _print_opening(opening)
    print("\nWho may help")
    for helper in result.helpers:
        print(f"  {helper.name}: {helper.offers}, {helper.address}")
    print(f"\n{result.not_legal_advice}")


def _print_opening(opening: Opening) -> None:
    last = f" Last day {opening.last_day}." if opening.last_day is not None else ""
    print(f"  {opening.id:6} {opening.name}. {opening.says}{last}")
    if opening.state is not State.LATER:
        print(f"         {opening.plain}")
        for note in opening.notes:
            print(f"         {note}")


@app.command()
def letter(
    kind: Annotated[str, typer.Argument(help="A letter, such as subject-access.")],
    force: Force,
    system: Annotated[str, typer.Option(help="Short name of a system to ask about.")] = "",
    form: Annotated[str, typer.Option("--format", help="html, docx or txt.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; without it, print.")
    ] = None,
    nation: NationName = "",
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
    body = find_force(force, collection)
    day = _day(on, "--on") if on else _today(today)
    facts = find_system(system, day, collection=collection, schema=schema) if system else None
    written = compose(
        kind,
        force=body,
        nation=nation_for(body, _one_of(nation, Nation, "--nation") if nation else None),
        system=facts,
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


@app.command()
def replies(
    kind: Annotated[str, typer.Argument(help="A kind of reply, such as nothing-to-disclose.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show how to read a reply, what to ask back, and the sections a refusal can rest on.

    Example:

        candour law replies nothing-to-disclose
    """
    known = read_texts().replies
    if kind and kind not in known:
        raise CandourError(f"'{kind}' is no kind of reply. Use one of {', '.join(known)}.")
    shown = [known[kind]] if kind else list(known.values())
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
    routes = read_routes()
    print(f"{reply.name} ({reply.id})\n  {reply.says}\n  {reply.means}")
    for text in reply.ask:
        print(f"  - {text}")
    for name in reply.next:
        print(f"  Next: {name}, {routes[name].name}")
    print(f"  Letter: {reply.letter}\n")


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
