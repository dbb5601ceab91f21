"""Questions that every page asks, put into SQL once and then asked with other values.

Putting a question of the ORM into SQL takes longer than SQLite takes to answer it, and a page asks
some seven. The question stays written as a query set; what is kept is its SQL, by how many values
it is asked with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

MOST_VALUES = 64  # of more, the SQL is made each time
MOST_SHAPES = 256
Row = tuple[Any, ...]
Converter = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The SQL of a question for one number of values of each kind.

    Attributes
    ----------
    sql : the text
    parameters : each either a value that is always the same, or the place of one that is asked with
    converters : by column, what makes of the database's value that of the field
    """

    sql: str
    parameters: tuple[tuple[bool, Any], ...]
    converters: tuple[tuple[int, Sequence[Converter], Any], ...]


class Prepared:
    """A question whose answer is rows of columns (`values_list`), by lists of texts.

    Parameters
    ----------
    make : callable
        Takes as many lists of texts as the question has, gives the query set. Everything else in
        it must always be the same.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self._make = make
        self._kept: dict[tuple[str, tuple[int, ...]], _Kept] = {}

    def rows(self, *values: Sequence[str]) -> list[Row]:
        shape = tuple(len(some) for some in values)
        if 0 in shape or sum(shape) > MOST_VALUES:
            return list(self._make(*values))
        kept = self._kept.get((connection.vendor, shape)) or self._prepare(shape)
        asked = [values[at[0]][at[1]] if is_place else at for is_place, at in kept.parameters]
        with connection.cursor() as cursor:
            cursor.execute(kept.sql, asked)
            rows: list[Row] = cursor.fetchall()
        return [_converted(row, kept) for row in rows] if kept.converters else rows

    def _prepare(self, shape: tuple[int, ...]) -> _Kept:
        places = {
            f"\1{kind}.{n}": (kind, n) for kind, number in enumerate(shape) for n in range(number)
        }
        marks = [
            [mark for mark, at in places.items() if at[0] == kind] for kind in range(len(shape))
        ]
        compiler = self._make(*marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        kept = _Kept(
            sql,
            tuple((one in places, places.get(one, one)) for one in parameters),
            tuple((at, tuple(some), column) for at, (some, column) in converters.items()),
        )
        while len(self._kept) >= MOST_SHAPES:
            self._kept.pop(next(islice(self._kept, 1)), None)
        self._kept[connection.vendor, shape] = kept
        return kept


def _converted(row: Row, kept: _Kept) -> Row:
    cells = list(row)
    for at, converters, column in kept.converters:
        for converter in converters:
            cells[at] = converter(cells[at], column, connection)
    return tuple(cells)
