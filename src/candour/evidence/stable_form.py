"""The one form in which a content file is written: which files are not in it, and where they part.

`content check` names them, `content format` brings them to it, and a dump writes it; so what is
loaded and dumped again is the same to the byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from candour.core.errors import Problem
from candour.evidence.fields import Schema
from candour.evidence.reading import ContentPath, FolderCollection
from candour.evidence.writing import write_subject

NOT_STABLE = "is laid out otherwise than `candour content format` writes it"


@dataclass(frozen=True, slots=True)
class Unstable:
    """A file that is not in its stable form, the text that is, and the first line that differs."""

    at: ContentPath
    text: str
    line: int

    @property
    def as_problem(self) -> Problem:
        return Problem(self.at.name, self.line, "", NOT_STABLE)


def not_in_stable_form(collection: FolderCollection, schema: Schema) -> Iterator[Unstable]:
    """Give each file that would be written otherwise; files with problems are passed over."""
    files = collection.files
    for slug, at in files.paths.items():
        subject, problems = files.read(slug)
        if problems:
            continue
        text = write_subject(subject, schema, files.sources)
        held = at.path.read_text(encoding="utf-8")
        if held != text:
            yield Unstable(at, text, _first_difference(held, text))


def _first_difference(one: str, other: str) -> int:
    r"""The number, from 1, of the first line that is not the same in two texts.

    Examples
    --------
    >>> _first_difference("name: A\nkind: b\n", "name: A\nkind: c\n")
    2
    """
    lines = zip_longest(one.splitlines(), other.splitlines())
    return next((number for number, (a, b) in enumerate(lines, 1) if a != b), 1)
