"""One part of a long list, how long the list is, and where the next part is.

All parts of a list are of one moment. The address of the next part names the change set that was
in when the first was asked for, and the last row that was given; so what comes in or is taken back
meanwhile doubles no row and leaves none out, and a part far down costs what the first does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import ForeignKey, IntegerField, Model, Q, QuerySet
from django.http import HttpRequest

from candour.api.cursors import Cursor, Key
from candour.api.errors import Refused
from candour.api.parameters import Paging
from candour.register import selectors
from candour.register.moments import NOW, Moment

M = TypeVar("M", bound=Model)
T = TypeVar("T")

OTHER_LIST = "'cursor' is of another list. Ask for this one anew, without it."


@dataclass(frozen=True, slots=True)
class Listed:
    """What is asked of a list.

    Attributes
    ----------
    moment : what the rows are to be asked at; the same for every part
    change : the last change set that was in at that moment; 0 in an empty register
    """

    request: HttpRequest
    paging: Paging
    moment: Moment
    change: int

    @property
    def name(self) -> str:
        match = self.request.resolver_match
        return match.url_name or "" if match is not None else ""


def listed(request: HttpRequest, paging: Paging, moment: Moment = NOW) -> Listed:
    """Say of which moment a part must be.

    Raises
    ------
    Refused
        If its cursor is of another list or of a change set that is not in.
    """
    head = selectors.head(moment).number
    asked = Listed(request, paging, moment, head)
    cursor = paging.cursor
    if cursor is None:
        return asked
    if cursor.list_name != asked.name or cursor.change > head:
        raise Refused(OTHER_LIST, "cursor")
    if paging.offset:
        raise Refused("'offset' goes with no 'cursor', which says itself where to go on.", "offset")
    if cursor.change == head:  # nothing came in: what stands now is looked up soonest
        return asked
    return replace(asked, moment=replace(moment, change=cursor.change), change=cursor.change)


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """Some rows of a list, how many there are in all, and the address of those that follow."""

    count: int
    next: str | None
    rows: list[T]

    def answer(self, items: list[Any]) -> dict[str, Any]:
        return {"count": self.count, "next": self.next, "items": items}


def part(asked: Listed, rows: "QuerySet[M]", row: Callable[[M], Any]) -> dict[str, Any]:
    """Read one part of a list from the database."""
    some = cut(asked, rows)
    return some.answer([row(one) for one in some.rows])


def part_of(
    asked: Listed,
    rows: Sequence[T],
    row: Callable[[T], Any],
    key: Callable[[T], tuple[Key, ...]] | None = None,
) -> dict[str, Any]:
    """Cut one part out of a list that is in memory; `key` names a row of one kept by no moment."""
    some = cut_of(asked, rows, key)
    return some.answer([row(one) for one in some.rows])


def cut(asked: Listed, rows: "QuerySet[M]") -> Cut[M]:
    """The rows of one part, found by the columns that the list is in the order of."""
    columns = [str(column) for column in rows.query.order_by]
    following, start, limit = rows, asked.paging.offset, asked.paging.limit
    if asked.paging.cursor is not None:
        following = rows.filter(_after(rows, columns, asked.paging.cursor.last))
    some = list(following[start : start + limit + 1])
    is_last = len(some) <= limit
    some = some[:limit]
    return Cut(rows.count(), None if is_last else _next(asked, _key(some[-1], columns)), some)


def cut_of(
    asked: Listed, rows: Sequence[T], key: Callable[[T], tuple[Key, ...]] | None = None
) -> Cut[T]:
    """The rows of one part of a list in memory, found by how many were given, or by their key."""
    start, cursor = asked.paging.offset, asked.paging.cursor
    if cursor is not None:
        start = _place(cursor) if key is None else _place_after(cursor, map(key, rows))
    end = start + asked.paging.limit
    if end >= len(rows):
        return Cut(len(rows), None, list(rows[start:end]))
    last = (end,) if key is None else key(rows[end - 1])
    return Cut(len(rows), _next(asked, last), list(rows[start:end]))


def _place(cursor: Cursor) -> int:
    match cursor.last:
        case (int(place),):
            return place
    raise Refused(OTHER_LIST, "cursor")


def _place_after(cursor: Cursor, keys: Iterable[tuple[Key, ...]]) -> int:
    for place, key in enumerate(keys, start=1):
        if key == cursor.last:
            return place
    raise Refused(OTHER_LIST, "cursor")


def _key(row: Model, columns: list[str]) -> tuple[Key, ...]:
    return tuple(attrgetter(_attribute(type(row), column))(row) for column in columns)


def _attribute(model: type[Model], column: str) -> str:
    *path, last = column.lstrip("-").split("__")
    return ".".join([*path, _field(model, column).attname or last])


def _field(model: type[Model], column: str) -> Any:
    field: Any = None
    for name in column.lstrip("-").split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return field


def _after(rows: "QuerySet[M]", columns: list[str], last: tuple[Key, ...]) -> Q:
    """The condition that a row follows another in the order of some columns.

    The first column is also held by itself, which an index can be walked by.
    """
    if [_kind(rows.model, column) for column in columns] != [type(value) for value in last]:
        raise Refused(OTHER_LIST, "cursor")
    pairs = list(zip(columns, last, strict=True))
    from_there = _beyond(*pairs[0], or_equal=True)
    return from_there & reduce(
        lambda later, pair: _beyond(*pair) | (_equal(*pair) & later),
        reversed(pairs[:-1]),
        _beyond(*pairs[-1]),
    )


def _kind(model: type[Model], column: str) -> type[Key]:
    field = _field(model, column)
    if isinstance(field, ForeignKey):
        field = field.target_field
    return int if isinstance(field, IntegerField) else str


def _beyond(column: str, value: Key, *, or_equal: bool = False) -> Q:
    way = "lt" if column.startswith("-") else "gt"
    return Q((f"{column.lstrip('-')}__{way}{'e' if or_equal else ''}", value))


def _equal(column: str, value: Key) -> Q:
    return Q((column.lstrip("-"), value))


def _next(asked: Listed, last: tuple[Key, ...]) -> str:
    query = asked.request.GET.copy()
    query.pop("offset", None)
    query["cursor"] = str(Cursor(asked.name, asked.change, last))
    return f"{asked.request.path}?{query.urlencode()}"
