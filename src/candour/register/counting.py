"""How many there are of everything, kept for each day there was: no page has to count it all.

Kept when something came in, and read for a moment from the last change set that was in by then.
"""

from collections.abc import Iterator

from django.db.models import Count

from candour.evidence.gaps import State
from candour.register import models, selectors
from candour.register.inserting import insert_many
from candour.register.models import KeptCount, WorkedOut
from candour.register.moments import NOW, Moment

SUBJECTS, STATEMENTS = "subject", "statement"
ALL, FIGURES = "", "figure"

Counted = tuple[str, str, str, int]  # what, item, state, number


def keep_counts(change: int, moment: Moment = NOW) -> None:
    """Count everything once a change set is in."""
    KeptCount.objects.filter(change__gte=change).delete()
    rows = [(change, *counted) for counted in _counted(moment)]
    insert_many(KeptCount, ("change", "what", "item", "state", "number"), rows)


def _counted(moment: Moment) -> Iterator[Counted]:
    pages = selectors.alone(models.Page.objects.all(), moment, "slug")
    by_class = pages.values_list("subject_class").annotate(number=Count("id")).order_by()
    for subject_class, number in by_class:
        yield SUBJECTS, subject_class, "", number
    recordings = selectors.alone(models.Recording.objects.all(), moment, "statement")
    yield STATEMENTS, ALL, "", recordings.count()
    yield STATEMENTS, FIGURES, "", selectors.figures(moment=moment).count()
    columns = ("kind", "item", "state")
    results = selectors.following(moment).values_list(*columns)
    yield from results.annotate(number=Count("id")).order_by(*columns)


def kept(moment: Moment, what: str = "") -> list[Counted]:
    """What was counted last by a moment: of one thing, or of all."""
    last = KeptCount.objects.order_by("-change")
    if moment.change is not None or moment.as_of is not None:
        last = last.filter(change__lte=selectors.head(moment).number)
    rows = KeptCount.objects.filter(change=last.values("change")[:1])
    if what:
        rows = rows.filter(what=what)
    return list(rows.order_by("id").values_list("what", "item", "state", "number"))


def counts(moment: Moment = NOW) -> dict[str, int]:
    """How many subjects of each class, statements and results stood at a moment."""
    found = dict.fromkeys((STATEMENTS, FIGURES, *WorkedOut.Kind.values), 0)
    for what, item, state, number in kept(moment):
        if what == SUBJECTS:
            found[item] = number
        elif what == STATEMENTS:
            found[item or STATEMENTS] = number
        elif (what, state) != (WorkedOut.Kind.GAP, State.PUBLISHED.value):
            found[what] += number
    return found


def figure_count(moment: Moment = NOW) -> int:
    return sum(n for _, item, _, n in kept(moment, STATEMENTS) if item == FIGURES)


def state_counts(kind: str, moment: Moment = NOW) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, _, state, number in kept(moment, kind):
        found[state] = found.get(state, 0) + number
    return dict(sorted(found.items()))


def touch_counts(moment: Moment = NOW) -> dict[str, int]:
    """How many contradictions touch what."""
    found: dict[str, int] = {}
    for _, item, _, number in kept(moment, WorkedOut.Kind.CONTRADICTION):
        found[item] = found.get(item, 0) + number
    return found


def gap_counts(moment: Moment = NOW) -> list[tuple[str, str, int]]:
    """How many subjects have each item in each state."""
    return [(item, state, number) for _, item, state, number in kept(moment, WorkedOut.Kind.GAP)]
