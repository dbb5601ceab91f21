"""Letters ready to sign, made from what the register knows and nothing a person types.

What only the person knows is left as a named blank, to be filled in on paper or on their own
device. Every sentence on the law carries its Act, the day it came into force and the day its text
was checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from candour.core.errors import CandourError
from candour.law.answers import NATION_OF, ForWhom
from candour.law.bodies import Force
from candour.law.holidays import Country, Nation
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
    read_addresses,
    read_parts,
    read_specs,
)
from candour.law.letter_refusals import (
    LetterForOtherBodies,
    LetterForPolice,
    LetterNeedsPerson,
    LetterNotForChild,
    LetterNotThere,
    LetterOfOwnForce,
    NothingLeftOpen,
    NotTheirSystem,
    UnknownLetter,
)
from candour.law.provisions import Provision, read_provisions
from candour.law.questions import Questions
from candour.law.routes import Route
from candour.law.systems import SystemFacts
from candour.law.voice import long_day
from candour.law.wording import checked

__all__ = [
    "BLANK",
    "BlankSpec",
    "Group",
    "Letter",
    "LetterForOtherBodies",
    "LetterForPolice",
    "LetterNeedsPerson",
    "LetterNotForChild",
    "LetterNotThere",
    "LetterOfOwnForce",
    "LetterSpec",
    "Letters",
    "NotTheirSystem",
    "NothingLeftOpen",
    "Paragraph",
    "Provision",
    "UnknownLetter",
    "can_be_offered",
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
        names = (name for text in self.texts() for name in BLANK.findall(text))
        return tuple(dict.fromkeys(names))

    def may_be_left_out(self, text: str) -> bool:
        """Say whether a line is left out where nothing is filled in."""
        names = BLANK.findall(text)
        return bool(names) and all(self.specs[name].is_optional for name in names)


def compose(
    kind: str,
    *,
    force: Force,
    nation: Nation,
    systems: Sequence[SystemFacts] = (),
    gaps: Sequence[Questions] = (),
    for_whom: ForWhom = ForWhom.SELF,
    country: Country | None = None,
) -> Letter:
    """Write a letter with what the register knows of one system, or of several.

    Each system is worded by its own day. `gaps` are what the public record leaves open, of each
    system by itself.

    Raises
    ------
    UnknownLetter, LetterNotThere, LetterForPolice, LetterForOtherBodies, LetterNeedsPerson
        If there is no such letter, none in that part of the UK or about such a body, or it is
        about a person and nobody is named.
    NothingLeftOpen
        If the letter asks what the register leaves open, and it leaves nothing.
    NotTheirSystem
        If a system is another body's.
    """
    letters = read_letters()
    spec = letters.find(kind)
    check_fits(spec, force=force, nation=nation, for_whom=for_whom)
    if spec.needs_gaps and not gaps:
        raise NothingLeftOpen(spec, force)
    named = tuple(dict.fromkeys(systems))
    for system in named:
        if force.name not in system.operators:
            raise NotTheirSystem(system, force)
    country = country or force.country
    letter = _Writer(letters, force, nation, country, named, tuple(gaps), for_whom).write(spec)
    names = {force.name, *(name for system in named for name in (system.name, *system.operators))}
    names |= {questions.subject for questions in gaps}
    for text in letter.texts():
        checked(text, names=names)
    return letter


def check_fits(spec: LetterSpec, *, force: Force, nation: Nation, for_whom: ForWhom) -> None:
    """Refuse a letter that makes no sense there, about that body or for that person.

    Raises
    ------
    LetterNotThere, LetterForPolice, LetterForOtherBodies, LetterNeedsPerson
        In this order.
    """
    regime = force.regime(nation) if spec.is_of_body else nation
    if regime not in spec.nations:
        raise LetterNotThere(spec, nation)
    if force.is_uk_wide and nation in spec.one_nation:
        raise LetterOfOwnForce(spec, force, nation)
    if spec.is_police_only and not force.is_police:
        raise LetterForPolice(spec, force)
    if not spec.reach.has(force.kind, regime) or (
        spec.is_of_body and regime not in force.kind.information
    ):
        raise LetterForOtherBodies(spec, force)
    if for_whom is ForWhom.CHILD and for_whom not in spec.for_whom:
        raise LetterNotForChild(spec)
    if for_whom not in spec.for_whom:
        raise LetterNeedsPerson(spec, for_whom)


def can_be_offered(
    kind: str,
    *,
    force: Force,
    nation: Nation,
    for_whom: ForWhom,
    can_go_to_court: bool,
    is_adviser_first: bool,
    letters: Letters,
) -> bool:
    """Say whether a letter may be put before a person, given what they answered.

    Where an adviser comes first, only what is made for the adviser is. No paper before a claim is
    made for a child to sign where the law wants an adult to act.
    """
    spec = letters.by_kind.get(kind)
    if spec is None or is_adviser_first != spec.is_for_adviser:
        return False
    if spec.needs_capacity and not can_go_to_court:
        return False
    try:
        check_fits(spec, force=force, nation=nation, for_whom=for_whom)
    except CandourError:
        return False
    return True


class _Writer:
    """Fills in one letter, and numbers the law it names as it goes."""

    def __init__(
        self,
        letters: Letters,
        force: Force,
        nation: Nation,
        country: Country | None,
        systems: tuple[SystemFacts, ...],
        gaps: tuple[Questions, ...],
        for_whom: ForWhom,
    ) -> None:
        self.letters, self.force, self.nation, self.country = letters, force, nation, country
        self.systems, self.gaps, self.for_whom = systems, gaps, for_whom
        self.cited: dict[str, int] = {}

    def write(self, spec: LetterSpec) -> Letter:
        parts = self.letters.parts
        if spec.is_of_body:
            self.nation = self.force.regime(self.nation)
        is_letter, is_draft = spec.signer not in PAPERS, spec.signer in DRAFTS
        name = parts.signers[spec.signer].name
        opening = parts.opening[self.for_whom] if spec.signer == "person" else ""
        paragraphs = [Paragraph(opening)] if opening else []
        for paragraph in filter(self._belongs, spec.paragraphs):
            paragraphs += self._paragraphs(paragraph)
        is_for_other = spec.signer == "person" and self.for_whom is ForWhom.CLIENT
        return Letter(
            kind=spec.kind,
            nation=self.nation,
            notices=notices_of(spec, self.nation, parts, force=self.force, country=self.country),
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
        has_what_it_needs = {
            "": True,
            "system": bool(self.systems),
            "no-system": not self.systems,
            "data": bool(self._data_types),
            "gaps": bool(self.gaps),
        }[spec.needs]
        is_of_body = spec.reach.takes_in(self.force, self.nation, self.country)
        return has_what_it_needs and is_of_body and self.for_whom in spec.for_whom

    @property
    def _data_types(self) -> tuple[str, ...]:
        labels = (label.lower() for each in self.systems for label in each.data_types)
        return tuple(dict.fromkeys(labels))

    def _paragraphs(self, spec: ParagraphSpec) -> Iterator[Paragraph]:
        """Give a paragraph, or one for each system where it asks what the register leaves open."""
        numbers = tuple(self.cited.setdefault(key, len(self.cited) + 1) for key in spec.law)
        if spec.needs == "gaps":
            for question in self.gaps:
                text = spec.text.replace("{this}", question.subject)
                text = text.replace("{this-wording}", question.wording)
                yield Paragraph(self._filled(text), question.lines, numbers)
            return
        items = self._data_types if spec.needs == "data" else spec.items
        yield Paragraph(self._filled(spec.text), tuple(map(self._filled, items)), numbers)

    def _filled(self, text: str) -> str:
        kind = self.force.kind
        data_to = kind.data_to_by_nation.get(self.nation, kind.data_to)
        text = text.replace("{data-to}", data_to).replace("{complaint-to}", kind.complaint_to)
        chief = "The Chief Officer" if kind.is_police else "The Chief Executive"
        text = text.replace("{chief}", f"{chief}, {{force}}").replace("{force}", self.force.name)
        if self.systems:
            text = text.replace("{system}", "; ".join(each.name for each in self.systems))
            text = text.replace("{wording}", self._wording())
        return text

    def _wording(self) -> str:
        """Word what the register shows of each, by its name where there are several."""
        worded = [(each.name, each.wording) for each in self.systems]
        if len(worded) == 1:
            return worded[0][1]
        return "; ".join(f"{name}: {wording}" for name, wording in worded)

    def _law_line(self, key: str, number: int) -> str:
        provision, parts = self.letters.provisions[key], self.letters.parts
        line = parts.texts["law-line-ended" if provision.until else "law-line"]
        filled = line.format(
            act=provision.act,
            section=provision.section,
            since=self._since(provision),
            until=long_day(provision.until) if provision.until else "",
            status=parts.status[provision.status],
            checked=long_day(provision.checked_on),
        )
        return f"{number}. {filled}"

    def _since(self, provision: Provision) -> str:
        """Give its first day, marked where that is background knowledge."""
        day = long_day(provision.since)
        if provision.is_since_read:
            return day
        return self.letters.parts.texts["day-not-read"].format(day=day)


def notices_of(
    spec: LetterSpec,
    nation: Nation,
    parts: Parts,
    *,
    force: Force | None = None,
    country: Country | None = None,
) -> tuple[str, ...]:
    """Return what is said before a letter, and where it goes if that is published."""
    notices = parts.notices
    there = (spec.there[nation],) if nation in spec.there else ()
    is_sent = not spec.sent_to_bodies or (
        force is not None and force.kind.id in spec.sent_to_bodies
    )
    own = spec.sent_to.get(country, "") if country is not None else ""
    address = own or spec.sent_to.get(nation, "")
    where = (
        (_sent_to(address, notices["sent-to"]),)
        if is_sent and address
        else (notices["look"].format(words=spec.look_for),)
        if spec.look_for
        else ()
    )
    keep = (notices["keep"],) if spec.signer not in DRAFTS else ()
    return (notices["notice"], spec.before, *there, notices["adviser"], *where, *keep)


def _sent_to(key: str, wording: str) -> str:
    address = read_addresses()[key]
    return wording.format(
        address=address.in_one_line(), source=address.source, day=long_day(address.checked_on)
    )


def nation_for(force: Force, nation: Nation | None) -> Nation:
    """Return the part of the UK asked for, or the first the body works in."""
    if nation is not None:
        return nation
    return next(iter(nations_of(force)), Nation.ENGLAND_WALES)


def nations_of(force: Force) -> tuple[Nation, ...]:
    """Return the parts of the UK a body is said to work in; all of them for one of the whole UK."""
    if "uk-wide" in force.nations:
        return tuple(Nation)
    own = {NATION_OF[name] for name in force.nations if name in NATION_OF}
    return tuple(nation for nation in Nation if nation in own)


def letters_of(route: Route, letters: Letters) -> tuple[LetterSpec, ...]:
    """Return the letters that serve a route."""
    return tuple(each for each in letters.by_kind.values() if route.id in each.routes)


@cache
def read_letters(folder: Path = LETTERS_FOLDER) -> Letters:
    """Read all letters and what they share; hold each law, blank and group against the others."""
    parts, provisions = read_parts(), read_provisions()
    return Letters(read_specs(folder, parts, provisions), provisions, parts)
