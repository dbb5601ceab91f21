"""What is not published: a matrix of all systems, or the answers to what is asked for."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import overviews, selectors
from candour.register.by_force import by_force
from candour.register.counting import Counts
from candour.register.follows import worked_out_list
from candour.register.moments import Moment
from candour.web import query, tables, words
from candour.web.pages import gaps as gaps_page
from candour.web.pages.gaps import gap_shown, item_counts, matrix
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.views import narrowing
from candour.web.views.answering import answering

GAP = "gap"


@answering
def gaps(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("item", "state", "force", "subject"))
    asked = query.as_of(request.GET)
    narrowing.refuse_other_forces(wanted, by_force(asked))
    rows = _rows(wanted, asked)
    if form:
        return tables.table(rows.iterator(chunk_size=1_000), form, name="gaps")
    number = query.number(request.GET, "page")
    if wanted:
        return _as_list(request, rows, wanted, asked, number=number)
    return _as_matrix(request, asked, number)


def _rows(wanted: dict[str, str], asked: Moment) -> QuerySet[Any]:
    rows = worked_out_list(
        GAP,
        state=wanted.get("state", ""),
        item=wanted.get("item", ""),
        slug=wanted.get("subject", ""),
        among=by_force(asked).around(wanted["force"]) if "force" in wanted else None,
        moment=asked,
    )
    return rows.values_list("row", flat=True)


def _as_list(
    request: HttpRequest,
    rows: QuerySet[Any],
    wanted: dict[str, str],
    asked: Moment,
    *,
    number: int,
) -> HttpResponseBase:
    cut = part(rows, number, query=wanted | query.days_of(asked))
    schema = selectors.schema()
    names = selectors.names({row["subject"] for row in cut.rows} | {wanted.get("subject", "")})
    showing = Showing(schema, names)
    shown = [(showing.link(row["subject"]), gap_shown(row, schema)) for row in cut.rows]
    context = {**_filters(wanted, asked), "part": cut.of(shown), "is_list": True}
    return render(request, "gaps.html", context)


def _as_matrix(request: HttpRequest, asked: Moment, number: int) -> HttpResponseBase:
    schema = selectors.schema()
    counted = Counts(asked)
    subjects = overviews.subjects_asked(next(iter(schema.gap_items)), asked)
    total = max(counted.items(GAP).values(), default=0)  # each item is asked of every subject
    cut = part(subjects, number, query=query.days_of(asked), total=total)
    showing = Showing(schema, selectors.names(cut.rows))
    context = {
        **_filters({}, asked),
        "part": cut.of(matrix(overviews.gaps_by_subject(cut.rows, asked), showing)),
        "items": item_counts(counted.gaps(), schema),
        "is_list": False,
    }
    return render(request, "gaps.html", context)


def _filters(wanted: dict[str, str], asked: Moment) -> dict[str, object]:
    schema, forces = selectors.schema(), by_force(asked)
    counted = narrowing.tally(GAP, wanted, asked)
    items = narrowing.items_of(counted, wanted.get("state", ""))
    states = narrowing.states_of(counted, wanted.get("item", ""))
    return {
        **narrowing.as_of_context(wanted, asked),
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
