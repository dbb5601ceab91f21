"""What an operator can put right, in a sentence: disks, databases, settings, libraries, pipes.

Only what is known to be of the machine and not of the code is told so. Anything else is a fault
of ours, and is shown as Python shows it.
"""

import errno
import os
import sys

from candour.core.errors import CandourError
from candour.core.extras import how_to_get

# Of the machine; what else the system may refuse would be our mistake.
OF_THE_MACHINE = {
    errno.ENOSPC: "the disk is full. Free some space and run it again",
    errno.EFBIG: "the disk is full, or a limit on files is reached (ulimit -f)",
    errno.EDQUOT: "the quota is used up. Free some space and run it again",
    errno.EACCES: "this user may not read or write it. Change its owner or its rights",
    errno.EPERM: "this user may not read or write it. Change its owner or its rights",
    errno.EROFS: "the disk can only be read. Choose another folder",
    errno.EIO: "the disk does not answer. Look at it before going on",
    errno.EMFILE: "too many files are open. Raise the limit (ulimit -n)",
    errno.ENAMETOOLONG: "its name is too long. Choose a shorter one",
    errno.ENOTDIR: "it is no folder. Choose another",
    errno.EISDIR: "it is a folder. Name a file",
    errno.ENOENT: "it is not there. Look at how it is written",
    errno.EEXIST: "something stands there already. Choose another name",
    errno.ELOOP: "it is a link that leads to itself. Choose another",
}
WAYS_OF_DATABASES = (  # what a message of either database holds, and what to do
    ("readonly database", "it can only be read. Change its owner or its rights"),
    ("read-only", "it can only be read. Change its owner or its rights"),
    ("disk is full", "the disk is full. Free some space and run it again"),
    ("disk full", "the disk is full. Free some space and run it again"),
    ("no space left", "the disk is full. Free some space and run it again"),
    ("check free disk space", "the disk is full. Free some space and run it again"),
    ("could not write init file", "the disk is full where it lies. Free some and run it again"),
    ("not a database", "the file is no database. Name another, or restore a backup"),
    ("malformed", "the file is damaged. Restore a backup into a new file"),
    ("disk i/o error", "the disk does not answer, or is full. Look at it before going on"),
    ("unable to open database", "it can't be opened. Look at its folder and its rights"),
    ("database is locked", "another program is writing to it. Wait, and run it again"),
    ("password authentication failed", "its user or password is wrong. Look at DATABASE_URL"),
    ("does not exist", "it, or its user, does not exist. Make it, or look at DATABASE_URL"),
    ("permission denied", "its user may not do this. Give it the right to make tables in it"),
    ("connection refused", "nothing answers there. Start PostgreSQL, or look at DATABASE_URL"),
    ("could not translate host", "its host is not known. Look at DATABASE_URL"),
    ("failed to resolve host", "its host is not known. Look at DATABASE_URL"),
    ("no such file or directory", "no socket is there. Start PostgreSQL, or look at DATABASE_URL"),
    ("timeout", "it does not answer. Look whether it runs, and at DATABASE_URL"),
    ("connection", "the connection failed. Look whether it runs, and at DATABASE_URL"),
)


class OfTheMachine(CandourError):
    """Something around the program is not as it must be."""


def of_the_machine(error: BaseException) -> OfTheMachine | None:
    """Return what an operator can put right about an error, or None where it is a fault of ours."""
    ways = (how_to_get, _of_settings, _of_database, _of_system, _of_text)
    sentence = next((told for way in ways if (told := way(error))), "")
    return OfTheMachine(sentence) if sentence else None


def _of_system(error: BaseException) -> str:
    if not isinstance(error, OSError) or error.errno not in OF_THE_MACHINE:
        return ""
    what = error.filename if isinstance(error.filename, str | os.PathLike) else ""
    return f"{what or 'What it reads or prints'}: {OF_THE_MACHINE[error.errno]}."


def _of_text(error: BaseException) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return ""
    return "A file is not text in UTF-8. Save it as UTF-8, and run it again."


def _of_settings(error: BaseException) -> str:
    if "django" not in sys.modules:
        return ""
    from django.core.exceptions import ImproperlyConfigured

    if not isinstance(error, ImproperlyConfigured):
        return ""
    return f"The settings can't be used: {_one_line(error)}"


def _of_database(error: BaseException) -> str:
    if "django" not in sys.modules:
        return ""
    from django.db import DatabaseError, InterfaceError

    if not isinstance(error, DatabaseError | InterfaceError):
        return ""
    reason = str(error).lower()
    way = next((way for words, way in WAYS_OF_DATABASES if words in reason), "")
    return f"The database can't be used: {way}." if way else ""


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text if text.endswith(".") else f"{text}."
