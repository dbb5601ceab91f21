"""What each statement of use tells: a state, the days it certainly held, and a last day.

Nobody tells of a day after they spoke.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from candour.core.days import Days
from candour.evidence.statements import Statement

USE_FIELDS = ("use", "first-use", "last-use")
IN_USE, IN_TRIAL, OCCASIONAL, NEVER = "in-use", "in-trial", "occasional", "not-deployed"
STOPPED, ON_HOLD, DENIED, CALLED_USED = "stopped", "on-hold", "denied", "called-used"
USING = frozenset({IN_USE, IN_TRIAL, OCCASIONAL})
ENDING = frozenset({STOPPED, ON_HOLD, OCCASIONAL})
PART = "part"  # the qualifier of what is told of a part of a system alone
# Where two states are told of up to the same day, the one that says most comes first.
RANK = (
    *(NEVER, STOPPED, ON_HOLD, IN_USE, OCCASIONAL, IN_TRIAL, DENIED, "in-development", "planned"),
    CALLED_USED,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one statement tells of use.

    Attributes
    ----------
    state : a term of the vocabulary of use
    first : the first day on which the state may have held; None where that is not known
    sure_from, sure_to : the days on which it certainly held, by its speaker's word; None where
        no day is certain
    last : the last day it can tell of
    is_ended : the same source tells that this use ended, and this statement gives no end
    closer : what another tells more closely: of an end, the last use within its days; of a use
        without an end, its start
    """

    statement: Statement
    state: str
    first: date | None
    sure_from: date | None
    sure_to: date | None
    last: date
    is_ended: bool = False
    closer: "Telling | None" = None

    @property
    def part(self) -> str:
        """The part of the system that it tells of alone; "" where it tells of the whole.

        What is used in one area is used; what was stopped in one area may go on elsewhere.
        """
        area = "" if self.state in USING else self.statement.qualifier("area")
        return self.statement.qualifier(PART) or area

    @property
    def is_undated(self) -> bool:
        return self.statement.valid is None

    @property
    def is_open(self) -> bool:
        days = self.statement.valid
        return days is not None and not days.end.is_known

    def holds_on(self, day: date) -> bool:
        if self.sure_from is None or self.sure_to is None:
            return False
        return self.sure_from <= day <= self.sure_to

    def may_hold_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and day <= self.last

    @property
    def begins_by(self) -> date:
        """The day by which the state had begun; the earliest day there is where none is given."""
        days = self.statement.valid
        return (days.start.latest if days else None) or date.min


def tellings(statements: Iterable[Statement]) -> tuple[Telling, ...]:
    """Return what each statement of use tells; first and last use speak where nothing else does."""
    some = [s for s in statements if s.field in USE_FIELDS]
    tellings = [_telling(s, str(s.value)) for s in some if s.field == "use" and s.kind == "term"]
    if not tellings:
        dated = [s for s in some if isinstance(s.value, Days)]
        tellings = [_telling(replace(s, valid=s.value), IN_USE) for s in dated]  # type: ignore[arg-type]
    return tuple(_ended(telling, tellings) for telling in tellings)


def _telling(statement: Statement, state: str) -> Telling:
    spoken, days = words_day(statement), statement.valid
    no_later = no_later_than(statement)
    if days is None:
        return Telling(statement, state, None, None, None, no_later or date.min)
    sure_from, sure_to = days.start.latest, days.end.earliest
    last = days.end.latest or days.end.earliest or days.start.latest or date.min
    if not days.end.is_known:
        sure_to = spoken.start.earliest if spoken is not None else sure_from
        last = no_later or last
    if state == NEVER and not days.start.is_known:
        sure_from = date.min
    if no_later is not None:
        last = min(last, no_later)
        sure_to = min(sure_to, no_later) if sure_to is not None else None
    if sure_from is None or sure_to is None or sure_from > sure_to:
        sure_from = sure_to = None
    return Telling(statement, state, days.start.earliest, sure_from, sure_to, last)


def words_day(statement: Statement) -> Days | None:
    """The days on which the words were said: those given, or of a source's own words its own."""
    if statement.said_on is not None:
        return statement.said_on
    return statement.public_on if not statement.via else None


def no_later_than(statement: Statement) -> date | None:
    """The day by which the words had been said, beyond which they can tell of nothing."""
    ends = [d.end.latest for d in (statement.said_on, statement.public_on) if d is not None]
    told_ends = [end for end in ends if end is not None]
    return min(told_ends) if told_ends else None


def _ended(telling: Telling, others: Sequence[Telling]) -> Telling:
    """Cut a use that is told of without an end where the same source tells that it ended.

    "Has been used since 2020", and thirty pages on "no longer used since 2023": the first is no
    word against the second.
    """
    if telling.state not in USING or not (telling.is_open or telling.is_undated):
        return telling
    for other in others:
        is_end = other.state in ENDING and other.state != telling.state
        if not is_end or other.statement.source != telling.statement.source:
            continue
        days = other.statement.valid
        if days is None:
            return replace(telling, sure_to=telling.sure_from, is_ended=True)
        ends = days.start.latest
        if ends is not None and (telling.is_undated or telling.begins_by <= ends):
            sure = days.start.earliest or telling.sure_from
            sure_to = min(telling.sure_to, sure) if telling.sure_to and sure else telling.sure_to
            return replace(telling, sure_to=sure_to, last=min(telling.last, ends), is_ended=True)
    return telling
