"""Terms and sources: what values are made of, and where all of it was read."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from candour.api import answers
from candour.api.app import get
from candour.api.paging import cut, listed, part_of
from candour.api.parameters import AsOf, OneOf, Paging, Slug
from candour.register import selectors, tallied
from candour.register.tallied import TermTally

TAG = "Words and sources"


class TermFilters(Paging, AsOf):
    """What a list of terms is narrowed to."""

    vocabulary: Annotated[str, OneOf(lambda: selectors.schema().vocabularies)] | None = Field(
        None, description="Of this vocabulary.", examples=["inputs"]
    )


class SourceFilters(Paging, AsOf):
    """What a list of sources is narrowed to."""

    author: Slug | None = Field(
        None, description="Written by this body.", examples=["amnesty-international"]
    )


@get("/terms", answers.Terms, name="terms", tag=TAG)
def terms(request: HttpRequest, filters: Query[TermFilters]) -> dict[str, Any]:
    """Every term, what it means, and how many statements say it; `/statements?value=` gives them.

    `as_of` is of the statements; the terms are those of today.
    """
    asked = listed(request, filters, filters.moment)
    every = tallied.terms(selectors.schema(), asked.moment)
    chosen = [one for one in every if filters.vocabulary in {None, one.vocabulary}]
    return part_of(
        asked, chosen, TermTally.as_row, key=lambda tally: (tally.vocabulary, tally.term.key)
    )


@get("/sources", answers.Sources, name="sources", tag=TAG)
def sources(request: HttpRequest, filters: Query[SourceFilters]) -> dict[str, Any]:
    """Every text that statements were read in, with how many; `/statements?source=` gives them."""
    by_author = {"author": filters.author} if filters.author else {}
    asked = listed(request, filters, filters.moment)
    some = cut(asked, selectors.listed("source", selectors.Filters(by_author), asked.moment))
    rows = tallied.sources([page.slug for page in some.rows], asked.moment)
    return some.answer([one.as_row() for one in rows])
