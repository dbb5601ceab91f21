"""The body a person faces: which it is, of what kind, and the law that binds it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from candour.core.errors import CandourError
from candour.evidence.body_finder import BodyNames, UnknownBody, folded, names_of
from candour.evidence.collection import Collection, SubjectFile
from candour.law.filed import Entry, read_entries, refuse
from candour.law.holidays import LAW_FOLDER, Country, Nation
from candour.law.rules import Status

KINDS_FILE = LAW_FOLDER / "body-kinds.yaml"
KNOWN_FILE = LAW_FOLDER / "known-bodies.yaml"
NOT_WRITTEN_TO_FILE = LAW_FOLDER / "not-written-to.yaml"
NO_AUTHORITY = (
    *("vendor", "role", "university", "organisation", "international-body", "parliament"),
    *("register-keeper", "foreign-force", "press-publisher", "private-person"),
)


class DataLaw(StrEnum):
    """Which law on data binds a body."""

    PART_3 = "part-3"
    UK_GDPR = "uk-gdpr"
    PART_4 = "part-4"


class UnknownSubject(CandourError):
    """A slug that no file of the register bears, or one of another class."""

    def __init__(
        self, slug: str, *, wanted: str, some: Sequence[str], is_near: bool = False, kind: str = ""
    ) -> None:
        self.slug, self.wanted = slug, wanted
        self.near = tuple(some) if is_near else ()
        names = ", ".join(some[:3])
        hint = f"Did you mean {names}?" if is_near else f"Use its short name, such as {names}."
        named = f"one that is not there can be named with --kind{kind and ' ' + kind}."
        shown = f"candour content list {wanted} shows them all"
        end = f"{shown}; {named}" if wanted == "body" else f"{shown}."
        super().__init__(f"'{slug}' is no {wanted} of this register. {hint} {end}")


class UnknownKind(CandourError):
    """A kind of body that there is not."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        self.asked, self.known = asked, tuple(known)
        super().__init__(f"'{asked}' is no kind of body. Use one of {', '.join(known)}.")


class NoAuthority(CandourError):
    """A body that these routes do not lead to, such as a firm or an organisation."""

    def __init__(self, name: str, *, why: str = "") -> None:
        self.name = name
        super().__init__(
            why
            or f"{name} is no public authority that these routes lead to. Pick the force or the "
            "council that used the system."
        )


class NotWrittenTo(NoAuthority):
    """An office, a unit or a name for many bodies, to which nobody can write.

    `whole` is the body to turn to, where there is one; `is_many` is true of a name for many.
    """

    def __init__(self, name: str, row: "NotWritten", *, whole: "SubjectFile | None") -> None:
        self.whole, self.is_many = whole, bool(row.many)
        why = f"{name} is no body that anyone can write to. Pick the body that used the system."
        if whole is not None:
            why = f"{name} takes no letters of its own. Pick {whole.name} ({whole.slug})."
        elif row.many:
            why = f"{name} is a name for many {row.many}, each a body of its own. Pick {row.pick}."
        super().__init__(name, why=why)


class NotInTheUk(CandourError):
    """A body outside the UK, where none of these routes lead."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is outside the UK, and these routes are those of UK law. Ask the data "
            "protection or human rights body of that country."
        )


@dataclass(frozen=True, slots=True)
class BodyKind:
    """One kind of body, and the law that binds all of that kind.

    `information` are the parts of the UK where a freedom of information Act binds it. `what` is
    what can have happened with it, by its name. `works_in` says where some bodies work of which
    the register does not; `is_uk_wide` is true where all bodies of a kind work in all of the UK.
    """

    id: str
    name: str
    register: tuple[str, ...]
    bodies: tuple[str, ...]
    words: tuple[str, ...]
    is_police: bool
    is_public: bool
    is_settled: bool
    data_law: DataLaw
    information: tuple[Nation, ...]
    data_to: str
    data_to_by_nation: Mapping[Nation, str]
    complaint_to: str
    what: tuple[str, ...]
    countries: tuple[Country, ...]
    works_in: Mapping[str, tuple[str, ...]]
    is_uk_wide: bool
    is_last_resort: bool
    branches: Mapping[str, tuple[str, ...]]
    status: Status


@dataclass(frozen=True, slots=True)
class NotWritten:
    """Bodies of the register that nobody can write to: one, or those of a kind but for some.

    `many` is what a name for many bodies stands for, and `pick` which of them to pick; `instead`
    is the body to turn to.
    """

    id: str
    kind: str
    itself: tuple[str, ...]
    many: str
    pick: str
    instead: str


@dataclass(frozen=True, slots=True)
class Force:
    """The body a person faces, and the legal systems it works under.

    One that the register does not hold is typed; its `slug` is "". `is_known` is true of one of
    these that the table of known bodies holds, so that its nations are sure.
    """

    slug: str
    name: str
    nations: tuple[str, ...]
    kind: BodyKind
    is_known: bool = False

    @property
    def is_police(self) -> bool:
        return self.kind.is_police

    @property
    def is_uk_wide(self) -> bool:
        """Whether it works in Scotland and beyond, so that the UK's own Acts bind it there too."""
        if self.kind.is_uk_wide:
            return True
        return "uk-wide" in self.nations or {"england", "scotland"} <= set(self.nations)

    def regime(self, nation: Nation) -> Nation:
        """The part of the UK whose Act on information binds it in a part of the UK.

        A body of the whole UK is under the Act of the UK, and so answers as in England, wherever
        it is asked.
        """
        return Nation.ENGLAND_WALES if self.is_uk_wide else nation

    def information_law(self, nation: Nation) -> Nation | None:
        """Return the part of the UK whose Act on information binds it there; None if none does."""
        regime = self.regime(nation)
        return regime if regime in self.kind.information else None

    def may_be_branch(self, branch: str) -> bool:
        """Whether it is a branch of its kind, or its name tells of none or of more than one."""
        text = f" {folded(self.name)} "
        told = {
            name
            for name, words in self.kind.branches.items()
            if any(f" {word} " in text for word in words)
        }
        return not branch or branch in told or len(told) != 1

    @property
    def country(self) -> Country | None:
        """The one country it works in, or None."""
        known = [each for each in self.nations if each in tuple(Country)]
        return Country(known[0]) if len(known) == 1 and len(self.nations) == 1 else None


def find_force(name: str, collection: Collection) -> Force:
    """Return the body that a text names: by short name, name, code, former name or letters.

    Raises
    ------
    UnknownSubject
        If it names none, or more than one; its `near` are the nearest.
    NotInTheUk, NoAuthority
        If it is outside the UK, or no public authority.
    """
    slug = collection.redirects.get(name, name)
    if collection.class_of(slug) != "body":
        known = known_bodies().get(folded(name))
        if known is not None:
            return known
        slug = _find_name(name, names_of(collection.of_class("body")))
    return force_from(collection.subjects[slug], find=collection.subjects.get)


def _find_name(text: str, names: BodyNames) -> str:
    try:
        return names.find(text)
    except UnknownBody as error:
        slugs = {called[0]: slug for slug, called in names.by_slug.items()}
        others = _near_known(text)
        register_near = [slugs[name] for name in error.near]
        near = [*others, *register_near] or ["essex-police", "police-scotland"]
        by_words = kind_by_words(text)
        raise UnknownSubject(
            text,
            wanted="body",
            some=near,
            is_near=bool(error.near or others),
            kind=by_words.id if by_words is not None else "",
        ) from None


def _near_known(text: str) -> list[str]:
    """The names of known bodies that come nearest to a text."""
    names = {force.name: (force.name,) for force in known_bodies().values()}
    return list(BodyNames(names).near(text))


@cache
def known_bodies(path: Path = KNOWN_FILE) -> Mapping[str, Force]:
    """Bodies of which the register holds nothing, by each name they go by, folded."""
    entries, problems = read_entries(path)
    kinds = read_kinds()
    bodies: dict[str, Force] = {}
    for _, entry in entries:
        kind = kinds[entry.one_of("kind", tuple(kinds))]
        if entry.one_of("information", ("yes", "no"), default="yes") == "no":
            kind = replace(kind, information=())
        force = Force("", entry.text("name"), entry.words("works-in"), kind, is_known=True)
        bodies |= {folded(text): force for text in (force.name, *entry.words("called"))}
        entry.refuse_other_keys()
    refuse(problems)
    return bodies


def force_from(
    body: SubjectFile, *, find: Callable[[str], SubjectFile | None] = lambda _slug: None
) -> Force:
    """Return a body of the register as one that a person faces.

    `find` gives another subject of the register, so that a unit can lead to its force.

    Raises
    ------
    NotInTheUk, NoAuthority
        If it is outside the UK, or no public authority.
    NotWrittenTo
        If it is an office, a unit or a name for many; its `whole` is the body to turn to.
    """
    kinds = {str(kind.value) for kind in body.of("kind")}
    kind = _kind_of(body.slug, body.name, kinds)
    in_register = tuple(str(nation.value) for nation in body.of("nation") if nation.kind == "term")
    nations = in_register or kind.works_in.get(body.slug, ())
    if set(nations) == {"abroad"} or "foreign-force" in kinds:
        raise NotInTheUk(body.name)
    if kinds & set(NO_AUTHORITY):
        raise NoAuthority(body.name)
    row = _not_written_to(body.slug, kinds)
    if row is not None:
        raise NotWrittenTo(body.name, row, whole=_whole(body, row, find))
    return Force(body.slug, body.name, nations, kind)


def _not_written_to(slug: str, kinds: set[str]) -> NotWritten | None:
    rows = read_not_written_to()
    of_kind = (row for row in rows.values() if row.kind in kinds and slug not in row.itself)
    return rows.get(slug) or next(of_kind, None)


def _whole(
    body: SubjectFile, row: NotWritten, find: Callable[[str], SubjectFile | None]
) -> SubjectFile | None:
    """The body to turn to instead, which can itself be written to."""
    for slug in (row.instead,) if row.instead else body.slugs("part-of"):
        whole = find(slug)
        if whole is None or whole.subject_class != "body":
            continue
        try:
            force_from(whole)
        except CandourError:
            continue
        return whole
    return None


def _kind_of(slug: str, name: str, register_kinds: set[str]) -> BodyKind:
    known = read_kinds()
    for kind in known.values():
        if slug in kind.bodies:
            return kind
    for kind in known.values():
        if register_kinds & set(kind.register):
            return kind
    return kind_by_words(name) or known["other-public"]


def typed_force(name: str, *, kind: BodyKind, country: Country | None) -> Force:
    """Return a body that the register does not hold, as a person typed it."""
    return Force("", name, (country.value,) if country else (), kind)


def kind_by_words(name: str) -> BodyKind | None:
    """Tell the kind of a body by the words of its name; None where nothing tells it.

    A word that many kinds of body bear, such as service, tells only where no other does.
    """
    text = f" {folded(name)} "
    scored = [
        (not kind.is_last_resort, len(word), kind)
        for kind in read_kinds().values()
        for word in kind.words
        if f" {word} " in text
    ]
    return max(scored, key=lambda row: row[:2])[2] if scored else None


def find_kind(kind: str) -> BodyKind:
    known = read_kinds()
    if kind not in known:
        raise UnknownKind(kind, tuple(known))
    return known[kind]


@cache
def read_not_written_to(path: Path = NOT_WRITTEN_TO_FILE) -> Mapping[str, NotWritten]:
    """Bodies that nobody can write to, by their own name or by that of their kind."""
    entries, problems = read_entries(path)
    rows = {}
    for name, entry in entries:
        rows[name] = NotWritten(
            id=name,
            kind=entry.text("kind", default=""),
            itself=entry.words("itself"),
            many=entry.text("many", default=""),
            pick=entry.text("pick", default=""),
            instead=entry.text("instead", default=""),
        )
        entry.refuse_other_keys()
    refuse(problems)
    return rows


@cache
def read_kinds(path: Path = KINDS_FILE) -> Mapping[str, BodyKind]:
    entries, problems = read_entries(path)
    kinds = {name: _kind(name, entry) for name, entry in entries}
    for _, entry in entries:
        entry.refuse_other_keys()
    refuse(problems)
    return kinds


def _kind(name: str, entry: Entry) -> BodyKind:
    public = entry.one_of("public", ("yes", "no", "unsettled"))
    by_nation = entry.mapping("data-to-by-nation", names=tuple(Nation))
    return BodyKind(
        id=name,
        name=entry.text("name"),
        register=entry.words("register"),
        bodies=entry.words("bodies"),
        words=entry.words("words"),
        is_police=entry.is_yes("police"),
        is_public=public != "no",
        is_settled=public != "unsettled",
        data_law=entry.member("data-law", DataLaw),
        information=entry.members("information", Nation),
        data_to=entry.text("data-to"),
        data_to_by_nation={Nation(key): text for key, text in by_nation.items()},
        complaint_to=entry.text("complaint-to"),
        what=entry.words("what", needed=True),
        countries=entry.members("countries", Country) or tuple(Country),
        works_in={slug: tuple(text.split()) for slug, text in entry.mapping("works-in").items()},
        is_uk_wide=entry.is_yes("uk-wide"),
        is_last_resort=entry.is_yes("last-resort"),
        branches={key: tuple(text.split()) for key, text in entry.mapping("branches").items()},
        status=entry.member_by_name("status", Status),
    )


def branches() -> tuple[str, ...]:
    """The branches of kinds of body, by their names."""
    return tuple(dict.fromkeys(name for kind in read_kinds().values() for name in kind.branches))


def police_kinds() -> tuple[str, ...]:
    """The kinds of the register that are police."""
    return tuple(name for each in read_kinds().values() if each.is_police for name in each.register)
