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

from candour.evidence.asked import POLICE
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import CLASSES
from candour.evidence.statements import Statement
from candour.register import models, selectors
from candour.register.facets import index
from candour.register.history import statement_of
from candour.register.inserting import insert_many
from candour.register.moments import NOW, Moment

WORD = re.compile(r"[a-z0-9]+")
LONGEST_QUERY = 200
LONGEST_WORD = 40
MOST_WORDS = 12
SHORTEST_MISSPELT = 4
LONGEST_ENDING = 3
SHORTEST_ACRONYM = 3
LONG_ENOUGH_FOR_TWO = 8  # letters of a word that may hold two slips; a shorter one may hold one
WHOLE = 2.0  # the closeness of a whole name, above that of any part
FORCES = POLICE | {"foreign-force"}
CANDIDATES = 60
AT_ONCE = 200
TOLD = frozenset({"note", "remark", "measure", "area"})  # qualifiers whose words are looked for
NAME_FIELDS = ("name", "also", "formerly")
# Words that begin a question; they and what only joins words are not looked for in one.
QUESTIONS = frozenset(
    [
        "are",
        "can",
        "did",
        "do",
        "does",
        "had",
        "has",
        "have",
        "how",
        "is",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
    ]
)
ASKING = QUESTIONS | frozenset(
    [
        "a",
        "about",
        "an",
        "any",
        "at",
        "be",
        "been",
        "by",
        "for",
        "i",
        "in",
        "it",
        "its",
        "me",
        "much",
        "many",
        "my",
        "of",
        "on",
        "or",
        "our",
        "the",
        "their",
        "there",
        "they",
        "this",
        "to",
        "us",
        "use",
        "used",
        "uses",
        "using",
        "we",
        "whose",
        "will",
        "with",
        "you",
        "your",
    ]
)
# Pages that hold the words only in what is said of them: systems first, what was read last.
BY_CLASS = {"system": 0, "document": 2, "source": 3}
OTHER_CLASS = 1
NAMED_AT_ALL = 2  # above what a name that has the words counts
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


def index_search(
    *, change: int, touched: Iterable[str] | None = None, moment: Moment = NOW
) -> None:
    """Bring the index to what stands once a change set is in.

    What a subject was found by before stays, for those who ask about a day before that.

    Parameters
    ----------
    change : int
        Number of the change set.
    touched : iterable of str, optional
        Slugs of the subjects that changed; by default all.
    moment : Moment
        When to look; by default now.
    """
    words_kept = set(models.SearchWord.objects.values_list("word", flat=True))
    slugs = sorted(_standing_slugs(moment) if touched is None else set(touched))
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        subjects = selectors.subjects(some, moment)
        documents = {slug: _document(subject) for slug, subject in subjects.items()}
        held = _documents_today(some)
        _end([slug for slug in held if documents.get(slug) != held[slug]], change)
        new = [doc for slug, doc in documents.items() if held.get(slug) != doc]
        _add_documents(new, change)
        _add_words(
            {w for s in subjects.values() for name in names_of(s) for w in words_of(name)}
            - words_kept,
            words_kept,
        )


def clear_search() -> None:
    """Empty the index; it is made anew from what stood on each day."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_search")
    models.SearchWord.objects.all().delete()


def _standing_slugs(moment: Moment) -> set[str]:
    pages = selectors.standing(models.Page.objects.all(), moment)
    return set(pages.values_list("slug", flat=True))


def names_of(subject: SubjectFile) -> list[str]:
    named = [str(s.value) for field in NAME_FIELDS for s in subject.of(field) if s.kind == "text"]
    acronyms = [acronym_of(name) for name in named]
    return [*named, *(acronym for acronym in acronyms if acronym), subject.slug.replace("-", " ")]


def _searched_text(subject: SubjectFile) -> str:
    parts = []
    for statement in subject.statements:
        if statement.kind in {"text", "subject", "term"}:
            parts.append(str(statement.value).replace("-", " "))
        parts += [text for key, text in statement.qualifiers if key in TOLD]
    return " ".join(dict.fromkeys(parts))


Document = tuple[str, ...]  # slug, class, names between bars, names, all that is said


def _document(subject: SubjectFile) -> Document:
    named = [" ".join(words_of(name)) for name in names_of(subject)]
    words = " ".join(words_of(_searched_text(subject)))
    whole = f"|{'|'.join(named)}|"
    return subject.slug, subject.subject_class, whole, " ".join(named), words


def _documents_today(slugs: list[str]) -> dict[str, Document]:
    """What some subjects are found by today."""
    places = ", ".join("%s" for _ in slugs)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug, subject_class, whole, names, said FROM register_search "
            f"WHERE ended = 0 AND slug IN ({places})",
            slugs,
        )
        return {row[0]: row for row in cursor.fetchall()}


def _end(slugs: list[str], change: int) -> None:
    if not slugs:
        return
    places = ", ".join("%s" for _ in slugs)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE register_search SET ended = %s WHERE ended = 0 AND slug IN ({places})",
            [change, *slugs],
        )


def _add_documents(documents: list[Document], change: int) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO register_search (slug, subject_class, whole, names, said, began, ended) "
            "VALUES (%s, %s, %s, %s, %s, %s, 0)",
            [(*document, change) for document in documents],
        )


def _add_words(words: set[str], words_kept: set[str]) -> None:
    words_kept |= words
    in_order = sorted(words)
    insert_many(models.SearchWord, ("word",), [(word,) for word in in_order])
    pieces = [(piece, word) for word in in_order for piece in sorted(_pieces(word))]
    insert_many(models.SearchPiece, ("piece", "word"), pieces)


def _pieces(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


# the question


@dataclass(frozen=True, slots=True)
class _Scope:
    """Among which documents to look: of a class, and of what stood at a moment."""

    subject_class: str
    change: int | None  # None: today

    @property
    def condition(self) -> str:
        narrowed = " AND subject_class = %s" if self.subject_class else ""
        if self.change is None:
            return f"ended = 0{narrowed}"
        return f"began <= %s AND (ended = 0 OR ended > %s){narrowed}"

    @property
    def parameters(self) -> list[str | int]:
        days: list[str | int] = [] if self.change is None else [self.change, self.change]
        return [*days, *([self.subject_class] if self.subject_class else [])]


def words_wanted(text: str) -> list[str]:
    """The words that a text looks for; of a question, those that say what it is about.

    Examples
    --------
    >>> (
    ...     words_wanted("how much did it cost"),
    ...     words_wanted("Use of force"),
    ...     words_wanted("Who is it?"),
    ... )
    (['cost'], ['use', 'of', 'force'], ['who', 'is', 'it'])
    """
    words = words_of(text[:LONGEST_QUERY])[:MOST_WORDS]
    if not words or words[0] not in QUESTIONS:
        return words
    return [word for word in words if word not in ASKING] or words


def search(text: str, *, subject_class: str = "", moment: Moment = NOW) -> Hits:
    """Find subjects; where nothing fits as written, try the nearest spelling of each word."""
    words = words_wanted(text)
    if not words:
        return Hits([])
    scope = _Scope(subject_class, None if moment.is_of_today else selectors.head(moment).number)
    slugs = _find(words, scope)
    if slugs:
        return Hits(slugs)
    joined = "".join(words)[:LONGEST_WORD]  # "pred pol"
    slugs = _find([joined], scope) if len(words) > 1 else []
    if slugs:
        return Hits(slugs, joined)
    nearest = [_nearest(word, scope) for word in words]
    if nearest == words:
        return Hits([])
    return Hits(_find(nearest, scope), " ".join(nearest))


def _find(words: list[str], scope: _Scope) -> list[str]:
    """Slugs that have all the words: whole names first, then systems and forces, then the rest."""
    written_for = _postgres_query if connection.vendor == "postgresql" else _sqlite_query
    query, match = written_for(words, scope.condition)
    with connection.cursor() as cursor:
        cursor.execute(query, [match, *scope.parameters])
        hits = cursor.fetchall()
    moment = Moment(change=scope.change)
    forces = _forces_among([slug for slug, cls, _ in hits if cls == "body"], moment)
    abroad = index(moment).abroad
    ranked: list[tuple[bool, int, bool, float, bool, int, str]] = []
    for place, (slug, cls, names) in enumerate(hits):
        closeness, is_force = _closeness(words, names), slug in forces
        # Where a name has the words, both databases give the same order.
        if closeness:
            is_first, order = cls == "system" or is_force, CLASSES.index(cls)
            by_name = (not is_first, slug in abroad, -closeness, not is_force, order)
            ranked.append((closeness < WHOLE, *by_name, slug))
        else:
            by_class = 0 if is_force else BY_CLASS.get(cls, OTHER_CLASS)
            ranked.append((True, NAMED_AT_ALL + by_class, slug in abroad, 0.0, True, place, slug))
    return [slug for *_, slug in sorted(ranked)]


def _forces_among(slugs: list[str], moment: Moment) -> set[str]:
    """Those that are police forces of any country; with systems, they are what most look for."""
    if not slugs:
        return set()
    of_kind = selectors.standing(selectors.having("kind", sorted(FORCES)), moment)
    return set(of_kind.filter(subject__in=slugs).values_list("subject", flat=True))


def _closeness(words: list[str], names: str) -> float:
    """How much of one of the names the words make up; more than 1 for a whole name as written."""
    if f"|{' '.join(words)}|" in names:
        return WHOLE
    score = 0.0
    for name in names.strip("|").split("|"):
        named = name.split()
        if all(any(_is_alike(word, other) for other in named) for word in words):
            score = max(score, len(words) / len(named))
    return score


def _is_alike(word: str, other: str) -> bool:
    """Whether two words may be forms of one, as "modeling" and "modelling" are."""
    return other.startswith(_stem(word))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a subject was found: a name that has the words, or a statement that holds them.

    `name` is empty where no name has them; `statement` is None where none alone holds one of them.
    """

    name: str = ""
    statement: Statement | None = None


def reasons(text: str, slugs: Iterable[str], moment: Moment = NOW) -> dict[str, Reason]:
    """Say why each of some subjects was found by some words, in two questions."""
    words = words_wanted(text)
    wanted = list(slugs)
    named = selectors.brief(wanted, NAME_FIELDS, moment)
    by_name = {slug: Reason(_name_with(words, subject)) for slug, subject in named.items()}
    unnamed = [slug for slug, reason in by_name.items() if not reason.name]
    holding = _holding(words, unnamed, moment)
    return by_name | {slug: Reason(statement=statement) for slug, statement in holding.items()}


def _name_with(words: list[str], subject: SubjectFile) -> str:
    """The first name that has all the words; else that which they are the first letters of."""
    every = [s for field in NAME_FIELDS for s in subject.of(field) if s.kind == "text"]
    names = [*(str(s.value) for s in every), subject.slug]
    for name in names:
        own = words_of(name)
        if all(any(_is_alike(word, other) for other in own) for word in words):
            return name
    return next((name for name in names if words == [acronym_of(name)]), "")


def _holding(words: list[str], slugs: list[str], moment: Moment) -> dict[str, Statement]:
    """Of each subject the statement that holds most of the words."""
    if not slugs:
        return {}
    best: dict[str, tuple[int, Statement]] = {}
    any_of = django_models.Q()
    for word in words:
        any_of |= django_models.Q(statement__canonical__icontains=_stem(word))
        any_of |= django_models.Q(statement__value_key__icontains=_stem(word))
    rows = selectors.recordings_with(moment).filter(any_of, subject__in=slugs)
    for recording in rows:
        statement = statement_of(recording.statement)
        own = words_of(_said_by_statement(statement))
        number = sum(any(_is_alike(word, other) for other in own) for word in words)
        if number and number > best.get(statement.subject, (0, statement))[0]:
            best[statement.subject] = number, statement
    return {slug: statement for slug, (_, statement) in best.items()}


def _stem(word: str) -> str:
    return word[: max(SHORTEST_MISSPELT, len(word) - LONGEST_ENDING)]


def _said_by_statement(statement: Statement) -> str:
    notes = [text for key, text in statement.qualifiers if key in TOLD]
    return " ".join([str(statement.value).replace("-", " "), *notes])


def _sqlite_query(words: list[str], condition: str) -> tuple[str, str]:
    # Each word is quoted, so nothing a reader types is read as query language.
    match = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    query = (
        "SELECT slug, subject_class, whole FROM register_search "
        f"WHERE register_search MATCH %s AND {condition} "
        "ORDER BY bm25(register_search, 0, 0, 0, 20.0, 1.0), slug"
    )
    return query, match


def _postgres_query(words: list[str], condition: str) -> tuple[str, str]:
    match = " & ".join([*words[:-1], f"{words[-1]}:*"])
    query = (
        "SELECT slug, subject_class, whole FROM register_search, "
        f"to_tsquery('english', %s) AS query WHERE document @@ query AND {condition} "
        "ORDER BY ts_rank(document, query) DESC, slug"
    )
    return query, match


def _nearest(word: str, scope: _Scope) -> str:
    """The word of a name that is nearest in spelling, or the word itself where none is near.

    The first letter is never the slip: "facial" is not "racial", and "XLAW" is not "law".
    """
    if len(word) < SHORTEST_MISSPELT or _stands(word, scope):
        return word
    sharing = (
        models.SearchPiece.objects.filter(piece__in=_pieces(word))
        .values("word_id")
        .annotate(shared=django_models.Count("id"))
        .order_by("-shared", "word_id")[:CANDIDATES]
    )
    allowed = 1 if len(word) < LONG_ENOUGH_FOR_TWO else 2
    near = [
        (OSA.distance(word, row["word_id"]), -row["shared"], row["word_id"])
        for row in sharing
        if row["word_id"][0] == word[0] and len(row["word_id"]) >= SHORTEST_MISSPELT
    ]
    close = sorted(match for match in near if match[0] <= allowed)
    return next((near_word for *_, near_word in close if _stands(near_word, scope)), word)


def _stands(word: str, scope: _Scope) -> bool:
    """Whether a word is of a name that stood: the index of words holds those of all days."""
    if not models.SearchWord.objects.filter(word=word).exists():
        return False
    everywhere = _Scope("", scope.change)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM register_search "
            f"WHERE ' ' || names || ' ' LIKE %s AND {everywhere.condition} LIMIT 1",
            [f"% {word} %", *everywhere.parameters],
        )
        return cursor.fetchone() is not None
