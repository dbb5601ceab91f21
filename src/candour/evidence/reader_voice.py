"""What speaks of a source rather than from it is the reader's, and is kept apart by rule.

A note belongs to the value and is its speaker's: "in custody suites". That a value is printed
so, or that its source leaves something open, is what this register adds: it is a `remark`. And
no speaker finds that they have not said a thing: a value that tells of what is left out is said
by the register, or is a silence.

The note of a printed number is this register's always: nearly all of them say how it was printed
or what it leaves open, and findings and checks cite the number under its identifier, which a new
key would change. So it stays a note in files and data, and pages show it as ours (`remark_of`).
"""

import re

from candour.evidence.statements import Statement

_LEAVES_OUT = (
    r"\b(?:report|text|source|section)(?:'s text)? (?:does(?: not|n't)|gives? no|names? no)\b|"
    r"\b(?:is|are|was|were) not (?:said|named|given|printed|stated)\b|"
    r"\bis printed\b|\bnot at hand\b|\bour reading\b|\bthis register\b"
)
_OF_THE_SOURCE = (
    r"\b(?:the|that) (?:report|text|section|sentence|source|wording|table|methodology)\b|"
    r"\breport's\b|\bprinted\b|\bendnotes?\b|\bmisprint\b|\bsection \d|\b\d\.\d says\b|"
    r"\bno (?:dates?|year) |\bleaves? open\b|\bnot (?:clear|repeated|said|named|given)\b|"
    r"\bdo(?:es)? not (?:say|name)\b|\b(?:no|neither|none)\b[^;.]* (?:is|are) (?:named|given)\b|"
    r"\bquot(?:ed|es|ing|ation)\b|\bpresent tense\b|\b(?:said|stands) there\b|\bcaptions?\b|"
    r"\bglossary\b|\bthis later\b|\bthe same point\b|\bunder figures\b|\byear is that of\b|"
    r"\bsaid (?:here )?of\b|^written\b|\bnothing shows\b|\bin one place and\b|"
    r"\blisted (?:here|among)\b|^both lists\b|^said by\b|\bprobably in\b|"
    r"\bnot (?:been )?read\b|\bnothing (?:\w+ )?read\b|\bpart (?:that was )?read\b|"
    r"\b(?:its|the) page is of\b"
)
IN_GENERAL = re.compile(r"\bin general\b", re.IGNORECASE)
SPEAKS_OF_THE_SOURCE = re.compile(f"{_LEAVES_OUT}|{_OF_THE_SOURCE}", re.IGNORECASE)
TELLS_WHAT_IS_LEFT_OUT = re.compile(_LEAVES_OUT, re.IGNORECASE)


def note_is_a_remark(note: str) -> bool:
    """Whether a note speaks of the source, so that its speaker can't have said it.

    Examples
    --------
    >>> note_is_a_remark("the report does not say which day")
    True
    >>> note_is_a_remark("the answer has not been read")
    True
    >>> note_is_a_remark("in custody suites")
    False
    """
    return bool(SPEAKS_OF_THE_SOURCE.search(note))


def note_of(statement: Statement) -> str:
    """The note of a statement, if it is its speaker's."""
    return "" if _keeps_our_notes(statement) else statement.qualifier("note")


def remark_of(statement: Statement) -> str:
    """What this register adds to a statement: its remark, or the note of a number."""
    note = statement.qualifier("note") if _keeps_our_notes(statement) else ""
    return "; ".join(text for text in (statement.qualifier("remark"), note) if text)


def _keeps_our_notes(statement: Statement) -> bool:
    return statement.kind == "quantity"


def tells_what_is_left_out(text: str) -> bool:
    """Whether a value tells of what a source leaves out, which only its reader can find.

    Examples
    --------
    >>> tells_what_is_left_out("A ranking; how it is worked out is not said")
    True
    >>> tells_what_is_left_out("People are not told that they are listed")
    False
    """
    return bool(TELLS_WHAT_IS_LEFT_OUT.search(text))


def says_in_general(note: str) -> bool:
    """Whether a note says that a value was not said of its subject alone.

    Examples
    --------
    >>> says_in_general("of people on police databases in general")
    True
    """
    return bool(IN_GENERAL.search(note))
