"""The change log: what came into the register and what left, when, by whom and why."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import findings, models, overviews, selectors
from candour.register.history import statement_of
from candour.web import query, tables
from candour.web.addresses import finding_address
from candour.web.pages.shown import Link, Showing, slugs_in
from candour.web.paging import part
from candour.web.problems import NotHere
from candour.web.tables import Row
from candour.web.views.answering import answering


@answering
def changes(request: HttpRequest, *, form: str) -> HttpResponseBase:
    rows = selectors.change_sets()
    if form:
        return tables.table((_header(row) for row in rows), form, name="changes")
    cut = part(rows, query.number(request.GET, "page"), query={})
    return render(request, "changes.html", {"part": cut})


@answering
def change(request: HttpRequest, number: int, *, form: str) -> HttpResponseBase:
    made = overviews.change_set(number) if number < 2**31 else None
    if made is None:
        raise NotHere(f"There is no change set {number}.")
    if form:
        return tables.table(_entries(number), form, name=f"change-{number}")
    began, ended = overviews.began_in(number), overviews.ended_in(number)
    wanted = query.texts(request.GET, ("show",))
    gone = wanted.get("show") == "retracted"
    cut = part(ended if gone else began, query.number(request.GET, "page"), query=wanted, size=100)
    schema = selectors.schema()
    statements = [statement_of(row.statement) for row in cut.rows]
    names = selectors.names(slugs_in(statements, schema) | {s.subject for s in statements})
    showing = Showing(schema, names, readings=selectors.readings())
    context = {
        "change": made,
        "asserted": began.count(),
        "retracted": ended.count(),
        "gone": gone,
        "findings": [
            (came, Link(row.title, finding_address(row.identifier)))
            for came, row in findings.touched_in(number)
        ],
        "part": cut.of([(showing.link(s.subject), showing.show(s)) for s in statements]),
    }
    return render(request, "change.html", context)


def _header(row: models.ChangeSet) -> Row:
    return {
        "change": row.number,
        "origin": row.origin.name,
        "number_in_origin": row.position,
        "arrived_at": row.arrived_at.isoformat(timespec="seconds"),
        "made_at": row.made_at.isoformat(timespec="seconds"),
        "made_by": row.made_by,
        "why": row.why,
        "previous": row.previous,
        "hash": row.hash,
    }


def _entries(number: int) -> Iterator[Row]:
    began, ended = overviews.began_in(number), overviews.ended_in(number)
    for what, row in chain((("assert", r) for r in began), (("retract", r) for r in ended)):
        statement = statement_of(row.statement)
        yield {
            "entry": what,
            "id": statement.id,
            "subject": statement.subject,
            "statement": statement.as_dict(),
        }
