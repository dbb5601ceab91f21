"""The four forms of a table: CSV, JSON Lines, Parquet, and a table of one SQLite file.

All four are written from one reading of the rows, some hundreds at a time, and none of them holds
anything but the rows: the same rows make the same bytes. SQLite and Parquet files name the
version of the library that wrote them. In SQLite it is overwritten, as nothing reads it; a Parquet
file of another version of pyarrow may differ in bytes and not in rows.
"""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from candour.core.hashing import canonical_json
from candour.evidence.released.columns import (
    INTEGER,
    KINDS,
    NUMBER,
    TEXT,
    TEXTS,
    TREE,
    TRUTH,
    Column,
    Table,
)
from candour.evidence.released.held import Row

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 500
BETWEEN = "; "  # of several texts in one cell of a CSV
PAGE_SIZE = 4096
WRITER_VERSION = slice(96, 100)  # where a SQLite file names the library that wrote it
ANY_SQLITE = 3_040_001  # the file uses nothing that an older or newer one lacks
SQLITE_FILE = "candour.sqlite"
FOLDER_FORMS = ("csv", "jsonl", "parquet")
SQLITE_TYPES = {INTEGER: "INTEGER", NUMBER: "REAL", TRUTH: "INTEGER"}

Cell = Callable[[Any], object]
Rows = Sequence[Row]


def path_of(table: str, form: str) -> str:
    """Where a table stands in the folder of tables."""
    return f"{form}/{table}.{form}"


# --- cells ----------------------------------------------------------------------


def _number(text: Any) -> int | float | None:
    """A number as JSON has it; it comes as the text of a decimal."""
    return None if text in {None, ""} else json.loads(str(text))


def _float(text: Any) -> float | None:
    number = _number(text)
    return None if number is None else float(number)


def _tree(value: Any) -> Any:
    """With its keys in order: a database keeps them in an order of its own."""
    return json.loads(canonical_json(value)) if value else None


def _tree_text(value: Any) -> str:
    return canonical_json(value) if value else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _list_text(value: Any) -> str:
    return canonical_json(list(value or ()))


def _truth_word(value: Any) -> str:
    return "true" if value else "false"


CSV_CELLS: Mapping[str, Cell] = {
    TEXT: _text,
    INTEGER: _text,
    NUMBER: _text,
    TRUTH: _truth_word,
    TEXTS: lambda value: BETWEEN.join(value or ()),
    TREE: _tree_text,
}
JSON_CELLS: Mapping[str, Cell] = {
    TEXT: _text,
    INTEGER: lambda value: value,
    NUMBER: _number,
    TRUTH: bool,
    TEXTS: lambda value: list(value or ()),
    TREE: _tree,
}
PARQUET_CELLS: Mapping[str, Cell] = {**JSON_CELLS, NUMBER: _float, TREE: _tree_text}
SQLITE_CELLS: Mapping[str, Cell] = {**PARQUET_CELLS, TRUTH: int, TEXTS: _list_text}


def _cells(table: Table, cells: Mapping[str, Cell]) -> list[tuple[str, Cell]]:
    return [(column.name, cells[column.kind]) for column in table.columns]


# --- files ----------------------------------------------------------------------


def write_table(table: Table, rows: Iterable[Row], folder: Path, database: "Database") -> int:
    """Write a table in all forms; return how many rows there were."""
    for form in FOLDER_FORMS:
        (folder / form).mkdir(parents=True, exist_ok=True)
    number, stream = 0, iter(rows)
    with ExitStack() as files:
        writers = [
            files.enter_context(_csv(folder / path_of(table.name, "csv"), table)),
            files.enter_context(_json_lines(folder / path_of(table.name, "jsonl"), table)),
            files.enter_context(_parquet(folder / path_of(table.name, "parquet"), table)),
            database.table(table),
        ]
        while some := list(islice(stream, AT_ONCE)):
            number += len(some)
            for write in writers:
                write(some)
    return number


Writer = Callable[[Rows], None]


@contextmanager
def _csv(path: Path, table: Table) -> Iterator[Writer]:
    cells = _cells(table, CSV_CELLS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.names)
        yield lambda rows: writer.writerows(
            [cell(row.get(name)) for name, cell in cells] for row in rows
        )


@contextmanager
def _json_lines(path: Path, table: Table) -> Iterator[Writer]:
    cells = _cells(table, JSON_CELLS)

    def line(row: Row) -> str:
        data = {name: cell(row.get(name)) for name, cell in cells}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"

    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda rows: file.writelines(map(line, rows))


@contextmanager
def _parquet(path: Path, table: Table) -> Iterator[Writer]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(table)
    cells = _cells(table, PARQUET_CELLS)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def write(rows: Rows) -> None:
            columns = [[cell(row.get(name)) for row in rows] for name, cell in cells]
            writer.write_table(pa.table(columns, schema=schema))

        yield write


def arrow_schema(table: Table) -> "pa.Schema":
    """The columns of a table as Parquet has them, each with its meaning."""
    import pyarrow as pa

    types = {INTEGER: pa.int64(), NUMBER: pa.float64(), TRUTH: pa.bool_()}
    types[TEXTS] = pa.list_(pa.string())
    return pa.schema(
        [
            pa.field(one.name, types.get(one.kind, pa.string()), metadata={"meaning": one.meaning})
            for one in table.columns
        ]
    )


class Database:
    """The one SQLite file, with every table, and what each column means in the table `columns`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")
        self._searched: list[tuple[str, str]] = []

    def table(self, table: Table) -> Writer:
        columns = ", ".join(f'"{one.name}" {_sqlite_type(one)}' for one in table.columns)
        key = ", ".join(f'"{name}"' for name in table.key)
        self._connection.execute(f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ({key}))')
        self._searched += [(table.name, name) for name in table.searched]
        cells = _cells(table, SQLITE_CELLS)
        marks = ", ".join("?" * len(cells))
        sql = f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - a name of `columns.py`
        return lambda rows: self._insert(
            sql, ([cell(row.get(name)) for name, cell in cells] for row in rows)
        )

    def _insert(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(sql, rows)

    def close(self) -> None:
        for table, column in self._searched:
            self._connection.execute(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')
        self._connection.execute("COMMIT")
        self._connection.close()
        with self._path.open("r+b") as file:
            file.seek(WRITER_VERSION.start)
            file.write(ANY_SQLITE.to_bytes(WRITER_VERSION.stop - WRITER_VERSION.start, "big"))


def _sqlite_type(column: Column) -> str:
    assert column.kind in KINDS
    return SQLITE_TYPES.get(column.kind, "TEXT")
