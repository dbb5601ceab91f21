"""One page of a long list, and the addresses of the pages around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from candour.web.problems import NotHere
from candour.web.query import written

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some rows of a list.

    Attributes
    ----------
    rows : those on this page
    number, pages : which page this is, from 1, and how many there are
    total, first, last : how many rows the list has, and which of them are here
    query : what the list was narrowed by, kept in the addresses of other pages
    """

    rows: list[T]
    number: int
    pages: int
    total: int
    first: int
    query: Mapping[str, str]

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    def page(self, number: int) -> str:
        """The address of another page of the list."""
        return written({**self.query, "page": number if number > 1 else ""}) or "?"

    def of(self, rows: Sequence[U]) -> "Part[U]":
        """The same part of the list with its rows in another form."""
        return Part(list(rows), self.number, self.pages, self.total, self.first, self.query)


def part(
    rows: QuerySet[Any] | Sequence[Any],
    number: int,
    *,
    query: Mapping[str, str],
    size: int = 50,
    total: int | None = None,
) -> Part[Any]:
    """Cut one page out of a list; `total` is how long it is, where that is known.

    Raises
    ------
    NotHere
        If the list has fewer pages.
    """
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // size))
    if number > pages:
        have = "one page" if pages == 1 else f"{pages} pages"
        raise NotHere(f"There is no page {number}: this list has {have}.")
    start = (number - 1) * size
    others = {name: value for name, value in query.items() if name != "page"}
    return Part(list(rows[start : start + size]), number, pages, total, start + 1, others)
