"""What follows for a subject at a moment: read where it is kept, worked out where it is not.

Kept is what follows from all that stood, for every day there was (working_out.py). Where only
what was true on a day or publicly known by it is admitted, it is worked out from the statements
admitted, around the one subject, and a little of it stays at hand in this process.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.register import models, selectors
from candour.register.at_hand import AtHand
from candour.register.models import WorkedOut
from candour.register.moments import NOW, Moment
from candour.register.prepared import Prepared
from candour.register.working_out import results_about

CHECK, DERIVED, CONTRADICTION, GAP = WorkedOut.Kind.values
AT_HAND = 256  # answers kept in a process; one is some tens of kilobytes

Row = dict[str, Any]


@dataclass(frozen=True)
class WorkedOutRows:
    """What follows for a subject, as the rows that lists print."""

    checks: list[Row]
    derived: list[Row]
    contradictions: list[Row]
    gaps: list[Row]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Row]]) -> "WorkedOutRows":
        by_kind: dict[str, list[Row]] = {kind: [] for kind in WorkedOut.Kind.values}
        for kind, row in rows:
            by_kind[kind].append(row)
        return cls(by_kind[CHECK], by_kind[DERIVED], by_kind[CONTRADICTION], by_kind[GAP])


def worked_out(about: SubjectFile, schema: Schema, moment: Moment = NOW) -> WorkedOutRows:
    """Return what follows for a subject from the statements that a moment admits."""
    if moment.admits_all:
        if moment.is_of_today:
            return WorkedOutRows.of(_RESULTS.rows([about.slug]))
        return WorkedOutRows.of(_results([about.slug], moment))
    return _at_hand.answer(moment, schema, lambda: rows_around(about, schema, moment), about.slug)


def results(slug: str, moment: Moment = NOW) -> QuerySet[WorkedOut]:
    rows = selectors.following(moment).filter(subjects__slug=slug)
    return rows.order_by("place", "id")


def _results(slugs: Iterable[str], moment: Moment) -> QuerySet[Any]:
    rows = selectors.following(moment).filter(subjects__slug__in=list(slugs))
    return rows.order_by("place", "id").values_list("kind", "row")


_RESULTS = Prepared(lambda slugs: _results(slugs, NOW))


def worked_out_list(
    kind: str,
    *,
    state: str = "",
    item: str = "",
    slug: str = "",
    among: Collection[str] | None = None,
    moment: Moment = NOW,
) -> QuerySet[WorkedOut]:
    """What follows, of a kind; with a slug, and with some slugs, what concerns one of them."""
    rows = selectors.following(moment).filter(kind=kind).order_by("place", "id")
    wanted = {"state": state, "item": item, "subjects__slug": slug}
    rows = rows.filter(**{column: value for column, value in wanted.items() if value})
    if among is None:
        return rows
    some = models.WorkedOutSubject.objects.filter(slug__in=list(among)).values("result")
    return rows.filter(id__in=some)


def clashing_statements(slugs: Iterable[str], moment: Moment = NOW) -> frozenset[str]:
    """The identifiers of statements that stand in a clash, of either kind, of some subjects."""
    rows = selectors.following(moment).filter(kind=WorkedOut.Kind.CONTRADICTION)
    some = rows.filter(subjects__slug__in=list(slugs)).values_list("row", flat=True)
    return frozenset(key for row in some for side in row["sides"] for key in side["statements"])


# what is worked out when it is asked for


def rows_around(about: SubjectFile, schema: Schema, moment: Moment) -> WorkedOutRows:
    """Work out what follows for a subject from it and what bears on it."""
    return WorkedOutRows.of(_concerning(about, schema, moment))


def _concerning(about: SubjectFile, schema: Schema, moment: Moment) -> list[tuple[str, Row]]:
    """What concerns a subject in the order of lists; of a body, also what concerns its systems."""
    home = {about.slug: about}
    if about.subject_class == "body":
        systems = set(selectors.operated_by([about.slug], moment)) - home.keys()
        home |= selectors.subjects(sorted(systems), moment) if systems else {}
    rows = [
        (place, result)
        for result, place in results_about(home, schema, moment)
        if about.slug in result.subjects
    ]
    return [(result.kind, result.row) for _, result in sorted(rows, key=lambda at: at[0])]


_at_hand: AtHand[WorkedOutRows] = AtHand(AT_HAND)
