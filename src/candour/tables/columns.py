"""A few columns of a file, CSV (also gzipped) or Parquet, as texts: for files of small tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from candour.tables.errors import CannotRead
from candour.tables.files import header, is_parquet
from candour.tables.lines import rows_of

FIRST_ROW = 2  # of a CSV file, below its headings


@dataclass(frozen=True, slots=True)
class Columns:
    """Some columns of a file: texts by the name of the column, in the order of the rows."""

    file: str
    texts: dict[str, list[str]]
    lines: Sequence[int]

    def numbers(self, name: str, *, least: float | None = None) -> NDArray[np.float64]:
        """A column as finite numbers, none below `least`.

        Raises
        ------
        CannotRead
            If a value is no such number: says in which row.
        """
        out = np.empty(len(self.lines))
        for place, text in enumerate(self.texts[name]):
            try:
                out[place] = float(text)
            except ValueError:
                out[place] = np.nan
            if not isfinite(out[place]) or (least is not None and out[place] < least):
                limit = "" if least is None else f" of {least:g} or more"
                raise CannotRead(
                    self.file, f"{name} holds '{text}', no number{limit}.", line=self.lines[place]
                )
        return out


def names_of(path: Path) -> list[str]:
    """What the columns of a file are called.

    Raises
    ------
    CannotRead
    """
    if not path.is_file():
        raise CannotRead(path.name, "there is no such file.")
    if is_parquet(path):
        from pyarrow import parquet

        return [str(name) for name in parquet.read_schema(path).names]
    return [name.strip() for name in header(path)]


def columns_of(path: Path, names: Sequence[str]) -> Columns:
    """Read the columns asked for; all must be there.

    Raises
    ------
    CannotRead
        If one is missing, or a row has too few or too many values.
    """
    headings = names_of(path)
    for name in names:
        if name not in headings:
            raise CannotRead(path.name, f"no column is called '{name}'.")
    if is_parquet(path):
        return _of_parquet(path, names)
    at = [headings.index(name) for name in names]
    texts: list[list[str]] = [[] for _ in names]
    lines = []
    rows = rows_of(path)
    next(rows, None)
    for line, fields in rows:
        if len(fields) != len(headings):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        for column, place in zip(texts, at, strict=True):
            column.append(fields[place].strip())
        lines.append(line)
    return Columns(path.name, dict(zip(names, texts, strict=True)), lines)


def _of_parquet(path: Path, names: Sequence[str]) -> Columns:
    from pyarrow import parquet

    table = parquet.read_table(path, columns=list(names))
    texts = {
        name: ["" if value is None else str(value) for value in table[name].to_pylist()]
        for name in names
    }
    return Columns(path.name, texts, range(FIRST_ROW, FIRST_ROW + table.num_rows))
