"""Files that somebody else may have written, read in bounded time and memory.

A content file is an ordinary file of bounded size that holds text in UTF-8 in which all that is
written can be seen. Anything else could wait for ever (a pipe), fill the memory (a device), say
what is kept elsewhere (a link) or show a reviewer another text than it says (signs that turn the
direction of writing or take no room: Unicode Technical Report 36, section 3).
"""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import BinaryIO

from candour.content import FOLDER as SHIPPED
from candour.core.errors import CandourError

MOST_OF_A_FILE = 1_000_000  # bytes of a content file; the largest that ships is under a tenth
MOST_OF_DATA = 100_000_000  # bytes of a finding, or of one line of a change log

# Control characters but for tab and line feed, marks of direction, signs without width, what is
# no character, and tags. All but these are shown by every editor.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
ESCAPES = re.compile(r"\\[ubf]")  # by which JSON can hold such a sign in plain letters
BOM = b"\xef\xbb\xbf"
KINDS = (
    (stat.S_ISDIR, "is a folder, not a file"),
    (stat.S_ISFIFO, "is a pipe, not a file"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)


class NotPlain(CandourError):
    """A file can't be read as text, or should not be; `reason` follows its name in a sentence."""

    def __init__(self, name: str, reason: str, line: int = 0) -> None:
        self.name, self.reason, self.line = name, reason, line
        super().__init__(f"{name}:{line}: {reason}" if line else f"{name}: {reason}")


def read_plain_bytes(path: Path, *, most: int = MOST_OF_A_FILE, name: str = "") -> bytes:
    """Read an ordinary file of a bounded size.

    Raises
    ------
    NotPlain
        If it is a link, pipe, folder or device, can't be opened, or is larger than `most` bytes.
    """
    name = name or path.name
    with _plain_file(path, name) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise NotPlain(name, f"can't be read: {error.strerror}") from error
    if len(data) > most:
        raise NotPlain(name, f"is over {most // 1000:,} kB large; divide it, or make it shorter")
    return data


@contextmanager
def _plain_file(path: Path, name: str) -> Iterator[BinaryIO]:
    descriptor = _opened(path, name)
    kind = os.fstat(descriptor).st_mode
    odd = next((words for is_so, words in KINDS if is_so(kind)), "")
    if odd:
        os.close(descriptor)
        raise NotPlain(name, odd)
    with os.fdopen(descriptor, "rb") as file:
        yield file


def _opened(path: Path, name: str) -> int:
    """Open without waiting for anybody, and without following a link out of the content."""
    # An installer may put links where our own files stand.
    link = 0 if path.is_relative_to(SHIPPED) else os.O_NOFOLLOW
    try:
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | link)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotPlain(name, "is a link; put the file itself here") from error
        if error.errno == errno.ENXIO:
            raise NotPlain(name, "is a socket, not a file") from error
        reason = "is not there" if error.errno == errno.ENOENT else error.strerror or str(error)
        words = reason if error.errno == errno.ENOENT else f"can't be opened: {reason}"
        raise NotPlain(name, words) from error
    except ValueError as error:  # a NUL in its name
        raise NotPlain(name, "has a name that no file can have") from error


def read_plain_text(path: Path, *, most: int = MOST_OF_A_FILE, name: str = "") -> str:
    """Read a file as text, its lines ended by line feeds.

    Raises
    ------
    NotPlain
        As for `read_plain_bytes`, and where it is not UTF-8 or holds a sign that nobody sees.
    """
    return plain_text(read_plain_bytes(path, most=most, name=name), name=name or path.name)


def plain_lines(path: Path, *, name: str = "", most: int = MOST_OF_DATA) -> Iterator[str]:
    """Read a file of any size line by line; only a line is bounded.

    Raises
    ------
    NotPlain
        As for `read_plain_text`, with the line.
    """
    name = name or path.name
    with _plain_file(path, name) as file:
        for number in count(1):
            try:
                data = file.readline(most + 1)
            except OSError as error:
                raise NotPlain(name, f"can't be read: {error.strerror}") from error
            if not data:
                return
            if len(data) > most:
                raise NotPlain(name, f"has a line of over {most // 1000:,} kB", number)
            try:
                yield plain_text(data, name=name)
            except NotPlain as error:
                raise NotPlain(name, error.reason, number) from error


def plain_text(data: bytes, *, name: str) -> str:
    """Bytes as text in which everything can be seen. Raises `NotPlain` where it can't be so."""
    if data.startswith(BOM):
        raise NotPlain(name, "begins with a byte order mark; save it as UTF-8 without one", 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotPlain(name, f"is not UTF-8 text: {error.reason}", line) from error
    text = text.replace("\r\n", "\n")
    hidden = HIDDEN.search(text)
    if hidden is not None:
        line = text.count("\n", 0, hidden.start()) + 1
        raise NotPlain(name, f"holds {_name_of(hidden[0])}, which nobody sees; take it out", line)
    return text


def hidden_sign(text: str) -> str:
    """Name the first sign in a text that nobody would see, or "" where all can be seen.

    Examples
    --------
    >>> hidden_sign("user\N{RIGHT-TO-LEFT OVERRIDE}"), hidden_sign("\N{POUND SIGN}5 – naïve")
    ('U+202E RIGHT-TO-LEFT OVERRIDE', '')
    """
    hidden = HIDDEN.search(text)
    return _name_of(hidden[0]) if hidden else ""


def hidden_in(data: object) -> str:
    """Name the first such sign anywhere in what JSON holds, its keys as well."""
    stack = [data]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            sign = hidden_sign(part)
            if sign:
                return sign
        elif isinstance(part, dict):
            stack += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple):
            stack += part
    return ""


def _name_of(sign: str) -> str:
    name = unicodedata.name(sign, "a control character")
    return f"U+{ord(sign):04X} {name}"
