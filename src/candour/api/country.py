"""The whole country: what is known of each body, and which tools have an official record."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from candour.api import answers
from candour.api.app import get
from candour.api.paging import listed, part_of
from candour.api.parameters import AsOf, OneOf, Paging
from candour.evidence.collection import SubjectFile
from candour.evidence.country import covered
from candour.evidence.listing import figure_row
from candour.register import selectors
from candour.register.counted import BY_OTHERS, counted
from candour.register.forces import Force, Knowledge
from candour.register.forces import forces as every_force
from candour.register.moments import Moment
from candour.register.official import records_of_systems, shipped_records

TAG = "The country"
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
NO_DUTY = (
    "What is not found was looked for among the records' metadata on that day, by this register. "
    "The standard obliges no police force to publish a record."
)


class ForceFilters(Paging, AsOf):
    """What a list of police forces is narrowed to."""

    nation: Annotated[str, OneOf(lambda: selectors.schema().vocabularies["nations"])] | None = (
        Field(None, description="Of this nation.", examples=["wales"])
    )
    state: Annotated[str, OneOf(lambda: list(Knowledge))] | None = Field(
        None,
        description="Of whose use this is known; not-known is no statement that it uses none.",
        examples=["shown"],
    )


@get("/forces", answers.Forces, name="forces", tag=TAG)
def forces(request: HttpRequest, filters: Query[ForceFilters]) -> dict[str, Any]:
    """Every police force of the country, by name: its systems, and how much is known of them."""
    asked = listed(request, filters, filters.moment)
    chosen = [
        force
        for force in every_force(asked.moment)
        if filters.nation in {None, force.nation} and filters.state in {None, force.known.value}
    ]
    by_name = sorted(chosen, key=lambda force: force.name)
    return part_of(asked, by_name, Force.as_row)


@get("/coverage", answers.Coverage, name="coverage", tag=TAG)
def coverage(request: HttpRequest, days: Query[AsOf]) -> dict[str, Any]:
    """Every force and justice body of the country: what is known of it, and how well.

    A body with `nothing_known` is one of which no source read tells anything; it is not known to
    use no such system. How many tools others have counted stands beside our own number.
    """
    bodies, systems = _all("body", days.moment), _all("system", days.moment)
    rows = covered(bodies, systems, selectors.schema())
    return {
        "count": len(rows),
        "nothing_known": sum(row.nothing_known for row in rows),
        "bodies": [row.as_dict() for row in rows],
        "counted": _counted(systems, days.moment),
    }


def _all(subject_class: str, moment: Moment) -> list[SubjectFile]:
    pages = selectors.listed(subject_class, selectors.Filters({}), moment)
    return list(selectors.subjects(list(pages.values_list("slug", flat=True)), moment).values())


def _counted(systems: list[SubjectFile], moment: Moment) -> dict[str, Any]:
    """Our number of systems beside the numbers that others give of tools."""
    both = counted(systems, selectors.subject(BY_OTHERS, moment))
    return {
        "ours": both.ours,
        "ours_in_scope": both.ours_in_scope,
        "others": [figure_row(one) for one in both.others],
        "difference": both.difference,
    }


@get("/official-records", answers.OfficialRecords, name="official_records", tag=TAG)
def official_records(request: HttpRequest, days: Query[AsOf]) -> dict[str, Any]:
    """The official transparency records on the day of our copy, and which systems have one.

    `systems` are all in scope of this register, or of a scope that is disputed or not known.
    """
    records = shipped_records()
    return {
        "day": records.day.isoformat(),
        "count": len(records.records),
        "of_police": sum(one.is_of_police for one in records.records),
        "licence": LICENCE,
        "note": NO_DUTY,
        "records": [
            one.as_dict() | {"police_or_justice": one.is_of_police_or_justice}
            for one in records.records
        ],
        "systems": [one.as_dict() for one in records_of_systems(days.moment)],
    }
