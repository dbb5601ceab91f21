"""The first form of the change log, `changes.jsonl`: one chain in one file, read as the new form.

Its hash covered the header and all entries, so that no line could be taken out. What is read here
is held against those hashes and then put into the new form, which keeps each as `was`. The salts
are worked out from the old hash: everybody who turns the same log comes to the same chain. They
are no secret, and need not be: what the old log said is out.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import (
    KINDS,
    NO_CHANGE_BEFORE,
    SALT_BYTES,
    SHIPPED,
    BadChangeLog,
    ChangeSet,
    Entry,
    Line,
    about_of,
)
from candour.evidence.plain_files import NotPlain, plain_lines
from candour.evidence.plain_json import plain_json
from candour.evidence.shapes import entry_fault
from candour.evidence.statements import Statement

FIRST_LOG = "changes.jsonl"


def read_first_log(folder: Path, origin: str = SHIPPED) -> Iterator[ChangeSet]:
    """Read `changes.jsonl`, hold every hash against it, and give it in the new form.

    Raises
    ------
    BadChangeLog
        At the first line that can't be read or whose hash does not fit.
    """
    path = folder / FIRST_LOG
    if not path.exists():
        return
    turning = Turning(origin)
    for header, entries, was in _old_sets(path):
        yield turning.turn(header, entries, was)


class Turning:
    """Change sets of the first form turned into the new, one after the other."""

    def __init__(
        self, origin: str, subjects: dict[str, str] | None = None, acts_for: str = ""
    ) -> None:
        self.origin = origin
        self.acts_for = acts_for
        self.last: ChangeSet | None = None
        # Of statements: a retraction did not say, and may be of another origin's statement.
        self.subjects = subjects if subjects is not None else {}

    def turn(self, header: Entry, entries: Iterable[Entry], was: str) -> ChangeSet:
        """Give the next change set of the chain, with the same maker, day and reason."""
        lines = sorted(
            (Line(entry, "", self._about(entry)) for entry in entries), key=lambda line: line.place
        )
        self.last = ChangeSet(
            self.origin,
            self.last.number + 1 if self.last else 1,
            header["made_at"],
            header["made_by"],
            header["why"],
            self.last.hash if self.last else NO_CHANGE_BEFORE,
            tuple(
                replace(line, salt=sha256_hex(f"{was}:{number}")[: 2 * SALT_BYTES])
                for number, line in enumerate(lines)
            ),
            was,
            self.acts_for,
        )
        return self.last

    def _about(self, entry: Entry) -> str:
        if "retract" in entry:
            return self.subjects.get(entry["retract"], "")
        if "assert" in entry:
            statement = Statement.from_dict(entry["assert"])
            self.subjects[statement.id] = statement.subject
        return about_of(entry)


def old_hash(header: Entry, entries: Iterable[Entry]) -> str:
    """The hash of a change set in the first form."""
    digest = hashlib.sha256()
    for line in (header, *entries):
        digest.update(canonical_json(line).encode("utf-8") + b"\n")
    return digest.hexdigest()


def _old_sets(path: Path) -> Iterator[tuple[Entry, list[Entry], str]]:
    header: Entry | None = None
    entries: list[Entry] = []
    previous, number = NO_CHANGE_BEFORE, 0
    for line_number, data in enumerate(_rows(path), 1):
        where = f"{path.name}:{line_number}"
        if header is None:
            header, entries = data, []
        elif "hash" not in data:
            entries.append(_checked(data, where))
        else:
            _hold(header, entries, data, where)
            if header["previous"] != previous or header["change"] != number + 1:
                raise BadChangeLog(
                    f"{where}: change set {number + 1} does not follow on change set {number}. "
                    "Take the log from a release again."
                )
            yield header, entries, data["hash"]
            previous, number, header = data["hash"], header["change"], None
    if header is not None:
        raise BadChangeLog(f"{path.name}: the last change set has no end; the file is cut off.")


def _rows(path: Path) -> Iterator[Entry]:
    try:
        for number, text in enumerate(plain_lines(path), 1):
            data = plain_json(text, path.name, number)
            if not isinstance(data, dict):
                raise BadChangeLog(f"{path.name}:{number}: is no entry of a change log.")
            yield data
    except NotPlain as error:
        raise BadChangeLog(f"{error}.") from error


def _checked(entry: Entry, where: str) -> Entry:
    if len(entry) != 1 or not entry.keys() <= KINDS:
        raise BadChangeLog(f"{where}: is no entry of a change log.")
    fault = entry_fault(entry)
    if fault:
        raise BadChangeLog(f"{where}: {fault}.")
    return entry


def _hold(header: Entry, entries: list[Entry], footer: Entry, where: str) -> None:
    names = {"change", "made_at", "made_by", "why", "previous"}
    if header.keys() != names:
        odd = ", ".join(sorted(names ^ header.keys()))
        raise BadChangeLog(f"{where}: a header lacks or should not have {odd}.")
    texts = [header[name] for name in sorted(names - {"change"})]
    if type(header["change"]) is not int or not all(isinstance(text, str) for text in texts):
        raise BadChangeLog(f"{where}: is no header of a change set.")
    if old_hash(header, entries) != footer["hash"] or footer.get("change") != header["change"]:
        raise BadChangeLog(
            f"{where}: change set {header['change']} is not what its hash says; it was altered "
            "after it was made."
        )
