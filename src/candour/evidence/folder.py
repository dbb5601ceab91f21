"""Content files written whole: each beside its place first, then moved into it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from candour.evidence.fields import FOLDERS
from candour.evidence.findings import FOLDER_NAME as FINDINGS


@dataclass(frozen=True, slots=True)
class DumpReport:
    """What a dump wrote and took away."""

    written: int
    removed: int
    unchanged: int


def write_folder(folder: Path, texts: dict[str, str]) -> DumpReport:
    """Make a content folder hold exactly these files; what is the same is left alone."""
    written = unchanged = 0
    for name, text in texts.items():
        path = folder / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            unchanged += 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        written += 1
    kept = {folder / name for name in texts}
    held = [path for name in FOLDERS for path in (folder / name).glob("*.yaml")]
    held += (folder / FINDINGS).glob("*.json")
    gone = [path for path in held if path not in kept]
    for path in gone:
        path.unlink()
    return DumpReport(written, len(gone), unchanged)


def write_whole(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".", delete=False
    ) as beside:
        written = Path(beside.name)
        try:
            beside.write(text)
        except BaseException:
            written.unlink()
            raise
    written.chmod(0o644)
    written.replace(path)
