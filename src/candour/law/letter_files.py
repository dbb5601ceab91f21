"""What letters are made of, read from `content/law/letters/` and the two files they share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from candour.law.answers import ForWhom, Request
from candour.law.bodies import read_kinds
from candour.law.filed import Entry, read_entries, read_file, refuse
from candour.law.holidays import LAW_FOLDER, PARTS, Nation, Part, part_named
from candour.law.provisions import PROVISIONS_FILE, Provision, Reach, reach_of

LETTERS_FOLDER = LAW_FOLDER / "letters"
PARTS_FILE = LAW_FOLDER / "letter-parts.yaml"
NUMBER = re.compile(r"\d{1,6}", re.ASCII)
BLANK = re.compile(r"\[\[([^\]]+)\]\]")
ADDRESSES_FILE = LAW_FOLDER / "addresses.yaml"
NEEDS = ("system", "no-system", "data", "gaps")
KINDS_OF_BLANK = ("text", "lines", "day", "time", "choice")
MOST_CHARACTERS = {"text": 200, "lines": 4000}
NOTICE_KEYS = ("notice", "adviser", "keep", "look", "sent-to")
PARTS_KEYS = (
    *("foot", "law-heading", "law-line", "law-line-ended", "day-not-read", "left-out"),
    *("reply", "greeting", "closing", "signed", "for-client"),
)
TODAY = "[[today's date]]"
SENDER_ADDRESS = "[[your address or e-mail]]"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a body takes letters, as it publishes it."""

    name: str
    lines: tuple[str, ...]
    email: str
    phone: str
    source: str
    checked_on: date

    def in_one_line(self) -> str:
        return ", ".join(part for part in (self.name, *self.lines, self.email, self.phone) if part)


@dataclass(frozen=True, slots=True)
class BlankSpec:
    """What only the person knows: how it is asked for, and in what form.

    A line is left out where all its blanks are optional and empty; `otherwise` is what is printed
    where there is no day; `most` is a number of characters.
    """

    name: str
    label: str
    kind: str
    hint: str
    is_optional: bool
    otherwise: str
    choices: tuple[str, ...]
    most: int
    is_no_story: bool


@dataclass(frozen=True, slots=True)
class ParagraphSpec:
    text: str
    items: tuple[str, ...]
    reach: Reach
    for_whom: tuple[ForWhom, ...]
    needs: str
    law: tuple[str, ...]

    def texts(self) -> Iterator[str]:
        yield from (self.text, *self.items)


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """One kind of letter.

    `does` is what it can do, `before` what to know before it is sent, `there` what to know in one
    part of the UK. `is_of_body` is true where the law is that of the body, so that one of the whole
    UK falls under the Act of the UK. `request` is what was asked for, where the letter belongs to
    one kind of request. `needs_capacity` is true where the law wants an adult to act for a child;
    `needs_gaps` where it asks what the register leaves open, and nothing else; `is_for_adviser`
    where it may be made though an adviser comes first. `sent_to` are addresses, and `look_for` what
    to look for on a body's own website where none was read.
    """

    kind: str
    name: str
    does: str
    before: str
    there: Mapping[Nation, str]
    subject: str
    to: Mapping[Nation, str]
    reach: Reach
    routes: tuple[str, ...]
    signer: str
    for_whom: tuple[ForWhom, ...]
    is_police_only: bool
    is_of_body: bool
    request: Request | None
    needs_capacity: bool
    needs_gaps: bool
    is_for_adviser: bool
    one_nation: tuple[Nation, ...]
    look_for: str
    sent_to: Mapping[Part, str]
    sent_to_bodies: tuple[str, ...]
    paragraphs: tuple[ParagraphSpec, ...]

    @property
    def nations(self) -> tuple[Nation, ...]:
        return self.reach.nations

    def law(self, nation: Nation | None = None) -> tuple[str, ...]:
        """Give the keys of the provisions it rests on, in one part of the UK or in all."""
        keys = (
            key
            for each in self.paragraphs
            if nation is None or nation in each.reach.nations
            for key in each.law
        )
        return tuple(dict.fromkeys(keys))


@dataclass(frozen=True, slots=True)
class SignerSpec:
    """The blank that is the signer's name, and who that is."""

    name: str
    who: str


@dataclass(frozen=True, slots=True)
class Group:
    """Letters that do the like, in the order in which they are best sent."""

    id: str
    name: str
    why: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What letters share. `notices` stand before a letter; `texts` are parts of it."""

    notices: Mapping[str, str]
    texts: Mapping[str, str]
    status: Mapping[str, str]
    opening: Mapping[str, str]
    signers: Mapping[str, SignerSpec]
    groups: tuple[Group, ...]
    blanks: Mapping[str, BlankSpec]


@cache
def read_addresses(path: Path = ADDRESSES_FILE) -> Mapping[str, Address]:
    entries, problems = read_entries(path)
    addresses = {}
    for key, entry in entries:
        addresses[key] = Address(
            name=entry.text("name"),
            lines=entry.words("lines"),
            email=entry.text("email", default=""),
            phone=entry.text("phone", default=""),
            source=entry.text("source"),
            checked_on=entry.day("checked-on") or date.min,
        )
        entry.refuse_other_keys()
    refuse(problems)
    return addresses


@cache
def read_parts(path: Path = PARTS_FILE) -> Parts:
    entry = read_file(path)
    parts = Parts(
        notices={key: entry.text(key) for key in NOTICE_KEYS},
        texts={key: entry.text(key) for key in PARTS_KEYS},
        status=entry.mapping("status"),
        opening=entry.mapping("opening"),
        signers={
            name: SignerSpec(each.text("name"), each.text("who"))
            for name, each in entry.named_entries("signers")
        },
        groups=tuple(
            Group(name, each.text("name"), each.text("why"), each.words("letters"))
            for name, each in entry.named_entries("groups")
        ),
        blanks={name: _blank(name, each) for name, each in entry.named_entries("blanks")},
    )
    entry.refuse_other_keys()
    refuse(entry.problems)
    return parts


def _blank(name: str, entry: Entry) -> BlankSpec:
    kind = entry.one_of("kind", KINDS_OF_BLANK)
    choices = entry.words("choices", needed=kind == "choice")
    most = entry.text("most", default="")
    is_number = NUMBER.fullmatch(most) is not None
    if most and not is_number:
        entry.wrong("most", f"'{most}' is no number of characters")
    return BlankSpec(
        name=name,
        label=entry.text("label"),
        kind=kind,
        hint=entry.text("hint", default=""),
        is_optional=entry.is_yes("optional"),
        otherwise=entry.text("otherwise", default=""),
        choices=choices,
        most=int(most) if is_number else MOST_CHARACTERS.get(kind, 0),
        is_no_story=entry.is_yes("no-story"),
    )


def read_specs(
    folder: Path, parts: Parts, provisions: Mapping[str, Provision]
) -> dict[str, LetterSpec]:
    """Read all letters; hold each law, blank and signer against what it names."""
    specs = {}
    problems = []
    for path in sorted(folder.glob("*.yaml")):
        entry = read_file(path)
        spec = specs[path.stem] = _letter(path.stem, entry, tuple(parts.signers))
        for key in spec.law():
            if key not in provisions:
                entry.wrong("law", f"'{key}' is not in {PROVISIONS_FILE.name}")
        for name in dict.fromkeys(_blanks(spec)):
            if name not in parts.blanks:
                entry.wrong("paragraphs", f"the blank '{name}' is not in {PARTS_FILE.name}")
        if [spec.kind in group.letters for group in parts.groups].count(True) != 1:
            entry.wrong("", f"must stand in one group of {PARTS_FILE.name}, and in no more")
        entry.refuse_other_keys()
        problems += entry.problems
    refuse(problems)
    return specs


def _blanks(spec: LetterSpec) -> Iterator[str]:
    for text in (*spec.to.values(), spec.subject):
        yield from BLANK.findall(text)
    for paragraph in spec.paragraphs:
        for text in paragraph.texts():
            yield from BLANK.findall(text)


def _letter(kind: str, entry: Entry, signers: tuple[str, ...]) -> LetterSpec:
    signer = entry.one_of("signer", signers, default="person")
    return LetterSpec(
        kind=kind,
        name=entry.text("name"),
        does=entry.text("does"),
        before=entry.text("before"),
        there=_particulars_of_nations(entry),
        subject=entry.text("subject"),
        to=_by_nation(entry, "to"),
        reach=reach_of(entry),
        routes=entry.words("routes"),
        signer=signer,
        for_whom=entry.members("for", ForWhom) or _usually(signer),
        is_police_only=entry.is_yes("police-only"),
        request=_request(entry),
        needs_capacity=entry.is_yes("needs-capacity"),
        needs_gaps=entry.is_yes("needs-gaps"),
        is_for_adviser=entry.is_yes("for-adviser"),
        one_nation=entry.members("one-nation", Nation),
        look_for=entry.text("look-for", default=""),
        sent_to=_sent_to(entry),
        sent_to_bodies=entry.some_of("sent-to-bodies", tuple(read_kinds())),
        is_of_body=entry.one_of("law-of", ("body",), default="") == "body",
        paragraphs=tuple(_paragraph(each) for each in entry.entries("paragraphs")),
    )


def _usually(signer: str) -> tuple[ForWhom, ...]:
    """A letter that a person signs is about that person, so it can't be written for nobody."""
    has_person = signer == "person"
    return tuple(each for each in ForWhom if not (has_person and each is ForWhom.PUBLIC_INTEREST))


def _paragraph(entry: Entry) -> ParagraphSpec:
    items = entry.either("items")
    return ParagraphSpec(
        text=entry.text("text"),
        items=entry.words("items") if items not in ("data", "gaps") else (),
        reach=reach_of(entry),
        for_whom=entry.members("for", ForWhom) or tuple(ForWhom),
        needs=entry.one_of("needs", NEEDS, default=""),
        law=entry.words("law"),
    )


def _particulars_of_nations(entry: Entry) -> Mapping[Nation, str]:
    by_nation = entry.mapping("there", names=tuple(Nation))
    return {nation: by_nation[nation] for nation in Nation if nation in by_nation}


def _by_nation(entry: Entry, key: str) -> Mapping[Nation, str]:
    texts = entry.either(key)
    if not texts:
        entry.wrong(key, "is missing")
    return {nation: texts if isinstance(texts, str) else texts.get(nation, "") for nation in Nation}


def _request(entry: Entry) -> Request | None:
    return entry.member("request", Request) if entry.has("request") else None


def _sent_to(entry: Entry) -> Mapping[Part, str]:
    known = read_addresses()
    by_part = entry.mapping("sent-to", names=PARTS)
    for name, key in by_part.items():
        if key not in known:
            entry.wrong("sent-to", f"'{name}: {key}' is no nation with an address of the file")
    return {part_named(name): key for name, key in by_part.items()}
