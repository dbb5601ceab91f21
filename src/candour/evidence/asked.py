"""How a body behaved when it was asked: the same questions of each, answered from statements.

A source that gives only a total says nothing of any one body; then the answer is that it is not
told, with the totals beside it. "Not told" is no "no".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.evidence.collection import SubjectFile
from candour.evidence.statements import Statement

FIELD = "disclosure"
POLICE = frozenset({"territorial-force", "special-force"})


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of how a body behaved, and the terms of `disclosure` that answer it."""

    key: str
    text: str
    terms: tuple[str, ...]


QUESTIONS = (
    Question("asked", "Was it asked?", ("asked",)),
    Question("answered", "Did it answer?", ("answered",)),
    Question("refused", "Did it refuse?", ("exemption-cited", "refused")),
    Question("late", "Did it answer late?", ("reply-when-chased",)),
    Question("never-replied", "Did it never reply?", ("no-reply",)),
    Question(
        "kept-back",
        "Did it keep something back?",
        ("asked-not-sent", "promised-not-sent", "did-not-specify"),
    ),
    Question(
        "contradicted", "Was it contradicted?", ("denial-contradicted", "contradictory-answers")
    ),
    Question(
        "findings",
        "What did it do when told of the findings, or asked for an interview?",
        ("responded-to-findings", "interview-declined"),
    ),
)


NOT_GIVEN = frozenset({"refused", "never-replied", "kept-back"})


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The answer to one question about one body: the statements that tell it, if any do."""

    question: Question
    statements: tuple[Statement, ...]

    @property
    def is_told(self) -> bool:
        return bool(self.statements)


def behaviour_when_asked(disclosures: Iterable[Statement]) -> tuple[Behaviour, ...]:
    """Sort what is told of a body's behaviour under the questions, in their order."""
    terms = [s for s in disclosures if s.kind == "term"]
    return tuple(
        Behaviour(question, tuple(s for s in terms if s.value in question.terms))
        for question in QUESTIONS
    )


@dataclass(frozen=True, slots=True)
class WhenAsked:
    """Of the things asked for that are told of, how many were given."""

    given: int
    told_of: int


def when_asked(behaviour: Iterable[Behaviour]) -> WhenAsked:
    """Count what was given and what was not, of that which is told of.

    Assumes that each statement is of one thing asked for: a source that tells of several in one
    sentence counts once, so these are counts of what is told, not of all requests made.
    """
    by_question = {row.question.key: row.statements for row in behaviour}
    answered = len(by_question["answered"])
    return WhenAsked(answered, answered + sum(len(by_question[key]) for key in NOT_GIVEN))


def is_police(body: SubjectFile) -> bool:
    return body.subject_class == "body" and body.first_text("kind") in POLICE


def only_totals(body: SubjectFile) -> tuple[Statement, ...]:
    """What says that the source has no more than totals for this body."""
    return tuple(s for s in body.of(FIELD) if s.kind == "silence")
