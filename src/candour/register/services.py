"""What can happen to the register: content is loaded into it, and written back from it.

Loading is one transaction: a load that fails leaves the database as it was.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from candour.audit.soundness import unsound_findings
from candour.content import FOLDER
from candour.core.collecting import rare_collection
from candour.core.errors import BadContent, CandourError, Problem, causes_first
from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import ChangeSet, salted
from candour.evidence.chain_files import (
    change_sets_in,
    own_origin,
    read_chain,
)
from candour.evidence.changes import About, diff_findings, diff_subject, replay
from candour.evidence.collection import Collection
from candour.evidence.fields import read_schema, schema_texts
from candour.evidence.reading import FolderCollection, open_collection
from candour.evidence.record import check_signature
from candour.register import models, selectors
from candour.register.findings import standing_findings
from candour.register.history import Application
from candour.register.kinds import kinds
from candour.register.origins import drafts_for, next_header, origin_named
from candour.register.working_out import are_rules_in_force, keep_up, rebuild

log = logging.getLogger(__name__)

AT_ONCE = 200
SQLITE_CACHE_KB = 64_000
NO_REASON = "Content loaded from files"
SOMEONE = "this installation"
ORIGINS = "origins"  # the folder for files of all but the first, in a dump


class HistoriesDiffer(CandourError):
    """The database and the files hold two chains of one origin."""

    def __init__(self, origin: str, number: int) -> None:
        self.origin = origin
        self.number = number
        super().__init__(
            f"The change log and the database differ at change set {number} of '{origin}': one of "
            "the two is not its history. Load a release that goes on from what the database "
            "holds, or load into an empty database."
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
@rare_collection()
def load_content(
    folder: Path = FOLDER,
    *,
    made_by: str = SOMEONE,
    why: str = NO_REASON,
    made_at: datetime | None = None,
) -> LoadReport:
    """Bring the register to what the files say, by way of the chains that ship with them.

    Change sets that the database lacks are applied as they are. Where the files go beyond the
    chain of their own origin, the difference becomes a change set of drafts: what is gone from
    the files is retracted, what is new is asserted, and nothing is rewritten. Drafts give way
    when that chain goes on. What other origins recorded is neither withdrawn nor waited for.

    Raises
    ------
    BadContent
        If any file has a problem; the database is left as it was.
    HistoriesDiffer
        If the database holds change sets that a chain contradicts.
    """
    give_memory_to_the_load()
    check_signature(made_by, why)
    schema = read_schema(folder)
    is_new_table = keep_field_table(folder)
    collection = open_collection(folder, schema)
    arrived_at = made_at or datetime.now(UTC)
    own = own_origin(folder)
    done = list(_brought_forward(folder, arrived_at))
    beyond = _apply_difference(
        collection, origin_named(own), made_by=made_by, why=why, made_at=arrived_at
    )
    done += [beyond] if beyond is not None else []
    if done or (is_new_table and models.ChangeSet.objects.exists()):
        keep_up(schema, {one.number: one.applied.slugs for one in done})
        refresh_statistics()
    return LoadReport(
        len(done),
        sum(one.applied.asserted for one in done),
        sum(one.applied.retracted for one in done),
        sum(one.applied.pages for one in done),
        sum(one.applied.findings for one in done),
        sum(one.applied.withdrawn for one in done),
    )


def keep_field_table(folder: Path) -> bool:
    """Keep the table of fields with what was loaded by it; say whether it is another."""
    texts = schema_texts(folder)
    digest = sha256_hex(canonical_json(texts))
    last = models.FieldTable.in_force()
    if last is not None and last.digest == digest:
        return False
    models.FieldTable.objects.create(digest=digest, texts=texts)
    selectors.forget_schema()
    return True


def _brought_forward(folder: Path, arrived_at: datetime) -> Iterator[Application]:
    """Apply what the database lacks of the chains in a folder."""
    digests = {
        (name, position): digest
        for name, position, digest in models.ChangeSet.objects.values_list(
            "origin__name", "position", "hash"
        )
    }
    for change_set in change_sets_in(folder):
        digest = digests.get((change_set.origin, change_set.number))
        if digest is None:
            yield from _drafts_given_way(folder, change_set, arrived_at)
            yield _apply(change_set, arrived_at)
        elif digest != change_set.hash:
            raise HistoriesDiffer(change_set.origin, change_set.number)


def _apply(change_set: ChangeSet, arrived_at: datetime) -> Application:
    origin = origin_named(change_set.origin, change_set.acts_for)
    application = Application(change_set.header, origin, arrived_at=arrived_at)
    application.take(change_set.lines)
    application.close()
    return application


def _drafts_given_way(
    folder: Path, change_set: ChangeSet, arrived_at: datetime
) -> Iterator[Application]:
    """Take back what drafts did to an origin's content, as its chain is about to go on."""
    owner = models.Origin.objects.filter(name=change_set.origin, drafts__isnull=False).first()
    if owner is None:
        return
    before = islice(read_chain(folder, owner.name), change_set.number - 1)
    recorded = replay(before)
    entries = list(_drafted(owner, recorded))
    if entries:
        why = f"Edits of files give way to change set {change_set.number} of {owner.name}"
        drafts = drafts_for(owner)
        header = next_header(drafts, made_by=SOMEONE, why=why, made_at=arrived_at)
        application = Application(header, drafts, arrived_at=arrived_at)
        application.take(salted(entries))
        application.close()
        yield application


def _drafted(owner: models.Origin, recorded: Collection) -> Iterator[About]:
    """What leads from the state that drafts made back to the recorded one."""
    touched = models.Page.objects.filter(
        Q(asserted_in__origin__drafts_of=owner) | Q(retracted_in__origin__drafts_of=owner)
    )
    slugs = sorted(set(touched.values_list("slug", flat=True)))
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        standing = selectors.subjects(some, origin=owner)
        for slug in some:
            yield from diff_subject(standing.get(slug), recorded.subjects.get(slug))
    yield from diff_findings(standing_findings(owner), recorded.findings)


def _apply_difference(
    collection: FolderCollection,
    owner: models.Origin,
    *,
    made_by: str,
    why: str,
    made_at: datetime,
) -> Application | None:
    """Apply what the files say beyond the chain of their origin, as drafts."""
    problems: list[Problem] = list(collection.files.folder_problems)
    entries = _difference(collection, owner, problems)
    first = next(entries, None)
    if first is None and not problems:
        return None
    drafts = drafts_for(owner)
    header = next_header(drafts, made_by=made_by, why=why, made_at=made_at)
    application = Application(header, drafts, arrived_at=made_at)
    application.take(salted(chain([first] if first else [], entries)))
    if problems:
        raise BadContent(causes_first(problems))
    application.close()
    return application


def _difference(
    collection: FolderCollection, owner: models.Origin, problems: list[Problem]
) -> Iterator[About]:
    """Compare files and database a few subjects at a time; note problems instead of raising."""
    pages = models.Page.objects.filter(origin=owner, retracted_in=None)
    slugs_here = set(pages.values_list("slug", flat=True))
    slugs = sorted(slugs_here | set(collection.subjects))
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        before = selectors.subjects([slug for slug in some if slug in slugs_here], origin=owner)
        for slug in some:
            if slug not in collection.subjects:
                yield from diff_subject(before[slug], None)
                continue
            own_problems = list(collection.problems_of(slug))
            problems += own_problems
            if not own_problems:
                yield from diff_subject(before.get(slug), collection.subjects[slug])
    problems += [
        *collection.problems_of_findings(),
        *unsound_findings(collection.findings, kinds()),
    ]
    yield from diff_findings(standing_findings(owner), collection.findings)


def give_memory_to_the_load() -> None:
    """Let SQLite keep more pages at hand: identifiers are hashes, so rows go in everywhere."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KB}")


def refresh_statistics() -> None:
    """Tell the database how its tables look, so that it plans its queries well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bring_up_to_date() -> bool:
    """Work everything out anew if the rules are no longer those it was worked out by; say if so."""
    schema = selectors.schema()
    if is_empty() or are_rules_in_force(schema):
        return False
    log.info("Working out anew what follows from the statements")
    rebuild(schema)
    return True


def is_empty() -> bool:
    """Whether nothing was ever put into the register."""
    return not models.ChangeSet.objects.exists()
