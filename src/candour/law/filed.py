"""Reading the law's own files: every value is text, and every mistake says file, line and key."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from candour.content import FOLDER
from candour.core.errors import BadContent, Problem
from candour.evidence.nodes import Node, read_nodes

NAMES_FILE = FOLDER / "law" / "names.yaml"
NOT_KNOWN = "not known"
NAMES_ASIDE = ("site", "until", "act", "checked-on")  # told to readers of the file alone

Member = TypeVar("Member", bound=StrEnum)


@cache
def read_names(path: Path = NAMES_FILE) -> Mapping[str, str]:
    """Read the names that may change, by the mark a text writes for them.

    Of several names the last whose day is known is taken: a day is filled in when it has come.
    """
    file = read_file(path)
    names = [_RegulatorName.read(entry) for entry in file.entries("data-regulator")]
    file.refuse_other_keys()
    known = [name for name in names if name.since != NOT_KNOWN]
    if not known:
        file.wrong("data-regulator", "no name has a day from which it holds")
    refuse(file.problems)
    newest = max(known, key=lambda name: name.since)
    return {
        "{regulator}": newest.name,
        "{regulator, short}": newest.short,
        "{regulator, in letters}": newest.letters,
    }


@dataclass(frozen=True, slots=True)
class _RegulatorName:
    """What the regulator is called from a day on; `since` is that day as written."""

    name: str
    short: str
    letters: str
    since: str

    @classmethod
    def read(cls, entry: "Entry") -> "_RegulatorName":
        for key in NAMES_ASIDE:
            entry.text(key, default="")
        return cls(*(entry.text(key) for key in ("name", "short", "letters", "from")))


def with_names(text: str) -> str:
    if "{reg" not in text:
        return text
    for mark, name in read_names().items():
        text = text.replace(mark, name)
    return text


class Entry:
    """One mapping of a file, read key by key; what nobody asked for is a mistake too."""

    def __init__(self, node: Node, *, file: str, name: str, problems: list[Problem]) -> None:
        self.file, self.name, self.line = file, name, node.line
        self.problems = problems
        self._parts = node.map if node.is_map else {}
        self._asked: set[str] = set()
        if not node.is_map:
            self.wrong("", "must be a mapping of keys to values")

    def wrong(self, key: str, message: str, *, line: int = 0) -> None:
        self.problems.append(Problem(self.file, line or self.line, self._within(key), message))

    def _within(self, key: str) -> str:
        """Name a key by where it stands: a file as a whole has no name."""
        return ".".join(part for part in (self.name, key) if part)

    def has(self, key: str) -> bool:
        return key in self._parts

    def text(self, key: str, *, default: str | None = None) -> str:
        node = self._take(key, needed=default is None)
        if node is None:
            return default or ""
        if not node.is_text:
            self.wrong(key, "must be text", line=node.line)
            return default or ""
        return with_names(node.text)

    def words(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return the texts of a list; a single text stands for a list of one."""
        node = self._take(key, needed=needed)
        texts = []
        for each in node.entries() if node is not None else ():
            if each.is_text:
                texts.append(with_names(each.text))
            else:
                self.wrong(key, "must be a list of texts", line=each.line)
        return tuple(text for text in texts if text)

    def one_of(self, key: str, allowed: Iterable[str], *, default: str | None = None) -> str:
        value = self.text(key, default=default)
        if value and value not in allowed:
            self.wrong(key, f"'{value}' is not one of {', '.join(allowed)}")
        return value

    def some_of(self, key: str, allowed: Iterable[str], *, needed: bool = False) -> tuple[str, ...]:
        values = self.words(key, needed=needed)
        for value in values:
            if value not in allowed:
                self.wrong(key, f"'{value}' is not one of {', '.join(allowed)}")
        return values

    def is_yes(self, key: str) -> bool:
        """Whether a key says yes; without it, no."""
        return self.one_of(key, ("yes", "no"), default="no") == "yes"

    def member(self, key: str, kind: type[Member], *, default: Member | None = None) -> Member:
        """Return the member of a vocabulary that a text names.

        A text that names none is a mistake of the file. The first member then stands for it, so
        that the file can be read to its end; `refuse` lets nobody use it.
        """
        word = self.one_of(key, tuple(kind), default=default)
        return kind(word) if word in tuple(kind) else next(iter(kind))

    def members(self, key: str, kind: type[Member], *, needed: bool = False) -> tuple[Member, ...]:
        """Return the members of a vocabulary that a list names; a word that names none is told."""
        words = self.some_of(key, tuple(kind), needed=needed)
        return tuple(kind(word) for word in words if word in tuple(kind))

    def member_by_name(
        self, key: str, kind: type[Member], *, default: Member | None = None
    ) -> Member:
        """Return a member by its name, written in small letters with hyphens."""
        known = {name.lower().replace("_", "-"): each for name, each in kind.__members__.items()}
        usual = default.name.lower().replace("_", "-") if default is not None else None
        word = self.one_of(key, tuple(known), default=usual)
        return known.get(word, next(iter(kind)))

    def day(self, key: str, *, default: str | None = None) -> date | None:
        text = self.text(key, default=default)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong(key, f"'{text}' is no day; write it as 2026-06-12")
            return None

    def mapping(self, key: str, *, names: Iterable[str] = ()) -> dict[str, str]:
        """Return a mapping of texts; where `names` are given, no other may stand in it."""
        node = self._take(key, needed=False)
        if node is None:
            return {}
        if not node.is_map:
            self.wrong(key, "must be a mapping", line=node.line)
            return {}
        texts = {n: with_names(child.text) for n, child in node.map.items() if child.is_text}
        allowed = tuple(names)
        for name in texts if allowed else ():
            if name not in allowed:
                self.wrong(key, f"'{name}' is not one of {', '.join(allowed)}", line=node.line)
        return {n: text for n, text in texts.items() if not allowed or n in allowed}

    def either(self, key: str) -> str | dict[str, str]:
        """Return a text, or a mapping of texts; "" for anything else."""
        node = self._take(key, needed=False)
        if node is not None and node.is_map:
            return self.mapping(key)
        return with_names(node.text) if node is not None and node.is_text else ""

    def entries(self, key: str) -> "Iterator[Entry]":
        """Give the mappings of a list."""
        node = self._take(key, needed=False)
        for place, each in enumerate(node.entries() if node is not None else (), start=1):
            within = self._within(f"{key}[{place}]")
            entry = Entry(each, file=self.file, name=within, problems=self.problems)
            yield entry
            entry.refuse_other_keys()

    def named_entries(self, key: str) -> "Iterator[tuple[str, Entry]]":
        """Give the mappings of a mapping, each by its name."""
        node = self._take(key, needed=False)
        if node is not None and not node.is_map:
            self.wrong(key, "must be a mapping", line=node.line)
        for name, child in (node.map if node is not None and node.is_map else {}).items():
            within = self._within(f"{key}.{name}")
            entry = Entry(child, file=self.file, name=within, problems=self.problems)
            yield name, entry
            entry.refuse_other_keys()

    def refuse_other_keys(self) -> None:
        """Complain about every key that nothing has asked for."""
        for key, node in self._parts.items():
            if key not in self._asked:
                self.wrong(key, "is not a key of this file", line=node.line)

    def _take(self, key: str, *, needed: bool) -> Node | None:
        self._asked.add(key)
        node = self._parts.get(key)
        if node is None and needed:
            self.wrong(key, "is missing")
        return node


def read_file(path: Path) -> Entry:
    """Open one file as a single entry; its mistakes are gathered in `problems`."""
    node, problems = read_nodes(path, name=f"law/{path.name}")
    if node is None:
        raise BadContent(problems)
    return Entry(node, file=f"law/{path.name}", name="", problems=problems)


def read_entries(path: Path) -> "tuple[list[tuple[str, Entry]], list[Problem]]":
    """Open a file whose keys each name one entry."""
    node, problems = read_nodes(path, name=f"law/{path.name}")
    if node is None:
        raise BadContent(problems)
    if not node.is_map:
        problems.append(Problem(f"law/{path.name}", node.line, "", "must be a mapping of keys"))
        raise BadContent(problems)
    entries = [
        (name, Entry(child, file=f"law/{path.name}", name=name, problems=problems))
        for name, child in node.map.items()
    ]
    return entries, problems


def refuse(problems: list[Problem]) -> None:
    """Raise what was found, if anything was."""
    if problems:
        raise BadContent(problems)
