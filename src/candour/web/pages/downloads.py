"""What can be downloaded, and what each column of it means."""

from typing import NamedTuple

from candour.evidence.fields import CLASSES
from candour.web.addresses import list_address
from candour.web.words import CLASS_PLURALS


class Download(NamedTuple):
    """One table; `page` is the address of the page that shows it."""

    title: str
    page: str
    columns: tuple[tuple[str, str], ...]


SUBJECT = (
    ("slug", "the stable name in addresses"),
    ("class", "system, product, programme, method, dataset, body, document or source"),
    ("name", "as its source gives it"),
    ("kind", "a term of the vocabulary of kinds"),
    ("also", "other and earlier names"),
    ("operator", "slugs of the bodies said to use it"),
    ("summary", "what it is, in our words"),
    ("statements", "how many statements there are about it"),
    ("sources", "slugs of the sources they were read in"),
)
FIGURE = (
    ("id", "the statement’s identifier"),
    ("subject, field, measure", "what the number is about and what it counts"),
    (
        "value, unit",
        "the number itself; the lower end of a range, whose upper end is “high” in JSON",
    ),
    ("printed, stated", "the text as printed, and how exact it claims to be"),
    ("period, group, area, denominator, compared_with", "what it covers, as printed"),
    (
        "said_by, via, source, locator, basis",
        "who said it, who reports it, where we read it, how it is known",
    ),
    ("note, probably", "a detail; what a likely misprint stands for"),
    ("verdicts", "what came of recomputing it"),
)
FINDING = (
    ("id, name, audit", "its identifier, short name, and what kind of audit it is"),
    ("title, lead", "what was asked, and the first sentence of what was found"),
    ("about, refused", "whom it is about, and those whose data could not answer"),
    ("recorded_in, address", "change set, and the page; with .json it gives every number"),
)
DERIVED = (
    ("id, subject, name", "its identifier, the page it belongs to, and its short name there"),
    ("measure", "what it tells, in our words"),
    ("state", "worked-out, not-comparable or undecidable; then there is no number"),
    ("value, low, high, unit", "the number, and how far it is open; empty where it has no bound"),
    ("shown, working", "the number in words, and the sum with the numbers as printed"),
    ("reason, remark", "why there is no number; what an editor notes"),
    ("said_by, statements, subjects", "candour; what it is worked out from; whom it concerns"),
)
CONTRADICTION = (
    ("id, kind", "its identifier, and how the sides clash"),
    ("strength", "exclusive: both can’t be so; uneasy: both can, and one weakens the other"),
    ("touches", "what it touches, which is their order"),
    ("rank, first", "its place before that order, where an editor gave it one, and why"),
    ("subjects, statements", "slugs and identifiers of what it touches"),
    ("sides", "who says what in our words, with the statements"),
    (
        "found_by, reason, reply",
        "an editor or a rule, why they don’t fit together, and what the body answered",
    ),
)
GAP = (
    ("subject, item", "who is asked, and what"),
    (
        "state, why",
        "from published to silent, in the order of the reference; and what is missing",
    ),
    ("statements", "identifiers of the statements it rests on"),
)
CHANGE = (
    ("change, arrived_at", "number and time here, in UTC, which days asked about go by"),
    ("origin, number_in_origin", "whose chain it stands in, and where"),
    ("made_at, made_by, why", "time in its own log, author and reason"),
    ("previous, hash", "SHA-256 over the change set and the hash before it"),
)

DOWNLOADS = (
    *(Download(CLASS_PLURALS[name], list_address(name), SUBJECT) for name in CLASSES),
    Download("Figures and verdicts", "/figures/", FIGURE),
    Download("Derived numbers", "/figures/derived/", DERIVED),
    Download("Findings", "/findings/", FINDING),
    Download("Contradictions", "/contradictions/", CONTRADICTION),
    Download("Gaps", "/gaps/", GAP),
    Download("Changes", "/changes/", CHANGE),
)
