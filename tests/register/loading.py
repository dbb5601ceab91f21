"""Loading small folders on chosen days, and looking at all that a database then holds."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.db import connection

from candour.evidence.collection import SubjectFile
from candour.register import selectors
from candour.register.moments import NOW, Moment
from candour.register.services import LoadReport, load_content
from candour.register.stretches import Stretch
from tests.evidence.making import write_files

TABLES = (
    "register_origin", "register_changeset", "register_changegroup", "register_statement",
    "register_recording", "register_page",
    "register_finding", "register_findingsubject",
    "register_redirect", "register_pagelink", "register_workedout", "register_workedoutsubject",
    "register_searchword", "register_searchpiece", "register_search",
)  # fmt: skip
FIRST_DAY = date(2026, 1, 1)
FIRST_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def load_on(folder: Path, day: date = FIRST_DAY, **said) -> LoadReport:
    """Load a folder at noon of a day."""
    return load_content(folder, made_at=datetime.combine(day, time(12), UTC), **said)


def edit_and_load(
    folder: Path, files: Mapping[str, str | None], day: date = FIRST_DAY
) -> LoadReport:
    write_files(folder, files)
    return load_on(folder, day)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the register."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def the(slug: str, moment: Moment = NOW) -> SubjectFile:
    """A subject that must be there."""
    found = selectors.subject(slug, moment)
    assert found is not None, f"'{slug}' is not in the register"
    return found


def numbers_of(stretches: Iterable[Stretch]) -> list[tuple[int, int | None]]:
    """The change sets that began and ended each."""
    return [(s.began.number, s.ended.number if s.ended else None) for s in stretches]


def record_of(key: str) -> selectors.StatementRecord:
    """A statement that must be there, with its stretches."""
    found = selectors.statement_record(key)
    assert found is not None, f"'{key}' is not in the register"
    return found
