"""Counting stops beside hand-written SQL on the same Parquet file: time and memory.

    python -m benchmarks.audit_stops stops.parquet --rows 10000000

The file given (real stops) is repeated until it has so many rows; both then count by force,
month, both ethnicities, power, kind, outcome and place, each in a process of its own.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1024
BY_HAND = """
SELECT force, month, "Self-defined ethnicity", "Officer-defined ethnicity", "Type", "Legislation",
       "Outcome", "Outcome linked to object of search", "Latitude" IS NOT NULL, count(*)
FROM read_parquet(?) GROUP BY ALL
"""


def main() -> None:
    options = _options()
    if options.contender:
        print(json.dumps(run(options.contender, options.stops, options.rounds)))
        return
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as folder:
        path = _repeated(options.stops, options.rows, Path(folder))
        rows = [(name, _measured(name, path, options.rounds)) for name in CONTENDERS]
    base = rows[-1][1]["seconds"]
    print(f"\n{options.rows:,} stops; medians of {options.rounds}\n")
    print("| | seconds | times by hand | peak (MB) |")
    print("| --- | --- | --- | --- |")
    for name, found in rows:
        seconds, peak = found["seconds"], found["peak"]
        print(f"| {name} | {seconds:.2f} | {seconds / base:.2f} | {peak:,.0f} |")


def candour(path: Path) -> Callable[[], object]:
    from candour.audit.stop_files import count_stops
    from candour.audit.tables import engine

    def work() -> object:
        with engine() as database:
            return count_stops(database, [path], repeats=False)

    return work


def audit(path: Path) -> Callable[[], object]:
    """The whole audit: counting, intervals, bounds, funnel; and the hash of the file."""
    from candour.audit.periods import Period
    from candour.audit.stops import StopsQuestion, audit_stops

    census = Path(__file__).parents[1] / "tests/audit/data/census2021_ethnicity_force.csv"
    question = StopsQuestion(Period.parse("2019-04..2020-03"), repeats=False)
    return lambda: audit_stops([path], [census], question)


def by_hand(path: Path) -> Callable[[], object]:
    import duckdb

    def work() -> object:
        connection = duckdb.connect(config={"memory_limit": "2GB"})
        return connection.execute(BY_HAND, [str(path)]).fetchall()

    return work


CONTENDERS = {"candour, counting": candour, "candour, whole audit": audit, "SQL by hand": by_hand}


def run(contender: str, path: Path, rounds: int) -> dict[str, float]:
    work = CONTENDERS[contender](path)
    work()  # the first reads the file from disk
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    peak = _peak_kilobytes() / MEGABYTE
    return {"seconds": statistics.median(times), "peak": peak}


def _peak_kilobytes() -> int:
    """The most this process held; getrusage would also tell what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def _repeated(path: Path, rows: int, folder: Path) -> Path:
    import duckdb

    connection = duckdb.connect(
        config={
            "memory_limit": "4GB",
            "preserve_insertion_order": False,
            "temp_directory": str(folder),
        }
    )
    there = len(connection.read_parquet(str(path)))
    made = folder / "stops.parquet"
    source = connection.read_parquet(str(path)).set_alias("stops")
    times = connection.table_function("range", [-(-rows // there)]).set_alias("times")
    whole = source.cross(times).project("stops.*").limit(rows)
    whole.write_parquet(str(made), compression="zstd")
    return made


def _measured(name: str, path: Path, rounds: int) -> dict[str, float]:
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.audit_stops",
            path,
            f"--rounds={rounds}",
            f"--contender={name}",
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit_stops")
    parser.add_argument("stops", type=Path, help="Parquet file of real stops to repeat")
    parser.add_argument("--contender", default="", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=10_000_000, help="how many stops")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many counts")
    return parser.parse_args()


if __name__ == "__main__":
    main()
