"""What is not published: a matrix of all systems, or the answers to what is asked for."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import overviews, selectors
from candour.register.by_force import by_force
from candour.register.counted import counted_now
from candour.register.counting import Counts
from candour.register.follows import worked_out_list
from candour.register.moments import Moment
from candour.web import query, tables, words
from candour.web.pages import gaps as gaps_page
from candour.web.pages.gaps import gap_shown, item_counts, matrix, of_bodies
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.views import narrowing
from candour.web.views.answering import answering

GAP = "gap"


@answering(takes=Takes(("item", "state", "force", "subject", "as-of"), on_page=("page",)))
def gaps(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("item", "state", "force", "subject"))
    moment = query.as_of(request.GET)
    narrowing.refuse_other_forces(wanted, by_force(moment))
    rows = _rows(wanted, moment)
    if form:
        return tables.table(rows.iterator(chunk_size=1_000), form, name="gaps")
    number = query.number(request.GET, "page")
    if wanted:
        return _as_list(request, rows, wanted, moment, number=number)
    return _as_matrix(request, moment, number)


def _rows(wanted: dict[str, str], moment: Moment) -> QuerySet[Any]:
    rows = worked_out_list(
        GAP,
        state=wanted.get("state", ""),
        item=wanted.get("item", ""),
        slug=wanted.get("subject", ""),
        among=by_force(moment).around(wanted["force"]) if "force" in wanted else None,
        moment=moment,
    )
    return rows.values_list("row", flat=True)


def _as_list(
    request: HttpRequest,
    rows: QuerySet[Any],
    wanted: dict[str, str],
    moment: Moment,
    *,
    number: int,
) -> HttpResponseBase:
    cut = part(rows, number, query=wanted | query.days_of(moment), size=25)
    schema = selectors.schema()
    names = selectors.names({row["subject"] for row in cut.rows} | {wanted.get("subject", "")})
    showing = Showing(schema, names)
    shown = [(showing.link(row["subject"]), gap_shown(row, schema)) for row in cut.rows]
    context = {**_filters(wanted, moment), "part": cut.of(shown), "is_list": True}
    return render(request, "gaps.html", context)


def _as_matrix(request: HttpRequest, moment: Moment, number: int) -> HttpResponseBase:
    schema = selectors.schema()
    counted = Counts(moment)
    subjects = overviews.subjects_asked(next(iter(schema.gap_items)), moment)
    total = max(counted.items(GAP).values(), default=0)  # each item is moment of every subject
    cut = part(subjects, number, query=query.days_of(moment), total=total)
    showing = Showing(schema, selectors.names(cut.rows))
    items = item_counts(counted.gaps(), schema)
    context = {
        **_filters({}, moment),
        "part": cut.of(matrix(overviews.gaps_by_subject(cut.rows, moment), showing)),
        "items": items,
        **of_bodies(items),
        **_of_whom(total, moment),
        "is_list": False,
    }
    return render(request, "gaps.html", context)


def _of_whom(total: int, moment: Moment) -> dict[str, int]:
    """Of how many systems of the country, and of how many other subjects, the items are asked."""
    systems = counted_now(moment).asked
    return {"asked_systems": systems, "asked_others": max(0, total - systems)}


def _filters(wanted: dict[str, str], moment: Moment) -> dict[str, object]:
    schema, forces = selectors.schema(), by_force(moment)
    counted = narrowing.tally(GAP, wanted, moment)
    items = narrowing.items_of(counted, wanted.get("state", ""))
    states = narrowing.states_of(counted, wanted.get("item", ""))
    return {
        **narrowing.as_of_context(wanted, moment),
        "wanted": wanted,
        "item_choices": [
            Choice(key, item.label, key == wanted.get("item"), items.get(key, 0))
            for key, item in schema.gap_items.items()
        ],
        "state_choices": [
            Choice(state, label, state == wanted.get("state"), states.get(state, 0))
            for state, label in words.GAP_STATES.items()
        ],
        "force_choices": narrowing.force_choices(
            forces,
            forces.gaps,
            wanted,
            state=wanted.get("state", ""),
            item=wanted.get("item", ""),
        ),
        "marks": gaps_page.MARKS,
        "gap_states": words.GAP_STATES,
    }
