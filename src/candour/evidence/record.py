"""The change log that ships with content files: kept up, and held against them."""

from datetime import UTC, datetime
from pathlib import Path

from candour.core.errors import Problem
from candour.evidence.changes import (
    LOG_NAME,
    BadChangeLog,
    ChangeSet,
    append_to_log,
    diff,
    next_change_set,
    read_log,
    replay,
)
from candour.evidence.collection import Collection
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection


def record_change(folder: Path, *, made_by: str, why: str, made_at: datetime) -> ChangeSet | None:
    """Write what the files say beyond their change log to its end; None where they agree.

    Raises
    ------
    BadContent
        If any file has a problem.
    BadChangeLog
        If the log was altered.
    """
    collection = read_collection(folder, read_schema(folder))
    history = list(read_log(folder / LOG_NAME))
    entries = diff(replay(history), collection)
    if not entries:
        return None
    change_set = next_change_set(
        history[-1] if history else None,
        entries,
        made_at=made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        made_by=made_by,
        why=why,
    )
    append_to_log(folder / LOG_NAME, change_set)
    return change_set


def log_problems(folder: Path, collection: Collection) -> list[Problem]:
    """Return a problem if the change log is broken, or does not lead to what the files say."""
    if not (folder / LOG_NAME).exists():
        return []
    try:
        entries = diff(replay(read_log(folder / LOG_NAME)), collection)
    except BadChangeLog as error:
        return [Problem(LOG_NAME, 0, "", str(error))]
    if not entries:
        return []
    message = (
        f"does not hold the last {len(entries)} changes of the files; "
        'record them with `candour content record --why "…"`'
    )
    return [Problem(LOG_NAME, 0, "", message)]
