"""Findings as pages show them: in a list, one by one, and on the pages of those concerned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from candour.evidence.statements import Statement
from candour.register import models
from candour.register.findings import FindingHistory
from candour.register.kinds import kinds
from candour.web.addresses import change_address, finding_address
from candour.web.pages.change_days import day_of
from candour.web.pages.shown import Link, Showing, Shown

FEW = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding in a list; of many that it is about, their number."""

    title: str
    address: str
    kind: str
    lead: str
    about: tuple[Link, ...]
    more: int
    day: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when until when a finding stood."""

    came: Link
    came_on: str
    went: Link | None
    went_on: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """What the page of a finding shows around its report."""

    identifier: str
    address: str
    kind: str
    title: str
    lead: str
    about: tuple[Link, ...]
    refused: tuple[tuple[Link, str], ...]
    source: Link | None
    licence: str
    stretches: tuple[Stretch, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class FindingOn:
    """What a finding says of one body or system: its numbers, or why there are none."""

    title: str
    address: str
    kind: str
    lead: str
    refused: str
    numbers: tuple[Shown, ...]
    groups: tuple[str, ...]
    measure: str


def slugs_of(rows: Iterable[models.Finding]) -> set[str]:
    return {subject.slug for row in rows for subject in row.subjects.all()}


def entries(rows: Iterable[models.Finding], showing: Showing) -> list[Entry]:
    """The rows of a list."""
    return [_entry(row, showing) for row in rows]


def _entry(row: models.Finding, showing: Showing) -> Entry:
    slugs = [subject.slug for subject in row.subjects.all()]
    shown = slugs if len(slugs) <= FEW else []
    return Entry(
        row.title,
        finding_address(row.identifier),
        kinds().label(row.audit),
        row.lead,
        tuple(showing.link(slug) for slug in shown),
        len(slugs) - len(shown),
        _day(row.asserted_in),
    )


def finding_page(record: FindingHistory, showing: Showing) -> FindingPage:
    found = record.found
    return FindingPage(
        found.identifier,
        finding_address(found.identifier),
        kinds().label(found.audit),
        found.title,
        found.lead,
        tuple(showing.link(slug) for slug in found.about),
        tuple((showing.link(slug), reason) for slug, reason in found.refused.items()),
        showing.link(found.source) if found.source else None,
        found.licence,
        tuple(_stretch(row) for row in record.recordings),
        record.stands,
    )


def _stretch(row: models.Finding) -> Stretch:
    came, went = row.asserted_in, row.retracted_in
    return Stretch(
        Link(f"Change {came.number}", change_address(came.number)),
        _day(came),
        Link(f"Change {went.number}", change_address(went.number)) if went else None,
        _day(went) if went else "",
    )


def findings_on(
    concerned: Sequence[models.FindingSubject],
    headlines: Mapping[str, Sequence[Statement]],
    showing: Showing,
) -> tuple[FindingOn, ...]:
    """What findings say of one body or system."""
    made = []
    for row in concerned:
        numbers = headlines.get(row.finding.identifier, ())
        made.append(
            FindingOn(
                row.finding.title,
                finding_address(row.finding.identifier),
                kinds().label(row.finding.audit),
                row.finding.lead,
                row.refused,
                tuple(showing.show(statement) for statement in numbers),
                tuple(_pair(statement) for statement in numbers),
                _capital(numbers[0].qualifier("measure")) if numbers else "",
            )
        )
    return tuple(made)


def _pair(statement: Statement) -> str:
    """Whom a ratio compares, as "Black beside white"."""
    return f"{_capital(statement.qualifier('group'))} beside {statement.qualifier('compared_with')}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(change: models.ChangeSet) -> str:
    return day_of(change)
