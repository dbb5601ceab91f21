"""The register written out: content files in their stable form, with the chains of all origins."""

from collections.abc import Iterator
from pathlib import Path

from candour.core.hashing import canonical_json
from candour.evidence.chain_files import ARRIVALS, CHANGES, file_of
from candour.evidence.collection import SubjectFile
from candour.evidence.content_files import source_defaults, subject_file
from candour.evidence.findings import FOLDER_NAME, write_finding
from candour.evidence.first_log import FIRST_LOG
from candour.evidence.folder import DumpReport, StandsThere, write_folder
from candour.evidence.record import as_written
from candour.evidence.releases import CHECKPOINTS
from candour.register import models, selectors
from candour.register.findings import standing_findings
from candour.register.history import logged_change_sets

AT_ONCE = 200
ORIGINS = "origins"  # the folder for files of all but the first, in a dump


def dump_content(folder: Path, *, replace: bool = False) -> DumpReport:
    """Write the register, as it stands, to a folder that can be loaded.

    The files of the content that ships, or of the first origin there is, stand in the folder
    itself with the table of fields, the gaps and the vocabularies; those of others stand under
    `origins/`. A folder that is empty gets all of it or nothing.

    Raises
    ------
    StandsThere
        If the folder holds other content and `replace` is not said. Nothing is written then.
    """
    if (folder / FIRST_LOG).exists():  # the same chain in its first form, which stands alone
        raise StandsThere(folder, [FIRST_LOG])
    return write_folder(folder, dict(register_files()), replace=replace)


def checkpoint_files() -> Iterator[tuple[str, str]]:
    """Each checkpoint that was signed here, by the path of its file."""
    texts = models.Checkpoint.objects.order_by("pk").values_list("text", flat=True)
    for number, text in enumerate(texts, 1):
        yield f"{CHECKPOINTS}/{number:05}.json", text


def register_files() -> Iterator[tuple[str, str]]:
    """Give the path and the text of every file of a dump."""
    table = models.FieldTable.in_force()
    if table is not None:
        yield from table.texts.items()
    for number, owner in enumerate(models.Origin.objects.filter(drafts_of=None).order_by("pk")):
        prefix = "" if number == 0 else f"{ORIGINS}/{owner.name}/"
        for name, text in _files_of(owner):
            yield f"{prefix}{name}", text
    arrivals = []
    dates = models.ChangeSet.objects.order_by("number").values_list("arrived_at", flat=True)
    for change_set, arrived_at in zip(logged_change_sets(), dates, strict=True):
        yield file_of(change_set), change_set.text()
        arrivals.append(
            {
                "origin": change_set.origin,
                "change": change_set.number,
                "arrived_at": as_written(arrived_at),
                "hash": change_set.hash,
            }
        )
    if len({arrival["origin"] for arrival in arrivals}) > 1:
        yield f"{CHANGES}/{ARRIVALS}", "".join(f"{canonical_json(row)}\n" for row in arrivals)


def _files_of(owner: models.Origin) -> Iterator[tuple[str, str]]:
    schema = selectors.schema()
    sources = {one.slug: source_defaults(one) for one in _subjects_of(owner, "source")}
    for subject in _subjects_of(owner):
        yield subject_file(subject, schema, sources)
    for name, finding in standing_findings(owner).items():
        yield f"{FOLDER_NAME}/{name}.json", write_finding(finding)


def _subjects_of(owner: models.Origin, subject_class: str = "") -> Iterator[SubjectFile]:
    """What an origin says of the subjects of a class, or of all, some hundreds at a time."""
    pages = models.Page.objects.filter(origin=owner, retracted_in=None).order_by("slug")
    if subject_class:
        pages = pages.filter(subject_class=subject_class)
    slugs = list(pages.values_list("slug", flat=True))
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        yield from selectors.subjects(some, origin=owner).values()
