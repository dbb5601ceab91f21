"""Wording made from the evidence, never stronger than what was said.

How the use of a system is worded is not here: `evidence/use.py` has the one rule.
"""

import re
from collections.abc import Sequence
from datetime import date

from candour.core.days import Days, parse_days
from candour.core.errors import BadDays
from candour.core.voice import MONTHS, long_day
from candour.evidence.asked import WhenAsked
from candour.evidence.fields import Schema
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Silence

ENDNOTE = re.compile(r"n\d+")
VERDICTS = {
    "holds": "Holds",
    "holds-rounded": "Holds, rounded",
    "holds-truncated": "Holds, cut off",
    "holds-wording": "Holds, as worded",
    "fails": "Fails",
    "undecidable": "Can’t be decided",
}
DERIVED = {
    "worked-out": "Worked out",
    "not-comparable": "Not comparable",
    "undecidable": "Can’t be decided",
}
CLASHES = {
    "denied-and-shown": "Denied and shown",
    "claim-and-result": "Claimed, and found",
    "scope": "Scope",
    "date": "Dates",
    "number": "Numbers",
    "wording": "Wording",
    "document": "Documents",
}
# Only the first is called a contradiction.
STRENGTHS = {
    "exclusive": "Both can’t be so",
    "uneasy": "Sit badly together",
}
WHY = {
    "exclusive": "Why both can’t be so",
    "uneasy": "Why they sit badly together",
}
TOUCHES = {
    "people": "People listed, scored, stopped or harmed",
    "law": "Law, equality and safeguards",
    "existence": "Whether it is used or predicts at all",
    "effect": "What it is claimed to achieve",
    "data": "What goes into it, and how far it reaches",
    "money": "Money",
    "days": "Days",
    "words": "Wording",
}
BASES = {
    "self-declared": "on its speaker's own word",
    "disclosed": "disclosed on request or in court",
    "research": "found by research",
    "press": "reported by the press",
    "testimony": "told by people affected",
    "inferred": "inferred by Candour",
}
CLASS_LABELS = {
    "system": "System",
    "product": "Product",
    "programme": "Programme",
    "method": "Method",
    "dataset": "Data system",
    "body": "Body",
    "document": "Document",
    "source": "Source",
}
CLASS_PLURALS = {
    "system": "Systems",
    "product": "Products",
    "programme": "Programmes",
    "method": "Methods",
    "dataset": "Data systems",
    "body": "Bodies",
    "document": "Documents",
    "source": "Sources",
}
GAP_STATES = {
    "published": "Published",
    "disclosed": "Disclosed on request",
    "described": "Described",
    "named": "Named to exist",
    "declared-none": "Declared none",
    "not-found": "Looked for, not found",
    "refused": "Refused",
    "silent": "Silent",
}
UNITS_IN_PRINT = frozenset({"percent", "proportion", "times", "GBP"})


# days


def day_in_words(day: date) -> str:
    return long_day(day)


def edge_in_words(text: str) -> str:
    """Put one end of a stretch of days in words.

    Examples
    --------
    >>> edge_in_words("2024-08")
    'August 2024'
    >>> edge_in_words("before 2016-03-01")
    'before 1 March 2016'
    """
    word, _, rest = text.rpartition(" ")
    year, *finer = rest.split("-")
    parts = [MONTHS[int(finer[0]) - 1]] if finer else []
    if len(finer) > 1:
        parts.insert(0, str(int(finer[1])))
    return " ".join(filter(None, [word, *parts, year]))


def days_in_words(days: Days) -> str:
    """Put a stretch of days in words.

    Examples
    --------
    >>> from candour.core.days import parse_days
    >>> [days_in_words(parse_days(text)) for text in ("2020-09/2021-03", "2020/", "/2016", "2013")]
    ['September 2020 to March 2021', 'from 2020', 'until 2016', '2013']
    """
    start, slash, end = days.text.partition("/")
    if not slash:
        return edge_in_words(start)
    if not end:
        return _after("from", start)
    if not start:
        return _after("until", end)
    return f"{edge_in_words(start)} to {edge_in_words(end)}"


def period_in_words(period: str) -> str:
    """A period as a qualifier has it, in words; one that is no days stays as it is written.

    Examples
    --------
    >>> period_in_words("2019-04/2020-03"), period_in_words("the pilot"), period_in_words("")
    ('April 2019 to March 2020', 'the pilot', '')
    """
    try:
        return days_in_words(parse_days(period)) if period else ""
    except BadDays:
        return period


def _after(word: str, edge: str) -> str:
    """`before` and `after` already say what `from` and `until` would."""
    day = edge_in_words(edge)
    return day if day.startswith(("before", "after")) else f"{word} {day}"


# values


def quantity_in_words(quantity: Quantity) -> str:
    """A number as printed, with its unit where the print leaves it out."""
    unit = quantity.unit
    if unit in UNITS_IN_PRINT or unit.casefold() in quantity.printed.casefold():
        return quantity.printed
    return f"{quantity.printed} {unit}"


def silence_in_words(silence: Silence, schema: Schema) -> str:
    """What kind of empty answer it is, under which law, and for what reason."""
    label = schema.term("silences", silence.kind).label
    law = " ".join(part for part in (silence.act, silence.section) if part)
    if law:
        label += f" under {law}"
    return f"{label}: {silence.reason}" if silence.reason else label


def listed(names: Sequence[str]) -> str:
    """Names in a row.

    Examples
    --------
    >>> listed(["Kent", "Essex", "Durham"])
    'Kent, Essex and Durham'
    """
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "gap"), counted(1200, "body", "bodies")
    ('1 gap', '1,200 bodies')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def clashes(contradictions: int, uneasy: int) -> str:
    """Clashes as counted: those of which both sides can't be so apart from those that can.

    Examples
    --------
    >>> clashes(13, 44), clashes(1, 0)
    ('13 contradictions, 44 that sit badly together', '1 contradiction')
    """
    return ", ".join(text for _, text in clash_parts(contradictions, uneasy)) or "none found"


def clash_parts(contradictions: int, uneasy: int) -> tuple[tuple[str, str], ...]:
    """Clashes as counted, each count with the shape beside it: red stands for contradictions alone.

    Examples
    --------
    >>> clash_parts(2, 8)
    (('clash', '2 contradictions'), ('partly', '8 that sit badly together'))
    >>> clash_parts(0, 1), clash_parts(0, 0)
    ((('partly', '1 that sits badly together'),), ())
    """
    uneasy_told = counted(uneasy, "that sits badly together", "that sit badly together")
    parts = (
        ("clash", contradictions, counted(contradictions, "contradiction")),
        ("partly", uneasy, uneasy_told),
    )
    return tuple((mark, text) for mark, count, text in parts if count)


def gap_state(state: str) -> str:
    return GAP_STATES[state]


def gap_reason(why: str, schema: Schema) -> str:
    """Why an item counts as not published, with fields and silences by the names readers know."""
    return "; ".join(_reason(part, schema) for part in why.split("; "))


def _reason(part: str, schema: Schema) -> str:
    silence = schema.vocabularies["silences"].get(part.replace(" ", "-"))
    if silence is not None:
        return f"on a part of it: {silence.label.lower()}"
    if not part.startswith("nothing under "):
        return part
    keys = part.removeprefix("nothing under ").split(", ")
    fields = schema.fields
    labels = [fields[key].label.lower() if key in fields else key for key in keys]
    return f"nothing said about: {listed(labels)}"


def section_of(place: str) -> str:
    """The section of a place in a source.

    Examples
    --------
    >>> section_of("4.1.2 n508"), section_of("Executive summary n3"), section_of("3 table 1")
    ('4.1.2', 'Executive summary', '3')

    A page is kept whole.

    >>> section_of("p. 12"), section_of("p. 12 n3"), section_of("para. 104")
    ('p. 12', 'p. 12', 'para. 104')
    """
    first, *rest = place.split()
    if first[0].isdigit():
        return first
    return " ".join([first, *(word for word in rest if not ENDNOTE.fullmatch(word))])


def when_asked(when: WhenAsked) -> str:
    """What is told of a body's answers: a thing kept back is no request left unanswered.

    >>> when_asked(WhenAsked(given=0, told_of=4)), when_asked(WhenAsked(given=2, told_of=6))
    ('4 refused or kept back', '4 refused or kept back, 2 answered')
    >>> when_asked(WhenAsked(given=0, told_of=0))
    'not told'
    """
    kept_back = when.told_of - when.given
    parts = [
        f"{number} {what}"
        for number, what in ((kept_back, "refused or kept back"), (when.given, "answered"))
        if number
    ]
    return ", ".join(parts) or "not told"
