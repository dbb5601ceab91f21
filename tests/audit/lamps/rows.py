"""What the audit of street lamps comes to, as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.audit.payloads import from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street: its lamps, and how many of them are dark."""

    street: str
    lamps: int
    dark: int

    @property
    def share(self) -> float:
        return self.dark / self.lamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How many lamps were looked at."""

    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamps:
    """The result: headline values, then tables, then what became of every row."""

    dark: int
    streets: tuple[Street, ...]
    accounted_for: Walk


def read(data: Mapping[str, Any], form: int) -> Lamps:
    return from_plain(Lamps, data)
