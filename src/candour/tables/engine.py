"""What every engine is asked, once: the expressions are Ibis's, and the same for all."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from candour.tables.cells import Cells, from_arrow, tuples_of
from candour.tables.containers import ANY, Wanted, plain_files
from candour.tables.dialects import PLAIN, Dialect
from candour.tables.errors import CannotRead
from candour.tables.files import dialect, header, is_gzip, is_parquet
from candour.tables.machine import Machine
from candour.tables.placing import Place, X, Y

FILE = "candour_file"  # the column that says which file a row came from
ROWS = "candour_rows"  # the column that says how many rows there are
VALUES_LOOKED_AT = 200

Counted = tuple[tuple[Any, ...], int]
Found = list[tuple[Any, ...]]
Fetch = Callable[[Any, str], Any]  # from an expression, and what it is for, to an Arrow table
FetchPlaced = Callable[[Any, Place], Any]  # from an expression to counts by place
Stream = Callable[[Any, str], Iterator[Any]]  # as `Fetch`, to Arrow tables one after another


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no row of its table."""

    file: str
    line: int
    problem: str

    def as_dict(self) -> dict[str, str | int]:
        return {"file": self.file, "line": self.line, "problem": self.problem}


@dataclass(frozen=True, slots=True)
class Layout:
    """How files are written: those of one layout can be read together."""

    columns: tuple[str, ...]
    is_parquet: bool
    is_gzip: bool
    dialect: Dialect = PLAIN


@dataclass
class Rows:
    """Rows of one or more files with the same columns, not yet read."""

    paths: tuple[Path, ...]
    columns: tuple[str, ...]
    table: Any = field(repr=False)
    fetch: Fetch = field(repr=False)
    fetch_placed: FetchPlaced = field(repr=False)
    stream: Stream = field(repr=False)
    times: str | None = None  # of rows put together: the column that says how many each stands for


class Engine(ABC):
    """A database of its own for one audit, with a limit to its memory."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.stopped: BaseException | None = None

    def stop(self, ending: BaseException) -> None:
        """Break off what is being counted; `ending` is then raised where it was asked for."""
        self.stopped = ending
        self._interrupt()

    @abstractmethod
    def _interrupt(self) -> None:
        """Make a query that runs in another thread, or below this one, end at once."""

    @abstractmethod
    def close(self) -> None:
        """Give back memory, processes and temporary files."""

    @abstractmethod
    def unreadable(self) -> list[Unreadable]:
        """Every line that was no row, in the files counted so far."""

    @abstractmethod
    def _opened(self, layout: Layout, paths: Sequence[Path]) -> list[Rows]:
        """Make ready files of one layout."""

    @abstractmethod
    def _parquet_columns(self, path: Path) -> tuple[str, ...]:
        """The columns of a Parquet file."""

    @property
    @abstractmethod
    def _folder(self) -> Path:
        """Where copies may be put that are gone once the engine is closed."""

    def open(self, paths: Sequence[Path], wanted: Wanted = ANY) -> list[Rows]:
        """Open CSV (also gzipped) and Parquet files; those with the same columns together.

        Archives are unpacked, workbooks and other encodings than UTF-8 are copied first; `wanted`
        says which of the tables in one file are meant.

        Raises
        ------
        CannotRead
            If a file is not what it should be; see `files.header`.
        """
        alike: dict[Layout, list[Path]] = {}
        plain = [
            plain_path for path in paths for plain_path in plain_files(path, self._folder, wanted)
        ]
        for path in self.machine.progress.through("Looking at the files", plain):
            layout = self._layout(path)
            alike.setdefault(layout, []).append(path)
        return [rows for layout, files in alike.items() for rows in self._opened(layout, files)]

    def count(self, rows: Rows, columns: Sequence[str]) -> list[Counted]:
        """Count rows for every combination of values, in no particular order."""
        table = rows.table
        grouped = table.group_by([table[name] for name in columns]).agg(candour_rows=table.count())
        return _with_numbers(tuples_of(rows.fetch(grouped, "Counting rows")))

    def together(
        self,
        rows: Rows,
        columns: Sequence[str],
        *,
        starts: Mapping[str, int],
        filled: Collection[str] = (),
    ) -> Rows:
        """Rows that are alike in some columns put together where they are many, else as given.

        What is then counted several times over, by any of these columns, is read from its files
        once. No other column may be asked for.

        Parameters
        ----------
        rows : Rows
        columns : sequence of str
        starts : mapping of str to int
            By column: only so many characters from the start are kept.
        filled : collection of str
            Columns of which only is kept whether they are filled.
        """
        return rows

    def count_raw(
        self,
        rows: Rows,
        columns: Mapping[str, str],
        *,
        located: str | None = None,
        within: Mapping[str, Collection[str | None]] | None = None,
        starts: Mapping[str, int] | None = None,
    ) -> Found:
        """Count as `count_cells`, and give the cells one by one: file, values, number of rows."""
        grouped = _by_all(rows, columns, located, within, starts)
        return list(tuples_of(rows.fetch(grouped, "Counting rows")))

    def count_cells(
        self,
        rows: Rows,
        columns: Mapping[str, str],
        *,
        located: str | None = None,
        within: Mapping[str, Collection[str | None]] | None = None,
        starts: Mapping[str, int] | None = None,
    ) -> Cells:
        """Count rows by columns, each given a new name; and by whether one of them is filled.

        Parameters
        ----------
        rows : Rows
        columns : mapping of str to str
            New names to those of the columns. The file that a row came from is counted by as
            well, as `file`.
        located : str, optional
            The column of which only is counted whether it is filled, as `located`.
        within : mapping of str to collection of str, optional
            By new name: rows that hold none of the values given are left out.
        starts : mapping of str to int, optional
            By new name: only so many characters from the start are told apart. A date may differ
            in every row, and its month does not.
        """
        grouped = _by_all(rows, columns, located, within, starts)
        cells = from_arrow(rows.fetch(grouped, "Counting rows"), counts=ROWS)
        counted = dict(cells.columns)
        return Cells({"file": counted.pop(FILE), **counted}, cells.rows)

    def count_in_parts(
        self,
        rows: Rows,
        columns: Mapping[str, str],
        *,
        within: Mapping[str, Collection[str | None]] | None = None,
        starts: Mapping[str, int] | None = None,
    ) -> Iterator[tuple[Any, Any]]:
        """Count as `count_cells`, where the cells are so many that not all should be held.

        Yields
        ------
        pyarrow.Table, ndarray of int
            Some of the cells, with the file as `file`, and how many rows each stands for. Until all
            have come, nothing else may be asked of the engine.
        """
        grouped = _by_all(rows, columns, None, within, starts)
        for table in rows.stream(grouped, "Counting rows"):
            number = table.column(ROWS).to_numpy()
            named = ["file" if name == FILE else name for name in table.column_names]
            yield table.rename_columns(named).drop_columns([ROWS]), number

    def count_places(
        self, rows: Rows, columns: Mapping[str, str], *, x: str, y: str, place: Place
    ) -> Found:
        """Count rows by columns and by the place of a point, where the rows are.

        Only counts come back, however many points there are. With Spark `place` is sent to the
        workers, which need a Python with Candour.

        Parameters
        ----------
        rows : Rows
            As they were opened, not put together.
        columns : mapping of str to str
            New names to those of the columns, as in `count_cells`.
        x, y : str
            The columns of coordinates; what is no number is in no place.
        place : callable
            From coordinates, shape (n,) each, to the number of a place; -1 for none.

        Returns
        -------
        list of tuple
            File, values, place, and number of rows; in no particular order.
        """
        table = rows.table
        chosen = [*_by(table, columns, None), table[x].name(X), table[y].name(Y)]
        return list(tuples_of(rows.fetch_placed(table.select(chosen), place)))

    def count_repeats(
        self, rows: Rows, columns: Mapping[str, str], *, starts: Mapping[str, int] | None = None
    ) -> list[Counted]:
        """Count the rows that repeat another in every column, by some of the columns."""
        table = rows.table
        whole = table.group_by([*rows.columns, FILE]).agg(candour_times=table.count())
        repeated = whole.filter(whole.candour_times > 1)
        spare = (repeated.candour_times - 1).sum()
        grouped = repeated.group_by(_by(repeated, columns, starts)).agg(candour_rows=spare)
        return _with_numbers(tuples_of(rows.fetch(grouped, "Looking for repeated rows")))

    def total(self, rows: Rows) -> int:
        counted = rows.table.aggregate(candour_rows=rows.table.count())
        ((number,),) = tuples_of(rows.fetch(counted, "Counting rows"))
        return int(number)

    def sample(self, rows: Rows, column: str) -> list[str]:
        """Some values of a column, as text."""
        return self.samples(rows, [column])[column]

    def samples(self, rows: Rows, columns: Sequence[str]) -> dict[str, list[str]]:
        """Some values of each of several columns, as text, looked at together."""
        if not columns:
            return {}
        texts = [
            rows.table[column].cast("string").name(f"value_{place}")
            for place, column in enumerate(columns)
        ]
        values = rows.table.select(texts).limit(VALUES_LOOKED_AT)
        alike = list(tuples_of(rows.fetch(values, "Looking at the columns")))
        return {
            column: [row[place] for row in alike if row[place]]
            for place, column in enumerate(columns)
        }

    def _layout(self, path: Path) -> Layout:
        parquet = is_parquet(path)
        names = self._parquet_columns(path) if parquet else tuple(header(path))
        if parquet:
            _need_distinct(path, names, line=None)
            return Layout(names, is_parquet=True, is_gzip=False)
        set_out = dialect(path)
        names = _all_named(names)
        _need_distinct(path, names, line=set_out.skipped + 1)
        return Layout(names, is_parquet=False, is_gzip=is_gzip(path), dialect=set_out)


def first_line(error: Exception) -> str:
    """What an engine says is wrong, without what it says beyond its first line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def some_names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths[:3])


def _by_all(
    rows: Rows,
    columns: Mapping[str, str],
    located: str | None,
    within: Mapping[str, Collection[str | None]] | None,
    starts: Mapping[str, int] | None,
) -> Any:
    """The counts as an expression: see `Engine.count_cells`."""
    table = rows.table
    for name, values in (within or {}).items():
        table = table.filter(_is_among(_column(table, name, columns, starts), values))
    by = _by(table, columns, starts)
    if located is not None:
        by.append(table[located].notnull().name("located"))
    number = table[rows.times].sum().cast("int64") if rows.times else table.count()
    return table.group_by(by).agg(**{ROWS: number})


def _by(table: Any, columns: Mapping[str, str], starts: Mapping[str, int] | None) -> list[Any]:
    """The file of a row, and the columns asked for, each under its new name."""
    return [
        table[FILE],
        *(_column(table, name, columns, starts).name(name) for name in columns),
    ]


def _column(
    table: Any, name: str, columns: Mapping[str, str], starts: Mapping[str, int] | None
) -> Any:
    column = table[columns[name]]
    if starts and name in starts:
        return column.cast("string").strip().left(starts[name])
    return column


def _is_among(column: Any, values: Collection[str | None]) -> Any:
    is_wanted = column.isin(sorted(value for value in values if value is not None))
    return is_wanted | column.isnull() if None in values else is_wanted


def _with_numbers(rows: Iterable[tuple[Any, ...]]) -> list[Counted]:
    return [(values[:-1], int(values[-1])) for values in rows]


def _all_named(names: Sequence[str]) -> tuple[str, ...]:
    """Headings of which none is empty, as those of columns that a spreadsheet leaves behind are."""
    return tuple(name or f"unnamed column {place}" for place, name in enumerate(names, start=1))


def _need_distinct(path: Path, names: Iterable[str], *, line: int | None) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise CannotRead(path.name, f"two columns are called '{name}'.", line=line)
        if not name:
            raise CannotRead(path.name, "a column has no name.", line=line)
        seen.add(name.lower())
