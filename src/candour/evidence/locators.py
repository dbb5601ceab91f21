"""A locator names the one place where a fact stands.

Whoever opens the source at that place must find the fact there. A title prints what a thing is
called and shows what kind of thing it is; it prints neither who wrote it nor what it says, and a
locator that names one place "or" another leaves the reader to search both.
"""

import re
from collections.abc import Iterator

from candour.core.errors import Problem
from candour.evidence.collection import Row

IN_A_TITLE = frozenset({"name", "also", "formerly", "kind"})
TITLE = "title"
ONE_OR_ANOTHER = re.compile(r"\bor\b")


def locator_problems(row: Row, file: str) -> Iterator[Problem]:
    """A place that can't hold the row's fact, or that is one place or another."""
    statement = row.statement
    if ONE_OR_ANOTHER.search(statement.locator):
        message = (
            f"'{statement.locator}' is one place or another: name in `at:` the one where it stands"
        )
        yield Problem(file, row.line, row.handle, message)
    if statement.locator == TITLE and statement.field not in IN_A_TITLE:
        message = (
            "stands in no title, which holds a name and a kind alone: name in `at:` the page, the "
            "section or the part that was read, such as `opening` or `text`"
        )
        yield Problem(file, row.line, row.handle, message)
