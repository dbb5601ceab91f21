"""From which change set until which something stood: what selectors answer with, without tables."""

from dataclasses import dataclass
from datetime import datetime

from candour.evidence.statements import Statement
from candour.register import models
from candour.register.history import statement_of


@dataclass(frozen=True, slots=True)
class Change:
    """A change set: its place here and in the chain of its origin, when it came, whose, and why."""

    number: int
    origin: str
    position: int
    arrived_at: datetime
    made_at: datetime
    made_by: str
    why: str
    previous: str
    hash: str

    @classmethod
    def of(cls, row: models.ChangeSet) -> "Change":
        """Read a row whose origin was fetched with it."""
        return cls(
            row.number,
            row.origin.name,
            row.position,
            row.arrived_at,
            row.made_at,
            row.made_by,
            row.why,
            row.previous,
            row.hash,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """The change sets that began and ended it; what stands has not ended."""

    began: Change
    ended: Change | None

    @classmethod
    def of(cls, row: models.Recorded) -> "Stretch":
        """Read a row whose change sets were fetched with it."""
        ended = row.retracted_in
        return cls(Change.of(row.asserted_in), Change.of(ended) if ended is not None else None)

    @property
    def stands(self) -> bool:
        return self.ended is None

    def as_of(self, change: int) -> "Stretch | None":
        """It as it was known when a change set was in: not begun, or not yet ended."""
        if self.began.number > change:
            return None
        if self.ended is None or self.ended.number <= change:
            return self
        return Stretch(self.began, None)


@dataclass(frozen=True, slots=True)
class RecordedStatement:
    """A statement, and a stretch for which it stood in the register."""

    statement: Statement
    stretch: Stretch

    @classmethod
    def of(cls, row: models.Recording) -> "RecordedStatement":
        return cls(statement_of(row.statement), Stretch.of(row))
