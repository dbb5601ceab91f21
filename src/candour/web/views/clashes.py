"""Contradictions of the whole register, by what they touch, how they clash, and whose they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.evidence.weights import EXCLUSIVE, UNEASY
from candour.register import selectors
from candour.register.by_force import by_force
from candour.register.follows import worked_out_list
from candour.register.naming import named_in_clashes
from candour.web import query, tables, words
from candour.web.pages.clashes import clash_shown
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.views import narrowing
from candour.web.views.answering import answering

CONTRADICTION = "contradiction"


@answering(takes=Takes(("kind", "touches", "force", "subject", "as-of"), on_page=("page",)))
def contradictions(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("kind", "touches", "force", "subject"))
    moment = query.as_of(request.GET)
    forces = by_force(moment)
    narrowing.refuse_other_forces(wanted, forces)
    rows_found = worked_out_list(
        CONTRADICTION,
        state=wanted.get("kind", ""),
        item=wanted.get("touches", ""),
        slug=wanted.get("subject", ""),
        among=[wanted["force"]] if "force" in wanted else None,
        moment=moment,
    )
    rows = rows_found.values_list("row", flat=True)
    if form:
        return tables.table(rows.iterator(chunk_size=1_000), form, name="contradictions")
    days = query.days_of(moment)
    cut = part(rows, query.number(request.GET, "page"), query=wanted | days, size=20)
    names = selectors.names(named_in_clashes(cut.rows) | {wanted.get("subject", "")})
    showing = Showing(selectors.schema(), names)
    counted = narrowing.tally(CONTRADICTION, wanted, moment)
    kinds = narrowing.states_of(counted, wanted.get("touches", ""))
    touched = narrowing.items_of(counted, wanted.get("kind", ""))
    contradictory = rows_found.filter(row__strength=EXCLUSIVE).count()
    strengths = {EXCLUSIVE: contradictory, UNEASY: cut.total - contradictory}
    context = {
        **narrowing.as_of_context(wanted, moment),
        "part": cut.of([clash_shown(row, showing) for row in cut.rows]),
        "wanted": wanted,
        "counted_strengths": strengths if cut.total else {},
        "subject_name": showing.name(wanted.get("subject", "")),
        "kinds": _choices(words.CLASHES, kinds, wanted.get("kind", "")),
        "touches": _choices(words.TOUCHES, touched, wanted.get("touches", "")),
        "others": query.written({**wanted, **days, "touches": ""}).replace("?", "&"),
        "forces": narrowing.force_choices(
            forces,
            forces.contradictions,
            wanted,
            state=wanted.get("kind", ""),
            item=wanted.get("touches", ""),
        ),
    }
    return render(request, "contradictions.html", context)


def _choices(labels: dict[str, str], counted: dict[str, int], chosen: str) -> list[Choice]:
    return [
        Choice(key, label, key == chosen, counted.get(key, 0))
        for key, label in labels.items()
        if counted.get(key) or key == chosen
    ]
