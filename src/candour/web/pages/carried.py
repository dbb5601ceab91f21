"""What rests on a source: how many statements, by its sections and by what they are about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from candour.core.voice import sentence
from candour.evidence.fields import CLASSES
from candour.evidence.statements import Statement
from candour.web import words
from candour.web.pages.shown import Link, Showing, Shown
from candour.web.pages.subject import SubjectPage
from candour.web.words import ENDNOTE, section_of

NUMBER = re.compile(r"\d+")
FEW = 50  # statements that are listed without being asked for
PARTS = {"p.": "Pages", "para.": "Paragraphs", "figure": "Figures", "table": "Tables"}
PLACE_NUMBER = re.compile(r"\d+[a-z]?")
MUCH = 10  # per cent of the register: from here on its faults are those of the whole
IN_THE_GLANCE = (
    ("published", "Published"),
    ("reading", "How it was read"),
    ("website", "Where it is"),
    ("archived", "Kept copy"),
)
NOT_TOLD = {"published": "Not told", "website": "No address recorded here"}


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
    """Count statements by section, in the source's order; one that cites two counts in both.

    A note that stands alone behind a section, as in "5.4 n719, n720", is one of that section.
    """
    counts: Counter[str] = Counter()
    for place, number in places:
        cited = {section_of(part) for part in place.split(",") if part.strip()}
        sections = {section for section in cited if not ENDNOTE.fullmatch(section)}
        for section in sections or cited:
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
        chapters.setdefault(sentence(chapter_of(section)), []).append((link, number))
    return tuple(Chapter(name, tuple(sections)) for name, sections in chapters.items())


def chapter_of(section: str) -> str:
    """What a section is a part of.

    Examples
    --------
    >>> chapter_of("4.1.2"), chapter_of("p. 12"), chapter_of("Executive summary")
    ('Section 4', 'Pages', 'Executive summary')
    >>> chapter_of("figure 8a"), chapter_of("n145")
    ('Figures', 'Notes')
    """
    if section[0].isdigit():
        return f"Section {section.partition('.')[0]}"
    if ENDNOTE.fullmatch(section):
        return "Notes"
    label, _, number = section.rpartition(" ")
    if not PLACE_NUMBER.fullmatch(number):
        return section
    return PARTS.get(label.rpartition(" ")[2].lower(), label)


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
        elif key in NOT_TOLD:
            cells.append((label, Link(NOT_TOLD[key])))
    total = f"{words.counted(statements, 'statement')} on {words.counted(subjects, 'page')}"
    return [*cells, ("What rests on it", Link(total, "#carried"))]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the register rests on one source: in per cent, and in a sentence."""

    percent: int
    sentence: str
    warning: str = ""


def share_of_all(statements: int, every: int, *, kind: str = "") -> Share | None:
    """What part of all statements a source carries; a large one is a weakness, and is said to be.

    Examples
    --------
    >>> share_of_all(5052, 8476, kind="Report").sentence
    '60 per cent of this register rests on this one report: 5,052 of 8,476 statements.'
    >>> share_of_all(5052, 8476).warning != "", share_of_all(41, 8476).warning
    (True, '')
    """
    if not statements or not every:
        return None
    percent = round(100 * statements / every)
    counted = f"{statements:,} of {words.counted(every, 'statement')}"
    if percent < MUCH:
        return Share(percent, f"{counted} of this register rest on it.")
    what = kind.lower() if kind else "source"
    return Share(
        percent,
        f"{percent} per cent of this register rests on this one {what}: {counted}.",
        "Where it is mistaken or left something out, so does this register. “Who else says so” on "
        "the page of a statement tells which are borne out by another source.",
    )


@dataclass(frozen=True, slots=True)
class SourceToTake:
    """Where a source is read, and how it is cited: what a reader takes along from its page.

    `outside` are addresses of the web, the source's own before kept copies; where there is none,
    `look_for` says how a reader finds it.
    """

    outside: tuple[Link, ...]
    is_archived: bool
    citation: str
    look_for: str


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
        outside,
        bool(facts.get("archived")),
        f"{by}{page.name} ({published}).{how}",
        _look_for(page.name, authors, published if facts.get("published") else ""),
    )


def _look_for(name: str, authors: str, published: str) -> str:
    """How a reader finds a source whose address is not known here."""
    site = f"the site of {authors}, or in any search of the web," if authors else "the web"
    when = f" It came out on {published}." if published else ""
    return f"Its address is not recorded here. Look on {site} for “{name}”.{when}"


def _host(address: str) -> str:
    """The name of the site that an address is of, which says enough at a glance."""
    return address.partition("://")[2].partition("/")[0].removeprefix("www.") or address
