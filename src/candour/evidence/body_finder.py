"""Which body a person means: by its short name, its name, a code, a former name or its letters.

The one finder of bodies, used by every command and page that takes one. It never guesses: a text
that fits two bodies, or none, is refused with the nearest names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

from candour.core.errors import CandourError
from candour.evidence.collection import SubjectFile

NAMING_FIELDS = ("name", "also", "code", "formerly")
NEAR = 4  # names offered where none fits
NEAR_ENOUGH = 0.72  # share of letters in common, after Ratcliff and Obershelp
ALIKE = 0.8  # from here a word is taken for a misspelt one of those that many bodies share
SHORTEST_INITIALS = 3
SMALL = frozenset({"of", "and", "for", "the"})
NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
COMMON = frozenset({"police", "constabulary", "council", "service", "city", "county", "the"})


class UnknownBody(CandourError):
    """A text by which no body is found, or more than one; `near` are names that come close."""

    def __init__(self, name: str, near: Sequence[str], *, is_of_several: bool = False) -> None:
        self.asked, self.near, self.is_of_several = name, tuple(near), is_of_several
        if is_of_several:
            sentence = f"'{name}' can be more than one body: {', '.join(near)}. Say which."
        elif near:
            sentence = (
                f"'{name}' is no body of this register. Did you mean {' or '.join(near)}? "
                "candour content list bodies shows them all."
            )
        else:
            sentence = (
                f"'{name}' is no body of this register. Use its short name, such as essex-police; "
                "candour content list bodies shows them all."
            )
        super().__init__(sentence)


def folded(text: str) -> str:
    """Bring a name to the form in which names are compared.

    >>> folded("Devon & Cornwall Police"), folded("devon-and-cornwall-police")
    ('devon and cornwall police', 'devon and cornwall police')
    """
    return NOT_A_LETTER.sub(" ", text.casefold().replace("&", " and ")).strip().removeprefix("the ")


def initials(name: str) -> str:
    """The first letters of a name's own words, as a body is called by.

    >>> initials("Police Service of Northern Ireland"), initials("Essex Police")
    ('psni', '')
    """
    letters = "".join(word[0] for word in folded(name).split() if word not in SMALL)
    return letters if len(letters) >= SHORTEST_INITIALS else ""


@dataclass(frozen=True)
class BodyNames:
    """Every body by its short name, with all it is called; the name it goes by comes first."""

    by_slug: Mapping[str, tuple[str, ...]]

    def find(self, name: str) -> str:
        """Return the short name of the one body that a text names.

        Raises
        ------
        UnknownBody
            If it names none, or more than one.
        """
        if name in self.by_slug:
            return name
        slugs = self._slugs_called(folded(name))
        if len(slugs) == 1:
            return slugs[0]
        if slugs:
            raise UnknownBody(name, [self.by_slug[s][0] for s in slugs], is_of_several=True)
        raise UnknownBody(name, self.near(name))

    def near(self, text: str) -> tuple[str, ...]:
        """Return the names that come nearest to a text, best first."""
        wanted = _well_spelt(folded(text))
        scored = sorted(
            ((max(_likeness(wanted, folded(name)) for name in names), names[0])
             for names in self.by_slug.values()),
            key=lambda pair: (-pair[0], pair[1]),
        )  # fmt: skip
        return tuple(name for score, name in scored[:NEAR] if score >= NEAR_ENOUGH)

    def _slugs_called(self, name: str) -> tuple[str, ...]:
        return self._by_name.get(name) or self._by_initials.get(name, ())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        return _turned((folded(name), slug) for slug, names in self.by_slug.items()
                       for name in (*names, slug))  # fmt: skip

    @cached_property
    def _by_initials(self) -> Mapping[str, tuple[str, ...]]:
        return _turned((initials(names[0]), slug) for slug, names in self.by_slug.items())


def names_of(subjects: Iterable[SubjectFile]) -> BodyNames:
    """Gather what bodies are called from their files."""
    called = {}
    for subject in subjects:
        texts = (str(statement.value) for key in NAMING_FIELDS for statement in subject.of(key)
                 if isinstance(statement.value, str))  # fmt: skip
        called[subject.slug] = tuple(dict.fromkeys((subject.name, *texts, *subject.redirects)))
    return BodyNames(called)


def _turned(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    slugs_by_name: dict[str, dict[str, None]] = defaultdict(dict)
    for name, slug in pairs:
        if name:
            slugs_by_name[name][slug] = None
    return {name: tuple(slugs) for name, slugs in slugs_by_name.items()}


def _likeness(one: str, other: str) -> float:
    """How alike two names are in the words that tell bodies apart, from 0 to 1."""
    return SequenceMatcher(None, _telling(one), _telling(other)).ratio()


def _well_spelt(name: str) -> str:
    """Put right the words that many bodies share, so that one misspelt tells no bodies apart.

    >>> _well_spelt("essex polise"), _well_spelt("leads city counsil")
    ('essex police', 'leads city council')
    """
    words = (
        next(iter(get_close_matches(word, sorted(COMMON), 1, ALIKE)), word) for word in name.split()
    )
    return " ".join(words)


def _telling(name: str) -> str:
    """Leave out the words that many bodies share, unless there are no others."""
    words = [word for word in name.split() if word not in COMMON | SMALL]
    return " ".join(words) or name
