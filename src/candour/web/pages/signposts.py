"""Where a search leads besides pages of subjects: a question that has a page of its own.

A reader who looks for home addresses wants the systems that use them, and one who asks which force
is hers no list of forces. Both are told from the words alone, whole words and no near ones.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from candour.register.search import words_of
from candour.web import words
from candour.web.pages.shown import Link
from candour.web.pages.terms import FacetShown

MOST_TERMS = 4
TERMS, TERMS_WITH_SYSTEMS, MOST_SYSTEMS = "/terms/", 2, 6
FORCES_COMPARED, MOST_COMPARED = 2, 5
SHORTEST_PLURAL = 4
# Words that say nothing of what is looked for, here or in any question.
SMALL = frozenset(
    words_of(
        "a about an and any are at by data did do does for force forces from has have how in is it "
        "its of on or people person police system systems that the there they this to use used "
        "uses using was were what when where which who whom whose with company limited ltd"
    )
)
IN_EVERY_NAME = frozenset({"police", "constabulary", "service", "force", "and", "of", "the"})


@dataclass(frozen=True, slots=True)
class Signpost:
    """A page that answers what was asked: what it is called, what it has, some systems on it."""

    text: str
    address: str
    has: str = ""
    systems: tuple[Link, ...] = ()
    more: int = 0


# Each page, and the words that lead to it: all of any of these.
PAGES: tuple[tuple[Signpost, tuple[str, ...]], ...] = (
    (
        Signpost(
            "What is in this register, and what is not",
            "/about/#scope",
            "facial recognition, cameras, number plates and drones stand outside it",
        ),
        (
            "facial",
            "face recognition",
            "biometric",
            "drone",
            "cctv",
            "camera",
            "anpr",
            "number plate",
            "body worn",
        ),
    ),
    (
        Signpost(
            "Who lives where in each district of England, and how deprived it is",
            "/places/districts/",
            "from the census, without any place that police marked",
        ),
        ("who lives where", "deprivation map", "deprived areas", "ethnicity map", "census map"),
    ),
    (
        Signpost(
            "Who is searched, or met with force, how often",
            "/findings/#treated",
            "with ranges, force by force",
        ),
        (
            "stop search",
            "searches",
            "use of force",
            "black people",
            "asian people",
            "racism",
            "bias",
            "disproportionality",
            "discrimination",
            "ethnicity",
        ),
    ),
    (
        Signpost("Who is on a list, or scored", "/findings/#listed", "worked out from its numbers"),
        ("list", "who scored", "black people", "racism", "bias"),
    ),
    (
        Signpost("How often it is right", "/findings/#right", "of published scores and shares"),
        ("accuracy", "accurate", "error rate", "wrong", "false positive", "how often right"),
    ),
    (
        Signpost("Did it work?", "/findings/#worked", "claims, and what chance alone gives"),
        ("did it work", "does it work", "effective", "evaluation", "reduce crime"),
    ),
    (
        Signpost("What was paid", "/statements/?field=cost", "every sum told of, and by whom"),
        ("cost", "how much", "price", "funding", "paid", "money"),
    ),
    (
        Signpost("Equality impact assessments", "/statements/?field=eia", "where one is, or none"),
        ("equality impact", "eia"),
    ),
    (
        Signpost("Data protection impact assessments", "/statements/?field=dpia"),
        ("protection impact", "dpia"),
    ),
    (
        Signpost("Data to take away", "/data/", "spreadsheets, an interface, the whole register"),
        ("download", "api", "csv", "spreadsheet", "dataset"),
    ),
    (
        Signpost("Which police force is mine?", "/places/", "by place or postcode, on your device"),
        ("mine", "my force", "postcode", "my police", "my area", "near me"),
    ),
    (
        Signpost("Was it used on me?", "/routes/", "the steps open to you, with deadlines"),
        ("on me", "about me", "my son", "my daughter", "my child", "my data", "challenge"),
    ),
    (
        Signpost("Time limits, and how to work out a last day", "/routes/clocks/", "with the law"),
        ("deadline", "time limit", "last day", "out of time", "too late", "limitation"),
    ),
    (
        Signpost(
            "What each force did when it was asked",
            "/forces/?sort=not-given",
            "those that gave least of what is told of first",
        ),
        ("never answered", "not answered", "not answer", "never replied", "no reply", "refused"),
    ),
    (
        Signpost("Every way to complain, ask or go to court", "/routes/all/"),
        ("complain", "complaint", "sue", "appeal", "solicitor", "lawyer", "court"),
    ),
    (
        Signpost("What changed", "/changes/", "between any two days, of all or of one force"),
        ("changed", "changes", "change", "since", "new"),
    ),
    (
        Signpost("Letters", "/routes/letters/", "to ask a body, ready to sign"),
        ("letter", "foi", "ask"),
    ),
    (Signpost("Pictures", "/charts/", "of every finding"), ("chart", "picture", "graph", "map")),
    (
        Signpost("What is not published", "/gaps/", "of what is asked of every system"),
        ("missing", "unpublished", "gap", "not published"),
    ),
    (Signpost("Contradictions", "/contradictions/"), ("contradiction", "denied", "deny", "clash")),
    (Signpost("Words explained", "/words/"), ("glossary", "mean", "meaning")),
    (
        Signpost("What is asked for", "/documents/amnesty-recommendations/"),
        ("recommendation", "ban"),
    ),
)


def signposts(
    text: str, facets: Iterable[FacetShown], forces: Mapping[str, str]
) -> tuple[Signpost, ...]:
    """The pages that answer a text, those about the whole register first."""
    stems = stems_of(text)
    posts = [post for post, phrases in PAGES if any(stems_of(one) <= stems for one in phrases)]
    return (*_compared(stems, forces), *posts, *_terms(stems - SMALL, facets, forces))


def with_systems(
    posts: Iterable[Signpost], systems_of: Callable[[str], Sequence[Link]]
) -> Iterator[Signpost]:
    """Beside the first pages of terms, the systems that are on them."""
    room = TERMS_WITH_SYSTEMS
    for post in posts:
        if not post.address.startswith(TERMS) or not room:
            yield post
            continue
        room -= 1
        systems = systems_of(post.address)
        few = tuple(systems[:MOST_SYSTEMS])
        yield replace(post, systems=few, more=len(systems) - len(few))


def _terms(
    stems: frozenset[str], facets: Iterable[FacetShown], forces: Mapping[str, str]
) -> list[Signpost]:
    """Terms in whose label all the words stand, or two of them, or whose label is among them.

    Of bodies that are told together by what they supply or receive, only one that is named whole
    and is no force: who types the name of a force looks for the force.
    """
    fitting = []
    for facet in facets:
        for link, whose in facet.values:
            if not facet.facet.vocabulary and (
                link.address.rstrip("/").rpartition("/")[2] in forces
                or not stems_of(link.text) - SMALL <= stems
            ):
                continue
            label = stems_of(link.text) - SMALL
            shared = len(stems & label)
            if shared and (stems <= label or label <= stems or shared > 1):
                abroad = f", {whose.abroad} abroad" if whose.abroad else ""
                uk = words.counted(whose.uk, "system")
                has = f"{facet.facet.label.lower()}: {uk} in the UK{abroad}"
                fitting.append((-shared, len(label), Signpost(link.text, link.address, has)))
    return [post for _, _, post in sorted(fitting, key=lambda one: one[:2])[:MOST_TERMS]]


def _compared(stems: frozenset[str], forces: Mapping[str, str]) -> list[Signpost]:
    """Two forces that are both named can be set side by side."""
    named = [slug for slug, name in forces.items() if (stems_of(name) - IN_EVERY_NAME) <= stems]
    if len(named) < FORCES_COMPARED and "compare" not in stems:
        return []
    if len(named) < FORCES_COMPARED:
        return [Signpost("Compare forces or systems", "/compare/", "two to five side by side")]
    names = words.listed([forces[slug] for slug in named[:5]])
    return [
        Signpost(f"{names} side by side", "/compare/?" + "&".join(f"with={s}" for s in named[:5]))
    ]


def stems_of(text: str) -> frozenset[str]:
    """Whole words, plurals as their singular.

    Examples
    --------
    >>> sorted(stems_of("Suspects' home addresses"))
    ['addresse', 'home', 'suspect']
    """
    return frozenset(
        word.removesuffix("s") if len(word) >= SHORTEST_PLURAL else word for word in words_of(text)
    )
