"""JSON that somebody else may have written: bounded, no key twice, nothing but what JSON is."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from candour.evidence.plain_files import (
    ESCAPES,
    MOST_OF_DATA,
    NotPlain,
    hidden_in,
    plain_text,
    read_plain_bytes,
)

DEEPEST = 60  # lists and mappings in one another; findings have nine


class _Twice(ValueError):
    """A key stands twice in one mapping, where readers would each take another."""


def read_plain_json(path: Path, *, name: str = "", most: int = MOST_OF_DATA) -> Any:
    """Read a file of JSON. Raises `NotPlain`, with the line where there is one."""
    name = name or path.name
    return plain_json(plain_text(read_plain_bytes(path, most=most, name=name), name=name), name)


def plain_json(text: str, name: str, line: int = 0) -> Any:
    """Read JSON, refusing what two readers could read in two ways.

    Raises
    ------
    NotPlain
        If it is no JSON, nested too deep, holds a key twice, a number that is none, or a sign
        that nobody sees.
    """
    try:
        data = json.loads(text, object_pairs_hook=_mapping, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise NotPlain(name, f"is no JSON: {error.msg}", line or error.lineno) from error
    except RecursionError:
        raise NotPlain(name, "is nested too deep", line) from None
    except ValueError as error:
        raise NotPlain(name, f"is no JSON that can be kept: {_short(error)}", line) from error
    if _is_deeper(data, DEEPEST):
        raise NotPlain(name, "is nested too deep", line)
    hidden = hidden_in(data) if ESCAPES.search(text) else ""
    if hidden:
        raise NotPlain(name, f"holds {hidden}, which nobody sees; take it out", line)
    return data


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise _Twice(f"'{twice[:40]}' stands twice in one mapping")
    return mapping


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _short(error: ValueError) -> str:
    text = str(error)
    return "a number has too many digits" if "digits" in text and "limit" in text else text


def _is_deeper(data: Any, most: int) -> bool:
    level = [data]
    for _ in range(most + 1):
        inner: list[Any] = []
        for part in level:
            values = part.values() if isinstance(part, dict) else part
            inner += [value for value in values if isinstance(value, dict | list)]
        level = inner if level and isinstance(level[0], dict | list) else []
        if not level:
            return False
    return True
