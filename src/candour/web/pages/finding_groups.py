"""Findings under the questions they answer, in the order in which a reader asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

QUESTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("treated", "Who is searched, or met with force?", ("stops", "force", "thresholds")),
    ("listed", "Who is on a list, or scored?", ("composition", "parts", "bands")),
    ("right", "Are the scores right?", ("accuracy", "scores")),
    (
        "places",
        "Who lives where, and where do records point?",
        ("places", "places-by-type", "neighbourhoods"),
    ),
    ("worked", "Did it work?", ("evaluation",)),
    ("marked", "What would a method have marked?", ("replay",)),
    ("made-up", "What do records do to themselves, in made-up places?", ("urn", "city", "list")),
)
OTHERS = ("others", "Other audits")


class Audited(Protocol):
    """Anything shown of a finding."""

    @property
    def audit(self) -> str: ...


Shown = TypeVar("Shown", bound=Audited)


@dataclass(frozen=True, slots=True)
class Group(Generic[Shown]):
    """A question, the anchor of its part of a page, and what answers it."""

    key: str
    question: str
    rows: tuple[Shown, ...]


def question_of(audit: str) -> tuple[str, str]:
    """The anchor and the words of the question that an audit's findings stand under."""
    return next(((key, asked) for key, asked, audits in QUESTIONS if audit in audits), OTHERS)


def by_question(shown: Iterable[Shown]) -> list[Group[Shown]]:
    """What is shown, under its questions; a kind that no question names stands last."""
    rows: Sequence[Shown] = list(shown)
    groups = [
        Group(key, question, tuple(row for row in rows if row.audit in audits))
        for key, question, audits in QUESTIONS
    ]
    named = {audit for *_, audits in QUESTIONS for audit in audits}
    groups.append(Group(*OTHERS, tuple(row for row in rows if row.audit not in named)))
    return [group for group in groups if group.rows]
