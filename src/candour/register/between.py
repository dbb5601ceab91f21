"""What changed in the register between any two moments: of all, of some subjects, of one source."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from candour.evidence.statements import Statement
from candour.register import models, selectors
from candour.register.history import statement_of
from candour.register.moments import Moment
from candour.register.stretches import Change

SubjectAndField = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Two places in the order of change sets; what was in by `low` is before."""

    low: int
    high: int

    @classmethod
    def of(cls, before: Moment, after: Moment) -> "Span":
        """The span between two moments, whichever is given first."""
        ends = sorted((selectors.head(before).number, selectors.head(after).number))
        return cls(*ends)


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what the difference is asked: some subjects (None for all), one source ("" for all)."""

    among: Collection[str] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A statement that came in or went out, with the change set that did it."""

    statement: Statement
    change: Change


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """What one field of a subject said before and says after; either may be empty."""

    subject: str
    field: str
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]


def came_in(span: Span, scope: Scope) -> QuerySet[Any]:
    """Recordings of statements that stand at the end of a span and did not at its beginning."""
    rows = _standing(_in_scope(scope), span.high).filter(asserted_in__gt=span.low)
    stood = _standing(models.Recording.objects.all(), span.low)
    return rows.filter(~Exists(stood.filter(statement=OuterRef("statement"))))


def went_out(span: Span, scope: Scope) -> QuerySet[Any]:
    """Recordings of statements that stood at the beginning of a span and do not at its end."""
    rows = _standing(_in_scope(scope), span.low).filter(retracted_in__lte=span.high)
    stands = _standing(models.Recording.objects.all(), span.high)
    return rows.filter(~Exists(stands.filter(statement=OuterRef("statement"))))


def _standing(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
    """What stood once a change set was in; before the first, nothing."""
    still = Q(retracted_in=None) | Q(retracted_in__gt=number)
    return rows.filter(still, asserted_in__lte=number)


def _in_scope(scope: Scope) -> QuerySet[Any]:
    rows = models.Recording.objects.all()
    if scope.among is not None:
        rows = rows.filter(subject__in=list(scope.among))
    if scope.source:
        rows = rows.filter(statement__source=scope.source)
    return rows


def touched(span: Span, scope: Scope) -> list[SubjectAndField]:
    """Each field of a subject in which something came or went, in order."""
    columns = ("subject", "statement__field")
    pairs = {
        pair
        for rows in (came_in(span, scope), went_out(span, scope))
        for pair in rows.order_by().values_list(*columns).distinct()
    }
    order = selectors.schema().order
    return sorted(pairs, key=lambda pair: (pair[0], order.get(pair[1], len(order)), pair[1]))


def differences(
    pairs: Iterable[SubjectAndField], span: Span, scope: Scope
) -> list[FieldDifference]:
    """What each of some fields said before and says after, in their order."""
    wanted = list(dict.fromkeys(pairs))
    some = Scope({subject for subject, _ in wanted}, scope.source)
    new = _by_pair(came_in(span, some).select_related("asserted_in__origin"), "asserted_in")
    old = _by_pair(went_out(span, some).select_related("retracted_in__origin"), "retracted_in")
    return [
        FieldDifference(*pair, tuple(old.get(pair, ())), tuple(new.get(pair, ())))
        for pair in wanted
    ]


def _by_pair(rows: QuerySet[Any], change: str) -> dict[SubjectAndField, list[Turn]]:
    found: dict[SubjectAndField, dict[str, Turn]] = defaultdict(dict)
    for row in rows.select_related("statement").order_by("id"):
        statement = statement_of(row.statement)
        turn = Turn(statement, Change.of(getattr(row, change)))
        found[statement.subject, statement.field].setdefault(statement.id, turn)
    return {pair: list(turns.values()) for pair, turns in found.items()}
