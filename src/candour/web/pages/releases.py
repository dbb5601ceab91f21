"""A release as a reader sees it: what to take, how large it is, and its digest."""

from dataclasses import dataclass
from typing import Any

from candour.register.published import Published
from candour.web.words import counted

MEDIA_TYPES = {
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".sqlite": "application/vnd.sqlite3",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain; charset=utf-8",
    ".yaml": "application/yaml",
    "": "text/plain; charset=utf-8",
}
FIRST = (
    ("tables/candour.sqlite", "Every table in one SQLite file"),
    ("tables/csv/systems.csv", "Systems, one wide row each, for a spreadsheet"),
    ("tables/csv/statements.csv", "Every statement that stands, for a spreadsheet"),
    ("tables/datapackage.json", "What every table and column means"),
    ("SHA256SUMS", "The digest of every file"),
)
UNITS = ("bytes", "kB", "MB", "GB")
THOUSAND = 1000
SHOWN = ("systems", "statements", "figures", "contradictions", "gaps", "findings")


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file to take."""

    what: str
    address: str
    size: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReleaseShown:
    """One release: `holds` and `differs` are sentences; `differs` is empty without a delta."""

    version: str
    day: str
    address: str
    holds: str
    differs: str
    archive: FileShown
    first: tuple[FileShown, ...]


def address_of(version: str, path: str = "") -> str:
    return f"/data/releases/{version}/{path}"


def archive_address(version: str) -> str:
    return f"/data/releases/{version}.zip"


def size_in_words(size: int) -> str:
    """Bytes as a reader weighs them.

    Examples
    --------
    >>> size_in_words(812), size_in_words(6_200_000)
    ('812 bytes', '6.2 MB')
    """
    number, unit = float(size), 0
    while number >= THOUSAND and unit < len(UNITS) - 1:
        number, unit = number / THOUSAND, unit + 1
    return f"{size} bytes" if unit == 0 else f"{number:.1f} {UNITS[unit]}"


def release_shown(release: Published) -> ReleaseShown:
    rows = release.rows
    held = [f"{rows[name]:,} {name}" for name in SHOWN if name in rows]
    archive = release.archive
    files = {file.path: file for file in release.files()}
    return ReleaseShown(
        release.version,
        release.day,
        address_of(release.version),
        f"{', '.join(held)}.",
        _differs(release),
        FileShown(
            "All of it in one archive",
            archive_address(release.version),
            size_in_words(archive.size),
            archive.digest,
        ),
        tuple(
            FileShown(
                what,
                address_of(release.version, path),
                size_in_words(files[path].size),
                files[path].digest,
            )
            for path, what in FIRST
            if path in files
        ),
    )


def _differs(release: Published) -> str:
    if not release.before:
        return ""
    statements = release.differs.get("statements", {})
    new, gone = statements.get("new", 0), statements.get("gone", 0)
    return (
        f"Since release {release.before}: {counted(new, 'statement')} new or altered in how they "
        f"stand, {counted(gone, 'statement')} gone."
    )


def release_data(release: Published) -> dict[str, Any]:
    return {
        "version": release.version,
        "day": release.day,
        "changes": release.changes,
        "before": release.before,
        "archive": archive_address(release.version),
        "bytes": release.archive.size,
        "sha256": release.archive.digest,
        "rows": release.rows,
    }
