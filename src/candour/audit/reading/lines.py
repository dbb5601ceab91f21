"""Where in a CSV file something stands: looked up only when it has to be said."""

import csv
import gzip
from pathlib import Path

from candour.audit.reading.files import is_gzip

MOST_LINES = 2_000_000  # beyond so many the answer would take longer than it helps


def line_of(path: Path, column: str, text: str) -> int | None:
    """The first line where a column holds a text, spaces around it aside; None if not found.

    For Parquet, and for files that the csv module can't follow, there is no answer.
    """
    try:
        with (gzip.open if is_gzip(path) else open)(
            path, "rt", encoding="utf-8-sig", errors="replace", newline=""
        ) as file:
            reader = csv.DictReader(file)
            for row in reader:
                if str(row.get(column) or "").strip() == text:
                    return reader.line_num
                if reader.line_num > MOST_LINES:
                    break
    except (OSError, EOFError, csv.Error):
        pass
    return None
