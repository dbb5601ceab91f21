"""What an editor should look at though nothing is wrong: warnings and suggestions.

A warning is about a file and names what to do. A suggestion is a pair of statements that a rule
finds likely to clash; only an editor can say whether they do, so readers never see one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from candour.core.errors import Problem
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.contradictions import Contradiction
from candour.evidence.fields import FOLDER_OF
from candour.evidence.statements import Statement

# What a body claims, and where it is found otherwise.
CLAIMS = frozenset({"claimed-effect", "mitigation", "human-role", "oversight"})
RESULTS = frozenset(
    {"evaluation-finding", "limitation", "finding", "data-note", "oversight", "notice"}
)
# Fields in which one text can deny another.
TOLD_IN_WORDS = (
    ("answer",), ("oversight",), ("operation",), ("human-role",), ("data-note",), ("technique",),
    ("claimed-effect", "evaluation-finding", "limitation", "finding"),
    ("purpose", "operation", "outcomes"), ("mitigation", "limitation", "discrimination"),
    ("notice", "access"), ("description", "event"),
)  # fmt: skip
DENIAL = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|denie[sd]|refused?|"
    r"stopped|ended|failed?|fewer|fell|falls?|lower|reduced?|reduction)\b|n't\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[a-z]{4,}")
COMMON_WORDS = """
that this with from have were been they their them which what when where into than then said
says police force forces system systems tool model used uses using people would could should
about made make does will more most such only other some each also report data
"""
COMMON = frozenset(COMMON_WORDS.split())
SHARED_WORDS = 2
SHARED_PART = 0.25
SHARED_WITH_A_RESULT = 2
STEM = 6  # letters: "assess" of assessed, assessment, assesses


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two statements about one subject that may not both be true, and why a rule thinks so."""

    first: Statement
    second: Statement
    why: str
    weight: float


def warnings_of(collection: Collection) -> list[Problem]:
    """What a reader will miss though the content is valid."""
    return [
        warning
        for source in collection.of_class("source")
        for warning in (*_undated(source), *_read_unsaid(source))
    ]


def _read_unsaid(source: SubjectFile) -> Iterator[Problem]:
    if source.of("reading"):
        return
    yield Problem(
        f"{FOLDER_OF['source']}/{source.slug}.yaml",
        0,
        "reading",
        "does not say how much of it was read, so a reader can't tell what its silences are worth: "
        "whole, nearly-whole, opening, parts or by-report",
    )


def _undated(source: SubjectFile) -> Iterator[Problem]:
    if source.of("published"):
        return
    yield Problem(
        f"{FOLDER_OF['source']}/{source.slug}.yaml",
        0,
        "published",
        "no day of publication, so nothing can be told to have been public by a day: give one, or "
        "`{silence: source-silent}` if it is not known",
    )


def suggested_clashes(
    collection: Collection, declared: list[Contradiction], only: frozenset[str] = frozenset()
) -> list[Suggestion]:
    """Pairs of texts that may clash and that no contradiction names yet, likeliest first.

    The rule: two speakers or two places, the same subject and kind of thing, words in common,
    and one of the two denies, ends or lowers what the other does not.
    """
    declared_pairs = {frozenset(pair) for one in declared for pair in _pairs_named(one)}
    pairs = [
        suggestion
        for subject in collection.subjects.values()
        if not only or subject.slug in only
        for suggestion in _in_subject(subject)
        if frozenset((suggestion.first.id, suggestion.second.id)) not in declared_pairs
    ]
    return sorted(
        pairs, key=lambda pair: (-pair.weight, pair.first.subject, pair.first.id, pair.second.id)
    )


def _pairs_named(contradiction: Contradiction) -> Iterator[tuple[str, str]]:
    yield from combinations((statement.id for statement in contradiction.statements), 2)


def _in_subject(subject: SubjectFile) -> Iterator[Suggestion]:
    seen: set[tuple[str, str]] = set()
    claims = [s for field in CLAIMS for s in subject.of(field) if s.kind == "text"]
    results = [s for field in RESULTS for s in subject.of(field) if s.kind == "text"]
    for claim in claims:
        for result in results:
            if claim.id != result.id and (claim.said_by, claim.locator) != (
                result.said_by,
                result.locator,
            ):
                seen.add((claim.id, result.id))
                suggestion = _claim_and_result(claim, result)
                if suggestion is not None:
                    yield suggestion
    for fields in TOLD_IN_WORDS:
        texts = [s for field in fields for s in subject.of(field) if s.kind == "text"]
        for one, other in combinations(texts, 2):
            if (one.id, other.id) in seen or one.locator == other.locator:
                continue
            seen.add((one.id, other.id))
            suggestion = _compared(one, other)
            if suggestion is not None:
                yield suggestion


def _claim_and_result(claim: Statement, result: Statement) -> Suggestion | None:
    """A claim and what was found, if they speak of the same thing."""
    shared = _words(str(claim.value)) & _words(str(result.value))
    denied = bool(DENIAL.search(str(result.value)))
    if len(shared) < SHARED_WITH_A_RESULT - denied:
        return None
    names = ", ".join(sorted(shared))
    why = f"what is claimed beside what was found; both speak of {names}"
    return Suggestion(claim, result, why, round(0.5 * denied + 0.1 * len(shared), 3))


def _compared(one: Statement, other: Statement) -> Suggestion | None:
    first, second = str(one.value), str(other.value)
    denials = bool(DENIAL.search(first)), bool(DENIAL.search(second))
    if denials[0] == denials[1]:
        return None
    mine, theirs = _words(first), _words(second)
    shared = mine & theirs
    part = len(shared) / max(1, min(len(mine), len(theirs)))
    if len(shared) < SHARED_WORDS or part < SHARED_PART:
        return None
    speakers = "two speakers" if one.said_by != other.said_by else "one speaker in two places"
    names = ", ".join(sorted(shared))
    why = f"{speakers}; both speak of {names}; one denies, ends or lowers it"
    return Suggestion(one, other, why, round(part + (one.said_by != other.said_by), 3))


def _words(text: str) -> frozenset[str]:
    return frozenset(w[:STEM] for w in WORD.findall(text.casefold()) if w not in COMMON)
