"""A release written: content files, chains, checkpoints, tables, delta, and the digests of all.

Files are written one after another and subjects read some hundreds at a time, so that a register
of any size is written in little memory. Nothing follows from the clock: the same register makes
the same bytes.
"""

import tempfile
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from candour.core.errors import CandourError
from candour.core.progress import UNWATCHED, Progress
from candour.evidence.folder import StandsThere
from candour.evidence.packed import ENDING, pack_folder
from candour.evidence.released.deltas import Older, read_older, write_delta
from candour.evidence.released.writing import (
    ABOUT,
    README,
    TABLES,
    Release,
    readme,
    release_of,
    write_tables,
)
from candour.evidence.releases import SUMS, digests_in, listed_digests, sums_text
from candour.register import models
from candour.register.dumping import checkpoint_files, register_files
from candour.register.held import HeldInDatabase


class OtherHistory(CandourError):
    """The release that a delta was to start from is not of this register's past."""

    def __init__(self, version: str, origin: str) -> None:
        super().__init__(
            f"Release {version} is not one that this register came from: its chain of '{origin}' "
            "is another. Name an older release of this register."
        )


@dataclass(frozen=True)
class ReleaseReport:
    """What was written: the release, its folder, how many files and how many bytes."""

    release: Release
    folder: Path
    files: int
    size: int


def release_that_stands() -> Release:
    """What a release of the register as it is now is called.

    Raises
    ------
    NothingHeld
        If the register is empty.
    """
    table = models.FieldTable.in_force()
    return release_of(HeldInDatabase(), table.texts if table is not None else {})


def export_release(
    folder: Path, *, since: Path | None = None, progress: Progress = UNWATCHED
) -> ReleaseReport:
    """Write a release to an empty folder, or packed to a file.tar.gz: all of it or nothing.

    `since` is the folder of an older release, from which `delta/` then starts.

    Raises
    ------
    StandsThere, CandourError
        If the folder holds anything, or the file is there already. Nothing is written then.
    NothingHeld
        If the register is empty.
    NoRelease, AlteredRelease, OtherHistory
        If `since` is no release, was altered, or is not of this register's past.
    """
    _refuse_what_stands(folder)
    older = read_older(since, listed_digests(since)) if since is not None else None
    if older is not None:
        _refuse_other_history(older)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".writing-") as beside:
        draft = Path(beside) / folder.name
        draft.mkdir(mode=0o755)
        release = _write(draft, older, progress)
        sizes = [path.stat().st_size for path in draft.rglob("*") if path.is_file()]
        if folder.name.endswith(ENDING):
            pack_folder(folder, draft, mode=0o644)
        else:
            draft.replace(folder)  # over an empty folder, if there is one
    return ReleaseReport(release, folder, len(sizes), sum(sizes))


def _refuse_what_stands(folder: Path) -> None:
    if folder.name.endswith(ENDING) and folder.exists():
        raise CandourError(f"{folder} is there already. Give the release a name of its own.")
    if folder.exists() and any(folder.iterdir()):
        raise StandsThere(folder, sorted(path.name for path in folder.iterdir()))


def _write(draft: Path, older: Older | None, progress: Progress) -> Release:
    with progress.during("Writing content and chains"):
        for name, text in chain(register_files(), checkpoint_files()):
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    release = release_that_stands()
    rows = write_tables(draft / TABLES, HeldInDatabase(), release, progress=progress)
    release = replace(release, rows=rows, before=older.version if older else "")
    (draft / ABOUT).write_text(release.text(), encoding="utf-8", newline="")
    (draft / README).write_text(readme(release), encoding="utf-8", newline="")
    if older is not None:
        write_delta(draft, older, release.version)
    (draft / SUMS).write_text(sums_text(digests_in(draft)), encoding="utf-8", newline="")
    return release


def _refuse_other_history(older: Older) -> None:
    for origin, (length, head) in older.heads.items():
        rows = models.ChangeSet.objects.filter(origin__name=origin, position=length)
        if rows.values_list("hash", flat=True).first() != head:
            raise OtherHistory(older.version, origin)
