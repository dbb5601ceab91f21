"""Where a search leads besides pages of subjects: a question that has a page of its own.

A reader who looks for home addresses wants the systems that use them, and one who asks which force
is hers no list of forces. Both are told from the words alone, whole words and no near ones.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from candour.evidence.fields import Schema
from candour.register.facets import FACETS
from candour.register.search import words_of
from candour.web import words
from candour.web.pages.shown import Link
from candour.web.pages.terms import FacetShown, gathered

MOST_TERMS = 4
WHEN_ASKED = "/forces/?sort=not-given"
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
OF_POLICE = frozenset({"suspect", "suspected", "offender"})
IN_EVERY_NAME = frozenset({"police", "constabulary", "service", "force", "and", "of", "the"})


@dataclass(frozen=True, slots=True)
class Signpost:
    """A page that answers what was asked: what it is called, what it has, some systems on it."""

    text: str
    address: str
    has: str = ""
    systems: tuple["SystemOn", ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class SystemOn:
    """A system on the page of a term; `why` is told where no source says it outright."""

    link: Link
    why: str = ""


FOUND_OF_IT = "/findings/?about={}"
YOUNG = ("child", "children", "kid", "boy", "girl", "teenager", "son", "daughter")
MET_WITH = ("stopped", "searched", "arrested", "flagged", "visited")
# What is asked of a force that is named with it: the words, where the answer stands, what is there.
OF_A_FORCE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("bias", "biased", "racism", "racist", "discrimination", "black", "asian", "ethnicity"),
        FOUND_OF_IT,
        "audits of its numbers, with ranges",
    ),
    (
        ("accuracy", "accurate", "audit", "wrong", "error"),
        FOUND_OF_IT,
        "audits of its numbers, with ranges",
    ),
    (
        ("cost", "price", "money", "paid"),
        "/statements/?force={}&field=cost",
        "every sum told of it and of its systems",
    ),
    (
        ("vendor", "supplier", "company", "software"),
        "/statements/?force={}&field=supplied-by",
        "who is said to supply its systems",
    ),
    (
        ("answered", "answer", "replied", "refused", "foi", "asked"),
        "/bodies/{}/#asked",
        "what it did when asked",
    ),
)
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
            "Who lives where in each district of England and Wales, and how deprived it is",
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
        Signpost("Systems last said to be in use", "/systems/?last-said=in-use", "and by whom"),
        ("still use", "still used", "still in use", "currently", "in use now", "live", "active"),
    ),
    (
        Signpost("Systems last said to have stopped", "/systems/?last-said=stopped", "and by whom"),
        ("stopped system", "system stopped", "no longer used", "ended", "scrapped", "abandoned"),
    ),
    (
        Signpost("Vendors and developers", "/terms/#vendors", "each with its systems"),
        ("vendor", "supplier", "developer", "which company", "companies"),
    ),
    (
        Signpost(
            "How to cite a page, and one value",
            "/about/#cite",
            "each page and each statement has a citation of its own",
        ),
        ("cite", "citation", "citing", "reference", "how to quote", "bibliography"),
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
        (
            *("on me", "about me", "my data", "challenge", "year old", "i was", "they stopped"),
            *(f"my {who}" for who in ("son", "daughter", "child", "kid", "brother", "sister")),
            *(f"{who} {what}" for who in YOUNG for what in ("stopped", "searched", "arrested")),
            *(f"{how} {what}" for how in ("was", "been", "got") for what in MET_WITH),
        ),
    ),
    (
        Signpost("Time limits, and how to work out a last day", "/routes/clocks/", "with the law"),
        ("deadline", "time limit", "last day", "out of time", "too late", "limitation"),
    ),
    (
        Signpost(
            "What each force did when it was asked",
            WHEN_ASKED,
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
    text: str,
    facets: Iterable[FacetShown],
    forces: Mapping[str, str],
    discriminating: Collection[str] = (),
) -> tuple[Signpost, ...]:
    """The pages that answer a text, those about the whole register first.

    `discriminating` are the forces whose own page tells of discrimination found.
    """
    stems = stems_of(text)
    posts = [post for post, phrases in PAGES if any(stems_of(one) <= stems for one in phrases)]
    return (
        *_compared(stems, forces),
        *_of_a_force(stems, forces, discriminating),
        *posts,
        *_terms(stems - SMALL, facets, forces),
    )


def _of_a_force(
    stems: frozenset[str], forces: Mapping[str, str], discriminating: Collection[str]
) -> Iterator[Signpost]:
    """Where the answer stands to what is asked of one force by name."""
    named = [slug for slug, name in forces.items() if _names(name, stems)]
    if len(named) != 1:
        return
    slug, name = named[0], forces[named[0]]
    asked = [one for one in OF_A_FORCE if any(stems_of(topic) <= stems for topic in one[0])]
    if asked and asked[0] is OF_A_FORCE[0] and slug in discriminating:
        yield Signpost(f"{name}: discrimination found", f"/bodies/{slug}/#people", "and by whom")
    for topics, address, has in asked:
        yield Signpost(f"{name}: {topics[0]}", address.format(slug), has)


def _names(name: str, stems: frozenset[str]) -> bool:
    return (stems_of(name) - IN_EVERY_NAME) <= stems


def told_apart(posts: Sequence[Signpost], schema: Schema) -> Iterator[Signpost]:
    """Of a flag and a term that it gathers, where both are offered, how they differ."""
    offered = {post.address for post in posts}
    for post in posts:
        if not post.address.startswith(TERMS) or "#" in post.address:
            yield post
            continue
        facet, key = post.address.strip("/").split("/")[1:]
        others = gathered(FACETS[facet], key, schema)
        if not any(link.address in offered for link in others):
            yield post
        elif facet == "flags":
            rest = [link.text for link in others if link.address not in offered]
            beside = f"; with {words.listed(rest)} too" if rest else ""
            yield replace(post, has=f"{post.has}{beside}")
        else:
            yield replace(post, has=f"{post.has}; this {FACETS[facet].label.lower()} alone")


def with_systems(
    posts: Iterable[Signpost], systems_of: Callable[[str], Sequence[SystemOn]]
) -> Iterator[Signpost]:
    """Beside the first pages of terms, the systems that are on them."""
    room = TERMS_WITH_SYSTEMS
    for post in posts:
        if not post.address.startswith(TERMS) or "#" in post.address or not room:
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
                if facet.facet.key == "flags" and stems & OF_POLICE:
                    shared -= 1  # who asks of suspects asks of those whom police know
                fitting.append((-shared, len(label), Signpost(link.text, link.address, has)))
    return [post for _, _, post in sorted(fitting, key=lambda one: one[:2])[:MOST_TERMS]]


def _compared(stems: frozenset[str], forces: Mapping[str, str]) -> list[Signpost]:
    """Two forces that are both named can be set side by side."""
    named = [slug for slug, name in forces.items() if _names(name, stems)]
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
    >>> sorted(stems_of("Suspects' home addresses, an address"))
    ['address', 'an', 'home', 'suspect']
    """
    return frozenset(_singular(word) for word in words_of(text))


def _singular(word: str) -> str:
    if len(word) < SHORTEST_PLURAL or word.endswith("ss"):
        return word
    return word.removesuffix("es") if word.endswith("sses") else word.removesuffix("s")
