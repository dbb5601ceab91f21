"""What was worked out, held against working it out again.

All of it is made anew by the rules in force and put beside what was kept; then it is undone. What
is kept for a moment that nobody can ask about, between two loads of one day, is left aside.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from candour.core.hashing import canonical_json
from candour.evidence.verified import Verified
from candour.register import models, selectors
from candour.register.search import words_of
from candour.register.working_out import are_rules_in_force, heads_of_days, rebuild

AT_ONCE = 1_000
Row = tuple[str, ...]  # what it is called, then all that it says


def hold_what_follows(report: Verified) -> None:
    """Work everything out again, and name what is kept and does not follow, and the reverse."""
    schema = selectors.schema()
    if not are_rules_in_force(schema):
        report.differs(
            "what follows",
            "was worked out by other rules than this Candour's. `candour serve` works it out anew",
        )
        return
    kept = Counter(_kept())
    words = _words()
    with transaction.atomic():
        rebuild(schema)
        follows = Counter(_kept())
        words_again = _words()
        transaction.set_rollback(True)
    for row in sorted(follows - kept):
        report.differs(row[0], "follows and is not kept, or is kept otherwise")
    for row in sorted(kept - follows):
        report.differs(row[0], "is kept and does not follow")
    _hold_words(words, words_again, report)
    report.checked.append(f"{sum(follows.values())} rows of what follows, worked out again")


def _kept() -> Iterator[Row]:
    heads = sorted(heads_of_days())
    yield from _results(heads)
    yield from _search(heads)
    yield from _links()
    for slug, to in models.Redirect.objects.values_list("slug", "to"):
        yield f"redirect from {slug}", to
    counts = models.KeptCount.objects.filter(change__in=heads)
    for row in counts.values_list("change", "what", "item", "state", "number"):
        yield f"count of {row[1]} {row[2]} {row[3]}".strip(), *map(str, row)


def _span(heads: list[int], began: int, ended: int | None) -> Row | None:
    """From which day's head to which, or None where no day shows it."""
    first = _head_at(heads, began)
    last = None if ended is None else _head_at(heads, ended)
    return None if first == last else (str(first), str(last))


def _head_at(heads: list[int], change: int) -> int:
    place = bisect_left(heads, change)
    return heads[place] if place < len(heads) else change


def _results(heads: list[int]) -> Iterator[Row]:
    subjects: dict[int, list[str]] = {}
    concerns = models.WorkedOutSubject.objects.order_by("slug", "is_about")
    for pk, slug, is_about in concerns.values_list("result_id", "slug", "is_about"):
        subjects.setdefault(pk, []).append(f"{slug} {is_about}")
    for row in models.WorkedOut.objects.iterator(chunk_size=AT_ONCE):
        span = _span(heads, row.began, row.ended)
        if span is None:
            subjects.pop(row.pk, None)
            continue
        what = (row.state, row.item, row.place, row.digest, canonical_json(row.row))
        yield f"{row.kind} {row.key}", *what, *span, ", ".join(subjects.pop(row.pk, []))
    for pk, slugs in subjects.items():
        yield f"subjects of a result that there is not ({pk})", *slugs


def _search(heads: list[int]) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug, subject_class, whole, names, said, began, ended FROM register_search"
        )
        for *document, began, ended in cursor.fetchall():
            span = _span(heads, int(began), int(ended) or None)
            if span is not None:
                yield f"search for {document[0]}", *map(str, document), *span


def _links() -> Iterator[Row]:
    columns = ("page__origin__name", "page__slug", "page__asserted_in", "how", "slug")
    for row in models.PageLink.objects.values_list(*columns):
        yield f"link from {row[1]} to {row[4]}", *map(str, row)


def _words() -> dict[str, list[str]]:
    pieces: dict[str, list[str]] = {
        word: [] for word in models.SearchWord.objects.values_list("word", flat=True)
    }
    rows = models.SearchPiece.objects.order_by("piece")
    for word, piece in rows.values_list("word_id", "piece"):
        pieces.setdefault(word, []).append(piece)
    return pieces


def _hold_words(kept: dict[str, list[str]], again: dict[str, list[str]], report: Verified) -> None:
    """Words of names that stood for part of a day may be kept beyond those that follow."""
    for word in sorted(again):
        if kept.get(word) != again[word]:
            report.differs(f"word '{word}' of search", "follows and is not kept, or not whole")
    more = kept.keys() - again.keys()
    ever = _words_ever() if more else set()
    for word in sorted(more - ever):
        report.differs(f"word '{word}' of search", "is kept and is in no name")


def _words_ever() -> set[str]:
    texts = models.Statement.objects.filter(kind="text").values_list("canonical", flat=True)
    return {word for text in texts.iterator(chunk_size=AT_ONCE) for word in words_of(text)}
