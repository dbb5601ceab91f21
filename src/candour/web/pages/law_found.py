"""Routes, clocks and words of the glossary that a search finds: what one can do, and by when.

All the words must stand in what a route or a clock is called, is for or is led against. They are
told by how they begin, so that "complain" finds complaints; short ones are taken whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from candour.law.routes import Route
from candour.law.rules import Rule
from candour.register.search import words_of
from candour.web import words
from candour.web.help import law_texts
from candour.web.help.addresses import ALL_ROUTES, clock_address, route_address
from candour.web.pages.signposts import SMALL, Signpost, stems_of
from candour.web.reader_words import WORDS

MOST = 5
BEGINS = 4  # letters from which on a word is told by how it begins
IN_NAME, IN_WORDS = 2, 1
# What a reader asks a clock for by other words than its own.
SMALL_HERE = frozenset(
    {"bring", "could", "file", "get", "go", "i", "make", "me", "my", "need", "take", "want", "we"}
)
OF_TIME = frozenset({"deadline", "limit", "clock", "time", "late", "long", "day", "month"})


@dataclass(frozen=True, slots=True)
class Fit:
    """A page that has all the words, and how well: by its name, or by what it says."""

    post: Signpost
    weight: int


def law_found(text: str) -> tuple[Signpost, ...]:
    """The routes and clocks that a text finds, those with its words in their name first."""
    asked = stems_of(text) - SMALL - SMALL_HERE
    stems = asked - OF_TIME
    if not stems:
        return ()
    routes = _best(_routes(stems))
    clocks = _best(_clocks(stems)) if asked & OF_TIME else []
    return (
        *clocks[:MOST],
        *routes[:MOST],
        *([_all_routes(text, len(routes))] if len(routes) > MOST else []),
    )


def glossary_found(text: str) -> tuple[Signpost, ...]:
    """The words explained that a text names."""
    stems = stems_of(text) - SMALL
    return tuple(
        Signpost(word.word, f"/words/#{word.key}", "explained in a sentence")
        for word in WORDS
        if stems and stems <= stems_of(word.word)
    )


def _best(fits: Iterable[Fit]) -> list[Signpost]:
    ordered = sorted(fits, key=lambda fit: (-fit.weight, len(fit.post.text)))
    return [fit.post for fit in ordered]


def _routes(stems: frozenset[str]) -> Iterator[Fit]:
    for route in law_texts.routes().values():
        weight = _weight(stems, route.name, f"{route.name} {route.plain} {route.id}")
        if weight:
            yield Fit(_route_post(route), weight)


def _route_post(route: Route) -> Signpost:
    return Signpost(route.name, route_address(route.id), f"a route: {route.plain}")


def _clocks(stems: frozenset[str]) -> Iterator[Fit]:
    for rule in law_texts.rules().values():
        weight = _weight(stems, rule.name, f"{rule.name} {rule.plain}")
        if weight:
            yield Fit(_clock_post(rule), weight)


def _clock_post(rule: Rule) -> Signpost:
    return Signpost(rule.name, clock_address(rule.id), f"a time limit: {rule.plain}")


def _weight(stems: frozenset[str], name: str, says: str) -> int:
    if _all_in(stems, name):
        return IN_NAME
    return IN_WORDS if _all_in(stems, says) else 0


def _all_in(stems: frozenset[str], text: str) -> bool:
    """Whether every word stands in a text, or a word of it begins so."""
    spoken = words_of(text)
    return all(
        any(word.startswith(stem) if len(stem) >= BEGINS else word == stem for word in spoken)
        for stem in stems
    )


def _all_routes(text: str, number: int) -> Signpost:
    found = words.counted(number, "route")
    return Signpost(f"All {found} with these words", f"{ALL_ROUTES}?{urlencode({'q': text})}")
