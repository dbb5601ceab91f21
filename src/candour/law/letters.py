"""Letters ready to sign, made from what the register knows and nothing a person types.

What only the person knows is left as a named blank, to be filled in on paper or on their own
device. Every sentence on the law carries its Act, the day it came into force and the day its text
was checked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from candour.core.errors import CandourError
from candour.law.filed import Entry, read_entries, read_file, refuse
from candour.law.holidays import LAW_FOLDER, Nation
from candour.law.routes import Route
from candour.law.rules import Status
from candour.law.systems import Force, SystemFacts
from candour.law.triage import ForWhom
from candour.law.wording import checked

LETTERS_FOLDER = LAW_FOLDER / "letters"
PARTS_FILE = LAW_FOLDER / "letter-parts.yaml"
PROVISIONS_FILE = LAW_FOLDER / "provisions.yaml"
BLANK = re.compile(r"\[\[([^\]]+)\]\]")
TITLE = "Letter"  # of every file: neutral, since others may see it
NEEDS = ("system", "no-system", "data")
SIGNERS = ("person", "requester", "body", "solicitor")
STATUS_KEYS = tuple(name.lower() for name in Status.__members__)


class UnknownLetter(CandourError):
    def __init__(self, kind: str, known: tuple[str, ...]) -> None:
        self.kind, self.known = kind, known
        super().__init__(f"'{kind}' is no letter of this register. Use one of {', '.join(known)}.")


class LetterNotThere(CandourError):
    """A letter that has no use in a part of the UK."""

    def __init__(self, letter: "LetterSpec", nation: Nation) -> None:
        self.kind, self.nation = letter.kind, nation
        where = " and ".join(each.label for each in letter.nations)
        super().__init__(f"The letter '{letter.kind}' is for {where}, not for {nation.label}.")


class LetterNeedsPerson(CandourError):
    """A letter about a person, asked for in nobody's name."""

    def __init__(self, letter: "LetterSpec") -> None:
        self.kind = letter.kind
        super().__init__(
            f"The letter '{letter.kind}' is about a person, who signs it or gives authority. Use "
            "--for self, child or client; in the public interest, foi-request needs no one."
        )


class NotTheirSystem(CandourError):
    """A system that the register shows with another body."""

    def __init__(self, system: SystemFacts, force: Force) -> None:
        self.system, self.force = system, force
        whose = " and ".join(system.operators) or "no body that is named"
        super().__init__(
            f"The register shows {system.name} with {whose}, not with {force.name}. "
            "Check the two, or leave the system out."
        )


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of the law, and how far we read it."""

    key: str
    act: str
    section: str
    since: date
    until: date | None
    status: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class ParagraphSpec:
    text: str
    items: tuple[str, ...]
    nations: tuple[Nation, ...]
    for_whom: tuple[ForWhom, ...]
    needs: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterSpec:
    kind: str
    name: str
    before: str
    subject: str
    to: Mapping[Nation, str]
    nations: tuple[Nation, ...]
    routes: tuple[str, ...]
    signer: str
    for_whom: tuple[ForWhom, ...]
    paragraphs: tuple[ParagraphSpec, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What letters share."""

    texts: Mapping[str, str]
    status: Mapping[str, str]
    opening: Mapping[str, str]
    signers: Mapping[str, str]


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
    """A letter, whole; a renderer lays it out."""

    kind: str
    notices: tuple[str, ...]
    to: str
    subject: str
    paragraphs: tuple[Paragraph, ...]
    reply: str
    closing: str
    signer: str
    law_heading: str
    law: tuple[str, ...]
    foot: str

    def texts(self) -> Iterator[str]:
        """Give every text of the letter, in its order."""
        yield from (*self.notices, self.to, self.subject)
        for paragraph in self.paragraphs:
            yield from (paragraph.text, *paragraph.items)
        yield from (self.reply, self.closing, self.signer, self.law_heading, *self.law)
        yield self.foot

    def blanks(self) -> tuple[str, ...]:
        """Name what only the person knows, in the order of the letter."""
        found = (name for text in self.texts() for name in BLANK.findall(text))
        return tuple(dict.fromkeys(found))


def compose(
    kind: str,
    *,
    force: Force,
    nation: Nation,
    system: SystemFacts | None = None,
    for_whom: ForWhom = ForWhom.SELF,
    letters: Letters | None = None,
) -> Letter:
    """Write a letter with the system's own facts from the register.

    Raises
    ------
    UnknownLetter, LetterNotThere, LetterNeedsPerson, NotTheirSystem
        If there is no such letter, none in that part of the UK, it is about a person and nobody
        is named, or the system is another body's.
    """
    letters = letters or read_letters()
    spec = letters.find(kind)
    if nation not in spec.nations:
        raise LetterNotThere(spec, nation)
    if for_whom not in spec.for_whom:
        raise LetterNeedsPerson(spec)
    if system is not None and force.name not in system.operators:
        raise NotTheirSystem(system, force)
    writer = _Writer(letters, force, nation, system, for_whom)
    letter = writer.write(spec)
    names = {force.name, *((system.name, *system.operators) if system else ())}
    for text in letter.texts():
        checked(text, names=names)
    return letter


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
        opening = parts.opening[self.for_whom] if spec.signer == "person" else ""
        is_own_words = spec.kind != "authority"
        paragraphs = [Paragraph(opening)] if opening and is_own_words else []
        paragraphs += [self._paragraph(each) for each in spec.paragraphs if self._belongs(each)]
        return Letter(
            kind=spec.kind,
            notices=(
                parts.texts["notice"],
                spec.before,
                parts.texts["adviser"],
                parts.texts["keep"],
            ),
            to=self._filled(spec.to[self.nation]),
            subject=spec.subject,
            paragraphs=tuple(paragraphs),
            reply=parts.texts["reply"] if spec.signer != "solicitor" else "",
            closing=parts.texts["closing"] if spec.signer != "solicitor" else "",
            signer=parts.signers[spec.signer] if spec.signer != "solicitor" else "",
            law_heading=parts.texts["law-heading"] if self.cited else "",
            law=tuple(self._law_line(key, number) for key, number in self.cited.items()),
            foot=parts.texts["foot"],
        )

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
            since=_day(provision.since),
            until=_day(provision.until) if provision.until else "",
            status=parts.status[provision.status],
            checked=_day(provision.checked_on),
        )
        return f"{number}. {filled}"


def nation_for(force: Force, nation: Nation | None) -> Nation:
    """Return the part of the UK asked for, or the first the body works in."""
    if nation is not None:
        return nation
    order = {
        "england": Nation.ENGLAND_WALES,
        "wales": Nation.ENGLAND_WALES,
        "scotland": Nation.SCOTLAND,
        "northern-ireland": Nation.NORTHERN_IRELAND,
    }
    return next((order[each] for each in force.nations if each in order), Nation.ENGLAND_WALES)


def letters_of(route: Route, letters: Letters) -> tuple[LetterSpec, ...]:
    """Return the letters that serve a route."""
    return tuple(each for each in letters.by_kind.values() if route.id in each.routes)


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


# the files


@cache
def read_letters(folder: Path = LETTERS_FOLDER) -> Letters:
    """Read all letters and what they share; hold each law key against the provisions."""
    provisions = _provisions(PROVISIONS_FILE)
    by_kind = {}
    problems = []
    for path in sorted(folder.glob("*.yaml")):
        entry = read_file(path)
        by_kind[path.stem] = _letter(path.stem, entry)
        for paragraph in by_kind[path.stem].paragraphs:
            for key in paragraph.law:
                if key not in provisions:
                    entry.wrong("law", f"'{key}' is not in provisions.yaml")
        entry.done()
        problems += entry.problems
    refuse(problems)
    return Letters(by_kind, provisions, _parts(PARTS_FILE))


def _letter(kind: str, entry: Entry) -> LetterSpec:
    to = entry.either("to")
    signer = entry.one_of("signer", SIGNERS, default="person")
    people = entry.some_of("for", tuple(ForWhom)) or _usually(signer)
    return LetterSpec(
        kind=kind,
        name=entry.text("name"),
        before=entry.text("before"),
        subject=entry.text("subject"),
        to={nation: to if isinstance(to, str) else to.get(nation, "") for nation in Nation},
        nations=_nations(entry),
        routes=entry.words("routes"),
        signer=signer,
        for_whom=tuple(ForWhom(each) for each in people),
        paragraphs=tuple(_paragraph(each) for each in entry.entries("paragraphs")),
    )


def _usually(signer: str) -> tuple[ForWhom, ...]:
    """A letter that a person signs is about that person, so it can't be written for nobody."""
    has_person = signer == "person"
    return tuple(each for each in ForWhom if not (has_person and each is ForWhom.PUBLIC_INTEREST))


def _paragraph(entry: Entry) -> ParagraphSpec:
    people = entry.some_of("for", tuple(ForWhom))
    items = entry.either("items")
    listed = entry.words("items") if items != "data" else ()
    return ParagraphSpec(
        text=entry.text("text"),
        items=listed,
        nations=_nations(entry),
        for_whom=tuple(ForWhom(each) for each in people) or tuple(ForWhom),
        needs=entry.one_of("needs", NEEDS, default=""),
        law=entry.words("law"),
    )


def _nations(entry: Entry) -> tuple[Nation, ...]:
    found = entry.some_of("nations", tuple(Nation))
    return tuple(Nation(each) for each in found) or tuple(Nation)


def _provisions(path: Path) -> dict[str, Provision]:
    entries, problems = read_entries(path)
    found = {}
    for key, entry in entries:
        found[key] = Provision(
            key=key,
            act=entry.text("act"),
            section=entry.text("section"),
            since=entry.day("since") or date.min,
            until=entry.day("until", default=""),
            status=entry.one_of("status", STATUS_KEYS),
            checked_on=entry.day("checked-on") or date.min,
        )
        entry.done()
    refuse(problems)
    return found


def _parts(path: Path) -> Parts:
    entry = read_file(path)
    keys = ("notice", "foot", "keep", "adviser", "law-heading", "law-line", "law-line-ended")
    parts = Parts(
        texts={key: entry.text(key) for key in (*keys, "reply", "closing")},
        status=entry.mapping("status"),
        opening=entry.mapping("opening"),
        signers=entry.mapping("signers"),
    )
    entry.done()
    refuse(entry.problems)
    return parts
