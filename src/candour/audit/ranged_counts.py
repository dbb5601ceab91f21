"""Counts as tables print them: whole numbers, ranges, and what is hidden as fewer than so many."""

import re
from dataclasses import dataclass

from candour.audit.errors import PlanError
from candour.tables.numerals import is_either, whole

BETWEEN = re.compile(r"^(\d[\d,]*)\s*(?:-|–|—|to)\s*(\d[\d,]*)$", re.IGNORECASE)
BELOW = re.compile(r"^(?:<|&lt;|less than|fewer than|under|below)\s*(\d[\d,]*)$", re.IGNORECASE)
AT_MOST = re.compile(
    r"^(?:<=|≤|up to|at most|no more than)\s*(\d[\d,]*)$|^(\d[\d,]*)\s+or\s+(?:fewer|less|under)$",
    re.IGNORECASE,
)
# Of a dash nobody can say whether it is none or hidden.
DASHES = frozenset({"-", "–", "—"})
HIDDEN = DASHES | {"*", "**", "..", "...", ":", "x", "c", "s", "[c]", "[x]", "[s]", "#", "~",
                   "suppressed", "redacted", "withheld", "n/a", "na"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """All that a number of people can be, both ends included."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.low + other.low, self.high + other.high)

    @property
    def middle(self) -> int:
        return self.low + (self.high - self.low) // 2

    def holds(self, other: "Cell") -> bool:
        """Whether both can be the same number."""
        return self.low <= other.high and other.low <= self.high


NOBODY = Cell(0, 0)


def read_cell(text: str, hidden: Cell | None = None) -> Cell | None:
    """Read a cell; None where it is no number of people and no range of one.

    A mark such as * is read as `hidden`, where whoever asks has said what it stands for.

    >>> read_cell("1,234"), read_cell("<5"), read_cell("1 to 4"), read_cell("5 or fewer")
    (Cell(low=1234, high=1234), Cell(low=0, high=4), Cell(low=1, high=4), Cell(low=0, high=5))
    >>> read_cell("*"), read_cell("12.5"), read_cell("9-3")
    (None, None, None)
    >>> read_cell("*", Cell(1, 4)), read_cell("-", Cell(1, 4))
    (Cell(low=1, high=4), None)
    """
    plain = " ".join(text.split())
    if hidden is not None and plain.lower() in HIDDEN - DASHES:
        return hidden
    exact = whole(plain)
    if exact is not None:
        return Cell(exact, exact)
    if between := BETWEEN.match(plain):
        low, high = (whole(part) for part in between.groups())
        return Cell(low, high) if low is not None and high is not None and low <= high else None
    if below := BELOW.match(plain):
        end = whole(below[1])
        return Cell(0, end - 1) if end else None
    if at_most := AT_MOST.match(plain):
        end = whole(at_most[1] or at_most[2])
        return Cell(0, end) if end is not None else None
    return None


def read_hidden(text: str) -> Cell | None:
    """What a mark such as * stands for, in the words of the table's note; None where unsaid.

    Raises
    ------
    PlanError
        If it is no range.
    """
    if not text.strip():
        return None
    cell = read_cell(text)
    if cell is None or cell.is_exact:
        raise PlanError(
            f"'{text}' is no range that a hidden count can be in: write --hidden '<5' or "
            "--hidden 1-4, as the note of the table has it."
        )
    return cell


def why_not(text: str) -> str:
    """What is wrong with a cell that is no number of people, and what to do."""
    plain = " ".join(text.split()).lower()
    if not plain:
        return "is empty: write 0 if there is nobody, or <5 if fewer than five are hidden there"
    if plain in DASHES:
        return f"holds '{text.strip()}', which may be none or hidden: write 0, or <5 or 1-4"
    if plain in HIDDEN:
        return (
            f"holds '{text.strip()}', which does not say how many it can hide: write the range "
            "that its note gives, as <5 or 1-4, or say it for all of them with --hidden '<5'"
        )
    if is_either(plain):
        return (
            f"holds '{text.strip()}', which may be so many or a thousand times as many: write 1234 "
            "or 1,234"
        )
    if "%" in plain or re.fullmatch(r"\d+\.\d+", plain):
        return f"holds '{text.strip()}', a share and not a number of people: numbers are needed"
    return f"holds '{text.strip()[:40]}'; a cell is 0, 1, 2, …, or a range as <5 or 1-4"
