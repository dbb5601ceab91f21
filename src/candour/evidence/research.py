"""Who can have found a thing by research, of those whom another's text quotes.

Researchers, inspectors, rapporteurs and campaigners look into what is not theirs. An officer of a
police force, a ministry, a vendor or a person affected does not: what they say of others, too,
stays on their own word, and is no research because a report quotes it.
"""

from collections.abc import Iterator

from candour.core.errors import Problem
from candour.evidence.collection import Collection, Row

RESEARCH = "research"
KIND = "kind"
PART_OF = "part-of"
ON_THEIR_OWN_WORD = frozenset(
    {
        *("territorial-force", "special-force", "foreign-force", "police-unit", "police-body"),
        *("government-department", "public-service", "local-authority", "prosecutor", "court"),
        *("vendor", "private-person"),
    }
)


def research_problems(row: Row, file: str, collection: Collection) -> Iterator[Problem]:
    """A finding by research that is put in the mouth of somebody who does none."""
    statement = row.statement
    if statement.basis != RESEARCH or not statement.via:
        return
    for speaker in statement.said_by:
        if kind := _own_word_kind(speaker, collection):
            message = (
                f"'{speaker}' is or belongs to a body of the kind '{kind}', whose word on others "
                "is its own and no research: take `basis:` out, or name who studied it"
            )
            yield Problem(file, row.line, row.handle, message)


def _own_word_kind(speaker: str, collection: Collection) -> str:
    """The kind by which a speaker, or what it is part of, does no research; "" if none does."""
    if speaker not in collection.subjects:
        return ""  # told where references are checked
    body = collection.subjects[speaker]
    wholes = (slug for slug in body.slugs(PART_OF) if slug in collection.subjects)
    kinds = (one.first_text(KIND) for one in (body, *map(collection.subjects.get, wholes)) if one)
    return next((kind for kind in kinds if kind in ON_THEIR_OWN_WORD), "")
