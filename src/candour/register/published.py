"""Releases that this installation publishes: made in one folder of the data folder, and read there.

Each stands as a folder named by its version, with one archive of it and the archive's digest.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candour.core.errors import CandourError
from candour.core.hashing import file_digest
from candour.core.progress import UNWATCHED, Progress
from candour.evidence.released.deltas import DELTA, DELTA_ABOUT
from candour.evidence.released.writing import ABOUT, FORM
from candour.evidence.releases import SUMS, listed_digests
from candour.evidence.zipped import zip_folder
from candour.register.releasing import ReleaseReport, export_release, release_that_stands

FOLDER = "releases"


class AlreadyPublished(CandourError):
    """Nothing changed since the last release."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds this release already: nothing came into the register since."
        )


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a release: its path in it, bytes, and SHA-256."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True)
class Published:
    """A release that can be taken.

    Attributes
    ----------
    day : of its newest change, in UTC
    changes : how many change sets it holds
    before : version of the release that its delta starts from, or ""
    rows, differs : rows of each table; and how many are gone and new since the one before
    archive : all of it in one file
    """

    version: str
    day: str
    changes: int
    before: str
    rows: dict[str, int]
    differs: dict[str, dict[str, int]]
    archive: PublishedFile
    folder: Path

    def files(self) -> list[PublishedFile]:
        """Every file of it by its path, its list of digests last."""
        sums = self.folder / SUMS
        listed = [*sorted(listed_digests(self.folder).items()), (SUMS, file_digest(sums))]
        return [
            PublishedFile(path, (self.folder / path).stat().st_size, digest)
            for path, digest in listed
            if (self.folder / path).is_file()
        ]


def publish(home: Path, *, progress: Progress = UNWATCHED) -> ReleaseReport:
    """Make a release of the register as it stands; its delta starts from the newest there.

    Raises
    ------
    AlreadyPublished
        If the newest change is in a release already.
    """
    folder = home / release_that_stands().version
    if folder.exists():
        raise AlreadyPublished(folder)
    older = published(home)
    since = older[0].folder if older else None
    report = export_release(folder, since=since, progress=progress)
    with progress.during("Writing the archive"):
        write_archive(folder)
    return report


def write_archive(folder: Path) -> Path:
    """Write a release as one archive beside its folder, and the archive's digest beside that."""
    path = _archive_of(folder)
    zip_folder(path, folder, within=f"candour-{folder.name}")
    _digest_of(path).write_text(f"{file_digest(path)}  {path.name}\n", encoding="utf-8")
    return path


def _archive_of(folder: Path) -> Path:
    return folder.with_name(f"candour-{folder.name}.zip")


def _digest_of(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.sha256")


def published(home: Path) -> list[Published]:
    """The releases of a folder, the newest first; what is not whole is left out."""
    releases = [one for path in home.glob("*/") if (one := _read(path)) is not None]
    return sorted(releases, key=lambda one: (one.day, one.changes, one.version), reverse=True)


def release_named(home: Path, version: str) -> Published | None:
    return next((one for one in published(home) if one.version == version), None)


def _read(folder: Path) -> Published | None:
    try:
        about = json.loads((folder / ABOUT).read_bytes())
        archive = _archive_of(folder)
        digest, _, _ = _digest_of(archive).read_text(encoding="utf-8").partition("  ")
        if about["form"] != FORM or about["version"] != folder.name:
            return None
        return Published(
            version=folder.name,
            day=str(about["day"]),
            changes=sum(int(chain["length"]) for chain in about["chains"].values()),
            before=str(about["before"]),
            rows={str(name): int(number) for name, number in about["tables"].items()},
            differs=_differs(folder),
            archive=PublishedFile(archive.name, archive.stat().st_size, digest),
            folder=folder,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _differs(folder: Path) -> dict[str, dict[str, int]]:
    path = folder / DELTA / DELTA_ABOUT
    if not path.is_file():
        return {}
    tables: dict[str, dict[str, Any]] = json.loads(path.read_bytes())["tables"]
    return {name: {key: int(one[key]) for key in one} for name, one in tables.items()}
