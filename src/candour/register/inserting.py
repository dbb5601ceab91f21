"""Many plain rows at once: in a large load, a model instance for each takes most of the time."""

from collections.abc import Sequence
from itertools import chain

from django.db import connection
from django.db.models import Model

Cell = str | int

MOST_CELLS = 900  # in one statement; SQLite takes at most 999 parameters in old builds


def insert_many(model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Insert rows given as the values of some fields; the others take the database's default.

    Many rows go into one statement: SQLite keeps a copy of the pages that a statement touches
    where a trigger could refuse it, and that costs more than the row.
    """
    quote = connection.ops.quote_name
    columns = [quote(str(model._meta.get_field(name).column)) for name in fields]  # type: ignore[union-attr]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES "  # noqa: S608
    row_of_places = f"({', '.join('%s' for _ in columns)})"
    at_once = MOST_CELLS // len(columns)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            places = ", ".join([row_of_places] * len(some))
            cursor.execute(into + places, list(chain.from_iterable(some)))
