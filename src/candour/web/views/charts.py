"""Every picture of every finding on one page, under the questions they answer."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import findings as register
from candour.register import selectors
from candour.web import query
from candour.web.pages.charts import cards, charts_of, sources_of
from candour.web.pages.finding_groups import by_question
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.views.answering import answering
from candour.web.views.findings import filters

FINDINGS_ON_A_PAGE = 60


@answering(takes=Takes(("audit", "about"), on_page=("page",)))
def charts(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("audit", "about"))
    audit, about = wanted.get("audit", ""), wanted.get("about", "")
    rows = register.findings(audit=audit, about=about).prefetch_related("subjects").defer("text")
    number = query.number(request.GET, "page")
    pictured = [row for row in rows if charts_of(row.identifier).pictures]
    cut = part(pictured, number, query=wanted, size=FINDINGS_ON_A_PAGE)
    listed = [register.listed(row) for row in cut.rows]
    concerned = register.subjects_of_findings()
    names = selectors.names({*concerned, *sources_of(listed)})
    shown = list(cards(listed, Showing(selectors.schema(), names)))
    context = {
        "part": cut,
        "pictures": len(shown),
        "groups": by_question(shown),
        "wanted": wanted,
        **filters(wanted, concerned, names),
    }
    return render(request, "charts.html", context)
