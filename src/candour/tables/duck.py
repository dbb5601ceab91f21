"""Tables counted by DuckDB, in this process: the default, and what reads a difficult CSV file."""

import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from candour.tables.engine import FILE, Engine, Layout, Rows, Unreadable, first_line, some_names
from candour.tables.errors import CannotRead
from candour.tables.machine import LAPTOP, Machine
from candour.tables.placing import AT_ONCE, NUMBER, Place, added_up, count_batches

# DuckDB overruns its limit by some per cent, and Python with its libraries comes on top.
SHARE_OF_MEMORY = 0.95
FOR_PYTHON = 270_000_000  # bytes, with room for the counts
TIMES = "candour_times"  # a double, since DuckDB adds whole numbers up to ones of 128 bits
LOOKED_AT = 20_000  # rows, by which it is judged whether they are worth putting together
WORTH_IT = 0.25  # of them alike in no other row; beyond it one sort of all costs more than it saves


class DuckEngine(Engine):
    """DuckDB in memory; what does not fit goes to a temporary folder."""

    def __init__(self, machine: Machine = LAPTOP) -> None:
        import ibis

        super().__init__(machine)
        # Never the folder a person stands in.
        self._spill = tempfile.TemporaryDirectory(prefix="candour-audit-")
        settings: dict[str, Any] = {
            "memory_limit": f"{_limit(machine.bytes) // 1_000_000}MB",
            "preserve_insertion_order": False,
            "temp_directory": self._spill.name,
        }
        if machine.threads:
            settings["threads"] = machine.threads
        self._ibis = ibis
        self._connection = ibis.duckdb.connect(**settings)
        self._connection.raw_sql(
            "SET enable_progress_bar = true; "
            "SET enable_progress_bar_print = false; SET progress_bar_time = 0"
        )

    @property
    def _folder(self) -> Path:
        return Path(self._spill.name)

    def close(self) -> None:
        try:
            self._connection.disconnect()
        finally:
            self._spill.cleanup()

    def unreadable(self) -> list[Unreadable]:
        rows = self._connection.raw_sql(
            "SELECT DISTINCT s.file_path, e.line, min(e.error_type) FROM reject_errors e "
            "JOIN reject_scans s USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL"
            if self._has_rejects()
            else "SELECT '', 0, '' WHERE false"
        ).fetchall()
        lines = {(path, line): kind for path, line, kind in rows}
        return [
            Unreadable(Path(path).name, int(line), _fault_in_words(kind))
            for (path, line), kind in lines.items()
        ]

    def _has_rejects(self) -> bool:
        tables = self._connection.raw_sql(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
        )
        return bool(tables.fetchone()[0])

    def _parquet_columns(self, path: Path) -> tuple[str, ...]:
        sql = "SELECT * FROM read_parquet(?) LIMIT 0"
        try:
            described = self._connection.con.execute(sql, [str(path)]).description
        except self._failures() as error:
            problem = f"the Parquet file is damaged ({first_line(error)})."
            raise CannotRead(path.name, problem) from None
        return tuple(column[0] for column in described)

    def _opened(self, layout: Layout, paths: Sequence[Path]) -> list[Rows]:
        listed = "[" + ", ".join(_quoted(str(path), "'") for path in paths) + "]"
        chosen = ", ".join(_quoted(name, '"') for name in layout.columns)
        if layout.is_parquet:
            source = f"read_parquet({listed}, filename='{FILE}')"
        else:
            columns = ", ".join(f"{_quoted(name, chr(39))}: 'VARCHAR'" for name in layout.columns)
            packed = "gzip" if layout.is_gzip else "none"
            source = (
                f"read_csv({listed}, columns={{{columns}}}, auto_detect=false, header=true, "
                f"delim={_quoted(layout.dialect.delimiter, chr(39))}, "
                f"skip={layout.dialect.skipped}, quote='\"', escape='\"', "
                "strict_mode=false, store_rejects=true, "
                f"rejects_limit=0, compression='{packed}', filename='{FILE}')"
            )
        name = self._ibis.util.gen_name("rows")
        # Names and paths are quoted above: a view can't take parameters.
        sql = f"CREATE TEMP VIEW {name} AS SELECT {chosen}, {FILE} FROM {source}"  # noqa: S608
        try:
            self._connection.raw_sql(sql)
        except self._failures() as error:
            raise CannotRead(paths[0].name, f"it can't be read ({first_line(error)}).") from None
        table = self._table(name)
        return [
            Rows(
                tuple(paths),
                layout.columns,
                table,
                lambda expression, what: self._fetched(expression, what, paths),
                lambda expression, place: self._placed(expression, place, paths),
                lambda expression, what: self._streamed(expression, what, paths),
            )
        ]

    def together(
        self,
        rows: Rows,
        columns: Sequence[str],
        *,
        starts: Mapping[str, int],
        filled: Collection[str] = (),
    ) -> Rows:
        table = rows.table
        expressions = [_kept(table, name, starts, filled) for name in columns]
        is_one_file = len(rows.paths) == 1
        if not is_one_file:
            expressions.append(table[FILE])
        first = table.select(expressions).limit(LOOKED_AT).distinct()
        if rows.fetch(first, "Looking at the rows").num_rows > LOOKED_AT * WORTH_IT:
            return rows
        grouped = table.group_by(expressions).agg(**{TIMES: table.count().cast("float64")})
        if is_one_file:
            grouped = grouped.mutate(**{FILE: self._ibis.literal(str(rows.paths[0]))})
        name = self._ibis.util.gen_name("together")
        # A table made of a query takes DuckDB twice as long as handing its rows out and in again.
        self._connection.con.register(name, rows.fetch(grouped, "Counting rows"))
        return replace(rows, table=self._table(name), times=TIMES)

    def _table(self, name: str) -> Any:
        with warnings.catch_warnings():
            # Ibis 12 asks DuckDB 2 for its columns by a name that DuckDB gives up.
            warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
            return self._connection.table(name)

    def _fetched(self, expression: Any, what: str, paths: Sequence[Path]) -> Any:
        with self._in_words(paths), self.machine.progress.during(what, self._share):
            sql = self._connection.compile(expression)
            return self._connection.con.sql(sql).to_arrow_table()

    def _streamed(self, expression: Any, what: str, paths: Sequence[Path]) -> Iterator[Any]:
        import pyarrow as pa

        with self._in_words(paths), self.machine.progress.during(what, self._share):
            sql = self._connection.compile(expression)
            for batch in self._connection.con.sql(sql).to_arrow_reader(AT_ONCE):
                yield pa.Table.from_batches([batch])

    def _placed(self, expression: Any, place: Place, paths: Sequence[Path]) -> Any:
        import pyarrow as pa

        with self._in_words(paths), self.machine.progress.during("Placing points", self._share):
            sql = self._connection.compile(expression)
            batches = self._connection.con.sql(sql).to_arrow_reader(AT_ONCE)
            counted = list(count_batches(batches, place))
        return added_up(pa.Table.from_batches(counted), counts=NUMBER) if counted else pa.table({})

    @contextmanager
    def _in_words(self, paths: Sequence[Path]) -> Iterator[None]:
        """Turn what DuckDB says into one sentence, and a stop into what ended it."""
        try:
            yield
        except (self._failures(), RuntimeError) as error:
            if self.stopped:  # DuckDB then says only that it was interrupted
                raise self.stopped from None
            if isinstance(error, self._out_of_memory()):
                raise CannotRead(
                    some_names(paths),
                    f"counting it takes more memory than {self.machine.memory}: give more with "
                    "--memory, or count on a cluster with --engine spark.",
                ) from None
            if isinstance(error, self._failures()):
                raise CannotRead(
                    some_names(paths), f"it can't be read ({first_line(error)})."
                ) from None
            raise

    def _interrupt(self) -> None:
        self._connection.con.interrupt()

    def _share(self) -> float | None:
        per_cent = self._connection.con.query_progress()
        return per_cent / 100 if per_cent >= 0 else None

    def _failures(self) -> type[Exception]:
        import duckdb

        return duckdb.Error

    def _out_of_memory(self) -> type[Exception]:
        import duckdb

        return duckdb.OutOfMemoryException


def _kept(table: Any, name: str, starts: Mapping[str, int], filled: Collection[str]) -> Any:
    """A column of rows put together, as `Engine.together` says, under its own name."""
    if name in filled:
        return table[name].notnull().nullif(False).name(name)
    if name in starts:
        return table[name].cast("string").left(starts[name]).name(name)
    return table[name].name(name)


def _limit(allowed: int) -> int:
    """What DuckDB is told, so that the whole process stays within what is allowed, in bytes."""
    return int(allowed * SHARE_OF_MEMORY) - FOR_PYTHON


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark + mark) + mark


def _fault_in_words(kind: str) -> str:
    return {
        "MISSING COLUMNS": "too few columns",
        "TOO MANY COLUMNS": "too many columns",
        "UNQUOTED VALUE": "a quotation mark is not closed",
        "INVALID ENCODING": "not UTF-8",
        "INVALID UNICODE": "not UTF-8",
    }.get(kind, kind.lower())
