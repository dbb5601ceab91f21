"""Change sets in the database: applied entry by entry, and read back as they were."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from candour.core.hashing import canonical_json
from candour.evidence.changes import ChangeSet as LoggedChangeSet
from candour.evidence.changes import Entry
from candour.evidence.findings import RecordedFinding
from candour.evidence.statements import Silence, Statement
from candour.register import models
from candour.register.inserting import insert_many

BATCH = 1_000
STATEMENT_FIELDS = ("id", "subject", "field", "kind", "value_key", "source", "canonical")
LOOK_UP = 400  # identifiers in one query; SQLite takes at most 999 parameters in old builds


@dataclass
class Applied:
    """How much a change set did."""

    asserted: int = 0
    retracted: int = 0
    pages: int = 0
    findings: int = 0
    withdrawn: int = 0
    slugs: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        counts = (self.asserted, self.retracted, self.pages, self.findings, self.withdrawn)
        return not any(counts)


class Application:
    """One change set being written: entries stream through it, and its hash forms as they pass.

    The row of the change set itself is written last, when its hash is known; the database
    checks the references to it at the end of the transaction.
    """

    def __init__(self, header: Entry) -> None:
        self.header = header
        self.number: int = header["change"]
        self.digest = hashlib.sha256()
        self._cover(header)
        self.applied = Applied()
        self.register_was_empty = not models.Statement.objects.exists()

    def _cover(self, line: Entry) -> None:
        self.digest.update(canonical_json(line).encode("utf-8") + b"\n")

    def take(self, entries: Iterable[Entry]) -> None:
        stream = iter(entries)
        while batch := list(islice(stream, BATCH)):
            for entry in batch:
                self._cover(entry)
            self._retract([entry["retract"] for entry in batch if "retract" in entry])
            self._assert([Statement.from_dict(e["assert"]) for e in batch if "assert" in e])
            self._pages([entry["page"] for entry in batch if "page" in entry])
            self._remove([entry["remove"] for entry in batch if "remove" in entry])
            self._findings(
                [RecordedFinding.from_dict(e["finding"]) for e in batch if "finding" in e],
                [entry["withdraw"] for entry in batch if "withdraw" in entry],
            )

    def close(self) -> models.ChangeSet:
        return models.ChangeSet.objects.create(
            number=self.number,
            made_at=datetime.fromisoformat(self.header["made_at"]),
            made_by=self.header["made_by"],
            why=self.header["why"],
            previous=self.header["previous"],
            hash=self.digest.hexdigest(),
        )

    def _retract(self, ids: list[str]) -> None:
        for some in _chunks(ids):
            rows = models.Recording.objects.filter(statement__in=some, retracted_in=None)
            self.applied.slugs.update(rows.values_list("subject", flat=True))
            self.applied.retracted += rows.update(retracted_in=self.number)

    def _assert(self, statements: list[Statement]) -> None:
        known: set[str] = set()
        if not self.register_was_empty:
            for some in _chunks([statement.id for statement in statements]):
                known.update(
                    models.Statement.objects.filter(id__in=some).values_list("id", flat=True)
                )
        new = {s.id: _statement_cells(s) for s in statements if s.id not in known}
        insert_many(models.Statement, STATEMENT_FIELDS, list(new.values()))
        recordings = [(s.id, s.subject, self.number) for s in statements]
        insert_many(models.Recording, ("statement", "subject", "asserted_in"), recordings)
        self.applied.asserted += len(statements)
        self.applied.slugs.update(statement.subject for statement in statements)

    def _pages(self, layouts: list[Entry]) -> None:
        self._remove([layout["slug"] for layout in layouts])
        names = self._names(layouts)
        models.Page.objects.bulk_create(
            [
                models.Page(
                    slug=layout["slug"],
                    subject_class=layout["class"],
                    name=names.get(layout["slug"]) or str(layout["slug"]),
                    layout=layout,
                    asserted_in_id=self.number,
                )
                for layout in layouts
            ],
            batch_size=BATCH,
        )
        self.applied.pages += len(layouts)

    def _names(self, layouts: list[Entry]) -> dict[str, str]:
        """The name each page shows: the first statement of its field `name`."""
        first = {}
        for layout in layouts:
            for handle, key in layout["rows"]:
                if handle.startswith("name."):
                    first[key] = layout["slug"]
                    break
        names: dict[str, str] = {}
        for some in _chunks(list(first)):
            for row in models.Statement.objects.filter(id__in=some):
                names[first[row.id]] = json.loads(row.canonical)["value"].get("text", "")
        return names

    def _remove(self, slugs: list[str]) -> None:
        for some in _chunks(slugs):
            gone = models.Page.objects.filter(slug__in=some, retracted_in=None)
            gone.update(retracted_in=self.number)
        self.applied.slugs.update(slugs)

    def _findings(self, new: list[RecordedFinding], withdrawn: list[str]) -> None:
        """Let findings stand in place of those of their names; their headlines stand with them.

        All that end do so first: two findings may have changed their names about.
        """
        names = [*(found.name for found in new), *withdrawn]
        ended = models.Finding.objects.filter(name__in=names, retracted_in=None)
        before = [RecordedFinding.from_text(text) for text in ended.values_list("text", flat=True)]
        ended.update(retracted_in=self.number)
        stood = {statement.id for found in before for statement in found.statements}
        stand = {statement.id: statement for found in new for statement in found.statements}
        self._retract(sorted(stood - stand.keys()))
        self._assert([statement for key, statement in stand.items() if key not in stood])
        for found in new:
            self._keep(found)
        self.applied.findings += len(new)
        self.applied.withdrawn += len(withdrawn)

    def _keep(self, found: RecordedFinding) -> None:
        row = models.Finding.objects.create(
            name=found.name,
            identifier=found.identifier,
            audit=found.audit,
            title=found.title,
            lead=found.lead,
            text=found.text,
            asserted_in_id=self.number,
        )
        about = [(row.pk, slug, found.refused.get(slug, "")) for slug in found.about]
        insert_many(models.FindingSubject, ("finding", "slug", "refused"), about)


def _statement_cells(statement: Statement) -> tuple[str, ...]:
    value = statement.value
    if isinstance(value, Silence):
        key = value.kind
    else:
        key = str(value) if statement.kind in {"term", "subject", "closure"} else ""
    return (
        *(statement.id, statement.subject, statement.field, statement.kind),
        *(key, statement.source, statement.canonical),
    )


def statement_of(row: models.Statement) -> Statement:
    return Statement.from_canonical(row.canonical, key=row.id)


def logged_change_sets() -> Iterator[LoggedChangeSet]:
    """Give every change set of the database with its entries, as a change log holds them."""
    for row in models.ChangeSet.objects.order_by("number"):
        yield LoggedChangeSet(
            row.number,
            row.made_at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            row.made_by,
            row.why,
            row.previous,
            tuple(_entries_of(row.number)),
        )


def _entries_of(number: int) -> Iterator[Entry]:
    """The entries of a change set, in the order in which differences are written down."""
    findings, headlines = _findings_touched(number)
    retracts: dict[str, list[Entry]] = defaultdict(list)
    asserts: dict[str, list[Entry]] = defaultdict(list)
    recordings = models.Recording.objects.order_by("statement_id")
    for subject, key in recordings.filter(retracted_in=number).values_list(
        "subject", "statement_id"
    ):
        if key not in headlines:
            retracts[subject].append({"retract": key})
    made = models.Recording.objects.filter(asserted_in=number).order_by("id")
    for subject, key, canonical in made.values_list(
        "subject", "statement_id", "statement__canonical"
    ):
        if key not in headlines:
            asserts[subject].append({"assert": json.loads(canonical)})
    pages = {p.slug: p.layout for p in models.Page.objects.filter(asserted_in=number)}
    gone = models.Page.objects.filter(retracted_in=number).values_list("slug", flat=True)
    for slug in sorted(retracts.keys() | asserts.keys() | pages.keys() | set(gone)):
        yield from retracts[slug]
        yield from asserts[slug]
        if slug in pages:
            yield {"page": pages[slug]}
        elif slug in set(gone):
            yield {"remove": slug}
    yield from findings


def _findings_touched(number: int) -> tuple[list[Entry], set[str]]:
    """The entries of findings in a change set, and the statements that came or went with them."""
    entries: dict[str, Entry] = {}
    headlines: set[str] = set()
    for row in models.Finding.objects.filter(retracted_in=number):
        found = RecordedFinding.from_text(row.text)
        headlines.update(statement.id for statement in found.statements)
        entries[found.name] = {"withdraw": found.name}
    for row in models.Finding.objects.filter(asserted_in=number):
        found = RecordedFinding.from_text(row.text)
        headlines.update(statement.id for statement in found.statements)
        entries[found.name] = {"finding": found.as_dict()}
    return [entries[name] for name in sorted(entries)], headlines


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), LOOK_UP):
        yield items[start : start + LOOK_UP]
