"""What was printed before from a file of people's rows, kept so that no later run undoes it.

One file for each file audited, named by the SHA-256 of its bytes. It holds the counts that were
printed, under the columns and groups they were printed by, and nothing that was hidden.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from candour.audit.confidentiality.subtraction import Shown, from_plain
from candour.audit.errors import LedgerUnreadable
from candour.core.hashing import sha256_hex

SHORT = 8  # digits of a hash that keep the few columns of one file apart
ABOUT = (
    "Counts that Candour has printed from one file of people's rows. A later run on the same file "
    "is held to them, so that no small group can be worked out by subtraction."
)


@dataclass(frozen=True, slots=True)
class Printed:
    """The counts that one run printed."""

    question: Mapping[str, Any]  # by which a run is known again
    detail: Mapping[str, int]  # of each group shown, how far its counts are put together
    shown: tuple[Shown, ...]
    used: Shown

    def as_plain(self) -> dict[str, Any]:
        return {
            "asked": dict(self.question),
            "detail": dict(self.detail),
            "shown": [_plain(row) for row in self.shown],
            "used": _plain(self.used),
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> "Printed":
        return cls(
            question=data["asked"],
            detail=data["detail"],
            shown=tuple(_read_shown(row) for row in data["shown"]),
            used=_read_shown(data["used"]),
        )


@dataclass
class Ledger:
    """What was printed from one file; `keep` adds to it."""

    path: Path | None = None  # None: nothing is kept
    printed: list[Printed] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether later runs will know of this one."""
        return self.path is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that something was printed by."""
        names = {name for run in self.printed for row in self._all(run) for name, _ in row.where}
        return tuple(sorted(names))

    @property
    def counts_shown(self) -> list[Shown]:
        return [row for run in self.printed for row in run.shown]

    @property
    def used(self) -> list[Shown]:
        return [run.used for run in self.printed]

    def same(self, question: Mapping[str, Any]) -> Printed | None:
        """What was printed when the same question was asked before."""
        return next((run for run in self.printed if run.question == question), None)

    def keep(self, run: Printed) -> None:
        """Add what is about to be printed, unless it was printed before."""
        if run in self.printed:
            return
        self.printed.append(run)
        if self.path is None:
            return
        plain = {"about": ABOUT, "printed": [run.as_plain() for run in self.printed]}
        draft = self.path.with_suffix(".new")
        with _in_words(self.path):
            draft.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
            draft.chmod(0o600)
            draft.replace(self.path)

    @staticmethod
    def _all(run: Printed) -> Sequence[Shown]:
        return (*run.shown, run.used)


@contextmanager
def ledger_of(folder: Path | None, sha256: str, *, count: str = "") -> Iterator[Ledger]:
    """Open what was printed from a file before, and keep other runs waiting meanwhile.

    Parameters
    ----------
    folder : Path or None
        Where ledgers are kept; None keeps nothing, and then nothing protects across runs.
    sha256 : str
        Of the bytes of the file that is audited.
    count : str
        The column that says how many people a row stands for. Counts made with another one are of
        other people, and kept apart.

    Raises
    ------
    LedgerUnreadable
        If the folder can't be written to, or what is there can't be read: then nothing is
        printed, since nobody could say what it would give away.
    """
    if folder is None:
        yield Ledger()
        return
    apart = f"-{sha256_hex(count)[:SHORT]}" if count else ""
    path = folder / f"{sha256}{apart}.json"
    with _in_words(path):
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Ledger(path, _read(path))
    finally:
        os.close(lock)


def _read(path: Path) -> list[Printed]:
    if not path.exists():
        return []
    with _in_words(path):
        try:
            data = json.loads(path.read_text("utf-8"))
            return [Printed.from_plain(run) for run in data["printed"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise LedgerUnreadable(path, "it is damaged") from None


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerUnreadable(path, error.strerror or "it can't be opened") from None


def _plain(row: Shown) -> dict[str, Any]:
    where = {name: condition.as_plain() for name, condition in row.where}
    return {"where": where, "people": row.people}


def _read_shown(data: Mapping[str, Any]) -> Shown:
    where = tuple((name, from_plain(condition)) for name, condition in data["where"].items())
    return Shown(where, data["people"])
