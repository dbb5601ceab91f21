"""The text of a source as numbers in their places: sections, endnote markers, headings told apart.

A text extraction glues endnote markers to words and numbers ("in 2020.259"), and leaves page
headings in the running text. Markers ascend, so a number that ends a word and is the next
marker due is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SECTION = re.compile(r"^\s?(\d(?:\.\s?\d)*)\.?\s*\t")
NAMED_SECTION = re.compile(
    r"^ (Abbreviations|Glossary|Executive summary|Methodology)(?: and acknowledgements)?\s*$"
)
PAGE_HEADING = re.compile(r"^\s*(?:\d+\s+AUTOMATED RACISM|AUTOMATED RACISM\s+\d+)\s*$")
DIGITS = re.compile(r"£?\d[\d,]*(?:\.\d+)*")
WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"twenty|thirty|fifty|hundreds?|thousands?|millions?|dozens?|half|quarters?|thirds|"
    r"twice|double)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
LONG_MARKER = 3  # digits: only so long a marker is told from a number when it stands apart
MOST_SKIPPED = 3  # markers that pictures may have swallowed
AROUND = 60


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number-like token: where it stands, and what stands around it."""

    line: int
    section: str
    text: str
    before: str
    after: str
    is_marker: bool = False
    is_heading: bool = False


def number_tokens(text: str) -> Iterator[NumberToken]:
    """Give every number-like token of a source text, markers split off from the numbers."""
    section, due = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        numbered = SECTION.match(line)
        named = NAMED_SECTION.match(line)
        if numbered:
            section = numbered.group(1).replace(" ", "")
        elif named:
            section = named.group(1)
        heading = bool(PAGE_HEADING.match(line)) or bool(numbered)
        for token in _tokens_of(line, number, section, heading=heading):
            for part in _split_marker(token, due):
                if part.is_marker:
                    due = int(part.text) + 1
                yield part


def _tokens_of(line: str, number: int, section: str, *, heading: bool) -> Iterator[NumberToken]:
    matches = sorted(
        [*DIGITS.finditer(line), *WORDS.finditer(line)], key=lambda match: match.start()
    )
    for match in matches:
        start, end = match.span()
        text = match.group().rstrip(".,")
        yield NumberToken(
            number,
            section,
            text,
            line[max(0, start - AROUND) : start],
            line[start + len(text) : end + AROUND],
            is_heading=heading,
        )


def _split_marker(token: NumberToken, due: int) -> Iterator[NumberToken]:
    """Take the next marker due off the end of a number, or find the number to be one."""
    if token.is_heading or not token.text[-1].isdigit():
        yield token
        return
    glued = bool(token.before) and not token.before[-1].isspace()
    for marker in range(due, due + MOST_SKIPPED):
        ending = str(marker)
        stands_apart = marker == due and len(ending) == LONG_MARKER
        if token.text == ending and (glued or stands_apart):
            yield _part(token, ending, is_marker=True)
            return
        head = token.text.removesuffix(ending).rstrip(".,")
        after_year = YEAR.match(head) and token.text == head + ending
        if head and (token.text.endswith((f".{ending}", f",{ending}")) or after_year):
            yield _part(token, head, is_marker=False)
            yield _part(token, ending, is_marker=True)
            return
    yield token


def _part(token: NumberToken, text: str, *, is_marker: bool) -> NumberToken:
    return NumberToken(
        token.line, token.section, text, token.before, token.after, is_marker=is_marker
    )
