"""Clashes as pages show them: what each side says, next to the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from candour.evidence.weights import EXCLUSIVE, WORDS
from candour.web import words
from candour.web.addresses import statement_address
from candour.web.pages.shown import Link, Showing


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side: who says it, what it comes to in our words, and the statements it rests on."""

    who: str
    said: str
    statements: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ClashShown:
    """One clash: a contradiction, or what sits badly together.

    Attributes
    ----------
    strength, why : whether both can't be so, in words; what its reason tells
    touches : what it touches, in words
    is_folded : one of wording alone, which is folded away
    found_by : whether an editor or a rule found it
    first : why an editor puts it before the order of weight
    """

    id: str
    strength: str
    kind: str
    touches: str
    is_folded: bool
    subjects: tuple[Link, ...]
    sides: tuple[SideShown, ...]
    why: str
    reason: str
    found_by: str
    reply: str
    first: str

    @property
    def is_contradiction(self) -> bool:
        """Whether both can't be so."""
        return self.strength == words.STRENGTHS[EXCLUSIVE]

    @property
    def mark(self) -> str:
        """The shape beside it: red stands for contradictions alone."""
        return "clash" if self.is_contradiction else "partly"


def clashes_counted(shown: Sequence[ClashShown]) -> str:
    """How many are contradictions, and how many only sit badly together."""
    return words.clashes(*_by_strength(shown))


def clashes_marked(shown: Sequence[ClashShown]) -> tuple[tuple[str, str], ...]:
    """The same in parts, each with its own shape."""
    return words.clash_parts(*_by_strength(shown))


def _by_strength(shown: Sequence[ClashShown]) -> tuple[int, int]:
    contradictions = sum(one.is_contradiction for one in shown)
    return contradictions, len(shown) - contradictions


def clash_shown(row: Mapping[str, Any], showing: Showing) -> ClashShown:
    return ClashShown(
        row["id"],
        words.STRENGTHS[row["strength"]],
        words.CLASHES.get(row["kind"], row["kind"]),
        words.TOUCHES[row["touches"]],
        row["touches"] == WORDS,
        tuple(showing.link(slug) for slug in row["subjects"]),
        tuple(_side(side, showing) for side in row["sides"]),
        words.WHY[row["strength"]],
        row["reason"],
        found_by(row["found_by"]),
        row["reply"],
        row["first"],
    )


def _side(side: Mapping[str, Any], showing: Showing) -> SideShown:
    keys = side["statements"]
    return SideShown(
        words.listed([showing.name(slug) for slug in side["said_by"]]),
        side["said"],
        tuple(
            Link(
                f"Statement {number}" if len(keys) > 1 else "The statement", statement_address(key)
            )
            for number, key in enumerate(keys, 1)
        ),
    )


def found_by(text: str) -> str:
    if text.startswith("rule: "):
        return f"Found by rule: {text.removeprefix('rule: ')}."
    return "Found by an editor."
