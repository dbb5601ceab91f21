"""The command that works out a last day, and shows each step."""

import json
from datetime import date
from typing import Annotated

import typer

from candour.cli.law.options import (
    AsJson,
    HolidayFile,
    Ics,
    NationName,
    Today,
    day_of,
    long_day,
    part_of,
    stop_of,
    today_of,
    write_bytes,
)
from candour.core.errors import CandourError
from candour.law.calendar_file import as_calendar
from candour.law.clocks import (
    NOT_LEGAL_ADVICE,
    OPEN_NAME,
    SAFE_NAME,
    Due,
    Stopped,
    due_date,
    moved,
)
from candour.law.holidays import SHIPPED, Holidays, Part, read_holidays
from candour.law.routes import read_routes
from candour.law.rules import Meaning, Rule, read_rules

OUR_DAYS = (SAFE_NAME, OPEN_NAME)  # no longer told once they have passed and the last has not


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
    rule = _rule_named(clock)
    if decided and rule.judged_by != "decision":
        raise CandourError(
            f"{rule.id} does not turn on the day of a decision. Leave --decided out."
        )
    known = read_holidays(holidays or SHIPPED)
    question = _Asked(
        rule,
        day_of(starts, "--from"),
        part_of(nation),
        stop_of(clarified),
        day_of(decided, "--decided") if decided else None,
    )
    if question.decided_on is not None and question.decided_on > question.starts_on:
        raise CandourError(
            f"A decision of {question.decided_on} came after {question.starts_on}, the day its "
            "notice came. Check --decided and --from."
        )
    due_date = question.work_out(known)
    changes = moved(question.work_out(read_holidays()), due_date) if holidays is not None else ()
    if today and as_json and ics is None:
        raise CandourError(
            "--today only says which days have passed, and JSON does not tell that. Give --ics, or "
            "leave it out."
        )
    if ics is not None:
        write_bytes(ics, as_calendar(due_date.reminders(), today=today_of(today)))
    if as_json:
        data = due_date.as_dict() | ({"moved": list(map(str, changes))} if holidays else {})
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _print_due(due_date, today_of(today))
        for change in changes:
            print(f"With the bank holidays given: {change}")


def _rule_named(clock: str) -> Rule:
    """Return the rule; the name of a step is no clock, and leads to those that run on it."""
    route = read_routes().get(clock.upper())
    if route is None:
        return read_rules().find(clock)
    hint = "Its limit was not read: ask an adviser." if route.is_limit_unread else "It has none."
    if route.clocks_anywhere:
        hint = f"Its clocks are {', '.join(route.clocks_anywhere)}."
    raise CandourError(f"{route.id} is a step ({route.name}), not a clock. {hint}")


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


def _print_due(due: Due, today: date) -> None:
    def passed(day: date) -> str:
        """Mark a last day that has passed; a step that opened on a day is open still."""
        return " (has passed)" if day < today and due.rule.meaning is not Meaning.OPENS else ""

    where = due.country or due.nation
    print(f"{due.rule.name} ({due.rule.id}, {where.label})")
    print(f"{due.on:%A} {long_day(due.on)}: {due.rule.meaning.value} this day{passed(due.on)}")
    is_open = due.latest >= today
    ours_gone = [e for e in due.named_dates if is_open and e.day < today and e.name in OUR_DAYS]
    if ours_gone:
        print(f"  The last day is {long_day(due.on)}. Do it now.")
    for each in (*due.named_dates, *due.readings):
        if each in ours_gone:
            continue
        source = f" ({each.source})" if each.source else ""
        print(f"  {each.name}: {each.day}{passed(each.day)}{source}")
    print(f"\nFrom {due.starts_on}: {due.rule.starts}")
    for step in due.working:
        print(f"  {step.day} {step.day:%a}  {'counts' if step.counts else '   -  '}  {step.why}")
    for title, texts in (("Sources", due.sources), ("Notes", due.notes)):
        if texts:
            print(f"\n{title}")
            for text in texts:
                print(f"  {text}")
    print(f"\n{NOT_LEGAL_ADVICE}")
