"""The chain of an origin: its change sets, each proving its lines and all that came before it.

A body of content has an origin: the content that ships, one installation, later a body. Each has
its own chain, in one form. The digest of a change set covers its header, which names the digest
before it, and the root of a tree over its groups: the lines about one subject make a group. A
line is salted, so that its digest gives nothing away. So a line can be taken out by order of a
court and the chain still fits, and one line can be proved with a few digests beside it.

docs/reference/change-log.md has the form in full.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, sha256_hex

SHIPPED = "candour"  # the origin of the content that ships
NO_CHANGE_BEFORE = "0" * 64
SALT_BYTES = 12  # 96 bits, so that nobody can try out what a line that is gone may have said
FINDING = "finding:"  # before the name of a finding, where a line is about one

Entry = dict[str, Any]
Salt = Callable[[], str]


class BadChangeLog(CandourError):
    """The change log is broken: a line can't be read, or a digest does not fit."""


def new_salt() -> str:
    return secrets.token_hex(SALT_BYTES)


# lines


@dataclass(frozen=True)
class Line:
    """One entry with its salt; or what is left of it once it was taken out by order.

    Attributes
    ----------
    entry : `{"assert": …}`, `{"retract": …}`, `{"page": …}` and so on, or {} where it is gone
    salt : random text that goes into the digest, or "" where the line is gone
    about : slug of the subject, or `finding:` and the name of a finding
    gone : what is left of a line that was taken out: its digest, the day, and why
    """

    entry: Entry
    salt: str
    about: str
    gone: tuple[tuple[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        return dict(self.gone)["digest"] if self.gone else sha256_hex(self.canonical)

    @cached_property
    def canonical(self) -> str:
        return canonical_json(self.data)

    @property
    def asserted(self) -> str:
        """The canonical form of the statement that it asserts, as it stands within its own.

        Keys are sorted, so that the statement comes first and the salt last.
        """
        return self.canonical[len('{"assert":') : self.canonical.rindex(',"salt":')]

    @property
    def data(self) -> Entry:
        if self.gone:
            return {"about": self.about, **dict(self.gone)}
        data = {**self.entry, "salt": self.salt}
        return data | ({"about": self.about} if "retract" in self.entry else {})

    def text(self) -> str:
        """The line as a file has it. A finding keeps the order in which its columns are read."""
        if "finding" in self.entry:
            return json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return canonical_json(self.data)

    @property
    def place(self) -> tuple[tuple[bool, str], int, str]:
        """Where it stands: by group, then what is retracted, what is asserted, and the page."""
        kind = next(iter(self.entry), "")
        return in_order(self.about), RANKS.get(kind, 0), str(self.entry.get("retract", ""))

    def without(self, *, on: str, why: str) -> "Line":
        """What is left of a line that is taken out by order: enough for the chain to fit."""
        left = (("digest", self.digest), ("removed", on), ("why", why))
        return Line({}, "", self.about, left)

    @classmethod
    def read(cls, data: Entry) -> "Line":
        """Read a line.

        Raises
        ------
        KeyError, TypeError
            If it is no line of a change set.
        """
        if "removed" in data:
            names = ("digest", "removed", "why")
            return cls({}, "", str(data["about"]), tuple((n, str(data[n])) for n in names))
        entry = {key: value for key, value in data.items() if key not in {"salt", "about"}}
        (kind,) = entry
        line = cls(entry, str(data["salt"]), data.get("about") or about_of(entry))
        if line.data != data or kind not in KINDS:
            raise KeyError(kind)
        return line


ABOUT: dict[str, Callable[[Any], str]] = {
    "assert": lambda statement: str(statement["subject"]),
    "page": lambda page: str(page["slug"]),
    "remove": str,
    "finding": lambda finding: f"{FINDING}{finding['name']}",
    "withdraw": lambda name: f"{FINDING}{name}",
}
RANKS = {"retract": 0, "assert": 1, "page": 2, "remove": 2}
KINDS = frozenset({*ABOUT, "retract"})


def about_of(entry: Entry) -> str:
    """Whom an entry is about; a retraction has to be told."""
    ((kind, value),) = entry.items()
    return ABOUT[kind](value)


def in_order(about: str) -> tuple[bool, str]:
    """Groups stand in the order of slugs, and those of findings after them."""
    return about.startswith(FINDING), about


# digests


def group_digest(about: str, digests: Iterable[str]) -> str:
    return sha256_hex(canonical_json({"about": about, "lines": list(digests)}))


def tree_root(digests: list[str]) -> str:
    """The one digest over many: neighbours are joined until one is left; an odd one moves up."""
    level = digests or [NO_CHANGE_BEFORE]
    while len(level) > 1:
        pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
        level = [sha256_hex(canonical_json(pair)) if len(pair) > 1 else pair[0] for pair in pairs]
    return level[0]


def set_digest(header: Entry, groups: list[str]) -> str:
    return sha256_hex(canonical_json({**header, "groups": len(groups), "root": tree_root(groups)}))


# change sets


@dataclass(frozen=True)
class ChangeSet:
    """What an origin changed at one moment, by whom and why.

    Attributes
    ----------
    origin : name of the origin
    number : place in the chain of its origin, from 1
    made_at : UTC, ISO 8601, to the second
    previous : digest of the change set before it
    lines : groups in order; in each what is retracted, then asserted, then the page
    was : the hash it had in the first form of the log, or ""
    acts_for : the origin whose files were edited, where these are drafts, or ""
    """

    origin: str
    number: int
    made_at: str
    made_by: str
    why: str
    previous: str
    lines: tuple[Line, ...]
    was: str = ""
    acts_for: str = ""

    @property
    def owner(self) -> str:
        """The origin whose recordings its lines begin and end."""
        return self.acts_for or self.origin

    @property
    def header(self) -> Entry:
        header: Entry = {
            "origin": self.origin,
            "change": self.number,
            "made_at": self.made_at,
            "made_by": self.made_by,
            "why": self.why,
            "previous": self.previous,
        }
        optional = {"was": self.was, "for": self.acts_for}
        return header | {key: value for key, value in optional.items() if value}

    @cached_property
    def hash(self) -> str:
        return set_digest(self.header, [group_digest(about, d) for about, d in self._groups()])

    def _groups(self) -> Iterator[tuple[str, list[str]]]:
        for about, lines in groupby(self.lines, key=lambda line: line.about):
            yield about, [line.digest for line in lines]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What its lines say, without those that were taken out."""
        return tuple(line.entry for line in self.lines if not line.gone)

    def text(self) -> str:
        """The change set as its file has it."""
        ends = canonical_json(self.header), canonical_json({"hash": self.hash})
        return "".join(f"{line}\n" for line in (ends[0], *(x.text() for x in self.lines), ends[1]))


def salted(entries: Iterable[tuple[str, Entry]], salt: Salt = new_salt) -> Iterator[Line]:
    """Make lines of entries, each told whom it is about."""
    for about, entry in entries:
        yield Line(entry, salt(), about)


def next_change_set(
    last: ChangeSet | None,
    lines: Iterable[Line],
    *,
    origin: str = SHIPPED,
    acts_for: str = "",
    made_at: str,
    made_by: str,
    why: str,
) -> ChangeSet:
    return ChangeSet(
        origin=last.origin if last else origin,
        number=last.number + 1 if last else 1,
        made_at=made_at,
        made_by=made_by,
        why=why,
        previous=last.hash if last else NO_CHANGE_BEFORE,
        lines=tuple(lines),
        acts_for=last.acts_for if last else acts_for,
    )


# proofs


@dataclass(frozen=True, slots=True)
class Proof:
    """That a line stands in a change set, without the other lines.

    `lines` are the digests of its group in order, `place` is its own among them; `path` are the
    digests beside it on the way up the tree, each with whether it stands on the left.
    """

    header: Entry
    line: Entry
    place: int
    lines: tuple[str, ...]
    groups: int
    path: tuple[tuple[bool, str], ...]

    def digest(self) -> str:
        """The digest that the change set must have if the proof is good.

        Raises
        ------
        BadChangeLog
            If the line is not the one at its place.
        """
        line = Line.read(self.line)
        if self.lines[self.place] != line.digest:
            raise BadChangeLog("The line is not the one that its digests are of.")
        up = group_digest(line.about, self.lines)
        for is_left, beside in self.path:
            pair = [beside, up] if is_left else [up, beside]
            up = sha256_hex(canonical_json(pair))
        return sha256_hex(canonical_json({**self.header, "groups": self.groups, "root": up}))


def prove(change_set: ChangeSet, line: Line) -> Proof:
    """Return the proof of one of a change set's lines."""
    groups = [(about, list(lines)) for about, lines in groupby(change_set.lines, lambda x: x.about)]
    place = next(n for n, (about, _) in enumerate(groups) if about == line.about)
    digests = [group_digest(about, [x.digest for x in lines]) for about, lines in groups]
    own = groups[place][1]
    return Proof(
        change_set.header,
        line.data,
        own.index(line),
        tuple(other.digest for other in own),
        len(groups),
        tuple(path_to(digests, place)),
    )


def path_to(level: list[str], place: int) -> Iterator[tuple[bool, str]]:
    """The digests beside one on the way up a tree, each with whether it stands on the left."""
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            yield beside < place, level[beside]
        pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
        level = [sha256_hex(canonical_json(pair)) if len(pair) > 1 else pair[0] for pair in pairs]
        place //= 2
