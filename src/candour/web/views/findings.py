"""Findings: the results of audits, in a list, one by one, as data and as reports to take away."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.audit.findings import Finding
from candour.audit.kinds import Kind, UnknownKind
from candour.audit.reports import CannotPrint, PicturesAt, as_html, screen_html
from candour.register import findings as register
from candour.register import selectors
from candour.register.kinds import kinds
from candour.register.printed import place_of, printed
from candour.web import query, tables
from candour.web.addresses import finding_address
from candour.web.pages.banner import moment_banner
from candour.web.pages.finding_groups import by_question
from candour.web.pages.findings import (
    beside_pages_of_forces,
    entries,
    finding_page,
    leading,
    slugs_of,
)
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Names, Showing
from candour.web.paging import part
from candour.web.papers import at_the_desk
from candour.web.parameters import Takes
from candour.web.problems import NotHere
from candour.web.tables import JSON, Row
from candour.web.views.answering import answering


@answering(takes=Takes(("audit", "about", *query.DAYS_ASKED), on_page=("page",)))
def findings(request: HttpRequest, *, form: str) -> HttpResponseBase:
    moment = query.moment(request.GET)
    wanted = query.texts(request.GET, ("audit", "about"))
    rows = register.findings(**wanted, moment=moment).prefetch_related("subjects")
    if form:
        return tables.table(_rows(rows), form, name="findings")
    days = query.days_of(moment)
    cut = part(rows.defer("text"), query.number(request.GET, "page"), query=wanted | days, size=60)
    listed = [register.listed(row) for row in cut.rows]
    concerned = register.subjects_of_findings()
    names = selectors.names({*concerned, *slugs_of(listed)})
    showing = Showing(selectors.schema(), names, readings=selectors.readings())
    shown = entries(listed, showing)
    context = {
        "part": cut.of(shown),
        "groups": by_question(shown),
        "leading": leading(shown) if cut.number == 1 else None,
        "wanted": wanted,
        "days": days,
        "banner": moment_banner(moment, is_list=True),
        **filters(wanted, concerned, names),
        "data_query": query.written(wanted | days),
    }
    return render(request, "findings.html", context)


def filters(
    wanted: Mapping[str, str], concerned: Iterable[str], names: Names
) -> dict[str, list[Choice]]:
    """What lists of findings are narrowed by: what was audited, and whom it is about."""
    return {
        "audits": [
            Choice(key, kinds().label(key), chosen=key == wanted.get("audit"))
            for key in register.audits()
        ],
        "concerned": sorted(
            (
                Choice(slug, names[slug][0], chosen=slug == wanted.get("about"))
                for slug in concerned
                if slug in names
            ),
            key=lambda choice: choice.label,
        ),
    }


def _rows(rows: Any) -> Iterator[Row]:
    for row in rows.iterator(chunk_size=20):
        yield register.finding_row(row)


@answering()
def finding(request: HttpRequest, key: str, *, form: str) -> HttpResponseBase:
    """A finding by its identifier; its short name leads to the one that stands under it."""
    standing = register.named(key)
    if standing and standing != key:  # a command may have kept it under its identifier
        data = ".json" if form == JSON else "/"
        return HttpResponseRedirect(finding_address(standing).rstrip("/") + data)
    record = _record(key)
    if form == JSON:
        return tables.json_page(register.finding_data(record))
    successor = register.successor(record)
    if successor:
        return HttpResponsePermanentRedirect(finding_address(successor))
    slugs = {*record.found.about, record.found.source} - {""}
    showing = Showing(selectors.schema(), selectors.names(slugs), readings=selectors.readings())
    report, not_known_here = "", ""
    try:
        read, kind = _read(record)
        report = screen_html(
            read,
            kind,
            title=record.found.title,
            pictures_at=_pictures_at(request, record),
            beside=beside_pages_of_forces(read, kind),
        )
    except UnknownKind as error:
        not_known_here = str(error)
    context = {
        "page": finding_page(record, showing),
        "report": report,
        "not_known_here": not_known_here,
    }
    return render(request, "finding.html", context)


def _pictures_at(request: HttpRequest, record: register.FindingHistory) -> PicturesAt:
    """Where its pictures can be had; the address of the site is for other pages to ask."""
    site = request.build_absolute_uri("/").rstrip("/")
    return PicturesAt(f"{finding_address(record.found.identifier)}pictures/", site)


@answering()
def report(request: HttpRequest, key: str, kind: str, *, form: str) -> HttpResponseBase:
    """The whole report as one file to keep: a page that needs nothing else, or paper."""
    record = _record(key)
    try:
        answer = REPORTS[kind](record)
    except (CannotPrint, UnknownKind) as error:
        raise NotHere(str(error)) from error
    # Its style stands inline, which no page of this site may have: it is there to be saved.
    answer["Content-Disposition"] = f'attachment; filename="{record.found.name}.{kind}"'
    return answer


def _as_page(record: register.FindingHistory) -> HttpResponse:
    page = as_html(*_read(record), title=record.found.title)
    return HttpResponse(page, content_type="text/html; charset=utf-8")


def _on_paper(record: register.FindingHistory) -> HttpResponse:
    if place_of(record.found).is_file():
        return HttpResponse(printed(record.found), content_type="application/pdf")
    with at_the_desk():
        return HttpResponse(printed(record.found), content_type="application/pdf")


# Every form a report can be had in, by what its address ends with: a new one is a line here.
REPORTS = {"html": _as_page, "pdf": _on_paper}


def _read(record: register.FindingHistory) -> tuple[Finding[Any], Kind[Any]]:
    """The finding as its audit knows it, and the kind of that audit."""
    finding = kinds().read(record.found.finding)
    return finding, kinds().of(finding)


def _record(key: str) -> register.FindingHistory:
    record = register.finding(key)
    if record is None:
        raise NotHere("There is no finding of this name.")
    return record
