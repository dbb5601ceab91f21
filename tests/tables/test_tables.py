"""The engine on one machine: what it counts, what it may take, and how it ends."""

import gzip
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from candour.cli.audit.waiting import progress_bar
from candour.core.progress import Progress
from candour.tables import Engine, EngineKind, Machine, engine
from candour.tables.duck import DuckEngine
from candour.tables.errors import BadMachine, CannotCount, CannotRead

SECONDS = 300  # within which what must happen happens, on the slowest machine


@pytest.fixture
def write(tmp_path):
    """Write a file and give its path."""

    def writer(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


def counted(path, by, **options):
    with engine() as database:
        return {
            tuple(values[1:-1]): values[-1]
            for rows in database.open([path])
            for values in database.count_raw(rows, by, **options)
        }


# counting

cells = st.sampled_from(["", "a", "b", "a b", "é", "1"])


@settings(max_examples=20)  # each starts a database
@given(st.lists(st.tuples(cells, cells, cells), max_size=30))
def test_counts_are_those_of_a_plain_loop(rows):
    text = "x,y,z\n" + "".join(f"{x},{y},q{z}\n" for x, y, z in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_text(text, encoding="utf-8")
        found = counted(path, {"one": "x", "two": "y"}, located="x")
    assert found == Counter((x or None, y or None, bool(x)) for x, y, _ in rows)


@settings(max_examples=20)
@given(
    st.lists(st.tuples(cells, cells), max_size=30),
    st.sets(cells.map(lambda cell: cell or None), min_size=1),
)
def test_leaving_rows_out_before_counting_is_leaving_counts_out_after(rows, kept):
    text = "x,y\n" + "".join(f"{x},q{y}\n" for x, y in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_text(text, encoding="utf-8")
        within = counted(path, {"one": "x", "two": "y"}, within={"one": kept})
        everything = counted(path, {"one": "x", "two": "y"})
    assert within == {values: n for values, n in everything.items() if values[0] in kept}


def test_of_a_date_only_the_start_is_told_apart(write):
    path = write("stops.csv", "date,x\n2020-01-03T10:00,a\n 2020-01-09,a\n2020-02-01,a\n")
    found = counted(path, {"date": "date"}, starts={"date": 8})
    assert found == {("2020-01-",): 2, ("2020-02-",): 1}


def test_counts_that_come_in_parts_are_those_that_come_at_once(write, monkeypatch):
    monkeypatch.setattr("candour.tables.duck.AT_ONCE", 1_000)
    rows = "".join(f"{k % 7_000},{'a' if k % 3 else ''},{k}\n" for k in range(20_000))
    path = write("rows.csv", f"x,y,z\n{rows}")
    by, within = {"one": "x", "two": "y"}, {"two": {"a", None}}
    found: dict[tuple[object, ...], int] = {}
    sizes = []
    with engine() as database:
        for opened in database.open([path]):
            for table, number in database.count_in_parts(opened, by, within=within):
                assert table.column_names == ["file", "one", "two"]
                assert set(table.column("file").to_pylist()) == {str(path)}
                sizes.append(number.size)
                cells = zip(table["one"].to_pylist(), table["two"].to_pylist(), strict=True)
                found |= dict(zip(cells, number.tolist(), strict=True))
    assert found == counted(path, by, within=within)
    assert sum(sizes) == len(found)
    assert len(sizes) > 1


IN_TOKYO = """
from candour.tables import engine
from pathlib import Path
with engine() as database:
    (rows,) = database.open([Path("stops.parquet")])
    print(database.count_raw(rows, {"date": "date"}, starts={"date": 7}))
"""


def test_a_moment_in_a_parquet_file_belongs_to_its_month_in_greenwich(tmp_path):
    moment = datetime(2020, 1, 31, 23, 30, tzinfo=UTC)
    pyarrow.parquet.write_table(pa.table({"date": [moment]}), tmp_path / "stops.parquet")
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IN_TOKYO],
        env=os.environ | {"TZ": "Asia/Tokyo"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[('stops.parquet', '2020-01', 1)]\n"


def test_a_gzipped_file_is_known_by_its_bytes(write):
    path = write("rows.csv", gzip.compress(b"x,y\n1,2\n1,3\n"))
    assert counted(path, {"one": "x"}) == {("1",): 2}


def test_carriage_returns_alone_end_lines_too(write):
    assert counted(write("rows.csv", "x,y\r1,2\r1,3\r"), {"one": "x"}) == {("1",): 2}


# what a machine may be


def ask(database: Engine, sql):
    """Ask DuckDB itself."""
    assert isinstance(database, DuckEngine)
    return database._connection.raw_sql(sql)


def table_of(database: Engine, sql):
    """A table of rows that are made as they are read."""
    assert isinstance(database, DuckEngine)
    ask(database, f"CREATE TEMP VIEW made AS {sql}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Ibis and DuckDB
        return database._connection.table("made")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"memory": "two bananas"}, "'two bananas' is no amount of memory"),
        ({"memory": "100MB"}, "100MB is too little memory for duckdb"),
        ({"kind": EngineKind.SPARK, "memory": "500MB"}, "500MB is too little memory for spark"),
        ({"spark": "spark://here:7077"}, "add --engine spark"),
        ({"kind": EngineKind.SPARK, "spark": "here:7077"}, "'here:7077' is no address of Spark"),
    ],
)
def test_a_machine_that_can_not_be_is_refused(options, said):
    with pytest.raises(BadMachine, match=said):
        Machine(**options)


def test_the_database_gets_less_than_what_is_allowed():
    with engine(Machine(memory="1GB")) as database:
        limit = ask(database, "SELECT current_setting('memory_limit')").fetchone()
    assert limit == ("648.4 MiB",)  # 680 MB


def test_what_takes_more_memory_than_allowed_says_so(write):
    with engine() as database:
        (rows,) = database.open([write("rows.csv", "x\n1\n")])
        ask(database, "SET memory_limit = '40MB'")
        ask(database, "SET max_temp_directory_size = '0B'")
        many = table_of(database, "SELECT hash(i) AS x FROM range(100000000) t(i)")
        with pytest.raises(CannotRead, match=r"rows\.csv: counting it takes more memory than 2GB"):
            rows.fetch(many.distinct(), "Counting")


def test_without_spark_the_engine_spark_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ibis.backends.pyspark", None)
    with pytest.raises(CannotCount, match="extra 'spark'"), engine(Machine(EngineKind.SPARK)):
        pass


# progress, and how it ends


def spill_folders():
    return set(Path(tempfile.gettempdir()).glob("candour-audit-*"))


@pytest.mark.parametrize(
    ("number", "ending"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_ctrl_c_ends_a_long_count_and_leaves_no_folder_behind(
    write, monkeypatch, tmp_path, number, ending
):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    before = signal.getsignal(number)
    progress = Progress()
    shares: list[float] = []

    def interrupt():
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and not shares:
            time.sleep(0.05)
            if progress.what == "Counting" and progress.share is not None:
                shares.append(progress.share)
        os.kill(os.getpid(), number)

    def count_for_ever():
        with engine(Machine(progress=progress)) as database:
            (rows,) = database.open([write("rows.csv", "x\n1\n")])
            endless = table_of(database, "SELECT hash(i) AS x FROM range(1000000000000) t(i)")
            assert spill_folders()
            threading.Thread(target=interrupt).start()
            rows.fetch(endless.filter(endless.x == 1).count().as_table(), "Counting")

    with pytest.raises(ending):
        count_for_ever()
    assert signal.getsignal(number) is before
    assert 0 <= shares[0] < 1
    assert progress.what == ""
    assert not spill_folders()


def test_a_bar_shows_what_is_done_and_how_far_it_is(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")  # whatever the terminal of who runs the tests can do
    progress = Progress()
    printed = io.StringIO()
    console = Console(file=printed, force_terminal=True, width=100)
    with (
        progress_bar(progress, console, patience=0),
        progress.during("Counting rows", lambda: 0.25),
    ):
        until = time.monotonic() + SECONDS
        while "Counting rows" not in printed.getvalue() and time.monotonic() < until:
            time.sleep(0.05)
    assert "Counting rows" in printed.getvalue()
    assert "25%" in printed.getvalue()


def test_a_terminal_that_can_only_print_lines_gets_no_bar(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    printed = io.StringIO()
    with progress_bar(Progress(), Console(file=printed, force_terminal=True), patience=0):
        time.sleep(0.3)
    assert not printed.getvalue().strip()


def test_no_bar_is_shown_where_nobody_looks():
    printed = io.StringIO()
    with progress_bar(Progress(), Console(file=printed), patience=0):
        time.sleep(0.3)
    assert not printed.getvalue()


def test_progress_through_things_counts_those_that_are_done():
    progress = Progress()
    seen = [progress.share for _ in progress.through("Looking", "abcd")]
    assert seen == [0, 0.25, 0.5, 0.75]
    assert progress.what == ""
