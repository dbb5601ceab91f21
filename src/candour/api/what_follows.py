"""What follows from what is said: checks, derived numbers, contradictions and gaps."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from candour.api import answers
from candour.api.app import get
from candour.api.paging import Listed, listed, part
from candour.api.parameters import AsOf, OneOf, Paging, Slug
from candour.evidence.checks import VERDICTS
from candour.evidence.derived import STATES
from candour.evidence.gaps import State
from candour.evidence.weights import CONTRADICTION_KINDS, STRENGTHS, TOUCHES
from candour.register import selectors
from candour.register.follows import CHECK, CONTRADICTION, DERIVED, GAP, worked_out_list

TAG = "What follows"


def states() -> list[str]:
    return list(State)


class Concerning(Paging, AsOf):
    """A list that may be narrowed to one subject."""

    subject: Slug | None = Field(
        None, description="About this subject.", examples=["mps-violence-harm-assessment"]
    )


class CheckFilters(Concerning):
    """What a list of checks is narrowed to."""

    verdict: Annotated[str, OneOf(lambda: VERDICTS)] | None = Field(
        None, description="With this verdict.", examples=["fails"]
    )


class DerivedFilters(Concerning):
    """What a list of derived numbers is narrowed to."""

    state: Annotated[str, OneOf(lambda: STATES)] | None = Field(
        None, description="In this state.", examples=["not-comparable"]
    )


class ContradictionFilters(Concerning):
    """What a list of contradictions is narrowed to."""

    kind: Annotated[str, OneOf(lambda: CONTRADICTION_KINDS)] | None = Field(
        None, description="Of this kind.", examples=["denied-and-shown"]
    )
    touches: Annotated[str, OneOf(lambda: TOUCHES)] | None = Field(
        None, description="That touch this.", examples=["people"]
    )
    strength: Annotated[str, OneOf(lambda: STRENGTHS)] | None = Field(
        None,
        description="Whether both can't be so, or both can and one weakens the other.",
        examples=["exclusive"],
    )


class GapFilters(Concerning):
    """What a list of gaps is narrowed to."""

    item: Annotated[str, OneOf(lambda: selectors.schema().gap_items)] | None = Field(
        None, description="Under this item.", examples=["dpia"]
    )
    state: Annotated[str, OneOf(states)] | None = Field(
        None, description="In this state.", examples=["silent"]
    )


@get("/checks", answers.Checks, name="checks", tag=TAG)
def checks(request: HttpRequest, filters: Query[CheckFilters]) -> dict[str, Any]:
    """Printed numbers recomputed from others, with two verdicts and the working."""
    asked = listed(request, filters, filters.moment)
    rows = _worked_out(CHECK, filters, asked, filters.verdict)
    return part(asked, rows, lambda row: row.row)


@get("/derived", answers.DerivedNumbers, name="derived", tag=TAG)
def derived(request: HttpRequest, filters: Query[DerivedFilters]) -> dict[str, Any]:
    """Numbers that Candour worked out from printed ones, with the working; nobody printed them."""
    asked = listed(request, filters, filters.moment)
    rows = _worked_out(DERIVED, filters, asked, filters.state)
    return part(asked, rows, lambda row: row.row)


@get("/contradictions", answers.Contradictions, name="contradictions", tag=TAG)
def contradictions(request: HttpRequest, filters: Query[ContradictionFilters]) -> dict[str, Any]:
    """Statements that don't fit together, what matters most first; by a rule or by an editor."""
    asked = listed(request, filters, filters.moment)
    rows = _worked_out(CONTRADICTION, filters, asked, filters.kind)
    if filters.touches:
        rows = rows.filter(row__touches=filters.touches)
    if filters.strength:
        rows = rows.filter(row__strength=filters.strength)
    return part(asked, rows, lambda row: row.row)


@get("/gaps", answers.Gaps, name="gaps", tag=TAG)
def gaps(request: HttpRequest, filters: Query[GapFilters]) -> dict[str, Any]:
    """What is asked of every subject in scope: published, described, declared none, silent."""
    asked = listed(request, filters, filters.moment)
    rows = _worked_out(GAP, filters, asked, filters.state, item=filters.item)
    return part(asked, rows, lambda row: row.row)


def _worked_out(
    kind: str, filters: Concerning, asked: Listed, state: str | None, *, item: str | None = None
) -> QuerySet[Any]:
    return worked_out_list(
        kind,
        state=state or "",
        item=item or "",
        slug=filters.subject or "",
        moment=asked.moment,
    )
