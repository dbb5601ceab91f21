"""Five questions that anyone would ask of a finding, answered by rule from its numbers."""

from dataclasses import dataclass
from typing import TypeVar

from candour.audit.findings import Finding
from candour.audit.guard import guard
from candour.audit.kinds import Kind

QUESTIONS = (
    "What was compared?",
    "What was found?",
    "How sure can we be?",
    "What does this not show?",
    "What would change the answer?",
)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what can be said to it: one text, or several as a list."""

    question: str
    texts: tuple[str, ...]


def five_answers(finding: Finding[R], kind: Kind[R]) -> tuple[Answer, ...]:
    """Answer the five questions, in words that are never stronger than the intervals.

    Raises
    ------
    BadWording
        If a rule says more than counts can bear: a fault of this code.
    """
    rules = kind.answers
    answers = (
        rules.compared(finding),
        rules.what_was_found(finding),
        rules.how_sure(finding),
        (*kind.not_compared(finding), *finding.does_not_show),
        rules.what_would_change_it(finding),
    )
    return tuple(
        Answer(question, tuple(guard(text) for text in texts))
        for question, texts in zip(QUESTIONS, answers, strict=True)
    )
