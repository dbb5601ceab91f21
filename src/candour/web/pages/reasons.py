"""Why a subject was found, in a few words beside it."""

from collections.abc import Iterable, Mapping

from candour.evidence.collection import SubjectFile
from candour.register import selectors
from candour.register.naming import named_in
from candour.register.search import Reason
from candour.web.pages.shown import Link, Showing

LONGEST = 120


def reasons_shown(
    subjects: Iterable[SubjectFile], reasons: Mapping[str, Reason]
) -> list[tuple[str, Link | None]]:
    """For each subject why it was found, and the statement that has the words where one does."""
    schema = selectors.schema()
    statements = [r.statement for r in reasons.values() if r.statement is not None]
    names = selectors.names(named_in(statements, schema)) if statements else {}
    showing = Showing(schema, names)
    return [
        _reason_shown(subject, reasons.get(subject.slug, Reason()), showing) for subject in subjects
    ]


def _reason_shown(
    subject: SubjectFile, reason: Reason, showing: Showing
) -> tuple[str, Link | None]:
    if reason.name == subject.name:
        return "By its name", None
    if reason.name == subject.slug:
        return f"By the words of its address: {subject.slug.replace('-', ' ')}", None
    if reason.name:
        return f"Also called “{reason.name}”", None
    if reason.statement is None:
        return "By words that stand apart in what is said of it", None
    shown = showing.show(reason.statement)
    text = shown.value.text
    if shown.note:
        text = f"{text}: {shown.note}"
    return f"{shown.label}", Link(_cut(text), shown.address)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
