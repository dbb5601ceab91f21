"""What can happen to the register: content is loaded into it, and written back from it.

Loading is one transaction: a load that fails leaves the database as it was.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

from django.db import connection, transaction

from candour.audit.soundness import unsound_findings
from candour.content import FOLDER
from candour.core.errors import BadContent, CandourError, Problem
from candour.evidence.changes import (
    LOG_NAME,
    NO_CHANGE_BEFORE,
    ChangeSet,
    Entry,
    diff_findings,
    diff_subject,
    read_log,
)
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import FOLDER_OF, read_schema
from candour.evidence.findings import FOLDER_NAME, write_finding
from candour.evidence.folder import DumpReport, write_folder
from candour.evidence.reading import (
    OWN_VOICE,
    FolderCollection,
    open_collection,
)
from candour.evidence.speakers import SourceDefaults
from candour.evidence.writing import write_subject
from candour.register import models, selectors
from candour.register.findings import standing_findings
from candour.register.history import Application, logged_change_sets
from candour.register.kinds import kinds
from candour.register.search import rebuild_search
from candour.register.working_out import work_out

log = logging.getLogger(__name__)

AT_ONCE = 200
LONGEST_NAME = 200
SQLITE_CACHE_KB = 64_000
NO_REASON = "Content loaded from files"
SOMEONE = "this installation"


class HistoriesDiffer(CandourError):
    """The database and the change log tell different histories."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"The change log and the database differ at change set {number}: they have grown "
            "apart. Load into an empty database, or write the database out with "
            "`candour content dump` and bring the two together by hand."
        )


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    change_sets: int
    asserted: int
    retracted: int
    pages: int
    findings: int
    withdrawn: int

    @property
    def changed_nothing(self) -> bool:
        return not self.change_sets


@transaction.atomic
def load_content(
    folder: Path = FOLDER,
    *,
    made_by: str = SOMEONE,
    why: str = NO_REASON,
    made_at: datetime | None = None,
) -> LoadReport:
    """Bring the register to what the files say, by way of the change log that ships with them.

    Change sets of the log that the database lacks are applied as they are. Where the files go
    beyond the log, the difference becomes one more change set: what is gone from the files is
    retracted, what is new is asserted, and nothing is rewritten.

    Raises
    ------
    BadContent
        If any file has a problem; the database is left as it was.
    HistoriesDiffer
        If the database holds change sets that the log contradicts.
    """
    _give_memory_to_the_load()
    check_signature(made_by, why)
    schema = read_schema(folder)
    collection = open_collection(folder, schema)
    done = [_apply(change_set) for change_set in _missing_change_sets(folder)]
    beyond = _apply_difference(collection, made_by=made_by, why=why, made_at=made_at)
    done += [beyond] if beyond is not None else []
    if done:
        work_out()
        rebuild_search()
        _refresh_statistics()
    return LoadReport(
        len(done),
        sum(one.applied.asserted for one in done),
        sum(one.applied.retracted for one in done),
        sum(one.applied.pages for one in done),
        sum(one.applied.findings for one in done),
        sum(one.applied.withdrawn for one in done),
    )


def check_signature(made_by: str, why: str) -> None:
    if "\0" in made_by + why:
        raise CandourError("The name or the reason holds a NUL character. Take it out.")
    if len(made_by) > LONGEST_NAME:
        raise CandourError(f"The name is over {LONGEST_NAME} characters long. Shorten it.")


def _missing_change_sets(folder: Path) -> Iterator[ChangeSet]:
    """The log's change sets that the database does not hold yet."""
    held = list(models.ChangeSet.objects.order_by("number").values_list("number", "hash"))
    for (number, known), change_set in zip_longest(
        held, read_log(folder / LOG_NAME), fillvalue=(0, "")
    ):
        if isinstance(change_set, tuple):
            return  # the database has gone beyond the log
        if not known:
            yield change_set
        elif change_set.hash != known:
            raise HistoriesDiffer(number)


def _apply(change_set: ChangeSet) -> Application:
    application = Application(change_set.header)
    application.take(change_set.entries)
    application.close()
    return application


def _apply_difference(
    collection: FolderCollection, *, made_by: str, why: str, made_at: datetime | None
) -> Application | None:
    application = Application(next_header(made_by=made_by, why=why, made_at=made_at))
    problems: list[Problem] = list(collection.files.folder_problems)
    application.take(_difference(collection, problems))
    if problems:
        raise BadContent(sorted(set(problems), key=str))
    if application.applied.is_empty and not application.applied.slugs:
        return None
    application.close()
    return application


def next_header(*, made_by: str, why: str, made_at: datetime | None = None) -> Entry:
    """The first line of the change set that comes after the last one of the database."""
    last = models.ChangeSet.objects.order_by("-number").first()
    moment = made_at or datetime.now(UTC)
    return {
        "change": last.number + 1 if last else 1,
        "made_at": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "made_by": made_by,
        "why": why,
        "previous": last.hash if last else NO_CHANGE_BEFORE,
    }


def _difference(collection: FolderCollection, problems: list[Problem]) -> Iterator[Entry]:
    """Compare files and database a few subjects at a time; note problems instead of raising."""
    held = set(models.Page.objects.filter(retracted_in=None).values_list("slug", flat=True))
    slugs = sorted(held | set(collection.subjects))
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        before = selectors.subjects([slug for slug in some if slug in held])
        for slug in some:
            if slug not in collection.subjects:
                yield from diff_subject(before[slug], None)
                continue
            found = list(collection.problems_of(slug))
            problems += found
            if not found:
                yield from diff_subject(before.get(slug), collection.subjects[slug])
    problems += [
        *collection.problems_of_findings(),
        *unsound_findings(collection.findings, kinds()),
    ]
    yield from diff_findings(standing_findings(), collection.findings)


def _give_memory_to_the_load() -> None:
    """Let SQLite keep more pages at hand: identifiers are hashes, so rows go in everywhere."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KB}")


def _refresh_statistics() -> None:
    """Tell the database how its tables look, so that it plans its queries well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# out again


def dump_content(folder: Path) -> DumpReport:
    """Write the register, as it stands, to content files and their change log.

    Every file is written beside its place and then moved into it, so that none is half-written.
    """
    slugs = models.Page.objects.filter(retracted_in=None).order_by("slug")
    everything = {
        found.slug: found
        for start in _starts(slugs.count())
        for found in selectors.subjects(
            slugs.values_list("slug", flat=True)[start : start + AT_ONCE]
        ).values()
    }
    texts = dict(subject_files(everything))
    for name, found in standing_findings().items():
        texts[f"{FOLDER_NAME}/{name}.json"] = write_finding(found)
    texts[LOG_NAME] = "".join(
        f"{line}\n" for change_set in logged_change_sets() for line in change_set.lines()
    )
    return write_folder(folder, texts)


def _starts(count: int) -> range:
    return range(0, count, AT_ONCE)


def subject_files(subjects: dict[str, SubjectFile]) -> Iterator[tuple[str, str]]:
    """Give the path and the text of every content file, in its stable form."""
    schema = selectors.schema()
    sources = {
        slug: source_defaults(found)
        for slug, found in subjects.items()
        if found.subject_class == "source"
    }
    for slug, found in subjects.items():
        path = f"{FOLDER_OF[found.subject_class]}/{slug}.yaml"
        yield path, write_subject(found, schema, sources)


def source_defaults(source: SubjectFile) -> SourceDefaults:
    basis = "self-declared" if source.first_text("kind") in OWN_VOICE else "research"
    published = source.of("published")
    day = str(published[0].value) if published else ""
    return SourceDefaults(tuple(sorted(source.slugs("author"))), day, basis)
