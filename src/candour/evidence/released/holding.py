"""The tables of a release held against making them anew from its chains."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from candour import __version__
from candour.core.errors import CandourError
from candour.core.hashing import file_digest
from candour.evidence.fields import schema_texts
from candour.evidence.released.forms import SQLITE_FILE
from candour.evidence.released.held import HeldInFolder
from candour.evidence.released.writing import (
    ABOUT,
    README,
    TABLES,
    Release,
    readme,
    release_of,
    write_tables,
)
from candour.evidence.verified import Verified, several

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OSError, CandourError)


def hold_tables(folder: Path, report: Verified, *, has_sums: bool) -> None:
    """Name each file of tables that is not what the chains lead to.

    `has_sums` says that a list of digests stands beside them, which was held against the files:
    it alone covers what no chain leads to, which is the version of the code and the delta.
    """
    about, home = folder / ABOUT, folder / TABLES
    if not about.exists() and not home.exists():
        return
    try:
        with tempfile.TemporaryDirectory(prefix="candour-") as beside:
            again = Path(beside)
            made = _made_again(folder, again)
            _hold_about(about, made, report, has_sums=has_sums)
            number = _hold_files(home, again, report, has_sums=has_sums)
    except UNREADABLE as error:
        report.differs(TABLES, f"what they must be can't be worked out: {error}")
        return
    report.checked.append(f"{several(number, 'file')} of tables, made anew from the chains")


def _made_again(folder: Path, beside: Path) -> Release:
    held = HeldInFolder(folder)
    release = release_of(held, schema_texts(folder))
    return replace(release, rows=write_tables(beside, held, release))


def _hold_about(path: Path, made: Release, report: Verified, *, has_sums: bool) -> None:
    if not path.is_file():
        report.differs(ABOUT, "is not there, and tables are")
        return
    data = path.read_bytes()
    said = json.loads(data)
    told: dict[str, Any] = said if isinstance(said, dict) else {}
    made_with, before = str(told.get("made_with", "")), str(told.get("before", ""))
    if made_with != made.made_with:
        sentence = (
            f"was made with Candour {made_with} and is held against Candour {__version__}, whose "
            "rules may lead to other tables"
        )
        if has_sums:
            report.note(f"The release {sentence}.")
        else:
            report.differs(ABOUT, sentence)
    if before and not has_sums:
        report.note(f"There is no list of digests, and nothing else covers the delta from {before}")
    if replace(made, made_with=made_with, before=before).text().encode("utf-8") != data:
        report.differs(ABOUT, "is not what the chains lead to")
    text = path.parent / README
    if not text.is_file() or text.read_bytes() != readme(made).encode("utf-8"):
        report.differs(README, "is not as it was written")


def _hold_files(home: Path, again: Path, report: Verified, *, has_sums: bool) -> int:
    expected = {str(path.relative_to(again)): path for path in again.rglob("*") if path.is_file()}
    for name, made in sorted(expected.items()):
        path = home / name
        if not path.is_file():
            report.differs(f"{TABLES}/{name}", "follows from the chains and is not there")
        elif file_digest(path) != file_digest(made):
            _hold_rows(f"{TABLES}/{name}", path, made, report, has_sums=has_sums)
    for path in sorted(home.rglob("*")):
        name = str(path.relative_to(home))
        if path.is_file() and name not in expected:
            report.differs(f"{TABLES}/{name}", "is there and does not follow from the chains")
    return len(expected)


def _hold_rows(name: str, path: Path, made: Path, report: Verified, *, has_sums: bool) -> None:
    """Another version of a library may write the same rows in other bytes."""
    if has_sums and path.suffix in READERS and _same_rows(path, made):
        report.note(
            f"{name} holds the rows that the chains lead to, in the bytes of another version of "
            "the library that writes them; its digest alone covers those."
        )
    else:
        report.differs(name, "is not what the chains lead to")


def _same_rows(path: Path, made: Path) -> bool:
    read = READERS[path.suffix]
    try:
        theirs, ours = read(path), read(made)
        return all(one == other for one, other in zip(theirs, ours, strict=True))
    except (*UNREADABLE, sqlite3.Error):
        return False


def _parquet_rows(path: Path) -> Iterator[Any]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    yield file.schema_arrow
    for batch in file.iter_batches():
        yield from batch.to_pylist()


def _sqlite_rows(path: Path) -> Iterator[Any]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield from connection.iterdump()
    finally:
        connection.close()


READERS = {".parquet": _parquet_rows, Path(SQLITE_FILE).suffix: _sqlite_rows}
