"""What is not known, as pages show it: an item, its state in words, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from candour.evidence.fields import Schema
from candour.evidence.gaps import State
from candour.law.questions import read_questions
from candour.web import words
from candour.web.addresses import statement_address
from candour.web.pages.shown import Link, Showing

# The shape beside each state: provided, told of in part, a word that there is none, or no word.
MARKS = {
    State.PUBLISHED: "provided",
    **dict.fromkeys((State.DISCLOSED, State.DESCRIBED, State.NAMED), "partly"),
    **dict.fromkeys((State.DECLARED_NONE, State.NOT_FOUND, State.REFUSED), "stated"),
    State.SILENT: "silent",
}


@dataclass(frozen=True, slots=True)
class GapShown:
    """One item of one subject; `mark` picks the shape beside the word."""

    item: str
    state: str
    mark: str
    why: str
    statements: tuple[Link, ...]
    practice: tuple[Link, ...]
    is_contradicted: bool
    link: str


@dataclass(frozen=True, slots=True)
class GapsShown:
    """The gaps of one subject: items not published, then those that are."""

    open: tuple[GapShown, ...]
    answered: tuple[GapShown, ...]

    @property
    def asked(self) -> int:
        return len(self.open) + len(self.answered)


def mark_of(state: str) -> str:
    return MARKS[State(state)]


def gap_shown(row: Mapping[str, Any], schema: Schema) -> GapShown:
    keys = row["statements"]
    return GapShown(
        schema.gap_items[row["item"]].label if row["item"] in schema.gap_items else row["item"],
        words.gap_state(row["state"]),
        mark_of(row["state"]),
        words.gap_reason(row["why"], schema),
        tuple(
            Link(
                f"Statement {number}" if len(keys) > 1 else "The statement", statement_address(key)
            )
            for number, key in enumerate(keys, 1)
        ),
        tuple(Link("said of its practice", statement_address(key)) for key in row["practice"]),
        row["contradicted"],
        row["link"],
    )


def gaps_shown(rows: Iterable[Mapping[str, Any]], schema: Schema) -> GapsShown:
    shown = [(row["state"], gap_shown(row, schema)) for row in rows]
    return GapsShown(
        tuple(gap for state, gap in shown if state != State.PUBLISHED),
        tuple(gap for state, gap in shown if state == State.PUBLISHED),
    )


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One subject, the mark and word of each item, and how many are not published."""

    subject: Link
    cells: tuple[tuple[str, str], ...]
    not_published: int


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many subjects have an item provided, in part, as a stated silence, or not at all.

    `ours` says why no body is asked for it, where that is so.
    """

    key: str
    label: str
    counts: Mapping[str, int]
    ours: str = ""

    @property
    def published(self) -> int:
        return self.counts.get(State.PUBLISHED, 0)

    @property
    def not_published(self) -> int:
        return sum(self.counts.values()) - self.published

    @property
    def drawn(self) -> tuple[tuple[str, float, float], ...]:
        """The states from what says most to what says least, by their marks, as parts of 100."""
        total = sum(self.counts.values())
        by_mark: Counter[str] = Counter()
        for state in State:
            by_mark[mark_of(state)] += self.counts.get(state, 0)
        bars, start = [], 0.0
        for mark, count in by_mark.items():
            width = 100 * count / total if total else 0.0
            if width:
                bars.append((mark, round(start, 2), round(width, 2)))
            start += width
        return tuple(bars)


def matrix(rows: Iterable[Mapping[str, Any]], showing: Showing) -> tuple[MatrixRow, ...]:
    """Put gaps in rows, one for each subject, with items in the order of the table of items."""
    states: dict[str, dict[str, str]] = {}
    for row in rows:
        states.setdefault(row["subject"], {})[row["item"]] = row["state"]
    items = list(showing.schema.gap_items)
    return tuple(
        MatrixRow(
            showing.link(slug),
            tuple(
                (mark_of(own_states.get(item, State.SILENT)), _word(own_states.get(item, "")))
                for item in items
            ),
            sum(state != State.PUBLISHED for state in own_states.values()),
        )
        for slug, own_states in states.items()
    )


def _word(state: str) -> str:
    return words.gap_state(state) if state else "Not asked of it"


def item_counts(states: Iterable[tuple[str, str, int]], schema: Schema) -> tuple[ItemCount, ...]:
    """Count states by item, from rows of item, state and number."""
    counts: dict[str, Counter[str]] = {key: Counter() for key in schema.gap_items}
    for item, state, count in states:
        counts.setdefault(item, Counter())[state] += count
    questions = read_questions().items
    return tuple(
        ItemCount(
            key,
            schema.gap_items[key].label,
            dict(by_state),
            questions[key].ours if key in questions else "",
        )
        for key, by_state in counts.items()
        if key in schema.gap_items
    )


def of_bodies(items: Sequence[ItemCount]) -> dict[str, int]:
    """What bodies could publish, how much of it they have, and of how much nobody says a word."""
    counts = [item.counts for item in items if not item.ours]
    return {
        "asked": sum(sum(by_state.values()) for by_state in counts),
        "answered": sum(by_state.get(State.PUBLISHED, 0) for by_state in counts),
        "silent": sum(by_state.get(State.SILENT, 0) for by_state in counts),
    }
