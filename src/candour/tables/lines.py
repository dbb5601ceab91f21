"""The lines of a CSV file: its rows one by one, and where in it something stands."""

import csv
import zlib
from collections.abc import Iterator
from math import isfinite, nan
from pathlib import Path

from candour.tables.errors import CannotRead
from candour.tables.files import dialect, header, opened

MOST_LINES = 2_000_000  # beyond so many the answer would take longer than it helps


def body_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give each row below the headings that holds anything, with its line.

    Raises
    ------
    CannotRead
        As `rows_of` does.
    """
    rows = rows_of(path)
    next(rows, None)
    yield from rows


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give each row of a CSV file that holds anything, with its line number.

    Raises
    ------
    CannotRead
        If the file is missing, empty, a spreadsheet, not UTF-8, cut short or no CSV.
    """
    header(path)
    titles = dialect(path).skipped
    return ((line, fields) for line, fields in every_row(path) if line > titles)


def number_in(path: Path, line: int, column: str, text: str) -> float:
    """Read a number of a row.

    Raises
    ------
    CannotRead
        If it is none, or has no end; it says the line and the column.
    """
    try:
        value = float(text)
    except ValueError:
        value = nan
    if not isfinite(value):
        raise CannotRead(path.name, f"column '{column}': '{text}' is no number.", line=line)
    return value


def every_row(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds anything, with its line, and those above the headings too.

    Raises
    ------
    CannotRead
        As `rows_of` does.
    """
    line = 0
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=dialect(path).delimiter)
            for fields in reader:
                line = reader.line_num
                if any(field.strip() for field in fields):
                    yield line, fields
    except UnicodeDecodeError:
        raise CannotRead(
            path.name,
            "this is not UTF-8: save the file as CSV in UTF-8.",
            line=_first_not_utf8(path),
        ) from None
    except (EOFError, zlib.error):
        raise CannotRead(path.name, "the gzip file is cut short or damaged.") from None
    except csv.Error as error:
        raise CannotRead(path.name, f"this is no CSV ({error}).", line=line + 1) from None


def _first_not_utf8(path: Path) -> int | None:
    """The line that can't be decoded; text is decoded in pieces that don't end where lines do."""
    with opened(path, "rb") as file:
        for line, text in enumerate(file, start=1):
            try:
                text.decode("utf-8")
            except UnicodeDecodeError:
                return line
    return None


def line_of(path: Path, column: str, text: str, *, most: int | None = MOST_LINES) -> int | None:
    """The first line where a column holds a text, spaces around it aside; None if not found.

    For Parquet, and for files that the csv module can't follow, there is no answer; nor beyond
    `most` lines.
    """
    try:
        with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
            laid_out = dialect(path)
            for _ in range(laid_out.skipped):
                next(file)
            reader = csv.DictReader(file, delimiter=laid_out.delimiter)
            for row in reader:
                if str(row.get(column) or "").strip() == text.strip():
                    return reader.line_num + laid_out.skipped
                if most is not None and reader.line_num > most:
                    break
    except (OSError, EOFError, csv.Error, CannotRead, StopIteration):
        pass
    return None
