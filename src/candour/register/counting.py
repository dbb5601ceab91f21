"""How many there are of everything, kept for each day there was: no page has to count it all.

Kept when something came in, and read for a moment from the last change set that was in by then.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

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
    figures = selectors.figures(moment=moment).order_by().values_list("statement__field")
    for field, number in figures.annotate(number=Count("id")):
        yield STATEMENTS, FIGURES, field, number
    columns = ("kind", "item", "state")
    results = selectors.following(moment).values_list(*columns)
    yield from results.annotate(number=Count("id")).order_by(*columns)


class Counts:
    """The counts of a moment, asked for once and summed up as a page needs them."""

    def __init__(self, moment: Moment = NOW) -> None:
        last = KeptCount.objects.order_by("-change")
        if moment.change is not None or moment.as_of is not None:
            last = last.filter(change__lte=selectors.head(moment).number)
        rows = KeptCount.objects.filter(change=last.values("change")[:1]).order_by("id")
        self.rows: list[Counted] = list(rows.values_list("what", "item", "state", "number"))

    def totals(self) -> dict[str, int]:
        """How many subjects of each class, statements and results; of gaps, those that are open."""
        numbers = dict.fromkeys((STATEMENTS, FIGURES, *WorkedOut.Kind.values), 0)
        for what, item, state, number in self.rows:
            if what == SUBJECTS:
                numbers[item] = number
            elif what == STATEMENTS:
                numbers[item or STATEMENTS] += number
            elif (what, state) != (WorkedOut.Kind.GAP, State.PUBLISHED.value):
                numbers[what] += number
        return numbers

    def figures(self, field: str = "") -> int:
        """How many figures there are, or how many of one field."""
        return sum(
            number
            for what, item, state, number in self.rows
            if (what, item) == (STATEMENTS, FIGURES) and field in {"", state}
        )

    def states(self, kind: str) -> dict[str, int]:
        """How many results of a kind are in each state."""
        return _summed((state, number) for what, _, state, number in self.rows if what == kind)

    def items(self, kind: str) -> dict[str, int]:
        """How many results of a kind are under each item; of contradictions, what they touch."""
        return _summed((item, number) for what, item, _, number in self.rows if what == kind)

    def gaps(self) -> list[tuple[str, str, int]]:
        """How many subjects have each item in each state."""
        return [row[1:] for row in self.rows if row[0] == WorkedOut.Kind.GAP]


def _summed(numbers: Iterable[tuple[str, int]]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for key, number in numbers:
        totals[key] += number
    return dict(sorted(totals.items()))
