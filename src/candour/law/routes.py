"""The routes a person, a group or a body can take, read from `content/law/routes.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from candour.law.bodies import DataLaw, Force, branches, read_kinds
from candour.law.filed import Entry, read_entries, refuse
from candour.law.holidays import LAW_FOLDER, Country, Nation
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
    ROAD_CHECK = "road-check"
    TERRORISM_STOP = "terrorism-stop"
    TOLD_A_SCORE = "told-a-score"
    LETTER_OR_BAN = "letter-or-ban"
    VISIT_OR_WARNING = "visit-or-warning"
    ARREST_OR_CHARGE = "arrest-or-charge"
    PREVENT = "prevent"
    ASSESSED = "assessed"
    HOMELESS = "homeless"
    HOUSING_LIST = "housing-list"
    HOME_REFUSED = "home-refused"
    JOB_REFUSED = "job-refused"
    SCHOOL = "school"
    CHILDREN = "children"
    BENEFITS_REFUSED = "benefits-refused"
    REFUSED_SERVICE = "refused-service"
    WATCHED = "watched"
    PATROLS = "patrols"
    NOT_SURE = "not-sure"
    GENERAL = "general"

    @property
    def label(self) -> str:
        return WHAT_LABELS[self]


WHAT_LABELS = {
    What.STOP_AND_SEARCH: "Police stopped or searched someone",
    What.ROAD_CHECK: "Police stopped a car at a road check",
    What.TERRORISM_STOP: "Police stopped someone under terrorism law, with no suspicion",
    What.TOLD_A_SCORE: "Someone was told of a risk level, a score or a list",
    What.LETTER_OR_BAN: "A letter came, or a ban",
    What.VISIT_OR_WARNING: "Police came to the home, or gave a warning",
    What.ARREST_OR_CHARGE: "Someone was arrested or charged",
    What.PREVENT: "Someone was reported under Prevent",
    What.ASSESSED: "Prison, probation or a court report gave someone a risk score",
    What.HOMELESS: "The council decided on a homeless person",
    What.HOUSING_LIST: "A place on the housing list was lost or lowered",
    What.HOME_REFUSED: "A home was refused or lost",
    What.JOB_REFUSED: "A job was refused or lost",
    What.SCHOOL: "A school or college acted on what police said",
    What.CHILDREN: "Children's services acted",
    What.BENEFITS_REFUSED: "A benefit was refused or stopped",
    What.REFUSED_SERVICE: "A service was refused",
    What.WATCHED: "Someone may have been watched in secret",
    What.PATROLS: "There are more police where someone lives",
    What.NOT_SURE: "Not sure",
    What.GENERAL: "Nothing happened to one person; it is about how a body works",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """What a route is in one country, with one kind of body, or where one thing happened.

    Empty texts change nothing.
    """

    nations: tuple[Nation, ...]
    countries: tuple[Country, ...]
    bodies: tuple[str, ...]
    what: tuple[What, ...]
    texts: Mapping[str, str]
    clocks: tuple[str, ...]
    status: Status | None
    is_limit_unread: bool
    limits: tuple[str, ...] = ()

    def fits(self, nation: Nation, country: Country | None, kind: str, what: What | None) -> bool:
        return (
            nation in self.nations
            and (not self.countries or country in self.countries)
            and (not self.bodies or kind in self.bodies)
            and (not self.what or what in self.what)
        )


NOTHING = "none"  # of a variant whose clock starts later, or for which no letter is made
VARIABLE = ("name", "plain", "who", "against", "event", "letter", "law", "source", "delivers")


@dataclass(frozen=True, slots=True)
class Route:
    """One way to find out, to complain or to go to court.

    `short` is the one sentence by which it stands among the first steps. `event` is the clock that
    starts on the day it happened; `clocks` are those of later days.
    `bodies` are the kinds of body it leads against, and with those of `whatever_with` it is open
    whatever happened. `branch` is the one branch of a kind it leads against, as prison is.
    `is_of_body` is true where the law is that of the body, so that one of the whole UK falls under
    the Act of the UK. `is_for_all` is true where it is open though nothing happened to one person.
    `is_limit_unread` is true where there is a last day, in a letter or in a law that was not read.
    `may_run_anew` is true where its time may run from a reply that is itself a decision.
    """

    id: str
    name: str
    plain: str
    short: str
    about: str
    phase: Phase
    kind: str
    starters: tuple[str, ...]
    who: str
    nations: tuple[Nation, ...]
    against: str
    what: tuple[What, ...]
    whatever_with: tuple[str, ...]
    branch: str
    bodies: tuple[str, ...]
    data_laws: tuple[DataLaw, ...]
    countries: tuple[Country, ...]
    variants: tuple[Variant, ...]
    is_adults_only: bool
    is_of_body: bool
    is_for_all: bool
    is_for_public_bodies: bool
    is_of_one_nation: bool
    comes_first: bool
    replaces: tuple[str, ...]
    spent_by: tuple[str, ...]
    needs: tuple[str, ...]
    cost: str
    cost_risk: str
    event: str
    event_by_nation: Mapping[Nation, str]
    clocks: tuple[str, ...]
    is_limit_unread: bool
    may_run_anew: bool
    decided: str
    delivers: str
    limits: tuple[str, ...]
    next: tuple[str, ...]
    letter: str
    law: str
    source: str
    status: Status
    checked_on: date

    @property
    def is_police_only(self) -> bool:
        return all(read_kinds()[name].is_police for name in self.bodies)

    @property
    def is_court(self) -> bool:
        """Whether a clock of a court runs from the day it happened."""
        return self.kind == "judicial" and self.phase is Phase.TIME

    def leads_against(self, force: Force, nation: Nation, country: Country | None) -> bool:
        """Whether it is open against a body, in that part of the UK."""
        kind = force.kind
        if self.is_of_body:
            return force.information_law(nation) in self.nations
        return (
            nation in self.nations
            and (not self.countries or country is None or country in self.countries)
            and kind.id in self.bodies
            and force.may_be_branch(self.branch)
            and kind.data_law in self.data_laws
            and (kind.is_public or not self.is_for_public_bodies)
            and not (self.is_of_one_nation and force.is_uk_wide)
        )

    def here(
        self, nation: Nation, country: Country | None, kind: str, what: What | None = None
    ) -> "Route":
        """Return the route as it is in one place, with one kind of body, after what happened."""
        for variant in self.variants:
            if variant.fits(nation, country, kind, what):
                changes: dict[str, Any] = dict(variant.texts)
                if "plain" in changes:
                    changes["short"] = changes["plain"]
                if variant.clocks:
                    changes["clocks"] = variant.clocks
                if variant.status is not None:
                    changes["status"] = variant.status
                if variant.is_limit_unread:
                    changes["is_limit_unread"] = True
                if variant.limits:
                    changes["limits"] = (*self.limits, *variant.limits)
                return replace(self, **changes)
        return self

    @property
    def clocks_anywhere(self) -> tuple[str, ...]:
        """Every clock that runs on it in some part of the UK, from the event or from later."""
        return tuple(dict.fromkeys(filter(None, _clocks_of(self))))

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
        entry.refuse_other_keys()
        for clock in _clocks_of(route):
            if clock and clock not in rules:
                entry.wrong("clocks", f"'{clock}' is no clock of rules.yaml")
        for other in (*route.next, *route.replaces):
            if other not in routes:
                entry.wrong("next", f"'{other}' is no route of this file")
    refuse(problems)
    return routes


def _clocks_of(route: Route) -> Iterator[str]:
    yield from (route.event, *route.event_by_nation.values(), *route.clocks)
    for variant in route.variants:
        yield from (variant.texts.get("event", ""), *variant.clocks)


def _route(name: str, entry: Entry) -> Route:
    return Route(
        id=name,
        name=entry.text("name"),
        plain=entry.text("plain"),
        short=entry.text("short", default="") or _first_sentence(entry.text("plain")),
        about=entry.one_of("about", ABOUT),
        phase=entry.member("phase", Phase),
        kind=entry.one_of("kind", KINDS),
        starters=entry.some_of("by", STARTERS, needed=True),
        who=entry.text("who"),
        nations=entry.members("nations", Nation, needed=True),
        against=entry.text("against"),
        what=entry.members("what", What) or tuple(What),
        whatever_with=entry.some_of("whatever-with", tuple(read_kinds())),
        branch=entry.one_of("branch", branches(), default=""),
        bodies=_bodies(entry),
        data_laws=entry.members("data-law", DataLaw) or tuple(DataLaw),
        countries=entry.members("countries", Country),
        variants=tuple(_variant(each) for each in entry.entries("here")),
        is_adults_only=entry.is_yes("adults-only"),
        is_of_body=entry.one_of("law-of", ("body",), default="") == "body",
        is_for_all=entry.is_yes("for-all"),
        is_for_public_bodies=entry.is_yes("public-bodies"),
        is_of_one_nation=entry.is_yes("one-nation"),
        comes_first=entry.is_yes("first"),
        replaces=entry.words("replaces"),
        spent_by=entry.words("spent-by"),
        needs=entry.words("needs"),
        cost=entry.text("cost"),
        cost_risk=entry.text("cost-risk"),
        event=entry.text("event", default=""),
        event_by_nation={
            Nation(key): value
            for key, value in entry.mapping("event-by-nation", names=tuple(Nation)).items()
        },
        clocks=entry.words("clocks"),
        is_limit_unread=entry.is_yes("limit-unread"),
        may_run_anew=entry.is_yes("anew"),
        decided=entry.text("decided", default=""),
        delivers=entry.text("delivers"),
        limits=entry.words("limits", needed=True),
        next=entry.words("next"),
        letter=entry.text("letter", default=""),
        law=entry.text("law"),
        source=entry.text("source"),
        status=entry.member_by_name("status", Status),
        checked_on=entry.day("checked-on") or date.min,
    )


def _first_sentence(text: str) -> str:
    """Return the first sentence of a text.

    >>> _first_sentence("Ask. Then wait."), _first_sentence("Ask.")
    ('Ask.', 'Ask.')
    """
    first, dot, _ = text.partition(". ")
    return first + "." if dot else text


def _bodies(entry: Entry) -> tuple[str, ...]:
    """The kinds of body a route leads against: those named, or all but those named."""
    known = tuple(read_kinds())
    named = entry.some_of("bodies", known)
    left_out = entry.some_of("not-bodies", known)
    if entry.is_yes("police-only"):
        named = tuple(each.id for each in read_kinds().values() if each.is_police)
    return tuple(each for each in (named or known) if each not in left_out)


def _variant(entry: Entry) -> Variant:
    texts = {key: entry.text(key, default="") for key in VARIABLE}
    emptied = {key: "" for key in ("event", "letter") if texts[key] == NOTHING}
    return Variant(
        nations=entry.members("nations", Nation) or tuple(Nation),
        countries=entry.members("countries", Country),
        bodies=entry.some_of("bodies", tuple(read_kinds())),
        what=entry.members("what", What),
        texts={key: text for key, text in texts.items() if text} | emptied,
        clocks=entry.words("clocks"),
        status=entry.member_by_name("status", Status) if entry.has("status") else None,
        is_limit_unread=entry.is_yes("limit-unread"),
        limits=entry.words("limits"),
    )
