"""The change log: what was asserted and retracted, when, by whom and why, chained by hashes.

The log is JSON Lines and ships with the content, so that every installation has the same
history. A change set is a header line, one line for each entry, and a line with its hash,
which is taken over the header, the entries and the hash before it. Six entries exist:

`{"assert": statement}` · `{"retract": statement id}` · `{"page": …}` (a subject's class, the
order and handles of its rows, its checks, derived numbers and contradictions) ·
`{"remove": slug}` · `{"finding": …}` (a finding as its file has it; its headline statements stand
as long as it does, and one of the same name gives way to it) · `{"withdraw": name of a finding}`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candour.core.errors import CandourError
from candour.core.hashing import canonical_json
from candour.evidence.collection import (
    CheckSpec,
    Collection,
    ContradictionSpec,
    DerivedSpec,
    Row,
    Side,
    SubjectFile,
)
from candour.evidence.findings import RecordedFinding
from candour.evidence.statements import Statement

LOG_NAME = "changes.jsonl"
NO_CHANGE_BEFORE = "0" * 64

Entry = dict[str, Any]


class BadChangeLog(CandourError):
    """The change log is broken: a line can't be read, or a hash does not fit."""


@dataclass(frozen=True)
class ChangeSet:
    """What changed at one moment, by whom and why; `made_at` is UTC, ISO 8601, to the second."""

    number: int
    made_at: str
    made_by: str
    why: str
    previous: str
    entries: tuple[Entry, ...]

    @property
    def header(self) -> Entry:
        return {
            "change": self.number,
            "made_at": self.made_at,
            "made_by": self.made_by,
            "why": self.why,
            "previous": self.previous,
        }

    @property
    def hash(self) -> str:
        digest = hashlib.sha256()
        for line in (self.header, *self.entries):
            digest.update(canonical_json(line).encode("utf-8") + b"\n")
        return digest.hexdigest()

    def lines(self) -> Iterator[str]:
        yield canonical_json(self.header)
        for entry in self.entries:
            yield line_of(entry)
        yield canonical_json({"change": self.number, "hash": self.hash})


def line_of(entry: Entry) -> str:
    """One line of the log. A finding keeps the order in which its columns are read."""
    if "finding" in entry:
        return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return canonical_json(entry)


# differences


def diff_subject(before: SubjectFile | None, after: SubjectFile | None) -> list[Entry]:
    """Return the entries that turn one state of a subject into another, if they differ."""
    old = {s.id: s for s in before.statements} if before else {}
    new = {s.id: s for s in after.statements} if after else {}
    entries: list[Entry] = [{"retract": gone} for gone in sorted(old.keys() - new.keys())]
    entries += [{"assert": s.as_dict()} for key, s in new.items() if key not in old]
    if after is None:
        return [*entries, {"remove": before.slug}] if before else []
    if before is None or page_of(before) != page_of(after):
        entries.append({"page": page_of(after)})
    return entries


def diff_findings(
    before: Mapping[str, RecordedFinding], after: Mapping[str, RecordedFinding]
) -> Iterator[Entry]:
    """Give the entries that turn some findings into others, in the order of their names."""
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield {"withdraw": name}
        elif name not in before or before[name].text != after[name].text:
            yield {"finding": after[name].as_dict()}


def diff(before: Collection, after: Collection) -> list[Entry]:
    slugs = sorted(set(before.subjects) | set(after.subjects))
    entries = [
        entry
        for slug in slugs
        for entry in diff_subject(before.subjects.get(slug), after.subjects.get(slug))
    ]
    return [*entries, *diff_findings(before.findings, after.findings)]


def page_of(subject: SubjectFile) -> Entry:
    """All of a subject that is no statement: class, order, handles, and what follows from them."""
    page: Entry = {
        "slug": subject.slug,
        "class": subject.subject_class,
        "rows": [[row.handle, row.statement.id] for row in subject.rows],
    }
    optional: Entry = {
        "checks": [check.as_dict() for check in subject.checks],
        "derived": [spec.as_dict() for spec in subject.derived],
        "contradictions": [spec.as_dict() for spec in subject.contradictions],
        "redirects": list(subject.redirects),
    }
    return page | {key: value for key, value in optional.items() if value}


def subject_of(page: Entry, statements: dict[str, Statement]) -> SubjectFile:
    """Put a subject together again from its page and its statements by identifier.

    Statements the page names but `statements` lacks are left out: so a view as of some day is
    the same page with fewer rows.
    """
    return SubjectFile(
        slug=page["slug"],
        subject_class=page["class"],
        rows=tuple(
            Row(handle, statements[key]) for handle, key in page["rows"] if key in statements
        ),
        checks=tuple(CheckSpec(**check) for check in page.get("checks", ())),
        contradictions=tuple(_contradiction(spec) for spec in page.get("contradictions", ())),
        redirects=tuple(page.get("redirects", ())),
        derived=tuple(_derived(spec) for spec in page.get("derived", ())),
    )


def _derived(data: Entry) -> DerivedSpec:
    return DerivedSpec(**{**data, "of": tuple(data.get("of", ()))})


def _contradiction(data: Entry) -> ContradictionSpec:
    sides = tuple(Side(side["said"], tuple(side["statements"])) for side in data["sides"])
    return ContradictionSpec(**{**data, "sides": sides})


# the log


def next_change_set(
    last: ChangeSet | None, entries: Iterable[Entry], *, made_at: str, made_by: str, why: str
) -> ChangeSet:
    return ChangeSet(
        number=last.number + 1 if last else 1,
        made_at=made_at,
        made_by=made_by,
        why=why,
        previous=last.hash if last else NO_CHANGE_BEFORE,
        entries=tuple(entries),
    )


def read_log(path: Path) -> Iterator[ChangeSet]:
    """Read a change log, and hold every hash against what it covers.

    Raises
    ------
    BadChangeLog
        At the first line that can't be read or whose hash does not fit.
    """
    if not path.exists():
        return
    header: Entry | None = None
    entries: list[Entry] = []
    previous, number = NO_CHANGE_BEFORE, 0
    with path.open("rb") as lines:
        for line_number, line in enumerate(lines, 1):
            data = _line(line, path, line_number)
            if header is None:
                header, entries = data, []
            elif "hash" not in data:
                entries.append(data)
            else:
                change_set = _closed(header, entries, data, path, line_number)
                if change_set.previous != previous or change_set.number != number + 1:
                    raise BadChangeLog(
                        f"{path.name}:{line_number}: change set {change_set.number} does not "
                        f"follow on change set {number}. Take the log from a release again."
                    )
                yield change_set
                previous, number, header = change_set.hash, change_set.number, None
    if header is not None:
        raise BadChangeLog(f"{path.name}: the last change set has no end; the file is cut off.")


def _line(line: bytes, path: Path, number: int) -> Entry:
    try:
        data = json.loads(line.decode("utf-8"))
    except ValueError as error:
        raise BadChangeLog(f"{path.name}:{number}: can't be read: {error}") from error
    if not isinstance(data, dict):
        raise BadChangeLog(f"{path.name}:{number}: is no entry of a change log.")
    return data


def _closed(
    header: Entry, entries: list[Entry], footer: Entry, path: Path, line_number: int
) -> ChangeSet:
    try:
        change_set = ChangeSet(
            header["change"],
            header["made_at"],
            header["made_by"],
            header["why"],
            header["previous"],
            tuple(entries),
        )
    except KeyError as error:
        raise BadChangeLog(f"{path.name}:{line_number}: a header lacks {error}.") from error
    whole = header == change_set.header and footer.get("change") == change_set.number
    if change_set.hash != footer["hash"] or not whole:
        raise BadChangeLog(
            f"{path.name}:{line_number}: change set {change_set.number} is not what its hash "
            "says; it was altered after it was made."
        )
    return change_set


def append_to_log(path: Path, change_set: ChangeSet) -> None:
    """Add a change set at the end, whole or not at all."""
    text = "".join(f"{line}\n" for line in change_set.lines())
    with path.open("a", encoding="utf-8") as log:
        log.write(text)


def replay(change_sets: Iterable[ChangeSet]) -> Collection:
    """Return the collection that a history leads to."""
    statements: dict[str, Statement] = {}
    pages: dict[str, Entry] = {}
    findings: dict[str, RecordedFinding] = {}
    for change_set in change_sets:
        for entry in change_set.entries:
            _apply(entry, statements, pages, findings)
    return Collection(
        {slug: subject_of(page, statements) for slug, page in sorted(pages.items())},
        dict(sorted(findings.items())),
    )


def _apply(
    entry: Entry,
    statements: dict[str, Statement],
    pages: dict[str, Entry],
    findings: dict[str, RecordedFinding],
) -> None:
    if "assert" in entry:
        statement = Statement.from_dict(entry["assert"])
        statements[statement.id] = statement
    elif "retract" in entry:
        statements.pop(entry["retract"], None)
    elif "page" in entry:
        pages[entry["page"]["slug"]] = entry["page"]
    elif "finding" in entry:
        findings[entry["finding"]["name"]] = RecordedFinding.from_dict(entry["finding"])
    elif "withdraw" in entry:
        findings.pop(entry["withdraw"], None)
    else:
        pages.pop(entry["remove"], None)
