"""What triage says around the routes: states, messages, helpers, and how to read a reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from candour.law.answers import EARLIEST, ForWhom, Request, Situation
from candour.law.bodies import DataLaw, Force, branches, read_kinds
from candour.law.filed import Entry, read_entries, read_file, refuse
from candour.law.holidays import LAW_FOLDER, PARTS, Country, Nation, Part, part_named
from candour.law.provisions import Provision, provisions_of
from candour.law.routes import Phase, What, read_routes
from candour.law.rules import Status

TRIAGE_FILE = LAW_FOLDER / "triage.yaml"
REPLIES_FILE = LAW_FOLDER / "replies.yaml"
FIRST_STEPS_FILE = LAW_FOLDER / "first-steps.yaml"
SUMS = ("solicitor", "evidence", "extension")


class State(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    PASSED = "passed"
    PASSED_ELSEWHERE = "passed-elsewhere"
    LATE = "late"
    LATER = "later"
    NO_LIMIT = "no-limit"
    NO_DAY = "no-day"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class StepSpec:
    """A step that is no route of its own.

    `clock_by_law` is the clock it is worded by, for each law on data.
    `summed` says that its sentence is worded from the days; `is_on_reply` that it stands only
    where a reply leads to it. `branch` is the one branch of a kind of body that it is about.
    `law` is what it rests on: nothing, where it is advice of ours.
    """

    id: str
    phase: Phase
    name: str
    plain: str
    letter: str
    letter_for_solicitor: str
    starters: tuple[str, ...]
    bodies: tuple[str, ...]
    branch: str
    nations: tuple[Nation, ...]
    law: tuple[Provision, ...]
    what: tuple[What, ...]
    summed: str
    is_on_reply: bool
    clock_by_law: Mapping[DataLaw, str]


@dataclass(frozen=True, slots=True)
class Case:
    """The first steps of one case, and when it is the case; what is empty asks for nothing.

    `late` are those of its steps that still come first after their last day, since the body or
    the court may take a late one. `says` is what a person is told of the case before all else.
    """

    id: str
    situations: tuple[Situation, ...]
    for_whom: tuple[ForWhom, ...]
    what: tuple[What, ...]
    bodies: tuple[str, ...]
    nations: tuple[Nation, ...]
    is_adviser_first: bool
    steps: tuple[str, ...]
    late: tuple[str, ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Helper:
    """Who may help, where, and how far what they say of themselves was read.

    `countries` are those of its nations where alone it helps; none where it helps in all.
    """

    name: str
    nations: tuple[Nation, ...]
    countries: tuple[Country, ...]
    offers: str
    address: str
    who: str
    what: tuple[What, ...]
    status: Status

    @property
    def is_read(self) -> bool:
        """Whether what it offers was read on a page of its own, and not its name alone."""
        return self.status is not Status.BACKGROUND

    def helps(self, nation: Nation, country: Country | None) -> bool:
        """Whether it helps there; where the country is not known, whether it may."""
        is_there = not self.countries or country is None or country in self.countries
        return nation in self.nations and is_there


@dataclass(frozen=True, slots=True)
class Reply:
    """How to read one kind of reply, and what to do next.

    `is_unknown` is true where the reply tells nothing of what is held or used, `is_silence` where
    none came. `there` is what it means in one part of the UK besides. `then` are routes that open
    only after one of `next`, and `only_if` says of one of `next` when it is one to take.
    `is_decision` is true where the reply is a decision of its own, from which a court's time may
    run too. `law` is what it rests on: nothing, where it is advice of ours.
    """

    id: str
    name: str
    says: str
    means: str
    ask: tuple[str, ...]
    next: tuple[str, ...]
    then: tuple[str, ...]
    only_if: Mapping[str, str]
    there: Mapping[Part, str]
    letter: str
    is_decision: bool
    is_unknown: bool
    is_silence: bool
    request: Request
    law: tuple[Provision, ...]
    data_laws: tuple[DataLaw, ...]
    bodies: tuple[str, ...]

    def may_come_from(self, force: Force, nation: Nation | None) -> bool:
        """Whether a body can reply so there; where the nation is not known, whether it may.

        What answers a request for information comes only from a body that an Act on it binds.
        """
        kind, parts = force.kind, tuple(Nation) if nation is None else (nation,)
        is_bound = any(force.information_law(part) is not None for part in parts)
        is_asked = self.request is not Request.INFORMATION or is_bound
        return is_asked and kind.data_law in self.data_laws and kind.id in self.bodies

    def means_there(self, force: Force, nation: Nation, country: Country | None) -> tuple[str, ...]:
        """Give what it means in one part of the UK alone.

        Under the Act on information a body of the whole UK answers as in England, wherever it is.
        """
        is_of_uk = self.request is Request.INFORMATION and force.is_uk_wide
        place = Nation.ENGLAND_WALES if is_of_uk else nation
        parts = {place.value} if is_of_uk or country is None else {place.value, country.value}
        return tuple(text for part, text in self.there.items() if part.value in parts)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "says": self.says,
            "means": self.means,
            "there": {part.value: text for part, text in self.there.items()},
            "leaves_it_unknown": self.is_unknown,
            "ask": list(self.ask),
            "next": list(self.next),
            "then": list(self.then),
            "letter": self.letter or None,
            "request": self.request.value,
            "data_law": [each.value for each in self.data_laws],
            "rests_on": [each.as_dict() for each in self.law],
        }


@dataclass(frozen=True)
class Texts:
    """All that triage says besides the routes themselves."""

    states: Mapping[str, str]
    messages: Mapping[str, str]
    situations: Mapping[str, str]
    steps: tuple[StepSpec, ...]
    helpers: tuple[Helper, ...]
    began: Mapping[str, tuple[date, str]]
    replies: Mapping[str, Reply]
    cases: tuple[Case, ...]


# the files


@cache
def read_texts(
    path: Path = TRIAGE_FILE, *, replies: Path = REPLIES_FILE, cases: Path = FIRST_STEPS_FILE
) -> Texts:
    """Read what triage says, how each reply is read, and the first steps of each case.

    Every step that is named is held against the routes and the steps there are.
    """
    entry = read_file(path)
    steps = [_step(name, each) for name, each in entry.named_entries("steps")]
    helpers = [_helper(each) for each in entry.entries("helpers")]
    began = {
        name: (each.day("day") or EARLIEST, each.text("then"))
        for name, each in entry.named_entries("forces-began")
    }
    known = (*read_routes(), *(step.id for step in steps))
    texts = Texts(
        states=entry.mapping("states"),
        messages=entry.mapping("messages"),
        situations=entry.mapping("situations"),
        steps=tuple(steps),
        helpers=tuple(helpers),
        began=began,
        replies=_read_replies(known, replies),
        cases=_read_cases(known, cases),
    )
    entry.refuse_other_keys()
    for state in State:
        if state not in texts.states:
            entry.wrong("states", f"'{state}' is missing")
    refuse(entry.problems)
    return texts


def _read_replies(routes: tuple[str, ...], path: Path) -> Mapping[str, Reply]:
    entries, problems = read_entries(path)
    replies = {}
    for name, entry in entries:
        replies[name] = _reply(name, entry, routes)
        entry.refuse_other_keys()
    refuse(problems)
    return replies


def _read_cases(routes: tuple[str, ...], path: Path) -> tuple[Case, ...]:
    entries, problems = read_entries(path)
    cases = []
    for name, entry in entries:
        cases.append(_case(name, entry, routes))
        entry.refuse_other_keys()
    refuse(problems)
    return tuple(cases)


def _case(name: str, entry: Entry, routes: tuple[str, ...]) -> Case:
    return Case(
        id=name,
        situations=entry.members("situations", Situation),
        for_whom=entry.members("for", ForWhom),
        what=entry.members("what", What),
        bodies=entry.some_of("bodies", tuple(read_kinds())),
        nations=entry.members("nations", Nation),
        is_adviser_first=entry.is_yes("adviser"),
        steps=entry.some_of("steps", routes, needed=True),
        late=entry.some_of("late", routes),
        says=entry.text("says", default=""),
    )


def _step(name: str, entry: Entry) -> StepSpec:
    kinds = tuple(read_kinds())
    return StepSpec(
        id=name,
        phase=entry.member("phase", Phase),
        name=entry.text("name"),
        plain=entry.text("plain"),
        letter=entry.text("letter"),
        letter_for_solicitor=entry.text("letter-for-solicitor", default=""),
        starters=entry.words("starters"),
        bodies=entry.some_of("bodies", kinds) or kinds,
        branch=entry.one_of("branch", branches(), default=""),
        nations=entry.members("nations", Nation) or tuple(Nation),
        law=provisions_of(entry),
        what=entry.members("what", What),
        summed=entry.one_of("sum", SUMS, default=""),
        is_on_reply=entry.is_yes("on-reply"),
        clock_by_law={
            DataLaw(law): clock
            for law, clock in entry.mapping("clock-by-law", names=tuple(DataLaw)).items()
        },
    )


def _helper(entry: Entry) -> Helper:
    return Helper(
        name=entry.text("name"),
        nations=entry.members("nations", Nation),
        countries=entry.members("countries", Country),
        offers=entry.text("for"),
        address=entry.text("address"),
        who=entry.one_of("who", tuple(ForWhom), default=""),
        what=entry.members("what", What),
        status=entry.member_by_name("status", Status),
    )


def _reply(name: str, entry: Entry, routes: tuple[str, ...]) -> Reply:
    kinds = tuple(read_kinds())
    left_out = entry.some_of("not-bodies", kinds)
    named = entry.some_of("bodies", kinds) or kinds
    return Reply(
        id=name,
        name=entry.text("name"),
        says=entry.text("says"),
        means=entry.text("means"),
        ask=entry.words("ask", needed=True),
        next=entry.some_of("next", routes, needed=True),
        then=entry.some_of("then", routes),
        only_if=entry.mapping("only-if", names=routes),
        there={
            part_named(part): text for part, text in entry.mapping("there", names=PARTS).items()
        },
        is_decision=entry.is_yes("anew"),
        letter=entry.text("letter", default=""),
        is_unknown=entry.is_yes("unknown"),
        is_silence=entry.is_yes("silence"),
        request=entry.member("request", Request),
        law=provisions_of(entry),
        data_laws=entry.members("data-law", DataLaw) or tuple(DataLaw),
        bodies=tuple(each for each in named if each not in left_out),
    )
