"""What can stop an audit, each named for the fact; why a file can't be read is in `tables`.

CandourError
├── TooFewToCompare       a ratio has no value: nothing was counted on the side below the line
├── Unfit                 the data can't answer the question, and the reason
├── IdentifiesPeople      a table of scores holds a column that names people
├── LedgerUnreadable      what was printed of a file before can't be told
└── PlanError             the question itself makes no sense
"""

from pathlib import Path

from candour.core.errors import CandourError
from candour.tables.errors import in_one_line


class TooFewToCompare(CandourError):
    """A ratio has no value because nothing was counted on one side of it."""

    def __init__(self, what: str, *, people: float | None = None) -> None:
        self.what, self.people = what, people
        among = f" among {people:,.0f}" if people is not None else ""
        super().__init__(
            f"Can't compare: there are no {what}{among}. "
            "Widen the period, or merge the group with a larger one, and say so in the report."
        )


class Unfit(CandourError):
    """The data can't answer the question that was asked of them."""


class IdentifiesPeople(CandourError):
    """A table of scores holds a column that names or points at people."""

    def __init__(self, file: str, column: str, kind: str) -> None:
        self.file, self.column, self.kind = file, column, kind
        super().__init__(
            f"{file}: column '{column}' looks like {kind}. Candour takes no column that identifies "
            "people: remove it and try again. Nothing was written."
        )


class LedgerUnreadable(CandourError):
    """What was printed from a file before can't be told, so nothing more is printed from it."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(
            f"{path}: what was printed from this file before can't be read or kept ({problem}), so "
            "nothing is printed now. Mend it, or name another folder in CANDOUR_DATA_DIR if "
            "nothing of the file was ever published."
        )


class PlanError(CandourError):
    """The question itself makes no sense, whatever the data say."""

    def __init__(self, problem: str) -> None:
        super().__init__(in_one_line(problem))
