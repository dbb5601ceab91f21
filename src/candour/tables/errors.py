"""What can keep a file from being read or counted, each named for the fact.

CandourError
├── CannotRead       a file is not what it should be
├── BadMachine       what an engine may take, or where it runs, makes no sense
└── CannotCount      the engine that was asked for can't be started or reached
"""

from candour.core.errors import CandourError

LONGEST_WORD, SHOWN = 80, 60  # letters of a word that is quoted, and of one that is cut
LONGEST = 1_500  # letters of a sentence: enough to name every force


class CannotRead(CandourError):
    """A file is not what it should be: says which, where in it, and what is wrong."""

    def __init__(self, file: str, problem: str, *, line: int | None = None) -> None:
        self.file, self.line, self.problem = file, line, in_one_line(problem)
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {self.problem}")


class BadMachine(CandourError):
    """What an engine may take, or where it is to run, makes no sense."""


class CannotCount(CandourError):
    """The engine that was asked for can't be started or reached."""


def in_one_line(text: str) -> str:
    r"""A sentence that quotes a file, whatever the file holds: on one line, long words cut.

    >>> in_one_line("no column 'a',\n only: " + "x" * 99)
    "no column 'a', only: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    """
    words = (word if len(word) <= LONGEST_WORD else f"{word[:SHOWN]}…" for word in text.split())
    sentence = " ".join(words)
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"
