"""What the keeper may ask of the reports that came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from candour.inbox.models import Report
from candour.inbox.services import NoSuchReport


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as the keeper reads it."""

    reference: str
    kind: str
    about: str
    received_at: datetime
    answered_at: datetime | None
    speaks_for: str
    source: str
    answer_to: str
    text: str

    def as_dict(self) -> dict[str, str]:
        return {
            "reference": self.reference,
            "kind": self.kind,
            "about": self.about,
            "received_at": _written(self.received_at),
            "answered_at": _written(self.answered_at),
            "speaks_for": self.speaks_for,
            "source": self.source,
            "answer_to": self.answer_to,
            "text": self.text,
        }


def reports(*, waiting: bool = False) -> Sequence[ReportRow]:
    """Those that came in, the oldest first; only those that wait for an answer, if asked."""
    rows = Report.objects.order_by("received_at", "pk")
    return [_row(one) for one in (rows.filter(answered_at=None) if waiting else rows)]


def report(reference: str) -> ReportRow:
    row = Report.objects.filter(reference=reference).first()
    if row is None:
        raise NoSuchReport(reference)
    return _row(row)


def _row(one: Report) -> ReportRow:
    names = ReportRow.__slots__
    return ReportRow(**{name: getattr(one, name) for name in names})


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="minutes") if moment is not None else ""
