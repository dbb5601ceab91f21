"""When a body must answer a letter, if it had it on a day: by the clocks of the letter's routes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from candour.law.bodies import Force
from candour.law.clocks import Due, due_date
from candour.law.holidays import Country, Holidays, HolidaysUnknown, Nation
from candour.law.letter_files import LetterSpec
from candour.law.reminders import DayKind, Reminder
from candour.law.routes import Route, read_routes
from candour.law.rules import Meaning, read_rules
from candour.law.voice import PLAIN, Voice


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """The route a letter serves, and the day by which the body must answer it."""

    route: Route
    due: Due

    def reminder(self) -> Reminder:
        return Reminder(self.due.latest, self.route.id, DayKind.ANSWER)


def answers_due(
    spec: LetterSpec,
    had_on: date,
    *,
    force: Force,
    nation: Nation,
    country: Country | None,
    holidays: Holidays,
    routes: Mapping[str, Route] | None = None,
    voice: Voice = PLAIN,
) -> tuple[AnswerDue, ...]:
    """Return by when the body must answer, for each route of a letter that leads against it.

    Assumes that the body had the letter on `had_on`, and that it asks nothing back: a question
    of its own starts most of these clocks again. A route on which no clock runs for the body has
    no row.
    """
    return tuple(
        AnswerDue(route, due)
        for route in _routes_of(spec, force, nation, country, routes or read_routes())
        if (due := _due(route, had_on, nation, country, holidays, voice)) is not None
    )


def _routes_of(
    spec: LetterSpec,
    force: Force,
    nation: Nation,
    country: Country | None,
    routes: Mapping[str, Route],
) -> Iterator[Route]:
    for name in spec.routes:
        if routes[name].leads_against(force, nation, country):
            yield routes[name].here(nation, country, force.kind.id)


def _due(
    route: Route,
    had_on: date,
    nation: Nation,
    country: Country | None,
    holidays: Holidays,
    voice: Voice,
) -> Due | None:
    rule = read_rules().find(route.clocks[0]) if route.clocks else None
    if rule is None or rule.meaning is not Meaning.BODY:
        return None
    if nation not in rule.nations or not rule.holds_in(country):
        return None
    try:
        return due_date(rule, had_on, holidays=holidays, nation=country or nation, voice=voice)
    except HolidaysUnknown:
        return None
