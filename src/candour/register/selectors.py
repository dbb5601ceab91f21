"""What may be asked of the register. Every question takes the moment it is asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from candour.content import FOLDER
from candour.evidence.changes import subject_of, united
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema, read_schema, schema_of
from candour.evidence.statements import Statement
from candour.register import models
from candour.register.history import statement_of
from candour.register.models import PageLink, WorkedOut
from candour.register.moments import NOW, Moment
from candour.register.prepared import Prepared
from candour.register.stretches import Change, RecordedStatement, Stretch

LONDON = ZoneInfo("Europe/London")
NAMES_IN_A_QUESTION = 500  # SQLite of old takes 999
TABLES_AT_HAND = 8


def schema() -> Schema:
    """The table of fields that the content was loaded by; of an empty register, the one that ships.

    Whoever loads content with another table is another process. Which is in force comes with every
    answer about subjects (`_noting`), and is asked for by itself only before the first of them.
    """
    if not _in_force.is_known:
        _in_force.note(digest_in_force())
    if not _in_force.digest:
        return _shipped_schema()
    try:
        return _kept_schema(_in_force.digest)
    except models.FieldTable.DoesNotExist:  # another database took the place of the one asked
        _in_force.note(digest_in_force())
        return _kept_schema(_in_force.digest) if _in_force.digest else _shipped_schema()


class _InForce:
    """The digest of the table that the last answer of the database gave as the one in force."""

    def __init__(self) -> None:
        self.is_known, self.digest = False, ""

    def note(self, digest: str | None) -> None:
        self.is_known, self.digest = True, digest or ""

    def forget(self) -> None:
        self.is_known = False


_in_force = _InForce()


def forget_schema() -> None:
    """Have the database asked again which table of fields is in force."""
    _in_force.forget()


def _noting(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Pages with the digest of the table of fields that is in force."""
    newest = models.FieldTable.objects.order_by("-id").values("digest")[:1]
    noted: QuerySet[Any] = pages.annotate(in_force=Subquery(newest))
    return noted


def digest_in_force() -> str | None:
    """The digest of the table of fields that the content was loaded by last; None before any."""
    rows = models.FieldTable.objects.order_by("-id")
    try:
        return rows.values_list("digest", flat=True).first()
    except DatabaseError:
        # `candour docs` describes the API where no database was ever made.
        if models.FieldTable._meta.db_table in connection.introspection.table_names():
            raise
        return None


@lru_cache(maxsize=1)
def _shipped_schema() -> Schema:
    return read_schema(FOLDER)


@lru_cache(maxsize=TABLES_AT_HAND)
def _kept_schema(digest: str) -> Schema:
    """What a digest stands for never changes."""
    table = models.FieldTable.objects.filter(digest=digest).first()
    if table is None:
        raise models.FieldTable.DoesNotExist(digest)
    return schema_of(table.texts)


# what stands at a moment


def standing(rows: QuerySet[Any], moment: Moment) -> QuerySet[Any]:
    """Keep the recordings or pages that stood in the register at a moment."""
    if moment.is_of_today:
        return rows.filter(retracted_in=None)
    last = _last_change(moment)
    later = Q(retracted_in=None) | Q(retracted_in__gt=last)
    return rows.filter(later, asserted_in__lte=last)


def alone(rows: QuerySet[Any], moment: Moment, *columns: str) -> QuerySet[Any]:
    """Keep what stood at a moment, once where several origins recorded the same.

    It is shown as the first origin has it. Few rows are of any but the first, so the database
    seldom has to look whether another has the same.
    """
    first = Subquery(models.Origin.objects.order_by("pk").values("pk")[:1])
    same = {column: OuterRef(column) for column in columns}
    earlier = standing(rows.model._default_manager.filter(origin__lt=OuterRef("origin")), moment)
    return standing(rows, moment).filter(Q(origin=first) | ~Exists(earlier.filter(**same)))


def following(moment: Moment = NOW) -> QuerySet[WorkedOut]:
    """What followed from all that stood at a moment."""
    if moment.is_of_today:
        return WorkedOut.objects.filter(ended=None)
    last = _last_change(moment)
    return WorkedOut.objects.filter(Q(ended=None) | Q(ended__gt=last), began__lte=last)


def _last_change(moment: Moment) -> int | Subquery:
    """The number of the last change set that was in; 0 where the moment is before the first."""
    return Subquery(last_change_by(moment)) if moment.change is None else moment.change


def last_change_by(moment: Moment) -> QuerySet[Any]:
    """The number of the last change set that was in by the end of a day in London, if any was.

    Asked as a part of other questions: a page asks some ten of the same moment.
    """
    assert moment.as_of is not None
    end = datetime.combine(moment.as_of, time.max, LONDON)
    change_sets = models.ChangeSet.objects.filter(arrived_at__lte=end)
    return change_sets.order_by("-number").values("number")[:1]


@dataclass(frozen=True, slots=True)
class Head:
    """The last change set that was in by a moment: its number, and the hash that names it."""

    number: int
    hash: str


NOTHING_YET = Head(0, "")


_NEWEST = Prepared(
    lambda: models.ChangeSet.objects.order_by("-number").values_list("number", "hash")[:1]
)


def last_day() -> date | None:
    """The day in London on which something last came in."""
    last = models.ChangeSet.objects.order_by("-number").first()
    return last.arrived_at.astimezone(LONDON).date() if last else None


def first_day() -> date | None:
    """The day in London on which the first change set reached this installation."""
    first = models.ChangeSet.objects.order_by("number").first()
    return first.arrived_at.astimezone(LONDON).date() if first else None


def made_by_end_of(day: date) -> int:
    """The last change set before the first that its log has of a later day; 0 where there is none.

    For days before this installation: what it was loaded with has days of its own.
    """
    end = datetime.combine(day, time.max, LONDON)
    later = models.ChangeSet.objects.filter(made_at__gt=end).order_by("number").first()
    return later.number - 1 if later else head().number


def head(moment: Moment = NOW) -> Head:
    if moment.is_of_today:
        newest = _NEWEST.rows()
        return Head(*newest[0]) if newest else NOTHING_YET
    rows = models.ChangeSet.objects.order_by("-number")
    if moment.change is not None:
        rows = rows.filter(number=moment.change)
    elif moment.as_of is not None:
        rows = rows.filter(number__in=last_change_by(moment))
    last = rows.values_list("number", "hash").first()
    return Head(*last) if last else NOTHING_YET


def resolve(slug: str) -> str:
    """The slug a reader is led to."""
    row = models.Redirect.objects.filter(slug=slug).first()
    return row.to if row else slug


def redirected(slugs: Iterable[str], moment: Moment = NOW) -> dict[str, str]:
    """Where some old slugs led at a moment; those that led nowhere are left out."""
    pages = standing(models.Page.objects.filter(links__how=PageLink.How.REDIRECT), moment)
    some = pages.filter(links__slug__in=list(slugs))
    return dict(some.values_list("links__slug", "slug"))


def subjects(
    slugs: Iterable[str], moment: Moment = NOW, *, origin: models.Origin | None = None
) -> dict[str, SubjectFile]:
    """Return some subjects as they stood, in their order, with the statements the moment admits.

    What several origins say of one is put together, or what one origin says alone is given.
    """
    names = list(slugs)
    statements = _statements(names, moment)
    return _laid_out(names, statements, moment, origin)


def _laid_out(
    slugs: list[str],
    statements: dict[str, Statement],
    moment: Moment,
    origin: models.Origin | None = None,
) -> dict[str, SubjectFile]:
    layouts: dict[str, list[tuple[str, SubjectFile]]] = {}
    rows: Iterable[Any]
    if origin is None and moment.is_of_today:
        rows = _PAGES.rows(slugs)
    else:
        pages = _pages(slugs, moment)
        rows = pages if origin is None else pages.filter(origin=origin)
    for slug, name, layout, digest in rows:
        _in_force.note(digest)
        layouts.setdefault(slug, []).append((name, subject_of(layout, statements)))
    return {slug: united(layouts[slug]) for slug in slugs if slug in layouts}


def _pages(slugs: Iterable[str], moment: Moment) -> QuerySet[Any]:
    pages = standing(models.Page.objects.filter(slug__in=list(slugs)), moment)
    columns = ("slug", "origin__name", "layout", "in_force")
    rows: QuerySet[Any] = _noting(pages).order_by("origin").values_list(*columns)
    return rows


_PAGES = Prepared(lambda slugs: _pages(slugs, NOW))


def _statements(
    slugs: list[str], moment: Moment, fields: Iterable[str] = ()
) -> dict[str, Statement]:
    """What stands of some subjects and is admitted by the moment, by identifier.

    Statements are found by subject, where they lie side by side, and held against the recordings
    here: a join would look each up by its hash, all over the table.
    """
    recorded = _RECORDED.rows(slugs) if moment.is_of_today else _recorded(slugs, moment)
    stands = {key for (key,) in recorded}
    some = list(fields)
    rows = _SAID_OF.rows(slugs, some) if some else _SAID.rows(slugs)
    statements = (
        Statement.from_canonical(canonical, key=key) for key, canonical in rows if key in stands
    )
    return {statement.id: statement for statement in statements if moment.admits(statement)}


def _recorded(slugs: Iterable[str], moment: Moment) -> QuerySet[Any]:
    recordings = standing(models.Recording.objects.filter(subject__in=list(slugs)), moment)
    return recordings.values_list("statement_id")


def _said(slugs: Iterable[str]) -> QuerySet[Any]:
    rows = models.Statement.objects.filter(subject__in=list(slugs))
    return rows.values_list("id", "canonical")


_RECORDED = Prepared(lambda slugs: _recorded(slugs, NOW))
_SAID = Prepared(_said)
_SAID_OF = Prepared(lambda slugs, fields: _said(slugs).filter(field__in=list(fields)))


def subject(slug: str, moment: Moment = NOW) -> SubjectFile | None:
    return subjects([slug], moment).get(slug)


def was_ever_here(slug: str) -> bool:
    return models.Page.objects.filter(slug=slug).exists()


def names(slugs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The name and class of subjects as they stand today, for links."""
    return {slug: (name, cls) for slug, name, cls in _NAMES.rows(sorted(set(slugs)))}


def _names(slugs: Iterable[str]) -> QuerySet[Any]:
    rows = models.Page.objects.filter(slug__in=list(slugs), retracted_in=None).order_by("-origin")
    return rows.values_list("slug", "name", "subject_class")


_NAMES = Prepared(_names)


def readings(moment: Moment = NOW) -> dict[str, str]:
    """How much of each source was read, by its slug, where its page says so: a term."""
    rows = alone(models.Recording.objects.filter(statement__field="reading"), moment, "statement")
    return dict(rows.values_list("subject", "statement__value_key"))


def mentions(slug: str, moment: Moment = NOW) -> list[Statement]:
    """Statements on other subjects whose value is this subject."""
    rows = _MENTIONS.rows([slug]) if moment.is_of_today else _mentions([slug], moment)
    statements = (Statement.from_canonical(canonical, key=key) for key, canonical in rows)
    return [s for s in statements if s.subject != slug and moment.admits(s)]


def _mentions(slugs: Iterable[str], moment: Moment) -> QuerySet[Any]:
    named = {"statement__value_key__in": list(slugs), "statement__kind": "subject"}
    rows = alone(models.Recording.objects.filter(**named), moment, "statement")
    ordered = rows.order_by("subject", "id")
    return ordered.values_list("statement_id", "statement__canonical")


_MENTIONS = Prepared(lambda slugs: _mentions(slugs, NOW))


def spoken(slug: str, moment: Moment = NOW) -> int:
    """How many standing statements a source carries."""
    rows = models.Recording.objects.filter(statement__source=slug)
    return alone(rows, moment, "statement").count()


def operated_by(bodies: Iterable[str], moment: Moment = NOW) -> list[str]:
    """The systems whose operator is one of some bodies."""
    rows = standing(
        models.Recording.objects.filter(
            statement__field="operator",
            statement__kind="subject",
            statement__value_key__in=list(bodies),
        ),
        moment,
    )
    return sorted(set(rows.values_list("subject", flat=True)))


# one statement


@dataclass(frozen=True)
class StatementRecord:
    """A statement and the stretches for which it stood in the register."""

    statement: Statement
    stretches: tuple[Stretch, ...]

    @property
    def stands(self) -> bool:
        return any(stretch.stands for stretch in self.stretches)


def statement_record(key: str, moment: Moment = NOW) -> StatementRecord | None:
    """A statement with its recordings as the register knew them at a moment, if it held it then."""
    row = models.Statement.objects.filter(id=key).first()
    if row is None:
        return None
    recordings = models.Recording.objects.filter(statement=key)
    joined = recordings.select_related("asserted_in__origin", "retracted_in__origin")
    stretches = [Stretch.of(recording) for recording in joined.order_by("asserted_in")]
    if not moment.is_of_today:
        last = head(moment).number
        known = (stretch.as_of(last) for stretch in stretches)
        stretches = [stretch for stretch in known if stretch is not None]
    return StatementRecord(statement_of(row), tuple(stretches)) if stretches else None


def recordings_with(moment: Moment = NOW, /, **columns: str) -> QuerySet[models.Recording]:
    """Recordings of the statements that stood and have these values in their columns."""
    wanted = {f"statement__{column}": value for column, value in columns.items() if value}
    rows = alone(models.Recording.objects.filter(**wanted), moment, "statement")
    return rows.select_related("statement").order_by("subject", "id")


def statements_by_id(keys: Iterable[str]) -> dict[str, Statement]:
    """All of some statements, however many; a database takes so many names in one question."""
    wanted = list(dict.fromkeys(keys))
    return {
        row.id: statement_of(row)
        for start in range(0, len(wanted), NAMES_IN_A_QUESTION)
        for row in models.Statement.objects.filter(
            id__in=wanted[start : start + NAMES_IN_A_QUESTION]
        )
    }


def figures(*, slug: str = "", field: str = "", moment: Moment = NOW) -> QuerySet[models.Recording]:
    """Recordings of the figures that stood at a moment."""
    numbers = models.Recording.objects.filter(statement__kind="quantity")
    rows = alone(numbers, moment, "statement")
    if slug:
        rows = rows.filter(subject=slug)
    if field:
        rows = rows.filter(statement__field=field)
    # The statement's subject and no other column: by it there is an index of the figures, which
    # are read in their order, a page at a time.
    return rows.select_related("statement").order_by("statement__subject", "id")


# history


def history(slug: str, field: str = "", moment: Moment = NOW) -> list[RecordedStatement]:
    """Every recording of a subject, or of one of its fields, as known at a moment, newest first."""
    rows = models.Recording.objects.filter(subject=slug)
    if field:
        rows = rows.filter(statement__field=field)
    joined = rows.select_related("statement", "asserted_in__origin", "retracted_in__origin")
    recorded = [RecordedStatement.of(row) for row in joined.order_by("-asserted_in", "id")]
    if moment.is_of_today:
        return recorded
    last = head(moment).number
    known = ((one.statement, one.stretch.as_of(last)) for one in recorded)
    return [RecordedStatement(one, stretch) for one, stretch in known if stretch is not None]


@dataclass(frozen=True)
class Difference:
    """What stands at one moment and not at another."""

    added: list[Statement]
    gone: list[Statement]


def difference(slug: str, *, before: Moment, after: Moment) -> Difference:
    """Return what changed about a subject between two moments."""
    old = subject(slug, before)
    new = subject(slug, after)
    old_by_id = {s.id: s for s in old.statements} if old else {}
    new_by_id = {s.id: s for s in new.statements} if new else {}
    return Difference(
        [s for key, s in new_by_id.items() if key not in old_by_id],
        [s for key, s in old_by_id.items() if key not in new_by_id],
    )


def change_sets(moment: Moment = NOW) -> QuerySet[models.ChangeSet]:
    """Change sets that were in at a moment, the newest first."""
    rows = models.ChangeSet.objects.select_related("origin").order_by("-number")
    return rows if moment.is_of_today else rows.filter(number__lte=head(moment).number)


def change(number: int) -> Change | None:
    row = change_sets().filter(number=number).first()
    return Change.of(row) if row is not None else None


def last_change() -> Change | None:
    row = change_sets().first()
    return Change.of(row) if row is not None else None


def entries_of(number: int) -> QuerySet[models.Recording]:
    """The recordings that a change set began or ended, for reading a few at a time."""
    touched = Q(asserted_in=number) | Q(retracted_in=number)
    rows = models.Recording.objects.filter(touched)
    return rows.select_related("statement").order_by("subject", "id")


# lists


@dataclass(frozen=True)
class Filters:
    """What a list of subjects is narrowed to: field and value, and words."""

    terms: Mapping[str, str]
    words: str = ""


def having(field: str, values: Iterable[str]) -> QuerySet[models.Recording]:
    """Recordings of statements whose value is one of some terms or slugs."""
    return models.Recording.objects.filter(
        statement__field=field, statement__value_key__in=list(values)
    )


def told_of(field: str, moment: Moment = NOW) -> frozenset[str]:
    """The subjects of which something stands under a field."""
    rows = standing(
        models.Recording.objects.filter(statement__field=field).exclude(statement__kind="silence"),
        moment,
    )
    return frozenset(rows.values_list("subject", flat=True))


def listed(subject_class: str, filters: Filters, moment: Moment = NOW) -> QuerySet[models.Page]:
    """The pages of a class, or of any, whose standing statements have all the values asked for."""
    pages = alone(models.Page.objects.all(), moment, "slug")
    if subject_class:
        pages = pages.filter(subject_class=subject_class)
    for field, value in filters.terms.items():
        having = standing(
            models.Recording.objects.filter(statement__field=field, statement__value_key=value),
            moment,
        )
        pages = pages.filter(slug__in=having.values("subject"))
    return pages.order_by("name", "slug")


def best_first(pages: QuerySet[models.Page], slugs: list[str]) -> QuerySet[models.Page]:
    """Keep the pages of some subjects, in the order of these."""
    places = [When(slug=slug, then=place) for place, slug in enumerate(slugs)]
    if not places:
        return pages.none()
    return pages.filter(slug__in=slugs).order_by(Case(*places), "slug")


def brief(
    slugs: Iterable[str], fields: Iterable[str], moment: Moment = NOW
) -> dict[str, SubjectFile]:
    """Return subjects with only some of their fields, for the rows of a list."""
    wanted = list(slugs)
    return _laid_out(wanted, _statements(wanted, moment, fields), moment)
