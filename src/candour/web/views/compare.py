"""Forces or systems side by side, by an address that can be handed on."""

from collections import Counter
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.collection import SubjectFile
from candour.evidence.gaps import State
from candour.register import overviews, selectors, uses
from candour.register.forces import forces as every_force
from candour.register.moments import Moment
from candour.register.naming import named_in
from candour.register.ratios import comparable
from candour.register.search import search
from candour.web import query, tables
from candour.web.pages import compare as page
from candour.web.pages.banner import moment_banner
from candour.web.pages.shown import Showing
from candour.web.parameters import Takes
from candour.web.problems import BadQuery
from candour.web.views.answering import answering

MOST_MATCHES = 12
MOST_SUGGESTED = 400  # names that a browser is handed with the page


@answering(takes=Takes(("with", "as-of"), on_page=("add",), many=frozenset({"with"})))
def compare(request: HttpRequest, *, form: str) -> HttpResponseBase:
    slugs = list(
        dict.fromkeys(query.text({"with": s}, "with") for s in request.GET.getlist("with"))
    )
    slugs = [slug for slug in slugs if slug]
    moment = query.as_of(request.GET)
    days = query.days_of(moment)
    names = selectors.names(slugs)
    page.refuse(slugs, names)
    typed = "" if form or len(slugs) >= page.MOST else query.text(request.GET, "add")
    matches = _matches(typed, slugs, names, moment)
    if len(matches) == 1:
        return HttpResponseRedirect(page.address_of((*slugs, *matches), days))
    rows = _rows(slugs, moment, is_force=names[slugs[0]][1] == "body") if len(slugs) > 1 else ()
    if form:
        return tables.table(_as_data(slugs, rows), form, name="compare")
    context = {
        "columns": [Showing(selectors.schema(), names).link(slug) for slug in slugs],
        "rows": rows,
        "differing": [row for row in rows if row.differs],
        "alike": [row for row in rows if not row.differs],
        "picking": _picking(slugs, names, typed, matches, moment),
        "most": page.MOST,
        "days": days,
        "address": page.address_of(slugs, days),
        "site": request.build_absolute_uri("/").rstrip("/"),
        "data_query": page.address_of(slugs, days).removeprefix("/compare/"),
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
    return page.force_rows(forces, subjects, comparable(moment), showing)


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


def _classes(slugs: list[str], names: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Of which classes one may be added: of that of those chosen, or of either."""
    return (names[slugs[0]][1],) if slugs else ("body", "system")


def _matches(
    typed: str, slugs: list[str], names: dict[str, tuple[str, str]], moment: Moment
) -> dict[str, str]:
    """Forces and systems that what was typed can mean; one alone where it is a whole name."""
    if not typed:
        return {}
    forces = {force.slug: force.name for force in every_force(moment)}
    hits = [
        slug
        for subject_class in _classes(slugs, names)
        for slug in search(typed, subject_class=subject_class, moment=moment).slugs
        if subject_class == "system" or slug in forces
    ]
    labels = selectors.names(hits[: 2 * MOST_MATCHES])
    fitting = {slug: labels[slug][0] for slug in hits if slug in labels and slug not in slugs}
    whole = [slug for slug, name in fitting.items() if name.casefold() == typed.casefold()]
    shown = whole if len(whole) == 1 else list(fitting)[:MOST_MATCHES]
    return {slug: fitting[slug] for slug in shown}


def _picking(
    slugs: list[str],
    names: dict[str, tuple[str, str]],
    typed: str,
    matches: dict[str, str],
    moment: Moment,
) -> page.Picking:
    classes = _classes(slugs, names)
    forces = {force.slug: force.name for force in every_force(moment)} if "body" in classes else {}
    suggested = [name for slug, name in forces.items() if slug not in slugs]
    if "system" in classes:
        pages = selectors.listed("system", selectors.Filters({}), moment)
        systems = pages.values_list("slug", "name")[: MOST_SUGGESTED - len(suggested)]
        suggested += [name for slug, name in systems if slug not in slugs]
    return page.picking(
        page.chosen_links(slugs, names),
        forces,
        query.days_of(moment),
        typed=typed,
        matches=matches,
        suggested=suggested,
    )


def _as_data(slugs: list[str], rows: Iterable[page.Row]) -> Iterable[tables.Row]:
    for row in rows:
        cells = ([link.text for link in cell] for cell in row.cells)
        yield {
            "question": row.label,
            "meaning": row.meaning,
            "differs": row.differs,
            "mark": row.mark,
            **dict(zip(slugs, cells, strict=True)),
        }
