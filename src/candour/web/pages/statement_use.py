"""What rests on one statement: contradictions, checks, derived numbers; and what else is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from candour.core.voice import sentence
from candour.evidence.statements import Statement
from candour.evidence.weights import EXCLUSIVE
from candour.register.follows import WorkedOutRows
from candour.web import words
from candour.web.pages.citation import Citation
from candour.web.pages.clashes import ClashShown, clash_shown
from candour.web.pages.derived import DerivedShown, derived_shown
from candour.web.pages.shown import Link, Showing, Shown, VerdictShown, verdict_shown

MOST_OTHERS = 8


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check in which a number stands: as what is checked, or as a part of the sum."""

    role: str
    expression: str
    verdict: VerdictShown


@dataclass(frozen=True, slots=True)
class StatementUse:
    """What a page tells of the use of a statement.

    Attributes
    ----------
    clashes : contradictions in which it stands on a side
    checks, derived : what is worked out with it
    others : what else is said of the subject under the same field, `more` of them unshown
    source_links : the source outside, and its archived copies
    """

    clashes: tuple[ClashShown, ...]
    checks: tuple[CheckShown, ...]
    derived: tuple[DerivedShown, ...]
    others: tuple[Shown, ...]
    more: int
    source_links: tuple[Link, ...]
    is_archived: bool


def rows_with(key: str, rows: WorkedOutRows) -> WorkedOutRows:
    """Those of what follows for a subject that rest on one statement."""
    return WorkedOutRows(
        [row for row in rows.checks if key in row["figures"]],
        [row for row in rows.derived if key in row["statements"]],
        [row for row in rows.contradictions if key in row["statements"]],
        [],
    )


def statement_use(
    statement: Statement,
    rows: WorkedOutRows,
    others: Iterable[Statement],
    of_source: Iterable[Statement],
    showing: Showing,
) -> StatementUse:
    """Put together what a page tells of the use of a statement; `rows` are those with it."""
    rest = [other for other in others if other.id != statement.id]
    outside = [s for s in of_source if s.field in {"website", "archived"}]
    return StatementUse(
        tuple(clash_shown(row, showing) for row in rows.contradictions),
        tuple(_check(row, statement.id) for row in rows.checks),
        tuple(derived_shown(row, showing) for row in rows.derived),
        tuple(showing.show(other) for other in rest[:MOST_OTHERS]),
        max(0, len(rest) - MOST_OTHERS),
        tuple(link for s in outside if (link := _outside(s, showing)).address),
        any(s.field == "archived" for s in outside),
    )


def _check(row: Mapping[str, Any], key: str) -> CheckShown:
    role = "What is checked" if row["figures"][0] == key else "Part of the sum"
    return CheckShown(role, row["check"], verdict_shown(row))


def _outside(statement: Statement, showing: Showing) -> Link:
    """The address of a source, or of an archived copy; only an address of the web is linked."""
    address = showing.value(statement).address
    what = "Archived copy" if statement.field == "archived" else "The source itself"
    return Link(f"{what}: {statement.value}", address)


def clash_sentences(
    key: str, rows: Iterable[Mapping[str, Any]], showing: Showing
) -> tuple[str, ...]:
    """For a citation: what stands against the statement, said by whom."""
    sentences = []
    for row in rows:
        against = [side for side in row["sides"] if key not in side["statements"]]
        told = "; ".join(
            f"{words.listed([showing.name(slug) for slug in side['said_by']])}: {side['said']}"
            for side in against
        )
        kind = words.CLASHES.get(row["kind"], row["kind"]).lower()
        reply = f" Reply: {row['reply']}" if row["reply"] else ""
        how = "Contradicted" if row["strength"] == EXCLUSIVE else "Weakened"
        sentences.append(f"{how} ({kind}) by {told.rstrip('.')}.{reply}")
    return tuple(sentences)


def citation(
    statement: Statement,
    rows: WorkedOutRows,
    showing: Showing,
    *,
    stands: bool,
    address: str,
    read_on: date,
) -> Citation:
    """The citation of a statement, with what clashes with it."""
    shown = showing.show(statement)
    limits = []
    if shown.general:
        limits.append(f"Said in general, of {shown.general}.")
    if shown.read:
        limits.append(f"{sentence(shown.read)}.")
    if shown.probably:
        limits.append(f"As printed; probably means {shown.probably}.")
    # "At present", or of which days: without it the words would be stronger than they were.
    bounds = "; ".join(part for part in (shown.days, shown.note) if part)
    value = f"{shown.value.text} ({bounds})" if bounds else shown.value.text
    title = f"{showing.name(statement.subject)}, {shown.label.lower()}: {value}"
    return Citation(
        statement.id,
        title,
        tuple(showing.name(slug) for slug in statement.said_by),
        shown.place,
        tuple(limits),
        clash_sentences(statement.id, rows.contradictions, showing),
        not stands,
        address,
        read_on,
        shown.via,
    )
