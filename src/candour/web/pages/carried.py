"""What rests on a source: how many statements, by its sections and by what they are about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from candour.evidence.fields import CLASSES
from candour.evidence.statements import Statement
from candour.web import words
from candour.web.pages.shown import Link, Showing, Shown
from candour.web.pages.subject import SubjectPage
from candour.web.words import section_of

NUMBER = re.compile(r"\d+")
FEW = 50  # statements that are listed without being asked for
PARTS = {"p.": "Pages", "para.": "Paragraphs"}
IN_THE_GLANCE = (
    ("published", "Published"),
    ("reading", "How it was read"),
    ("website", "Where it is"),
    ("archived", "Kept copy"),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sections of a source that begin with the same number or word, each with its count."""

    name: str
    sections: tuple[tuple[Link, int], ...]

    @property
    def statements(self) -> int:
        """Those of each section; one that cites two sections counts in both."""
        return sum(number for _, number in self.sections)


@dataclass(frozen=True, slots=True)
class AboutClass:
    """The subjects of one class on which statements of a source stand, most first."""

    label: str
    subjects: tuple[tuple[Link, int], ...]

    @property
    def statements(self) -> int:
        return sum(number for _, number in self.subjects)


def by_section(places: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Count statements by section, in the source's order; one that cites two counts in both."""
    counts: Counter[str] = Counter()
    for place, number in places:
        for section in {section_of(part) for part in place.split(",") if part.strip()}:
            counts[section] += number
    return tuple(sorted(counts.items(), key=lambda counted: _order(counted[0])))


def _order(section: str) -> tuple[bool, str, list[int]]:
    """Numbered sections, then the rest by name; numbers in either by their size."""
    label = NUMBER.sub("", section)
    numbers = [int(number) for number in NUMBER.findall(section)]
    return not section[0].isdigit(), "" if section[0].isdigit() else label, numbers


def by_chapter(places: Iterable[tuple[str, int]], days: Mapping[str, str]) -> tuple[Chapter, ...]:
    """Sections under the one they are a part of: 4.1.2 under 4; pages together, and paragraphs."""
    chapters: dict[str, list[tuple[Link, int]]] = {}
    for section, number in by_section(places):
        link = Link(section, _address(days, section=section))
        chapters.setdefault(chapter_of(section), []).append((link, number))
    return tuple(Chapter(name, tuple(sections)) for name, sections in chapters.items())


def chapter_of(section: str) -> str:
    """What a section is a part of.

    Examples
    --------
    >>> chapter_of("4.1.2"), chapter_of("p. 12"), chapter_of("Executive summary")
    ('Section 4', 'Pages', 'Executive summary')
    """
    if section[0].isdigit():
        return f"Section {section.partition('.')[0]}"
    label, _, number = section.rpartition(" ")
    return PARTS.get(label, label) if NUMBER.fullmatch(number) else section


def by_class(
    counts: Mapping[str, int], names: Mapping[str, tuple[str, str]], days: Mapping[str, str]
) -> tuple[AboutClass, ...]:
    """Subjects by class, those with most statements first."""
    classes: dict[str, list[tuple[Link, int]]] = {}
    for slug, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        name, subject_class = names.get(slug, (slug, ""))
        classes.setdefault(subject_class, []).append((Link(name, _address(days, of=slug)), number))
    return tuple(
        AboutClass(words.CLASS_PLURALS[key], tuple(classes[key]))
        for key in CLASSES
        if key in classes
    )


def _address(days: Mapping[str, str], **asked: str) -> str:
    return f"?{urlencode({**asked, **days})}#carried"


def in_groups(
    statements: Sequence[Statement], showing: Showing
) -> list[tuple[Link, tuple[Shown, ...]]]:
    """Statements under the subject that they are on, in their order."""
    groups: dict[str, list[Shown]] = {}
    for statement in statements:
        groups.setdefault(statement.subject, []).append(showing.show(statement))
    return [(showing.link(slug), tuple(shown)) for slug, shown in groups.items()]


def source_glance(page: SubjectPage, statements: int, subjects: int) -> list[tuple[str, Link]]:
    """A source's own facts: when it came out, how it was read, where it is, what rests on it."""
    facts = {fact.key: fact.values for section in page.sections for fact in section.facts}
    cells = []
    for key, label in IN_THE_GLANCE:
        values = facts.get(key, ())
        if values:
            shown = values[0].value
            text = _host(shown.text) if shown.address else shown.text
            cells.append((label, Link(text, shown.address or values[0].address)))
        elif key in {"published", "website"}:
            cells.append((label, Link("Not told")))
    total = f"{words.counted(statements, 'statement')} on {words.counted(subjects, 'page')}"
    return [*cells, ("What rests on it", Link(total, "#carried"))]


@dataclass(frozen=True, slots=True)
class SourceToTake:
    """Where a source is read, and how it is cited: what a reader takes along from its page.

    `outside` are addresses of the web, the source's own before kept copies.
    """

    outside: tuple[Link, ...]
    is_archived: bool
    citation: str


def source_to_take(page: SubjectPage) -> SourceToTake:
    facts = {fact.key: fact.values for section in page.sections for fact in section.facts}
    named = (("website", "The source itself"), ("archived", "Archived copy"))
    outside = tuple(
        Link(f"{what}: {shown.value.text}", shown.value.address)
        for key, what in named
        for shown in facts.get(key, ())
        if shown.value.address
    )
    authors = words.listed([shown.value.text for shown in facts.get("author", ())])
    published = next((shown.value.text for shown in facts.get("published", ())), "no day told")
    read = next((shown.value.text.lower() for shown in facts.get("reading", ())), "")
    by = f"{authors}, " if authors else ""
    how = f" Read by Candour: {read}." if read else ""
    return SourceToTake(
        outside, bool(facts.get("archived")), f"{by}{page.name} ({published}).{how}"
    )


def _host(address: str) -> str:
    """The name of the site that an address is of, which says enough at a glance."""
    return address.partition("://")[2].partition("/")[0].removeprefix("www.") or address
