"""Content files written whole: each beside its place first, then moved into it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from candour.core.errors import CandourError
from candour.evidence.fields import FOLDERS
from candour.evidence.findings import FOLDER_NAME as FINDINGS

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class DumpReport:
    """What a dump wrote and took away."""

    written: int
    removed: int
    unchanged: int


class StandsThere(CandourError):
    """A folder holds files that are not those to be written; nothing was written."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self.folder, self.names = folder, names
        shown = ", ".join(names[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        super().__init__(
            f"{folder} holds other files than would be written: {shown}{more}. Choose an empty "
            "folder, or say --replace to have it hold exactly what is written."
        )


def write_folder(folder: Path, texts: Mapping[str, str], *, replace: bool = False) -> DumpReport:
    """Make a content folder hold exactly these files; what is the same is left alone.

    With `replace`, files that differ are written over, and content files that are not among these
    are taken out. An empty folder gets all of them at once, or none.

    Raises
    ------
    StandsThere
        If the folder holds other content, and it is not to be replaced.
    """
    if not folder.exists() or not any(folder.iterdir()):
        _write_at_once(folder, texts)
        return DumpReport(len(texts), 0, 0)
    differing = [name for name, text in texts.items() if not _holds(folder / name, text)]
    gone = [path for path in _content_files(folder) if str(path.relative_to(folder)) not in texts]
    in_the_way = [name for name in differing if (folder / name).exists()]
    in_the_way += [str(path.relative_to(folder)) for path in gone]
    if in_the_way and not replace:
        raise StandsThere(folder, sorted(in_the_way))
    for name in differing:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, texts[name])
    for path in gone:
        path.unlink()
    return DumpReport(len(differing), len(gone), len(texts) - len(differing))


def _write_at_once(folder: Path, texts: Mapping[str, str]) -> None:
    """Write a folder beside its place, then move it there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".writing-") as beside:
        draft = Path(beside) / folder.name
        draft.mkdir(mode=0o755)
        for name, text in texts.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        draft.replace(folder)  # over an empty folder, if there is one


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _content_files(folder: Path) -> list[Path]:
    """The files of a folder from which a load would read subjects and findings."""
    files = [path for name in FOLDERS for path in (folder / name).glob("*.yaml")]
    return [*files, *(folder / FINDINGS).glob("*.json")]


def write_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write some files that belong together: all stand beside their places before any moves in."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
        for name, data in files.items():
            draft = Path(beside) / name
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(beside) / name).replace(folder / name)


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
