"""The order of a page: which sections a subject's page has, and in what order. Change it here.

A section shows some fields, or is a block of another kind. Each block has one template in
jinja2/sections/, named after it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page.

    Attributes
    ----------
    key : its anchor in the address of the page
    heading : as the reader sees it
    fields : what it shows, in this order
    brief : fields shown in one line, because they have a section of their own further down
    block : which template draws it
    when_empty : what it says when nothing is known; a section without it is left out then
    takes_rest : also shows every field that no section of the page names
    is_open : stands unfolded, because its answer is short or is what the page is for
    begins : the heading of the group of sections that begins with it
    """

    key: str
    heading: str
    fields: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()
    block: str = "facts"
    when_empty: str = ""
    takes_rest: bool = False
    is_open: bool = False
    begins: str = ""


SILENT = "The sources read so far say nothing on this."

LAW_FIELDS = (
    "legal-basis", "dpia", "eia", "hria", "oversight", "overseen-by", "mitigation", "rights",
    "legal-test", "duty",
)  # fmt: skip
OPENNESS_FIELDS = (
    "atrs-record",
    "notice",
    "access",
    "predictive-use",
    "disclosure",
    "answer",
    "document",
)
REVIEW_FIELDS = ("evaluations", "evaluation-finding", "claimed-effect", "limitation")

FIGURES = Section("figures", "Figures, recomputed", block="figures")
FINDINGS = Section("findings", "Was it audited, and what was found?", block="findings")
DERIVED = Section("derived", "Worked out by Candour", block="derived")
CONTRADICTIONS = Section("contradictions", "Where statements clash", block="contradictions")
CORROBORATED = Section("corroborated", "What several sources say alike", block="corroborated")
MENTIONS = Section("named-by", "Named on other pages", block="mentions")
TIMELINE = Section("timeline", "Timeline", block="timeline")
HISTORY = Section("history", "How this page has changed", block="history")
SOURCES = Section("sources", "Sources", block="sources")
CITE = Section("cite", "How to cite this page", block="cite")
REPORT = Section("report", "Something wrong?", block="report")
LAST = (MENTIONS, TIMELINE, HISTORY, SOURCES, CITE, REPORT)

USE = Section(
    "use",
    "Was it in use, and who says so?",
    ("use", "first-use", "last-use", "predictive"),
    block="use",
    when_empty=SILENT,
    is_open=True,
    begins="What happens to people",
)
WHO = Section(
    "who",
    "Whose is it, and on whom?",
    ("operator", "users", "targets", "used-on", "used-in"),
    when_empty=SILENT,
)
PEOPLE = Section(
    "people",
    "What happens to people?",
    ("harm", "discrimination", "finding", "view"),
    brief=("outcomes", "recipients"),
    when_empty=SILENT,
)
NOT_KNOWN = Section(
    "not-known",
    "What is not published?",
    block="gaps",
    begins="What is known, and what is not",
)
PURPOSE = Section("purpose", "1. What it is meant for", ("purpose",), when_empty=SILENT)
OPERATION = Section(
    "operation",
    "2. How it is operated",
    ("operation", "criterion", "technique", "procedure"),
    when_empty=SILENT,
)
DATA = Section(
    "data",
    "3. Data, and where they come from",
    ("inputs", "data-system", "data-note"),
    when_empty=SILENT,
)
OUTCOMES = Section(
    "outcomes",
    "4. Decisions and outcomes",
    ("outcomes", "recipients", "human-role"),
    when_empty=SILENT,
)
REVIEWS = Section("reviews", "5. Reviews and evaluations", REVIEW_FIELDS, when_empty=SILENT)
LAW = Section("law", "Law and safeguards", LAW_FIELDS, when_empty=SILENT)
OPENNESS = Section("openness", "Openness", OPENNESS_FIELDS, when_empty=SILENT)
CONNECTIONS = Section(
    "connections",
    "Names and connections",
    ("also", "formerly", "description", "location"),
    takes_rest=True,
    begins="The record itself",
)

# The reader's order: what it is stands above these, in the head of the page.
SYSTEM = (
    USE,
    WHO,
    PEOPLE,
    PURPOSE,
    OPERATION,
    DATA,
    OUTCOMES,
    NOT_KNOWN,
    REVIEWS,
    LAW,
    OPENNESS,
    FINDINGS,
    FIGURES,
    DERIVED,
    CORROBORATED,
    CONTRADICTIONS,
    CONNECTIONS,
    *LAST,
)

BODY = (
    Section("role", "What it does", ("role", "description"), is_open=True),
    Section("systems", "Its systems, and what is not known about them", block="body_systems"),
    Section("own-use", "What is said about its own use", ("predictive-use",)),
    Section("asked", "What it does when asked", ("disclosure", "answer"), block="asked"),
    Section("names", "Names and codes", ("nation", "also", "formerly", "code"), takes_rest=True),
    Section("people", "What happens to people", ("harm", "discrimination", "finding", "view")),
    FINDINGS,
    FIGURES,
    DERIVED,
    CORROBORATED,
    CONTRADICTIONS,
    *LAST,
)

SOURCE = (
    Section(
        "about",
        "What it is, and how it was read",
        ("author", "published", "dated", "website", "archived", "reading", "copied"),
        takes_rest=True,
    ),
    Section("carried", "What rests on it", block="carried", is_open=True),
    FINDINGS,
    FIGURES,
    DERIVED,
    CORROBORATED,
    CONTRADICTIONS,
    HISTORY,
    CITE,
    REPORT,
)

OTHERS = (
    Section(
        "about",
        "What it is",
        ("description", "role", "author", "dated", "published", "about"),
        takes_rest=True,
        is_open=True,
    ),
    FINDINGS,
    FIGURES,
    DERIVED,
    Section("not-known", "What is not published", block="gaps"),
    CORROBORATED,
    CONTRADICTIONS,
    *LAST,
)

ORDER = {"system": SYSTEM, "body": BODY, "source": SOURCE}
IN_THE_HEAD = ("name", "summary", "kind", "in-scope", "ban-scope")


def sections_of(subject_class: str) -> tuple[Section, ...]:
    return ORDER.get(subject_class, OTHERS)
