"""Of tellings of one thing, the exacter: an exact day before a month, a month before a year.

Where one source says that a system stopped in 2018 and another that it stopped in March 2018, both
can be right, and the second says more. The rougher adds nothing to a headline but the day it was
said. Where the days lie apart, both can't be right, and both stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from candour.core.days import NOT_GIVEN, Days, Edge
from candour.evidence.statements import Statement
from candour.evidence.use_tellings import ON_HOLD, STOPPED, USING, Telling

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=1_000_000)


def refined(tellings: Sequence[Telling], statements: Iterable[Statement]) -> tuple[Telling, ...]:
    """Tell each end and each start of use as closely as anything read tells it.

    Rougher ends are taken into the closer ones that lie within their days, which then hold up to
    the last day that any of them was told. Of several that tell a thing equally closely, all stay.
    """
    whole = _without_undated_uses([telling for telling in tellings if not telling.part])
    stops = [telling for telling in whole if telling.state == STOPPED]
    closest = [stop for stop in stops if not any(_closer(other, stop) for other in stops)]
    ends = [_with_last_use(_merged(stop, stops), whole, statements) for stop in closest]
    uses = [_begun(_bounded(telling, ends), whole) for telling in whole if telling.state in USING]
    rest = [telling for telling in whole if telling.state != STOPPED and telling.state not in USING]
    return (*ends, *uses, *rest, *(telling for telling in tellings if telling.part))


def _without_undated_uses(whole: list[Telling]) -> list[Telling]:
    """Drop a use without days where the same state is told of with days."""
    dated = {
        telling.state for telling in whole if not telling.is_undated and telling.state in USING
    }
    return [telling for telling in whole if not (telling.is_undated and telling.state in dated)]


def held_before(lead: Telling, tellings: Iterable[Telling]) -> list[Telling]:
    """What was on hold up to the end that leads, so that its use had ended before."""
    if lead.state != STOPPED:
        return []
    holds = [(telling, telling.statement.valid) for telling in tellings if telling.state == ON_HOLD]
    end = start_of(lead)
    return [
        telling
        for telling, days in holds
        if days is not None and days.end.is_known and not telling.part and lies_in(days.end, end)
    ]


def apart_from(lead: Telling, tellings: Iterable[Telling]) -> list[Telling]:
    """Ends of use on days that can't be those of the lead, one of each days and speaker."""
    some = [
        telling
        for telling in tellings
        if telling.state == lead.state == STOPPED
        and not telling.part
        and lies_apart(start_of(telling), start_of(lead))
    ]
    some.sort(key=lambda telling: (telling.begins_by, telling.statement.id))
    firsts = {(start_of(telling), telling.statement.said_by): telling for telling in reversed(some)}
    return list(reversed(firsts.values()))


def start_of(telling: Telling) -> Edge:
    """When a state began, as it is told; without limits where no days are given."""
    days = telling.statement.valid
    return days.start if days is not None else NOT_GIVEN


def lies_in(one: Edge, other: Edge) -> bool:
    """Whether the days of one lie within those of the other.

    Examples
    --------
    >>> year, day = Edge(date(2018, 1, 1), date(2018, 12, 31)), Edge(*[date(2018, 3, 1)] * 2)
    >>> lies_in(day, year), lies_in(year, day), lies_in(year, NOT_GIVEN)
    (True, False, True)
    """
    begins = other.earliest is None or (one.earliest is not None and one.earliest >= other.earliest)
    ends = other.latest is None or (one.latest is not None and one.latest <= other.latest)
    return begins and ends


def lies_apart(one: Edge, other: Edge) -> bool:
    """Whether no day can be of both."""
    return _before(one, other) or _before(other, one)


def _before(one: Edge, other: Edge) -> bool:
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def _closer(one: Telling, other: Telling) -> bool:
    return start_of(one) != start_of(other) and lies_in(start_of(one), start_of(other))


def _merged(stop: Telling, stops: Iterable[Telling]) -> Telling:
    """An end with what was told of it more roughly, or as closely, up to the day that was told."""
    same = [
        other for other in stops if other is not stop and lies_in(start_of(stop), start_of(other))
    ]
    last = max([stop.last, *(other.last for other in same)])
    days_sure = [other.sure_to for other in (stop, *same) if other.sure_to is not None]
    begins = start_of(stop).latest
    if not days_sure or begins is None:
        return replace(stop, last=last)
    sure_to = max(days_sure)
    is_sure = begins <= sure_to
    return replace(
        stop,
        last=last,
        sure_from=begins if is_sure else None,
        sure_to=sure_to if is_sure else None,
    )


def _with_last_use(
    stop: Telling, whole: Iterable[Telling], statements: Iterable[Statement]
) -> Telling:
    """An end, with the last use told of within its days where that is told more closely."""
    uses = [(telling, telling.statement.valid) for telling in whole if telling.state in USING]
    ended = [(telling, days.end) for telling, days in uses if days is not None and "/" in days.text]
    ended += [
        (replace(stop, statement=statement, state=statement.field), statement.value.end)
        for statement in statements
        if statement.field == "last-use" and isinstance(statement.value, Days)
    ]
    edge = start_of(stop)
    within = [(telling, end) for telling, end in ended if end != edge and lies_in(end, edge)]
    told_ends = [(telling, end) for telling, end in within if end.is_known]
    if not told_ends:
        return stop
    use, end = min(told_ends, key=lambda one: (_width(one[1]), one[0].state, one[0].statement.id))
    first = end.earliest or stop.first
    return replace(stop, first=first, closer=use)


def _bounded(use: Telling, ends: Iterable[Telling]) -> Telling:
    """A use that is told of up to rough days within which its end is told more closely."""
    days = use.statement.valid
    if days is None or not days.end.is_known or use.sure_from is None:
        return use
    for stop in ends:
        edge = start_of(stop)
        if edge == days.end or edge.earliest is None or not lies_in(edge, days.end):
            continue
        sure_to = max(edge.earliest - ONE_DAY, use.sure_from)
        return replace(use, sure_to=sure_to, last=edge.latest or use.last)
    return use


def _begun(use: Telling, whole: Iterable[Telling]) -> Telling:
    """A use without an end, with the start that another tells more closely."""
    if not use.is_open:
        return use
    others = [
        telling
        for telling in whole
        if telling.state == use.state
        and telling.is_open
        and telling.statement.said_by != use.statement.said_by
        and _closer(telling, use)
    ]
    if not others:
        return use
    closer = min(others, key=lambda one: (_width(start_of(one)), one.begins_by, one.statement.id))
    return replace(use, closer=closer)


def _width(edge: Edge) -> timedelta:
    if edge.earliest is None or edge.latest is None:
        return LONGEST
    return edge.latest - edge.earliest


def first_told(statements: Iterable[Statement], before: Edge) -> tuple[Statement, ...]:
    """What tells most closely of the first use, before the start that a headline gives or none.

    Of several days that lie apart all are given, the earliest first.
    """
    some = [
        statement
        for statement in statements
        if statement.field == "first-use"
        and isinstance(statement.value, Days)
        and not statement.qualifier("part")
        and _begins_before(statement.value.start, before)
    ]
    edges = {
        statement.id: statement.value.start
        for statement in some
        if isinstance(statement.value, Days)
    }
    closest = [
        statement
        for statement in some
        if not any(
            edges[statement.id] != other and lies_in(other, edges[statement.id])
            for other in edges.values()
        )
    ]
    one_each = {(edges[s.id], s.said_by): s for s in sorted(closest, key=lambda s: s.id)}
    return tuple(
        sorted(one_each.values(), key=lambda s: (edges[s.id].latest or date.max, s.said_by))
    )


def _begins_before(edge: Edge, other: Edge) -> bool:
    if edge.latest is None:
        return False
    return other.earliest is None or edge.latest < other.earliest
