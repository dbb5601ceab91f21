"""What can stop an audit, each named for the fact.

CandourError
├── TooFewToCompare       a ratio has no value: nothing was counted on the side below the line
├── CannotRead            a file is not what it should be
├── Unfit                 the data can't answer the question, and the reason
├── IdentifiesPeople      a table of scores holds a column that names people
├── LedgerUnreadable      what was printed of a file before can't be told
├── CannotCount           the engine that was asked for can't be started or reached
└── PlanError             the question itself makes no sense
"""

from pathlib import Path

from candour.core.errors import CandourError

LONGEST_WORD, SHOWN = 80, 60  # letters of a word that is quoted, and of one that is cut
LONGEST = 1_500  # letters of a sentence: enough to name every force


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
        self.file, self.line, self.problem = file, line, in_one_line(problem)
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {self.problem}")


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


class CannotCount(CandourError):
    """The engine that was asked for can't be started or reached."""


class PlanError(CandourError):
    """The question itself makes no sense, whatever the data say."""

    def __init__(self, problem: str) -> None:
        super().__init__(in_one_line(problem))


def in_one_line(text: str) -> str:
    r"""A sentence that quotes a file, whatever the file holds: on one line, long words cut.

    >>> in_one_line("no column 'a',\n only: " + "x" * 99)
    "no column 'a', only: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    """
    words = (word if len(word) <= LONGEST_WORD else f"{word[:SHOWN]}…" for word in text.split())
    found = " ".join(words)
    return found if len(found) <= LONGEST else f"{found[:LONGEST]}…"
