"""What a difference between two moments comes to: what is new, and what is told otherwise.

`between.py` has the difference field by field; here it is summed up.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from candour.evidence.use_tellings import USE_FIELDS
from candour.register import models, selectors, uses
from candour.register.between import Scope, Span, SubjectAndField, came_in, went_out
from candour.register.models import WorkedOut
from candour.register.moments import Moment
from candour.register.stretches import Change

NAME = "name"  # every subject has one, and is in the register from the day that it comes in


@dataclass(frozen=True, slots=True)
class UseTurn:
    """The headline of the use of a system, before and after."""

    system: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClashTurn:
    """Contradictions that stand after and did not before, and how many no longer stand.

    `is_known` is False where one of the moments lies within a day: what follows from statements
    is worked out once all that came in at one time is in, so there is nothing to set it against.
    """

    new: tuple[dict[str, Any], ...]
    gone: int
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class InChange:
    """A change set, and how much of the difference it made."""

    change: Change
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """The sum of a difference.

    Attributes
    ----------
    new, gone : slugs of subjects that came into the register, or left it
    uses : systems whose use is worded otherwise
    corrected : fields in which a statement went out and another came in
    by_change : the change sets that made it, newest first
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    uses: tuple[UseTurn, ...]
    clashes: ClashTurn
    corrected: int
    by_change: tuple[InChange, ...]


def turnover(
    pairs: Iterable[SubjectAndField], span: Span, scope: Scope, *, today: date
) -> Turnover:
    """Sum up a difference whose touched fields are `pairs`; use is worded as of `today`."""
    fields = list(pairs)
    came, went = _names(came_in(span, scope)), _names(went_out(span, scope))
    before, after = _standing(came | went, span.low), _standing(came | went, span.high)
    systems = {subject for subject, field in fields if field in USE_FIELDS} - came
    return Turnover(
        tuple(sorted(came - before)),
        tuple(sorted(went - after)),
        tuple(_uses(systems, span, today)),
        _clashes(span, scope.among),
        _corrected(span, scope),
        tuple(_by_change(span, scope)),
    )


def _names(rows: QuerySet[Any]) -> set[str]:
    """The subjects whose name is among some recordings."""
    return set(rows.filter(statement__field=NAME).values_list("subject", flat=True))


def _standing(slugs: Collection[str], number: int) -> set[str]:
    """Which of some subjects had a name once a change set was in."""
    still = Q(retracted_in=None) | Q(retracted_in__gt=number)
    rows = models.Recording.objects.filter(
        still, subject__in=list(slugs), statement__field=NAME, asserted_in__lte=number
    )
    return set(rows.values_list("subject", flat=True))


def _corrected(span: Span, scope: Scope) -> int:
    """In how many fields something went out and something else came in."""
    went = _pairs(went_out(span, scope))
    return len(went & _pairs(came_in(span, scope))) if went else 0


def _pairs(rows: QuerySet[Any]) -> set[SubjectAndField]:
    return set(rows.order_by().values_list("subject", "statement__field").distinct())


def _uses(systems: Collection[str], span: Span, today: date) -> Iterable[UseTurn]:
    """The systems that stood at both ends and whose headlines differ, by name."""
    if not systems or not span.low:
        return
    before, after = (
        _headlines(systems, Moment(change=number), today) for number in (span.low, span.high)
    )
    for slug in sorted(before.keys() & after.keys()):
        if before[slug] != after[slug]:
            yield UseTurn(slug, before[slug], after[slug])


def _headlines(systems: Collection[str], moment: Moment, today: date) -> dict[str, str]:
    briefs = selectors.brief(sorted(systems), (NAME, *USE_FIELDS), moment)
    lines = uses.headlines(briefs, today=today, moment=moment)
    return {slug: headline.sentence for slug, headline in lines.items()}


def _clashes(span: Span, among: Collection[str] | None) -> ClashTurn:
    if not (_ends_its_day(span.low) and _ends_its_day(span.high)):
        return ClashTurn((), 0, is_known=False)
    rows = WorkedOut.objects.filter(kind=WorkedOut.Kind.CONTRADICTION)
    if among is not None:
        some = models.WorkedOutSubject.objects.filter(slug__in=list(among)).values("result")
        rows = rows.filter(id__in=some)
    before, after = (_stood(rows, number) for number in (span.low, span.high))
    old = set(before.values_list("key", flat=True))
    new = [row for row in after.order_by("place", "id") if row.key not in old]
    now = set(after.values_list("key", flat=True))
    return ClashTurn(tuple(row.row for row in new), len(old - now))


def _stood(rows: QuerySet[WorkedOut], number: int) -> QuerySet[WorkedOut]:
    return rows.filter(Q(ended=None) | Q(ended__gt=number), began__lte=number)


def _ends_its_day(number: int) -> bool:
    """Whether no other change set came in after this one on its day; before the first, nothing."""
    if not number:
        return True
    rows = models.ChangeSet.objects.filter(number__in=(number, number + 1)).order_by("number")
    days = [timezone.localdate(at) for at in rows.values_list("arrived_at", flat=True)]
    return len(days) == 1 or days[0] != days[1]


def _by_change(span: Span, scope: Scope) -> Iterable[InChange]:
    came = _counted(came_in(span, scope), "asserted_in")
    went = _counted(went_out(span, scope), "retracted_in")
    rows = models.ChangeSet.objects.filter(number__in=came.keys() | went.keys())
    for row in rows.select_related("origin").order_by("-number"):
        yield InChange(Change.of(row), came[row.number], went[row.number])


def in_changes(changes: Iterable[Change]) -> list[InChange]:
    """Change sets with all that each brought in and took out."""
    listed = list(changes)
    numbers = [change.number for change in listed]
    rows = models.Recording.objects.order_by()
    came = _counted(rows.filter(asserted_in__in=numbers), "asserted_in")
    went = _counted(rows.filter(retracted_in__in=numbers), "retracted_in")
    return [InChange(one, came[one.number], went[one.number]) for one in listed]


def _counted(rows: QuerySet[Any], change: str) -> Counter[int]:
    counts = rows.order_by().values_list(change).annotate(Count("pk"))
    return Counter(dict(counts))
