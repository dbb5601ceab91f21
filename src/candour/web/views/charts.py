"""Every picture of a finding on one page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import findings as register
from candour.register import selectors
from candour.register.kinds import kinds
from candour.web import query
from candour.web.pages.charts import charts_of, drawn, sources_of
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.views.answering import answering

FINDINGS_ON_A_PAGE = 2  # pictures of forty forces are tall on a phone


@answering(takes=Takes(("audit",), on_page=("page",)))
def charts(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("audit",))
    rows = (
        register.findings(audit=wanted.get("audit", "")).prefetch_related("subjects").defer("text")
    )
    number = query.number(request.GET, "page")
    pictured = [row for row in rows if charts_of(row.identifier).pictures]
    cut = part(pictured, number, query=wanted, size=FINDINGS_ON_A_PAGE)
    listed = [register.listed(row) for row in cut.rows]
    showing = Showing(selectors.schema(), selectors.names(sources_of(listed)))
    context = {
        "part": cut,
        "findings": drawn(listed, showing),
        "wanted": wanted,
        "audits": [
            Choice(key, kinds().label(key), chosen=key == wanted.get("audit"))
            for key in register.audits()
        ],
    }
    return render(request, "charts.html", context)
