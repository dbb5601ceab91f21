"""What may be asked of the register. Every question takes the moment it is asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Subquery

from candour.content import FOLDER
from candour.evidence.changes import subject_of
from candour.evidence.checks import all_verdicts
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.contradictions import denials_of_use
from candour.evidence.derived import derived_numbers, handles
from candour.evidence.fields import Schema, read_schema
from candour.evidence.gaps import PROVIDED, find_gaps
from candour.evidence.listing import check_row, contradiction_row, derived_row, gap_row
from candour.evidence.merging import concerned, find_contradictions
from candour.evidence.statements import Statement
from candour.register import models
from candour.register.history import statement_of
from candour.register.models import WorkedOut
from candour.register.moments import NOW, Moment

LONDON = ZoneInfo("Europe/London")
NAMES_IN_A_QUESTION = 500  # SQLite of old takes 999


@lru_cache(maxsize=1)
def schema() -> Schema:
    return read_schema(FOLDER)


# what stands at a moment


def standing(rows: QuerySet[Any], moment: Moment) -> QuerySet[Any]:
    """Keep the recordings or pages that stood in the register at a moment."""
    if moment.as_of is None:
        return rows.filter(retracted_in=None)
    last = Subquery(last_change_by(moment))
    later = Q(retracted_in=None) | Q(retracted_in__gt=last)
    return rows.filter(later, asserted_in__lte=last)


def last_change_by(moment: Moment) -> QuerySet[Any]:
    """The number of the last change set made by the end of the day in London, if there is one.

    Asked as a part of other questions: a page asks some ten of the same moment.
    """
    assert moment.as_of is not None
    end = datetime.combine(moment.as_of, time.max, LONDON)
    made = models.ChangeSet.objects.filter(made_at__lte=end)
    return made.order_by("-number").values("number")[:1]


def resolve(slug: str) -> str:
    """The slug a reader is led to."""
    row = models.Redirect.objects.filter(slug=slug).first()
    return row.to if row else slug


def subjects(slugs: Iterable[str], moment: Moment = NOW) -> dict[str, SubjectFile]:
    """Return some subjects as they stood, in their order, with the statements the moment admits."""
    wanted = list(slugs)
    pages = standing(models.Page.objects.filter(slug__in=wanted), moment)
    layouts = dict(pages.values_list("slug", "layout"))
    statements = _statements(wanted, moment)
    return {slug: subject_of(layouts[slug], statements) for slug in wanted if slug in layouts}


def _statements(
    slugs: list[str], moment: Moment, fields: Iterable[str] = ()
) -> dict[str, Statement]:
    """What stands of some subjects and is admitted by the moment, by identifier.

    Statements are found by subject, where they lie side by side, and held against the recordings
    here: a join would look each up by its hash, all over the table.
    """
    recordings = standing(models.Recording.objects.filter(subject__in=slugs), moment)
    stands = set(recordings.values_list("statement_id", flat=True))
    rows = models.Statement.objects.filter(subject__in=slugs)
    if fields:
        rows = rows.filter(field__in=list(fields))
    found = (
        Statement.from_canonical(canonical, key=key)
        for key, canonical in rows.values_list("id", "canonical")
        if key in stands
    )
    return {statement.id: statement for statement in found if moment.admits(statement)}


def subject(slug: str, moment: Moment = NOW) -> SubjectFile | None:
    return subjects([slug], moment).get(slug)


def was_ever_here(slug: str) -> bool:
    return models.Page.objects.filter(slug=slug).exists()


def names(slugs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The name and class of subjects as they stand today, for links."""
    rows = models.Page.objects.filter(slug__in=set(slugs), retracted_in=None)
    return {
        slug: (name, cls) for slug, name, cls in rows.values_list("slug", "name", "subject_class")
    }


def mentions(slug: str, moment: Moment = NOW) -> list[Statement]:
    """Statements on other subjects whose value is this subject."""
    recordings = standing(
        models.Recording.objects.filter(statement__value_key=slug, statement__kind="subject"),
        moment,
    )
    found = (
        statement_of(recording.statement)
        for recording in recordings.select_related("statement").order_by("subject", "id")
    )
    return [s for s in found if s.subject != slug and moment.admits(s)]


def spoken(slug: str, moment: Moment = NOW) -> int:
    """How many standing statements a source carries."""
    rows = standing(models.Recording.objects.filter(statement__source=slug), moment)
    return rows.count()


# what follows from it


@dataclass(frozen=True)
class WorkedOutRows:
    """What follows for a subject, as the rows that lists print."""

    checks: list[dict[str, Any]]
    derived: list[dict[str, Any]]
    contradictions: list[dict[str, Any]]
    gaps: list[dict[str, Any]]


def worked_out(about: SubjectFile, moment: Moment = NOW) -> WorkedOutRows:
    """Return what follows for a subject: kept for today, worked out for any other moment."""
    if moment.is_now:
        rows = WorkedOut.objects.filter(subjects__slug=about.slug).order_by("id")
        by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in WorkedOut.Kind.values}
        for kind, row in rows.values_list("kind", "row"):
            by_kind[kind].append(row)
        return WorkedOutRows(
            by_kind[WorkedOut.Kind.CHECK],
            by_kind[WorkedOut.Kind.DERIVED],
            by_kind[WorkedOut.Kind.CONTRADICTION],
            by_kind[WorkedOut.Kind.GAP],
        )
    # What concerns a system concerns the bodies that operate it.
    systems = operated_by([about.slug], moment) if about.subject_class == "body" else []
    home = [about, *subjects(systems, moment).values()]
    collection = surroundings(home, moment)
    verdicts = list(all_verdicts(collection, about=[about], skip_broken=True))
    contradictions = [
        found
        for found in find_contradictions(collection, schema(), verdicts)
        if about.slug in concerned(found.subjects, collection)
        and all(side.statements for side in found.sides)
    ]
    gaps = find_gaps(collection, schema(), about=[about])
    return WorkedOutRows(
        [check_row(verdict) for verdict in verdicts],
        [derived_row(n) for n in derived_numbers(collection, about=home, skip_broken=True)],
        [contradiction_row(found) for found in contradictions],
        [gap_row(gap) for gap in gaps],
    )


def surroundings(about: Iterable[SubjectFile], moment: Moment = NOW) -> Collection:
    """Some subjects with all they reach out to.

    A body that denies using such systems reaches out to the systems that it is said to use.
    """
    some = {subject.slug: subject for subject in about}
    reached = {slug for subject in some.values() for slug in neighbours(subject)} - some.keys()
    around = subjects(sorted(reached), moment) | some if reached else some
    denying = [slug for slug, subject in around.items() if denials_of_use(subject, schema())]
    if denying:
        systems = set(operated_by(denying, moment)) - around.keys()
        around = brief(sorted(systems), ("name", "operator", "use"), moment) | around
    return Collection(around)


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


def neighbours(about: SubjectFile) -> set[str]:
    """Slugs that what follows for a subject reaches out to."""
    texts = [check.text for check in about.checks]
    texts += [h for spec in about.contradictions for side in spec.sides for h in side.statements]
    texts += [handle for spec in about.derived for handle in handles(spec)]
    reached = {
        word.rpartition("#")[0]
        for text in texts
        for word in text.replace("(", " ").split()
        if "#" in word
    }
    reached |= set(about.slugs("operator")) | set(about.slugs("dpia")) | set(about.slugs("eia"))
    return reached - {about.slug}


def worked_out_list(kind: str, *, state: str = "", slug: str = "") -> QuerySet[WorkedOut]:
    rows = WorkedOut.objects.filter(kind=kind).order_by("id")
    if state:
        rows = rows.filter(state=state)
    return rows.filter(subjects__slug=slug) if slug else rows


# one statement


@dataclass(frozen=True)
class StatementRecord:
    """A statement and the stretches for which it stood in the register."""

    statement: Statement
    recordings: list[models.Recording]

    @property
    def stands(self) -> bool:
        return any(recording.retracted_in_id is None for recording in self.recordings)


def statement_record(key: str) -> StatementRecord | None:
    row = models.Statement.objects.filter(id=key).first()
    if row is None:
        return None
    recordings = models.Recording.objects.filter(statement=key)
    ordered = recordings.select_related("asserted_in", "retracted_in").order_by("asserted_in")
    return StatementRecord(statement_of(row), list(ordered))


def said(**columns: str) -> QuerySet[models.Recording]:
    """Recordings of the statements that stand today and have these values in their columns."""
    wanted = {f"statement__{column}": value for column, value in columns.items() if value}
    rows = models.Recording.objects.filter(retracted_in=None, **wanted)
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


def figures(*, slug: str = "", field: str = "") -> QuerySet[models.Recording]:
    """Recordings of the figures that stand today."""
    rows = models.Recording.objects.filter(retracted_in=None, statement__kind="quantity")
    if slug:
        rows = rows.filter(subject=slug)
    if field:
        rows = rows.filter(statement__field=field)
    return rows.select_related("statement").order_by("subject", "id")


# history


def history(slug: str, field: str = "") -> list[models.Recording]:
    """Every recording of a subject, or of one of its fields, newest first."""
    rows = models.Recording.objects.filter(subject=slug)
    if field:
        rows = rows.filter(statement__field=field)
    joined = rows.select_related("statement", "asserted_in", "retracted_in")
    return list(joined.order_by("-asserted_in", "id"))


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


def change_sets() -> QuerySet[models.ChangeSet]:
    return models.ChangeSet.objects.order_by("-number")


def changes_in(number: int) -> tuple[list[models.Recording], list[models.Recording]]:
    """The recordings a change set began, and those it ended."""
    joined = models.Recording.objects.select_related("statement").order_by("subject", "id")
    return list(joined.filter(asserted_in=number)), list(joined.filter(retracted_in=number))


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


def listed(subject_class: str, filters: Filters, moment: Moment = NOW) -> QuerySet[models.Page]:
    """The pages of a class, or of any, whose standing statements have all the values asked for."""
    pages = standing(models.Page.objects.all(), moment)
    if subject_class:
        pages = pages.filter(subject_class=subject_class)
    for field, value in filters.terms.items():
        having = standing(
            models.Recording.objects.filter(statement__field=field, statement__value_key=value),
            moment,
        )
        pages = pages.filter(slug__in=having.values("subject"))
    return pages.order_by("name", "slug")


def brief(
    slugs: Iterable[str], fields: Iterable[str], moment: Moment = NOW
) -> dict[str, SubjectFile]:
    """Return subjects with only some of their fields, for the rows of a list."""
    wanted = list(slugs)
    statements = _statements(wanted, moment, fields)
    pages = standing(models.Page.objects.filter(slug__in=wanted), moment)
    layouts = dict(pages.values_list("slug", "layout"))
    return {slug: subject_of(layouts[slug], statements) for slug in wanted if slug in layouts}


def counts() -> dict[str, int]:
    """How many subjects of each class, statements and results stand today."""
    found: dict[str, int] = {}
    for subject_class in models.Page.objects.filter(retracted_in=None).values_list(
        "subject_class", flat=True
    ):
        found[subject_class] = found.get(subject_class, 0) + 1
    found["statement"] = models.Recording.objects.filter(retracted_in=None).count()
    found["figure"] = figures().count()
    results = WorkedOut.objects.exclude(kind=WorkedOut.Kind.GAP, state=PROVIDED)
    for kind in WorkedOut.Kind.values:
        found[kind] = results.filter(kind=kind).count()
    return found
