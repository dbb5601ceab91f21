"""The history of a subject: when each statement came into the register, and when it left."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from candour.evidence.statements import Statement
from candour.register.models import ChangeSet
from candour.register.selectors import Difference
from candour.web.addresses import change_address
from candour.web.pages.change_days import day_of
from candour.web.pages.shown import Link, Showing, Shown


@dataclass(frozen=True, slots=True)
class Change:
    """One recording: a statement, and the change sets between which it stood."""

    statement: Statement
    began: ChangeSet
    ended: ChangeSet | None

    def as_row(self) -> dict[str, object]:
        return {
            "id": self.statement.id,
            "field": self.statement.field,
            "origin": self.began.origin.name,
            "asserted_in": self.began.number,
            "asserted_on": timezone.localdate(self.began.arrived_at).isoformat(),
            "retracted_in": self.ended.number if self.ended else None,
            "retracted_on": timezone.localdate(self.ended.arrived_at).isoformat()
            if self.ended
            else None,
            "statement": self.statement.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A statement with the changes that began and ended it."""

    shown: Shown
    began: Link
    ended: Link | None


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    """What stands on the later day alone, and on the earlier day alone."""

    added: tuple[Shown, ...]
    gone: tuple[Shown, ...]


def history_rows(changes: Iterable[Change], showing: Showing) -> list[HistoryRow]:
    return [
        HistoryRow(
            showing.show(change.statement),
            Link(day_of(change.began), change_address(change.began.number)),
            Link(day_of(change.ended), change_address(change.ended.number))
            if change.ended is not None
            else None,
        )
        for change in changes
    ]


def difference_shown(difference: Difference, showing: Showing) -> DifferenceShown:
    return DifferenceShown(
        tuple(showing.show(statement) for statement in difference.added),
        tuple(showing.show(statement) for statement in difference.gone),
    )
