"""Spark counts what DuckDB counts: on this machine, on a cluster, and through Spark Connect."""

import csv
import gzip
import json
import random
import socket
import subprocess
import sys
import warnings
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from candour.audit.geography.counting import count_points_by_area
from candour.audit.geography.shapes import Areas
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.periods import Period
from candour.audit.residents.ethnicity import GROUPS, Ethnicity
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.tables import EngineKind, Machine, engine
from candour.tables.errors import CannotCount, CannotRead
from candour.tables.spark_session import own_address_towards
from tests.audit.conftest import CENSUS_2011, CENSUS_2021, STOPS
from tests.audit.known import DATA
from tests.support.spark import HERE, cluster, connect_server

pytestmark = pytest.mark.slow  # Spark takes its time to start, and Java

ESSEX = DATA / "2021-09-essex-stop-and-search.csv.gz"
YEAR = Period.parse("2019-04..2020-03")
SPARK = Machine(EngineKind.SPARK, memory="1GB", threads=2)

# Each with a header of three columns.
FILES = {
    "plain": b"1,2,3\n4,5,6\n",
    "too few": b"1,2,3\n4,5\n6,7,8\n",
    "too many": b"1,2,3\n4,5,6,7\n6,7,8\n",
    "a line break in quotes": b'1,"x\ny",3\n4,5,6\n',
    "a line break at the end of a row": b'1,2,"x\n3,4,5"\n6,7,8\n',
    "both line ends": b"1,2,3\n4,5,6\r\n7,8,9\n",
    "carriage returns": b"1,2,3\r4,5,6\r",
    "a mark within": b'1,x"y,3\n4,5,6\n',
    "text after a mark": b'1,"x"y,3\n4,5,6\n',
    "marks doubled": b'1,"x""y",3\n4,5,6\n',
    "a mark left open": b'1,"x,3\n4,5,6\n',
    "empty values": b'1,"",3\n4,,6\n',
    "spaces": b' 1 , "x" ,3 \n4,   ,6\n',
    "not UTF-8": b"1,2,3\n" * 20_000 + b"1,caf\xe9,3\n4,5,6\n",  # beyond what is looked at first
    "empty lines": b"1,2,3\n\n4,5,6\n\n",
    "no end": b"1,2,3\n4,5,6",
    "backslashes": b'1,x\\"y,3\n4,"x\\",6\n',
    "comments": b"#1,2,3\n4,5,6\n",
    "no rows": b"",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A Spark of our own that all engines of this module share, and its end."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_LOCAL_IP", HERE)  # the machine's own name may have no address
        warnings.simplefilter("ignore", FutureWarning)  # PySpark's, of pandas
        made = (
            SparkSession.builder.master("local[2]")
            .config("spark.driver.memory", "1g")
            .config("spark.driver.host", HERE)
            .config("spark.driver.bindAddress", HERE)
            .config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
    yield made
    made.stop()
    gateway = SparkContext._gateway
    assert gateway
    java = gateway.proc
    gateway.shutdown()
    java.stdin.close()
    java.wait(30)
    SparkContext._gateway = SparkContext._jvm = None


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Real searches as a list of people: officers' word, what was searched, whether found.

    Whether something was found is recorded for less than half of some groups' searches, so only
    those are taken of which it is.
    """
    path = tmp_path_factory.mktemp("people") / "people.csv"
    stops = duckdb.read_parquet(str(STOPS)).filter("\"Type\" <> 'Vehicle search'")
    chosen = (
        '"Officer-defined ethnicity" AS who, "Type" AS how, '
        '"Outcome linked to object of search" AS found'
    )
    known = stops.project(chosen).filter("found IS NOT NULL")
    known.order("ALL").write_csv(str(path))
    return path


@pytest.fixture(scope="module")
def residents(tmp_path_factory):
    """Residents of Derbyshire and Nottinghamshire by group, from the census."""
    path = tmp_path_factory.mktemp("residents") / "residents.csv"
    with CENSUS_2021.open(encoding="utf-8", newline="") as file:
        areas = [
            row
            for row in csv.DictReader(file)
            if row["pfa24_name"] in {"Derbyshire", "Nottinghamshire"}
        ]
    people = {group: sum(int(area[group]) for area in areas) for group in GROUPS}
    rows = "".join(f"{group.title()},{number}\n" for group, number in people.items())
    path.write_text("who,people\n" + rows, encoding="utf-8")
    return path


def test_a_cluster_is_told_the_address_that_leads_to_it():
    """Spark would ask for that of the machine's own name, which may have none."""
    with socket.socket() as listener:
        listener.bind((HERE, 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert own_address_towards(f"spark://localhost:{port}") == HERE
    with pytest.raises(CannotCount, match=f"Nothing answers at spark://{HERE}:{port}"):
        own_address_towards(f"spark://{HERE}:{port}")


def of_stops(paths, period, ethnicity):
    question = StopsQuestion(period, ethnicity=ethnicity)
    return lambda machine: audit_stops(paths, [CENSUS_2011, CENSUS_2021], question, machine=machine)


def of_scores(path):
    question = ScoresQuestion(
        groups=("who",),
        outcome="found",
        reference="White",
        flag_column="how",
        flag_values=("Person search",),
    )
    return lambda machine: audit_scores(path, question, machine=machine)


def of_composition(path, population):
    question = CompositionQuestion(group="who", reference="White")
    return lambda machine: audit_composition(path, population, question, machine=machine)


@pytest.fixture
def days_first(tmp_path):
    """Stops whose days are written day, month, year, with the time."""
    with gzip.open(ESSEX, "rt", encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    at = heads.index("Date")
    for row in rows:
        row[at] = f"{datetime.fromisoformat(row[at]):%d/%m/%Y %H:%M}"
    path = tmp_path / "stops.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Force", *heads], *(["essex", *row] for row in rows)])
    return path


def test_spark_and_duckdb_give_the_same_finding(session, people, residents, days_first, subtests):
    audits = {
        "days first": of_stops([days_first], Period.parse("2021-09"), Ethnicity.SELF),
        "stops": of_stops([STOPS], YEAR, Ethnicity.OFFICER),
        "scores": of_scores(people),
        "composition": of_composition(people, residents),
    }
    for name, audit in audits.items():
        with subtests.test(name):
            on_spark, on_duckdb = audit(SPARK), audit(Machine())
            assert on_spark.as_dict() == on_duckdb.as_dict()
            assert on_spark.identifier == on_duckdb.identifier


def test_spark_puts_points_in_the_areas_that_duckdb_does(session, tmp_path, subtests):
    """On edges and corners, outside, and where there is no number; in CSV and in Parquet."""
    lattice = [shapely.box(x, y, x + 2, y + 2) for x in range(0, 20, 2) for y in range(0, 20, 2)]
    areas = Areas.of([str(k) for k in range(len(lattice))], lattice)
    rng = np.random.default_rng(5)
    x, y = rng.integers(-4, 48, (2, 3_000)) / 2
    kinds = rng.choice(np.array(["a", "b", None], dtype=object), 3_000).tolist()
    table = pa.table({"x": x, "y": y, "kind": kinds})
    pq.write_table(table, tmp_path / "points.parquet")
    written = [f"{a},{b},{kind or ''}\n" for a, b, kind in zip(x, y, kinds, strict=True)]
    (tmp_path / "points.csv").write_text("x,y,kind\n" + "".join(written) + "none,1,a\n,,b\n")
    for name in ("points.parquet", "points.csv"):
        with subtests.test(name):
            on_spark, on_duckdb = (
                points_by_area(machine, tmp_path / name, areas) for machine in (SPARK, Machine())
            )
            assert on_spark == on_duckdb
            assert sum(sum(row) for row in on_spark[0].values()) > 1_000


def points_by_area(machine, path, areas):
    with engine(machine) as database:
        counted = count_points_by_area(database, [path], areas, x="x", y="y", by=["kind"])
    return {key: row.tolist() for key, row in counted.counts.items()}, dict(counted.outside)


def test_spark_reads_every_file_as_duckdb_does(session, tmp_path, subtests):
    """Damaged rows, odd names and chance: the same counts, and the same lines unreadable."""
    paths = [*damaged_files(tmp_path), *oddly_named_files(tmp_path), *random_files(tmp_path)]
    refused = {path: why for path in paths if (why := refusal(Machine(), path))}
    paths = [path for path in paths if path not in refused]
    for path, why in refused.items():
        with subtests.test(path.name):
            assert refusal(SPARK, path) == why
    assert len(paths) > 100
    on_spark, on_duckdb = everything(SPARK, paths), everything(Machine(), paths)
    for path in paths:
        with subtests.test(path.name):
            assert on_spark[0].get(str(path)) == on_duckdb[0].get(str(path))
            assert on_spark[1].get(path.name) == on_duckdb[1].get(path.name)
    with subtests.test("Spark itself reads the plain ones"), engine(SPARK) as database:
        (rows,) = database.open([tmp_path / "plain.csv"])
        assert type(rows.table.get_backend()).__module__ == "ibis.backends.pyspark"
    with subtests.test("In parts it counts what it counts at once"), engine(SPARK) as database:
        for rows in database.open([tmp_path / "plain.csv", tmp_path / "empty values.csv"]):
            named = {"one": rows.columns[0], "two": rows.columns[1]}
            parts = [
                (*values, count)
                for table, number in database.count_in_parts(rows, named)
                for *values, count in zip(
                    *(column.to_pylist() for column in table.columns), number.tolist(), strict=True
                )
            ]
            assert sorted(parts, key=str) == sorted(database.count_raw(rows, named), key=str)
    with subtests.test("a Parquet file that is none is named"), engine(SPARK) as database:
        path = tmp_path / "stops.parquet"
        path.write_bytes(b"PAR1" + bytes(100))
        with pytest.raises(CannotRead, match=r"stops\.parquet: the Parquet file is damaged"):
            database.open([path])


def damaged_files(folder):
    for name, rows in FILES.items():
        path = folder / f"{name}.csv"
        path.write_bytes(b"a,b,c\n" + rows)
        yield path


def oddly_named_files(folder):
    for name in ("a b", "50%20", "#1?", "[x]{y}*", "_hidden", ".hidden", "café"):
        path = folder / f"{name}.csv"
        path.write_bytes(b"a,b,c\n" + name.encode() + b",2,3\n")
        yield path


def random_files(folder):
    """Rows put together by chance from all that CSV readers differ in."""
    chance = random.Random(4)  # noqa: S311 - the same files in every run
    pieces = ["x", "1", ",", ",", ",", ",", '"', "\n", "\n", "\r\n", " ", "é", "\\", "'", ";", ""]
    for number in range(80):
        path = folder / f"random-{number}.csv"
        text = "".join(chance.choices(pieces, k=chance.randint(5, 60)))
        path.write_bytes(b"a,b,c\n" + text.encode())
        yield path


def refusal(machine, path):
    """What is said of a file that has no headings that could be taken for such; else nothing."""
    with engine(machine) as database:
        try:
            database.open([path])
        except CannotRead as error:
            return str(error)
    return ""


def everything(machine, paths):
    """All that an engine finds in files: counts by file, and unreadable lines by name."""
    counts: dict[str, dict[tuple[str | None, ...], int]] = {}
    with engine(machine) as database:
        for rows in database.open(paths):
            named = {f"column {place}": name for place, name in enumerate(rows.columns)}
            for file, *values, number in database.count_raw(rows, named, located=rows.columns[-1]):
                counts.setdefault(file, {})[tuple(values)] = number
        unreadable: dict[str, set[tuple[int, str]]] = {}
        for each in database.unreadable():
            unreadable.setdefault(each.file, set()).add((each.line, each.problem))
    return counts, unreadable


@pytest.mark.long(sample=1)
@pytest.mark.parametrize("start", [cluster, connect_server])
def test_a_cluster_gives_the_same_finding(start, people, tmp_path):
    """A standalone master with two workers; and a Spark Connect server."""
    asked = ["stops", ESSEX, "--population", CENSUS_2021, "--period", "2021-09", "--no-repeats"]
    with start(tmp_path) as address:
        on_spark = run_apart(
            *asked, "--engine", "spark", "--spark-remote", address, "--memory", "1GB"
        )
    on_duckdb = run_apart(*asked)
    assert on_spark.pop("made_with")["engine"].startswith("spark ")
    assert on_duckdb.pop("made_with")["engine"].startswith("duckdb ")
    assert on_spark == on_duckdb


def run_apart(*arguments):
    """Run an audit in a process of its own, as Spark wants one for each cluster."""
    command = [sys.executable, "-m", "candour.cli", "audit", *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("spark://127.0.0.1:9", "Nothing answers at spark://127.0.0.1:9"),
        ("sc://127.0.0.1:9", "Nothing answers at sc://127.0.0.1:9"),
    ],
)
def test_a_cluster_that_is_not_there_is_said_at_once(address, said, monkeypatch):
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    with pytest.raises(CannotCount, match=said), engine(Machine(EngineKind.SPARK, spark=address)):
        pass
