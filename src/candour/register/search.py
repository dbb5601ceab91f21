"""Finding subjects by words: names first, then all that is said; misspellings by their pieces.

Full text is SQLite's FTS5 or PostgreSQL's tsvector; both stem English words, so "hotspots"
finds "hotspot". A word that stands in no name is held against the names' words by three-letter
pieces and then by edit distance.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db import models as django_models
from rapidfuzz.distance import OSA

from candour.evidence.collection import SubjectFile
from candour.evidence.fields import CLASSES
from candour.register import models, selectors
from candour.register.inserting import insert_many

WORD = re.compile(r"[a-z0-9]+")
LONGEST_QUERY = 200
LONGEST_WORD = 40
MOST_WORDS = 12
SHORTEST_MISSPELT = 4
LONGEST_ENDING = 3
SHORTEST_ACRONYM = 3
CANDIDATES = 60
AT_ONCE = 200
NAME_FIELDS = ("name", "also", "formerly")
SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


@dataclass(frozen=True, slots=True)
class Hits:
    """Slugs in order of how well they fit, and the spelling that was used where it was changed."""

    slugs: list[str]
    read_as: str = ""


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and without accents."""
    plain = text.replace("\0", " ")
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart.casefold() if not unicodedata.combining(c))
    return [word[:LONGEST_WORD] for word in WORD.findall(plain.lower())]


def acronym_of(name: str) -> str:
    """The first letters of the words of a name, where there are three or more."""
    letters = [word[0] for word in words_of(name) if word not in SMALL_WORDS]
    return "".join(letters) if len(letters) >= SHORTEST_ACRONYM else ""


# the index


def rebuild_search() -> None:
    """Make the index of all standing subjects anew."""
    _clear()
    models.SearchWord.objects.all().delete()
    known: set[str] = set()
    slugs = list(
        models.Page.objects.filter(retracted_in=None)
        .order_by("slug")
        .values_list("slug", flat=True)
    )
    for start in range(0, len(slugs), AT_ONCE):
        found = selectors.subjects(slugs[start : start + AT_ONCE]).values()
        _add_documents(found)
        _add_words(
            {w for s in found for name in names_of(s) for w in words_of(name)} - known, known
        )


def names_of(subject: SubjectFile) -> list[str]:
    named = [str(s.value) for field in NAME_FIELDS for s in subject.of(field) if s.kind == "text"]
    acronyms = [acronym_of(name) for name in named]
    return [*named, *(acronym for acronym in acronyms if acronym), subject.slug.replace("-", " ")]


def _said(subject: SubjectFile) -> str:
    parts = []
    for statement in subject.statements:
        if statement.kind in {"text", "subject", "term"}:
            parts.append(str(statement.value).replace("-", " "))
        parts += [
            text
            for key, text in statement.qualifiers
            if key in {"note", "remark", "measure", "area"}
        ]
    return " ".join(dict.fromkeys(parts))


def _clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_search")


def _add_documents(subjects: Iterable[SubjectFile]) -> None:
    rows = []
    for subject in subjects:
        named = [" ".join(words_of(name)) for name in names_of(subject)]
        said = " ".join(words_of(_said(subject)))
        whole = f"|{'|'.join(named)}|"
        rows.append((subject.slug, subject.subject_class, whole, " ".join(named), said))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO register_search (slug, subject_class, whole, names, said) "
            "VALUES (%s, %s, %s, %s, %s)",
            rows,
        )


def _add_words(words: set[str], known: set[str]) -> None:
    known |= words
    in_order = sorted(words)
    insert_many(models.SearchWord, ("word",), [(word,) for word in in_order])
    pieces = [(piece, word) for word in in_order for piece in sorted(_pieces(word))]
    insert_many(models.SearchPiece, ("piece", "word"), pieces)


def _pieces(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


# the question


def search(text: str, *, subject_class: str = "") -> Hits:
    """Find subjects; where nothing fits as written, try the nearest spelling of each word."""
    words = words_of(text[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return Hits([])
    found = _find(words, subject_class)
    if found:
        return Hits(found)
    joined = "".join(words)[:LONGEST_WORD]  # "pred pol"
    found = _find([joined], subject_class) if len(words) > 1 else []
    if found:
        return Hits(found, joined)
    nearest = [_nearest(word) for word in words]
    if nearest == words:
        return Hits([])
    return Hits(_find(nearest, subject_class), " ".join(nearest))


def _find(words: list[str], subject_class: str) -> list[str]:
    """Slugs that have all the words: nearest names first, systems before what they rest on."""
    written_for = _postgres_query if connection.vendor == "postgresql" else _sqlite_query
    query, match = written_for(words)
    narrowed = "AND subject_class = %s" if subject_class else ""
    parameters = [match, *([subject_class] if subject_class else [])]
    with connection.cursor() as cursor:
        cursor.execute(query.format(narrowed=narrowed), parameters)
        hits = cursor.fetchall()
    ranked = []
    for place, (slug, cls, names) in enumerate(hits):
        closeness = _closeness(words, names)
        # Where a name has the words, both databases give the same order.
        ranked.append(
            (-closeness, CLASSES.index(cls), 0, slug) if closeness else (0, 0, place, slug)
        )
    return [slug for *_, slug in sorted(ranked)]


def _closeness(words: list[str], names: str) -> float:
    """How much of one of the names the words make up; more than 1 for a whole name as written."""
    if f"|{' '.join(words)}|" in names:
        return 2.0
    found = 0.0
    for name in names.strip("|").split("|"):
        named = name.split()
        if all(any(_is_alike(word, other) for other in named) for word in words):
            found = max(found, len(words) / len(named))
    return found


def _is_alike(word: str, other: str) -> bool:
    """Whether two words may be forms of one, as "modeling" and "modelling" are."""
    return other.startswith(word[: max(SHORTEST_MISSPELT, len(word) - LONGEST_ENDING)])


def _sqlite_query(words: list[str]) -> tuple[str, str]:
    # Each word is quoted, so nothing a reader types is read as query language.
    match = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    query = (
        "SELECT slug, subject_class, whole FROM register_search WHERE register_search MATCH %s "
        "{narrowed} ORDER BY bm25(register_search, 0, 0, 0, 20.0, 1.0), slug"
    )
    return query, match


def _postgres_query(words: list[str]) -> tuple[str, str]:
    match = " & ".join([*words[:-1], f"{words[-1]}:*"])
    query = (
        "SELECT slug, subject_class, whole FROM register_search, "
        "to_tsquery('english', %s) AS query WHERE document @@ query {narrowed} "
        "ORDER BY ts_rank(document, query) DESC, slug"
    )
    return query, match


def _nearest(word: str) -> str:
    """The word of a name that is nearest in spelling, or the word itself where none is near."""
    if len(word) < SHORTEST_MISSPELT or models.SearchWord.objects.filter(word=word).exists():
        return word
    sharing = (
        models.SearchPiece.objects.filter(piece__in=_pieces(word))
        .values("word_id")
        .annotate(shared=django_models.Count("id"))
        .order_by("-shared", "word_id")[:CANDIDATES]
    )
    allowed = 1 if len(word) < 6 else 2  # noqa: PLR2004 - one slip in a short word, two in a long
    near = [(OSA.distance(word, row["word_id"]), -row["shared"], row["word_id"]) for row in sharing]
    best = min(near, default=(allowed + 1, 0, word))
    return best[2] if best[0] <= allowed else word
