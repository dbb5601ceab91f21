"""The page of a subject, and its history."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.content import FOLDER
from candour.evidence.asked import is_police
from candour.evidence.collection import SubjectFile
from candour.evidence.districts import districts
from candour.evidence.listing import subject_row
from candour.evidence.places import neighbours
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement
from candour.register import facets, overviews, selectors, statement_lists
from candour.register.by_force import by_force
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment
from candour.register.naming import named_in
from candour.register.ratios import comparable, own_ratios
from candour.register.removals import removals
from candour.register.subject_pages import (
    NamedSystems,
    OnSubject,
    consequences_for,
    named_systems,
    on_subject,
)
from candour.web import query, tables
from candour.web.addresses import data_address, subject_address
from candour.web.pages import carried
from candour.web.pages.banner import earliest_read, moment_banner
from candour.web.pages.bodies import roles_in_systems
from candour.web.pages.compare import address_of as compare_address
from candour.web.pages.districts import list_of_force
from candour.web.pages.drawn import Drawn, beside_the_others, who_is_on_it
from candour.web.pages.easy import EASY
from candour.web.pages.easy_body import easy_body
from candour.web.pages.easy_system import easy_system
from candour.web.pages.gists import gists
from candour.web.pages.glance import BodyParts, body_parts
from candour.web.pages.history import difference_shown, history_rows, recorded_row
from candour.web.pages.recommendations import RECOMMENDATIONS
from candour.web.pages.shown import Link, Showing
from candour.web.pages.subject import SubjectPage, subject_page
from candour.web.pages.terms import PEOPLE, newest_people
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.problems import NotHere
from candour.web.query import Query
from candour.web.tables import JSON
from candour.web.views.answering import answering

NEIGHBOURS_SHOWN = 4


class Elsewhere(Exception):
    """The subject has its page at another address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


def _takes(*, subject_class: str, **_parts: str) -> Takes:
    on_page = ("section", "of", "page") if subject_class == "source" else ()
    return Takes(query.DAYS_ASKED, on_page)


@answering(takes=_takes)
def subject(request: HttpRequest, subject_class: str, slug: str, *, form: str) -> HttpResponseBase:
    moment = query.moment(request.GET)
    try:
        subject = find(slug, subject_class, moment)
    except Elsewhere as other:
        return _sent_on(request, other.address, form)
    if form == JSON:
        return tables.json_page(_as_data(subject, moment))
    if form:
        rows = (statement_row(statement) for statement in subject.statements)
        return tables.table(rows, form, name=slug)
    about = on_subject(subject, moment, today=timezone.localdate(), also_named=(RECOMMENDATIONS,))
    page = subject_page(about)
    of_a_body = _of_a_body(about, page) if subject_class == "body" else None
    context = {
        "page": page,
        "banner": _notes(subject, moment),
        "days": query.days_of(moment),
        "today": timezone.localdate(),
        "cite": _cite(request, page, moment),
        "glance": of_a_body.glance if of_a_body else None,
        "seen": _drawn_first(about),
        "people": tuple(newest_people(subject.of(PEOPLE))),
        "removals": removals(about=slug),
        "is_force": subject_class == "body" and slug in by_force(moment).names,
        "systems": of_a_body.systems if of_a_body else (),
        "gists": gists(page, of_a_body.systems if of_a_body else ()),
        "source_glance": (),
        **(_carried(about, page, request.GET) if subject_class == "source" else {}),
    }
    return render(request, "subject.html", context)


def _of_a_body(about: OnSubject, page: SubjectPage) -> BodyParts:
    """Its systems and its summary; a force stands beside the forces near it."""
    return body_parts(
        about,
        page,
        systems_named_on(about),
        ratios=own_ratios(about.subject.slug, comparable(about.moment)),
        neighbours=neighbours_of(about),
        districts=list_of_force(about.subject.slug, districts(FOLDER).values()),
    )


def neighbours_of(about: OnSubject) -> list[Link]:
    """The forces nearest to a force, each leading to both side by side."""
    slug = about.subject.slug
    near = neighbours(FOLDER).get(slug, ())[:NEIGHBOURS_SHOWN]
    names = by_force(about.moment).names
    return [
        Link(names[other], compare_address((slug, other), query.days_of(about.moment)))
        for other in near
        if other in names
    ]


@answering()
def easy(request: HttpRequest, subject_class: str, slug: str, *, form: str) -> HttpResponseBase:
    """One system or one force in Easy Read, as it stands today."""
    try:
        found = find(slug, subject_class, NOW)
    except Elsewhere as other:
        return HttpResponsePermanentRedirect(f"{other.address}{EASY}")
    about = on_subject(found, NOW, today=timezone.localdate())
    page = (
        easy_system(about, facets.index(NOW))
        if subject_class == "system"
        else easy_body(about, systems_named_on(about), comparable(NOW))
    )
    if page is None:
        raise NotHere("There is no Easy Read page of this body.", words=found.name)
    return render(request, "easy_subject.html", {"page": page})


def _drawn_first(about: OnSubject) -> tuple[Drawn, ...]:
    """What is drawn on the first screen."""
    if about.subject.subject_class == "system":
        who = who_is_on_it(about)
        return (who,) if who is not None else ()
    if about.subject.subject_class == "body" and is_police(about.subject):
        return beside_the_others(about.subject.slug, comparable(about.moment))
    return ()


def find(slug: str, subject_class: str, moment: Moment) -> SubjectFile:
    """Return a subject of a class.

    Raises
    ------
    Elsewhere
        If it is of another class, or was merged into another.
    NotHere
        If there is none, or was none on the day asked about.
    """
    subject = selectors.subject(slug, moment)
    if subject is not None and subject.subject_class == subject_class:
        return subject
    if subject is not None:
        raise Elsewhere(subject_address(subject.subject_class, slug))
    to = selectors.resolve(slug)
    names = selectors.names([to])
    if to in names and to != slug:
        raise Elsewhere(subject_address(names[to][1], to))
    if to in names:
        raise NotHere(f"{names[to][0]} was not in Candour on that day.", words=names[to][0])
    raise NotHere("Nothing in the register has this name.", words=slug.replace("-", " "))


def _sent_on(request: HttpRequest, address: str, form: str) -> HttpResponseBase:
    written = request.GET.urlencode()
    to = data_address(address, form) if form else address
    return HttpResponsePermanentRedirect(f"{to}?{written}" if written else to)


def systems_named_on(about: OnSubject) -> NamedSystems:
    slugs = list(roles_in_systems(about.mentions))
    return named_systems(slugs, about.moment, today=timezone.localdate())


def _carried(about: OnSubject, page: SubjectPage, wanted: Query) -> dict[str, Any]:
    """What rests on a source: counted, and listed where a part is asked for or they are few."""
    slug, days = about.subject.slug, query.days_of(about.moment)
    asked = query.texts(wanted, ("section", "of"))
    counts = overviews.carried_by_subject(slug, about.moment)
    total = sum(counts.values())
    named = selectors.names(counts)
    is_listed = bool(asked) or "page" in wanted or total <= carried.FEW
    every = sum(statement_lists.tallies(about.moment).all.values())
    kind = page.kind.value.text if page.kind else ""
    is_of_record = about.moment == about.moment.of_record
    return {
        "source_glance": carried.source_glance(page, total, len(counts)),
        "share": carried.share_of_all(total, every, kind=kind) if is_of_record else None,
        "to_take": carried.source_to_take(page),
        "carried_total": total,
        "chapters": carried.by_chapter(overviews.places_of(slug, about.moment), days),
        "about_classes": carried.by_class(counts, named, days),
        "asked": asked | ({"of": named[asked["of"]][0]} if asked.get("of") in named else {}),
        "carried": None,
        **(_carried_part(about, asked, wanted) if is_listed else {}),
    }


def _carried_part(about: OnSubject, asked: dict[str, str], wanted: Query) -> dict[str, Any]:
    cut = part(
        overviews.carried(
            about.subject.slug,
            asked.get("section", ""),
            about.moment,
            subject=asked.get("of", ""),
        ),
        query.number(wanted, "page"),
        query=asked | query.days_of(about.moment),
    )
    statements = [statement_of(row.statement) for row in cut.rows]
    subjects = {statement.subject for statement in statements}
    names = selectors.names(named_in(statements, about.schema) | subjects)
    showing = Showing(about.schema, names, readings=about.readings)
    return {"carried": cut, "carried_groups": carried.in_groups(statements, showing)}


def _cite(request: HttpRequest, page: SubjectPage, moment: Moment) -> str:
    day = moment.as_of or timezone.localdate()
    days = query.days_of(moment) | {"as-of": day.isoformat()}
    return request.build_absolute_uri(page.address + query.written(days))


# as data


def _notes(subject: SubjectFile, moment: Moment) -> tuple[str, ...]:
    """What a page asked about another day says of itself."""
    if moment.known_on is None:
        return moment_banner(moment)
    whole = selectors.subject(subject.slug, replace(moment, true_on=None, known_on=None))
    return (*moment_banner(moment), *earliest_read(_first_out(whole or subject), moment))


def _first_out(subject: SubjectFile) -> date | None:
    """The first day on which anything read of a subject came out; what Candour adds left aside."""
    read = (s for s in subject.statements if s.said_by != (REGISTER_ITSELF,))
    days = (s.public_on.start.latest for s in read if s.public_on is not None)
    return min((day for day in days if day is not None), default=None)


def _as_data(subject: SubjectFile, moment: Moment) -> dict[str, object]:
    follows = consequences_for(
        subject, moment, today=timezone.localdate(), schema=selectors.schema()
    )
    return {
        **subject_row(subject, follows.use),
        "audited": follows.audited.as_dict() if follows.audited is not None else None,
        "days": query.days_of(moment),
        "notes": list(_notes(subject, moment)),
        "statements": [
            {"id": row.statement.id, "handle": row.handle, **row.statement.as_dict()}
            for row in subject.rows
        ],
        "checks": follows.worked_out.checks,
        "derived": follows.worked_out.derived,
        "contradictions": follows.worked_out.contradictions,
        "gaps": follows.worked_out.gaps,
        "corroborated": [alike.as_dict() for alike in follows.corroborated],
        "timeline": [entry.as_dict() for entry in follows.life],
    }


def statement_row(statement: Statement) -> dict[str, object]:
    """A statement as one row of a table."""
    data = statement.as_dict()
    return {
        "id": statement.id,
        "subject": statement.subject,
        "field": statement.field,
        "kind": statement.kind,
        "value": data["value"][statement.kind],
        "said_by": list(statement.said_by),
        "via": statement.via,
        "source": statement.source,
        "locator": statement.locator,
        "basis": statement.basis,
        "said_on": data.get("said_on", ""),
        "public_on": data.get("public_on", ""),
        "first_public": data.get("first_public", ""),
        "first_in": data.get("first_in", ""),
        "valid": data.get("valid", ""),
        "qualifiers": dict(statement.qualifiers),
    }


# history


@answering(takes=Takes(("field",), on_page=("from", "to", "page")))
def history(request: HttpRequest, subject_class: str, slug: str, *, form: str) -> HttpResponseBase:
    """Every recording of a subject or of one field, or the difference between two days."""
    field = query.text(request.GET, "field")
    try:
        subject = find(slug, subject_class, NOW)
    except Elsewhere as other:
        return _sent_on(request, f"{other.address}history/", form)
    recordings = selectors.history(slug, field)
    if form:
        return tables.table(
            (recorded_row(recorded) for recorded in recordings), form, name=f"{slug}-history"
        )
    start, end = query.day(request.GET, "from"), query.day(request.GET, "to")
    cut = part(
        recordings,
        query.number(request.GET, "page"),
        query=query.texts(request.GET, ("field", "from", "to")),
        size=25,
    )
    changed = _difference(slug, start, end)
    statements = [recorded.statement for recorded in cut.rows] + (
        [*changed.added, *changed.gone] if changed else []
    )
    schema = selectors.schema()
    showing = Showing(
        schema,
        selectors.names(named_in(statements, schema) | {slug}),
        readings=selectors.readings(),
    )
    context = {
        "slug": slug,
        "name": subject.name,
        "address": subject_address(subject_class, slug),
        "part": cut.of(history_rows(cut.rows, showing)),
        "field": field,
        "fields": sorted({(schema.fields[s.field].label, s.field) for s in subject.statements}),
        "start": start or "",
        "end": end or "",
        "difference": difference_shown(changed, showing) if changed else None,
        "removals": removals(about=slug),
    }
    return render(request, "history.html", context)


def _difference(slug: str, start: date | None, end: date | None) -> selectors.Difference | None:
    if start is None and end is None:
        return None
    before = Moment(as_of=start or timezone.localdate())
    return selectors.difference(slug, before=before, after=Moment(as_of=end))
