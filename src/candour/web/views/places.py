"""Which police force is mine: a list of places, and a finder that runs on the reader's device."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.content import FOLDER
from candour.evidence.districts import districts
from candour.evidence.places import NEAR_METRES, outward_codes
from candour.register import selectors
from candour.web import tables
from candour.web.pages import places as page
from candour.web.problems import BadQuery
from candour.web.views.answering import answering

METRES_IN_A_KILOMETRE = 1_000


@answering()
def places(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The same page whoever asks: what is typed in it never comes here.

    Raises
    ------
    BadQuery
        If the address carries anything, so that no postcode is sent by a mistaken link.
    """
    if request.GET:
        raise BadQuery("This page takes no questions in its address: type on the page itself.")
    codes = outward_codes(FOLDER)
    slugs = {slug for code in codes for slug in (code.force, *code.perhaps)}
    names = selectors.names(slugs)
    if form:
        return tables.table((page.as_row(code, names) for code in codes), form, name="places")
    context = {
        "nations": page.nations_shown(codes, names, districts(FOLDER)),
        "codes": len(codes),
        "kilometres": int(NEAR_METRES // METRES_IN_A_KILOMETRE),
    }
    return render(request, "places.html", context)
