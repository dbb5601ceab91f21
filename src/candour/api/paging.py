"""One part of a long list, how long the list is, and where the next part is."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from candour.api.parameters import Paging

M = TypeVar("M", bound=Model)
T = TypeVar("T")


def part(
    request: HttpRequest,
    paging: Paging,
    rows: "QuerySet[M]",
    row: Callable[[M], Any],
) -> dict[str, Any]:
    """Read one part of a list from the database."""
    some = rows[paging.offset : paging.offset + paging.limit]
    return envelope(request, paging, rows.count(), [row(one) for one in some])


def part_of(
    request: HttpRequest,
    paging: Paging,
    rows: Sequence[T],
    row: Callable[[T], Any],
) -> dict[str, Any]:
    """Cut one part out of a list that is in memory."""
    some = rows[paging.offset : paging.offset + paging.limit]
    return envelope(request, paging, len(rows), [row(one) for one in some])


def envelope(request: HttpRequest, paging: Paging, count: int, items: list[Any]) -> dict[str, Any]:
    after = paging.offset + paging.limit
    return {
        "count": count,
        "next": _address(request, after) if after < count else None,
        "items": items,
    }


def _address(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{request.path}?{query.urlencode()}"
