"""Files as people have them made plain: out of archives and workbooks, and into UTF-8."""

import csv
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from candour.tables.dialects import dialect_of
from candour.tables.errors import CannotRead
from candour.tables.files import encoding_of, is_parquet, opened
from candour.tables.workbooks import is_workbook, sheets

READ = (".csv", ".tsv", ".parquet", ".csv.gz", ".xlsx", ".ods")
ARCHIVE = ".zip"
MOST_NESTED = 3  # archives within one another; a file that unpacks to itself has no end
LEAST_COLUMNS = 2
PIECE = 1 << 20
ENCODINGS = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of several tables in one file is meant.

    Parameters
    ----------
    named : pattern, optional
        Of the files in an archive, those with such names, if there are any.
    has : callable, optional
        Of the sheets of a workbook, those whose headings it takes, if there are any.
    """

    named: re.Pattern[str] | None = None
    has: Callable[[Sequence[str]], bool] | None = None


ANY = Wanted()


def plain_files(path: Path, folder: Path, wanted: Wanted = ANY, *, nested: int = 0) -> list[Path]:
    """The tables of a file, each as CSV in UTF-8 or Parquet; a file that is plain is itself.

    An archive may hold archives; `nested` says within how many of them the file was. Copies go to
    folders of their own within `folder`, and keep the name of what they are of.

    Raises
    ------
    CannotRead
        If an archive or workbook is damaged, locked, holds no table, or holds several that differ;
        or if archives lie too deep within one another.
    """
    if not path.is_file():
        return [path]  # said in words by whoever opens it
    if zipfile.is_zipfile(path) and not is_workbook(path):
        if nested > MOST_NESTED:
            raise CannotRead(
                path.name,
                "it lies too deep in other archives: unpack the outer ones and try again.",
            )
        return [
            plain
            for member in _members(path, folder, wanted)
            for plain in plain_files(member, folder, wanted, nested=nested + 1)
        ]
    if is_workbook(path):
        return list(_sheets_as_csv(path, folder, wanted))
    if is_parquet(path):
        return [path]
    encoding = encoding_of(path)
    return [path] if encoding == "utf-8-sig" else [_recoded(path, folder, encoding)]


@contextmanager
def one_plain_file(path: Path) -> Iterator[Path]:
    """The only table of a file, as CSV in UTF-8, for as long as it is needed.

    Raises
    ------
    CannotRead
        As `plain_files`; and if there are several.
    """
    with tempfile.TemporaryDirectory(prefix="candour-") as folder:
        plain = plain_files(path, Path(folder))
        if len(plain) > 1:
            raise CannotRead(path.name, "it holds several tables: give the one that is meant.")
        yield plain[0]


def _members(path: Path, folder: Path, wanted: Wanted) -> Iterator[Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [
                member
                for member in archive.infolist()
                if member.filename.lower().endswith((*READ, ARCHIVE))
                and not Path(member.filename).name.startswith(".")
                and "__MACOSX" not in member.filename
            ]
            if wanted.named:
                tables = _wanted(tables, wanted.named)
            if not tables:
                raise CannotRead(path.name, "the archive holds no CSV, Parquet or spreadsheet.")
            _need_room(path, folder, sum(member.file_size for member in tables))
            for member in tables:
                copy = _room(folder) / Path(member.filename).name
                with archive.open(member) as source, copy.open("wb") as target:
                    shutil.copyfileobj(source, target, PIECE)
                yield copy
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise CannotRead(path.name, f"the archive can't be unpacked ({error}).") from None


def _wanted(members: list[zipfile.ZipInfo], named: re.Pattern[str]) -> list[zipfile.ZipInfo]:
    """The files with such names, if there are any, and archives, which may hold some."""
    if not any(named.search(member.filename) for member in members):
        return members
    return [
        member
        for member in members
        if named.search(member.filename) or member.filename.lower().endswith(ARCHIVE)
    ]


def _need_room(path: Path, folder: Path, size: int) -> None:
    if size > shutil.disk_usage(folder).free:
        raise CannotRead(path.name, f"unpacked it takes {size:,} bytes, more than there is room.")


def _sheets_as_csv(path: Path, folder: Path, wanted: Wanted) -> Iterator[Path]:
    tables: dict[tuple[str, ...], list[tuple[str, Path]]] = {}
    for name, rows in sheets(path):
        copy = _room(folder) / path.name
        with copy.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [cell.replace("\n", " ") for cell in row] for row in rows
            )
        heads = _heads(copy)
        if len(heads) >= LEAST_COLUMNS:
            tables.setdefault(heads, []).append((name, copy))
    if wanted.has and len(tables) > 1:
        tables = {
            heads: members for heads, members in tables.items() if wanted.has(heads)
        } or tables
    if not tables:
        raise CannotRead(path.name, "the spreadsheet holds no table.")
    if len(tables) > 1:
        names = ", ".join(f"'{members[0][0]}'" for members in tables.values())
        raise CannotRead(
            path.name,
            f"it holds tables with different headings (sheets {names}): save the one that is "
            "meant as CSV.",
        )
    for same in tables.values():
        yield from (copy for _, copy in same)


def _heads(path: Path) -> tuple[str, ...]:
    """The headings of a sheet: of as many columns as it fills."""
    text = path.read_text(encoding="utf-8")
    dialect = dialect_of(text)
    lines = list(csv.reader(text.splitlines()[dialect.skipped :], delimiter=dialect.delimiter))
    return tuple(cell.strip() for cell in lines[0] if cell.strip()) if len(lines) > 1 else ()


def _recoded(path: Path, folder: Path, encoding: str) -> Path:
    copy = _room(folder) / path.name.removesuffix(".gz")
    try:
        with (
            opened(path, "rt", encoding=encoding, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            shutil.copyfileobj(source, target, PIECE)
    except UnicodeError:
        name = ENCODINGS.get(encoding, encoding)
        raise CannotRead(
            path.name,
            f"the file begins as text in {name} and does not go on so: it is cut short or "
            "damaged. Save it as CSV in UTF-8.",
        ) from None
    return copy


def _room(folder: Path) -> Path:
    """A new folder within one, so that copies of files with one name don't meet."""
    return Path(tempfile.mkdtemp(dir=folder))
