"""A day to keep: which it is, of which step, and whether the law sets it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayKind(StrEnum):
    """Whose day it is: the last one there is, one of ours before it, or that of an answer."""

    LAST = "last"
    OURS = "ours"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day to keep, and a short reference that says nothing to others."""

    day: date
    reference: str
    kind: DayKind = DayKind.LAST
