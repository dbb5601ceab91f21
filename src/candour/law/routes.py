"""The routes a person, a group or a body can take, read from `content/law/routes.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from candour.core.errors import CandourError
from candour.law.filed import Entry, read_entries, refuse
from candour.law.holidays import LAW_FOLDER, Nation
from candour.law.rules import Status, read_rules

ROUTES_FILE = LAW_FOLDER / "routes.yaml"
ABOUT = ("information", "own-data", "conduct", "court", "collective", "support")
KINDS = ("judicial", "non-judicial")
STARTERS = ("person", "group", "body")


class Phase(StrEnum):
    """The order in which steps are best taken: evidence and short clocks first, erasure last."""

    PRESERVE = "preserve"
    TIME = "time"
    ACCESS = "access"
    ASK = "ask"
    RESTRICT = "restrict"
    CORRECT = "correct"
    COMPLAIN = "complain"
    REGULATOR = "regulator"
    COLLECTIVE = "collective"
    SUPPORT = "support"
    LATER = "later"
    ERASE = "erase"


class What(StrEnum):
    """What happened, in the words a person picks from."""

    STOP_AND_SEARCH = "stop-and-search"
    TOLD_A_SCORE = "told-a-score"
    LETTER_OR_BAN = "letter-or-ban"
    VISIT_OR_WARNING = "visit-or-warning"
    ARREST_OR_CHARGE = "arrest-or-charge"
    PATROLS = "patrols"
    REFUSED_SERVICE = "refused-service"
    NOT_SURE = "not-sure"
    GENERAL = "general"

    @property
    def label(self) -> str:
        return WHAT_LABELS[self]


WHAT_LABELS = {
    What.STOP_AND_SEARCH: "Police stopped or searched someone",
    What.TOLD_A_SCORE: "Police told someone of a risk level, a score or a list",
    What.LETTER_OR_BAN: "A letter came, or a ban",
    What.VISIT_OR_WARNING: "Police came to the home, or gave a warning",
    What.ARREST_OR_CHARGE: "Someone was arrested or charged",
    What.PATROLS: "There are more police where someone lives",
    What.REFUSED_SERVICE: "A service, a home or a job was refused",
    What.NOT_SURE: "Not sure",
    What.GENERAL: "Nothing happened to one person; it is about policing as a whole",
}


class UnknownRoute(CandourError):
    """A route that is not in the file."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to find out, to complain or to go to court.

    `event` is the clock that starts on the day it happened; `clocks` are those of later days.
    """

    id: str
    name: str
    plain: str
    about: str
    phase: Phase
    kind: str
    starters: tuple[str, ...]
    who: str
    nations: tuple[Nation, ...]
    against: str
    what: tuple[What, ...]
    is_police_only: bool
    needs: tuple[str, ...]
    cost: str
    cost_risk: str
    event: str
    event_by_nation: Mapping[Nation, str]
    clocks: tuple[str, ...]
    decided: str
    delivers: str
    limits: tuple[str, ...]
    next: tuple[str, ...]
    letter: str
    law: str
    source: str
    status: Status
    checked_on: date

    def event_clock(self, nation: Nation) -> str:
        return self.event_by_nation.get(nation, self.event)

    def all_clocks(self, nation: Nation) -> tuple[str, ...]:
        event = self.event_clock(nation)
        return (event, *self.clocks) if event else self.clocks


@cache
def read_routes(path: Path = ROUTES_FILE) -> Mapping[str, Route]:
    """Read all routes, and hold every clock and every next step against what it names."""
    entries, problems = read_entries(path)
    routes = {name: _route(name, entry) for name, entry in entries}
    rules = read_rules().by_id
    for name, entry in entries:
        route = routes[name]
        entry.done()
        for clock in (route.event, *route.event_by_nation.values(), *route.clocks):
            if clock and clock not in rules:
                entry.wrong("clocks", f"'{clock}' is no clock of rules.yaml")
        for other in route.next:
            if other not in routes:
                entry.wrong("next", f"'{other}' is no route of this file")
    refuse(problems)
    return routes


def find_route(asked: str, routes: Mapping[str, Route]) -> Route:
    route = routes.get(asked.upper())
    if route is None:
        raise UnknownRoute(
            f"'{asked}' is no route of this register. Use one of {', '.join(routes)}."
        )
    return route


def _route(name: str, entry: Entry) -> Route:
    nations = tuple(Nation)
    what = entry.some_of("what", tuple(What))
    status = entry.one_of("status", tuple(each.lower() for each in Status.__members__))
    phase = entry.one_of("phase", tuple(Phase))
    return Route(
        id=name,
        name=entry.text("name"),
        plain=entry.text("plain"),
        about=entry.one_of("about", ABOUT),
        phase=Phase(phase) if phase in tuple(Phase) else Phase.LATER,
        kind=entry.one_of("kind", KINDS),
        starters=entry.some_of("by", STARTERS, needed=True),
        who=entry.text("who"),
        nations=tuple(
            Nation(each)
            for each in entry.some_of("nations", nations, needed=True)
            if each in nations
        ),
        against=entry.text("against"),
        what=tuple(What(each) for each in what if each in tuple(What)) or tuple(What),
        is_police_only=entry.one_of("police-only", ("yes", "no"), default="no") == "yes",
        needs=entry.words("needs"),
        cost=entry.text("cost"),
        cost_risk=entry.text("cost-risk"),
        event=entry.text("event", default=""),
        event_by_nation={
            Nation(key): value for key, value in entry.mapping("event-by-nation").items()
        },
        clocks=entry.words("clocks"),
        decided=entry.text("decided", default=""),
        delivers=entry.text("delivers"),
        limits=entry.words("limits", needed=True),
        next=entry.words("next"),
        letter=entry.text("letter", default=""),
        law=entry.text("law"),
        source=entry.text("source"),
        status=Status.__members__.get(status.upper(), Status.BACKGROUND),
        checked_on=entry.day("checked-on") or date.min,
    )
