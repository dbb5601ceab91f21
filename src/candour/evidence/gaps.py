"""What is not known about each subject in scope: provided, partly, a silence, or nothing said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from candour.core.days import Days
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import GapItem, Schema
from candour.evidence.statements import Silence, Statement

PROVIDED, PARTLY, SILENT = "provided", "partly", "sources-silent"
TOO_LATE = "after-first-use"


@dataclass(frozen=True, slots=True)
class Gap:
    """The state of one item for one subject, with the statements it rests on."""

    subject: str
    item: str
    state: str
    why: str = ""
    statements: tuple[Statement, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state != PROVIDED


def find_gaps(
    collection: Collection, schema: Schema, *, about: Iterable[SubjectFile] | None = None
) -> list[Gap]:
    """Return the state of every item for those of some subjects, or of all, that are in scope."""
    subjects = collection.subjects.values() if about is None else about
    return [
        gap
        for subject in subjects
        if is_in_scope(subject)
        for gap in gaps_of(subject, schema, collection)
    ]


def is_in_scope(subject: SubjectFile) -> bool:
    return any(s.value in {"in-scope", "disputed"} for s in subject.of("in-scope"))


def gaps_of(subject: SubjectFile, schema: Schema, collection: Collection) -> Iterator[Gap]:
    for item in schema.gap_items.values():
        if item.dated:
            yield _dated(subject, item, collection)
        elif item.any_of:
            yield _any(subject, item)
        else:
            yield _all(subject, item)


def _split(subject: SubjectFile, field: str) -> tuple[list[Statement], list[Statement]]:
    said: list[Statement] = []
    silent: list[Statement] = []
    for statement in subject.of(field):
        if statement.kind != "closure":
            (silent if statement.kind == "silence" else said).append(statement)
    return said, silent


def _all(subject: SubjectFile, item: GapItem) -> Gap:
    """An item that needs every one of its fields; a silence beside a value leaves it in part."""
    parts = [_split(subject, field) for field in item.needs]
    said = [s for values, _ in parts for s in values]
    silent = [s for _, silences in parts for s in silences]
    rests_on = tuple(said + silent)
    if not said:
        return _silence(subject, item, silent)
    missing = [field for field, (values, _) in zip(item.needs, parts, strict=True) if not values]
    if missing or silent:
        return Gap(subject.slug, item.key, PARTLY, _why_partly(missing, silent), rests_on)
    if item.complete and not _closed(subject, item.complete):
        return Gap(subject.slug, item.key, PARTLY, "no list is said to be complete", rests_on)
    return Gap(subject.slug, item.key, PROVIDED, "", rests_on)


def _any(subject: SubjectFile, item: GapItem) -> Gap:
    parts = [_split(subject, field) for field in item.any_of]
    said = [s for values, _ in parts for s in values]
    silent = [s for _, silences in parts for s in silences]
    if not said:
        return _silence(subject, item, silent)
    if silent:
        return Gap(subject.slug, item.key, PARTLY, _why_partly([], silent), tuple(said + silent))
    return Gap(subject.slug, item.key, PROVIDED, "", tuple(said))


def _silence(subject: SubjectFile, item: GapItem, silent: list[Statement]) -> Gap:
    if not silent:
        return Gap(subject.slug, item.key, SILENT)
    first = silent[0].value
    assert isinstance(first, Silence)
    state = SILENT if first.kind == "source-silent" else first.kind
    return Gap(subject.slug, item.key, state, first.reason, tuple(silent))


def _why_partly(missing: list[str], silent: list[Statement]) -> str:
    reasons = [f"nothing under {', '.join(missing)}"] if missing else []
    kinds = sorted({s.value.kind for s in silent if isinstance(s.value, Silence)})
    reasons += [kind.replace("-", " ") for kind in kinds]
    return "; ".join(reasons)


def _closed(subject: SubjectFile, field: str) -> bool:
    return any(s.kind == "closure" and s.value == "yes" for s in subject.of(field))


def _dated(subject: SubjectFile, item: GapItem, collection: Collection) -> Gap:
    """Whether a document bears a date, and one before the first use."""
    said, silent = _split(subject, item.dated)
    if not said:
        return _silence(subject, item, silent)
    dates = [date for slug in subject.slugs(item.dated) for date in _dates_of(slug, collection)]
    if not dates:
        return Gap(subject.slug, item.key, PARTLY, "the document bears no known date", tuple(said))
    first_use = _first_use(subject)
    rests_on = (*said, *(statement for statement, _ in dates))
    if first_use is None:
        return Gap(subject.slug, item.key, PARTLY, "the first use bears no known date", rests_on)
    earliest = min(
        (days.end.latest for _, days in dates if days.end.latest is not None), default=None
    )
    begun = first_use.start.earliest
    if earliest is not None and begun is not None and earliest <= begun:
        return Gap(subject.slug, item.key, PROVIDED, "made before first use", rests_on)
    certainly_late = first_use.start.latest is not None and all(
        days.start.earliest is not None and days.start.earliest > first_use.start.latest
        for _, days in dates
    )
    if certainly_late:
        return Gap(subject.slug, item.key, TOO_LATE, "made after first use", rests_on)
    return Gap(subject.slug, item.key, PARTLY, "the dates do not decide it", rests_on)


def _dates_of(slug: str, collection: Collection) -> list[tuple[Statement, Days]]:
    document = collection.subjects.get(slug)
    if document is None:
        return []
    return [(s, s.value) for s in document.of("dated") if isinstance(s.value, Days)]


def _first_use(subject: SubjectFile) -> Days | None:
    for statement in subject.of("first-use"):
        if isinstance(statement.value, Days):
            return statement.value
    starts = [s.valid for s in subject.of("use") if s.valid and s.value in {"in-use", "in-trial"}]
    known = [days for days in starts if days.start.earliest is not None]
    return min(known, key=lambda days: days.start.earliest, default=None)  # type: ignore[arg-type,return-value]
