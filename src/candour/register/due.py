"""What is due on this installation, told from how it stands, and done one at a time.

Nothing is queued. Each kind of work looks at what there is and at what there should be, and makes
the difference, so that a run that was cut short is made good by the next, and a run that finds
nothing to do changes nothing. One run is at it at a time, on either database.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from candour.core.errors import CandourError
from candour.core.extras import how_to_get
from candour.core.progress import Progress
from candour.register import findings, services
from candour.register.kinds import kinds
from candour.register.printed import place_of, printed
from candour.register.published import (
    FOLDER,
    AlreadyPublished,
    publish,
    release_named,
    write_archive,
)
from candour.register.releasing import release_that_stands

LOCK = "work.lock"
LOCK_OF_POSTGRES = 0x43_41_4E_44_4F_55_52  # "CANDOUR", for runs of several machines on one database


class AnotherIsAtIt(Exception):
    """Another run does what is due at this moment."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: what it is called, and what does it and says what it did ("" for nothing)."""

    name: str
    do: Callable[[Progress], str]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one kind of work.

    Attributes
    ----------
    work : its name
    did : what was done, in a sentence; "" where nothing was due
    left : why it was left undone, in a sentence; "" where it was not
    is_wanting : whether it was left for want of a library that an installation may do without
    """

    work: str
    did: str = ""
    left: str = ""
    is_wanting: bool = False


def work_out_what_follows(progress: Progress) -> str:
    """Work everything out anew if the rules are no longer those by which it was worked out."""
    with progress.during("Working out what follows"):
        return "Worked out anew what follows." if services.bring_up_to_date() else ""


def lay_out_reports(progress: Progress) -> str:
    """Lay out the PDF of each finding that has none yet, for which a reader would wait."""
    waiting = [
        kept
        for kept in findings.every_standing_finding()
        if kept.audit in kinds() and not place_of(kept).is_file()
    ]
    for kept in progress.through("Laying out reports", waiting):
        printed(kept)
    return f"Laid out {len(waiting)} reports as PDF." if waiting else ""


def publish_release(progress: Progress) -> str:
    """Publish a release if anything came in since the last; of an empty register there is none."""
    if services.is_empty():
        return ""
    home = Path(settings.DATA_DIR) / FOLDER
    try:
        report = publish(home, progress=progress)
    except AlreadyPublished:
        return _made_whole(home)
    return f"Published release {report.release.version}."


def _made_whole(home: Path) -> str:
    """Write the archive of a release whose run was cut short before it."""
    version = release_that_stands().version
    if release_named(home, version) is not None:
        return ""
    write_archive(home / version)
    return f"Wrote the archive of release {version}."


WORKS = (
    Work("what follows", work_out_what_follows),
    Work("reports", lay_out_reports),
    Work("release", publish_release),
)


def do_what_is_due(progress: Progress, works: tuple[Work, ...] = WORKS) -> Iterator[Done]:
    """Do each kind of work in turn; one that can't be done holds up none of the others.

    Raises
    ------
    AnotherIsAtIt
        If another run has begun and not ended, here or on another machine of this database.
    """
    with alone(Path(settings.DATA_DIR)):
        for work in works:
            yield _done(work, progress)


def _done(work: Work, progress: Progress) -> Done:
    try:
        return Done(work.name, did=work.do(progress))
    except ModuleNotFoundError as error:
        if not (sentence := how_to_get(error)):
            raise
        return Done(work.name, left=sentence, is_wanting=True)
    except CandourError as error:
        is_wanting = isinstance(error.__cause__, ModuleNotFoundError)
        return Done(work.name, left=str(error), is_wanting=is_wanting)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only run of this data folder and, on PostgreSQL, of this database.

    Both are given back by the system when a run ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherIsAtIt from error
        with _alone_in_postgres():
            yield


@contextmanager
def _alone_in_postgres() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_OF_POSTGRES])
        if not cursor.fetchone()[0]:
            raise AnotherIsAtIt
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_OF_POSTGRES])
