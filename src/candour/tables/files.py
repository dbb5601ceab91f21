"""What a file looks like from outside, before anything is made of it."""

import csv
import gzip
import io
import zlib
from pathlib import Path
from typing import Any

from candour.tables.dialects import Dialect, dialect_of
from candour.tables.errors import CannotRead

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b"
HEAD = 1 << 16
LOOKED_AT = 1 << 26
UTF_8 = "utf-8-sig"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROLS = set(range(32)) - {9, 10, 12, 13}
UNUSED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # of Windows-1252


def is_parquet(path: Path) -> bool:
    return _start(path)[:4] == PARQUET


def is_gzip(path: Path) -> bool:
    return _start(path)[:2] == GZIP


def opened(path: Path, mode: str, **how: Any) -> Any:
    """Open a file for reading, taking it out of gzip where it is gzipped."""
    return gzip.open(path, mode, **how) if is_gzip(path) else path.open(mode, **how)


def header(path: Path) -> list[str]:
    """Return the names in the first line of a CSV file, gzipped or not; titles above are skipped.

    Raises
    ------
    CannotRead
        If the file is missing, empty, a spreadsheet, not UTF-8, cut short, or without a header.
    """
    text = _beginning(path)
    dialect = dialect_of(text)
    line = dialect.skipped + 1
    try:
        reader = csv.reader(io.StringIO(text, newline=None), delimiter=dialect.delimiter)
        while reader.line_num < dialect.skipped:
            next(reader)
        names = next(reader, [])
    except csv.Error as error:
        raise CannotRead(path.name, f"the first line is no row ({error}).", line=line) from None
    if not any(name.strip() for name in names):
        raise CannotRead(path.name, "the first line names no columns.", line=line)
    return [name.strip().removeprefix("\ufeff") for name in names]


def dialect(path: Path) -> Dialect:
    """How the table of a CSV file is set out; as `header` has it, and for the same files."""
    return dialect_of(_beginning(path))


def encoding_of(path: Path) -> str:
    """In which of the encodings that people's files come in a text file is written.

    UTF-8 unless it begins as UTF-16 does, or holds bytes that are none of UTF-8's and nothing
    that is of UTF-8 beyond ASCII: then it is Windows-1252, the encoding of older spreadsheets.
    Beyond the first 64 MiB nobody looks: a line there that can't be read is said to be so.
    """
    start = _start(path)
    if start.startswith(SPREADSHEETS) or not start:
        return UTF_8
    try:
        with opened(path, "rb") as file:
            text = file.read(LOOKED_AT)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return UTF_8  # said in words by whoever reads it
    if text.startswith(UTF_16):
        return "utf-16"
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(text) - 4 and len(text) == LOOKED_AT:
            return UTF_8
    else:
        return UTF_8
    readable = text.decode("utf-8", errors="replace")
    is_other = all(letter < "\x80" or letter == "\ufffd" for letter in set(readable))
    controls = CONTROLS & set(text)
    return "cp1252" if is_other and not controls and not (UNUSED & set(text)) else UTF_8


def _beginning(path: Path) -> str:
    """The first whole lines of a text file."""
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
    return text


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
