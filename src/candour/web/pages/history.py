"""The history of a subject: when each statement came into the register, and when it left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from candour.evidence.statements import Statement
from candour.register.selectors import Difference
from candour.web import words
from candour.web.addresses import change_address
from candour.web.pages.shown import Link, Showing, Shown


@dataclass(frozen=True, slots=True)
class Change:
    """One recording: a statement, and the change sets and days between which it stood."""

    statement: Statement
    began_in: int
    began_on: date
    ended_in: int | None
    ended_on: date | None

    def as_row(self) -> dict[str, object]:
        return {
            "id": self.statement.id,
            "field": self.statement.field,
            "asserted_in": self.began_in,
            "asserted_on": self.began_on.isoformat(),
            "retracted_in": self.ended_in,
            "retracted_on": self.ended_on.isoformat() if self.ended_on else None,
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
            Link(words.day_in_words(change.began_on), change_address(change.began_in)),
            Link(words.day_in_words(change.ended_on), change_address(change.ended_in))
            if change.ended_on is not None and change.ended_in is not None
            else None,
        )
        for change in changes
    ]


def difference_shown(difference: Difference, showing: Showing) -> DifferenceShown:
    return DifferenceShown(
        tuple(showing.show(statement) for statement in difference.added),
        tuple(showing.show(statement) for statement in difference.gone),
    )
