"""YAML as text with line numbers: nothing is guessed, and every message can say where.

Of YAML only what content needs is read: mappings with words as keys, lists and plain values. What
one file could make endless is refused where it stands: aliases, tags, depth, number and length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from candour.core.errors import Problem
from candour.evidence.plain_files import NotPlain, hidden_sign, read_plain_text

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 20  # lists and mappings in one another; content has six
MOST_VALUES = 20_000  # keys and values of a file; the largest that ships has 5,000
LONGEST = 5_000  # characters of one value; the longest that ships has 421
LONGEST_KEY = 200
MOST_PROBLEMS = 100  # that are told of one file
SHOWN_OF_A_KEY = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, list or mapping and the line it starts on."""

    line: int
    value: "str | list[Node] | dict[str, Node]"

    @property
    def text(self) -> str:
        assert isinstance(self.value, str)
        return self.value

    @property
    def items(self) -> "list[Node]":
        assert isinstance(self.value, list)
        return self.value

    @property
    def map(self) -> "dict[str, Node]":
        assert isinstance(self.value, dict)
        return self.value

    @property
    def is_text(self) -> bool:
        return isinstance(self.value, str)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    @property
    def is_map(self) -> bool:
        return isinstance(self.value, dict)

    def entries(self) -> "Iterator[Node]":
        """Give the entries of a list, or the node itself where one stands for a list of one."""
        yield from self.items if self.is_list else (self,)


class _Stop(Exception):
    """Nothing of the file can be used; its problem is the message."""

    def __init__(
        self, line: int, message: str, path: str = "", *, is_consequence: bool = False
    ) -> None:
        self.line, self.message, self.path = line, message, path
        self.is_consequence = is_consequence
        super().__init__(message)

    def problem(self, file: str) -> Problem:
        return Problem(file, self.line, self.path, self.message, self.is_consequence)


class _Reader:
    """Builds nodes from the events of a file, one after the other, and stops where one is bad."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=Loader)
        self.values = 0

    def read_document(self) -> Node | None:
        """Read the one document of the file; None where it holds none."""
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(_line(event), "holds a second document (`---`); make it a file")
                if event.tags:
                    raise _Stop(_line(event), "declares tags, which are not used here")
            elif isinstance(event, yaml.NodeEvent):
                root = self.read(event, "", 0)
        return root

    def read(self, event: yaml.Event, path: str, depth: int) -> Node:
        line = _line(event)
        self._refuse_machinery(event, line, path)
        self._count(line)
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, self._scalar(event, line, path))
        if depth >= DEEPEST:
            raise _Stop(line, "is nested too deeply; see the content guide for its shape")
        if isinstance(event, yaml.MappingStartEvent):
            return Node(line, self._mapping(path, depth))
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.read(event, path, depth + 1))
        return Node(line, items)

    def _refuse_machinery(self, event: yaml.Event, line: int, path: str) -> None:
        """What repeats or retypes values makes one file mean more than a reader sees in it."""
        anchor = event.anchor if isinstance(event, yaml.NodeEvent) else None
        if isinstance(event, yaml.AliasEvent) or anchor is not None:
            message = "anchors and aliases are not used here; write the value out"
            raise _Stop(line, message, path)
        is_value = isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        named = getattr(event, "tag", None) if is_value else None
        if named is not None:
            tag = f"`{named[:SHOWN_OF_A_KEY]}`"
            raise _Stop(line, f"tags ({tag}) are not used here; put such a text in quotes", path)

    def _count(self, line: int) -> None:
        self.values += 1
        if self.values > MOST_VALUES:
            raise _Stop(line, f"holds over {MOST_VALUES:,} keys and values; divide it")

    def _scalar(self, event: yaml.ScalarEvent, line: int, path: str) -> str:
        text = " ".join(str(event.value).split())
        if len(text) > LONGEST:
            self.add(line, path, f"is over {LONGEST:,} characters long; say it shorter")
            text = text[:LONGEST]
        hidden = hidden_sign(text)
        if hidden:
            self.add(line, path, f"holds {hidden}, which nobody sees; take it out")
        return text

    def _mapping(self, path: str, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            self._refuse_machinery(event, line, path)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(line, "a key must be a word, not a list or mapping")
            self._count(line)
            key = self._scalar(event, line, path)
            if len(key) > LONGEST_KEY:
                raise _Stop(line, f"a key is over {LONGEST_KEY} characters long")
            where = f"{path}.{key[:SHOWN_OF_A_KEY]}" if path else key[:SHOWN_OF_A_KEY]
            if key in entries:
                self.add(line, where, "stands here twice; put both under one key")
            is_merge = key == "<<" and event.implicit[0]  # in quotes it is a word
            if not key or is_merge:
                raise _Stop(line, MERGE if is_merge else NO_KEY, path)
            entries[key] = self.read(next(self.events), where, depth + 1)
        return entries

    def add(self, line: int, path: str, message: str) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            message = f"has over {MOST_PROBLEMS} problems; the rest of it was not read"
            raise _Stop(line, message, is_consequence=True)
        self.problems.append(Problem(self.file, line, path, message))


NO_KEY = "a value stands here without its key"
MERGE = "mappings are not merged (`<<`) here; write the values out"


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return int(event.start_mark.line) + 1


def read_nodes(path: Path, *, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one file. Where it can't be read, return no node and say why."""
    try:
        text = read_plain_text(path, name=name)
    except NotPlain as error:
        return None, [Problem(name, error.line, "", error.reason)]
    return nodes_of(text, name=name)


def nodes_of(text: str, *, name: str) -> tuple[Node | None, list[Problem]]:
    """Read the text of a file. Where it can't be read, return no node and say why."""
    reader = _Reader(name, text)
    try:
        node = reader.read_document()
    except _Stop as stop:
        return None, [*reader.problems, stop.problem(name)]
    except yaml.YAMLError as error:
        return None, [*reader.problems, _not_yaml(name, error)]
    if node is None or not node.is_map:
        return None, [Problem(name, 1, "", "must be a mapping of fields to values")]
    return node, reader.problems


def _not_yaml(name: str, error: yaml.YAMLError) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(name, 0, "", f"is not well-formed YAML: {' '.join(str(error).split())}")
    line = error.problem_mark.line + 1 if error.problem_mark else 0
    return Problem(name, line, "", f"is not well-formed YAML: {error.problem}")


def plain_values(node: Node) -> "str | list[object] | dict[str, object]":
    """A node as plain text, lists and mappings, for what needs no lines."""
    if isinstance(node.value, dict):
        return {key: plain_values(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain_values(child) for child in node.value]
    return node.value
