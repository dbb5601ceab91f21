"""What a method is: past events in, attention out."""

from dataclasses import dataclass
from typing import Protocol

from candour.simulation.attention import Attention
from candour.simulation.history import History


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting of a method, with its unit and where its value comes from."""

    name: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Described:
    """What a method is called, what it does in a sentence, and where it is described."""

    name: str
    does: str
    source: str
    parameters: tuple[Parameter, ...]
    variants: tuple[str, ...] = ("as-derived",)


class Method(Protocol):
    """A documented way to share out attention over cells.

    `attend` looks at the events before a day and at nothing else. It never sees that day.
    """

    @property
    def described(self) -> Described: ...

    def attend(self, history: History, day: int) -> Attention: ...
