"""What to ask a body for: each gap of the register, worded as a question to its body."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from candour.evidence.collection import Collection
from candour.evidence.fields import Schema
from candour.evidence.gaps import Gap, State, fields_missing, gaps_of, is_in_scope
from candour.evidence.use import headline
from candour.law.filed import Entry, read_file, refuse
from candour.law.holidays import LAW_FOLDER

QUESTIONS_FILE = LAW_FOLDER / "questions.yaml"


@dataclass(frozen=True, slots=True)
class ItemQuestion:
    """How one item is asked for, whole or one field of it; `ours` says why no body is asked."""

    key: str
    ask: str
    part: Mapping[str, str]
    ours: str


@dataclass(frozen=True, slots=True)
class Wordings:
    items: Mapping[str, ItemQuestion]
    states: Mapping[State, str]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """How one item of one subject stands; `missing` are the fields of which nothing is said."""

    item: str
    state: State
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, gap: Gap) -> "OpenItem":
        return cls(gap.item, gap.state, fields_missing(gap.why))


@dataclass(frozen=True, slots=True)
class Questions:
    """What the public record leaves open on one subject, as lines of a letter to its body.

    `wording` is what the register shows of its use, by the one rule of `evidence/use.py`.
    """

    slug: str
    subject: str
    wording: str
    lines: tuple[str, ...]


def asked_of(open_items: Iterable[OpenItem], wordings: Wordings | None = None) -> Iterator[str]:
    """Word what is open, in the order of the table of items; what is published is not asked for.

    Raises
    ------
    KeyError
        If an item is not in the file: a test holds the two against each other.
    """
    wordings = wordings or read_questions()
    for open_item in open_items:
        item = wordings.items[open_item.item]
        if open_item.state is State.PUBLISHED or item.ours:
            continue
        parts = [item.part[field] for field in open_item.missing if field in item.part]
        remark = "" if parts else wordings.states[open_item.state]
        ask = " and ".join(parts) or item.ask
        yield f"{ask}. {remark}" if remark else ask


def questions_to(
    body: str,
    on: date,
    *,
    collection: Collection,
    schema: Schema,
    only: frozenset[str] = frozenset(),
) -> tuple[Questions, ...]:
    """Return what the public record leaves open on the systems of a body, or on some of them.

    `on` is the day by which the use of each is worded.
    """
    questions = []
    for subject in collection.subjects.values():
        is_wanted = not only or subject.slug in only
        if is_wanted and body in subject.slugs("operator") and is_in_scope(subject):
            lines = tuple(asked_of(map(OpenItem.of, gaps_of(subject, schema, collection))))
            use = headline(subject.statements, on, name=collection.name_of)
            questions.append(Questions(subject.slug, subject.name, use.sentence, lines))
    return tuple(sorted((row for row in questions if row.lines), key=lambda row: row.subject))


@cache
def read_questions(path: Path = QUESTIONS_FILE) -> Wordings:
    file = read_file(path)
    items = {name: _item(name, entry) for name, entry in file.named_entries("items")}
    texts = file.mapping("states")
    file.refuse_other_keys()
    for state in State:
        if state not in texts and state is not State.PUBLISHED:
            file.wrong("states", f"'{state}' is missing")
    refuse(file.problems)
    return Wordings(items, {State(name): text for name, text in texts.items()})


def _item(name: str, entry: Entry) -> ItemQuestion:
    ours = entry.text("ours", default="")
    ask = entry.text("ask", default="")
    if bool(ours) == bool(ask):
        entry.wrong("ask", "must stand there, or `ours` must, and not both")
    return ItemQuestion(name, ask, entry.mapping("part"), ours)
