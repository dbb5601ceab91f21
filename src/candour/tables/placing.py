"""Rows counted by the place that two columns of coordinates give, a batch of Arrow at a time.

The same function counts a batch whoever hands it over, DuckDB or a worker of Spark's, so that the
counts can't differ. No engine needs an extension for geometry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")


Floats: TypeAlias = "NDArray[np.float64]"
# -1 for none; it must stand being pickled.
Place: TypeAlias = "Callable[[Floats, Floats], NDArray[np.int32]]"

X, Y, PLACE, NUMBER = "candour_x", "candour_y", "candour_place", "candour_rows"
AT_ONCE = 500_000  # rows of a batch: some tens of megabytes
A_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


def count_batches(batches: Iterable[Any], place: Place) -> Iterator[Any]:
    """Count each batch by its place and all columns but the coordinates.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        With the columns `candour_x` and `candour_y`, as numbers or as text.

    Yields
    ------
    pyarrow.RecordBatch
        The other columns, `candour_place` (int32) and `candour_rows` (int64).
    """
    import pyarrow as pa

    for batch in batches:
        table = pa.Table.from_batches([batch])
        place_of = place(numbers(table.column(X)), numbers(table.column(Y)))
        kept = [name for name in table.column_names if name not in {X, Y}]
        placed = table.select(kept).append_column(PLACE, pa.array(place_of, pa.int32()))
        yield from added_up(placed, counts="").to_batches()


def added_up(table: Any, *, counts: str) -> Any:
    """Rows alike in all columns but `counts` put together, the counts added; rows where "".

    Returns
    -------
    pyarrow.Table
        With the count in `candour_rows`, last.
    """
    import pyarrow as pa

    by = [name for name in table.column_names if name != counts]
    asked: list[Any] = [(counts, "sum")] if counts else [([], "count_all")]
    grouped = table.group_by(by, use_threads=False).aggregate(asked)
    number = grouped.column(f"{counts}_sum" if counts else "count_all")
    return grouped.select(by).append_column(NUMBER, number.cast(pa.int64()))


def numbers(column: Any) -> Floats:
    """A column of numbers, or of text that may be one; nan for what is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        text = pc.utf8_trim_whitespace(column)
        is_number = pc.match_substring_regex(text, A_NUMBER)
        column = pc.if_else(is_number, text, pa.scalar(None, column.type))
    values = pc.fill_null(column.cast(pa.float64()), float("nan"))
    return np.asarray(values.to_numpy(), dtype=np.float64)
