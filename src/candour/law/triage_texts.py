"""What triage says around the routes: states, messages, helpers, and how to read a reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from candour.law.answers import EARLIEST, ForWhom
from candour.law.filed import Entry, read_file, refuse
from candour.law.holidays import LAW_FOLDER, Nation
from candour.law.routes import Phase, What

TRIAGE_FILE = LAW_FOLDER / "triage.yaml"


class State(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    PASSED = "passed"
    PASSED_ELSEWHERE = "passed-elsewhere"
    LATE = "late"
    LATER = "later"
    NO_LIMIT = "no-limit"
    NO_DAY = "no-day"


@dataclass(frozen=True, slots=True)
class StepSpec:
    """A step that is no route of its own."""

    id: str
    phase: Phase
    name: str
    plain: str
    letter: str
    starters: tuple[str, ...]
    what: tuple[What, ...]


@dataclass(frozen=True, slots=True)
class Helper:
    name: str
    nations: tuple[Nation, ...]
    offers: str
    address: str
    who: str


@dataclass(frozen=True, slots=True)
class Reply:
    """How to read one kind of reply, and what to do next.

    `is_unknown` is true where the reply tells nothing of what is held or used.
    """

    id: str
    name: str
    says: str
    means: str
    ask: tuple[str, ...]
    next: tuple[str, ...]
    letter: str
    is_unknown: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "says": self.says,
            "means": self.means,
            "leaves_it_unknown": self.is_unknown,
            "ask": list(self.ask),
            "next": list(self.next),
            "letter": self.letter,
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


# the file


@cache
def read_texts(path: Path = TRIAGE_FILE) -> Texts:
    """Read what triage says; each text that is ours must pass the guard."""
    entry = read_file(path)
    steps = [_step(name, each) for name, each in entry.named_entries("steps")]
    helpers = [_helper(each) for each in entry.entries("helpers")]
    began = {
        name: (each.day("day") or EARLIEST, each.text("then"))
        for name, each in entry.named_entries("forces-began")
    }
    replies = {name: _reply(name, each) for name, each in entry.named_entries("replies")}
    texts = Texts(
        states=entry.mapping("states"),
        messages=entry.mapping("messages"),
        situations=entry.mapping("situations"),
        steps=tuple(steps),
        helpers=tuple(helpers),
        began=began,
        replies=replies,
    )
    entry.done()
    for state in State:
        if state not in texts.states:
            entry.wrong("states", f"'{state}' is missing")
    refuse(entry.problems)
    return texts


def _step(name: str, entry: Entry) -> StepSpec:
    return StepSpec(
        id=name,
        phase=Phase(entry.one_of("phase", tuple(Phase))),
        name=entry.text("name"),
        plain=entry.text("plain"),
        letter=entry.text("letter"),
        starters=entry.words("starters"),
        what=tuple(What(each) for each in entry.some_of("what", tuple(What))),
    )


def _helper(entry: Entry) -> Helper:
    return Helper(
        name=entry.text("name"),
        nations=tuple(Nation(each) for each in entry.some_of("nations", tuple(Nation))),
        offers=entry.text("for"),
        address=entry.text("address"),
        who=entry.one_of("who", tuple(ForWhom), default=""),
    )


def _reply(name: str, entry: Entry) -> Reply:
    return Reply(
        id=name,
        name=entry.text("name"),
        says=entry.text("says"),
        means=entry.text("means"),
        ask=entry.words("ask", needed=True),
        next=entry.words("next", needed=True),
        letter=entry.text("letter"),
        is_unknown=entry.one_of("unknown", ("yes", "no"), default="no") == "yes",
    )
