"""Typed values as plain data, and back: how the result of an audit is stored.

A result is a frozen dataclass, and so is each row of its tables. Fields are keys, in their order.
Two kinds of field differ from that: one that is left out where it is None (`left_out()`), and one
whose own fields stand beside those around it (`spread()`). A field that would be a word of Python
has an underscore behind it (`from_`), which its key has not.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     group: str
    ...     ratio: float | None
    ...     note: str | None = left_out()
    >>> to_plain(Row("black", None))
    {'group': 'black', 'ratio': None}
    >>> from_plain(Row, {"group": "black", "ratio": 2})
    Row(group='black', ratio=2, note=None)
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import MISSING, Field, field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
HOW = "how it is stored"
LEFT_OUT, SPREAD = "left out where it is None", "beside the fields around it"
PLAIN = (str, int, float, bool, NoneType)


class NotThisType(ValueError):
    """Some plain data are not the value they are read as: says where, and what is wrong."""


def left_out() -> Any:
    """A field that has no key where it is None."""
    return field(default=None, metadata={HOW: LEFT_OUT})


def spread() -> Any:
    """A field whose value's fields are keys of their own; where it is None there are none."""
    return field(default=None, metadata={HOW: SPREAD})


def to_plain(value: Any) -> Any:
    """Give a value as JSON can hold it: mappings, lists, texts, numbers, yes and no, nothing."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [to_plain(one) for one in value]
    return row_of(value)


def row_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass as keys, in their order."""
    row: dict[str, Any] = {}
    for name, key, how in _stored(cast("Hashable", type(value))):
        own = getattr(value, name)
        if how and own is None:
            continue
        if how == SPREAD:
            row |= row_of(own)
        else:
            row[key] = to_plain(own)
    return row


@cache
def _stored(kind: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((own.name, key_of(own.name), own.metadata.get(HOW, "")) for own in fields(kind))


def key_of(name: str) -> str:
    return name.removesuffix("_")


def from_plain(kind: type[T], data: Any) -> T:
    """Read a value back.

    Raises
    ------
    NotThisType
        If a key is missing or unknown, or a value is of another type. A whole number will do for
        a fraction, and stays as it is.
    """
    return cast("T", _reader(cast("Hashable", kind))(data))


@cache
def _reader(kind: Any) -> Reader:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return _one_of(tuple(_reader(part) for part in parts))
    if origin is tuple:
        return _many(_reader(parts[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _by_name(_reader(parts[1]))
    if is_dataclass(kind):
        return _Rows(cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_member(kind)
    return _scalar(kind)


def _scalar(kind: type) -> Reader:
    allowed = (int, float) if kind is float else (kind,)

    def read(data: Any) -> Any:
        if type(data) not in allowed:
            raise NotThisType(f"{data!r:.60} is no {kind.__name__}")
        return data

    return read


def _enum_member(kind: type[Enum]) -> Reader:
    def read(data: Any) -> Any:
        try:
            return kind(data)
        except ValueError as error:
            raise NotThisType(str(error)) from None

    return read


def _one_of(readers: Sequence[Reader]) -> Reader:
    def read(data: Any) -> Any:
        problem = NotThisType("nothing is possible")
        for reader in readers:
            try:
                return reader(data)
            except NotThisType as error:
                # What is said of `X | None` is what is wrong with the X.
                problem = error if data is not None and reader is readers[0] else problem
        raise problem

    return read


def _many(reader: Reader) -> Reader:
    def read(data: Any) -> Any:
        if not isinstance(data, list | tuple):
            raise NotThisType(f"{data!r:.60} is no list")
        try:
            return tuple([reader(one) for one in data])
        except NotThisType as error:
            raise NotThisType(f"{_place(reader, data)}: {error}") from None

    return read


def _place(reader: Reader, data: Sequence[Any]) -> str:
    """Which of several is the one that can't be read; looked for only when one can't."""
    for place, one in enumerate(data, start=1):
        try:
            reader(one)
        except NotThisType:
            return f"row {place}"
    return "a row"


def _by_name(reader: Reader) -> Reader:
    def read(data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise NotThisType(f"{data!r:.60} has no names")
        return {name: reader(one) for name, one in data.items()}

    return read


class _Rows:
    """Reads dataclasses of one type: which keys it takes is worked out once."""

    def __init__(self, kind: type) -> None:
        hints = get_type_hints(kind)
        self.kind = kind
        self.own: dict[str, Reader] = {}
        self.may_lack: set[str] = set()
        self.spread: dict[str, _Rows] = {}
        for own in fields(kind):
            self._add(own, hints[own.name])
        inside = [inner.keys for inner in self.spread.values()]
        self.keys: set[str] = {key_of(name) for name in self.own}.union(*inside)

    def _add(self, own: "Field[Any]", hint: Any) -> None:
        how = own.metadata.get(HOW, "")
        if how == SPREAD:
            kinds = [part for part in get_args(hint) or (hint,) if part is not NoneType]
            inner = _reader(kinds[0])
            assert isinstance(inner, _Rows)
            self.spread[own.name] = inner
            return
        self.own[own.name] = _reader(hint)
        if how == LEFT_OUT or own.default is not MISSING:
            self.may_lack.add(own.name)

    def __call__(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise NotThisType(f"{data!r:.60} has no keys")
        values, used = self.values_of(data)
        if len(used) < len(data):
            unknown = next(key for key in data if key not in used)
            raise NotThisType(f"'{unknown}' is no key of it")
        return self.kind(**values)

    def values_of(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """The values of the fields, and the keys that they were read from."""
        values: dict[str, Any] = {}
        used: set[str] = set()
        for name, reader in self.own.items():
            key = key_of(name)
            if key not in data:
                if name in self.may_lack:
                    continue
                raise NotThisType(f"'{key}' is missing")
            try:
                values[name] = reader(data[key])
            except NotThisType as error:
                raise NotThisType(f"{key}: {error}") from None
            used.add(key)
        for name, inner in self.spread.items():
            if inner.keys & data.keys():
                inside, taken = inner.values_of(data)
                values[name] = inner.kind(**inside)
                used |= taken
        return values, used
