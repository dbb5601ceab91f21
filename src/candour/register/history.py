"""Change sets in the database: applied line by line, and read back as they were."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from django.db.models import Q

from candour.core.errors import CandourError
from candour.evidence.chain import FINDING, Entry, Line, group_digest, set_digest
from candour.evidence.chain import ChangeSet as LoggedChangeSet
from candour.evidence.changes import subject_of
from candour.evidence.collection import SubjectFile
from candour.evidence.findings import KeptFinding
from candour.evidence.following import points_at
from candour.evidence.record import as_written
from candour.evidence.statements import Silence, Statement
from candour.register import models
from candour.register.inserting import insert_many
from candour.register.models import PageLink
from candour.register.origins import owner_of

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


class Unaccounted(CandourError):
    """Rows belong to a change set that was never made."""

    def __init__(self, table: str, number: int) -> None:
        self.table, self.number = table, number
        super().__init__(
            f"{table} holds rows of change set {number} or later, which was never made: somebody "
            "wrote them past the register. Nothing was changed. `candour verify` names them."
        )


class Altered(CandourError):
    """A statement that is to be recorded stands already, and says something else."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            f"The statement {key} stands in the database already and is not what its name says: it "
            "was altered. Nothing was changed. `candour verify` names all that was."
        )


class Application:
    """One change set being written: lines stream through it, and its hash forms as they pass.

    The row of the change set itself is written last, when its hash is known; the database
    checks the references to it at the end of the transaction.
    """

    def __init__(self, header: Entry, origin: models.Origin, *, arrived_at: datetime) -> None:
        last = models.ChangeSet.objects.order_by("-number").first()
        self.header = header
        self.origin = origin
        self.owner = owner_of(origin)
        self.number = last.number + 1 if last else 1
        refuse_leftovers(self.number)
        # A day asked about is a day here: it must not change what stood on a day that is over.
        self.arrived_at = max(last.arrived_at, arrived_at) if last else arrived_at
        self.applied = Applied()
        self.register_was_empty = not models.Statement.objects.exists()
        self._groups: list[tuple[int, str, str, str]] = []
        self._digests: list[str] = []
        self._lines: list[Line] = []  # of the group that is passing

    def take(self, lines: Iterable[Line]) -> None:
        stream = iter(lines)
        while batch := list(islice(stream, BATCH)):
            for line in batch:
                self._cover(line)
            entries = [line.entry for line in batch if not line.gone]
            self._retract([entry["retract"] for entry in entries if "retract" in entry])
            self._assert([Statement.from_dict(e["assert"]) for e in entries if "assert" in e])
            self._pages([entry["page"] for entry in entries if "page" in entry])
            self._remove([entry["remove"] for entry in entries if "remove" in entry])
            self._findings(
                [KeptFinding.from_dict(e["finding"]) for e in entries if "finding" in e],
                [entry["withdraw"] for entry in entries if "withdraw" in entry],
            )

    def _cover(self, line: Line) -> None:
        if self._lines and self._lines[0].about != line.about:
            self._end_group()
        self._lines.append(line)

    def _end_group(self) -> None:
        if not self._lines:
            return
        about = self._lines[0].about
        digest = group_digest(about, [line.digest for line in self._lines])
        salts = json.dumps([dict(line.gone) if line.gone else line.salt for line in self._lines])
        self._digests.append(digest)
        self._groups.append((self.number, about, digest, salts))
        self._lines = []

    def close(self) -> models.ChangeSet:
        self._end_group()
        insert_many(models.ChangeGroup, ("change_set", "about", "digest", "salts"), self._groups)
        return models.ChangeSet.objects.create(
            number=self.number,
            origin=self.origin,
            position=self.header["change"],
            arrived_at=self.arrived_at,
            made_at=datetime.fromisoformat(self.header["made_at"]),
            made_by=self.header["made_by"],
            why=self.header["why"],
            previous=self.header["previous"],
            hash=set_digest(self.header, self._digests),
            was=self.header.get("was", ""),
        )

    def _retract(self, ids: list[str]) -> None:
        for some in _chunks(ids):
            rows = models.Recording.objects.filter(
                origin=self.owner, statement__in=some, retracted_in=None
            )
            self.applied.slugs.update(rows.values_list("subject", flat=True))
            self.applied.retracted += rows.update(retracted_in=self.number)

    def _assert(self, statements: list[Statement]) -> None:
        known = set() if self.register_was_empty else _known(statements)
        new = {s.id: statement_cells(s) for s in statements if s.id not in known}
        insert_many(models.Statement, STATEMENT_FIELDS, list(new.values()))
        recordings = [(self.owner.pk, s.id, s.subject, self.number) for s in statements]
        columns = ("origin", "statement", "subject", "asserted_in")
        insert_many(models.Recording, columns, recordings)
        self.applied.asserted += len(statements)
        self.applied.slugs.update(statement.subject for statement in statements)

    def _pages(self, layouts: list[Entry]) -> None:
        self._remove([layout["slug"] for layout in layouts])
        names = self._names(layouts)
        pages = models.Page.objects.bulk_create(
            [
                models.Page(
                    origin=self.owner,
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
        note_links(pages)
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
            gone = models.Page.objects.filter(origin=self.owner, slug__in=some, retracted_in=None)
            gone.update(retracted_in=self.number)
        self.applied.slugs.update(slugs)

    def _findings(self, new: list[KeptFinding], withdrawn: list[str]) -> None:
        """Let findings stand in place of those of their names; their headlines stand with them.

        All that end do so first: two findings may have changed their names about.
        """
        names = [*(finding.name for finding in new), *withdrawn]
        ended = models.Finding.objects.filter(origin=self.owner, name__in=names, retracted_in=None)
        before = [KeptFinding.from_text(text) for text in ended.values_list("text", flat=True)]
        ended.update(retracted_in=self.number)
        stood = {statement.id for finding in before for statement in finding.statements}
        stand = {statement.id: statement for finding in new for statement in finding.statements}
        self._retract(sorted(stood - stand.keys()))
        self._assert([statement for key, statement in stand.items() if key not in stood])
        for finding in new:
            self._keep(finding)
        self.applied.findings += len(new)
        self.applied.withdrawn += len(withdrawn)

    def _keep(self, finding: KeptFinding) -> None:
        row = models.Finding.objects.create(
            origin=self.owner,
            name=finding.name,
            identifier=finding.identifier,
            audit=finding.audit,
            title=finding.title,
            lead=finding.lead,
            text=finding.text,
            asserted_in_id=self.number,
        )
        about = [(row.pk, slug, finding.refused.get(slug, "")) for slug in finding.about]
        insert_many(models.FindingSubject, ("finding", "slug", "refused"), about)


def _known(statements: list[Statement]) -> set[str]:
    """Which statements stand already; a row that says something else than its name is refused."""
    texts = {statement.id: statement.canonical for statement in statements}
    known: set[str] = set()
    for some in _chunks(list(texts)):
        rows = models.Statement.objects.filter(id__in=some)
        for key, canonical in rows.values_list("id", "canonical"):
            if canonical != texts[key]:
                raise Altered(key)
            known.add(key)
    return known


def refuse_leftovers(number: int) -> None:
    """See that nothing waits to become part of a change set that is about to be made.

    A client that checks no references can put rows into a change set that is not there yet.

    Raises
    ------
    Unaccounted
        If something does.
    """
    for model in (models.Recording, models.Page, models.Finding):
        if model.objects.filter(Q(asserted_in__gte=number) | Q(retracted_in__gte=number)).exists():
            raise Unaccounted(model._meta.db_table, number)
    if models.ChangeGroup.objects.filter(change_set__gte=number).exists():
        raise Unaccounted(models.ChangeGroup._meta.db_table, number)


def note_links(pages: Iterable[models.Page]) -> None:
    """Keep what each page points at, and which old slugs lead to it."""
    rows = [
        (page.pk, how, slug)
        for page in pages
        for how, slug in _links_of(subject_of(page.layout, {}))
    ]
    insert_many(models.PageLink, ("page", "how", "slug"), rows)


def _links_of(subject: SubjectFile) -> Iterator[tuple[str, str]]:
    for slug in sorted(points_at(subject)):
        yield PageLink.How.POINTS.value, slug
    for old in subject.redirects:
        yield PageLink.How.REDIRECT.value, old


def note_all_links() -> None:
    PageLink.objects.all().delete()
    pages = models.Page.objects.order_by("pk").iterator(chunk_size=BATCH)
    while some := list(islice(pages, BATCH)):
        note_links(some)


def statement_cells(statement: Statement) -> tuple[str, ...]:
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


def logged_change_sets(origin: str = "") -> Iterator[LoggedChangeSet]:
    """Give the change sets of an origin, or of all as they came, as a chain's files hold them."""
    rows = models.ChangeSet.objects.select_related("origin__drafts_of").order_by("number")
    for row in rows.filter(origin__name=origin) if origin else rows:
        yield logged(row)


def logged(row: models.ChangeSet) -> LoggedChangeSet:
    """A change set with its lines, as its file holds it."""
    return replace(header_of(row), lines=tuple(_lines_of(row.number)))


def header_of(row: models.ChangeSet) -> LoggedChangeSet:
    """A change set without its lines."""
    return LoggedChangeSet(
        row.origin.name,
        row.position,
        as_written(row.made_at),
        row.made_by,
        row.why,
        row.previous,
        (),
        row.was,
        row.origin.drafts_of.name if row.origin.drafts_of else "",
    )


def _lines_of(number: int) -> Iterator[Line]:
    """Put salts and entries together again; of what was taken out stands what is left."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for about, entry in entries_of(number):
        entries[about].append(entry)
    groups = models.ChangeGroup.objects.filter(change_set=number).order_by("pk")
    for about, salts in groups.values_list("about", "salts"):
        lines = iter(entries[about])
        for salt in json.loads(salts):
            if isinstance(salt, dict):
                yield Line.read({"about": about, **salt})
            else:
                yield Line(next(lines), salt, about)


def lines_about(number: int, about: str) -> Iterator[Line]:
    """The lines of one group of a change set."""
    own = [entry for name, entry in entries_of(number, about) if name == about]
    entries = iter(own)
    group = models.ChangeGroup.objects.get(change_set=number, about=about)
    for salt in json.loads(group.salts):
        if isinstance(salt, dict):
            yield Line.read({"about": about, **salt})
        else:
            yield Line(next(entries), salt, about)


def entries_of(number: int, about: str = "") -> Iterator[tuple[str, Entry]]:
    """The entries of a change set, in the order in which differences are written down.

    With `about`, those on other subjects may be left out.
    """
    findings, headlines = _findings_touched(number)
    recordings = models.Recording.objects.order_by("statement_id")
    pages_of = models.Page.objects.all()
    if about and not about.startswith(FINDING):
        recordings, pages_of = recordings.filter(subject=about), pages_of.filter(slug=about)
    for subject, key in recordings.filter(retracted_in=number).values_list(
        "subject", "statement_id"
    ):
        if key not in headlines:
            yield subject, {"retract": key}
    asserted = recordings.filter(asserted_in=number).order_by("id")
    for subject, key, canonical in asserted.values_list(
        "subject", "statement_id", "statement__canonical"
    ):
        if key not in headlines:
            yield subject, {"assert": json.loads(canonical)}
    pages = {p.slug: p.layout for p in pages_of.filter(asserted_in=number)}
    gone = pages_of.filter(retracted_in=number).values_list("slug", flat=True)
    for slug, layout in pages.items():
        yield slug, {"page": layout}
    for slug in set(gone) - pages.keys():
        yield slug, {"remove": slug}
    for name, entry in findings:
        yield f"{FINDING}{name}", entry


def _findings_touched(number: int) -> tuple[list[tuple[str, Entry]], set[str]]:
    """The entries of findings in a change set, and the statements that came or went with them."""
    entries: dict[str, Entry] = {}
    headlines: set[str] = set()
    for row in models.Finding.objects.filter(retracted_in=number):
        finding = KeptFinding.from_text(row.text)
        headlines.update(statement.id for statement in finding.statements)
        entries[finding.name] = {"withdraw": finding.name}
    for row in models.Finding.objects.filter(asserted_in=number):
        finding = KeptFinding.from_text(row.text)
        headlines.update(statement.id for statement in finding.statements)
        entries[finding.name] = {"finding": finding.as_dict()}
    return sorted(entries.items()), headlines


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), LOOK_UP):
        yield items[start : start + LOOK_UP]
