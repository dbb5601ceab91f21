"""Statements of a table put into the register: a change set of this installation's own chain.

A table of statements (`evidence/released/reading.py`) tells of no checks, derived numbers,
declared contradictions or findings; whoever has a whole release loads its folder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from candour.content import FOLDER
from candour.core.collecting import rare_collection
from candour.core.errors import BadContent, Problem, causes_first
from candour.evidence.chain import salted
from candour.evidence.changes import About, diff_subject
from candour.evidence.collection import Row, SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.persons import MOST_STATEMENTS, PRIVATE_PERSON
from candour.evidence.record import check_signature
from candour.evidence.released.reading import read_classes, read_statements, row_problems
from candour.evidence.subject_reader import LONGEST_NAME, Handles, automatic_handle
from candour.register import models, selectors
from candour.register.history import Application, statement_of
from candour.register.origins import here, next_header
from candour.register.services import (
    SOMEONE,
    give_memory_to_the_load,
    keep_field_table,
    refresh_statistics,
)
from candour.register.working_out import keep_up

SUBJECTS_BESIDE = "subjects.csv"  # which stands beside the table of statements in a release
NEEDED = ("name", "kind")
AT_ONCE = 400
NO_REASON = "Statements imported from a table"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a table held, and what of it was new; `change` is 0 where nothing was written."""

    statements: int
    new: int
    standing: int
    subjects: int
    change: int

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
@rare_collection()
def import_statements(
    path: Path,
    *,
    subjects: Path | None = None,
    write: bool = False,
    made_by: str = SOMEONE,
    why: str = NO_REASON,
    made_at: datetime | None = None,
) -> ImportReport:
    """Read a table of statements and, with `write`, record those that do not stand yet.

    Parameters
    ----------
    path : Path
        CSV in the form of `tables/csv/statements.csv` of a release.
    subjects : Path, optional
        CSV with the class of each subject that the register lacks; by default `subjects.csv`
        beside the table, if there is one.

    Raises
    ------
    BadContent
        With file, row and column of everything that can't be taken. Nothing is taken then.
    NotPlain
        If a file can't be read as text.
    """
    check_signature(made_by, why)
    schema = selectors.schema()
    rows = read_statements(path, schema)
    classes = _classes(path, subjects, rows)
    stand = _standing([row.statement.id for row in rows])
    new = [row for row in rows if row.statement.id not in stand]
    _refuse_problems(path, rows, new, classes, schema)
    touched = _by_subject(new)
    change = 0
    if write and new:
        moment = made_at or datetime.now(UTC)
        change = _record(touched, classes, made_by=made_by, why=why, moment=moment)
    return ImportReport(len(rows), len(new), len(rows) - len(new), len(touched), change)


def _classes(path: Path, subjects: Path | None, rows: Sequence[Row]) -> dict[str, str]:
    """The class of each subject that rows are about or name, of the register before the table."""
    beside = path.with_name(SUBJECTS_BESIDE)
    table = subjects or (beside if beside.is_file() else None)
    told = read_classes(table) if table is not None else {}
    slugs = {slug for row in rows for slug in _slugs_in(row)}
    own = {row.statement.subject for row in rows}
    here_already = _classes_here(slugs)
    return {slug: told[slug] for slug in own if slug in told} | here_already


def _slugs_in(row: Row) -> Iterable[str]:
    statement = row.statement
    yield from (statement.subject, statement.source, statement.via, statement.first_in)
    yield from statement.said_by
    yield from (text for _, text in statement.qualifiers)
    if statement.kind == "subject":
        yield str(statement.value)


def _classes_here(slugs: Iterable[str]) -> dict[str, str]:
    """The class of those that stand, and of those that were renamed or merged."""
    classes: dict[str, str] = {}
    for some in _parts(sorted(slugs)):
        now_at = selectors.redirected(some)
        names = selectors.names({*some, *now_at.values()})
        for slug in some:
            target = now_at.get(slug, slug)
            if target in names:
                classes[slug] = names[target][1]
    return classes


def _parts(items: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(items), AT_ONCE):
        yield list(items[start : start + AT_ONCE])


def _standing(keys: Sequence[str]) -> set[str]:
    """Which statements stand by whatever origin."""
    stand: set[str] = set()
    for some in _parts(keys):
        rows = models.Recording.objects.filter(statement__in=some, retracted_in=None)
        stand.update(rows.values_list("statement_id", flat=True))
    return stand


def _by_subject(rows: Iterable[Row]) -> dict[str, list[Row]]:
    by_subject: dict[str, list[Row]] = {}
    for row in rows:
        by_subject.setdefault(row.statement.subject, []).append(row)
    return dict(sorted(by_subject.items()))


# --- what is refused ------------------------------------------------------------------


def _refuse_problems(
    path: Path,
    rows: Sequence[Row],
    new: Sequence[Row],
    classes: Mapping[str, str],
    schema: Schema,
) -> None:
    problems: list[Problem] = []
    people = _private_people(rows)
    problems += _too_much_of_one_person(path.name, new, people)
    for row in rows:
        problems += row_problems(row, path.name, schema, lambda slug: classes.get(slug, ""), people)
    for slug, own in _by_subject(rows).items():
        problems += _subject_problems(path.name, slug, own, classes.get(slug, ""))
    if problems:
        raise BadContent(causes_first(problems))


def _private_people(rows: Sequence[Row]) -> frozenset[str]:
    """Bodies that stand for one person affected, in the table or in the register."""
    told = {
        row.statement.subject
        for row in rows
        if row.statement.field == "kind" and row.statement.value == PRIVATE_PERSON
    }
    held = selectors.having("kind", [PRIVATE_PERSON]).values_list("subject", flat=True)
    return frozenset({*told, *held})


def _too_much_of_one_person(
    file: str, new: Sequence[Row], people: frozenset[str]
) -> Iterable[Problem]:
    """Of one person affected no more is held than can't name them (`evidence/persons.py`)."""
    for person in sorted(people):
        spoken = [row for row in new if person in {*row.statement.said_by, row.statement.via}]
        if spoken and _told_by(person) + len(spoken) > MOST_STATEMENTS:
            message = (
                f"with these rows, over {MOST_STATEMENTS} statements come from the one person "
                f"'{person}'; together they can name someone"
            )
            yield Problem(file, spoken[0].line, "said_by", message)


def _told_by(person: str) -> int:
    """How many statements stand that a person makes or reports."""
    rows = selectors.recordings_with().filter(statement__canonical__contains=f'"{person}"')
    statements = map(statement_of, (row.statement for row in rows.select_related("statement")))
    return sum(person in {*one.said_by, one.via} for one in statements)


def _subject_problems(
    file: str, slug: str, rows: Sequence[Row], subject_class: str
) -> Iterable[Problem]:
    """A subject that the register lacks comes with its class, its name and its kind."""
    line = rows[0].line
    now_at = selectors.resolve(slug)
    if now_at != slug:
        yield Problem(file, line, "subject", f"'{slug}' is now '{now_at}': write the rows for that")
        return
    if not subject_class:
        yield Problem(
            file,
            line,
            "subject",
            f"'{slug}' is not in the register, and no table of subjects tells its class: give one "
            f"with --subjects, or put it beside the file as {SUBJECTS_BESIDE}",
        )
        return
    if not models.Page.objects.filter(slug=slug, retracted_in=None).exists():
        fields = {row.statement.field for row in rows}
        for field in NEEDED:
            if field not in fields:
                message = f"'{slug}' is not in the register, and no row gives its {field}"
                yield Problem(file, line, "subject", message)
    for row in rows:
        if row.statement.field == "name" and len(str(row.statement.value)) > LONGEST_NAME:
            yield Problem(file, row.line, "value", f"is a name of over {LONGEST_NAME} characters")


# --- what is written ------------------------------------------------------------------


def _record(
    touched: Mapping[str, Sequence[Row]],
    classes: Mapping[str, str],
    *,
    made_by: str,
    why: str,
    moment: datetime,
) -> int:
    give_memory_to_the_load()
    if models.FieldTable.in_force() is None:
        keep_field_table(FOLDER)
    origin = here()
    header = next_header(origin, made_by=made_by, why=why, made_at=moment)
    application = Application(header, origin, arrived_at=moment)
    application.take(salted(_entries(touched, classes, origin)))
    application.close()
    keep_up(selectors.schema(), {application.number: application.applied.slugs})
    refresh_statistics()
    return application.number


def _entries(
    touched: Mapping[str, Sequence[Row]], classes: Mapping[str, str], origin: models.Origin
) -> Iterable[About]:
    for some in _parts(list(touched)):
        before = selectors.subjects(some, origin=origin)
        for slug in some:
            own = before.get(slug)
            started = own or SubjectFile(slug, classes[slug], ())
            yield from diff_subject(own, _with_rows(started, touched[slug]))


def _with_rows(subject: SubjectFile, rows: Sequence[Row]) -> SubjectFile:
    """The subject with rows added, each under a handle that no other has."""
    handles = Handles()
    for row in subject.rows:
        handles.add(row.handle)
    added = []
    for row in rows:
        handle = handles.free(row.handle) if row.handle else ""
        handle = handle or automatic_handle(row.statement, handles)
        handles.add(handle)
        added.append(Row(handle, row.statement))
    return replace(subject, rows=(*subject.rows, *added))
