"""Every row that is kept, held against what the chains say it must be.

The lines of the chains are applied once more, in memory: what comes out is what the tables of
recordings, pages and findings must hold, row for row. A statement's row must be what its name is
the hash of.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import ChangeSet, Entry
from candour.evidence.findings import KeptFinding
from candour.evidence.statements import Statement
from candour.evidence.statements import name_of as name_of_statement
from candour.evidence.verified import Verified, several
from candour.register import models
from candour.register.history import STATEMENT_FIELDS, statement_cells
from candour.register.verifying.chains import UNREADABLE, Chains

AT_ONCE = 1_000
Cell = str | int | None
Row = tuple[Cell, ...]  # what it is called, then its cells; when it began and ended come last
Key = tuple[str, str]


def hold_statements(report: Verified) -> dict[str, str]:
    """Hold every statement against its name; give back the text of each, for names of pages."""
    texts: dict[str, str] = {}
    recorded = set(models.Recording.objects.values_list("statement_id", flat=True))
    rows = models.Statement.objects.order_by("id").values_list(*STATEMENT_FIELDS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        where = f"statement {row[0]} of {row[1]}"
        texts[row[0]] = _text(row[-1])
        sentence = _what_is_wrong(row)
        if sentence:
            report.differs(where, sentence)
        if row[0] not in recorded:
            report.differs(where, "no change set ever recorded it")
    for key in sorted(recorded - texts.keys()):
        report.differs(f"statement {key}", "is recorded and is not there")
    report.checked.append(f"{several(len(texts), 'statement')}, each against its name and columns")
    return texts


def _what_is_wrong(row: tuple[str, ...]) -> str:
    if name_of_statement(row[-1]) != row[0]:
        return "what it says is not what its name is the hash of"
    try:
        cells = statement_cells(Statement.from_canonical(row[-1], key=row[0]))
    except UNREADABLE:
        return "can't be read"
    differing = [
        name
        for name, cell, expected in zip(STATEMENT_FIELDS, row, cells, strict=True)
        if cell != expected
    ]
    return f"its column {differing[0]} is not what it says" if differing else ""


def _text(canonical: str) -> str:
    try:
        return str(json.loads(canonical)["value"].get("text", ""))
    except UNREADABLE:
        return ""


@dataclass
class Replay:
    """What the tables must hold once some change sets are in."""

    texts: Mapping[str, str]
    ended: Counter[Row] = field(default_factory=Counter)
    recordings: dict[Key, tuple[str, int]] = field(default_factory=dict)
    pages: dict[Key, tuple[Entry, int]] = field(default_factory=dict)
    findings: dict[Key, tuple[KeptFinding, int]] = field(default_factory=dict)

    def take(self, change_set: ChangeSet, number: int) -> None:
        owner = change_set.owner
        findings: list[KeptFinding] = []
        withdrawn: list[str] = []
        for entry in change_set.entries:
            if "retract" in entry:
                self._retract(owner, entry["retract"], number)
            elif "assert" in entry:
                self._assert(owner, Statement.from_dict(entry["assert"]), number)
            elif "page" in entry:
                self._end_page(owner, entry["page"]["slug"], number)
                self.pages[owner, entry["page"]["slug"]] = entry["page"], number
            elif "remove" in entry:
                self._end_page(owner, entry["remove"], number)
            elif "finding" in entry:
                findings.append(KeptFinding.from_dict(entry["finding"]))
            else:
                withdrawn.append(entry["withdraw"])
        self._take_findings(owner, findings, withdrawn, number)

    def _assert(self, owner: str, statement: Statement, number: int) -> None:
        self.recordings[owner, statement.id] = statement.subject, number

    def _retract(self, owner: str, key: str, number: int) -> None:
        if (owner, key) in self.recordings:
            subject, began = self.recordings.pop((owner, key))
            self.ended[("recording", owner, key, subject, began, number)] += 1

    def _end_page(self, owner: str, slug: str, number: int) -> None:
        if (owner, slug) in self.pages:
            layout, began = self.pages.pop((owner, slug))
            self.ended[self._page_row(owner, layout, began, number)] += 1

    def _take_findings(
        self, owner: str, new: list[KeptFinding], withdrawn: list[str], number: int
    ) -> None:
        """As `Application` does: all that end do so first, and headlines that stay are left."""
        before = []
        for name in (*(finding.name for finding in new), *withdrawn):
            if (owner, name) in self.findings:
                finding, began = self.findings.pop((owner, name))
                before.append(finding)
                self.ended[_finding_row(owner, finding, began, number)] += 1
        stood = {statement.id for finding in before for statement in finding.statements}
        stand = {statement.id: statement for finding in new for statement in finding.statements}
        for key in sorted(stood - stand.keys()):
            self._retract(owner, key, number)
        for key, statement in stand.items():
            if key not in stood:
                self._assert(owner, statement, number)
        for finding in new:
            self.findings[owner, finding.name] = finding, number

    def _page_row(self, owner: str, layout: Entry, began: int, ended: int | None) -> Row:
        key = next((key for handle, key in layout["rows"] if handle.startswith("name.")), "")
        name = self.texts.get(key) or layout["slug"]
        what = (layout["slug"], layout["class"], name, canonical_json(layout))
        return ("page", owner, *what, began, ended)

    def rows(self) -> Counter[Row]:
        """All rows that there must be."""
        rows = self.ended.copy()
        rows.update(
            ("recording", owner, key, subject, began, None)
            for (owner, key), (subject, began) in self.recordings.items()
        )
        rows.update(
            self._page_row(owner, layout, began, None)
            for (owner, _), (layout, began) in self.pages.items()
        )
        rows.update(
            _finding_row(owner, finding, began, None)
            for (owner, _), (finding, began) in self.findings.items()
        )
        return rows


def _finding_row(owner: str, finding: KeptFinding, began: int, ended: int | None) -> Row:
    about = [[slug, finding.refused.get(slug, "")] for slug in finding.about]
    heads = (finding.name, finding.identifier, finding.audit, finding.title, finding.lead)
    text = sha256_hex(finding.text)
    return ("finding", owner, *heads, text, canonical_json(about), began, ended)


def hold_rows(chains: Chains, texts: Mapping[str, str], report: Verified) -> None:
    """Hold recordings, pages and findings against what the chains lead to.

    Where a change set could not be read, what follows from it can't be told: its own differences
    are named, and rows are not.
    """
    numbers = set(models.ChangeSet.objects.values_list("number", flat=True))
    if chains.change_sets.keys() != numbers:
        return
    replay = Replay(texts)
    try:
        for number, change_set in sorted(chains.change_sets.items()):
            replay.take(change_set, number)
        expected = replay.rows()
    except UNREADABLE:
        report.differs("chains", "what they lead to can't be worked out")
        return
    kept = Counter(_kept_rows())
    for row in sorted(expected - kept, key=repr):
        report.differs(_called(row), "follows from the chains and is not there, or is not the same")
    for row in sorted(kept - expected, key=repr):
        report.differs(_called(row), "is there and does not follow from the chains")
    report.checked.append(f"{sum(kept.values())} recordings, pages and findings, row by row")


def _called(row: Row) -> str:
    kind, owner, key, *_, began, ended = row
    until = f" to {ended}" if ended is not None else ""
    return f"{kind} {key} of '{owner}', from change {began}{until}"


def _kept_rows() -> Iterator[Row]:
    span = ("asserted_in_id", "retracted_in_id")
    recordings = models.Recording.objects.values_list(
        "origin__name", "statement_id", "subject", *span
    )
    for row in recordings.iterator(chunk_size=AT_ONCE):
        yield ("recording", *row)
    for page in models.Page.objects.select_related("origin").iterator(chunk_size=AT_ONCE):
        what = (page.slug, page.subject_class, page.name, canonical_json(page.layout))
        began, ended = page.asserted_in_id, page.retracted_in_id
        yield ("page", page.origin.name, *what, began, ended)
    for finding in models.Finding.objects.select_related("origin").order_by("pk"):
        subjects = finding.subjects.order_by("pk").values_list("slug", "refused")
        heads = (finding.name, finding.identifier, finding.audit, finding.title, finding.lead)
        about = canonical_json([list(row) for row in subjects])
        began, ended = finding.asserted_in_id, finding.retracted_in_id
        text = sha256_hex(finding.text)
        yield ("finding", finding.origin.name, *heads, text, about, began, ended)


def hold_field_tables(report: Verified) -> list[str]:
    """Hold the tables of fields against their digests; give back the digests worked out."""
    digests = []
    for number, table in enumerate(models.FieldTable.objects.order_by("pk"), 1):
        digests.append(sha256_hex(canonical_json(table.texts)))
        if digests[-1] != table.digest:
            report.differs(f"table of fields {number}", "is not what its digest is of")
        if digests[-2:] == [table.digest] * 2:
            report.differs(
                f"table of fields {number}", "only says again what the one before it said"
            )
    report.checked.append(f"tables of fields: {len(digests)}")
    return digests
