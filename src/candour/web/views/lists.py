"""Lists of subjects: one for each class, with filters, words and pages."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.listing import subject_row
from candour.register import overviews, selectors, uses
from candour.register.moments import Moment
from candour.register.search import search
from candour.web import query, tables
from candour.web.addresses import list_address
from candour.web.pages.banner import moment_banner
from candour.web.pages.lists import BRIEF, FILTERS, INTRODUCTIONS, ListRow, filters_shown, list_row
from candour.web.paging import Part, part
from candour.web.tables import Row
from candour.web.views.answering import answering
from candour.web.words import CLASS_PLURALS

AT_ONCE = 200


@answering
def subjects(request: HttpRequest, subject_class: str, *, form: str) -> HttpResponseBase:
    moment = query.moment(request.GET)
    wanted = query.texts(request.GET, ("q", *FILTERS[subject_class]))
    slugs, read_as = _found(subject_class, wanted, moment)
    if form:
        name = list_address(subject_class).strip("/")
        return tables.table(_rows(slugs, moment), form, name=name)
    days = query.days_of(moment)
    cut = part(slugs, query.number(request.GET, "page"), query=wanted | days)
    shown, filters = _shown(subject_class, cut, wanted, moment)
    context = {
        "subject_class": subject_class,
        "title": CLASS_PLURALS[subject_class],
        "introduction": INTRODUCTIONS[subject_class],
        "address": list_address(subject_class),
        "part": shown,
        "filters": filters,
        "wanted": wanted,
        "days": days,
        "data_query": query.written(wanted | days),
        "read_as": read_as,
        "banner": moment_banner(moment, is_list=True),
    }
    return render(request, "list.html", context)


def _found(
    subject_class: str, wanted: dict[str, str], moment: Moment
) -> tuple[QuerySet[Any] | list[str], str]:
    """The slugs that fit, by name, or with words by how well they fit."""
    fields = FILTERS[subject_class]
    terms = {fields[name]: value for name, value in wanted.items() if name in fields}
    nation = terms.pop("nation", "") if subject_class == "system" else ""
    pages = selectors.listed(subject_class, selectors.Filters(terms), moment)
    if nation:
        pages = overviews.operated_in(pages, nation, moment)
    slugs = pages.values_list("slug", flat=True)
    if "q" not in wanted:
        return slugs, ""
    hits = search(wanted["q"], subject_class=subject_class, moment=moment)
    fitting = set(slugs.filter(slug__in=hits.slugs))
    return [slug for slug in hits.slugs if slug in fitting], hits.read_as


def _shown(
    subject_class: str, cut: Part[str], wanted: dict[str, str], moment: Moment
) -> tuple[Part[ListRow], tuple[Any, ...]]:
    schema = selectors.schema()
    briefs = selectors.brief(cut.rows, BRIEF, moment)
    operators = overviews.values_of("operator", moment) if subject_class == "system" else []
    named = {slug for subject in briefs.values() for slug in subject.slugs("operator")}
    named |= uses.speakers(briefs)
    names = selectors.names({*operators, *named}) if named or operators else {}
    filters = filters_shown(subject_class, wanted, operators, schema=schema, names=names)
    headlines = uses.headlines(briefs, today=timezone.localdate(), moment=moment, names=names)
    rows = [
        list_row(briefs[slug], schema, names, headlines.get(slug))
        for slug in cut.rows
        if slug in briefs
    ]
    return cut.of(rows), filters


def _rows(slugs: QuerySet[Any] | list[str], moment: Moment) -> Iterator[Row]:
    """Every subject as a row of data, read some at a time."""
    stream = iter(list(slugs))
    while some := list(islice(stream, AT_ONCE)):
        subjects = selectors.subjects(some, moment)
        headlines = uses.headlines(subjects, today=timezone.localdate(), moment=moment)
        yield from (
            subject_row(subjects[slug], headlines.get(slug)) for slug in some if slug in subjects
        )
