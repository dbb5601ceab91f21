"""Count published stops by what an audit asks of them, and leave out all else.

    .venv/bin/python scripts/lib/count_stops.py STOPS.parquet data/stops

STOPS holds the rows of data.police.uk as published, with the month and the force of their file.
Points on the map, ages, sexes, times and objects are left out; rows that are then alike become one
with their number. Of each, `repeats` says how many repeat another row in every published column.
"""

import csv
import gzip
import hashlib
import io
import sys
from pathlib import Path

import duckdb

KEPT = (
    "month", "force", "Type", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation",
    "Outcome", "Outcome linked to object of search",
)  # fmt: skip
FILES = {
    "stops-2019-04-to-2020-03.csv.gz": "month BETWEEN '2019-04' AND '2020-03'",
    "stops-metropolitan-2021-06-to-2021-10.csv.gz": (
        "force = 'metropolitan' AND month BETWEEN '2021-06' AND '2021-10'"
    ),
    "stops-greater-manchester-2019-01-to-2019-06.csv.gz": (
        "force = 'greater-manchester' AND month BETWEEN '2019-01' AND '2019-06'"
    ),
}


def main(published: Path, folder: Path) -> None:
    """Write the counted files, each row in its place, so that the same rows give the same bytes."""
    names = ", ".join(f'"{name}"' for name in KEPT)
    with duckdb.connect() as database:
        for name, wanted in FILES.items():
            rows = database.execute(
                f"""
                SELECT {names}, located, sum(times) AS stops, sum(times - 1) AS repeats
                FROM (
                    SELECT *, CASE WHEN "Latitude" IS NULL THEN 'no' ELSE 'yes' END AS located,
                        count(*) AS times
                    FROM read_parquet(?) WHERE {wanted} GROUP BY ALL
                )
                GROUP BY ALL ORDER BY ALL
                """,  # noqa: S608 - names and conditions are constants of this file
                [str(published)],
            ).fetchall()
            write(folder / name, rows)
    print(f"{published.name}: SHA-256 {hashlib.sha256(published.read_bytes()).hexdigest()}")


def write(path: Path, rows: list[tuple[object, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*KEPT, "located", "count", "repeats"))
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode("utf-8"))
    print(f"{path}: {sum(int(str(row[-2])) for row in rows):,} stops in {len(rows):,} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
