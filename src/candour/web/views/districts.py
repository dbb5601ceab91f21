"""Districts: who lives where, how deprived it is, and what is known of where police were sent."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.audit.reports import screen_html
from candour.content import FOLDER
from candour.evidence.districts import District, result_of
from candour.evidence.districts import districts as every_district
from candour.register import findings as register
from candour.register import selectors
from candour.register.kinds import kinds
from candour.web import tables
from candour.web.pages import districts as page
from candour.web.problems import BadQuery, NotHere
from candour.web.tables import JSON
from candour.web.views.answering import answering

PUBLISHER_OF_INDEX = {
    "england": "Ministry of Housing, Communities and Local Government",
    "wales": "Welsh Government",
}


@answering()
def districts(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """Every district of England and Wales, under its police force, and why no others.

    Raises
    ------
    BadQuery
        If the address carries anything: as on the page of all places, none of it is repeated.
    """
    _refuse_questions(request)
    every = every_district(FOLDER)
    names = selectors.names({district.force for district in every.values()})
    if form:
        rows = (page.as_row(district, names) for district in every.values())
        return tables.table(rows, form, name="districts")
    context = {"forces": page.by_force(every.values(), names), "number": len(every)}
    return render(request, "districts.html", context)


@answering()
def district(request: HttpRequest, slug: str, *, form: str) -> HttpResponseBase:
    """One district: its figures and maps, then what is known of where its force was sent.

    Raises
    ------
    BadQuery
        If the address carries anything.
    NotHere
        If there is no such district, or nothing is shown of it.
    """
    _refuse_questions(request)
    asked_for = every_district(FOLDER).get(slug)
    if asked_for is None:
        raise NotHere(
            "There is no district of this name here: only those of England and Wales are. The list "
            "of districts says why."
        )
    if asked_for.why_not:
        raise NotHere(f"Nothing is shown of {asked_for.name}. {asked_for.why_not}")
    result = result_of(FOLDER, asked_for)
    if form == JSON:
        licence = _licence(asked_for)
        return tables.json_page({"district": asked_for.name, "licence": licence, **result})
    finding = kinds().read(result)
    kind = kinds().of(finding)
    operated = selectors.operated_by([asked_for.force])
    names = selectors.names({asked_for.force, *operated})
    systems = [
        system
        for system in selectors.brief(operated, ("targets", "method", "product")).values()
        if system.subject_class == "system"
    ]
    context = {
        "title": kind.title(finding),
        "lead": finding.sentences[0],
        "report": screen_html(finding, kind, title=kind.title(finding)),
        "around": page.around(asked_for, systems, register.on_subject(asked_for.force), names),
        "address": page.district_address(slug),
        "licence": _licence(asked_for),
    }
    return render(request, "district.html", context)


def _licence(district: District) -> str:
    return (
        "Contains public sector information licensed under the Open Government Licence v3.0 "
        f"(Office for National Statistics; {PUBLISHER_OF_INDEX[district.nation]}) and OS data "
        "© Crown copyright and database right."
    )


def _refuse_questions(request: HttpRequest) -> None:
    if request.GET:
        raise BadQuery("This page takes no questions in its address.")
