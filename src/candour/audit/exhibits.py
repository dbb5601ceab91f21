"""What a reader is shown of a finding besides sentences: a table, and pictures made of panels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its heading, and what stands in it in each row."""

    heading: str
    show: Callable[[T], str]
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A table to be read: the first column names the row."""

    caption: str
    columns: Sequence[Column[T]]
    rows: Sequence[T]
    note: str = ""


AnyTable = Table[Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a page on a theme quotes of a finding, below its first sentence: a heading, a table."""

    heading: str
    table: AnyTable


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing and what it says, for those who can't see it."""

    svg: str
    says: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Panels that belong together, with a heading and how to read them.

    `name` stands in addresses, and stays when the heading is worded anew; `table` is the table of
    the result whose numbers are drawn. `small` is the same point in one low drawing, for lists and
    for the first screen, where the picture itself stands open below it only if it `is_open`.
    `point` is what the picture comes to, with its number, as a title that stands alone; the first
    picture of a finding has the finding's own title as its point.
    """

    heading: str
    how_to_read: str
    panels: Sequence[Panel]
    name: str = field(kw_only=True)
    table: str = field(kw_only=True)
    small: Panel | None = field(default=None, kw_only=True)
    is_open: bool = field(default=False, kw_only=True)
    point: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """The number that a finding leads with, to stand alone in a list.

    Attributes
    ----------
    number : as it is read, "3.8 times"
    of : what it is a number of, as the words that follow it
    span : its range, or what else limits it; empty where the finding gives none
    is_clear : whether it is a clear difference, or no difference that could be unclear
    unclear : where it is not clear, how that is said, with the reason if its range shows none
    """

    number: str
    of: str
    span: str = ""
    is_clear: bool = True
    unclear: str = "not clear"
