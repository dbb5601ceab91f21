"""Three different questions about days, never mixed: true on, publicly known on, in Candour on."""

from dataclasses import dataclass
from datetime import date

from candour.core.days import Answer
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement

ALWAYS_NAMED = frozenset({"name", "kind"})


@dataclass(frozen=True, slots=True)
class Moment:
    """The days a reader asks about.

    Attributes
    ----------
    true_on : show what is said of this day; what can't be told stays, and is marked
    known_on : show only what the public could know by this day: what this register has read that
        was out by then, and, marked, what a text out later says had been published by then
    as_of : show the register as it stood at the end of this day
    change : show the register as it stood once this change set was in; goes before `as_of`
    """

    true_on: date | None = None
    known_on: date | None = None
    as_of: date | None = None
    change: int | None = None

    @property
    def is_of_today(self) -> bool:
        """Whether the register is asked about as it stands now, whatever was true or public."""
        return self.as_of is None and self.change is None

    @property
    def of_record(self) -> "Moment":
        """The same place in the register, whatever was true or public on a day."""
        return Moment(as_of=self.as_of, change=self.change)

    @property
    def admits_all(self) -> bool:
        """Whether the view holds whatever stood, so that nothing is filtered by its own days."""
        return self.true_on is None and self.known_on is None

    def admits(self, statement: Statement) -> bool:
        """Whether a statement belongs in the view, as far as its own days go."""
        if self.true_on is not None and statement.true_on(self.true_on) == Answer.NO:
            return False
        return self.known_on is None or _known_by(statement, self.known_on)


def _known_by(statement: Statement, day: date) -> bool:
    """Whether a statement belongs in the view of what was public by a day.

    What this register says itself was public on no day before its own. The name and kind of a
    subject stay: without them nobody could tell what the page is about.
    """
    if statement.field in ALWAYS_NAMED:
        return True
    if statement.said_by == (REGISTER_ITSELF,):
        return False
    return statement.public_by(day) is Answer.YES or statement.reported_public_by(day)


NOW = Moment()
