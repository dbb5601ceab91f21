"""The change log: what came into the register and what left, when, by whom and why."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.register import findings, overviews, selectors
from candour.register.between import Scope, Span, came_in, differences, touched, went_out
from candour.register.by_force import Forces, by_force
from candour.register.happenings import happenings_in, newcomers
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment
from candour.register.naming import named_in
from candour.register.removals import removals
from candour.register.stretches import Change
from candour.register.turnover import in_changes, turnover
from candour.web import query, tables
from candour.web.addresses import finding_address
from candour.web.pages.between import (
    by_day,
    differences_shown,
    named_in_turnover,
    turnover_shown,
)
from candour.web.pages.changed import slugs_told_of, told_of
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Link, Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.problems import BadQuery, NotHere
from candour.web.tables import Row
from candour.web.views.answering import answering
from candour.web.views.narrowing import refuse_other_forces
from candour.web.words import day_in_words

NARROWING = ("force", "subject", "source")
FIRST = date(1900, 1, 1)  # before anything came in
AT_ONCE = 200
CHANGES_SHOWN = 20


@answering(takes=Takes(("from", "to", "force", "subject", "source"), on_page=("page",)))
def changes(request: HttpRequest, *, form: str) -> HttpResponseBase:
    """The list of change sets; with `from` or `to`, what differs between the two moments."""
    wanted = query.texts(request.GET, ("from", "to", "force", "subject", "source"))
    if wanted:
        return _difference(request, wanted, form)
    rows = selectors.change_sets()
    if form:
        return tables.table((_header(Change.of(row)) for row in rows), form, name="changes")
    cut = part(rows, query.number(request.GET, "page"), query={}, size=CHANGES_SHOWN)
    forces = by_force()
    listed = in_changes(Change.of(row) for row in cut.rows)
    told = _told([one.change.number for one in listed], forces)
    context = {
        "part": cut.of(listed),
        "shown_days": by_day(listed, told),
        "wanted": {},
        "forces": _force_choices(forces, ""),
    }
    return render(request, "changes.html", context)


def _difference(request: HttpRequest, wanted: dict[str, str], form: str) -> HttpResponseBase:
    forces = by_force()
    refuse_other_forces(wanted, forces)
    span = Span.of(_moment(wanted, "from", Moment(as_of=FIRST)), _moment(wanted, "to", NOW))
    scope = Scope(_among(wanted, forces), wanted.get("source", ""))
    pairs = touched(span, scope)
    if form:
        return tables.table(_difference_rows(pairs, span, scope), form, name="differences")
    number = query.number(request.GET, "page")
    cut = part(pairs, number, query=wanted, size=20)
    summed = turnover(pairs, span, scope, today=timezone.localdate())
    came, went = came_in(span, scope).count(), went_out(span, scope).count()
    numbers = [one.change.number for one in summed.by_change]
    # What a change did on the word of one source is counted elsewhere, not by its happening.
    told = {} if scope.source else _told(numbers, forces, scope.among)
    differing = differences(cut.rows, span, scope)
    statements = [turn.statement for one in differing for turn in (*one.before, *one.after)]
    schema = selectors.schema()
    slugs = named_in(statements, schema) | {one.subject for one in differing}
    slugs |= named_in_turnover(summed)
    slugs |= {wanted[name] for name in ("subject", "source", "force") if name in wanted}
    showing = Showing(schema, selectors.names(slugs), readings=selectors.readings())
    context = {
        "part": cut.of(differences_shown(differing, showing)),
        "span": span,
        "summary": turnover_shown(summed, came, went, showing, told),
        "ends": _ends(wanted, span),
        "by_log": _by_log(wanted),
        "is_later_page": number > 1,
        "of": [showing.link(wanted[name]) for name in NARROWING if name in wanted],
        "wanted": wanted,
        "forces": _force_choices(forces, wanted.get("force", "")),
        "data_query": query.written(wanted),
    }
    return render(request, "between.html", context)


def _told(
    numbers: list[int], forces: Forces, among: Collection[str] | None = None
) -> dict[int, str]:
    """What each of some change sets did, in a sentence that can be quoted."""
    happened = happenings_in(numbers, among)
    names = selectors.names(slugs_told_of(happened))
    return told_of(happened, newcomers(numbers), names, forces.names)


def _moment(wanted: dict[str, str], name: str, otherwise: Moment) -> Moment:
    """A day, or the number of a change set."""
    text = wanted.get(name, "")
    if not text:
        return otherwise
    if not query.NUMBER.fullmatch(text):
        return _of_day(query.day(wanted, name))
    number = int(text)
    if selectors.change(number) is None:
        raise BadQuery(f"“{name}” names change {number}, and there is none of that number.")
    return Moment(change=number)


def _of_day(day: date | None) -> Moment:
    """The end of a day here; of one before this installation, by the days of its log."""
    began = selectors.first_day()
    if day is None or began is None or day >= began:
        return Moment(as_of=day)
    number = selectors.made_by_end_of(day)
    return Moment(change=number) if number else Moment(as_of=FIRST)


def _by_log(wanted: dict[str, str]) -> date | None:
    """The first day here, where one of the days asked about is before it; else None."""
    began = selectors.first_day()
    asked = [query.day(wanted, name) for name in ("from", "to") if _is_day(wanted, name)]
    return began if any(day and began and day < began for day in asked) else None


def _ends(wanted: dict[str, str], span: Span) -> tuple[str, str]:
    """The two moments in words, with the change sets that they come to."""
    before = f"change {span.low}" if span.low else "before anything came in"
    after = f"change {span.high}"
    named = {query.day(wanted, name) for name in ("from", "to") if _is_day(wanted, name)}
    days = sorted(day for day in named if day is not None)
    if "from" in wanted and _is_day(wanted, "from") and span.low:
        before = f"the end of {day_in_words(days[0])} ({before})"
    if "to" in wanted and _is_day(wanted, "to"):
        after = f"the end of {day_in_words(days[-1])} ({after})"
    return before, after if "to" in wanted else f"today ({after})"


def _is_day(wanted: dict[str, str], name: str) -> bool:
    return name in wanted and not query.NUMBER.fullmatch(wanted[name])


def _among(wanted: dict[str, str], forces: Forces) -> frozenset[str] | None:
    among = forces.around(wanted["force"]) if "force" in wanted else None
    if "subject" not in wanted:
        return among
    if not selectors.was_ever_here(wanted["subject"]):
        raise BadQuery("“subject” must be the short name of a page, such as mps-gangs-matrix.")
    one = frozenset({wanted["subject"]})
    return one if among is None else among & one


def _force_choices(forces: Forces, chosen: str) -> list[Choice]:
    return [Choice(slug, name, slug == chosen) for slug, name in forces.names.items()]


def _difference_rows(pairs: list[tuple[str, str]], span: Span, scope: Scope) -> Iterator[Row]:
    for start in range(0, len(pairs), AT_ONCE):
        for one in differences(pairs[start : start + AT_ONCE], span, scope):
            for what, turns in (("went", one.before), ("came", one.after)):
                for turn in turns:
                    yield {
                        "what": what,
                        "subject": one.subject,
                        "field": one.field,
                        "id": turn.statement.id,
                        "change": turn.change.number,
                        "made_at": turn.change.made_at.isoformat(timespec="seconds"),
                        "made_by": turn.change.made_by,
                        "why": turn.change.why,
                        "statement": turn.statement.as_dict(),
                    }


@answering(takes=Takes(on_page=("show", "page")))
def change(request: HttpRequest, number: int, *, form: str) -> HttpResponseBase:
    change_set = selectors.change(number) if number < 2**31 else None
    if change_set is None:
        raise NotHere(f"There is no change set {number}.")
    if form:
        return tables.table(_entries(number), form, name=f"change-{number}")
    began, ended = overviews.began_in(number), overviews.ended_in(number)
    wanted = query.texts(request.GET, ("show",))
    gone = wanted.get("show") == "retracted"
    asserted, retracted = began.count(), ended.count()
    cut = part(
        ended if gone else began,
        query.number(request.GET, "page"),
        query=wanted,
        size=40,
        total=retracted if gone else asserted,
    )
    schema = selectors.schema()
    statements = [statement_of(row.statement) for row in cut.rows]
    names = selectors.names(named_in(statements, schema) | {s.subject for s in statements})
    showing = Showing(schema, names, readings=selectors.readings())
    context = {
        "change": change_set,
        "told": _told([number], by_force()).get(number, ""),
        "asserted": asserted,
        "retracted": retracted,
        "gone": gone,
        "removals": removals(change=number),
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
