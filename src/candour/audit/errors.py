"""What can stop an audit, each named for the fact.

CandourError
├── TooFewToCompare       a ratio has no value: nothing was counted on the side below the line
├── CannotRead            a file is not what it should be
├── Unfit                 the data can't answer the question, and the reason
├── IdentifiesPeople      a table of scores holds a column that names people
└── PlanError             the question itself makes no sense
"""

from candour.core.errors import CandourError


class TooFewToCompare(CandourError):
    """A ratio has no value because nothing was counted on one side of it."""

    def __init__(self, what: str, *, people: float | None = None) -> None:
        self.what, self.people = what, people
        among = f" among {people:,.0f}" if people is not None else ""
        super().__init__(
            f"Can't compare: there are no {what}{among}. "
            "Widen the period, or merge the group with a larger one, and say so in the report."
        )


class CannotRead(CandourError):
    """A file is not what it should be: says which, where in it, and what is wrong."""

    def __init__(self, file: str, problem: str, *, line: int | None = None) -> None:
        self.file, self.line, self.problem = file, line, problem
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {problem}")


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


class PlanError(CandourError):
    """The question itself makes no sense, whatever the data say."""
