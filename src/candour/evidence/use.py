"""Whether a system was in use: what everything said of it tells of one day, by one rule.

Each statement is a *telling*: a state of use, the days on which it certainly held by the word of
its speaker, and the last day it can tell of. Nobody tells of a day after they spoke. The state is
that which was said of the day; past the last day told of, it is what was last said, whether that
is use, an end of use, or a system that was never deployed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from candour.core.days import Days
from candour.core.voice import PLAIN, Voice
from candour.evidence.statements import Statement

USE_FIELDS = ("use", "first-use", "last-use")
IN_USE, IN_TRIAL, OCCASIONAL, NEVER = "in-use", "in-trial", "occasional", "not-deployed"
STOPPED, ON_HOLD, DENIED, CALLED_USED = "stopped", "on-hold", "denied", "called-used"
USING = frozenset({IN_USE, IN_TRIAL, OCCASIONAL})
ENDING = frozenset({STOPPED, ON_HOLD, OCCASIONAL})
# Where two states are told of up to the same day, the one that says most comes first.
RANK = (
    *(NEVER, STOPPED, ON_HOLD, IN_USE, OCCASIONAL, IN_TRIAL, DENIED, "in-development", "planned"),
    CALLED_USED,
)
MOST_RIDERS = 4


class Standing(StrEnum):
    """How what is told of a system bears on the day asked about."""

    THEN = "said to be in use on that day"
    DISPUTED = "said to be in use on that day, and said not to be"
    AROUND = "told of around that day, which that does not settle"
    LAST_IN_USE = "last said to be in use before that day"
    NOT_THEN = "said not to be in use on that day"
    LAST_OTHER = "last said not to be in use before that day"
    LATER = "first told of after that day"
    NOTHING = "nothing read says whether it was used"


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
    """

    statement: Statement
    state: str
    first: date | None
    sure_from: date | None
    sure_to: date | None
    last: date
    is_ended: bool = False

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


@dataclass(frozen=True, slots=True)
class Headline:
    """The state of use of a system in one sentence, for one day.

    Attributes
    ----------
    sentence : begins with a small letter and ends without a full stop
    state : the term of use that leads it, or "" where nothing was read
    standing : how it bears on the day asked about
    said_by : slugs of those whose word the lead is
    last_told : the last day that the lead tells of; None where nothing gives one
    is_disputed : some say that it was in use and others that it was not, of the same days
    statements : what the sentence rests on, the lead first
    """

    sentence: str
    state: str
    standing: Standing
    said_by: tuple[str, ...] = ()
    last_told: date | None = None
    is_disputed: bool = False
    statements: tuple[Statement, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            "sentence": self.sentence,
            "state": self.state,
            "standing": self.standing.value,
            "said_by": list(self.said_by),
            "last_told": self.last_told.isoformat() if self.last_told else "",
            "disputed": self.is_disputed,
            "statements": [statement.id for statement in self.statements],
        }


def headline(
    statements: Iterable[Statement],
    day: date,
    *,
    name: Callable[[str], str] = str,
    voice: Voice = PLAIN,
) -> Headline:
    """Word the state of use on a day from all statements of a system.

    Parameters
    ----------
    statements : those of any fields; only those of use, first use and last use are looked at
    day : the day asked about; today, where no other is
    name : gives the name of a speaker from the slug

    Notes
    -----
    A day that lies between two rough ends, or before all that is told, is not settled: the
    sentence then says what is told and that it does not tell of the day.
    """
    from candour.evidence.use_wording import worded

    told = tellings(statements)
    lead, riders, standing = _chosen(told, day)
    sentence = worded(lead, riders, standing, day, told=told, name=name, voice=voice)
    if not lead:
        return Headline(sentence, "", standing, statements=_of(riders))
    return Headline(
        sentence,
        lead[0].state,
        standing,
        said_by=_speakers(lead),
        last_told=_last_told(lead[0]),
        is_disputed=_is_disputed(lead, riders),
        statements=_of((*lead, *riders)),
    )


# what each statement tells


def tellings(statements: Iterable[Statement]) -> tuple[Telling, ...]:
    """Return what each statement of use tells; first and last use speak where nothing else does."""
    some = [s for s in statements if s.field in USE_FIELDS]
    told = [_telling(s, str(s.value)) for s in some if s.field == "use" and s.kind == "term"]
    if not told:
        dated = [s for s in some if isinstance(s.value, Days)]
        told = [_telling(replace(s, valid=s.value), IN_USE) for s in dated]  # type: ignore[arg-type]
    return tuple(_ended(telling, told) for telling in told)


def _telling(statement: Statement, state: str) -> Telling:
    spoken, days = words_day(statement), statement.valid
    no_later = _no_later_than(statement)
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


def _no_later_than(statement: Statement) -> date | None:
    """The day by which the words had been said, beyond which they can tell of nothing."""
    ends = [d.end.latest for d in (statement.said_on, statement.public_on) if d is not None]
    known = [end for end in ends if end is not None]
    return min(known) if known else None


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


# which of them bear on the day

Chosen = tuple[tuple[Telling, ...], tuple[Telling, ...], Standing]  # lead, riders, standing


def _chosen(told: Sequence[Telling], day: date) -> Chosen:
    stated = [each for each in told if each.state != CALLED_USED]
    called = [each for each in told if each.state == CALLED_USED]
    if not stated:
        return (), tuple(called), Standing.NOTHING
    certain = [each for each in stated if each.holds_on(day)]
    possible = [each for each in stated if each.may_hold_on(day)]
    if certain:
        lead = _together(_best(certain, day), certain)
        riders = _riders(lead, _against(lead[0], possible, day), called)
        return lead, riders, _standing_then(lead, [each for each in certain if each not in lead])
    if all(each.last < day for each in stated):
        lead = _last(stated)
        riders = _riders(lead, _beside(lead[0], stated), called)
        is_use = lead[0].state in USING
        return lead, riders, Standing.LAST_IN_USE if is_use else Standing.LAST_OTHER
    if possible:
        lead = _together(_best(possible, day), possible)
        riders = _riders(lead, possible, called)
        is_over = lead[0].state == STOPPED and not lead[0].is_undated and lead[0].begins_by <= day
        return lead, riders, Standing.LAST_OTHER if is_over else Standing.AROUND
    before = [each for each in stated if each.last < day]
    after = [each for each in stated if each.first is not None and each.first > day]
    soonest = min(after, key=lambda each: (each.first or date.max, RANK.index(each.state)))
    if not before:
        return _together(soonest, after), (), Standing.LATER
    lead = _last(before)
    return lead, _riders(lead, [soonest], called), Standing.AROUND


def _best(some: Sequence[Telling], day: date) -> Telling:
    """The telling that says most of a day: the state begun last, but "never" before all."""

    def key(each: Telling) -> tuple[bool, bool, bool, date, int]:
        had_begun, rank = each.begins_by <= day, -RANK.index(each.state)
        is_vague = each.is_ended and each.is_undated
        return each.state == NEVER, not is_vague, had_begun, each.begins_by, rank

    return max(some, key=key)


def _last(some: Sequence[Telling]) -> tuple[Telling, ...]:
    """What was told of last, with what says the same up to that day."""

    def key(each: Telling) -> tuple[bool, date, bool, bool, bool, date, int]:
        is_sure = each.sure_to is not None and each.sure_to >= each.last
        is_never = each.state == NEVER
        rank = -RANK.index(each.state)
        is_long = each.is_open and each.state in USING  # tells of the same day, and since when
        return not each.is_ended, each.last, is_sure, is_never, is_long, each.begins_by, rank

    best = max(some, key=key)
    return _together(best, [each for each in some if key(each)[:3] == key(best)[:3]])


def _together(lead: Telling, others: Iterable[Telling]) -> tuple[Telling, ...]:
    """The lead, and those who say the same of it by the same right."""
    same = [o for o in others if o.state == lead.state and o is not lead]
    same = [o for o in same if _kind_of_days(o) == _kind_of_days(lead)]
    return (lead, *same)


def _kind_of_days(telling: Telling) -> tuple[bool, bool, tuple[str, ...]]:
    return telling.is_undated, telling.is_open, telling.statement.said_by


def _against(lead: Telling, possible: Iterable[Telling], day: date) -> list[Telling]:
    """What certainly holds beside the lead, what others say, and what goes against it."""
    return [
        each
        for each in possible
        if each.holds_on(day)
        or each.statement.said_by != lead.statement.said_by
        or (each.state in USING) != (lead.state in USING)
    ]


def _beside(lead: Telling, stated: Iterable[Telling]) -> list[Telling]:
    """What was told beside the last state, not followed by it: to the same day, or against it."""
    begins = lead.first or date.min
    return [
        each
        for each in stated
        if not each.is_ended
        and not _followed(each, lead)
        and each.last >= begins
        and (each.last >= lead.last or (each.state in USING) != (lead.state in USING))
    ]


def _followed(earlier: Telling, later: Telling) -> bool:
    """Whether a state may have begun as the other ended, and is told of for longer."""
    if earlier.is_undated or later.is_undated:
        return False
    days = later.statement.valid
    assert days is not None
    begins = days.start.earliest or date.min
    in_order = earlier.first is None or begins >= earlier.first
    return later.last >= earlier.last and later.begins_by >= earlier.last and in_order


def _riders(
    lead: Sequence[Telling], some: Iterable[Telling], called: Iterable[Telling]
) -> tuple[Telling, ...]:
    """One telling of each other state and speaker, then any list that calls the system used."""
    kept: dict[tuple[str, tuple[str, ...]], Telling] = {}
    for each in sorted(some, key=lambda one: (one.is_undated, RANK.index(one.state))):
        if each.state != lead[0].state:
            kept.setdefault((each.state, each.statement.said_by), each)
    is_using = lead[0].state in USING
    return (*tuple(kept.values())[:MOST_RIDERS], *(() if is_using else tuple(called)[:1]))


def _standing_then(lead: Sequence[Telling], others: Iterable[Telling]) -> Standing:
    uses = {each.state in USING for each in (*lead, *others)}
    if len(uses) > 1:
        return Standing.DISPUTED
    return Standing.THEN if uses.pop() else Standing.NOT_THEN


def _is_disputed(lead: Sequence[Telling], riders: Sequence[Telling]) -> bool:
    uses = {each.state in USING or each.state == CALLED_USED for each in (*lead, *riders)}
    return len(uses) > 1


def _last_told(telling: Telling) -> date | None:
    return telling.last if telling.last > date.min else None


def _speakers(some: Iterable[Telling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for each in some for slug in each.statement.said_by))


def _of(some: Iterable[Telling]) -> tuple[Statement, ...]:
    return tuple(each.statement for each in some)
