"""The change log: what came into the register and what left, when, by whom and why."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.register import findings, overviews, selectors
from candour.register.history import statement_of
from candour.register.naming import named_in
from candour.register.stretches import Change
from candour.web import query, tables
from candour.web.addresses import finding_address
from candour.web.pages.shown import Link, Showing
from candour.web.paging import part
from candour.web.problems import NotHere
from candour.web.tables import Row
from candour.web.views.answering import answering


@answering
def changes(request: HttpRequest, *, form: str) -> HttpResponseBase:
    rows = selectors.change_sets()
    if form:
        return tables.table((_header(Change.of(row)) for row in rows), form, name="changes")
    cut = part(rows, query.number(request.GET, "page"), query={})
    return render(request, "changes.html", {"part": cut.of([Change.of(row) for row in cut.rows])})


@answering
def change(request: HttpRequest, number: int, *, form: str) -> HttpResponseBase:
    change_set = selectors.change(number) if number < 2**31 else None
    if change_set is None:
        raise NotHere(f"There is no change set {number}.")
    if form:
        return tables.table(_entries(number), form, name=f"change-{number}")
    began, ended = overviews.began_in(number), overviews.ended_in(number)
    wanted = query.texts(request.GET, ("show",))
    gone = wanted.get("show") == "retracted"
    cut = part(ended if gone else began, query.number(request.GET, "page"), query=wanted, size=100)
    schema = selectors.schema()
    statements = [statement_of(row.statement) for row in cut.rows]
    names = selectors.names(named_in(statements, schema) | {s.subject for s in statements})
    showing = Showing(schema, names, readings=selectors.readings())
    context = {
        "change": change_set,
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


def _header(change_set: Change) -> Row:
    return {
        "change": change_set.number,
        "origin": change_set.origin,
        "number_in_origin": change_set.position,
        "arrived_at": change_set.arrived_at.isoformat(timespec="seconds"),
        "made_at": change_set.made_at.isoformat(timespec="seconds"),
        "made_by": change_set.made_by,
        "why": change_set.why,
        "previous": change_set.previous,
        "hash": change_set.hash,
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
