"""Big tables in, small tables of counts out. The only module that knows Ibis."""

import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from candour.audit.errors import CannotRead
from candour.audit.files import header, is_parquet

MEMORY = "2GB"
FILE = "candour_file"  # the column that says which file a row came from
LINES_SHOWN = 20
VALUES_LOOKED_AT = 200

Counted = tuple[tuple[Any, ...], int]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no row of its table."""

    file: str
    line: int
    problem: str

    def as_dict(self) -> dict[str, str | int]:
        return {"file": self.file, "line": self.line, "problem": self.problem}


@dataclass
class Rows:
    """Rows of one or more files with the same columns, not yet read."""

    paths: tuple[Path, ...]
    columns: tuple[str, ...]
    table: Any = field(repr=False)


class Engine:
    """A database of its own for one audit, with a limit to its memory."""

    def __init__(self, *, memory: str = MEMORY, threads: int | None = None) -> None:
        import ibis

        # What does not fit in memory goes to a folder of its own, never the one a person stands in.
        self._spill = tempfile.TemporaryDirectory(prefix="candour-audit-")
        settings: dict[str, Any] = {
            "memory_limit": memory,
            "preserve_insertion_order": False,
            "temp_directory": self._spill.name,
        }
        if threads:
            settings["threads"] = threads
        self._ibis = ibis
        self._connection = ibis.duckdb.connect(**settings)

    def close(self) -> None:
        self._connection.disconnect()
        self._spill.cleanup()

    def open(self, paths: Sequence[Path]) -> list[Rows]:
        """Open CSV (also gzipped) and Parquet files; those with the same columns together.

        Raises
        ------
        CannotRead
            If a file is not what it should be; see `files.header`.
        """
        alike: dict[tuple[bool, tuple[str, ...]], list[Path]] = {}
        for path in paths:
            parquet = is_parquet(path)
            names = self._parquet_columns(path) if parquet else tuple(header(path))
            _need_distinct(path, names)
            alike.setdefault((parquet, names), []).append(path)
        return [
            Rows(tuple(files), names, self._view(files, names, parquet=parquet))
            for (parquet, names), files in alike.items()
        ]

    def count(self, rows: Rows, columns: Sequence[str]) -> list[Counted]:
        """Count rows for every combination of values, in no particular order."""
        table = rows.table
        grouped = table.group_by([table[name] for name in columns]).agg(candour_rows=table.count())
        return self._fetch(grouped, rows)

    def count_raw(
        self,
        rows: Rows,
        named: Mapping[str, str],
        *,
        located: str | None = None,
    ) -> list[tuple[Any, ...]]:
        """Count rows by columns, each given a new name; and by whether one of them is filled.

        The file that a row came from is counted by as well, as the first value; the number of
        rows is the last.
        """
        table = rows.table
        by = _by(table, named)
        if located is not None:
            by.append(table[located].notnull().name("located"))
        return self._rows(table.group_by(by).agg(candour_rows=table.count()), rows)

    def count_repeats(self, rows: Rows, named: Mapping[str, str]) -> list[Counted]:
        """Count the rows that repeat another in every column, by some of the columns."""
        table = rows.table
        whole = table.group_by([*rows.columns, FILE]).agg(candour_times=table.count())
        repeated = whole.filter(whole.candour_times > 1)
        spare = (repeated.candour_times - 1).sum()
        return self._fetch(repeated.group_by(_by(repeated, named)).agg(candour_rows=spare), rows)

    def total(self, rows: Rows) -> int:
        ((_, number),) = self._fetch(rows.table.aggregate(candour_rows=rows.table.count()), rows)
        return number

    def sample(self, rows: Rows, column: str) -> list[str]:
        """Some values of a column, as text."""
        text = rows.table[column].cast("string").name("value")
        values = rows.table.select(text).limit(VALUES_LOOKED_AT).mutate(times=1)
        return [value for (value,), _ in self._fetch(values, rows) if value is not None]

    def unreadable(self) -> list[Unreadable]:
        """Every line that was no row, in the files read so far."""
        found = self._connection.raw_sql(
            "SELECT DISTINCT s.file_path, e.line, min(e.error_type) FROM reject_errors e "
            "JOIN reject_scans s USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL"
            if self._has_rejects()
            else "SELECT '', 0, '' WHERE false"
        ).fetchall()
        lines = {(path, line): kind for path, line, kind in found}
        return [
            Unreadable(Path(path).name, int(line), _said(kind))
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
            found = self._connection.con.execute(sql, [str(path)]).description
        except self._failures() as error:
            raise CannotRead(path.name, f"the Parquet file is damaged ({_first(error)}).") from None
        return tuple(column[0] for column in found)

    def _view(self, paths: Sequence[Path], names: Sequence[str], *, parquet: bool) -> Any:
        listed = "[" + ", ".join(_quoted(str(path), "'") for path in paths) + "]"
        chosen = ", ".join(_quoted(name, '"') for name in names)
        if parquet:
            source = f"read_parquet({listed}, filename='{FILE}')"
        else:
            columns = ", ".join(f"{_quoted(name, chr(39))}: 'VARCHAR'" for name in names)
            source = (
                f"read_csv({listed}, columns={{{columns}}}, auto_detect=false, header=true, "
                "delim=',', quote='\"', escape='\"', strict_mode=false, store_rejects=true, "
                f"rejects_limit=0, filename='{FILE}')"
            )
        name = self._ibis.util.gen_name("rows")
        # Names and paths are quoted above: a view can't take parameters.
        sql = f"CREATE TEMP VIEW {name} AS SELECT {chosen}, {FILE} FROM {source}"  # noqa: S608
        try:
            self._connection.raw_sql(sql)
        except self._failures() as error:
            raise CannotRead(paths[0].name, f"it can't be read ({_first(error)}).") from None
        with warnings.catch_warnings():
            # Ibis 12 asks DuckDB 2 for its columns by a name that DuckDB gives up.
            warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
            return self._connection.table(name)

    def _fetch(self, expression: Any, rows: Rows) -> list[Counted]:
        return [(values[:-1], values[-1]) for values in self._rows(expression, rows)]

    def _rows(self, expression: Any, rows: Rows) -> list[tuple[Any, ...]]:
        # As plain tuples: what comes back is small, and takes no table library to hold.
        try:
            sql = self._connection.compile(expression)
            found: list[tuple[Any, ...]] = self._connection.raw_sql(sql).fetchall()
        except self._failures() as error:
            names = ", ".join(path.name for path in rows.paths[:3])
            raise CannotRead(names, f"it can't be read ({_first(error)}).") from None
        return found

    def _failures(self) -> type[Exception]:
        import duckdb

        return duckdb.Error


@contextmanager
def engine(*, memory: str = MEMORY, threads: int | None = None) -> Iterator[Engine]:
    made = Engine(memory=memory, threads=threads)
    try:
        yield made
    finally:
        made.close()


def _by(table: Any, named: Mapping[str, str]) -> list[Any]:
    """The file of a row, and the columns asked for, each under its new name."""
    return [table[FILE], *(table[source].name(name) for name, source in named.items())]


def _need_distinct(path: Path, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise CannotRead(path.name, f"two columns are called '{name}'.", line=1)
        if not name:
            raise CannotRead(path.name, "a column has no name.", line=1)
        seen.add(name.lower())


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark + mark) + mark


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")


def _said(kind: str) -> str:
    return {
        "MISSING COLUMNS": "too few columns",
        "TOO MANY COLUMNS": "too many columns",
        "UNQUOTED VALUE": "a quotation mark is not closed",
        "INVALID ENCODING": "not UTF-8",
        "INVALID UNICODE": "not UTF-8",
    }.get(kind, kind.lower())
