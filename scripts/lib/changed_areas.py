"""Which LSOAs of 2011 and of 2021 are not the same, from the look-up of the ONS, into one table.

    .venv/bin/python scripts/lib/changed_areas.py LOOKUP.csv.gz RESIDENTS_2011.csv.gz \
        RESIDENTS_2021.csv.gz

LOOKUP is the best-fit look-up from LSOAs of 2011 to those of 2021 (`lsoa11_code`, `change_code`,
`lsoa21_code`); the others give residents of each LSOA of 2011 (`total_population`, in the middle
of 2020) and of 2021 (`total`, by the census). What stayed the same is left out.
"""

import csv
import gzip
import sys
from pathlib import Path

from candour.audit.geography.joint_areas import COLUMNS, FILE

UNCHANGED = "U"


def main(lookup: Path, residents_2011: Path, residents_2021: Path) -> int:
    before = _column(residents_2011, "lsoa11_code", "total_population")
    after = _column(residents_2021, "lsoa21_code", "total")
    changed = sorted(
        (old, row["change_code"], new, int(float(before[old])), int(float(after[new])))
        for row in _rows(lookup)
        for old, new in [(row["lsoa11_code"], row["lsoa21_code"])]
        if row["change_code"] != UNCHANGED
    )
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(changed)
    print(f"{len(changed):,} pairs; {FILE.stat().st_size:,} bytes.")
    return 0


def _column(path: Path, key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for row in _rows(path)}


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
