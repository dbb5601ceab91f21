"""What follows from what stands, worked out and kept for today's pages.

Verdicts, derived numbers, contradictions and gaps.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from candour.evidence.checks import Verdict, all_verdicts
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.contradictions import Contradiction, contradictions_by_rule
from candour.evidence.derived import Derived, derived_numbers
from candour.evidence.fields import CLASSES
from candour.evidence.gaps import find_gaps
from candour.evidence.listing import check_row, contradiction_row, derived_row, gap_row
from candour.evidence.merging import concerned, contradictions_declared, merged
from candour.register import models, selectors
from candour.register.inserting import insert_many
from candour.register.models import WorkedOut

AT_ONCE = 200
BATCH = 1_000


def work_out() -> None:
    """Make everything that is worked out anew, a few subjects at a time.

    Contradictions are merged once all are found: what an editor declared in one file may cover
    what a rule finds in another.
    """
    WorkedOut.objects.all().delete()
    models.Redirect.objects.all().delete()
    slugs = _slugs_in_order()
    reach = _Reach()
    contradictions: list[Contradiction] = []
    for start in range(0, len(slugs), AT_ONCE):
        some = selectors.subjects(slugs[start : start + AT_ONCE])
        around = selectors.surroundings(some.values())
        _redirects(some.values())
        reach.take_in(around)
        verdicts = list(all_verdicts(around, about=some.values(), skip_broken=True))
        contradictions += contradictions_declared(some.values(), around)
        contradictions += contradictions_by_rule(around, selectors.schema(), verdicts, about=some)
        derived = derived_numbers(around, about=some.values(), skip_broken=True)
        _keep([*_checks(verdicts), *_derived(derived, around), *_gaps(some, around)])
    _keep(_contradictions(merged(contradictions), reach))


class _Reach:
    """Which bodies operate each system: what concerns a system concerns them."""

    def __init__(self) -> None:
        self.operators: dict[str, set[str]] = {}

    def take_in(self, collection: Collection) -> None:
        for slug in collection.subjects:
            self.operators[slug] = concerned([slug], collection)

    def of(self, slugs: Iterable[str]) -> list[str]:
        return sorted({body for slug in slugs for body in self.operators.get(slug, {slug})})


def _slugs_in_order() -> list[str]:
    """Every slug, class after class as files are read, so that results come in the same order."""
    pages = models.Page.objects.filter(retracted_in=None)
    found = pages.values_list("subject_class", "slug")
    return [slug for _, slug in sorted(found, key=lambda row: (CLASSES.index(row[0]), row[1]))]


def _redirects(subjects: Iterable[SubjectFile]) -> None:
    rows = [(old, subject.slug) for subject in subjects for old in subject.redirects]
    insert_many(models.Redirect, ("slug", "to"), rows)


Row = tuple[str, str, str, dict[str, Any], Iterable[str]]  # kind, key, state, row, slugs


def _checks(verdicts: Iterable[Verdict]) -> Iterator[Row]:
    for verdict in verdicts:
        row = check_row(verdict)
        slugs = {verdict.check.claim.subject, verdict.check.subject}
        yield WorkedOut.Kind.CHECK, row["id"], verdict.verdict, row, sorted(slugs)


def _derived(numbers: Iterable[Derived], around: Collection) -> Iterator[Row]:
    for number in numbers:
        yield (
            *(WorkedOut.Kind.DERIVED, number.spec.id, number.state),
            *(derived_row(number), sorted(concerned(number.subjects, around))),
        )


def _contradictions(contradictions: Iterable[Contradiction], reach: _Reach) -> Iterator[Row]:
    for found in contradictions:
        row = contradiction_row(found)
        yield WorkedOut.Kind.CONTRADICTION, found.id, found.kind, row, reach.of(found.subjects)


def _gaps(some: Mapping[str, SubjectFile], around: Collection) -> Iterator[Row]:
    for gap in find_gaps(around, selectors.schema(), about=some.values()):
        key = f"{gap.subject}/{gap.item}"
        yield WorkedOut.Kind.GAP, key, gap.state, gap_row(gap), [gap.subject]


def _keep(rows: Iterable[Row]) -> None:
    once = {(kind, key): (state, row, slugs) for kind, key, state, row, slugs in rows}
    kept = WorkedOut.objects.bulk_create(
        (
            WorkedOut(kind=kind, key=key, state=state, row=row)
            for (kind, key), (state, row, _) in once.items()
        ),
        batch_size=BATCH,
    )
    concerns = [
        (result.pk, slug)
        for result, (_, _, slugs) in zip(kept, once.values(), strict=True)
        for slug in slugs
    ]
    insert_many(models.WorkedOutSubject, ("result", "slug"), concerns)
