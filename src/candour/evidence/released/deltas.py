"""What is new and what is gone between the tables of two releases.

A row that changed is gone as it was and new as it is. Only digests of lines are kept in mind, 16
bytes for each, so that tables of any length can be told apart.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from candour.core.errors import CandourError
from candour.core.hashing import file_digest
from candour.evidence.released.forms import path_of
from candour.evidence.released.writing import ABOUT, FORM, TABLES

DELTA = "delta"
DELTA_ABOUT = "delta.json"
DELTA_FORM = "candour-delta-1"
GONE, NEW = "gone", "new"
DIGEST_BYTES = 16


class NoRelease(CandourError):
    """A folder that a delta was to start from holds no release with tables."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is no release with tables: {ABOUT} is not there or can't be read. Name the "
            "folder that an earlier `candour export` wrote."
        )


class AlteredRelease(CandourError):
    """A file of a release is not what its own list of digests is of."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(f"{folder} was altered: {name} is not what its digest is of.")


@dataclass(frozen=True, slots=True)
class Older:
    """A release that came before: where it is, and what it says of itself."""

    folder: Path
    version: str
    heads: dict[str, tuple[int, str]]


def read_older(folder: Path, digests: dict[str, str]) -> Older:
    """Read what an older release says of itself, and hold its tables against its own digests.

    Raises
    ------
    NoRelease
        If it has none of this form.
    AlteredRelease
        If a file of it is not what its digest is of.
    """
    about = folder / ABOUT
    heads = {}
    try:
        data = json.loads(about.read_bytes())
        form, version = str(data["form"]), str(data["version"])
        for origin, head in data["chains"].items():
            heads[str(origin)] = int(head["length"]), str(head["head"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoRelease(folder) from error
    if form != FORM:
        raise NoRelease(folder)
    for path in [about, *sorted((folder / TABLES / "jsonl").glob("*.jsonl"))]:
        name = path.relative_to(folder).as_posix()
        if digests.get(name) != file_digest(path):
            raise AlteredRelease(folder, name)
    return Older(folder, version, heads)


def write_delta(folder: Path, older: Older, version: str) -> None:
    """Write `delta/` of a release, whose tables are written: a file for each table that differs."""
    home = folder / DELTA
    home.mkdir()
    names = {path.stem for at in (folder, older.folder) for path in _tables(at)}
    counts = {name: _write_table(name, folder, older.folder, home) for name in sorted(names)}
    data = {
        "form": DELTA_FORM,
        "from": older.version,
        "to": version,
        "tables": {name: {GONE: gone, NEW: new} for name, (gone, new) in counts.items()},
    }
    (home / DELTA_ABOUT).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _tables(folder: Path) -> Iterator[Path]:
    return (folder / TABLES / "jsonl").glob("*.jsonl")


def _write_table(name: str, folder: Path, older: Path, home: Path) -> tuple[int, int]:
    after, before = (at / TABLES / path_of(name, "jsonl") for at in (folder, older))
    gone = _lines_not_in(before, _digests(after))
    new = _lines_not_in(after, _digests(before))
    counts = {GONE: 0, NEW: 0}
    path = home / f"{name}.jsonl"
    with path.open("wb") as file:
        for entry, lines in ((GONE, gone), (NEW, new)):
            for line in lines:
                counts[entry] += 1
                file.write(b'{"entry":"%s","row":%s}\n' % (entry.encode(), line.rstrip(b"\n")))
    if not any(counts.values()):
        path.unlink()
    return counts[GONE], counts[NEW]


def _lines_not_in(path: Path, digests: set[bytes]) -> Iterator[bytes]:
    return (line for line in _lines(path) if _digest(line) not in digests)


def _digests(path: Path) -> set[bytes]:
    return {_digest(line) for line in _lines(path)}


def _digest(line: bytes) -> bytes:
    return hashlib.sha256(line).digest()[:DIGEST_BYTES]


def _lines(path: Path) -> Iterator[bytes]:
    if path.is_file():
        with path.open("rb") as file:
            yield from file
