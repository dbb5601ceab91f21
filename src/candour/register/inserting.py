"""Many plain rows at once: in a large load, making a model instance for each takes most of the time."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

Cell = str | int


def insert_many(
    model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    """Insert rows given as the values of some fields; the others take the database's default."""
    quote = connection.ops.quote_name
    columns = [str(model._meta.get_field(name).column) for name in fields]  # type: ignore[union-attr]
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join("%s" for _ in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608
            rows,
        )
