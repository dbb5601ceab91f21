"""Pictures of findings, to take away and to put into other pages: each says whose data and when."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from candour.audit.exhibits import Picture
from candour.audit.findings import Finding
from candour.audit.kinds import UnknownKind
from candour.audit.reports import CannotPaint, Credit, as_numbers, as_png, as_svg, pictures_of
from candour.register import findings as register
from candour.register import selectors
from candour.register.kinds import kinds
from candour.web.addresses import finding_address
from candour.web.pages.change_days import day_of
from candour.web.problems import NotHere
from candour.web.views.answering import answering

ANYWHERE = "*"

Drawn = tuple[Finding[Any], Picture, Credit]


@answering()
def file(request: HttpRequest, key: str, name: str, kind: str, *, form: str) -> HttpResponseBase:
    """One picture as a file, or the numbers it is drawn from."""
    record = _record(key)
    try:
        media_type, made_from = FILES[kind]
        answer = HttpResponse(made_from(*_drawn(request, record, name)), content_type=media_type)
    except CannotPaint as error:
        raise NotHere(str(error)) from error
    answer["Content-Disposition"] = f'inline; filename="{record.found.name}-{name}.{kind}"'
    answer["Access-Control-Allow-Origin"] = ANYWHERE
    return answer


def _svg(finding: Finding[Any], picture: Picture, credit: Credit) -> str:
    return as_svg(picture, credit)


def _png(finding: Finding[Any], picture: Picture, credit: Credit) -> bytes:
    return as_png(as_svg(picture, credit))


# Every form a picture can be had in, by what its address ends with: a new one is a line here.
FILES: dict[str, tuple[str, Callable[[Finding[Any], Picture, Credit], str | bytes]]] = {
    "svg": ("image/svg+xml; charset=utf-8", _svg),
    "png": ("image/png", _png),
    "csv": ("text/csv; charset=utf-8", as_numbers),
}


@xframe_options_exempt
@csp_replace({"frame-ancestors": [ANYWHERE]})
@answering()
def embed(request: HttpRequest, key: str, name: str, *, form: str) -> HttpResponseBase:
    """One picture as a page that any other may show in a frame: no script, nothing from elsewhere.

    It takes nothing in and holds no form, so there is nothing in it that a frame could steal.
    """
    record = _record(key)
    finding, picture, credit = _drawn(request, record, name)
    context = {
        "title": record.found.title,
        "lead": record.found.lead,
        "stands": record.stands,
        "picture": picture,
        "credit": credit,
        "address": finding_address(finding.name),
        "forms": tuple(FILES),
    }
    return render(request, "picture.html", context)


def _drawn(request: HttpRequest, record: register.FindingHistory, name: str) -> Drawn:
    try:
        finding = kinds().read(record.found.finding)
    except UnknownKind as error:
        raise NotHere(str(error)) from error
    pictures = pictures_of(finding, kinds().of(finding))
    if name not in pictures:
        there = ", ".join(pictures) or "none"
        raise NotHere(f"This finding has no picture “{name[:60]}”. Its pictures: {there}.")
    address = request.build_absolute_uri(finding_address(finding.name))
    return finding, pictures[name], _credit(record, address)


def _credit(record: register.FindingHistory, address: str) -> Credit:
    """Whose data a finding rests on and since when it stands, or until when it stood."""
    finding, stretch = record.found, record.stretches[0]
    names = selectors.names({finding.source} - {""})
    source = names[finding.source][0] if finding.source in names else ""
    data = ". ".join(text.rstrip(".") for text in (source, finding.licence) if text)
    if stretch.ended is None:
        day = f"Recorded on {day_of(stretch.began)}"
    else:
        day = f"No longer stands: withdrawn or replaced on {day_of(stretch.ended)}"
    return Credit(finding.title, f"Data: {data}." if data else "", day, address)


def _record(key: str) -> register.FindingHistory:
    record = register.finding(key)
    if record is None:
        raise NotHere("There is no finding of this name.")
    return record
