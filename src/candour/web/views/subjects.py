"""The page of a subject, and its history."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.asked import FIELD as DISCLOSURE
from candour.evidence.asked import behaviour_when_asked, is_police
from candour.evidence.collection import SubjectFile
from candour.evidence.listing import subject_row
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement
from candour.evidence.use import USE_FIELDS, Headline
from candour.register import findings, overviews, selectors, uses
from candour.register.auditing import audited_of
from candour.register.follows import worked_out
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment
from candour.web import query, tables
from candour.web.addresses import data_address, subject_address
from candour.web.pages import bodies, carried
from candour.web.pages.banner import earliest_read, moment_banner
from candour.web.pages.clashes import slugs_in_clashes
from candour.web.pages.derived import slugs_in_derived
from candour.web.pages.findings import findings_on
from candour.web.pages.gists import gists
from candour.web.pages.glance import body_glance
from candour.web.pages.history import difference_shown, history_rows, recorded_row
from candour.web.pages.recommendations import RECOMMENDATIONS
from candour.web.pages.shown import Names, Showing, slugs_in, verdicts_by_claim
from candour.web.pages.subject import Known, SubjectPage, subject_page
from candour.web.paging import part
from candour.web.problems import NotHere
from candour.web.query import Query
from candour.web.tables import JSON
from candour.web.views.answering import answering


class Elsewhere(Exception):
    """The subject has its page at another address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


@answering
def subject(request: HttpRequest, subject_class: str, slug: str, *, form: str) -> HttpResponseBase:
    asked = query.moment(request.GET)
    try:
        found = find(slug, subject_class, asked)
    except Elsewhere as other:
        return _sent_on(request, other.address, form)
    if form == JSON:
        return tables.json_page(_as_data(found, asked))
    if form:
        rows = (statement_row(s) for s in found.statements)
        return tables.table(rows, form, name=slug)
    page, showing, known = _page(found, asked)
    besides = _besides(known, page, showing, request.GET)
    context = {
        "page": page,
        "banner": _notes(found, asked),
        "days": query.days_of(asked),
        "today": timezone.localdate(),
        "cite": _cite(request, page, asked),
        "glance": None,
        "gists": gists(page, besides.get("systems", ())),
        **besides,
    }
    return render(request, "subject.html", context)


def find(slug: str, subject_class: str, asked: Moment) -> SubjectFile:
    """Return a subject of a class.

    Raises
    ------
    Elsewhere
        If it is of another class, or was merged into another.
    NotHere
        If there is none, or was none on the day asked about.
    """
    found = selectors.subject(slug, asked)
    if found is not None and found.subject_class == subject_class:
        return found
    if found is not None:
        raise Elsewhere(subject_address(found.subject_class, slug))
    to = selectors.resolve(slug)
    names = selectors.names([to])
    if to in names and to != slug:
        raise Elsewhere(subject_address(names[to][1], to))
    if to in names:
        raise NotHere(f"{names[to][0]} was not in Candour on that day.", words=names[to][0])
    raise NotHere("Nothing in the register has this name.", words=slug.replace("-", " "))


def _sent_on(request: HttpRequest, address: str, form: str) -> HttpResponseBase:
    asked = request.GET.urlencode()
    to = data_address(address, form) if form else address
    return HttpResponsePermanentRedirect(f"{to}?{asked}" if asked else to)


def _page(found: SubjectFile, asked: Moment) -> tuple[SubjectPage, Showing, Known]:
    schema = selectors.schema()
    follows = worked_out(found, schema, asked)
    mentions = selectors.mentions(found.slug, asked)
    slugs = slugs_in((*found.statements, *mentions), schema)
    slugs |= slugs_in_derived(follows.derived)
    slugs |= slugs_in_clashes(follows.contradictions) | {s.subject for s in mentions}
    slugs.add(RECOMMENDATIONS)
    concerned = findings.on_subject(found.slug, asked)
    headlines = findings.headlines_on(found.slug, asked) if concerned else {}
    slugs |= slugs_in((s for some in headlines.values() for s in some), schema)
    showing = Showing(
        schema,
        selectors.names(slugs),
        asked,
        verdicts_by_claim(follows.checks),
        selectors.readings(),
    )
    use = _use_of(found, asked, showing.names)
    known = Known(
        found,
        follows,
        mentions,
        overviews.changes_of(found.slug),
        findings_on(concerned, headlines, showing),
        use,
        audited_of(found, use, asked, concerned=concerned),
    )
    return subject_page(known, showing), showing, known


def _use_of(found: SubjectFile, asked: Moment, names: Names | None = None) -> Headline | None:
    some = {found.slug: found}
    said = uses.headlines(some, today=timezone.localdate(), moment=asked, names=names)
    return said.get(found.slug)


def _besides(known: Known, page: SubjectPage, showing: Showing, wanted: Query) -> dict[str, Any]:
    """What the pages of bodies and of sources show beyond those of other subjects."""
    found, asked = known.subject, showing.moment
    if found.subject_class == "body":
        systems = _systems_of(known, asked)
        behaviour = behaviour_when_asked(found.of(DISCLOSURE))
        is_summed_up = is_police(found) or any(system.is_used for system in systems)
        glance = body_glance(page, systems, behaviour) if is_summed_up else None
        return {"systems": systems, "glance": glance}
    if found.subject_class == "source":
        section = query.text(wanted, "section")
        rows = part(
            overviews.carried(found.slug, section, asked),
            query.number(wanted, "page"),
            query={"section": section},
        )
        statements = [statement_of(row.statement) for row in rows.rows]
        names = selectors.names(
            slugs_in(statements, showing.schema) | {s.subject for s in statements}
        )
        more = Showing(showing.schema, names, readings=showing.readings)
        return {
            "carried": rows.of([(more.link(s.subject), more.show(s)) for s in statements]),
            "carried_sections": carried.by_section(overviews.places_of(found.slug, asked)),
            "section": section,
        }
    return {}


def _systems_of(known: Known, asked: Moment) -> tuple[bodies.SystemOf, ...]:
    roles = bodies.roles_in_systems(known.mentions)
    briefs = selectors.brief(roles, ("name", "kind", *USE_FIELDS), asked)
    said = uses.headlines(briefs, today=timezone.localdate(), moment=asked)
    # Where only what was true or known on a day is admitted, each system's own page has its gaps.
    gaps = overviews.gaps_by_subject(roles, asked) if roles and asked.admits_all else []
    return bodies.systems_of(roles, briefs, gaps, said, selectors.schema())


def _cite(request: HttpRequest, page: SubjectPage, asked: Moment) -> str:
    day = asked.as_of or timezone.localdate()
    days = query.days_of(asked) | {"as-of": day.isoformat()}
    return request.build_absolute_uri(page.address + query.written(days))


# as data


def _notes(found: SubjectFile, asked: Moment) -> tuple[str, ...]:
    """What a page asked about another day says of itself."""
    if asked.known_on is None:
        return moment_banner(asked)
    whole = selectors.subject(found.slug, replace(asked, true_on=None, known_on=None))
    return (*moment_banner(asked), *earliest_read(_first_out(whole or found), asked))


def _first_out(subject: SubjectFile) -> date | None:
    """The first day on which anything read of a subject came out; what Candour adds left aside."""
    read = (s for s in subject.statements if s.said_by != (REGISTER_ITSELF,))
    days = (s.public_on.start.latest for s in read if s.public_on is not None)
    return min((day for day in days if day is not None), default=None)


def _as_data(found: SubjectFile, asked: Moment) -> dict[str, object]:
    follows = worked_out(found, selectors.schema(), asked)
    use = _use_of(found, asked)
    told = audited_of(found, use, asked)
    return {
        **subject_row(found, use),
        "audited": told.as_dict() if told is not None else None,
        "days": query.days_of(asked),
        "notes": list(_notes(found, asked)),
        "statements": [
            {"id": row.statement.id, "handle": row.handle, **row.statement.as_dict()}
            for row in found.rows
        ],
        "checks": follows.checks,
        "derived": follows.derived,
        "contradictions": follows.contradictions,
        "gaps": follows.gaps,
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


@answering
def history(request: HttpRequest, subject_class: str, slug: str, *, form: str) -> HttpResponseBase:
    """Every recording of a subject or of one field, or the difference between two days."""
    field = query.text(request.GET, "field")
    start, end = query.day(request.GET, "from"), query.day(request.GET, "to")
    try:
        found = find(slug, subject_class, NOW)
    except Elsewhere as other:
        return _sent_on(request, f"{other.address}history/", form)
    rows = selectors.history(slug, field)
    if form:
        return tables.table(
            (recorded_row(recorded) for recorded in rows), form, name=f"{slug}-history"
        )
    cut = part(
        rows,
        query.number(request.GET, "page"),
        query=query.texts(request.GET, ("field", "from", "to")),
        size=100,
    )
    changed = _difference(slug, start, end)
    statements = [recorded.statement for recorded in cut.rows] + (
        [*changed.added, *changed.gone] if changed else []
    )
    schema = selectors.schema()
    showing = Showing(
        schema,
        selectors.names(slugs_in(statements, schema) | {slug}),
        readings=selectors.readings(),
    )
    context = {
        "slug": slug,
        "name": found.name,
        "address": subject_address(subject_class, slug),
        "part": cut.of(history_rows(cut.rows, showing)),
        "field": field,
        "fields": sorted({(schema.fields[s.field].label, s.field) for s in found.statements}),
        "start": start or "",
        "end": end or "",
        "difference": difference_shown(changed, showing) if changed else None,
    }
    return render(request, "history.html", context)


def _difference(slug: str, start: date | None, end: date | None) -> selectors.Difference | None:
    if start is None and end is None:
        return None
    before = Moment(as_of=start or timezone.localdate())
    return selectors.difference(slug, before=before, after=Moment(as_of=end))
