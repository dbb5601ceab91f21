"""The interface for programs as a page for people: each resource in words, with requests to try.

Every address here is one that answers: a test asks each of them of the real register.
"""

from dataclasses import dataclass

BASE = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Request:
    """A request to try, and what it asks; the address follows `/api/v1/`."""

    asks: str
    address: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing that can be asked for.

    Attributes
    ----------
    key : its name within the page
    path : its address after `/api/v1/`
    holds : what it holds, in a sentence or two
    narrowed : the parameters by which it is narrowed; those of lists and days are told once
    days : which of the three days it takes
    """

    key: str
    title: str
    path: str
    holds: str
    narrowed: tuple[str, ...]
    days: tuple[str, ...]
    requests: tuple[Request, ...]


ALL_DAYS = ("on", "known", "as_of")
AS_OF = ("as_of",)

RESOURCES = (
    Resource(
        "subjects",
        "Subjects",
        "subjects",
        "Everything that has a page: systems, products, programmes, methods, datasets, bodies, "
        "documents and sources. The address of one gives all that its page shows: statements, "
        "numbers recomputed, contradictions, what is not published, and what happened when.",
        ("class", "kind", "operator", "use", "target", "scope", "q"),
        ALL_DAYS,
        (
            Request("Five systems, by name", "subjects?class=system&limit=5"),
            Request(
                "Systems that the Metropolitan Police is said to use",
                "subjects?class=system&operator=metropolitan-police",
            ),
            Request("All that is held on one system", "subjects/durham-hart"),
            Request(
                "The same, of what may have been true on 1 May 2018",
                "subjects/durham-hart?on=2018-05-01",
            ),
            Request("Every statement that ever stood on it", "subjects/durham-hart/history"),
            Request("Find a system by a slip of the pen", "search?q=risk+terain"),
        ),
    ),
    Resource(
        "statements",
        "Statements",
        "statements",
        "Who said what of which subject, where it was read, and of which days it is told. One "
        "statement has an identifier that never changes, and its address says from when until "
        "when it stood here.",
        ("subject", "field", "value", "source"),
        ALL_DAYS,
        (
            Request(
                "All statements on a force",
                "statements?subject=essex-police",
            ),
            Request(
                "Where home addresses are said to be used",
                "statements?field=inputs&value=home-address",
            ),
            Request(
                "What was public on the use of a system by the end of 2020",
                "statements?subject=durham-hart&field=use&known=2020-12-31",
            ),
        ),
    ),
    Resource(
        "figures",
        "Figures",
        "figures",
        "Every number that a source printed, as printed and as read: a point, and how exact it "
        "claims to be. A figure is what its source printed, not what Candour holds to be true.",
        ("subject", "field", "source"),
        ALL_DAYS,
        (
            Request(
                "The printed numbers on one system",
                "figures?subject=mps-violence-harm-assessment",
            ),
        ),
    ),
    Resource(
        "checks",
        "Checks",
        "checks",
        "Printed numbers recomputed from others, each with its verdict and the working in one "
        "line. Beside them, numbers that nobody printed and Candour worked out (“derived”).",
        ("subject", "verdict"),
        AS_OF,
        (
            Request("Numbers that fail when recomputed", "checks?verdict=fails"),
            Request("Numbers that Candour worked out", "derived?limit=10"),
        ),
    ),
    Resource(
        "contradictions",
        "Contradictions",
        "contradictions",
        "Statements that do not fit together, with each side in our words and the identifiers of "
        "its statements. Of an exclusive one both sides can’t be so; of an uneasy one, one "
        "weakens the other.",
        ("subject", "kind", "touches", "strength"),
        AS_OF,
        (
            Request(
                "What touches people and can’t both be so",
                "contradictions?touches=people&strength=exclusive",
            ),
        ),
    ),
    Resource(
        "gaps",
        "Gaps",
        "gaps",
        "What is asked of every system in scope and how far it is published. “Silent” means that "
        "nothing read says anything, which is no statement that there is none.",
        ("subject", "item", "state"),
        AS_OF,
        (Request("Systems of which no impact assessment is told", "gaps?item=dpia&state=silent"),),
    ),
    Resource(
        "forces",
        "Forces",
        "forces",
        "Every police force with its systems and what is known of them. “not-known” is no "
        "statement that a force uses none. “coverage” tells of prisons, probation and other "
        "justice bodies too.",
        ("nation", "state"),
        AS_OF,
        (
            Request("The forces of Wales", "forces?nation=wales"),
            Request("Forces and justice bodies, and how well each is known", "coverage"),
        ),
    ),
    Resource(
        "findings",
        "Findings",
        "findings",
        "The results of audits of public data, with plan, inputs, numbers with their intervals, "
        "and what each does not show.",
        ("about", "audit"),
        (),
        (Request("Findings about one force", "findings?about=metropolitan-police"),),
    ),
    Resource(
        "sources",
        "Sources",
        "sources",
        "Every text that statements were read in, how much of it was read, and how many "
        "statements rest on it.",
        ("author",),
        AS_OF,
        (
            Request("All sources", "sources?limit=20"),
            Request(
                "All that was read in one of them",
                "statements?source=automated-racism&limit=20",
            ),
        ),
    ),
    Resource(
        "terms",
        "Terms",
        "terms",
        "The closed lists of words that values are made of, what each means, and how many "
        "statements say it. The table of fields is at “schema”.",
        ("vocabulary",),
        AS_OF,
        (
            Request("Types of data", "terms?vocabulary=inputs"),
            Request("Fields, vocabularies and what is asked", "schema"),
        ),
    ),
    Resource(
        "changes",
        "Changes",
        "changes",
        "What was put in and taken out, when and why. Each hash covers the change and the one "
        "before it, so that nothing can be rewritten unseen.",
        (),
        AS_OF,
        (
            Request("The newest changes", "changes?limit=5"),
            Request("What the first one put in", "changes/1?limit=20"),
        ),
    ),
)
