"""The history of a subject: when each statement came into the register, and when it left."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from candour.register.selectors import Difference
from candour.register.stretches import Change, RecordedStatement
from candour.web.addresses import change_address
from candour.web.pages.change_days import day_of
from candour.web.pages.shown import Link, Showing, Shown


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


def recorded_row(recorded: RecordedStatement) -> dict[str, object]:
    """One recording as a row of data."""
    statement, began, ended = recorded.statement, recorded.stretch.began, recorded.stretch.ended
    return {
        "id": statement.id,
        "field": statement.field,
        "origin": began.origin,
        "asserted_in": began.number,
        "asserted_on": timezone.localdate(began.arrived_at).isoformat(),
        "retracted_in": ended.number if ended else None,
        "retracted_on": timezone.localdate(ended.arrived_at).isoformat() if ended else None,
        "statement": statement.as_dict(),
    }


def history_rows(recordings: Iterable[RecordedStatement], showing: Showing) -> list[HistoryRow]:
    return [
        HistoryRow(
            showing.show(recorded.statement),
            _link(recorded.stretch.began),
            _link(recorded.stretch.ended) if recorded.stretch.ended is not None else None,
        )
        for recorded in recordings
    ]


def _link(change: Change) -> Link:
    return Link(day_of(change), change_address(change.number))


def difference_shown(difference: Difference, showing: Showing) -> DifferenceShown:
    return DifferenceShown(
        tuple(showing.show(statement) for statement in difference.added),
        tuple(showing.show(statement) for statement in difference.gone),
    )
