"""Folders in one `.zip`, as releases are published: written the same way each time.

What the sums of an archive do not cover (times, permissions, comments, bytes between files) is as
Candour writes it or the archive is refused, so that every byte of it stands for something.
"""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from candour.evidence.packed import AT_ONCE, MOST_BYTES, MOST_FILES, NotPacked, only_folder

ZIP_ENDING = ".zip"
ZIP_MAGIC = b"PK"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest an archive can name, so that it names no clock
MODE = 0o644 << 16
VERSION, UNIX, TEXT_IN_UTF8 = 20, 3, 0x800
CENTRAL, CENTRAL_HEAD = b"PK\x01\x02", struct.Struct("<4s4B4HL2L5H2L")
LAST, LAST_HEAD = b"PK\x05\x06", struct.Struct("<4s4H2LH")
BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OverflowError),
    *(zlib.error, struct.error, ValueError),
)
AS_WRITTEN = (
    "it is not laid out as Candour writes it: it was altered, or packed by something else. Unpack "
    "it, and verify the folder"
)


def is_zipped(path: Path) -> bool:
    """Whether a file begins as a zip does, or is named as one."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(ZIP_MAGIC)) == ZIP_MAGIC or path.name.endswith(ZIP_ENDING)


def zip_folder(path: Path, folder: Path, *, within: str) -> None:
    """Zip all files of a folder under one name; the archive is there whole, or not at all."""
    draft = path.with_name(f".{path.name}")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            info = zipfile.ZipInfo(f"{within}/{file.relative_to(folder).as_posix()}", FIRST_DAY)
            info.external_attr, info.compress_type = MODE, zipfile.ZIP_DEFLATED
            info.create_system = UNIX
            with archive.open(info, "w") as to, file.open("rb") as data:
                while piece := data.read(AT_ONCE):
                    to.write(piece)
    draft.replace(path)


@contextmanager
def unzipped(path: Path) -> Iterator[Path]:
    """Unzip a file beside nothing of anybody's, and give the folder that it holds.

    Raises
    ------
    NotPacked
        If it is no zip that Candour wrote, is cut off, or was altered.
    """
    with tempfile.TemporaryDirectory(prefix="candour-unzipped-") as scratch:
        home = Path(scratch)
        try:
            with zipfile.ZipFile(path) as archive:
                _unzip(archive, home)
        except BROKEN as error:
            reason = " ".join(str(error).split()) or "it ends too early"
            raise NotPacked(f"{path} is cut off, or was altered: {reason}") from error
        yield only_folder(home)


def _unzip(archive: zipfile.ZipFile, home: Path) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise NotPacked("it unpacks to more than a release can hold")
    if not _is_as_written(archive, infos):
        raise NotPacked(AS_WRITTEN)
    for info in infos:
        target = home / info.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        left = info.file_size
        with archive.open(info) as content, target.open("xb") as written:
            while part := content.read(AT_ONCE):
                left -= len(part)
                if left < 0:
                    raise NotPacked(f"{info.filename!r} is longer than it says")
                written.write(part)
        if left:
            raise NotPacked(f"{info.filename!r} is shorter than it says")


# --- the bytes that no sum covers ---------------------------------------------------


def _is_as_written(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> bool:
    names = [info.filename for info in infos]
    if not names or len(set(names)) < len(names) or not all(map(_is_plain, names)):
        return False
    file = archive.fp
    assert file is not None
    place = 0
    for info in infos:
        head = _local_head(info)
        if info.header_offset != place or _bytes_at(file, place, len(head)) != head:
            return False
        place += len(head) + info.compress_size
    end = b"".join(map(_central_head, infos))
    end += LAST_HEAD.pack(LAST, 0, 0, len(infos), len(infos), len(end), place, 0)
    return _bytes_at(file, place, len(end) + 1) == end


def _is_plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and "/".join(parts) == name and parts[0] != "/" and ".." not in parts


def _local_head(info: zipfile.ZipInfo) -> bytes:
    fresh = zipfile.ZipInfo(info.filename, FIRST_DAY)
    fresh.compress_type, fresh.create_system = zipfile.ZIP_DEFLATED, UNIX
    fresh.CRC, fresh.compress_size, fresh.file_size = info.CRC, info.compress_size, info.file_size
    try:
        return fresh.FileHeader(zip64=False)
    except zipfile.LargeZipFile:
        raise NotPacked(AS_WRITTEN) from None


def _central_head(info: zipfile.ZipInfo) -> bytes:
    """The entry of a file in the list at the end (APPNOTE.TXT of PKWARE, section 4.3.12)."""
    name = info.filename.encode("utf-8")
    flags = 0 if info.filename.isascii() else TEXT_IN_UTF8
    day = (FIRST_DAY[0] - 1980) << 9 | FIRST_DAY[1] << 5 | FIRST_DAY[2]
    head = CENTRAL_HEAD.pack(
        CENTRAL, VERSION, UNIX, VERSION, 0, flags, zipfile.ZIP_DEFLATED, 0, day,
        info.CRC, info.compress_size, info.file_size,
        len(name), 0, 0, 0, 0, MODE, info.header_offset,
    )  # fmt: skip
    return head + name


def _bytes_at(file: IO[bytes], place: int, number: int) -> bytes:
    file.seek(place)
    return file.read(number)
