"""Tables counted by Spark: on this machine, a standalone cluster, or by Spark Connect.

Spark's CSV reader and DuckDB's agree on plain rows, and differ on damaged ones: which they are,
and on which line, only DuckDB says. So every CSV file is first looked through for rows that the
two might read differently, and a file that holds one is read by DuckDB on the machine where
Candour runs. The counts are then the same whichever engine made them.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import reduce
from itertools import islice
from operator import or_
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from candour.tables.cells import tuples_of
from candour.tables.dialects import PLAIN
from candour.tables.duck import DuckEngine
from candour.tables.engine import FILE, Engine, Layout, Rows, Unreadable, first_line, some_names
from candour.tables.errors import CannotCount, CannotRead
from candour.tables.machine import Machine
from candour.tables.placing import AT_ONCE, NUMBER, PLACE, Place, X, Y, count_batches
from candour.tables.spark_session import failures, open_session, quiet, with_pyspark

DAMAGED = "candour_damaged"  # the column that holds a row which Spark could not split
# Quotation marks inside a value, what is not UTF-8, NUL, and a lone carriage return.
DIFFERENTLY_READ = '["\ufffd\\x00\\r\\n]'
PATTERN = re.compile(r"([\\*?\[\]{}])")  # what Hadoop takes for a pattern in a path


class SparkEngine(Engine):
    """A Spark session; stopped at the end, unless it was there before."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self._ibis = with_pyspark()
        self._spill = tempfile.TemporaryDirectory(prefix="candour-spark-")
        self._views: list[str] = []
        self._plain = DuckEngine(machine)
        try:
            self._session, self._is_ours = open_session(machine, Path(self._spill.name))
            with quiet():
                self._connection = self._ibis.pyspark.connect(self._session)
        except BaseException:
            self._plain.close()
            self._spill.cleanup()
            raise

    @property
    def _folder(self) -> Path:
        return Path(self._spill.name)

    def close(self) -> None:
        try:
            for name in self._views:
                with suppress(Exception):  # the cluster may be gone; its views are then too
                    self._session.catalog.dropTempView(name)
            if self._is_ours:
                self._session.stop()
        finally:
            self._plain.close()
            self._spill.cleanup()

    def stop(self, ending: BaseException) -> None:
        self._plain.stop(ending)
        super().stop(ending)

    def _interrupt(self) -> None:
        with suppress(Exception):  # on the way out nothing more can be done about it
            self._session.interruptAll()

    def unreadable(self) -> list[Unreadable]:
        return self._plain.unreadable()

    def _parquet_columns(self, path: Path) -> tuple[str, ...]:
        return self._plain._parquet_columns(path)  # noqa: SLF001 - an engine, as this one

    def _opened(self, layout: Layout, paths: Sequence[Path]) -> list[Rows]:
        # What was copied here first, no other machine sees.
        ours = [path for path in paths if self._folder not in path.parents]
        for_spark = [path for path in ours if _fits(layout, path)]
        if for_spark and not layout.is_parquet:
            doubtful = self._doubtful(layout, for_spark)
            for_spark = [path for path in for_spark if path not in doubtful]
        rest = [path for path in paths if path not in set(for_spark)]
        parts = [self._rows(layout, for_spark)] if for_spark else []
        return parts + (self._plain._opened(layout, rest) if rest else [])  # noqa: SLF001 - as above

    def _rows(self, layout: Layout, paths: Sequence[Path]) -> Rows:
        table = self._table(layout, paths, damaged=False)
        return Rows(
            tuple(paths),
            layout.columns,
            table,
            lambda expression, what: self._fetched(expression, what, paths),
            lambda expression, place: self._placed(expression, place, paths),
            lambda expression, what: self._streamed(expression, what, paths),
        )

    def _doubtful(self, layout: Layout, paths: Sequence[Path]) -> set[Path]:
        """The files with a row that DuckDB may read otherwise than Spark."""
        table = self._table(layout, paths, damaged=True)
        # Of every column: only if it reads them all does Spark say which rows it could not split.
        signs = [table[name].re_search(DIFFERENTLY_READ) for name in layout.columns]
        odd = table.filter(reduce(or_, signs, table[DAMAGED].notnull()))
        damaged = self._fetched(odd.select(odd[FILE]).distinct(), "Looking for damaged rows", paths)
        return {Path(name) for (name,) in tuples_of(damaged)}

    def _table(self, layout: Layout, paths: Sequence[Path], *, damaged: bool) -> Any:
        """The files as a table of Ibis's, with the file of each row as Spark names it."""
        name = self._ibis.util.gen_name("rows")
        listed = [_address(path, as_pattern=True) for path in paths]
        with self._understood(paths):
            reader = self._session.read
            if layout.is_parquet:
                frame = reader.parquet(*listed)
            else:
                names = [*layout.columns, *([DAMAGED] if damaged else [])]
                frame = reader.csv(
                    listed,
                    schema=", ".join(f"{_quoted(name)} STRING" for name in names),
                    header=True,
                    quote='"',
                    escape='"',
                    mode="PERMISSIVE",
                    columnNameOfCorruptRecord=DAMAGED,
                    multiLine=False,
                    enforceSchema=True,
                    ignoreLeadingWhiteSpace=False,
                    ignoreTrailingWhiteSpace=False,
                    encoding="UTF-8",
                )
            frame = frame.selectExpr("*", f"_metadata.file_path AS {FILE}")
            frame.createOrReplaceTempView(name)
            self._views.append(name)
            return self._connection.table(name)

    def _fetched(self, expression: Any, what: str, paths: Sequence[Path]) -> Any:
        sql = self._connection.compile(expression)
        with self._understood(paths), self.machine.progress.during(what, self._share):
            table = self._session.sql(sql).toArrow()
        return _named_as_given(table, paths) if FILE in table.column_names else table

    def _streamed(self, expression: Any, what: str, paths: Sequence[Path]) -> Iterator[Any]:
        """Rows as they come from the workers, a partition at a time."""
        import pyarrow as pa

        sql = self._connection.compile(expression)
        with self._understood(paths), self.machine.progress.during(what, self._share):
            frame = self._session.sql(sql)
            rows = iter(frame.toLocalIterator())
            while some := list(islice(rows, AT_ONCE)):
                columns = [list(values) for values in zip(*some, strict=True)]
                table = pa.table(dict(zip(frame.columns, columns, strict=True)))
                yield _named_as_given(table, paths)

    def _placed(self, expression: Any, place: Place, paths: Sequence[Path]) -> Any:
        """Count by place on the workers, in batches of Arrow; each worker is sent `place` once."""
        sql = self._connection.compile(expression)
        sent = self._sent(place)
        with self._understood(paths), self.machine.progress.during("Placing points", self._share):
            frame = self._session.sql(sql)
            kept = [one for one in frame.schema.fields if one.name not in {X, Y}]
            by = [one.name for one in kept]
            types = [f"{_quoted(one.name)} {one.dataType.simpleString()}" for one in kept]
            counted = frame.mapInArrow(
                lambda batches: count_batches(batches, sent()),
                ", ".join([*types, f"{PLACE} INT", f"{NUMBER} BIGINT"]),
            )
            summed = counted.groupBy(*map(_quoted, by), PLACE).sum(NUMBER)
            table = summed.toArrow().rename_columns([*by, PLACE, NUMBER])
        return _named_as_given(table, paths)

    def _sent(self, place: Place) -> Callable[[], Place]:
        """What workers get: broadcast; by Connect, which has no broadcast, with each task."""
        if self.machine.spark.startswith("sc://"):
            return lambda: place
        context = self._session.sparkContext
        if not self.machine.spark:  # workers here: this Python, and not the first one on the path
            context.pythonExec = sys.executable
        shared = context.broadcast(place)
        return lambda: shared.value

    def _share(self) -> float | None:
        """The share of the tasks that are done, of the stages at work; Connect does not say."""
        if self.machine.spark.startswith("sc://"):
            return None
        tracker = self._session.sparkContext.statusTracker()
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        tasks = sum(stage.numTasks for stage in stages if stage)
        return sum(stage.numCompletedTasks for stage in stages if stage) / tasks if tasks else None

    @contextmanager
    def _understood(self, paths: Sequence[Path]) -> Iterator[None]:
        """Turn Spark's errors into one sentence."""
        try:
            with quiet():
                yield
        except failures() as error:
            if self.stopped:
                raise self.stopped from None
            names = some_names(paths)
            if "No module named" in str(error):
                raise CannotCount(
                    "The workers of Spark lack what places points: install Candour for their "
                    "Python (PYSPARK_PYTHON), or leave --engine spark out."
                ) from None
            if "PATH_NOT_FOUND" in str(error) or "FileNotFoundException" in str(error):
                raise CannotRead(
                    names,
                    "Spark does not find it: every machine of the cluster must see the same file "
                    "at the same place.",
                ) from None
            raise CannotRead(names, f"Spark can't read it ({first_line(error)}).") from None


def _fits(layout: Layout, path: Path) -> bool:
    """Whether Spark takes a file for what it is.

    It goes by the ending of a name, leaves out names that begin with a dot or an underscore, and
    skips the empty rows of a table with one column.
    """
    if path.name.startswith((".", "_")):
        return False
    if layout.is_parquet:
        return True
    if layout.dialect != PLAIN:
        return False
    return layout.is_gzip == (path.suffix.lower() == ".gz") and len(layout.columns) > 1


def _address(path: Path, *, as_pattern: bool = False) -> str:
    """A path as Hadoop writes it: `file:` and the path as it is, nothing in it a pattern."""
    plain = str(path.absolute())
    return "file:" + (PATTERN.sub(r"\\\1", plain) if as_pattern else plain)


def _named_as_given(table: Any, paths: Sequence[Path]) -> Any:
    """A table with its files called what they were called when they were given."""
    import pyarrow as pa

    as_named = {str(path.absolute()): str(path) for path in paths}
    place = table.column_names.index(FILE)
    coded = table.column(place).combine_chunks().dictionary_encode()
    names = [as_named.get(_path_of(name), name) for name in coded.dictionary.to_pylist()]
    named = pa.array(names, pa.string()).take(coded.indices)
    return table.set_column(place, FILE, named)


def _path_of(address: str) -> str:
    """The path in an address of Spark's, where some characters are written as %20 is.

    >>> _path_of("file:/a%20b.csv"), _path_of("file:///a/b.csv")
    ('/a b.csv', '/a/b.csv')
    """
    return "/" + unquote(address.removeprefix("file:")).lstrip("/")


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
