"""The change log: every change set with its hash, and what each put in and took out."""

from datetime import UTC
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from candour.api import answers
from candour.api.app import get
from candour.api.cursors import LAST_NUMBER
from candour.api.errors import no_such
from candour.api.paging import listed, part
from candour.api.parameters import AsOf, Paging
from candour.api.statements import moment_of, statement_row
from candour.evidence.statements import Statement
from candour.register import selectors
from candour.register.history import statement_of
from candour.register.stretches import Change

TAG = "Changes"


class ChangeFilters(Paging, AsOf):
    """Which part of the list of change sets, and up to which day."""


@get("/changes", answers.Changes, name="changes", tag=TAG)
def changes(request: HttpRequest, filters: Query[ChangeFilters]) -> dict[str, Any]:
    """Change sets, newest first. Each hash covers its entries and the hash before it."""
    asked = listed(request, filters, filters.moment)
    rows = selectors.change_sets(asked.moment)
    return part(asked, rows, lambda row: change_row(Change.of(row)))


@get("/changes/{number}", answers.Change, name="change", tag=TAG)
def change(
    request: HttpRequest,
    number: Annotated[
        int, Path(ge=1, le=LAST_NUMBER, description="The change set's number.", examples=[1])
    ],
    paging: Query[Paging],
) -> dict[str, Any]:
    """One change set, and the statements it put in and took out, in order of subject."""
    change_set = selectors.change(number)
    if change_set is None:
        raise no_such("number", number)
    entries = selectors.entries_of(number)
    retracted = entries.filter(retracted_in=number).count()
    some = part(
        listed(request, paging),
        entries,
        lambda row: _entry_row(statement_of(row.statement), is_put_in=row.asserted_in_id == number),
    )
    return {
        "set": change_row(change_set),
        "asserted": some["count"] - retracted,
        "retracted": retracted,
        **some,
    }


def change_row(change_set: Change) -> dict[str, Any]:
    return {
        "change": change_set.number,
        "origin": change_set.origin,
        "number_in_origin": change_set.position,
        "arrived_at": moment_of(change_set),
        "made_at": change_set.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "made_by": change_set.made_by,
        "why": change_set.why,
        "previous": change_set.previous,
        "hash": change_set.hash,
    }


def _entry_row(statement: Statement, *, is_put_in: bool) -> dict[str, Any]:
    return {
        "entry": "assert" if is_put_in else "retract",
        "statement": statement_row(statement),
    }
