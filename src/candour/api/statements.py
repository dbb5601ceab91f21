"""Statements: lists of them, one with its recordings, and figures."""

from collections.abc import Callable
from datetime import UTC, date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query
from pydantic import Field

from candour.api import answers
from candour.api.app import get
from candour.api.errors import Refused, no_such
from candour.api.paging import Listed, listed, part, part_of
from candour.api.parameters import Moments, OneOf, Paging, Slug, StatementKey, no_parameters
from candour.api.rows import A_STATEMENT
from candour.evidence.listing import figure_row
from candour.evidence.statements import Statement
from candour.register import selectors
from candour.register.history import statement_of
from candour.register.lives import corroboration_of
from candour.register.stretches import Change, RecordedStatement, Stretch

TAG = "Statements"


MOST_TO_HOLD = 50_000  # statements that are held one by one against a day, some 50 µs each


class FigureFilters(Moments, Paging):
    """What a list of figures is narrowed to."""

    subject: Slug | None = Field(
        None, description="About this subject.", examples=["mps-violence-harm-assessment"]
    )
    field: Annotated[str, OneOf(lambda: selectors.schema().fields)] | None = Field(
        None, description="Under this field.", examples=["composition"]
    )
    source: Slug | None = Field(
        None, description="Read in this source.", examples=["automated-racism"]
    )


class StatementFilters(FigureFilters):
    """What a list of statements is narrowed to."""

    value: Slug | None = Field(
        None,
        description="With this term, subject or kind of silence as its value.",
        examples=["police-intelligence"],
    )


@get("/statements", answers.Statements, name="statements", tag=TAG)
def statements(request: HttpRequest, filters: Query[StatementFilters]) -> dict[str, Any]:
    """Statements that stand, in order of subject; `value` finds one value everywhere.

    Where `on` is asked, each says under `true_on` whether it was true or whether that can't be
    told; what was certainly not true is left out.
    """
    asked = listed(request, filters, filters.moment)
    recordings = selectors.recordings_with(
        asked.moment.of_record,
        subject=filters.subject or "",
        field=filters.field or "",
        source=filters.source or "",
        value_key=filters.value or "",
    )
    return _part_of_a_day(asked, recordings, lambda one: statement_row(one, asked.moment.true_on))


@get("/statements/{key}", answers.Statement, name="statement", tag=TAG)
def statement(
    request: HttpRequest,
    key: Annotated[
        StatementKey, Path(description="The statement's identifier.", examples=[A_STATEMENT])
    ],
) -> dict[str, Any]:
    """One statement, from when until when it stood in the register, and who else says the same."""
    no_parameters(request)
    record = selectors.statement_record(key)
    if record is None:
        raise no_such("key", key)
    alike = corroboration_of(record.statement) if record.stands else None
    return {
        "statement": statement_row(record.statement),
        "stands": record.stands,
        "recordings": [stretch_row(stretch) for stretch in record.stretches],
        "corroborated": alike.as_dict() if alike is not None else None,
    }


@get("/figures", answers.Figures, name="figures", tag=TAG)
def figures(request: HttpRequest, filters: Query[FigureFilters]) -> dict[str, Any]:
    """Printed numbers that stand, as printed and as read."""
    asked = listed(request, filters, filters.moment)
    recordings = selectors.figures(
        slug=filters.subject or "", field=filters.field or "", moment=asked.moment.of_record
    )
    if filters.source:
        recordings = recordings.filter(statement__source=filters.source)
    return _part_of_a_day(asked, recordings, figure_row)


def _part_of_a_day(
    asked: Listed,
    recordings: QuerySet[Any],
    row: Callable[[Statement], Any],
) -> dict[str, Any]:
    """A part of some statements; where a day is asked, of those that it admits."""
    moment = asked.moment
    if moment.admits_all:
        return part(asked, recordings, lambda one: row(statement_of(one.statement)))
    if recordings.count() > MOST_TO_HOLD:
        name = "on" if moment.true_on else "known"
        raise Refused(
            f"'{name}' is asked of more than {MOST_TO_HOLD:,} statements: name a subject, field, "
            "source or value too.",
            name,
        )
    statements = (statement_of(one.statement) for one in recordings.iterator())
    return part_of(asked, [one for one in statements if moment.admits(one)], row)


# rows


def statement_row(statement: Statement, on: date | None = None) -> dict[str, Any]:
    """A statement with its identifier; where a day is asked about, with the answer for it."""
    row = {"id": statement.id, **statement.as_dict()}
    return row | ({"true_on": str(statement.true_on(on))} if on is not None else {})


def stretch_row(stretch: Stretch) -> dict[str, Any]:
    began, ended = stretch.began, stretch.ended
    return {
        "asserted_in": began.number,
        "asserted_at": moment_of(began),
        "retracted_in": ended.number if ended else None,
        "retracted_at": moment_of(ended) if ended else None,
    }


def recorded_row(recorded: RecordedStatement) -> dict[str, Any]:
    return {"statement": statement_row(recorded.statement), **stretch_row(recorded.stretch)}


def moment_of(change_set: Change) -> str:
    """When it reached this installation, which is what days asked about go by."""
    return change_set.arrived_at.astimezone(UTC).isoformat(timespec="seconds")
