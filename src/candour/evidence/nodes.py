"""YAML as text with line numbers: nothing is guessed, and every message can say where."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from candour.core.errors import Problem


class Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Reads structure alone: every scalar stays text, so no tag has to be found for it."""

    def resolve(self, *_: object) -> str:
        return "tag:yaml.org,2002:str"


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


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def read(self, node: yaml.Node, path: str) -> Node:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            self.add(line, path, "anchors and aliases are not used here; write the value out")
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            text = " ".join(str(node.value).split())
            if "\0" in text:
                self.add(line, path, "holds a NUL character; remove it")
            return Node(line, text)
        if isinstance(node, yaml.MappingNode):
            return Node(line, self._mapping(node, path))
        return Node(line, [self.read(child, path) for child in node.value])

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key_node, child in node.value:
            key = str(key_node.value)
            where = f"{path}.{key}" if path else key
            if not isinstance(key_node, yaml.ScalarNode):
                self.add(key_node.start_mark.line + 1, path, "a key must be a word")
                continue
            if key in entries:
                self.add(
                    key_node.start_mark.line + 1, where, "stands here twice; put both under one key"
                )
            entries[key] = self.read(child, where)
        return entries

    def add(self, line: int, path: str, message: str) -> None:
        self.problems.append(Problem(self.file, line, path, message))


def read_nodes(path: Path, *, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one file. Where it can't be read, return no node and say why."""
    reader = _Reader(name)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
        node = reader.read(root, "") if isinstance(root, yaml.MappingNode) else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        return None, [_unreadable(name, error)]
    if node is None:
        return None, [Problem(name, 1, "", "must be a mapping of fields to values")]
    return node, reader.problems


def _unreadable(name: str, error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return _too_deep(name)
    if isinstance(error, UnicodeDecodeError):
        return Problem(name, 0, "", f"is not UTF-8 text: {error.reason}")
    if isinstance(error, yaml.MarkedYAMLError):
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return Problem(name, line, "", f"is not well-formed YAML: {error.problem}")
    return Problem(name, 0, "", f"can't be read: {error}")


def _too_deep(name: str) -> Problem:
    return Problem(name, 0, "", "is nested too deeply; see the content guide for its shape")
