"""Auditing stops beside hand-written SQL on the same Parquet file: time and memory.

    python -m benchmarks.audit_stops --rows 10000000

The stops given (real ones) are repeated until there are so many. Whoever writes SQL by hand
counts by all that the audit tells apart: force, month and day, both ethnicities, power, kind,
outcome, link and place; and has then only counts. The audit goes on to rates, ratios and their
intervals, bounds, dispersion and the rest, and reads the file once more for its hash. The day is
what its intervals rest on; the same SQL without it is shown as well.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.turns import in_turns, show, take_turns

SMALL_AND_REAL = Path(__file__).parents[1] / "tests/audit/data"
STOPS = SMALL_AND_REAL / "stops_east_midlands_2019-20.parquet"
CENSUS = SMALL_AND_REAL / "census2021_ethnicity_force.csv"
YEAR = "2019-04..2020-03"
BY_HAND = """
SELECT force, month, "Self-defined ethnicity", "Officer-defined ethnicity", "Type", "Legislation",
       "Outcome", "Outcome linked to object of search", "Latitude" IS NOT NULL, {day} count(*)
FROM read_parquet(?) GROUP BY ALL
"""
DAY = 'left("Date", 10),'


def main() -> None:
    options = _options()
    if options.contender:
        take_turns(CONTENDERS[options.contender](options.stops))
        return
    compare(options.stops, options.rows, rounds=options.rounds)


def compare(stops: Path, rows: int, *, rounds: int) -> None:
    """Print a table of all contenders."""
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as folder:
        path = repeated(stops, rows, Path(folder))
        here = [sys.executable, "-m", "benchmarks.audit_stops", "--stops", str(path)]
        found = in_turns({name: [*here, "--contender", name] for name in CONTENDERS}, rounds=rounds)
    show(f"Auditing {rows:,} stops in a Parquet file", found, base="SQL by hand")


def audit(path: Path) -> Callable[[], object]:
    """The whole audit of one year, as the command does it."""
    from candour.audit.periods import Period
    from candour.audit.stops.audit import StopsQuestion, audit_stops

    question = StopsQuestion(Period.parse(YEAR), repeats=False)
    return lambda: audit_stops([path], [CENSUS], question)


def counting(path: Path) -> Callable[[], object]:
    """Counting alone, of every month in the file."""
    from candour.audit.stops.files import count_stops
    from candour.audit.stops.places import Reading
    from candour.tables import engine

    def work() -> object:
        with engine() as database:
            return count_stops(database, [path], Reading(repeats=False))

    return work


def by_hand(path: Path, day: str = DAY) -> Callable[[], object]:
    import duckdb

    def work() -> object:
        connection = duckdb.connect(config={"memory_limit": "2GB"})
        return connection.execute(BY_HAND.format(day=day), [str(path)]).fetchall()

    return work


def by_hand_without_days(path: Path) -> Callable[[], object]:
    return by_hand(path, day="")


CONTENDERS = {
    "Candour, the audit of a year": audit,
    "Candour, counting every month": counting,
    "SQL by hand": by_hand,
    "SQL by hand, without days": by_hand_without_days,
}


def repeated(path: Path, rows: int, folder: Path) -> Path:
    """Write the rows of a file again and again, until there are so many."""
    import duckdb

    connection = duckdb.connect(
        config={
            "memory_limit": "2GB",
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit_stops")
    parser.add_argument("--stops", type=Path, default=STOPS, help="Parquet file of real stops")
    parser.add_argument("--contender", default="", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=10_000_000, help="how many stops")
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many")
    return parser.parse_args()


if __name__ == "__main__":
    main()
