"""Counts and cuts of the whole register, for pages that list or sum up; beside selectors.py."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, JSONField, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from candour.register import models, selectors
from candour.register.at_hand import AtHand
from candour.register.models import WorkedOut
from candour.register.moments import NOW, Moment
from candour.register.selectors import alone, following, standing

DAYS_AT_HAND = 16


_values_at_hand: AtHand[list[str]] = AtHand(DAYS_AT_HAND)


def values_of(field: str, moment: Moment = NOW) -> list[str]:
    """The terms or slugs that stand under a field anywhere: what a filter may offer."""
    return _values_at_hand.answer(
        moment, selectors.schema(), lambda: _values_of(field, moment), field
    )


def _values_of(field: str, moment: Moment) -> list[str]:
    rows = standing(
        models.Recording.objects.filter(
            statement__field=field, statement__kind__in=("term", "subject")
        ),
        moment,
    )
    values = rows.values_list("statement__value_key", flat=True).distinct()
    return list(values.order_by("statement__value_key"))


def operated_in(
    pages: QuerySet[models.Page], nation: str, moment: Moment = NOW
) -> QuerySet[models.Page]:
    """Keep the systems that are said to be of a nation, or whose operator is."""
    of_the_nation = standing(
        models.Recording.objects.filter(statement__field="nation", statement__value_key=nation),
        moment,
    ).values("subject")
    run_there = standing(
        models.Recording.objects.filter(
            statement__field="operator", statement__value_key__in=of_the_nation
        ),
        moment,
    ).values("subject")
    return pages.filter(Q(slug__in=of_the_nation) | Q(slug__in=run_there))


_kinds_at_hand: AtHand[dict[str, str]] = AtHand(DAYS_AT_HAND)


def by_kind(slugs: Iterable[str], order: Iterable[str], moment: Moment = NOW) -> list[str]:
    """Put subjects in the order of their kinds, those of one kind as they came, others last."""
    kinds = _kinds_at_hand.answer(moment, selectors.schema(), lambda: _kinds(moment))
    rank = {kind: place for place, kind in enumerate(order)}
    return sorted(slugs, key=lambda slug: rank.get(kinds.get(slug, ""), len(rank)))


def _kinds(moment: Moment) -> dict[str, str]:
    recordings = models.Recording.objects.filter(statement__field="kind", statement__kind="term")
    rows = standing(recordings, moment).order_by("-pk")  # of several kinds the first counts
    return dict(rows.values_list("subject", "statement__value_key"))


# changes


@dataclass(frozen=True, slots=True)
class Touched:
    """A change set that touched a subject, and how many statements came and went with it."""

    number: int
    made_at: datetime
    why: str
    came: int
    went: int


def changes_of(slug: str) -> list[Touched]:
    """The change sets that touched a subject, newest first."""
    columns = ("number", "made_at", "why")
    ends = [f"{end}__{column}" for end in ("asserted_in", "retracted_in") for column in columns]
    rows = models.Recording.objects.filter(subject=slug).values_list(*ends)
    about: dict[int, tuple[datetime, str]] = {}
    came: Counter[int] = Counter()
    went: Counter[int] = Counter()
    for *ends_of, count in rows.annotate(count=Count("id")).order_by():
        for (number, made_at, why), counter in ((ends_of[:3], came), (ends_of[3:], went)):
            if number is not None:
                about[number] = made_at, why
                counter[number] += count
    newest_first = sorted(about, reverse=True)
    return [Touched(number, *about[number], came[number], went[number]) for number in newest_first]


def began_in(number: int) -> QuerySet[models.Recording]:
    return _joined().filter(asserted_in=number)


def ended_in(number: int) -> QuerySet[models.Recording]:
    return _joined().filter(retracted_in=number)


def _joined() -> QuerySet[models.Recording]:
    return models.Recording.objects.select_related("statement").order_by("subject", "id")


# sources


def places_of(source: str, moment: Moment = NOW) -> Iterable[tuple[str, int]]:
    """Each place in a source that a standing statement cites, and how many cite it."""
    rows = _placed(source, moment).values_list("place").annotate(number=Count("id"))
    return list(rows.order_by("place"))


def carried_by_subject(source: str, moment: Moment = NOW) -> dict[str, int]:
    """How many standing statements of a source there are on each subject."""
    rows = alone(models.Recording.objects.filter(statement__source=source), moment, "statement")
    return dict(rows.order_by().values_list("subject").annotate(number=Count("id")))


def carried(
    source: str, section: str = "", moment: Moment = NOW, *, subject: str = ""
) -> QuerySet[Any]:
    """The standing statements of a source, or of one of its sections, or on one subject."""
    rows = _placed(source, moment).select_related("statement").order_by("subject", "id")
    if subject:
        rows = rows.filter(subject=subject)
    if not section:
        return rows
    # A place is a section, then notes and tables; several places stand with commas between.
    first = Q(place=section) | Q(place__startswith=f"{section} ")
    first |= Q(place__startswith=f"{section},")
    later = Q(place__endswith=f", {section}") | Q(place__contains=f", {section} ")
    return rows.filter(first | later | Q(place__contains=f", {section},"))


def _placed(source: str, moment: Moment) -> QuerySet[Any]:
    rows = alone(models.Recording.objects.filter(statement__source=source), moment, "statement")
    data = Cast(F("statement__canonical"), JSONField())
    placed = Cast(KT("data__locator"), TextField())
    placed_rows: QuerySet[Any] = rows.annotate(data=data).annotate(place=placed)
    return placed_rows


# verdicts, contradictions and gaps


def gaps_by_subject(slugs: Iterable[str], moment: Moment = NOW) -> list[dict[str, Any]]:
    rows = following(moment).filter(kind=WorkedOut.Kind.GAP, subjects__slug__in=list(slugs))
    return list(rows.order_by("place", "id").values_list("row", flat=True))


def subjects_asked(item: str, moment: Moment = NOW) -> QuerySet[Any]:
    """Gaps of one item, in the order of slugs: of each subject that gaps are asked of there is one.

    Asked by one item because every item is asked of the same subjects; so the database reads
    what a page shows, and does not sort out which subjects there are.
    """
    gaps: QuerySet[Any] = following(moment).filter(kind=WorkedOut.Kind.GAP, item=item)
    return gaps.order_by("key").values_list("row__subject", flat=True)


def verdicts_on(slugs: Iterable[str], moment: Moment = NOW) -> list[dict[str, Any]]:
    """The checks that concern some subjects."""
    checks = following(moment).filter(kind=WorkedOut.Kind.CHECK)
    some = models.WorkedOutSubject.objects.filter(slug__in=set(slugs)).values("result")
    return list(checks.filter(id__in=some).order_by("place", "id").values_list("row", flat=True))
