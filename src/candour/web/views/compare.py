"""Forces or systems side by side, by an address that can be handed on."""

from collections import Counter
from collections.abc import Iterable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.collection import SubjectFile
from candour.evidence.gaps import State
from candour.register import overviews, selectors, uses
from candour.register.forces import forces as every_force
from candour.register.moments import Moment
from candour.register.naming import named_in
from candour.web import query, tables
from candour.web.pages import compare as page
from candour.web.pages.banner import moment_banner
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing
from candour.web.parameters import Takes
from candour.web.problems import BadQuery
from candour.web.views.answering import answering


@answering(takes=Takes(("with", "as-of"), many=frozenset({"with"})))
def compare(request: HttpRequest, *, form: str) -> HttpResponseBase:
    slugs = list(
        dict.fromkeys(query.text({"with": s}, "with") for s in request.GET.getlist("with"))
    )
    slugs = [slug for slug in slugs if slug]
    moment = query.as_of(request.GET)
    names = selectors.names(slugs)
    page.refuse(slugs, names)
    rows = _rows(slugs, moment, is_force=names[slugs[0]][1] == "body") if len(slugs) > 1 else ()
    if form:
        return tables.table(_as_data(slugs, rows), form, name="compare")
    days = query.days_of(moment)
    context = {
        "columns": [Showing(selectors.schema(), names).link(slug) for slug in slugs],
        "rows": rows,
        "differing": sum(row.differs for row in rows),
        "choices": _choices(slugs, moment),
        "most": page.MOST,
        "days": days,
        "address": request.get_full_path(),
        "data_query": "?" + request.GET.urlencode() if slugs else "",
        "banner": moment_banner(moment),
    }
    return render(request, "compare.html", context)


def _rows(slugs: list[str], moment: Moment, *, is_force: bool) -> tuple[page.Row, ...]:
    by_slug = selectors.subjects(slugs, moment)
    missing = [slug for slug in slugs if slug not in by_slug]
    if missing:
        raise BadQuery(f"“{missing[0]}” was not in Candour on that day.")
    subjects = list(by_slug.values())
    if not is_force:
        return _system_rows(subjects, moment)
    forces_by_slug = {force.slug: force for force in every_force(moment)}
    for subject in subjects:
        if subject.slug not in forces_by_slug:
            raise BadQuery(f"“with” names {subject.name}, which is no police force.")
    forces = [forces_by_slug[slug] for slug in by_slug]
    showing = _showing(subjects, {key for force in forces for key in force.systems})
    return page.force_rows(forces, subjects, showing)


def _system_rows(systems: list[SubjectFile], moment: Moment) -> tuple[page.Row, ...]:
    slugs = [system.slug for system in systems]
    items, open_items = Counter[str](), Counter[str]()
    for gap in overviews.gaps_by_subject(slugs, moment):
        items[gap["subject"]] += 1
        open_items[gap["subject"]] += gap["state"] != State.PUBLISHED
    headlines = uses.headlines(
        {s.slug: s for s in systems}, today=timezone.localdate(), moment=moment
    )
    gaps = {slug: (open_items[slug], items[slug]) for slug in items}
    return page.system_rows(systems, headlines, gaps, _showing(systems))


def _showing(subjects: Iterable[SubjectFile], more: Iterable[str] = ()) -> Showing:
    schema = selectors.schema()
    statements = [statement for subject in subjects for statement in subject.statements]
    return Showing(schema, selectors.names(named_in(statements, schema) | set(more)))


def _choices(slugs: list[str], moment: Moment) -> list[tuple[str, list[list[Choice]]]]:
    """For forces and for systems, as many lists to choose from as can be set side by side."""
    forces = [(force.slug, force.name) for force in every_force(moment)]
    pages = selectors.listed("system", selectors.Filters({}), moment)
    systems = list(pages.values_list("slug", "name"))
    return [
        (label, [_list(some, slugs, place) for place in range(page.MOST)])
        for label, some in (("Police forces", forces), ("Systems", systems))
    ]


def _list(some: list[tuple[str, str]], slugs: list[str], place: int) -> list[Choice]:
    chosen = slugs[place] if place < len(slugs) else ""
    return [Choice(slug, name, chosen=slug == chosen) for slug, name in some]


def _as_data(slugs: list[str], rows: Iterable[page.Row]) -> Iterable[tables.Row]:
    for row in rows:
        cells = ([link.text for link in cell] for cell in row.cells)
        yield {
            "question": row.label,
            "differs": row.differs,
            **dict(zip(slugs, cells, strict=True)),
        }
