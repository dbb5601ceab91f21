"""Counts as they come back from an engine: each value once, and where it stands as a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")


Numbers: TypeAlias = "NDArray[np.int64]"
MOST = 2**63 - 1  # that an int64 holds
DENSE = 1 << 22  # so many possible numbers are looked up in a table; more are sorted


@dataclass(frozen=True, slots=True)
class Column:
    """A column of few values in many rows.

    Parameters
    ----------
    values : sequence
        Each value once; None where there was none.
    codes : ndarray of int, shape (n_cells,)
        Which of the values stands in each cell.
    """

    values: Sequence[Any]
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Cells:
    """How many rows hold each combination of values.

    Parameters
    ----------
    columns : mapping of str to Column
    rows : ndarray of int, shape (n_cells,)
    """

    columns: Mapping[str, Column]
    rows: Numbers

    def among(self, is_kept: NDArray[np.bool_]) -> Cells:
        """Some of the cells."""
        return Cells(
            {
                name: Column(column.values, column.codes[is_kept])
                for name, column in self.columns.items()
            },
            self.rows[is_kept],
        )

    def alike(self, names: Sequence[str]) -> tuple[list[tuple[Any, ...]], Numbers]:
        """The combinations of some columns, each once; and which of them each cell holds.

        >>> ages = Column(["young", "old"], np.array([0, 1, 0]))
        >>> places = Column(["here"], np.array([0, 0, 0]))
        >>> Cells({"age": ages, "place": places}, np.array([5, 6, 7])).alike(["place", "age"])
        ([('here', 'young'), ('here', 'old')], array([0, 1, 0]))
        """
        which = np.zeros(self.rows.size, dtype=np.int64)
        several = 1
        for name in names:
            column = self.columns[name]
            if several > MOST // max(len(column.values), 1):  # no number is large enough
                _, which = renumbered(which, several)
                several = self.rows.size
            which = which * len(column.values) + column.codes
            several *= len(column.values)
        first, which = renumbered(which, several)
        taken = [
            [self.columns[name].values[code] for code in self.columns[name].codes[first]]
            for name in names
        ]
        return list(zip(*taken, strict=True)), which


def renumbered(which: Numbers, several: int) -> tuple[Numbers, Numbers]:
    """Number the values that occur among 0 to `several` - 1, in their order.

    Returns
    -------
    first : ndarray of int, shape (n_values,)
        The first place of each.
    which : ndarray of int, shape (n_cells,)
        The number of the value in each place.

    >>> renumbered(np.array([7, 2, 7]), 8)
    (array([1, 0]), array([1, 0, 1]))
    """
    if several > DENSE:
        _, first, numbers = np.unique(which, return_index=True, return_inverse=True)
        return first, numbers
    first = np.full(several, -1, dtype=np.int64)
    first[which[::-1]] = np.arange(which.size - 1, -1, -1)
    has_first = first >= 0
    return first[has_first], (np.cumsum(has_first) - 1)[which]


def from_arrow(table: Any, *, counts: str = "", rows: Numbers | None = None) -> Cells:
    """Read an Arrow table, of which one column holds the numbers of rows, or that has them beside.

    `counts` names the column; `rows` has the numbers, of shape (n_cells,).
    """
    columns = {name: _column(table.column(name)) for name in table.column_names if name != counts}
    if rows is None:
        rows = np.asarray(table.column(counts).to_pylist(), dtype=np.int64)
    return Cells(columns, rows)


def tuples_of(table: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of an Arrow table."""
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _column(chunked: Any) -> Column:
    coded = chunked.combine_chunks().dictionary_encode(null_encoding="encode")
    codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Column(coded.dictionary.to_pylist(), codes)
