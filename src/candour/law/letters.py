"""Letters ready to sign, made from what the register knows and nothing a person types.

What only the person knows is left as a named blank, to be filled in on paper or on their own
device. Every sentence on the law carries its Act, the day it came into force and the day its text
was checked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from candour.law.answers import NATION_OF, ForWhom
from candour.law.holidays import Nation
from candour.law.letter_files import (
    BLANK,
    LETTERS_FOLDER,
    SENDER_ADDRESS,
    TODAY,
    BlankSpec,
    Group,
    LetterSpec,
    ParagraphSpec,
    Parts,
    Provision,
    read_parts,
    read_provisions,
    read_specs,
)
from candour.law.letter_refusals import (
    LetterForPolice,
    LetterNeedsPerson,
    LetterNotThere,
    NotTheirSystem,
    UnknownLetter,
)
from candour.law.routes import Route
from candour.law.systems import Force, SystemFacts
from candour.law.voice import long_day
from candour.law.wording import checked

__all__ = [
    "BLANK",
    "BlankSpec",
    "Group",
    "Letter",
    "LetterForPolice",
    "LetterNeedsPerson",
    "LetterNotThere",
    "LetterSpec",
    "Letters",
    "NotTheirSystem",
    "Paragraph",
    "Provision",
    "UnknownLetter",
    "compose",
    "letters_of",
    "nation_for",
    "read_letters",
]

TITLE = "Letter"  # of every file: neutral, since others may see it
DRAFTS = ("solicitor",)  # papers that are no letter: nobody greets, closes or signs
PAPERS = ("solicitor", "giver")  # the same, but signed


@dataclass(frozen=True, slots=True)
class Letters:
    by_kind: Mapping[str, LetterSpec]
    provisions: Mapping[str, Provision]
    parts: Parts

    def find(self, kind: str) -> LetterSpec:
        if kind not in self.by_kind:
            raise UnknownLetter(kind, tuple(self.by_kind))
        return self.by_kind[kind]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with its blanks still in [[brackets]], items below it, and numbers of its law."""

    text: str
    items: tuple[str, ...] = ()
    law: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, whole; a renderer lays it out.

    `nation` is that of its law. `signed` stands before the name where there is no closing.
    `left_out` is said beside a line that does not apply to everyone.
    """

    kind: str
    nation: Nation
    notices: tuple[str, ...]
    sender: tuple[str, ...]
    date: str
    to: str
    greeting: str
    subject: str
    paragraphs: tuple[Paragraph, ...]
    reply: str
    closing: str
    signed: str
    signer: str
    law_heading: str
    law: tuple[str, ...]
    foot: str
    left_out: str
    specs: Mapping[str, BlankSpec]

    def texts(self) -> Iterator[str]:
        """Give every text of the letter, in its order."""
        yield from (*self.notices, *self.sender, self.date, self.to, self.greeting, self.subject)
        for paragraph in self.paragraphs:
            yield from (paragraph.text, *paragraph.items)
        yield from (self.reply, self.closing, self.signed, self.signer)
        yield from (self.law_heading, *self.law, self.foot)

    def blanks(self) -> tuple[str, ...]:
        """Name what only the person knows, in the order of the letter."""
        found = (name for text in self.texts() for name in BLANK.findall(text))
        return tuple(dict.fromkeys(found))

    def may_be_left_out(self, text: str) -> bool:
        """Say whether a line is left out where nothing is filled in."""
        names = BLANK.findall(text)
        return bool(names) and all(self.specs[name].is_optional for name in names)


def compose(
    kind: str,
    *,
    force: Force,
    nation: Nation,
    system: SystemFacts | None = None,
    for_whom: ForWhom = ForWhom.SELF,
    letters: Letters | None = None,
) -> Letter:
    """Write a letter with the system's own facts from the register, worded by their own day.

    Raises
    ------
    UnknownLetter, LetterNotThere, LetterForPolice, LetterNeedsPerson, NotTheirSystem
        If there is no such letter, none in that part of the UK or about such a body, it is about
        a person and nobody is named, or the system is another body's.
    """
    letters = letters or read_letters()
    spec = letters.find(kind)
    check_fits(spec, force=force, nation=nation, for_whom=for_whom)
    if system is not None and force.name not in system.operators:
        raise NotTheirSystem(system, force)
    letter = _Writer(letters, force, nation, system, for_whom).write(spec)
    names = {force.name, *((system.name, *system.operators) if system else ())}
    for text in letter.texts():
        checked(text, names=names)
    return letter


def check_fits(spec: LetterSpec, *, force: Force, nation: Nation, for_whom: ForWhom) -> None:
    """Refuse a letter that makes no sense there, about that body or for that person.

    Raises
    ------
    LetterNotThere, LetterForPolice, LetterNeedsPerson
        In this order.
    """
    if nation not in spec.nations:
        raise LetterNotThere(spec, nation)
    if spec.is_police_only and not force.is_police:
        raise LetterForPolice(spec, force)
    if for_whom not in spec.for_whom:
        raise LetterNeedsPerson(spec, for_whom)


class _Writer:
    """Fills in one letter, and numbers the law it names as it goes."""

    def __init__(
        self,
        letters: Letters,
        force: Force,
        nation: Nation,
        system: SystemFacts | None,
        for_whom: ForWhom,
    ) -> None:
        self.letters, self.force, self.nation = letters, force, nation
        self.system, self.for_whom = system, for_whom
        self.cited: dict[str, int] = {}

    def write(self, spec: LetterSpec) -> Letter:
        parts = self.letters.parts
        if spec.is_of_body and "uk-wide" in self.force.nations:
            # A body of the whole UK is under the Act of the UK in Scotland too.
            self.nation = Nation.ENGLAND_WALES
        is_letter, is_draft = spec.signer not in PAPERS, spec.signer in DRAFTS
        name = parts.signers[spec.signer].name
        opening = parts.opening[self.for_whom] if spec.signer == "person" else ""
        paragraphs = [Paragraph(opening)] if opening else []
        paragraphs += [self._paragraph(each) for each in spec.paragraphs if self._belongs(each)]
        is_for_other = spec.signer == "person" and self.for_whom is ForWhom.CLIENT
        return Letter(
            kind=spec.kind,
            nation=self.nation,
            notices=notices_of(spec, self.nation, parts),
            sender=(f"[[{name}]]", SENDER_ADDRESS) if is_letter else (),
            date=TODAY,
            to=self._filled(spec.to[self.nation]),
            greeting=parts.texts["greeting"] if is_letter else "",
            subject=spec.subject,
            paragraphs=tuple(paragraphs),
            reply=parts.texts["reply"] if is_letter else "",
            closing=parts.texts["closing"] if is_letter else "",
            signed="" if is_letter or is_draft else parts.texts["signed"],
            signer=self._signer(name, is_for_other=is_for_other),
            law_heading=parts.texts["law-heading"] if self.cited else "",
            law=tuple(self._law_line(key, number) for key, number in self.cited.items()),
            foot=parts.texts["foot"],
            left_out=parts.texts["left-out"],
            specs=parts.blanks,
        )

    def _signer(self, name: str, *, is_for_other: bool) -> str:
        if is_for_other:
            return self.letters.parts.texts["for-client"]
        return f"[[{name}]]" if name else ""

    def _belongs(self, spec: ParagraphSpec) -> bool:
        system = self.system
        has_what_it_needs = {
            "": True,
            "system": system is not None,
            "no-system": system is None,
            "data": system is not None and bool(system.data_types),
        }[spec.needs]
        return has_what_it_needs and self.nation in spec.nations and self.for_whom in spec.for_whom

    def _paragraph(self, spec: ParagraphSpec) -> Paragraph:
        items = spec.items
        if spec.needs == "data" and self.system is not None:
            items = tuple(label.lower() for label in self.system.data_types)
        numbers = tuple(self.cited.setdefault(key, len(self.cited) + 1) for key in spec.law)
        return Paragraph(self._filled(spec.text), tuple(map(self._filled, items)), numbers)

    def _filled(self, text: str) -> str:
        text = text.replace("{force}", self.force.name)
        if self.system is not None:
            text = text.replace("{system}", self.system.name)
            text = text.replace("{wording}", self.system.wording)
        return text

    def _law_line(self, key: str, number: int) -> str:
        provision, parts = self.letters.provisions[key], self.letters.parts
        line = parts.texts["law-line-ended" if provision.until else "law-line"]
        filled = line.format(
            act=provision.act,
            section=provision.section,
            since=long_day(provision.since),
            until=long_day(provision.until) if provision.until else "",
            status=parts.status[provision.status],
            checked=long_day(provision.checked_on),
        )
        return f"{number}. {filled}"


def notices_of(spec: LetterSpec, nation: Nation, parts: Parts) -> tuple[str, ...]:
    """Return what is said before a letter."""
    said = parts.notices
    there = (spec.there[nation],) if nation in spec.there else ()
    keep = (said["keep"],) if spec.signer not in DRAFTS else ()
    return (said["notice"], spec.before, *there, said["adviser"], *keep)


def nation_for(force: Force, nation: Nation | None) -> Nation:
    """Return the part of the UK asked for, or the first the body works in."""
    if nation is not None:
        return nation
    return next(iter(nations_of(force)), Nation.ENGLAND_WALES)


def nations_of(force: Force) -> tuple[Nation, ...]:
    """Return the parts of the UK a body is said to work in; all of them for one of the whole UK."""
    if "uk-wide" in force.nations:
        return tuple(Nation)
    found = {NATION_OF[each] for each in force.nations if each in NATION_OF}
    return tuple(nation for nation in Nation if nation in found)


def letters_of(route: Route, letters: Letters) -> tuple[LetterSpec, ...]:
    """Return the letters that serve a route."""
    return tuple(each for each in letters.by_kind.values() if route.id in each.routes)


@cache
def read_letters(folder: Path = LETTERS_FOLDER) -> Letters:
    """Read all letters and what they share; hold each law, blank and group against the others."""
    parts, provisions = read_parts(), read_provisions()
    return Letters(read_specs(folder, parts, provisions), provisions, parts)
