"""Whether a system was in use: what everything said of it tells of one day, by one rule.

Each statement is a *telling*: a state of use, the days on which it certainly held by the word of
its speaker, and the last day it can tell of. Nobody tells of a day after they spoke. The state is
that which was said of the day; past the last day told of, it is what was last said, whether that
is use, an end of use, or a system that was never deployed. Of several that tell the same, the
exactest is worded; those that can't both be right stand side by side.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candour.core.voice import PLAIN, Voice
from candour.evidence.statements import Statement
from candour.evidence.use_exact import apart_from, first_told, held_before, refined, start_of
from candour.evidence.use_tellings import (
    CALLED_USED,
    ENDING,
    IN_USE,
    NEVER,
    OCCASIONAL,
    RANK,
    STOPPED,
    USING,
    Telling,
    no_later_than,
    tellings,
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

    chosen = _chosen(list(statements), day)
    sentence = worded(chosen, day, name=name, voice=voice)
    lead, riders = chosen.lead, chosen.riders
    if not lead:
        return Headline(sentence, "", chosen.standing, statements=_of(riders))
    return Headline(
        sentence,
        lead[0].state,
        chosen.standing,
        said_by=_speakers(lead),
        last_told=_last_told(lead[0]),
        is_disputed=_is_disputed(lead, riders),
        statements=(*_of((*lead, *riders)), *chosen.first),
    )


def _first(
    statements: Iterable[Statement], lead: Sequence[Telling], standing: Standing
) -> tuple[Statement, ...]:
    """The first use, where a use leads that is told of without its start."""
    if not lead or lead[0].state != IN_USE or standing is Standing.LATER:
        return ()
    days = lead[0].statement.valid
    return first_told(statements, start_of(lead[0])) if days is None or "/" not in days.text else ()


# which of them bear on the day


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a headline is worded from.

    Attributes
    ----------
    lead, riders : what leads, and what else is said of the same days or against it
    first : statements of the first use, where the lead gives no start
    is_ended : something read says that the use of the whole, or of a part that is told of, ended
    """

    lead: tuple[Telling, ...]
    riders: tuple[Telling, ...]
    standing: Standing
    first: tuple[Statement, ...] = ()
    is_ended: bool = False


def _chosen(statements: Sequence[Statement], day: date) -> Chosen:
    """What leads, with what lies apart from it and what ended of a part of it."""
    refined_tellings = refined(tellings(statements), statements)
    parts = [
        telling for telling in refined_tellings if telling.part and telling.state != CALLED_USED
    ]
    chosen = _of_the_whole([telling for telling in refined_tellings if telling not in parts], day)
    if not chosen.lead:
        return _of_the_whole(parts, day) if parts else chosen
    lead, standing = chosen.lead[0], chosen.standing
    apart = [] if standing is Standing.LATER else apart_from(lead, refined_tellings)
    apart += [
        telling for telling in held_before(lead, refined_tellings) if telling not in chosen.riders
    ]
    ended = [telling for telling in parts if telling.state in ENDING and lead.state in USING]
    begun = [telling for telling in ended if telling.first is None or telling.first <= day]
    return Chosen(
        chosen.lead,
        (*apart, *chosen.riders, *begun),
        standing,
        first=_first(statements, chosen.lead, standing),
        is_ended=bool(begun) or _says_ended(refined_tellings, statements),
    )


def _says_ended(tellings: Iterable[Telling], statements: Iterable[Statement]) -> bool:
    ends = ENDING - {OCCASIONAL}
    has_last = any(
        statement.field == "last-use" and statement.kind == "days" for statement in statements
    )
    return has_last or any(telling.state in ends and not telling.part for telling in tellings)


def _of_the_whole(tellings: Sequence[Telling], day: date) -> Chosen:
    """What leads of tellings of one thing, and what bears on it."""
    stated = [telling for telling in tellings if telling.state != CALLED_USED]
    called = [telling for telling in tellings if telling.state == CALLED_USED]
    if not stated:
        return Chosen((), tuple(called), Standing.NOTHING)
    certain = [telling for telling in stated if telling.holds_on(day)]
    possible = [telling for telling in stated if telling.may_hold_on(day)]
    if certain:
        lead = _with_those_who_agree(_best(certain, day), certain)
        riders = _riders(lead, _against(lead[0], possible, day), called)
        others = [telling for telling in certain if telling not in lead]
        return Chosen(lead, riders, _standing_then(lead, others))
    if all(telling.last < day for telling in stated):
        lead = _last(stated)
        riders = _riders(lead, _beside(lead[0], stated), called)
        is_use = lead[0].state in USING
        return Chosen(lead, riders, Standing.LAST_IN_USE if is_use else Standing.LAST_OTHER)
    if possible:
        lead = _with_those_who_agree(_best(possible, day), possible)
        riders = _riders(lead, possible, called)
        is_over = lead[0].state == STOPPED and not lead[0].is_undated and lead[0].begins_by <= day
        return Chosen(lead, riders, Standing.LAST_OTHER if is_over else Standing.AROUND)
    before = [telling for telling in stated if telling.last < day]
    after = [telling for telling in stated if telling.first is not None and telling.first > day]
    soonest = min(after, key=lambda telling: (telling.first or date.max, RANK.index(telling.state)))
    if not before:
        return Chosen(_with_those_who_agree(soonest, after), (), Standing.LATER)
    lead = _last(before)
    return Chosen(lead, _riders(lead, [soonest], called), Standing.AROUND)


def _best(some: Sequence[Telling], day: date) -> Telling:
    """The telling that says most of a day: the state begun last, but "never" before all."""

    def key(telling: Telling) -> tuple[bool, bool, bool, date, int]:
        had_begun, rank = telling.begins_by <= day, -RANK.index(telling.state)
        is_vague = telling.is_ended and telling.is_undated
        return telling.state == NEVER, not is_vague, had_begun, telling.begins_by, rank

    return max(some, key=key)


def _last(some: Sequence[Telling]) -> tuple[Telling, ...]:
    """What was told of last, with what says the same up to that day."""

    def key(telling: Telling) -> tuple[bool, date, bool, bool, bool, date, int]:
        is_sure = telling.sure_to is not None and telling.sure_to >= telling.last
        is_never = telling.state == NEVER
        rank = -RANK.index(telling.state)
        # It tells of the same day, and since when.
        is_long = telling.is_open and telling.state in USING
        return (
            not telling.is_ended,
            telling.last,
            is_sure,
            is_never,
            is_long,
            telling.begins_by,
            rank,
        )

    best = max(some, key=key)
    if best.state == STOPPED:  # of ends on days that lie apart, the one that was said last
        best = max((telling for telling in some if telling.state == STOPPED), key=_said_last)
        return _with_those_who_agree(best, some)
    return _with_those_who_agree(
        best, [telling for telling in some if key(telling)[:3] == key(best)[:3]]
    )


def _said_last(telling: Telling) -> tuple[date, date, str]:
    return no_later_than(telling.statement) or date.min, telling.begins_by, telling.statement.id


def _with_those_who_agree(lead: Telling, others: Iterable[Telling]) -> tuple[Telling, ...]:
    """The lead, and those who say the same of it by the same right."""
    same = [o for o in others if o.state == lead.state and o is not lead]
    if lead.state == STOPPED:
        same = [o for o in same if start_of(o) == start_of(lead)]
    else:
        same = [o for o in same if _kind_of_days(o) == _kind_of_days(lead)]
    return (lead, *same)


def _kind_of_days(telling: Telling) -> tuple[bool, bool, tuple[str, ...]]:
    return telling.is_undated, telling.is_open, telling.statement.said_by


def _against(lead: Telling, possible: Iterable[Telling], day: date) -> list[Telling]:
    """What certainly holds beside the lead, what others say, and what goes against it."""
    return [
        telling
        for telling in possible
        if telling.holds_on(day)
        or telling.statement.said_by != lead.statement.said_by
        or (telling.state in USING) != (lead.state in USING)
    ]


def _beside(lead: Telling, stated: Iterable[Telling]) -> list[Telling]:
    """What was told beside the last state, not followed by it: to the same day, or against it."""
    begins = lead.first or date.min
    return [
        telling
        for telling in stated
        if not telling.is_ended
        and not _followed(telling, lead)
        and telling.last >= begins
        and (telling.last >= lead.last or (telling.state in USING) != (lead.state in USING))
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
    lead: Sequence[Telling], some: Iterable[Telling], listed: Iterable[Telling]
) -> tuple[Telling, ...]:
    """One telling of each other state and speaker, then any list that calls the system used."""
    riders: dict[tuple[str, tuple[str, ...]], Telling] = {}
    for telling in sorted(some, key=lambda one: (one.is_undated, RANK.index(one.state))):
        if telling.state != lead[0].state:
            riders.setdefault((telling.state, telling.statement.said_by), telling)
    is_using = lead[0].state in USING
    return (*tuple(riders.values())[:MOST_RIDERS], *(() if is_using else tuple(listed)[:1]))


def _standing_then(lead: Sequence[Telling], others: Iterable[Telling]) -> Standing:
    uses = {telling.state in USING for telling in (*lead, *others)}
    if len(uses) > 1:
        return Standing.DISPUTED
    return Standing.THEN if uses.pop() else Standing.NOT_THEN


def _is_disputed(lead: Sequence[Telling], riders: Sequence[Telling]) -> bool:
    whole = [telling for telling in (*lead, *riders) if not telling.part]
    uses = {telling.state in USING or telling.state == CALLED_USED for telling in whole}
    return len(uses) > 1


def _last_told(telling: Telling) -> date | None:
    return telling.last if telling.last > date.min else None


def _speakers(some: Iterable[Telling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for telling in some for slug in telling.statement.said_by))


def _of(some: Iterable[Telling]) -> tuple[Statement, ...]:
    return tuple(telling.statement for telling in some)
