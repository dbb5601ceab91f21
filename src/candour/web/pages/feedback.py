"""The page that explains feedback: figures of findings that stand, none typed in here."""

import json
from dataclasses import dataclass
from typing import Any

from candour.audit.findings import Finding
from candour.audit.kinds import Kind
from candour.register import findings as register
from candour.register.kinds import kinds
from candour.web.addresses import finding_address


@dataclass(frozen=True, slots=True)
class Quoted:
    """A finding that the page quotes: its kind, where it is, its first sentence, and a table."""

    kind: str
    address: str
    lead: str
    heading: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def quoted_findings() -> tuple[Quoted, ...]:
    """What each kind of audit has to say of feedback, of its newest finding that stands."""
    newest = ((kind, _newest_of(kind)) for kind in kinds().values() if kind.feedback is not None)
    return tuple(_quoted(kind, finding) for kind, finding in newest if finding is not None)


def replays_address() -> str:
    """The list of findings that replay a documented method; "" where no kind of audit does."""
    return next((f"/findings/?audit={name}" for name in kinds().replaying), "")


def _newest_of(kind: Kind[Any]) -> Finding[Any] | None:
    row = register.findings(audit=kind.name).first()
    return kind.finding(json.loads(row.text)["finding"]) if row is not None else None


def _quoted(kind: Kind[Any], finding: Finding[Any]) -> Quoted:
    assert kind.feedback is not None
    passage = kind.feedback(finding)
    table = passage.table
    return Quoted(
        kind.name,
        finding_address(finding.identifier),
        finding.sentences[0],
        passage.heading,
        table.caption,
        tuple(column.heading for column in table.columns),
        tuple(tuple(column.show(row) for column in table.columns) for row in table.rows),
    )
