"""Put the published monthly counts of London in the form of a file of counted stops.

    .venv/bin/python scripts/lib/count_london_stops.py FOLDER data/stops

FOLDER holds three tables: counts by month and officer-defined ethnicity, by month and object of
search, and by ethnicity over all three years. The first leaves out the stops for which no ethnicity
was recorded; in the third they are mixed with "Other". They are put back here: by month as far as
the second table shows them, and the rest without a month, which an audit then accounts for.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

ETHNICITY = "london_2023_2025_ss_monthly_ethnicity.csv"
OBJECTS = "london_2023_2025_ss_monthly_search_type.csv"
WHOLE = "london_2023_2025_ss_ethnicity_comparison.csv"
OUT = "stops-london-2023-2025-officer-defined.csv"
HEADINGS = ("month", "force", "Self-defined ethnicity", "Officer-defined ethnicity", "count")


def main(published: Path, folder: Path) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows_of(published / ETHNICITY):
        counts[row["month"][:7], row["ethnicity_officer"]] += int(row["count"])
    known = Counter({month: 0 for month, _ in counts})
    for (month, _), number in counts.items():
        known[month] += number
    everybody: Counter[str] = Counter()
    for row in rows_of(published / OBJECTS):
        everybody[row["month"][:7]] += int(row["count"])
    blank = {month: everybody[month] - known[month] for month in known}
    total = sum(int(row["stop_count"]) for row in rows_of(published / WHOLE))
    without_month = total - known.total() - sum(blank.values())
    if without_month < 0 or min(blank.values()) < 0:
        raise ValueError("The three tables do not belong together.")
    made = [(month, label, number) for (month, label), number in counts.items()]
    made += [(month, "", number) for month, number in blank.items()]
    made += [("", "", without_month)]
    with (folder / OUT).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows((m, "metropolitan", "", label, n) for m, label, n in sorted(made))
    print(f"{total:,} stops, {total - known.total():,} without an ethnicity recorded")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
