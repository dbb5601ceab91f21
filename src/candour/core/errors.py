"""The root of all errors that a person can put right, and those that every part may raise.

The others stand beside the code that raises them, as those of the audits in `audit/errors.py`, and
derive from this root as well.

CandourError
├── BadContent          a content file says something that can't be read
├── BadDays             a text that names no days
└── BadQuantity         a printed number that can't be read
"""

from dataclasses import dataclass


class CandourError(Exception):
    """A person can put this right. Its text says what is wrong and what to do."""


class BadDays(CandourError):
    """A text that names no days."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"'{text}' names no days. Write 2021, 2021-03, 2021-03-14, 2020/ (since 2020), "
            "/2018, 2013/2018 or before 2016/."
        )


class BadQuantity(CandourError):
    """A printed number that can't be read."""

    def __init__(self, printed: str, reason: str) -> None:
        self.printed = printed
        super().__init__(f"'{printed}' can't be read as a number: {reason}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a content file, where it stands, and what to do about it."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        )

    def as_dict(self) -> dict[str, str | int]:
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "message": self.message,
        }


class BadContent(CandourError):
    """Content files hold problems; nothing of them was taken."""

    SHOWN = 20

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = "\n".join(str(problem) for problem in problems[: self.SHOWN])
        left = len(problems) - self.SHOWN
        more = f"\n… and {left} more." if left > 0 else ""
        super().__init__(f"{shown}{more}")
