"""The statements of the whole register as a list: by force, field, kind of value and state."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from candour.evidence.fields import Schema
from candour.register import models, selectors
from candour.register.at_hand import AtHand
from candour.register.by_force import by_force
from candour.register.moments import NOW, Moment

DAYS_AT_HAND = 4  # today, and a few days before that readers ask about
STANDS, WITHDRAWN = "stands", "withdrawn"

FieldAndKind = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; `among` are the subjects, None for all."""

    field: str = ""
    kind: str = ""
    state: str = STANDS
    among: Collection[str] | None = None


def listed(wanted: Wanted, moment: Moment = NOW) -> QuerySet[Any]:
    """Recordings of statements in the order of their subjects."""
    rows = models.Recording.objects.all()
    if wanted.among is not None:
        rows = rows.filter(subject__in=list(wanted.among))
    if wanted.field:
        rows = rows.filter(statement__field=wanted.field)
    if wanted.kind:
        rows = rows.filter(statement__kind=wanted.kind)
    rows = (
        _withdrawn(rows)
        if wanted.state == WITHDRAWN
        else selectors.alone(rows, moment, "statement")
    )
    return rows.select_related("statement").order_by("subject", "id")


def _withdrawn(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The last recording of each statement that stands no more under any origin."""
    same = models.Recording.objects.filter(statement=OuterRef("statement"))
    stands, later = same.filter(retracted_in=None), same.filter(id__gt=OuterRef("id"))
    return rows.filter(~Exists(stands), ~Exists(later))


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many statements stand, by field and kind: of all, and of each force and its systems."""

    all: Counter[FieldAndKind]
    by_force: Mapping[str, Counter[FieldAndKind]]


def tallies(moment: Moment = NOW) -> Tallies:
    """Count what stands; worked out once for each head of the register."""
    stood, schema = moment.of_record, selectors.schema()
    return _at_hand.answer(stood, schema, lambda: _work_out(stood, schema))


def tally(wanted: Wanted, moment: Moment = NOW) -> Counter[FieldAndKind]:
    """Count by field and kind what fits the subjects and the state asked for."""
    rows = listed(Wanted(state=wanted.state, among=wanted.among), moment)
    columns = ("statement__field", "statement__kind")
    counted = rows.order_by().values_list(*columns).annotate(number=Count("id"))
    return Counter({(field, kind): number for field, kind, number in counted})


def _work_out(moment: Moment, schema: Schema) -> Tallies:
    forces = by_force(moment)
    forces_of: dict[str, set[str]] = defaultdict(set)
    for force in forces.names:
        for slug in forces.around(force):
            forces_of[slug].add(force)
    every: Counter[FieldAndKind] = Counter()
    of_force: dict[str, Counter[FieldAndKind]] = defaultdict(Counter)
    rows = selectors.alone(models.Recording.objects.all(), moment, "statement")
    columns = ("subject", "statement__field", "statement__kind")
    for subject, field, kind, number in rows.values_list(*columns).annotate(n=Count("id")):
        every[field, kind] += number
        for force in forces_of.get(subject, ()):
            of_force[force][field, kind] += number
    return Tallies(every, dict(of_force))


_at_hand: AtHand[Tallies] = AtHand(DAYS_AT_HAND)
