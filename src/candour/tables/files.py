"""What a file looks like from outside, before anything is made of it."""

import csv
import gzip
import io
import zlib
from pathlib import Path
from typing import Any

from candour.tables.errors import CannotRead

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b"
HEAD = 1 << 16


def is_parquet(path: Path) -> bool:
    return _start(path)[:4] == PARQUET


def is_gzip(path: Path) -> bool:
    return _start(path)[:2] == GZIP


def opened(path: Path, mode: str, **how: Any) -> Any:
    """Open a file for reading, taking it out of gzip where it is gzipped."""
    return gzip.open(path, mode, **how) if is_gzip(path) else path.open(mode, **how)


def header(path: Path) -> list[str]:
    """Return the names in the first line of a CSV file, gzipped or not.

    Raises
    ------
    CannotRead
        If the file is missing, empty, a spreadsheet, not UTF-8, cut short, or without a header.
    """
    start = _start(path)
    if not start:
        raise CannotRead(path.name, "the file is empty.")
    if start.startswith(SPREADSHEETS):
        raise CannotRead(path.name, "this is a spreadsheet, whatever its name: save it as CSV.")
    text = _text(path, start)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise CannotRead(
            path.name, "this is not text in UTF-8: save it as CSV in UTF-8.", line=line
        )
    try:
        names = next(csv.reader(io.StringIO(text, newline=None)), [])
    except csv.Error as error:
        raise CannotRead(path.name, f"the first line is no row ({error}).", line=1) from None
    if not any(name.strip() for name in names):
        raise CannotRead(path.name, "the first line names no columns.", line=1)
    return [name.strip().removeprefix("\ufeff") for name in names]


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except FileNotFoundError:
        raise CannotRead(str(path), "there is no such file.") from None
    except (IsADirectoryError, PermissionError) as error:
        raise CannotRead(str(path), f"it can't be opened ({error.strerror}).") from None


def _text(path: Path, start: bytes) -> str:
    if start.startswith(GZIP):
        try:
            with gzip.open(path) as file:
                start = file.read(HEAD)
                while file.read(HEAD * 16):
                    pass  # to the end, so that a file that was cut short is found out now
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise CannotRead(path.name, "the gzip file is cut short or damaged.") from None
    if not start.strip():
        raise CannotRead(path.name, "the file is empty.")
    whole_lines = start[: start.rfind(b"\n") + 1] or start if len(start) == HEAD else start
    try:
        return whole_lines.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = start[: error.start].count(b"\n") + 1
        raise CannotRead(
            path.name, "this is not UTF-8: save the file as CSV in UTF-8.", line=line
        ) from None
