"""Five questions that anyone would ask of a finding, answered by rule from its numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from candour.audit.plans import Finding
from candour.audit.reports.answers import accuracy, composition, parts, rate_changes, rates, scores
from candour.audit.wording import guard

QUESTIONS = (
    "What was compared?",
    "What was found?",
    "How sure can we be?",
    "What does this not show?",
    "What would change the answer?",
)
Says = Callable[[Finding], Iterable[str]]

# For each audit: what was compared, what was found, how sure, and what would change it.
RULES: dict[str, tuple[Says, Says, Says, Says]] = {
    "stops": (rates.compared, rates.found, rates.sure, rate_changes.changes),
    "force": (rates.compared, rates.found, rates.sure, rate_changes.changes),
    "scores": (scores.compared, scores.found, scores.sure, scores.changes),
    "composition": (
        composition.compared,
        composition.found,
        composition.sure,
        composition.changes,
    ),
    "parts": (parts.compared, parts.found, parts.sure, parts.changes),
    "accuracy": (accuracy.compared, accuracy.found, accuracy.sure, accuracy.changes),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what can be said to it: one text, or several as a list."""

    question: str
    says: tuple[str, ...]


def five_answers(finding: Finding) -> tuple[Answer, ...]:
    """Answer the five questions, in words that are never stronger than the intervals.

    Raises
    ------
    BadWording
        If a rule says more than counts can bear: a fault of this code.
    """
    compared, found, sure, changes = (tuple(rule(finding)) for rule in RULES[finding.plan.audit])
    limits = (*_not_compared(finding), *finding.does_not_show)
    said = (compared, found, sure, limits, changes)
    return tuple(
        Answer(question, tuple(guard(text) for text in says))
        for question, says in zip(QUESTIONS, said, strict=True)
    )


def _not_compared(finding: Finding) -> tuple[str, ...]:
    """How many forces were left out for the state of their data."""
    unfit = [row for row in finding.tables.get("fitness", ()) if not row.get("fit", True)]
    if not unfit:
        return ()
    return (f"Anything about {rates.unfit_names(unfit)}: the data are not fit to be compared.",)
