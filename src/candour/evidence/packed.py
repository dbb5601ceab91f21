"""Folders packed in one file, `.tar.gz`: written the same way each time, unpacked with care.

Nothing in an archive is trusted: only plain files under plain names are taken, and no more than a
bound. Of the ten bytes that gzip puts first, which no sum covers, only those that Candour or `tar`
writes are taken for good. What follows is covered by gzip's own sum, but for the few bits with
which deflate fills up a byte: they stand for nothing, and no file is another for them.
"""

import gzip
import io
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from candour.core.errors import CandourError

ENDING = ".tar.gz"
MAGIC = b"\x1f\x8b"
# Method, flags, no time of packing; then strength and system, as Python and as GNU gzip write them.
HEADERS = (MAGIC + b"\x08\0\0\0\0\0\x02\xff", MAGIC + b"\x08\0\0\0\0\0\0\x03")
MOST_BYTES = 4_000_000_000
MOST_FILES = 500_000
AT_ONCE = 1 << 20
Member = tuple[str, int, IO[bytes]]  # name, bytes, content
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError, ValueError)


class NotPacked(CandourError):
    """A file is no packed folder, or was altered since it was packed."""


def is_packed(path: Path) -> bool:
    """Whether a file begins as a packed one does, or is named as one."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC or path.name.endswith(ENDING)


def pack(path: Path, files: Mapping[str, str], *, mode: int) -> None:
    """Pack texts the same way each time; the file is there whole, or not at all."""
    encoded = ((name, files[name].encode("utf-8")) for name in sorted(files))
    _pack(path, ((name, len(data), io.BytesIO(data)) for name, data in encoded), mode)


def pack_folder(path: Path, folder: Path, *, mode: int) -> None:
    """Pack all files of a folder the same way each time, none held in memory."""
    names = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    _pack(path, _opened(folder, names), mode)


def _opened(folder: Path, names: Iterable[str]) -> Iterator[Member]:
    for name in names:
        with (folder / name).open("rb") as content:
            yield name, (folder / name).stat().st_size, content


def _pack(path: Path, members: Iterable[Member], mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".packing-", delete=False) as beside:
        draft = Path(beside.name)
        try:
            _pack_into(beside, members)
        except BaseException:
            draft.unlink()
            raise
    draft.chmod(mode)
    draft.replace(path)


def _pack_into(file: IO[bytes], members: Iterable[Member]) -> None:
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, size, content in members:
            member = tarfile.TarInfo(name)
            member.size = size
            archive.addfile(member, content)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack a file beside nothing of anybody's, and give the folder that it holds.

    Raises
    ------
    NotPacked
        If it is no packed folder, is cut off, was altered, or holds what no folder of ours does.
    """
    with tempfile.TemporaryDirectory(prefix="candour-unpacked-") as scratch:
        home = Path(scratch)
        try:
            _unpack(path, home)
        except BROKEN as error:
            reason = " ".join(str(error).split()) or "it ends too early"
            raise NotPacked(f"{path} is cut off, or was altered: {reason}") from error
        yield only_folder(home)


def _unpack(path: Path, home: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(HEADERS[0])) not in HEADERS:
            raise NotPacked(
                f"{path} does not begin as Candour or tar begins a {ENDING}: it was altered, or "
                "packed by something else. Unpack it, and verify the folder."
            )
    left, names = MOST_BYTES, set[str]()
    with gzip.open(path) as packed:
        with tarfile.open(fileobj=packed, mode="r|") as archive:
            for member in archive:
                if member.isdir():
                    continue
                name = _plain_name(member, names)
                left -= member.size
                if left < 0 or len(names) > MOST_FILES:
                    raise NotPacked(f"{path} unpacks to more than a release can hold")
                content = archive.extractfile(member)
                assert content is not None
                target = home / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as written:
                    while part := content.read(AT_ONCE):
                        written.write(part)
        while packed.read(AT_ONCE):  # to its end, where its own sum stands
            pass


def _plain_name(member: tarfile.TarInfo, names: set[str]) -> str:
    """The name of a file within the folder; anything that leads elsewhere is refused."""
    parts = PurePosixPath(member.name).parts
    if not member.isfile() or not parts or parts[0] == "/" or ".." in parts:
        raise NotPacked(f"it holds {member.name!r}, which is no plain file in a folder")
    name = "/".join(parts)
    if name in names:
        raise NotPacked(f"it holds {member.name!r} twice")
    names.add(name)
    return name


def only_folder(home: Path) -> Path:
    """What was packed with the name of its folder stands in it; else it is the folder itself."""
    inner = list(home.iterdir())
    is_wrapped = len(inner) == 1 and inner[0].is_dir() and not (home / "changes").exists()
    return inner[0] if is_wrapped else home
