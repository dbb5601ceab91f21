"""The chain that ships with content files: kept up, and held against them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from candour.core.errors import CandourError, Problem
from candour.evidence.chain import (
    SHIPPED,
    BadChangeLog,
    ChangeSet,
    new_salt,
    next_change_set,
    salted,
)
from candour.evidence.chain_files import (
    CHANGES,
    LONGEST_ORIGIN,
    ORIGIN,
    origins_in,
    own_origin,
    read_chain,
    write_change_set,
)
from candour.evidence.changes import diff, replay
from candour.evidence.collection import Collection
from candour.evidence.fields import read_schema
from candour.evidence.first_log import FIRST_LOG, read_first_log
from candour.evidence.plain_files import hidden_sign
from candour.evidence.reading import read_collection

LONGEST_NAME = 200
LONGEST_REASON = 2_000


def as_written(moment: datetime) -> str:
    """A moment as headers have it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def check_signature(made_by: str, why: str) -> None:
    """See that who changes something and why can be kept, and tell a reader something.

    Raises
    ------
    CandourError
        If either is empty, too long, or holds a sign that nobody sees.
    """
    for what, text, most in (("name", made_by, LONGEST_NAME), ("reason", why, LONGEST_REASON)):
        if not text.strip():
            raise CandourError(f"The {what} is empty. Say {'who' if what == 'name' else 'why'}.")
        if len(text) > most:
            raise CandourError(f"The {what} is over {most} characters long. Shorten it.")
        hidden = hidden_sign(text)
        if hidden:
            raise CandourError(f"The {what} holds {hidden}, which nobody sees. Take it out.")


def record_change(
    folder: Path,
    *,
    made_by: str,
    why: str,
    made_at: datetime,
    origin: str = "",
    salt: Callable[[], str] = new_salt,
) -> ChangeSet | None:
    """Write what the files say beyond their chain as its next file; None where they agree.

    A log of the first form is put into the new form first; the old file goes.

    Raises
    ------
    BadContent
        If any file has a problem.
    BadChangeLog
        If the chain was altered.
    CandourError
        If the name or the reason can't be kept.
    """
    check_signature(made_by, why)
    origin = _checked(origin) if origin else own_origin(folder)
    collection = read_collection(folder, read_schema(folder))
    turn_first_log(folder, origin)
    history = list(read_chain(folder, origin))
    entries = diff(replay(history), collection)
    if not entries:
        return None
    change_set = next_change_set(
        history[-1] if history else None,
        salted(entries, salt),
        origin=origin,
        made_at=as_written(made_at),
        made_by=made_by,
        why=why,
    )
    write_change_set(folder, change_set)
    return change_set


def turn_first_log(folder: Path, origin: str = SHIPPED) -> int:
    """Put a log of the first form into the new form; return how many change sets there were."""
    if (folder / CHANGES / origin).is_dir() or not (folder / FIRST_LOG).exists():
        return 0
    turned = list(read_first_log(folder, origin))
    for change_set in turned:
        write_change_set(folder, change_set)
    (folder / FIRST_LOG).unlink()
    return len(turned)


def log_warnings(folder: Path) -> list[Problem]:
    """Say that a folder has no chain: what its files say has then no history."""
    if origins_in(folder):
        return []
    message = 'there is no change log; begin one with `candour content record --why "…"`'
    return [Problem(CHANGES, 0, "", message)]


def log_problems(folder: Path, collection: Collection) -> list[Problem]:
    """Return a problem for each chain that is broken, or does not lead to what the files say."""
    problems = []
    try:
        own = own_origin(folder)
    except BadChangeLog:
        own = ""
    for origin in origins_in(folder):
        file = FIRST_LOG if (folder / FIRST_LOG).exists() else f"{CHANGES}/{origin}"
        try:
            known = collection.by_id if origin == own else {}
            collected = replay(read_chain(folder, origin), known)
        except BadChangeLog as error:
            problems.append(Problem(file, 0, "", str(error)))
            continue
        entries = diff(collected, collection) if origin == own else []
        if entries:
            message = (
                f"does not hold the last {len(entries)} changes of the files; "
                'record them with `candour content record --why "…"`'
            )
            problems.append(Problem(file, 0, "", message))
    return problems


def _checked(origin: str) -> str:
    if not ORIGIN.fullmatch(origin) or len(origin) > LONGEST_ORIGIN:
        raise CandourError(
            f"'{origin}' can't be the name of an origin. Use small letters, digits and hyphens, "
            f"{LONGEST_ORIGIN} characters at most."
        )
    return origin
