"""Every police force beside the others, as tiles and as a table."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import selectors
from candour.register.by_force import by_force
from candour.register.counted import counted_now
from candour.register.forces import forces as every_force
from candour.register.ratios import comparable
from candour.web import query, tables
from candour.web.pages import forces as page
from candour.web.pages.banner import moment_banner
from candour.web.pages.counted import tools_counted
from candour.web.pages.force_ratios import ratios_shown
from candour.web.pages.force_tiles import named_under, tiles
from candour.web.parameters import Takes
from candour.web.views.answering import answering


@answering(takes=Takes(("sort", "nation", "state", "ban", "as-of")))
def forces(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("sort", "nation", "state", "ban"))
    moment = query.as_of(request.GET)
    every = every_force(moment)
    schema = selectors.schema()
    chosen = page.choose(every, wanted, schema)
    if form:
        return tables.table((force.as_row() for force in chosen), form, name="forces")
    days = query.days_of(moment)
    context = {
        "lead": page.lead(every),
        "tiles": tiles(chosen),
        "named_under": named_under(chosen),
        "rows": page.rows(chosen, schema),
        "told_together": page.told_together(every),
        "total": len(every),
        "ratios": ratios_shown(comparable(moment), dict(by_force(moment).names)),
        "filters": page.filters(wanted, schema),
        "wanted": wanted,
        "days": days,
        "data_query": query.written(wanted | days),
        "banner": moment_banner(moment),
        "tools": tools_counted(counted_now(moment)),
    }
    return render(request, "forces.html", context)
