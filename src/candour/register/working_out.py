"""What follows from what stands, kept for each day there was, so that pages need only read it.

Kept rows are a cache of `what_follows` (evidence/following.py) and of nothing else: `rebuild`
makes them anew, and does so where the rules are not those by which they were worked out.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import TruncDate

import candour.evidence
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import CLASSES, Schema
from candour.evidence.following import Result, place_of, what_follows
from candour.register import models, selectors
from candour.register.counting import keep_counts
from candour.register.history import note_all_links
from candour.register.inserting import insert_many
from candour.register.models import PageLink, WorkedOut
from candour.register.moments import NOW, Moment
from candour.register.search import clear_search, index_search
from candour.register.surroundings import affected_by, chunks, surroundings

AT_ONCE = 200
BATCH = 1_000

Kept = dict[tuple[str, str], tuple[int, str]]  # kind and key of a result to its row and digest


def work_out(
    schema: Schema, *, change: int, touched: Iterable[str] | None = None, moment: Moment = NOW
) -> None:
    """Bring what is kept to what follows once a change set is in.

    Parameters
    ----------
    schema : Schema
        The table of fields that the statements were read by.
    change : int
        Number of the change set: what no longer follows ends with it, what is new begins with it.
    touched : iterable of str, optional
        Slugs of the subjects that changed since it was last worked out; by default all.
    moment : Moment
        When to look; by default now.
    """
    concerned = _everything(moment) if touched is None else affected_by(touched, schema)
    kept = _kept_results(None if touched is None else concerned)
    seen: set[tuple[str, str]] = set()
    for some in _in_order(concerned, moment):
        new = []
        for result, place in results_about(selectors.subjects(some, moment), schema, moment):
            key = (result.kind, result.key)
            if key not in seen and kept.get(key, (0, ""))[1] != result.digest:
                new.append((result, place))
            elif key not in seen:
                del kept[key]
            seen.add(key)
        _begin(new, change)
    _end(kept, change)
    _note_redirects()


def results_about(
    some: Mapping[str, SubjectFile], schema: Schema, moment: Moment = NOW
) -> Iterator[tuple[Result, str]]:
    """Everything that rests on statements about some subjects, with its place in a list."""
    around = surroundings(some, schema, moment)
    for result in what_follows(around, schema, skip_broken=True).results(some.keys()):
        yield result, place_of(result, around.class_of(result.home))


def _everything(moment: Moment) -> set[str]:
    pages = selectors.standing(models.Page.objects.all(), moment)
    return set(pages.values_list("slug", flat=True))


def _in_order(slugs: set[str], moment: Moment) -> Iterator[list[str]]:
    """Those that stand, a few at a time, class after class as files are read."""
    results = [
        row
        for chunk in chunks(sorted(slugs))
        for row in selectors.standing(
            models.Page.objects.filter(slug__in=chunk), moment
        ).values_list("subject_class", "slug")
    ]
    ordered = sorted(set(results), key=lambda row: (CLASSES.index(row[0]), row[1]))
    for start in range(0, len(ordered), AT_ONCE):
        yield [slug for _, slug in ordered[start : start + AT_ONCE]]


def _kept_results(concerned: set[str] | None) -> Kept:
    """What is kept as following today: about some subjects, or about all."""
    rows = WorkedOut.objects.filter(ended=None)
    some = [rows]
    if concerned is not None:
        some = [
            rows.filter(subjects__slug__in=chunk, subjects__is_about=True)
            for chunk in chunks(sorted(concerned))
        ]
    return {
        (kind, key): (pk, digest)
        for part in some
        for pk, kind, key, digest in part.values_list("pk", "kind", "key", "digest")
    }


def _begin(results: list[tuple[Result, str]], change: int) -> None:
    rows = WorkedOut.objects.bulk_create(
        (
            WorkedOut(
                kind=result.kind,
                key=result.key,
                state=result.state,
                item=result.item,
                place=place,
                digest=result.digest,
                row=result.row,
                began=change,
            )
            for result, place in results
        ),
        batch_size=BATCH,
    )
    concerns = [
        (row.pk, slug, slug in result.about)
        for row, (result, _) in zip(rows, results, strict=True)
        for slug in result.subjects
    ]
    insert_many(models.WorkedOutSubject, ("result", "slug", "is_about"), concerns)


def _end(gone: Kept, change: int) -> None:
    keys = [pk for pk, _ in gone.values()]
    for start in range(0, len(keys), BATCH // 2):
        rows = WorkedOut.objects.filter(pk__in=keys[start : start + BATCH // 2])
        rows.update(ended=change)


def _note_redirects() -> None:
    models.Redirect.objects.all().delete()
    links = PageLink.objects.filter(how=PageLink.How.REDIRECT, page__retracted_in=None)
    rows = links.order_by("pk").values_list("slug", "page__slug")
    insert_many(models.Redirect, ("slug", "to"), list(dict(rows).items()))


# all of it anew


def rules_in_force(schema: Schema) -> str:
    """A name for the rules that results follow by: the code of `evidence` and the table of fields.

    It changes with any change to either, also with one that makes no difference: to work
    everything out once too often is safe.
    """
    digest = hashlib.sha256(repr(schema).encode("utf-8"))
    for path in sorted(Path(candour.evidence.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def are_rules_in_force(schema: Schema) -> bool:
    return models.WorkedOutBy.objects.filter(rules=rules_in_force(schema)).exists()


def note_rules(schema: Schema) -> None:
    models.WorkedOutBy.objects.update_or_create(pk=1, defaults={"rules": rules_in_force(schema)})


def keep_up(schema: Schema, touched: Mapping[int, Iterable[str]]) -> None:
    """Bring what is kept forward by some change sets: their numbers and the slugs each touched.

    Nobody can ask about a moment between two change sets of one day, so it is worked out once for
    each day that something came in.
    """
    if not models.WorkedOutBy.objects.exists():
        note_rules(schema)
    if are_rules_in_force(schema):
        _follow(schema, touched)
    else:
        rebuild(schema)


@transaction.atomic
def rebuild(schema: Schema) -> None:
    """Work out anew what followed on each day on which something came in."""
    WorkedOut.objects.all().delete()
    clear_search()
    models.KeptCount.objects.all().delete()
    note_all_links()
    numbers = models.ChangeSet.objects.order_by("number").values_list("number", flat=True)
    _follow(schema, {number: _touched_in(number) for number in numbers})
    note_rules(schema)


def _follow(schema: Schema, touched: Mapping[int, Iterable[str]]) -> None:
    last = models.ChangeSet.objects.aggregate(last=Max("number"))["last"]
    is_first = not WorkedOut.objects.exists()
    waiting: set[str] = set()
    heads = heads_of_days()
    for change, slugs in sorted(touched.items()):
        waiting |= set(slugs)
        if change not in heads:
            continue
        moment = NOW if change == last else Moment(change=change)
        some = None if is_first else waiting
        work_out(schema, change=change, touched=some, moment=moment)
        index_search(change=change, touched=some, moment=moment)
        keep_counts(change, moment)
        is_first, waiting = False, set()


def heads_of_days() -> set[int]:
    """The last change set of each day, in London."""
    days = models.ChangeSet.objects.annotate(
        day=TruncDate("arrived_at", tzinfo=selectors.LONDON)
    ).values("day")
    return set(days.annotate(head=Max("number")).values_list("head", flat=True))


def _touched_in(change: int) -> set[str]:
    touched: set[str] = set()
    for end in ("asserted_in", "retracted_in"):
        recordings = models.Recording.objects.filter(**{end: change})
        pages = models.Page.objects.filter(**{end: change})
        touched |= set(recordings.values_list("subject", flat=True))
        touched |= set(pages.values_list("slug", flat=True))
    return touched
