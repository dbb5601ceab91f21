"""The root of all errors that a person can put right, and those that every part may raise.

The others stand beside the code that raises them, as those of the audits in `audit/errors.py`, and
derive from this root as well.

CandourError
├── BadContent          a content file says something that can't be read
├── BadDays             a text that names no days
└── BadQuantity         a printed number that can't be read
"""

from collections.abc import Iterable
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


def name_shown(name: str) -> str:
    r"""The name of a file as it may be printed: what breaks a line or is not seen is written out.

    Examples
    --------
    >>> print(name_shown("systems/to\nol.yaml"), name_shown("hart.yaml"), name_shown("é.yaml"))
    systems/to\nol.yaml hart.yaml é.yaml
    """
    if name.isprintable():
        return name
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a content file, where it stands, and what to do about it.

    `is_consequence` says that it may be the fault of another file, and stands after its cause.
    """

    file: str
    line: int
    field: str
    message: str
    is_consequence: bool = False

    def __str__(self) -> str:
        file = name_shown(self.file)
        where = f"{file}:{self.line}" if self.line else file
        return (
            f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        )

    def as_dict(self) -> dict[str, str | int]:
        return {
            # A name may hold any bytes; JSON holds text.
            "file": self.file.encode("utf-8", "backslashreplace").decode("utf-8"),
            "line": self.line,
            "field": self.field,
            "message": self.message,
        }


LONGEST_MESSAGE = 500


def in_short(message: str) -> str:
    """A message without the middle of a long text that it quotes."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


def causes_first(problems: Iterable[Problem]) -> list[Problem]:
    """Problems once each: those of files in themselves by file and line, then what may follow."""
    return sorted(
        set(problems), key=lambda p: (p.is_consequence, p.file, p.line, p.field, p.message)
    )


class BadContent(CandourError):
    """Content files hold problems; nothing of them was taken."""

    SHOWN = 20

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = "\n".join(str(problem) for problem in problems[: self.SHOWN])
        left = len(problems) - self.SHOWN
        more = f"\n… and {left} more." if left > 0 else ""
        super().__init__(f"{shown}{more}")
