"""How many statements rest on a source or use a term, in one question each."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema, Term
from candour.register import models, selectors
from candour.register.moments import NOW, Moment

OF_A_SOURCE = ("name", "kind", "author", "published", "reading")


@dataclass(frozen=True, slots=True)
class SourceTally:
    """A source, and how many statements that stand were read in it.

    Attributes
    ----------
    authors : slugs of the bodies that wrote it
    published : the days on which it came out, as its page gives them; empty where it gives none
    reading : how much of it was read, a term of that vocabulary; empty where its page says nothing
    """

    slug: str
    name: str
    kind: str
    authors: tuple[str, ...]
    published: str
    reading: str
    statements: int

    def as_row(self) -> dict[str, object]:
        return {
            "slug": self.slug,
            "name": self.name,
            "kind": self.kind,
            "authors": list(self.authors),
            "published": self.published,
            "reading": self.reading,
            "statements": self.statements,
        }


@dataclass(frozen=True, slots=True)
class TermTally:
    """A term, and how many statements that stand have it as their value."""

    vocabulary: str
    term: Term
    statements: int

    def as_row(self) -> dict[str, object]:
        return {
            "vocabulary": self.vocabulary,
            "key": self.term.key,
            "label": self.term.label,
            "help": self.term.help,
            "flags": list(self.term.flags),
            "statements": self.statements,
        }


def sources(slugs: list[str], moment: Moment = NOW) -> list[SourceTally]:
    """Some sources, in the order of their slugs, with what rests on each."""
    rows = selectors.alone(
        models.Recording.objects.filter(statement__source__in=slugs), moment, "statement"
    )
    numbers = dict(
        rows.order_by()
        .values("statement__source")
        .annotate(number=Count("pk"))
        .values_list("statement__source", "number")
    )
    subjects = selectors.brief(slugs, OF_A_SOURCE, moment)
    return [_source(subjects[slug], numbers.get(slug, 0)) for slug in slugs if slug in subjects]


def _source(subject: SubjectFile, number: int) -> SourceTally:
    published = subject.of("published")
    return SourceTally(
        slug=subject.slug,
        name=subject.name,
        kind=subject.first_text("kind"),
        authors=tuple(subject.slugs("author")),
        published=str(published[0].value) if published else "",
        reading=subject.first_text("reading"),
        statements=number,
    )


def terms(schema: Schema, moment: Moment = NOW) -> list[TermTally]:
    """Every term of every vocabulary, in the order of these, with how often it is said."""
    rows = selectors.alone(
        models.Recording.objects.filter(statement__kind__in=("term", "silence")),
        moment,
        "statement",
    )
    counted = (
        rows.order_by()
        .values("statement__kind", "statement__field", "statement__value_key")
        .annotate(number=Count("pk"))
        .values_list("statement__kind", "statement__field", "statement__value_key", "number")
    )
    numbers: Counter[tuple[str, str]] = Counter()
    for kind, field, key, number in counted:
        vocabulary = "silences" if kind == "silence" else schema.fields[field].vocabulary
        numbers[vocabulary, key] += number
    return [
        TermTally(vocabulary, term, numbers[vocabulary, key])
        for vocabulary, of_it in sorted(schema.vocabularies.items())
        for key, term in of_it.items()
    ]
