"""Findings: what audits of public data came to."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query
from pydantic import Field, StringConstraints

from candour.api import answers
from candour.api.app import get
from candour.api.errors import no_such
from candour.api.paging import listed, part
from candour.api.parameters import OneOf, Paging, Slug, no_parameters
from candour.api.rows import A_FINDING
from candour.register import findings as register
from candour.register.kinds import kinds

TAG = "What follows"
FindingKey = Annotated[str, StringConstraints(pattern=r"^f1-[a-z2-7]{26}$")]


class FindingFilters(Paging):
    """What a list of findings is narrowed to."""

    about: Slug | None = Field(
        None, description="About this body or system.", examples=["metropolitan-police"]
    )
    audit: Annotated[str, OneOf(kinds)] | None = Field(
        None, description="Of this kind of audit.", examples=["stops"]
    )


@get("/findings", answers.Findings, name="findings", tag=TAG)
def findings(request: HttpRequest, filters: Query[FindingFilters]) -> dict[str, Any]:
    """The results of audits that stand today, newest first; each whole at its own address."""
    asked = listed(request, filters)
    rows = register.findings(
        audit=filters.audit or "", about=filters.about or "", moment=asked.moment
    )
    without_text = rows.defer("text").prefetch_related("subjects")
    return part(asked, without_text, register.finding_row)


@get("/findings/{finding_id}", answers.Finding, name="finding", tag=TAG)
def finding(
    request: HttpRequest,
    finding_id: Annotated[
        FindingKey, Path(description="The finding's identifier.", examples=[A_FINDING])
    ],
) -> dict[str, Any]:
    """One finding with its plan, inputs, tables and sentences, and its headline statements."""
    no_parameters(request)
    record = register.finding(finding_id)
    if record is None:
        raise no_such("finding_id", finding_id)
    return register.finding_data(record)
